//! How good the answers are for what staff ask: 2,912 generated works full of near misses (the same
//! plan of other years and provinces, one number in fourteen provinces) and their tasks, and
//! questions with graded relevance under `fixtures/index/judged/`. Beside it in one table: plain BM25
//! over folded syllables, what an engine without any of our rules would answer.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use kehoach::authority::Authority;
use kehoach::index::{Access, Change, Entry, Facetting, Index, Kind, Op, Page, Question, subjects};
use kehoach::text::fold;
use tempfile::TempDir;

/// Below this a change has cost staff something.
const NDCG_MIN: f64 = 0.74;
const PROVINCES: [(&str, &str); 14] = [
    ("hung-yen", "Hưng Yên"),
    ("thai-binh", "Thái Bình"),
    ("hai-duong", "Hải Dương"),
    ("nam-dinh", "Nam Định"),
    ("ha-nam", "Hà Nam"),
    ("lao-cai", "Lào Cai"),
    ("yen-bai", "Yên Bái"),
    ("vinh-phuc", "Vĩnh Phúc"),
    ("nghe-an", "Nghệ An"),
    ("quang-ngai", "Quảng Ngãi"),
    ("kon-tum", "Kon Tum"),
    ("dong-thap", "Đồng Tháp"),
    ("ben-tre", "Bến Tre"),
    ("lam-dong", "Lâm Đồng"),
];
const YEARS: std::ops::Range<u16> = 2018..2024;
/// Years in which departments made plans of their own, and the one with tasks.
const DEPARTMENT_YEARS: [u16; 2] = [2021, 2022];
const TASK_YEAR: u16 = 2021;
/// Said in every plan.
const COMMON: [&str; 6] = [
    "Các sở, ban, ngành, Ủy ban nhân dân các huyện, thành phố xây dựng kế hoạch cụ thể để thực hiện.",
    "Kinh phí thực hiện do ngân sách nhà nước bảo đảm theo phân cấp hiện hành.",
    "Định kỳ hằng quý báo cáo kết quả về Ủy ban nhân dân tỉnh để theo dõi, chỉ đạo.",
    "Tăng cường tuyên truyền trên các phương tiện thông tin đại chúng.",
    "Gắn trách nhiệm người đứng đầu với kết quả thực hiện nhiệm vụ được giao.",
    "Quá trình thực hiện nếu có khó khăn, vướng mắc, kịp thời phản ánh để xem xét, giải quyết.",
];

struct Subject {
    id: String,
    lead: String,
    /// Of even years, then of odd ones.
    titles: [String; 2],
    sentences: Vec<String>,
}

fn blocks(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    text.split("\n--- ").skip(1).map(|block| {
        let mut lines = block.lines();
        let head = lines.next().unwrap_or_default();
        (head, lines.filter(|line| !line.is_empty()).collect())
    })
}

fn read_subjects() -> Vec<Subject> {
    let text = fs::read_to_string("fixtures/index/judged/subjects.txt").expect("the fixture");
    let read = blocks(&text).map(|(head, lines)| {
        let (id, lead) = head.split_once(" | ").expect("id | lead");
        Subject {
            id: id.to_owned(),
            lead: lead.to_owned(),
            titles: [lines[0].to_owned(), lines[1].to_owned()],
            sentences: lines[2..].iter().map(|line| (*line).to_owned()).collect(),
        }
    });
    read.collect()
}

fn title(subject: &Subject, province: &str, year: u16) -> String {
    subject.titles[usize::from(year % 2)]
        .replace("{tinh}", province)
        .replace("{nam}", &year.to_string())
}

/// The same in every province, different for every subject and year.
fn number(subject: usize, year: u16) -> String {
    let serial = 10 + subject * 7 + usize::from(year - YEARS.start) * 200;
    format!("{serial}/KH-UBND")
}

fn works(all: &[Subject]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, subject) in all.iter().enumerate() {
        for (place, &(slug, province)) in PROVINCES.iter().enumerate() {
            for year in YEARS {
                let other = &all[(at + place + usize::from(year)) % all.len()];
                entries.push(plan(subject, at, (slug, province), year, other));
                if DEPARTMENT_YEARS.contains(&year) {
                    entries.push(department(subject, at, (slug, province), year));
                }
            }
        }
    }
    entries
}

fn plan(
    subject: &Subject,
    at: usize,
    (slug, province): (&str, &str),
    year: u16,
    other: &Subject,
) -> Entry {
    let title = title(subject, province, year);
    let mut body = format!("KẾ HOẠCH\n{title}\n");
    if YEARS.start < year {
        let before = number(at, year - 1);
        body += &format!("Tiếp tục thực hiện Kế hoạch số {before} của Ủy ban nhân dân tỉnh.\n");
    }
    body += &format!(
        "Lồng ghép với việc {}.\n",
        self::title(other, province, year)
    );
    for (line, sentence) in subject.sentences.iter().enumerate() {
        body += &format!(
            "{sentence}\n{}\n",
            COMMON[(at + line + usize::from(year)) % 6]
        );
    }
    body += &format!(
        "{} là cơ quan thường trực, theo dõi, đôn đốc.\n",
        subject.lead
    );
    entry(
        format!("{}.{slug}.{year}", subject.id),
        number(at, year),
        title,
        body,
        format!("Ủy ban nhân dân tỉnh {province}"),
        (slug, year, at),
    )
}

