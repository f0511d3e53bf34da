//! What linking looks at of one record: its document, its citations, its echoes.

use std::collections::HashMap;

use jiff::civil::Date;

use super::home::{Home, province, province_of};
use super::{Anomaly, Key, Member, Role, doubt, keys, likeness};
use crate::authority::{AgencyId, AgencyMatch, Authority, KnownDocument, Level};
use crate::extract::{Citation, Context, Form, Record, Relation, Status};
use crate::text::{Number, fold};

pub(super) fn members(record: &Record, context: &Context, authority: &Authority) -> Vec<Member> {
    let home = Home::of(record, context, authority);
    let document = document(record, &home, authority);
    let echoes = echoes(&document, record, authority);
    let citing = Citing {
        earlier: full_forms(&record.citations),
        record,
        carrier: carrier(record),
        document: &document,
        number: document.number.as_deref().and_then(keys::of_number),
        home: &home,
        authority,
    };
    // A record may have twenty thousand: one after the other where they stay.
    let mut members = Vec::with_capacity(1 + record.citations.len() + echoes.len());
    let citations = record.citations.iter();
    members.extend(citations.map(|citation| citing.member(citation)));
    members.insert(0, document);
    members.extend(echoes);
    members
}

/// The group of a document: of its number; of its serial if its own words contradict its symbol; of
/// its title if it has no number but says its type, issuer and year.
fn document_key(member: &Member, record: &Record, authority: &Authority) -> Key {
    let issuer = member.issuer_id.as_deref();
    let Some(number) = member.number.as_deref().and_then(Number::parse) else {
        let named = (member.doc_type.as_deref(), issuer, year_of_record(record));
        return match named {
            (Some(doc_type), Some(issuer), Some(year)) => keys::of_title(doc_type, issuer, year),
            _ => keys::alone(&member.capture),
        };
    };
    let slip = doubt::slip(&number, member.doc_type.as_deref(), issuer, authority);
    let year = number.year.or_else(|| keys::year(member.date.as_deref()));
    if let (Some(_), Some(issuer), Some(year)) = (slip, issuer, year)
        && let Some(key) = keys::of_serial(&number, issuer, year)
    {
        return key;
    }
    match number.key() {
        Some(key) => Key(key),
        None => match (member.doc_type.as_deref(), issuer, year_of_record(record)) {
            (Some(doc_type), Some(issuer), Some(year)) => keys::of_title(doc_type, issuer, year),
            _ => keys::alone(&member.capture),
        },
    }
}

/// A page may be the only one to say when.
fn year_of_record(record: &Record) -> Option<u16> {
    keys::year(record.identity.issued_on.as_deref())
        .or_else(|| keys::year(record.posted_on.as_deref()))
}

/// The numbers a document should bear whose symbol is another agency's: those who cite it may put it right.
fn proper_keys(document: &Member, number: &Number, authority: &Authority) -> Vec<Key> {
    let issuer = document.issuer_id.as_deref();
    let slip = doubt::slip(number, document.doc_type.as_deref(), issuer, authority);
    let (Some(doubt::Slip::Issuer), Some(issuer), Some(serial)) = (slip, issuer, &number.serial)
    else {
        return Vec::new();
    };
    let codes = authority.codes_of(&AgencyId(issuer.to_owned()));
    let symbol = |code: &String| match number.type_code() {
        Some(type_code) => format!("{}/{type_code}-{code}", serial.as_written()),
        None => format!("{}/{code}", serial.as_written()),
    };
    let keys = codes
        .iter()
        .filter_map(|code| keys::of_number(&symbol(code)));
    let mut keys: Vec<Key> = keys.collect();
    keys.sort();
    keys.dedup();
    keys
}

