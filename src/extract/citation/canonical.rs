//! The number a citation stands for where it is not written as the rules of form say, or not written
//! at all. For linking only: `number` keeps what is written.

use std::borrow::Cow;

use crate::authority::{Authority, DocType, Level};
use crate::extract::Canonical;
use crate::extract::lexer::Lexicon;
use crate::extract::number::NumberToken;
use crate::text::{Number, fold, fold_char, folds_to, lookup_key};

/// Party bodies as the last part of a symbol, folded: the Party writes `18-NQ/TW`.
const PARTY: [&str; 9] = ["tw", "tu", "hu", "du", "qu", "thu", "vptw", "vptu", "dhtw"];

/// Bodies of the state that write `45/KH-UBND` whatever a typist made of it, folded.
const STATE: [&str; 7] = ["ubnd", "ub", "hdnd", "cp", "ttg", "ctn", "vpcp"];

const REWRITTEN: &str = "viết lại theo thể thức số, ký hiệu";
const INFERRED: &str = "suy từ loại văn bản và cơ quan ban hành";
const KNOWN: &str = "văn bản quen gọi bằng tên này";

/// What is known of a citation once it is read.
pub(super) struct Written<'a> {
    pub doc_type: Option<&'a str>,
    pub number: Option<&'a NumberToken>,
    /// The bare serial of a short form.
    pub serial: Option<&'a str>,
    pub issuer: Option<&'a str>,
    /// ISO, perhaps partial.
    pub date: Option<&'a str>,
    /// "Đề án 06", "Luật Cán bộ, công chức": how it is called.
    pub name: Option<&'a str>,
}

impl Written<'_> {
    pub(super) fn canonical(&self, authority: &Authority) -> Option<Canonical> {
        let made = |number: String, reason: &str| Canonical {
            number,
            reason: reason.to_owned(),
        };
        match self.number {
            Some(number) if number.symbol().is_some() => {
                let proper = self.rewritten(number, authority)?;
                (proper != number.number).then(|| made(proper, REWRITTEN))
            }
            Some(number) => {
                let serial = number.serial()?;
                let number = self.inferred(serial, number.year, authority)?;
                Some(made(number, INFERRED))
            }
            None => {
                let inferred = self.serial.and_then(|serial| {
                    let number = self.inferred(serial, None, authority)?;
                    Some(made(number, INFERRED))
                });
                inferred.or_else(|| {
                    let known = authority.known_document(self.name?, self.date)?;
                    Some(made(known.number.clone(), KNOWN))
                })
            }
        }
    }

    /// True if the rules of form leave the number as it is: its codes are of the tables and written as they are there,
    /// its separators where they belong. Nearly all numbers are so.
    pub(super) fn is_by_the_rules(&self, written: &NumberToken, authority: &Authority) -> bool {
        let by_rules = || {
            written.serial().filter(|serial| is_all_digits(serial))?;
            let (joint, symbol) = (written.joint(), written.symbol()?);
            let is_dated = joint.len() == "/2021/".len() && joint.starts_with('/');
            let is_party = joint == "-";
            let doc_type = authority.doc_type(self.doc_type?)?;
            let rest = symbol.strip_prefix(doc_type.abbr.as_str())?;
            let issuers = rest.strip_prefix(if is_party { '/' } else { '-' })?;
            let first = issuers.split('-').next()?;
            let is_of_party = is_of_party(first);
            let fits = is_dated || is_party && is_of_party || joint == "/" && !is_of_party;
            let lexicon = Lexicon::bundled();
            Some(fits && issuers.split('-').all(|code| lexicon.is_proper(code)))
        };
        by_rules() == Some(true)
    }

    /// The number with its codes properly spelled and its separators where they belong.
    fn rewritten(&self, written: &NumberToken, authority: &Authority) -> Option<String> {
        let own = written.serial()?;
        let serial = certain_digits(own);
        let rest = written.number.strip_prefix(own)?;
        let serial: &str = &serial;
        let number = Number::parse(&[serial, rest].concat())?;
        let mut codes: Vec<String> = number.codes().map(str::to_owned).collect();
        let doc_type = self.doc_type.and_then(|code| authority.doc_type(code));
        if let Some(parted) = doc_type.and_then(|it| parted(&codes, &it.abbr)) {
            codes = parted;
        }
        let is_typed =
            self.spell_type(codes.first_mut()?, doc_type) || number.type_code().is_some();
        for code in codes.iter_mut().skip(1) {
            spell_issuer(code);
        }
        let issuer = codes.get(1).map(|code| fold(code)).unwrap_or_default();
        // "2587-CV/VPTW/nb" keeps the mark of what is for the Party's own.
        let rest = || match codes.get(1..).unwrap_or_default() {
            [issuers @ .., mark] if mark == "nb" => [&issuers.join("-"), "/nb"].concat(),
            issuers => issuers.join("-"),
        };
        let is_dashed = number.separator() == '-';
        // "19-2018/NQ-CP" keeps its dash.
        let year = match (number.year, is_dashed) {
            (Some(year), true) => format!("-{year}"),
            (Some(year), false) => format!("/{year}"),
            (None, _) => String::new(),
        };
        let is_party = PARTY.contains(&issuer.as_str()) && year.is_empty();
        Some(if is_typed && is_party {
            [serial, "-", &codes[0], "/", &rest()].concat()
        } else if is_typed && is_state(&issuer) {
            [serial, &year, "/", &codes[0], "-", &rest()].concat()
        } else {
            let joint = if is_dashed && year.is_empty() {
                "-"
            } else {
                "/"
            };
            [serial, &year, joint, &respelled(&number.symbol, &codes)].concat()
        })
    }

    /// Spells the type's own letters: `QD` after "Quyết định", and `ỌĐ` as OCR reads it.
    fn spell_type(&self, code: &mut String, doc_type: Option<&DocType>) -> bool {
        let folded = fold(code);
        let same = |abbr: &str| {
            let abbr = fold(abbr);
            abbr == folded || abbr == folded.replace('o', "q")
        };
        if let Some(doc_type) = doc_type.filter(|it| !it.abbr.is_empty() && same(&it.abbr)) {
            code.clone_from(&doc_type.abbr);
            return true;
        }
        if !code.contains(char::is_uppercase)
            && let Some(proper) = Lexicon::bundled().proper_code(code)
        {
            *code = proper.to_owned();
        }
        false
    }

    /// `749` of the Prime Minister's Quyết định → `749/QĐ-TTg`; a normative type needs its year.
    fn inferred(&self, serial: &str, year: Option<u16>, authority: &Authority) -> Option<String> {
        let doc_type = authority.doc_type(self.doc_type?)?;
        let dated = self.date.and_then(|date| date.get(..4)?.parse().ok());
        let year = year.or(dated.filter(|_| doc_type.is_normative));
        if doc_type.code == "NĐ" {
            return Some(format!("{serial}/{}/NĐ-CP", year?));
        }
        let issuer = self.issuer_code(authority)?;
        let abbr = Some(doc_type.abbr.as_str()).filter(|abbr| !abbr.is_empty())?;
        if PARTY.contains(&fold(&issuer).as_str()) {
            return Some(format!("{serial}-{abbr}/{issuer}"));
        }
        match (doc_type.code.as_str(), year) {
            ("TT" | "TTLT", None) => None,
            (_, Some(year)) => Some(format!("{serial}/{year}/{abbr}-{issuer}")),
            (_, None) => Some(format!("{serial}/{abbr}-{issuer}")),
        }
    }

    /// The code of the issuer as written: "Thủ tướng Chính phủ" → `TTg`.
    fn issuer_code(&self, authority: &Authority) -> Option<String> {
        const SAID: [(&str, &str); 11] = [
            ("thu tuong", "TTg"),
            ("chinh phu", "CP"),
            ("bo chinh tri", "TW"),
            ("ban bi thu", "TW"),
            ("ban chap hanh trung uong", "TW"),
            ("tinh uy", "TU"),
            ("thanh uy", "TU"),
            ("uy ban nhan dan", "UBND"),
            ("ubnd", "UBND"),
            ("hoi dong nhan dan", "HĐND"),
            ("hdnd", "HĐND"),
        ];
        let issuer = self.issuer?;
        let key = lookup_key(issuer);
        if let Some((_, code)) = SAID.iter().find(|(said, _)| key.contains(said)) {
            return Some((*code).to_owned());
        }
        let agency = authority.agency(issuer, None, None)?;
        let is_central = agency.level == Level::Central;
        let code = authority.codes_of(&agency.id).first();
        code.filter(|_| is_central).cloned()
    }
}

