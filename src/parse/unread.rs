//! What is said of a file that no reader reads: one sentence that tells a clerk what to do.

use super::pdf::Unseen;
use super::{Limits, MediaType};
use crate::text::Diagnostic;

pub(super) fn empty() -> Diagnostic {
    Diagnostic::error("empty_file", "Tệp rỗng, không có nội dung.")
        .with_hint("tải lại tệp từ nơi gửi")
}

pub(super) fn too_large(limits: &Limits) -> Diagnostic {
    let megabytes = limits.bytes_max >> 20;
    Diagnostic::error(
        "file_too_large",
        format!("Tệp lớn hơn {megabytes} MB nên không được đọc."),
    )
    .with_hint("tách tệp thành nhiều phần nhỏ hơn")
}

pub(super) fn reader_panicked(media_type: MediaType) -> Diagnostic {
    let message = format!(
        "Tệp {} bị hỏng đến mức bộ đọc dừng giữa chừng.",
        name_of(media_type)
    );
    Diagnostic::error("reader_panicked", message).with_hint("mở tệp bằng phần mềm gốc rồi lưu lại")
}

pub(super) fn format_not_read(media_type: MediaType, bytes: &[u8]) -> Diagnostic {
    let (name, hint) = match media_type {
        MediaType::Doc => (
            "Word đời cũ (.doc)",
            "mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx hoặc PDF",
        ),
        MediaType::Rtf => (
            "RTF",
            "mở bằng Word hoặc LibreOffice rồi lưu lại thành .docx hoặc PDF",
        ),
        MediaType::Odt => ("OpenDocument (.odt)", "lưu lại thành .docx hoặc PDF"),
        MediaType::Xlsx | MediaType::Xls => (
            "bảng tính Excel",
            "lưu lại thành PDF hoặc chép bảng sang .docx",
        ),
        MediaType::Zip => ("nén ZIP", "giải nén rồi nạp từng tệp bên trong"),
        MediaType::Rar => ("nén RAR", ARCHIVE_HINT),
        MediaType::SevenZip => ("nén 7z", ARCHIVE_HINT),
        MediaType::Image => (
            "ảnh",
            "nhận dạng chữ (OCR) rồi lưu thành PDF có chữ, hoặc gõ lại thành .docx",
        ),
        MediaType::Pdf => ("PDF", "thử lại với phiên bản đọc được PDF"),
        MediaType::Unknown if bytes.starts_with(b"PK") => (
            "trình chiếu, bản vẽ hoặc gói dữ liệu",
            "lưu lại thành PDF rồi nạp bản PDF",
        ),
        MediaType::Unknown if bytes.starts_with(b"\xd0\xcf\x11\xe0") => (
            "Office có mật khẩu hoặc không phải văn bản",
            "gỡ mật khẩu, lưu lại thành .docx hoặc PDF",
        ),
        MediaType::Html | MediaType::Text | MediaType::Docx | MediaType::Unknown => (
            "không rõ định dạng",
            "kiểm tra xem tệp có tải đủ không, rồi lưu lại thành .docx hoặc PDF",
        ),
    };
    let code = match media_type {
        MediaType::Rar | MediaType::SevenZip => "archive_not_unpacked",
        _ => "format_not_read",
    };
    Diagnostic::error(code, format!("Tệp {name} chưa đọc được.")).with_hint(hint)
}

/// The archive is kept; its members are not seen.
const ARCHIVE_HINT: &str =
    "giải nén bằng 7-Zip hoặc WinRAR rồi nạp thư mục, hoặc nén lại thành ZIP";

/// A picture without text is a file that could not be read.
pub(super) fn unseen(reason: Unseen) -> Diagnostic {
    let (code, message, hint) = match reason {
        Unseen::NotAsked => (
            "format_not_read",
            "Tệp ảnh không được đọc vì nhận dạng chữ (OCR) đang tắt.",
            "chạy lại với --ocr auto",
        ),
        Unseen::Missing => (
            "ocr_missing",
            "Tệp ảnh cần nhận dạng chữ (OCR), nhưng máy chưa cài tesseract tiếng Việt.",
            "cài hai gói tesseract-ocr và tesseract-ocr-vie rồi đọc lại",
        ),
        Unseen::Damaged => (
            "image_damaged",
            "Tệp ảnh bị hỏng, quá lớn hoặc không phải JPEG, PNG, TIFF.",
            "lưu lại thành PNG hoặc JPEG rồi nạp lại",
        ),
        Unseen::Failed => (
            "ocr_failed",
            "Không nhận dạng được chữ trong ảnh: quá thời gian hoặc quá bộ nhớ.",
            "thu nhỏ ảnh hoặc quét lại ở 300 dpi",
        ),
    };
    Diagnostic::error(code, message).with_hint(hint)
}

fn name_of(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Html => "HTML",
        MediaType::Text => "văn bản thuần",
        MediaType::Pdf => "PDF",
        MediaType::Docx => "Word (.docx)",
        MediaType::Doc => "Word (.doc)",
        MediaType::Rtf => "RTF",
        MediaType::Odt => "ODT",
        MediaType::Xlsx | MediaType::Xls => "Excel",
        MediaType::Zip => "ZIP",
        MediaType::Rar => "RAR",
        MediaType::SevenZip => "7z",
        MediaType::Image => "ảnh",
        MediaType::Unknown => "này",
    }
}
