//! The best by score that hold a condition.
//!
//! By score alone they are a plain union of weighted terms, of which the engine skips whole blocks that
//! cannot reach the page; what a text must hold is asked of the few that do. Where few texts hold the
//! condition, those are scored instead: it is the same list either way.
//!
//! The newer of two texts that are about as good stands first: a plan of every year says the same in
//! other words each time. So each score grows a little with the date, and pruning knows by how much.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Scorer};
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, TERMINATED, TantivyError};

use super::compile::{Compiler, Refusal, is_fact, is_scored};
use super::holds::Holds;
use super::plan::Vocabulary;
use super::query::{Bool, Field, Query};
use super::search::Search;

/// Where a condition holds for no more than one text in so many, those are scored.
const FEW_SHARE: u64 = 25;
/// Or for no more than this.
const FEW: u64 = 2_000;
/// Texts that do not hold the condition before those that do are scored instead.
const TRIED_MAX: usize = 20_000;
/// The same where the list only fills up another: what matters stands at its top.
const TRIED_BESIDE: usize = 4_000;
/// Texts that are scored to know what a good score is, before the list is gone down.
const SEEDS_MAX: usize = 400;
/// Texts that are held against the list as they are. Thousands of plans bear one title, and the last of
/// them differs from the twentieth by a word: beyond these a text must be clearly better to be seen.
const COMPARED_MAX: usize = 2_000;
/// A text after that must be better by a percent for every so many that were compared.
const COMPARED_A_PERCENT: f32 = 100.0;
/// Share of a good score that terms which are only looked up may add together.
const BESIDE_SHARE: f32 = 0.6;
/// And after so many more nothing is.
const ENOUGH: usize = 2_500;
/// What a text of [`NEWEST_YEAR`] is better by than one of [`OLDEST_YEAR`] with the same words.
const FRESHNESS: f32 = 0.05;
const OLDEST_YEAR: f32 = 2000.0;
const NEWEST_YEAR: f32 = 2030.0;

/// What a sum of some dozens of scores may be off by, as a share.
const ROUNDING: f32 = 1e-5;

/// Whether the list may be cut short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Thorough {
    Yes,
    /// What does not score as much, or is not among the first [`TRIED_BESIDE`], is not worth looking for.
    Above(f32),
}

