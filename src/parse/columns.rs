//! Letterheads and signature blocks typed with tabs or spaces, in any format:
//! "ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".
//!
//! A line that has a wide gap and says by its words that it is such a line becomes two paragraphs,
//! one per column. Under "Nơi nhận:" every line with a gap is one, and the others are recipients.

use std::sync::LazyLock;

use regex::Regex;

use super::Column;
use super::flow::{Item, Para};
use crate::text::{fold, opens_folded};

/// Letters of the longest half line: an agency's name.
const HALF_MAX: usize = 90;

/// Lines under "Nơi nhận:" that may belong to the block. The longest list in a saved document has 15.
const BLOCK_LINES: usize = 24;

static HALVES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^noi nhan\s*:?\t|\t(cong hoa xa hoi chu nghia|doc lap\s*[-–]|dang cong san viet nam)",
        r"|\t(tm|kt|tl|tuq|q)\s?\.|^so\s*:.*\t.*\bngay\b.*\bthang\b.*\bnam\b",
        r"|\t\p{L}[^,]*, ngay\b.*\bthang\b.*\bnam\b"
    ))
    .expect("a pattern")
});

/// Bytes of a cell of a letterhead whose lines were lost.
const CELL_MAX: usize = 300;

/// Where a line of a letterhead begins that a saved page ran into the line before: "BỘ NỘI VỤ Số: 251/QĐ-BNV",
/// "… Hạnh phúc Hà Nội, ngày 29 tháng 03 năm 2022".
static RUN_ON: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        concat!(
            r"(?i)^(?:bộ|sở|ubnd|[uủ]ỷ? ban|ủy ban|hội đồng|(?:tỉnh|thành|huyện) [uủ]ỷ?|ban|cục|tổng cục|chi cục|phòng",
            r"|trung tâm|văn phòng|thanh tra|chính phủ|thủ tướng|trường) .{0,100}?(?<next>số\s*:\s*[\d.]*[^\s/]{0,4}/\S+)$"
        ),
        r"(?i)^cộng ho.*hạnh phúc[\s*-]*(?<next>\p{Lu}[^,]{1,40}, ?ngày .*)$",
    ]
    .map(|pattern| Regex::new(pattern).expect("a pattern"))
});

/// Splits the lines of a flow that are set in two columns, and lines that ran into each other.
pub(super) fn split(items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    let mut block_lines_left = 0_usize;
    for item in items {
        let para = match item {
            Item::Para(para) => para,
            other => {
                block_lines_left = 0;
                out.push(in_letterhead(other));
                continue;
            }
        };
        block_lines_left = block_lines_left.saturating_sub(1);
        if is_start_of_recipients(&para) {
            block_lines_left = BLOCK_LINES;
        }
        let under_recipients = 0 < block_lines_left;
        match run_on(&para) {
            Some(next) => {
                let (first, second) = para.split_at(next);
                for line in [first, second] {
                    set_in_columns(line, under_recipients, &mut out);
                }
            }
            None => set_in_columns(para, under_recipients, &mut out),
        }
    }
    out
}

/// The cells of a letterhead, which are few, with their lines apart.
fn in_letterhead(item: Item) -> Item {
    const CELLS_MAX: usize = 6;
    let Item::Grid(mut grid) = item else {
        return item;
    };
    if grid.cells.len() <= CELLS_MAX {
        for cell in &mut grid.cells {
            let items = std::mem::take(&mut cell.items).into_iter();
            let apart = items.flat_map(|item| match item {
                Item::Para(para) => lines_of(para).into_iter().map(Item::Para).collect(),
                other => vec![other],
            });
            cell.items = apart.collect();
        }
    }
    Item::Grid(grid)
}

fn lines_of(para: Para) -> Vec<Para> {
    match run_on(&para) {
        Some(next) => {
            let (first, second) = para.split_at(next);
            vec![first, second]
        }
        None => vec![para],
    }
}

/// Where the line begins that ran into the one before it.
fn run_on(para: &Para) -> Option<usize> {
    let text = Some(para.text()).filter(|text| text.len() <= CELL_MAX)?;
    // Most lines lack what a number or a date under another line cannot do without.
    let opens_motto = text.starts_with(['c', 'C']) && text.contains(',');
    let holds_a_date = text.contains(':') && text.contains('/');
    if !opens_motto && !holds_a_date {
        return None;
    }
    let found = RUN_ON.iter().find_map(|pattern| pattern.captures(text))?;
    Some(found.name("next")?.start())
}

fn is_start_of_recipients(para: &Para) -> bool {
    let is_short = || para.text().chars().nth(2 * HALF_MAX).is_none();
    opens_folded(para.text(), "noi nhan") && is_short()
}

fn set_in_columns(mut para: Para, under_recipients: bool, out: &mut Vec<Item>) {
    if para.style.column != Column::Whole {
        out.push(Item::Para(para));
        return;
    }
    let gap = para.wide_gap().filter(|gap| {
        let (left, right) = para.text().split_at(*gap);
        let both = format!("{}\t{}", fold(left.trim()), fold(right.trim()));
        let short = [left, right]
            .iter()
            .all(|half| half.chars().count() <= HALF_MAX);
        short && (under_recipients || HALVES.is_match(&both))
    });
    let Some(gap) = gap else {
        let is_recipient = under_recipients && para.text().starts_with(['-', '+']);
        if is_recipient && para.text().chars().count() <= HALF_MAX {
            para.style.column = Column::Left;
        }
        out.push(Item::Para(para));
        return;
    };
    let (mut left, mut right) = para.split_at(gap);
    left.style.column = Column::Left;
    right.style.column = Column::Right;
    let halves = [left, right].into_iter().filter(|half| !half.is_blank());
    out.extend(halves.map(Item::Para));
}
