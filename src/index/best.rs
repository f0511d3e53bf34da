//! The best by score that hold a condition.
//!
//! Terms that all together cannot lift a text onto the list are not read through: what they add is
//! looked up for the texts that the others bring, until it is known to be too little. To know early what
//! is too little, some likely texts are scored first. Where few texts hold the condition, those are
//! scored instead: it is the same list either way.
//!
//! The newer of two texts that are about as good stands first: a plan of every year says the same in
//! other words each time. So each score grows a little with the date, and pruning knows by how much.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use tantivy::columnar::Column;
use tantivy::fastfield::AliveBitSet;
use tantivy::{DocAddress, DocId, SegmentReader, TERMINATED, TantivyError};

use super::compile::Refusal;
use super::holds::{Gathered, Holds};
use super::lists::{List, Scored};
use super::plan::Vocabulary;
use super::query::{Bool, Field, Query};
use super::search::Search;

/// Where a condition holds for no more than one text in so many, those are scored.
const FEW_SHARE: u64 = 50;
/// Or for no more than this.
const FEW: u64 = 2_000;
/// Texts that are summed up at a time: their sums stay in the processor's first cache.
const STRETCH: usize = 4_096;
/// Texts of the lists that are read to find likely ones.
const LIKELY_READ: u64 = 40_000;
/// Likely texts that are scored to know what a good score is. With 128 a question that demands four frequent words
/// takes a twentieth longer, with 64 a fifth: few of the likely ones hold them all.
const LIKELY: usize = 256;
/// Share of a good score that terms which are only looked up may add together. With .7 of it twice as many
/// texts were looked up, six times as often as with .2; with .05 the lists that are read are the longest.
const BESIDE_SHARE: f32 = 0.25;
/// Where a condition may hold for more than one text in so many, the score is looked at first: of texts
/// that four frequent words are demanded of, three in five have them and one in twenty the score.
const BROAD_SHARE: u32 = 4;
/// What a text of [`NEWEST_YEAR`] is better by than one of [`OLDEST_YEAR`] with the same words.
const FRESHNESS: f32 = 0.05;
const OLDEST_YEAR: f32 = 2000.0;
const NEWEST_YEAR: f32 = 2030.0;

/// What a sum of some dozens of scores may be off by, as a share.
const ROUNDING: f32 = 1e-5;

/// How good a text must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Wanted {
    /// Whatever holds the condition.
    All,
    /// What scores more, and anything at all.
    Above(f32),
}

