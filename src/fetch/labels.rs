//! Attribute tables found by what their labels say, not by where they stand.
//!
//! Class names and ids change with every redesign; "Số ký hiệu" and "Ngày ban hành" do not. But the
//! first label on a page is often a menu heading ("Cơ quan ban hành" over a list of filters), so
//! a value counts only inside a *cluster*: the smallest element that holds at least three different
//! labels whose values look right and which is not mostly links. That rule read both real vbpl pages
//! tried without one selector; the first-label rule got them wrong.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use scraper::{ElementRef, Node};

use super::page::{Page, text_of};
use crate::text::fold;

/// Different labels that make a cluster. Menus and related lists have one or two of them.
const LABELS_MIN: usize = 3;

/// Longest text that can be a label, in characters: "Cơ quan ban hành/ Chức danh / Người ký" has 38.
const LABEL_CHARS_MAX: usize = 60;

/// Longest value in characters; a trích yếu of 600 occurs.
const VALUE_CHARS_MAX: usize = 1500;

/// Elements a cluster may stand above its labels.
const CLUSTER_DEPTH_MAX: usize = 8;

/// Which label names which field.
#[derive(Clone, Debug)]
pub struct Lexicon {
    labels: HashMap<String, (&'static str, Kind)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    Text,
}

const TABLE: &str = include_str!("labels.tsv");

fn rows() -> impl Iterator<Item = (&'static str, Kind, &'static str)> {
    TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (field, kind, labels) = (columns.next()?, columns.next()?, columns.next()?);
            let kind = match kind {
                "number" => Kind::Number,
                "date" => Kind::Date,
                _ => Kind::Text,
            };
            Some((field, kind, labels))
        })
}

impl Lexicon {
    /// The bundled labels and a portal's own ones; an unknown field is handed back.
    pub fn with_aliases(aliases: &BTreeMap<String, Vec<String>>) -> Result<Lexicon, String> {
        let mut labels = HashMap::new();
        for (field, kind, written) in rows() {
            labels.extend(
                written
                    .split('|')
                    .map(|label| (normalized(label), (field, kind))),
            );
        }
        for (alias, written) in aliases {
            let (field, kind, _) = rows()
                .find(|(field, ..)| field == alias)
                .ok_or_else(|| alias.clone())?;
            labels.extend(
                written
                    .iter()
                    .map(|label| (normalized(label), (field, kind))),
            );
        }
        Ok(Lexicon { labels })
    }

    pub fn field_names() -> impl Iterator<Item = &'static str> {
        rows().map(|(field, ..)| field)
    }

    pub fn knows(field: &str) -> bool {
        Lexicon::field_names().any(|name| name == field)
    }

    fn one(&self, text: &str) -> Option<(&'static str, Kind)> {
        self.labels.get(&normalized(text)).copied()
    }

    /// The fields a label names: several for "Cơ quan ban hành/ Người ký". None for other text.
    fn read(&self, text: &str) -> Vec<(&'static str, Kind)> {
        if let Some(one) = self.one(text) {
            return vec![one];
        }
        let parts: Option<Vec<_>> = text.split('/').map(|part| self.one(part)).collect();
        parts.filter(|parts| 1 < parts.len()).unwrap_or_default()
    }
}

fn normalized(label: &str) -> String {
    let folded = fold(label);
    let words: Vec<&str> = folded.split_whitespace().collect();
    words
        .join(" ")
        .trim_matches([':', '*', '.', '-', '•', ' '])
        .to_owned()
}

/// The fields of the best cluster on a page; empty where there is none.
pub(super) fn read_cluster(page: &Page, lexicon: &Lexicon) -> BTreeMap<String, String> {
    let mut pairs = Vec::new();
    for element in page.elements() {
        pairs.extend(pairs_at(element, lexicon));
    }
    let fields = best_cluster(&pairs);
    fields
        .into_iter()
        .filter(|(field, _)| field != "files")
        .collect()
}

struct Pair<'a> {
    label: ElementRef<'a>,
    field: &'static str,
    value: String,
}

/// The pairs an element is the label of.
fn pairs_at<'a>(element: ElementRef<'a>, lexicon: &Lexicon) -> Vec<Pair<'a>> {
    let Some(text) = text_of(element, LABEL_CHARS_MAX + VALUE_CHARS_MAX) else {
        return Vec::new();
    };
    let named = match text.chars().count() <= LABEL_CHARS_MAX {
        true => lexicon.read(&text),
        false => Vec::new(),
    };
    if named.is_empty() {
        return inline_pair(element, &text, lexicon).into_iter().collect();
    }
    let values = values_after(element);
    named
        .into_iter()
        .zip(values)
        .filter(|((_, kind), value)| looks_right(*kind, value))
        .map(|((field, _), value)| Pair {
            label: element,
            field,
            value,
        })
        .collect()
}