impl Search<'_> {
    /// The best `limit` by `rank` that hold `condition`, the best first.
    pub fn best_holding(
        &self,
        rank: &[Query],
        condition: &Bool,
        limit: usize,
        thorough: Thorough,
    ) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        let all = Query::Bool(condition.clone());
        let few = (self.documents() / FEW_SHARE).max(FEW);
        let most = self.at_most(&all);
        if limit == 0 || most == 0 {
            return Ok(Vec::new());
        }
        let can_be_pruned = rank.iter().all(is_scored);
        if (thorough != Thorough::Yes || (can_be_pruned && few < most))
            && let Some(best) = self.pruned(rank, condition, limit, thorough)?
        {
            return Ok(best);
        }
        let mut best = Best::new(limit);
        self.score_each(rank, condition, usize::MAX, &mut best)?;
        Ok(best.listed())
    }

    /// The first texts of the index that hold a condition.
    pub fn any_holding(
        &self,
        condition: &Bool,
        limit: usize,
    ) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        let mut best = Best::new(limit);
        self.score_each(&[], condition, limit, &mut best)?;
        Ok(best.listed())
    }

    /// By going down the list of the best and asking each; `None` if that would not end soon.
    fn pruned(
        &self,
        rank: &[Query],
        condition: &Bool,
        limit: usize,
        thorough: Thorough,
    ) -> Result<Option<Vec<(f32, DocAddress)>>, Refusal> {
        let mut best = Best::new(limit);
        best.floor = match thorough {
            Thorough::Yes => match self.good_score(rank, condition, limit)? {
                Good::Score(score) => score,
                Good::All(all) => return Ok(Some(all.listed())),
            },
            Thorough::Above(floor) => floor,
        };
        let tried_max = match thorough {
            Thorough::Yes => TRIED_MAX,
            Thorough::Above(_) => TRIED_BESIDE,
        };
        let is_through = self.go_down(rank, condition, tried_max, &mut best)?;
        // A text without a single word of the score may hold the condition, and none was seen.
        let is_all = thorough != Thorough::Yes || (is_through && best.is_full());
        Ok(is_all.then(|| best.listed()))
    }

    /// A score that `limit` texts reach: those that should be the best are scored first, so that going
    /// down the list need not stop at every other. Where few hold the condition, they are the list.
    fn good_score(&self, rank: &[Query], condition: &Bool, limit: usize) -> Result<Good, Refusal> {
        let mut any = Best::new(limit);
        if self.score_each(rank, condition, SEEDS_MAX, &mut any)? < SEEDS_MAX {
            return Ok(Good::All(any));
        }
        let values = |wanted: &dyn Fn(Field) -> bool| -> Vec<Query> {
            let wanted =
                |query: &&Query| matches!(query, Query::Term { field, .. } if wanted(*field));
            rank.iter().filter(wanted).cloned().collect()
        };
        let facts = values(&is_fact);
        let titles = values(&|field| field == Field::TitlePairs);
        let bodies = values(&|field| field == Field::BodyPairs);
        let titled = values(&|field| field == Field::TitleFolded);
        let rarest = titled.iter().min_by_key(|query| self.at_most(query));
        let rarest: Vec<Query> = rarest.into_iter().cloned().collect();
        // The likeliest first.
        let seeds = [
            [facts.clone(), titles].concat(),
            [facts.clone(), bodies].concat(),
            titled,
            rarest,
            facts,
        ];
        for seed in seeds.into_iter().filter(|seed| !seed.is_empty()) {
            let mut best = Best::new(limit);
            let mut seeds = condition.clone();
            seeds.filter.extend(seed);
            self.score_each(rank, &seeds, SEEDS_MAX, &mut best)?;
            if best.is_full() {
                return Ok(Good::Score(best.worst().max(any.worst())));
            }
        }
        Ok(Good::Score(any.worst()))
    }

    /// Scores each text that holds the condition, the first `most` of them, and says how many.
    fn score_each(
        &self,
        rank: &[Query],
        condition: &Bool,
        most: usize,
        best: &mut Best,
    ) -> Result<usize, Refusal> {
        let compiler = self.compiler();
        let unscored = EnableScoring::disabled_from_searcher(self.searcher);
        let held = compiler.compile(&Query::Bool(condition.clone()))?;
        let held = held.weight(unscored)?;
        let scoring = EnableScoring::enabled_from_searcher(self.searcher);
        let terms = rank
            .iter()
            .map(|query| Ok(compiler.compile(query)?.weight(scoring)?));
        let terms = terms.collect::<Result<Vec<_>, Refusal>>()?;
        let mut scored = 0;
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut held = held.scorer(segment, 1.0)?;
            if held.doc() == TERMINATED || most <= scored {
                continue;
            }
            let terms = terms.iter().map(|term| term.scorer(segment, 1.0));
            let mut terms = terms.collect::<Result<Vec<_>, TantivyError>>()?;
            let issued = self.issued(segment)?;
            let alive = segment.alive_bitset();
            while held.doc() != TERMINATED && scored < most {
                let text = held.doc();
                if alive.is_none_or(|alive| alive.is_alive(text)) {
                    let score = terms
                        .iter_mut()
                        .map(|term| score_of(term.as_mut(), text))
                        .sum();
                    best.put(
                        fresh(score, issued.as_ref(), text),
                        DocAddress::new(ordinal, text),
                    );
                    scored += 1;
                }
                held.advance();
            }
        }
        Ok(scored)
    }

    /// Shows each text that may reach the list by score; false if it gave up.
    ///
    /// Terms that all together cannot lift a text onto the list need not be walked through: what they
    /// add is looked up for the texts that the others bring.
    fn go_down(
        &self,
        rank: &[Query],
        condition: &Bool,
        tried_max: usize,
        best: &mut Best,
    ) -> Result<bool, Refusal> {
        let compiler = self.compiler();
        let scoring = EnableScoring::enabled_from_searcher(self.searcher);
        let (leading, beside, added) = split(&compiler, rank, best.to_beat() * BESIDE_SHARE);
        let union = compiler.compile(&Query::any(leading))?.weight(scoring)?;
        let beside = beside
            .iter()
            .map(|(most, query)| Ok((*most, compiler.compile(query)?.weight(scoring)?)));
        let beside = beside.collect::<Result<Vec<_>, Refusal>>()?;
        let condition = Query::Bool(condition.clone());
        let (mut tried, mut compared) = (0, 0);
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut holds = Holds::new(&condition, &compiler, segment)?;
            let beside = beside
                .iter()
                .map(|(most, term)| Ok((*most, term.scorer(segment, 1.0)?)));
            let mut beside = beside.collect::<Result<Vec<_>, TantivyError>>()?;
            let issued = self.issued(segment)?;
            let to_begin = best.to_beat_after(compared) - added;
            let alive = segment.alive_bitset();
            let mut visit = |text: DocId, score: f32| {
                if alive.is_some_and(|alive| alive.is_deleted(text)) || !holds.holds(text) {
                    tried += 1;
                    return match tried < tried_max {
                        true => best.to_beat_after(compared) - added,
                        // Nothing beats this: the engine ends here.
                        false => f32::INFINITY,
                    };
                }
                compared += 1;
                let to_beat = best.to_beat();
                if let Some(score) = with_beside(score, added, &mut beside, text, to_beat) {
                    best.put(
                        fresh(score, issued.as_ref(), text),
                        DocAddress::new(ordinal, text),
                    );
                }
                best.to_beat_after(compared) - added
            };
            union.for_each_pruning(to_begin, segment, &mut visit)?;
            if tried_max <= tried {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn issued(&self, segment: &SegmentReader) -> Result<Option<Column<i64>>, TantivyError> {
        let field = self.fields.get(Field::Issued);
        let name = segment.schema().get_field_name(field);
        segment.fast_fields().column_opt(name)
    }
}

/// What is known before the list is gone down.
enum Good {
    /// As many texts as are wanted score so; 0 if that is not known.
    Score(f32),
    /// No other text holds the condition.
    All(Best),
}

/// A term that is looked up, with what it can add at most.
type Beside<T> = (f32, T);

/// The terms that are walked through, those that are looked up beside, the weightiest first, and what
/// these can add at most, which is not above `room`.
fn split(compiler: &Compiler, rank: &[Query], room: f32) -> (Vec<Query>, Vec<Beside<Query>>, f32) {
    let mut terms: Vec<(f32, &Query)> = rank
        .iter()
        .map(|query| (compiler.most(query), query))
        .collect();
    terms.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut beside, mut added) = (0, 0.0);
    while beside + 1 < terms.len() && added + terms[beside].0 <= room {
        added += terms[beside].0;
        beside += 1;
    }
    let (beside, leading) = terms.split_at(beside);
    let leading = leading.iter().map(|(_, query)| (*query).clone()).collect();
    let beside = beside.iter().rev();
    let beside = beside.map(|(most, query)| (*most, (*query).clone()));
    (leading, beside.collect(), added)
}

