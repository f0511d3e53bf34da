//! "293-KH.signed.pdf" names its document where nothing in it does.

use super::Reader;
use crate::text::{Number, fold};

pub(super) fn read(reader: &mut Reader) {
    let path = reader.context.file.rsplit(['/', '\\']);
    let file = path.into_iter().next().unwrap_or_default();
    let Some(number) = Number::from_file_name(own_part(file)) else {
        return;
    };
    if number.serial.is_some() && number.symbol.contains('-') && !reader.is_page() {
        reader.offer("number", "file_name", None, Some(number.to_string()));
    }
}

/// "Du thao Dieu le sua doi theo ND 126 CP.doc": up to what the file name says that the document changes or carries out.
fn own_part(file: &str) -> &str {
    const OTHERS: [&str; 6] = [
        " sua doi ",
        " bo sung ",
        " thuc hien ",
        " trien khai ",
        " huong dan ",
        " theo ",
    ];
    // Offsets of the folded form hold only where no letter has a mark.
    if !file.is_ascii() || file.len() < OTHERS[5].len() {
        return file;
    }
    let folded = fold(file).replace(['_', '-', '.'], " ");
    let other = OTHERS.iter().filter_map(|other| folded.find(other)).min();
    &file[..other
        .filter(|_| folded.len() == file.len())
        .unwrap_or(file.len())]
}
