//! Distinct questions of each kind, taken from what the documents say, and what each cost.

use std::io;
use std::time::Duration;

use kehoach::index::{ErrorKind, Facetting, Index, Page, Question};
use kehoach::text::fold;

use crate::clock;
use crate::generated::Generator;
use crate::generated::lines::Lines;

/// Distinct questions of a kind: the 99th of a hundred is not left to one question.
pub const ASKED: usize = 500;
/// Hits of a page.
const HITS: usize = 20;

/// What is asked, and what it may cost at a million documents.
pub struct Kind {
    pub name: &'static str,
    pub goal: Option<(f64, f64)>,
    pub ask: fn(&Index, &str) -> io::Result<()>,
    pub lines: Vec<String>,
}

/// Milliseconds of the asking thread.
pub struct Cost {
    pub name: &'static str,
    pub goal: Option<(f64, f64)>,
    pub asked: usize,
    pub median: f64,
    pub p99: f64,
    pub slowest: String,
}

pub fn kinds(generator: &Generator, documents: u64) -> Vec<Kind> {
    let mut lines = Lines::new(generator, documents, 99);
    let typed = lines.many(ASKED, |lines| lines.run(3, 5));
    let bare = lines.many(ASKED, |lines| Some(fold(&lines.run(3, 5)?)));
    let long = lines.many(ASKED, |lines| lines.run(6, 9));
    let named = lines.many(ASKED, Lines::with_facts);
    let numbers = lines.many(ASKED, Lines::number);
    let mixed: Vec<String> = (0..ASKED / 4)
        .flat_map(|at| [&typed[at], &bare[at], &long[at], &named[at]])
        .cloned()
        .collect();
    let kind = |name, goal, ask, lines| Kind {
        name,
        goal,
        ask,
        lines,
    };
    let ranked = Some((20.0, 60.0));
    vec![
        kind(
            "ranked, all four kinds below",
            ranked,
            hits as _,
            mixed.clone(),
        ),
        kind("  3 to 5 words with marks", ranked, hits, typed),
        kind("  3 to 5 words without", ranked, hits, bare),
        kind("  6 to 9 words", ranked, hits, long),
        kind("  with a year and a province", ranked, hits, named),
        kind(
            "ranked, with three snippets a hit",
            None,
            snippets,
            mixed.clone(),
        ),
        kind(
            "all of four words",
            Some((5.0, 15.0)),
            hits,
            lines.many(ASKED, Lines::all_of_four),
        ),
        kind(
            "count and twelve facets",
            Some((f64::MAX, 60.0)),
            counts,
            mixed.clone(),
        ),
        kind("the whole page: all of these", None, page, mixed),
        kind(
            "suggestions",
            Some((f64::MAX, 10.0)),
            suggest,
            lines.many(ASKED, Lines::begun),
        ),
        kind("a number", Some((f64::MAX, 0.2)), one, numbers.clone()),
        kind("a number, with twenty hits", None, hits, numbers),
        kind(
            "hostile, the whole page",
            Some((f64::MAX, 200.0)),
            refusable,
            hostile(),
        ),
    ]
}

/// Distinct questions such as people follow: some words, or a number, or words with a year or a province.
pub fn followed(generator: &Generator, many: usize) -> Vec<String> {
    let mut lines = Lines::new(generator, many as u64, 7);
    lines.many(many, |lines| match lines.draw.below(4) {
        0 => lines.number(),
        1 => lines.with_facts(),
        _ => lines.run(3, 6),
    })
}

/// Asks each line once, after a few that warm the caches.
pub fn cost(index: &Index, kind: &Kind) -> io::Result<Cost> {
    for line in kind.lines.iter().take(kind.lines.len() / 10) {
        (kind.ask)(index, line)?;
    }
    let mut costs = Vec::with_capacity(kind.lines.len());
    for line in &kind.lines {
        let before = clock::thread();
        (kind.ask)(index, line)?;
        costs.push((milliseconds(clock::thread() - before), line));
    }
    costs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| ((costs.len() - 1) as f64 * share).round() as usize;
    Ok(Cost {
        name: kind.name,
        goal: kind.goal,
        asked: costs.len(),
        median: costs[at(0.5)].0,
        p99: costs[at(0.99)].0,
        slowest: costs[at(0.99)].1.clone(),
    })
}

