//! Entries in, answers out: words, numbers and filters in any writing → hits, facets, snippets.
//!
//! Promise: the index is derived and disposable. It says how far it has read the store
//! ([`Index::last_seq`], written with each commit), so that after a kill the caller applies what
//! came later and nothing is lost or doubled. Readers see commits without being opened again, also
//! those of another process. An index made by another analyzer or schema is refused, never misread.
//!
//! This room does not know the store, files of documents, or HTTP; it is given [`Entry`]s, flat JSON
//! objects, and gives back [`Answer`]s. Tantivy stays behind [`compile`] and [`schema`]: the
//! question is planned as a tree of our own ([`query::Query`]) that a second engine can be given.
//!
//! Why not tantivy's own tokenizers and query parser: they break decomposed Vietnamese into
//! letters, find "hoà" only as typed, and know neither document numbers nor Vietnamese field names.

mod alike;
mod analyzer;
mod answer;
mod asked_number;
mod best;
mod compile;
mod conditions;
mod counting;
mod day;
mod definitions;
mod directory;
mod effort;
mod entry;
mod error;
mod every_word;
mod excluded;
mod facets;
mod facts;
mod field_name;
mod filter;
mod first_page;
mod holds;
mod intake;
mod ladder;
mod lexicon;
mod lists;
mod located;
mod numbers;
mod parse;
mod percolator;
mod phrase;
mod plan;
mod profile;
pub mod query;
mod question;
mod rank;
mod read;
mod reader;
mod rows;
mod said;
mod schema;
mod search;
mod sentence;
mod snippet;
mod spelling;
mod succession;
mod suggest;
mod synonyms;
mod topic;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, ReloadPolicy, Searcher};

pub use analyzer::ANALYZER_VERSION;
pub use answer::{
    AgencyBranch, Answer, FacetValue, Facets, Facetting, Hit, Matching, Page, Sort, Suggestion,
    SuggestionKind, Understood,
};
pub use definitions::definitions;
pub use entry::{Change, Entry, Kind, Op};
pub use error::{Error, ErrorKind, Retry, TOO_BROAD, TOO_BROAD_HINT};
pub use filter::Filter;
pub use percolator::{Kept, Notice, Percolator};
pub use question::{QueryError, Question};
pub use schema::INDEX_SCHEMA_VERSION;
pub use snippet::Snippet;
pub use synonyms::Synonym;
pub use topic::{Subject, SubjectSource, subjects};

use compile::Refusal;
use definitions::Dictionary;
use directory::Shared;
use effort::Effort;
use intake::Words;
use lists::Peaks;
use located::Located;
use schema::Fields;
use search::Search;
use writer::{Payload, Stamp, Writer};

/// What an index is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Any number of processes may read, also while one writes.
    Read,
    /// One handle at a time; a second is refused with [`ErrorKind::Locked`].
    Write,
    /// To write an index anew: whatever is there, of any version or damaged, is removed first.
    Rebuild,
}

