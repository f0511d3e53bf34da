//! Kept questions against new documents: the search turned round.
//!
//! A batch is indexed in memory and every kept question is asked of it, in parallel. The same reading,
//! planning and matching as a search of the library, so that a notice never says what a search would
//! not. Only whole matches count: what a search would fill up with is no news.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use tantivy::collector::DocSetCollector;
use tantivy::{DocAddress, IndexSettings, TantivyError};

use super::analyzer::Speller;
use super::compile::Refusal;
use super::effort::Effort;
use super::entry::Entry;
use super::error::{Error, ErrorKind};
use super::intake::{Intake, Words};
use super::lists::Peaks;
use super::located::Located;
use super::plan::plan;
use super::profile;
use super::question::{QueryError, Question};
use super::schema::Fields;
use super::search::Search;

/// Bytes a batch gathers before it is written to a segment: two hundred works with their tasks fit
/// one segment.
const BATCH_BYTES: usize = 64 << 20;

/// A question someone keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What its owner calls it.
    pub name: String,
    /// As typed.
    pub line: String,
}

/// What a kept question found in a batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub name: String,
    /// Ids of the entries that answer it, in the order of the batch.
    pub ids: Vec<String>,
}

/// Kept questions, read once and asked of every batch.
#[derive(Debug, Default)]
pub struct Percolator {
    questions: Vec<(String, Question)>,
}

impl Percolator {
    /// Reads the lines; those that cannot be read are given back with what is wrong.
    pub fn new(kept: impl IntoIterator<Item = Kept>) -> (Percolator, Vec<(Kept, QueryError)>) {
        let mut percolator = Percolator::default();
        let mut refused = Vec::new();
        for one in kept {
            match Question::parse(&one.line) {
                Ok(question) => percolator.questions.push((one.name, question)),
                Err(error) => refused.push((one, error)),
            }
        }
        (percolator, refused)
    }

    pub fn len(&self) -> usize {
        self.questions.len()
    }

    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// What of a batch answers which kept question; questions without an answer are left out.
    pub fn notices(&self, entries: &[&Entry]) -> Result<Vec<Notice>, Error> {
        if self.is_empty() || entries.is_empty() {
            return Ok(Vec::new());
        }
        let failed = |error: &TantivyError| Error::engine(Path::new(""), error);
        let fields = Fields::new();
        let engine = in_memory(&fields, entries).map_err(|error| failed(&error))?;
        let reader = engine.reader().map_err(|error| failed(&error))?;
        let searcher = reader.searcher();
        let (profiles, peaks) = (profile::Kept::default(), Peaks::default());
        let mut view = Search {
            fields: &fields,
            searcher: &searcher,
            defined: Arc::default(),
            profiles: &profiles,
            peaks: &peaks,
            located: Located::default(),
            effort: Arc::new(Effort::of(u64::MAX)),
        };
        view.defined = Arc::new(view.dictionary());
        let places = places(&view, entries).map_err(|error| failed(&error))?;
        let asked = self.questions.par_iter().map(|(name, question)| {
            let mut found = found(&view, question, &places)?;
            // In the order of the batch, whatever the segments are.
            found.sort_unstable();
            let ids = found.into_iter().map(|place| entries[place].id.clone());
            Ok((0 < ids.len()).then(|| Notice {
                name: name.clone(),
                ids: ids.collect(),
            }))
        });
        let notices: Result<Vec<Option<Notice>>, Refusal> = asked.collect();
        match notices {
            Ok(notices) => Ok(notices.into_iter().flatten().collect()),
            Err(Refusal::Engine(error)) => Err(failed(&error)),
            Err(Refusal::Query(error)) => Err(Error::question(error)),
            Err(Refusal::TooBroad) => Err(Error::new(Path::new(""), ErrorKind::TooBroad, "")),
        }
    }
}

