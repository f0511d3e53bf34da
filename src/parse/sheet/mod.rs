//! A workbook (XLS, XLSX, XML of 2003) in, its sheets as paragraphs and tables out.
//!
//! In: the bytes of a compound file or a package. Out: the sheets people see, in their order: rows
//! with ruled cells as tables with spans, the letterhead, title and signature around them as
//! paragraphs; numbers and dates as they are stored, in the Vietnamese way of writing. Promise: cells
//! are kept as they come and never as a full grid, so a cell in the last column costs one cell;
//! everything is bounded by named limits. It does not calculate: a formula is the value last saved.
//!
//! Why not calamine (0.38): it tells no fonts, without which TCVN3 in a workbook is read by guess and
//! its capitals are lost, and it makes the full rectangle of an XLS sheet (two cells: 400 MB).

mod arrange;
mod cell;
mod flat;
mod format;
mod xls;
mod xlsx;

use super::flow::{Flow, Item, Para, Role};
use super::{Document, Limits, MediaType, layout};
use crate::text::Diagnostic;

use cell::Sheet;

/// Cells of all sheets. The largest annex we have seen (a price list) has 60,000.
const CELLS_MAX: usize = 1_000_000;

/// Sheets of one workbook that are read.
const SHEETS_MAX: usize = 500;

/// Rows and columns of a sheet since 2007; what claims to lie beyond is not a cell.
const ROWS_MAX: u32 = 1 << 20;
const COLUMNS_MAX: u32 = 1 << 14;

/// What a reader found in a workbook.
#[derive(Default)]
struct Workbook {
    sheets: Vec<Sheet>,
    /// Names of the streams or parts that places point into.
    parts: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn read_xls(bytes: &[u8], limits: &Limits) -> Document {
    finish(MediaType::Xls, xls::read(bytes, limits), limits)
}

pub(super) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Document {
    let found = match bytes.starts_with(b"PK") {
        true => xlsx::read(bytes, limits),
        false => flat::read(bytes, limits),
    };
    finish(MediaType::Xlsx, found, limits)
}

fn finish(media_type: MediaType, found: Result<Workbook, Diagnostic>, limits: &Limits) -> Document {
    let workbook = match found {
        Ok(workbook) => workbook,
        Err(broken) => return Document::unreadable(media_type, broken),
    };
    let named = workbook
        .sheets
        .iter()
        .filter(|sheet| !sheet.cells.is_empty())
        .count()
        > 1;
    let mut flow = Flow::default();
    for sheet in workbook.sheets {
        flow.items.extend(heading(&sheet).filter(|_| named));
        flow.items.extend(arrange::items(sheet));
    }
    let mut document = layout::lay_out(media_type, flow, limits);
    document.parts = workbook.parts;
    document.diagnostics.extend(workbook.diagnostics);
    document
}

/// The name on the tab of a sheet, where somebody gave it one: kept, and never read for meaning.
fn heading(sheet: &Sheet) -> Option<Item> {
    let lower = sheet.name.to_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    if sheet.cells.is_empty()
        || ["", "sheet", "trang tính", "trang_tính", "trangtính"].contains(&stem)
    {
        return None;
    }
    let mut para = Para::new(Role::Furniture);
    para.push_made(&sheet.name);
    Some(Item::Para(para))
}

fn cut_short() -> Diagnostic {
    Diagnostic::warning(
        "sheet_too_large",
        "Bảng tính có quá nhiều ô nên chỉ phần đầu được đọc.",
    )
    .with_hint("tách tệp thành nhiều bảng tính nhỏ hơn")
}
