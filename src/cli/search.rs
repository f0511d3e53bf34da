//! `search`: hits with what was found in them, and how they spread over years, types and issuers.

use kehoach::pipeline::{Answer, FacetValue, Hit, HitKind, Library, Matching, Snippet, Wanted};

use super::Outcome;
use super::arguments::Search;
use super::messages::{self as say, Said};
use super::screen::{Ink, Screen, date, wrap};
use super::show::name_of;

/// Snippets shown of one hit.
const SNIPPETS_SHOWN: usize = 2;
/// Values shown of one facet.
const FACETS_SHOWN: usize = 6;

pub fn run(search: &Search, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let query = search.query.join(" ");
    let wanted = Wanted {
        limit: search.limit,
        after: search.after.clone(),
        ..Wanted::default()
    };
    let answer = library.search(&query, &wanted)?;
    if screen.json {
        screen.json(&answer)?;
    } else {
        tell(&answer, screen)?;
    }
    Ok(Outcome::found(!answer.hits.is_empty()))
}

/// Prints an answer for people.
pub fn tell(answer: &Answer, screen: &mut Screen) -> anyhow::Result<()> {
    if answer.hits.is_empty() {
        screen.tell(&say::NOTHING_FOUND, &[("query", &answer.query)])?;
        return Ok(());
    }
    if answer.matching == Matching::Most {
        screen.tell(&say::NOT_ALL_WORDS, &[])?;
    }
    let (total, shown) = (screen.count(answer.total), answer.hits.len());
    let heading = screen.said(
        &say::FOUND,
        &[
            ("total", &total),
            ("query", &answer.query),
            ("shown", &shown),
        ],
    );
    screen.heading(&heading)?;
    for (place, hit) in answer.hits.iter().enumerate() {
        screen.blank()?;
        tell_hit(place + 1, hit, screen)?;
    }
    screen.blank()?;
    tell_facets(answer, screen)?;
    if let Some(next) = &answer.next {
        let text = screen.said(&say::NEXT_PAGE, &[("next", next)]);
        screen.hang("", &text, Some(Ink::Faint))?;
    }
    Ok(())
}

fn tell_hit(place: usize, hit: &Hit, screen: &mut Screen) -> anyhow::Result<()> {
    let lead = format!("{place:>3}. ");
    let mut name = name_of(
        hit.doc_type.as_deref(),
        hit.number.as_deref(),
        &hit.id,
        screen.lang,
    );
    if hit.kind == HitKind::Task {
        name = screen.said(&say::TASK_OF, &[("name", &name)]);
    }
    let stub = match hit.stub {
        true => format!("  [{}]", screen.word(&say::STUB)),
        false => String::new(),
    };
    let (name, stub) = (
        screen.ink(Ink::Strong, &name),
        screen.ink(Ink::Doubtful, &stub),
    );
    screen.line(&format!("{lead}{name}{stub}"))?;
    if let Some(title) = &hit.title {
        tell_marked("     ", &marked(title, &hit.title_highlights), screen)?;
    }
    let owners = hit.owners.join(", ");
    let by = [
        hit.issuer.clone(),
        hit.issued_on.as_deref().map(date),
        Some(owners).filter(|owners| !owners.is_empty()),
        hit.due
            .as_deref()
            .map(|due| format!("{}: {}", screen.word(&say::DUE), date(due))),
    ];
    let by = by.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    if !by.is_empty() {
        screen.hang("     ", &by, Some(Ink::Faint))?;
    }
    for snippet in hit.snippets.iter().take(SNIPPETS_SHOWN) {
        tell_snippet(snippet, screen)?;
    }
    if let Some(file) = hit.files.first() {
        let more = match hit.files.len() {
            1 => String::new(),
            count => format!(" (+{})", count - 1),
        };
        screen.hang("     ", &format!("{file}{more}"), Some(Ink::Faint))?;
    }
    Ok(())
}

fn tell_snippet(snippet: &Snippet, screen: &mut Screen) -> anyhow::Result<()> {
    let page = snippet.page.map_or(String::new(), |page| {
        screen.said(&say::ON_PAGE, &[("page", &page)])
    });
    let text = format!("{}{page}", marked(&snippet.text, &snippet.highlights));
    tell_marked("     › ", &text, screen)
}

/// Lines after the first stand under its first letter.
fn tell_marked(lead: &str, text: &str, screen: &mut Screen) -> anyhow::Result<()> {
    let indent = lead.chars().count();
    for (number, line) in wrap(text, screen.width.saturating_sub(indent))
        .iter()
        .enumerate()
    {
        let line = inked(line, screen);
        match number {
            0 => screen.line(&format!("{lead}{line}"))?,
            _ => screen.line(&format!("{}{line}", " ".repeat(indent)))?,
        }
    }
    Ok(())
}

/// Where a highlight begins and ends while lines are broken: invisible operators of
/// mathematics, which take no column and which no plan has.
const BEGIN: char = '\u{2061}';
const END: char = '\u{2062}';

/// The text with its highlights marked word by word, so that lines can be broken between them.
fn marked(text: &str, highlights: &[[usize; 2]]) -> String {
    let mut marked = String::with_capacity(text.len() + 16);
    let mut at = 0;
    for [start, end] in highlights {
        let (Some(before), Some(found)) = (text.get(at..*start), text.get(*start..*end)) else {
            continue;
        };
        marked.push_str(before);
        let words: Vec<String> = found
            .split_whitespace()
            .map(|word| format!("{BEGIN}{word}{END}"))
            .collect();
        marked.push_str(&words.join(" "));
        at = *end;
    }
    marked.push_str(text.get(at..).unwrap_or_default());
    marked
}

fn inked(line: &str, screen: &Screen) -> String {
    let mut inked = String::with_capacity(line.len());
    for piece in line.split_inclusive(END) {
        match piece.split_once(BEGIN) {
            Some((before, found)) => {
                inked.push_str(before);
                inked.push_str(&screen.ink(Ink::Found, found.trim_end_matches(END)));
            }
            None => inked.push_str(piece),
        }
    }
    inked
}

fn tell_facets(answer: &Answer, screen: &mut Screen) -> anyhow::Result<()> {
    let facets = &answer.facets;
    let shown: [(&Said, &[FacetValue]); 4] = [
        (&say::YEAR, &facets.year),
        (&say::TYPE, &facets.r#type),
        (&say::ISSUER, &facets.agency),
        (&say::PROVINCE, &facets.province),
    ];
    for (label, values) in shown {
        if values.is_empty() {
            continue;
        }
        let values: Vec<String> = values
            .iter()
            .take(FACETS_SHOWN)
            .map(|facet| format!("{} ({})", facet.value, facet.count))
            .collect();
        screen.field(screen.word(label), &values.join(" · "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_are_marked_word_by_word_and_wrong_ones_are_left_out() {
        // The last one cuts a letter in two.
        let highlights = [[5, 17], [18, 19], [20, 90]];
        let marked = marked("về kế hoạch năm", &highlights);
        assert_eq!(
            marked.replace(BEGIN, "[").replace(END, "]"),
            "về [kế] [hoạch] [n]ăm"
        );
    }
}
