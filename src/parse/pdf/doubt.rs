//! What is said of pages that have no text of their own, or whose text was read from a picture.

use super::layout::PageLayout;
use super::scan::Outcome;
use super::{is_empty, is_riddle};
use crate::parse::{MediaType, ReadBy};
use crate::text::Diagnostic;

pub(super) fn diagnostics(
    media_type: MediaType,
    pages: &[PageLayout],
    scanned: &Outcome,
) -> Vec<Diagnostic> {
    let all = [
        without_anything(media_type, pages),
        without_text(pages),
        without_meaning(pages),
        scanned.is_missing.then(ocr_missing),
        read_by(pages, ReadBy::LegacyCharset),
        read_by(pages, ReadBy::GlyphOrder),
        read_by(pages, ReadBy::SecondReader),
        read(scanned),
        explained(scanned),
        doubtful(scanned),
        failed(scanned),
        crashed(scanned),
        cut(scanned),
    ];
    all.into_iter().flatten().collect()
}

/// A file of which no page was read is a failure: neither the text of its signatures nor a warning
/// about each page makes it a success.
fn without_anything(media_type: MediaType, pages: &[PageLayout]) -> Option<Diagnostic> {
    if pages.is_empty() {
        let diagnostic = Diagnostic::error("pdf_no_pages", "Tệp PDF không có trang nào.");
        return Some(diagnostic.with_hint("tải lại tệp hoặc xin bản khác từ nơi phát hành"));
    }
    if pages.iter().any(|page| 0 < page.letters) {
        return None;
    }
    let message = match (media_type, pages.iter().any(|page| !page.words.is_empty())) {
        (MediaType::Image, _) => "Không có chữ nào nhận dạng được trong ảnh.",
        (_, true) => "Tệp chỉ có chữ của chữ ký số và con dấu; nội dung các trang không đọc được.",
        (_, false) => "Không trang nào của tệp có chữ đọc được.",
    };
    let diagnostic = Diagnostic::error("no_text", message);
    Some(
        diagnostic
            .with_hint("mở tệp xem có nội dung không; nếu là ảnh quét thì cần nhận dạng chữ (OCR)"),
    )
}

/// Pages that show a picture and no text of their own; a signature text does not count.
fn without_text(pages: &[PageLayout]) -> Option<Diagnostic> {
    let numbers: Vec<u32> = pages
        .iter()
        .filter(|page| page.has_images && is_empty(page) && !is_riddle(page))
        .map(|page| page.number)
        .collect();
    if numbers.is_empty() {
        return None;
    }
    let message = format!(
        "Trang {} chỉ có ảnh hoặc nét vẽ, cần OCR.",
        ranges(&numbers)
    );
    Some(Diagnostic::warning("pdf_no_text", message))
}

/// Pages whose letters are drawn from fonts that do not say what they mean.
fn without_meaning(pages: &[PageLayout]) -> Option<Diagnostic> {
    let riddles = pages.iter().filter(|page| is_riddle(page));
    let numbers: Vec<u32> = riddles.map(|page| page.number).collect();
    if numbers.is_empty() {
        return None;
    }
    let message = format!(
        "Trang {} có chữ nhưng phông chữ thiếu bảng mã, cần OCR.",
        ranges(&numbers)
    );
    Some(Diagnostic::warning("pdf_unmapped_text", message))
}

/// Names the packages of Debian and Ubuntu, which is what a clerk's administrator installs.
pub(in crate::parse) fn ocr_missing() -> Diagnostic {
    Diagnostic::warning(
        "ocr_missing",
        "Có trang chỉ đọc được bằng nhận dạng chữ (OCR), nhưng máy chưa cài tesseract tiếng Việt.",
    )
    .with_hint("cài hai gói tesseract-ocr và tesseract-ocr-vie (apt install tesseract-ocr tesseract-ocr-vie) rồi đọc lại")
}

