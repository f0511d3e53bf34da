//! A stretch of texts as a row of bits: one for each text that holds something.

use tantivy::DocId;

/// Texts of a stretch: its row takes eight kilobytes, and a condition needs a few rows at a time.
pub(super) const STRETCH: DocId = 1 << 16;
const WORDS: usize = STRETCH as usize / 64;

/// The texts of one stretch.
#[derive(Clone)]
pub(super) struct Row(Box<[u64; WORDS]>);

impl Row {
    pub fn empty() -> Row {
        Row(Box::new([0; WORDS]))
    }

    /// The first `texts` of the stretch.
    pub fn first(texts: DocId) -> Row {
        let mut row = Row::empty();
        let (whole, rest) = ((texts.min(STRETCH) / 64) as usize, texts.min(STRETCH) % 64);
        row.0[..whole].fill(u64::MAX);
        if 0 < rest {
            row.0[whole] = (1 << rest) - 1;
        }
        row
    }

    pub fn add(&mut self, at: DocId) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }

    pub fn has(&self, at: DocId) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn keep(&mut self, other: &Row) {
        for (word, other) in self.0.iter_mut().zip(&*other.0) {
            *word &= other;
        }
    }

    pub fn remove(&mut self, other: &Row) {
        for (word, other) in self.0.iter_mut().zip(&*other.0) {
            *word &= !other;
        }
    }

    pub fn add_all(&mut self, other: &Row) {
        for (word, other) in self.0.iter_mut().zip(&*other.0) {
            *word |= other;
        }
    }

    /// Keeps the places of which `holds` is true, asked in their order.
    pub fn retain(&mut self, mut holds: impl FnMut(DocId) -> bool) {
        for (at, word) in (0..).zip(self.0.iter_mut()) {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !holds(at * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// The places that are there, in their order.
    pub fn places(&self) -> impl Iterator<Item = DocId> {
        (0..).zip(self.0.iter()).flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

/// How many of several rows each text is in: numbers written in bits, a row for each bit.
#[derive(Default)]
pub(super) struct Tally(Vec<Row>);

impl Tally {
    pub fn add(&mut self, mut row: Row) {
        for digit in &mut self.0 {
            let mut carried = row.clone();
            carried.keep(digit);
            for (word, added) in digit.0.iter_mut().zip(&*row.0) {
                *word ^= added;
            }
            row = carried;
        }
        if !row.is_empty() {
            self.0.push(row);
        }
    }

    /// The texts that were in `least` rows or more.
    pub fn at_least(&self, least: usize) -> Row {
        let mut equal = Row::first(STRETCH);
        let mut more = Row::empty();
        if least >> self.0.len() != 0 {
            return more;
        }
        for (place, digit) in self.0.iter().enumerate().rev() {
            if least >> place & 1 == 0 {
                let mut above = equal.clone();
                above.keep(digit);
                more.add_all(&above);
                equal.remove(digit);
            } else {
                equal.keep(digit);
            }
        }
        more.add_all(&equal);
        more
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(places: impl IntoIterator<Item = DocId>) -> Row {
        let mut row = Row::empty();
        places.into_iter().for_each(|at| row.add(at));
        row
    }

    #[test]
    fn a_row_gives_back_what_was_put_in() {
        let places = [0, 1, 63, 64, 4_000, STRETCH - 1];
        assert_eq!(row(places).places().collect::<Vec<_>>(), places);
        assert_eq!(row(places).count(), 6);
        assert_eq!(Row::first(70).places().count(), 70);
        assert_eq!(Row::first(STRETCH).count(), STRETCH);
        let mut few = row(places);
        few.retain(|at| at % 2 == 1);
        assert_eq!(few.places().collect::<Vec<_>>(), [1, 63, STRETCH - 1]);
    }

    #[test]
    fn texts_are_counted_over_many_rows() {
        let rows = |at: DocId| {
            (1..12)
                .filter(move |divisor| at.is_multiple_of(*divisor))
                .count()
        };
        let mut tally = Tally::default();
        for divisor in 1..12 {
            tally.add(row((0..500).filter(|at| at % divisor == 0)));
        }
        for least in 1..14 {
            let expected: Vec<DocId> = (0..500).filter(|at| least <= rows(*at)).collect();
            let found: Vec<DocId> = tally.at_least(least).places().collect();
            assert_eq!(found, expected, "{least}");
        }
    }
}
