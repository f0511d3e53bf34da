//! What is written of a period, as days.

use jiff::civil::Date;

use super::Shape;
use super::written::{Form, Half};
use crate::extract::deadline::PlanYear;

pub(super) type Read = (Shape, Option<Date>, Option<Date>, bool);

/// The days of a period; one without a year takes `plan_year`.
pub(super) fn read(written: Form, plan_year: Option<PlanYear>) -> Option<Read> {
    let of = |year: Option<i16>, month| year.or_else(|| Some(plan_year?.of_month(month)));
    let read = match written {
        Form::Reach(first, last, month, year) => {
            let (own, year) = (year.is_some(), of(year, month));
            let (first, last) = (day(year, month, first), day(year, month, last));
            return (first <= last).then_some((Shape::Days, first, last, own));
        }
        Form::Days(first, last, month, year) => {
            let (own, year) = (year.is_some(), of(year, month));
            let (first, last) = (day(year, month, first), day(year, month, last));
            (Shape::Days, first, last, own)
        }
        Form::Day(one, month, year) => {
            let (own, year) = (year.is_some(), of(year, month));
            let one = day(year, month, one);
            (Shape::Day, one, one, own)
        }
        Form::Month(first, last, year) => {
            let (from, to) = (of(year, first), of(year, last));
            let (first, last) = (day(from, first, 1), month_end(to, last));
            (Shape::Month, first, last, year.is_some())
        }
        Form::Quarter(first, last, year) => {
            let (first, last) = (first * 3 - 2, last * 3);
            let (from, to) = (of(year, first), of(year, last));
            let (first, last) = (day(from, first, 1), month_end(to, last));
            (Shape::Quarter, first, last, year.is_some())
        }
        Form::Half(Half { months, is_first }, year) => {
            let (first, last) = match is_first {
                true => (1, months),
                false => (13 - months, 12),
            };
            let (from, to) = (of(year, first), of(year, last));
            let (first, last) = (day(from, first, 1), month_end(to, last));
            (Shape::Half, first, last, year.is_some())
        }
        Form::YearEnd(year) => {
            let plan = plan_year.filter(|plan| !plan.is_school());
            let last = day(year.or(plan.map(PlanYear::first)), 12, 31);
            (Shape::Year, None, last, year.is_some())
        }
        Form::Vague => (Shape::Vague, None, None, true),
        // Schools count from the opening in September to the end of May.
        Form::School(first, last) => (
            Shape::Years,
            day(Some(first), 9, 1),
            day(Some(last), 5, 31),
            true,
        ),
        Form::Years(first, last) | Form::Bare(first, last) => (
            Shape::Years,
            day(Some(first), 1, 1),
            day(Some(last), 12, 31),
            true,
        ),
        Form::Year(year) => (
            Shape::Year,
            day(Some(year), 1, 1),
            day(Some(year), 12, 31),
            true,
        ),
    };
    Some(read)
}

pub(super) fn day(year: Option<i16>, month: i16, day: i16) -> Option<Date> {
    Date::new(year?, month as i8, day as i8).ok()
}

pub(super) fn month_end(year: Option<i16>, month: i16) -> Option<Date> {
    Some(day(year, month, 1)?.last_of_month())
}