impl Search<'_> {
    /// The best `limit` by `rank` that hold `condition`, the best first.
    pub fn best_holding(
        &self,
        rank: &[Query],
        condition: &Bool,
        limit: usize,
        wanted: Wanted,
    ) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        let condition = Query::Bool(condition.clone());
        let most = self.at_most(&condition);
        if limit == 0 || most == 0 {
            return Ok(Vec::new());
        }
        let scored = self.scored(rank)?;
        let mut best = Best::new(limit);
        if let Wanted::Above(floor) = wanted {
            best.floor = floor;
        }
        let mut hunts = self.hunts(&scored, &condition)?;
        let few = (self.documents() / FEW_SHARE).max(FEW);
        if most <= few {
            self.go_through(&mut hunts, &mut best);
            return self.whole(best);
        }
        let good = self.good_score(&mut hunts, &condition, limit)?;
        best.floor = best.floor.max(good);
        if best.floor == 0.0 && self.gather(&mut hunts) <= few {
            self.go_through(&mut hunts, &mut best);
            return self.whole(best);
        }
        hunts.iter_mut().for_each(|hunt| hunt.go_down(&mut best));
        if !best.is_full() && wanted == Wanted::All {
            self.fill_up(&condition, &mut best)?;
        }
        self.whole(best)
    }

    /// The first texts of the index that hold a condition.
    pub fn any_holding(
        &self,
        condition: &Bool,
        limit: usize,
    ) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        let mut best = Best::new(limit);
        self.fill_up(&Query::Bool(condition.clone()), &mut best)?;
        self.whole(best)
    }

    /// The list, if whatever belongs on it could be looked at.
    fn whole(&self, best: Best) -> Result<Vec<(f32, DocAddress)>, Refusal> {
        self.effort.check()?;
        Ok(best.listed())
    }

    /// A score that `limit` texts reach; 0 if that is not known. The hunts begin anew after it.
    fn good_score(
        &self,
        hunts: &mut [Hunt],
        condition: &Query,
        limit: usize,
    ) -> Result<f32, Refusal> {
        let mut best = Best::new(limit);
        let all = self.documents().max(1);
        for hunt in hunts {
            // Each segment its share.
            let share = u64::from(hunt.texts).min(all) as f64 / all as f64;
            let read = (LIKELY_READ as f64 * share) as u64;
            let many = (LIKELY as f64 * share).ceil() as usize;
            let unread = hunt.lists.clone();
            for text in hunt.likely(read, many.max(limit)) {
                hunt.judge(text, 0.0, 0, &mut best);
            }
            hunt.lists = unread;
            hunt.holds = self.holds(condition, hunt.ordinal as usize)?;
        }
        Ok(best.worst())
    }

    fn hunts<'s>(&'s self, scored: &[Scored], condition: &Query) -> Result<Vec<Hunt<'s>>, Refusal> {
        let segments = (0..).zip(self.searcher.segment_readers());
        let hunts = segments.map(|(ordinal, segment)| {
            let lists = self.lists(scored, ordinal as usize)?;
            let holds = self.holds(condition, ordinal as usize)?;
            Ok(Hunt::new(
                ordinal,
                segment,
                lists,
                holds,
                self.days(segment, Field::Issued)?,
            ))
        });
        hunts.collect()
    }

    /// Finds out which texts hold the condition, where no good score is known that would spare asking each;
    /// says how many do.
    fn gather(&self, hunts: &mut [Hunt]) -> u64 {
        let mut held = 0;
        for (hunt, segment) in hunts.iter_mut().zip(self.searcher.segment_readers()) {
            let rows = hunt.holds.rows(segment).map(|(_, row)| row);
            let rows: Gathered = rows.collect();
            held += rows.iter().map(|row| u64::from(row.count())).sum::<u64>();
            hunt.holds = Holds::Gathered(rows);
        }
        held
    }

    /// Scores each text that holds the condition.
    fn go_through(&self, hunts: &mut [Hunt], best: &mut Best) {
        for (hunt, segment) in hunts.iter_mut().zip(self.searcher.segment_readers()) {
            let mut holds = std::mem::replace(&mut hunt.holds, Holds::Always);
            for (first, row) in holds.rows(segment) {
                row.places()
                    .for_each(|at| hunt.judge(first + at, 0.0, 0, best));
            }
        }
    }

    /// Fills the list up with texts that hold the condition and score nothing.
    fn fill_up(&self, condition: &Query, best: &mut Best) -> Result<(), Refusal> {
        let known: HashSet<DocAddress> = best.texts().collect();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let mut holds = self.holds(condition, ordinal as usize)?;
            let rows = holds.rows(segment);
            let texts = rows.flat_map(|(first, row)| {
                let texts: Vec<DocId> = row.places().map(|at| first + at).collect();
                texts
            });
            let texts = texts.map(|text| DocAddress::new(ordinal, text));
            for text in texts.filter(|text| !known.contains(text)) {
                if best.is_full() {
                    return Ok(());
                }
                best.put(0.0, text);
            }
        }
        Ok(())
    }

    /// A column of days.
    pub fn days(
        &self,
        segment: &SegmentReader,
        field: Field,
    ) -> Result<Option<Column<i64>>, TantivyError> {
        let name = segment.schema().get_field_name(self.fields.get(field));
        segment.fast_fields().column_opt(name)
    }
}

/// The search for the best of one segment.
struct Hunt<'a> {
    ordinal: u32,
    texts: DocId,
    /// In the order of their terms. Texts are looked up in them.
    lists: Vec<List>,
    /// The same lists by their places: first those that give much and are short.
    order: Vec<usize>,
    /// What the lists from a place of `order` on add at most.
    rest: Vec<f32>,
    holds: Holds,
    /// True if the condition says no sooner than the score does.
    is_narrow: bool,
    issued: Option<Column<i64>>,
    alive: Option<&'a AliveBitSet>,
}

