//! Look-ups put together from the tables: every code a symbol can hold, every name a body bears,
//! the level of an agency, the province a phrase names.

use std::borrow::Cow;

use super::body::Body;
use super::spelling::key_of;
use super::{AgencyId, Authority, Level, PlaceId};

impl Authority {
    /// Every group of letters that a symbol may hold: `KH`, `QĐ`, `UBND`, `SNV`, as written.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let types = self.doc_types.all.iter().flat_map(|doc_type| {
            [&doc_type.code, &doc_type.abbr]
                .into_iter()
                .chain(&doc_type.variants)
        });
        let bodies = self.bodies.all.iter().flat_map(|body| &body.codes);
        types
            .chain(bodies)
            .map(String::as_str)
            .filter(|code| !code.is_empty())
    }

    /// Every name of a body, with its head word: "Sở Nội vụ", "Ban Thường vụ Tỉnh ủy".
    pub fn agency_names(&self) -> impl Iterator<Item = &str> {
        self.bodies
            .all
            .iter()
            .flat_map(Body::writings)
            .map(String::as_str)
            .filter(|name| name.contains(' '))
    }

    /// The level of an agency by its id; `None` for a body the tables do not hold.
    pub fn level_of(&self, agency: &str) -> Option<Level> {
        let agency = AgencyId(agency.to_owned());
        let place = agency.place();
        let level = match (place.0.as_str(), place.0.matches('/').count()) {
            ("tw", _) => Level::Central,
            (_, 0) => Level::Province,
            (_, 1) if !place.is_commune() => Level::District,
            _ => Level::Commune,
        };
        Some(self.bodies.get(agency.body())?.level(level))
    }

    /// The one province a phrase names: "Sở Nội vụ tỉnh Hưng Yên", "UBND tỉnh Hưng Yên", "Hưng Yên". `None` where it
    /// names none; a district's phrase gives its province where that is written.
    pub fn province_in(&self, phrase: &str) -> Option<PlaceId> {
        let keys: Vec<Cow<str>> = phrase.split_whitespace().map(key_of).collect();
        let province_from = |from: usize| {
            let words = keys[from..].iter().flat_map(|key| key.split(' '));
            let named = self.places.spelled(words.filter(|word| !word.is_empty()));
            named.map(|province| province.id.clone())
        };
        // A province's name ends the phrase or stands before a comma, and has at most five words.
        let endings = keys.len().saturating_sub(5)..keys.len();
        std::iter::once(0)
            .chain(endings)
            .find_map(province_from)
            .or_else(|| {
                let placed = self.agency(phrase, None, None)?.id.place().province();
                (placed.0 != "tw").then_some(placed)
            })
    }
}
