//! What a scan shows and OCR cannot read: the day a clerk wrote by hand into "ngày … tháng … năm 2026".
//!
//! It is never guessed. What can be read is kept (the year); the time of the electronic signature on
//! the same page gives the day only where it falls in the year that is read: the date line says that
//! there is a date, the signature alone never does.

use super::Reader;
use super::letterhead::Letterhead;
use crate::parse::{BlockKind, TextSource};
use crate::text::{Diagnostic, Place, Span, fold};

/// Letters between "ngày" and "năm": the word "tháng" and two numbers, however they were read.
const BETWEEN_MAX: usize = 24;

/// "Hà Nội, ngày0) thángh năm 2026": `written` is what follows the comma.
pub(super) fn date(
    reader: &mut Reader,
    at: usize,
    place: Span,
    written: Span,
    head: &mut Letterhead,
) {
    let is_read = reader.document.quality.source == TextSource::Ocr;
    let Some(year) = year(reader.written(written)).filter(|_| is_read) else {
        return;
    };
    let name = reader.written(place).trim();
    if !name.starts_with(char::is_uppercase) || 60 < name.len() {
        return;
    }
    let name = name.to_owned();
    head.date_at = Some(at);
    head.illegible = Some(written);
    reader.offer("place", "letterhead", Some(place), Some(name));
    if let Some((span, day)) = signing_day(reader).filter(|(_, day)| day.starts_with(&year)) {
        reader.offer("issued_on", "signature_stamp", Some(span), Some(day));
    }
    reader.offer("issued_on", "letterhead", Some(written), Some(year));
}

pub(super) fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic::warning(
        "date_illegible",
        "Ngày ban hành viết tay hoặc mờ nên không đọc được từ ảnh; hãy đối chiếu với bản gốc.",
    )
    .at(span)
}

/// The year of a date line whose day or month is no number.
fn year(written: &str) -> Option<String> {
    let folded = fold(written.trim_end().trim_end_matches(['.', ',']));
    // The hand runs into the words beside it: "tháng #hăm 2022".
    let (before, year) = folded.strip_prefix("ngay")?.rsplit_once(' ')?;
    let is_date = before.contains("thang") || before.ends_with("nam");
    let before = before.trim_end_matches("nam");
    let is_year = year.len() == 4 && year.starts_with(['1', '2']) && year.parse::<u16>().is_ok();
    let is_line = before.len() <= BETWEEN_MAX;
    let is_unfilled = before
        .replace("thang", "")
        .chars()
        .all(|c| c.is_whitespace() || ".…_/".contains(c));
    (is_date && is_year && is_line && !is_unfilled).then(|| year.to_owned())
}

/// The day of the electronic signatures shown on the pages, if all of them have the same.
fn signing_day(reader: &Reader) -> Option<(Span, String)> {
    let blocks = reader.document.blocks.iter();
    let signatures = blocks.filter(|block| block.kind == BlockKind::Furniture);
    let mut days = signatures.filter_map(|block| {
        let mut places = reader.document.text.places(block.span);
        let is_stamp = places.any(|place| matches!(place, Place::Page { stamp: true, .. }));
        let text = reader.written(block.span);
        let day = is_stamp.then(|| day_of_signing(text)).flatten()?;
        Some((block.span, day))
    });
    let first = days.next()?;
    days.all(|(_, day)| day == first.1).then_some(first)
}

/// "Thời gian ký: 02.04.2026 14:24:26 +07:00" as 2026-04-02.
fn day_of_signing(text: &str) -> Option<String> {
    let folded = fold(text);
    let cue = ["thoi gian ky", "ngay ky", "signing time"]
        .iter()
        .find_map(|cue| folded.find(cue).map(|at| at + cue.len()))?;
    let after = folded[cue..].trim_start_matches([':', ' ']);
    let day = after.split_whitespace().next()?;
    let parts: Vec<&str> = day.split(['.', '/', '-']).collect();
    let [day, month, year] = parts.try_into().ok()?;
    let date = format!("{year:0>4}-{month:0>2}-{day:0>2}");
    date.parse::<jiff::civil::Date>().is_ok().then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_date_written_by_hand_is_read() {
        assert_eq!(year("ngày0) thángh năm 2026").as_deref(), Some("2026"));
        assert_eq!(year("ngày  tháng 4 năm 2026").as_deref(), Some("2026"));
        assert_eq!(year("ngày tháng #hăm 2022").as_deref(), Some("2022"));
        assert_eq!(year("ngày càng tăng so với 2022"), None);
    }

    #[test]
    fn a_blank_is_not_illegible() {
        assert_eq!(year("ngày …… tháng …… năm 2026"), None);
        assert_eq!(year("ngày     tháng     năm 2026"), None);
    }

    #[test]
    fn the_day_of_signing_is_read_from_the_signature() {
        let text = "Ký bởi: Sở Nội vụ Thời gian ký: 02.04.2026 14:24:26 +07:00";
        assert_eq!(day_of_signing(text).as_deref(), Some("2026-04-02"));
        assert_eq!(day_of_signing("Ngày ký: 31.02.2026"), None);
        assert_eq!(day_of_signing("02.04.2026"), None);
    }
}
