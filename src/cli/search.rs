//! `search`: hits with what was found in them, and how they spread over years, types and issuers.

use kehoach::authority::Authority;
use kehoach::pipeline::{Answer, FacetValue, Hit, HitKind, Library, Matching, Snippet, Wanted};

use super::Outcome;
use super::arguments::Search;
use super::messages::{self as say, Said};
use super::screen::{Ink, Screen, date, wrap};
use super::show::{last_part, name_of};

/// Snippets shown of one hit.
const SNIPPETS_SHOWN: usize = 2;
/// Values shown of one facet.
const FACETS_SHOWN: usize = 6;

pub fn run(search: &Search, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let query = search.query.join(" ");
    if let Some(name) = &search.like {
        return alike(name, search.limit, library, screen);
    }
    if search.suggest {
        return suggest(&query, library, screen);
    }
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
    screen.flush()?;
    note(&answer, screen);
    Ok(Outcome::found(!answer.hits.is_empty() || 0 < answer.total))
}

/// Prints what a half-typed line may become.
fn suggest(typed: &str, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let suggestions = library.suggest(typed)?;
    if screen.json {
        screen.json(&suggestions)?;
    } else {
        for one in &suggestions {
            let name = one
                .name
                .as_ref()
                .map_or(String::new(), |name| format!("  ({name})"));
            screen.line(&format!("{}{name}", one.text))?;
        }
    }
    Ok(Outcome::found(!suggestions.is_empty()))
}

/// Prints the same plan of other years, and works about the same.
fn alike(
    name: &str,
    limit: usize,
    library: &Library,
    screen: &mut Screen,
) -> anyhow::Result<Outcome> {
    let Some(alike) = library.alike(name, limit)? else {
        screen.tell(&say::NOTHING_FOUND, &[("query", &name)])?;
        return Ok(Outcome::NothingFound);
    };
    if screen.json {
        screen.json(&alike)?;
        return Ok(Outcome::Done);
    }
    for (heading, hits) in [
        (&say::OTHER_YEARS, &alike.other_years),
        (&say::ALIKE, &alike.alike),
    ] {
        if hits.is_empty() {
            continue;
        }
        let heading = screen.said(heading, &[("name", &name)]);
        screen.heading(&heading)?;
        for (place, hit) in hits.iter().enumerate() {
            tell_hit(place + 1, hit, screen)?;
        }
        screen.blank()?;
    }
    Ok(Outcome::found(
        !alike.alike.is_empty() || !alike.other_years.is_empty(),
    ))
}

/// Says what of the question may have been meant otherwise.
fn note(answer: &Answer, screen: &Screen) {
    let authority = Authority::bundled();
    for filter in &answer.understood.filters {
        let said = match filter.field.as_str() {
            "loai" if authority.doc_type(&filter.value).is_none() => &say::NO_SUCH_TYPE,
            "tinh" if authority.province_in(&filter.value).is_none() => &say::NO_SUCH_PROVINCE,
            _ => continue,
        };
        screen.note(said, &[("value", &filter.value)]);
    }
    understood(answer, screen);
    for word in answer.understood.text.split_whitespace() {
        if let Some(name) = like_a_filter(word) {
            screen.note(&say::TAKEN_AS_WORDS, &[("word", &word), ("name", &name)]);
        }
    }
    if !answer.understood.unknown.is_empty() && !screen.json {
        let words = answer.understood.unknown.join(", ");
        screen.note(&say::UNKNOWN_WORDS, &[("words", &words)]);
    }
}

