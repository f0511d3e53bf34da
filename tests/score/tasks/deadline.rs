//! Deadlines: on tasks whose deadline has a date or a rhythm, or is "thường xuyên". One that is
//! words alone ("sau 10 ngày kể từ ngày ký") is not counted.

use crate::score::gold::{Deadline, GoldTask, Task};
use crate::score::measure::Scores;

const EXACT: &str = "deadlines exactly right";
const DUE: &str = "deadlines, due day or rhythm right";
const EXACT_ALIGNED: &str = "deadlines exactly right, aligned tasks";

/// A deadline as it is compared: the last day is the day it is due, and the other way round.
#[derive(Default, PartialEq)]
struct Term<'a> {
    due: Option<&'a str>,
    from: Option<&'a str>,
    to: Option<&'a str>,
    recurrence: Option<&'a str>,
}

impl<'a> Term<'a> {
    fn of(deadline: Option<&'a Deadline>) -> Term<'a> {
        fn filled(value: &Option<String>) -> Option<&str> {
            value.as_deref().filter(|value| !value.is_empty())
        }
        let Some(deadline) = deadline else {
            return Term::default();
        };
        let (from, to) = (filled(&deadline.from), filled(&deadline.to));
        let due = filled(&deadline.due).or(to);
        Term {
            due,
            from,
            to: to.or(due.filter(|_| from.is_some())),
            recurrence: filled(&deadline.recurrence),
        }
    }

    fn is_dated(&self) -> bool {
        *self != Term::default()
    }

    fn is_due_as(&self, other: &Term) -> bool {
        match self.due {
            Some(_) => self.due == other.due,
            None => self.recurrence == other.recurrence,
        }
    }
}

pub fn is_dated(task: &Task) -> bool {
    Term::of(task.deadline.as_ref()).is_dated()
}

/// Lets every measure appear, with nothing in it.
pub fn name_all(scores: &mut Scores) {
    for measure in [
        EXACT,
        DUE,
        EXACT_ALIGNED,
        super::OWNERS_EXACT,
        super::DATED_WITHOUT,
    ] {
        scores.name(measure);
    }
}

/// False if gold has no deadline to compare with.
pub fn judge(
    task: &GoldTask,
    found: Option<&Task>,
    scores: &mut Scores,
    items: &mut Vec<String>,
) -> bool {
    let truth = Term::of(task.deadline.as_ref());
    let is_continuous = |it: &Deadline| it.continuous;
    if !truth.is_dated() && !task.deadline.as_ref().is_some_and(is_continuous) {
        return false;
    }
    let said = found.map(|task| Term::of(task.deadline.as_ref()));
    let (is_exact, is_due) = if truth.is_dated() {
        let is_exact = said.as_ref().is_some_and(|said| truth == *said);
        (
            is_exact,
            said.as_ref().is_some_and(|said| truth.is_due_as(said)),
        )
    } else {
        let said = found.and_then(|task| task.deadline.as_ref());
        let is_continuous = said.is_some_and(is_continuous);
        (is_continuous, is_continuous)
    };
    scores.answer(EXACT, is_exact);
    scores.answer(DUE, is_due);
    if let Some(found) = found {
        scores.answer(EXACT_ALIGNED, is_exact);
        if !is_exact {
            let (gold, found) = (&task.deadline, &found.deadline);
            items.push(format!(
                "deadline of «{}»: gold {gold:?}, found {found:?}",
                task.anchor
            ));
        }
    }
    true
}
