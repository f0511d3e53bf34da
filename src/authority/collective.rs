//! One line of addressees that stands for many agencies: "Các sở, ban, ngành", "UBND các xã, phường".

use jiff::civil::Date;

use crate::text::{fold, lookup_key};

use super::commune::SmallPlace;
use super::mention::full_name;
use super::place::TWO_TIERS_FROM;
use super::table::Table;
use super::{AgencyId, AgencyMatch, Authority, Level, PlaceId};

/// Whose agencies a collective means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Centre,
    /// The province that speaks.
    Own,
    Provinces,
    Districts,
    Communes,
}

#[derive(Debug)]
pub(super) struct Collective {
    /// Folded; the mention holds one of them.
    phrases: Vec<String>,
    of: Of,
    bodies: Vec<String>,
}

pub(super) fn read(table: &Table) -> Vec<Collective> {
    let row = |row: super::table::Row<'_>| Collective {
        phrases: row
            .list("phrases")
            .iter()
            .map(|it| lookup_key(it))
            .collect(),
        of: match row.text("of") {
            "centre" => Of::Centre,
            "provinces" => Of::Provinces,
            "districts" => Of::Districts,
            "communes" => Of::Communes,
            _ => Of::Own,
        },
        bodies: row.list("bodies"),
    };
    table.rows().map(row).collect()
}

impl Authority {
    /// The agencies that a line of addressees stands for, spoken from `home` on a date: each agency
    /// of a collective that existed that day. Empty for a line that names one agency or none.
    pub fn expand(&self, mention: &str, home: Option<&PlaceId>, on: Date) -> Vec<AgencyMatch> {
        let mention = lookup_key(&fold(mention));
        let said = self.collectives.iter().filter(|collective| {
            let mut phrases = collective.phrases.iter();
            phrases.any(|phrase| holds(&mention, phrase))
        });
        let mut found: Vec<AgencyMatch> = Vec::new();
        for collective in said {
            for agency in self.members_of(collective, home, on) {
                if !found.iter().any(|known| known.id == agency.id) {
                    found.push(agency);
                }
            }
        }
        found
    }

    fn members_of(
        &self,
        collective: &Collective,
        home: Option<&PlaceId>,
        on: Date,
    ) -> Vec<AgencyMatch> {
        let own = home.and_then(|home| self.province_on(home, on));
        let places: Vec<(PlaceId, Level, String)> = match collective.of {
            Of::Centre => vec![(PlaceId("tw".into()), Level::Central, String::new())],
            Of::Own => own
                .map(|own| (own, Level::Province, String::new()))
                .into_iter()
                .collect(),
            Of::Provinces => {
                let there = self.places.all.iter();
                let there = there.filter(|it| it.existed(Some(on)));
                there
                    .map(|it| (it.id.clone(), Level::Province, String::new()))
                    .collect()
            }
            Of::Districts if on < TWO_TIERS_FROM => {
                small(own, Level::District, |place| self.districts_of(place))
            }
            Of::Communes if TWO_TIERS_FROM <= on => {
                small(own, Level::Commune, |place| self.communes_of(place))
            }
            Of::Districts | Of::Communes => Vec::new(),
        };
        let bodies = collective
            .bodies
            .iter()
            .filter_map(|id| self.bodies.get(id));
        let bodies: Vec<_> = bodies.filter(|body| body.existed(Some(on))).collect();
        let at = |(place, level, title): &(PlaceId, Level, String)| {
            let (place, level, title) = (place.clone(), *level, title.clone());
            bodies.iter().map(move |body| AgencyMatch {
                name: full_name(body, &self.places, &place, Some(on), &title),
                id: AgencyId::new(&place, &body.id),
                level: body.level(level),
                existed: true,
            })
        };
        places.iter().flat_map(at).collect::<Vec<_>>()
    }
}

fn small(
    province: Option<PlaceId>,
    level: Level,
    of: impl Fn(&PlaceId) -> &'static [SmallPlace],
) -> Vec<(PlaceId, Level, String)> {
    let Some(province) = province else {
        return Vec::new();
    };
    let places = of(&province).iter();
    places
        .map(|it| (it.id.clone(), level, it.name.clone()))
        .collect()
}

/// Whole words.
fn holds(mention: &str, phrase: &str) -> bool {
    format!(" {mention} ").contains(&format!(" {phrase} "))
}
