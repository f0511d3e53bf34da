//! The places of a text that answer a question, cut from the published words.
//!
//! Only texts that are shown are read, and of those only as much as a budget allows, so that a
//! 300-page annex costs no more than a page. Where a word is found with the typed marks, its other
//! spellings stay dark. A fragment is a stretch of the original, blanks for line breaks, and its
//! highlights are bytes of that fragment.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::analyzer::{Speller, syllables};
use super::numbers;
use super::plan::Plan;
use super::question::{Question, Word};

/// Bytes of a text that are read for its fragments: 100 pages. What lies beyond is found but not shown.
const READ_BYTES_MAX: usize = 1 << 18;
/// Bytes of a fragment: two lines of a page.
const FRAGMENT_BYTES: usize = 260;
/// Bytes of a fragment that may stand before its first highlight.
const LEAD_BYTES: usize = 60;
/// Matches looked at in one text.
const MATCHES_MAX: usize = 2_000;
/// A further fragment must tell at least this share of what the best tells.
const FURTHER_SHARE: f64 = 0.4;
/// What the marks are worth, and a neighbour, beside a plain word.
const EXACT_WORTH: f64 = 1.5;
const NEIGHBOUR_WORTH: f64 = 0.75;
const NUMBER_WORTH: f64 = 20.0;
/// A word that stands apart from its neighbours must be worth this share of the rarest.
const STRAY_SHARE: f64 = 0.6;

/// A stretch of a text with the words that match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snippet {
    pub text: String,
    /// Bytes of `text`, half-open, in order.
    pub highlights: Vec<[usize; 2]>,
    /// The page its first highlight stands on, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// What to look for.
#[derive(Debug, Default)]
pub(super) struct Highlighter {
    /// Folded form → the word.
    wanted: HashMap<String, Wanted>,
    /// Folded words of the longer writings, each of which counts as a whole.
    runs: Vec<Vec<String>>,
    prefixes: Vec<String>,
    numbers: Vec<String>,
    speller: Speller,
}

#[derive(Clone, Debug)]
struct Wanted {
    /// The spelling typed with marks, if it was.
    exact: Option<String>,
    /// Folded word that stands before it in the question.
    after: Option<String>,
    /// How rare it is.
    worth: f64,
    /// Typed, or an abbreviation: it is looked for by itself too. A word of a longer writing is meant
    /// in the whole of it only: its "và" and its "cấp" stand in every text.
    alone: bool,
}

#[derive(Clone, Debug)]
struct Match {
    start: usize,
    end: usize,
    folded: String,
    exact: bool,
    /// Stands beside a word it stands beside in the question.
    paired: bool,
    /// Part of a whole longer writing.
    whole: bool,
    worth: f64,
}

impl Highlighter {
    /// `worth` says how much a folded word tells texts apart.
    pub fn new(question: &Question, plan: &Plan, worth: impl Fn(&str) -> f64) -> Highlighter {
        let mut wanted = HashMap::new();
        let longer = plan.expanded.units.iter().flat_map(|unit| &unit.others);
        let longer = longer.filter(|words| 1 < words.len());
        let folded = |words: &Vec<Word>| words.iter().map(|word| word.folded.clone()).collect();
        let runs = longer.map(folded).collect();
        let others = plan.expanded.units.iter().flat_map(|unit| &unit.others);
        let expanded = std::iter::once(&plan.expanded.words).chain(others);
        let typed = question.looked_for().into_iter().map(|words| (words, true));
        let other = expanded.map(|words| (words.as_slice(), words.len() == 1));
        for (words, alone) in typed.chain(other) {
            let mut before: Option<&Word> = None;
            for word in words {
                let after = before.filter(|_| word.follows).map(|w| w.folded.clone());
                wanted.entry(word.folded.clone()).or_insert(Wanted {
                    exact: word.marked.then(|| word.exact.clone()),
                    after,
                    worth: worth(&word.folded),
                    alone,
                });
                before = Some(word);
            }
        }
        Highlighter {
            wanted,
            runs,
            prefixes: question.prefixes.clone(),
            numbers: plan.numbers.clone(),
            speller: Speller::default(),
        }
    }

    /// Highlights of a short text, shown whole.
    pub fn highlights(&mut self, text: &str) -> Vec<[usize; 2]> {
        let matches = self.matches(text);
        merged(text, &matches, 0, text.len())
    }

