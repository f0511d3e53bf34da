//! A clean text and what was found in it in, lines cut at every mark out.
//!
//! Marks nest (a citation within a task) and may cross lines. The innermost citation gives the
//! link; every mark has one anchor, before its first letter. Nothing of the text is lost.

use std::collections::BTreeSet;
use std::ops::Range;

/// Bytes of text one page shows; the rest is a click away. The longest plan of the corpus has 90 KB,
/// a thousand pages have 4 MB.
const SHOWN_BYTES_MAX: usize = 400_000;

/// Something found in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub range: Range<usize>,
    /// Name of its anchor.
    pub anchor: String,
    pub kind: MarkKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// With its verdict and, where it has one, the address of the work.
    Citation {
        verdict: &'static str,
        href: Option<String>,
        about: String,
    },
    Task,
    /// A value of the identity.
    Value,
}

/// One line of the text; a row of a table has several cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The page that starts here.
    pub page: Option<usize>,
    pub cells: Vec<Vec<Piece>>,
}

/// A stretch of text under the same marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Piece {
    pub anchors: Vec<String>,
    pub text: String,
    pub is_task: bool,
    /// Verdict of the citation it stands in; empty outside of one.
    pub verdict: &'static str,
    pub href: Option<String>,
    pub about: String,
}

/// The lines of a text, and whether the end was left out.
pub(super) fn lines(text: &str, pages: &[u32], mut marks: Vec<Mark>) -> (Vec<Line>, bool) {
    let shown = &text[..text.floor_char_boundary(SHOWN_BYTES_MAX)];
    marks.retain(|mark| text.get(mark.range.clone()).is_some() && !mark.range.is_empty());
    marks.sort_by_key(|mark| (mark.range.start, std::cmp::Reverse(mark.range.end)));
    let mut writer = Writer {
        text: shown,
        marks: &marks,
        next: 0,
        open: Vec::new(),
        anchored: BTreeSet::new(),
    };
    let mut lines = Vec::new();
    let mut pages = pages.iter().map(|start| *start as usize).enumerate();
    let mut page = pages.next();
    let mut start = 0;
    for line in shown.split('\n') {
        let end = start + line.len();
        let mut begins = None;
        // A page that starts at the line break starts with the next line; one without text has none.
        while let Some((number, _)) = page.filter(|(_, at)| *at < end) {
            begins = Some(number + 1);
            page = pages.next();
        }
        let cells = writer.cells(start..end);
        if !line.trim().is_empty() || begins.is_some() {
            lines.push(Line {
                page: begins,
                cells,
            });
        }
        start = end + 1;
    }
    (lines, shown.len() < text.len())
}

struct Writer<'a> {
    text: &'a str,
    marks: &'a [Mark],
    /// The first mark that is not open yet.
    next: usize,
    /// Marks that reach into what is being written.
    open: Vec<usize>,
    anchored: BTreeSet<usize>,
}

