//! One line in, hits with what was understood, facets and the other pages out.

use askama::Template;

use crate::link::WorkId;
use crate::pipeline::{
    Answer, FacetValue, Filter, Hit, HitKind, Library, Matching, Snippet, Sort, Wanted,
};
use crate::text::lookup_key;

use super::address;
use super::app::App;
use super::ask::Ask;
use super::refusal::Refusal;
use super::reply::{self, Reply};
use super::words;

/// Hits of one page.
const HITS: usize = 20;
/// Pages that can be leafed through: 10,000 hits, where the index ends too.
const PAGES_MAX: usize = 500;
/// Values of a facet that are shown before the rest is folded away.
const FACET_SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    query: String,
    here: &'static str,
    total: String,
    is_most: bool,
    chips: Vec<Chip>,
    unknown: Vec<String>,
    /// The line that may have been meant, with the address of its search.
    meant: Option<Choice>,
    /// Other writings that were looked for: `CCHC` → `cải cách hành chính`.
    synonyms: Vec<(String, String)>,
    /// Filters of the sentence that would have left nothing.
    set_aside: Vec<(&'static str, String)>,
    sorts: Vec<Choice>,
    hits: Vec<HitView>,
    facets: Vec<Facet>,
    suggestions: Vec<Choice>,
    number: usize,
    before: Option<String>,
    after: Option<String>,
}

/// A filter that was understood, with the address of the search without it.
struct Chip {
    label: &'static str,
    value: String,
    negated: bool,
    /// True if it was understood from the words of the line.
    inferred: bool,
    /// What succession takes in besides.
    also: String,
    without: String,
}

/// One way to go on; the one taken has `is_chosen`.
pub(super) struct Choice {
    pub label: String,
    pub href: String,
    pub is_chosen: bool,
}

struct Facet {
    title: &'static str,
    shown: Vec<FacetChoice>,
    more: Vec<FacetChoice>,
}

struct FacetChoice {
    label: String,
    count: String,
    href: String,
    is_chosen: bool,
}

/// A stretch of text that is marked or not.
pub(super) struct Stretch {
    pub text: String,
    pub marked: bool,
}

pub(super) struct HitView {
    pub href: String,
    pub is_task: bool,
    pub stub: bool,
    pub partial: bool,
    pub number: String,
    pub doc_type: String,
    pub issuer: String,
    pub issued_on: String,
    pub title: Vec<Stretch>,
    pub snippets: Vec<SnippetView>,
    pub owners: String,
    pub due: String,
    pub file: String,
}

pub(super) struct SnippetView {
    pub stretches: Vec<Stretch>,
    pub page: Option<u32>,
}

pub(super) fn page(app: &App, ask: &Ask) -> Reply {
    let (line, number) = (ask.text("q"), page_number(ask)?);
    let sort = sort_named(ask.text("xep"));
    let wanted = Wanted {
        limit: HITS,
        after: (1 < number).then(|| ((number - 1) * HITS).to_string()),
        sort,
    };
    let answer = app.library.search(line, &wanted);
    let answer = answer.map_err(|error| Refusal::from(error).about(line))?;
    let suggestions = match answer.total {
        0 => suggestions(app, line)?,
        _ => Vec::new(),
    };
    let view = View {
        answer: &answer,
        sort: sort_name(sort),
    };
    reply::page(&Page {
        query: line.to_owned(),
        here: "/tim",
        total: words::count(answer.total),
        is_most: answer.matching == Matching::Most && 0 < answer.total,
        chips: view.chips(),
        unknown: answer.understood.unknown.clone(),
        meant: view.meant(),
        synonyms: view.synonyms(),
        set_aside: view.set_aside(),
        sorts: view.sorts(),
        hits: answer.hits.iter().map(HitView::new).collect(),
        facets: view.facets(),
        suggestions,
        number,
        before: (1 < number).then(|| address::search(line, view.sort, number - 1)),
        after: (answer.next.is_some() && number < PAGES_MAX)
            .then(|| address::search(line, view.sort, number + 1)),
    })
}

fn page_number(ask: &Ask) -> Result<usize, Refusal> {
    let number = ask.text("trang").parse::<usize>().unwrap_or(1).max(1);
    if PAGES_MAX < number {
        let message = format!("Chỉ xem được đến trang {PAGES_MAX} của một kết quả tìm");
        return Err(Refusal::bad(message).with_hint("hãy thêm bộ lọc cho hẹp lại"));
    }
    Ok(number)
}

