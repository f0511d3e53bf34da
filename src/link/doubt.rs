//! What one record contradicts by itself, whatever others say.

use jiff::civil::Date;

use super::evidence::spoken;
use super::{Anomaly, kin};
use crate::authority::{AgencyId, Authority, PlaceId, TWO_TIERS_FROM};
use crate::extract::{Citation, Kind, Record, Relation, Status};
use crate::text::{Number, NumberForm, fold};

/// Types that are issued by a decision and bear its number: "Kế hoạch số 3248/QĐ-UBND".
const ATTACHED: [&str; 9] = ["KH", "CTr", "ĐA", "DA", "QC", "QyĐ", "PA", "CL", "HD"];

/// Why a number cannot be its own: the words beside it say another type or another issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slip {
    Issuer,
    Type,
}

/// What the words beside a number say against its symbol.
pub(super) fn slip(
    number: &Number,
    doc_type: Option<&str>,
    issuer: Option<&str>,
    authority: &Authority,
) -> Option<Slip> {
    if issuer.is_some_and(|issuer| is_of_another(number, issuer, authority)) {
        return Some(Slip::Issuer);
    }
    let word = doc_type?;
    let normative = ["NĐ", "TT", "TTLT"].contains(&word);
    let is_lacking_year = normative && number.year.is_none() && has_issuer_alone_not(number);
    (is_lacking_year || type_of_symbol(number, word, authority).is_some()).then_some(Slip::Type)
}

/// `NĐ-CP` without its year; `88/CP` never had one.
fn has_issuer_alone_not(number: &Number) -> bool {
    number.form() != NumberForm::Historic
}

/// The symbol names a body we know, and it is not the issuer nor anybody the issuer is named for. A
/// code nobody knows says nothing: each head of agency sets its own.
fn is_of_another(number: &Number, issuer: &str, authority: &Authority) -> bool {
    let agency = AgencyId(issuer.to_owned());
    if authority.symbol_fits(&number.symbol, &agency) {
        return false;
    }
    let place = agency.place();
    let home = (place.0 != "tw").then_some(&place);
    let Some(named) = authority.agency_of_symbol(&number.symbol, home, None) else {
        return false;
    };
    named.id.body() != agency.body()
        && kin::numbering(&named.id.0) != kin::numbering(issuer)
        && !kin::of(issuer, authority)
            .iter()
            .any(|kin| kin.body() == named.id.body())
}

/// The type the symbol names, if it is another than the word before the number. The Party writes QĐ
/// for Quy định, and what a decision issues bears the decision's number.
fn type_of_symbol(number: &Number, word: &str, authority: &Authority) -> Option<String> {
    const VAGUE: [&str; 4] = ["CV", "VB", "Luật", "PL"];
    if VAGUE.contains(&word) || number.form() == NumberForm::Party {
        return None;
    }
    number.type_code()?;
    let named = authority.doc_type_of_symbol(&number.symbol)?.code.clone();
    let same = named == word
        || (["QĐ", "NQ"].contains(&named.as_str()) && ATTACHED.contains(&word))
        || matches!(
            (named.as_str(), word),
            ("QyĐ", "QĐ") | ("TTLT", "TT") | ("KL", "TB")
        );
    (!same).then_some(named)
}

/// What the document's own particulars contradict.
pub(super) fn of_document(
    record: &Record,
    issuer: Option<&str>,
    home: Option<&PlaceId>,
    authority: &Authority,
) -> Vec<Anomaly> {
    let identity = &record.identity;
    let on: Option<Date> = identity.issued_on.as_deref().and_then(|it| it.parse().ok());
    let mut found = Vec::new();
    found.extend(unfilled(record));
    if let Some(number) = identity.number.as_deref().and_then(Number::parse) {
        found.extend(symbol_mismatch(
            &number,
            issuer,
            identity.issuer.as_deref(),
            authority,
        ));
        found.extend(type_mismatch(
            &number,
            identity.doc_type.as_deref(),
            authority,
        ));
    }
    if let (Some(issuer), Some(on)) = (issuer, on) {
        found.extend(abolished_issuer(issuer, on, authority));
    }
    if let Some(on) = on {
        let addressees = identity.recipients.iter();
        found.extend(addressees.filter_map(|it| abolished_addressee(it, home, on, authority)));
        found.extend(early_deadlines(record, on));
    }
    found.dedup_by(|one, other| one == other);
    found
}

