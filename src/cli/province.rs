//! The name of a province as typed in; the same or a refusal that names those it may have been out.
//!
//! A name nobody knows would be kept and believed: every "UBND tỉnh" of the files would stay unplaced,
//! and nobody would see why.

use kehoach::authority::Authority;
use kehoach::text::fold;

/// Names offered instead.
const OFFERED: usize = 3;

/// A province by any name it ever had, as typed.
pub fn known(typed: &str) -> Result<String, String> {
    let authority = Authority::bundled();
    let is_known = authority.province(typed).is_some() || authority.province_in(typed).is_some();
    match is_known {
        true => Ok(typed.trim().to_owned()),
        false => Err(nearest(typed, authority).join(", ")),
    }
}

/// The names that take the fewest changes.
fn nearest(typed: &str, authority: &Authority) -> Vec<String> {
    let typed = fold(typed.trim());
    let mut names: Vec<(usize, &str)> = authority
        .provinces()
        .iter()
        .map(|province| (distance(&typed, &fold(&province.name)), &*province.name))
        .collect();
    names.sort();
    names
        .into_iter()
        .take(OFFERED)
        .map(|(_, name)| name.to_owned())
        .collect()
}

/// Letters to add, drop or change to make one of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut corner = row[0];
        row[0] = above + 1;
        for (at, letter_of_other) in other.iter().enumerate() {
            let change = corner + usize::from(letter != *letter_of_other);
            corner = row[at + 1];
            row[at + 1] = change.min(corner + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_is_known_by_its_names_and_a_slip_is_answered_with_the_nearest() {
        for name in [
            "Hưng Yên",
            "hung yen",
            "tỉnh Thái Bình",
            "TP. Hồ Chí Minh",
            "Huế",
        ] {
            assert!(known(name).is_ok(), "{name}");
        }
        let offered = known("Hưng Yê").expect_err("unknown");
        assert!(offered.starts_with("Hưng Yên"), "{offered}");
        assert!(known("Xyz").is_err() && known("").is_err());
    }
}