fn department(subject: &Subject, at: usize, (slug, province): (&str, &str), year: u16) -> Entry {
    let about = title(subject, province, year);
    let initials: String = subject
        .lead
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect();
    let of_province = number(at, year);
    let body = format!(
        "KẾ HOẠCH\nThực hiện Kế hoạch số {of_province} của Ủy ban nhân dân tỉnh {province}, {} ban hành \
         kế hoạch với các nội dung sau.\n{}\n{}\n",
        subject.lead,
        subject.sentences[0],
        COMMON[at % 6]
    );
    let placed = match subject.lead.starts_with("Sở") {
        true => format!("{} tỉnh {province}", subject.lead),
        false => format!("{} {province}", subject.lead),
    };
    let mut entry = entry(
        format!("{}.{slug}.{year}.so", subject.id),
        format!("{}/KH-{initials}", 5 + at),
        format!("thực hiện nhiệm vụ {about}"),
        body,
        placed,
        (slug, year, at),
    );
    entry.under = vec![of_province];
    entry
}

fn entry(
    id: String,
    number: String,
    title: String,
    body: String,
    issuer: String,
    (slug, year, at): (&str, u16, usize),
) -> Entry {
    let subjects = subjects(Some(&title), &body, &[]);
    Entry {
        id,
        number: Some(number),
        doc_type: Some("KH".to_owned()),
        issued_on: Some(format!("{year}-{:02}-{:02}", 1 + at % 12, 1 + at)),
        year: Some(year),
        issuer_id: Authority::bundled()
            .agency(&issuer, None, None)
            .map(|found| found.id.0),
        issuer: Some(issuer),
        province: Some(slug.to_owned()),
        title: Some(title),
        topics: subjects.iter().map(|subject| subject.id.clone()).collect(),
        subjects,
        body,
        ..Entry::default()
    }
}

/// A task of every plan of one year.
fn tasks(all: &[Subject], works: &[Entry]) -> Vec<Entry> {
    let of_year = |work: &&Entry| work.year == Some(TASK_YEAR) && !work.id.ends_with(".so");
    let tasks = works.iter().filter(of_year).map(|work| {
        let subject = all
            .iter()
            .find(|one| work.id.starts_with(&format!("{}.", one.id)));
        let subject = subject.expect("made of one");
        Entry {
            id: format!("{}.viec", work.id),
            kind: Kind::Task,
            work_id: Some(work.id.clone()),
            work_number: work.number.clone(),
            work_title: work.title.clone(),
            owners: vec![subject.lead.clone()],
            due: Some(format!("{TASK_YEAR}-12-15")),
            body: format!(
                "Tham mưu, báo cáo kết quả {}",
                work.title.as_deref().unwrap_or("")
            ),
            number: None,
            title: None,
            ..work.clone()
        }
    });
    tasks.collect()
}

struct Judged {
    kind: String,
    typed: String,
    grades: Vec<(String, u32)>,
}

fn questions() -> Vec<Judged> {
    let text = fs::read_to_string("fixtures/index/judged/questions.txt").expect("the fixture");
    let read = blocks(&text).map(|(kind, lines)| {
        let grade = |line: &&str| {
            let (grade, pattern) = line.split_once(": ").expect("grade: id");
            (pattern.to_owned(), grade.parse().expect("a grade"))
        };
        Judged {
            kind: kind.to_owned(),
            typed: lines[0].to_owned(),
            grades: lines[1..].iter().map(grade).collect(),
        }
    });
    read.collect()
}

fn matches(pattern: &str, id: &str) -> bool {
    let (pattern, id): (Vec<&str>, Vec<&str>) =
        (pattern.split('.').collect(), id.split('.').collect());
    let same = |(pattern, part): (&&str, &&str)| *pattern == "*" || pattern == part;
    pattern.len() == id.len() && pattern.iter().zip(&id).all(same)
}

impl Judged {
    fn grade(&self, id: &str) -> u32 {
        let grades = self
            .grades
            .iter()
            .filter(|(pattern, _)| matches(pattern, id));
        grades.map(|(_, grade)| *grade).max().unwrap_or(0)
    }

    fn ndcg(&self, found: &[String], all: &[Entry]) -> f64 {
        let sum = |grades: &[u32]| -> f64 {
            let gains = grades.iter().take(10).enumerate();
            gains
                .map(|(rank, grade)| f64::from((1 << grade) - 1) / (rank as f64 + 2.0).log2())
                .sum()
        };
        let mut ideal: Vec<u32> = all.iter().map(|entry| self.grade(&entry.id)).collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        assert!(0 < ideal[0], "nothing is relevant to {}", self.typed);
        let got: Vec<u32> = found.iter().map(|id| self.grade(id)).collect();
        sum(&got) / sum(&ideal)
    }
}