    /// Up to `max` fragments, the most telling first; the beginning if nothing matches.
    pub fn snippets(&mut self, text: &str, pages: &[u32], max: usize) -> Vec<Snippet> {
        if max == 0 || text.trim().is_empty() {
            return Vec::new();
        }
        let matches = self.matches(text);
        let chosen = fragments(text, &matches, max);
        if chosen.is_empty() {
            let start = text.len() - text.trim_start().len();
            return vec![cut(text, &[], pages, fragment(text, start, start))];
        }
        chosen
            .into_iter()
            .map(|range| cut(text, &matches, pages, range))
            .collect()
    }

    fn matches(&mut self, text: &str) -> Vec<Match> {
        let read = &text[..text.floor_char_boundary(READ_BYTES_MAX)];
        let mut matches = Vec::new();
        for syllable in syllables(read) {
            let spelling = self.speller.spell(syllable.written);
            let Some((exact, worth)) = worth_of(&self.wanted, &self.prefixes, spelling) else {
                continue;
            };
            matches.push(Match {
                start: syllable.start,
                end: syllable.end,
                folded: spelling.folded.clone(),
                exact,
                paired: false,
                whole: false,
                worth,
            });
            if MATCHES_MAX <= matches.len() {
                break;
            }
        }
        self.drop_other_spellings(&mut matches);
        self.add_neighbours(text, &mut matches);
        self.drop_parts_of_runs(text, &mut matches);
        self.drop_stray_syllables(&mut matches);
        self.add_numbers(read, &mut matches);
        matches
    }

    /// Where a word is found as typed, its other spellings are other words.
    fn drop_other_spellings(&self, matches: &mut Vec<Match>) {
        let mut found: Vec<String> = Vec::new();
        for one in matches.iter().filter(|one| one.exact) {
            let typed = self
                .wanted
                .get(&one.folded)
                .is_some_and(|wanted| wanted.exact.is_some());
            if typed && !found.contains(&one.folded) {
                found.push(one.folded.clone());
            }
        }
        matches.retain(|one| one.exact || !found.contains(&one.folded));
    }

    /// A word right after the word it follows in the question is worth more.
    fn add_neighbours(&self, text: &str, matches: &mut [Match]) {
        for i in 1..matches.len() {
            let (before, one) = (&matches[i - 1], &matches[i]);
            let gap = text.get(before.end..one.start).unwrap_or_default();
            let near = !gap.contains(char::is_alphanumeric);
            let follows = self
                .wanted
                .get(&one.folded)
                .is_some_and(|wanted| wanted.after.as_ref() == Some(&before.folded));
            if near && follows {
                matches[i].worth += NEIGHBOUR_WORTH;
                matches[i].paired = true;
                matches[i - 1].paired = true;
            }
        }
    }

    /// Of a longer writing that was not typed, nothing less than the whole is an answer.
    fn drop_parts_of_runs(&self, text: &str, matches: &mut Vec<Match>) {
        for at in 0..matches.len() {
            for run in &self.runs {
                let Some(whole) = matches.get(at..at + run.len()) else {
                    continue;
                };
                let said = whole.iter().zip(run).all(|(one, word)| one.folded == *word);
                let together = whole.windows(2).all(|two| {
                    let gap = text.get(two[0].end..two[1].start).unwrap_or_default();
                    !gap.contains(char::is_alphanumeric)
                });
                if said && together {
                    let whole = &mut matches[at..at + run.len()];
                    whole.iter_mut().for_each(|one| one.whole = true);
                }
            }
        }
        let alone = |folded: &str| self.wanted.get(folded).is_none_or(|word| word.alone);
        matches.retain(|one| one.whole || alone(&one.folded));
    }

    /// A syllable of a longer word that stands alone is mostly another word: the "số" of "chỉ số"
    /// in "xã hội số". It stays dark unless it is rare, or nothing better was found.
    fn drop_stray_syllables(&self, matches: &mut Vec<Match>) {
        let best = self
            .wanted
            .values()
            .map(|word| word.worth)
            .fold(0.0, f64::max);
        let tells = |one: &Match| match self.wanted.get(&one.folded) {
            // Its own worth, not what its marks add to it.
            Some(word) => {
                one.paired || one.whole || (word.alone && best * STRAY_SHARE <= word.worth)
            }
            None => true,
        };
        if matches.iter().any(tells) {
            matches.retain(tells);
        }
    }