/// The score with what the terms beside add; `None` as soon as it is known to be too low.
fn with_beside(
    score: f32,
    added: f32,
    beside: &mut [Beside<Box<dyn Scorer>>],
    text: DocId,
    to_beat: f32,
) -> Option<f32> {
    let (mut score, mut left) = (score, added);
    for (most, term) in beside {
        if score + left <= to_beat {
            return None;
        }
        left -= *most;
        score += score_of(term.as_mut(), text);
    }
    Some(score)
}

/// What a term adds to the score of a text. Texts are asked about in ascending order.
fn score_of(term: &mut dyn Scorer, text: DocId) -> f32 {
    if term.doc() < text {
        term.seek(text);
    }
    match term.doc() == text {
        true => term.score(),
        false => 0.0,
    }
}

fn fresh(score: f32, issued: Option<&Column<i64>>, text: DocId) -> f32 {
    let day = issued.and_then(|issued| issued.first(text));
    score * (1.0 + FRESHNESS * freshness(day))
}

/// From 0 to 1; an unknown date is no merit.
fn freshness(issued: Option<i64>) -> f32 {
    let Some(day) = issued else { return 0.0 };
    let year = (day / 10_000) as f32 + (day / 100 % 100) as f32 / 12.0;
    ((year - OLDEST_YEAR) / (NEWEST_YEAR - OLDEST_YEAR)).clamp(0.0, 1.0)
}

