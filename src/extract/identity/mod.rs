//! Who the document itself is (*thể thức*, Nghị định 30/2020/NĐ-CP, Phụ lục I): type, number, date, issuer, title,
//! signer, recipients. Sources in order of trust: the letterhead (and the clerk's stamp on it), the title block,
//! a portal's labels, the lead sentence of an article, its source line, the file name, the context. The most
//! trusted source that speaks wins; every other candidate is kept as evidence, and a conflict is a diagnostic.
//! A blank stays blank: a draft is never numbered from what it cites.

mod article;
mod carrier;
mod certificate;
mod decider;
mod dispatch;
mod file_name;
mod headline;
mod home;
mod illegible;
mod issuer;
mod labels;
mod lead;
mod letterhead;
mod nameless;
mod signature;
mod speaker;
mod superior;
mod title;
mod type_word;

use crate::authority::{Authority, PlaceId};
use crate::parse::{Block, BlockKind, Document};
use crate::text::{Diagnostic, Number, Place, Span, fold, tone_canonical};

use super::lexer::{self, Lexicon, Token};
use super::outline::is_capitals;
use super::trace::{Field, Of, Rule, Step, Trace, Verdict};
use super::words::Stream;
use super::{Context, Evidence, Identity, Kind, Status};

/// What reading the identity finds besides it.
pub(super) struct Found {
    pub identity: Identity,
    pub kind: Kind,
    pub posted_on: Option<String>,
    /// Blocks that carry the document's own number: not citations.
    pub letterhead: Vec<Span>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Found {
    /// Of a page that is no document.
    fn nothing(diagnostics: Vec<Diagnostic>) -> Found {
        Found {
            identity: Identity::default(),
            kind: Kind::Other,
            posted_on: None,
            letterhead: Vec::new(),
            diagnostics,
        }
    }
}

pub(super) fn read(
    (document, stream): (&Document, &Stream),
    context: &Context,
    authority: &Authority,
    trace: &mut Trace,
) -> Found {
    let mut reader = Reader::new((document, stream), context, authority, trace);
    let head = letterhead::read(&mut reader);
    if let Some(said) = nameless::recognize(&mut reader, &head) {
        return Found::nothing(said);
    }
    title::read(&mut reader, &head);
    issuer::from_letterhead(&mut reader, &head);
    labels::read(&mut reader);
    article::read(&mut reader, &head);
    file_name::read(&mut reader);
    speaker::from_body(&mut reader, &head);
    lead::title(&mut reader);
    lead::self_made(&mut reader);
    headline::title(&mut reader);
    signature::read(&mut reader, &head);
    certificate::read(&mut reader);
    reader.finish(&head)
}

/// The candidates found so far. Sources report in order of trust.
pub(super) struct Reader<'a> {
    pub document: &'a Document,
    pub stream: &'a Stream<'a>,
    pub context: &'a Context,
    pub authority: &'a Authority,
    pub text: &'a str,
    /// Blocks that may carry meaning, in reading order.
    pub blocks: Vec<&'a Block>,
    candidates: Vec<Candidate>,
    pub identity: Identity,
    pub posted_on: Option<String>,
    /// Who issued the decision this is attached to.
    pub carrier_issuer: Option<Span>,
    /// A letterhead's agency without its place.
    pub nameless_issuer: Option<(Span, String)>,
    /// The subject an article's lead sentence gives its document.
    pub lead_subject: Option<Span>,
    trace: &'a mut Trace,
}

/// Candidates of a document with letterhead, title and signature.
const CANDIDATES: usize = 16;

struct Candidate {
    field: &'static str,
    source: &'static str,
    span: Option<Span>,
    value: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(
        (document, stream): (&'a Document, &'a Stream<'a>),
        context: &'a Context,
        authority: &'a Authority,
        trace: &'a mut Trace,
    ) -> Reader<'a> {
        let mut blocks = Vec::with_capacity(document.blocks.len());
        let own = document.blocks.iter();
        blocks.extend(own.filter(|block| block.kind != BlockKind::Furniture));
        Reader {
            document,
            stream,
            context,
            authority,
            text: document.text.as_str(),
            blocks,
            candidates: Vec::with_capacity(CANDIDATES),
            identity: Identity::default(),
            posted_on: None,
            carrier_issuer: None,
            nameless_issuer: None,
            lead_subject: None,
            trace,
        }
    }

