//! The few letters of a legend as dots, for a picture on a machine that may have no font.
//!
//! A letter is five dots wide. Three rows for tone marks, two for what rises, five for the body of a
//! small letter, two for what hangs. Marks are set over and under their letter as they are composed.

use icu_normalizer::DecomposingNormalizerBorrowed;

const NFD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfd();

/// Columns from one letter to the next.
const STEP: usize = 6;

/// The row on which the body of a small letter begins, and the one on which what rises begins.
const BODY: usize = 5;
const RISE: usize = 3;

/// First row, then rows of dots from the top.
const LETTERS: &[(char, usize, &str)] = &[
    ('a', BODY, ".###. ....# .#### #...# .####"),
    ('c', BODY, ".###. #.... #.... #...# .###."),
    ('e', BODY, ".###. #...# ##### #.... .###."),
    ('n', BODY, "####. #...# #...# #...# #...#"),
    ('o', BODY, ".###. #...# #...# #...# .###."),
    ('r', BODY, "#.##. ##... #.... #.... #...."),
    ('s', BODY, ".#### #.... .###. ....# ####."),
    ('u', BODY, "#...# #...# #...# #...# .####"),
    ('ı', BODY, ".##.. ..#.. ..#.. ..#.. .###."),
    ('g', BODY, ".#### #...# #...# #...# .#### ....# .###."),
    ('y', BODY, "#...# #...# #...# #...# .#### ....# .###."),
    ('b', RISE, "#.... #.... ####. #...# #...# #...# ####."),
    ('d', RISE, "....# ....# .#### #...# #...# #...# .####"),
    ('đ', RISE, "....# ..### .#### #...# #...# #...# .####"),
    ('h', RISE, "#.... #.... ####. #...# #...# #...# #...#"),
    ('i', RISE, "..#.. ..... .##.. ..#.. ..#.. ..#.. .###."),
    ('k', RISE, "#.... #.... #..#. #.#.. ##... #.#.. #..#."),
    ('t', RISE, ".#... .#... ####. .#... .#... .#..# ..##."),
    ('C', RISE, ".###. #...# #.... #.... #.... #...# .###."),
    ('O', RISE, ".###. #...# #...# #...# #...# #...# .###."),
    ('R', RISE, "####. #...# #...# ####. #.#.. #..#. #...#"),
    ('0', RISE, ".###. #...# #..## #.#.# ##..# #...# .###."),
    ('1', RISE, "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###."),
    ('2', RISE, ".###. #...# ....# ...#. ..#.. .#... #####"),
    ('3', RISE, ".###. #...# ....# ..##. ....# #...# .###."),
    ('4', RISE, "...#. ..##. .#.#. #..#. ##### ...#. ...#."),
    ('5', RISE, "##### #.... ####. ....# ....# #...# .###."),
    ('6', RISE, ".###. #.... #.... ####. #...# #...# .###."),
    ('7', RISE, "##### ....# ...#. ..#.. ..#.. ..#.. ..#.."),
    ('8', RISE, ".###. #...# #...# .###. #...# #...# .###."),
    ('9', RISE, ".###. #...# #...# .#### ....# ....# .###."),
    ('/', RISE, "....# ....# ...#. ..#.. .#... #.... #...."),
    ('%', RISE, "##..# ##..# ...#. ..#.. .#... #..## #..##"),
    (',', 8, "..#.. ..#.. .#..."),
    ('·', 7, "..#.."),
];

/// Marks that stand right over the letter.
const SHAPES: &[(char, &str)] = &[('\u{302}', "..#.. .#.#."), ('\u{306}', ".#.#. ..#..")];

/// Tone marks, over the letter and whatever stands there.
const TONES: &[(char, &str)] = &[
    ('\u{300}', ".#... ..#.."),
    ('\u{301}', "...#. ..#.."),
    ('\u{303}', ".#..# #.##."),
    ('\u{309}', ".##.. ..#.."),
];

const HORN: char = '\u{31b}';
const DOT_BELOW: char = '\u{323}';

/// The dots of some words: column and row.
pub fn dots(words: &str) -> Vec<(usize, usize)> {
    let mut dots = Vec::new();
    let mut left = 0;
    for letter in words.chars() {
        let mut buffer = [0; 4];
        let parts: Vec<char> = NFD
            .normalize(letter.encode_utf8(&mut buffer))
            .chars()
            .collect();
        put_letter(&parts, left, &mut dots);
        left += STEP;
    }
    dots
}

/// In columns.
pub fn width(words: &str) -> usize {
    STEP * words.chars().count()
}

fn put_letter(parts: &[char], left: usize, dots: &mut Vec<(usize, usize)>) {
    let Some((first, marks)) = parts.split_first() else {
        return;
    };
    // A mark takes the place of the dot.
    let base = if *first == 'i' && !marks.is_empty() {
        'ı'
    } else {
        *first
    };
    if let Some((_, top, rows)) = LETTERS.iter().find(|(known, ..)| *known == base) {
        put_rows(rows, left, *top, dots);
    }
    let find = |table: &'static [(char, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| marks.contains(mark))
            .map(|(_, rows)| *rows)
    };
    let shape = find(SHAPES);
    if let Some(rows) = shape {
        put_rows(rows, left, BODY - 2, dots);
    }
    if let Some(rows) = find(TONES) {
        put_rows(rows, left, if shape.is_some() { 0 } else { BODY - 3 }, dots);
    }
    if marks.contains(&HORN) {
        dots.extend([(left + 5, BODY - 1), (left + 5, BODY)]);
    }
    if marks.contains(&DOT_BELOW) {
        dots.push((left + 2, BODY + 6));
    }
}

fn put_rows(rows: &str, left: usize, top: usize, dots: &mut Vec<(usize, usize)>) {
    for (row, line) in rows.split(' ').enumerate() {
        for (column, dot) in line.bytes().enumerate() {
            if dot == b'#' {
                dots.push((left + column, top + row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_seven_rows_or_less_of_five_dots() {
        for (letter, top, rows) in LETTERS {
            let lines: Vec<&str> = rows.split(' ').collect();
            assert!(lines.iter().all(|line| line.len() == 5), "{letter}");
            assert!(top + lines.len() <= 12, "{letter}");
        }
    }

    #[test]
    fn a_vietnamese_letter_has_all_its_marks() {
        let rows = |word: &str| {
            let mut rows: Vec<usize> = dots(word).into_iter().map(|(_, row)| row).collect();
            rows.sort_unstable();
            rows.dedup();
            rows
        };
        assert_eq!(rows("o"), [5, 6, 7, 8, 9]);
        assert_eq!(rows("ố"), [0, 1, 3, 4, 5, 6, 7, 8, 9]);
        assert!(dots("ư").contains(&(5, 4)));
        assert_eq!(width("từ"), 12);
    }
}
