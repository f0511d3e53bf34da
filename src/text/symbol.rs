//! The signs of the fonts that draw pictures in the places of letters: Symbol and Wingdings.
//!
//! Word stores such a sign as the place of its picture, U+F000 and the code in the font. "≥ 95 %" typed
//! by *Insert, Symbol* is U+F0B3, and a plan that loses it says "95 %".

/// What a letter of a font of pictures shows; `None` for an ornament. `font` may be empty if it is not
/// known: then only signs that Wingdings has no use for in their place are believed.
pub fn symbol(font: &str, code: u32) -> Option<&'static str> {
    let code = u8::try_from(code.checked_sub(0xF000).unwrap_or(code)).ok()?;
    match font.trim() {
        "" => sign(code),
        "Symbol" => letter(code).or_else(|| sign(code)),
        _ => None,
    }
}

/// Signs of Symbol that stand in running text. Their places in Wingdings are clock faces and curls,
/// which do not.
pub(super) fn sign(code: u8) -> Option<&'static str> {
    Some(match code {
        0xA3 => "≤",
        0xA5 => "∞",
        0xAE => "→",
        0xB0 => "°",
        0xB1 => "±",
        0xB3 => "≥",
        0xB4 => "×",
        0xB8 => "÷",
        0xB9 => "≠",
        0xBB => "≈",
        0xD6 => "√",
        0xDE => "⇒",
        0xE5 => "∑",
        _ => return None,
    })
}

/// The Greek letters of Symbol, and what it shares with ASCII.
fn letter(code: u8) -> Option<&'static str> {
    const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const PLAIN: &str = " !#%&()+,./0123456789:;<=>?[]_{|}";
    let nth = |letters: &'static str, at: u8| {
        let (start, letter) = letters.char_indices().nth(usize::from(at))?;
        letters.get(start..start + letter.len_utf8())
    };
    match code {
        b'A'..=b'Z' => nth(CAPITALS, code - b'A'),
        b'a'..=b'z' => nth(SMALL, code - b'a'),
        b'-' => Some("-"),
        b'*' => Some("∗"),
        0xB7 | 0xA8 | 0xA7 => Some("-"),
        plain => PLAIN
            .find(char::from(plain))
            .and_then(|at| PLAIN.get(at..=at)),
    }
}

#[cfg(test)]
mod tests {
    use super::symbol;

    #[test]
    fn signs_are_read_by_their_font_or_where_only_one_is_meant() {
        assert_eq!(symbol("Symbol", 0xF0B3), Some("≥"));
        assert_eq!(symbol("Symbol", 0x61), Some("α"));
        assert_eq!(symbol("Symbol", 0xF05D), Some("]"));
        assert_eq!(symbol("", 0xF0A3), Some("≤"));
        assert_eq!(symbol("", 0xF061), None);
        assert_eq!(symbol("Wingdings", 0xF0B3), None);
        assert_eq!(symbol("Symbol", u32::MAX), None);
    }
}
