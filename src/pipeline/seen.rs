//! What a person saw where they corrected something, in; the same place in another reading of the file, out.
//!
//! `tasks.3.deadline` names the fourth task of one reading. Another version of the program may count
//! another before it, and a correction that went by the number would put a deadline on the wrong task.
//! So the words of every item on the way are kept, and the item is found again by them; where they do
//! not tell, nothing is put right and the correction is said to have no place.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What stood at a path when it was corrected.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    value: Value,
    /// Of each list on the way, outermost first.
    items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    words: String,
    /// Its place among those with the same words.
    nth: usize,
    /// How many have these words.
    of: usize,
}

/// What stands at this path of a record.
pub(super) fn look(record: &Value, path: &str) -> Seen {
    let mut seen = Seen::default();
    let mut here = record;
    for part in path.split('.') {
        here = match here {
            Value::Array(all) => {
                let at = part.parse().unwrap_or(usize::MAX);
                let Some(item) = all.get(at) else {
                    return seen;
                };
                let same = same_words(all, &words(item));
                seen.items.push(Item {
                    words: words(item),
                    nth: same.iter().position(|it| *it == at).unwrap_or_default(),
                    of: same.len(),
                });
                item
            }
            other => other.get(part).unwrap_or(&Value::Null),
        };
    }
    seen.value = here.clone();
    seen
}

/// Where that is in another reading; `None` if it is nowhere, or in several places.
pub(super) fn find(record: &Value, path: &str, seen: &Seen) -> Option<String> {
    let parts: Vec<&str> = path.split('.').collect();
    let mut found: Vec<String> = Vec::with_capacity(parts.len());
    let mut items = seen.items.iter();
    let mut here = record;
    for (depth, part) in parts.iter().enumerate() {
        let Value::Array(all) = here else {
            found.push((*part).to_owned());
            here = here.get(part).unwrap_or(&Value::Null);
            continue;
        };
        let item = items.next()?;
        let same = same_words(all, &item.words);
        let below = parts.get(depth + 1..).unwrap_or_default();
        let at = match same.as_slice() {
            [only] => *only,
            several if several.len() == item.of => *several.get(item.nth)?,
            several => one_with(all, several, below, &seen.value)?,
        };
        found.push(at.to_string());
        here = all.get(at)?;
    }
    Some(found.join("."))
}

/// The words of the item that was corrected.
pub(super) fn quote(seen: &Value) -> Option<String> {
    let seen: Seen = serde_json::from_value(seen.clone()).ok()?;
    seen.items.into_iter().next().map(|item| item.words)
}

/// The one of several items that has this value there.
fn one_with(all: &[Value], several: &[usize], below: &[&str], value: &Value) -> Option<usize> {
    let has = |at: &&usize| {
        let item = all.get(**at);
        item.is_some_and(|item| at_path(item, below) == Some(value))
    };
    let mut same = several.iter().filter(has);
    let first = same.next().copied();
    first.filter(|_| same.next().is_none())
}

fn at_path<'a>(item: &'a Value, below: &[&str]) -> Option<&'a Value> {
    below.iter().try_fold(item, |here, part| match here {
        Value::Array(all) => all.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    })
}

/// Where the items with these words stand.
fn same_words(all: &[Value], sought: &str) -> Vec<usize> {
    let places = all.iter().enumerate();
    let same = places.filter(|(_, item)| words(item) == sought);
    same.map(|(at, _)| at).collect()
}

/// The words a person knows an item by, their blanks made one.
fn words(item: &Value) -> String {
    const TELLING: [&str; 6] = ["quote", "text", "title", "name", "message", "field"];
    let told = TELLING.iter().find_map(|field| item.get(field)?.as_str());
    let words = match (told, item) {
        (Some(words), _) => words.to_owned(),
        (None, Value::String(words)) => words.clone(),
        (None, other) => other.to_string(),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corrected_value_is_found_by_what_was_seen_of_it_and_nowhere_else() {
        let text = include_str!("../../fixtures/corrections/places.txt");
        let mut count = 0;
        for case in text.split("\n--- ").skip(1) {
            let mut lines = case.lines();
            let mut next = || lines.next().expect("a line");
            let (name, path) = (next(), next());
            let mut record = || serde_json::from_str::<Value>(next()).expect("a record");
            let (before, now) = (record(), record());
            let expected = next().strip_prefix("=> ").expect("a place");
            let found = find(&now, path, &look(&before, path));
            assert_eq!(found.as_deref().unwrap_or("none"), expected, "{name}");
            let stays = find(&before, path, &look(&before, path));
            assert_eq!(stays.as_deref(), Some(path), "{name}");
            count += 1;
        }
        assert!(14 <= count, "{count} cases");
    }
}
