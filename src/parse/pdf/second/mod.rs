//! The second reader: pages as `hayro-interpret` sees them, for pages whose text the first does not
//! make words of.
//!
//! In: the file and the pages that did not read. Out: the same pages laid out anew, where that reads.
//! Promise: it runs in a [`Worker`] or not at all, one for a file; whatever becomes of it, the first
//! reading stands and a diagnostic tells. It is asked after the other readings of the fonts, which
//! cost a hundredth, and before OCR, which costs a hundred times more and errs.
//!
//! Why at all: it knows what the first does not. A font whose map and encoding are both missing still
//! names its glyphs in a compact font program (`Type1C`, as Ghostscript and LaTeX embed it), and those
//! names are read here.

mod scribe;
mod wire;

use std::io::{self, Write};

use super::gate::{self, SHARE_MIN, share};
use super::kept::{Kept, why};
use super::layout::{self, PageLayout};
use super::page::Canvas;
use crate::parse::worker::{Frames, Job, Trouble, Worker};
use crate::parse::{ReadBy, Why};
use scribe::Scribe;

/// The reader holds the file and everything in it at once; larger files are scans and books.
const BYTES_MAX: usize = 32 << 20;

/// Pages asked for at once: a hundred a second.
const PAGES_MAX: usize = 1_000;

/// Pages read in vain one after the other: the rest will not read either. A scan under a broken text
/// layer has hundreds.
const VAIN_MAX: u32 = 3;

/// Content that draws neither glyphs nor a picture and is longer has something to say.
const CONTENT_BYTES_MIN: usize = 256;

/// A page that was laid out and does not read.
pub(super) struct Doubted {
    /// In the list of pages that were laid out.
    at: usize,
    /// In the file, from 0.
    index: usize,
    share: Option<f32>,
    why: Why,
    stamps: Canvas,
}

/// What the second reader came to.
#[derive(Default)]
pub(super) struct Outcome {
    /// Places of the pages that are now as it read them.
    pub read: Vec<usize>,
    /// Numbers of the pages for which it was asked and ended.
    pub crashed: Vec<u32>,
}

/// The page as one to be read again, if it does not read; `content` is the length of what draws it, if
/// that can be read.
pub(super) fn doubted(
    canvas: &Canvas,
    page: &PageLayout,
    share: Option<f32>,
    content: Option<usize>,
    index: usize,
    at: usize,
) -> Option<Doubted> {
    let says_something = content.is_none_or(|bytes| CONTENT_BYTES_MIN < bytes);
    let is_mute = canvas.glyphs.is_empty() && canvas.images == 0 && says_something;
    let is_low = share.is_some_and(|share| share < SHARE_MIN);
    let is_doubted = is_mute || is_low || super::is_riddle(page);
    is_doubted.then(|| Doubted {
        at,
        index,
        share,
        why: why(page, share),
        stamps: canvas.stamps(),
    })
}

/// Puts the second reading in the place of each page that it makes read.
pub(super) fn read(
    bytes: &[u8],
    pages_in_file: usize,
    mut doubted: Vec<Doubted>,
    worker: Option<&Worker>,
    pages: &mut [PageLayout],
) -> Outcome {
    let mut outcome = Outcome::default();
    let Some(worker) = worker.filter(|_| !doubted.is_empty() && bytes.len() <= BYTES_MAX) else {
        return outcome;
    };
    doubted.truncate(PAGES_MAX);
    let job = Job::Letters {
        pages: pages_in_file,
        wanted: doubted.iter().map(|page| page.index).collect(),
    };
    let answer = match worker.ask(&job, bytes) {
        Ok(answer) => answer,
        Err(Trouble::Nothing) => return outcome,
        Err(Trouble::TimedOut | Trouble::Crashed) => {
            let asked = doubted.iter().filter_map(|page| pages.get(page.at));
            outcome.crashed = asked.map(|page| page.number).collect();
            return outcome;
        }
    };
    for (_, name, body) in Frames::new(&answer) {
        let mut asked = doubted.iter();
        let asked = asked.find(|page| name.parse() == Ok(page.index));
        let seen = asked.and_then(|asked| Some((asked, wire::read(body)?)));
        if let Some((asked, canvas)) = seen
            && settle(asked, canvas, pages)
        {
            outcome.read.push(asked.at);
        }
    }
    outcome
}

