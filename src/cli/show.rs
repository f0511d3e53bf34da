//! `show` and `tree`: one work with its evidence; its directives above and its plans below.

use std::collections::BTreeMap;
use std::path::Path;

use kehoach::authority::Authority;
use kehoach::config::Lang;
use kehoach::extract::{Relation, Task, TaskSource};
use kehoach::link::{Anomaly, Candidate, WorkId};
use kehoach::pipeline::{
    Above, Branch, Brief, CaptureId, CitationView, Found, Library, ManifestationView,
    OpenedReading, Tree, Unplaced, WorkView,
};
use schemars::JsonSchema;
use serde::Serialize;

use super::Outcome;
use super::arguments::Named;
use super::messages::{self as say, Said};
use super::screen::{Ink, Screen, date, shorten};
use super::tasks::deadline;

/// Columns of a work that is named beside another: titles run to a page.
const LINE_MAX: usize = 240;

/// Works listed under one heading; `--json` has them all.
const LISTED_MAX: usize = 30;

pub fn run(named: &Named, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut found = library.show(&named.name)?;
    if found.works.is_empty()
        && found.unplaced.is_empty()
        && let Some(capture) = on_disk(&named.name)
    {
        found = library.show(&capture)?;
    }
    let is_nothing = found.works.is_empty() && found.unplaced.is_empty();
    if screen.json {
        screen.json(&found)?;
    } else if is_nothing {
        screen.tell(&say::NO_SUCH_WORK, &[("name", &named.name)])?;
    } else {
        let known = known(&found, library)?;
        tell(&found, &known, library, screen)?;
    }
    Ok(Outcome::found(!is_nothing))
}

