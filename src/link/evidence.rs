//! Sentences a person can read: why a citation means a work, and what disagrees.

use super::{Anomaly, Member, Work};
use crate::authority::Authority;
use crate::text::{Number, fold};

/// Share of common syllables above which two titles name one plan. Titles of one series in two years share all
/// but the year (about 0.93), so a year that differs is a contradiction before this is asked.
pub(super) const ALIKE: f64 = 0.7;

/// Jaccard likeness of the folded syllables of two titles; 0 where one is missing.
pub(super) fn likeness(left: Option<&str>, right: Option<&str>) -> f64 {
    let (Some(left), Some(right)) = (left, right) else {
        return 0.0;
    };
    let syllables = |text: &str| -> std::collections::BTreeSet<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (left, right) = (syllables(left), syllables(right));
    let common = left.intersection(&right).count();
    let all = left.len() + right.len() - common;
    if all == 0 {
        0.0
    } else {
        common as f64 / all as f64
    }
}

pub(super) fn sentences(citation: &Member, work: &Work) -> Vec<String> {
    let mut said = vec!["cùng số, ký hiệu".to_owned()];
    match (&citation.issuer, &citation.issuer_id, &work.issuer_id) {
        (Some(issuer), Some(own), Some(other)) if own == other => {
            let by = citation
                .placed_by
                .as_deref()
                .map(|by| format!(" ({by})"))
                .unwrap_or_default();
            said.push(format!("cùng cơ quan ban hành «{issuer}»{by}"));
        }
        (None, Some(own), Some(other)) if own == other => {
            said.push("ký hiệu chỉ có ở một cơ quan".to_owned())
        }
        (Some(issuer), None, _) => said.push(format!("«{issuer}» chưa rõ thuộc tỉnh nào")),
        (None, None, _) => said.push("không ghi cơ quan ban hành".to_owned()),
        _ => said.push("cơ quan ban hành chưa đối chiếu được".to_owned()),
    }
    match (&citation.date, &work.issued_on) {
        (Some(cited), Some(issued)) if cited == issued => {
            said.push("cùng ngày ban hành".to_owned())
        }
        (Some(cited), Some(issued)) if issued.starts_with(cited.as_str()) => {
            said.push("cùng năm ban hành".to_owned())
        }
        (Some(cited), Some(issued)) => said.push(format!(
            "ngày khác nhau: viện dẫn ghi {}, văn bản là {}",
            spoken(cited),
            spoken(issued)
        )),
        (Some(cited), None) => said.push(format!("viện dẫn ghi ngày {}", spoken(cited))),
        (None, _) => {}
    }
    if likeness(citation.title.as_deref(), work.title.as_deref()) >= ALIKE {
        said.push("trích yếu giống nhau".to_owned());
    }
    said
}

/// What one citation says against the work it means.
pub(super) fn anomalies(citation: &Member, work: &Work, authority: &Authority) -> Vec<Anomaly> {
    let mut found = Vec::new();
    let suggestion = work
        .issued_on
        .as_deref()
        .filter(|date| date.len() == 10)
        .map(|date| format!("sửa thành ngày {}", spoken(date)));
    if let (Some(cited), Some(own)) = (&citation.date, &citation.citing_date)
        && cited.len() == 10
        && own.len() == 10
        && cited > own
    {
        let message = format!(
            "viện dẫn ghi ngày {}, sau ngày {} của văn bản viện dẫn",
            spoken(cited),
            spoken(own)
        );
        found.push(Anomaly {
            code: "date_after_document".into(),
            message,
            suggestion: suggestion.clone(),
        });
    }
    if let (Some(cited), Some(issued)) = (&citation.date, &work.issued_on)
        && !issued.starts_with(cited.as_str())
        && !cited.starts_with(issued.as_str())
    {
        let message = format!(
            "viện dẫn ghi ngày {}, nơi khác ghi ngày {}",
            spoken(cited),
            spoken(issued)
        );
        found.push(Anomaly {
            code: "date_disagrees".into(),
            message,
            suggestion,
        });
    }
    found.extend(type_mismatch(citation, work, authority));
    found
}

/// "Kế hoạch số 12/QĐ-UBND": the type word and the number's own letters differ.
fn type_mismatch(citation: &Member, work: &Work, authority: &Authority) -> Option<Anomaly> {
    let cited = citation
        .doc_type
        .as_deref()
        .filter(|cited| !["CV", "VB"].contains(cited))?;
    let known = work.doc_type.as_deref()?;
    let number = Number::parse(citation.number.as_deref()?)?;
    let of_symbol = authority
        .doc_type_of_symbol(&number.symbol)
        .map(|found| found.abbr.clone())?;
    (cited != known && cited != of_symbol && !work.stub).then(|| Anomaly {
        code: "type_mismatch".into(),
        message: format!("viện dẫn ghi loại {cited}, văn bản là loại {known}"),
        suggestion: Some(format!("sửa thành {known}")),
    })
}

pub(super) fn dates_disagree(shown: Option<&str>, others: &[String]) -> Anomaly {
    let others: Vec<String> = others.iter().map(|date| spoken(date)).collect();
    let message = match shown {
        Some(shown) => format!(
            "ngày {} được viện dẫn khác đi: {}",
            spoken(shown),
            others.join(", ")
        ),
        None => format!("các viện dẫn ghi ngày khác nhau: {}", others.join(", ")),
    };
    let suggestion = shown.map(|shown| format!("dùng ngày {}", spoken(shown)));
    Anomaly {
        code: "date_disagrees".into(),
        message,
        suggestion,
    }
}

/// `2021-02-02` → `02/02/2021`, `2021-02` → `02/2021`.
fn spoken(iso: &str) -> String {
    iso.split('-').rev().collect::<Vec<_>>().join("/")
}
