//! The documents of a world before anybody writes them down: number, day, title, and what they cite.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::offices::Office;
use crate::generated::draw::Draw;

#[derive(Clone, Debug)]
pub struct Paper {
    pub office: usize,
    pub doc_type: &'static str,
    pub serial: u32,
    /// The number with its symbol: `21/KH-UBND`.
    pub number: String,
    pub symbol: String,
    pub date: Date,
    pub title: String,
    /// Somebody has it; the others are only cited.
    pub is_present: bool,
    /// Directives it carries out or stands on, the nearest first.
    pub above: Vec<usize>,
    /// The older paper of its office that it puts an end to, and how.
    pub ends: Option<(usize, End)>,
    /// The younger paper that puts an end to it.
    pub ended_by: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Replaced,
    Repealed,
}

const TOPICS: [&str; 24] = [
    "cải cách hành chính",
    "chuyển đổi số",
    "phòng, chống tham nhũng, tiêu cực",
    "nâng cao Chỉ số hiệu quả quản trị và hành chính công cấp tỉnh (PAPI)",
    "kiểm soát thủ tục hành chính",
    "phổ biến, giáo dục pháp luật",
    "bảo đảm an toàn thực phẩm",
    "giảm nghèo bền vững",
    "xây dựng nông thôn mới",
    "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "bảo đảm trật tự, an toàn giao thông",
    "tiêm chủng mở rộng",
    "phát triển du lịch cộng đồng",
    "đào tạo, bồi dưỡng cán bộ, công chức, viên chức",
    "tiếp công dân, giải quyết khiếu nại, tố cáo",
    "phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "thực hành tiết kiệm, chống lãng phí",
    "bảo vệ, chăm sóc và giáo dục trẻ em",
    "bình đẳng giới và vì sự tiến bộ của phụ nữ",
    "phát triển kinh tế tập thể, hợp tác xã",
    "quản lý chất thải rắn sinh hoạt",
    "theo dõi tình hình thi hành pháp luật",
    "rà soát, hệ thống hóa văn bản quy phạm pháp luật",
    "văn thư, lưu trữ",
];

const ACTS: [&str; 10] = [
    "thực hiện công tác",
    "triển khai nhiệm vụ",
    "tăng cường công tác",
    "tuyên truyền về",
    "kiểm tra công tác",
    "tổng kết công tác",
    "khắc phục hạn chế trong công tác",
    "phối hợp thực hiện công tác",
    "đẩy mạnh",
    "đánh giá kết quả",
];

const FIELDS: [&str; 14] = [
    "trong các cơ quan hành chính nhà nước",
    "tại các đơn vị sự nghiệp công lập",
    "ở vùng đồng bào dân tộc thiểu số và miền núi",
    "đối với doanh nghiệp nhỏ và vừa",
    "trong trường học",
    "tại bộ phận một cửa các cấp",
    "trên môi trường điện tử",
    "ở khu dân cư",
    "tại các khu công nghiệp",
    "trong lĩnh vực đất đai",
    "trong dịp Tết Nguyên đán",
    "tại vùng ven biển",
    "đối với người có công",
    "",
];

/// One work in ten takes the number of one of another province or year.
const REUSED_EVERY: usize = 10;

pub fn all(works: usize, offices: &[Office], draw: &mut Draw) -> Vec<Paper> {
    // One paper in six is cited and never had.
    let count = works + works / 5;
    let mut days: Vec<i32> = (0..count).map(|_| draw.below(3_200) as i32).collect();
    days.sort_unstable();
    let first = Date::constant(2018, 1, 8);
    let mut papers: Vec<Paper> = Vec::with_capacity(count);
    let mut taken = BTreeSet::new();
    let mut last_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut by_place: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, day) in days.into_iter().enumerate() {
        let date = first.checked_add(day.days()).unwrap_or(first);
        let mut paper = one(date, offices, &papers, &mut taken, draw);
        paper.is_present = works * at / count < works * (at + 1) / count;
        paper.above = above(&paper, offices, (&papers, &by_place), draw);
        let older = last_of.get(&paper.office).copied();
        paper.ends = ends(older, &paper, &papers, draw);
        if let Some((ended, _)) = paper.ends {
            papers[ended].ended_by = Some(at);
        }
        last_of.insert(paper.office, at);
        let place = offices[paper.office].province.as_deref();
        by_place.entry(place).or_default().push(at);
        papers.push(paper);
    }
    papers
}