/// The ways to sort, by their names in the address.
const SORTS: &[(&str, Sort, &str)] = &[
    ("", Sort::Relevance, "Phù hợp nhất"),
    ("moi", Sort::Newest, "Mới nhất"),
    ("cu", Sort::Oldest, "Cũ nhất"),
    ("han", Sort::Due, "Thời hạn gần nhất"),
];

fn sort_named(name: &str) -> Sort {
    let found = SORTS.iter().find(|(known, _, _)| *known == name);
    found.map_or(Sort::Relevance, |(_, sort, _)| *sort)
}

fn sort_name(sort: Sort) -> &'static str {
    let found = SORTS.iter().find(|(_, known, _)| *known == sort);
    found.map_or("", |(name, _, _)| name)
}

fn suggestions(app: &App, line: &str) -> Result<Vec<Choice>, Refusal> {
    let found = app.library.suggest(line)?;
    Ok(found
        .into_iter()
        .map(|one| Choice {
            href: match &one.id {
                Some(id) => address::work(&WorkId(id.clone())),
                None => address::search(&one.text, "", 1),
            },
            label: one.name.unwrap_or(one.text),
            is_chosen: false,
        })
        .collect())
}

struct View<'a> {
    answer: &'a Answer,
    sort: &'static str,
}

impl View<'_> {
    fn chips(&self) -> Vec<Chip> {
        let filters = &self.answer.understood.filters;
        filters
            .iter()
            .map(|filter| Chip {
                label: field_label(&filter.field),
                value: value_label(&filter.field, &filter.value),
                negated: filter.negated,
                inferred: filter.inferred,
                also: filter.also.join(", "),
                without: self.to(&filter.without),
            })
            .collect()
    }

    fn meant(&self) -> Option<Choice> {
        let understood = &self.answer.understood;
        let line = understood
            .did_you_mean
            .as_ref()
            .or(understood.with_marks.as_ref())?;
        Some(Choice {
            label: line.clone(),
            href: self.to(line),
            is_chosen: false,
        })
    }

    fn synonyms(&self) -> Vec<(String, String)> {
        let synonyms = self.answer.understood.synonyms.iter();
        synonyms
            .map(|one| (one.word.clone(), one.also.join(", ")))
            .collect()
    }

    fn set_aside(&self) -> Vec<(&'static str, String)> {
        let filters = self.answer.understood.set_aside.iter();
        filters
            .map(|filter| {
                let value = value_label(&filter.field, &filter.value);
                (field_label(&filter.field), value)
            })
            .collect()
    }

    fn sorts(&self) -> Vec<Choice> {
        SORTS
            .iter()
            .map(|(name, _, label)| Choice {
                label: (*label).to_owned(),
                href: address::search(&self.answer.query, name, 1),
                is_chosen: *name == self.sort,
            })
            .collect()
    }

    fn facets(&self) -> Vec<Facet> {
        let facets = &self.answer.facets;
        [
            ("Kiểu", "kieu", &facets.kind),
            ("Năm ban hành", "nam", &facets.year),
            ("Loại văn bản", "loai", &facets.r#type),
            ("Chủ đề", "chude", &facets.topic),
            ("Cơ quan ban hành", "coquan", &facets.agency),
            ("Tỉnh, thành phố lúc ban hành", "tinh", &facets.province),
            ("Tỉnh, thành phố ngày nay", "tinhnay", &facets.province_now),
            ("Cấp", "cap", &facets.level),
            ("Dạng bản có", "dang", &facets.role),
            ("Kết luận viện dẫn", "ketluan", &facets.verdict),
        ]
        .into_iter()
        .filter(|(_, _, values)| !values.is_empty())
        .map(|(title, field, values)| self.facet(title, field, values))
        .collect()
    }

    /// A value that is asked for is taken out by its link; another is added as one more box.
    fn facet(&self, title: &'static str, field: &str, values: &[FacetValue]) -> Facet {
        let filters = &self.answer.understood.filters;
        let boxes = filters
            .iter()
            .filter(|filter| filter.field == field && !filter.negated);
        let choice = |value: &FacetValue| {
            let label = match &value.name {
                Some(name) => name.clone(),
                None => value_label(field, &value.value),
            };
            let asks = |filter: &&Filter| {
                let asked = lookup_key(&filter.value);
                asked == lookup_key(&value.value) || asked == lookup_key(&label)
            };
            let chosen = boxes.clone().find(asks);
            FacetChoice {
                count: words::count(value.count),
                href: self.to(&match chosen {
                    Some(filter) => filter.without.clone(),
                    None => Library::narrowed(&self.answer.query, field, &value.value),
                }),
                is_chosen: chosen.is_some(),
                label,
            }
        };
        let mut shown: Vec<FacetChoice> = values.iter().map(choice).collect();
        shown.sort_by_key(|one| !one.is_chosen);
        let more = shown.split_off(shown.len().min(FACET_SHOWN));
        Facet { title, shown, more }
    }

    fn to(&self, line: &str) -> String {
        address::search(line, self.sort, 1)
    }
}

