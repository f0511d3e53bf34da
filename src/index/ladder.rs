//! The first page as a ladder: the rungs of a plan one after another, each ranked by score alone.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::TopDocs;
use tantivy::{DocAddress, Order};

use super::answer::Sort;
use super::best::Wanted;
use super::compile::Refusal;
use super::first_page::{self, Ranked};
use super::plan::Plan;
use super::query::{ASIDE, Field, Query};
use super::search::Search;

/// A found text before it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub address: DocAddress,
    pub score: f32,
    pub rung: Rung,
    pub partial: bool,
    pub sure: bool,
}

impl Found {
    /// Found by itself, in no tier.
    pub fn alone(address: DocAddress, score: f32) -> Found {
        Found {
            address,
            score,
            rung: Rung::default(),
            partial: false,
            sure: false,
        }
    }
}

impl Ranked for Found {
    fn score(&self) -> f32 {
        self.score
    }

    fn is_aside(&self) -> bool {
        self.rung.aside == Some(true)
    }

    fn is_sure(&self) -> bool {
        self.sure
    }
}

/// A tier, or the documents or the stubs of it: what is ranked by score among itself alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rung {
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
    let mut rungs: Vec<Rung> = rungs.collect();
    if plan.has_sure_tier {
        // What a work is cited for is all in its name: it holds every fact, and no text to be read.
        rungs.sort_by_key(|rung| rung.aside == Some(true));
    }
    rungs
}

impl Search<'_> {
    /// Hits `offset..offset + limit`, rung after rung.
    pub fn page(
        &self,
        plan: &Plan,
        sort: Sort,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        let end = offset + limit;
        if limit == 0 {
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
            Some((field, order)) => self.by_date(&plan.matched(), field, order, end)?,
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
        let mut condition = plan.base.clone();
        match rung.aside {
            Some(true) => condition.filter.push(Query::term(Field::Aside, ASIDE)),
            Some(false) => condition.not.push(Query::term(Field::Aside, ASIDE)),
            None => {}
        }
        condition.filter.push(plan.tiers[tier].clone());
        condition.not.extend(plan.tiers[..tier].iter().cloned());
        if plan.rank.is_empty() {
            if self.at_most(&Query::Bool(condition.clone())) == 0 {
                return Ok(Vec::new());
            }
            let query = Query::Bool(condition);
            let newest = self.by_date(&query, Field::Issued, Order::Desc, limit)?;
            let newest = newest.into_iter();
            return Ok(newest.map(|one| Found { rung, ..one }).collect());
        }
        let found = self.best_holding(&plan.rank, &condition, limit, Wanted::All)?;
        let sure = plan.has_sure_tier && tier == 0;
        let found = found.into_iter().map(|(score, address)| Found {
            rung,
            sure,
            ..Found::alone(address, score)
        });
        Ok(found.collect())
    }

    fn by_date(
        &self,
        query: &Query,
        field: Field,
        order: Order,
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        if query.has_phrase() {
            return self.by_date_of_rows(query, field, order, limit);
        }
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

    /// The same, in the same order, of texts whose phrases are looked at as [`super::phrase`] does.
    fn by_date_of_rows(
        &self,
        query: &Query,
        field: Field,
        order: Order,
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        let mut found = BinaryHeap::with_capacity(limit + 1);
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let days = self.days(segment, field)?;
            for (first, row) in self.holds(query, ordinal as usize)?.rows(segment) {
                self.effort.check()?;
                for text in row.places().map(|at| first + at) {
                    let day = days.as_ref().and_then(|days| days.first(text));
                    let key = day.map(|day| match order {
                        Order::Asc => -day,
                        Order::Desc => day,
                    });
                    found.push(Reverse((key, Reverse(DocAddress::new(ordinal, text)))));
                    if limit < found.len() {
                        found.pop();
                    }
                }
            }
        }
        let found = found.into_sorted_vec().into_iter();
        let found = found.map(|Reverse((_, Reverse(text)))| Found::alone(text, 0.0));
        Ok(found.collect())
    }

    /// The best of the texts that have most of the words and not all, as far as they can stand among
    /// those that have all.
    pub fn partial(
        &self,
        plan: &Plan,
        whole: &[Found],
        limit: usize,
    ) -> Result<Vec<Found>, Refusal> {
        let Some(loose) = &plan.loose else {
            return Ok(Vec::new());
        };
        let mut condition = plan.base.clone();
        condition.filter.push(loose.clone());
        condition.not.extend(plan.tiers.iter().cloned());
        let rung = Rung {
            tier: plan.tiers.len(),
            aside: None,
        };
        let wanted = Wanted::Above(first_page::floor(whole, limit));
        let found = self.best_holding(&plan.rank, &condition, limit, wanted)?;
        let found = found.into_iter().map(|(score, address)| Found {
            rung,
            partial: true,
            ..Found::alone(address, score)
        });
        Ok(found.collect())
    }
}