/// An open index.
pub struct Index {
    path: PathBuf,
    fields: Fields,
    engine: tantivy::Index,
    reader: IndexReader,
    /// The commit the reader shows.
    seen: Mutex<Option<Stamp>>,
    /// What the documents of one commit define, read with the first question after it.
    defined: Mutex<Option<(u64, Arc<Dictionary>)>>,
    profiles: profile::Kept,
    peaks: Peaks,
    places_max: u64,
    writer: Option<Writer>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `dir`; for writing, the folder and an empty index are made if need be.
    pub fn open(dir: &Path, access: Access) -> Result<Index, Error> {
        if access != Access::Read {
            fs::create_dir_all(dir).map_err(|error| Error::io(dir, &error))?;
        }
        if access == Access::Rebuild {
            writer::clear_folder(dir)?;
        }
        let fields = Fields::new();
        let engine = engine(dir, &fields, access)?;
        writer::check_version(dir, &engine, &fields)?;
        let writer = match access {
            Access::Read => None,
            Access::Write | Access::Rebuild => Some(Writer::new(dir, &engine)?),
        };
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| Error::engine(dir, &error))?;
        Ok(Index {
            path: dir.to_path_buf(),
            fields,
            engine,
            reader,
            seen: Mutex::new(None),
            defined: Mutex::new(None),
            profiles: profile::Kept::default(),
            peaks: Peaks::default(),
            places_max: effort::PLACES_MAX,
            writer,
        })
    }

    /// How many places of words a question may read before it is refused as [`ErrorKind::TooBroad`]; to find
    /// a word's places in a text counts as ten. Only quoted phrases need them; the default is a tenth of a
    /// second.
    pub fn with_places_max(self, places_max: u64) -> Index {
        Index { places_max, ..self }
    }

    /// Takes changes in, in their order; nothing is to be seen before [`Index::commit`].
    pub fn apply(&mut self, changes: &[Change]) -> Result<(), Error> {
        let fields = &self.fields;
        writer_of(&self.path, self.writer.as_mut())?.apply(fields, changes)
    }

    /// Makes everything applied visible and durable, with the last sequence number, at once.
    pub fn commit(&mut self) -> Result<(), Error> {
        writer_of(&self.path, self.writer.as_mut())?.commit()
    }

    /// Forgets every entry and the sequence number. Readers keep the old entries until the next
    /// commit, which can hold the new ones.
    pub fn clear(&mut self) -> Result<(), Error> {
        writer_of(&self.path, self.writer.as_mut())?.clear()
    }

    /// Waits for merges, so that no half-written file is left behind.
    pub fn close(self) -> Result<(), Error> {
        self.close_while(&|_, _| true)
    }

    /// The same; after a large intake all is gathered into one segment, which takes minutes. `goes_on` is
    /// told how many bytes of how many are gathered, and ends it by saying no: nothing is lost by that.
    pub fn close_while(self, goes_on: &dyn Fn(u64, u64) -> bool) -> Result<(), Error> {
        match self.writer {
            Some(writer) => writer.close(&self.engine, goes_on),
            None => Ok(()),
        }
    }

    /// The sequence number of the last change that is committed; 0 for an empty index.
    pub fn last_seq(&self) -> Result<u64, Error> {
        let payload = Payload::of(&self.engine).map_err(|error| self.engine_error(&error))?;
        Ok(payload.map_or(0, |payload| payload.seq))
    }

    /// Entries that can be found.
    pub fn len(&self) -> Result<u64, Error> {
        Ok(self.searcher()?.num_docs())
    }

    pub fn is_empty(&self) -> Result<bool, Error> {
        Ok(self.len()? == 0)
    }

    /// True if a work is there with a text of its own, and not only cited or named by a page.
    pub fn has_text_of(&self, work: &str) -> Result<bool, Error> {
        let searcher = self.searcher()?;
        let has_text = self.view(&searcher).has_text_of(work);
        has_text.map_err(|refusal| self.refused(refusal))
    }

    /// Answers a question as of the last commit.
    pub fn search(&self, question: &Question, page: &Page) -> Result<Answer, Error> {
        let searcher = self.searcher()?;
        let answer = self.view(&searcher).answer(question, page);
        answer.map_err(|refusal| self.refused(refusal))
    }

    /// What a half-typed line may become, the likeliest of each kind first.
    pub fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>, Error> {
        let searcher = self.searcher()?;
        let suggestions = self.view(&searcher).suggestions(typed);
        suggestions.map_err(|refusal| self.refused(refusal))
    }

    /// Works about the same as this one, the likest first.
    pub fn alike(&self, id: &str, limit: usize) -> Result<Vec<Hit>, Error> {
        let searcher = self.searcher()?;
        let hits = self.view(&searcher).alike(id, limit);
        hits.map_err(|refusal| self.refused(refusal))
    }

    /// The same plan of other years, newest first.
    pub fn other_years(&self, id: &str) -> Result<Vec<Hit>, Error> {
        let searcher = self.searcher()?;
        let hits = self.view(&searcher).other_years(id);
        hits.map_err(|refusal| self.refused(refusal))
    }

    fn view<'a>(&'a self, searcher: &'a Searcher) -> Search<'a> {
        let generation = searcher.generation().generation_id();
        // A poisoned lock guards only a value that is replaced whole.
        let mut kept = self.defined.lock().unwrap_or_else(|lock| lock.into_inner());
        let mut view = Search {
            fields: &self.fields,
            searcher,
            defined: Arc::default(),
            profiles: &self.profiles,
            peaks: &self.peaks,
            located: Located::default(),
            effort: Arc::new(Effort::of(self.places_max)),
        };
        match &*kept {
            Some((of, dictionary)) if *of == generation => view.defined = dictionary.clone(),
            _ => {
                view.defined = Arc::new(view.dictionary());
                *kept = Some((generation, view.defined.clone()));
            }
        }
        view
    }

    /// A view of the last commit, whoever made it.
    fn searcher(&self) -> Result<Searcher, Error> {
        let stamp = Stamp::of(&self.path)?;
        // A poisoned lock guards only a stamp, which is compared and replaced whole.
        let mut seen = self.seen.lock().unwrap_or_else(|lock| lock.into_inner());
        if *seen != Some(stamp) {
            writer::check_version(&self.path, &self.engine, &self.fields)?;
            self.reader
                .reload()
                .map_err(|error| self.engine_error(&error))?;
            *seen = Some(stamp);
        }
        Ok(self.reader.searcher())
    }

    fn refused(&self, refusal: Refusal) -> Error {
        match refusal {
            Refusal::Query(error) => Error::new(&self.path, ErrorKind::Query(error), ""),
            Refusal::TooBroad => Error::new(&self.path, ErrorKind::TooBroad, ""),
            Refusal::Engine(error) => self.engine_error(&error),
        }
    }

    fn engine_error(&self, error: &tantivy::TantivyError) -> Error {
        Error::engine(&self.path, error)
    }
}

fn writer_of<'a>(path: &Path, writer: Option<&'a mut Writer>) -> Result<&'a mut Writer, Error> {
    writer.ok_or_else(|| Error::new(path, ErrorKind::ReadOnly, ""))
}

fn engine(dir: &Path, fields: &Fields, access: Access) -> Result<tantivy::Index, Error> {
    let failed = |error: tantivy::TantivyError| Error::engine(dir, &error);
    let exists = dir.join(writer::META).exists();
    if !exists && access == Access::Read {
        return Err(Error::new(dir, ErrorKind::Missing, ""));
    }
    let directory = MmapDirectory::open(dir).map_err(|error| failed(error.into()))?;
    let directory = Shared::new(dir, directory);
    let mut engine = if exists {
        // What cannot be read as an index at all is damaged, whatever the engine calls it.
        tantivy::Index::open(directory).map_err(failed)?
    } else {
        tantivy::Index::create(directory, fields.schema(), schema::settings()).map_err(failed)?
    };
    engine.register_plugin(Arc::new(Words::new(fields)));
    Ok(engine)
}
