//! Running a plan: the hits first, by score and with pruning; the count and the facets apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, TantivyError};

use super::answer::{Answer, Facets, Facetting, Hit, Matching, Page, Sort, Understood};
use super::compile::{Compiler, Refusal};
use super::conditions::{base_without, is_box};
use super::definitions::Dictionary;
use super::entry::Entry;
use super::facets;
use super::plan::{Plan, Vocabulary, plan};
use super::query::{ASIDE, Bool, Field, Query};
use super::question::{QueryError, Question};
use super::schema::Fields;
use super::snippet::Highlighter;
use super::spelling;
use super::synonyms::Defined;
use crate::text::Span;

/// Hits that show how the words of a corrected line are written.
const HITS_FOR_MARKS: usize = 5;

/// One searcher's view of the index: everything it answers belongs to one commit.
pub(super) struct Search<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    /// What the documents define themselves.
    pub defined: Arc<Dictionary>,
}

/// A found text before it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    address: DocAddress,
    score: f32,
    rung: Rung,
    partial: bool,
}

impl Found {
    /// Found by itself, in no tier.
    pub fn alone(address: DocAddress, score: f32) -> Found {
        Found {
            address,
            score,
            rung: Rung::default(),
            partial: false,
        }
    }
}

/// A tier, or the documents or the stubs of it: what is ranked by score among itself alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rung {
    tier: usize,
    aside: Option<bool>,
}

fn rungs(plan: &Plan) -> Vec<Rung> {
    let parts: &[Option<bool>] = match plan.aside_last {
        true => &[Some(false), Some(true)],
        false => &[None],
    };
    let tiers = 0..plan.tiers.len();
    let rungs = tiers.flat_map(|tier| parts.iter().map(move |&aside| Rung { tier, aside }));
    rungs.collect()
}

