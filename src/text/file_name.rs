//! Numbers in file names and addresses, where every separator is the same: `30_2020_ND-CP_437498.doc`,
//! `nghi-dinh-30-2020-nd-cp-ve-cong-tac-van-thu`, `293-KH.signed.pdf`, `QD-1074-QD-BXD-29-6-2026.pdf`.

use super::fold::fold;
use super::number::Number;
use super::serial::Serial;

/// Types that file names spell, folded, with their proper writing; "cv" has no letters of its own.
const TYPES: &[(&str, &str)] = &[
    ("kh", "KH"),
    ("qd", "QĐ"),
    ("nd", "NĐ"),
    ("nq", "NQ"),
    ("ct", "CT"),
    ("tt", "TT"),
    ("tb", "TB"),
    ("bc", "BC"),
    ("hd", "HD"),
    ("ttr", "TTr"),
    ("ctr", "CTr"),
    ("cd", "CĐ"),
    ("kl", "KL"),
    ("da", "ĐA"),
    ("ttlt", "TTLT"),
    ("vbhn", "VBHN"),
    ("qc", "QC"),
    ("cv", ""),
    ("vb", ""),
];

/// Types and issuers that names write in one: `199-ndcp`, `749-qdttg`.
const GLUED: &[(&str, &str)] = &[
    ("ndcp", "NĐ-CP"),
    ("nqcp", "NQ-CP"),
    ("qdttg", "QĐ-TTg"),
    ("ctttg", "CT-TTg"),
    ("qdubnd", "QĐ-UBND"),
    ("khubnd", "KH-UBND"),
    ("nqtw", "NQ/TW"),
    ("nqhdnd", "NQ-HĐND"),
];

/// Issuers that names write in small letters, with their proper writing.
const ISSUERS: &[(&str, &str)] = &[
    ("cp", "CP"),
    ("ttg", "TTg"),
    ("ubnd", "UBND"),
    ("hdnd", "HĐND"),
    ("tw", "TW"),
    ("tu", "TU"),
    ("ub", "UB"),
    ("hu", "HU"),
    ("vpcp", "VPCP"),
    ("bnv", "BNV"),
    ("btc", "BTC"),
    ("btp", "BTP"),
    ("bca", "BCA"),
    ("bqp", "BQP"),
    ("byt", "BYT"),
    ("bct", "BCT"),
    ("bxd", "BXD"),
    ("bgddt", "BGDĐT"),
    ("bnnmt", "BNNMT"),
    ("bkhcn", "BKHCN"),
    ("snv", "SNV"),
    ("stp", "STP"),
    ("sgddt", "SGDĐT"),
    ("sct", "SCT"),
    ("syt", "SYT"),
    ("sxd", "SXD"),
    ("stc", "STC"),
];

/// Letters of an issuer in capitals that no list holds.
const ISSUER_CHARS_MAX: usize = 12;
/// Letters of a unit: VX, NC, KTTH.
const UNIT_CHARS_MAX: usize = 5;

pub(super) fn number(name: &str) -> Option<Number> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let tokens = tokens(without_extensions(name));
    (0..tokens.len())
        .find_map(|at| number_first(&tokens[at..]).or_else(|| type_first(&tokens[at..])))
        .or_else(|| serial_alone(&tokens))
}

/// `3637-VX.signed.pdf`: a công văn by its serial and the unit that wrote it. Only the serial is
/// evidence: the symbol stays empty, so that the number has no key. In a register of 4,056 rows four
/// names of five begin with the serial.
fn serial_alone(tokens: &[&str]) -> Option<Number> {
    let serial = serial(tokens.first()?)?;
    let unit = tokens.get(1)?;
    let capitals = unit.chars().all(char::is_uppercase);
    let is_unit = capitals && (2..=UNIT_CHARS_MAX).contains(&unit.chars().count());
    is_unit.then(|| Number::made(serial, None, String::new()))
}

/// `30 2020 ND CP`, `21 kh ubnd`, `293 KH`, `199 ndcp`.
fn number_first(tokens: &[&str]) -> Option<Number> {
    let serial = serial(tokens.first()?)?;
    let rest = &tokens[1..];
    let (year, rest) = match rest.first().and_then(|token| year(token)) {
        Some(year) => (Some(year), &rest[1..]),
        None => (None, rest),
    };
    let first = fold(rest.first()?);
    if let Some((_, symbol)) = GLUED.iter().find(|(glued, _)| *glued == first) {
        return Some(Number::made(serial, year, (*symbol).to_owned()));
    }
    let (_, doc_type) = TYPES.iter().find(|(folded, _)| *folded == first)?;
    Some(Number::made(serial, year, symbol(doc_type, &rest[1..])?))
}

