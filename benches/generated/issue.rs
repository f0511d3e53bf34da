//! Who issued the n-th document, under which number, on which day.

use jiff::civil::Date;
use kehoach::authority::Authority;

use super::draw::Draw;

/// One issuer's numbering: who, and what type.
struct Series {
    /// `None` for the provincial committee itself.
    department: Option<&'static str>,
    type_code: &'static str,
    issuer_code: &'static str,
}

const fn series(
    department: Option<&'static str>,
    type_code: &'static str,
    issuer_code: &'static str,
) -> Series {
    Series {
        department,
        type_code,
        issuer_code,
    }
}

/// The first two are what the others carry out.
const SERIES: [Series; 12] = [
    series(None, "KH", "UBND"),
    series(None, "QĐ", "UBND"),
    series(Some("Sở Nội vụ"), "KH", "SNV"),
    series(Some("Sở Thông tin và Truyền thông"), "KH", "STTTT"),
    series(Some("Sở Giáo dục và Đào tạo"), "KH", "SGDĐT"),
    series(Some("Sở Y tế"), "KH", "SYT"),
    series(Some("Sở Tài chính"), "KH", "STC"),
    series(Some("Sở Tư pháp"), "KH", "STP"),
    series(Some("Sở Xây dựng"), "KH", "SXD"),
    series(Some("Sở Công Thương"), "KH", "SCT"),
    series(Some("Sở Văn hóa, Thể thao và Du lịch"), "KH", "SVHTTDL"),
    series(Some("Sở Nội vụ"), "QĐ", "SNV"),
];

const PLANS: usize = 0;
const DECISIONS: usize = 1;

/// Years before the provinces and departments of 2025 changed.
const YEARS: std::ops::Range<usize> = 2017..2025;

pub struct Registry {
    /// Name, and whether it is a city.
    provinces: Vec<(String, bool)>,
}

/// A document as others cite it.
#[derive(Clone, Debug)]
pub struct Issue {
    series: usize,
    year: usize,
    province_index: usize,
    round: u64,
    pub province: String,
    pub is_city: bool,
    pub department: Option<&'static str>,
    pub number: String,
    pub date: Date,
    /// What its issuer writes about every year in this series.
    pub subject: usize,
}

impl Registry {
    pub fn new() -> Registry {
        let authority = Authority::bundled();
        let day = Date::constant(2020, 1, 1);
        let existed = |until: Option<Date>| until.is_none_or(|until| day <= until);
        let provinces = authority
            .provinces()
            .iter()
            .filter(|province| existed(province.until))
            .map(|province| {
                (
                    province.name.clone(),
                    authority.is_city(&province.id, Some(day)),
                )
            })
            .collect();
        Registry { provinces }
    }

    /// Series change fastest, then years, then provinces: the documents of one province come
    /// together, as from its portal.
    pub fn issue(&self, index: u64) -> Issue {
        let (rest, series) = split(index, SERIES.len());
        let (rest, year) = split(rest, YEARS.len());
        let (round, province) = split(rest, self.provinces.len());
        self.issue_of(series, YEARS.start + year, province, round)
    }

    /// What a document carries out: the plan and the decision of its province, and its issuer's
    /// plan of the year before. None is younger than itself.
    pub fn directives(&self, issue: &Issue) -> Vec<(&'static str, Issue)> {
        let earlier = |series: usize| {
            let same_year = self.issue_of(series, issue.year, issue.province_index, issue.round);
            let is_other = series != issue.series && same_year.date <= issue.date;
            let year_before = || self.year_before(series, issue);
            if is_other {
                Some(same_year)
            } else {
                year_before()
            }
        };
        let mut directives = Vec::new();
        directives.extend(earlier(DECISIONS).map(|it| ("Căn cứ", it)));
        directives.extend(earlier(PLANS).map(|it| ("Thực hiện", it)));
        if issue.series != PLANS && issue.series != DECISIONS {
            let last = self.year_before(issue.series, issue);
            directives.extend(last.map(|it| ("Trên cơ sở kết quả thực hiện", it)));
        }
        directives
    }

    fn year_before(&self, series: usize, issue: &Issue) -> Option<Issue> {
        let year = issue.year - 1;
        YEARS
            .contains(&year)
            .then(|| self.issue_of(series, year, issue.province_index, issue.round))
    }

    fn issue_of(&self, series: usize, year: usize, province: usize, round: u64) -> Issue {
        let made = &SERIES[series];
        let (name, is_city) = &self.provinces[province];
        let mut draw = Draw::new(((province * SERIES.len() + series) * 10_000 + year) as u64);
        // Three numbers a round, one of them used: serials have gaps here, as in any portal.
        let serial = 5 + draw.below(300) as u64 + 3 * round;
        // A thousand documents fill a year; what comes later is dated on its last days.
        let day_of_year = (1 + serial * 365 / 1_000).min(364) as i16;
        let date = Date::new(year as i16, 1, 1)
            .ok()
            .and_then(|first| first.with().day_of_year(day_of_year).build().ok())
            .unwrap_or(Date::constant(2020, 1, 1));
        Issue {
            series,
            year,
            province_index: province,
            round,
            province: name.clone(),
            is_city: *is_city,
            department: made.department,
            number: format!("{serial}/{}-{}", made.type_code, made.issuer_code),
            date,
            subject: province * 7 + series * 3 + round as usize,
        }
    }
}

impl Issue {
    /// `Kế hoạch số 21/KH-UBND ngày 02/02/2021 của UBND tỉnh Hưng Yên`.
    pub fn citation(&self) -> String {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        let kind = self.kind();
        let issuer = match self.department {
            Some(department) => format!("{department} {}", self.province),
            None => format!("UBND {} {}", self.unit(), self.province),
        };
        format!(
            "{kind} số {} ngày {day:02}/{month:02}/{year} của {issuer}",
            self.number
        )
    }

    pub fn issuer(&self) -> String {
        match self.department {
            Some(department) => format!("{department} {}", self.province),
            None => format!("Ủy ban nhân dân {} {}", self.unit(), self.province),
        }
    }

    pub fn kind(&self) -> &'static str {
        match SERIES[self.series].type_code {
            "QĐ" => "Quyết định",
            _ => "Kế hoạch",
        }
    }

    pub fn unit(&self) -> &'static str {
        if self.is_city {
            "thành phố"
        } else {
            "tỉnh"
        }
    }

    pub fn year(&self) -> usize {
        self.year
    }

    /// `21-kh-ubnd-hung-yen-2021`.
    pub fn slug(&self) -> String {
        let written = format!("{} {} {}", self.number, self.province, self.year);
        let folded = kehoach::text::fold(&written);
        folded
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("-")
    }
}

fn split(index: u64, len: usize) -> (u64, usize) {
    (index / len as u64, (index % len as u64) as usize)
}