impl<'a> Hunt<'a> {
    fn new(
        ordinal: u32,
        segment: &'a SegmentReader,
        lists: Vec<List>,
        holds: Holds,
        issued: Option<Column<i64>>,
    ) -> Hunt<'a> {
        let worth = |at: &usize| lists[*at].most / lists[*at].texts.max(1) as f32;
        let mut order: Vec<usize> = (0..lists.len()).collect();
        order.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        let mut rest = vec![0.0; lists.len() + 1];
        for place in (0..lists.len()).rev() {
            rest[place] = rest[place + 1] + lists[order[place]].most;
        }
        Hunt {
            ordinal,
            texts: segment.max_doc(),
            lists,
            order,
            rest,
            is_narrow: holds.texts() < segment.max_doc() / BROAD_SHARE,
            holds,
            issued,
            alive: segment.alive_bitset(),
        }
    }

    /// Likely texts, in their order: the best by the weightiest lists, as far as those are short.
    fn likely(&self, most_read: u64, many: usize) -> Vec<DocId> {
        let mut read = 0;
        let mut lists: Vec<List> = Vec::new();
        for place in &self.order {
            read += u64::from(self.lists[*place].texts);
            if most_read < read && !lists.is_empty() {
                break;
            }
            lists.push(self.lists[*place].clone());
        }
        let mut likely = Best::new(many);
        sum_up(&mut lists, |text, sum| {
            if likely.worst() < sum {
                likely.put(sum, DocAddress::new(self.ordinal, text));
            }
            likely.worst()
        });
        let mut likely: Vec<DocId> = likely.texts().map(|text| text.doc_id).collect();
        likely.sort_unstable();
        likely
    }

    /// Shows the list every text that may be on it.
    fn go_down(&mut self, best: &mut Best) {
        let mut sums = vec![0.0; STRETCH];
        let mut reading: Vec<List> = self
            .order
            .iter()
            .map(|at| self.lists[*at].clone())
            .collect();
        let mut first = 0;
        loop {
            let leading = self.leading(best.to_beat());
            let next = reading[..leading].iter_mut().map(|list| list.next(first));
            first = match next.min() {
                None | Some(TERMINATED) => return,
                Some(next) => next,
            };
            sums.fill(0.0);
            for list in &mut reading[..leading] {
                list.add_to(first, &mut sums);
            }
            let rest = self.rest[leading];
            for (at, sums) in sums.chunks(CHUNK).enumerate() {
                let bar = (best.to_beat() - rest).max(0.0);
                if highest(sums) <= bar {
                    continue;
                }
                let texts = (first + (at * CHUNK) as DocId..).zip(sums);
                for (text, sum) in texts.filter(|(_, sum)| bar < **sum) {
                    self.judge(text, *sum, leading, best);
                }
            }
            first += STRETCH as DocId;
        }
    }

    /// How many lists must be read through for no text above `to_beat` to be missed.
    fn leading(&self, to_beat: f32) -> usize {
        let mut leading = self.order.len();
        while 0 < leading && self.rest[leading - 1] <= to_beat * BESIDE_SHARE {
            leading -= 1;
        }
        // Even all together add too little.
        match self.rest[0] <= to_beat {
            true => 0,
            false => leading.max(1).min(self.order.len()),
        }
    }

    /// Puts a text onto the list if it belongs there; `sum` is what the first `leading` lists add.
    fn judge(&mut self, text: DocId, sum: f32, leading: usize, best: &mut Best) {
        let most = sum + self.rest[leading];
        if most <= best.to_beat() || self.alive.is_some_and(|alive| alive.is_deleted(text)) {
            return;
        }
        let fresh = fresh(self.issued.as_ref(), text);
        let to_beat = best.to_beat_by(fresh);
        if most <= to_beat || (self.is_narrow && !self.holds.holds(text)) {
            return;
        }
        let mut sum = sum;
        for place in leading..self.order.len() {
            if sum + self.rest[place] <= to_beat {
                return;
            }
            sum += self.lists[self.order[place]].score(text);
        }
        if to_beat < sum && (self.is_narrow || self.holds.holds(text)) {
            // In one order whatever was read through: the last bit decides among equals.
            let score: f32 = self.lists.iter_mut().map(|list| list.score(text)).sum();
            best.put(score * fresh, DocAddress::new(self.ordinal, text));
        }
    }
}

/// Sums that are compared at a time.
const CHUNK: usize = 32;

/// By lanes and without regard to what is no number: the processor compares several at once.
fn highest(sums: &[f32]) -> f32 {
    let higher = |a: f32, b: f32| if a < b { b } else { a };
    let mut most = [0.0; 8];
    for sums in sums.chunks(most.len()) {
        for (most, sum) in most.iter_mut().zip(sums) {
            *most = higher(*most, *sum);
        }
    }
    most.into_iter().fold(0.0, higher)
}

/// Visits texts with what the lists add up to, in stretches, as far as that is above what the visitor said.
fn sum_up(lists: &mut [List], mut visit: impl FnMut(DocId, f32) -> f32) {
    let mut sums = vec![0.0; STRETCH];
    let (mut first, mut bar) = (0, 0.0);
    loop {
        let next = lists.iter_mut().map(|list| list.next(first));
        first = match next.min() {
            None | Some(TERMINATED) => return,
            Some(next) => next,
        };
        sums.fill(0.0);
        for list in lists.iter_mut() {
            list.add_to(first, &mut sums);
        }
        for (at, sums) in sums.chunks(CHUNK).enumerate() {
            if highest(sums) <= bar {
                continue;
            }
            for (text, sum) in (first + (at * CHUNK) as DocId..).zip(sums) {
                if bar < *sum {
                    bar = visit(text, *sum);
                }
            }
        }
        first += STRETCH as DocId;
    }
}

