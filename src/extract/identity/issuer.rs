//! The issuer: the letterhead's left column, else the agency that speaks in the body, else the title's owner.

use std::sync::LazyLock;

use super::Reader;
use super::letterhead::{self, Letterhead};
use super::superior;
use crate::extract::agency;
use crate::extract::any_of::{AnyOf, opens_folded_with};
use crate::extract::lexer::{self, Lexicon, TokenKind};
use crate::extract::outline;
use crate::extract::words::{Class, Piece, Shape};
use crate::parse::{BlockKind, Column};
use crate::text::{Span, fold, fold_char, folds_to, opens_folded};

/// Lines of a letterhead's left column: a ministry's department has four.
const LINES_MAX: usize = 8;

/// The left column, from its top to the number line: the last agency is the issuer, the one above it its parent.
pub(super) fn from_letterhead(reader: &mut Reader, head: &Letterhead) {
    // What a decision carries has agency and motto above its title, and no number.
    let under_motto = || {
        let title = head.title_word.filter(|title| has_motto(reader, *title));
        title?.checked_sub(1)
    };
    let Some(end) = head.number_at.or(head.date_at).or_else(under_motto) else {
        return;
    };
    let lines: Vec<Span> = (0..=end)
        .rev()
        .take(LINES_MAX * 2)
        .flat_map(|at| left_lines(reader, at, head))
        .collect();
    let lines: Vec<Span> = lines.into_iter().rev().collect();
    let mut written: Vec<(Span, String)> = join_lines(reader, &lines)
        .into_iter()
        .filter(|(_, name)| looks_like_agency(name))
        .flat_map(|(span, name)| superior_and_own(reader, name).map(move |name| (span, name)))
        .map(|(span, name)| (span, natural(reader, span, &name)))
        .collect();
    let Some((span, issuer)) = written.pop() else {
        return;
    };
    let parent = written.pop();
    // Beside each other on what they issue together stand equals.
    let (parent, issuer) = match parent {
        Some((_, other)) if is_joint(reader) && !other.ends_with(['-', '–']) => {
            (None, format!("{other} - {issuer}"))
        }
        parent => (parent, issuer),
    };
    let issuer = parent.as_ref().map_or(issuer.clone(), |(_, parent)| {
        superior::named_with(&issuer, parent)
    });
    if is_cut_short(&issuer) {
        reader.nameless_issuer = Some((span, issuer));
        return;
    }
    reader.offer("issuer", "letterhead", Some(span), Some(issuer));
    if let Some((span, parent)) = parent {
        reader.offer("parent_agency", "letterhead", Some(span), Some(parent));
    }
}

/// "05/2013/TTLT-BTC-BNV", "01-TANDTC-VKSNDTC/TTLT": the number of what several issue together.
fn is_joint(reader: &Reader) -> bool {
    let symbol = reader.best("symbol").unwrap_or_default();
    symbol
        .split(['-', '/'])
        .any(|code| matches!(code, "TTLT" | "NQLT" | "KHLT"))
}

/// "ỦY BAN NHÂN DÂN" of nowhere: saved pages lose the line with the place. The body may name it.
fn is_cut_short(issuer: &str) -> bool {
    const COMMITTEES: [&str; 4] = [
        "uy ban nhan dan",
        "ubnd",
        "hoi dong nhan dan",
        "uy ban thuong vu",
    ];
    COMMITTEES
        .iter()
        .any(|committee| folds_to(issuer, committee))
}

fn has_motto(reader: &Reader, title: usize) -> bool {
    let above = &reader.blocks[..title.min(reader.blocks.len())];
    above.iter().any(|block| {
        let folded = fold(reader.written(block.span));
        folded.contains("cong hoa xa hoi") || folded.contains("doc lap - tu do")
    })
}

/// The letterhead lines of one block that are not motto, number or date.
fn left_lines(reader: &Reader, at: usize, head: &Letterhead) -> Vec<Span> {
    let block = reader.blocks[at];
    if block.kind == BlockKind::Page
        || block.style.column == Column::Right
        || Some(at) == head.date_at && Some(at) != head.number_at
    {
        return Vec::new();
    }
    let mut lines = Vec::new();
    let mut start = block.span.start as usize;
    for line in reader.written(block.span).split(['\n', '\t']) {
        let own = before_rule(before_motto(line));
        let span = Span::new(start, start + own.len());
        start += line.len() + 1;
        let line = own;
        let folded = fold(line.trim());
        let number = folded.starts_with("so") && (folded.contains(':') || folded.contains('/'));
        let is_name = || {
            !line.chars().any(char::is_lowercase)
                || reader.authority.agency(line.trim(), None, None).is_some()
        };
        if number || !is_name() {
            continue;
        }
        let motto = [
            "cong hoa xa hoi",
            "chu nghia viet nam",
            "doc lap",
            "dang cong san",
        ]
        .iter()
        .any(|words| folded.contains(words));
        // "XV80": a typist's mark, one word with figures.
        let mark = !folded.trim().contains(' ') && folded.chars().any(|c| c.is_ascii_digit());
        let mark = mark || letterhead::is_draft_mark(line);
        if !motto && !mark && folded.chars().any(char::is_alphabetic) {
            lines.push(span);
        }
    }
    lines.reverse();
    lines
}