/// The document as the other groups see it that something else of it may stand in.
fn echoes(document: &Member, record: &Record, authority: &Authority) -> Vec<Member> {
    let mut groups = Vec::new();
    let number = document.number.as_deref().and_then(Number::parse);
    let issuer = document.issuer_id.as_deref();
    if let (Some(number), Some(issuer)) = (&number, issuer)
        && let Some(key) = number.key()
    {
        groups.push(Key(key));
        groups.extend(proper_keys(document, number, authority));
        let year = number.year.or_else(|| keys::year(document.date.as_deref()));
        groups.extend(year.and_then(|year| keys::of_serial(number, issuer, year)));
        let named = (document.doc_type.as_deref(), year_of_record(record));
        if let (Some(doc_type), Some(year)) = named {
            groups.push(keys::of_title(doc_type, issuer, year));
        }
    }
    groups.retain(|key| Some(key) != document.key.as_ref());
    let echo = |key: Key| Member {
        key: Some(key),
        role: Role::Echo,
        placed_by: None,
        doubts: Vec::new(),
        ..document.clone()
    };
    groups.into_iter().map(echo).collect()
}

/// The decision a plan without a number of its own is attached to: the first thing it cites, in brackets
/// beneath its title, "(Ban hành kèm theo Quyết định số …)". It bears that number.
fn carrier(record: &Record) -> Option<&Citation> {
    let first = record.citations.first()?;
    let blank = record.identity.number.as_deref().and_then(Number::parse);
    let is_blank = blank.is_none_or(|number| number.is_unfilled());
    let is_carrier = first.relation == Relation::IssuedBy && first.form == Form::Full;
    let whole = first.number.as_deref().and_then(keys::of_number).is_some();
    (is_blank && is_carrier && whole).then_some(first)
}

fn document(record: &Record, home: &Home, authority: &Authority) -> Member {
    let identity = &record.identity;
    let carrier = carrier(record);
    let number = carrier.map_or(&identity.number, |carrier| &carrier.number);
    let date = match (carrier, &identity.issued_on) {
        (Some(carrier), None) => &carrier.date,
        (_, own) => own,
    };
    let on = identity
        .issued_on
        .as_deref()
        .and_then(|date| date.parse().ok());
    let found = identity
        .issuer
        .as_deref()
        .and_then(|issuer| agency_of(issuer, number.as_deref(), (home, on), authority));
    let issuer_id = found
        .map(|found| found.id.0)
        .or_else(|| identity.issuer_id.clone());
    let mut member = Member {
        key: None,
        capture: record.sha256.clone(),
        role: Role::Document {
            draft: identity.status == Some(Status::Draft) && carrier.is_none(),
            page: record.kind != crate::extract::Kind::Document,
        },
        doc_type: identity.doc_type.clone(),
        number: number.clone(),
        date: date.clone(),
        issuer: identity.issuer.clone(),
        province: province(issuer_id.as_deref(), home),
        placed_by: home.reason.clone(),
        title: identity.title.clone(),
        citing_date: None,
        file: record.file.clone(),
        citing: None,
        citing_issuer: None,
        full_date: None,
        partial: false,
        sketch: likeness::sketch(record),
        retold: is_retold(record),
        doubts: doubt::of_document(record, issuer_id.as_deref(), home.place.as_ref(), authority),
        by_hand: None,
        issuer_id,
    };
    if carrier.is_some() {
        let blank = |doubt: &Anomaly| doubt.code.ends_with("_unfilled");
        member.doubts.retain(|doubt| !blank(doubt));
    }
    member.key = Some(document_key(&member, record, authority));
    member
}

/// A page that carries the whole plan has its title block; a page about it has a headline.
fn is_retold(record: &Record) -> bool {
    let evidence = &record.identity.evidence;
    let title = evidence.iter().find(|it| it.field == "title");
    match title {
        Some(title) => ["headline", "lead_sentence"].contains(&title.source.as_ref()),
        None => record.kind != crate::extract::Kind::Document,
    }
}

/// What the citations of one record share.
struct Citing<'a> {
    record: &'a Record,
    carrier: Option<&'a Citation>,
    document: &'a Member,
    /// What the document's own number shares in all writings.
    number: Option<Key>,
    /// The first full mention of each number.
    earlier: HashMap<String, &'a Citation>,
    home: &'a Home,
    authority: &'a Authority,
}

