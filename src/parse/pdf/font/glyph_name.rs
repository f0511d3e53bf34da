//! Glyph names in, text out: `acircumflexacute` → ấ, `uni1EA5` → ấ, `f_i` → fi.
//!
//! The Adobe Glyph List spells Vietnamese letters as base letter and marks, so they are composed
//! rather than listed; only names that are not composed stand in a table.

/// What a glyph name stands for, by the rules of the Adobe Glyph List Specification.
pub(super) fn text(name: &str) -> Option<String> {
    let stem = name.split('.').next().unwrap_or_default();
    if stem.is_empty() {
        return None;
    }
    let parts: Option<Vec<String>> = stem.split('_').map(component).collect();
    parts.map(|parts| parts.concat())
}

fn component(name: &str) -> Option<String> {
    if let Some((_, text)) = NAMES.iter().find(|(listed, _)| *listed == name) {
        return Some((*text).to_owned());
    }
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_ascii_alphabetic()
    {
        return Some(letter.to_string());
    }
    by_code(name).or_else(|| composed(name))
}

/// `uni1EA51EBF`, `u1EA5`, and the `g65`, `cid65` of careless producers, which mean nothing.
fn by_code(name: &str) -> Option<String> {
    let is_hex = |digits: &str| {
        digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_lowercase())
    };
    if let Some(digits) = name.strip_prefix("uni")
        && digits.len().is_multiple_of(4)
        && !digits.is_empty()
        && is_hex(digits)
    {
        let units: Option<Vec<u16>> = (0..digits.len())
            .step_by(4)
            .map(|at| u16::from_str_radix(digits.get(at..at + 4)?, 16).ok())
            .collect();
        return String::from_utf16(&units?).ok();
    }
    let digits = name.strip_prefix('u')?;
    if !(4..=6).contains(&digits.len()) || !is_hex(digits) {
        return None;
    }
    let code = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(code).map(String::from)
}

/// A base letter followed by the names of its marks. The result may be decomposed: cleaning
/// normalises it.
fn composed(name: &str) -> Option<String> {
    let base = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let mut rest = &name[1..];
    let mut text = String::from(base);
    while !rest.is_empty() {
        let (mark_name, mark) = MARKS
            .iter()
            .find(|(mark_name, _)| rest.starts_with(mark_name))?;
        text.push(*mark);
        rest = &rest[mark_name.len()..];
    }
    Some(text)
}

/// Names of marks, a name before its own beginning.
const MARKS: &[(&str, char)] = &[
    ("circumflex", '\u{302}'),
    ("breve", '\u{306}'),
    ("horn", '\u{31b}'),
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("hookabove", '\u{309}'),
    ("hook", '\u{309}'),
    ("tilde", '\u{303}'),
    ("dotbelow", '\u{323}'),
    ("dieresis", '\u{308}'),
    ("caron", '\u{30c}'),
    ("cedilla", '\u{327}'),
    ("macron", '\u{304}'),
    ("ring", '\u{30a}'),
];

