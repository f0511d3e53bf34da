//! Numerals that a word processor or a browser counts for the reader: they are on the page, not in the file.

/// `1` → `a`, `27` → `aa`.
pub(super) fn letters(count: u32) -> String {
    let repeat = (count.max(1) - 1) / 26 + 1;
    let letter = char::from(b'a' + ((count.max(1) - 1) % 26) as u8);
    std::iter::repeat_n(letter, (repeat as usize).min(8)).collect()
}

/// `4` → `IV`; 3,999 and more as digits.
pub(super) fn roman(count: u32) -> String {
    const NUMERALS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=3_999).contains(&count) {
        return count.to_string();
    }
    let mut rest = count;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}
