//! Provinces: names over time, what became of them, and the slugs of smaller places.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::text::{QuickHash, lookup_key};

use super::PlaceId;
use super::names::Names;
use super::spelling::Key;
use super::table::Table;

/// The day districts ended and 63 provinces became 34 (202/2025/QH15, 203/2025/QH15).
pub const TWO_TIERS_FROM: Date = Date::constant(2025, 7, 1);

/// A province-level unit, whatever it is called on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Province {
    pub id: PlaceId,
    /// `Hưng Yên`.
    pub name: String,
    pub aliases: Vec<String>,
    /// The last day it existed.
    pub until: Option<Date>,
    /// The province that took it in.
    pub into: Option<PlaceId>,
}

impl Province {
    pub(super) fn existed(&self, on: Option<Date>) -> bool {
        match (self.until, on) {
            (Some(until), Some(on)) => on <= until,
            (None, _) | (_, None) => true,
        }
    }
}

/// One place that became part of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceChange {
    pub from: PlaceId,
    pub to: PlaceId,
    /// The first day of the new order.
    pub on: Date,
}

#[derive(Debug)]
struct Name {
    from: Option<Date>,
    kind: String,
    name: String,
}

#[derive(Debug)]
pub(super) struct Places {
    pub(super) all: Vec<Province>,
    by_key: Names<usize>,
    by_id: HashMap<PlaceId, usize, QuickHash>,
    names: HashMap<PlaceId, Vec<Name>, QuickHash>,
}

impl Places {
    pub(super) fn read(places: &Table, names: &Table) -> Places {
        let all: Vec<Province> = places
            .rows()
            .map(|row| Province {
                id: PlaceId(row.owned("id")),
                name: row.owned("name"),
                aliases: row.list("aliases"),
                until: row.date("until"),
                into: row.option("into").map(PlaceId),
            })
            .collect();
        let mut by_key = HashMap::new();
        for (at, province) in all.iter().enumerate() {
            for name in std::iter::once(&province.name).chain(&province.aliases) {
                by_key.entry(compact(name)).or_insert(at);
            }
        }
        let by_id = all
            .iter()
            .enumerate()
            .map(|(at, province)| (province.id.clone(), at))
            .collect();
        let mut history: HashMap<PlaceId, Vec<Name>, QuickHash> = HashMap::default();
        for row in names.rows() {
            history
                .entry(PlaceId(row.owned("place")))
                .or_default()
                .push(Name {
                    from: row.date("from"),
                    kind: row.owned("kind"),
                    name: row.owned("name"),
                });
        }
        Places {
            all,
            by_key: Names::new(by_key),
            by_id,
            names: history,
        }
    }

    pub(super) fn get(&self, id: &PlaceId) -> Option<&Province> {
        self.by_id.get(id).and_then(|&at| self.all.get(at))
    }

    /// By any name, with or without "tỉnh", "thành phố", "TP.".
    pub(super) fn named(&self, name: &str) -> Option<&Province> {
        let key = lookup_key(name);
        self.spelled(key.split(' ').filter(|word| !word.is_empty()))
    }

    /// The same of the folded words of a name.
    pub(super) fn spelled<'k>(
        &self,
        keys: impl Iterator<Item = impl Into<Key<'k>>> + Clone,
    ) -> Option<&Province> {
        let keys = keys.map(Into::into);
        let whole = self.by_key.whole(keys.clone());
        let mut letters = keys.clone().map(|key| key.letters);
        let bare = || match (letters.next(), letters.next()) {
            (Some("tinh" | "tp"), _) => self.by_key.whole(keys.skip(1)),
            (Some("thanh"), Some("pho")) | (Some("thu"), Some("do")) => {
                self.by_key.whole(keys.skip(2))
            }
            _ => None,
        };
        let at = whole.or_else(bare)?;
        self.all.get(*at)
    }

    /// "tỉnh Hưng Yên", "thành phố Đồng Nai": kind and name on a date, or the latest.
    pub(super) fn kind_and_name(&self, id: &PlaceId, on: Option<Date>) -> Option<(&str, &str)> {
        let history = self.names.get(id)?;
        let current = history.iter().rev().find(|name| match (name.from, on) {
            (Some(from), Some(on)) => from <= on,
            (Some(_), None) | (None, _) => true,
        });
        current.map(|name| (name.kind.as_str(), name.name.as_str()))
    }

    pub(super) fn is_city(&self, id: &PlaceId, on: Option<Date>) -> bool {
        self.kind_and_name(id, on)
            .is_some_and(|(kind, _)| kind == "thành phố")
    }

    /// True if it was a centrally run city at all times.
    pub(super) fn was_always_city(&self, id: &PlaceId) -> bool {
        let history = self.names.get(id);
        history.is_some_and(|names| names.iter().all(|name| name.kind == "thành phố"))
    }

    /// The province a place belongs to on a date.
    pub(super) fn province_on(&self, place: &PlaceId, on: Date) -> Option<&Province> {
        let mut province = self.get(&place.province())?;
        while let (Some(until), Some(into)) = (province.until, &province.into)
            && until < on
        {
            province = self.get(into)?;
        }
        Some(province)
    }

    /// The days on which a province was given another name.
    pub(super) fn renamed(&self) -> impl Iterator<Item = Date> + '_ {
        self.names.values().flatten().filter_map(|name| name.from)
    }

    pub(super) fn changes(&self) -> impl Iterator<Item = PlaceChange> + '_ {
        self.all.iter().filter_map(|province| {
            Some(PlaceChange {
                from: province.id.clone(),
                to: province.into.clone()?,
                on: province.until?.tomorrow().ok()?,
            })
        })
    }
}

impl PlaceId {
    /// The province part: `hung-yen` of `hung-yen/khoai-chau`.
    pub fn province(&self) -> PlaceId {
        PlaceId(self.0.split('/').next().unwrap_or_default().to_owned())
    }

    /// The place that holds this one; `None` for a province.
    pub fn parent(&self) -> Option<PlaceId> {
        self.0
            .rsplit_once('/')
            .map(|(parent, _)| PlaceId(parent.to_owned()))
    }

    /// A place under this one.
    pub fn child(&self, slug: &str) -> PlaceId {
        PlaceId([&self.0, "/", slug].concat())
    }

    /// True for xã, phường, thị trấn and đặc khu.
    pub fn is_commune(&self) -> bool {
        let slug = self.0.rsplit('/').next().unwrap_or_default();
        self.0.contains('/')
            && ["xa-", "phuong-", "thi-tran-", "dac-khu-"]
                .iter()
                .any(|kind| slug.starts_with(kind))
    }
}

/// `Bà Rịa – Vũng Tàu` → `bariavungtau`.
pub(super) fn compact(name: &str) -> String {
    let mut key = lookup_key(name);
    key.retain(|c| c != ' ');
    key
}

/// `Khoái Châu` → `khoai-chau`.
pub(super) fn slug(name: &str) -> String {
    lookup_key(name).replace(' ', "-")
}
