//! What one file may cost, counted down in one place.

use crate::parse::Limits;

/// Bytes one stream may inflate to. The largest page content of 119 real files is 4 MB, the largest
/// embedded font 23 MB; beyond this it is a bomb.
const STREAM_BYTES_MAX: usize = 64 << 20;

/// Form XObjects drawn in one file: 5,000 pages with a few forms each, and no doubling chains
/// (twelve forms that each call the next twice are 4,096 calls on every page).
const FORMS_MAX: u32 = 100_000;

/// Glyphs of one page. The densest real page (a register in 6 pt) has 9,000.
pub(super) const PAGE_GLYPHS_MAX: usize = 200_000;

/// Ruling lines of one page. A page with more is a map or a drawing and holds no table.
pub(super) const PAGE_RULES_MAX: usize = 20_000;

#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes of streams that may still be inflated or interpreted.
    bytes_left: usize,
    /// Bytes of text that may still be produced.
    text_left: usize,
    forms_left: u32,
    /// True once something was cut off, for one diagnostic.
    pub exceeded: bool,
}

impl Budget {
    pub fn new(limits: &Limits) -> Budget {
        Budget {
            bytes_left: limits.inflated_max,
            text_left: limits.text_max,
            forms_left: FORMS_MAX,
            exceeded: false,
        }
    }

    /// Bytes the next stream may come to.
    pub fn stream_max(&self) -> usize {
        self.bytes_left.min(STREAM_BYTES_MAX)
    }

    /// Counts bytes that were inflated or will be interpreted; false if there are not so many left.
    pub fn spend(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.bytes_left;
        self.exceeded |= !enough;
        self.bytes_left = self.bytes_left.saturating_sub(bytes);
        enough
    }

    pub fn spend_form(&mut self) -> bool {
        self.exceeded |= self.forms_left == 0;
        let enough = self.forms_left > 0;
        self.forms_left = self.forms_left.saturating_sub(1);
        enough
    }

    pub fn spend_text(&mut self, bytes: usize) -> bool {
        let enough = bytes <= self.text_left;
        self.exceeded |= !enough;
        self.text_left = self.text_left.saturating_sub(bytes);
        enough
    }
}

/// What `lopdf` may inflate per object stream while it loads: it has no limit on the sum, so the
/// sum is shared out over as many streams as the file can hold.
pub(super) fn load_stream_max(bytes: &[u8], limits: &Limits) -> usize {
    /// An object stream inflated and parsed takes up to sixty times its bytes as objects.
    const LOADED_BYTES_MAX: usize = 64 << 20;
    /// A hundred objects, the usual content of one object stream, are some 50 KB.
    const LOAD_STREAM_BYTES_MIN: usize = 256 << 10;
    let streams = memchr::memmem::find_iter(bytes, b"/ObjStm").count().max(1);
    let whole = LOADED_BYTES_MAX.min(limits.inflated_max);
    (whole / streams).max(LOAD_STREAM_BYTES_MIN.min(whole))
}