/// `<p>Số ký hiệu: 21/KH-UBND</p>`
fn inline_pair<'a>(element: ElementRef<'a>, text: &str, lexicon: &Lexicon) -> Option<Pair<'a>> {
    let (label, value) = text.split_once(':')?;
    let (field, kind) = lexicon.one(label)?;
    let value = value.trim().to_owned();
    let is_leaf = element
        .child_elements()
        .all(|child| INLINE.contains(&child.value().name()));
    (is_leaf && looks_right(kind, &value)).then_some(Pair {
        label: element,
        field,
        value,
    })
}

const INLINE: [&str; 8] = ["b", "strong", "em", "i", "span", "a", "u", "font"];

/// What stands beside a label: the text right after it, or the elements that follow, in order.
fn values_after(label: ElementRef) -> Vec<String> {
    let mut values = Vec::new();
    for sibling in label.next_siblings() {
        let value = match sibling.value() {
            Node::Text(text) => tidy(text),
            Node::Element(_) => match ElementRef::wrap(sibling) {
                // A label over a list of links is a menu.
                Some(element) if !is_list(element) => {
                    text_of(element, VALUE_CHARS_MAX).unwrap_or_default()
                }
                _ => break,
            },
            _ => continue,
        };
        let is_blank_text = value.is_empty() && sibling.value().is_text();
        if !is_blank_text {
            values.push(value);
        }
    }
    values
}

fn is_list(element: ElementRef) -> bool {
    matches!(
        element.value().name(),
        "ul" | "ol" | "table" | "select" | "script" | "style" | "form"
    )
}

fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_start_matches(':').trim().to_owned()
}

/// What portals write for "unknown".
fn is_unknown(value: &str) -> bool {
    matches!(
        fold(value).as_str(),
        "" | "n/a" | "-" | "--" | "dang cap nhat" | "chua cap nhat" | "khong co"
    )
}

fn looks_right(kind: Kind, value: &str) -> bool {
    if is_unknown(value) {
        return false;
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    match kind {
        Kind::Text => true,
        Kind::Number => {
            value.chars().count() <= LABEL_CHARS_MAX && (0 < digits || value.contains('/'))
        }
        Kind::Date => value.chars().count() <= LABEL_CHARS_MAX && (6..=12).contains(&digits),
    }
}

/// The deepest element around three labels, widened while it gains labels.
fn best_cluster(pairs: &[Pair]) -> BTreeMap<String, String> {
    let mut around = HashMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        let ancestors = pair.label.ancestors().filter_map(ElementRef::wrap);
        for ancestor in ancestors.take(CLUSTER_DEPTH_MAX) {
            around
                .entry(ancestor.id())
                .or_insert_with(|| (ancestor, Vec::new()))
                .1
                .push(at);
        }
    }
    let count = |inside: &[usize]| {
        inside
            .iter()
            .map(|at| pairs[*at].field)
            .collect::<BTreeSet<_>>()
            .len()
    };
    let mut best: Option<(usize, usize, ElementRef)> = None;
    for (element, inside) in around.values() {
        let fields = count(inside);
        if fields < LABELS_MIN || is_mostly_links(*element) {
            continue;
        }
        let depth = element.ancestors().count();
        if best.is_none_or(|(d, f, _)| (d, f) < (depth, fields)) {
            best = Some((depth, fields, *element));
        }
    }
    let Some((_, mut fields, mut cluster)) = best else {
        return BTreeMap::new();
    };
    for wider in cluster.ancestors().filter_map(ElementRef::wrap).take(3) {
        let gained = around
            .get(&wider.id())
            .map_or(0, |(_, inside)| count(inside));
        if fields < gained && !is_mostly_links(wider) {
            (fields, cluster) = (gained, wider);
        }
    }
    let inside = around
        .get(&cluster.id())
        .map_or(&[][..], |(_, inside)| inside);
    let mut values = BTreeMap::new();
    for at in inside {
        let pair = &pairs[*at];
        values
            .entry(pair.field.to_owned())
            .or_insert_with(|| pair.value.clone());
    }
    values
}

/// A menu or a facet box: most of its letters lead elsewhere.
fn is_mostly_links(element: ElementRef) -> bool {
    let letters = |element: ElementRef| element.text().map(|text| text.trim().len()).sum::<usize>();
    let links = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|inner| inner.value().name() == "a")
        .map(letters)
        .sum::<usize>();
    letters(element) < links * 2
}
