//! What the first words of a line say: it begins something, or goes on with the line above.

use super::paragraph::Placed;

pub(super) fn begins_small(placed: Placed) -> bool {
    let first = placed.page.words_of(placed.line).first();
    let text = first.map_or("", |word| placed.page.word_text(word));
    text.chars().next().is_some_and(char::is_lowercase)
}

/// SỞ TƯ PHÁP under UBND TỈNH VĨNH LONG: the agency itself, however full the line over it is. A
/// comma after the word goes on with a name (BAN CHỈ ĐẠO ⏎ PHÒNG, CHỐNG THIÊN TAI).
pub(super) fn begins_agency(placed: Placed) -> bool {
    const HEADS: [&str; 8] = [
        "SỞ",
        "PHÒNG",
        "CHI CỤC",
        "CỤC",
        "VĂN PHÒNG",
        "TRUNG TÂM",
        "THANH TRA",
        "BAN",
    ];
    let words = placed.page.words_of(placed.line).iter();
    let texts: Vec<&str> = words
        .map(|word| placed.page.word_text(word))
        .take(2)
        .collect();
    let first = texts.first().copied().unwrap_or("");
    HEADS.contains(&first) || HEADS.contains(&texts.join(" ").as_str())
}

/// `Số: 21/KH-UBND`, `Số:21/KH-UBND`, `Số 21-KH/TU`.
pub(super) fn begins_number_row(placed: Placed) -> bool {
    let words = placed.page.words_of(placed.line).iter();
    let mut texts = words.map(|word| placed.page.word_text(word));
    let Some(rest) = texts.next().and_then(|text| text.strip_prefix("Số")) else {
        return false;
    };
    let next = if rest.is_empty() {
        texts.next().unwrap_or("")
    } else {
        rest
    };
    next.starts_with(|c: char| c == ':' || c.is_ascii_digit())
}

/// `-`, `+`, `•`, `a)`, `1.`, `1.2.`, `IV.`, `Điều 5`, `Chương I`, `Phụ lục`.
pub(super) fn begins_with_label(placed: Placed) -> bool {
    let mut words = placed
        .page
        .words_of(placed.line)
        .iter()
        .map(|word| placed.page.word_text(word));
    let Some(first) = words.next() else {
        return false;
    };
    let second = words.next().unwrap_or("");
    is_label(first, second) || (words.next().is_none() && is_named_label(first, second))
}

/// `Điều 5`, `Chương II`, `Mục 1a`.
fn is_named_label(first: &str, second: &str) -> bool {
    let name = matches!(
        first,
        "Điều" | "Chương" | "Mục" | "Phần" | "PHẦN" | "CHƯƠNG" | "MỤC"
    );
    let is_count = |c: char| c.is_ascii_digit() || "IVXabcdđ".contains(c);
    name && second.starts_with(|c: char| c.is_ascii_digit() || "IVX".contains(c))
        && second.chars().all(is_count)
}

fn is_label(first: &str, second: &str) -> bool {
    if matches!(
        first,
        "-" | "+" | "–" | "•" | "*" | "□" | "➢" | "✓" | "−" | "—"
    ) {
        return true;
    }
    // "Điều 5. Phạm vi" begins an article; "Điều 5 Nghị quyết" goes on with a citation.
    if let Some(count) = second.strip_suffix(['.', ':'])
        && is_named_label(first, count)
    {
        return true;
    }
    let bare = first.trim_end_matches(['.', ')', '/']);
    if bare.len() == first.len() || bare.is_empty() {
        return first.starts_with(['-', '+', '•'])
            && first.chars().nth(1).is_some_and(char::is_alphabetic);
    }
    let is_number = bare.split('.').all(|part| {
        !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_roman = bare.chars().all(|c| "IVX".contains(c));
    let is_letter = bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic);
    is_number || is_roman || is_letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_from_words() {
        for (first, second) in [
            ("-", "Sở"),
            ("1.", "Mục"),
            ("2.3.", ""),
            ("IV.", ""),
            ("a)", ""),
            ("đ)", ""),
            ("Điều", "5."),
            ("-Sở", ""),
        ] {
            assert!(is_label(first, second), "{first} {second}");
        }
        for (first, second) in [
            ("Điều", "kiện"),
            ("Điều", "17,"),
            ("Điều", "17"),
            ("2021", "của"),
            ("2021.", ""),
            ("UBND.", ""),
            ("và", ""),
        ] {
            assert!(!is_label(first, second), "{first} {second}");
        }
    }
}