fn one(
    date: Date,
    offices: &[Office],
    before: &[Paper],
    taken: &mut BTreeSet<(usize, String, i16)>,
    draw: &mut Draw,
) -> Paper {
    // One in four hundred of an agency that was abolished goes on as if nothing had happened.
    let late = draw.once_in(60);
    let there = |office: &Office| office.from <= date && (late || date <= office.until);
    // A little more than a tenth comes from the centre, which everybody cites.
    let centre = draw.once_in(8);
    let office = loop {
        let at = draw.below(offices.len());
        if there(&offices[at]) && (offices[at].province.is_none() == centre) {
            break at;
        }
    };
    let model = draw
        .once_in(REUSED_EVERY)
        .then(|| draw.pick(before))
        .flatten();
    let model = model.filter(|model| offices[model.office].code == offices[office].code);
    loop {
        let doc_type = model.map_or_else(|| type_of(&offices[office], draw), |it| it.doc_type);
        let fresh = 1 + draw.below(if centre { 160 } else { 60 }) as u32;
        let serial = model.map_or(fresh, |it| it.serial);
        let serial = if draw.once_in(3) { fresh } else { serial };
        // Above the numbers of the laws that everybody cites and nobody here issues.
        let serial = if centre { 400 + serial % 200 } else { serial };
        let (number, symbol) = number(serial, doc_type, offices[office].code, date.year());
        if taken.insert((office, number.clone(), date.year())) {
            return Paper {
                title: title(&offices[office], date.year(), model, draw),
                office,
                doc_type,
                serial,
                number,
                symbol,
                date,
                is_present: true,
                above: Vec::new(),
                ends: None,
                ended_by: None,
            };
        }
    }
}

fn type_of(office: &Office, draw: &mut Draw) -> &'static str {
    let types: &[&'static str] = match office.code {
        "CP" => &["NĐ", "NQ"],
        "TTg" => &["QĐ", "QĐ", "CT"],
        "TW" => &["NQ", "KL", "CT"],
        "TU" => &["KH", "CTr", "CT", "NQ"],
        "HĐND" => &["NQ", "KH"],
        _ if office.rank <= 3 => &["QĐ", "KH", "TT"],
        _ => &["KH", "KH", "KH", "QĐ", "QĐ", "CT", "TB", "BC", "CTr"],
    };
    types[draw.below(types.len())]
}

/// `21/KH-UBND`, `30/2020/NĐ-CP`, `18-NQ/TW`.
fn number(serial: u32, doc_type: &str, code: &str, year: i16) -> (String, String) {
    match (doc_type, code) {
        (_, "TU" | "TW") => {
            let symbol = format!("{doc_type}/{code}");
            (format!("{serial:02}-{symbol}"), symbol)
        }
        ("NĐ" | "TT", _) => {
            let symbol = format!("{doc_type}-{code}");
            (format!("{serial:02}/{year}/{symbol}"), symbol)
        }
        _ => {
            let symbol = format!("{doc_type}-{code}");
            (format!("{serial:02}/{symbol}"), symbol)
        }
    }
}

fn title(office: &Office, year: i16, model: Option<&Paper>, draw: &mut Draw) -> String {
    if let Some(model) = model.filter(|_| draw.once_in(2)) {
        // The same plan of another year or province.
        let old = model.date.year().to_string();
        return model.title.replace(&old, &year.to_string());
    }
    let topic = TOPICS[draw.below(TOPICS.len())];
    let act = ACTS[draw.below(ACTS.len())];
    let field = FIELDS[draw.below(FIELDS.len())];
    let place = office.province.as_deref().filter(|_| draw.once_in(2));
    let place = place.map_or(String::new(), |place| format!(" trên địa bàn tỉnh {place}"));
    let when = match draw.below(4) {
        0 => format!(" giai đoạn {year}-{}", year + 5),
        1 => format!(
            " quý {} năm {year}",
            ["I", "II", "III", "IV"][draw.below(4)]
        ),
        _ => format!(" năm {year}"),
    };
    let title = format!("{act} {topic} {field}{place}{when}");
    let title = title.replace("  ", " ");
    let mut letters = title.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// Up to four earlier papers of no lower rank, the nearest rank first: two in three of the same
/// province, the others from the centre.
fn above(
    paper: &Paper,
    offices: &[Office],
    (before, by_place): (&[Paper], &BTreeMap<Option<&str>, Vec<usize>>),
    draw: &mut Draw,
) -> Vec<usize> {
    let own = &offices[paper.office];
    let mut found: Vec<usize> = Vec::new();
    for _ in 0..40 {
        let place = own.province.as_deref().filter(|_| !draw.once_in(3));
        let Some(there) = by_place.get(&place) else {
            continue;
        };
        // What is cited is mostly recent.
        let recent = there.len() / 2;
        let at = there[recent + draw.below(there.len() - recent)];
        let other = &before[at];
        let office = &offices[other.office];
        let fits = office.rank <= own.rank && other.date < paper.date;
        if fits && !found.contains(&at) {
            found.push(at);
        }
        if found.len() == 4 {
            break;
        }
    }
    found.sort_by_key(|at| (own.rank - offices[before[*at].office].rank, *at));
    found
}

/// One decision or plan in twelve ends the one its office issued before.
fn ends(
    older: Option<usize>,
    paper: &Paper,
    before: &[Paper],
    draw: &mut Draw,
) -> Option<(usize, End)> {
    if !draw.once_in(12) {
        return None;
    }
    let at = older.filter(|at| before[*at].date < paper.date)?;
    let how = match draw.once_in(2) {
        true => End::Replaced,
        false => End::Repealed,
    };
    before[at].ended_by.is_none().then_some((at, how))
}

/// Papers whose number another bears too.
pub fn reused(papers: &[Paper]) -> BTreeSet<usize> {
    let mut by_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, paper) in papers.iter().enumerate() {
        by_number.entry(&paper.number).or_default().push(at);
    }
    let shared = by_number.into_values().filter(|all| 1 < all.len());
    shared.flatten().collect()
}
