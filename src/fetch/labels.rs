//! Attribute tables found by what their labels say, not by where they stand.
//!
//! Class names and ids change with every redesign; "Số ký hiệu" and "Ngày ban hành" do not. But the
//! first label on a page is often a menu heading ("Cơ quan ban hành" over a list of filters), so
//! a value counts only inside a *cluster*: the smallest element that holds at least three different
//! labels whose values look right and which is not mostly links. That rule reads the attribute pages of
//! vbpl (8 of 8 fields), vanban.chinhphu.vn and congbao without one selector, and nothing from lists.

use std::cmp::Reverse;
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

/// Elements a cluster is widened by: a row to its table body, table and box.
const WIDEN_MAX: usize = 3;

/// Which label names which field.
#[derive(Clone, Debug)]
pub struct Lexicon {
    labels: HashMap<String, Label>,
}

#[derive(Clone, Copy, Debug)]
struct Label {
    field: &'static str,
    kind: Kind,
    /// Weak labels are words of tabs and menus too: they do not make a cluster.
    is_weak: bool,
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
        let mut add = |written: &str, field, kind| {
            let label = Label {
                field,
                kind,
                is_weak: written.starts_with('?'),
            };
            labels.insert(normalized(written.trim_start_matches('?')), label);
        };
        for (field, kind, written) in rows() {
            written.split('|').for_each(|label| add(label, field, kind));
        }
        for (alias, written) in aliases {
            let (field, kind, _) = rows()
                .find(|(field, ..)| field == alias)
                .ok_or_else(|| alias.clone())?;
            written.iter().for_each(|label| add(label, field, kind));
        }
        Ok(Lexicon { labels })
    }

    pub fn field_names() -> impl Iterator<Item = &'static str> {
        rows().map(|(field, ..)| field)
    }

    pub fn knows(field: &str) -> bool {
        Lexicon::field_names().any(|name| name == field)
    }

    fn one(&self, text: &str) -> Option<Label> {
        self.labels.get(&normalized(text)).copied()
    }

    /// The fields a label names: several for "Cơ quan ban hành/ Người ký". None for other text.
    fn read(&self, text: &str) -> Vec<Label> {
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
    at: ElementRef<'a>,
    label: Label,
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
        .filter(|(label, value)| looks_right(label.kind, value))
        .map(|(label, value)| Pair {
            at: element,
            label,
            value,
        })
        .collect()
}

/// `<p>Số ký hiệu: 21/KH-UBND</p>`
fn inline_pair<'a>(element: ElementRef<'a>, text: &str, lexicon: &Lexicon) -> Option<Pair<'a>> {
    let (label, value) = text.split_once(':')?;
    let label = lexicon.one(label)?;
    let value = value.trim().to_owned();
    let is_leaf = element
        .child_elements()
        .all(|child| INLINE.contains(&child.value().name()));
    (is_leaf && looks_right(label.kind, &value)).then_some(Pair {
        at: element,
        label,
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
    for (position, pair) in pairs.iter().enumerate() {
        let ancestors = pair.at.ancestors().filter_map(ElementRef::wrap);
        for ancestor in ancestors.take(CLUSTER_DEPTH_MAX) {
            let entry = around.entry(ancestor.id());
            let inside = &mut entry.or_insert_with(|| (ancestor, Vec::new())).1;
            inside.push(position);
        }
    }
    let strong = |inside: &[usize]| {
        let strong = inside.iter().map(|position| pairs[*position].label);
        let fields = strong
            .filter(|label| !label.is_weak)
            .map(|label| label.field);
        fields.collect::<BTreeSet<_>>().len()
    };
    // Of equals the first on the page.
    let best = around
        .values()
        .filter(|(element, inside)| LABELS_MIN <= strong(inside) && !is_mostly_links(*element))
        .max_by_key(|(element, inside)| {
            let depth = element.ancestors().count();
            (depth, strong(inside), Reverse(inside.first()))
        });
    let Some((cluster, mut chosen)) = best.map(|(element, inside)| (*element, inside)) else {
        return BTreeMap::new();
    };
    for wider in cluster
        .ancestors()
        .filter_map(ElementRef::wrap)
        .take(WIDEN_MAX)
    {
        let Some((_, inside)) = around.get(&wider.id()) else {
            break;
        };
        if strong(chosen) < strong(inside) && !is_mostly_links(wider) {
            chosen = inside;
        }
    }
    values_of(chosen.iter().map(|position| &pairs[*position]))
}

/// The first value of each field.
fn values_of<'a>(pairs: impl Iterator<Item = &'a Pair<'a>>) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for pair in pairs {
        let field = pair.label.field.to_owned();
        values.entry(field).or_insert_with(|| pair.value.clone());
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
