//! Words of a segment, listed by this room and written where the engine keeps its lists.
//!
//! The engine makes a segment of keys, numbers and stored texts as ever, with the words left out; when
//! it is written, this plugin of the engine writes the files of lists once more: what the engine wrote
//! is copied as it is, and the words' lists follow, in the engine's own form. So segments are read,
//! merged and freed of deleted texts without this plugin, and an index does not know how it was made.
//!
//! Why not the engine's own way: it hashes each word of each text for three fields, which took half of
//! the time of indexing; see [`Said`] for how the lists are made here.

use std::any::Any;
use std::io::{self, Write};

use tantivy::directory::{CompositeFile, CompositeWrite, Directory, FileSlice};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentComponent;
use tantivy::indexer::DocIdMapping;
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::postings::FieldSerializer;
use tantivy::schema::document::ErasedDocument;
use tantivy::schema::{Field as Handle, Schema};
use tantivy::{DocId, Document, Segment, TantivyDocument, TantivyError};

use super::lexicon::Lexicon;
use super::query::Field;
use super::said::{Held, Listing, Said};
use super::schema::Fields;

/// What the engine is given for one entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Intake {
    /// Keys, numbers and what is stored.
    pub kept: TantivyDocument,
    /// What is searched as its title and as its body, one after another.
    pub title: Vec<String>,
    pub body: Vec<String>,
}

impl Document for Intake {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.kept.iter_fields_and_values()
    }
}

/// The words of one text in three fields: as written, without marks, and in pairs without marks.
#[derive(Clone, Copy, Debug)]
struct Trio {
    exact: Handle,
    folded: Handle,
    pairs: Handle,
}

/// Makes the lists of words.
pub(super) struct Words {
    title: Trio,
    body: Trio,
}

impl Words {
    pub fn new(fields: &Fields) -> Words {
        let trio = |exact, folded, pairs| Trio {
            exact: fields.get(exact),
            folded: fields.get(folded),
            pairs: fields.get(pairs),
        };
        Words {
            title: trio(Field::Title, Field::TitleFolded, Field::TitlePairs),
            body: trio(Field::Body, Field::BodyFolded, Field::BodyPairs),
        }
    }
}

impl SegmentPlugin for Words {
    /// None: it keeps no files of its own.
    fn extensions(&self) -> &[&str] {
        &[]
    }

    fn create_writer(&self, _: &PluginWriterContext) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Gathering {
            trios: [self.title, self.body],
            said: Default::default(),
            lexicon: Lexicon::default(),
        }))
    }

    fn merge(&self, _: PluginMergeContext) -> tantivy::Result<()> {
        Ok(())
    }
}

/// What the texts of one segment say, until it is written.
struct Gathering {
    trios: [Trio; 2],
    said: [Said; 2],
    lexicon: Lexicon,
}

impl PluginWriter for Gathering {
    fn add_document(
        &mut self,
        _: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let Some(intake) = document.as_any().downcast_ref::<Intake>() else {
            let what = "not a document of this room".to_owned();
            return Err(TantivyError::InvalidArgument(what));
        };
        for (said, texts) in self.said.iter_mut().zip([&intake.title, &intake.body]) {
            for text in texts {
                said.add(text, &mut self.lexicon);
            }
            said.end_text();
        }
        Ok(())
    }

    fn serialize(
        self: Box<Self>,
        segment: &Segment,
        _: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        let mut files = Files::of(segment, &self.trios)?;
        for (trio, said) in self.trios.iter().zip(&self.said) {
            files.write(trio, said, &self.lexicon)?;
        }
        Ok(files.close()?)
    }

