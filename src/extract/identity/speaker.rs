//! The issuer where the letterhead names none: who decides above the grounds, the agency that speaks in the body, the
//! title's owner.

use super::Reader;
use super::letterhead::Letterhead;
use crate::extract::agency;
use crate::extract::lexer::{self, Lexicon, TokenKind};
use crate::extract::outline;
use crate::text::{Span, fold, opens_folded};
/// Letters that hold the longest verb of [`from_body`], with marks written apart.
const VERB_CHARS_MAX: usize = 60;

/// The agency that speaks; else the letterhead's, cut short as it is.
pub(super) fn from_body(reader: &mut Reader, head: &Letterhead) {
    if !reader.is_offered("issuer") && reader.nameless_issuer.is_some() {
        under_title(reader, head);
    }
    if !reader.is_offered("issuer") && head.number_at.is_none() {
        decider(reader);
    }
    if !reader.is_offered("issuer") {
        speaker(reader, head);
    }
    if !reader.is_offered("issuer") {
        of_titled_place(reader);
    }
    if let Some((span, issuer)) = reader.nameless_issuer.take() {
        reader.offer("issuer", "letterhead", Some(span), Some(issuer));
    }
}

/// A committee whose letterhead lost its place is that of the place which place line and title both name:
/// "Đắk Lắk, ngày …" and "CHUYỂN ĐỔI SỐ TỈNH ĐẮK LẮK NĂM 2026".
fn of_titled_place(reader: &mut Reader) {
    let Some((span, issuer)) = &reader.nameless_issuer else {
        return;
    };
    let (Some(place), Some(title)) = (reader.best("place"), reader.best("title")) else {
        return;
    };
    let title = format!("{} ", fold(title));
    let level = agency::PLACE_LEVELS
        .iter()
        .find(|level| title.contains(&format!(" {} {} ", fold(level), fold(place))));
    if let Some(level) = level {
        let (span, whole) = (*span, format!("{issuer} {level} {place}"));
        reader.offer("issuer", "letterhead", Some(span), Some(whole));
    }
}

/// Lines of a title and of the agency that decides.
const TITLE_LINES_MAX: usize = 8;

/// "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH NINH BÌNH" between a decision's title and its grounds: the committee
/// in full.
fn under_title(reader: &mut Reader, head: &Letterhead) {
    let below = reader.blocks.iter().skip(head.end()).take(TITLE_LINES_MAX);
    let found = below.map(|block| block.span).find_map(|span| {
        let written = reader.written(span).trim();
        let name = written.strip_prefix("CHỦ TỊCH ").unwrap_or(written);
        let is_capitals = !name.contains(char::is_lowercase);
        let is_committee = is_capitals && name.contains(' ') && {
            let folded = fold(name);
            const COMMITTEES: [&str; 4] = [
                "uy ban nhan dan ",
                "hoi dong nhan dan ",
                "ubnd ",
                "uy ban thuong vu ",
            ];
            COMMITTEES.iter().any(|of| folded.starts_with(of))
        };
        is_committee.then(|| (span, reader.authority.lowered(name)))
    });
    if let Some((span, name)) = found {
        reader.offer("issuer", "title_block", Some(span), Some(name));
    }
}

/// "Ủy ban nhân dân tỉnh Ninh Bình" right above "Căn cứ …" in a text that lost its letterhead: who decides has a line of
/// its own, be it with the term of a council under it.
fn decider(reader: &mut Reader) {
    const OFFICES: [&str; 6] = [
        "CHỦ TỊCH ",
        "BỘ TRƯỞNG ",
        "GIÁM ĐỐC ",
        "CỤC TRƯỞNG ",
        "TỔNG CỤC TRƯỞNG ",
        "TỔNG GIÁM ĐỐC ",
    ];
    let lines: Vec<Span> = reader
        .blocks
        .iter()
        .take(TITLE_LINES_MAX)
        .map(|block| block.span)
        .collect();
    let opens = |span: &Span, words: &str| {
        let line = reader.written(*span).trim_start_matches(['-', '+', ' ']);
        opens_folded(line, words)
    };
    let Some(grounds) = lines.iter().position(|line| opens(line, "can cu ")) else {
        return;
    };
    let above = lines[..grounds].iter().rev();
    let decider = above
        .copied()
        .find(|line| !opens(line, "khoa "))
        .filter(|line| {
            let name = reader.written(*line).trim_end_matches([',', ':', ' ']);
            let end = line.range().start + name.len();
            agency::end_of(reader.text, line.range().start, end, reader.authority) == Some(end)
        });
    if let Some(span) = decider {
        let capitals = reader
            .written(span)
            .trim()
            .trim_end_matches([',', ':'])
            .to_uppercase();
        let own = OFFICES
            .iter()
            .find_map(|office| capitals.strip_prefix(office));
        let name = reader.authority.lowered(own.unwrap_or(&capitals));
        reader.offer("issuer", "title_block", Some(span), Some(name));
    }
}

/// Bytes of a paragraph within which the agency that speaks is named; one of a megabyte names thousands.
const LEAD_MAX: usize = 4_000;