/// `KH 21 UBND`, `qd 749 ttg`, `QD 1074 QD BXD`, `CV 2265 BCT ATMT`.
fn type_first(tokens: &[&str]) -> Option<Number> {
    let first = fold(tokens.first()?);
    let (folded, doc_type) = TYPES.iter().find(|(folded, _)| *folded == first)?;
    let serial = serial(tokens.get(1)?)?;
    let mut rest = &tokens[2..];
    let year = rest.first().and_then(|token| year(token));
    if year.is_some() {
        rest = &rest[1..];
    }
    if rest.first().is_some_and(|token| fold(token) == *folded) {
        rest = &rest[1..];
    }
    // "KH_21_2021": a year and no issuer after it is the year of the plan, not of the number.
    let symbol = symbol(doc_type, rest)?;
    Some(Number::made(
        serial,
        year.filter(|_| symbol.contains('-')),
        symbol,
    ))
}

/// The symbol of a type and the issuer that follows; a công văn has two codes and no type.
fn symbol(doc_type: &str, rest: &[&str]) -> Option<String> {
    let mut codes = rest.iter().map_while(|token| issuer(token));
    let first = codes.next();
    match (doc_type, first) {
        ("", None) => None,
        ("", Some(issuer)) => Some(match codes.next() {
            Some(unit) => format!("{issuer}-{unit}"),
            None => issuer,
        }),
        (doc_type, None) => Some(doc_type.to_owned()),
        (doc_type, Some(issuer)) if matches!(issuer.as_str(), "TW" | "TU") => {
            Some(format!("{doc_type}/{issuer}"))
        }
        (doc_type, Some(issuer)) => Some(format!("{doc_type}-{issuer}")),
    }
}

fn issuer(token: &str) -> Option<String> {
    let folded = fold(token);
    if let Some((_, proper)) = ISSUERS.iter().find(|(known, _)| *known == folded) {
        return Some((*proper).to_owned());
    }
    let capitals = token.chars().all(char::is_uppercase);
    let length = token.chars().count();
    (capitals && (2..=ISSUER_CHARS_MAX).contains(&length)).then(|| token.to_owned())
}

fn serial(token: &str) -> Option<Serial> {
    Serial::parse(token).filter(|serial| serial.as_written().len() <= 6)
}

fn year(token: &str) -> Option<u16> {
    let year = token
        .parse()
        .ok()
        .filter(|year| (1945..=2099).contains(year));
    year.filter(|_| token.len() == 4)
}

/// Runs of letters and digits; `CT9UB` is three tokens, `30c` one.
fn tokens(stem: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for piece in stem
        .split(|c: char| !c.is_alphanumeric())
        .filter(|piece| !piece.is_empty())
    {
        let mut start = 0;
        let mut before: Option<char> = None;
        for (at, c) in piece.char_indices() {
            let rest_is_letters = 1 < piece[at..]
                .chars()
                .take_while(|c| c.is_alphabetic())
                .take(2)
                .count();
            let turns = before.is_some_and(|before| {
                (before.is_alphabetic() && c.is_ascii_digit())
                    || (before.is_ascii_digit() && c.is_alphabetic() && rest_is_letters)
            });
            if turns {
                tokens.push(&piece[start..at]);
                start = at;
            }
            before = Some(c);
        }
        tokens.push(&piece[start..]);
    }
    tokens
}

/// `293-KH.signed.signed.pdf` → `293-KH`.
fn without_extensions(name: &str) -> &str {
    let mut stem = name;
    while let Some((head, extension)) = stem.rsplit_once('.') {
        let known = matches!(
            fold(extension).as_str(),
            "pdf"
                | "doc"
                | "docx"
                | "rtf"
                | "xls"
                | "xlsx"
                | "zip"
                | "rar"
                | "html"
                | "htm"
                | "aspx"
                | "signed"
                | "txt"
                | "odt"
                | "jpg"
                | "png"
                | "tif"
                | "tiff"
                | "chitiet"
        );
        if !known || head.is_empty() {
            break;
        }
        stem = head;
    }
    stem
}
