//! The document and what is attached to it, and in each its opening (letterhead, title, bases),
//! body and closing.

use super::mark::Mark;
use super::{Line, Zone, is_capitals, names_period};
use crate::extract::any_of::opens_with;

/// Splits the lines into the document and its attachments, and each into opening, body and closing.
pub(super) fn zones(lines: &mut [Line], text: &str) {
    let mut part = 0;
    let mut zone = Zone::Opening;
    let mut is_address = false;
    for (index, line) in lines.iter_mut().enumerate() {
        let body = &text[line.body.range()];
        if zone == Zone::Closing || index > 0 && line.mark == Some(Mark::Annex) {
            if opens_part(line, body) {
                part += 1;
                zone = Zone::Opening;
            }
        } else if closes_part(body)
            || zone == Zone::Body && line.mark.is_none() && signs(body)
            || line.table.is_some() && signs_in_table(&text[line.body.range().start..])
        {
            zone = Zone::Closing;
        }
        // "Kính gửi:" and under it "- Các trung tâm giáo dục thường xuyên.": to whom it goes.
        is_address =
            opens_address(body) || is_address && matches!(line.mark, Some(Mark::Star | Mark::Dash));
        if zone == Zone::Opening && line.table.is_none() && !is_address && opens_body(line, body) {
            zone = Zone::Body;
        }
        let table_in_annex = line.table.is_some() && zone == Zone::Opening && part > 0;
        line.part = part;
        line.zone = match table_in_annex {
            true => Zone::Body,
            false => zone,
        };
    }
    if !lines.iter().any(|line| line.zone == Zone::Body) {
        lines
            .iter_mut()
            .filter(|line| line.zone == Zone::Opening)
            .for_each(|line| line.zone = Zone::Body);
    }
}

/// "PHỤ LỤC", or the type and title of what is attached.
fn opens_part(line: &Line, body: &str) -> bool {
    const TITLES: [&str; 16] = [
        "KẾ HOẠCH",
        "ĐIỀU LỆ",
        "QUY ĐỊNH",
        "QUY CHẾ",
        "CHƯƠNG TRÌNH",
        "Chương trình",
        "ĐỀ ÁN",
        "DANH MỤC",
        "BẢNG PHÂN CÔNG",
        "ĐỀ CƯƠNG",
        "BIỂU MẪU",
        "MẪU ",
        "PHIẾU ",
        "KẾ  HOẠCH",
        "PHÂN CÔNG",
        "GIẢI PHÁP",
    ];
    const CARRIED: [&str; 4] = [
        "(Kèm theo ",
        "(Ban hành kèm theo ",
        "(Ban hành theo ",
        "(kèm theo ",
    ];
    let titled = TITLES.iter().any(|title| body.starts_with(title))
        && (body.len() < 60 || is_capitals(body));
    let carried = CARRIED.iter().any(|words| body.starts_with(words));
    line.mark == Some(Mark::Annex)
        || line.table.is_some()
        || line.mark.is_none() && (titled || carried)
}

fn closes_part(body: &str) -> bool {
    const WORDS: [&str; 7] = [
        "Nơi nhận",
        "NƠI NHẬN",
        "Tin mới nhất",
        "Tập tin đính kèm",
        "Tệp đính kèm",
        "Tin liên quan",
        "Các tin khác",
    ];
    // A row of a table that a Markdown file left without its rule is text.
    opens_with(body.trim_start_matches(['|', ' ']), &WORDS) || capacity(body)
}

/// "| Nơi nhận: … | TM. ỦY BAN NHÂN DÂN … |": recipients and signature beside each other.
fn signs_in_table(table: &str) -> bool {
    opens_with(table.trim_start(), &["Nơi nhận", "NƠI NHẬN"])
}

/// "BỘ TRƯỞNG", "PHÓ CHỦ TỊCH" alone under the body: whoever signs himself, where nobody is named whom it goes to.
fn signs(body: &str) -> bool {
    const OFFICES: [&str; 8] = [
        "BỘ TRƯỞNG",
        "CHỦ TỊCH",
        "GIÁM ĐỐC",
        "CỤC TRƯỞNG",
        "HIỆU TRƯỞNG",
        "BÍ THƯ",
        "TRƯỞNG BAN",
        "TRƯỞNG PHÒNG",
    ];
    let office = body.strip_prefix("PHÓ ").unwrap_or(body);
    opens_with(office, &OFFICES) && OFFICES.contains(&office)
}

/// "TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC": the signature has begun.
fn capacity(body: &str) -> bool {
    const WORDS: [&str; 9] = [
        "TM. ", "TM.", "KT. ", "KT.", "TL. ", "T/M ", "K/T ", "TUQ. ", "tm . ",
    ];
    body.len() < 120 && opens_with(body, &WORDS)
}

/// Past the letterhead: a heading, an article, or a sentence that is neither basis nor title.
fn opens_body(line: &Line, body: &str) -> bool {
    match line.mark {
        Some(Mark::Star | Mark::Dash | Mark::Plus) => {
            body.ends_with(['.', ';', ':']) || body.len() > 80
        }
        Some(_) => true,
        None => is_sentence(body) && !is_basis(body) || heads_quarter(body),
    }
}

/// "Quý I", "Tháng 02": of a year's programme the first work; with its year it may stand on a cover.
fn heads_quarter(body: &str) -> bool {
    names_period(body) && !body.bytes().rev().take(4).all(|byte| byte.is_ascii_digit())
}

fn is_sentence(body: &str) -> bool {
    let stops = body.ends_with(['.', ':', ';', '!']);
    stops && body.len() > 120 && body.chars().any(char::is_lowercase)
        || body.ends_with("như sau:")
        || body.ends_with("yêu cầu:")
        || body.ends_with(':') && asks(body)
}

/// "Phòng Giáo dục và Đào tạo yêu cầu các trường:".
fn asks(body: &str) -> bool {
    const ORDERS: [&str; 5] = [" yêu cầu ", " đề nghị ", " đề nghị:", " giao ", " chỉ thị "];
    !opens_address(body)
        && (opens_with(body, &["Yêu cầu ", "Đề nghị ", "Giao "])
            || ORDERS.iter().any(|order| body.contains(order)))
}

/// In the South letters are sent so: "Kính gởi".
fn opens_address(body: &str) -> bool {
    opens_with(body, &["Kính gửi", "Kính gởi", "KÍNH GỬI"])
}

/// "Căn cứ …;", "Theo đề nghị của …;", "Thực hiện Kế hoạch …;": a legal basis ends with no full
/// stop of its own.
fn is_basis(body: &str) -> bool {
    const WORDS: [&str; 5] = [
        "Căn cứ ",
        "Theo đề nghị ",
        "Xét đề nghị ",
        "Thực hiện ",
        "Theo ",
    ];
    WORDS.iter().any(|word| body.starts_with(word)) && body.ends_with([';', ','])
        || WORDS[..3].iter().any(|word| body.starts_with(word))
            && !body.ends_with(':')
            && !body.contains(" ban hành ")
}
