//! [`Document`], [`Context`] and authority data in, [`Record`] out.
//!
//! Pure: no file, no clock, no other document; the same input gives the same record. Reading never
//! fails: what cannot be read is absent from the record, and what is doubtful is a diagnostic. Every value can
//! be pointed at by a span of the clean text or a named field of the context.
//!
//! One pass over the text numbers its [`words`] for all grammars. The [`lexer`] makes of them the tokens that matter to
//! citations, the grammar of tasks takes the phrases of its lines from them, and the cues among them say which finder
//! is asked at all. Small grammars put the tokens together: [`citation`], [`identity`], [`deadline`]. Not one
//! regular expression per pattern: patterns overlap, and only a grammar can say that the date after two numbers
//! belongs to both.

mod agency;
mod any_of;
mod charge;
mod citation;
mod date;
mod deadline;
mod identity;
mod lexer;
mod number;
mod outline;
mod record;
mod section;
mod target;
mod task;
mod trace;
mod words;

use crate::authority::Authority;
use crate::parse::{Document, Rereading};
use crate::text::Diagnostic;

pub use charge::{Agent, Charge, Duty, NumberedDuty};
pub use record::*;
pub use trace::{Field, Of, Rule, Step, Verdict};

use trace::Trace;

/// What is known of the bytes a document was read from.
#[derive(Clone, Copy, Debug)]
pub struct FileFacts<'a> {
    /// The name as given.
    pub file: &'a str,
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: &'a str,
    pub bytes: u64,
}

/// Everything one document says of itself, of other documents, and of what is to be done.
pub fn extract(
    document: &Document,
    context: &Context,
    authority: &Authority,
    file: FileFacts,
) -> Record {
    read(document, context, authority, file, &mut Trace::default())
}

/// The same record, with every rule that gave a value and everything that was looked at and
/// refused, in the order it happened.
pub fn explain(
    document: &Document,
    context: &Context,
    authority: &Authority,
    file: FileFacts,
) -> (Record, Vec<Step>) {
    let mut trace = Trace::listening();
    let record = read(document, context, authority, file, &mut trace);
    (record, trace.into_steps())
}

fn read(
    document: &Document,
    context: &Context,
    authority: &Authority,
    file: FileFacts,
    trace: &mut Trace,
) -> Record {
    let stream = words::Stream::read(document.text.as_str());
    let found = identity::read((document, &stream), context, authority, trace);
    let mut diagnostics = document.diagnostics.clone();
    let lines = outline::read(document);
    let sections = section::find(&lines, document.text.as_str(), trace);
    let citations = citation::find(
        (document, &stream),
        &found.letterhead,
        &section::bases(&sections),
        &found.identity,
        authority,
        &mut diagnostics,
        trace,
    );
    let tasks = task::find(
        (document, &stream, &lines),
        &sections,
        (&found.identity, found.kind),
        authority,
        trace,
    );
    diagnostics.extend(found.diagnostics);
    diagnostics.extend(doubts(&citations, &found.identity));
    Record {
        schema_version: SCHEMA_VERSION,
        file: file.file.to_owned(),
        media_type: document.media_type.mime().to_owned(),
        sha256: file.sha256.to_owned(),
        bytes: file.bytes,
        kind: found.kind,
        identity: found.identity,
        posted_on: found.posted_on,
        text_quality: TextQuality {
            source: document.quality.source.name().to_owned(),
            score: document.quality.score,
            readings: document.quality.readings.iter().map(page_reading).collect(),
        },
        sections,
        citations,
        tasks,
        attachments: attachments(document),
        diagnostics,
    }
}

fn page_reading(reading: &Rereading) -> PageReading {
    PageReading {
        kept: reading.by.name().to_owned(),
        reason: reading.why.name().to_owned(),
        pages: reading.pages.clone(),
        before: reading.before,
        after: reading.after,
    }
}

fn attachments(document: &Document) -> Vec<Attachment> {
    document
        .attachments
        .iter()
        .map(|attachment| Attachment {
            name: attachment.name.clone(),
            url: attachment
                .url
                .as_ref()
                .map(|url| url.to_string())
                .or_else(|| Some(attachment.href.clone()).filter(|href| !href.is_empty())),
        })
        .collect()
}

/// A parent dated later than the document itself, and dates no calendar has.
fn doubts(citations: &[Citation], identity: &Identity) -> Vec<Diagnostic> {
    let Some(own) = identity
        .issued_on
        .as_deref()
        .filter(|date| date.len() == 10)
    else {
        return Vec::new();
    };
    citations
        .iter()
        .filter(|citation| citation.relation != Relation::Itself)
        .filter(|citation| {
            citation
                .date
                .as_deref()
                .is_some_and(|date| date.len() == 10 && date > own)
        })
        .map(|citation| {
            let date = citation.date.as_deref().unwrap_or_default();
            Diagnostic::warning(
                "date_after_document",
                format!("viện dẫn văn bản ngày {date}, sau ngày ban hành {own} của chính văn bản"),
            )
            .at(citation.span)
            .with_hint("kiểm tra lại ngày, tháng: có thể bị đảo hoặc gõ nhầm")
        })
        .collect()
}
