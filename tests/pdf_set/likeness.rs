//! How alike two texts are: words as bags, words in sequence, characters.

use std::collections::HashMap;

#[derive(Clone, Copy, Debug, Default)]
pub struct Agreement {
    both: usize,
    wanted: usize,
    found: usize,
}

impl Agreement {
    /// Words with multiplicity, wherever they stand.
    pub fn of_bags(wanted: &[String], found: &[String]) -> Agreement {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for word in wanted {
            *counts.entry(word).or_default() += 1;
        }
        let mut both = 0;
        for word in found {
            if let Some(count) = counts.get_mut(word.as_str()).filter(|count| 0 < **count) {
                *count -= 1;
                both += 1;
            }
        }
        Agreement {
            both,
            wanted: wanted.len(),
            found: found.len(),
        }
    }

    /// The longest sequence of words that both have in this order.
    pub fn in_sequence(wanted: &[String], found: &[String]) -> Agreement {
        Agreement {
            both: common(wanted, found)
                .last()
                .map_or(0, |row| row[found.len()]),
            wanted: wanted.len(),
            found: found.len(),
        }
    }

    pub fn add(&mut self, other: Agreement) {
        self.both += other.both;
        self.wanted += other.wanted;
        self.found += other.found;
    }

    pub fn f1(&self) -> f64 {
        2.0 * self.both as f64 / (self.wanted + self.found).max(1) as f64
    }
}

/// Length of the longest common sequence of every pair of beginnings.
fn common(a: &[String], b: &[String]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; b.len() + 1]];
    for word in a {
        let above = rows.last().map_or(&[][..], Vec::as_slice);
        let mut row = vec![0; b.len() + 1];
        for (at, other) in b.iter().enumerate() {
            row[at + 1] = match word == other {
                true => above[at] + 1,
                false => above[at + 1].max(row[at]),
            };
        }
        rows.push(row);
    }
    rows
}

/// Stretches in which the two differ.
pub fn differences(a: &[String], b: &[String]) -> Vec<(Vec<String>, Vec<String>)> {
    let rows = common(a, b);
    let (mut i, mut j) = (a.len(), b.len());
    let mut found: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut open = (Vec::new(), Vec::new());
    while 0 < i || 0 < j {
        if 0 < i && 0 < j && a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
            found.push(std::mem::take(&mut open));
        } else if 0 < j && (i == 0 || rows[i - 1][j] <= rows[i][j - 1]) {
            j -= 1;
            open.1.insert(0, b[j].clone());
        } else {
            i -= 1;
            open.0.insert(0, a[i].clone());
        }
    }
    found.push(open);
    found.retain(|(a, b)| !a.is_empty() || !b.is_empty());
    found.reverse();
    found
}

/// Characters to put in, take out or replace, counted no further than a fifth of the text.
///
/// By furthest reaching diagonals (Ukkonen): the texts are nearly alike, and then it is linear.
pub fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = a.len() / 5 + 1;
    let (n, m) = (a.len() as isize, b.len() as isize);
    let width = 2 * most + 3;
    let middle = most as isize + 1;
    let mut reach = vec![isize::MIN; width];
    for count in 0..=most {
        let before = reach.clone();
        for diagonal in -(count as isize)..=count as isize {
            let at = (middle + diagonal) as usize;
            let mut i = match count {
                0 => 0,
                _ => (before[at] + 1)
                    .max(before[at - 1])
                    .max(before[at + 1].saturating_add(1)),
            };
            i = i.min(n).min(m - diagonal);
            while 0 <= i
                && 0 <= i + diagonal
                && i < n
                && i + diagonal < m
                && a[i as usize] == b[(i + diagonal) as usize]
            {
                i += 1;
            }
            reach[at] = if i < 0 || i + diagonal < 0 {
                isize::MIN / 2
            } else {
                i
            };
            if i == n && i + diagonal == m {
                return count;
            }
        }
    }
    a.len()
}

#[test]
fn edits_are_counted() {
    for (a, b, count) in [
        ("kế hoạch năm 2024", "kế hoạch năm 2024", 0),
        ("kế hoạch năm 2024", "kế hoạh năm 2025", 2),
        ("kế hoạch năm 2024", "kế  hoạch năm 2024", 1),
        ("abcdefghij", "bcdefghijk", 2),
        ("abcdefghij", "", 10),
    ] {
        assert_eq!(edits(a, b), count, "{a} {b}");
    }
}