/// True if the page reads better so.
fn settle(asked: &Doubted, mut canvas: Canvas, pages: &mut [PageLayout]) -> bool {
    let Some(page) = pages.get_mut(asked.at) else {
        return false;
    };
    canvas.add(&asked.stamps);
    let next = layout::lay_out(&canvas, page.number);
    let after = share(&next);
    let is_better = gate::is_better(&next, after, page, asked.share);
    if is_better {
        *page = next;
        page.kept = Some(Kept {
            by: ReadBy::SecondReader,
            why: asked.why,
            before: asked.share,
            after,
        });
    }
    is_better
}

/// What a worker answers: a frame for each page that reads. `None` if there is none.
pub(in crate::parse) fn answer(
    bytes: &[u8],
    pages: usize,
    wanted: &[usize],
    out: &mut impl Write,
) -> Option<io::Result<()>> {
    let reader = Scribe::open(bytes, pages)?;
    let (mut vain, mut any) = (0, false);
    for index in wanted {
        let canvas = reader.draw(*index);
        let reads = share(&layout::lay_out(&canvas, 1)).is_some_and(|share| SHARE_MIN <= share);
        if !reads {
            vain += 1;
            if vain == VAIN_MAX {
                break;
            }
            continue;
        }
        (vain, any) = (0, true);
        let body = wire::body(&canvas);
        if let Err(error) = Frames::write(out, 0, &index.to_string(), &body) {
            return Some(Err(error));
        }
    }
    any.then_some(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::super::page::{Glyph, Heading, Look};
    use super::*;

    /// A page of words one under the other.
    fn canvas(text: &str, stamp: u16) -> Canvas {
        let mut canvas = Canvas::default();
        canvas.clear(600.0, 2_000.0);
        for (index, word) in text.split(' ').enumerate() {
            canvas.glyphs.push(Glyph {
                x: 72.0 + 300.0 * f32::from(stamp.min(1)),
                y: 60.0 + 20.0 * index as f32,
                dx: 8.0 * word.len() as f32,
                dy: 0.0,
                size: 14.0,
                at: canvas.text.len() as u32,
                len: word.len() as u8,
                heading: Heading::East,
                look: Look::default(),
                stamp,
                confidence: 0,
                after_space: true,
            });
            canvas.text.push_str(word);
        }
        canvas
    }

    fn settled(first: &str, second: &str) -> (bool, PageLayout) {
        let mut drawn = canvas(first, 0);
        drawn.add(&canvas("6791", 1));
        let mut pages = [layout::lay_out(&drawn, 1)];
        let share = share(&pages[0]);
        let asked = doubted(&drawn, &pages[0], share, Some(1_000), 0, 0).expect("does not read");
        let is_settled = settle(&asked, canvas(second, 0), &mut pages);
        let [page] = pages;
        (is_settled, page)
    }

    #[test]
    fn the_second_reading_stands_where_it_makes_words_and_the_stamps_stay() {
        let (garbled, reads) = (
            ["6Ӕ 4Ĉ6&7 xkq wzt"; 10].join(" "),
            ["Kế hoạch phòng cháy"; 10].join(" "),
        );
        let (is_settled, page) = settled(&garbled, &reads);
        let texts: Vec<&str> = page.words.iter().map(|word| page.word_text(word)).collect();
        assert!(is_settled && texts.contains(&"hoạch") && texts.contains(&"6791"));
        let kept = page.kept.expect("a reason");
        assert_eq!(
            (kept.by, kept.why),
            (ReadBy::SecondReader, Why::FewSyllables)
        );
        assert_eq!((kept.before, kept.after), (Some(0.0), Some(1.0)));
        let (is_settled, page) = settled(&garbled, &garbled);
        assert!(!is_settled && page.kept.is_none());
    }
}
