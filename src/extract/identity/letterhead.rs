//! The letterhead: issuer lines left, motto right, then "Số: …" and "<place>, ngày … tháng … năm …", then the type word.

use super::dispatch::is_addressee;
use super::{Reader, illegible, type_word};
use crate::authority::CONSOLIDATED;
use crate::extract::any_of::opens_folded_with;
use crate::extract::date;
use crate::extract::lexer::{Token, TokenKind};
use crate::extract::trace::{Field, Rule};
use crate::extract::words::Cues;
use crate::parse::{BlockKind, TextSource};
use crate::text::{Span, fold, folds_to, opens_folded};

/// Blocks at the top in which a letterhead can stand. Portal pages put a dozen lines of their own before it.
const ZONE: usize = 60;

#[derive(Default)]
pub(super) struct Letterhead {
    /// The block of "Số: …".
    pub number_block: Option<Span>,
    /// Index into `Reader::blocks` of the number block, of the date line, of the type word.
    pub number_at: Option<usize>,
    pub date_at: Option<usize>,
    pub title_word: Option<usize>,
    /// The byte where that type word ends.
    pub word_end: usize,
    /// Number or day left blank.
    pub is_blank: bool,
    /// "DỰ THẢO" stands on a line of its own.
    pub says_draft: bool,
    /// The day is written by hand and cannot be read.
    pub illegible: Option<Span>,
}

impl Letterhead {
    /// A number line and a type word or subject line: the document itself, not an article about it.
    pub fn is_whole(&self) -> bool {
        self.number_at.is_some() && (self.title_word.is_some() || self.date_at.is_some())
    }

    /// Where the letterhead ends: the first block after its last part.
    pub fn end(&self) -> usize {
        [self.number_at, self.date_at, self.title_word]
            .iter()
            .flatten()
            .max()
            .map_or(0, |last| last + 1)
    }
}

pub(super) fn read(reader: &mut Reader) -> Letterhead {
    let mut head = Letterhead::default();
    let mut tokens: Vec<Token> = Vec::new();
    // "Số hiệu 21/KH-UBND" is a portal's line; it counts where no letterhead says "Số: …".
    let mut labelled = None;
    let zone = reader.blocks.len().min(ZONE);
    for at in 0..zone {
        let block = reader.blocks[at];
        if matches!(block.kind, BlockKind::Footnote) {
            continue;
        }
        tokens.clear();
        let own = own_line(reader, at);
        let line = opening_of(reader, own);
        // Below number and title all that counts is a mark of a draft.
        if head.number_at.is_none() || head.title_word.is_none() {
            reader.lex(line, &mut tokens);
        }
        head.says_draft |= is_draft_mark(reader.written(line));
        if head.number_at.is_none() {
            const LABELS: [&str; 4] = ["so hieu", "so/ky hieu", "so ky hieu", "so, ky hieu"];
            let is_label = opens_folded_with(reader.written(line), &LABELS);
            match is_label {
                true => labelled = labelled.or(Some(at)),
                false => number_line(reader, (at, own), &tokens, &mut head),
            }
        }
        if head.date_at.is_none() {
            date_line(reader, at, &mut head);
        }
        if head.title_word.is_none() {
            type_word::read(reader, at, &tokens, &mut head);
        }
        // Below the addressee of a letter the titles are those of what it sends.
        let is_addressed = head.number_at.is_some_and(|number| number < at)
            && head.title_word.is_none()
            && is_addressee(reader.written(block.span));
        if is_addressed && head.date_at.is_some() {
            break;
        }
        let body_starts = head.title_word.is_some_and(|title| at > title + 6);
        let is_body = || is_body(reader.written(block.span)) && !motto_follows(reader, at, zone);
        if body_starts || (head.title_word.is_none() && is_body()) {
            break;
        }
    }
    if let Some(at) = labelled.filter(|_| head.number_at.is_none()) {
        tokens.clear();
        let own = own_line(reader, at);
        reader.lex(own, &mut tokens);
        number_line(reader, (at, own), &tokens, &mut head);
    }
    head
}

/// "DỰ THẢO", "(Dự thảo lần 2)", "DỰ THẢO NGÀY 12/3/2023" alone on a line: a mark, no name.
pub(super) fn is_draft_mark(line: &str) -> bool {
    const MARK_MAX: usize = 48;
    if MARK_MAX < line.len() || !line.contains('D') {
        return false;
    }
    let bare = line.trim().trim_start_matches(['(', '[', '*', ' ']);
    if !bare.starts_with('D') {
        return false;
    }
    let rest = fold(bare);
    let rest = rest.strip_prefix("du thao").map(str::trim_start);
    let goes_on = ["lan", "ngay", "(", ")", "]", "*", ":"];
    rest.is_some_and(|rest| rest.is_empty() || goes_on.iter().any(|it| rest.starts_with(it)))
}

