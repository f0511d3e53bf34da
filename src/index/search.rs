//! Running a plan: the hits first, by score and with pruning; the count and the facets apart.

use tantivy::collector::{Count, TopDocs};
use tantivy::schema::Value;
use tantivy::{DocAddress, Order, Searcher, TantivyDocument, TantivyError};

use super::answer::{Answer, Facetting, Hit, Matching, Page, Sort, Understood};
use super::compile::{Compiler, Refusal};
use super::entry::Entry;
use super::facets;
use super::plan::{Plan, Vocabulary, plan};
use super::query::{Bool, Field, Query, STUB};
use super::question::{QueryError, Question};
use super::schema::Fields;
use super::snippet::Highlighter;
use crate::text::Span;

/// One searcher's view of the index: everything it answers belongs to one commit.
pub(super) struct Search<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
}

/// A found text before it is read.
#[derive(Clone, Copy, Debug)]
struct Found {
    address: DocAddress,
    score: f32,
    rung: Rung,
    partial: bool,
}

/// A tier, or the documents or the stubs of it: what is ranked by score among itself alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Rung {
    tier: usize,
    stubs: Option<bool>,
}

fn rungs(plan: &Plan) -> Vec<Rung> {
    let parts: &[Option<bool>] = match plan.stubs_last {
        true => &[Some(false), Some(true)],
        false => &[None],
    };
    let tiers = 0..plan.tiers.len();
    let rungs = tiers.flat_map(|tier| parts.iter().map(move |&stubs| Rung { tier, stubs }));
    rungs.collect()
}

impl Search<'_> {
    pub fn answer(&self, question: &Question, page: &Page) -> Result<Answer, Refusal> {
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
        let mut found = self.page(question, &plan, page.sort, offset, limit)?;
        if plan.fills_up && offset == 0 && page.sort == Sort::Relevance && 0 < total {
            self.fill_up(&plan, limit, &mut found)?;
        }
        let facets = match page.facets {
            Facetting::Count => self.facets(&plan)?,
            Facetting::Skip => Default::default(),
        };
        let end = offset + limit;
        let more = (end as u64) < total && end < Page::DEPTH_MAX;
        Ok(Answer {
            query: question.typed.clone(),
            hits: self.hits(question, &plan, page, &found)?,
            understood: Understood {
                filters: question.filters.clone(),
                text: question.text.clone(),
                unknown: plan.unknown,
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
        question: &Question,
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
            Sort::Relevance if question.words.is_empty() => Some((Field::Issued, Order::Desc)),
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
        match rung.stubs {
            Some(true) => query.filter.push(Query::term(Field::Stub, STUB)),
            Some(false) => query.not.push(Query::term(Field::Stub, STUB)),
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
        let query = self.compiler().compile(query)?;
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = self.searcher.search(&*query, &top)?;
        Ok(found
            .into_iter()
            .map(|(score, address)| Found {
                address,
                score,
                rung,
                partial,
            })
            .collect())
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
            .map(|(_, address)| Found {
                address,
                score: 0.0,
                rung: Rung::default(),
                partial: false,
            })
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
            stubs: None,
        };
        found.extend(self.top(&Query::Bool(query), wanted, last, true)?);
        Ok(())
    }

    fn count(&self, plan: &Plan) -> Result<u64, Refusal> {
        let query = self.compiler().compile(&matched(plan))?;
        Ok(self.searcher.search(&*query, &Count)? as u64)
    }

    fn facets(&self, plan: &Plan) -> Result<super::answer::Facets, Refusal> {
        let query = self.compiler().compile(&matched(plan))?;
        let results = self.searcher.search(&*query, &facets::collector()?)?;
        Ok(facets::read(results))
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
        let mut highlighter = Highlighter::new(question, &plan.numbers, rarity);
        let mut hits = Vec::with_capacity(found.len());
        for one in found {
            let (entry, body) = self.read(one.address)?;
            hits.push((one.rung, hit(entry, &body, one, page, &mut highlighter)));
        }
        if page.sort == Sort::Relevance && !question.words.is_empty() {
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

fn hit(entry: Entry, body: &str, found: &Found, page: &Page, highlighter: &mut Highlighter) -> Hit {
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
        snippets: highlighter.snippets(body, &entry.pages, page.snippets),
        work_id: entry.work_id,
        owners: entry.owners,
        due: entry.due,
        id: entry.id,
        version: entry.version,
    }
}
