//! The province a document speaks from: what "UBND tỉnh" means in it.

use crate::authority::{Authority, PlaceId};
use crate::extract::{Context, Record, Relation};

/// `hung-yen` of `hung-yen/so-noi-vu`; `None` for the centre.
pub(super) fn province_of(agency: Option<&str>) -> Option<String> {
    let place = agency?.split('/').next()?;
    (place != "tw" && !place.is_empty()).then(|| place.to_owned())
}

/// The province of an agency; that of the document where the agency is not known. The centre has none.
pub(super) fn province(issuer_id: Option<&str>, home: &Home) -> Option<String> {
    match issuer_id {
        Some(id) => province_of(Some(id)),
        None => home.province(),
    }
}

/// The province the document itself speaks from, and what says so.
pub(super) struct Home {
    pub(super) place: Option<PlaceId>,
    pub(super) reason: Option<String>,
}

impl Home {
    /// Letterhead, place line, parent agency; then the context; then a citation that names its province. Two
    /// citations that name different provinces say nothing.
    pub(super) fn of(record: &Record, context: &Context, authority: &Authority) -> Home {
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
            ("cơ quan ban hành của văn bản này là", &identity.issuer),
            ("dòng địa danh của văn bản này ghi", &identity.place),
            (
                "cơ quan chủ quản của văn bản này là",
                &identity.parent_agency,
            ),
        ];
        for (what, value) in own {
            let Some(value) = value else { continue };
            if let Some(place) = authority.province_in(value) {
                return Home::by(place, format!("{what} «{value}»"));
            }
        }
        for value in [&context.province, &context.agency].into_iter().flatten() {
            if let Some(place) = authority.province_in(value) {
                return Home::by(place, format!("nguồn của văn bản này ghi «{value}»"));
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
                format!("viện dẫn khác trong văn bản này ghi «{issuer}»"),
            ),
            _ => Home {
                place: None,
                reason: None,
            },
        }
    }
}
