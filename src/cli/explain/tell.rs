//! The explanation for people: what it is, where it stands, why, and what it beat.

use kehoach::extract::{Field, Of};

use super::super::messages::{self as say, Said};
use super::super::screen::{Ink, Screen, shorten};
use super::spoken::spoken;
use super::{ExplainView, PlaceView, RefusedView, ValueView};

/// Columns of what is shown of a long text.
const TEXT_COLUMNS: usize = 240;

pub fn tell(view: &ExplainView, screen: &mut Screen) -> anyhow::Result<()> {
    screen.field(screen.word(&say::FILE), view.file)?;
    for (of, title) in [
        (Of::Identity, &say::IDENTITY),
        (Of::Section, &say::SECTIONS),
        (Of::Citation, &say::CITATIONS),
        (Of::Task, &say::TASKS),
    ] {
        let values: Vec<&ValueView> = view.values.iter().filter(|value| value.of == of).collect();
        if values.is_empty() {
            continue;
        }
        screen.blank()?;
        let title = screen.word(title).to_owned();
        screen.heading(&title)?;
        for value in values {
            tell_value(value, screen)?;
        }
    }
    if !view.refused.is_empty() {
        screen.blank()?;
        let title = screen.word(&say::NOT_TAKEN).to_owned();
        screen.heading(&title)?;
        for refused in &view.refused {
            tell_refused(refused, "  ", screen)?;
        }
    }
    screen.blank()?;
    Ok(())
}

fn tell_value(value: &ValueView, screen: &mut Screen) -> anyhow::Result<()> {
    let joint = if value.of == Of::Section { ". " } else { "; " };
    let text = match (value.values.is_empty(), value.field) {
        (true, Field::Owners) => screen.word(&say::NOBODY).to_owned(),
        (true, _) => screen.word(&say::LEFT_BLANK).to_owned(),
        (false, field) => {
            let values = value.values.iter().map(|held| spoken(field, held, screen));
            shorten(&values.collect::<Vec<_>>().join(joint), TEXT_COLUMNS)
        }
    };
    let (lead, indent) = match (value.item, value.field) {
        (Some(item), Field::Itself) => (format!("{:>3}. ", item + 1), "     "),
        (Some(_), field) => (format!("     {}: ", screen.word(label(field))), "       "),
        (None, field) => (format!("  {}: ", screen.word(label(field))), "     "),
    };
    let ink = (value.field == Field::Itself || value.item.is_none()).then_some(Ink::Strong);
    screen.hang(&lead, &text, ink)?;
    if let Some(at) = &value.at {
        screen.hang(indent, &place(at, &text, screen), Some(Ink::Faint))?;
    }
    let because = format!("{indent}{}", screen.word(&say::TAKEN_BY));
    screen.hang(&because, value.rule.says, Some(Ink::Good))?;
    for refused in &value.refused {
        tell_refused(refused, indent, screen)?;
    }
    Ok(())
}

/// "trang 1, dòng 3, byte 120–131: «Số: 21/KH-UBND»"; the quotation only where it says more.
fn place(at: &PlaceView, text: &str, screen: &Screen) -> String {
    let mut parts = Vec::new();
    if let Some(page) = at.page {
        parts.push(screen.said(&say::AT_PAGE, &[("page", &page)]));
    }
    parts.push(screen.said(&say::AT_LINE, &[("line", &at.line)]));
    let (start, end) = (at.span.start, at.span.end);
    parts.push(screen.said(&say::AT_BYTES, &[("start", &start), ("end", &end)]));
    let where_it_is = parts.join(", ");
    let head = at.quote.trim_end_matches('…');
    match head.is_empty() || text.starts_with(head) {
        true => where_it_is,
        false => format!("{where_it_is}: «{}»", at.quote),
    }
}

fn tell_refused(refused: &RefusedView, indent: &str, screen: &mut Screen) -> anyhow::Result<()> {
    let what = match (&refused.value, &refused.at) {
        (Some(value), _) => spoken(refused.field, value, screen).into_owned(),
        (None, Some(at)) => at.quote.clone(),
        (None, None) => screen.word(&say::LEFT_BLANK).to_owned(),
    };
    let what = shorten(&what, TEXT_COLUMNS / 2);
    let at = refused.at.as_ref().map(|at| place(at, &at.quote, screen));
    let at = at.map(|at| format!(" ({at})")).unwrap_or_default();
    let kind = match (refused.of, refused.field) {
        (Of::Identity, _) => None,
        (Of::Task, Field::Itself) => Some(&say::TASK),
        (Of::Section, _) => Some(&say::SECTIONS),
        (Of::Citation, _) => Some(&say::CITATIONS),
        (_, field) => Some(label(field)),
    };
    let kind = kind.map(|kind| format!(" [{}]", screen.word(kind)));
    let lead = format!(
        "{indent}{}{} ",
        screen.word(&say::REFUSED),
        kind.unwrap_or_default()
    );
    let line = format!("«{what}»{at}: {}", refused.rule.says);
    screen.hang(&lead, &line, Some(Ink::Faint))?;
    Ok(())
}

fn label(field: Field) -> &'static Said {
    match field {
        Field::Itself => &say::DOCUMENT,
        Field::DocType => &say::TYPE,
        Field::Number => &say::NUMBER,
        Field::Symbol => &say::SYMBOL,
        Field::IssuedOn => &say::ISSUED_ON,
        Field::Place => &say::PLACE,
        Field::Issuer => &say::ISSUER,
        Field::ParentAgency => &say::PARENT_AGENCY,
        Field::Title => &say::TITLE,
        Field::Signer => &say::SIGNER,
        Field::Carrier => &say::CARRIER,
        Field::Role => &say::ROLE,
        Field::Date => &say::WRITTEN_DATE,
        Field::Relation => &say::RELATION,
        Field::Owners => &say::OWNER,
        Field::Coordinators => &say::COORDINATOR,
        Field::Deadline => &say::DEADLINE,
        Field::Product => &say::PRODUCT,
    }
}
