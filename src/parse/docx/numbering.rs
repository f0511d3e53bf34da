//! List labels: Word counts them, the file only names the list. "1.", "a)", "Điều 3.", "-".

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::parse::{counting, xml};

/// Levels of a list; Word has nine.
const LEVELS: usize = 9;

type Counters = [Option<u32>; LEVELS];

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2)`: the label with the counters of the levels.
    text: String,
}

/// A list: the abstract list that says how it looks, and the levels it starts anew.
struct List {
    abstract_id: u32,
    starts: HashMap<usize, u32>,
}

#[derive(Default)]
pub(super) struct Numbering {
    abstracts: HashMap<u32, Vec<Level>>,
    lists: HashMap<u32, List>,
    /// By abstract list: lists that share one go on counting.
    counters: HashMap<u32, Counters>,
    seen: HashSet<u32>,
}

impl Numbering {
    /// Counts one paragraph of a list and gives its label; `None` for no list or an empty label.
    pub fn next_label(&mut self, list: u32, level: u32) -> Option<String> {
        let level = (level as usize).min(LEVELS - 1);
        let is_new = self.seen.insert(list);
        let list = self.lists.get(&list)?;
        let levels = self.abstracts.get(&list.abstract_id)?;
        let counters = self.counters.entry(list.abstract_id).or_default();
        if is_new && !list.starts.is_empty() {
            *counters = [None; LEVELS];
        }
        let start = |at: usize| {
            let own = levels.get(at).map_or(1, |level| level.start);
            list.starts.get(&at).copied().unwrap_or(own)
        };
        counters[level] = Some(match counters[level] {
            Some(count) => count.saturating_add(1),
            None => start(level),
        });
        counters[level + 1..].fill(None);
        let counts: Vec<u32> = (0..LEVELS)
            .map(|at| counters[at].unwrap_or_else(|| start(at)))
            .collect();
        Some(label(levels, level, &counts)).filter(|label| !label.is_empty())
    }
}

fn label(levels: &[Level], level: usize, counts: &[u32]) -> String {
    let Some(own) = levels.get(level) else {
        return String::new();
    };
    if own.format == "bullet" {
        return bullet(&own.text);
    }
    let mut text = own.text.clone();
    for (at, count) in counts.iter().enumerate() {
        let mark = format!("%{}", at + 1);
        if text.contains(&mark) {
            let format = levels
                .get(at)
                .map_or("decimal", |level| level.format.as_str());
            text = text.replace(&mark, &numeral(*count, format));
        }
    }
    text
}

/// Symbol fonts put their bullets in the private use area; a dash says the same to every reader.
fn bullet(text: &str) -> String {
    let is_symbol = |c: char| ('\u{e000}'..='\u{f8ff}').contains(&c) || matches!(c, 'o' | '§');
    match text.chars().next() {
        Some(c) if is_symbol(c) => "-".to_owned(),
        _ => text.to_owned(),
    }
}

fn numeral(count: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "lowerLetter" => counting::letters(count),
        "upperLetter" => counting::letters(count).to_uppercase(),
        "lowerRoman" => counting::roman(count).to_lowercase(),
        "upperRoman" => counting::roman(count),
        "decimalZero" => format!("{count:02}"),
        _ => count.to_string(),
    }
}

/// Where in the part we are.
#[derive(Default)]
struct Place {
    abstract_id: Option<u32>,
    list: Option<u32>,
    level: usize,
}

pub(super) fn read(text: Option<&str>) -> Numbering {
    let mut numbering = Numbering::default();
    let mut reader = Reader::from_str(text.unwrap_or_default());
    let mut place = Place::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                numbering.take_in(&element, &mut place);
            }
            Ok(Event::Eof) | Err(_) => return numbering,
            Ok(_) => {}
        }
    }
}

impl Numbering {
    fn take_in(&mut self, element: &BytesStart, place: &mut Place) {
        let number = |name: &str| xml::number(element, name);
        match element.local_name().as_ref() {
            "abstractNum" => {
                place.abstract_id = number("abstractNumId");
                place.list = None;
            }
            "num" => {
                place.list = number("numId");
                place.abstract_id = None;
            }
            "abstractNumId" => self.name_list(place, number("val")),
            "lvl" | "lvlOverride" => {
                place.level = (number("ilvl").unwrap_or(0) as usize).min(LEVELS - 1);
            }
            "startOverride" => {
                let list = place.list.and_then(|list| self.lists.get_mut(&list));
                if let (Some(list), Some(start)) = (list, number("val")) {
                    list.starts.insert(place.level, start);
                }
            }
            name @ ("start" | "numFmt" | "lvlText") => self.level_property(name, element, place),
            _ => {}
        }
    }

    fn name_list(&mut self, place: &Place, abstract_id: Option<u32>) {
        if let (Some(list), Some(abstract_id)) = (place.list, abstract_id) {
            let starts = HashMap::new();
            self.lists.insert(
                list,
                List {
                    abstract_id,
                    starts,
                },
            );
        }
    }

    fn level_property(&mut self, name: &str, element: &BytesStart, place: &Place) {
        let Some(id) = place.abstract_id else { return };
        let levels = self.abstracts.entry(id).or_default();
        if levels.len() <= place.level {
            let fresh = Level {
                start: 1,
                format: "decimal".to_owned(),
                text: String::new(),
            };
            levels.resize(place.level + 1, fresh);
        }
        let value = xml::attribute(element, "val").unwrap_or_default();
        let level = &mut levels[place.level];
        match name {
            "start" => level.start = value.parse().unwrap_or(1),
            "numFmt" => level.format = value,
            _ => level.text = value,
        }
    }
}