/// Pages that were read in another way than their fonts say.
fn read_by(pages: &[PageLayout], by: ReadBy) -> Option<Diagnostic> {
    let numbers: Vec<u32> = pages
        .iter()
        .filter(|page| page.kept.is_some_and(|kept| kept.by == by))
        .map(|page| page.number)
        .collect();
    if numbers.is_empty() {
        return None;
    }
    let of_pages = ranges(&numbers);
    Some(match by {
        ReadBy::SecondReader => Diagnostic::note(
            "pdf_second_reader",
            format!(
                "Chữ của trang {of_pages} không đọc được theo cách thường, đã đọc bằng bộ đọc PDF thứ hai."
            ),
        ),
        ReadBy::LegacyCharset => Diagnostic::note(
            "legacy_charset",
            format!("Chữ của trang {of_pages} gõ bằng phông chữ cũ, đã chuyển sang Unicode."),
        ),
        _ => Diagnostic::note(
            "pdf_map_recovered",
            format!(
                "Phông chữ của trang {of_pages} thiếu bảng mã; chữ được khôi phục theo thứ tự chữ của phông."
            ),
        ),
    })
}

fn read(scanned: &Outcome) -> Option<Diagnostic> {
    if scanned.read.is_empty() {
        return None;
    }
    let message = format!(
        "Chữ của trang {} được nhận dạng từ ảnh (OCR), độ tin cậy trung bình {:.0} %.",
        ranges(&scanned.read),
        scanned.confidence
    );
    Some(Diagnostic::note("ocr_read", message))
}

fn explained(scanned: &Outcome) -> Option<Diagnostic> {
    if scanned.explained.is_empty() {
        return None;
    }
    let message = format!(
        "Phông chữ của trang {} thiếu bảng mã; chữ được khôi phục bằng cách đối chiếu với ảnh trang.",
        ranges(&scanned.explained)
    );
    Some(Diagnostic::note("pdf_map_recovered", message))
}

fn doubtful(scanned: &Outcome) -> Option<Diagnostic> {
    if scanned.doubtful.is_empty() {
        return None;
    }
    let message = format!(
        "Trang {} nhận dạng chữ không chắc chắn, cần người kiểm tra lại.",
        ranges(&scanned.doubtful)
    );
    let diagnostic = Diagnostic::warning("ocr_doubtful", message);
    Some(diagnostic.with_hint("đối chiếu với bản gốc hoặc quét lại rõ hơn, từ 300 dpi"))
}

fn failed(scanned: &Outcome) -> Option<Diagnostic> {
    if scanned.failed.is_empty() {
        return None;
    }
    let message = format!(
        "Trang {} không nhận dạng được chữ: quá thời gian, quá bộ nhớ hoặc ảnh hỏng.",
        ranges(&scanned.failed)
    );
    let diagnostic = Diagnostic::warning("ocr_failed", message);
    Some(diagnostic.with_hint("quét lại trang đó hoặc tìm bản có chữ"))
}

fn crashed(scanned: &Outcome) -> Option<Diagnostic> {
    if scanned.crashed.is_empty() {
        return None;
    }
    let message = format!(
        "Trang {} chưa nhận dạng được chữ: chương trình vẽ trang dừng đột ngột hoặc quá giới hạn.",
        ranges(&scanned.crashed)
    );
    let diagnostic = Diagnostic::warning("page_reader_crashed", message);
    Some(diagnostic.with_hint("in tệp ra PDF mới rồi đọc lại, hoặc tăng limits.worker_mib_max và limits.worker_seconds_max"))
}

/// What the second reader was asked for in vain stays as the first one read it.
pub(super) fn second_crashed(numbers: &[u32]) -> Option<Diagnostic> {
    (!numbers.is_empty()).then(|| {
        let message = format!(
            "Bộ đọc PDF thứ hai dừng đột ngột hoặc quá giới hạn; chữ của trang {} giữ theo cách đọc thứ nhất.",
            ranges(numbers)
        );
        Diagnostic::warning("pdf_second_reader_crashed", message)
            .with_hint("in tệp ra PDF mới rồi đọc lại")
    })
}

fn cut(scanned: &Outcome) -> Option<Diagnostic> {
    scanned.is_cut.then(|| {
        let message = "Tệp có quá nhiều trang ảnh; phần vượt giới hạn chưa được nhận dạng chữ.";
        Diagnostic::warning("pdf_limit", message).with_hint("tách tệp thành nhiều phần rồi nạp lại")
    })
}

/// `1–3, 5`
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let written: Vec<String> = parts
        .into_iter()
        .map(|(first, last)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        })
        .collect();
    written.join(", ")
}
