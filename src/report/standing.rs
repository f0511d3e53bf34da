//! What became of a work, in a sentence: stated by somebody, never as legal truth.

use super::table::{Cell, day};
use crate::link::{Standing, Statement};

/// "Theo 410/QĐ-UBND ngày 10/04/2024: đã bị bãi bỏ", in Vietnamese and English.
pub fn stated(said: &Statement) -> [String; 2] {
    let on = said.on.as_deref().map(|on| match day(Some(on)) {
        Cell::Text(day) => day,
        Cell::Word(vi, _) => vi.to_owned(),
    });
    let (vi, en) = match said.standing {
        Standing::Amended => ("được sửa đổi, bổ sung", "amended"),
        Standing::Replaced => ("được thay thế", "replaced"),
        Standing::Repealed => ("bị bãi bỏ", "repealed"),
    };
    let by = said.by.as_deref();
    let on_vi = on
        .as_ref()
        .map_or(String::new(), |on| format!(" ngày {on}"));
    let on_en = on.map_or(String::new(), |on| format!(" of {on}"));
    [
        format!(
            "Theo {}{on_vi}: {vi}",
            by.unwrap_or("một văn bản không ghi số")
        ),
        format!(
            "According to {}{on_en}: {en}",
            by.unwrap_or("a document without a number")
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_says_so_is_named() {
        let said = Statement {
            on: Some("2024-04-10".into()),
            standing: Standing::Repealed,
            by: Some("410/QĐ-UBND".into()),
            capture: None,
        };
        let [vi, en] = stated(&said);
        assert_eq!(vi, "Theo 410/QĐ-UBND ngày 10/04/2024: bị bãi bỏ");
        assert_eq!(en, "According to 410/QĐ-UBND of 10/04/2024: repealed");
    }
}
