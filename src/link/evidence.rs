//! Sentences a person can read: why a citation means a work, and what disagrees.

use super::doubt::is_after;
use super::{Anomaly, Member, Work, keys};

/// Why a citation may mean a work; `alike` says that its title is one of the work's.
pub(super) fn sentences(citation: &Member, work: &Work, alike: bool) -> Vec<String> {
    let mut said = vec![number_sentence(citation, work)];
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
            said.push(match &citation.placed_by {
                Some(by) => format!("cơ quan theo ký hiệu ({by})"),
                None => "ký hiệu chỉ có ở một cơ quan".to_owned(),
            });
        }
        (Some(issuer), None, _) => said.push(format!("«{issuer}» chưa rõ thuộc tỉnh nào")),
        (None, None, _) => said.push("không ghi cơ quan ban hành".to_owned()),
        (Some(issuer), Some(_), Some(_)) => {
            let other = work.issuer.as_deref().unwrap_or("cơ quan khác");
            said.push(format!("viện dẫn ghi «{issuer}», văn bản là của «{other}»"));
        }
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
    if let (Some(cited), Some(own)) = (citation.date.as_deref(), citation.citing_date.as_deref())
        && is_after(cited, own)
    {
        said.push(format!(
            "ngày {} muộn hơn chính văn bản viện dẫn ({})",
            spoken(cited),
            spoken(own)
        ));
    }
    if alike {
        said.push("trích yếu giống nhau".to_owned());
    }
    said
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || keys::of_number(one) == keys::of_number(other)
}

fn number_sentence(citation: &Member, work: &Work) -> String {
    match (&citation.number, &work.number) {
        (Some(cited), Some(known)) if is_same(cited, known) => "cùng số, ký hiệu".to_owned(),
        (Some(cited), Some(known)) => {
            format!("cùng số thứ tự, ký hiệu khác: viện dẫn ghi {cited}, văn bản là {known}")
        }
        _ => "viện dẫn không ghi số, ký hiệu".to_owned(),
    }
}

/// What one citation says against the work it means, beyond what it contradicts by itself.
pub(super) fn anomalies(citation: &Member, work: &Work) -> Vec<Anomaly> {
    let mut found = citation.doubts.clone();
    let right = work
        .issued_on
        .as_deref()
        .filter(|date| date.len() == 10)
        .map(|date| format!("sửa thành ngày {}", spoken(date)));
    for doubt in &mut found {
        let of_date = ["date_after_document", "date_impossible"].contains(&&*doubt.code);
        if of_date && right.is_some() {
            doubt.suggestion.clone_from(&right);
        }
    }
    let own = citation.citing_date.as_deref();
    if let (Some(issued), Some(own)) = (work.issued_on.as_deref(), own)
        && !work.stub
        && is_after(issued, own)
        && !found.iter().any(|it| it.code == "date_after_document")
    {
        found.push(Anomaly {
            code: "date_after_document".into(),
            message: format!(
                "văn bản được viện dẫn ban hành ngày {}, sau ngày {} của văn bản viện dẫn",
                spoken(issued),
                spoken(own)
            ),
            suggestion: Some("kiểm tra lại ngày của hai văn bản".into()),
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
            suggestion: right,
        });
    }
    if let (Some(cited), Some(known)) = (&citation.number, &work.number)
        && !is_same(cited, known)
    {
        for doubt in &mut found {
            let of_symbol = ["type_mismatch", "symbol_issuer_mismatch"].contains(&&*doubt.code);
            if of_symbol {
                doubt.suggestion = Some(format!("sửa thành số {known}"));
            }
        }
    }
    found
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
pub(super) fn spoken(iso: &str) -> String {
    iso.split('-').rev().collect::<Vec<_>>().join("/")
}
