//! Rows of the register in, a file that Excel opens rightly out.

use axum::http::StatusCode;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::pipeline::TaskRow;

use super::refusal::Refusal;
use super::words;

/// Excel takes a CSV for UTF-8 only if it begins with this.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// Letters of one cell; beyond, Excel refuses the whole file.
const CELL_CHARS_MAX: usize = 32_767;

/// Headings with the width of their column in letters.
const COLUMNS: &[(&str, u16)] = &[
    ("Số, ký hiệu", 18),
    ("Cơ quan ban hành", 28),
    ("Ngày ban hành", 13),
    ("Trích yếu", 40),
    ("Nhiệm vụ", 70),
    ("Chủ trì", 28),
    ("Phối hợp", 28),
    ("Thời hạn", 13),
    ("Thời hạn ghi trong văn bản", 24),
    ("Lặp lại", 14),
    ("Sản phẩm", 24),
    ("Tệp", 40),
    ("Mã văn bản", 20),
];

pub(super) fn csv(rows: &[TaskRow]) -> Result<Vec<u8>, Refusal> {
    let headings: Vec<&str> = COLUMNS.iter().map(|(title, _)| *title).collect();
    lines(&headings, rows.iter().map(cells))
}

/// Rows under their headings as Excel reads them.
pub(super) fn lines(
    headings: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Refusal> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(headings).map_err(unwritten)?;
    for cells in rows {
        let cells = cells.iter().map(|cell| inert(cell));
        writer.write_record(cells).map_err(unwritten)?;
    }
    writer.into_inner().map_err(unwritten)
}

pub(super) fn xlsx(rows: &[TaskRow]) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows).map_err(unwritten)?;
    book.save_to_buffer().map_err(unwritten)
}

/// Any rows as a workbook of one sheet; columns with their width in letters.
pub(super) fn workbook(
    name: &str,
    columns: &[(&str, u16)],
    rows: &[Vec<String>],
) -> Result<Vec<u8>, Refusal> {
    let mut book = Workbook::new();
    fill_sheet(book.add_worksheet(), name, columns, rows).map_err(unwritten)?;
    book.save_to_buffer().map_err(unwritten)
}

fn fill_sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[(&str, u16)],
    rows: &[Vec<String>],
) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(name)?;
    for (at, (title, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, f64::from(*width))?;
        sheet.write_string_with_format(0, at, *title, &heading)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(row) {
            let text: String = cell.chars().take(CELL_CHARS_MAX).collect();
            sheet.write_string_with_format(line, at, text, &body)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn fill(sheet: &mut Worksheet, rows: &[TaskRow]) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_text_wrap();
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name("Nhiệm vụ")?;
    for (at, (title, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(at, f64::from(*width))?;
        sheet.write_string_with_format(0, at, *title, &heading)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (at, cell) in (0..).zip(cells(row)) {
            let text: String = cell.chars().take(CELL_CHARS_MAX).collect();
            sheet.write_string_with_format(line, at, text, &body)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, last, (COLUMNS.len() - 1) as u16)?;
    Ok(())
}

fn cells(row: &TaskRow) -> Vec<String> {
    let (task, work) = (&row.task, &row.work);
    let deadline = task.deadline.as_ref();
    let said = |value: Option<&String>| value.cloned().unwrap_or_default();
    let day = |iso: Option<&String>| iso.map_or(String::new(), |iso| words::date(iso));
    let often = deadline.and_then(|deadline| deadline.recurrence.as_deref());
    vec![
        said(work.number.as_ref()),
        said(work.issuer.as_ref()),
        day(work.issued_on.as_ref()),
        said(work.title.as_ref()),
        task.text.clone(),
        task.owners.join("; "),
        task.coordinators.join("; "),
        day(deadline.and_then(|deadline| deadline.due.as_ref())),
        deadline.map_or(String::new(), |deadline| deadline.text.clone()),
        often.map_or(String::new(), |often| words::recurrence(often).to_owned()),
        said(task.product.as_ref()),
        said(work.file.as_ref()),
        work.id.0.clone(),
    ]
}

/// A cell that Excel would run as a formula gets the apostrophe that makes it text: the documents
/// are strangers'. (A workbook needs none: its cells are written as text.)
fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

fn unwritten(error: impl std::fmt::Display) -> Refusal {
    let message = format!("Không lập được bảng: {error}");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}
