//! `show` and `tree`: one work with its evidence; its directives above and its plans below.

use std::collections::BTreeMap;

use kehoach::authority::Authority;
use kehoach::config::Lang;
use kehoach::extract::{Relation, Task};
use kehoach::link::{Anomaly, Candidate, WorkId};
use kehoach::pipeline::{Branch, Brief, CitationView, Found, Library, Tree, Unplaced, WorkView};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::Named;
use super::messages::{self as say, Said};
use super::screen::{Ink, Screen, date};
use super::tasks::deadline;

/// Works listed under one heading; `--json` has them all.
const LISTED_MAX: usize = 30;

pub fn run(named: &Named, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let found = library.show(&named.name)?;
    let is_nothing = found.works.is_empty() && found.unplaced.is_empty();
    if screen.json {
        screen.json(&found)?;
    } else if is_nothing {
        screen.tell(&say::NO_SUCH_WORK, &[("name", &named.name)])?;
    } else {
        let known = known(&found, library)?;
        tell(&found, &known, screen)?;
    }
    Ok(Outcome::found(!is_nothing))
}

/// The works that verdicts name, so that a person reads numbers and not ids.
type Known = BTreeMap<WorkId, Brief>;

fn known(found: &Found, library: &Library) -> anyhow::Result<Known> {
    let cited = found.works.iter().flat_map(|work| &work.citations);
    let unplaced = found.unplaced.iter().map(|unplaced| &unplaced.citation);
    let mut known = Known::new();
    for citation in cited.chain(unplaced) {
        let candidates = citation.candidates.iter().map(|candidate| &candidate.id);
        for id in candidates.chain(&citation.target) {
            if known.contains_key(id) {
                continue;
            }
            if let Some(brief) = library.brief(id)? {
                known.insert(id.clone(), brief);
            }
        }
    }
    Ok(known)
}

fn tell(found: &Found, known: &Known, screen: &mut Screen) -> anyhow::Result<()> {
    if 1 < found.works.len() {
        screen.tell(&say::SEVERAL_WORKS, &[("count", &found.works.len())])?;
        screen.blank()?;
    }
    for (place, work) in found.works.iter().enumerate() {
        if place != 0 {
            let rule = "─".repeat(screen.width);
            screen.blank()?;
            screen.line(&screen.ink(Ink::Faint, &rule))?;
            screen.blank()?;
        }
        tell_work(work, known, screen)?;
    }
    if !found.unplaced.is_empty() {
        if !found.works.is_empty() {
            screen.blank()?;
        }
        heading(&say::UNPLACED, found.unplaced.len(), screen)?;
        for unplaced in &found.unplaced {
            tell_unplaced(unplaced, known, screen)?;
        }
    }
    Ok(())
}

fn tell_work(work: &WorkView, known: &Known, screen: &mut Screen) -> anyhow::Result<()> {
    let name = name_of(
        work.doc_type.as_deref(),
        work.number.as_deref(),
        &work.id.0,
        screen.lang,
    );
    let stub = match work.stub {
        true => format!("  [{}]", screen.word(&say::STUB)),
        false => String::new(),
    };
    screen.line(&format!(
        "{}{}",
        screen.ink(Ink::Strong, &name),
        screen.ink(Ink::Doubtful, &stub)
    ))?;
    if let Some(title) = &work.title {
        screen.hang("", title, None)?;
    }
    screen.blank()?;
    tell_identity(work, screen)?;
    tell_neighbours(work, screen)?;
    tell_citations(&work.citations, known, screen)?;
    tell_tasks(&work.tasks, screen)?;
    if !work.anomalies.is_empty() {
        screen.blank()?;
        heading(&say::ANOMALIES, work.anomalies.len(), screen)?;
        for anomaly in &work.anomalies {
            tell_anomaly(anomaly, "  ", screen)?;
        }
    }
    Ok(())
}

fn tell_identity(work: &WorkView, screen: &mut Screen) -> anyhow::Result<()> {
    let unknown = screen.word(&say::UNKNOWN).to_owned();
    let issued = work
        .issued_on
        .as_deref()
        .map(date)
        .unwrap_or(unknown.clone());
    screen.field(
        screen.word(&say::ISSUER),
        work.issuer.as_deref().unwrap_or(&unknown),
    )?;
    screen.field(screen.word(&say::ISSUED_ON), &issued)?;
    if let Some(province) = &work.province {
        screen.field(screen.word(&say::PROVINCE), province)?;
    }
    screen.field(screen.word(&say::ID), &work.id.0)?;
    for manifestation in &work.manifestations {
        let digest = manifestation.sha256.get(..12).unwrap_or_default();
        let value = format!("{} · {} · {digest}", manifestation.file, manifestation.role);
        screen.field(screen.word(&say::MANIFESTATION), &value)?;
    }
    Ok(())
}

