//! Records and links in, what a person asked for out: pure functions over what others fetched.
//!
//! Promise: a row says nothing that no record, link or authority table says; the same rows serve the
//! command line, its JSON, CSV and workbooks, and the web ([`Row`]). This room does not know the
//! store, HTTP or HTML. Why apart from `pipeline`: a judgement that is a function of values can be
//! tested by values.

mod aligned;
mod anomalies;
mod brief;
mod calendar;
mod check;
mod coverage;
mod gaps;
mod laid;
mod matrix;
mod official;
pub mod sheet;
mod standing;
mod table;
mod wanted;

pub use aligned::{Change, DiffRow, SeriesRow, Side, diff, of_one_series, series, years_between};
pub use anomalies::{AnomalyRow, anomaly_name};
pub use brief::Brief;
pub use calendar::{CalendarRow, calendar, ics};
pub use check::{Correct, Finding, Judged, is_known, judge, replaced_by, successor};
pub use coverage::{CoverageRow, coverage};
pub use gaps::{GapRow, gaps};
pub use matrix::{Count, MatrixRow, MatrixTask, Part, matrix};
pub use official::citation as official_citation;
pub use standing::stated;
pub use table::{Cell, Heading, Row};
pub use wanted::WantedRow;
