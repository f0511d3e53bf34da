//! Names a document gives to what it cites: "(sau đây gọi tắt là Chương trình tổng thể)". Every later use of the
//! name is a back-reference to the citation before the bracket.

use std::sync::LazyLock;

use memchr::memmem::{self, Finder};

use super::draft::collapse;
use crate::authority::Authority;
use crate::extract::{Citation, Form, Relation};
use crate::text::Span;

/// What introduces a name of one's own.
const INTRODUCED_BY: [&str; 4] = [
    "gọi tắt là",
    "viết tắt là",
    "sau đây gọi là",
    "gọi chung là",
];

/// Bytes between the end of a citation and its bracket: the cited subject stands there.
const SUBJECT_MAX: usize = 500;

/// Bytes of the longest of [`INTRODUCED_BY`], and some.
const CUE_MAX: usize = 32;

/// Bytes of a name; a longer one is a sentence.
const ALIAS_MAX: usize = 80;

/// Names of one document that are followed; the most seen is four.
const ALIASES_MAX: usize = 16;

struct Alias<'a> {
    name: &'a str,
    /// Index of the citation it stands for.
    of: usize,
    /// From here on it is used.
    from: usize,
    doc_type: String,
}

/// Adds the uses of names that the text itself defines, in reading order.
pub(super) fn follow(citations: &mut Vec<Citation>, text: &str, authority: &Authority) {
    let aliases = defined(citations, text, authority);
    let mut found = Vec::new();
    for alias in &aliases {
        let mut from = alias.from;
        while let Some(at) = text[from..].find(alias.name) {
            let span = Span::new(from + at, from + at + alias.name.len());
            from = span.range().end;
            if is_use(span, text, citations) {
                found.push(used(alias, span, citations));
            }
        }
    }
    if found.is_empty() {
        return;
    }
    citations.extend(found);
    in_reading_order(citations);
}

/// Names with a type word and something more: "Chương trình" alone is any programme.
fn defined<'a>(citations: &[Citation], text: &'a str, authority: &Authority) -> Vec<Alias<'a>> {
    let mut aliases: Vec<Alias> = Vec::new();
    if !may_name(citations, text) {
        return aliases;
    }
    for cue in INTRODUCED_BY {
        for at in memmem::find_iter(text.as_bytes(), cue).take(ALIASES_MAX) {
            let from = at + cue.len();
            let window = &text[from..text.floor_char_boundary(text.len().min(from + ALIAS_MAX))];
            let Some(end) = window.find([')', ';', '\n', ',']) else {
                continue;
            };
            let name = window[..end].trim_matches([' ', ':', '"', '“', '”']);
            let of = citations.iter().rposition(|it| {
                it.span.range().end <= at
                    && matches!(it.form, Form::Full | Form::Named)
                    && it.nested_in.is_none()
            });
            let Some(of) = of.filter(|&of| at - citations[of].span.range().end <= SUBJECT_MAX)
            else {
                continue;
            };
            let Some(doc_type) = type_of(name, authority) else {
                continue;
            };
            if aliases.len() < ALIASES_MAX && aliases.iter().all(|known| known.name != name) {
                aliases.push(Alias {
                    name,
                    of,
                    from: from + end,
                    doc_type,
                });
            }
        }
    }
    aliases
}

/// True if "gọi" or "viết tắt" stands near behind a citation: every one of [`INTRODUCED_BY`] has either, and few documents
/// do.
fn may_name(citations: &[Citation], text: &str) -> bool {
    static WORDS: LazyLock<[Finder; 2]> = LazyLock::new(|| ["gọi ", "viết tắt"].map(Finder::new));
    let mut searched = 0;
    citations.iter().any(|citation| {
        let end = citation.span.range().end;
        let from = end.max(searched);
        let to = text.len().min(end + SUBJECT_MAX + CUE_MAX);
        // What begins in one stretch may end in the next.
        searched = searched.max(to.saturating_sub(CUE_MAX));
        let near = text.as_bytes().get(from..to).unwrap_or_default();
        WORDS.iter().any(|word| word.find(near).is_some())
    })
}

fn type_of(name: &str, authority: &Authority) -> Option<String> {
    let types = authority.doc_types().iter();
    let longest = types
        .filter(|it| {
            name.strip_prefix(it.name.as_str())
                .is_some_and(|rest| rest.starts_with(' '))
        })
        .max_by_key(|it| it.name.len())?;
    Some(longest.code.clone())
}

/// A use is a whole word, not the head of a full citation and not inside another one.
fn is_use(span: Span, text: &str, citations: &[Citation]) -> bool {
    let after = &text[span.range().end..];
    let goes_on = after.starts_with(char::is_alphanumeric) || after.starts_with(['/', '-']);
    let numbered = after.trim_start().starts_with("số ");
    let next = citations.partition_point(|it| it.span.end <= span.start);
    let covered = citations[next.saturating_sub(1)..]
        .iter()
        .take(3)
        .any(|it| it.span.overlaps(span));
    !goes_on && !numbered && !covered
}

fn used(alias: &Alias, span: Span, citations: &[Citation]) -> Citation {
    let named = &citations[alias.of];
    Citation {
        id: u32::MAX,
        form: Form::BackReference,
        quote: collapse(alias.name),
        span,
        doc_type: Some(alias.doc_type.clone()),
        number: None,
        canonical_number: None,
        date: None,
        issuer: None,
        issuer_id: None,
        name: Some(alias.name.to_owned()),
        title: None,
        pinpoint: None,
        relation: if named.relation == Relation::Itself {
            Relation::Itself
        } else {
            Relation::Mention
        },
        nested_in: None,
        antecedent: Some(named.id),
        inherited: Vec::new(),
    }
}

/// Sorts by place and numbers anew, so that ids keep following the text.
fn in_reading_order(citations: &mut [Citation]) {
    let last = citations
        .iter()
        .map(|it| it.id)
        .filter(|id| *id != u32::MAX)
        .max();
    let mut new_ids = vec![0; last.map_or(0, |last| last as usize + 1)];
    citations.sort_by_key(|it| (it.span.start, it.span.end));
    for (at, citation) in (0u32..).zip(citations.iter_mut()) {
        if let Some(new) = new_ids.get_mut(citation.id as usize) {
            *new = at;
        }
        citation.id = at;
    }
    for citation in citations {
        let renumbered = |old: Option<u32>| old.and_then(|old| new_ids.get(old as usize).copied());
        citation.nested_in = renumbered(citation.nested_in);
        citation.antecedent = renumbered(citation.antecedent);
    }
}