/// "UBND TỈNH HƯNG YÊN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": both columns on one line, where a text kept no columns.
fn before_motto(line: &str) -> &str {
    let own = MOTTOES
        .first_in(line)
        .map_or("", |at| line[..at].trim_end());
    without_rule(if own.trim().is_empty() { line } else { own })
}

/// "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH ------- Số: 39/QĐ-UBND": up to the rule, where the lines of a cell were glued.
fn before_rule(line: &str) -> &str {
    let own = line.find(" ---").map_or("", |at| &line[..at]);
    if own.trim().is_empty() { line } else { own }
}

/// "BỘ TÀI CHÍNH --------": the rule under a name, where the lines of a cell were glued.
fn without_rule(line: &str) -> &str {
    const MARKS_MIN: usize = 3;
    let bare = line.trim_end_matches(['-', '_', '*', '=', '–', '—', ' ']);
    let marks = line[bare.len()..].trim();
    match MARKS_MIN <= marks.chars().count() {
        true => bare,
        false => line,
    }
}

static MOTTOES: LazyLock<AnyOf> = LazyLock::new(|| {
    AnyOf::new(&[
        " CỘNG HÒA XÃ HỘI",
        " CỘNG HOÀ XÃ HỘI",
        " Cộng hòa xã hội",
        " ĐẢNG CỘNG SẢN VIỆT NAM",
        " Độc lập",
        " Độc Lập",
        " ĐỘC LẬP",
    ])
});

/// A line that starts with an agency's head word starts an agency; others go on with the one before. The lines of the
/// two columns may alternate, so a name is put together from its own lines, not from all between.
fn join_lines(reader: &Reader, lines: &[Span]) -> Vec<(Span, String)> {
    let mut agencies: Vec<(Span, String)> = Vec::new();
    for line in lines {
        let words: Vec<&str> = reader.written(*line).split_whitespace().collect();
        let written = words.join(" ");
        match agencies.last_mut() {
            Some((_, name)) if !looks_like_agency(&written) || is_one(reader, name, &written) => {
                name.push(' ');
                name.push_str(&written);
            }
            _ => agencies.push((*line, written)),
        }
    }
    agencies
}

/// "ỦY BAN THƯỜNG VỤ" above "QUỐC HỘI": a known agency on two lines, of which the first alone is none.
fn is_one(reader: &Reader, above: &str, below: &str) -> bool {
    let is_known = |name: &str| {
        let lowered = reader.authority.lowered(name);
        reader.authority.agency(&lowered, None, None).is_some()
    };
    !is_known(above) && is_known(&format!("{above} {below}"))
}

/// "BỘ TÀI CHÍNH TỔNG CỤC THUẾ" where the lines of a cell were glued: a known agency, and another behind it.
fn superior_and_own(reader: &Reader, name: String) -> impl Iterator<Item = String> + use<> {
    const WORDS_MIN: usize = 2;
    const SUPERIORS: [&str; 5] = ["bo ", "so ", "uy ban nhan dan ", "ubnd ", "tong cuc "];
    let blanks = name.match_indices(' ').map(|(at, _)| at);
    let is_known = |name: &str| {
        let lowered = reader.authority.lowered(name);
        reader.authority.agency(&lowered, None, None).is_some()
    };
    let parted = blanks.skip(WORDS_MIN - 1).find(|&at| {
        let (superior, own) = (&name[..at], &name[at + 1..]);
        opens_folded_with(superior, &SUPERIORS)
            && !superior.ends_with(['-', '–', ','])
            && looks_like_agency(own)
            && own.contains(' ')
            && is_known(superior)
    });
    let parted = parted.filter(|_| !is_known(&name));
    let (superior, own) = match parted {
        Some(at) => (Some(name[..at].to_owned()), name[at + 1..].to_owned()),
        None => (None, name),
    };
    superior.into_iter().chain([own])
}