impl Search<'_> {
    /// Answers the line as the sentence it is, or, if that leaves nothing, as plain words.
    pub fn answer(&self, question: &Question, page: &Page) -> Result<Answer, Refusal> {
        let mut answer = self.answer_in_full(question, page)?;
        self.add_hints(question, page, &mut answer)?;
        Ok(answer)
    }

    fn answer_in_full(&self, question: &Question, page: &Page) -> Result<Answer, Refusal> {
        let Some(sentence) = &question.as_sentence else {
            return self.answer_as_read(question, page);
        };
        let mut answer = self.answer_as_read(sentence, page)?;
        if 0 < answer.total && answer.matching == Matching::All {
            self.add_near(question, page, &mut answer)?;
            return Ok(answer);
        }
        let mut answer = self.answer_as_read(question, page)?;
        let inferred = sentence.filters.iter().filter(|filter| filter.inferred);
        answer.understood.set_aside = inferred.cloned().collect();
        Ok(answer)
    }

    /// Adds the line that may have been meant, and the line with its marks.
    fn add_hints(
        &self,
        question: &Question,
        page: &Page,
        answer: &mut Answer,
    ) -> Result<(), Refusal> {
        if page.after.is_some() || page.snippets == 0 {
            return Ok(());
        }
        if let Some(line) = spelling::corrected(question, &answer.understood.unknown, self) {
            let small = Page {
                facets: Facetting::Skip,
                ..Page::first(HITS_FOR_MARKS)
            };
            // What was put together of known words can be read again.
            if let Ok(meant) = Question::parse(&line) {
                let hits = self.answer_as_read(&meant, &small)?.hits;
                let marked = spelling::completed(&meant, &hits);
                answer.understood.did_you_mean = Some(marked.unwrap_or(line));
            }
        } else if answer.understood.unknown.is_empty() {
            answer.understood.with_marks = spelling::with_marks(question, &answer.hits);
        }
        Ok(())
    }

    /// Fills a first page that understood filters leave half empty with what the plain words find: the
    /// plan of the year before is what a person looks at next.
    fn add_near(
        &self,
        question: &Question,
        page: &Page,
        answer: &mut Answer,
    ) -> Result<(), Refusal> {
        let limit = page.limit.min(Page::LIMIT_MAX);
        let first = page.after.is_none() && page.sort == Sort::Relevance;
        if !first || limit <= answer.hits.len() {
            return Ok(());
        }
        let page = Page {
            facets: Facetting::Skip,
            ..page.clone()
        };
        for hit in self.answer_as_read(question, &page)?.hits {
            if answer.hits.len() < limit && answer.hits.iter().all(|known| known.id != hit.id) {
                answer.hits.push(Hit {
                    partial: true,
                    ..hit
                });
            }
        }
        Ok(())
    }

    fn answer_as_read(&self, question: &Question, page: &Page) -> Result<Answer, Refusal> {
        let offset = offset(page)?;
        let limit = page.limit.min(Page::LIMIT_MAX);
        let mut plan = plan(question, self);
        let mut total = self.count(&plan)?;
        let mut matching = Matching::All;
        if total == 0
            && let Some(loose) = plan.loose.take()
        {
            plan.tiers = vec![loose];
            total = self.count(&plan)?;
            matching = Matching::Most;
        }
        let mut found = self.page(&plan, page.sort, offset, limit)?;
        if plan.fills_up && offset == 0 && page.sort == Sort::Relevance && 0 < total {
            self.fill_up(&plan, limit, &mut found)?;
        }
        let facets = match page.facets {
            Facetting::Count => self.facets(question, &plan)?,
            Facetting::Skip => Default::default(),
        };
        let end = offset + limit;
        let more = (end as u64) < total && end < Page::DEPTH_MAX;
        Ok(Answer {
            query: question.typed.clone(),
            hits: self.hits(question, &plan, page, &found)?,
            understood: Understood {
                filters: question.all_filters(),
                text: question.text.clone(),
                synonyms: plan.expanded.shown,
                set_aside: Vec::new(),
                unknown: plan.unknown,
                did_you_mean: None,
                with_marks: None,
            },
            total,
            matching,
            facets,
            next: (more && 0 < limit).then(|| end.to_string()),
        })
    }

    /// Hits `offset..offset + limit`, tier after tier.
    fn page(
        &self,
        plan: &Plan,
        sort: Sort,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        let end = offset + limit;
        if end == 0 {
            return Ok(Vec::new());
        }
        let by_date = match sort {
            Sort::Relevance if plan.asks_everything() => Some((Field::Issued, Order::Desc)),
            Sort::Relevance => None,
            Sort::Newest => Some((Field::Issued, Order::Desc)),
            Sort::Oldest => Some((Field::Issued, Order::Asc)),
            Sort::Due => Some((Field::Due, Order::Asc)),
        };
        let mut found = match by_date {
            Some((field, order)) => self.by_date(&matched(plan), field, order, end)?,
            None => {
                let mut found = Vec::new();
                for rung in rungs(plan) {
                    let wanted = end - found.len();
                    if 0 < wanted {
                        found.extend(self.ranked(plan, rung, wanted)?);
                    }
                }
                found
            }
        };
        found.drain(..offset.min(found.len()));
        Ok(found)
    }

    /// The best of one rung that no earlier tier holds.
    fn ranked(&self, plan: &Plan, rung: Rung, limit: usize) -> Result<Vec<Found>, Refusal> {
        let tier = rung.tier;
        let mut query = plan.base.clone();
        match rung.aside {
            Some(true) => query.filter.push(Query::term(Field::Aside, ASIDE)),
            Some(false) => query.not.push(Query::term(Field::Aside, ASIDE)),
            None => {}
        }
        query.filter.push(plan.tiers[tier].clone());
        query.not.extend(plan.tiers[..tier].iter().cloned());
        query.should = plan.rank.clone();
        if plan.rank.is_empty() {
            let newest = self.by_date(&Query::Bool(query), Field::Issued, Order::Desc, limit)?;
            let newest = newest.into_iter();
            return Ok(newest.map(|one| Found { rung, ..one }).collect());
        }
        self.top(&Query::Bool(query), limit, rung, false)
    }

    fn top(
        &self,
        query: &Query,
        limit: usize,
        rung: Rung,
        partial: bool,
    ) -> Result<Vec<Found>, Refusal> {
        let found = self.best(query, limit)?.into_iter();
        Ok(found
            .map(|(score, address)| Found {
                rung,
                partial,
                ..Found::alone(address, score)
            })
            .collect())
    }

    /// The best by score.
    pub fn best(&self, query: &Query, limit: usize) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        let query = self.compiler().compile(query)?;
        let top = TopDocs::with_limit(limit).order_by_score();
        Ok(self.searcher.search(&*query, &top)?)
    }

    fn by_date(
        &self,
        query: &Query,
        field: Field,
        order: Order,
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        let query = self.compiler().compile(query)?;
        let name = self
            .searcher
            .schema()
            .get_field_name(self.fields.get(field));
        let top = TopDocs::with_limit(limit).order_by_fast_field::<i64>(name, order);
        let found = self.searcher.search(&*query, &top)?;
        Ok(found
            .into_iter()
            .map(|(_, address)| Found::alone(address, 0.0))
            .collect())
    }

    /// Adds texts that have most of the words to a first page the tiers leave half empty.
    fn fill_up(&self, plan: &Plan, limit: usize, found: &mut Vec<Found>) -> Result<(), Refusal> {
        let (Some(loose), true) = (&plan.loose, found.len() < limit) else {
            return Ok(());
        };
        let mut query = plan.base.clone();
        query.filter.push(loose.clone());
        query.not.extend(plan.tiers.iter().cloned());
        query.should = plan.rank.clone();
        let wanted = limit - found.len();
        let last = Rung {
            tier: plan.tiers.len(),
            aside: None,
        };
        found.extend(self.top(&Query::Bool(query), wanted, last, true)?);
        Ok(())
    }

    fn count(&self, plan: &Plan) -> Result<u64, Refusal> {
        let query = self.compiler().compile(&matched(plan))?;
        Ok(self.searcher.search(&*query, &Count)? as u64)
    }

    fn facets(&self, question: &Question, plan: &Plan) -> Result<Facets, Refusal> {
        let is_ticked = |field: &str| {
            let mut boxes = question.filters.iter().filter(|filter| is_box(filter));
            boxes.any(|filter| filter.field == field)
        };
        let mut facets = Facets::default();
        self.count_facets(plan, |field| !is_ticked(field), &mut facets)?;
        let ticked: BTreeSet<&str> = facets::fields().filter(|field| is_ticked(field)).collect();
        for field in ticked {
            let as_if = Plan {
                base: base_without(question, Some(field)),
                ..plan.clone()
            };
            self.count_facets(&as_if, |other| other == field, &mut facets)?;
        }
        Ok(facets)
    }

    fn count_facets(
        &self,
        plan: &Plan,
        wanted: impl Fn(&str) -> bool,
        facets: &mut Facets,
    ) -> Result<(), Refusal> {
        let query = self.compiler().compile(&matched(plan))?;
        let results = self.searcher.search(&*query, &facets::collector(wanted)?)?;
        facets::read(results, facets);
        Ok(())
    }

    fn hits(
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
            let (entry, body) = self.read(one.address)?;
            hits.push((one.rung, hit(entry, &body, one, page, &mut highlighter)));
        }
        if page.sort == Sort::Relevance && !plan.asks_everything() {
            hits.sort_by(|(rung_a, a), (rung_b, b)| {
                let by_score = rung_a.cmp(rung_b).then(b.score.total_cmp(&a.score));
                // Equal scores: the newer first, and the same order whatever the segments are.
                by_score
                    .then_with(|| b.issued_on.cmp(&a.issued_on))
                    .then_with(|| a.id.cmp(&b.id))
            });
        }
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }

    /// A stored entry without its body, and the body.
    pub fn read(&self, address: DocAddress) -> Result<(Entry, String), TantivyError> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| {
            document
                .get_first(field)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
        };
        let entry = serde_json::from_str(text(self.fields.entry)).map_err(|error| {
            let comment = format!("stored entry: {error}");
            TantivyError::DataCorruption(tantivy::error::DataCorruption::comment_only(comment))
        })?;
        Ok((entry, text(self.fields.body_text).to_owned()))
    }

    pub fn compiler(&self) -> Compiler<'_> {
        Compiler {
            fields: self.fields,
            searcher: self.searcher,
        }
    }
}

