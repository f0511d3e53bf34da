//! Rows of the register, or of any report, in; the bytes of a file that Excel opens out.

use std::io;

use axum::http::StatusCode;

use crate::pipeline::TaskRow;
use crate::report::sheet::{self, Book, Column, Put};

use super::refusal::Refusal;
use super::words;

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
    lines(COLUMNS, rows.iter().map(cells))
}

pub(super) fn xlsx(rows: &[TaskRow]) -> Result<Vec<u8>, Refusal> {
    workbook("Nhiệm vụ", COLUMNS, rows.iter().map(cells))
}

/// Any rows under their headings; columns with their width in letters.
pub(super) fn lines(
    columns: &[(&str, u16)],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    sheet::csv(&named(columns), &mut bytes, put_all(rows)).map_err(unwritten)?;
    Ok(bytes)
}

/// The same as a workbook of one sheet.
pub(super) fn workbook(
    name: &str,
    columns: &[(&str, u16)],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, Refusal> {
    let mut book = Book::default();
    book.add(name, &named(columns), put_all(rows))
        .map_err(unwritten)?;
    book.bytes().map_err(unwritten)
}

fn named(columns: &[(&str, u16)]) -> Vec<Column> {
    let named = columns.iter().map(|(title, width)| Column {
        title: (*title).to_owned(),
        width: *width,
    });
    named.collect()
}

fn put_all(
    mut rows: impl Iterator<Item = Vec<String>>,
) -> impl FnOnce(Put<'_, io::Error>) -> io::Result<()> {
    move |put| rows.try_for_each(|row| put(&row))
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

fn unwritten(error: io::Error) -> Refusal {
    let message = format!("Không lập được bảng: {error}");
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, message)
}
