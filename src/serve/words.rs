//! Codes and values of the library as people read them.

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::{self, TimeZone};

use crate::authority::Authority;
use crate::extract::{Deadline, Relation};
use crate::pipeline::Brief;

use super::address;

/// `2021-02-02` → `02/02/2021`; a month or a year alone stays what it is.
pub(super) fn date(iso: &str) -> String {
    let parts: Vec<&str> = iso.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        [year, month] => format!("{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// A moment on Vietnam's clocks, which know no summer time.
pub(super) fn moment(time: SystemTime) -> String {
    let Ok(timestamp) = Timestamp::try_from(time) else {
        return String::new();
    };
    timestamp
        .to_zoned(TimeZone::fixed(tz::offset(7)))
        .strftime("%d/%m/%Y %H:%M")
        .to_string()
}

/// `1234567` → `1.234.567`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if 0 < at && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1536` → `1,5 KB`.
pub(super) fn bytes(bytes: u64) -> String {
    let units = ["KB", "MB", "GB", "TB"];
    if bytes < 1024 {
        return format!("{bytes} byte");
    }
    let mut size = bytes as f64 / 1024.0;
    let mut unit = 0;
    while 1024.0 <= size && unit + 1 < units.len() {
        size /= 1024.0;
        unit += 1;
    }
    format!("{size:.1} {}", units[unit]).replace('.', ",")
}

/// `KH` → `Kế hoạch`.
pub(super) fn doc_type(code: &str) -> String {
    match Authority::bundled().doc_type(code) {
        Some(known) => known.name.clone(),
        None => code.to_owned(),
    }
}

pub(super) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::LegalBasis => "căn cứ",
        Relation::Implements => "thực hiện",
        Relation::Amends => "sửa đổi, bổ sung",
        Relation::Replaces => "thay thế",
        Relation::Repeals => "bãi bỏ",
        Relation::IssuedBy => "ban hành kèm theo",
        Relation::ProposedBy => "theo đề nghị",
        Relation::Mention => "nhắc đến",
        Relation::Itself => "chính văn bản này",
    }
}

/// The four ends of a citation, and none yet.
pub(super) fn verdict(verdict: Option<&str>) -> &'static str {
    match verdict {
        Some("linked") => "đã nối",
        Some("ambiguous") => "chưa rõ văn bản nào",
        Some("unmatched") => "chưa có trong kho",
        Some("withheld") => "chưa kết luận",
        _ => "chưa nối",
    }
}

pub(super) fn role(role: &str) -> &str {
    match role {
        "signed_pdf" => "PDF ký số",
        "pdf" => "PDF",
        "scan" => "bản quét",
        "word" => "Word",
        "text" => "văn bản thuần",
        "page" => "trang cổng thông tin",
        "news" => "tin bài",
        "draft" => "dự thảo",
        "other" => "khác",
        other => other,
    }
}

/// How words were had, where they are not simply those of the file.
pub(super) fn text_source(source: Option<&str>) -> &'static str {
    match source {
        Some("ocr") => "Chữ nhận dạng từ ảnh (OCR): hãy đối chiếu với bản gốc.",
        Some("repaired") => "Chữ đã được sửa bảng mã hỏng.",
        Some("legacy_charset") => "Chữ đổi từ bảng mã cũ (TCVN3, VNI).",
        _ => "",
    }
}

pub(super) fn level(level: &str) -> &str {
    match level {
        "central" => "Trung ương",
        "ministry" => "Bộ, ngành",
        "province" => "Cấp tỉnh",
        "department" => "Sở, ngành",
        "district" => "Cấp huyện",
        "commune" => "Cấp xã",
        "unit" => "Đơn vị",
        other => other,
    }
}

/// Where a value of the identity was read.
pub(super) fn source(source: &str) -> &str {
    match source {
        "letterhead" => "phần đầu văn bản",
        "signature_stamp" => "dấu ký số",
        "title_block" => "tên loại và trích yếu",
        "lead_sentence" => "câu mở đầu",
        "source_line" => "dòng nguồn",
        "label" => "nhãn trên trang",
        "headline" => "tiêu đề trang",
        "file_name" => "tên tệp",
        "context" => "nơi lấy tệp",
        "signature_block" => "phần ký",
        other => other,
    }
}

