//! `search`: hits with what was found in them, and how they spread over years, types and issuers.

use kehoach::pipeline::{Answer, Hit, Library, Snippet};

use super::arguments::Search;
use super::messages as say;
use super::screen::{Ink, Screen, date, wrap};
use super::show::name_of;
use super::Outcome;

/// Snippets shown of one hit.
const SNIPPETS_SHOWN: usize = 2;
/// Values shown of one facet.
const FACETS_SHOWN: usize = 6;

pub fn run(search: &Search, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let query = search.query.join(" ");
    let answer = library.search(&query, search.limit)?;
    if screen.json {
        screen.json(&answer)?;
    } else {
        tell(&answer, screen)?;
    }
    Ok(Outcome::found(answer.total != 0))
}

/// Prints an answer for people.
pub fn tell(answer: &Answer, screen: &mut Screen) -> anyhow::Result<()> {
    if answer.total == 0 {
        screen.tell(&say::NOTHING_FOUND, &[("query", &answer.query)])?;
        return Ok(());
    }
    let (total, shown) = (screen.count(answer.total), answer.hits.len());
    let heading = screen.said(
        &say::FOUND,
        &[("total", &total), ("query", &answer.query), ("shown", &shown)],
    );
    screen.heading(&heading)?;
    for (place, hit) in answer.hits.iter().enumerate() {
        screen.blank()?;
        tell_hit(place + 1, hit, screen)?;
    }
    screen.blank()?;
    tell_facets(answer, screen)
}

fn tell_hit(place: usize, hit: &Hit, screen: &mut Screen) -> anyhow::Result<()> {
    let lead = format!("{place:>3}. ");
    let name = name_of(hit.doc_type.as_deref(), hit.number.as_deref(), &hit.id, screen.lang);
    let by = [hit.issuer.clone(), hit.issued_on.as_deref().map(date)];
    let by = by.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let name = screen.ink(Ink::Strong, &name);
    screen.line(&format!("{lead}{name}"))?;
    if let Some(title) = &hit.title {
        screen.hang("     ", title, None)?;
    }
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
    const INDENT: &str = "     │ ";
    let page = snippet
        .page
        .map_or(String::new(), |page| screen.said(&say::ON_PAGE, &[("page", &page)]));
    let marked = marked(snippet);
    let width = screen.width.saturating_sub(INDENT.len());
    for line in wrap(&format!("{marked}{page}"), width) {
        let line = inked(&line, screen);
        screen.line(&format!("{INDENT}{line}"))?;
    }
    Ok(())
}

/// Where a highlight begins and ends while lines are broken: invisible operators of
/// mathematics, which take no column and which no plan has.
const BEGIN: char = '\u{2061}';
const END: char = '\u{2062}';

/// The text with its highlights marked word by word, so that lines can be broken between them.
fn marked(snippet: &Snippet) -> String {
    let mut marked = String::with_capacity(snippet.text.len() + 16);
    let mut at = 0;
    for (start, end) in &snippet.highlights {
        let (Some(before), Some(found)) = (snippet.text.get(at..*start), snippet.text.get(*start..*end))
        else {
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
    marked.push_str(snippet.text.get(at..).unwrap_or_default());
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
    for (name, counts) in &answer.facets {
        if counts.is_empty() {
            continue;
        }
        let shown: Vec<String> = counts
            .iter()
            .take(FACETS_SHOWN)
            .map(|facet| format!("{} ({})", facet.value, facet.count))
            .collect();
        let label = match name.as_str() {
            "year" => screen.word(&say::YEAR),
            "doc_type" => screen.word(&say::TYPE),
            "issuer" => screen.word(&say::ISSUER),
            "province" => screen.word(&say::PROVINCE),
            "owner" => screen.word(&say::OWNER),
            other => other,
        };
        screen.field(label, &shown.join(" · "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_are_marked_word_by_word_and_wrong_ones_are_left_out() {
        let snippet = Snippet {
            text: "về kế hoạch năm".to_owned(),
            // The last one cuts a letter in two.
            highlights: vec![(5, 17), (18, 19), (20, 90)],
            page: None,
        };
        assert_eq!(marked(&snippet).replace(BEGIN, "[").replace(END, "]"), "về [kế] [hoạch] [n]ăm");
    }
}
