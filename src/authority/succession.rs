//! What became of an agency or a place, and what it came from; both ways, with dates.

use jiff::civil::Date;

use super::body::Bodies;
use super::mention::full_name;
use super::place::Places;
use super::symbol::level_of;
use super::{AgencyChange, AgencyId, Authority, Level, PlaceChange, PlaceId, TWO_TIERS_FROM};

impl Authority {
    /// The stretch of time that a day is in, counted from the first: within one no agency and no place of the tables comes
    /// or goes or changes its name, so what is said of one day holds for the other.
    pub fn era(&self, on: Date) -> usize {
        self.eras.partition_point(|first| *first <= on)
    }

    /// The province that took this one in, with the day; nothing for one that stands.
    pub fn successors(&self, place: &PlaceId) -> Vec<PlaceChange> {
        self.places
            .changes()
            .filter(|change| change.from == *place)
            .collect()
    }

    /// The provinces this one took in.
    pub fn predecessors(&self, place: &PlaceId) -> Vec<PlaceChange> {
        self.places
            .changes()
            .filter(|change| change.to == *place)
            .collect()
    }

    /// The agencies that took over an agency's work: a merged department's (several, by field of
    /// work), or the same body of the province that took its province in. Direct ones, by date.
    pub fn successors_of(&self, agency: &AgencyId) -> Vec<AgencyChange> {
        let place = agency.place();
        let bodies = self
            .bodies
            .changes
            .iter()
            .filter(|change| change.from == agency.body());
        let mut changes: Vec<AgencyChange> = bodies
            .filter(|change| self.place_existed(&place, Some(change.on)))
            .map(|change| AgencyChange {
                from: agency.clone(),
                to: AgencyId::new(&place, &change.to),
                on: change.on,
                scope: change.scope.clone(),
                is_main: change.is_main,
            })
            .collect();
        let merged = self
            .successors(&place)
            .into_iter()
            .filter(|change| self.stood(agency, change.on));
        changes.extend(merged.map(|change| AgencyChange {
            from: agency.clone(),
            to: AgencyId::new(&change.to, agency.body()),
            on: change.on,
            scope: None,
            is_main: true,
        }));
        changes.extend(moved(agency, self.communes_after(&place)));
        changes.sort_by_key(|change| change.on);
        changes
    }

    /// The agencies whose work this one took over. Direct ones, by date.
    pub fn predecessors_of(&self, agency: &AgencyId) -> Vec<AgencyChange> {
        let place = agency.place();
        let bodies = self
            .bodies
            .changes
            .iter()
            .filter(|change| change.to == agency.body());
        let mut changes: Vec<AgencyChange> = bodies
            .filter(|change| self.place_existed(&place, Some(change.on)))
            .map(|change| AgencyChange {
                from: AgencyId::new(&place, &change.from),
                to: agency.clone(),
                on: change.on,
                scope: change.scope.clone(),
                is_main: change.is_main,
            })
            .collect();
        let merged = self
            .predecessors(&place)
            .into_iter()
            .filter(|change| self.stood(agency, change.on));
        changes.extend(merged.map(|change| AgencyChange {
            from: AgencyId::new(&change.from, agency.body()),
            to: agency.clone(),
            on: change.on,
            scope: None,
            is_main: true,
        }));
        changes.extend(moved(agency, self.places_before(&place)));
        changes.sort_by_key(|change| change.on);
        changes
    }

    /// The last day an agency existed: its own, its province's, or 30 June 2025 for a district's.
    /// `None` for one that stands, or that no table knows.
    pub fn ended_on(&self, agency: &AgencyId) -> Option<Date> {
        let place = agency.place();
        let body = self.bodies.get(agency.body()).and_then(|body| body.until);
        let province = self
            .places
            .get(&place.province())
            .and_then(|province| province.until);
        let district = match level_of(&place) {
            Level::District => TWO_TIERS_FROM.yesterday().ok(),
            _ => None,
        };
        [body, province, district].into_iter().flatten().min()
    }

    /// True if the agency existed on a date, as far as the tables know.
    pub fn existed(&self, agency: &AgencyId, on: Date) -> bool {
        let body = self.bodies.get(agency.body());
        body.is_none_or(|body| body.existed(Some(on)))
            && self.place_existed(&agency.place(), Some(on))
    }

    /// "Sở Nội vụ tỉnh Hưng Yên": the full name of a central or provincial agency; without its
    /// place for smaller ones, whose spelling an id does not keep.
    pub fn agency_name(&self, agency: &AgencyId, on: Option<Date>) -> Option<String> {
        let body = self.bodies.get(agency.body())?;
        Some(full_name(body, &self.places, &agency.place(), on, ""))
    }

    /// What an agency is called within its own place: "Sở Nội vụ".
    pub fn body_names(&self, agency: &AgencyId) -> Vec<String> {
        let body = self.bodies.get(agency.body());
        body.map_or(Vec::new(), |body| body.names.clone())
    }

    pub(super) fn place_existed(&self, place: &PlaceId, on: Option<Date>) -> bool {
        let district = level_of(place) == Level::District;
        let too_late = district && on.is_some_and(|on| TWO_TIERS_FROM <= on);
        let province = self.places.get(&place.province());
        !too_late && province.is_none_or(|province| province.existed(on))
    }

    /// True if the body was there the day a change took effect.
    fn stood(&self, agency: &AgencyId, on: Date) -> bool {
        self.bodies
            .get(agency.body())
            .is_none_or(|body| body.existed(Some(on)))
    }
}

/// The same body of the communes that an old one became part of, or came from. A district's own bodies
/// have no such heirs: what they did went up to the province and down to all communes.
fn moved(agency: &AgencyId, changes: Vec<PlaceChange>) -> Vec<AgencyChange> {
    let communes = changes
        .into_iter()
        .filter(|change| change.from.is_commune());
    let moved = communes.map(|change| AgencyChange {
        from: AgencyId::new(&change.from, agency.body()),
        to: AgencyId::new(&change.to, agency.body()),
        on: change.on,
        scope: None,
        is_main: true,
    });
    moved.collect()
}

/// The first day of every era but the first, in order.
pub(super) fn eras(bodies: &Bodies, places: &Places) -> Vec<Date> {
    let after = |last: Date| last.tomorrow().ok();
    let bodies = bodies.all.iter();
    let bodies = bodies.flat_map(|body| [body.from, body.until.and_then(after)]);
    let merged = places.changes().map(|change| Some(change.on));
    let named = places.renamed().map(Some);
    let days = bodies.chain(merged).chain(named).flatten();
    let mut eras: Vec<Date> = days.chain([TWO_TIERS_FROM]).collect();
    eras.sort();
    eras.dedup();
    eras
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_is_the_same_all_through_an_era() {
        let authority = Authority::bundled();
        let names = authority.bodies.all.iter().flat_map(|body| &body.names);
        let cities = ["Sở Nội vụ", "UBND", "Thành ủy", "Huyện ủy Cao Lãnh,"]
            .map(|body| format!("{body} thành phố Huế"));
        let names: Vec<&str> = names.chain(&cities).map(String::as_str).collect();
        for eras in authority.eras.windows(2) {
            let (first, last) = (eras[0], eras[1].yesterday().unwrap());
            assert_eq!(authority.era(first), authority.era(last));
            for name in &names {
                let on = |day| authority.agency(name, None, Some(day));
                assert_eq!(on(first), on(last), "{name} {first}");
            }
        }
        let (first, last) = (Date::MIN, authority.eras[0].yesterday().unwrap());
        assert_eq!((authority.era(first), authority.era(last)), (0, 0));
    }
}
