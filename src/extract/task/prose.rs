//! A paragraph of prose cut into the instructions it holds: one per directive main clause, that
//! is per sentence with a subject or an order, and inside a sentence per "; Tham mưu …", change
//! of subject or deadline of its own. Enumerations after a colon stay whole.

use super::super::deadline::{self, PlanYear, Setting};
use super::super::words::{Class, Stretch, Words};
use super::formula;

/// One instruction: a byte range of the paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub range: std::ops::Range<usize>,
    /// It opens a sentence: its subject governs the clauses after it.
    pub opens_sentence: bool,
}

/// Clauses of one paragraph that are cut; the longest seen holds eight.
const CLAUSES_MAX: usize = 64;

pub(super) fn clauses(text: &str, words: &mut Words) -> Vec<Clause> {
    let stretch = words.read(text);
    let cuts = cuts(stretch);
    let mut clauses = Vec::with_capacity(cuts.len());
    for (index, &(from, opens_sentence)) in cuts.iter().enumerate() {
        let to = cuts
            .get(index + 1)
            .map_or(stretch.tokens.len(), |&(next, _)| next);
        if from < to {
            let start = stretch.tokens[from].start as usize - stretch.start;
            let end = stretch.tokens[to - 1].end as usize - stretch.start;
            clauses.push(Clause {
                range: start..end,
                opens_sentence,
            });
        }
    }
    clauses
}

/// Token indexes at which a clause starts.
fn cuts(stretch: Stretch) -> Vec<(usize, bool)> {
    let mut cuts = vec![(0, true)];
    let mut list = Enumeration::None;
    let mut depth = 0;
    for at in 0..stretch.tokens.len() {
        if cuts.len() >= CLAUSES_MAX {
            break;
        }
        match stretch.tokens[at].class {
            Class::Open => depth += 1,
            Class::Close => depth -= 1,
            _ if depth > 0 => {}
            // What leads to the order orders nothing itself.
            Class::Colon if orders_after(stretch, at) => {
                list = Enumeration::None;
                cuts.pop();
                cuts.push((at + 1, true));
            }
            Class::Colon => {
                let lower = matches!(
                    stretch.class(at + 1),
                    Some(Class::Small | Class::Verb | Class::Quantity | Class::Digits)
                );
                list = if lower {
                    Enumeration::Lower
                } else {
                    Enumeration::First
                };
            }
            Class::Period => {
                list = Enumeration::None;
                if opens_instruction(stretch, at + 1) || closes(stretch, at + 1) {
                    cuts.push((at + 1, true));
                }
            }
            Class::Semicolon => {
                list = list.next(stretch, at + 1);
                let start = cuts.last().map_or(0, |&(from, _)| from);
                let opens = matches!(
                    stretch.class(at + 1),
                    Some(
                        Class::Action | Class::Assign | Class::Head | Class::Quantity | Class::Body
                    )
                );
                let may = match list {
                    Enumeration::None => true,
                    Enumeration::First | Enumeration::Lower => opens,
                    Enumeration::Capitals => false,
                };
                if may && starts_clause(stretch, start, at) {
                    cuts.push((at + 1, false));
                    list = Enumeration::None;
                }
            }
            _ => {}
        }
    }
    cuts
}

/// "… có ý kiến chỉ đạo như sau: Giao các sở, ngành …": what is said from here on is the order itself.
fn orders_after(stretch: Stretch, colon: usize) -> bool {
    let leads = stretch.slice(0, colon).ends_with("sau");
    leads
        && stretch.class(colon + 1) == Some(Class::Assign)
        && stretch.agencies(colon + 2).is_some()
}

/// What follows a colon: items in lower case end where a capital verb starts; items in capitals
/// go on to the full stop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Enumeration {
    None,
    First,
    Lower,
    Capitals,
}

impl Enumeration {
    fn next(self, stretch: Stretch, item: usize) -> Enumeration {
        let capital = matches!(
            stretch.class(item),
            Some(Class::Action | Class::Name | Class::Head)
        );
        match self {
            Enumeration::First if capital && !is_advice(stretch, item) => Enumeration::Capitals,
            Enumeration::First => Enumeration::Lower,
            other => other,
        }
    }
}

/// "Tham mưu" is never an item of a list of things.
fn is_advice(stretch: Stretch, at: usize) -> bool {
    stretch.word(at).starts_with("Tham mưu")
}

/// A sentence that orders: an order word, an agency that acts, or a verb with a capital.
fn opens_instruction(stretch: Stretch, at: usize) -> bool {
    match stretch.class(at) {
        Some(Class::Assign | Class::Action | Class::Lead | Class::Support) => true,
        Some(_) => acts(stretch, at) || acts_after_comma(stretch, at),
        None => false,
    }
}

/// "Trong quá trình thực hiện, nếu có vướng mắc, …", "Trân trọng cảm ơn …": what closes the paragraph is no part of the
/// instruction before it.
fn closes(stretch: Stretch, at: usize) -> bool {
    let sentence = || stretch.slice(at, clause_end(stretch, at));
    match stretch.word(at) {
        "Trong" | "Quá" => formula::foresees(sentence()),
        "Trân" => sentence().starts_with("Trân trọng"),
        _ => false,
    }
}