    /// Says that what stands at `span` is not `field` of this document, and why.
    pub fn refuse(&mut self, field: Field, span: Span, rule: Rule) {
        self.trace.refuse(Of::Identity, field, span, rule);
    }

    pub fn written(&self, span: Span) -> &'a str {
        &self.text[span.range()]
    }

    /// The tokens of what stands at `span`, after those that are there.
    pub fn lex(&self, span: Span, tokens: &mut Vec<Token>) {
        lexer::lex_words(self.stream, span, Lexicon::bundled(), tokens);
    }

    /// Keeps a candidate. `value` is `None` where the field is written blank.
    pub fn offer(
        &mut self,
        field: &'static str,
        source: &'static str,
        span: Option<Span>,
        value: Option<String>,
    ) {
        let is_stamped = |span| {
            let mut places = self.document.text.places(span);
            places.any(|place| matches!(place, Place::Page { stamp: true, .. }))
        };
        let source = match source {
            "letterhead" if span.is_some_and(is_stamped) => "signature_stamp",
            source => source,
        };
        self.candidates.push(Candidate {
            field,
            source,
            span,
            value,
        });
    }

    /// The most trusted value of a field: the first offered, even if it is blank.
    pub fn best(&self, field: &str) -> Option<&str> {
        self.candidates
            .iter()
            .find(|candidate| candidate.field == field)?
            .value
            .as_deref()
    }

    pub fn is_offered(&self, field: &str) -> bool {
        self.candidates
            .iter()
            .any(|candidate| candidate.field == field)
    }

    fn finish(mut self, head: &letterhead::Letterhead) -> Found {
        let mut diagnostics = Vec::new();
        self.type_by_symbol();
        self.settle_number();
        self.identity.doc_type = self.best("doc_type").map(str::to_owned);
        self.identity.issued_on = self.best("issued_on").map(str::to_owned);
        self.identity.place = self.best("place").map(str::to_owned);
        self.identity.title = self.best("title").map(str::to_owned);
        self.identity.issuer = self.best("issuer").map(str::to_owned);
        self.identity.parent_agency = self.best("parent_agency").map(str::to_owned);
        self.identity.carrier = self.best("carrier").map(str::to_owned);
        self.identity.status = self.status(head);
        self.settle_issuer();
        self.conflicts(&mut diagnostics);
        diagnostics.extend(head.illegible.map(illegible::diagnostic));
        self.identity.evidence = self.evidence();
        self.explain();
        let kind = self.kind(head);
        Found {
            identity: self.identity,
            kind,
            posted_on: self.posted_on,
            letterhead: head
                .number_block
                .into_iter()
                .chain(self.document.fields.iter().map(|field| field.value))
                .collect(),
            diagnostics,
        }
    }

    /// Words beat symbols; where no word says the type, the symbol does: "237/NQ-UBTVQH16" is a
    /// Nghị quyết. A symbol that begins with no type is a công văn's, unless the page has a title in capitals, which
    /// no công văn has: "55/LCT-PGDĐT" over "LỊCH CÔNG TÁC THÁNG 3" is of a type nobody listed.
    fn type_by_symbol(&mut self) {
        if self.is_offered("doc_type") {
            return;
        }
        let written = self
            .candidates
            .iter()
            .find(|candidate| matches!(candidate.field, "number" | "symbol"));
        let Some(candidate) = written else { return };
        let span = candidate.span;
        let number = candidate.value.as_deref().and_then(Number::parse);
        let symbol = number.map(|number| number.symbol);
        let symbol = symbol.or_else(|| self.best("symbol").map(str::to_owned));
        let found = symbol.and_then(|symbol| {
            let found = self.authority.doc_type_of_symbol(&symbol)?;
            let is_titled = || found.code == "CV" && self.best("title").is_some_and(is_capitals);
            Some(found.code.clone()).filter(|code| !code.is_empty() && !is_titled())
        });
        if let Some(code) = found {
            self.offer("doc_type", "symbol", span, Some(code));
        }
    }

    fn settle_number(&mut self) {
        self.identity.number = self.best("number").map(str::to_owned);
        let number = self.identity.number.as_deref().and_then(Number::parse);
        self.identity.serial = number
            .as_ref()
            .and_then(|number| number.serial.as_ref())
            .map(|serial| serial.as_written().to_owned());
        self.identity.symbol = self.best("symbol").map(str::to_owned);
        if self.identity.symbol.is_none() {
            self.identity.symbol = number.map(|number| number.symbol);
        }
    }

    fn status(&self, head: &letterhead::Letterhead) -> Option<Status> {
        let is_draft = head.says_draft && self.identity.number.is_none();
        if head.is_blank || is_draft {
            return Some(Status::Draft);
        }
        self.identity.number.is_some().then_some(Status::Issued)
    }

    fn settle_issuer(&mut self) {
        let on = self
            .identity
            .issued_on
            .as_deref()
            .and_then(|date| date.parse().ok());
        let Some(issuer) = self.identity.issuer.as_deref() else {
            return;
        };
        let named = |home: Option<&PlaceId>| self.authority.agency(issuer, home, on);
        let found = match self.home() {
            Some(home) => named(Some(&home)),
            None => named(None)
                .or_else(|| home::named_in_grounds(self, on).and_then(|home| named(Some(&home)))),
        };
        let Some(found) = found else { return };
        // "UBND tỉnh" under "Bình Thuận, ngày …": the place line says which.
        let folded = fold(issuer);
        let is_nameless = [" tinh", " thanh pho"]
            .iter()
            .any(|level| folded.ends_with(level));
        if is_nameless {
            self.identity.issuer = Some(found.name);
        }
        self.identity.issuer_id = Some(found.id.0);
    }

    /// The province the document's own letterhead names: issuer, then parent agency, then place line.
    fn home(&self) -> Option<PlaceId> {
        ["issuer", "parent_agency", "place"]
            .iter()
            .filter_map(|field| self.best(field))
            .find_map(|value| self.authority.province_in(value))
    }

    fn conflicts(&self, diagnostics: &mut Vec<Diagnostic>) {
        for field in ["number", "issued_on"] {
            let Some(best) = self.best(field) else {
                continue;
            };
            let other = self.candidates.iter().find(|candidate| {
                candidate.field == field
                    && candidate
                        .value
                        .as_deref()
                        .is_some_and(|value| !agree(field, value, best))
            });
            if let Some(other) = other {
                let message = format!(
                    "{}: «{}» và «{best}» khác nhau trong cùng văn bản",
                    vietnamese(field),
                    other.value.as_deref().unwrap_or_default()
                );
                let mut diagnostic = Diagnostic::warning("identity_conflict", message);
                diagnostic.span = other.span;
                diagnostics.push(diagnostic);
            }
        }
    }

    fn evidence(&self) -> Vec<Evidence> {
        self.candidates
            .iter()
            .map(|candidate| {
                let best = self.best(candidate.field);
                let chosen = match (best, candidate.value.as_deref()) {
                    (Some(best), Some(value)) => is_same_name(best, value),
                    (best, value) => best == value,
                };
                Evidence {
                    field: candidate.field.into(),
                    source: candidate.source.into(),
                    span: candidate.span,
                    value: if chosen && !certificate::holds(candidate.field) {
                        None
                    } else {
                        candidate.value.clone()
                    },
                }
            })
            .collect()
    }

    /// Tells the trace which candidate became the value and why the others did not.
    fn explain(&mut self) {
        for (at, candidate) in self.candidates.iter().enumerate() {
            let Some(field) = traced(candidate.field) else {
                continue;
            };
            let best = self.candidates[..at]
                .iter()
                .find(|earlier| earlier.field == candidate.field);
            let (verdict, rule) = match best {
                None if candidate.value.is_none() => (Verdict::Taken, Rule::LeftBlank),
                None => (Verdict::Taken, rule_of(field, candidate.source)),
                Some(best) if best.value == candidate.value => (Verdict::Refused, Rule::SameValue),
                Some(best) if best.value.is_none() => (Verdict::Refused, Rule::LeftBlank),
                Some(_) => (Verdict::Refused, Rule::LessTrusted),
            };
            self.trace.say(|| Step {
                of: Of::Identity,
                item: None,
                field,
                verdict,
                rule,
                span: candidate.span,
                value: candidate.value.clone(),
            });
        }
    }

    fn kind(&self, head: &letterhead::Letterhead) -> Kind {
        // "Ngày 6/8/2020, Tỉnh ủy đã ban hành Chỉ thị số 17": told with type, day and issuer, if without a symbol.
        let is_told = self.identity.doc_type.is_some()
            && self.identity.issued_on.is_some()
            && self.identity.issuer.is_some();
        let has_identity = self.identity.number.is_some()
            || self.identity.symbol.is_some()
            || head.title_word.is_some()
            || is_told;
        if self.is_page() && !head.is_whole() {
            return if has_identity || self.identity.title.is_some() {
                Kind::Page
            } else {
                Kind::Other
            };
        }
        if has_identity {
            Kind::Document
        } else {
            Kind::Other
        }
    }

    /// True for what a portal shows: HTML, or text saved from a page.
    pub fn is_page(&self) -> bool {
        self.document.media_type == crate::parse::MediaType::Html
            || self.document.headline.is_some()
            || self
                .document
                .blocks
                .iter()
                .any(|block| block.kind == BlockKind::Page)
    }
}