/// What a citation contradicts in itself and in the document it stands in.
pub(super) fn of_citation(
    record: &Record,
    citation: &Citation,
    issuer: Option<&str>,
    authority: &Authority,
) -> Vec<Anomaly> {
    let mut found = Vec::new();
    if citation.relation == Relation::Itself {
        return found;
    }
    if let Some(number) = citation.number.as_deref().and_then(Number::parse) {
        found.extend(symbol_mismatch(
            &number,
            issuer,
            citation.issuer.as_deref(),
            authority,
        ));
        found.extend(type_mismatch(
            &number,
            citation.doc_type.as_deref(),
            authority,
        ));
    }
    let date = citation.date.as_deref();
    if let Some(date) = date.filter(|date| date.len() == 10 && date.parse::<Date>().is_err()) {
        found.push(Anomaly {
            code: "date_impossible".into(),
            message: format!("viện dẫn ghi ngày {}, lịch không có ngày này", spoken(date)),
            suggestion: Some("ghi lại ngày theo bản gốc của văn bản được viện dẫn".into()),
        });
    }
    let own = record
        .identity
        .issued_on
        .as_deref()
        .or(record.posted_on.as_deref());
    // "tập huấn Luật Thực hiện dân chủ ở cơ sở trong tháng 6/2024": a month after a name is when something is
    // done with it, not when it was issued.
    let is_month_after_name =
        |date: &str| citation.form == crate::extract::Form::Named && date.len() < 10;
    if let (Some(date), Some(own)) = (date, own)
        && is_after(date, own)
        && !is_month_after_name(date)
    {
        found.push(after_document(date, own));
    }
    found
}

pub(super) fn after_document(cited: &str, own: &str) -> Anomaly {
    Anomaly {
        code: "date_after_document".into(),
        message: format!(
            "viện dẫn ghi ngày {}, sau ngày {} của văn bản viện dẫn",
            spoken(cited),
            spoken(own)
        ),
        suggestion: Some(turned(cited, own).map_or_else(
            || "kiểm tra lại ngày, tháng, năm theo bản gốc của văn bản được viện dẫn".into(),
            |day| format!("có thể ngày và tháng bị đảo: {}", spoken(&day)),
        )),
    }
}

/// The cited day with day and month changed about, where that is no later than the document's own.
fn turned(cited: &str, own: &str) -> Option<String> {
    let (year, rest) = cited.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let turned = format!("{year}-{day}-{month}");
    let is_day = turned.parse::<Date>().is_ok();
    (is_day && turned != cited && !is_after(&turned, own)).then_some(turned)
}

/// One ISO date is later than another, as far as both are written.
pub(super) fn is_after(one: &str, other: &str) -> bool {
    let length = one.len().min(other.len());
    match (one.get(..length), other.get(..length)) {
        (Some(one), Some(other)) => other < one,
        _ => false,
    }
}

/// A document left without number or date that does not call itself a draft.
fn unfilled(record: &Record) -> Vec<Anomaly> {
    let identity = &record.identity;
    let draft = identity.status == Some(Status::Draft) && record.kind == Kind::Document;
    let named = [identity.title.as_deref(), Some(record.file.as_str())];
    let is_called_draft = named.into_iter().flatten().any(|name| {
        let name = fold(name).replace(['-', '_'], " ");
        name.contains("du thao")
    });
    if !draft || is_called_draft {
        return Vec::new();
    }
    let number = identity.number.as_deref().and_then(Number::parse);
    let no_number = number.is_none_or(|number| number.is_unfilled());
    let no_day = identity
        .issued_on
        .as_deref()
        .is_none_or(|date| date.len() < 10);
    let said = |code: &str, message: &str, suggestion: &str| Anomaly {
        code: code.into(),
        message: message.into(),
        suggestion: Some(suggestion.into()),
    };
    let mut found = Vec::new();
    if no_number {
        found.push(said(
            "number_unfilled",
            "số văn bản để trống",
            "tìm bản đã cấp số, hoặc ghi số theo sổ văn thư",
        ));
    }
    if no_day {
        found.push(said(
            "date_unfilled",
            "ngày ban hành để trống",
            "tìm bản đã ký, hoặc ghi ngày theo sổ văn thư",
        ));
    }
    found
}