impl Citing<'_> {
    fn member(&self, citation: &Citation) -> Member {
        let citations = &self.record.citations;
        let antecedent = citation
            .antecedent
            .and_then(|id| citations.get(id as usize));
        let number = number_of(citation).or_else(|| antecedent.and_then(number_of));
        let key = number.and_then(keys::of_number);
        // Cite-once (Nghị định 30/2020/NĐ-CP): a short mention relies on the full one of the same number.
        let full = antecedent.or_else(|| {
            let key = key.as_ref()?;
            self.earlier.get(&key.0).copied()
        });
        let own_date = citation.date.clone();
        let date = own_date
            .filter(|date| !is_year_of_work(date, full))
            .or_else(|| antecedent.and_then(|full| full.date.clone()));
        let known = number.and_then(|number| self.known(number, date.as_deref()));
        let issuer = citation
            .issuer
            .clone()
            .or_else(|| full.and_then(|full| full.issuer.clone()));
        let issuer_id = self.issuer_id(issuer.as_deref(), number, date.as_deref(), known);
        let is_own = issuer.is_none() && issuer_id.is_none() && self.changes_own(citation, number);
        let issuer_id = match is_own {
            true => self.document.issuer_id.clone(),
            false => issuer_id,
        };
        // A central body needs no province to be placed.
        let local = province_of(issuer_id.as_deref()).is_some();
        // Who says the province needs nobody else to say it.
        let says_it = |issuer: &String| self.authority.province_in(issuer).is_some();
        let local = local && !issuer.as_ref().is_some_and(says_it);
        let placed_by = match is_own {
            true => Some("cơ quan sửa đổi, thay thế, bãi bỏ văn bản của chính mình".to_owned()),
            false => self.home.reason.clone().filter(|_| local),
        };
        let title = citation.title.clone().or_else(|| citation.name.clone());
        let mut member = Member {
            key: None,
            capture: self.record.sha256.clone(),
            role: Role::Citation {
                id: citation.id,
                relation: self.relation(citation),
            },
            doc_type: citation.doc_type.clone(),
            number: number.map(str::to_owned),
            date,
            province: province(issuer_id.as_deref(), self.home),
            issuer,
            placed_by,
            title: title.or_else(|| known_title(known, citation.date.as_deref())),
            citing_date: self
                .document
                .date
                .clone()
                .or_else(|| self.record.posted_on.clone()),
            file: self.record.file.clone(),
            citing: self.document.number.clone(),
            citing_issuer: self.document.issuer_id.clone(),
            full_date: full.and_then(|full| full.date.clone()),
            partial: citation.pinpoint.is_some() || citation.nested_in.is_some(),
            sketch: Vec::new(),
            retold: false,
            doubts: doubt::of_citation(self.record, citation, issuer_id.as_deref(), self.authority),
            by_hand: None,
            issuer_id,
        };
        member.key = Some(self.key(citation, &member, key));
        member
    }

    /// The decision that carries a plan is the same work.
    fn relation(&self, citation: &Citation) -> Relation {
        match self.carrier {
            Some(carrier) if carrier.id == citation.id => Relation::Itself,
            _ => citation.relation,
        }
    }

    /// The group of a citation: that of the document for itself; of the serial if the words beside
    /// the number contradict it; of the number; of the title for a plan named without one.
    fn key(&self, citation: &Citation, member: &Member, number_key: Option<Key>) -> Key {
        if self.relation(citation) == Relation::Itself
            && (number_key.is_none() || number_key == self.number)
        {
            let alone = || keys::alone(&self.document.capture);
            return self.document.key.clone().unwrap_or_else(alone);
        }
        let issuer = member.issuer_id.as_deref();
        let doc_type = member.doc_type.as_deref();
        if let Some(number) = member.number.as_deref().and_then(Number::parse)
            && let Some(issuer) = issuer
            && doubt::slip(&number, doc_type, Some(issuer), self.authority).is_some()
            && let Some(year) = number.year.or_else(|| keys::year(believed_date(member)))
            && let Some(key) = keys::of_serial(&number, issuer, year)
        {
            return key;
        }
        let named = || {
            let name = citation.name.as_deref().or(citation.title.as_deref())?;
            let year = keys::year(member.date.as_deref()).or_else(|| year_in(name))?;
            Some(keys::of_title(doc_type?, issuer?, year))
        };
        number_key
            .or_else(|| named().filter(|_| citation.form == Form::Named))
            .unwrap_or_else(|| keys::alone(&self.record.sha256))
    }

    /// Words first; but a symbol that one central body alone writes (`QĐ-TTg`) is surer than another
    /// central body's name beside it.
    fn issuer_id(
        &self,
        issuer: Option<&str>,
        number: Option<&str>,
        date: Option<&str>,
        known: Option<&KnownDocument>,
    ) -> Option<String> {
        let on = date.and_then(|date| date.parse().ok());
        let by_symbol = number.and_then(|number| issuer_of_symbol(number, self.authority));
        let Some(issuer) = issuer else {
            let known = known.map(|known| known.issuer.clone());
            let central = || by_symbol.map(|found| found.id.0);
            return known
                .or_else(central)
                .or_else(|| self.of_home(number?, date?));
        };
        let by_words = agency_of(issuer, number, (self.home, on), self.authority)?;
        let central = |found: &AgencyMatch| found.level == Level::Central;
        match by_symbol {
            Some(symbol) if central(&symbol) && central(&by_words) && !is_party(&by_words) => {
                Some(symbol.id.0)
            }
            _ => Some(by_words.id.0),
        }
    }

    /// The one body of the home province that numbers so: `KH/TU` is its Party committee's, `KH-SNV` its
    /// department's. Committees and councils of every level share `UBND` and `HĐND`, and a number
    /// without a day is of too many years.
    fn of_home(&self, number: &str, date: &str) -> Option<String> {
        const SHARED: [&str; 2] = ["ubnd", "hdnd"];
        let number = Number::parse(number)?;
        let home = self.home.place.as_ref()?.province();
        let on = date.parse().ok();
        let found = self
            .authority
            .agency_of_symbol(&number.symbol, Some(&home), on)?;
        let is_shared = SHARED.contains(&found.id.body());
        (!is_shared && found.id.place() == home).then_some(found.id.0)
    }

    /// An agency amends, replaces and repeals what it issued itself: a number with its own symbol and no
    /// issuer is its own.
    fn changes_own(&self, citation: &Citation, number: Option<&str>) -> bool {
        let changes = [Relation::Amends, Relation::Replaces, Relation::Repeals];
        let own = self.document.issuer_id.as_ref();
        let number = number.and_then(Number::parse);
        let (Some(own), Some(number)) = (own, number) else {
            return false;
        };
        let own = AgencyId(own.clone());
        changes.contains(&citation.relation)
            && citation.nested_in.is_none()
            && !self.authority.codes_of(&own).is_empty()
            && self.authority.symbol_fits(&number.symbol, &own)
    }

    fn known(&self, number: &str, date: Option<&str>) -> Option<&KnownDocument> {
        let known = self.authority.known_document(number, None);
        known.or_else(|| self.authority.known_document(number, Some(date?)))
    }
}

