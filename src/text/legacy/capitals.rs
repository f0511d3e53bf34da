//! Capitals in TCVN3, which has bytes for Ă Â Đ Ê Ô Ơ Ư and for no capital with a tone: "THµNH PHè"
//! is typed in a font that draws small letters large, or in capitals as far as there are any.

use super::Letter;

/// A font of capitals: every letter is one.
pub(super) fn draw_all(letters: &mut [Letter]) {
    letters.iter_mut().for_each(raise);
}

fn raise(letter: &mut Letter) {
    let mut upper = letter.char.to_uppercase();
    if let (Some(only), None) = (upper.next(), upper.next()) {
        letter.char = only;
    }
}

/// What the letters of a word that have their own capitals say of those that have none.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    /// Small letters, or nothing to go by.
    Small,
    /// All capitals but for the letters that have none: "THµNH", "¸N", "ñY".
    Capitals,
    /// One capital and then only letters that have none: "KÕ" is "Kế" or "KẾ".
    Open,
}

/// Makes capitals of toned letters inside words of capitals, and of "KÕ" beside such a word.
pub(super) fn follow_neighbors(letters: &mut [Letter]) {
    let words = words(letters);
    let cases: Vec<Case> = words
        .iter()
        .map(|word| case(&letters[word.clone()]))
        .collect();
    for (index, word) in words.iter().enumerate() {
        let is_capitals = |at: Option<usize>| {
            at.and_then(|at| cases.get(at))
                .is_some_and(|case| *case == Case::Capitals)
        };
        let raised = match cases[index] {
            Case::Capitals => true,
            Case::Open => is_capitals(index.checked_sub(1)) || is_capitals(Some(index + 1)),
            Case::Small => false,
        };
        if raised {
            letters[word.clone()].iter_mut().for_each(raise);
        }
    }
}

fn words(letters: &[Letter]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in letters.iter().enumerate() {
        match (letter.char.is_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found.extend(start.map(|from| from..letters.len()));
    found
}

/// "UBND" has no letter that could be raised: it says nothing of the words beside it.
fn case(word: &[Letter]) -> Case {
    let toneless = |letter: &&Letter| has_capital(letter.char);
    let capitals = word
        .iter()
        .filter(|letter| letter.char.is_uppercase())
        .count();
    let small = word.iter().filter(toneless).count() - capitals;
    if small > 0 || capitals == 0 || capitals == word.len() {
        return Case::Small;
    }
    let opens_with_capital = word.first().is_some_and(|first| first.char.is_uppercase());
    if capitals == 1 && opens_with_capital {
        Case::Open
    } else {
        Case::Capitals
    }
}

/// True for a letter that TCVN3 has in both cases.
fn has_capital(c: char) -> bool {
    c.is_ascii() || c.is_uppercase() || matches!(c, 'ă' | 'â' | 'đ' | 'ê' | 'ô' | 'ơ' | 'ư')
}
