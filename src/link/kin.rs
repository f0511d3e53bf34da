//! Which issuers may be one: by succession, by office, by shared numbering.

use crate::authority::{AgencyId, Authority};

/// Organs of the Party's centre, which share one numbering: `18-NQ/TW` is "của Bộ Chính trị" here and "của Ban
/// Chấp hành Trung ương" there.
const PARTY_CENTRE: [&str; 4] = [
    "tw/ban-chap-hanh-trung-uong",
    "tw/bo-chinh-tri",
    "tw/ban-bi-thu",
    "tw/trung-uong",
];

/// Bodies often named for one another in a citation: an office for whom it serves, the Government
/// for its Prime Minister, the committee for the council whose resolution it carries out.
const OFFICES: [(&str, &str); 4] = [
    ("van-phong-chinh-phu", "thu-tuong"),
    ("van-phong-chinh-phu", "chinh-phu"),
    ("thu-tuong", "chinh-phu"),
    ("van-phong-ubnd", "ubnd"),
];

/// The issuer by whose numbering a document is told apart.
pub(super) fn numbering(issuer: &str) -> &str {
    if PARTY_CENTRE.contains(&issuer) {
        "tw/trung-uong"
    } else {
        issuer
    }
}

/// Every agency this one came from or became, and the bodies it is named for; not itself. Siblings
/// that were merged into one successor are no kin of each other.
pub(super) fn of(issuer: &str, authority: &Authority) -> Vec<AgencyId> {
    let own = AgencyId(issuer.to_owned());
    let mut kin = line(issuer, authority);
    kin.extend(offices(&own));
    kin.retain(|agency| *agency != own);
    kin.sort();
    kin.dedup();
    kin
}

/// Every agency this one came from or became; not itself.
pub(super) fn line(issuer: &str, authority: &Authority) -> Vec<AgencyId> {
    let own = AgencyId(issuer.to_owned());
    let up = closure(&own, |agency| {
        let changes = authority.successors_of(agency);
        changes.into_iter().map(|change| change.to).collect()
    });
    let down = closure(&own, |agency| {
        let changes = authority.predecessors_of(agency);
        changes.into_iter().map(|change| change.from).collect()
    });
    let mut kin: Vec<AgencyId> = up.into_iter().chain(down).collect();
    kin.retain(|agency| *agency != own);
    kin.sort();
    kin.dedup();
    kin
}

/// A department merged in March 2025 and its province in July are two steps; three is beyond both.
const STEPS_MAX: usize = 3;

fn closure(own: &AgencyId, next: impl Fn(&AgencyId) -> Vec<AgencyId>) -> Vec<AgencyId> {
    let mut reached: Vec<AgencyId> = Vec::new();
    let mut edge = vec![own.clone()];
    for _ in 0..STEPS_MAX {
        edge = edge.iter().flat_map(&next).collect();
        edge.retain(|agency| !reached.contains(agency));
        edge.sort();
        edge.dedup();
        if edge.is_empty() {
            break;
        }
        reached.extend(edge.iter().cloned());
    }
    reached
}

fn offices(agency: &AgencyId) -> impl Iterator<Item = AgencyId> {
    let place = agency.place();
    let body = agency.body().to_owned();
    OFFICES.iter().filter_map(move |(one, other)| {
        let named = match body.as_str() {
            body if body == *one => other,
            body if body == *other => one,
            _ => return None,
        };
        Some(AgencyId(format!("{}/{named}", place.0)))
    })
}