    fn mem_usage(&self) -> usize {
        let said: usize = self.said.iter().map(Said::bytes).sum();
        said + self.lexicon.bytes()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// The files in which the engine keeps a segment's lists.
struct Files {
    schema: Schema,
    lengths: CompositeWrite,
    terms: CompositeWrite,
    lists: CompositeWrite,
    places: CompositeWrite,
}

impl Files {
    /// The files of a segment anew, with all they hold but words.
    fn of(segment: &Segment, trios: &[Trio]) -> tantivy::Result<Files> {
        let words: Vec<Handle> = trios
            .iter()
            .flat_map(|trio| [trio.exact, trio.folded, trio.pairs])
            .collect();
        let anew = |component| begun_anew(segment, component, &words);
        Ok(Files {
            schema: segment.schema(),
            lengths: anew(SegmentComponent::FieldNorms)?,
            terms: anew(SegmentComponent::Terms)?,
            lists: anew(SegmentComponent::Postings)?,
            places: anew(SegmentComponent::Positions)?,
        })
    }

    fn write(&mut self, trio: &Trio, said: &Said, lexicon: &Lexicon) -> io::Result<()> {
        let words: Vec<u32> = said.lengths().collect();
        self.field(trio.exact, &words, |listing, has_places| {
            said.list_exact(lexicon, has_places, listing)
        })?;
        self.field(trio.folded, &words, |listing, _| {
            said.list_folded(lexicon, listing)
        })?;
        self.field(trio.pairs, said.pair_lengths(), |listing, _| {
            said.list_pairs(lexicon, listing)
        })
    }

    /// Writes one field of which each text has so many words.
    fn field(
        &mut self,
        field: Handle,
        lengths: &[u32],
        list: impl FnOnce(&mut FieldSerializer, bool) -> io::Result<()>,
    ) -> io::Result<()> {
        let short = |length: &u32| FieldNormReader::fieldnorm_to_id(*length);
        let short: Vec<u8> = lengths.iter().map(short).collect();
        self.lengths.for_field(field).write_all(&short)?;
        let all: u64 = lengths.iter().map(|length| u64::from(*length)).sum();
        if all == 0 {
            return Ok(());
        }
        let lengths = FieldNormReader::open(FileSlice::from(short)).map_err(io::Error::other)?;
        let kept = self.schema.get_field_entry(field).field_type();
        let kept = kept.index_record_option().unwrap_or_default();
        let mut listing = FieldSerializer::create(
            kept,
            all,
            self.terms.for_field(field),
            self.lists.for_field(field),
            self.places.for_field(field),
            Some(lengths),
        )?;
        list(&mut listing, kept.has_positions())?;
        listing.close()
    }

    fn close(self) -> io::Result<()> {
        self.lengths.close()?;
        self.terms.close()?;
        self.lists.close()?;
        self.places.close()
    }
}

impl Listing for FieldSerializer<'_> {
    type Error = io::Error;

    fn list(&mut self, term: &[u8], texts: &[Held]) -> io::Result<()> {
        self.new_term(term, texts.len() as u32, true)?;
        for (text, often) in texts {
            self.write_doc(*text, *often, &[]);
        }
        self.close_term()
    }

    fn list_places(&mut self, term: &[u8], texts: &[Held], places: &[u32]) -> io::Result<()> {
        self.new_term(term, texts.len() as u32, true)?;
        let mut rest = places;
        for (text, often) in texts {
            let (here, after) = rest.split_at(*often as usize);
            self.write_doc(*text, *often, here);
            rest = after;
        }
        self.close_term()
    }
}

/// A file that the engine wrote, begun again with the fields it holds except `words`.
fn begun_anew(
    segment: &Segment,
    component: SegmentComponent,
    words: &[Handle],
) -> tantivy::Result<CompositeWrite> {
    let written = segment.open_read(component.clone())?.read_bytes()?;
    let written = CompositeFile::open(&FileSlice::from(written.to_vec()))?;
    let name = segment.relative_path(component.clone());
    segment
        .index()
        .directory()
        .delete(&name)
        .map_err(|error| TantivyError::IoError(io::Error::other(error).into()))?;
    let mut file = CompositeWrite::wrap(segment.open_write(component)?);
    for (field, _) in segment.schema().fields() {
        let kept = written.open_read(field).filter(|_| !words.contains(&field));
        if let Some(kept) = kept {
            file.for_field(field).write_all(&kept.read_bytes()?)?;
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tantivy::Index;

    use super::*;
    use crate::index::analyzer::{Speller, pairs, syllables};

    const FIELDS: [[Field; 3]; 2] = [
        [Field::Title, Field::TitleFolded, Field::TitlePairs],
        [Field::Body, Field::BodyFolded, Field::BodyPairs],
    ];

    /// Texts that repeat words and pairs, within themselves and among each other.
    fn intakes() -> Vec<Intake> {
        let words: Vec<&str> = "kế hoạch cải cách, hành chính. Cải cach; 21/KH-UBND hoà hòa\nxã nước Ðề án 10 1 a ab b"
            .split_inclusive(' ')
            .collect();
        let text = |of: usize, step: usize| -> String {
            (0..of % 37)
                .map(|at| words[(of + at * step) % words.len()])
                .collect()
        };
        let intake = |of: usize| Intake {
            kept: TantivyDocument::default(),
            title: vec![text(of, 3)],
            body: vec![text(of, 2), text(of + 1, 1), String::new(), text(of, of)],
        };
        (0..700).map(intake).collect()
    }

    /// The same words as the engine would be given them without this plugin.
    fn as_text(fields: &Fields, intake: &Intake) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        let mut speller = Speller::default();
        for (handles, texts) in FIELDS.iter().zip([&intake.title, &intake.body]) {
            let (mut exact, mut folded, mut both) = (vec![], vec![], vec![]);
            for text in texts {
                for syllable in syllables(text) {
                    let spelling = speller.spell(syllable.written);
                    exact.push(spelling.exact.clone());
                    folded.push(spelling.folded.clone());
                }
                both.extend(pairs(text, &mut speller));
            }
            for (field, terms) in handles.iter().zip([exact, folded, both]) {
                document.add_text(fields.get(*field), terms.join(" "));
            }
        }
        document
    }

    /// What the files of the only segment hold of a field.
    fn held(index: &Index, field: Handle) -> Vec<Vec<u8>> {
        let segments = index.searchable_segments().expect("in memory");
        assert_eq!(segments.len(), 1);
        let components = [
            SegmentComponent::FieldNorms,
            SegmentComponent::Terms,
            SegmentComponent::Postings,
            SegmentComponent::Positions,
        ];
        let held = components.map(|component| {
            let file = segments[0].open_read(component).expect("it is written");
            let file = CompositeFile::open(&file).expect("it is whole");
            let held = file.open_read(field).expect("the field is there");
            held.read_bytes().expect("in memory").to_vec()
        });
        held.to_vec()
    }

    #[test]
    fn lists_are_those_that_the_engine_makes_byte_by_byte() {
        let fields = Fields::new();
        let builder = || Index::builder().schema(fields.schema());
        let theirs = builder().create_in_ram().expect("in memory");
        let ours = builder().register_plugin(Arc::new(Words::new(&fields)));
        let ours = ours.create_in_ram().expect("in memory");
        let mut writer = theirs.writer_with_num_threads(1, 64 << 20).expect("alone");
        let mut gathering = ours.writer_with_num_threads(1, 64 << 20).expect("alone");
        for intake in intakes() {
            let document = as_text(&fields, &intake);
            writer.add_document(document).expect("it fits");
            gathering.add_document(intake).expect("it fits");
        }
        writer.commit().expect("in memory");
        gathering.commit().expect("in memory");
        for field in FIELDS.as_flattened() {
            let field = fields.get(*field);
            assert!(held(&ours, field) == held(&theirs, field), "{field:?}");
        }
    }
}