    fn add_numbers(&self, text: &str, matches: &mut Vec<Match>) {
        if self.numbers.is_empty() {
            return;
        }
        for found in numbers::find(text).take(MATCHES_MAX) {
            // "KH 21" is asked for by its head.
            let asked = self
                .numbers
                .iter()
                .any(|n| found.term.starts_with(n.as_str()));
            if asked {
                matches.push(Match {
                    start: found.start,
                    end: found.end,
                    folded: found.term,
                    exact: true,
                    paired: true,
                    whole: true,
                    worth: NUMBER_WORTH,
                });
            }
        }
        matches.sort_by_key(|one| (one.start, one.end));
    }
}

/// Whether a spelling is wanted, with its typed marks or without, and what it tells.
fn worth_of(
    wanted: &HashMap<String, Wanted>,
    prefixes: &[String],
    spelling: &super::analyzer::Spelling,
) -> Option<(bool, f64)> {
    match wanted.get(&spelling.folded) {
        Some(word) => {
            let exact = word
                .exact
                .as_ref()
                .is_none_or(|typed| *typed == spelling.exact);
            let factor = if exact { EXACT_WORTH } else { 1.0 };
            Some((exact, word.worth * factor))
        }
        None => prefixes
            .iter()
            .any(|head| spelling.folded.starts_with(head.as_str()))
            .then_some((true, 1.0)),
    }
}

/// The best stretches that do not overlap, as ranges of bytes.
fn fragments(text: &str, matches: &[Match], max: usize) -> Vec<(usize, usize)> {
    let mut windows: Vec<(f64, usize, usize)> = (0..matches.len())
        .map(|first| window(matches, first))
        .collect();
    windows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = windows.first().map_or(0.0, |window| window.0);
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (worth, start, end) in windows {
        if chosen.len() == max || worth < best * FURTHER_SHARE {
            break;
        }
        let range = fragment(text, start, end);
        let apart = |other: &(usize, usize)| range.1 <= other.0 || other.1 <= range.0;
        if chosen.iter().all(apart) {
            chosen.push(range);
        }
    }
    chosen
}

/// What the matches from `first` on that fit one fragment tell, each word once, and their stretch.
fn window(matches: &[Match], first: usize) -> (f64, usize, usize) {
    let start = matches[first].start;
    let mut end = matches[first].end;
    let mut seen: Vec<&str> = Vec::new();
    let mut worth = 0.0;
    for one in &matches[first..] {
        if FRAGMENT_BYTES - LEAD_BYTES < one.end - start {
            break;
        }
        end = end.max(one.end);
        if seen.contains(&one.folded.as_str()) {
            // Said again: a little more of the same.
            worth += one.worth * 0.05;
        } else {
            seen.push(&one.folded);
            worth += one.worth;
        }
    }
    (worth, start, end)
}

/// The fragment around `start..end`: whole words, not across a blank line before, about two lines.
fn fragment(text: &str, start: usize, end: usize) -> (usize, usize) {
    let earliest = text.floor_char_boundary(start.saturating_sub(LEAD_BYTES));
    let lead = &text[earliest..start];
    let from = match (lead.rfind('\n'), lead.find(char::is_whitespace)) {
        (Some(line), _) => earliest + line + 1,
        (None, _) if earliest == 0 => 0,
        (None, Some(blank)) => earliest + blank + 1,
        (None, None) => start,
    };
    let from = from + (text[from..start].len() - text[from..start].trim_start().len());
    let latest = text.floor_char_boundary((from + FRAGMENT_BYTES).max(end).min(text.len()));
    let tail = &text[end..latest];
    let to = if latest == text.len() {
        latest
    } else {
        tail.rfind(char::is_whitespace)
            .map_or(end, |blank| end + blank)
    };
    (from, end + text[end..to.max(end)].trim_end().len())
}

fn cut(text: &str, matches: &[Match], pages: &[u32], (from, to): (usize, usize)) -> Snippet {
    let highlights = merged(text, matches, from, to);
    let first = highlights.first().map_or(from, |[start, _]| from + start);
    // One byte for one byte, so that the highlights stay where they are.
    let plain = text[from..to].replace(['\n', '\t', '\r'], " ");
    Snippet {
        text: plain,
        highlights,
        page: page(pages, first),
    }
}

