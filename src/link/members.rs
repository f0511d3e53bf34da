//! What linking looks at of one record, and the province its "UBND tỉnh" means.

use std::collections::HashMap;

use super::{Key, Member, Role};
use crate::authority::{AgencyMatch, Authority, PlaceId};
use crate::extract::{Citation, Context, Form, Record, Relation, Status};
use crate::text::Number;

pub(super) fn members(record: &Record, context: &Context, authority: &Authority) -> Vec<Member> {
    let home = Home::of(record, context, authority);
    let earlier = full_forms(&record.citations);
    let mut members = vec![document(record, &home, authority)];
    for citation in &record.citations {
        members.push(member(record, citation, &earlier, &home, authority));
    }
    members
}

/// The key of a number; what has none is keyed by its capture and meets nothing else.
fn key(number: Option<&str>, capture: &str) -> Key {
    match number
        .and_then(Number::parse)
        .and_then(|number| number.key())
    {
        Some(key) => Key(key),
        None => Key(format!("capture:{capture}")),
    }
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
    Member {
        key: Some(key(identity.number.as_deref(), &record.sha256)),
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
        issuer_id,
        placed_by: home.reason.clone(),
        title: identity.title.clone(),
        citing_date: None,
        file: record.file.clone(),
    }
}

fn member(
    record: &Record,
    citation: &Citation,
    earlier: &HashMap<String, &Citation>,
    home: &Home,
    authority: &Authority,
) -> Member {
    let antecedent = citation
        .antecedent
        .and_then(|id| record.citations.get(id as usize));
    let number = number_of(citation).or_else(|| antecedent.and_then(number_of));
    let key = match citation.relation {
        // "Kế hoạch này", "Kế hoạch số      /KH-SNV": the document itself, numbered or not.
        Relation::Itself if number.is_none() => key(record.identity.number.as_deref(), &record.sha256),
        _ => key(number, &record.sha256),
    };
    // Cite-once (Nghị định 30/2020/NĐ-CP): a short mention relies on the full one of the same number.
    let full = antecedent.or_else(|| earlier.get(&key.0).copied());
    let issuer = citation
        .issuer
        .clone()
        .or_else(|| full.and_then(|full| full.issuer.clone()));
    let date = citation
        .date
        .clone()
        .or_else(|| antecedent.and_then(|full| full.date.clone()));
    let on = date.as_deref().and_then(|date| date.parse().ok());
    let by_symbol = number.and_then(|number| issuer_of_symbol(number, authority));
    let found = match &issuer {
        Some(issuer) => authority.agency(issuer, home.place.as_ref(), on),
        None => by_symbol,
    };
    let issuer_id = found.map(|found| found.id.0);
    // A central body needs no province to be placed.
    let local = province_of(issuer_id.as_deref()).is_some();
    let placed_by = home.reason.clone().filter(|_| local);
    Member {
        key: Some(key),
        capture: record.sha256.clone(),
        role: Role::Citation {
            id: citation.id,
            relation: citation.relation,
        },
        doc_type: citation.doc_type.clone(),
        number: number.map(str::to_owned),
        date,
        province: province(issuer_id.as_deref(), home),
        issuer,
        issuer_id,
        placed_by,
        title: citation.title.clone(),
        citing_date: record
            .identity
            .issued_on
            .clone()
            .or_else(|| record.posted_on.clone()),
        file: record.file.clone(),
    }
}

/// The number a citation is linked by: repaired before written; a law's name is none.
fn number_of(citation: &Citation) -> Option<&str> {
    if !matches!(citation.form, Form::Full | Form::Short) {
        return None;
    }
    let canonical = citation.canonical_number.as_ref();
    canonical
        .map(|canonical| canonical.number.as_str())
        .or(citation.number.as_deref())
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
        let on = record.identity.issued_on.as_deref().and_then(|date| date.parse().ok());
        let own = issuer.and_then(|issuer| authority.agency(issuer, home.place.as_ref(), on));
        let place = own.map(|own| own.id.place()).filter(|place| place.0 != "tw");
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
