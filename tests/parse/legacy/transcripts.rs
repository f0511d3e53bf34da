//! What a person typed of the real files in old charsets, against what is read of them.
//!
//! Character accuracy is one minus the edit distance over the length of what was typed, white space
//! collapsed. The transcripts write what fonts of capitals draw as capitals in small letters, so the
//! figure with case held against them says less than the one without.

use std::path::Path;

use crate::parse::{read, real};

/// Least accuracy by format, and of the letters that carry a mark.
const FLOORS: [(&str, f64); 3] = [("doc", 0.985), ("rtf", 0.985), ("xls", 0.98)];
const MARKED_MIN: f64 = 0.99;

/// Letters typed, and how many of them are not read.
#[derive(Clone, Copy, Default)]
struct Count {
    letters: usize,
    wrong: usize,
}

impl Count {
    fn of(truth: &[char], found: &[char]) -> Count {
        Count {
            letters: truth.len(),
            wrong: distance(truth, found).min(truth.len()),
        }
    }

    fn add(&mut self, other: Count) {
        self.letters += other.letters;
        self.wrong += other.wrong;
    }

    fn accuracy(self) -> f64 {
        1.0 - self.wrong as f64 / self.letters.max(1) as f64
    }
}

/// Of one format: as written, case folded, and the letters with a mark alone, case folded.
#[derive(Clone, Copy, Default)]
struct Counts {
    cased: Count,
    folded: Count,
    marked: Count,
}

impl Counts {
    fn of(truth: &str, found: &str) -> Counts {
        let (truth, found) = (collapsed(truth), collapsed(found));
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let (small_truth, small_found) =
            (chars(&truth.to_lowercase()), chars(&found.to_lowercase()));
        let marked = |text: &[char]| -> Vec<char> {
            let is_marked = |c: &&char| !c.is_ascii() && c.is_alphabetic();
            text.iter().filter(is_marked).copied().collect()
        };
        Counts {
            cased: Count::of(&chars(&truth), &chars(&found)),
            folded: Count::of(&small_truth, &small_found),
            marked: Count::of(&marked(&small_truth), &marked(&small_found)),
        }
    }

    fn add(&mut self, other: Counts) {
        self.cased.add(other.cased);
        self.folded.add(other.folded);
        self.marked.add(other.marked);
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [cased, folded, marked] =
            [self.cased, self.folded, self.marked].map(|count| count.accuracy());
        write!(
            f,
            "{} letters: {cased:.4} cased, {folded:.4} folded, {marked:.4} of {} with a mark",
            self.folded.letters, self.marked.letters
        )
    }
}

#[test]
fn real_documents_in_old_charsets_read_as_their_transcripts() {
    let Some(root) = std::env::var_os("KEHOACH_REAL") else {
        eprintln!("bỏ qua: KEHOACH_REAL không được đặt");
        return;
    };
    let transcripts = Path::new(&root).join("eval/transcripts/legacy");
    let mut formats = FLOORS.map(|(format, _)| (format, Counts::default()));
    for path in real("real/legacy") {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let truth = std::fs::read_to_string(transcripts.join(format!("{stem}.txt")));
        let Ok(truth) = truth else { continue };
        let document = read(&std::fs::read(&path).expect("a file can be read"));
        let counts = Counts::of(&truth, &document.text);
        println!("{stem}: {counts}");
        let extension = path.extension().unwrap_or_default();
        let format = formats.iter_mut().find(|(format, _)| extension == *format);
        format.expect("a known format").1.add(counts);
    }
    for ((format, counts), (_, floor)) in formats.into_iter().zip(FLOORS) {
        println!("all {format}: {counts}");
        if 0 < counts.folded.letters {
            assert!(floor <= counts.cased.accuracy(), "{format} cased");
            assert!(floor <= counts.folded.accuracy(), "{format} folded");
            assert!(
                MARKED_MIN <= counts.marked.accuracy(),
                "{format} with a mark"
            );
        }
    }
}

/// One space for any white space, repaired as all text is.
fn collapsed(text: &str) -> String {
    let clean = kehoach::text::clean(text);
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Edit distance along diagonals: quick where the two are alike. Beyond a fifth of the length it is
/// not counted on.
fn distance(a: &[char], b: &[char]) -> usize {
    let (rows, columns) = (a.len() as isize, b.len() as isize);
    let edits_max = (rows / 5).max((rows - columns).abs()) + 8;
    let slide = |mut row: isize, diagonal: isize| {
        while row < rows
            && row + diagonal < columns
            && 0 <= row + diagonal
            && a[row as usize] == b[(row + diagonal) as usize]
        {
            row += 1;
        }
        row
    };
    // For each diagonal, the furthest row reached with so many edits.
    let offset = edits_max + 1;
    let mut reach = vec![-1_isize; (2 * offset + 1) as usize];
    for edits in 0..=edits_max {
        let mut next = reach.clone();
        for diagonal in -edits..=edits {
            let at = |diagonal: isize| {
                let index = diagonal + offset;
                usize::try_from(index)
                    .ok()
                    .and_then(|index| reach.get(index))
                    .copied()
                    .unwrap_or(-1)
            };
            let start = if edits == 0 {
                0
            } else {
                (at(diagonal) + 1)
                    .max(at(diagonal - 1))
                    .max(at(diagonal + 1) + 1)
            };
            let row = slide(start.min(rows).min(columns - diagonal), diagonal);
            next[(diagonal + offset) as usize] = row;
            if rows <= row && diagonal == columns - rows {
                return edits as usize;
            }
        }
        reach = next;
    }
    a.len()
}

#[test]
fn edits_are_counted_one_for_each_letter() {
    let check = |a: &str, b: &str, edits: usize| {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        assert_eq!(distance(&chars(a), &chars(b)), edits, "{a} {b}");
    };
    check("kế hoạch", "kế hoạch", 0);
    check("kế hoạch", "kê hoạch", 1);
    check("kế hoạch", "kế  hoach", 2);
    check("hoạch", "kế hoạch", 3);
    check("ab", "", 2);
}