#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("space", " "), ("nbspace", "\u{a0}"), ("exclam", "!"), ("quotedbl", "\""), ("numbersign", "#"),
    ("dollar", "$"), ("percent", "%"), ("ampersand", "&"), ("quotesingle", "'"), ("parenleft", "("),
    ("parenright", ")"), ("asterisk", "*"), ("plus", "+"), ("comma", ","), ("hyphen", "-"),
    ("sfthyphen", "-"), ("minus", "−"), ("period", "."), ("slash", "/"), ("zero", "0"), ("one", "1"),
    ("two", "2"), ("three", "3"), ("four", "4"), ("five", "5"), ("six", "6"), ("seven", "7"),
    ("eight", "8"), ("nine", "9"), ("colon", ":"), ("semicolon", ";"), ("less", "<"), ("equal", "="),
    ("greater", ">"), ("question", "?"), ("at", "@"), ("bracketleft", "["), ("backslash", "\\"),
    ("bracketright", "]"), ("asciicircum", "^"), ("underscore", "_"), ("grave", "`"),
    ("braceleft", "{"), ("bar", "|"), ("braceright", "}"), ("asciitilde", "~"), ("Dcroat", "Đ"),
    ("dcroat", "đ"), ("Dslash", "Đ"), ("dslash", "đ"), ("Dbar", "Đ"), ("dbar", "đ"),
    ("dmacron", "đ"), ("Dmacron", "Đ"), ("Eth", "Ð"), ("eth", "ð"), ("dong", "₫"),
    ("gravecomb", "\u{300}"), ("acutecomb", "\u{301}"), ("tildecomb", "\u{303}"),
    ("hookabovecomb", "\u{309}"), ("dotbelowcomb", "\u{323}"), ("quoteleft", "‘"),
    ("quoteright", "’"), ("quotedblleft", "“"), ("quotedblright", "”"), ("quotesinglbase", "‚"),
    ("quotedblbase", "„"), ("guillemotleft", "«"), ("guillemotright", "»"), ("guilsinglleft", "‹"),
    ("guilsinglright", "›"), ("endash", "–"), ("emdash", "—"), ("bullet", "•"), ("ellipsis", "…"),
    ("periodcentered", "·"), ("middot", "·"), ("degree", "°"), ("plusminus", "±"),
    ("multiply", "×"), ("divide", "÷"), ("section", "§"), ("paragraph", "¶"), ("copyright", "©"),
    ("registered", "®"), ("trademark", "™"), ("cent", "¢"), ("sterling", "£"), ("yen", "¥"),
    ("Euro", "€"), ("currency", "¤"), ("ordfeminine", "ª"), ("ordmasculine", "º"), ("mu", "µ"),
    ("onesuperior", "¹"), ("twosuperior", "²"), ("threesuperior", "³"), ("onehalf", "½"),
    ("onequarter", "¼"), ("threequarters", "¾"), ("fraction", "⁄"), ("dagger", "†"),
    ("daggerdbl", "‡"), ("perthousand", "‰"), ("lessequal", "≤"), ("greaterequal", "≥"),
    ("notequal", "≠"), ("approxequal", "≈"), ("infinity", "∞"), ("summation", "∑"),
    ("arrowright", "→"), ("arrowleft", "←"), ("checkmark", "✓"), ("fi", "fi"), ("fl", "fl"),
    ("ff", "ff"), ("ffi", "ffi"), ("ffl", "ffl"), ("AE", "Æ"), ("ae", "æ"), ("OE", "Œ"),
    ("oe", "œ"), ("germandbls", "ß"), ("dotlessi", "ı"), ("Oslash", "Ø"), ("oslash", "ø"),
    ("acute", "´"), ("circumflex", "ˆ"), ("tilde", "˜"), ("dieresis", "¨"), ("breve", "˘"),
    ("macron", "¯"), ("ring", "˚"), ("cedilla", "¸"), ("caron", "ˇ"), ("brokenbar", "¦"),
    ("logicalnot", "¬"), ("exclamdown", "¡"), ("questiondown", "¿"), ("Omega", "Ω"), ("pi", "π"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(text(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn vietnamese_letters_are_composed_from_their_names() {
        check("acircumflexacute", Some("a\u{302}\u{301}"));
        check("Uhornhookabove", Some("U\u{31b}\u{309}"));
        check("ydotbelow", Some("y\u{323}"));
        check("dcroat", Some("đ"));
    }

    #[test]
    fn names_may_be_codes_suffixed_or_joined() {
        check("uni1EA5", Some("ấ"));
        check("u1EA5", Some("ấ"));
        check("uni00610062", Some("ab"));
        check("a.sc", Some("a"));
        check("f_i", Some("fi"));
        check("seven", Some("7"));
    }

    #[test]
    fn names_without_meaning_have_none() {
        for name in ["", ".notdef", "g65", "cid0041", "uniXYZW", "afoo", "é"] {
            check(name, None);
        }
    }
}
