//! The user's line in, a [`Question`] out, or an error that points at the character.
//!
//! | typed | means |
//! |---|---|
//! | `kế hoạch papi` | words; marks count where they are typed |
//! | `"ủy ban nhân dân"` | these words in this order |
//! | `-nháp`, `-"dự thảo"`, `-(a OR b)` | not this word, not this phrase, neither |
//! | `chuyen*` | words that begin so |
//! | `papi OR sipas`, `(a OR b) c` | either; what stands side by side holds closer than OR |
//! | `21/KH-UBND`, `21 kh ubnd`, `KH 21` | a document number |
//! | `nam:2021 coquan="Sở Nội vụ" -loai:QĐ` | filters, see [`super::filter`] |
//!
//! What looks like a filter but names no field is text: a pasted address or "Kính gửi:" is searched.
//! Parentheses group only in a line that has an OR or a `-(`; elsewhere they are those of a pasted
//! title, whole or cut. This page knows no engine; which words form a number only the index can tell
//! (`21 kh ubnd`).

use super::question::{QueryError, Question};
use super::reader::{OR, Reader};
use super::sentence;
use crate::text::Span;

/// Bytes of a question. A pasted citation has 400; a pasted page is a mistake worth telling.
const QUESTION_BYTES_MAX: usize = 4096;
impl Question {
    /// Reads a line. An empty one asks for everything.
    pub fn parse(typed: &str) -> Result<Question, QueryError> {
        if QUESTION_BYTES_MAX < typed.len() {
            let end = typed.floor_char_boundary(QUESTION_BYTES_MAX);
            let span = Span::new(end, end);
            let message = format!("câu tìm dài quá {QUESTION_BYTES_MAX} byte; hãy rút ngắn");
            return Err(QueryError::at(span, message));
        }
        let mut reader = Reader::new(typed, has_groups(typed));
        let mut question = reader.sides(0)?;
        question.typed = typed.to_owned();
        if let Some(understood) = sentence::understand(&question, &mut reader.speller) {
            question.as_sentence = Some(Box::new(understood));
        }
        point_out(&mut question, typed);
        Ok(question)
    }
}

/// True if a word of the line, outside quotation marks, is OR or opens an excluded group.
fn has_groups(typed: &str) -> bool {
    typed
        .split(is_quote)
        .step_by(2)
        .flat_map(|outside| outside.split([' ', '\t', '\n', '\u{a0}', ')']))
        .any(|word| word.trim_start_matches('(') == OR || word.starts_with("-("))
}

/// Tells every filter what the line is without it.
fn point_out(question: &mut Question, typed: &str) {
    for filter in &mut question.filters {
        filter.without = without(typed, filter.span);
    }
    let choices = question.choices.iter_mut();
    let sides = choices.flat_map(|choice| &mut choice.sides);
    for one in sides.chain(question.as_sentence.as_deref_mut()) {
        point_out(one, typed);
    }
}

/// The line without a stretch of it, nor an OR or parentheses that lost their content.
fn without(typed: &str, span: Span) -> String {
    let range = span.range();
    let before = typed.get(..range.start).unwrap_or(typed).trim_end();
    let after = typed.get(range.end..).unwrap_or_default().trim_start();
    let opens = before.is_empty() || before.ends_with('(');
    let closes = after.is_empty() || after.starts_with(')');
    let (mut head, mut tail) = (before, after);
    if closes && let Some(rest) = before.strip_suffix(" OR") {
        head = rest.trim_end();
    } else if opens && let Some(rest) = after.strip_prefix("OR ") {
        tail = rest.trim_start();
    } else if let (Some(open), Some(close)) = (before.strip_suffix('('), after.strip_prefix(')')) {
        let open = open.strip_suffix('-').unwrap_or(open);
        (head, tail) = (open.trim_end(), close.trim_start());
    }
    let tight = head.is_empty() || head.ends_with('(') || tail.is_empty() || tail.starts_with(')');
    let joint = match tight {
        true => "",
        false => " ",
    };
    format!("{head}{joint}{tail}")
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::question::Word;

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
            question.with("tinh", "Hưng Yên"),
            "papi coquan:\"Sở Nội vụ\" 2021 tinh=\"Hưng Yên\""
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
            ("ca* ke* ho* na* th*", 17, "quá 4 từ có dấu *"),
            ("papi OR", 6, "sau OR chưa có gì để chọn"),
            ("a (OR b)", 4, "trước OR chưa có gì để chọn"),
            ("(papi OR sipas", 1, "thiếu dấu ngoặc đơn đóng"),
            ("papi OR sipas) 2021", 14, "thừa dấu ngoặc đơn đóng"),
            ("a OR ()", 6, "trong ngoặc đơn chưa có gì"),
            ("chude:xyz", 7, "không có chủ đề «xyz»"),
            ("cap:trời", 5, "không có cấp «trời»"),
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

    /// The sides of the choices of a line, one after another.
    fn sides(typed: &str) -> Vec<String> {
        let question = Question::parse(typed).expect(typed);
        let sides = question.choices.iter().flat_map(|choice| &choice.sides);
        sides.map(|side| side.text.clone()).collect()
    }

    #[test]
    fn or_parts_what_stands_side_by_side_and_parentheses_group() {
        assert_eq!(
            sides("cải cách OR chuyển đổi số"),
            ["cải cách", "chuyển đổi số"]
        );
        let question = Question::parse("kế hoạch (papi OR sipas nam:2021) -(dự thảo)");
        let question = question.expect("well formed");
        assert_eq!(question.text, "kế hoạch");
        assert!(!question.choices[0].negated && question.choices[1].negated);
        assert_eq!(question.all_filters().len(), 1);
        assert_eq!(question.without(0), "kế hoạch (papi OR sipas) -(dự thảo)");
        assert_eq!(
            question.with("nam", "2020"),
            format!("({}) nam:2020", question.typed)
        );
    }

    #[test]
    fn a_filter_taken_out_of_a_choice_leaves_a_line_that_can_be_read() {
        for (typed, left) in [
            ("nam:2021 OR nam:2022", ["nam:2022", "nam:2021"]),
            (
                "papi (nam:2021 OR nam:2022)",
                ["papi (nam:2022)", "papi (nam:2021)"],
            ),
        ] {
            let question = Question::parse(typed).expect(typed);
            assert_eq!([question.without(0), question.without(1)], left, "{typed}");
        }
        let question = Question::parse("papi -(nam:2021) OR a").expect("well formed");
        assert_eq!(question.without(0), "papi OR a");
    }

    #[test]
    fn parentheses_of_a_pasted_title_are_no_groups() {
        for typed in [
            "Chỉ số quản trị (PAPI) năm nay",
            "kế hoạch (giai đoạn 2",
            "a) mục tiêu",
            "bàn về OR-101",
        ] {
            let question = Question::parse(typed).expect(typed);
            assert!(question.choices.is_empty(), "{typed}");
            assert_eq!(question.text, typed);
        }
        let question = Question::parse("(papi nam:2021)").expect("well formed");
        assert_eq!(question.filters[0].value, "2021");
    }
}
