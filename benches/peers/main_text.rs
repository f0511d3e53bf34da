//! HTML to main text against scraper's own parse of the same pages, which ours contains: what is the
//! cost of finding the main text, its fields and the bytes it came from?

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use kehoach::parse::{self, Hint, Limits};

/// Times each page is read by both, in turns: the least of each counts.
const ROUNDS: usize = 9;

/// Bytes of the long page.
const LONG_PAGE: usize = 1_400_000;

struct Page {
    name: String,
    bytes: Vec<u8>,
}

/// A table of the corpus's pages, of the real ones where `KEHOACH_REAL` names them, and of a long one.
pub fn compare(root: &Path) -> String {
    let mut out = String::from("HTML to main text against scraper's parse, CPU of one thread\n");
    let mut groups = vec![("corpus", pages(&root.join("corpus/portals")))];
    if let Some(real) = std::env::var_os("KEHOACH_REAL") {
        groups.push(("real", pages(&Path::new(&real).join("real/html"))));
    }
    groups.push(("long", vec![long_page(&groups[0].1)]));
    for (name, pages) in &groups {
        let measured: Vec<(Duration, Duration)> = pages.iter().map(measure).collect();
        let ours: Duration = measured.iter().map(|(ours, _)| *ours).sum();
        let tree: Duration = measured.iter().map(|(_, tree)| *tree).sum();
        let bytes: usize = pages.iter().map(|page| page.bytes.len()).sum();
        let _ = writeln!(
            out,
            "  {name:<7} {:>3} pages, {:>8} bytes: main text {:>8.2} ms, parse alone {:>8.2} ms, {:.2} times",
            pages.len(),
            bytes,
            ours.as_secs_f64() * 1e3,
            tree.as_secs_f64() * 1e3,
            ratio(ours, tree),
        );
        if let Some((page, (ours, tree))) = pages
            .iter()
            .zip(&measured)
            .max_by(|a, b| ratio(a.1.0, a.1.1).total_cmp(&ratio(b.1.0, b.1.1)))
        {
            let times = ratio(*ours, *tree);
            let _ = writeln!(out, "          at most {times:.2} times: {}", page.name);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn ratio(ours: Duration, tree: Duration) -> f64 {
    ours.as_secs_f64() / tree.as_secs_f64().max(f64::EPSILON)
}

/// CPU of reading the page, and of scraper's parse of its text.
fn measure(page: &Page) -> (Duration, Duration) {
    let text = String::from_utf8_lossy(&page.bytes).into_owned();
    let (mut ours, mut tree) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        tree = tree.min(cpu_of(|| {
            std::hint::black_box(scraper::Html::parse_document(&text));
        }));
        ours = ours.min(cpu_of(|| {
            let document = parse::parse(&page.bytes, &Hint::default(), &Limits::default());
            std::hint::black_box(document);
        }));
    }
    (ours, tree)
}

/// Time of this thread on a processor, so that a busy machine changes little.
fn cpu_of(work: impl FnOnce()) -> Duration {
    let began = cpu_now();
    work();
    cpu_now().saturating_sub(began)
}

fn cpu_now() -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the call writes one timespec, which is ours.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

fn pages(folder: &Path) -> Vec<Page> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .collect();
    entries.sort_by_key(|entry| entry.path());
    for path in entries.iter().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(pages(&path));
        } else if path.extension().is_some_and(|ending| ending == "html")
            && let Ok(bytes) = fs::read(&path)
        {
            let name = path.file_name().unwrap_or_default();
            let name = name.to_string_lossy().into_owned();
            found.push(Page { name, bytes });
        }
    }
    found
}

/// The bodies of the corpus's pages, one after the other, as a consolidated law is published.
fn long_page(corpus: &[Page]) -> Page {
    let mut bytes = b"<html><body><div class='content'>".to_vec();
    for page in corpus.iter().cycle().take(100_000) {
        let text = String::from_utf8_lossy(&page.bytes);
        let body = text
            .split_once("<body")
            .and_then(|(_, rest)| rest.split_once('>'));
        let inner = body.map_or("", |(_, inner)| inner);
        bytes.extend(inner.split("</body>").next().unwrap_or_default().as_bytes());
        if LONG_PAGE <= bytes.len() {
            break;
        }
    }
    Page {
        name: "a page of 1.4 MB".to_owned(),
        bytes,
    }
}