/// "Định kỳ 6 tháng, các sở … phải": a subject after the words of time.
fn acts_after_comma(stretch: Stretch, at: usize) -> bool {
    let opener = matches!(
        stretch.class(at),
        Some(Class::Name | Class::Small | Class::Preposition | Class::Modal)
    );
    let end = stretch.tokens.len().min(at + OPENER_TOKENS_MAX);
    opener
        && (at..end)
            .take_while(|&index| {
                !matches!(stretch.class(index), Some(Class::Period | Class::Semicolon))
            })
            .any(|index| {
                let ordered = || {
                    stretch.class(index + 1) == Some(Class::Assign)
                        && stretch.agencies(index + 2).is_some()
                };
                stretch.class(index) == Some(Class::Comma)
                    && (acts(stretch, index + 1) || ordered())
            })
}

/// Tokens of the words of time or purpose before a subject.
const OPENER_TOKENS_MAX: usize = 24;

/// What an agency that acts has behind it.
const ACTING: [Class; 6] = [
    Class::Verb,
    Class::Duty,
    Class::Lead,
    Class::Support,
    Class::Modal,
    Class::Assign,
];

fn acts(stretch: Stretch, at: usize) -> bool {
    // A list of agencies alone would be read to its end at each of them.
    if !ACTING.iter().any(|acting| stretch.has(*acting)) {
        return false;
    }
    let found = stretch.agencies(at);
    let behind = found.and_then(|found| stretch.class(found.end));
    behind.is_some_and(|class| ACTING.contains(&class))
}

/// After "; ": a capital verb, another subject, or a lower-case verb where this or the clause
/// before has its own deadline.
fn starts_clause(stretch: Stretch, from: usize, semicolon: usize) -> bool {
    let at = semicolon + 1;
    match stretch.class(at) {
        Some(Class::Action | Class::Assign) => !is_completion(stretch, at),
        Some(Class::Verb | Class::Modal | Class::Support) => {
            let same = is_completion(stretch, at) || stretch.word(at) == "đồng thời";
            !same
                && (has_deadline(stretch, from, semicolon)
                    || has_deadline(stretch, at, clause_end(stretch, at))
                    || subject_changed(stretch, from))
        }
        Some(_) => acts(stretch, at) && says_act(stretch, from, semicolon),
        None => false,
    }
}

/// "Giao Sở A; UBND các huyện; các sở, ngành tổ chức …", "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở; Chủ tịch UBND các xã
/// thực hiện …", "chủ trì, phối hợp với các sở; UBND các xã triển khai": before the first act behind the order or the help
/// they are one list.
fn says_act(stretch: Stretch, from: usize, to: usize) -> bool {
    let from = from.max(to.saturating_sub(DEADLINE_TOKENS_MAX));
    let mut orders = (from..to).rev();
    let names = |at: &usize| matches!(stretch.class(*at), Some(Class::Assign | Class::Support));
    let Some(order) = orders.find(names) else {
        return true;
    };
    let next = order + 1 + usize::from(stretch.word(order + 1) == "với");
    let named = stretch.agencies(next).map_or(order, |found| found.end);
    let is_act = |at: usize| {
        let class = stretch.class(at);
        ACTING.iter().any(|acting| class == Some(*acting)) || class == Some(Class::Action)
    };
    (named.max(order + 1)..to).any(is_act)
}

/// "; hoàn thành trước ngày 30/6": the deadline of what stands before.
fn is_completion(stretch: Stretch, at: usize) -> bool {
    let next = stretch.class(at + 1);
    stretch.word(at).eq_ignore_ascii_case("hoàn thành")
        && matches!(next, Some(Class::Preposition | Class::Modal))
        || stretch.word(at) == "hoàn thành"
            && next != Some(Class::Verb)
            && clause_end(stretch, at) - at < 14
}

fn subject_changed(stretch: Stretch, from: usize) -> bool {
    from > 0 && stretch.class(from - 1) == Some(Class::Semicolon) && acts(stretch, from)
}

fn clause_end(stretch: Stretch, at: usize) -> usize {
    (at..stretch.tokens.len())
        .take(DEADLINE_TOKENS_MAX)
        .find(|&index| {
            matches!(
                stretch.tokens[index].class,
                Class::Semicolon | Class::Period
            )
        })
        .unwrap_or(stretch.tokens.len().min(at + DEADLINE_TOKENS_MAX))
}

/// Tokens before a semicolon in which the clause's own deadline is looked for.
const DEADLINE_TOKENS_MAX: usize = 160;

/// A date or a rhythm; whose year it is does not matter here.
fn has_deadline(stretch: Stretch, from: usize, to: usize) -> bool {
    let from = from.max(to.saturating_sub(DEADLINE_TOKENS_MAX));
    deadline::find(
        stretch.slice(from, to),
        0,
        Some(PlanYear::calendar(2000)),
        Setting::Prose,
    )
    .is_some_and(|found| found.due.is_some() || found.recurrence.is_some())
}
