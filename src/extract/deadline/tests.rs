use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    check_in(Setting::Prose, text, expected);
}

#[track_caller]
fn check_in(setting: Setting, text: &str, expected: &str) {
    let found = find(text, 0, Some(PlanYear::calendar(2021)), setting);
    let line = found.map_or("-".to_owned(), |found| {
        let part = |value: Option<&str>| value.unwrap_or("-").to_owned();
        let word = if found.continuous {
            "continuous".to_owned()
        } else {
            part(found.recurrence.as_deref())
        };
        format!(
            "{} | {} {} {} {word}",
            found.text,
            part(found.due.as_deref()),
            part(found.from.as_deref()),
            part(found.to.as_deref())
        )
    });
    assert_eq!(line, expected, "{text}");
}

#[test]
fn a_bound_day_is_due_on_that_day() {
    check(
        "gửi về Sở trước ngày 08/8/2023 để tổng hợp",
        "trước ngày 08/8/2023 | 2023-08-08 - - -",
    );
    check(
        "báo cáo (trước ngày 25/11); các báo cáo",
        "trước ngày 25/11 | 2021-11-25 - - -",
    );
    check(
        "các kế hoạch (trước ngày 20/12 hàng năm) về",
        "trước ngày 20/12 hàng năm | 2021-12-20 - - yearly",
    );
    check(
        "Hàng năm, trước ngày 30/11 tổng hợp",
        "Hàng năm, trước ngày 30/11 | 2021-11-30 - - yearly",
    );
    check(
        "hoàn thành chậm nhất đến ngày 01 tháng 7 năm 2028.",
        "chậm nhất đến ngày 01 tháng 7 năm 2028 | 2028-07-01 - - -",
    );
}

#[test]
fn a_period_has_its_first_and_last_day() {
    check(
        "kế hoạch năm 2022 (trong tháng 12/2021)",
        "trong tháng 12/2021 | 2021-12-31 2021-12-01 2021-12-31 -",
    );
    check(
        "trình ban hành trong quý III/2004.",
        "trong quý III/2004 | 2004-09-30 2004-07-01 2004-09-30 -",
    );
    check(
        "Trong quý III và quý IV năm 2004: đối với",
        "Trong quý III và quý IV năm 2004 | 2004-12-31 2004-07-01 2004-12-31 -",
    );
    check(
        "đến hết quý II/2004 phải thẩm định",
        "đến hết quý II/2004 | 2004-06-30 - - -",
    );
    check(
        "từ ngày 01/9 đến ngày 15/12/2021",
        "từ ngày 01/9 đến ngày 15/12/2021 | 2021-12-15 2021-09-01 2021-12-15 -",
    );
    check("Đến năm 2005 phấn đấu", "Đến năm 2005 | 2005-12-31 - - -");
}

#[test]
fn a_rhythm_is_the_finest_it_names() {
    check(
        "định kỳ hàng quý, năm, báo cáo",
        "định kỳ hàng quý, năm | - - - quarterly",
    );
    check(
        "Định kỳ 6 tháng, cả năm báo cáo",
        "Định kỳ 6 tháng, cả năm | - - - half-yearly",
    );
    check(
        "định kỳ sáu tháng báo cáo",
        "định kỳ sáu tháng | - - - half-yearly",
    );
    check(
        "ít nhất 01 lần/01 năm",
        "ít nhất 01 lần/01 năm | - - - yearly",
    );
    check(
        "trước ngày 20 tháng cuối quý",
        "trước ngày 20 tháng cuối quý | - - - quarterly",
    );
    check(
        "vào ngày 25 hằng tháng.",
        "vào ngày 25 hằng tháng | - - - monthly",
    );
    check(
        "kiểm tra ít nhất hai tháng một lần.",
        "ít nhất hai tháng một lần | - - - -",
    );
}

#[test]
fn what_only_names_a_year_is_no_deadline() {
    check(
        "xây dựng kế hoạch cải cách hành chính hàng năm để tổ chức",
        "-",
    );
    check("theo Quyết định số 74/QĐ-TTg ngày 07/5/2001", "-");
    check("Kế hoạch giai đoạn 2021-2025 định hướng đến năm 2030", "-");
    check("kế hoạch rà soát năm 2022", "-");
}

