//! Names as a tree of letters, found word by word: a look-up stops at the first word that no name goes on with, and owns no
//! memory of its own.
//!
//! Why letters and not words: people part words elsewhere ("Tỉnh ủy", "TỈNHỦY", "UB TVQH"), and a name is known however
//! they do. A word of the tables is one step nevertheless: where it leads from every place between words is known by its
//! number, and only other words are gone through by their letters.

use std::ops::Range;

use super::spelling::{self, Key};

/// Names without blanks, each with what it stands for.
#[derive(Debug)]
pub(super) struct Names<T> {
    sorted: Vec<(Box<str>, T)>,
    /// The root, and behind it side by side the letters that go on from each beginning.
    tree: Vec<Letter>,
    /// Where the tree goes on from the root, by letter; 0 where it does not.
    opening: Vec<u32>,
    steps: Steps,
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
    name: u16,
    /// Every step of a known word from here is in the table.
    is_between: bool,
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
        let mut names = Names {
            sorted,
            tree,
            opening,
            steps: Steps::default(),
        };
        names.add_steps();
        names
    }

    /// Notes where every known word leads from the root, from where one leads, and so on.
    fn add_steps(&mut self) {
        let mut steps = Vec::new();
        let mut places = vec![0];
        self.tree[0].is_between = true;
        while let Some(from) = places.pop() {
            let of_place = steps.len();
            self.steps_below((from, from), &mut Vec::new(), &mut steps);
            for step in &steps[of_place..] {
                let blank = self.next(step.to, b' ');
                for place in [Some(step.to), blank].into_iter().flatten() {
                    let letter = &mut self.tree[place as usize];
                    if !std::mem::replace(&mut letter.is_between, true) {
                        places.push(place);
                    }
                }
            }
        }
        self.steps = Steps::of(&steps);
    }

    /// Adds the steps of known words from place `from` that go through `at`, to which `letters` lead.
    fn steps_below(&self, (from, at): (u32, u32), letters: &mut Vec<u8>, steps: &mut Vec<Step>) {
        let number = std::str::from_utf8(letters)
            .ok()
            .and_then(spelling::number_of_key);
        steps.extend(number.filter(|_| from != at).map(|word| Step {
            from,
            word,
            to: at,
            name: self.tree[at as usize].name,
        }));
        if letters.len() == spelling::KEY_MAX {
            return;
        }
        let first = self.tree[at as usize].next;
        let mut next = (first != 0).then_some(first);
        while let Some(at) = next {
            let letter = self.tree[at as usize];
            letters.push(letter.byte);
            self.steps_below((from, at), letters, steps);
            letters.pop();
            next = (!letter.is_last).then_some(at + 1);
        }
    }

    pub(super) fn walk(&self) -> Walk<'_, T> {
        Walk {
            names: self,
            at: 0,
            name: 0,
            is_between: true,
        }
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
    pub(super) fn whole<'k>(&self, words: impl Iterator<Item = impl Into<Key<'k>>>) -> Option<&T> {
        let mut walk = self.walk();
        for word in words {
            walk.step(word)?;
        }
        walk.here().map(|(_, of)| of)
    }

    /// True if a name begins with all of `words`.
    pub(super) fn goes_on<'k>(&self, mut words: impl Iterator<Item = impl Into<Key<'k>>>) -> bool {
        let mut walk = self.walk();
        words.all(|word| walk.step(word).is_some())
    }

    /// Every name that `words` begin with, shortest first, with its length in words.
    pub(super) fn beginning<'n, 'k>(
        &'n self,
        words: impl Iterator<Item = impl Into<Key<'k>>>,
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
            tree[at].name = start as u16 + 1;
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

/// Where known words lead, by the places they are added at and their numbers: one look for each word.
#[derive(Debug, Default)]
struct Steps {
    /// Open addressing; a power of two, and at least twice as many as there are steps.
    slots: Vec<Step>,
    /// Bits of a hash that are not its place among the slots.
    shift: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Step {
    from: u32,
    /// Where the word leads; 0, the root, in a free slot.
    to: u32,
    word: u16,
    /// The name that ends there, as [`Letter::name`].
    name: u16,
}

impl Steps {
    fn of(steps: &[Step]) -> Steps {
        let size = (2 * steps.len()).next_power_of_two().max(2);
        let mut table = Steps {
            slots: vec![Step::default(); size],
            shift: u64::BITS - size.ilog2(),
        };
        for step in steps {
            let mut at = table.slot(step.from, step.word);
            while table.slots[at].to != 0 {
                at = table.behind(at);
            }
            table.slots[at] = *step;
        }
        table
    }

    #[inline]
    fn get(&self, from: u32, word: u16) -> Option<&Step> {
        let mut at = self.slot(from, word);
        loop {
            let step = &self.slots[at];
            if (step.from, step.word) == (from, word) || step.to == 0 {
                return (step.to != 0).then_some(step);
            }
            at = self.behind(at);
        }
    }

    #[inline]
    fn slot(&self, from: u32, word: u16) -> usize {
        /// Odd, and without a pattern in its bits.
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let both = u64::from(from) << u16::BITS | u64::from(word);
        (both.wrapping_mul(FACTOR) >> self.shift) as usize
    }

    fn behind(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }
}

/// The names that begin with the words so far.
pub(super) struct Walk<'n, T> {
    names: &'n Names<T>,
    at: u32,
    /// The name that ends here, as [`Letter::name`].
    name: u16,
    is_between: bool,
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
    #[inline]
    pub(super) fn step<'k>(&mut self, word: impl Into<Key<'k>>) -> Option<()> {
        let word = word.into();
        let Some(number) = word.number.filter(|_| self.is_between) else {
            return self.spell(word.letters);
        };
        let step = self.names.steps.get(self.at, number)?;
        (self.at, self.name) = (step.to, step.name);
        Some(())
    }

    fn spell(&mut self, letters: &str) -> Option<()> {
        for byte in letters.bytes() {
            self.at = self.names.next(self.at, byte)?;
        }
        let here = &self.names.tree[self.at as usize];
        (self.name, self.is_between) = (here.name, here.is_between);
        Some(())
    }

    /// The name that ends here.
    pub(super) fn here(&self) -> Option<(&'n str, &'n T)> {
        let name = self.name.checked_sub(1)?;
        let (name, of) = self.names.sorted.get(usize::from(name))?;
        Some((&**name, of))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::authority::Authority;

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
        assert_eq!(names.whole([""; 0].into_iter()), None);
        assert!(names.goes_on(["so", "noi", "v"].into_iter()));
        let found = names.beginning(["so", "noi", "vu", "tinh"].into_iter());
        let counts: Vec<usize> = found.iter().map(|(count, _, _)| *count).collect();
        assert_eq!(counts, [1, 2, 3]);
    }

    #[test]
    fn a_word_leads_by_its_number_where_its_letters_do() {
        let bodies = Authority::bundled().bodies.walk().names;
        let place = |walk: &Walk<_>| (walk.at, walk.name, walk.is_between);
        let mut places = BTreeSet::new();
        let mut walks = vec![bodies.walk()];
        while let Some(walk) = walks.pop() {
            for word in spelling::keys() {
                let (mut by_number, mut by_letters) = (walk, walk);
                let found = by_number.step(word).is_some();
                assert_eq!(found, by_letters.step(word.letters).is_some());
                if found && places.insert(place(&by_number)) {
                    assert_eq!(place(&by_number), place(&by_letters), "{}", word.letters);
                    walks.push(by_number);
                }
            }
        }
        let named = places.iter().filter(|(_, name, _)| *name != 0).count();
        assert!(bodies.sorted.len() < 2 * named, "{named}");
    }
}
