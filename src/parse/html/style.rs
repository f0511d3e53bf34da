//! What attributes say about looks: weight, alignment, font, and whether the page shows the element.

use super::attributes::{List, Name};
use crate::parse::Style;
use crate::text::legacy::Face;

/// What is said; the rest is as around the element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rules {
    bold: Option<bool>,
    italic: Option<bool>,
    centered: Option<bool>,
    size: Option<f32>,
    pub face: Option<Face>,
    /// A footnote as Word writes it into HTML.
    pub is_footnote: bool,
}

impl Rules {
    pub fn of(list: &List) -> Rules {
        let align = list.get(Name::Align);
        let mut rules = Rules {
            centered: align.map(|align| align.eq_ignore_ascii_case("center")),
            ..Rules::default()
        };
        let mut family = None;
        for (name, value) in declarations(list.get(Name::Style).unwrap_or_default()) {
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
            if is("font-family") {
                family = Some(value);
            } else if is("font-weight") {
                let is_bold = matches!(value, "bold" | "bolder" | "600" | "700" | "800");
                rules.bold = Some(is_bold);
            } else if is("font-style") {
                rules.italic = Some(value.eq_ignore_ascii_case("italic"));
            } else if is("text-align") {
                rules.centered = Some(value.eq_ignore_ascii_case("center"));
            } else if is("font-size") {
                rules.size = points(value).or(rules.size);
            }
        }
        rules.face = family.or(list.get(Name::Face)).map(Face::of_font);
        rules
    }

    pub fn apply(&self, style: &mut Style) {
        style.bold = self.bold.unwrap_or(style.bold);
        style.italic = self.italic.unwrap_or(style.italic);
        style.centered = self.centered.unwrap_or(style.centered);
        style.size = self.size.unwrap_or(style.size);
    }
}

fn declarations(css: &str) -> impl Iterator<Item = (&str, &str)> {
    let rules = css.split(';').filter_map(|rule| rule.split_once(':'));
    rules.map(|(name, value)| (name.trim(), value.trim()))
}

/// True for the class of a footnote as Word writes it.
pub(super) fn is_footnote(class: &str) -> bool {
    class == "MsoFootnoteText" || class == "footnote"
}

pub(super) fn is_footnote_id(id: &str) -> bool {
    let number = id.strip_prefix("ftn");
    number.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn points(value: &str) -> Option<f32> {
    let split = value.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f32 = value[..split].trim().parse().ok()?;
    let points = match value[split..].trim() {
        "pt" => number,
        "px" => number * 0.75,
        _ => return None,
    };
    (1.0..=200.0).contains(&points).then_some(points)
}

/// True for the class of elements that their page does not show.
pub(super) fn is_hiding(class: &str) -> bool {
    matches!(class, "ms-hide" | "hidden" | "sr-only" | "d-none")
}

/// True for an element its page does not show, by other attributes than its class.
pub(super) fn hides(list: &List) -> bool {
    let style = || list.get(Name::Style).unwrap_or_default();
    list.get(Name::Hidden).is_some()
        || declarations(style()).any(|(name, value)| {
            let value = value.split('!').next().unwrap_or_default().trim();
            let is = |text: &str, wanted: &str| text.eq_ignore_ascii_case(wanted);
            is(name, "display") && is(value, "none")
                || is(name, "visibility") && is(value, "hidden")
        })
}
