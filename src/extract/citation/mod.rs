//! Tokens in, citations out. A small grammar: a type word, perhaps a name, a number, a date, an
//! issuer, a subject; lists of them that share what is written once; and what stands inside the subject of
//! another. The relation is read from the cue before the list.
//!
//! What this does not know: which document a citation means. That is `link`'s.

mod alias;
mod announced;
mod back_reference;
mod canonical;
mod draft;
mod issuers;
mod law;
mod list;
mod named;
mod nest;
mod ordered;
mod own;
mod relation;
mod sharing;
mod subject;
mod tail;

use std::cell::{LazyCell, RefCell};
use std::collections::HashMap;

use crate::authority::Authority;
use crate::parse::{Block, BlockKind, Document};
use crate::text::{Diagnostic, Span, lookup_key, small_letter};

use super::lexer::{self, Lexicon, Token, TokenKind};
use super::trace::{Field, Of, Rule, Trace};
use super::words::Stream;
use super::{Citation, Form, Identity, Relation};

use draft::Draft;
use ordered::Changes;

/// Citations of one document that are kept. The longest real annex, a list of repealed decisions, has 412.
const CITATIONS_MAX: usize = 20_000;

/// Every mention of another document in reading order, self mentions of the letterhead set aside. What a
/// line in one of the `bases` begins with is a legal basis without a word that says so.
pub(super) fn find(
    (document, stream): (&Document, &Stream),
    letterhead: &[Span],
    bases: &[Span],
    identity: &Identity,
    authority: &Authority,
    diagnostics: &mut Vec<Diagnostic>,
    trace: &mut Trace,
) -> Vec<Citation> {
    let heard = RefCell::new(std::mem::take(trace));
    let text = document.text.as_str();
    let lexicon = Lexicon::bundled();
    let mut tokens = Vec::new();
    let mut drafts = Vec::new();
    let mut carried = None;
    let changes = Changes::by(identity, authority);
    let mut read: Option<Span> = None;
    for (at, block) in document.blocks.iter().enumerate() {
        if read.is_some_and(|read| read.contains(block.span)) {
            continue;
        }
        let is_own_number = letterhead.iter().any(|span| span.overlaps(block.span));
        if is_own_number {
            let mut trace = heard.borrow_mut();
            trace.refuse(Of::Citation, Field::Itself, block.span, Rule::OwnLetterhead);
        }
        if block.kind == BlockKind::Furniture || is_own_number || drafts.len() >= CITATIONS_MAX {
            continue;
        }
        tokens.clear();
        let span = with_open_bracket(text, &document.blocks[at..]);
        read = (span != block.span).then_some(span);
        let goes_on = text[span.range()].trim_end().ends_with(';');
        match goes_on {
            // What it begins with carries to the next line, whether or not it cites.
            true => lexer::lex_words(stream, span, lexicon, &mut tokens),
            false => lexer::lex_citing(stream, span, lexicon, &mut tokens),
        }
        if tokens.is_empty() {
            carried = None;
            continue;
        }
        let is_in_basis = bases.iter().any(|basis| basis.contains(block.span));
        let clause = Clause {
            text,
            tokens: &tokens,
            lexicon,
            authority,
            trace: &heard,
            is_in_basis,
            carried: carried.or(is_in_basis.then_some(Relation::LegalBasis)),
            changes,
        };
        clause.read(&mut drafts);
        carried = clause.lead_cue().or(carried).filter(|_| goes_on);
    }
    diagnostics.extend(drafts.iter().filter_map(Draft::impossible_date));
    *trace = heard.into_inner();
    // Of a line of thousands of numbers they hold as much as its citations.
    drop(tokens);
    finish(drafts, stream, identity, authority, (diagnostics, trace))
}

/// The first of `blocks`; "(Ban hành kèm theo Quyết định số … ngày …" with the line in which its bracket closes.
fn with_open_bracket(text: &str, blocks: &[Block]) -> Span {
    /// Bytes of the longest such line, and some.
    const LINE_MAX: usize = 200;
    let span = blocks[0].span;
    let line = text[span.range()].trim_start();
    let is_open = line.starts_with('(') && line.len() < LINE_MAX && !line.contains(')');
    match blocks.get(1).filter(|_| is_open) {
        Some(next) if next.kind == blocks[0].kind => {
            let below = text[next.span.range()].trim_end();
            let closes = below.ends_with(')') && below.len() < LINE_MAX && !below.contains('(');
            if closes { span.cover(next.span) } else { span }
        }
        _ => span,
    }
}

/// One block's tokens and all that reading them takes.
struct Clause<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    authority: &'a Authority,
    trace: &'a RefCell<Trace>,
    is_in_basis: bool,
    /// The cue of the line before, which ended in ";".
    carried: Option<Relation>,
    changes: Changes<'a>,
}