/// True if the code is one of [`PARTY`], all of which end in one of two letters.
fn is_of_party(code: &str) -> bool {
    let last = code.chars().next_back().and_then(fold_char);
    matches!(last, Some('u' | 'w')) && PARTY.iter().any(|party| folds_to(code, party))
}

/// "QĐUBND", "NĐCP": saved pages lose the dash between the type's letters and the issuer's.
fn parted(codes: &[String], abbr: &str) -> Option<Vec<String>> {
    let [glued] = codes else {
        return None;
    };
    let issuer = glued.strip_prefix(abbr).filter(|_| !abbr.is_empty())?;
    let known = |code: &str| Lexicon::bundled().proper_code(code).is_some();
    let parts = 2 <= issuer.chars().count() && known(issuer) && !known(glued);
    parts.then(|| vec![abbr.to_owned(), issuer.to_owned()])
}

fn is_state(issuer: &str) -> bool {
    let is_department = issuer.starts_with('s') && (3..=8).contains(&issuer.len());
    STATE.contains(&issuer)
        || (is_department && crate::extract::number::Codes::is_code(Lexicon::bundled(), issuer))
}

/// "2l" → 21, "O8" → 08: letters that OCR made of digits; "2a" stays.
fn certain_digits(serial: &str) -> Cow<'_, str> {
    if is_all_digits(serial) {
        return Cow::Borrowed(serial);
    }
    let digits: String = serial
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            c => c,
        })
        .collect();
    match is_all_digits(&digits) {
        true => Cow::Owned(digits),
        false => Cow::Borrowed(serial),
    }
}

fn is_all_digits(serial: &str) -> bool {
    serial.bytes().all(|byte| byte.is_ascii_digit())
}

/// `ttg`, `TTG` → `TTg`; `HDND` → `HĐND`. Another agency's letters may fold to the same, so nothing
/// else gets its Đ back.
fn spell_issuer(code: &mut String) {
    let Some(proper) = Lexicon::bundled().proper_code(code) else {
        return;
    };
    if proper == code {
        return;
    }
    let differs_in_case = proper.to_lowercase() == code.to_lowercase();
    let is_small = !code.contains(char::is_uppercase);
    if differs_in_case || is_small || proper == "HĐND" {
        *code = proper.to_owned();
    }
}

/// The symbol with its parts replaced and its separators kept.
fn respelled(symbol: &str, codes: &[String]) -> String {
    let mut separators = symbol.chars().filter(|c| matches!(c, '-' | '/' | '_'));
    let mut out = String::with_capacity(symbol.len());
    for code in codes {
        if !out.is_empty() {
            out.push(
                separators
                    .next()
                    .map_or('-', |c| if c == '_' { '-' } else { c }),
            );
        }
        out.push_str(code);
    }
    out
}
