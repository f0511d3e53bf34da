//! The order of a letterhead's quarters where nobody wrote it down: issuer, motto, number and subject,
//! place and date. So Nghị định 30/2020/NĐ-CP numbers them, and so a letterhead stands in the table of
//! two rows that makes it. A text layer has the order of its author instead.

use super::Sheet;
use super::line::Row;
use crate::text::fold;

/// The halves, cut in two each where both have a lower part: left and right above, left and right below.
pub(super) fn quarters(sheet: &Sheet, mut left: Vec<Row>, mut right: Vec<Row>) -> [Vec<Row>; 4] {
    let motto = right.iter().position(|row| is_motto(&text(sheet, row)));
    let number = left
        .iter()
        .skip(1)
        .position(|row| is_number_row(&text(sheet, row)));
    let (Some(motto), Some(number)) = (motto, number) else {
        return [left, right, Vec::new(), Vec::new()];
    };
    let lower_left = left.split_off(number + 1);
    let lower_right = right.split_off(motto + 1);
    [left, right, lower_left, lower_right]
}

fn text(sheet: &Sheet, row: &Row) -> String {
    let words = row.pieces.iter().map(|piece| piece.text(sheet.canvas));
    words.collect::<Vec<&str>>().join(" ")
}

/// Độc lập - Tự do - Hạnh phúc: its last words are read rightly more often than all of it.
fn is_motto(text: &str) -> bool {
    let folded = fold(text);
    folded.contains("hanh phuc") || folded.contains("doc lap")
}

/// `Số: 12/KH-UBND`, also where a stamp over it leaves only the symbol to be read: `b 'BCT-ATMT`.
fn is_number_row(text: &str) -> bool {
    let folded = fold(text);
    let begins = folded
        .strip_prefix("so")
        .is_some_and(|rest| rest.trim_start().starts_with([':', '.']));
    let has_symbol = text.split_whitespace().any(|word| {
        let sign = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .find(['/', '-']);
        sign.is_some() && word.chars().filter(|c| c.is_uppercase()).count() >= 3
    });
    begins || has_symbol || folded.starts_with("v/v")
}
