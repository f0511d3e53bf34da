//! What linking looks at of one record.
use super::Member;
use crate::authority::Authority;
use crate::extract::{Context, Record};

pub(super) fn members(_record: &Record, _context: &Context, _authority: &Authority) -> Vec<Member> {
    Vec::new()
}