/// What the score of a text is multiplied by.
fn fresh(issued: Option<&Column<i64>>, text: DocId) -> f32 {
    let day = issued.and_then(|issued| issued.first(text));
    1.0 + FRESHNESS * freshness(day)
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
        // The sum of no scores is -0, whose bits are those of a large number.
        let score = if 0.0 < score { score } else { 0.0 };
        self.kept.push(Reverse((score.to_bits(), Reverse(text))));
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

    /// A sum that even the newest text must exceed to be taken in.
    fn to_beat(&self) -> f32 {
        self.to_beat_by(1.0 + FRESHNESS)
    }

    /// The same for a text whose sum is multiplied by `fresh`.
    fn to_beat_by(&self, fresh: f32) -> f32 {
        let worst = self.worst().max(self.floor);
        match 0.0 < worst {
            // Sums differ in their last bits with the order of their parts.
            true => worst * (1.0 - ROUNDING) / fresh,
            false => f32::MIN,
        }
    }

    fn texts(&self) -> impl Iterator<Item = DocAddress> {
        self.kept.iter().map(|Reverse((_, Reverse(text)))| *text)
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
    use tantivy::collector::TopDocs;
    use tantivy::schema::IndexRecordOption;

    use super::*;
    use crate::index::compile::record;
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
                stub: id.is_multiple_of(17),
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
            let condition = Query::Bool(condition);
            let scored = view.scored(&plan.rank).ok().expect(typed);
            let hunts = || view.hunts(&scored, &condition).ok().expect(typed);
            let mut all = Best::new(7);
            view.go_through(&mut hunts(), &mut all);
            let mut pruned = Best::new(7);
            let mut hunts = hunts();
            let good = view.good_score(&mut hunts, &condition, 7);
            let good = good.ok().expect(typed);
            pruned.floor = good;
            hunts.iter_mut().for_each(|hunt| hunt.go_down(&mut pruned));
            assert!(0.0 < good && all.is_full(), "{typed}");
            assert_eq!(pruned.listed(), all.listed(), "{typed}");
        }
    }

    #[test]
    fn beginnings_and_phrases_are_held_by_the_texts_that_the_engine_finds() {
        let dir = tempfile::tempdir().expect("a folder");
        let index = index(dir.path());
        let searcher = index.searcher().expect("committed");
        let begun = |value: &str| Query::Prefix {
            field: Field::BodyFolded,
            value: value.to_owned(),
        };
        let phrase = |words: &str| Query::Phrase {
            field: Field::Body,
            values: words.split(' ').map(str::to_owned).collect(),
        };
        for query in [
            begun("c"),
            begun("ho"),
            begun("x"),
            phrase("kế hoạch"),
            phrase("hành hành"),
            phrase("số kế số"),
            phrase("kế hoạch cải cách"),
            phrase("kế vắng"),
        ] {
            let view = index.view(&searcher);
            let engine = view.compiler().compile(&query).ok().expect("few terms");
            let all = TopDocs::with_limit(10_000).order_by_score();
            let found = searcher.search(&*engine, &all).expect("in memory");
            let mut found: Vec<DocAddress> = found.into_iter().map(|(_, text)| text).collect();
            found.sort_unstable();
            // Asked again, and of single texts, after what the first has read.
            for _ in 0..2 {
                let held = view.any_holding(&as_bool(&query), 10_000).ok();
                let held = held.expect("few places").into_iter();
                let mut held: Vec<DocAddress> = held.map(|(_, text)| text).collect();
                held.sort_unstable();
                assert_eq!(held, found, "{query:?}");
            }
            for (ordinal, segment) in (0..).zip(searcher.segment_readers()) {
                let mut holds = view.holds(&query, ordinal).ok().expect("few terms");
                let alive = (0..segment.max_doc()).filter(|text| !segment.is_deleted(*text));
                let held = alive.filter(|text| holds.holds(*text)).count();
                let of_segment = |text: &&DocAddress| text.segment_ord as usize == ordinal;
                assert_eq!(held, found.iter().filter(of_segment).count(), "{query:?}");
            }
        }
    }

    fn as_bool(query: &Query) -> Bool {
        Bool {
            filter: vec![query.clone()],
            ..Bool::default()
        }
    }

    #[test]
    fn the_default_ranking_is_weighted_terms_alone() {
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
            let is_scored = |query: &Query| match query {
                Query::Term { field, .. } => record(*field) == IndexRecordOption::WithFreqs,
                _ => false,
            };
            assert!(
                !plan.rank.is_empty() && plan.rank.iter().all(is_scored),
                "{typed}"
            );
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
        best.put(-0.0, text(5));
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