/// Bytes of a block that are looked at for the parts of a letterhead; what a reader takes for one block of a
/// megabyte is read once, by those who read the body.
const BLOCK_MAX: usize = 65_536;

pub(super) fn opening_of(reader: &Reader, block: Span) -> Span {
    let range = block.range();
    let end = reader
        .text
        .floor_char_boundary(range.end.min(range.start + BLOCK_MAX));
    Span::new(range.start, end)
}

/// Bytes of "Số:" alone, with marks written apart and blanks before the colon.
const SO_MAX: usize = 40;

/// The line of a block; "Số:" and its number in a cell of its own are one line.
fn own_line(reader: &Reader, at: usize) -> Span {
    let span = reader.blocks[at].span;
    let line = reader.written(span).trim();
    let alone = line.len() < SO_MAX
        && opens_folded(line, "so")
        && folds_to(line.trim_end_matches(':').trim(), "so");
    match reader.blocks.get(at + 1) {
        Some(next) if alone => span.cover(next.span),
        _ => span,
    }
}

/// The national motto on a line of its own further down: what stands before is the portal's, however long.
fn motto_follows(reader: &Reader, at: usize, zone: usize) -> bool {
    const MOTTO_MAX: usize = 120;
    let below = reader.blocks[at + 1..zone]
        .iter()
        .map(|block| reader.written(block.span));
    let mut short = below.filter(|line| line.len() <= MOTTO_MAX);
    short.any(|line| fold(line).contains("cong hoa xa hoi chu nghia"))
}

/// A long sentence: the body has begun.
fn is_body(text: &str) -> bool {
    text.len() > 400
}

/// "Số: 21/KH-UBND", "Số:      /KH-SNV", "Số 15-NQ/TU", "Số: 1234/UBND-NC" at the start of a line.
fn number_line(
    reader: &mut Reader,
    (at, block): (usize, Span),
    tokens: &[Token],
    head: &mut Letterhead,
) {
    let of_type = |at: usize| is_typed(reader, block, tokens, at);
    let so = (0..tokens.len()).find(|&at| {
        let token = &tokens[at];
        token.kind == TokenKind::So && (starts_line(reader.text, block, token.span) || of_type(at))
    });
    let Some(so) = so else { return };
    let Some(TokenKind::Number(number)) = tokens.get(so + 1).map(|token| &token.kind) else {
        return;
    };
    // "số 12/KH-UBND ngày …" in lower case is a citation at the start of a wrapped line.
    let written = reader.written(tokens[so].span);
    let capital = written.starts_with(char::is_uppercase) || of_type(so);
    let (Some(symbol), true) = (number.symbol(), capital) else {
        let rule = if capital {
            Rule::NoSymbol
        } else {
            Rule::LowerCaseSo
        };
        return reader.refuse(Field::Number, number.span, rule);
    };
    let mut span = number.span;
    let (mut said, mut symbol) = (number.number.clone(), symbol.to_owned());
    if let Some(code) = code_without_dash(reader, number.span, block) {
        let whose = reader.written(code);
        said = format!("{said}-{whose}");
        symbol = format!("{symbol}-{whose}");
        span = span.cover(code);
    }
    let filled = number.serial().is_some().then_some(said);
    // What is blank in a scan may be a number that was stamped over the line and not read.
    head.is_blank |= filled.is_none() && !is_scan(reader);
    head.number_at = Some(at);
    head.number_block = Some(block);
    reader.offer("number", "letterhead", Some(span), filled);
    reader.offer("symbol", "letterhead", Some(span), Some(symbol.clone()));
    // Under its number stands the type of what was consolidated (Pháp lệnh 01/2012/UBTVQH13).
    if symbol.starts_with(CONSOLIDATED) {
        let code = Some(CONSOLIDATED.to_owned());
        reader.offer("doc_type", "symbol", Some(span), code);
    }
}