fn tell_neighbours(work: &WorkView, screen: &mut Screen) -> anyhow::Result<()> {
    let groups = [
        (&say::PARENTS, &work.parents),
        (&say::CHILDREN, &work.children),
        (&say::CITED_BY, &work.cited_by),
    ];
    for (title, works) in groups {
        if works.is_empty() {
            continue;
        }
        screen.blank()?;
        heading(title, works.len(), screen)?;
        for brief in works.iter().take(LISTED_MAX) {
            let line = line_of(brief, screen);
            screen.hang("  ", &line, None)?;
        }
        more(works.len(), screen)?;
    }
    Ok(())
}

fn tell_citations(
    citations: &[CitationView],
    known: &Known,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    if citations.is_empty() {
        return Ok(());
    }
    screen.blank()?;
    heading(&say::CITATIONS, citations.len(), screen)?;
    for (place, citation) in citations.iter().enumerate() {
        screen.hang(&format!("{:>3}. ", place + 1), &citation.quote, None)?;
        tell_verdict(citation, known, screen)?;
    }
    Ok(())
}

fn tell_unplaced(unplaced: &Unplaced, known: &Known, screen: &mut Screen) -> anyhow::Result<()> {
    screen.hang("  • ", &unplaced.citation.quote, None)?;
    let place = screen.said(&say::STANDS_IN, &[("file", &unplaced.file)]);
    screen.hang("     ", &place, Some(Ink::Faint))?;
    tell_verdict(&unplaced.citation, known, screen)
}

fn tell_verdict(citation: &CitationView, known: &Known, screen: &mut Screen) -> anyhow::Result<()> {
    let (verdict, ink) = verdict(citation.verdict);
    let relation = screen.word(relation(citation.relation));
    let verdict = screen.ink(ink, screen.word(verdict));
    screen.line(&format!("     {relation} · {verdict}"))?;
    if let Some(target) = &citation.target {
        // That it is not held yet was just said.
        let line = known.get(target).map(|brief| parts_of(brief).join(" · "));
        screen.hang("     → ", line.as_deref().unwrap_or(&target.0), None)?;
    }
    if let Some(reason) = &citation.reason {
        let lead = format!("     {}: ", screen.word(&say::BECAUSE));
        screen.hang(&lead, reason, None)?;
    }
    tell_evidence(&citation.evidence, "     ", screen)?;
    for candidate in &citation.candidates {
        tell_candidate(candidate, known, screen)?;
    }
    for anomaly in &citation.anomalies {
        tell_anomaly(anomaly, "     ", screen)?;
    }
    Ok(())
}

fn tell_evidence(evidence: &[String], indent: &str, screen: &mut Screen) -> anyhow::Result<()> {
    if !evidence.is_empty() {
        let lead = format!("{indent}{}: ", screen.word(&say::EVIDENCE));
        screen.hang(&lead, &evidence.join("; "), Some(Ink::Faint))?;
    }
    Ok(())
}

fn tell_candidate(candidate: &Candidate, known: &Known, screen: &mut Screen) -> anyhow::Result<()> {
    let lead = format!("     {} ", screen.word(&say::CANDIDATE));
    let line = said_of(&candidate.id, known, screen);
    screen.hang(&lead, &line, None)?;
    tell_evidence(&candidate.evidence, "       ", screen)
}

fn said_of(id: &WorkId, known: &Known, screen: &Screen) -> String {
    known
        .get(id)
        .map_or(id.0.clone(), |brief| line_of(brief, screen))
}

pub fn tell_anomaly(anomaly: &Anomaly, indent: &str, screen: &mut Screen) -> anyhow::Result<()> {
    screen.hang(
        &format!("{indent}! "),
        &anomaly.message,
        Some(Ink::Doubtful),
    )?;
    if let Some(suggestion) = &anomaly.suggestion {
        let lead = format!("{indent}  {}: ", screen.word(&say::SUGGESTION));
        screen.hang(&lead, suggestion, None)?;
    }
    Ok(())
}

fn tell_tasks(tasks: &[Task], screen: &mut Screen) -> anyhow::Result<()> {
    if tasks.is_empty() {
        return Ok(());
    }
    screen.blank()?;
    heading(&say::TASKS, tasks.len(), screen)?;
    for (place, task) in tasks.iter().enumerate() {
        screen.hang(&format!("{:>3}. ", place + 1), &task.text, None)?;
        let parts = [
            (&say::OWNER, task.owners.join(", ")),
            (&say::COORDINATOR, task.coordinators.join(", ")),
            (&say::DEADLINE, deadline(task)),
        ];
        let said: Vec<String> = parts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(label, value)| format!("{}: {value}", screen.word(label)))
            .collect();
        if !said.is_empty() {
            screen.hang("     ", &said.join(" · "), Some(Ink::Faint))?;
        }
    }
    Ok(())
}

