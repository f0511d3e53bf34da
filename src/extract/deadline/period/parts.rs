//! What is written of a period, as days.

use jiff::civil::Date;

use super::Shape;
use super::written::{Form, Half};

pub(super) type Read = (Shape, Option<Date>, Option<Date>, bool);

/// The days of a period; one without a year takes `plan_year`.
pub(super) fn read(written: Form, plan_year: Option<i16>) -> Option<Read> {
    let of = |year: Option<i16>| (year.or(plan_year), year.is_some());
    let read = match written {
        Form::Reach(first, last, month, year) => {
            let (year, own) = of(year);
            let (first, last) = (day(year, month, first), day(year, month, last));
            return (first <= last).then_some((Shape::Days, first, last, own));
        }
        Form::Days(first, last, month, year) => {
            let (year, own) = of(year);
            let (first, last) = (day(year, month, first), day(year, month, last));
            (Shape::Days, first, last, own)
        }
        Form::Day(one, month, year) => {
            let (year, own) = of(year);
            let one = day(year, month, one);
            (Shape::Day, one, one, own)
        }
        Form::Month(first, last, year) => {
            let (year, own) = of(year);
            let (first, last) = (day(year, first, 1), month_end(year, last));
            (Shape::Month, first, last, own)
        }
        Form::Quarter(first, last, year) => {
            let (year, own) = of(year);
            let (first, last) = (day(year, first * 3 - 2, 1), month_end(year, last * 3));
            (Shape::Quarter, first, last, own)
        }
        Form::Half(Half { months, is_first }, year) => {
            let (year, own) = of(year);
            let (first, last) = match is_first {
                true => (1, months),
                false => (13 - months, 12),
            };
            (Shape::Half, day(year, first, 1), month_end(year, last), own)
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