/// The matches inside `from..to`, relative to `from`; neighbours become one highlight.
fn merged(text: &str, matches: &[Match], from: usize, to: usize) -> Vec<[usize; 2]> {
    let mut merged: Vec<[usize; 2]> = Vec::new();
    let first = matches.partition_point(|one| one.start < from);
    for one in matches[first..].iter().take_while(|one| one.start < to) {
        if to < one.end {
            continue;
        }
        let (start, end) = (one.start - from, one.end - from);
        match merged.last_mut() {
            Some(last) if start <= last[1] => last[1] = last[1].max(end),
            Some(last) if &text[from + last[1]..one.start] == " " => last[1] = end,
            _ => merged.push([start, end]),
        }
    }
    merged
}

/// The page of a byte of the text.
fn page(pages: &[u32], at: usize) -> Option<u32> {
    let page = pages.partition_point(|start| *start as usize <= at);
    (!pages.is_empty()).then_some(page.max(1) as u32)
}

#[cfg(test)]
mod tests {
    use super::super::synonyms::{Expanded, Unit};
    use super::*;

    fn shown(typed: &str, text: &str) -> Vec<String> {
        let question = Question::parse(typed).expect(typed);
        let plan = Plan {
            numbers: question.numbers.clone(),
            ..Plan::default()
        };
        let mut highlighter = Highlighter::new(&question, &plan, |_| 1.0);
        highlighter
            .snippets(text, &[], 3)
            .into_iter()
            .map(|snippet| {
                let mut marked = snippet.text.clone();
                for [start, end] in snippet.highlights.iter().rev() {
                    marked.insert(*end, ']');
                    marked.insert(*start, '[');
                }
                marked
            })
            .collect()
    }

    #[test]
    fn words_are_highlighted_where_they_were_published() {
        assert_eq!(
            shown("ke hoach papi", "Thực hiện Kế hoạch nâng cao chỉ số PAPI"),
            ["Thực hiện [Kế hoạch] nâng cao chỉ số [PAPI]"]
        );
        assert_eq!(
            shown("hoà bình", "Tỉnh Hòa Bình, ngày hoá đơn"),
            ["Tỉnh [Hòa Bình], ngày hoá đơn"]
        );
        assert_eq!(
            shown("21/KH-UBND", "theo Kế hoạch số 21/KH-UBND ngày"),
            ["theo Kế hoạch số [21/KH-UBND] ngày"]
        );
        let decomposed = "Ke\u{302}\u{301} hoa\u{323}ch";
        assert_eq!(shown("kế hoạch", decomposed), [format!("[{decomposed}]")]);
    }

    #[test]
    fn of_an_expanded_abbreviation_the_whole_is_highlighted_and_no_word_of_it() {
        let question = Question::parse("papi").expect("one word");
        let unit = Unit {
            first: 0,
            len: 1,
            others: vec![Word::all("quản trị và cấp tỉnh", &mut Speller::default())],
        };
        let plan = Plan {
            expanded: Expanded {
                units: vec![unit],
                ..Expanded::plain(&question.words)
            },
            ..Plan::default()
        };
        let mut highlighter = Highlighter::new(&question, &plan, |_| 1.0);
        let text = "Cấp tỉnh và quản trị PAPI, quản trị và cấp tỉnh";
        let marked: Vec<&str> = highlighter
            .highlights(text)
            .into_iter()
            .map(|[start, end]| &text[start..end])
            .collect();
        assert_eq!(marked, ["PAPI", "quản trị và cấp tỉnh"]);
    }

    #[test]
    fn the_fullest_place_comes_first_and_is_cut_at_words() {
        let far = "lời mở đầu ".repeat(60);
        let text = format!("papi\n{far}\nkế hoạch papi năm 2021 {far}");
        let shown = shown("kế hoạch papi", &text);
        assert!(shown[0].starts_with("[kế hoạch papi] năm"), "{shown:?}");
        assert!(shown[0].len() <= FRAGMENT_BYTES + 2 && shown[0].ends_with(['u', 'i', 'ở', 'ầ']));
    }

    #[test]
    fn a_fragment_knows_its_page() {
        let text = format!("{}papi", "trang một ".repeat(100));
        let question = Question::parse("papi").expect("one word");
        let mut highlighter = Highlighter::new(&question, &Plan::default(), |_| 1.0);
        let start = text.len() as u32 - 4;
        let snippets = highlighter.snippets(&text, &[0, 10, start], 2);
        assert_eq!(snippets[0].page, Some(3));
    }

    #[test]
    fn a_text_without_matches_shows_its_beginning() {
        assert_eq!(shown("papi", "\nKế hoạch năm"), ["Kế hoạch năm"]);
        assert!(shown("papi", " \n").is_empty());
    }
}
