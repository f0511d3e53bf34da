//! "kế hoạch papi năm 2021 của sở nội vụ" → *papi*, and three filters that are shown and removable.
//!
//! Read are: an agency before "chủ trì", which leads tasks, a year after "năm", an agency after "của"
//! or "do", a province after "tỉnh" or "thành phố", and, beside one of these, the type of document the line begins with. Nothing is read in a
//! line that holds a number (the words around a number tell works of it apart) or a choice. The
//! words stay in the ranking; if the filters leave nothing, the line is searched as plain words.

use super::analyzer::{Speller, Syllable, pair, syllables};
use super::asked_number::is_year;
use super::field_name::Name;
use super::filter::Filter;
use super::query::{Field, Query};
use super::question::{Question, Word};
use super::succession::{self, Names};
use crate::authority::Authority;
use crate::text::fold;

/// Words of a sentence a person types to search. Longer ones are pasted texts and law questions,
/// whose agencies are what they are about and not who issued it.
const SENTENCE_WORDS_MAX: usize = 20;
/// Syllables of the longest province ("Bà Rịa - Vũng Tàu", "Thừa Thiên Huế") and type.
const NAME_WORDS_MAX: usize = 4;

/// Syllables of the longest agency with its province.
const AGENCY_WORDS_MAX: usize = 16;

/// The line read as a sentence, if a phrase of it is a filter.
pub(super) fn understand(question: &Question, speller: &mut Speller) -> Option<Question> {
    let plain = question.choices.is_empty() && question.numbers.is_empty();
    if !plain || SENTENCE_WORDS_MAX < question.words.len() {
        return None;
    }
    let mut reading = Reading::new(question);
    reading.lead();
    reading.years();
    reading.agency();
    reading.province();
    if reading.found.is_empty() {
        return None;
    }
    reading.doc_type();
    Some(reading.finish(speller))
}

/// A phrase that is a filter, by its bytes in the text.
struct Found {
    start: usize,
    end: usize,
    filter: Filter,
}

struct Reading<'a> {
    question: &'a Question,
    text: &'a str,
    words: Vec<Syllable<'a>>,
    folded: Vec<String>,
    found: Vec<Found>,
}