impl Writer<'_> {
    fn cells(&mut self, line: Range<usize>) -> Vec<Vec<Piece>> {
        let mut cells = Vec::new();
        let mut start = line.start;
        for cell in self.text[line].split('\t') {
            let end = start + cell.len();
            cells.push(self.pieces(start..end));
            start = end + 1;
        }
        cells
    }

    fn pieces(&mut self, cell: Range<usize>) -> Vec<Piece> {
        self.open
            .retain(|mark| cell.start < self.marks[*mark].range.end);
        while let Some(mark) = self.marks.get(self.next)
            && mark.range.start < cell.end
        {
            if cell.start < mark.range.end {
                self.open.push(self.next);
            }
            self.next += 1;
        }
        let mut cuts = BTreeSet::from([cell.start, cell.end]);
        for mark in &self.open {
            let range = &self.marks[*mark].range;
            cuts.extend(
                [range.start, range.end]
                    .into_iter()
                    .filter(|at| cell.contains(at)),
            );
        }
        let cuts: Vec<usize> = cuts.into_iter().collect();
        cuts.windows(2)
            .map(|pair| self.piece(pair[0]..pair[1]))
            .collect()
    }

    fn piece(&mut self, range: Range<usize>) -> Piece {
        let mut piece = Piece {
            text: self.text[range.clone()].to_owned(),
            ..Piece::default()
        };
        // Outer marks come first, so the last citation is the innermost.
        for at in &self.open {
            let mark = &self.marks[*at];
            if range.end <= mark.range.start || mark.range.end <= range.start {
                continue;
            }
            if self.anchored.insert(*at) {
                piece.anchors.push(mark.anchor.clone());
            }
            match &mark.kind {
                MarkKind::Citation {
                    verdict,
                    href,
                    about,
                } => {
                    piece.verdict = verdict;
                    piece.href.clone_from(href);
                    piece.about.clone_from(about);
                }
                MarkKind::Task => piece.is_task = true,
                MarkKind::Value => {}
            }
        }
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn citation(text: &str, words: &str, anchor: &str) -> Mark {
        let start = text.find(words).expect("the words are there");
        Mark {
            range: start..start + words.len(),
            anchor: anchor.to_owned(),
            kind: MarkKind::Citation {
                verdict: "linked",
                href: Some(format!("/{anchor}")),
                about: String::new(),
            },
        }
    }

    fn task(text: &str, words: &str) -> Mark {
        Mark {
            kind: MarkKind::Task,
            ..citation(text, words, "nv-0")
        }
    }

    /// One line each: pieces as `text`, `{task}`, `[citation]`, anchors as `#name`.
    #[track_caller]
    fn check(text: &str, pages: &[u32], marks: Vec<Mark>, expected: &[&str]) {
        let (lines, is_cut) = lines(text, pages, marks);
        let written: Vec<String> = lines.iter().map(write).collect();
        assert_eq!(written, expected);
        assert!(!is_cut);
    }

    fn write(line: &Line) -> String {
        let page = line.page.map_or(String::new(), |page| format!("p{page} "));
        let cells: Vec<String> = line
            .cells
            .iter()
            .map(|cell| cell.iter().map(write_piece).collect())
            .collect();
        format!("{page}{}", cells.join(" | "))
    }

    fn write_piece(piece: &Piece) -> String {
        let anchors: String = piece.anchors.iter().map(|a| format!("#{a}")).collect();
        let text = match (piece.is_task, piece.verdict) {
            (false, "") => piece.text.clone(),
            (true, "") => format!("{{{}}}", piece.text),
            (false, _) => format!("[{}]", piece.text),
            (true, _) => format!("{{[{}]}}", piece.text),
        };
        format!("{anchors}{text}")
    }

    #[test]
    fn a_citation_within_a_task_keeps_both() {
        let text = "1. Thực hiện Quyết định 5/QĐ-BNV đúng hạn.";
        let marks = vec![
            citation(text, "Quyết định 5/QĐ-BNV", "vd-0"),
            task(text, "Thực hiện Quyết định 5/QĐ-BNV đúng hạn."),
        ];
        check(
            text,
            &[],
            marks,
            &["1. #nv-0{Thực hiện }#vd-0{[Quyết định 5/QĐ-BNV]}{ đúng hạn.}"],
        );
    }

    #[test]
    fn a_mark_over_lines_and_cells_has_one_anchor() {
        let text = "Sở Y tế\tbáo cáo\nhằng quý\n\nhết";
        check(
            text,
            &[],
            vec![task(text, "báo cáo\nhằng")],
            &["Sở Y tế | #nv-0{báo cáo}", "{hằng} quý", "hết"],
        );
    }

    #[test]
    fn the_innermost_citation_gives_the_link() {
        let text = "Quyết định 1 về Kế hoạch 2 của tỉnh";
        let marks = vec![
            citation(text, text, "vd-0"),
            citation(text, "Kế hoạch 2", "vd-1"),
        ];
        let (lines, _) = lines(text, &[], marks);
        let hrefs: Vec<_> = lines[0].cells[0]
            .iter()
            .map(|piece| piece.href.as_deref())
            .collect();
        assert_eq!(hrefs, [Some("/vd-0"), Some("/vd-1"), Some("/vd-0")]);
    }

    #[test]
    fn pages_are_told_where_they_start() {
        check(
            "một\nhai\nba",
            &[0, 5, 5],
            Vec::new(),
            &["p1 một", "p3 hai", "ba"],
        );
    }

    #[test]
    fn marks_that_are_no_stretch_of_the_text_are_dropped() {
        let text = "kế";
        let mark = |range| Mark {
            range,
            ..task(text, "k")
        };
        check(
            text,
            &[],
            vec![mark(0..99), mark(2..3), mark(1..1)],
            &["kế"],
        );
    }
}
