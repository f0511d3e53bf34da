//! Who issues: the centre, and in every province its committee, council, Party committee,
//! departments, districts and communes, each for as long as it was there.

use jiff::civil::Date;
use kehoach::authority::{Authority, TWO_TIERS_FROM};

#[derive(Clone, Debug)]
pub struct Office {
    /// "Sở Nội vụ tỉnh Hưng Yên".
    pub name: String,
    /// As its own province calls it: "Sở Nội vụ", "UBND tỉnh".
    pub local: String,
    /// Another way to write the local name.
    pub variant: Option<String>,
    pub code: &'static str,
    /// `None` for the centre.
    pub province: Option<String>,
    /// Central 1, provincial 4, department 5, district 6, commune 7.
    pub rank: u8,
    pub from: Date,
    /// The last day.
    pub until: Date,
}

const FIRST: Date = Date::constant(2018, 1, 8);
const LAST: Date = Date::constant(2026, 10, 30);
const MERGED: Date = Date::constant(2025, 3, 1);

const DEPARTMENTS: [(&str, &str, bool); 12] = [
    ("Sở Nội vụ", "SNV", true),
    ("Sở Tài chính", "STC", true),
    ("Sở Tư pháp", "STP", true),
    ("Sở Y tế", "SYT", true),
    ("Sở Xây dựng", "SXD", true),
    ("Sở Giáo dục và Đào tạo", "SGDĐT", true),
    ("Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", true),
    ("Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", false),
    ("Sở Tài nguyên và Môi trường", "STNMT", false),
    ("Sở Thông tin và Truyền thông", "STTTT", false),
    ("Sở Kế hoạch và Đầu tư", "SKHĐT", false),
    ("Sở Giao thông vận tải", "SGTVT", false),
];

const CENTRE: [(&str, &str); 7] = [
    ("Chính phủ", "CP"),
    ("Thủ tướng Chính phủ", "TTg"),
    ("Bộ Nội vụ", "BNV"),
    ("Bộ Y tế", "BYT"),
    ("Bộ Tài chính", "BTC"),
    ("Bộ Giáo dục và Đào tạo", "BGDĐT"),
    ("Ban Chấp hành Trung ương", "TW"),
];

const DISTRICTS: [&str; 3] = ["An Khê Đông", "Thanh Lâm", "Bình Hòa Tây"];
const COMMUNES: [&str; 2] = ["Tân Lập Đông", "Phú Mỹ Hưng"];

/// Provinces used by a world of so many works: numbers must meet in several of them.
fn provinces(works: usize) -> usize {
    (works / 100).clamp(8, 63)
}

pub fn all(works: usize) -> Vec<Office> {
    let mut offices: Vec<Office> = CENTRE
        .iter()
        .map(|(name, code)| Office {
            name: (*name).to_owned(),
            local: (*name).to_owned(),
            variant: None,
            code,
            province: None,
            rank: if name.starts_with("Bộ") { 3 } else { 1 },
            from: FIRST,
            until: LAST,
        })
        .collect();
    let authority = Authority::bundled();
    let existed = |until: Option<Date>| until.is_none_or(|until| MERGED < until);
    let known = authority.provinces().iter().filter(|it| existed(it.until));
    // Every third first: a small world has merged provinces and those they were merged into.
    let known: Vec<_> = known.collect();
    let order = (0..3).flat_map(|start| (start..known.len()).step_by(3));
    for place in order.take(provinces(works)).map(|at| known[at]) {
        let city = authority.is_city(&place.id, Some(FIRST));
        of_province(&place.name, city, place.until.unwrap_or(LAST), &mut offices);
    }
    offices
}

fn of_province(name: &str, city: bool, until: Date, offices: &mut Vec<Office>) {
    let (kind, party) = if city {
        ("thành phố", "Thành ủy")
    } else {
        ("tỉnh", "Tỉnh ủy")
    };
    let mut add =
        |local: String, full: String, variant: Option<String>, code, rank, from, until| {
            offices.push(Office {
                name: full,
                local,
                variant,
                code,
                province: Some(name.to_owned()),
                rank,
                from,
                until,
            });
        };
    let variant = Some(format!("Ủy ban nhân dân {kind}"));
    add(
        format!("UBND {kind}"),
        format!("UBND {kind} {name}"),
        variant,
        "UBND",
        4,
        FIRST,
        until,
    );
    let variant = Some(format!("Hội đồng nhân dân {kind}"));
    add(
        format!("HĐND {kind}"),
        format!("HĐND {kind} {name}"),
        variant,
        "HĐND",
        4,
        FIRST,
        until,
    );
    let variant = Some(format!("Ban Thường vụ {party}"));
    add(
        party.to_owned(),
        format!("{party} {name}"),
        variant,
        "TU",
        4,
        FIRST,
        until,
    );
    for (department, code, stays) in DEPARTMENTS {
        let last = if stays {
            until
        } else {
            Date::constant(2025, 2, 28)
        };
        let full = format!("{department} {kind} {name}");
        add(department.to_owned(), full, None, code, 5, FIRST, last);
    }
    let eve = TWO_TIERS_FROM.yesterday().unwrap_or(TWO_TIERS_FROM);
    for district in DISTRICTS {
        let local = format!("UBND huyện {district}");
        let full = format!("{local}, {kind} {name}");
        add(local, full, None, "UBND", 6, FIRST, eve);
    }
    if until == LAST {
        for commune in COMMUNES {
            let local = format!("UBND xã {commune}");
            let full = format!("{local}, {kind} {name}");
            add(local, full, None, "UBND", 7, TWO_TIERS_FROM, LAST);
        }
    }
}