fn index_of(dir: &TempDir, entries: &[Entry]) -> Index {
    let mut index = Index::open(dir.path(), Access::Write).expect("the folder is ours");
    let changes: Vec<Change> = (1..)
        .zip(entries)
        .map(|(seq, entry)| Change {
            seq,
            op: Op::Put(Box::new(entry.clone())),
        })
        .collect();
    index.apply(&changes).expect("they fit");
    index.commit().expect("the disk is not full");
    index
}

fn ask(index: &Index, typed: &str) -> Vec<String> {
    let question = Question::parse(typed).expect("well formed");
    let page = Page {
        limit: 10,
        snippets: 0,
        facets: Facetting::Skip,
        ..Page::default()
    };
    let answer = index.search(&question, &page).expect("the index answers");
    answer.hits.into_iter().map(|hit| hit.id).collect()
}

/// Okapi BM25 over folded syllables of everything that is shown of a work, k1 1.2, b 0.75.
struct Plain<'a> {
    entries: &'a [Entry],
    lengths: Vec<f64>,
    postings: HashMap<String, Vec<(usize, f64)>>,
}

fn syllables(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Plain<'_> {
    fn of(entries: &[Entry]) -> Plain<'_> {
        let mut plain = Plain {
            entries,
            lengths: Vec::new(),
            postings: HashMap::new(),
        };
        for (at, entry) in entries.iter().enumerate() {
            let shown = [&entry.title, &entry.number, &entry.issuer, &entry.issued_on];
            let shown: Vec<&str> = shown.into_iter().flatten().map(String::as_str).collect();
            let words = syllables(&format!("Kế hoạch {} {}", shown.join(" "), entry.body));
            plain.lengths.push(words.len() as f64);
            let mut counts: BTreeMap<String, f64> = BTreeMap::new();
            for word in words {
                *counts.entry(word).or_default() += 1.0;
            }
            for (word, count) in counts {
                plain.postings.entry(word).or_default().push((at, count));
            }
        }
        plain
    }

    fn ask(&self, typed: &str) -> Vec<String> {
        // What a person would type there: the values without the names of the fields.
        let mut typed = typed.to_owned();
        for name in [
            "tinh=",
            "nam:",
            "chutri:",
            "kieu:nhiemvu",
            "kieu:vanban",
            " OR ",
            "trichdan:",
            "capduoi:",
            "chude:",
            "coquan:",
            "tinhnay:",
        ] {
            typed = typed.replace(name, " ");
        }
        let (k1, b) = (1.2, 0.75);
        let documents = self.entries.len() as f64;
        let mean = self.lengths.iter().sum::<f64>() / documents;
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in syllables(&typed) {
            let Some(postings) = self.postings.get(&word) else {
                continue;
            };
            let df = postings.len() as f64;
            let idf = (1.0 + (documents - df + 0.5) / (df + 0.5)).ln();
            for (at, count) in postings {
                let norm = k1 * (1.0 - b + b * self.lengths[*at] / mean);
                *scores.entry(*at).or_default() += idf * count * (k1 + 1.0) / (count + norm);
            }
        }
        let mut scores: Vec<(usize, f64)> = scores.into_iter().collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = scores.into_iter().take(10);
        best.map(|(at, _)| self.entries[at].id.clone()).collect()
    }
}

#[test]
fn staff_questions_find_what_they_mean() {
    let subjects = read_subjects();
    let mut entries = works(&subjects);
    assert!(2_000 <= entries.len());
    let tasks = tasks(&subjects, &entries);
    entries.extend(tasks);
    let dir = TempDir::new().expect("a folder");
    let index = index_of(&dir, &entries);
    let plain = Plain::of(&entries);
    let questions = questions();
    assert!(150 <= questions.len(), "{}", questions.len());
    let mut kinds: BTreeMap<&str, (usize, f64, f64)> = BTreeMap::new();
    let mut poor: Vec<(f64, String)> = Vec::new();
    for one in &questions {
        let found = ask(&index, &one.typed);
        let (ours, theirs) = (
            one.ndcg(&found, &entries),
            one.ndcg(&plain.ask(&one.typed), &entries),
        );
        if ours < 0.9 {
            poor.push((ours, format!("{} → {}", one.typed, found.join(" "))));
        }
        for kind in [one.kind.as_str(), "tất cả"] {
            let sum = kinds.entry(kind).or_default();
            *sum = (sum.0 + 1, sum.1 + ours, sum.2 + theirs);
        }
    }
    println!(
        "{:45} {:>5} {:>8} {:>8}",
        "loại câu hỏi", "số", "kehoach", "BM25"
    );
    for (kind, (count, ours, theirs)) in &kinds {
        let count = *count as f64;
        println!(
            "{kind:45} {count:>5} {:>8.3} {:>8.3}",
            ours / count,
            theirs / count
        );
    }
    poor.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (ndcg, line) in poor.iter().take(25) {
        println!("{ndcg:.3} {line}");
    }
    let (count, ours, _) = kinds["tất cả"];
    let mean = ours / count as f64;
    assert!(NDCG_MIN <= mean, "nDCG@10 {mean:.3} of {count} questions");
}
