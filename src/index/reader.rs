//! One pass over a typed line: items, their clauses, and groups within groups.
//!
//! Every limit is checked where the thing is counted, so that a hostile line ends at the first clause
//! too many and not after the last.

use super::analyzer::{Speller, syllables};
use super::field_name::Name;
use super::filter::Filter;
use super::numbers;
use super::parse::is_quote;
use super::question::{Choice, QueryError, Question, Word};
use super::succession::Names;
use crate::text::Span;

/// Words of a question. The longest of 208 law questions has 70 syllables.
const WORDS_MAX: usize = 128;
/// Phrases, excluded words, prefixes, filters and sides together: each is a clause around the words.
const CLAUSES_MAX: usize = 32;
/// Beginnings of words: each is gathered from every text, a tenth of a second of half a million.
const PREFIXES_MAX: usize = 4;
/// Letters before a `*`: one letter begins a third of the dictionary.
const PREFIX_LETTERS_MIN: usize = 2;
/// Parentheses within parentheses. Three are more than anybody reads.
const DEPTH_MAX: usize = 8;

/// Parts the sides of a choice: capitals, because "or" is a word of pasted English titles.
pub(super) const OR: &str = "OR";

/// Reads a line from left to right.
pub(super) struct Reader<'a> {
    typed: &'a str,
    at: usize,
    pub speller: Speller,
    /// Whether parentheses group.
    grouping: bool,
    clauses: usize,
    prefixes: usize,
    words: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of a line; `grouping` says whether parentheses group.
    pub fn new(typed: &'a str, grouping: bool) -> Reader<'a> {
        Reader {
            typed,
            at: 0,
            speller: Speller::default(),
            grouping,
            clauses: 0,
            prefixes: 0,
            words: 0,
        }
    }

    /// What stands between OR and OR, up to the end or the parenthesis that closes.
    pub fn sides(&mut self, depth: usize) -> Result<Question, QueryError> {
        let mut sides: Vec<Question> = Vec::new();
        let mut side = Question::default();
        let mut or_at: Option<Span> = None;
        while self.skip_blanks() && !self.stands_at_close(depth)? {
            match self.or() {
                Some(place) if side.is_blank() => {
                    return Err(QueryError::at(place, "trước OR chưa có gì để chọn")
                        .with_hint("ví dụ: papi OR sipas"));
                }
                Some(place) => {
                    or_at = Some(place);
                    sides.push(self.finish(std::mem::take(&mut side))?);
                }
                None => self.item(&mut side, depth)?,
            }
        }
        match or_at {
            Some(place) if side.is_blank() => {
                Err(QueryError::at(place, "sau OR chưa có gì để chọn")
                    .with_hint("ví dụ: papi OR sipas"))
            }
            Some(_) => {
                sides.push(self.finish(side)?);
                Ok(Question {
                    choices: vec![Choice {
                        negated: false,
                        sides,
                    }],
                    ..Question::default()
                })
            }
            None => self.finish(side),
        }
    }

    /// One blank-separated item.
    fn item(&mut self, question: &mut Question, depth: usize) -> Result<(), QueryError> {
        let start = self.at;
        let negated = self.minus();
        if self.grouping && self.rest().starts_with('(') {
            return self.group(question, negated, depth);
        }
        if let Some((name, names)) = self.field_name()? {
            let filter = self.filter(start, name, names, negated)?;
            question.filters.push(filter);
            return self.one_more_clause();
        }
        if self.rest().starts_with(is_quote) {
            let words = self.quoted()?;
            let words = self.spell(words);
            let taken = match negated {
                true => &mut question.excluded,
                false => &mut question.phrases,
            };
            if !words.is_empty() && !taken.contains(&words) {
                taken.push(words);
            }
            return self.one_more_clause();
        }
        let (item, span) = self.bare();
        if negated {
            let words = self.spell(item);
            if !words.is_empty() {
                question.excluded.push(words);
            }
            return self.one_more_clause();
        }
        match item.strip_suffix('*') {
            Some(head) => self.prefix(question, head, span),
            None => {
                question.add_text(item, span);
                Ok(())
            }
        }
    }

    fn group(
        &mut self,
        question: &mut Question,
        negated: bool,
        depth: usize,
    ) -> Result<(), QueryError> {
        let open = Span::new(self.at, self.at + 1);
        if depth == DEPTH_MAX {
            let message = format!("quá {DEPTH_MAX} lớp ngoặc đơn; hãy bỏ bớt");
            return Err(QueryError::at(open, message));
        }
        self.at += 1;
        let side = self.sides(depth + 1)?;
        if !self.rest().starts_with(')') {
            return Err(QueryError::at(open, "thiếu dấu ngoặc đơn đóng")
                .with_hint("thêm ) hoặc bỏ dấu này"));
        }
        self.at += 1;
        if side.is_blank() {
            return Err(QueryError::at(open, "trong ngoặc đơn chưa có gì"));
        }
        question.choices.push(Choice {
            negated,
            sides: vec![side],
        });
        self.one_more_clause()
    }

    /// True at a `)` that closes a group; one that closes nothing is an error.
    fn stands_at_close(&self, depth: usize) -> Result<bool, QueryError> {
        if !self.grouping || !self.rest().starts_with(')') {
            return Ok(false);
        }
        if depth == 0 {
            let span = Span::new(self.at, self.at + 1);
            return Err(QueryError::at(span, "thừa dấu ngoặc đơn đóng").with_hint("bỏ dấu này"));
        }
        Ok(true)
    }

    /// Takes an OR that stands alone.
    fn or(&mut self) -> Option<Span> {
        let after = self.rest().strip_prefix(OR)?;
        let alone = after
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || c == '(' || c == ')');
        let span = Span::new(self.at, self.at + OR.len());
        alone.then(|| {
            self.at += OR.len();
            span
        })
    }

    /// Takes a minus that excludes: at the start of an item and with something right after it.
    fn minus(&mut self) -> bool {
        let grouping = self.grouping;
        let excludes = self.rest().strip_prefix('-').is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_alphanumeric() || is_quote(c) || (grouping && c == '('))
        });
        self.at += usize::from(excludes);
        excludes
    }

    /// Takes `name:` or `name=` if a value can follow.
    fn field_name(&mut self) -> Result<Option<(Name, Names)>, QueryError> {
        let rest = self.rest();
        let len = rest
            .find(|c: char| !c.is_alphabetic() && c != '_')
            .unwrap_or(rest.len());
        let (written, after) = rest.split_at(len);
        let names = match after.chars().next() {
            Some(':') => Names::WithSuccession,
            Some('=') => Names::AsIssued,
            _ => return Ok(None),
        };
        if let Some(name) = Name::parse(written) {
            self.at += len + 1;
            return Ok(Some((name, names)));
        }
        let value = &after[1..];
        let has_value = value.starts_with(|c: char| c.is_alphanumeric() || is_quote(c));
        match Name::like(written) {
            Some(meant) if has_value => {
                let span = Span::new(self.at, self.at + len);
                let message = format!("không có bộ lọc «{written}:»");
                Err(QueryError::at(span, message).with_hint(format!("có phải «{meant}:»?")))
            }
            _ => Ok(None),
        }
    }

    fn filter(
        &mut self,
        start: usize,
        name: Name,
        names: Names,
        negated: bool,
    ) -> Result<Filter, QueryError> {
        let value_start = self.at;
        let value = if self.rest().starts_with(is_quote) {
            self.quoted()?
        } else {
            let value = self.bare().0;
            // The parenthesis of a pasted "(nam:2021)".
            match value.contains('(') {
                true => value,
                false => value.trim_end_matches(')'),
            }
        };
        let place = Span::new(value_start, self.at);
        Ok(Filter {
            negated,
            span: Span::new(start, self.at),
            ..Filter::read(name, value, names, place)?
        })
    }

    fn prefix(
        &mut self,
        question: &mut Question,
        head: &'a str,
        span: Span,
    ) -> Result<(), QueryError> {
        let mut words = self.spell(head);
        let Some(last) = words.pop() else {
            return Ok(());
        };
        if last.folded.chars().count() < PREFIX_LETTERS_MIN {
            let message = format!("cần ít nhất {PREFIX_LETTERS_MIN} chữ cái trước dấu *");
            return Err(QueryError::at(span, message));
        }
        if !question.prefixes.contains(&last.folded) {
            self.prefixes += 1;
            question.prefixes.push(last.folded);
        }
        if PREFIXES_MAX < self.prefixes {
            let message = format!("quá {PREFIXES_MAX} từ có dấu *");
            return Err(QueryError::at(span, message).with_hint("hãy gõ trọn từ"));
        }
        question.words.extend(words);
        self.one_more_clause()
    }

    fn one_more_clause(&mut self) -> Result<(), QueryError> {
        self.clauses += 1;
        if self.clauses <= CLAUSES_MAX {
            return Ok(());
        }
        let message = format!("quá {CLAUSES_MAX} điều kiện; hãy bỏ bớt");
        Err(QueryError::at(Span::new(self.at, self.at), message))
    }

    /// The item up to the next blank, or to the parenthesis that closes a group around it.
    fn bare(&mut self) -> (&'a str, Span) {
        let rest = self.rest();
        let mut open = 0_usize;
        let mut len = rest.len();
        for (at, c) in rest.char_indices() {
            let closes_group = self.grouping && c == ')' && open == 0;
            if c.is_whitespace() || closes_group {
                len = at;
                break;
            }
            match c {
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => {}
            }
        }
        let span = Span::new(self.at, self.at + len);
        self.at += len;
        (&rest[..len], span)
    }

    /// What stands between two quotation marks.
    fn quoted(&mut self) -> Result<&'a str, QueryError> {
        let rest = self.rest();
        let open = rest.chars().next().map_or(0, char::len_utf8);
        match rest[open..].find(is_quote) {
            Some(len) => {
                let inside = &rest[open..open + len];
                let close = rest[open + len..].chars().next().map_or(0, char::len_utf8);
                self.at += open + len + close;
                Ok(inside)
            }
            None => {
                let span = Span::new(self.at, self.at + open);
                Err(QueryError::at(span, "thiếu dấu ngoặc kép đóng"))
            }
        }
    }

    fn spell(&mut self, text: &str) -> Vec<Word> {
        Word::all(text, &mut self.speller)
    }

    /// Reads the words and numbers of what was gathered as text.
    fn finish(&mut self, mut question: Question) -> Result<Question, QueryError> {
        let words = self.spell(&question.text);
        question.words.extend(words);
        self.words += question.words.len() + question.phrases.iter().map(Vec::len).sum::<usize>();
        if WORDS_MAX < self.words {
            let message = format!("câu tìm có quá {WORDS_MAX} tiếng; hãy rút ngắn");
            return Err(QueryError::at(Span::new(0, self.typed.len()), message));
        }
        let found: Vec<numbers::Found> = numbers::find(&question.text).collect();
        let outside = |start: usize| !found.iter().any(|n| n.start <= start && start < n.end);
        for syllable in syllables(&question.text).filter(|syllable| outside(syllable.start)) {
            let folded = self.speller.spell(syllable.written).folded.clone();
            question.beside_numbers.push(folded);
        }
        question.numbers = found.into_iter().map(|number| number.term).collect();
        Ok(question)
    }

    fn rest(&self) -> &'a str {
        &self.typed[self.at..]
    }

    /// False at the end.
    fn skip_blanks(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at < self.typed.len()
    }
}