/// What `tree --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Trees<'a> {
    pub trees: &'a [Tree],
}

pub fn tree(named: &Named, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let trees = library.tree(&named.name)?;
    if screen.json {
        screen.json(&Trees { trees: &trees })?;
    } else if trees.is_empty() {
        screen.tell(&say::NO_SUCH_WORK, &[("name", &named.name)])?;
    }
    if !screen.json {
        for (place, tree) in trees.iter().enumerate() {
            if place != 0 {
                screen.blank()?;
            }
            tell_tree(tree, screen)?;
        }
    }
    Ok(Outcome::found(!trees.is_empty()))
}

fn tell_tree(tree: &Tree, screen: &mut Screen) -> anyhow::Result<()> {
    const STEP: &str = "   ";
    let above = tree.above.iter().rev();
    for (depth, brief) in above.chain([&tree.work]).enumerate() {
        let lead = match depth.checked_sub(1) {
            None => String::new(),
            Some(steps) => format!("{}└─ ", STEP.repeat(steps)),
        };
        let ink = (depth == tree.above.len()).then_some(Ink::Strong);
        let line = line_of(brief, screen);
        screen.hang(&lead, &line, ink)?;
    }
    tell_branches(&tree.below, &STEP.repeat(tree.above.len()), screen)
}

fn tell_branches(branches: &[Branch], lead: &str, screen: &mut Screen) -> anyhow::Result<()> {
    for (place, branch) in branches.iter().enumerate() {
        let is_last = place + 1 == branches.len();
        let (knot, rail) = if is_last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let line = line_of(&branch.work, screen);
        screen.hang(&format!("{lead}{knot}"), &line, None)?;
        tell_branches(&branch.below, &format!("{lead}{rail}"), screen)?;
    }
    Ok(())
}

/// A work on one line: what it is, who issued it when, what about.
pub fn line_of(brief: &Brief, screen: &Screen) -> String {
    let mut parts = parts_of(brief);
    if brief.stub {
        parts.push(format!("[{}]", screen.word(&say::STUB)));
    }
    parts.join(" · ")
}

fn parts_of(brief: &Brief) -> Vec<String> {
    let name = brief.number.clone().unwrap_or_else(|| brief.id.0.clone());
    let parts = [
        brief.issued_on.as_deref().map(date),
        brief.issuer.clone(),
        brief.title.clone(),
    ];
    [Some(name)].into_iter().chain(parts).flatten().collect()
}

/// "Kế hoạch số 21/KH-UBND", as it is said.
pub fn name_of(doc_type: Option<&str>, number: Option<&str>, id: &str, lang: Lang) -> String {
    let doc_type = doc_type.map(|abbr| {
        let known = Authority::bundled().doc_type(abbr);
        known.map_or(abbr, |known| known.name.as_str())
    });
    match (doc_type, number) {
        (Some(doc_type), Some(number)) => {
            say::NUMBERED.fill(lang, &[("type", &doc_type), ("number", &number)])
        }
        (None, Some(number)) => number.to_owned(),
        (Some(doc_type), None) => say::UNNUMBERED.fill(lang, &[("type", &doc_type)]),
        (None, None) => id.to_owned(),
    }
}

fn heading(title: &Said, count: usize, screen: &mut Screen) -> anyhow::Result<()> {
    let text = format!("{} ({})", screen.word(title), screen.count(count as u64));
    Ok(screen.heading(&text)?)
}

fn more(count: usize, screen: &mut Screen) -> anyhow::Result<()> {
    if LISTED_MAX < count {
        let rest = count - LISTED_MAX;
        screen.tell(&say::MORE, &[("count", &rest)])?;
    }
    Ok(())
}

pub fn relation(relation: Relation) -> &'static Said {
    match relation {
        Relation::LegalBasis => &say::LEGAL_BASIS,
        Relation::Implements => &say::IMPLEMENTS,
        Relation::Amends => &say::AMENDS,
        Relation::Replaces => &say::REPLACES,
        Relation::Repeals => &say::REPEALS,
        Relation::IssuedBy => &say::ISSUED_BY,
        Relation::ProposedBy => &say::PROPOSED_BY,
        Relation::Mention => &say::MENTION,
        Relation::Itself => &say::ITSELF,
    }
}

pub fn verdict(name: Option<&str>) -> (&'static Said, Ink) {
    match name {
        Some("linked") => (&say::LINKED, Ink::Good),
        Some("ambiguous") => (&say::AMBIGUOUS, Ink::Doubtful),
        Some("unmatched") => (&say::UNMATCHED, Ink::Faint),
        Some("withheld") => (&say::WITHHELD, Ink::Doubtful),
        _ => (&say::UNSETTLED, Ink::Faint),
    }
}