/// The agency some words name. Of several who issue together ("Bộ Nội vụ, Bộ Tài chính") the one that
/// numbers: the first in the symbol, or else the first named.
fn agency_of(
    issuer: &str,
    number: Option<&str>,
    (home, on): (&Home, Option<Date>),
    authority: &Authority,
) -> Option<AgencyMatch> {
    let agency = |words: &str| authority.agency(words, home.place.as_ref(), on);
    if let Some(found) = agency(issuer) {
        return Some(found);
    }
    let several = several(issuer, agency)?;
    let symbol = number.and_then(|number| number.rsplit('/').next());
    let code = symbol.and_then(|symbol| symbol.split('-').nth(1));
    let numbers = |it: &&AgencyMatch| {
        let codes = authority.codes_of(&it.id);
        codes.iter().any(|known| Some(known.as_str()) == code)
    };
    let first = several.iter().find(numbers).or(several.first());
    first.cloned()
}

/// The agencies a list names and nothing else. "và", "," and "-" stand between names and inside them ("Bộ Khoa học và Công
/// nghệ và Bộ Nội vụ"): each name is the longest that is known.
fn several(list: &str, agency: impl Fn(&str) -> Option<AgencyMatch>) -> Option<Vec<AgencyMatch>> {
    const JOINTS: [&str; 6] = [" và ", ",", ";", " - ", "–", "-"];
    let mut found = Vec::new();
    let mut rest = list.trim();
    while !rest.is_empty() && found.len() < ISSUERS_MAX {
        let cuts = rest.char_indices().filter_map(|(at, _)| {
            let joint = JOINTS
                .iter()
                .find(|joint| rest[at..].starts_with(**joint))?;
            Some((at, at + joint.len()))
        });
        let mut ends: Vec<(usize, usize)> = cuts.take(CUTS_MAX).collect();
        ends.push((rest.len(), rest.len()));
        let known = |&(end, next): &(usize, usize)| Some((agency(rest[..end].trim())?, next));
        let (one, next) = ends.iter().rev().find_map(known)?;
        found.push(one);
        rest = rest[next..].trim();
    }
    (1 < found.len() && rest.is_empty()).then_some(found)
}