/// "Số: 02/KH BCĐ": the code behind a symbol whose dash was left out, if nothing else stands on the line.
fn code_without_dash(reader: &Reader, number: Span, block: Span) -> Option<Span> {
    const CODE: std::ops::RangeInclusive<usize> = 2..=8;
    const MARKS: [&str; 4] = ["KHẨN", "MẬT", "THƯỢNG", "HỎA"];
    let from = number.range().end;
    let rest = reader.text.get(from..block.range().end)?;
    let rest = rest.split(['\n', '\t']).next()?;
    let code = rest.strip_prefix(' ')?.trim();
    let is_code = CODE.contains(&code.chars().count())
        && code.chars().all(char::is_uppercase)
        && !MARKS.contains(&code);
    let start = from + (rest.len() - rest.trim_start().len());
    is_code.then(|| Span::new(start, start + code.len()))
}

/// "Luật số: 45/2019/QH14", "Pháp lệnh số: 02/2020/UBTVQH14": the National Assembly's letterhead names the type. Without
/// the colon it would be a citation.
fn is_typed(reader: &Reader, block: Span, tokens: &[Token], so: usize) -> bool {
    let Some(of) = so.checked_sub(1).map(|of| &tokens[of]) else {
        return false;
    };
    matches!(of.kind, TokenKind::Type { .. })
        && starts_line(reader.text, block, of.span)
        && reader.written(of.span).starts_with(char::is_uppercase)
        && reader.text[tokens[so].span.range().end..]
            .trim_start()
            .starts_with(':')
        && matches!(
            tokens.get(so + 1).map(|token| &token.kind),
            Some(TokenKind::Number(number)) if number.symbol().is_some_and(|it| it.contains("QH"))
        )
}

fn is_scan(reader: &Reader) -> bool {
    reader.document.quality.source == TextSource::Ocr
}

fn starts_line(text: &str, block: Span, span: Span) -> bool {
    // What two lines share begins in the block before.
    let Some(before) = text.get(block.start as usize..span.start as usize) else {
        return false;
    };
    before.trim().is_empty()
        || before.trim_end().ends_with("---")
        || before.ends_with(['\n', '\t'])
        || before.trim_end().ends_with(['\t', '\n'])
}

/// "Hưng Yên, ngày 02 tháng 02 năm 2021": a short line, a place, a date, nothing after.
fn date_line(reader: &mut Reader, at: usize, head: &mut Letterhead) {
    let block = reader.blocks[at].span;
    let text = reader.written(block);
    if BLOCK_MAX < text.len() {
        return;
    }
    let Some((comma, tells_hour)) = comma_of_day(text).or_else(|| blank_of_day(reader, text))
    else {
        return day_alone(reader, at, head);
    };
    let line_start = text[..comma].rfind(['\t', '\n']).map_or(0, |at| at + 1);
    // "Độc lập - Tự do - Hạnh phúc ------- Hà Tĩnh, ngày …" where the lines of a cell were glued.
    let rule = text[line_start..comma].rfind("---");
    let line_start = rule.map_or(line_start, |at| line_start + at + "---".len());
    let place = text[line_start..comma].trim();
    let after = block.start as usize + comma + 1;
    let start = after + (reader.text[after..].len() - reader.text[after..].trim_start().len());
    let start = start + past_hour(&reader.text[start..block.range().end], tells_hour);
    let Some(token) = date::read(reader.text, start) else {
        let place = Span::new(
            block.start as usize + line_start,
            block.start as usize + comma,
        );
        return illegible::date(reader, at, place, Span::new(start, block.range().end), head);
    };
    // A date that goes on in the next block is not one line.
    let Some(rest) = reader.text.get(token.span.range().end..block.range().end) else {
        return;
    };
    let is_of_page = reader.blocks[at].kind == BlockKind::Page;
    if is_weekday(place) || is_of_page && !fold(text).contains("thang") {
        return reader.refuse(Field::IssuedOn, token.span, Rule::PostedDay);
    }
    let is_line =
        place.len() <= 60 && place.starts_with(char::is_uppercase) && rest.trim().len() <= 12;
    if !is_line || token.span.range().end > block.range().end {
        return reader.refuse(Field::IssuedOn, token.span, Rule::NotOneLine);
    }
    head.date_at = Some(at);
    if token.date.day.is_none() {
        match is_scan(reader) {
            true => head.illegible = Some(token.span),
            false => head.is_blank = true,
        }
    }
    let broken = broken_place(reader, at, place);
    let place_start = block.start as usize + line_start;
    let whole = Span::new(place_start, block.start as usize + comma);
    let (span, place) = match broken {
        Some((above, name)) => (above.cover(whole), name),
        None => (whole, tidy_place(place)),
    };
    reader.offer("place", "letterhead", Some(span), Some(place));
    reader.offer(
        "issued_on",
        "letterhead",
        Some(token.span),
        token.date.iso(),
    );
}

