//! The issuer in the letterhead's left column.

use std::sync::LazyLock;

use super::Reader;
use super::letterhead::{self, Letterhead};
use super::superior;
use crate::extract::agency;
use crate::extract::any_of::{AnyOf, opens_folded_with};
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
        let number = opens_folded(line.trim(), "so") && line.contains([':', '/']);
        let is_name = || {
            !line.chars().any(char::is_lowercase)
                || reader.authority.agency(line.trim(), None, None).is_some()
        };
        if number || !is_name() {
            continue;
        }
        let folded = fold(line.trim());
        let motto = ["doc lap", "dang cong san"]
            .iter()
            .any(|words| folded.contains(words));
        let ends_name = || folded == "viet nam" && breaks_name(reader, span);
        let motto = motto || is_of_name(&folded) || ends_name();
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

/// True for the country's name, folded, and for what a line broken inside it holds: "CỘNG HÒA XÃ" over "HỘI CHỦ NGHĨA
/// VIỆT NAM". "VIỆT NAM" alone may end an agency.
fn is_of_name(folded: &str) -> bool {
    const NAME: &str = "cong hoa xa hoi chu nghia viet nam";
    const TAIL: &str = "nghia viet nam";
    ["cong hoa xa hoi", "chu nghia viet nam"]
        .iter()
        .any(|words| folded.contains(words))
        || folded.starts_with("cong hoa") && NAME.starts_with(folded)
        || folded.ends_with(TAIL) && NAME.ends_with(folded)
}

/// True of "VIỆT NAM" under "CỘNG HÒA XÃ HỘI CHỦ NGHĨA".
fn breaks_name(reader: &Reader, line: Span) -> bool {
    let above = reader.text[..line.range().start].trim_end();
    let from = above.rfind('\n').map_or(0, |end| end + 1);
    let above = fold(&above[from..]);
    ["hoi chu nghia", "dang cong san"]
        .iter()
        .any(|words| above.trim_end().ends_with(words))
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
        let written = with_first_letter(words.join(" "));
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

/// "Y BAN NHÂN DÂN": a layer of text that lost the letter with two marks.
fn with_first_letter(line: String) -> String {
    match line.strip_prefix("Y BAN NHÂN DÂN") {
        Some(rest) => ["ỦY BAN NHÂN DÂN", rest].concat(),
        None => line,
    }
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
    let may_hold_two = opens_folded_with(&name, &SUPERIORS);
    let blanks = blanks.filter(|_| may_hold_two);
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
    const HEADS: [&str; 69] = [
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
        "thue tinh ",
        "thue thanh pho ",
        "thue co so ",
        "hai quan khu vuc",
        "chi bo ",
        "chi doan ",
        "chi hoi ",
        "chi nhanh ",
        "dien luc ",
        "xi nghiep ",
        "nha may ",
        "to ",
    ];
    // A title in capitals: "BAN HÀNH KẾ HOẠCH …"; "TỔ CHỨC CÁN BỘ" under "BAN" is no team.
    const OTHERS: [&str; 3] = ["ban hanh ", "to chuc", "to quoc"];
    !opens_folded_with(name, &OTHERS) && opens_folded_with(name, &HEADS)
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
    // "… VÀ XÃ HỘI-BỘ TÀI CHÍNH": two that issue together.
    let is_joint = written.contains("-BỘ ") || written.contains("-SỞ ");
    let written = match spaced != written && (is_joint || is_known()) {
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