/// Agencies that issue one document: three is the most seen.
const ISSUERS_MAX: usize = 16;

/// Places in a list where one of its names may end.
const CUTS_MAX: usize = 24;

/// The Party's organs share a symbol, so that words tell them apart.
fn is_party(found: &AgencyMatch) -> bool {
    super::kin::numbering(&found.id.0) == "tw/trung-uong"
}

/// "Kế hoạch CCHC của tỉnh năm 2021" → 2021; none where two years stand.
fn year_in(name: &str) -> Option<u16> {
    let folded = fold(name);
    let mut years = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1945..2100).contains(year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

/// The date a citation gives, unless it is later than the citing document: then it is a slip and does not vote.
pub(super) fn believed_date(citation: &Member) -> Option<&str> {
    let date = citation.date.as_deref()?;
    let own = citation.citing_date.as_deref();
    let later = own.is_some_and(|own| doubt::is_after(date, own));
    (!later).then_some(date)
}

/// The number a citation is linked by: repaired before written, and a law's own where only its name is.
fn number_of(citation: &Citation) -> Option<&str> {
    let canonical = citation.canonical_number.as_ref();
    let written = citation.number.as_deref();
    let written = written.filter(|_| matches!(citation.form, Form::Full | Form::Short));
    canonical
        .map(|canonical| canonical.number.as_str())
        .or(written)
}

/// The first full mention of each number.
fn full_forms(citations: &[Citation]) -> HashMap<String, &Citation> {
    let whole = |citation: &Citation| citation.date.as_deref().is_some_and(|it| it.len() == 10);
    let mut forms: HashMap<String, &Citation> = HashMap::new();
    let mut several: Vec<String> = Vec::new();
    for citation in citations {
        let number = citation.number.as_deref().and_then(Number::parse);
        let (Some(key), Some(_)) = (number.and_then(|it| it.key()), &citation.issuer) else {
            continue;
        };
        let first = forms.entry(key.clone()).or_insert(citation);
        if !whole(first) && whole(citation) {
            *first = citation;
        }
        let years = (
            keys::year(first.date.as_deref()),
            keys::year(citation.date.as_deref()),
        );
        if whole(citation) && matches!(years, (Some(one), Some(other)) if one != other) {
            several.push(key);
        }
    }
    // One number of two years: a short mention may rely on either.
    for key in several {
        forms.remove(&key);
    }
    forms
}

/// "Thực hiện Kế hoạch số 21/KH-UBND năm 2025": where the same document cites it in full with the day of another
/// year, a year alone is when it is carried out.
fn is_year_of_work(date: &str, full: Option<&Citation>) -> bool {
    let issued = full.and_then(|full| full.date.as_deref());
    date.len() == 4 && issued.is_some_and(|day| day.len() == 10 && !day.starts_with(date))
}

/// What a known instrument is called, for a citation of its year: the same number is given anew every
/// year, and another year's is another's name.
fn known_title(known: Option<&KnownDocument>, date: Option<&str>) -> Option<String> {
    let known = known?;
    let cited = keys::year(date);
    let same = cited.is_none_or(|year| i16::try_from(year) == Ok(known.date.year()));
    same.then(|| known.title.clone())
}

/// The one body in the state that numbers so: `QĐ-TTg`, `NĐ-CP`. Symbols of places (`QĐ-UBND`) have none.
fn issuer_of_symbol(number: &str, authority: &Authority) -> Option<AgencyMatch> {
    let number = Number::parse(number)?;
    authority.agency_of_symbol(&number.symbol, None, None)
}
