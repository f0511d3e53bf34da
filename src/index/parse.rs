//! The user's line in, a [`Question`] out, or an error that points at the character.
//!
//! | typed | means |
//! |---|---|
//! | `kế hoạch papi` | words; marks count where they are typed |
//! | `"ủy ban nhân dân"` | these words in this order |
//! | `-nháp`, `-"dự thảo"` | not this word, not this phrase |
//! | `chuyen*` | words that begin so |
//! | `21/KH-UBND`, `21 kh ubnd`, `KH 21` | a document number |
//! | `nam:2021 coquan:"Sở Nội vụ" -loai:QĐ` | filters, see [`super::filter`] |
//!
//! What looks like a filter but names no field is text: a pasted address or "Kính gửi:" is searched.
//! This page knows no engine; which words form a number only the index can tell (`21 kh ubnd`).

use super::analyzer::{Speller, syllables};
use super::filter::{Filter, Name, condition};
use super::numbers;
use super::question::{QueryError, Question, Word};
use crate::text::Span;

/// Bytes of a question. A pasted citation has 400; a pasted page is a mistake worth telling.
const QUESTION_BYTES_MAX: usize = 4096;
/// Words of a question. The longest of 208 law questions has 70 syllables.
const WORDS_MAX: usize = 128;
/// Phrases, excluded words, prefixes and filters together: each is a clause around the words.
const CLAUSES_MAX: usize = 32;
/// Letters before a `*`: one letter begins a third of the dictionary.
const PREFIX_LETTERS_MIN: usize = 2;

impl Question {
    /// Reads a line. An empty one asks for everything.
    pub fn parse(typed: &str) -> Result<Question, QueryError> {
        if QUESTION_BYTES_MAX < typed.len() {
            let end = typed.floor_char_boundary(QUESTION_BYTES_MAX);
            let span = Span::new(end, end);
            let message = format!("câu tìm dài quá {QUESTION_BYTES_MAX} byte; hãy rút ngắn");
            return Err(QueryError::at(span, message));
        }
        let mut reader = Reader {
            typed,
            at: 0,
            speller: Speller::default(),
            question: Question {
                typed: typed.to_owned(),
                ..Question::default()
            },
        };
        reader.read()?;
        reader.finish()
    }
}

struct Reader<'a> {
    typed: &'a str,
    at: usize,
    speller: Speller,
    question: Question,
}

impl<'a> Reader<'a> {
    fn read(&mut self) -> Result<(), QueryError> {
        while self.skip_blanks() {
            self.item()?;
            let question = &self.question;
            let clauses = question.filters.len()
                + question.phrases.len()
                + question.excluded.len()
                + question.prefixes.len();
            if CLAUSES_MAX < clauses {
                let span = Span::new(self.at, self.at);
                let message = format!("quá {CLAUSES_MAX} điều kiện; hãy bỏ bớt");
                return Err(QueryError::at(span, message));
            }
        }
        Ok(())
    }

    /// One blank-separated item.
    fn item(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let negated = self.minus();
        if let Some(name) = self.field_name()? {
            return self.filter(start, name, negated);
        }
        if self.rest().starts_with(is_quote) {
            let words = self.quoted()?;
            let words = self.spell(words);
            if !words.is_empty() && negated {
                self.question.excluded.push(words);
            } else if !words.is_empty() {
                self.question.phrases.push(words);
            }
            return Ok(());
        }
        let (item, span) = self.bare();
        if negated {
            let words = self.spell(item);
            if !words.is_empty() {
                self.question.excluded.push(words);
            }
            return Ok(());
        }
        match item.strip_suffix('*') {
            Some(head) => self.prefix(head, span),
            None => {
                self.text(item);
                Ok(())
            }
        }
    }

