//! Names in order, found word by word: a look-up stops at the first word that no name goes on with, and owns no
//! memory of its own.

/// Names without blanks, each with what it stands for.
#[derive(Debug)]
pub(super) struct Names<T> {
    sorted: Vec<(Box<str>, T)>,
    /// Where the names start that begin with each pair of letters, and one past the last.
    by_pair: Vec<u32>,
}

/// Pairs of the letters a to z.
const PAIRS: usize = 26 * 26;

/// The number of the pair of letters that a word begins with.
fn pair(word: &[u8]) -> Option<usize> {
    let letter = |at: usize| {
        word.get(at)?
            .checked_sub(b'a')
            .filter(|letter| *letter < 26)
    };
    Some(usize::from(letter(0)?) * 26 + usize::from(letter(1)?))
}

impl<T> Names<T> {
    pub(super) fn new(names: impl IntoIterator<Item = (String, T)>) -> Names<T> {
        let boxed = names
            .into_iter()
            .map(|(name, of)| (name.into_boxed_str(), of));
        let mut sorted: Vec<(Box<str>, T)> = boxed.collect();
        sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
        let from = |number: usize| {
            let opening = [b'a' + (number / 26) as u8, b'a' + (number % 26) as u8];
            let before = sorted.partition_point(|(name, _)| name.as_bytes() < opening.as_slice());
            before as u32
        };
        // After "zz" comes the first byte past the letters.
        let last = sorted.partition_point(|(name, _)| name.as_bytes() < b"{".as_slice());
        let by_pair = (0..PAIRS).map(from).chain([last as u32]).collect();
        Names { sorted, by_pair }
    }

    /// Past the last name that begins with a pair: before the next pair, or the next first letter.
    fn end_of_pair(&self, pair: usize) -> usize {
        self.by_pair[pair + 1] as usize
    }

    /// The name that all of `words` spell together.
    pub(super) fn whole<'k>(&self, words: impl Iterator<Item = &'k str>) -> Option<&T> {
        let mut walk = Walk::over(self);
        for word in words {
            walk.step(word)?;
        }
        walk.here().map(|(_, of)| of)
    }

    /// True if a name begins with all of `words`.
    pub(super) fn goes_on<'k>(&self, mut words: impl Iterator<Item = &'k str>) -> bool {
        let mut walk = Walk::over(self);
        words.all(|word| walk.step(word).is_some())
    }

    /// Every name that `words` begin with, shortest first, with its length in words.
    pub(super) fn beginning<'n, 'k>(
        &'n self,
        words: impl Iterator<Item = &'k str>,
    ) -> Vec<(usize, &'n str, &'n T)> {
        let mut walk = Walk::over(self);
        let mut found = Vec::new();
        for (at, word) in words.enumerate() {
            if walk.step(word).is_none() {
                break;
            }
            found.extend(walk.here().map(|(name, of)| (at + 1, name, of)));
        }
        found
    }
}

/// The names that begin with the words so far.
struct Walk<'n, T> {
    names: &'n Names<T>,
    left: &'n [(Box<str>, T)],
    /// Bytes of those words.
    length: usize,
}

impl<'n, T> Walk<'n, T> {
    fn over(names: &'n Names<T>) -> Walk<'n, T> {
        Walk {
            names,
            left: &names.sorted,
            length: 0,
        }
    }

    fn step(&mut self, word: &str) -> Option<()> {
        let (length, word) = (self.length, word.as_bytes());
        let is_spelled = |(name, _): &(Box<str>, T)| name.as_bytes()[length..].starts_with(word);
        self.length += word.len();
        if length == 0
            && let Some(pair) = pair(word)
        {
            let end = self.names.end_of_pair(pair);
            self.left = &self.left[self.names.by_pair[pair] as usize..end];
            // "so", "bo": all of the pair.
            if word.len() == 2 {
                return (!self.left.is_empty()).then_some(());
            }
        }
        let from = self
            .left
            .partition_point(|(name, _)| &name.as_bytes()[length..] < word);
        let left = &self.left[from..];
        if !left.first().is_some_and(is_spelled) {
            self.left = &[];
            return None;
        }
        self.left = &left[..left.partition_point(is_spelled)];
        Some(())
    }

    /// The name that ends here: of those that begin alike the shortest stands first.
    fn here(&self) -> Option<(&'n str, &'n T)> {
        let (name, of) = self.left.first()?;
        (name.len() == self.length).then_some((&**name, of))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_word_by_word() {
        let names = ["so", "sonoivu", "sonoi", "bo"].map(|name| (name.to_owned(), name.len()));
        let names = Names::new(names);
        assert_eq!(names.whole(["so", "noi", "vu"].into_iter()), Some(&7));
        assert_eq!(names.whole(["so", "n"].into_iter()), None);
        assert_eq!(names.whole([].into_iter()), None);
        let found = names.beginning(["so", "noi", "vu", "tinh"].into_iter());
        let counts: Vec<usize> = found.iter().map(|(count, _, _)| *count).collect();
        assert_eq!(counts, [1, 2, 3]);
    }
}
