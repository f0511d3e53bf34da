//! Communes and districts: which of the old ones became which of 1 July 2025, both ways.
//!
//! The table is read when it is first asked for: it is as large as all others together, and most
//! runs never ask. It is bundled data of another project, with its licence: see `tables/README.md`.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::place::{TWO_TIERS_FROM, slug};
use super::table::Table;
use super::{Authority, PlaceChange, PlaceId};

/// A district or commune by its id, with its name as it is written: "xã Xuân Đông".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallPlace {
    pub id: PlaceId,
    pub name: String,
}

#[derive(Debug, Default)]
pub(super) struct Communes {
    /// Old place → new communes, and whether only a part of it went there.
    after: HashMap<PlaceId, Vec<PlaceId>>,
    /// New commune → old ones.
    before: HashMap<PlaceId, Vec<PlaceId>>,
    /// Communes of a province since July 2025, in order of the table.
    now: HashMap<PlaceId, Vec<SmallPlace>>,
    /// Districts of an old province.
    districts: HashMap<PlaceId, Vec<SmallPlace>>,
}

fn communes() -> &'static Communes {
    static READ: LazyLock<Communes> = LazyLock::new(|| Communes::read(&super::table("communes")));
    &READ
}

impl Communes {
    fn read(table: &Table) -> Communes {
        let mut read = Communes::default();
        let mut shorts: HashMap<PlaceId, BTreeSet<(PlaceId, PlaceId)>> = HashMap::new();
        for row in table.rows() {
            let province = PlaceId(row.owned("province"));
            let old_province = PlaceId(row.owned("from_province"));
            let Some(new) = small(&province, row.text("name")) else {
                continue;
            };
            let Some(district) = small(&old_province, row.text("from_district")) else {
                continue;
            };
            add(&mut read.now, &province, &new);
            add(&mut read.districts, &old_province, &district);
            for name in row.list("from_communes") {
                let name = name.trim_start_matches('~');
                let Some(old) = small(&district.id, name) else {
                    continue;
                };
                read.edge(old.id, &new.id);
                // A plan may leave the district out: its id is then of the province.
                if let Some(short) = small(&old_province, name) {
                    let named = shorts.entry(short.id).or_default();
                    named.insert((district.id.clone(), new.id.clone()));
                }
            }
            read.edge(district.id, &new.id);
        }
        read.shorten(shorts);
        read
    }

    /// Old communes without their district: those whose province had one of the name and that no
    /// commune of today is called by.
    fn shorten(&mut self, shorts: HashMap<PlaceId, BTreeSet<(PlaceId, PlaceId)>>) {
        for (short, named) in shorts {
            let districts: BTreeSet<&PlaceId> =
                named.iter().map(|(district, _)| district).collect();
            if districts.len() == 1 && !self.before.contains_key(&short) {
                named
                    .iter()
                    .for_each(|(_, new)| self.edge(short.clone(), new));
            }
        }
    }

    fn edge(&mut self, old: PlaceId, new: &PlaceId) {
        let after = self.after.entry(old.clone()).or_default();
        if !after.contains(new) {
            after.push(new.clone());
        }
        let before = self.before.entry(new.clone()).or_default();
        if !before.contains(&old) {
            before.push(old);
        }
    }
}

fn add(all: &mut HashMap<PlaceId, Vec<SmallPlace>>, place: &PlaceId, found: &SmallPlace) {
    let all = all.entry(place.clone()).or_default();
    if !all.contains(found) {
        all.push(found.clone());
    }
}

/// "Phường Hồng Hà" under `ha-noi` → `ha-noi/phuong-hong-ha`; a huyện has the bare slug.
fn small(above: &PlaceId, written: &str) -> Option<SmallPlace> {
    const KINDS: [(&str, &str); 8] = [
        ("huyện ", ""),
        ("quận ", "quan-"),
        ("thị xã ", "thi-xa-"),
        ("thành phố ", "tp-"),
        ("xã ", "xa-"),
        ("phường ", "phuong-"),
        ("thị trấn ", "thi-tran-"),
        ("đặc khu ", "dac-khu-"),
    ];
    // The table writes "Thị xã" and "Thị Xã".
    let lower = written.to_lowercase();
    let (kind, prefix, name) = KINDS.iter().find_map(|(kind, prefix)| {
        let name = written
            .get(kind.len()..)
            .filter(|_| lower.starts_with(kind))?;
        Some((kind.trim_end(), prefix, name))
    })?;
    Some(SmallPlace {
        id: above.child(&format!("{prefix}{}", slug(name))),
        name: format!("{kind} {name}"),
    })
}

impl Authority {
    /// The communes an old commune or district became part of on 1 July 2025; nothing for others. A
    /// commune named without its district is one only where its province had one of the name.
    pub fn communes_after(&self, place: &PlaceId) -> Vec<PlaceChange> {
        let after = communes().after.get(place);
        change(after, |to| (place.clone(), to.clone()))
    }

    /// The old communes and districts of which a commune took in something.
    pub fn places_before(&self, commune: &PlaceId) -> Vec<PlaceChange> {
        let before = communes().before.get(commune);
        change(before, |from| (from.clone(), commune.clone()))
    }

    /// The communes of a province since 1 July 2025.
    pub fn communes_of(&self, province: &PlaceId) -> &'static [SmallPlace] {
        communes()
            .now
            .get(province)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The districts of a province until 30 June 2025.
    pub fn districts_of(&self, province: &PlaceId) -> &'static [SmallPlace] {
        let found = communes().districts.get(province);
        found.map(Vec::as_slice).unwrap_or_default()
    }
}

fn change(
    places: Option<&Vec<PlaceId>>,
    ends: impl Fn(&PlaceId) -> (PlaceId, PlaceId),
) -> Vec<PlaceChange> {
    let places = places.into_iter().flatten();
    let changes = places.map(|place| {
        let (from, to) = ends(place);
        PlaceChange {
            from,
            to,
            on: TWO_TIERS_FROM,
        }
    });
    changes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_commune_of_today_came_from_somewhere() {
        let authority = Authority::bundled();
        let provinces = authority.provinces().iter();
        let now: Vec<_> = provinces
            .flat_map(|it| authority.communes_of(&it.id))
            .collect();
        assert_eq!(now.len(), 3321);
        let orphan = now
            .iter()
            .find(|it| authority.places_before(&it.id).is_empty());
        assert_eq!(orphan, None);
    }

    #[test]
    fn an_old_commune_is_followed_to_the_new_one_and_back() {
        let authority = Authority::bundled();
        let old = PlaceId("thai-binh/tien-hai/xa-nam-ha".into());
        let after = authority.communes_after(&old);
        assert_eq!(after.len(), 1, "{after:?}");
        assert_eq!(after[0].to.province().0, "hung-yen");
        let before = authority.places_before(&after[0].to);
        assert!(before.iter().any(|change| change.from == old), "{before:?}");
        assert!(
            before
                .iter()
                .any(|change| change.from.0 == "thai-binh/tien-hai")
        );
    }
}