#[test]
fn a_cell_needs_no_binding_word() {
    check_in(
        Setting::Cell,
        "Quý I, II/2025",
        "Quý I, II/2025 | 2025-06-30 2025-01-01 2025-06-30 -",
    );
    check_in(
        Setting::Cell,
        "Ngày 26, 27/12/2011",
        "Ngày 26, 27/12/2011 | 2011-12-27 2011-12-26 2011-12-27 -",
    );
    check_in(
        Setting::Cell,
        "8h00-10h00 ngày 28/12/2011",
        "8h00-10h00 ngày 28/12/2011 | 2011-12-28 - - -",
    );
    check_in(
        Setting::Cell,
        "Chiều ngày 28/12 và cả ngày 29/12/2011",
        "Chiều ngày 28/12 và cả ngày 29/12/2011 | 2011-12-29 2011-12-28 2011-12-29 -",
    );
    check_in(
        Setting::Cell,
        "Thường xuyên",
        "Thường xuyên | - - - continuous",
    );
    check_in(
        Setting::Cell,
        "Theo yêu cầu của Bộ Nội vụ",
        "Theo yêu cầu của Bộ Nội vụ | - - - -",
    );
}

#[test]
fn what_counts_from_an_event_keeps_its_words() {
    check(
        "trước 05 ngày kể từ ngày ký; nhập",
        "trước 05 ngày kể từ ngày ký | - - - -",
    );
    check(
        "Thường xuyên cập nhật thông tin",
        "Thường xuyên | - - - continuous",
    );
}

#[test]
fn a_third_or_a_week_narrows_its_month() {
    check(
        "hoàn thành cuối tháng 3/2021.",
        "hoàn thành cuối tháng 3/2021 | 2021-03-31 2021-03-21 2021-03-31 -",
    );
    check_in(
        Setting::Cell,
        "Tuần 2 tháng 6/2021",
        "Tuần 2 tháng 6/2021 | 2021-06-14 2021-06-08 2021-06-14 -",
    );
    check_in(
        Setting::Cell,
        "Giai đoạn 2021-2025",
        "Giai đoạn 2021-2025 | 2025-12-31 2021-01-01 2025-12-31 -",
    );
    check("đẩy mạnh chuyển đổi số giai đoạn 2021-2025", "-");
}

/// Cases are lines of `fixtures/extract/deadlines.txt`: where the words stand, the words, `=>`,
/// what they come to in a plan of 2021. `KEHOACH_REVIEW=1` writes what is found; read it before it stays.
#[test]
fn every_written_form_has_its_dates_and_its_rule() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/extract/deadlines.txt"
    );
    let table = std::fs::read_to_string(path).unwrap();
    let mut written = String::new();
    let mut wrong = Vec::new();
    for line in table.lines() {
        let case = line.split_once("=>").filter(|_| !line.starts_with('#'));
        let Some((left, expected)) = case else {
            written.push_str(&format!("{line}\n"));
            continue;
        };
        let left = left.trim();
        let year = PlanYear::calendar(2021);
        let (setting, year, words) = match left.split_once(": ") {
            Some(("ô", words)) => (Setting::Cell, year, words),
            Some(("câu", words)) => (Setting::Prose, year, words),
            Some(("câu năm học", words)) => (Setting::Prose, PlanYear::school(2021), words),
            _ => panic!("«ô: …», «câu: …» or «câu năm học: …»: {line}"),
        };
        let found = said(read(
            &Said::alone(words),
            0,
            Some(year),
            setting,
            &mut Trace::default(),
        ));
        written.push_str(&format!("{left} => {found}\n"));
        if found != expected.trim() {
            wrong.push(format!(
                "{left}\n  found    {found}\n  expected {}",
                expected.trim()
            ));
        }
    }
    if std::env::var_os("KEHOACH_REVIEW").is_some_and(|value| value == "1") {
        std::fs::write(path, written).unwrap();
        return;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// «trước ngày 20/12 hàng năm» hạn 2021-12-20 (không kể ngày ấy), yearly FREQ=…
fn said(found: Option<(Deadline, Rule)>) -> String {
    let Some((found, rule)) = found else {
        return "không phải thời hạn".to_owned();
    };
    let mut said = vec![format!("«{}»", found.text)];
    let mut add = |label: &str, value: Option<&str>| {
        said.extend(value.map(|value| format!("{label} {value}")));
    };
    add("từ", found.from.as_deref());
    add("đến", found.to.as_deref());
    add("hạn", found.due.as_deref());
    add("lặp", found.recurrence.as_deref());
    add("", found.rrule.as_deref());
    add("tính", found.relative_to.as_deref());
    if !found.inclusive {
        said.push("không kể ngày ấy".to_owned());
    }
    if found.continuous {
        said.push("liên tục".to_owned());
    }
    let words: Vec<&str> = said.iter().map(|part| part.trim()).collect();
    let rule = serde_json::to_value(rule).unwrap();
    format!("{} [{}]", words.join(" · "), rule.as_str().unwrap())
}
