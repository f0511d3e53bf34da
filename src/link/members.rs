//! What linking looks at of one record, and the province its "UBND tỉnh" means.

use std::collections::HashMap;

use super::{Key, Member, Role, doubt, keys, likeness};
use crate::authority::{AgencyId, AgencyMatch, Authority, KnownDocument, Level, PlaceId};
use crate::extract::{Citation, Context, Form, Record, Relation, Status};
use crate::text::{Number, fold};

pub(super) fn members(record: &Record, context: &Context, authority: &Authority) -> Vec<Member> {
    let home = Home::of(record, context, authority);
    let document = document(record, &home, authority);
    let citing = Citing {
        earlier: full_forms(&record.citations),
        record,
        document: &document,
        home: &home,
        authority,
    };
    let citations: Vec<Member> = record
        .citations
        .iter()
        .map(|citation| citing.member(citation))
        .collect();
    let echoes = echoes(&document, record, authority);
    let mut members = vec![document];
    members.extend(citations);
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

fn document(record: &Record, home: &Home, authority: &Authority) -> Member {
    let identity = &record.identity;
    let on = identity
        .issued_on
        .as_deref()
        .and_then(|date| date.parse().ok());
    let found = identity
        .issuer
        .as_deref()
        .and_then(|issuer| authority.agency(issuer, home.place.as_ref(), on));
    let issuer_id = found
        .map(|found| found.id.0)
        .or_else(|| identity.issuer_id.clone());
    let mut member = Member {
        key: None,
        capture: record.sha256.clone(),
        role: Role::Document {
            draft: identity.status == Some(Status::Draft),
            page: record.kind != crate::extract::Kind::Document,
        },
        doc_type: identity.doc_type.clone(),
        number: identity.number.clone(),
        date: identity.issued_on.clone(),
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
    member.key = Some(document_key(&member, record, authority));
    member
}

/// A page that carries the whole plan has its title block; a page about it has a headline.
fn is_retold(record: &Record) -> bool {
    let evidence = &record.identity.evidence;
    let title = evidence.iter().find(|it| it.field == "title");
    match title {
        Some(title) => ["headline", "lead_sentence"].contains(&title.source.as_str()),
        None => record.kind != crate::extract::Kind::Document,
    }
}

/// What the citations of one record share.
struct Citing<'a> {
    record: &'a Record,
    document: &'a Member,
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
        let date = citation
            .date
            .clone()
            .or_else(|| antecedent.and_then(|full| full.date.clone()));
        let known = number.and_then(|number| self.known(number, date.as_deref()));
        let issuer = citation
            .issuer
            .clone()
            .or_else(|| full.and_then(|full| full.issuer.clone()));
        let issuer_id = self.issuer_id(issuer.as_deref(), number, date.as_deref(), known);
        // A central body needs no province to be placed.
        let local = province_of(issuer_id.as_deref()).is_some();
        let title = citation.title.clone().or_else(|| citation.name.clone());
        let mut member = Member {
            key: None,
            capture: self.record.sha256.clone(),
            role: Role::Citation {
                id: citation.id,
                relation: citation.relation,
            },
            doc_type: citation.doc_type.clone(),
            number: number.map(str::to_owned),
            date,
            province: province(issuer_id.as_deref(), self.home),
            issuer,
            placed_by: self.home.reason.clone().filter(|_| local),
            title: title.or_else(|| known.map(|known| known.title.clone())),
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

    /// The group of a citation: that of the document for itself; of the serial if the words beside
    /// the number contradict it; of the number; of the title for a plan named without one.
    fn key(&self, citation: &Citation, member: &Member, number_key: Option<Key>) -> Key {
        let own = self.document.number.as_deref().and_then(keys::of_number);
        if citation.relation == Relation::Itself && (number_key.is_none() || number_key == own) {
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
            return known.or(by_symbol.map(|found| found.id.0));
        };
        let by_words = self
            .authority
            .agency(issuer, self.home.place.as_ref(), on)?;
        let central = |found: &AgencyMatch| found.level == Level::Central;
        match by_symbol {
            Some(symbol) if central(&symbol) && central(&by_words) && !is_party(&by_words) => {
                Some(symbol.id.0)
            }
            _ => Some(by_words.id.0),
        }
    }

    fn known(&self, number: &str, date: Option<&str>) -> Option<&KnownDocument> {
        let known = self.authority.known_document(number, None);
        known.or_else(|| self.authority.known_document(number, Some(date?)))
    }
}

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
    let mut forms = HashMap::new();
    for citation in citations {
        let key = citation
            .number
            .as_deref()
            .and_then(Number::parse)
            .and_then(|number| number.key());
        if let (Some(key), Some(_)) = (key, &citation.issuer) {
            forms.entry(key).or_insert(citation);
        }
    }
    forms
}

/// The one body in the state that numbers so: `QĐ-TTg`, `NĐ-CP`. Symbols of places (`QĐ-UBND`) have none.
fn issuer_of_symbol(number: &str, authority: &Authority) -> Option<AgencyMatch> {
    let number = Number::parse(number)?;
    authority.agency_of_symbol(&number.symbol, None, None)
}

/// `hung-yen` of `hung-yen/so-noi-vu`; `None` for the centre.
pub(super) fn province_of(agency: Option<&str>) -> Option<String> {
    let place = agency?.split('/').next()?;
    (place != "tw" && !place.is_empty()).then(|| place.to_owned())
}

/// The province of an agency; that of the document where the agency is not known. The centre has none.
fn province(issuer_id: Option<&str>, home: &Home) -> Option<String> {
    match issuer_id {
        Some(id) => province_of(Some(id)),
        None => home.province(),
    }
}

/// The province the document itself speaks from, and what says so.
struct Home {
    place: Option<PlaceId>,
    reason: Option<String>,
}

impl Home {
    /// Letterhead, place line, parent agency; then the context; then a citation that names its province. Two
    /// citations that name different provinces say nothing.
    fn of(record: &Record, context: &Context, authority: &Authority) -> Home {
        let mut home = Home::province_of(record, context, authority);
        let issuer = record.identity.issuer.as_deref();
        let on = record
            .identity
            .issued_on
            .as_deref()
            .and_then(|date| date.parse().ok());
        let own = issuer.and_then(|issuer| authority.agency(issuer, home.place.as_ref(), on));
        let place = own
            .map(|own| own.id.place())
            .filter(|place| place.0 != "tw");
        // In a district's plan "UBND huyện" is that district's.
        home.place = place.or(home.place);
        home
    }

    /// The province alone, as an id.
    fn province(&self) -> Option<String> {
        self.place.as_ref().map(|place| place.province().0)
    }

    fn province_of(record: &Record, context: &Context, authority: &Authority) -> Home {
        let identity = &record.identity;
        let own = [
            ("cơ quan ban hành", &identity.issuer),
            ("dòng địa danh", &identity.place),
            ("cơ quan chủ quản", &identity.parent_agency),
        ];
        for (what, value) in own {
            let Some(value) = value else { continue };
            if let Some(place) = authority.province_in(value) {
                return Home::by(place, format!("{what} ghi «{value}»"));
            }
        }
        for value in [&context.province, &context.agency].into_iter().flatten() {
            if let Some(place) = authority.province_in(value) {
                return Home::by(place, format!("nguồn thu ghi «{value}»"));
            }
        }
        Home::by_citation(record, authority)
    }

    fn by(place: PlaceId, reason: String) -> Home {
        Home {
            place: Some(place),
            reason: Some(reason),
        }
    }

    fn by_citation(record: &Record, authority: &Authority) -> Home {
        let mut named: Vec<(PlaceId, &str)> = record
            .citations
            .iter()
            .filter(|citation| citation.relation != Relation::Itself)
            .filter_map(|citation| {
                let issuer = citation.issuer.as_deref()?;
                Some((authority.province_in(issuer)?, issuer))
            })
            .collect();
        named.sort();
        named.dedup_by(|left, right| left.0 == right.0);
        match named.as_slice() {
            [(place, issuer)] => Home::by(
                place.clone(),
                format!("viện dẫn trong văn bản ghi «{issuer}»"),
            ),
            _ => Home {
                place: None,
                reason: None,
            },
        }
    }
}