impl Defined for Search<'_> {
    fn meanings(&self, short: &str) -> Vec<String> {
        self.defined.meanings(short)
    }

    fn shorts(&self, words: &[&str]) -> Vec<String> {
        self.defined.shorts(words)
    }
}

impl Vocabulary for Search<'_> {
    fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    fn frequency(&self, field: Field, term: &str) -> u64 {
        let term = self.compiler().term(field, term);
        // An unreadable dictionary shows itself when the query runs.
        self.searcher.doc_freq(&term).unwrap_or_default()
    }
}

/// Everything that is counted: any tier, and what every hit must be.
fn matched(plan: &Plan) -> Query {
    let mut query: Bool = plan.base.clone();
    match plan.tiers.as_slice() {
        [Query::All] => {}
        [only] => query.filter.push(only.clone()),
        many => query.filter.push(Query::any(many.to_vec())),
    }
    Query::Bool(query)
}

fn offset(page: &Page) -> Result<usize, Refusal> {
    let Some(after) = &page.after else {
        return Ok(0);
    };
    after
        .parse()
        .ok()
        .filter(|offset| *offset <= Page::DEPTH_MAX)
        .ok_or_else(|| {
            let message = format!("không có trang sau «{after}»");
            let error = QueryError::at(Span::default(), message);
            Refusal::Query(error.with_hint("hãy tìm lại từ trang đầu"))
        })
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
        subjects: entry.subjects,
        snippets: highlighter.snippets(body, &entry.pages, page.snippets),
        work_id: entry.work_id,
        owners: entry.owners,
        due: entry.due,
        id: entry.id,
        version: entry.version,
    }
}