fn symbol_mismatch(
    number: &Number,
    issuer: Option<&str>,
    written: Option<&str>,
    authority: &Authority,
) -> Option<Anomaly> {
    let issuer = issuer.filter(|issuer| is_of_another(number, issuer, authority))?;
    let agency = AgencyId(issuer.to_owned());
    let right = authority.codes_of(&agency).first().map(|code| {
        let before = number.type_code().map(|code| format!("{code}-"));
        format!("sửa ký hiệu thành {}{code}", before.unwrap_or_default())
    });
    let issuer = written.unwrap_or(issuer);
    Some(Anomaly {
        code: "symbol_issuer_mismatch".into(),
        message: format!("ký hiệu {} không phải của «{issuer}»", number.symbol),
        suggestion: right,
    })
}

fn type_mismatch(number: &Number, word: Option<&str>, authority: &Authority) -> Option<Anomaly> {
    let word = word?;
    let named = type_of_symbol(number, word, authority)?;
    let name = |abbr: &str| {
        let known = authority.doc_type(abbr);
        known.map_or(abbr.to_owned(), |known| known.name.clone())
    };
    Some(Anomaly {
        code: "type_mismatch".into(),
        message: format!(
            "ghi là {}, ký hiệu {} là của {}",
            name(word),
            number.symbol,
            name(&named)
        ),
        suggestion: Some(format!(
            "sửa tên loại thành {}, hoặc sửa ký hiệu",
            name(&named)
        )),
    })
}

fn abolished_issuer(issuer: &str, on: Date, authority: &Authority) -> Option<Anomaly> {
    let agency = AgencyId(issuer.to_owned());
    let ended = authority.ended_on(&agency).filter(|ended| *ended < on)?;
    let name = authority.agency_name(&agency, Some(ended));
    Some(Anomaly {
        code: "issuer_abolished".into(),
        message: format!(
            "ban hành ngày {}, sau khi «{}» kết thúc hoạt động ngày {}",
            spoken(&on.to_string()),
            name.unwrap_or_else(|| issuer.to_owned()),
            spoken(&ended.to_string())
        ),
        suggestion: heirs(&agency, authority),
    })
}

fn abolished_addressee(
    written: &str,
    home: Option<&PlaceId>,
    on: Date,
    authority: &Authority,
) -> Option<Anomaly> {
    let written = written.trim_start_matches(['-', '–', '+', ' ']).trim();
    let said = |ended: Date, suggestion: Option<String>| Anomaly {
        code: "addressee_abolished".into(),
        message: format!(
            "gửi «{written}», đã kết thúc hoạt động ngày {}",
            spoken(&ended.to_string())
        ),
        suggestion,
    };
    if TWO_TIERS_FROM <= on && is_every_district(written) {
        let ended = TWO_TIERS_FROM.yesterday().ok()?;
        return Some(said(ended, Some("gửi UBND các xã, phường, đặc khu".into())));
    }
    let named = written.split(['(', ';']).next().unwrap_or(written).trim();
    let agency = authority.agency(named, home, None)?.id;
    let ended = authority.ended_on(&agency).filter(|ended| *ended < on)?;
    Some(said(ended, heirs(&agency, authority)))
}

/// "UBND các huyện, thị xã, thành phố": a line left over from before July 2025.
fn is_every_district(written: &str) -> bool {
    let folded = fold(written);
    ["cac huyen", "cac quan", "huyen, thi xa, thanh pho"]
        .iter()
        .any(|mark| folded.contains(mark))
}

fn heirs(agency: &AgencyId, authority: &Authority) -> Option<String> {
    let changes = authority.successors_of(agency);
    let named: Vec<String> = changes
        .iter()
        .filter_map(|change| authority.agency_name(&change.to, Some(change.on)))
        .collect();
    (!named.is_empty()).then(|| format!("nay là {}", named.join(", ")))
}

fn early_deadlines(record: &Record, on: Date) -> Vec<Anomaly> {
    let on = on.to_string();
    let early = record.tasks.iter().filter_map(|task| {
        let deadline = task.deadline.as_ref()?;
        let due = deadline.due.as_deref().filter(|due| due.len() == 10)?;
        let once = deadline.recurrence.is_none() && deadline.rrule.is_none();
        // "rà soát văn bản ban hành từ năm 2018": since when, not until when.
        let since = fold(&deadline.text).starts_with("tu ");
        (once && !since && due < on.as_str()).then(|| Anomaly {
            code: "deadline_before_issue".into(),
            message: format!(
                "thời hạn «{}» trước ngày ban hành {}",
                deadline.text,
                spoken(&on)
            ),
            suggestion: Some("kiểm tra lại năm của thời hạn".into()),
        })
    });
    early.collect()
}
