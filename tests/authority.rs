//! The bundled tables, read through the public look-ups: cases as data under `fixtures/authority/`.

use jiff::civil::Date;
use kehoach::authority::{AgencyId, AgencyMatch, Authority, Level, PlaceId};

/// The cases of a fixture: what stands left of the first `=>`, and the rest.
fn cases(text: &'static str) -> Vec<(&'static str, &'static str)> {
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("--- "));
    lines.filter_map(|line| line.split_once(" => ")).collect()
}

/// `mention | home | date`, the last two optional.
fn question(case: &str) -> (&str, Option<PlaceId>, Option<Date>) {
    let mut parts = case.split('|').map(str::trim);
    let mention = parts.next().unwrap_or_default();
    let home = parts
        .next()
        .filter(|home| !home.is_empty())
        .map(|home| PlaceId(home.to_owned()));
    let on = parts
        .next()
        .filter(|on| !on.is_empty())
        .map(|on| on.parse().expect("ngày ISO"));
    (mention, home, on)
}

fn shown(found: Option<AgencyMatch>) -> String {
    let Some(found) = found else {
        return "–".to_owned();
    };
    let level = match found.level {
        Level::Central => "central",
        Level::Ministry => "ministry",
        Level::Province => "province",
        Level::Department => "department",
        Level::District => "district",
        Level::Commune => "commune",
        Level::Unit => "unit",
    };
    let gone = if found.existed { "" } else { " đã thôi" };
    format!("{} {level}{gone}", found.id.0)
}

