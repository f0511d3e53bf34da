//! What the first page shows of texts that have every word and of those that have most.
//!
//! A text that names everything in passing has every word; the same plan of the year before lacks
//! only the year. So the first page is one list by score in which a text that lacks something must
//! be clearly better to stand higher. Works that are only cited stand after the texts.

/// A text that lacks some of the words counts so much of its score.
const LACKING: f32 = 0.8;

/// What is merged: hits before and after they are read.
pub(super) trait Ranked {
    fn score(&self) -> f32;
    /// A work that is only cited.
    fn is_aside(&self) -> bool;
    /// Holds everything asked as a fact.
    fn is_sure(&self) -> bool;
}

/// The best `limit` of both, each list in its own order.
pub(super) fn merged<T: Ranked>(whole: Vec<T>, partial: Vec<T>, limit: usize) -> Vec<T> {
    let mut merged = Vec::with_capacity(limit);
    let mut whole = whole.into_iter().peekable();
    let mut partial = partial.into_iter().peekable();
    while merged.len() < limit {
        let lacking_is_better = match (whole.peek(), partial.peek()) {
            (Some(one), Some(_)) if one.is_aside() || one.is_sure() => false,
            (Some(one), Some(lacking)) => one.score() < lacking.score() * LACKING,
            (first, _) => first.is_none(),
        };
        let next = match lacking_is_better {
            true => partial.next(),
            false => whole.next(),
        };
        match next {
            Some(one) => merged.push(one),
            None => break,
        }
    }
    merged
}

/// What a text that lacks something must score to stand on a page of `limit`.
pub(super) fn floor<T: Ranked>(whole: &[T], limit: usize) -> f32 {
    let least = whole.iter().map(Ranked::score).fold(f32::MAX, f32::min);
    match limit <= whole.len() {
        true => least / LACKING,
        false => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct One(f32, bool);

    impl Ranked for One {
        fn score(&self) -> f32 {
            self.0
        }

        fn is_aside(&self) -> bool {
            self.1
        }

        fn is_sure(&self) -> bool {
            100.0 < self.0
        }
    }

    #[test]
    fn a_text_that_lacks_a_word_stands_higher_only_if_it_is_clearly_better() {
        let whole = vec![One(10.0, false), One(2.0, false), One(30.0, true)];
        let partial = vec![One(11.0, false), One(9.0, false), One(1.0, false)];
        let scores: Vec<f32> = merged(whole, partial, 6).iter().map(|one| one.0).collect();
        assert_eq!(scores, [10.0, 11.0, 9.0, 2.0, 30.0, 1.0]);
    }
}
