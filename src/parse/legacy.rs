//! Runs typed in the fonts of before Unicode, decoded: the one place where that is decided.
//!
//! A run is the text of one paragraph in one kind of font. The name of the font is evidence and the
//! words are the judge: Unicode typed under a `.Vn` font stays, TCVN3 typed under Times New Roman is
//! found by what its words become. Runs too short to say are read as the others of the document.

use std::collections::HashMap;

use crate::text::Diagnostic;
use crate::text::legacy::{Balance, Charset, Face, detect, is_unicode};

use super::flow::{Flow, Item, Para};
use super::{Document, TextSource};

/// Bytes of text without a telling font that are looked at for a charset.
const SAMPLE_MAX: usize = 256 << 10;

/// Share of its undecided words above which a charset holds for every such run of the document, also
/// for those that are too short to tell.
const SURE: f32 = 0.8;

/// What was decoded in a document.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Legacy {
    /// The charset most runs were in.
    charset: Option<Charset>,
    confidence: f32,
}

/// Decodes what is to be decoded. A second call changes nothing.
pub(super) fn decode(flow: &mut Flow) -> Legacy {
    if let Some(done) = flow.legacy {
        return done;
    }
    let judge = Judge::of(flow);
    let mut changed = false;
    if judge.is_asked {
        for_each(&mut flow.items, &mut |para| {
            changed |= para.decode(|text, face| judge.charset(text, face));
        });
    }
    let legacy = if changed {
        judge.legacy()
    } else {
        Legacy::default()
    };
    flow.legacy = Some(legacy);
    legacy
}

impl Legacy {
    /// Says in the document where its text came from.
    pub fn note(self, document: &mut Document) {
        let Some(charset) = self.charset else { return };
        document.quality.source = TextSource::LegacyCharset;
        let percent = (self.confidence * 100.0).round();
        let message = format!(
            "Chữ gõ theo bảng mã cũ {} đã được chuyển sang Unicode ({percent} % số tiếng đọc được).",
            charset.name(),
        );
        document
            .diagnostics
            .push(Diagnostic::note("legacy_charset", message));
    }
}

/// What the whole document says, for runs that say too little.
#[derive(Default)]
struct Judge {
    /// What decoding does to the words in telling fonts; Unicode under one counts as lost.
    by_face: HashMap<Charset, Balance>,
    /// The charset of the runs in fonts that say nothing.
    plain: Option<(Charset, f32)>,
    /// There is a run that may have to be decoded.
    is_asked: bool,
}

impl Judge {
    fn of(flow: &mut Flow) -> Judge {
        let mut judge = Judge::default();
        let mut plain = String::new();
        for_each(&mut flow.items, &mut |para| {
            for (text, face) in para.faces() {
                let is_unicode = is_unicode(text);
                judge.is_asked |= !is_unicode && (!text.is_ascii() || face.draws_capitals());
                match face.charset() {
                    _ if text.is_ascii() => {}
                    Some(charset) => judge.weigh(text, charset, is_unicode),
                    None if is_unicode || SAMPLE_MAX < plain.len() => {}
                    None => plain.extend([text, "\n"]),
                }
            }
        });
        judge.plain = detect(&plain).map(|found| (found.charset, found.confidence));
        judge
    }

    fn weigh(&mut self, text: &str, charset: Charset, is_unicode: bool) {
        let so_far = self.by_face.entry(charset).or_default();
        if is_unicode {
            so_far.lost += text.split_whitespace().count();
        } else {
            so_far.add(Balance::of(text, charset));
        }
    }

    /// The charset a run is to be decoded from; `None` to leave it.
    fn charset(&self, text: &str, face: Face) -> Option<Charset> {
        if is_unicode(text) || text.is_ascii() && !face.draws_capitals() {
            return None;
        }
        let (charset, is_sure) = match face.charset() {
            Some(charset) => (charset, self.holds(charset)),
            None => self.of_plain()?,
        };
        let balance = Balance::of(text, charset);
        let says_nothing = balance.gained == balance.lost && balance.lost == 0;
        let reads = balance.lost < balance.gained || says_nothing && is_sure;
        reads.then_some(charset)
    }

    /// True if the fonts of a charset keep their promise in this document.
    fn holds(&self, charset: Charset) -> bool {
        let balance = self.by_face.get(&charset).copied().unwrap_or_default();
        balance.lost <= balance.gained
    }

    /// The charset of runs without a telling font, and whether it holds for runs that say nothing:
    /// their own, or that of the telling fonts, in which a few words lost theirs.
    fn of_plain(&self) -> Option<(Charset, bool)> {
        let own = self.plain.map(|(charset, share)| (charset, SURE <= share));
        own.or(self.main_face().map(|(charset, _)| (charset, false)))
    }

    fn main_face(&self) -> Option<(Charset, Balance)> {
        let found = self
            .by_face
            .iter()
            .filter(|(_, balance)| 0 < balance.gained);
        let main = found.max_by_key(|(charset, balance)| (balance.gained, **charset));
        main.map(|(charset, balance)| (*charset, *balance))
    }

    fn legacy(&self) -> Legacy {
        let by_face = self.main_face();
        let by_face = by_face.map(|(charset, balance)| (charset, balance.confidence()));
        let Some((charset, confidence)) = by_face.or(self.plain) else {
            return Legacy::default();
        };
        Legacy {
            charset: Some(charset),
            confidence,
        }
    }
}

/// Calls `work` with each paragraph, those in cells included.
fn for_each(items: &mut [Item], work: &mut impl FnMut(&mut Para)) {
    for item in items {
        match item {
            Item::Para(para) => work(para),
            Item::Grid(grid) => {
                for cell in &mut grid.cells {
                    for_each(&mut cell.items, work);
                }
            }
        }
    }
}
