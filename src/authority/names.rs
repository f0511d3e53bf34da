//! Names as a tree of letters, found word by word: a look-up stops at the first letter that no name goes on with, and
//! owns no memory of its own.
//!
//! Why letters and not words: people part words elsewhere ("Tỉnh ủy", "TỈNHỦY", "UB TVQH"), and a name is known however
//! they do.

use std::ops::Range;

/// Names without blanks, each with what it stands for.
#[derive(Debug)]
pub(super) struct Names<T> {
    sorted: Vec<(Box<str>, T)>,
    /// The root, and behind it side by side the letters that go on from each beginning.
    tree: Vec<Letter>,
    /// Where the tree goes on from the root, by letter; 0 where it does not.
    opening: Vec<u32>,
}

/// One byte of a name, behind all before it.
#[derive(Clone, Copy, Debug, Default)]
struct Letter {
    byte: u8,
    /// No other goes on from the same beginning that is greater.
    is_last: bool,
    /// The first of the letters that go on from here; 0 if none does.
    next: u32,
    /// The name that ends here, counted from 1; 0 if none does.
    name: u32,
}

impl<T> Names<T> {
    pub(super) fn new(names: impl IntoIterator<Item = (String, T)>) -> Names<T> {
        let boxed = names
            .into_iter()
            .map(|(name, of)| (name.into_boxed_str(), of));
        let mut sorted: Vec<(Box<str>, T)> = boxed.collect();
        sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
        let spelled: Vec<&[u8]> = sorted.iter().map(|(name, _)| name.as_bytes()).collect();
        let tree = tree(&spelled);
        let mut opening = vec![0; usize::from(u8::MAX) + 1];
        let openings = (1..tree.len()).take_while(|at| *at == 1 || !tree[at - 1].is_last);
        openings.for_each(|at| opening[usize::from(tree[at].byte)] = at as u32);
        Names {
            sorted,
            tree,
            opening,
        }
    }

    pub(super) fn walk(&self) -> Walk<'_, T> {
        Walk { names: self, at: 0 }
    }

    /// Where the tree goes on from place `at` with that byte.
    fn next(&self, at: u32, byte: u8) -> Option<u32> {
        if at == 0 {
            let first = self.opening[usize::from(byte)];
            return (first != 0).then_some(first);
        }
        let mut next = self.tree[at as usize].next;
        if next == 0 {
            return None;
        }
        loop {
            let letter = &self.tree[next as usize];
            if letter.byte == byte {
                return Some(next);
            }
            if letter.is_last {
                return None;
            }
            next += 1;
        }
    }

    /// The name that all of `words` spell together.
    pub(super) fn whole<'k>(&self, words: impl Iterator<Item = &'k str>) -> Option<&T> {
        let mut walk = self.walk();
        for word in words {
            walk.step(word)?;
        }
        walk.here().map(|(_, of)| of)
    }

    /// True if a name begins with all of `words`.
    pub(super) fn goes_on<'k>(&self, mut words: impl Iterator<Item = &'k str>) -> bool {
        let mut walk = self.walk();
        words.all(|word| walk.step(word).is_some())
    }

    /// Every name that `words` begin with, shortest first, with its length in words.
    pub(super) fn beginning<'n, 'k>(
        &'n self,
        words: impl Iterator<Item = &'k str>,
    ) -> Vec<(usize, &'n str, &'n T)> {
        let mut walk = self.walk();
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

/// The tree of names that are in order.
fn tree(names: &[&[u8]]) -> Vec<Letter> {
    let mut tree = vec![Letter::default()];
    // The names that begin with each letter of the tree and those before it, and how many these are.
    let mut begun: Vec<(Range<usize>, usize)> = vec![(0..names.len(), 0)];
    let mut at = 0;
    while let Some((Range { start, end }, length)) = begun.get(at).cloned() {
        let whole = names[start..end].iter();
        let whole = whole.take_while(|name| name.len() == length).count();
        if 0 < whole {
            tree[at].name = start as u32 + 1;
        }
        let mut from = start + whole;
        let longer = &names[from..end];
        if !longer.is_empty() {
            tree[at].next = tree.len() as u32;
        }
        for alike in longer.chunk_by(|one, other| one[length] == other[length]) {
            let to = from + alike.len();
            begun.push((from..to, length + 1));
            tree.push(Letter {
                byte: names[from][length],
                is_last: to == end,
                ..Letter::default()
            });
            from = to;
        }
        at += 1;
    }
    tree
}

/// The names that begin with the words so far.
pub(super) struct Walk<'n, T> {
    names: &'n Names<T>,
    at: u32,
}

impl<T> Clone for Walk<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Walk<'_, T> {}

impl<'n, T> Walk<'n, T> {
    /// True before the first word.
    pub(super) fn is_at_start(&self) -> bool {
        self.at == 0
    }

    /// Goes on with a word; `None` if no name does.
    pub(super) fn step(&mut self, word: &str) -> Option<()> {
        for byte in word.bytes() {
            self.at = self.names.next(self.at, byte)?;
        }
        Some(())
    }

    /// The name that ends here.
    pub(super) fn here(&self) -> Option<(&'n str, &'n T)> {
        let name = self.names.tree[self.at as usize].name.checked_sub(1)?;
        let (name, of) = self.names.sorted.get(name as usize)?;
        Some((&**name, of))
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
        assert_eq!(names.whole(["so", "noi", "vut"].into_iter()), None);
        assert_eq!(names.whole(["s", "onoiv", "u"].into_iter()), Some(&7));
        assert_eq!(names.whole(["b", "o"].into_iter()), Some(&2));
        assert_eq!(names.whole(["bo", "o"].into_iter()), None);
        assert_eq!(names.whole(["b"].into_iter()), None);
        assert_eq!(names.whole([].into_iter()), None);
        assert!(names.goes_on(["so", "noi", "v"].into_iter()));
        let found = names.beginning(["so", "noi", "vu", "tinh"].into_iter());
        let counts: Vec<usize> = found.iter().map(|(count, _, _)| *count).collect();
        assert_eq!(counts, [1, 2, 3]);
    }
}