/// "ngày 05 tháng 9 năm 2022" right under the number: the place was left out.
fn day_alone(reader: &mut Reader, at: usize, head: &mut Letterhead) {
    const BELOW_NUMBER_MAX: usize = 2;
    let block = reader.blocks[at].span;
    let line = reader.written(block).trim();
    let is_below = head
        .number_at
        .is_some_and(|number| number < at && at <= number + BELOW_NUMBER_MAX);
    if !is_below || head.title_word.is_some() || !opens_folded(line, "ngay ") {
        return;
    }
    let Some(token) = date::read(reader.text, block.range().start) else {
        return;
    };
    let rest = reader.text.get(token.span.range().end..block.range().end);
    if token.date.day.is_some() && rest.is_some_and(|rest| rest.trim().is_empty()) {
        head.date_at = Some(at);
        reader.offer(
            "issued_on",
            "letterhead",
            Some(token.span),
            token.date.iso(),
        );
    }
}

/// The comma between the place and its day, and whether the hour stands before the day.
fn comma_of_day(text: &str) -> Option<(usize, bool)> {
    let last = memchr::memrchr(b',', text.as_bytes())?;
    let comma_before = |words: &str| {
        let mut commas = memchr::memrchr_iter(b',', &text.as_bytes()[..=last]);
        commas.find(|comma| opens_folded(&text[comma + 1..], words))
    };
    let day = comma_before(" ngay").or_else(|| comma_before("ngay"));
    let comma = day.or_else(|| HOURS.iter().find_map(|hour| comma_before(hour)))?;
    Some((comma, day.is_none()))
}

/// "Hải Hà ngày 10 tháng 01 năm 2011": a typist left the comma out.
fn blank_of_day(reader: &Reader, text: &str) -> Option<(usize, bool)> {
    /// Words of "thành phố Buôn Ma Thuột".
    const PLACE_WORDS_MAX: usize = 5;
    // "ngày" is one.
    if !reader.stream.has(text, Cues::PERIOD) {
        return None;
    }
    let blank = text.find(" ngày ").filter(|_| text.contains(" tháng "))?;
    let place = text[..blank].rsplit(['\t', '\n']).next()?.trim();
    let words = place.split(' ').count();
    let are_names = place
        .split(' ')
        .all(|word| word.starts_with(char::is_uppercase));
    (1 < words && words <= PLACE_WORDS_MAX && are_names).then_some((blank, false))
}

/// "Thanh Hóa, hồi 17 giờ 30 ngày 06 tháng 9 năm 2024": telegrams tell the hour.
const HOURS: [&str; 4] = [" hoi ", " luc ", " vao hoi ", " vao luc "];

/// Bytes of the hour before the day.
fn past_hour(line: &str, is_told: bool) -> usize {
    const HOUR_MAX: usize = 40;
    let day = line.find("ngày ").filter(|day| is_told && *day <= HOUR_MAX);
    day.unwrap_or_default()
}

/// "Thứ 2, Ngày 24/02/2020, 14:00" is when a page was posted; "Thủ Dầu Một, ngày …" is a place.
fn is_weekday(place: &str) -> bool {
    if !place.starts_with(['T', 't', 'C', 'c']) {
        return false;
    }
    let lower = place.to_lowercase();
    let mut words = lower.split_whitespace();
    match (words.next(), words.next()) {
        (Some("thứ"), Some(day)) => {
            let named = ["hai", "ba", "tư", "năm", "sáu", "bảy"].contains(&day);
            named || day.starts_with(|c: char| c.is_ascii_digit())
        }
        (Some("chủ"), Some("nhật")) => true,
        _ => false,
    }
}

/// "Bà Rịa - Vũng" above "Tàu, ngày …": a narrow column broke the name of a province.
fn broken_place(reader: &Reader, at: usize, place: &str) -> Option<(Span, String)> {
    const PROVINCE_MAX: usize = 40;
    let above = reader.blocks[at.checked_sub(1)?].span;
    let begun = reader.written(above).trim();
    let is_short = begun.len() + place.len() < PROVINCE_MAX;
    let may_begin = is_short && !begun.contains(|c: char| c.is_ascii_digit());
    let name = may_begin.then(|| format!("{begun} {place}"))?;
    reader.authority.province(&name).map(|_| (above, name))
}

/// "Số: 21/KH-UBND Hưng Yên" where the columns were glued: the place is what follows the number.
fn tidy_place(place: &str) -> String {
    let words: Vec<&str> = place.split_whitespace().collect();
    let from = words
        .iter()
        .rposition(|word| word.contains('/'))
        .map_or(0, |at| at + 1);
    words[from..].join(" ")
}