/// A list that keeps the best; of equals the one that came first.
struct Best {
    limit: usize,
    /// What does not score as much is not wanted.
    floor: f32,
    /// The worst on top. Scores are not negative, so their bits are in their order.
    kept: BinaryHeap<Reverse<(u32, Reverse<DocAddress>)>>,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best {
            limit,
            floor: 0.0,
            kept: BinaryHeap::with_capacity(limit + 1),
        }
    }

    fn is_full(&self) -> bool {
        self.limit <= self.kept.len()
    }

    fn put(&mut self, score: f32, text: DocAddress) {
        self.kept
            .push(Reverse((score.max(0.0).to_bits(), Reverse(text))));
        if self.limit < self.kept.len() {
            self.kept.pop();
        }
    }

    /// The lowest score on the list; 0 if it is not full.
    fn worst(&self) -> f32 {
        match self.kept.peek() {
            Some(Reverse((worst, _))) if self.is_full() => f32::from_bits(*worst),
            _ => 0.0,
        }
    }

    /// A score that even the newest text must exceed to be taken in.
    fn to_beat(&self) -> f32 {
        let worst = match self.is_full() {
            true => self.worst().max(self.floor),
            false => self.floor,
        };
        match 0.0 < worst {
            // Sums differ in their last bits with the order of their parts.
            true => worst * (1.0 - ROUNDING) / (1.0 + FRESHNESS),
            false => f32::MIN,
        }
    }

    /// The same after so many texts were held against the list.
    fn to_beat_after(&self, compared: usize) -> f32 {
        let to_beat = self.to_beat();
        let beyond = compared.saturating_sub(COMPARED_MAX);
        match 0 < beyond && 0.0 < to_beat {
            true if ENOUGH <= beyond => f32::INFINITY,
            true => to_beat * (1.0 + beyond as f32 / COMPARED_A_PERCENT / 100.0),
            false => to_beat,
        }
    }

    fn listed(self) -> Vec<(f32, DocAddress)> {
        let listed = self.kept.into_sorted_vec().into_iter();
        listed
            .map(|Reverse((score, Reverse(text)))| (f32::from_bits(score), text))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use tantivy::query::{BooleanQuery, Occur};

    use super::*;
    use crate::index::plan::plan;
    use crate::index::{Access, Change, Entry, Index, Op, Question};

    /// Texts of twelve words in many mixtures, in several segments, a tenth of them replaced.
    fn index(dir: &std::path::Path) -> Index {
        const WORDS: [&str; 12] = [
            "kế", "hoạch", "cải", "cách", "hành", "chính", "số", "đổi", "chuyển", "tỉnh", "ke",
            "cach",
        ];
        let entry = |id: u64| {
            let mixed = (id + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let words = (0..4 + mixed % 13).map(|at| WORDS[(mixed >> (at * 4)) as usize % 12]);
            let words: Vec<&str> = words.collect();
            Entry {
                id: id.to_string(),
                year: Some(2010 + (mixed % 15) as u16),
                issued_on: Some(format!("{}-03-04", 2010 + mixed % 15)),
                title: Some(words[..4].join(" ")),
                body: words.join(" "),
                stub: id % 17 == 0,
                ..Entry::default()
            }
        };
        let mut index = Index::open(dir, Access::Write).expect("opens");
        for first in (0..1_200).step_by(400) {
            let ids = (first..first + 400).chain(first / 2..first / 2 + 40);
            let changes: Vec<Change> = ids
                .map(|id| Change {
                    seq: id + 1,
                    op: Op::Put(Box::new(entry(id))),
                })
                .collect();
            index.apply(&changes).expect("applies");
            index.commit().expect("commits");
        }
        index
    }

    #[test]
    fn going_down_the_list_finds_what_scoring_everything_finds() {
        let dir = tempfile::tempdir().expect("a folder");
        let index = index(dir.path());
        let searcher = index.searcher().expect("committed");
        let view = index.view(&searcher);
        for typed in [
            "kế hoạch",
            "hành kế cách",
            "ke hoach so",
            "tỉnh số 2015",
            "hoạch -đổi",
        ] {
            let plan = plan(&Question::parse(typed).expect(typed), &view);
            let mut condition = plan.base.clone();
            condition.filter.extend(plan.tiers.last().cloned());
            let mut scored = Best::new(7);
            let done = view.score_each(&plan.rank, &condition, usize::MAX, &mut scored);
            done.ok().expect(typed);
            let scored = scored.listed();
            let pruned = view.pruned(&plan.rank, &condition, 7, Thorough::Yes);
            let pruned = pruned.ok().expect(typed);
            let ids = |list: &[(f32, DocAddress)]| -> Vec<DocAddress> {
                list.iter().map(|(_, text)| *text).collect()
            };
            assert_eq!(scored.len(), 7, "{typed}");
            assert_eq!(ids(&pruned.expect(typed)), ids(&scored), "{typed}");
        }
    }

    #[test]
    fn the_default_ranking_is_one_union_of_weighted_terms_that_can_be_pruned() {
        let dir = tempfile::tempdir().expect("a folder");
        let index = index(dir.path());
        let searcher = index.searcher().expect("committed");
        let view = index.view(&searcher);
        for typed in [
            "kế hoạch cải cách hành chính",
            "ke hoach papi hung yen 2021",
            "sipas thái bình của sở nội vụ",
            "quyết định số hoá",
        ] {
            let plan = plan(&Question::parse(typed).expect(typed), &view);
            assert!(
                !plan.rank.is_empty() && plan.rank.iter().all(is_scored),
                "{typed}"
            );
            let union = view
                .compiler()
                .compile(&Query::any(plan.rank.clone()))
                .ok()
                .expect(typed);
            let union = union.downcast_ref::<BooleanQuery>().expect("a union");
            for (occur, clause) in union.clauses() {
                let clause = format!("{clause:?}");
                assert_eq!(*occur, Occur::Should, "{typed}");
                assert!(
                    clause.contains("TermQuery") && !clause.contains("Phrase"),
                    "{clause}"
                );
            }
        }
    }

    #[test]
    fn the_list_keeps_the_best_and_of_equals_the_first() {
        let mut best = Best::new(2);
        let text = |doc| DocAddress::new(0, doc);
        assert_eq!(best.to_beat(), f32::MIN);
        for (doc, score) in [(1, 1.0), (2, 3.0), (3, 1.0), (4, 0.0)] {
            best.put(score, text(doc));
        }
        assert!(best.is_full() && best.to_beat() < 1.0);
        assert_eq!(best.listed(), [(3.0, text(2)), (1.0, text(1))]);
    }

    #[test]
    fn a_year_is_worth_less_than_a_word() {
        let (old, new) = (freshness(Some(20210101)), freshness(Some(20220101)));
        assert!(old < new && FRESHNESS * (new - old) < 0.002);
        assert_eq!(freshness(None), 0.0);
        assert_eq!(freshness(Some(20990101)), 1.0);
    }
}