/// The name of the capture that a file on the disk is, whatever path leads to it.
pub fn on_disk(name: &str) -> Option<String> {
    /// Longer files are no documents.
    const BYTES_MAX: u64 = 1 << 30;
    let path = Path::new(name);
    let found = path.metadata().ok()?;
    if !found.is_file() || BYTES_MAX < found.len() {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    Some(CaptureId::of(&bytes).to_string())
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

fn tell(
    found: &Found,
    known: &Known,
    library: &Library,
    screen: &mut Screen,
) -> anyhow::Result<()> {
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
        let opened = library
            .open_work(&work.id)?
            .and_then(|opened| opened.reading);
        tell_work(work, opened.as_ref(), known, screen)?;
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

fn tell_work(
    work: &WorkView,
    opened: Option<&OpenedReading>,
    known: &Known,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    let file = work.manifestations.first().map(|one| one.file.as_str());
    let name = name_of(
        work.doc_type.as_deref(),
        work.number.as_deref(),
        file.map_or(work.id.0.as_str(), last_part),
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
        tell_reason("title", opened, screen)?;
    }
    screen.blank()?;
    tell_identity(work, opened, screen)?;
    tell_neighbours(work, screen)?;
    tell_citations(&work.citations, known, screen)?;
    tell_tasks(&work.tasks, opened, screen)?;
    if !work.anomalies.is_empty() {
        screen.blank()?;
        heading(&say::ANOMALIES, work.anomalies.len(), screen)?;
        for anomaly in &work.anomalies {
            tell_anomaly(anomaly, "  ", screen)?;
        }
    }
    Ok(())
}

fn tell_identity(
    work: &WorkView,
    opened: Option<&OpenedReading>,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    if let Some(number) = &work.number {
        screen.field(screen.word(&say::NUMBER), number)?;
        tell_reason("number", opened, screen)?;
    }
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
    tell_reason("issuer", opened, screen)?;
    screen.field(screen.word(&say::ISSUED_ON), &issued)?;
    tell_reason("issued_on", opened, screen)?;
    let mut posted = work
        .manifestations
        .iter()
        .filter_map(|one| one.posted_on.as_deref());
    if let (None, Some(posted)) = (&work.issued_on, posted.next()) {
        let text = screen.said(&say::NOT_ISSUE_DATE, &[("date", &date(posted))]);
        screen.field(screen.word(&say::POSTED_ON), &text)?;
    }
    if let Some(province) = &work.province {
        screen.field(screen.word(&say::PROVINCE), province)?;
    }
    for said in &work.statements {
        let [vi, en] = kehoach::report::stated(said);
        let text = if screen.lang == Lang::En { en } else { vi };
        screen.field(screen.word(&say::STANDING), &text)?;
    }
    screen.field(screen.word(&say::ID), &work.id.0)?;
    for manifestation in &work.manifestations {
        let value = manifestation_line(manifestation, screen);
        screen.field(screen.word(&say::MANIFESTATION), &value)?;
        if !manifestation.evidence.is_empty() {
            let why = manifestation.evidence.join("; ");
            screen.hang("     ", &why, Some(Ink::Faint))?;
        }
    }
    Ok(())
}

/// Where a value of the identity was read, in the document's own words.
fn tell_reason(
    field: &str,
    opened: Option<&OpenedReading>,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    /// Columns of a quote: enough to find it.
    const QUOTE_MAX: usize = 100;
    let Some(opened) = opened else {
        return Ok(());
    };
    let evidence = &opened.record.identity.evidence;
    let Some(reason) = evidence.iter().find(|one| one.field == field) else {
        return Ok(());
    };
    let source = source(&reason.source).map_or(reason.source.as_ref(), |said| screen.word(said));
    let quote = reason
        .span
        .and_then(|span| opened.text.text.get(span.range()));
    let quote = quote.map_or(String::new(), |quote| {
        format!(": «{}»", shorten(quote, QUOTE_MAX))
    });
    let lead = format!("  {}: ", screen.word(&say::EVIDENCE));
    screen.hang(&lead, &format!("{source}{quote}"), Some(Ink::Faint))?;
    Ok(())
}

fn source(source: &str) -> Option<&'static Said> {
    Some(match source {
        "letterhead" => &say::FROM_LETTERHEAD,
        "signature_stamp" => &say::FROM_STAMP,
        "title_block" => &say::FROM_TITLE,
        "lead_sentence" => &say::FROM_LEAD,
        "source_line" => &say::FROM_SOURCE_LINE,
        "label" => &say::FROM_LABEL,
        "headline" => &say::FROM_HEADLINE,
        "file_name" => &say::FROM_FILE_NAME,
        "context" => &say::FROM_CONTEXT,
        "signature_block" => &say::FROM_SIGNATURE,
        _ => return None,
    })
}

/// The page a byte of the text stands on, where there are pages.
fn page_of(at: usize, pages: &[u32]) -> Option<usize> {
    let page = pages
        .iter()
        .take_while(|start| **start as usize <= at)
        .count();
    (page != 0).then_some(page)
}

/// "ke-hoach.pdf · bản quét · chữ nhận dạng từ ảnh (OCR), … · 0a1b2c3d4e5f".
fn manifestation_line(manifestation: &ManifestationView, screen: &Screen) -> String {
    let digest = manifestation.sha256.get(..12).unwrap_or_default();
    let role =
        role(&manifestation.role).map_or(manifestation.role.as_str(), |said| screen.word(said));
    let source = match manifestation.text_source.as_deref() {
        Some("ocr") => screen.word(&say::BY_OCR),
        Some("repaired") => screen.word(&say::BY_REPAIR),
        Some("legacy_charset") => screen.word(&say::BY_CHARSET),
        _ => "",
    };
    let parts = [manifestation.file.as_str(), role, source, digest];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn role(role: &str) -> Option<&'static Said> {
    Some(match role {
        "signed_pdf" => &say::ROLE_SIGNED_PDF,
        "pdf" => &say::ROLE_PDF,
        "scan" => &say::ROLE_SCAN,
        "word" => &say::ROLE_WORD,
        "text" => &say::ROLE_TEXT,
        "page" => &say::ROLE_PAGE,
        "news" => &say::ROLE_NEWS,
        "draft" => &say::ROLE_DRAFT,
        "other" => &say::ROLE_OTHER,
        _ => return None,
    })
}

fn tell_neighbours(work: &WorkView, screen: &mut Screen) -> anyhow::Result<()> {
    for (title, works) in [
        (&say::PARENTS, &work.parents),
        (&say::GRANDPARENTS, &work.grandparents),
    ] {
        tell_above(title, works, screen)?;
    }
    let groups = [
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

/// Directives with why they are above.
fn tell_above(title: &'static Said, works: &[Above], screen: &mut Screen) -> anyhow::Result<()> {
    if works.is_empty() {
        return Ok(());
    }
    screen.blank()?;
    heading(title, works.len(), screen)?;
    for above in works {
        let line = line_of(&above.work, screen);
        screen.hang("  ", &line, None)?;
        if !above.evidence.is_empty() {
            let why = above.evidence.join("; ");
            screen.hang("     ", &why, Some(Ink::Faint))?;
        }
    }
    Ok(())
}

/// The number by which `correct` takes it: `--citation 3`, `tasks.3.owners`.
fn handle(place: usize) -> String {
    format!("{:>5} ", format!("[{place}]"))
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
        screen.hang(&handle(place), &citation.quote, None)?;
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
    // "Kế hoạch này" leads nowhere else.
    let target = citation.target.as_ref();
    if let Some(target) = target.filter(|_| citation.relation != Relation::Itself) {
        // That it is not held yet was just said.
        let line = known.get(target).map(|brief| parts_of(brief).join(" · "));
        let line = line.unwrap_or_else(|| target.0.clone());
        screen.hang("     → ", &shorten(&line, LINE_MAX), None)?;
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

fn tell_tasks(
    tasks: &[Task],
    opened: Option<&OpenedReading>,
    screen: &mut Screen,
) -> anyhow::Result<()> {
    if tasks.is_empty() {
        return Ok(());
    }
    screen.blank()?;
    heading(&say::TASKS, tasks.len(), screen)?;
    for (place, task) in tasks.iter().enumerate() {
        screen.hang(&handle(place), &task.text, None)?;
        let parts = [
            (&say::OWNER, task.owners.join(", ")),
            (&say::COORDINATOR, task.coordinators.join(", ")),
            (&say::DEADLINE, deadline(task)),
            (&say::EVIDENCE, place_of(task, opened, screen)),
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

/// Where a task stands: the words of its deadline, its page, a table.
fn place_of(task: &Task, opened: Option<&OpenedReading>, screen: &Screen) -> String {
    let pages = opened.map_or(&[][..], |opened| &opened.text.pages);
    let page = page_of(task.span.range().start, pages)
        .map(|page| screen.said(&say::PAGE, &[("page", &page)]));
    let table = (task.source == TaskSource::Table).then(|| screen.word(&say::IN_TABLE).to_owned());
    let said: Vec<String> = page.into_iter().chain(table).collect();
    said.join(", ")
}

/// What `tree --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Trees<'a> {
    pub trees: &'a [Tree],
}

pub fn tree(named: &Named, library: &Library, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut trees = library.tree(&named.name)?;
    if trees.is_empty()
        && let Some(capture) = on_disk(&named.name)
    {
        trees = library.tree(&capture)?;
    }
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
    let file = || brief.file.as_deref().map(last_part);
    let name = brief.number.as_deref().or(brief.title.as_deref());
    let name = name.or_else(file).unwrap_or(&brief.id.0).to_owned();
    let title = brief.title.clone().filter(|_| brief.number.is_some());
    let parts = [
        brief.issued_on.as_deref().map(date),
        brief.issuer.clone(),
        title,
    ];
    [Some(name)].into_iter().chain(parts).flatten().collect()
}

/// The name of a file without its folders.
pub fn last_part(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// "Kế hoạch số 21/KH-UBND", as it is said; what bears neither type nor number goes by `other`.
pub fn name_of(doc_type: Option<&str>, number: Option<&str>, other: &str, lang: Lang) -> String {
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
        (None, None) => other.to_owned(),
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