/// What was doubted, as a heading; the message says the rest.
pub(super) fn anomaly(code: &str) -> &str {
    match code {
        "date_after_document" => "Viện dẫn văn bản ban hành sau",
        "date_disagrees" => "Ngày không thống nhất",
        "date_impossible" => "Ngày không có trên lịch",
        "type_mismatch" => "Sai tên loại văn bản",
        "symbol_issuer_mismatch" => "Ký hiệu không khớp cơ quan ban hành",
        "number_unfilled" => "Số để trống",
        "date_unfilled" => "Ngày để trống",
        "issuer_abolished" => "Cơ quan ban hành đã giải thể",
        "addressee_abolished" => "Nơi nhận đã giải thể",
        "cites_replaced" => "Viện dẫn văn bản đã bị thay thế",
        "cites_repealed" => "Viện dẫn văn bản đã bị bãi bỏ",
        "deadline_before_issue" => "Thời hạn trước ngày ban hành",
        "correction_without_place" => "Đính chính không còn chỗ",
        other => other,
    }
}

pub(super) fn recurrence(recurrence: &str) -> &str {
    match recurrence {
        "weekly" => "hằng tuần",
        "monthly" => "hằng tháng",
        "quarterly" => "hằng quý",
        "half-yearly" => "sáu tháng một lần",
        "yearly" => "hằng năm",
        other => other,
    }
}

pub(super) fn stage(stage: &str) -> &str {
    match stage {
        "store" => "ghi bản thu",
        "link" => "nối kết",
        "index" => "lập chỉ mục",
        "remove" => "gỡ bản thu",
        "restore" => "đưa bản thu trở lại",
        other => other,
    }
}

/// The days a deadline makes, shortest form first: "20/12/2021", "từ 01/06/2021 đến 30/06/2021".
pub(super) fn deadline(deadline: &Deadline) -> String {
    let known = |iso: &Option<String>| iso.as_deref().map(date);
    let days = match (
        known(&deadline.due),
        known(&deadline.from),
        known(&deadline.to),
    ) {
        (Some(due), _, _) => due,
        (None, Some(from), Some(to)) => format!("từ {from} đến {to}"),
        (None, Some(from), None) => format!("từ {from}"),
        (None, None, Some(to)) => format!("đến {to}"),
        (None, None, None) if deadline.continuous => "thường xuyên".to_owned(),
        (None, None, None) => String::new(),
    };
    match deadline.recurrence.as_deref().map(recurrence) {
        Some(often) if days.is_empty() => often.to_owned(),
        Some(often) => format!("{days}, {often}"),
        None => days,
    }
}

/// A work as one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WorkLink {
    pub href: String,
    /// The number, or what else it is called by.
    pub name: String,
    /// "ngày 02/02/2021, UBND tỉnh Hưng Yên".
    pub about: String,
    pub title: String,
    pub stub: bool,
}

impl WorkLink {
    pub fn new(work: &Brief) -> WorkLink {
        let title = work.title.clone().unwrap_or_default();
        let (name, title) = match &work.number {
            Some(number) => (number.clone(), title),
            None if title.is_empty() => ("Văn bản không ghi số".to_owned(), title),
            None => (title, String::new()),
        };
        WorkLink {
            href: address::work(&work.id),
            name,
            about: issued(work.issued_on.as_deref(), work.issuer.as_deref()),
            title,
            stub: work.stub,
        }
    }
}

/// "ngày 02/02/2021, UBND tỉnh Hưng Yên", of what is known.
pub(super) fn issued(on: Option<&str>, by: Option<&str>) -> String {
    let on = on.map(|date_of| match date_of.len() {
        10 => format!("ngày {}", date(date_of)),
        7 => format!("tháng {}", date(date_of)),
        _ => format!("năm {date_of}"),
    });
    let known: Vec<String> = on.into_iter().chain(by.map(str::to_owned)).collect();
    known.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_in_vietnam() {
        assert_eq!(date("2021-02-02"), "02/02/2021");
        assert_eq!(date("2021-06"), "06/2021");
        assert_eq!(date("2021"), "2021");
        assert_eq!(
            issued(Some("2021-06"), Some("UBND tỉnh")),
            "tháng 06/2021, UBND tỉnh"
        );
    }

    #[test]
    fn numbers_are_grouped_by_dots() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1.234.567");
        assert_eq!(bytes(1536), "1,5 KB");
        assert_eq!(bytes(90 << 20), "90,0 MB");
    }

    #[test]
    fn a_moment_is_told_by_vietnam_s_clocks() {
        assert_eq!(moment(SystemTime::UNIX_EPOCH), "01/01/1970 07:00");
    }
}
