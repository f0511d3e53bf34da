//! Who decided, where it stands between the type word and the subject: on lines of its own in papers of the Party, before
//! the subject in decisions until 2010, and with number and day in the heads that law collections print.

use super::Reader;
use super::title::offer_lines;
use crate::extract::any_of::{opens_folded_with, opens_with};
use crate::extract::lexer::TokenKind;
use crate::extract::section::collapse;
use crate::extract::{agency, date};
use crate::text::{Number, Span, opens_folded};

/// How a resolution of the Party says which of its meetings passed it, folded.
const MEETINGS: [&str; 3] = ["hoi nghi lan thu ", "dai hoi dang bo ", "dai hoi dai bieu "];

/// True of "HỘI NGHỊ LẦN THỨ SÁU": who met is no subject.
pub(super) fn is_meeting(line: &str) -> bool {
    opens_folded_with(line, &MEETINGS)
}

/// The lines above the subject that say whose the document is: "CỦA BAN THƯỜNG VỤ TỈNH ỦY" or "HỘI NGHỊ LẦN THỨ SÁU", "BAN
/// CHẤP HÀNH ĐẢNG BỘ TỈNH" above "về tăng cường …". Papers of the Party give them lines of their own.
pub(super) fn lines(reader: &Reader, lines: &[Span]) -> usize {
    let written = |line: &Span| reader.written(*line).trim();
    let Some(first) = lines.first() else { return 0 };
    let is_body = written(first).starts_with("CỦA ") || is_meeting(written(first));
    let is_agency = || {
        let of = written(first).strip_prefix("của ");
        let (start, end) = (
            first.range().end - of.map_or(0, str::len),
            first.range().end,
        );
        of.is_some() && agency::end_of(reader.text, start, end, reader.authority) == Some(end)
    };
    let is_line = |line: &Span| {
        let line = written(line);
        line.len() < ISSUER_MAX && about_at(line).is_none() && !line.contains(char::is_lowercase)
    };
    let deciders = match is_body {
        true => lines.iter().take_while(|line| is_line(line)).count(),
        false => usize::from(is_agency()),
    };
    let has_subject = || {
        let subject = lines.get(deciders).map(written);
        subject.is_some_and(|subject| about_at(subject).is_some())
    };
    if 0 < deciders && has_subject() {
        deciders
    } else {
        0
    }
}

/// "của Ban Chấp hành Đảng bộ tỉnh" right after type, number or day: who decided what was just named.
pub(super) fn after(reader: &Reader, line: Span, from: usize) -> Option<Span> {
    let limit = line.range().end.max(from);
    let said = reader.text[from..limit].trim_start_matches([' ', ',', '\n']);
    let start = limit - said.strip_prefix("của ")?.len();
    let end = agency::end_of(reader.text, start, limit, reader.authority)?;
    Some(Span::new(start, end))
}

/// Where the subject begins in a line, or behind those in capitals who decide: "BAN CHẤP HÀNH ĐẢNG BỘ TỈNH về phát
/// triển …".
fn about_at(line: &str) -> Option<usize> {
    if opens_with(line, &["về ", "Về ", "VỀ ", "thực hiện "]) {
        return Some(0);
    }
    let about = [" VỀ ", " Về ", " về "];
    let at = about.iter().filter_map(|about| line.find(about)).min()?;
    (at < ISSUER_MAX && !line[..at].contains(char::is_lowercase)).then_some(at + 1)
}

/// "CỦA ỦY BAN NHÂN DÂN THÀNH PHỐ VỀ BAN HÀNH …": until 2010 a decision's title began with who decides.
pub(super) fn behind(reader: &Reader, line: Span) -> Span {
    const DECIDERS: [&str; 4] = ["CỦA ", "Của ", "BAN CHẤP HÀNH ", "HỘI NGHỊ LẦN THỨ "];
    let written = reader.written(line);
    if !opens_with(written, &DECIDERS) {
        return line;
    }
    let about = match written.starts_with("Của ") {
        true => [" về ", " Về "]
            .iter()
            .find_map(|about| Some(written.find(about)? + 1)),
        false => about_at(written),
    };
    match about.filter(|at| *at < ISSUER_MAX) {
        Some(at) => Span::new(line.range().start + at, line.range().end),
        None => line,
    }
}

/// "CỦA CHÍNH PHỦ SỐ 29/1998/NĐ-CP NGÀY 11 THÁNG 5 NĂM 1998 VỀ VIỆC …": law collections print issuer,
/// number, date and subject as one title. Says whether this is one.
pub(super) fn collection_head(reader: &mut Reader, lines: &[Span], source: &'static str) -> bool {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return false;
    };
    let whole = first.cover(*last);
    let written = reader.written(whole);
    if !opens_folded(written, "cua ") {
        return false;
    }
    let lower = written.to_lowercase();
    // Offsets of the lower case hold only where no letter changed its length.
    if lower.len() != written.len() || !lower.starts_with("của ") {
        return false;
    }
    let Some(so) = lower.find(" số ").filter(|so| *so < ISSUER_MAX) else {
        return false;
    };
    let number_at = so + " số ".len();
    let number_end = lower[number_at..]
        .find(char::is_whitespace)
        .map_or(lower.len(), |end| number_at + end);
    let Some(number) = Number::parse(written[number_at..number_end].trim_end_matches([',', ';']))
        .filter(|number| number.serial.is_some())
    else {
        return false;
    };
    let start = whole.start as usize;
    let at = |from: usize, to: usize| Span::new(start + from, start + to);
    // "của Ban Thường vụ Tỉnh ủy thực hiện Nghị quyết số 19-NQ/TW": the number is another's.
    let mut tokens = Vec::new();
    reader.lex(whole, &mut tokens);
    let mut before = tokens
        .iter()
        .take_while(|token| token.span.range().start < whole.range().start + so);
    if before.any(|token| matches!(token.kind, TokenKind::Type { .. })) {
        return false;
    }
    let issuer = collapse(&written["của ".len()..so]);
    reader.offer(
        "issuer",
        source,
        Some(at("của ".len(), so)),
        Some(brought_down(reader, &issuer)),
    );
    let span = Some(at(number_at, number_end));
    reader.offer("number", source, span, Some(number.to_string()));
    reader.offer("symbol", source, span, Some(number.symbol.clone()));
    let mut subject = number_end;
    if let Some(token) = lower[number_end..].find("ngày ").and_then(|gap| {
        let day = number_end + gap;
        date::read(&lower, day).filter(|_| gap < DATE_GAP_MAX)
    }) {
        let (from, to) = (token.span.range().start, token.span.range().end);
        reader.offer("issued_on", source, Some(at(from, to)), token.date.iso());
        subject = to;
    }
    let rest = &written[subject..];
    let skipped = rest.len() - rest.trim_start_matches([' ', ',', '\n', ':']).len();
    if subject + skipped < written.len() {
        offer_lines(reader, &[at(subject + skipped, written.len())], source);
    }
    true
}

/// Bytes of the longest issuer in such a title.
pub(super) const ISSUER_MAX: usize = 160;

/// Bytes between the number and "ngày".
const DATE_GAP_MAX: usize = 4;

/// An issuer in capitals as it is written elsewhere; one that is not in capitals as it is.
fn brought_down(reader: &Reader, issuer: &str) -> String {
    match issuer.chars().any(char::is_lowercase) {
        true => issuer.to_owned(),
        false => reader.authority.lowered(issuer),
    }
}
