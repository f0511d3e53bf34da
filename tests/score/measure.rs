//! Counts, shares, and all measures of a document or a set by name.

use std::collections::BTreeMap;
use std::fmt;

/// Items of two multisets against each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub found: usize,
    pub invented: usize,
    pub missed: usize,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.found += other.found;
        self.invented += other.invented;
        self.missed += other.missed;
    }

    /// Of what the program says, the share that is true; where it says nothing, 1 if there was nothing to say.
    pub fn precision(self) -> f64 {
        match self.found + self.invented {
            0 if self.missed == 0 => 1.0,
            0 => 0.0,
            said => self.found as f64 / said as f64,
        }
    }

    /// Of what is true, the share the program says.
    pub fn recall(self) -> f64 {
        match self.found + self.missed {
            0 => 1.0,
            there => self.found as f64 / there as f64,
        }
    }

    /// The harmonic mean of both; 1 where there was nothing and nothing was said.
    pub fn f1(self) -> f64 {
        if self == Counts::default() {
            return 1.0;
        }
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }
}

/// Yes-or-no questions, one per document or task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub right: usize,
    pub all: usize,
}

impl Share {
    pub fn value(self) -> f64 {
        if self.all == 0 {
            1.0
        } else {
            self.right as f64 / self.all as f64
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Counts(Counts),
    Share(Share),
}

impl Side {
    pub fn value(self) -> f64 {
        match self {
            Side::Counts(counts) => counts.f1(),
            Side::Share(share) => share.value(),
        }
    }
}

/// Measures without a floor. Those on aligned tasks alone fall when more tasks are found, because
/// the harder ones come in; and what is spurious has no share.
const WITHOUT_FLOOR: &[&str] = &[
    "owners of aligned tasks",
    "coordinators of aligned tasks",
    "owner sets exactly right, aligned tasks",
    "deadlines exactly right, aligned tasks",
    "dated deadlines where gold has none",
];

/// Every measure by its name.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    counts: BTreeMap<&'static str, Counts>,
    shares: BTreeMap<&'static str, Share>,
}

impl Scores {
    pub fn count(&mut self, measure: &'static str, counts: Counts) {
        self.counts.entry(measure).or_default().add(counts);
    }

    pub fn answer(&mut self, measure: &'static str, is_right: bool) {
        self.answers(
            measure,
            Share {
                right: usize::from(is_right),
                all: 1,
            },
        );
    }

    /// Lets a measure appear although nothing of it was there.
    pub fn name(&mut self, measure: &'static str) {
        self.answers(measure, Share::default());
    }

    fn answers(&mut self, measure: &'static str, share: Share) {
        let sum = self.shares.entry(measure).or_default();
        sum.right += share.right;
        sum.all += share.all;
    }

    pub fn add(&mut self, other: &Scores) {
        for (measure, counts) in &other.counts {
            self.count(measure, *counts);
        }
        for (measure, share) in &other.shares {
            self.answers(measure, *share);
        }
    }

    pub fn counts(&self, measure: &str) -> Counts {
        self.counts.get(measure).copied().unwrap_or_default()
    }

    pub fn side(&self, measure: &str) -> Side {
        match self.counts.get(measure) {
            Some(counts) => Side::Counts(*counts),
            None => Side::Share(self.shares.get(measure).copied().unwrap_or_default()),
        }
    }

    /// Every measure with its value, by name.
    pub fn all(&self) -> BTreeMap<&'static str, f64> {
        let names = self.counts.keys().chain(self.shares.keys());
        names.map(|name| (*name, self.side(name).value())).collect()
    }

    /// The measures whose drop fails a test.
    pub fn with_floor(&self) -> BTreeMap<&'static str, f64> {
        let mut all = self.all();
        all.retain(|name, _| !WITHOUT_FLOOR.contains(name));
        all
    }

    /// One document in a line: citations, identity, tasks, owners, deadlines.
    pub fn in_short(&self) -> String {
        let value = |measure| self.side(measure).value();
        let identity: Vec<f64> = self
            .shares
            .iter()
            .filter(|(name, _)| name.starts_with("identity"))
            .map(|(_, share)| share.value())
            .collect();
        format!(
            "citations {:.2}  identity {}/{}  tasks {:.2}  owners {:.2}  deadlines {:.2}",
            value("citations by number and date"),
            identity.iter().filter(|value| **value == 1.0).count(),
            identity.len(),
            value("task segments"),
            value("owners end to end"),
            value("deadlines exactly right"),
        )
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, c) in &self.counts {
            writeln!(
                f,
                "  {name:<42} P {:.4} R {:.4} F1 {:.4}   (found {} invented {} missed {})",
                c.precision(),
                c.recall(),
                c.f1(),
                c.found,
                c.invented,
                c.missed
            )?;
        }
        for (name, share) in &self.shares {
            writeln!(
                f,
                "  {name:<42} {:.4} ({}/{})",
                share.value(),
                share.right,
                share.all
            )?;
        }
        Ok(())
    }
}
