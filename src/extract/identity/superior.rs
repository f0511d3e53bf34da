//! What a body is called whose superior stands above it in the letterhead.

use crate::extract::agency::PLACE_LEVELS;
use crate::text::fold;

/// "Sở Nội vụ" under "Ủy ban nhân dân tỉnh Hưng Yên" is "Sở Nội vụ tỉnh Hưng Yên".
pub(super) fn named_with(issuer: &str, superior: &str) -> String {
    let (own, above) = (fold(issuer), fold(superior));
    if is_nameless(&own) || serves_party(&own, &above) {
        return format!("{issuer} {superior}");
    }
    if is_office_of(&own, &above) {
        let office: Vec<&str> = issuer.split(' ').take(2).collect();
        return format!("{} {superior}", office.join(" "));
    }
    if is_committee_of_union(&own, &above)
        && let Some(place) = place_in(issuer)
    {
        let committee = issuer[..issuer.len() - place.len()].trim_end();
        return format!("{committee} {superior} {place}");
    }
    let is_named = |place: &&str| {
        let name = place.split(' ').next_back().unwrap_or(place);
        own.contains(&fold(name))
    };
    match place_in(superior).filter(|place| is_of_place(&own) && !is_named(place)) {
        // "Thanh tra tỉnh" under "UBND tỉnh An Giang".
        Some(place) => {
            let mut levels = PLACE_LEVELS
                .iter()
                .filter(|level| place.starts_with(**level));
            let bare = levels.find_map(|level| issuer.strip_suffix(level));
            format!("{} {place}", bare.unwrap_or(issuer).trim_end())
        }
        None => issuer.to_owned(),
    }
}

/// Bodies that have no name but their superior's.
fn is_nameless(own: &str) -> bool {
    matches!(
        own,
        "van phong" | "ban thuong truc" | "ban thuong vu" | "ban chap hanh"
    )
}

/// "THANH TRA", "THANH TRA SỞ", "VĂN PHÒNG BỘ" under a department or a ministry: the office of that one.
fn is_office_of(own: &str, above: &str) -> bool {
    const SUPERIORS: [&str; 2] = ["so ", "bo "];
    let office = ["thanh tra", "van phong"]
        .iter()
        .find_map(|office| own.strip_prefix(office));
    office.is_some_and(|rest| matches!(rest, "" | " so" | " bo"))
        && SUPERIORS.iter().any(|head| above.starts_with(head))
}

/// "BAN TỔ CHỨC" under "TỈNH ỦY NGHỆ AN": committees of the Party are called by the one they serve.
fn serves_party(own: &str, above: &str) -> bool {
    const PARTY: [&str; 6] = [
        "tinh uy", "thanh uy", "huyen uy", "thi uy", "quan uy", "dang uy",
    ];
    const SERVES: [&str; 4] = [
        "ban ",
        "uy ban kiem tra",
        "co quan uy ban kiem tra",
        "van phong",
    ];
    SERVES.iter().any(|head| own.starts_with(head))
        && PARTY.iter().any(|head| above.starts_with(head))
        && !PARTY.iter().any(|head| own.contains(head))
}

/// "BCH TỈNH AN GIANG" under "ĐOÀN TNCS HỒ CHÍ MINH": the committee of the union in the place.
fn is_committee_of_union(own: &str, above: &str) -> bool {
    const COMMITTEES: [&str; 4] = [
        "bch tinh ",
        "ban chap hanh tinh ",
        "bch huyen ",
        "ban chap hanh huyen ",
    ];
    const UNIONS: [&str; 3] = ["doan ", "hoi ", "lien doan "];
    COMMITTEES.iter().any(|head| own.starts_with(head))
        && UNIONS.iter().any(|head| above.starts_with(head))
}

/// Bodies of which each place has one.
fn is_of_place(own: &str) -> bool {
    const HEADS: [&str; 8] = [
        "so ",
        "phong ",
        "thanh tra",
        "van phong",
        "ban ",
        "bcd ",
        "hoi dong ",
        "to cong tac ",
    ];
    HEADS.iter().any(|head| own.starts_with(head))
}

/// "tỉnh Hưng Yên" of "Ủy ban nhân dân tỉnh Hưng Yên".
fn place_in(name: &str) -> Option<&str> {
    PLACE_LEVELS.iter().find_map(|level| {
        let at = name.find(&format!("{level} "))?;
        Some(&name[at..])
    })
}