/// Says what was read into the line: filters of a sentence, succession, other writings.
fn understood(answer: &Answer, screen: &Screen) {
    if screen.json {
        return;
    }
    let understood = &answer.understood;
    for filter in &understood.filters {
        if filter.inferred {
            let said = format!("{}:{}", filter.field, filter.value);
            let without = &filter.without;
            screen.note(&say::UNDERSTOOD, &[("filter", &said), ("without", without)]);
        }
        if !filter.also.is_empty() {
            let also = filter.also.join(", ");
            screen.note(
                &say::WITH_SUCCESSION,
                &[
                    ("value", &filter.value),
                    ("also", &also),
                    ("field", &filter.field),
                ],
            );
        }
    }
    if let Some(line) = &understood.did_you_mean {
        screen.note(&say::LINE_MEANT, &[("line", line)]);
    }
    if let Some(line) = &understood.with_marks {
        screen.note(&say::WITH_MARKS, &[("line", line)]);
    }
    if !understood.set_aside.is_empty() {
        let filters = understood.set_aside.iter();
        let filters: Vec<String> = filters
            .map(|filter| format!("{}:{}", filter.field, filter.value))
            .collect();
        screen.note(&say::SET_ASIDE, &[("filters", &filters.join(", "))]);
    }
    for synonym in &understood.synonyms {
        let also = synonym.also.join(", ");
        screen.note(
            &say::ALSO_WRITTEN,
            &[("also", &also), ("word", &synonym.word)],
        );
    }
}

/// `tu` of `tu:2010`: a word as people write filters, and none of an address or an hour.
fn like_a_filter(word: &str) -> Option<&str> {
    let (name, value) = word.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    (is_name && !value.is_empty() && !value.starts_with("//")).then_some(name)
}

/// Prints an answer for people.
pub fn tell(answer: &Answer, screen: &mut Screen) -> anyhow::Result<()> {
    if answer.total == 0 && answer.hits.is_empty() {
        screen.tell(&say::NOTHING_FOUND, &[("query", &answer.query)])?;
        return Ok(());
    }
    if answer.matching == Matching::Most {
        screen.tell(&say::NOT_ALL_WORDS, &[])?;
    }
    let (total, shown) = (screen.count(answer.total), answer.hits.len());
    // A page the full matches leave half empty is filled up with texts that have most of the words.
    let near = answer.hits.iter().filter(|hit| hit.partial).count();
    let heading = match near {
        0 => &say::FOUND,
        _ => &say::FOUND_AND_LIKE,
    };
    let heading = screen.said(
        heading,
        &[
            ("total", &total),
            ("query", &answer.query),
            ("shown", &shown),
            ("more", &near),
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
        hit.files
            .first()
            .map_or(hit.id.as_str(), |file| last_part(file)),
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
    let shown: [(&Said, &[FacetValue]); 5] = [
        (&say::YEAR, &facets.year),
        (&say::TYPE, &facets.r#type),
        (&say::ISSUER, &facets.agency),
        (&say::PROVINCE, &facets.province),
        (&say::TOPIC, &facets.topic),
    ];
    let kinds: Vec<String> = facets
        .kind
        .iter()
        .map(|facet| {
            let said = match facet.value.as_str() {
                "task" => &say::KIND_TASK,
                _ => &say::KIND_WORK,
            };
            format!("{} ({})", screen.word(said), facet.count)
        })
        .collect();
    if 1 < kinds.len() {
        let hint = screen.word(&say::KIND_HINT);
        let text = format!("{}{hint}", kinds.join(" · "));
        screen.field(screen.word(&say::KIND), &text)?;
    }
    for (label, values) in shown {
        if values.is_empty() {
            continue;
        }
        let values: Vec<String> = values
            .iter()
            .take(FACETS_SHOWN)
            .map(|facet| {
                let name = facet.name.as_ref().unwrap_or(&facet.value);
                format!("{name} ({})", facet.count)
            })
            .collect();
        screen.field(screen.word(label), &values.join(" · "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_filter_is_told_from_an_address_and_an_hour() {
        assert_eq!(like_a_filter("tu:2010"), Some("tu"));
        for text in ["8:30", "https://a.vn", "gửi:", ":x", "papi"] {
            assert_eq!(like_a_filter(text), None, "{text}");
        }
    }

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