/// "Sở Văn hóa, Thể thao và Du lịch ban hành Kế hoạch …", "UBND tỉnh yêu cầu …", "… của Sở Nội vụ" in the title.
fn speaker(reader: &mut Reader, head: &Letterhead) {
    if let Some(span) = reader.carrier_issuer {
        return offer(reader, span, "title_block");
    }
    let from = head.end().min(reader.blocks.len());
    let body: Vec<Span> = reader.blocks[from..]
        .iter()
        .take(14)
        .map(|block| block.span)
        .collect();
    for block in &body {
        let written = reader.written(*block);
        // "4. Sở Y tế hướng dẫn …": who has to do something, and not who says so.
        if outline::is_item(written) {
            continue;
        }
        let lead = &written[..written.floor_char_boundary(LEAD_MAX)];
        let mut owned = 0;
        let found = agency::starts(lead).find_map(|offset| {
            let start = block.start as usize + offset;
            // A conference plans nothing: "Căn cứ Hội nghị xây dựng kế hoạch năm học".
            let may_speak = !reader.text[start..].starts_with("Hội nghị");
            let end = agency::end_of(reader.text, start, block.range().end, reader.authority)
                .filter(|_| may_speak && (owned <= start || written[..offset].ends_with(", ")))?;
            if is_owner(&written[..offset]) {
                owned = end;
                return None;
            }
            let rest = without_alias(&reader.text[end..block.range().end]);
            let opening: String = rest.chars().take(VERB_CHARS_MAX).collect();
            let rest = fold(&opening);
            let speaks = [
                "ban hanh",
                "xay dung ke hoach",
                "lap ke hoach",
                "xay dung chuong trinh",
                "xay dung phuong an",
                "thong bao ",
                "huong dan ",
                "yeu cau",
                "giao trach nhiem",
                "trien khai ke hoach",
            ];
            let is_speaker = speaks.iter().any(|verb| rest.starts_with(verb));
            let board = || board(reader.text, start, block.range().end);
            let names = |span: &Span| reader.written(*span).contains(' ');
            is_speaker
                .then(|| Span::new(start, end))
                .or_else(board)
                .filter(names)
        });
        if let Some(span) = found {
            offer(reader, span, "lead_sentence");
            return;
        }
    }
    let title = reader
        .candidates
        .iter()
        .find(|candidate| candidate.field == "title")
        .and_then(|candidate| candidate.span);
    let Some(title) = title else { return };
    // "Chương trình thực hiện Chỉ thị 13-CT/TW của Ban Bí thư": whose the directive is.
    let written = reader.written(title);
    let of_another = citation_in(written);
    let owner = written.rmatch_indices("của ").find_map(|(at, of)| {
        let start = title.start as usize + at + of.len();
        let end = agency::end_of(reader.text, start, title.range().end, reader.authority)?;
        (at < of_another).then(|| Span::new(start, end))
    });
    if let Some(span) = owner {
        offer(reader, span, "headline");
    }
}

/// "Quyết định số 12/QĐ-UBND của UBND tỉnh ban hành …": whose the cited document is, and "UBND" in its number, says nothing
/// here.
fn is_owner(before: &str) -> bool {
    before.ends_with(['-', '/']) || before.trim_end().ends_with(" của")
}

/// "Ban Chỉ đạo chuyển đổi số huyện X ban hành …": the name of a board goes on in small letters to its verb.
fn board(text: &str, start: usize, stop: usize) -> Option<Span> {
    const BOARDS: [&str; 8] = [
        "Ban Chỉ đạo ",
        "Ban chỉ đạo ",
        "Ban Tổ chức ",
        "Ban Điều hành ",
        "Hội đồng ",
        "Tổ công tác ",
        "Tổ Công tác ",
        "Tiểu ban ",
    ];
    const VERBS: [&str; 3] = ["ban hành ", "xây dựng ", "lập "];
    let said = &text[start..text.floor_char_boundary(stop.min(start + BOARD_MAX))];
    if !BOARDS.iter().any(|board| said.starts_with(board)) {
        return None;
    }
    let verbs = VERBS.map(|verb| said.find(&format!(" {verb}")));
    let end = verbs.into_iter().flatten().chain(said.find(" (")).min()?;
    let speaks = VERBS
        .iter()
        .any(|verb| without_alias(&said[end..]).starts_with(verb));
    let name = agency::without_signing(&said[..end]);
    (speaks && !name.contains([',', ';', '.', ':'])).then(|| Span::new(start, start + name.len()))
}

/// Bytes of a board's name with its short name behind it.
const BOARD_MAX: usize = 320;

/// "Ban Chỉ đạo chuyển đổi số huyện (sau đây gọi tắt là Ban Chỉ đạo) ban hành …": what it is called from here on
/// stands between an agency and its verb.
fn without_alias(rest: &str) -> &str {
    const ALIAS_MAX: usize = 120;
    let rest = rest.trim_start();
    let alias = match rest.starts_with('(') {
        true => &rest[..rest.floor_char_boundary(ALIAS_MAX)],
        false => return rest,
    };
    let close = alias.find(')');
    close.map_or(rest, |at| rest[at + 1..].trim_start())
}

/// Where a title begins to cite by number; its end if it does not.
fn citation_in(title: &str) -> usize {
    let mut tokens = Vec::new();
    lexer::lex(
        title,
        Span::new(0, title.len()),
        Lexicon::bundled(),
        &mut tokens,
    );
    let numbers = tokens
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Number(_)));
    numbers
        .map(|token| token.span.range().start)
        .min()
        .unwrap_or(title.len())
}

fn offer(reader: &mut Reader, span: Span, source: &'static str) {
    let written = reader
        .written(span)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    reader.offer("issuer", source, Some(span), Some(written));
}