#[track_caller]
fn check(name: &str, text: &'static str, answer: impl Fn(&str) -> String) {
    let cases = cases(text);
    assert!(!cases.is_empty(), "{name} is empty");
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(case, expected)| {
            let found = answer(case);
            (found != *expected).then(|| format!("{case}\n  chờ  {expected}\n  được {found}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{name}: {} of {}\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn mentions_name_agencies_on_a_date() {
    let authority = Authority::bundled();
    check(
        "mentions",
        include_str!("../fixtures/authority/mentions.txt"),
        |case| {
            let (mention, home, on) = question(case);
            shown(authority.agency(mention, home.as_ref(), on))
        },
    );
}

#[test]
fn symbols_name_issuers_and_types() {
    let authority = Authority::bundled();
    check(
        "symbols",
        include_str!("../fixtures/authority/symbols.txt"),
        |case| {
            let (symbol, home, on) = question(case);
            let issuer = shown(authority.agency_of_symbol(symbol, home.as_ref(), on));
            let doc_type = authority
                .doc_type_of_symbol(symbol)
                .map_or("–", |found| &found.code);
            format!("{issuer} ; {doc_type}")
        },
    );
}

#[test]
fn agencies_end_where_their_names_end() {
    let authority = Authority::bundled();
    check(
        "prefixes",
        include_str!("../fixtures/authority/prefixes.txt"),
        |case| {
            let (text, home, on) = question(case);
            match authority.agency_at(text, home.as_ref(), on) {
                Some((end, found)) => format!("{} => {}", &text[..end], found.id.0),
                None => "–".to_owned(),
            }
        },
    );
}

#[test]
fn successions_are_followed_both_ways() {
    let authority = Authority::bundled();
    let text = include_str!("../fixtures/authority/successions.txt");
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let forward = line.contains(" > ");
        let (subject, expected) = line.split_once([' ']).expect("hai vế");
        let expected = expected.trim_start_matches(['>', '<', ' ']);
        let found = if subject.contains('/') {
            agency_changes(authority, subject, forward)
        } else {
            place_changes(authority, subject, forward)
        };
        let found = if found.is_empty() {
            "–".to_owned()
        } else {
            found.join(", ")
        };
        if found != expected {
            wrong.push(format!("{subject}\n  chờ  {expected}\n  được {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn agency_changes(authority: &Authority, subject: &str, forward: bool) -> Vec<String> {
    let agency = AgencyId(subject.to_owned());
    if forward {
        let changes = authority.successors_of(&agency).into_iter();
        changes
            .map(|change| format!("{} {}", change.to.0, change.on))
            .collect()
    } else {
        let changes = authority.predecessors_of(&agency).into_iter();
        changes
            .map(|change| format!("{} {}", change.from.0, change.on))
            .collect()
    }
}

fn place_changes(authority: &Authority, subject: &str, forward: bool) -> Vec<String> {
    let place = PlaceId(subject.to_owned());
    if forward {
        let changes = authority.successors(&place).into_iter();
        changes
            .map(|change| format!("{} {}", change.to.0, change.on))
            .collect()
    } else {
        let changes = authority.predecessors(&place).into_iter();
        changes
            .map(|change| format!("{} {}", change.from.0, change.on))
            .collect()
    }
}

#[test]
fn types_are_known_by_name_and_abbreviation() {
    let authority = Authority::bundled();
    check(
        "types",
        include_str!("../fixtures/authority/types.txt"),
        |case| {
            authority
                .doc_type(case)
                .map_or("–", |found| found.code.as_str())
                .to_owned()
        },
    );
}

#[test]
fn known_documents_are_chosen_by_number_or_by_name_and_date() {
    let authority = Authority::bundled();
    check(
        "known",
        include_str!("../fixtures/authority/known.txt"),
        |case| {
            let (name, date) = case.split_once(" | ").unwrap_or((case, ""));
            let dated = Some(date).filter(|date| !date.is_empty());
            let found = authority.known_document(name, dated);
            found.map_or("–", |found| found.number.as_str()).to_owned()
        },
    );
}

#[test]
fn the_full_name_follows_the_date() {
    let authority = Authority::bundled();
    let name = |mention: &str, on: &str| {
        let found = authority.agency(mention, None, Some(on.parse().expect("ngày ISO")));
        found.map(|found| found.name).unwrap_or_default()
    };
    assert_eq!(
        name("Sở Nội vụ Hưng Yên", "2021-01-01"),
        "Sở Nội vụ tỉnh Hưng Yên"
    );
    assert_eq!(
        name("Sở Nội vụ Huế", "2020-01-01"),
        "Sở Nội vụ tỉnh Thừa Thiên Huế"
    );
    assert_eq!(
        name("Sở Nội vụ Huế", "2025-02-01"),
        "Sở Nội vụ thành phố Huế"
    );
    assert_eq!(
        name("Sở Nội vụ Đồng Nai", "2026-05-01"),
        "Sở Nội vụ thành phố Đồng Nai"
    );
    assert_eq!(name("Tỉnh ủy Hưng Yên", "2021-01-01"), "Tỉnh ủy Hưng Yên");
    assert_eq!(name("BTV Thành ủy Hà Nội", "2021-01-01"), "Thành ủy Hà Nội");
    assert_eq!(
        name("UBND huyện Khoái Châu, tỉnh Hưng Yên", "2021-01-01"),
        "Ủy ban nhân dân huyện Khoái Châu"
    );
}

#[test]
fn sixty_three_provinces_became_thirty_four() {
    let authority = Authority::bundled();
    let on = |day: &str| -> Date { day.parse().expect("ngày ISO") };
    let standing = |day: &str| {
        let mut homes: Vec<PlaceId> = authority
            .provinces()
            .iter()
            .filter_map(|province| authority.province_on(&province.id, on(day)))
            .collect();
        homes.sort();
        homes.dedup();
        let cities = homes
            .iter()
            .filter(|home| authority.is_city(home, Some(on(day))))
            .count();
        (homes.len(), cities)
    };
    assert_eq!(standing("2024-12-31"), (63, 5));
    assert_eq!(standing("2025-06-30"), (63, 6));
    assert_eq!(standing("2025-07-01"), (34, 6));
    assert_eq!(standing("2026-11-21"), (34, 9));
}

#[test]
fn abbreviations_are_read_both_ways() {
    let authority = Authority::bundled();
    let expanded = authority
        .abbreviation("CCHC")
        .map(|found| found.expansions.join(" / "));
    assert_eq!(expanded.as_deref(), Some("cải cách hành chính"));
    let short: Vec<&str> = authority
        .abbreviations_of("Cải cách hành chính")
        .map(|found| found.abbr.as_str())
        .collect();
    assert_eq!(short, ["CCHC"]);
    assert!(
        authority
            .abbreviation("TT")
            .is_some_and(|found| found.is_ambiguous)
    );
    assert!(authority.abbreviation("kế hoạch").is_none());
}

#[test]
fn every_reference_between_tables_leads_somewhere() {
    let authority = Authority::bundled();
    let exists = |id: &str| {
        let id = AgencyId(id.to_owned());
        authority.agency_name(&id, None).is_some()
    };
    for doc_type in authority.doc_types() {
        assert!(!doc_type.code.is_empty(), "{}", doc_type.id);
        assert!(
            doc_type.issuer.as_deref().is_none_or(exists),
            "{}",
            doc_type.id
        );
    }
    for known in authority.all_known_documents() {
        assert!(exists(&known.issuer), "{}", known.number);
        assert!(
            authority.doc_type(&known.doc_type).is_some(),
            "{}",
            known.number
        );
        let number = kehoach::text::Number::parse(&known.number);
        assert_eq!(
            number.map(|number| number.to_string()).as_ref(),
            Some(&known.number)
        );
    }
    for province in authority.provinces() {
        assert_eq!(
            authority.province(&province.name).as_ref(),
            Some(&province.id)
        );
        assert!(
            province
                .aliases
                .iter()
                .all(|alias| { authority.province(alias).as_ref() == Some(&province.id) })
        );
        assert!(authority.province_name(&province.id, None).is_some());
        assert_eq!(
            province.until.is_some(),
            province.into.is_some(),
            "{}",
            province.name
        );
    }
    let topics = authority.topics();
    for topic in topics {
        let parent = topic.parent.as_ref();
        assert!(parent.is_none_or(|parent| topics.iter().any(|other| other.id == *parent)));
    }
}

#[test]
fn every_type_of_the_decree_is_there_once() {
    let authority = Authority::bundled();
    let mut ids: Vec<&str> = authority
        .doc_types()
        .iter()
        .map(|found| found.id.as_str())
        .collect();
    assert!(89 <= ids.len());
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), authority.doc_types().len());
}
