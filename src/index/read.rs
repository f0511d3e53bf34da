//! Found texts in, hits out: what was kept beside the terms is read and marked.

use tantivy::error::DataCorruption;
use tantivy::schema::Field as Handle;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::{DocAddress, TantivyError};

use super::answer::{Hit, Page, Sort};
use super::compile::Refusal;
use super::entry::Entry;
use super::first_page::Ranked;
use super::ladder::{Found, Rung};
use super::plan::{Plan, Vocabulary};
use super::query::Field;
use super::question::Question;
use super::search::Search;
use super::snippet::Highlighter;

impl Ranked for Hit {
    fn score(&self) -> f32 {
        self.score
    }

    fn is_aside(&self) -> bool {
        self.stub
    }

    fn is_sure(&self) -> bool {
        self.sure
    }
}

impl Search<'_> {
    /// The hits of a page in their order.
    pub fn hits(
        &self,
        question: &Question,
        plan: &Plan,
        page: &Page,
        found: &[Found],
    ) -> Result<Vec<Hit>, Refusal> {
        let documents = self.documents().max(1) as f64;
        let rarity = |word: &str| {
            let frequency = self.frequency(Field::BodyFolded, word) as f64;
            (1.0 + documents / (1.0 + frequency)).ln()
        };
        let mut highlighter = Highlighter::new(question, plan, rarity);
        let mut hits = Vec::with_capacity(found.len());
        for one in found {
            let (entry, body) = match page.snippets {
                0 => (self.read_bare(one.address)?, String::new()),
                _ => self.read(one.address)?,
            };
            hits.push((one.rung, hit(entry, &body, one, page, &mut highlighter)));
        }
        if page.sort == Sort::Relevance && !plan.asks_everything() {
            newest_first_among_equals(&mut hits);
        }
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }

    /// A stored entry without its body, and the body.
    pub fn read(&self, address: DocAddress) -> Result<(Entry, String), TantivyError> {
        let stored: Stored<2> = self.searcher.doc(address)?;
        let entry = entry(stored.of(self.fields.entry))?;
        Ok((entry, stored.of(self.fields.body_text).to_owned()))
    }

    /// The entry alone, whose body may be a thousand times as long.
    pub fn read_bare(&self, address: DocAddress) -> Result<Entry, TantivyError> {
        let stored: Stored<1> = self.searcher.doc(address)?;
        entry(stored.of(self.fields.entry))
    }
}

/// The first values of what is stored of a text, in the order in which they were.
struct Stored<const VALUES: usize>(Vec<(Handle, String)>);

impl<const VALUES: usize> DocumentDeserialize for Stored<VALUES> {
    fn deserialize<'de, D>(mut deserializer: D) -> Result<Self, DeserializeError>
    where
        D: DocumentDeserializer<'de>,
    {
        let mut stored = Vec::with_capacity(VALUES);
        while stored.len() < VALUES {
            match deserializer.next_field()? {
                Some(value) => stored.push(value),
                None => break,
            }
        }
        Ok(Stored(stored))
    }
}

impl<const VALUES: usize> Stored<VALUES> {
    fn of(&self, field: Handle) -> &str {
        let found = self.0.iter().find(|(of, _)| *of == field);
        found.map_or("", |(_, text)| text)
    }
}

fn entry(json: &str) -> Result<Entry, TantivyError> {
    serde_json::from_str(json).map_err(|error| {
        let comment = format!("stored entry: {error}");
        TantivyError::DataCorruption(DataCorruption::comment_only(comment))
    })
}

/// Equal scores: the newer first, and the same order whatever the segments are.
fn newest_first_among_equals(hits: &mut [(Rung, Hit)]) {
    let equals = hits.chunk_by_mut(|(rung_a, a), (rung_b, b)| {
        rung_a == rung_b && a.score.total_cmp(&b.score).is_eq()
    });
    for equal in equals {
        equal.sort_by(|(_, a), (_, b)| {
            let newer = b.issued_on.cmp(&a.issued_on);
            newer.then_with(|| a.id.cmp(&b.id))
        });
    }
}

pub(super) fn hit(
    entry: Entry,
    body: &str,
    found: &Found,
    page: &Page,
    highlighter: &mut Highlighter,
) -> Hit {
    let title = entry.title.or(entry.work_title);
    let title_highlights = title.as_deref().map(|title| highlighter.highlights(title));
    Hit {
        kind: entry.kind,
        number: entry.number.or(entry.work_number),
        doc_type: entry.doc_type,
        issued_on: entry.issued_on,
        issuer: entry.issuer,
        province: entry.province,
        title,
        title_highlights: title_highlights.unwrap_or_default(),
        files: entry.files,
        stub: entry.stub,
        score: found.score,
        partial: found.partial,
        sure: found.sure,
        subjects: entry.subjects,
        snippets: highlighter.snippets(body, &entry.pages, page.snippets),
        work_id: entry.work_id,
        owners: entry.owners,
        due: entry.due,
        id: entry.id,
        version: entry.version,
    }
}
