//! Bodies: the kinds of agency there are ("Sở Nội vụ", "Chính phủ"), when each existed, and which
//! took over from which.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::text::fold_symbol;

use super::names::{Names, Walk};
use super::phrase::Kind;
use super::place::compact;
use super::table::Table;
use super::{AgencyId, Level, PlaceId};

/// At which places a body exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    pub(super) central: bool,
    pub(super) province: bool,
    pub(super) district: bool,
    pub(super) commune: bool,
}

/// What a body is at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    Central,
    Ministry,
    /// The authority of the place itself: its rank is the place's.
    Place,
    Department,
    Unit,
}

#[derive(Debug)]
pub(super) struct Body {
    pub(super) id: String,
    /// `Tỉnh ủy|Thành ủy`: the name in a province and in a city.
    pub(super) names: Vec<String>,
    pub(super) scope: Scope,
    pub(super) rank: Rank,
    pub(super) codes: Vec<String>,
    /// The codes as symbols are compared.
    pub(super) folded_codes: Vec<String>,
    pub(super) variants: Vec<String>,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
}

impl Body {
    /// Every name it bears, as it is written.
    pub(super) fn writings(&self) -> impl Iterator<Item = &String> {
        self.names.iter().chain(&self.variants)
    }

    pub(super) fn existed(&self, on: Option<Date>) -> bool {
        let Some(on) = on else {
            return true;
        };
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    pub(super) fn fits(&self, level: Level) -> bool {
        match level {
            Level::Province => self.scope.province,
            Level::District => self.scope.district,
            Level::Commune => self.scope.commune,
            Level::Central | Level::Ministry | Level::Department | Level::Unit => false,
        }
    }

    /// True if a bare mention means the province's: there is one at no other level.
    pub(super) fn is_provincial(&self) -> bool {
        self.scope.province && !self.scope.district && !self.scope.commune
    }

    pub(super) fn level(&self, place: Level) -> Level {
        match self.rank {
            Rank::Central => Level::Central,
            Rank::Ministry => Level::Ministry,
            Rank::Place => place,
            Rank::Department if place == Level::Province => Level::Department,
            Rank::Department | Rank::Unit => Level::Unit,
        }
    }
}

/// One body whose work another took over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyChange {
    pub from: AgencyId,
    pub to: AgencyId,
    /// The first day of the new order.
    pub on: Date,
    /// The part of its work that went there ("giáo dục nghề nghiệp"); `None` for all of it.
    pub scope: Option<String>,
    /// True for the successor that took the main part.
    pub is_main: bool,
}

#[derive(Debug)]
pub(super) struct Change {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) on: Date,
    pub(super) scope: Option<String>,
    pub(super) is_main: bool,
}

/// Which bodies bear a name, and what it says of their place.
#[derive(Clone, Debug)]
pub(super) struct Bearers {
    pub(super) bodies: Vec<usize>,
    /// The kind of place a Party committee's name holds: Huyện ủy is of a huyện.
    pub(super) implied: Option<Kind>,
    /// No province but a city has one: "Thành ủy", "Văn phòng Thành ủy".
    pub(super) is_of_city: bool,
}

impl Bearers {
    fn of(name: &str, bodies: Vec<usize>) -> Bearers {
        let kinds = [
            ("huyenuy", Kind::District("")),
            ("quanuy", Kind::District("quan-")),
            ("thiuy", Kind::District("thi-xa-")),
            ("thanhuy", Kind::City),
        ];
        let implied = kinds.iter().find(|(ending, _)| name.ends_with(ending));
        Bearers {
            bodies,
            implied: implied.map(|(_, kind)| *kind),
            is_of_city: name.contains("thanhuy") || name.contains("thanhdoan"),
        }
    }
}

#[derive(Debug)]
pub(super) struct Bodies {
    pub(super) all: Vec<Body>,
    pub(super) changes: Vec<Change>,
    by_name: Names<Bearers>,
    by_code: HashMap<String, Vec<usize>>,
    by_id: HashMap<String, usize>,
}

impl Bodies {
    pub(super) fn read(bodies: &Table, successions: &Table) -> Bodies {
        let all: Vec<Body> = bodies.rows().map(|row| body(&row)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, body) in all.iter().enumerate() {
            for name in body.writings() {
                let entry = by_name.entry(compact(name)).or_default();
                if !entry.contains(&at) {
                    entry.push(at);
                }
            }
            for code in &body.codes {
                by_code.entry(fold_symbol(code)).or_default().push(at);
            }
        }
        let by_name = by_name.into_iter().map(|(name, bodies)| {
            let bearers = Bearers::of(&name, bodies);
            (name, bearers)
        });
        let changes = successions.rows().filter_map(|row| {
            Some(Change {
                from: row.owned("from"),
                to: row.owned("to"),
                on: row.date("on")?,
                scope: row.option("scope"),
                is_main: row.flag("main"),
            })
        });
        Bodies {
            changes: changes.collect(),
            by_id: all
                .iter()
                .enumerate()
                .map(|(at, body)| (body.id.clone(), at))
                .collect(),
            all,
            by_name: Names::new(by_name),
            by_code,
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&Body> {
        self.by_id.get(id).and_then(|&at| self.all.get(at))
    }

    /// The names of bodies, to be gone through word by word.
    pub(super) fn walk(&self) -> Walk<'_, Bearers> {
        self.by_name.walk()
    }

    pub(super) fn numbered(&self, at: usize) -> Option<&Body> {
        self.all.get(at)
    }

    pub(super) fn coded(&self, code: &str) -> impl Iterator<Item = &Body> {
        let key = fold_symbol(code);
        // QH15, UBTVQH14: the term is no part of the body.
        let bare = key.trim_end_matches(|c: char| c.is_ascii_digit());
        let found = self
            .by_code
            .get(bare)
            .map(Vec::as_slice)
            .unwrap_or_default();
        found.iter().filter_map(|&at| self.all.get(at))
    }
}

fn body(row: &super::table::Row<'_>) -> Body {
    let scope = row.text("scope");
    let anywhere = matches!(scope, "local" | "any");
    let at = |level: &str| scope.split('|').any(|word| word == level);
    Body {
        id: row.owned("id"),
        names: row.list("name"),
        scope: Scope {
            central: at("central") || scope == "any",
            province: at("province") || anywhere,
            district: at("district") || anywhere,
            commune: at("commune") || anywhere,
        },
        rank: match row.text("rank") {
            "central" => Rank::Central,
            "ministry" => Rank::Ministry,
            "place" => Rank::Place,
            "department" => Rank::Department,
            _ => Rank::Unit,
        },
        folded_codes: row
            .list("codes")
            .iter()
            .map(|code| fold_symbol(code))
            .collect(),
        codes: row.list("codes"),
        variants: row.list("variants"),
        from: row.date("from"),
        until: row.date("to"),
    }
}

impl AgencyId {
    pub(super) fn new(place: &PlaceId, body: &str) -> AgencyId {
        AgencyId([&place.0, "/", body].concat())
    }

    /// Where it sits: `hung-yen` of `hung-yen/so-noi-vu`, `tw` of `tw/chinh-phu`.
    pub fn place(&self) -> PlaceId {
        PlaceId(
            self.0
                .rsplit_once('/')
                .map_or("", |(place, _)| place)
                .to_owned(),
        )
    }

    /// `so-noi-vu` of `hung-yen/so-noi-vu`.
    pub fn body(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}
