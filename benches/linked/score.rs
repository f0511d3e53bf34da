//! What linking made of a world, against what is true of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::time::{Duration, Instant};

use kehoach::authority::Authority;
use kehoach::link::{self, Member, Resolved, Verdict, WorkId};
use rayon::prelude::*;

use super::{Cited, Target, Truth, World};

/// Hits, what was claimed, what there was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    pub right: usize,
    pub claimed: usize,
    pub there: usize,
}

impl Share {
    pub fn precision(&self) -> f64 {
        part(self.right, self.claimed)
    }

    pub fn recall(&self) -> f64 {
        part(self.right, self.there)
    }

    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE)
    }
}

fn part(right: usize, of: usize) -> f64 {
    if of == 0 {
        1.0
    } else {
        right as f64 / of as f64
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Share {
            right,
            claimed,
            there,
        } = self;
        let (precision, recall) = (100.0 * self.precision(), 100.0 * self.recall());
        write!(
            f,
            "P {precision:6.2} %  R {recall:6.2} %  ({right} of {claimed} claimed, {there} there)"
        )
    }
}

#[derive(Clone, Debug, Default)]
pub struct Score {
    pub works: usize,
    pub captures: usize,
    pub citations: usize,
    pub links: Share,
    /// By kind of fault: date, symbol, issuer.
    pub faulty: Share,
    /// Citations written with a fault.
    pub faults: usize,
    pub by_fault: BTreeMap<String, Share>,
    /// Of papers whose number others bear too.
    pub reused: Share,
    /// Stubs: all who cite one absent document meet at one stub.
    pub stubs: Share,
    pub pairs: Share,
    pub wrong_merges: usize,
    pub works_made: usize,
    pub anomalies: Share,
    pub by_code: BTreeMap<String, Share>,
    pub self_links: usize,
    pub guesses: usize,
    pub preparing: Duration,
    pub linking: Duration,
    /// Some of what went wrong, for reading.
    pub samples: Vec<String>,
}

/// Links a world on all threads there are and measures it.
pub fn run(world: &World) -> Score {
    let begun = Instant::now();
    let authority = Authority::bundled();
    let members: Vec<Vec<Member>> = world
        .given
        .par_iter()
        .map(|given| link::members(&given.record, &given.context, authority))
        .collect();
    let preparing = begun.elapsed();
    let begun = Instant::now();
    let groups = link::groups(members.into_iter().flatten().collect());
    let resolved: Vec<Resolved> = groups
        .par_iter()
        .map(|members| link::resolve(members, authority))
        .collect();
    let linking = begun.elapsed();
    Score {
        preparing,
        linking,
        ..measure(world, &resolved)
    }
}

fn measure(world: &World, resolved: &[Resolved]) -> Score {
    let truth = &world.truth;
    let mut score = Score {
        works: truth.present.len(),
        captures: world.given.len(),
        citations: truth.cited.len(),
        faults: truth.cited.values().filter(|it| it.fault.is_some()).count(),
        ..Score::default()
    };
    let mut carriers: HashMap<&WorkId, Vec<&str>> = HashMap::new();
    for work in resolved.iter().flat_map(|it| &it.works) {
        let own = work.manifestations.iter().map(|it| it.capture.as_str());
        carriers.entry(&work.id).or_default().extend(own);
    }
    works(truth, &carriers, &mut score);
    links(truth, resolved, &carriers, &mut score);
    anomalies(truth, resolved, &mut score);
    score
}

fn works(truth: &Truth, carriers: &HashMap<&WorkId, Vec<&str>>, score: &mut Score) {
    let pairs = |count: usize| count * count.saturating_sub(1) / 2;
    for captures in carriers.values().filter(|all| !all.is_empty()) {
        let mut papers: BTreeMap<usize, usize> = BTreeMap::new();
        for capture in captures {
            *papers.entry(truth.carries[*capture]).or_default() += 1;
        }
        score.works_made += 1;
        score.pairs.claimed += pairs(captures.len());
        score.pairs.right += papers.values().map(|count| pairs(*count)).sum::<usize>();
        if 1 < papers.len() {
            score.wrong_merges += 1;
            if score.samples.len() < 10 {
                score.samples.push(format!("merged: {captures:?}"));
            }
        }
    }
    let mut there: BTreeMap<usize, usize> = BTreeMap::new();
    for paper in truth.carries.values() {
        *there.entry(*paper).or_default() += 1;
    }
    score.pairs.there = there.values().map(|count| pairs(*count)).sum();
}