fn field_label(field: &str) -> &'static str {
    match field {
        "nam" => "Năm",
        "ngay" => "Ngày ban hành",
        "coquan" => "Cơ quan",
        "tinh" => "Tỉnh",
        "tinhnay" => "Tỉnh ngày nay",
        "loai" => "Loại",
        "chutri" => "Chủ trì",
        "phoihop" => "Phối hợp",
        "han" => "Thời hạn",
        "kieu" => "Kiểu",
        "so" => "Số, ký hiệu",
        "trichdan" => "Viện dẫn",
        "capduoi" => "Triển khai",
        "chude" => "Chủ đề",
        "cap" => "Cấp",
        "ketluan" => "Kết luận",
        "dang" => "Dạng bản có",
        _ => "Bộ lọc",
    }
}

fn value_label(field: &str, value: &str) -> String {
    match (field, value) {
        ("kieu", "task" | "nhiemvu") => "nhiệm vụ".to_owned(),
        ("kieu", "work" | "vanban") => "văn bản".to_owned(),
        ("loai", code) => words::doc_type(code),
        ("cap", level) => words::level(level).to_owned(),
        ("ketluan", verdict) => words::verdict(Some(verdict)).to_owned(),
        _ => value.to_owned(),
    }
}

impl HitView {
    pub fn new(hit: &Hit) -> HitView {
        let is_task = hit.kind == HitKind::Task;
        let work = hit.work_id.as_ref().unwrap_or(&hit.id);
        let mut href = address::work(&WorkId(work.clone()));
        if let (true, Some((_, task))) = (is_task, hit.id.rsplit_once('#')) {
            href.push_str(&format!("#nv-{task}"));
        }
        let title = hit.title.as_deref().unwrap_or_default();
        HitView {
            href,
            is_task,
            stub: hit.stub,
            partial: hit.partial,
            number: hit.number.clone().unwrap_or_default(),
            doc_type: hit
                .doc_type
                .as_deref()
                .map_or(String::new(), words::doc_type),
            issuer: hit.issuer.clone().unwrap_or_default(),
            issued_on: hit.issued_on.as_deref().map_or(String::new(), words::date),
            title: stretches(title, &hit.title_highlights),
            snippets: hit.snippets.iter().map(SnippetView::new).collect(),
            owners: hit.owners.join("; "),
            due: hit.due.as_deref().map_or(String::new(), words::date),
            file: hit
                .files
                .first()
                .map_or(String::new(), |file| base_name(file)),
        }
    }
}

/// The last part of a path: the folders are on the work's page.
fn base_name(file: &str) -> String {
    file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned()
}

impl SnippetView {
    fn new(snippet: &Snippet) -> SnippetView {
        SnippetView {
            stretches: stretches(&snippet.text, &snippet.highlights),
            page: snippet.page,
        }
    }
}

/// Cuts a text at its highlights. Ranges that are none of its characters mark nothing.
fn stretches(text: &str, highlights: &[[usize; 2]]) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let mut at = 0;
    let mut push = |part: Option<&str>, marked| {
        if let Some(part) = part.filter(|part| !part.is_empty()) {
            stretches.push(Stretch {
                text: part.to_owned(),
                marked,
            });
        }
    };
    for [start, end] in highlights {
        if *start < at || text.get(at..*start).is_none() || text.get(*start..*end).is_none() {
            continue;
        }
        push(text.get(at..*start), false);
        push(text.get(*start..*end), true);
        at = *end;
    }
    push(text.get(at..), false);
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highlights_cut_a_text_and_lose_nothing() {
        let whole = |highlights: &[[usize; 2]]| {
            let cut = stretches("kế hoạch", highlights);
            let marked: Vec<bool> = cut.iter().map(|one| one.marked).collect();
            let text: String = cut.into_iter().map(|one| one.text).collect();
            (text, marked)
        };
        assert_eq!(whole(&[[0, 4]]), ("kế hoạch".to_owned(), vec![true, false]));
        // Within a letter, past the end, backwards: marks nothing.
        for odd in [[1, 3], [0, 90], [4, 2]] {
            assert_eq!(whole(&[odd]), ("kế hoạch".to_owned(), vec![false]));
        }
    }
}