/// For each text of each segment its place in the batch.
fn places(view: &Search, entries: &[&Entry]) -> Result<Vec<Vec<usize>>, TantivyError> {
    let by_id: HashMap<&str, usize> = (0..)
        .zip(entries)
        .map(|(place, entry)| (entry.id.as_str(), place))
        .collect();
    let segments = (0..).zip(view.searcher.segment_readers());
    let places = segments.map(|(ordinal, segment)| {
        let texts = (0..segment.max_doc()).map(|text| {
            let id = view.read_bare(DocAddress::new(ordinal, text))?.id;
            Ok(by_id.get(id.as_str()).copied().unwrap_or_default())
        });
        texts.collect()
    });
    places.collect()
}

/// The batch as one segment in its own order, so that a document's number is its place.
fn in_memory(fields: &Fields, entries: &[&Entry]) -> Result<tantivy::Index, TantivyError> {
    let engine = tantivy::Index::builder()
        .schema(fields.schema())
        .settings(IndexSettings::default())
        .register_plugin(Arc::new(Words::new(fields)))
        .create_in_ram()?;
    let mut writer = engine.writer_with_num_threads(1, BATCH_BYTES)?;
    let intakes: Vec<Intake> = entries
        .par_iter()
        .map_init(Speller::default, |speller, entry| {
            fields.intake(entry, speller)
        })
        .collect();
    for intake in intakes {
        writer.add_document(intake)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(engine)
}

/// Where in the batch what answers a question stands, as it is understood: with the filters of its sentence.
fn found(view: &Search, question: &Question, places: &[Vec<usize>]) -> Result<Vec<usize>, Refusal> {
    let question = question.as_sentence.as_deref().unwrap_or(question);
    let query = match view.compiler().compile(&plan(question, view).matched()) {
        Ok(query) => query,
        // A beginning with too many words in this batch: no notice is better than none of the others.
        Err(Refusal::Query(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let addresses = view.searcher.search(&*query, &DocSetCollector)?.into_iter();
    Ok(addresses
        .map(|text| places[text.segment_ord as usize][text.doc_id as usize])
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, year: u16, title: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            doc_type: Some("KH".to_owned()),
            year: Some(year),
            issued_on: Some(format!("{year}-01-02")),
            number: Some(format!("{}/KH-UBND", year - 2000)),
            title: Some(title.to_owned()),
            body: format!("Kế hoạch {title}"),
            ..Entry::default()
        }
    }

    fn kept(name: &str, line: &str) -> Kept {
        Kept {
            name: name.to_owned(),
            line: line.to_owned(),
        }
    }

    #[test]
    fn a_kept_question_is_told_of_what_a_search_would_find_and_of_nothing_else() {
        let entries = [
            entry("a", 2021, "cải cách hành chính"),
            entry("b", 2022, "chuyển đổi số"),
            entry("c", 2022, "CCHC và chuyển đổi số"),
        ];
        let (percolator, refused) = Percolator::new([
            kept("cải cách", "cchc"),
            kept("bỏ dấu", "chuyen doi so nam:2022"),
            kept("số", "21/KH-UBND"),
            kept("không có", "trồng lúa"),
            kept("câu", "kế hoạch chuyển đổi số năm 2022"),
            kept("hỏng", "nam:hai"),
        ]);
        assert_eq!(refused.len(), 1);
        let notices = percolator.notices(&entries.each_ref()).expect("in memory");
        let notices: Vec<(&str, Vec<&str>)> = notices
            .iter()
            .map(|one| {
                let ids = one.ids.iter().map(String::as_str);
                (one.name.as_str(), ids.collect())
            })
            .collect();
        assert_eq!(
            notices,
            [
                ("cải cách", vec!["a", "c"]),
                ("bỏ dấu", vec!["b", "c"]),
                ("số", vec!["a"]),
                ("câu", vec!["b", "c"]),
            ]
        );
        assert!(percolator.notices(&[]).expect("nothing").is_empty());
    }
}