    /// Takes a minus that excludes: at the start of an item and with something right after it.
    fn minus(&mut self) -> bool {
        let excludes = self
            .rest()
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || is_quote(c)));
        self.at += usize::from(excludes);
        excludes
    }

    /// Takes `name:` if a value can follow.
    fn field_name(&mut self) -> Result<Option<Name>, QueryError> {
        let rest = self.rest();
        let len = rest
            .find(|c: char| !c.is_alphabetic() && c != '_')
            .unwrap_or(rest.len());
        let (written, after) = rest.split_at(len);
        let Some(value) = after.strip_prefix(':') else {
            return Ok(None);
        };
        if let Some(name) = Name::parse(written) {
            self.at += len + 1;
            return Ok(Some(name));
        }
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

    fn filter(&mut self, start: usize, name: Name, negated: bool) -> Result<(), QueryError> {
        let value_start = self.at;
        let value = if self.rest().starts_with(is_quote) {
            self.quoted()?
        } else {
            self.bare().0
        };
        let value_span = Span::new(value_start, self.at);
        let condition = condition(name, value, value_span)?;
        self.question.filters.push(Filter {
            field: name.canonical().to_owned(),
            value: value.to_owned(),
            negated,
            span: Span::new(start, self.at),
            condition,
        });
        Ok(())
    }

    fn prefix(&mut self, head: &'a str, span: Span) -> Result<(), QueryError> {
        let mut words = self.spell(head);
        let Some(last) = words.pop() else {
            return Ok(());
        };
        if last.folded.chars().count() < PREFIX_LETTERS_MIN {
            let message = format!("cần ít nhất {PREFIX_LETTERS_MIN} chữ cái trước dấu *");
            return Err(QueryError::at(span, message));
        }
        self.question.prefixes.push(last.folded);
        self.question.words.extend(words);
        Ok(())
    }

    fn text(&mut self, item: &str) {
        if !self.question.text.is_empty() {
            self.question.text.push(' ');
        }
        self.question.text.push_str(item);
    }

    /// The item up to the next blank.
    fn bare(&mut self) -> (&'a str, Span) {
        let rest = self.rest();
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
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
        let mut words: Vec<Word> = Vec::new();
        for syllable in syllables(text) {
            let spelling = self.speller.spell(syllable.written);
            words.push(Word {
                exact: spelling.exact.clone(),
                folded: spelling.folded.clone(),
                marked: spelling.is_marked(),
                follows: !words.is_empty() && !syllable.breaks,
            });
        }
        words
    }

    fn finish(mut self) -> Result<Question, QueryError> {
        let text = self.question.text.clone();
        let words = self.spell(&text);
        self.question.words.extend(words);
        let phrase_words: usize = self.question.phrases.iter().map(Vec::len).sum();
        if WORDS_MAX < self.question.words.len() + phrase_words {
            let end = self.typed.len();
            let message = format!("câu tìm có quá {WORDS_MAX} tiếng; hãy rút ngắn");
            return Err(QueryError::at(Span::new(0, end), message));
        }
        let found: Vec<numbers::Found> = numbers::find(&text).collect();
        let outside = |start: usize| !found.iter().any(|n| n.start <= start && start < n.end);
        for syllable in syllables(&text).filter(|syllable| outside(syllable.start)) {
            let folded = self.speller.spell(syllable.written).folded.clone();
            self.question.beside_numbers.push(folded);
        }
        self.question.numbers = found.into_iter().map(|number| number.term).collect();
        Ok(self.question)
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

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[Word]) -> String {
        let words: Vec<&str> = words.iter().map(|word| word.exact.as_str()).collect();
        words.join(" ")
    }

    #[test]
    fn words_phrases_exclusions_and_filters_are_told_apart() {
        let question = Question::parse(
            "kế hoạch papi \"ủy ban nhân dân\" -dự -\"bãi bỏ\" nam:2019..2023 -loai:QĐ chuyen*",
        )
        .expect("the question is well formed");
        assert_eq!(question.text, "kế hoạch papi");
        assert_eq!(words(&question.words), "kế hoạch papi");
        assert_eq!(words(&question.phrases[0]), "ủy ban nhân dân");
        assert_eq!(words(&question.excluded[0]), "dự");
        assert_eq!(words(&question.excluded[1]), "bãi bỏ");
        assert_eq!(question.prefixes, ["chuyen"]);
        let filters: Vec<(&str, &str, bool)> = question
            .filters
            .iter()
            .map(|f| (f.field.as_str(), f.value.as_str(), f.negated))
            .collect();
        assert_eq!(
            filters,
            [("nam", "2019..2023", false), ("loai", "QĐ", true)]
        );
    }

    #[test]
    fn a_filter_can_be_taken_out_of_the_line() {
        let question =
            Question::parse("papi coquan:\"Sở Nội vụ\" 2021").expect("the question is well formed");
        assert_eq!(question.without(0), "papi 2021");
        assert_eq!(
            question.with("loai", "KH"),
            "papi coquan:\"Sở Nội vụ\" 2021 loai:\"KH\""
        );
        assert_eq!(question.text, "papi 2021");
    }

    #[test]
    fn errors_point_at_the_character() {
        for (typed, column, message) in [
            ("papi nam:20x1", 10, "«20x1» không phải là ngày hay năm"),
            ("nma:2021", 1, "không có bộ lọc «nma:»"),
            ("kế \"hoạch", 4, "thiếu dấu ngoặc kép đóng"),
            ("tinh:", 6, "bộ lọc «tinh:» chưa có giá trị"),
            ("a*", 1, "cần ít nhất 2 chữ cái trước dấu *"),
        ] {
            let error = Question::parse(typed).expect_err(typed);
            assert_eq!(error.message, message, "{typed}");
            assert_eq!(error.column(typed), column, "{typed}");
        }
    }

    #[test]
    fn what_only_looks_like_a_filter_is_text() {
        for typed in [
            "https://example.vn/a",
            "Kính gửi: các sở",
            "301- KL/TU",
            "8:30",
            "- papi",
        ] {
            let question = Question::parse(typed).expect(typed);
            assert!(
                question.filters.is_empty() && question.excluded.is_empty(),
                "{typed}"
            );
        }
    }

    #[test]
    fn numbers_are_seen_with_the_words_beside_them() {
        let question = Question::parse("số 21/KH-UBND hưng yên").expect("well formed");
        assert_eq!(question.numbers, ["21khubnd"]);
        assert_eq!(question.beside_numbers, ["so", "hung", "yen"]);
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert!(Question::parse(&"a ".repeat(1_000)).is_err());
        assert!(Question::parse(&"a".repeat(1_000_000)).is_err());
        assert!(Question::parse(&"\"a\" ".repeat(100)).is_err());
    }
}
