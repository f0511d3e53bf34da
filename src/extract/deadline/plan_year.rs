//! The year of a plan, which days and months take that name none.

/// A calendar year, or the school year that begins in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::extract) struct PlanYear {
    first: i16,
    is_school: bool,
}

impl PlanYear {
    pub fn calendar(year: i16) -> PlanYear {
        PlanYear {
            first: year,
            is_school: false,
        }
    }

    /// "năm học 2021-2022", by the year it begins in.
    pub fn school(first: i16) -> PlanYear {
        PlanYear {
            first,
            is_school: true,
        }
    }

    /// The calendar year in which the month lies; a school year opens in August.
    pub fn of_month(self, month: i16) -> i16 {
        let is_second = self.is_school && month < 8;
        self.first + i16::from(is_second)
    }

    /// The year that "trong năm" means.
    pub fn first(self) -> i16 {
        self.first
    }

    pub fn is_school(self) -> bool {
        self.is_school
    }
}
