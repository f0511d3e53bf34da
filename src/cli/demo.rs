//! `demo`: the whole path on the project's own corpus, from a portal to the web page.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use kehoach::config::Config;
use kehoach::fetch::{Profile, Replica};
use kehoach::pipeline::{Access, Counts, Crawled, Library, TaskFilter, Wanted, Watch};
use kehoach::serve::Corrections;
use schemars::JsonSchema;
use serde::Serialize;

use super::arguments::Demo;
use super::messages as say;
use super::progress::{Watcher, heed_interrupts};
use super::screen::Screen;
use super::upkeep::tell_counts;
use super::{Outcome, crawl, report, search, serve};

/// The question the demo asks, typed as people do: without marks.
const QUESTION: &str = "ke hoach papi";
const HITS_SHOWN: usize = 3;

/// What `demo --json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DemoView {
    pub documents: u64,
    pub works: u64,
    pub stubs: u64,
    pub citations: ByVerdict,
    pub tasks: u64,
    pub deadlines: u64,
    pub anomalies: u64,
    pub seconds: f64,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ByVerdict {
    pub linked: u64,
    pub ambiguous: u64,
    pub unmatched: u64,
    pub withheld: u64,
}

pub fn run(demo: &Demo, config: Config, screen: &mut Screen) -> anyhow::Result<Outcome> {
    heed_interrupts(screen.lang)?;
    if !demo.corpus.is_dir() {
        anyhow::bail!(screen.said(&say::NO_CORPUS, &[("path", &demo.corpus.display())]));
    }
    // Fresh each time, and gone at the end: a demo leaves nothing behind.
    let folder = tempfile::Builder::new().prefix("kehoach-demo-").tempdir()?;
    let library = Library::open(
        Config {
            data: folder.path().to_owned(),
            ..config
        },
        Access::Write,
    )?;
    let began = Instant::now();
    let watcher = Watcher::new(screen.lang);
    let crawled = filled(&library, &demo.corpus, watcher.watch())?;
    drop(watcher);
    if crawled.taken.interrupted {
        screen.note(&say::DEMO_INTERRUPTED, &[]);
        return Ok(Outcome::Trouble);
    }
    tell(&library, began.elapsed().as_secs_f64(), screen)?;
    if demo.once || std::env::var_os("DEMO_ONCE").is_some_and(|value| value == "1") {
        return Ok(Outcome::Done);
    }
    screen.blank()?;
    serve::at("127.0.0.1:0", library, Corrections::Refused, screen)
}

/// Each portal of the corpus from its own local server, crawled as a real one is.
fn filled(library: &Library, corpus: &Path, watch: Watch) -> anyhow::Result<Crawled> {
    let mut folders: Vec<PathBuf> = fs::read_dir(corpus.join("portals"))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| folder.join("profile.toml").is_file())
        .collect();
    folders.sort();
    let (mut replicas, mut profiles) = (Vec::new(), Vec::new());
    for folder in folders {
        let replica = Replica::serve(&folder)?;
        let url = replica.url();
        profiles.push(Profile::load(&folder.join("profile.toml"), Some(&url))?);
        replicas.push(replica);
    }
    crawl::fetched(library, &profiles, None, watch)
}

fn tell(library: &Library, seconds: f64, screen: &mut Screen) -> anyhow::Result<()> {
    let counts = library.status()?.counts;
    let view = view(library, &counts, seconds)?;
    if screen.json {
        return screen.json(&view);
    }
    screen.field(screen.word(&say::CAPTURES), &screen.count(view.documents))?;
    tell_counts(&counts, screen)?;
    screen.field(screen.word(&say::DEADLINES), &screen.count(view.deadlines))?;
    screen.field(screen.word(&say::ANOMALIES), &screen.count(view.anomalies))?;
    screen.field(screen.word(&say::SECONDS), &format!("{seconds:.1}"))?;
    screen.blank()?;
    let command = format!("$ kehoach search \"{QUESTION}\"");
    screen.heading(&command)?;
    let wanted = Wanted {
        limit: HITS_SHOWN,
        ..Wanted::default()
    };
    search::tell(&library.search(QUESTION, &wanted)?, screen)
}

fn view(library: &Library, counts: &Counts, seconds: f64) -> anyhow::Result<DemoView> {
    let tasks = library.tasks(&TaskFilter::default())?;
    let deadlines = tasks.iter().filter(|row| row.task.deadline.is_some());
    Ok(DemoView {
        documents: counts.captures - counts.removed,
        works: counts.works,
        stubs: counts.stubs,
        citations: ByVerdict {
            linked: counts.linked,
            ambiguous: counts.ambiguous,
            unmatched: counts.unmatched,
            withheld: counts.withheld,
        },
        tasks: counts.tasks,
        deadlines: deadlines.count() as u64,
        anomalies: library.anomalies(report::ROWS_MAX)?.len() as u64,
        seconds,
    })
}
