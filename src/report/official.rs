//! The official form of a citation (Nghị định 30/2020/NĐ-CP, Phụ lục I; for the Party, Hướng dẫn
//! 05-HD/VPTW): type, number, day, issuer, subject; a law by its name and day, without number.

use jiff::civil::Date;

use crate::authority::{AgencyId, Authority};
use crate::link::Work;
use crate::text::{Number, NumberForm};

/// "Kế hoạch số 21/KH-UBND ngày 02 tháng 02 năm 2021 của Ủy ban nhân dân tỉnh Hưng Yên về …". `None`
/// where the work's type, number or day is not known: half a citation is not ready to copy.
pub fn citation(work: &Work, authority: &Authority) -> Option<String> {
    let doc_type = work.doc_type.as_deref()?;
    let written = work.number.as_deref()?;
    let day: Date = work.issued_on.as_deref()?.parse().ok()?;
    let number = Number::parse(written)?;
    let title = work.title.as_deref();
    if doc_type == "Luật"
        && let Some(title) = title
    {
        return Some(format!("{title} {}", spelt(day)));
    }
    let name = authority.doc_type(doc_type).map(|known| known.name.clone());
    let name = name.unwrap_or_else(|| doc_type.to_owned());
    let when = match number.form() {
        NumberForm::Party => format!(", {}", short(day)),
        _ => format!(" {}", spelt(day)),
    };
    let issuer = issuer(work, day, authority).map_or(String::new(), |it| format!(" của {it}"));
    let subject = title.map_or(String::new(), |title| format!(" {}", subject(title)));
    Some(format!("{name} số {written}{when}{issuer}{subject}"))
}

/// The full name it had that day; what is written where the tables do not know it.
fn issuer(work: &Work, day: Date, authority: &Authority) -> Option<String> {
    let id = work.issuer_id.as_deref().map(|id| AgencyId(id.to_owned()));
    // A smaller place's spelling is not in its id.
    let placed = id.filter(|id| !id.place().0.contains('/'));
    let known = placed.and_then(|id| authority.agency_name(&id, Some(day)));
    known.or_else(|| work.issuer.clone())
}

/// Days below ten and the first two months have a zero, the others have none.
fn spelt(day: Date) -> String {
    let month = match day.month() {
        month @ 1..=2 => format!("{month:02}"),
        month => month.to_string(),
    };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

fn short(day: Date) -> String {
    format!("ngày {:02}/{}/{}", day.day(), day.month(), day.year())
}

/// "về …" before a subject that does not begin with what the document does.
fn subject(title: &str) -> String {
    const DOING: [&str; 5] = ["về ", "ban hành ", "phê duyệt ", "quy định ", "sửa đổi"];
    let mut letters = title.chars();
    let first = letters.next().unwrap_or_default();
    // "PAPI …" keeps its capitals.
    let is_word = letters.clone().next().is_none_or(char::is_lowercase);
    let lowered: String = match is_word {
        true => first.to_lowercase().chain(letters).collect(),
        false => title.to_owned(),
    };
    match DOING.iter().any(|doing| lowered.starts_with(doing)) {
        true => lowered,
        false => format!("về {lowered}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::WorkId;

    #[track_caller]
    fn check(particulars: [&str; 4], issuer_id: &str, expected: &str) {
        let [doc_type, number, issued_on, title] = particulars.map(|it| Some(it.to_owned()));
        let work = Work {
            id: WorkId("w".into()),
            key: None,
            doc_type,
            number,
            issued_on,
            issuer: None,
            issuer_id: Some(issuer_id.to_owned()),
            province: None,
            title,
            stub: false,
            manifestations: Vec::new(),
            anomalies: Vec::new(),
            statements: Vec::new(),
        };
        let written = citation(&work, Authority::bundled());
        assert_eq!(written.as_deref(), Some(expected));
    }

    #[test]
    fn a_plan_is_cited_by_type_number_day_issuer_and_subject() {
        check(
            ["KH", "21/KH-UBND", "2021-02-02", "Nâng cao Chỉ số PAPI"],
            "hung-yen/ubnd",
            "Kế hoạch số 21/KH-UBND ngày 02 tháng 02 năm 2021 của Ủy ban nhân dân tỉnh Hưng Yên về nâng cao Chỉ số PAPI",
        );
    }

    #[test]
    fn months_from_march_have_no_zero() {
        check(
            [
                "QĐ",
                "749/QĐ-TTg",
                "2020-06-03",
                "Phê duyệt Chương trình Chuyển đổi số quốc gia",
            ],
            "tw/thu-tuong",
            "Quyết định số 749/QĐ-TTg ngày 03 tháng 6 năm 2020 của Thủ tướng Chính phủ phê duyệt Chương trình Chuyển đổi số quốc gia",
        );
    }

    #[test]
    fn a_law_is_cited_by_name_and_day() {
        check(
            [
                "Luật",
                "77/2015/QH13",
                "2015-06-19",
                "Luật Tổ chức chính quyền địa phương",
            ],
            "tw/quoc-hoi",
            "Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        );
    }

    #[test]
    fn the_party_puts_a_comma_before_the_day() {
        check(
            [
                "NQ",
                "57-NQ/TW",
                "2024-12-22",
                "Đột phá phát triển khoa học",
            ],
            "tw/bo-chinh-tri",
            "Nghị quyết số 57-NQ/TW, ngày 22/12/2024 của Bộ Chính trị về đột phá phát triển khoa học",
        );
    }
}
