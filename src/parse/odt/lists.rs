//! List styles and the labels they count.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::{counting, xml};

/// Levels of a list; LibreOffice has ten.
const LEVELS: usize = 10;

#[derive(Clone, Debug, Default)]
struct Level {
    /// Empty for no number.
    format: String,
    prefix: String,
    suffix: String,
    /// Levels whose numbers the label shows: 2 for "1.1".
    shown: usize,
    start: u32,
    bullet: bool,
}

#[derive(Default)]
pub(super) struct Lists {
    styles: HashMap<String, Vec<Level>>,
    counters: HashMap<String, [u32; LEVELS]>,
}

impl Lists {
    /// Takes in the list styles of a part.
    pub fn take_part(&mut self, part: &str) {
        let mut reader = Reader::from_str(part);
        reader.config_mut().check_end_names = false;
        let mut name = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(element) | Event::Empty(element)) => {
                    match element.local_name().as_ref() {
                        "list-style" => name = xml::attribute(&element, "name"),
                        "list-level-style-number" | "list-level-style-bullet" => {
                            self.take_level(name.as_deref(), &element);
                        }
                        _ => {}
                    }
                }
                Ok(Event::End(element)) if element.local_name().as_ref() == "list-style" => {
                    name = None
                }
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn take_level(&mut self, name: Option<&str>, element: &BytesStart) {
        let number = |name: &str| xml::number(element, name);
        let value = |name: &str| xml::attribute(element, name).unwrap_or_default();
        let at = (number("level").unwrap_or(1) as usize).clamp(1, LEVELS) - 1;
        let Some(name) = name else { return };
        let levels = self.styles.entry(name.to_owned()).or_default();
        if levels.len() <= at {
            levels.resize(at + 1, Level::default());
        }
        levels[at] = Level {
            format: value("num-format"),
            prefix: value("num-prefix"),
            suffix: value("num-suffix"),
            shown: number("display-levels").unwrap_or(1) as usize,
            start: number("start-value").unwrap_or(1),
            bullet: element.local_name().as_ref() == "list-level-style-bullet",
        };
    }

    /// A list starts: unless it goes on with the one before, it counts anew.
    pub fn start(&mut self, style: &str) {
        self.counters.remove(style);
    }

    /// Counts one item of a list and gives its label; `None` for an empty one.
    pub fn next_label(&mut self, style: &str, level: usize, value: Option<u32>) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let levels = self.styles.get(style)?;
        let counters = self.counters.entry(style.to_owned()).or_default();
        let own = levels.get(level)?;
        let next = match counters[level] {
            0 => own.start,
            count => count.saturating_add(1),
        };
        counters[level] = value.unwrap_or(next);
        counters[level + 1..].fill(0);
        if own.bullet {
            return Some("-".to_owned());
        }
        let first = (level + 1).saturating_sub(own.shown.max(1));
        let numbers = (first..=level).filter_map(|at| {
            let format = &levels.get(at)?.format;
            let count = counters[at].max(1);
            (!format.is_empty()).then(|| numeral(count, format))
        });
        let numbers: Vec<String> = numbers.collect();
        let label = format!("{}{}{}", own.prefix, numbers.join("."), own.suffix);
        Some(label.trim().to_owned()).filter(|label| !label.is_empty())
    }
}

fn numeral(count: u32, format: &str) -> String {
    match format {
        "a" => counting::letters(count),
        "A" => counting::letters(count).to_uppercase(),
        "i" => counting::roman(count).to_lowercase(),
        "I" => counting::roman(count),
        _ => count.to_string(),
    }
}