impl<'a> Reading<'a> {
    fn new(question: &'a Question) -> Reading<'a> {
        let words: Vec<Syllable> = syllables(&question.text).collect();
        Reading {
            question,
            text: &question.text,
            folded: words.iter().map(|word| fold(word.written)).collect(),
            words,
            found: Vec::new(),
        }
    }

    /// "năm 2021", unless it opens a stretch of years. A plan of 2021 is often issued in December
    /// 2020, so a title that names the year will do.
    fn years(&mut self) {
        for at in 1..self.words.len() {
            let (before, year) = (&self.folded[at - 1], &self.folded[at]);
            let next = self.folded.get(at + 1).map_or("", String::as_str);
            if before != "nam" || !is_year(year) || is_year(next) || next == "den" {
                continue;
            }
            let titled = Query::term(Field::TitleFolded, year.clone());
            let year = year.clone();
            self.add(Name::Year, at - 1, at, &year, Some(titled));
            return;
        }
    }

    /// "sở nội vụ chủ trì nhiệm vụ gì", "những việc do Sở Y tế chủ trì": tasks are asked for.
    fn lead(&mut self) {
        let leads = |at: &usize| self.run(*at, &["chu", "tri"]) == 2;
        let Some(leads) = (1..self.words.len()).find(leads) else {
            return;
        };
        let end = self.words[leads - 1].end;
        let named = |at: &usize| {
            let from = self.words[*at].start;
            succession::agency_at(&self.text[from..]).is_some_and(|len| from + len == end)
        };
        let Some(first) = (leads.saturating_sub(AGENCY_WORDS_MAX)..leads).find(named) else {
            return;
        };
        let value = self.text[self.words[first].start..end].to_owned();
        let by = first - usize::from(0 < first && self.folded[first - 1] == "do");
        let asked = (0..by).find(|at| at + self.tasks(*at) == by);
        let last = leads + 1 + self.tasks(leads + 2);
        self.add(Name::Lead, asked.unwrap_or(by), last, &value, None);
    }

    /// Words from `at` on that only say "tasks": "nhiệm vụ gì", "những việc nào"; 0 if none do.
    fn tasks(&self, at: usize) -> usize {
        let several = self.run(at, &["nhung"]) + self.run(at, &["cac"]);
        let named = [&["nhiem", "vu"][..], &["cong", "viec"], &["viec"]];
        let named = named.iter().map(|words| self.run(at + several, words));
        match named.max() {
            Some(named @ 1..) => {
                let which = at + several + named;
                several + named + self.run(which, &["gi"]) + self.run(which, &["nao"])
            }
            _ => 0,
        }
    }

    /// How many words these are, if they stand at `at`; else 0.
    fn run(&self, at: usize, words: &[&str]) -> usize {
        let there = self.folded.get(at..at + words.len());
        match there.is_some_and(|there| there == words) {
            true => words.len(),
            false => 0,
        }
    }

    /// "của sở nội vụ", "do UBND tỉnh Hưng Yên ban hành".
    fn agency(&mut self) {
        for at in 0..self.words.len().saturating_sub(1) {
            if !matches!(self.folded[at].as_str(), "cua" | "do") {
                continue;
            }
            let from = self.words[at + 1].start;
            let Some(len) = succession::agency_at(&self.text[from..]) else {
                continue;
            };
            let last = self.words.partition_point(|word| word.end <= from + len);
            if last < at + 2 {
                continue;
            }
            let issued = self.folded.get(last).is_some_and(|word| word == "ban")
                && self.folded.get(last + 1).is_some_and(|word| word == "hanh");
            let value = self.text[from..self.words[last - 1].end].to_owned();
            let end = if issued { last + 1 } else { last - 1 };
            self.add(Name::Agency, at, end, &value, None);
            return;
        }
    }

    /// "tỉnh Hưng Yên", "thành phố Hải Phòng".
    fn province(&mut self) {
        for at in 0..self.words.len() {
            let head = match self.folded[at].as_str() {
                "tinh" => 1,
                "tp" => 1,
                "thanh" if self.folded.get(at + 1).is_some_and(|next| next == "pho") => 2,
                _ => continue,
            };
            let first = at + head;
            for len in (1..=NAME_WORDS_MAX).rev() {
                let Some(last) = self.words.get(first + len - 1) else {
                    continue;
                };
                let name = &self.text[self.words[first].start..last.end];
                if Authority::bundled().province(name).is_some() {
                    let name = name.to_owned();
                    self.add(Name::Province, at, first + len - 1, &name, None);
                    return;
                }
            }
        }
    }

    /// The type the line begins with. A plan is often an annex of the decision that issues it, so a
    /// title that names the type will do.
    fn doc_type(&mut self) {
        for len in (1..=NAME_WORDS_MAX.min(self.words.len())).rev() {
            let name = &self.text[self.words[0].start..self.words[len - 1].end];
            if Authority::bundled().doc_type(name).is_none() {
                continue;
            }
            let pairs = self.folded[..len]
                .windows(2)
                .map(|two| pair(&two[0], &two[1]));
            let pairs: Vec<String> = pairs.collect();
            let titled = (!pairs.is_empty()).then(|| Query::all_of(Field::TitlePairs, pairs));
            let name = name.to_owned();
            self.add(Name::Type, 0, len - 1, &name, titled);
            return;
        }
    }

    /// Adds the filter of the words `first..=last`, unless the line has one of its field or the
    /// words belong to another.
    fn add(&mut self, name: Name, first: usize, last: usize, value: &str, or: Option<Query>) {
        let (start, end) = (self.words[first].start, self.words[last].end);
        let typed = self.question.filters.iter();
        let taken = typed.clone().any(|filter| filter.field == name.canonical())
            || self
                .found
                .iter()
                .any(|one| start < one.end && one.start < end);
        let place = self.question.place(start, end);
        let read = Filter::read(name, value, Names::WithSuccession, place);
        let (Ok(mut filter), false) = (read, taken) else {
            return;
        };
        filter.inferred = true;
        filter.span = place;
        if let Some(or) = or {
            filter.condition = Query::any(vec![filter.condition, or]);
        }
        self.found.push(Found { start, end, filter });
    }

    /// The question of what is left.
    fn finish(mut self, speller: &mut Speller) -> Question {
        self.found.sort_by_key(|one| one.start);
        let mut question = self.question.clone();
        let own_prefix_words = question.words.len() - self.words.len().min(question.words.len());
        question.words.truncate(own_prefix_words);
        let mut left: Vec<&str> = Vec::new();
        let mut at = 0;
        for one in self.found {
            left.push(self.text[at..one.start].trim());
            question
                .aside
                .extend(Word::all(&self.text[one.start..one.end], speller));
            question.filters.push(one.filter);
            at = one.end;
        }
        left.push(self.text[at..].trim());
        left.retain(|part| !part.is_empty());
        // What a filter stood between is no neighbour.
        let words = Word::all(&left.join("\n"), speller);
        question.words.extend(words);
        question.text = left.join(" ");
        question.beside_numbers.clear();
        question
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, text: &str, filters: &[(&str, &str)]) {
        let question = Question::parse(typed).expect(typed);
        let question = question.as_sentence.as_deref().unwrap_or(&question);
        let found: Vec<(&str, &str)> = question
            .filters
            .iter()
            .map(|filter| (filter.field.as_str(), filter.value.as_str()))
            .collect();
        assert_eq!(
            (question.text.as_str(), found.as_slice()),
            (text, filters),
            "{typed}"
        );
    }

    #[test]
    fn phrases_of_a_sentence_are_filters() {
        check(
            "kế hoạch papi năm 2021 của sở nội vụ",
            "papi",
            &[
                ("loai", "kế hoạch"),
                ("nam", "2021"),
                ("coquan", "sở nội vụ"),
            ],
        );
        check(
            "cải cách hành chính tỉnh Hưng Yên năm 2022",
            "cải cách hành chính",
            &[("tinh", "Hưng Yên"), ("nam", "2022")],
        );
        check(
            "quyết định do UBND tỉnh Thái Bình ban hành về biên chế",
            "về biên chế",
            &[("loai", "quyết định"), ("coquan", "UBND tỉnh Thái Bình")],
        );
        check(
            "ke hoach papi nam 2021 cua so noi vu",
            "papi",
            &[
                ("loai", "ke hoach"),
                ("nam", "2021"),
                ("coquan", "so noi vu"),
            ],
        );
    }

    #[test]
    fn who_leads_is_asked_for_his_tasks() {
        let led = [("chutri", "sở nội vụ")];
        check("sở nội vụ chủ trì nhiệm vụ gì", "", &led);
        check("những việc do sở nội vụ chủ trì", "", &led);
        check(
            "sở nội vụ chủ trì công tác cải cách hành chính năm 2021",
            "công tác cải cách hành chính",
            &[("chutri", "sở nội vụ"), ("nam", "2021")],
        );
        check("cơ quan chủ trì", "cơ quan chủ trì", &[]);
    }

    #[test]
    fn what_is_no_filter_stays_text() {
        for typed in [
            "kế hoạch papi",
            "giai đoạn năm 2021 - 2025",
            "quyền của người lao động",
            "papi 2021",
            "Kế hoạch số 21/KH-UBND năm 2021 của UBND tỉnh",
        ] {
            check(typed, typed, &[]);
        }
    }

    #[test]
    fn an_understood_filter_can_be_taken_out_of_the_line() {
        let question = Question::parse("kế hoạch papi  năm 2021 của sở nội vụ").expect("a line");
        let without: Vec<String> = question
            .as_sentence
            .expect("understood")
            .filters
            .into_iter()
            .map(|filter| filter.without)
            .collect();
        assert_eq!(
            without,
            [
                "papi  năm 2021 của sở nội vụ",
                "kế hoạch papi của sở nội vụ",
                "kế hoạch papi  năm 2021"
            ]
        );
    }

    #[test]
    fn a_filter_that_is_typed_is_not_understood_again() {
        check(
            "papi năm 2021 nam:2022",
            "papi năm 2021",
            &[("nam", "2022")],
        );
    }
}
