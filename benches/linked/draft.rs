//! A draft as somebody types it before it is signed: five pages that cite what the library holds.

use std::fmt::Write as _;

use kehoach::extract::Record;

use super::Given;

/// Documents it cites: every other paragraph leans on one.
const CITED: usize = 36;

/// Words on a page of thirteen points with the margins of Nghị định 30/2020/NĐ-CP, and pages.
const WORDS: usize = 420 * 5;

/// The text of a draft of the office that issued `own`, citing what its province has issued before.
pub fn text(own: &Record, given: &[Given]) -> String {
    let place = own.identity.place.as_deref().unwrap_or("Hưng Yên");
    let near = |record: &&Record| record.identity.place.as_deref() == Some(place);
    let records = given.iter().map(|given| &given.record);
    let cited: Vec<&Record> = records.filter(near).take(CITED).collect();
    let mut text = format!(
        "ỦY BAN NHÂN DÂN\nTỈNH {}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
         Số:     /KH-UBND\n{place}, ngày     tháng     năm 2026\n\nKẾ HOẠCH\n\
         Nâng cao chất lượng công tác chỉ đạo, điều hành năm 2026\n\n",
        place.to_uppercase()
    );
    let (bases, told) = cited.split_at(cited.len() / 3);
    for (at, record) in bases.iter().enumerate() {
        let _ = writeln!(text, "Căn cứ {};", citation(record, at));
    }
    text.push_str("Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\nI. NHIỆM VỤ, GIẢI PHÁP\n");
    for (at, record) in told.iter().enumerate() {
        let mut tasks = record.tasks.iter().map(|task| task.text.as_str());
        let (first, second) = (
            tasks.next().unwrap_or_default(),
            tasks.next().unwrap_or_default(),
        );
        let _ = writeln!(
            text,
            "{}. Tiếp tục thực hiện {}; {first}. Giao Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành {second}; \
             hoàn thành trước ngày 15/12/2026.",
            at + 1,
            citation(record, at),
        );
    }
    text.push_str("\nII. TỔ CHỨC THỰC HIỆN\n");
    let mut tasks = records_of(given).flat_map(|record| &record.tasks);
    while text.split_whitespace().count() < WORDS {
        let Some(task) = tasks.next() else { break };
        let _ = writeln!(text, "- Các cơ quan, đơn vị {}.", task.text);
    }
    text.push_str(
        "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn A\n",
    );
    text
}

fn records_of(given: &[Given]) -> impl Iterator<Item = &Record> {
    given.iter().map(|given| &given.record)
}

/// One in seven with another day.
fn citation(record: &Record, at: usize) -> String {
    let identity = &record.identity;
    let kind = match identity.doc_type.as_deref() {
        Some("QĐ") => "Quyết định",
        Some("CTr") => "Chương trình",
        Some("NQ") => "Nghị quyết",
        Some("CT") => "Chỉ thị",
        Some("BC") => "Báo cáo",
        Some("TB") => "Thông báo",
        _ => "Kế hoạch",
    };
    let day = identity.issued_on.as_deref().unwrap_or_default();
    let mut parts = day.splitn(3, '-');
    let (year, month, day) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let day = if at % 7 == 3 { "28" } else { day };
    format!(
        "{kind} số {} ngày {day}/{month}/{year} của {} về {}",
        identity.number.as_deref().unwrap_or_default(),
        identity.issuer.as_deref().unwrap_or_default(),
        identity.title.as_deref().unwrap_or_default(),
    )
}