impl Clause<'_> {
    fn read(&self, drafts: &mut Vec<Draft>) {
        let first = drafts.len();
        let mut at = 0;
        while let Some(token) = self.tokens.get(at) {
            let next = match token.kind.begins_citation() {
                true => self.reference(at, first, drafts),
                false => None,
            };
            at = next.unwrap_or(at + 1);
        }
        let block = &mut drafts[first..];
        self.share_along_lists(block);
        self.share_proposer(block);
        self.nest(block);
        self.relate(block);
        for draft in block {
            draft.nested_in = draft.nested_in.map(|outer| outer + first as u32);
        }
    }

    /// Reads the reference that starts at token `at`, if one does, and says where to go on.
    fn reference(&self, at: usize, first: usize, drafts: &mut Vec<Draft>) -> Option<usize> {
        match &self.tokens[at].kind {
            TokenKind::Type { .. } => self
                .typed(at, first, drafts)
                .or_else(|| self.back_reference(at, drafts))
                .or_else(|| self.named(at, first, drafts)),
            TokenKind::Number(_) => self.untyped(at, first, drafts),
            TokenKind::Serial(_) => self.listed_serial(at, first, drafts),
            TokenKind::FileName => {
                drafts.extend(self.file_name(at));
                Some(at + 1)
            }
            _ => None,
        }
    }

    /// The text between two tokens.
    fn between(&self, left: usize, right: usize) -> &str {
        let start = self.tokens[left].span.range().end;
        let end = self.tokens[right].span.range().start;
        if start <= end {
            &self.text[start..end]
        } else {
            ""
        }
    }

    fn is_adjacent(&self, left: usize, right: usize) -> bool {
        self.between(left, right)
            .chars()
            .all(|c| c.is_whitespace() || c == ':')
    }

    /// True if the token ends in those words, in whatever case.
    fn says(&self, at: usize, words: &str) -> bool {
        ends_in(&self.text[self.tokens[at].span.range()], words)
    }

    fn kind(&self, at: usize) -> Option<&TokenKind> {
        self.tokens.get(at).map(|token| &token.kind)
    }
}

/// True if `text` ends in those words of small letters, in whatever case.
fn ends_in(text: &str, words: &str) -> bool {
    let mut letters = text.chars().rev().map(small_letter);
    words.chars().rev().all(|c| letters.next() == Some(c))
}

/// Numbers the drafts and settles what needs all of them: antecedents and self mentions.
fn finish(
    drafts: Vec<Draft>,
    stream: &Stream,
    identity: &Identity,
    authority: &Authority,
    (diagnostics, trace): (&mut Vec<Diagnostic>, &mut Trace),
) -> Vec<Citation> {
    let text = stream.text();
    let mut citations: Vec<Citation> = Vec::with_capacity(drafts.len());
    let mut whys: Vec<Why> = Vec::with_capacity(drafts.len());
    let mut issuers = issuers::Issuers::default();
    for (id, draft) in drafts.into_iter().enumerate() {
        whys.push(Why::of(&draft));
        citations.push(draft.into_citation(id as u32, stream, authority, &mut issuers));
    }
    let title = LazyCell::new(|| identity.title.as_deref().map(lookup_key));
    let is_own = |citation: &Citation| {
        let is_of_type = citation.form == Form::Named && citation.doc_type == identity.doc_type;
        is_of_type && is_own_title(citation, title.as_deref(), text)
    };
    back_reference::quoted(&mut citations, identity, authority);
    back_reference::resolve(&mut citations, is_own, trace);
    own::mark_blank(&mut citations, identity);
    own::mark(&mut citations, identity, diagnostics);
    alias::follow(&mut citations, text, authority);
    explain(&citations, whys, trace);
    citations
}

/// What a draft knew of itself and its citation does not say.
struct Why {
    span: Span,
    rule: Rule,
    cue: Option<Span>,
    date: Option<Span>,
    relation: Relation,
    is_told: bool,
}

impl Why {
    fn of(draft: &Draft) -> Why {
        Why {
            span: draft.span,
            rule: draft.rule,
            cue: draft.cue,
            date: draft.date.map(|date| date.span),
            relation: draft.relation,
            is_told: draft.is_told,
        }
    }
}

/// Says which rule made each citation and gave its date and its relation.
fn explain(citations: &[Citation], whys: Vec<Why>, trace: &mut Trace) {
    if trace.is_silent() {
        return;
    }
    let whys: HashMap<Span, Why> = whys.into_iter().map(|why| (why.span, why)).collect();
    for citation in citations {
        let id = citation.id;
        // The use of a name the document gave was found after the drafts.
        let Some(why) = whys.get(&citation.span) else {
            trace.take(
                Of::Citation,
                id,
                Field::Itself,
                Some(citation.span),
                Rule::OwnName,
            );
            trace.take(Of::Citation, id, Field::Relation, None, Rule::OwnName);
            continue;
        };
        let listed = citation.form == Form::Full && !citation.inherited.is_empty();
        let rule = if listed {
            Rule::ListedCitation
        } else {
            why.rule
        };
        trace.take(Of::Citation, id, Field::Itself, Some(citation.span), rule);
        if citation.date.is_some() {
            let shared = citation.inherited.iter().any(|from| from == "date");
            let rule = if shared {
                Rule::SharedDate
            } else {
                Rule::WrittenDate
            };
            trace.take(Of::Citation, id, Field::Date, why.date, rule);
        }
        let rule = match () {
            () if citation.relation == Relation::Itself && why.relation != Relation::Itself => {
                Rule::OwnNumber
            }
            () if why.is_told && citation.relation == Relation::Mention => Rule::CueSpokenOf,
            () if why.cue.is_some() => Rule::CueBefore,
            () if matches!(citation.form, Form::BackReference | Form::Unfilled) => why.rule,
            () if citation.relation == Relation::Mention => Rule::NoCue,
            () => Rule::ListedCitation,
        };
        trace.take(Of::Citation, id, Field::Relation, why.cue, rule);
    }
}

/// A plan that calls itself by its own title ("xây dựng Kế hoạch cải cách hành chính năm 2021 như sau") cites nothing.
fn is_own_title(citation: &Citation, title: Option<&str>, text: &str) -> bool {
    // "Trên đây là Kế hoạch …" closes the plan that says it.
    let before = text[..citation.span.range().start].trim_end();
    if before.ends_with("Trên đây là") {
        return true;
    }
    let (Some(name), Some(title)) = (&citation.name, title) else {
        return false;
    };
    title.contains(&lookup_key(name))
}

#[cfg(test)]
mod tests;