/// The fields a trace speaks of.
fn traced(field: &str) -> Option<Field> {
    Some(match field {
        "doc_type" => Field::DocType,
        "number" => Field::Number,
        "symbol" => Field::Symbol,
        "issued_on" => Field::IssuedOn,
        "place" => Field::Place,
        "issuer" => Field::Issuer,
        "parent_agency" => Field::ParentAgency,
        "title" => Field::Title,
        "signer" => Field::Signer,
        "carrier" => Field::Carrier,
        _ => return None,
    })
}

fn rule_of(field: Field, source: &str) -> Rule {
    let of_carrier = matches!(
        field,
        Field::Carrier | Field::Number | Field::Symbol | Field::IssuedOn
    );
    match source {
        "title_block" if of_carrier => Rule::CarrierLine,
        "letterhead" => Rule::Letterhead,
        "signature_stamp" => Rule::SignatureStamp,
        "label" => Rule::Label,
        "lead_sentence" => Rule::LeadSentence,
        "source_line" => Rule::SourceLine,
        "headline" => Rule::Headline,
        "file_name" => Rule::FileName,
        "context" => Rule::Context,
        "signature_block" => Rule::SignatureBlock,
        "symbol" => Rule::SymbolOfNumber,
        _ => Rule::TitleBlock,
    }
}

fn agree(field: &str, left: &str, right: &str) -> bool {
    if left == right {
        return true;
    }
    match (field, Number::parse(left), Number::parse(right)) {
        ("number", Some(left), Some(right)) => left.key() == right.key(),
        _ => left.starts_with(right) || right.starts_with(left),
    }
}

/// The same words, or the same but for the placement of a tone: "Ủy ban", "Uỷ ban".
fn is_same_name(one: &str, other: &str) -> bool {
    let respelled = || tone_canonical(one) == tone_canonical(other);
    one == other || (one.to_lowercase() != other.to_lowercase() && respelled())
}

fn vietnamese(field: &str) -> &'static str {
    if field == "number" {
        "số, ký hiệu"
    } else {
        "ngày ban hành"
    }
}

#[cfg(test)]
mod tests;
