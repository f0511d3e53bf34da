//! Every letter there and back; nothing that is Unicode is touched.

use proptest::prelude::*;

use super::letters::{column_of, rows};
use super::*;

/// The plan whose words the tests write in every charset.
const PLAN: &str = "Kế hoạch cải cách hành chính nhà nước giai đoạn 2021-2025, tỉnh Hưng Yên: \
    ủy ban nhân dân các huyện, thị xã chủ trì, phối hợp với Sở Nội vụ rà soát, báo cáo trước ngày \
    20/12 hằng năm; những việc đã hoãn phải ghi rõ lý do, kèm chữ ký và dấu đỏ của người phụ trách.";

/// Writes a text in a charset and shows it as Windows-1252 does.
fn written(text: &str, charset: Charset) -> String {
    let mut bytes = Vec::new();
    let table: Vec<(char, Vec<u8>)> = column_of(charset)
        .map(|column| rows(column).collect())
        .unwrap_or_default();
    for c in text.chars() {
        match table.iter().find(|(letter, _)| *letter == c) {
            Some((_, written)) => bytes.extend(written),
            None => bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(&bytes)
        .0
        .into_owned()
}

#[test]
fn every_letter_of_every_table_comes_back() {
    for charset in Charset::ALL {
        let Some(column) = column_of(charset) else {
            continue;
        };
        let mut count = 0;
        for (letter, _) in rows(column) {
            let seen = written(&letter.to_string(), charset);
            assert_eq!(
                decode(&seen, charset, Face::Plain),
                letter.to_string(),
                "{} writes {seen:?}",
                charset.name()
            );
            count += 1;
        }
        let small = rows(column)
            .filter(|(letter, _)| letter.is_lowercase())
            .count();
        assert_eq!(
            small,
            67,
            "{}: every small letter has bytes",
            charset.name()
        );
        assert!(74 <= count, "{}: {count} letters", charset.name());
    }
    for row in rows(1) {
        let seen = written(&row.0.to_string(), Charset::Utf8);
        assert_eq!(decode(&seen, Charset::Utf8, Face::Plain), row.0.to_string());
    }
}

#[test]
fn a_plan_in_each_charset_is_recognized_and_read() {
    for charset in Charset::ALL {
        let seen = written(PLAN, charset);
        let found = detect(&seen).map(|found| found.charset);
        assert_eq!(found, Some(charset), "{seen}");
        assert_eq!(decode(&seen, charset, Face::Plain), PLAN);
        assert!(detect(&seen).is_some_and(|found| 0.9 <= found.confidence));
    }
}

#[test]
fn ranges_cover_the_text_and_ascii_stays() {
    for charset in Charset::ALL {
        let seen = written(PLAN, charset);
        let mut end = 0;
        for letter in letters(&seen, charset, Face::Plain) {
            assert_eq!(letter.source.start, end);
            end = letter.source.end;
            assert!(
                letter.source.len() > 1
                    || seen.as_bytes()[letter.source.start] == letter.char as u8
            );
        }
        assert_eq!(end, seen.len());
    }
}

#[test]
fn the_name_of_a_font_says_its_charset() {
    let tcvn3 = |capitals| Face::Legacy {
        charset: Charset::Tcvn3,
        capitals,
    };
    for (name, face) in [
        (".VnTime", tcvn3(false)),
        (".VnTimeH", tcvn3(true)),
        (".vntime", tcvn3(false)),
        (".VnArial NarrowH", tcvn3(true)),
        (".VnTimeH,Bold", tcvn3(true)),
        (".VnTimeH Bold", tcvn3(true)),
        (".VnTimeH Tur", tcvn3(true)),
        ("VnTimeH-Bold", tcvn3(true)),
        ("'.VnTime', serif", tcvn3(false)),
        ("Times New Roman", Face::Plain),
        ("Vnote", Face::Plain),
        ("", Face::Plain),
    ] {
        assert_eq!(Face::of_font(name), face, "{name}");
    }
    assert_eq!(Face::of_font("VNI-Times").charset(), Some(Charset::Vni));
    assert_eq!(Face::of_font("VPS Times").charset(), Some(Charset::Vps));
}

#[test]
fn capitals_come_from_the_font_or_from_the_letters_around() {
    let capitals = Face::of_font(".VnTimeH");
    let read = |text| decode(text, Charset::Tcvn3, Face::of_font(".VnTime"));
    assert_eq!(
        decode("ñy Ban Nh©n D©n", Charset::Tcvn3, capitals),
        "ỦY BAN NHÂN DÂN"
    );
    assert_eq!(read("KÕ HO¹CH"), "KẾ HOẠCH");
    assert_eq!(read("KÕ ho¹ch"), "Kế hoạch");
    assert_eq!(read("Sè 12/Q§-UB"), "Số 12/QĐ-UB");
    assert_eq!(read("Së KH&§T"), "Sở KH&ĐT");
    assert_eq!(read("§Ò ¸N"), "ĐỀ ÁN");
    assert_eq!(read("QUYÕT §ÞNH"), "QUYẾT ĐỊNH");
    assert_eq!(read("§Þa ®iÓm"), "Địa điểm");
    assert_eq!(read("§\u{ad}êng lèi"), "Đường lối");
}

#[test]
fn marks_of_the_other_case_are_read() {
    assert_eq!(
        decode("ÑEÀ AÙn, Aùn", Charset::Vni, Face::Plain),
        "ĐỀ Án, Án"
    );
}

#[test]
fn the_no_break_space_that_ends_a_letter_may_be_gone() {
    assert_eq!(decode("lÃ nhÃ", Charset::Utf8, Face::Plain), "là nhà");
    assert_eq!(decode("hÃ nh chÃ", Charset::Utf8, Face::Plain), "hành chà");
    assert_eq!(decode("vÃ o lÃ m", Charset::Utf8, Face::Plain), "vào làm");
    assert_eq!(
        decode("lÃ\u{a0} nhÃ\u{a0}", Charset::Utf8, Face::Plain),
        "là nhà"
    );
}

#[test]
fn glyphs_drawn_one_by_one_make_the_letters() {
    for charset in [Charset::Tcvn3, Charset::Vni] {
        for (letter, _) in rows(column_of(charset).unwrap_or(0)) {
            let seen = written(&letter.to_string(), charset);
            let drawn: String = seen
                .chars()
                .map(|glyph| glyph_text(&glyph.to_string(), charset, Face::Plain))
                .collect();
            assert_eq!(crate::text::clean(&drawn).as_str(), letter.to_string());
        }
    }
}

#[test]
fn foreign_and_bare_text_is_left_alone() {
    for text in [
        "",
        "Ke hoach so 21/KH-UBND",
        "Là cà phê và trà thì có hàng hóa ở đó",
        "là và có thì hà giang, hòa an, phù cát, lí do, trí, bà, mía, ô tô",
        "Le café est fermé à Noël, l'été à la plage, où êtes-vous déjà allés?",
        "Größe, Übung, fünf Äpfel und schöne Mädchen",
        "§ 12 – 30°C, 5 m² ± 2, © 2021 «abc» ½",
    ] {
        assert_eq!(detect(text), None, "{text}");
    }
}

/// Words of the plan and of the seeds' kind, one by one: what Unicode text is made of.
fn unicode_word() -> impl Strategy<Value = String> {
    let words: Vec<String> = PLAN
        .split_whitespace()
        .chain(
            "là và có thì hà bà mía ô tô cà phê à í ì ù hò lê tê bê hê xô Đắk Lắk café m² 30°C"
                .split(' '),
        )
        .map(str::to_owned)
        .collect();
    prop::sample::select(words)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_210_202), ..ProptestConfig::default() })]

    #[test]
    fn unicode_text_is_never_taken_for_legacy(words in prop::collection::vec(unicode_word(), 0..60)) {
        prop_assert_eq!(detect(&words.join(" ")), None);
    }

    #[test]
    fn any_text_is_decoded_without_a_panic(text in any::<String>(), high in "[\u{80}-\u{ff}a-zA-Z ]{0,40}") {
        for charset in Charset::ALL {
            for text in [&text, &high] {
                let end = letters(text, charset, Face::of_font(".VnTimeH")).last().map_or(0, |last| last.source.end);
                prop_assert_eq!(end, text.len());
            }
        }
        let _ = detect(&high);
    }
}