impl Cost {
    pub fn row(&self) -> String {
        let shown = |goal: f64| match goal {
            f64::MAX => "–".to_owned(),
            goal => format!("{goal}"),
        };
        let (goal, holds) = match self.goal {
            Some((median, p99)) => (
                format!("{} / {}", shown(median), shown(p99)),
                if self.median <= median && self.p99 <= p99 {
                    "yes"
                } else {
                    "NO"
                },
            ),
            None => ("–".to_owned(), ""),
        };
        let shown_line: String = self.slowest.chars().take(60).collect();
        format!(
            "| {:34} | {:4} | {:8.3} | {:8.3} | {:>11} | {:3} | {}",
            self.name, self.asked, self.median, self.p99, goal, holds, shown_line
        )
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn asked(index: &Index, line: &str, page: &Page) -> io::Result<()> {
    let question = Question::parse(line).map_err(io::Error::other)?;
    let answer = index.search(&question, page).map_err(io::Error::other)?;
    std::hint::black_box(answer);
    Ok(())
}

fn one(index: &Index, line: &str) -> io::Result<()> {
    let page = Page {
        facets: Facetting::Nothing,
        snippets: 0,
        ..Page::first(1)
    };
    asked(index, line, &page)
}

fn hits(index: &Index, line: &str) -> io::Result<()> {
    let page = Page {
        facets: Facetting::Nothing,
        snippets: 0,
        ..Page::first(HITS)
    };
    asked(index, line, &page)
}

fn snippets(index: &Index, line: &str) -> io::Result<()> {
    let page = Page {
        facets: Facetting::Nothing,
        ..Page::first(HITS)
    };
    asked(index, line, &page)
}

fn counts(index: &Index, line: &str) -> io::Result<()> {
    asked(index, line, &Page::first(0))
}

fn page(index: &Index, line: &str) -> io::Result<()> {
    asked(index, line, &Page::first(HITS))
}

fn suggest(index: &Index, line: &str) -> io::Result<()> {
    std::hint::black_box(index.suggest(line).map_err(io::Error::other)?);
    Ok(())
}

/// Lines that ask for as much work as a line can.
fn hostile() -> Vec<String> {
    let phrases = |many: usize| {
        let words = [
            "kế hoạch",
            "ủy ban nhân dân",
            "cải cách hành chính",
            "của tỉnh",
            "và các",
            "thực hiện",
        ];
        let phrases = words.iter().cycle().take(many);
        phrases
            .map(|words| format!("\"{words}\" "))
            .collect::<String>()
    };
    const FREQUENT: &str = "kế hoạch ủy ban nhân dân tỉnh về việc thực hiện cải cách hành chính năm công tác \
        quản lý nhà nước các cơ quan đơn vị sở ngành huyện thành phố xã phường trên địa bàn theo quy định và \
        của được trong cho có tại đến từ những nhiệm vụ báo cáo kết quả chỉ đạo tổ chức phối hợp triển khai \
        xây dựng nâng cao hiệu chất lượng phục người doanh nghiệp đảm bảo kiểm tra tiếp nhận giải quyết thủ tục";
    let words: Vec<&str> = FREQUENT.split_whitespace().collect();
    let pairs = words.chunks(2).take(30);
    let pairs: Vec<String> = pairs.map(|two| format!("\"{}\" ", two.join(" "))).collect();
    let lines = [
        "th* tr*".to_owned(),
        "ke*".to_owned(),
        "th* tr* ng* ch*".to_owned(),
        "\"kế hoạch\" th* OR tr* -ng*".to_owned(),
        phrases(6),
        phrases(60),
        "và của các cho theo trong về tại được với".to_owned(),
        "(và OR của OR các OR cho) (theo OR trong OR về) -tại".to_owned(),
        "nam:2000..2030 kieu:vanban và".to_owned(),
        "kế hoạch ủy ban nhân dân tỉnh ".repeat(40),
        "kế ".repeat(200_000),
        (0..10_000)
            .map(|at| format!("{at} OR "))
            .collect::<String>()
            + "kế",
        (0..10_000).map(|at| format!("-a{at} ")).collect(),
        (0..2_000).map(|at| format!("từ{at} ")).collect(),
        "\"kế hoạch\"".to_owned(),
        "\"và các\" nam:2021".to_owned(),
        "-\"kế hoạch\" -\"ủy ban\" tỉnh".to_owned(),
        FREQUENT.to_owned(),
        FREQUENT
            .split(' ')
            .map(|word| format!("\"{word}\" "))
            .take(30)
            .collect(),
        pairs.concat(),
        pairs.join("OR "),
    ];
    lines.into()
}

/// What may be refused.
fn refusable(index: &Index, line: &str) -> io::Result<()> {
    let Ok(question) = Question::parse(line) else {
        return Ok(());
    };
    match index.search(&question, &Page::first(HITS)) {
        Err(error) if !matches!(error.kind(), ErrorKind::Query(_) | ErrorKind::TooBroad) => {
            Err(io::Error::other(error))
        }
        answered => {
            std::hint::black_box(answered.is_ok());
            Ok(())
        }
    }
}
