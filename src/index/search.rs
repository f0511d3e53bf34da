//! Running a plan: the hits first, by score and with pruning; the count and the facets apart.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::collector::TopDocs;
use tantivy::{DocAddress, Searcher};

use super::answer::{Answer, Facets, Facetting, Matching, Page, Sort, Understood};
use super::compile::{Compiler, Refusal};
use super::conditions::{base_without, is_box};
use super::counting::Counter;
use super::definitions::Dictionary;
use super::effort::Effort;
use super::facets;
use super::first_page;
use super::ladder::Found;
use super::lists::Peaks;
use super::located::{self, Located};
use super::plan::{Plan, Vocabulary, plan};
use super::query::{ASIDE, Bool, Field, Query};
use super::question::{QueryError, Question};
use super::schema::Fields;
use super::synonyms::Defined;
use super::{profile, spelling};
use crate::text::Span;

/// Hits that show how the words of a corrected line are written.
const HITS_FOR_MARKS: usize = 5;

/// One searcher's view of the index: everything it answers belongs to one commit.
pub(super) struct Search<'a> {
    pub fields: &'a Fields,
    pub searcher: &'a Searcher,
    /// What the documents define themselves.
    pub defined: Arc<Dictionary>,
    /// What facets are counted from.
    pub profiles: &'a profile::Kept,
    /// What lists were seen to add at most.
    pub peaks: &'a Peaks,
    pub located: Located,
    /// What the question at hand has read.
    pub effort: Arc<Effort>,
}

/// What a plan gives, before it is read.
struct Listed {
    /// Without counting no more than that there is something.
    total: u64,
    facets: Facets,
    found: Vec<Found>,
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
                facets: Facetting::Nothing,
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

    /// Puts what the plain words find among what the understood filters leave: the plan of the year
    /// before is what a person looks at next.
    fn add_near(
        &self,
        question: &Question,
        page: &Page,
        answer: &mut Answer,
    ) -> Result<(), Refusal> {
        if page.after.is_some() || page.sort != Sort::Relevance {
            return Ok(());
        }
        let page = Page {
            facets: Facetting::Nothing,
            ..page.clone()
        };
        let known: BTreeSet<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
        let mut near = self.answer_as_read(question, &page)?.hits;
        near.retain(|hit| !known.contains(&hit.id));
        near.iter_mut().for_each(|hit| hit.partial = true);
        let limit = page.limit.min(Page::LIMIT_MAX);
        let hits = std::mem::take(&mut answer.hits);
        answer.hits = match hits.iter().any(|hit| hit.sure) {
            true => first_page::merged(hits, near, limit),
            // The filters are shown: what lacks them stands below, unless the rest is in passing.
            false => hits.into_iter().chain(near).take(limit).collect(),
        };
        let whole = answer.hits.iter().filter(|hit| !hit.partial).count();
        let more = 0 < limit && (whole as u64) < answer.total;
        answer.next = more.then(|| whole.to_string());
        Ok(())
    }

    fn answer_as_read(&self, question: &Question, page: &Page) -> Result<Answer, Refusal> {
        let offset = offset(page)?;
        let limit = page.limit.min(Page::LIMIT_MAX);
        let mut plan = plan(question, self);
        let mut matching = Matching::All;
        let mut listed = self.listed(question, &plan, page, (offset, limit))?;
        if listed.total == 0
            && let Some(loose) = plan.loose.take()
        {
            plan.tiers = vec![loose];
            matching = Matching::Most;
            listed = self.listed(question, &plan, page, (offset, limit))?;
        }
        let Listed {
            total,
            facets,
            mut found,
        } = listed;
        if plan.fills_up && offset == 0 && page.sort == Sort::Relevance && 0 < total {
            let partial = self.partial(&plan, &found, limit)?;
            found = first_page::merged(found, partial, limit);
        }
        // Partial hits come on top of the list that is paged through.
        let end = offset + found.iter().filter(|one| !one.partial).count();
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

    pub fn has_text_of(&self, work: &str) -> Result<bool, Refusal> {
        let query = Query::Bool(Bool {
            filter: vec![Query::term(Field::Id, work)],
            not: vec![Query::term(Field::Aside, ASIDE)],
            ..Bool::default()
        });
        Ok(!self.best(&query, 1)?.is_empty())
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

    /// Hits, and what is counted beside them: by a pass of its own, without scores.
    fn listed(
        &self,
        question: &Question,
        plan: &Plan,
        page: &Page,
        (offset, limit): (usize, usize),
    ) -> Result<Listed, Refusal> {
        let (total, facets) = match page.facets {
            Facetting::Count => self.facets(question, plan)?,
            Facetting::Skip => (self.count(plan)?, Facets::default()),
            Facetting::Nothing => (u64::MAX, Facets::default()),
        };
        let found = match total {
            0 => Vec::new(),
            _ => self.page(plan, page.sort, offset, limit)?,
        };
        let total = match page.facets {
            Facetting::Nothing => (offset + found.len()) as u64,
            Facetting::Count | Facetting::Skip => total,
        };
        Ok(Listed {
            total,
            facets,
            found,
        })
    }

    fn count(&self, plan: &Plan) -> Result<u64, Refusal> {
        let (total, _) = Counter::default().count(&plan.matched(), self)?;
        Ok(total)
    }

    fn facets(&self, question: &Question, plan: &Plan) -> Result<(u64, Facets), Refusal> {
        let is_ticked = |field: &str| {
            let mut boxes = question.filters.iter().filter(|filter| is_box(filter));
            boxes.any(|filter| filter.field == field)
        };
        let mut facets = Facets::default();
        let total = self.count_facets(plan, |field| !is_ticked(field), &mut facets)?;
        let ticked: BTreeSet<&str> = facets::fields().filter(|field| is_ticked(field)).collect();
        for field in ticked {
            let as_if = Plan {
                base: base_without(question, Some(field), self),
                ..plan.clone()
            };
            self.count_facets(&as_if, |other| other == field, &mut facets)?;
        }
        Ok((total, facets))
    }

    /// Counts texts, and the facets whose filter `wanted` names.
    fn count_facets(
        &self,
        plan: &Plan,
        wanted: impl Fn(&str) -> bool,
        facets: &mut Facets,
    ) -> Result<u64, Refusal> {
        let (names, columns) = facets::columns(wanted).into_iter().unzip();
        let names: Vec<&str> = names;
        let profiles = self.profiles.of(self.searcher.segment_readers())?;
        let counter = Counter { columns, profiles };
        let (total, counts) = counter.count(&plan.matched(), self)?;
        for (name, counts) in names.into_iter().zip(counts) {
            facets::add(name, counts, facets);
        }
        Ok(total)
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
        // An unreadable dictionary shows itself when the query runs.
        let places = self.places(field, term);
        places.map_or(0, |places| located::texts(&places))
    }
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