fn links(
    truth: &Truth,
    resolved: &[Resolved],
    carriers: &HashMap<&WorkId, Vec<&str>>,
    score: &mut Score,
) {
    let carries = |id: &WorkId, paper: usize| {
        let captures = carriers.get(id).map(Vec::as_slice).unwrap_or_default();
        captures
            .iter()
            .any(|capture| truth.carries.get(*capture) == Some(&paper))
    };
    let mut stubs: HashMap<usize, BTreeMap<&WorkId, usize>> = HashMap::new();
    for link in resolved.iter().flat_map(|it| &it.links) {
        let cited: &Cited = &truth.cited[&(link.capture.clone(), link.citation)];
        let linked = match &link.verdict {
            Verdict::Linked { target } => Some(target),
            _ => None,
        };
        let own = truth.carries[&link.capture];
        if cited.target != Target::Own && linked.is_some_and(|target| carries(target, own)) {
            score.self_links += 1;
            score.samples.push(format!("self: {link:?}"));
        }
        if cited.is_undetermined && linked.is_some() {
            score.guesses += 1;
            score.samples.push(format!("guess: {link:?}"));
        }
        let (paper, present) = match cited.target {
            Target::Paper(paper) => (paper, truth.present.contains(&paper)),
            Target::Law => (usize::MAX, false),
            Target::Own => continue,
        };
        let right = linked.is_some_and(|target| carries(target, paper));
        if !present
            && cited.target != Target::Law
            && let Verdict::Unmatched { target } = &link.verdict
        {
            *stubs.entry(paper).or_default().entry(target).or_default() += 1;
        }
        let mut shares = vec![&mut score.links];
        if let Some(fault) = cited.fault {
            shares.push(&mut score.faulty);
            shares.push(score.by_fault.entry(format!("{fault:?}")).or_default());
        } else if truth.reused.contains(&paper) {
            shares.push(&mut score.reused);
        }
        for share in shares {
            share.there += usize::from(present);
            share.claimed += usize::from(linked.is_some());
            share.right += usize::from(right);
        }
        if (linked.is_some() && !right || present && linked.is_none()) && score.samples.len() < 40 {
            let found = format!(
                "{:?} {:?}: {:?} {:?}",
                cited.fault, cited.target, link.verdict, link.evidence
            );
            score.samples.push(format!(
                "link of {}#{} {found}",
                link.capture, link.citation
            ));
        }
    }
    for meetings in stubs.values() {
        let all: usize = meetings.values().sum();
        score.stubs.there += all;
        score.stubs.claimed += all;
        score.stubs.right += meetings.values().max().copied().unwrap_or(0);
    }
}

fn anomalies(truth: &Truth, resolved: &[Resolved], score: &mut Score) {
    let mut found: BTreeSet<(String, Option<u32>, String)> = BTreeSet::new();
    for group in resolved {
        for link in &group.links {
            let codes = link.anomalies.iter().map(|it| it.code.clone());
            found.extend(codes.map(|code| (link.capture.clone(), Some(link.citation), code)));
        }
        for work in &group.works {
            // What captures of one work and its citations disagree on is told of the citations.
            let own = work
                .anomalies
                .iter()
                .filter(|it| it.code != "date_disagrees");
            for anomaly in own {
                let carriers = work.manifestations.iter().map(|it| it.capture.clone());
                let doubts = carriers.map(|it| (it, None, anomaly.code.clone()));
                // One capture shows it; the work is told of it.
                let doubts: Vec<_> = doubts.collect();
                let known = doubts.iter().filter(|it| truth.anomalies.contains(*it));
                let known: Vec<_> = known.cloned().collect();
                match known.is_empty() {
                    true => found.extend(doubts.into_iter().take(1)),
                    false => found.extend(known),
                }
            }
        }
    }
    let mut count = |code: &str, right: usize, claimed: usize, there: usize| {
        for share in [
            &mut score.anomalies,
            score.by_code.entry(code.to_owned()).or_default(),
        ] {
            share.right += right;
            share.claimed += claimed;
            share.there += there;
        }
    };
    for doubt in &truth.anomalies {
        count(&doubt.2, 0, 0, 1);
    }
    for doubt in &found {
        match truth.anomalies.contains(doubt) {
            true => count(&doubt.2, 1, 1, 0),
            false if truth.optional.contains(doubt) => {}
            false => count(&doubt.2, 0, 1, 0),
        }
    }
    let wrong = found
        .iter()
        .filter(|it| !truth.anomalies.contains(*it) && !truth.optional.contains(*it));
    let missed = truth.anomalies.iter().filter(|it| !found.contains(*it));
    score
        .samples
        .extend(wrong.take(8).map(|it| format!("no anomaly: {it:?}")));
    score
        .samples
        .extend(missed.take(8).map(|it| format!("missed anomaly: {it:?}")));
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Score {
            works,
            captures,
            citations,
            ..
        } = self;
        writeln!(
            f,
            "{works} works, {captures} captures, {citations} citations"
        )?;
        let faults = 100.0 * part(self.faults, *citations);
        writeln!(
            f,
            "with a fault          {} citations, {faults:.1} %",
            self.faults
        )?;
        writeln!(f, "links                 {}", self.links)?;
        writeln!(f, "  faulty              {}", self.faulty)?;
        for (fault, share) in &self.by_fault {
            writeln!(f, "    {fault:<17} {share}")?;
        }
        writeln!(f, "  reused numbers      {}", self.reused)?;
        writeln!(f, "  met at one stub     {}", self.stubs)?;
        writeln!(
            f,
            "same-work pairs       {}  F1 {:.2} %",
            self.pairs,
            100.0 * self.pairs.f1()
        )?;
        let merges = 100.0 * part(self.wrong_merges, self.works_made);
        writeln!(
            f,
            "wrong merges          {} of {} works, {merges:.2} %",
            self.wrong_merges, self.works_made
        )?;
        writeln!(f, "anomalies             {}", self.anomalies)?;
        for (code, share) in &self.by_code {
            writeln!(f, "    {code:<23} {share}")?;
        }
        writeln!(f, "self-links            {}", self.self_links)?;
        writeln!(f, "guesses               {}", self.guesses)?;
        let (preparing, linking) = (self.preparing.as_secs_f64(), self.linking.as_secs_f64());
        write!(
            f,
            "time                  members {preparing:.2} s, works and links {linking:.2} s"
        )
    }
}