fn looks_like_agency(name: &str) -> bool {
    const HEADS: [&str; 57] = [
        "uy ban",
        "ubnd",
        "hoi dong",
        "hdnd",
        "so ",
        "bo ",
        "chinh phu",
        "thu tuong",
        "quoc hoi",
        "van phong",
        "cuc ",
        "tong cuc",
        "chi cuc",
        "ban ",
        "thanh tra",
        "tinh uy",
        "thanh uy",
        "huyen uy",
        "thi uy",
        "quan uy",
        "dang uy",
        "dang bo",
        "trung tam",
        "truong ",
        "phong ",
        "cong an",
        "bo chi huy",
        "bo tu lenh",
        "toa an",
        "vien ",
        "kho bac",
        "bao hiem",
        "ngan hang",
        "mat tran",
        "tinh doan",
        "doan ",
        "lien doan",
        "cong doan",
        "dang doan",
        "hoi ",
        "tong cong ty",
        "cong ty",
        "bcd ",
        "bch ",
        "bql ",
        "benh vien",
        "to cong tac",
        "tong lien doan",
        "lien minh",
        "lien hiep",
        "hiep hoi",
        "quan khu",
        "dai hoc",
        "hoc vien",
        "tap doan",
        "hat kiem lam",
        "tram y te",
    ];
    // A title in capitals: "BAN HÀNH KẾ HOẠCH …".
    !opens_folded(name, "ban hanh ") && opens_folded_with(name, &HEADS)
}

/// The agency as the body writes it, where it does; else its letterhead capitals brought down.
fn natural(reader: &Reader, span: Span, written: &str) -> String {
    // "BỘ LAO ĐỘNG-THƯƠNG BINH VÀ XÃ HỘI": no blank beside the dash.
    let spaced = written.replace('-', " - ");
    let spaced = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_known = || {
        let lowered = reader.authority.lowered(&spaced);
        reader.authority.agency(&lowered, None, None).is_some()
    };
    let written = match spaced != written && is_known() {
        true => spaced.as_str(),
        false => written,
    };
    let wanted = fold(written);
    let found = place_past(reader, span.range().end, &wanted).and_then(|from| {
        let rest = &reader.text[from..];
        agency::starts(rest)
            .take(2_000)
            .filter(|start| from + start > span.range().end)
            .find_map(|start| same_words(&rest[start..], &wanted))
            .filter(|found| found != written)
    });
    found.unwrap_or_else(|| reader.authority.lowered(written))
}

/// Where to look for an agency past byte `from` that folds to `wanted`: after the mark before the first word that begins
/// what does, since no agency's first words hold a mark. Most bodies never say their issuer in full.
fn place_past(reader: &Reader, from: usize, wanted: &str) -> Option<usize> {
    let &first = wanted.as_bytes().first()?;
    let bytes = reader.text.as_bytes();
    // "liên Bộ" alone begins in small letters.
    let may_be_small = first == b'l';
    let begins = |piece: &Piece| {
        if piece.look.class != Class::Name && !may_be_small {
            return false;
        }
        let start = piece.start as usize;
        // A letter in either case, or one with marks.
        let may_begin = bytes[start] | 0x20 == first || !bytes[start].is_ascii();
        may_begin && have_same_letters(&reader.text[start..], wanted)
    };
    let past = reader.stream.pieces_from(from);
    let found = past.iter().find(|piece| begins(piece))?;
    let before = reader.stream.pieces_before(found.start as usize);
    let is_mark =
        |piece: &&Piece| piece.look.shape == Shape::Mark && piece.look.class != Class::Break;
    let mark = before.iter().rev().find(is_mark);
    Some(mark.map_or(0, |mark| mark.end as usize))
}

/// How many times as long as its folded form a name can be written: four bytes a letter, blanks and line breaks.
const NAME_GROWTH: usize = 8;

/// The beginning of `text` that folds to `wanted`, as it is written there.
fn same_words(text: &str, wanted: &str) -> Option<String> {
    const MARKS: [char; 5] = [',', ';', '.', ':', ')'];
    if !have_same_letters(text, wanted) {
        return None;
    }
    // A run of a megabyte is no word of a name, and is not looked through at every letter.
    let window = text.floor_char_boundary(text.len().min(NAME_GROWTH * (wanted.len() + 1)));
    let words = || text[..window].split_whitespace();
    let mut written = words();
    let are_same = wanted.split(' ').all(|want| {
        let want = want.trim_end_matches(',');
        let same = |word: &str| folds_to(word.trim_end_matches(MARKS), want);
        written.next().is_some_and(same)
    });
    are_same.then(|| {
        let name: Vec<&str> = words().take(wanted.split(' ').count()).collect();
        let name = name.join(" ");
        name.trim_end_matches(MARKS).to_owned()
    })
}

/// True if the letters and digits of `text` begin as those of `wanted` do, whatever stands between them.
fn have_same_letters(text: &str, wanted: &str) -> bool {
    let letters = |text| str::chars(text).filter_map(fold_char);
    let mut written = letters(text).filter(|c| c.is_alphanumeric());
    let mut wanted = letters(wanted).filter(|c| c.is_alphanumeric());
    wanted.all(|want| written.next() == Some(want))
}

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
