//! A page read for what a crawler needs of it: rows, the next page, field texts, files.
//!
//! Texts are handed on as written; whether "05/03/2020" is a date is not known here.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::labels;
use super::link;
use super::profile::{Paging, Profile, Rule, Source};

/// Rows read from one list page. Lists of 500 exist; beyond this it is not a list page.
const ROWS_MAX: usize = 1000;

/// Files taken from one page. The largest seen is a budget notice with 61.
const ATTACHMENTS_MAX: usize = 100;

/// Longest text of a field, in characters.
const FIELD_CHARS_MAX: usize = 2000;

/// One list page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    pub rows: Vec<Row>,
    /// Link of the next page, where the profile pages by links.
    pub next: Option<Url>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub url: Url,
    pub fields: BTreeMap<String, String>,
}

/// One document page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    pub fields: BTreeMap<String, String>,
    pub attachments: Vec<Url>,
    /// False if the page lacks what every document page of the portal has.
    pub has_root: bool,
}

/// A parsed page with the parts to look away from.
pub(super) struct Page<'a> {
    roots: Vec<ElementRef<'a>>,
    drop: &'a [Selector],
}

impl<'a> Page<'a> {
    /// The elements worth looking at, in document order.
    pub fn elements(&self) -> Vec<ElementRef<'a>> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        let mut stack: Vec<ElementRef> = self.roots.iter().rev().copied().collect();
        while let Some(element) = stack.pop() {
            if !seen.insert(element.id()) || self.drop.iter().any(|drop| drop.matches(&element)) {
                continue;
            }
            found.push(element);
            let children: Vec<ElementRef> = element.child_elements().collect();
            stack.extend(children.into_iter().rev());
        }
        found
    }
}

/// Reads the rows of a list page at `url`.
pub fn read_listing(html: &str, url: &Url, source: &Source, profile: &Profile) -> Listing {
    // Some portals answer with bare rows; without a table around them the parser drops them.
    let html = match html.trim_start().get(..3) {
        Some("<tr" | "<TR") => format!("<table>{html}</table>"),
        _ => html.to_owned(),
    };
    let document = Html::parse_document(&html);
    let mut listing = Listing::default();
    let mut seen = BTreeSet::new();
    for item in document.select(&source.item).take(ROWS_MAX) {
        let Some(target) = link_in(item, &source.link, url, profile) else {
            continue;
        };
        if seen.insert(target.clone()) {
            let fields = fields_in(item, &source.fields);
            listing.rows.push(Row {
                url: target,
                fields,
            });
        }
    }
    if let Paging::NextLink { link } = &source.paging {
        listing.next = link_in(document.root_element(), link, url, profile);
    }
    listing
}

/// Reads the fields and files of a document page at `url`.
pub fn read_detail(html: &str, url: &Url, profile: &Profile) -> Detail {
    let document = Html::parse_document(html);
    let detail = &profile.detail;
    let roots: Vec<ElementRef> = match &detail.root {
        Some(root) => document.select(root).collect(),
        None => vec![document.root_element()],
    };
    let has_root = !roots.is_empty();
    let page = Page {
        roots,
        drop: &detail.drop,
    };
    let mut fields = match &detail.labels {
        Some(lexicon) => labels::read_cluster(&page, lexicon),
        None => BTreeMap::new(),
    };
    fields.extend(fields_in(document.root_element(), &detail.fields));
    let attachments = attachments(&page, url, profile);
    Detail {
        fields,
        attachments,
        has_root,
    }
}

fn fields_in(scope: ElementRef, fields: &[(String, Vec<Rule>)]) -> BTreeMap<String, String> {
    let value = |rules: &[Rule]| rules.iter().find_map(|rule| first_value(scope, rule));
    fields
        .iter()
        .filter_map(|(field, rules)| Some((field.clone(), value(rules)?)))
        .collect()
}

fn link_in(scope: ElementRef, rule: &Rule, url: &Url, profile: &Profile) -> Option<Url> {
    selected(scope, rule)
        .into_iter()
        .filter_map(|element| value_at(element, rule))
        .find_map(|href| link::resolve(&href, url, profile))
}

fn attachments(page: &Page, url: &Url, profile: &Profile) -> Vec<Url> {
    let rules = &profile.attachments.links;
    let mut found = Vec::new();
    for element in page.elements() {
        let by_rule = rules
            .iter()
            .filter(|rule| rule.css.as_ref().is_some_and(|css| css.matches(&element)))
            .find_map(|rule| value_at(element, rule));
        let href = by_rule.or_else(|| {
            let href = element
                .value()
                .attr("href")
                .or(element.value().attr("data-href"))?;
            link::has_extension(href, &profile.attachments.extensions).then(|| href.to_owned())
        });
        let target = href.and_then(|href| link::resolve(&href, url, profile));
        let target = target.map(|target| link::unwrap(target, &profile.attachments.unwrap));
        found.extend(target.filter(|target| target != url && !found.contains(target)));
        if ATTACHMENTS_MAX <= found.len() {
            break;
        }
    }
    found
}

fn first_value(scope: ElementRef, rule: &Rule) -> Option<String> {
    selected(scope, rule)
        .into_iter()
        .find_map(|element| value_at(element, rule))
}

/// The elements a rule speaks of: those its selector finds inside `scope`, or `scope` itself.
fn selected<'a>(scope: ElementRef<'a>, rule: &Rule) -> Vec<ElementRef<'a>> {
    match &rule.css {
        Some(css) => scope.select(css).collect(),
        None => vec![scope],
    }
}

fn value_at(element: ElementRef, rule: &Rule) -> Option<String> {
    let text = match &rule.attr {
        Some(attr) => element.value().attr(attr)?.trim().to_owned(),
        None => text_of(element, FIELD_CHARS_MAX)?,
    };
    let text = match &rule.regex {
        Some(regex) => {
            let captures = regex.captures(&text)?;
            captures
                .get(1)
                .or(captures.get(0))?
                .as_str()
                .trim()
                .to_owned()
        }
        None => text,
    };
    (!text.is_empty()).then_some(text)
}

/// The text of an element, white space collapsed; `None` if it is longer than `chars_max`.
pub(super) fn text_of(element: ElementRef, chars_max: usize) -> Option<String> {
    let mut out = String::new();
    let mut chars = 0;
    let mut apart = false;
    for piece in element.text() {
        apart |= piece.starts_with(char::is_whitespace);
        for word in piece.split_whitespace() {
            chars += word.chars().count() + 1;
            if chars_max < chars {
                return None;
            }
            if apart && !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
            apart = true;
        }
        apart = piece.ends_with(char::is_whitespace) || (apart && piece.trim().is_empty());
    }
    Some(out)
}

/// All visible text of a page, for the phrases of pages that are not there.
pub(super) fn visible_text(html: &str, chars_max: usize) -> Option<String> {
    let document = Html::parse_document(html);
    let body = Selector::parse("body").ok()?;
    let body = document.select(&body).next()?;
    text_of(body, chars_max)
}
