//! A draft as a portal's page and as plain text.

use super::Draft;

/// The letterhead, line by line: left and right.
fn letterhead(draft: &Draft) -> Vec<(String, String)> {
    let issue = draft.issue;
    let committee = format!("{} {}", issue.unit(), issue.province).to_uppercase();
    let (above, issuer) = match issue.department {
        Some(department) => (format!("UBND {committee}"), department.to_uppercase()),
        None => ("ỦY BAN NHÂN DÂN".to_owned(), committee),
    };
    let (year, month, day) = (issue.date.year(), issue.date.month(), issue.date.day());
    let date = format!(
        "{}, ngày {day:02} tháng {month:02} năm {year}",
        issue.province
    );
    vec![
        (above, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned()),
        (issuer, "Độc lập - Tự do - Hạnh phúc".to_owned()),
        (format!("Số: {}", issue.number), date),
    ]
}

fn signature(draft: &Draft) -> Vec<(&'static str, &'static str)> {
    let (capacity, position) = match draft.issue.department {
        Some(_) => ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"),
        None => ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    };
    vec![
        ("Nơi nhận:", capacity),
        ("- Như trên;", position),
        ("- Lưu: VT.", "Nguyễn Văn A"),
    ]
}

pub fn text(draft: &Draft) -> Vec<u8> {
    let mut out = String::new();
    for (left, right) in letterhead(draft) {
        out.push_str(&format!("{left}\n{right}\n"));
    }
    out.push_str(&format!(
        "\n{}\n{}\n\n",
        draft.issue.kind().to_uppercase(),
        draft.title
    ));
    for line in draft.basis.iter().chain(&draft.lines) {
        out.push_str(line);
        out.push('\n');
    }
    out.push('\n');
    for (left, _) in signature(draft) {
        out.push_str(&format!("{left}\n"));
    }
    for (_, right) in signature(draft) {
        out.push_str(&format!("{right}\n"));
    }
    out.into_bytes()
}

/// Around the text stand what portals put there: a menu, a clock, other titles.
const HEAD: &str = r#"<div class="header"><span class="clock">Thứ Hai, 08:15 | 02/02/2026</span>
<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li><li><a href="/van-ban">Văn bản</a></li><li><a href="/lien-he">Liên hệ</a></li></ul></div>
"#;
const FOOT: &str = r#"<div class="sidebar"><h3>Tin mới nhất</h3><ul><li><a href="/tin/1">Hội nghị giao ban tháng 01 (30/01/2026)</a></li><li><a href="/tin/2">Lịch tiếp công dân</a></li></ul></div>
<div class="footer">Lượt truy cập: 1.204.551</div>
"#;

pub fn page(draft: &Draft) -> Vec<u8> {
    let title = escaped(&draft.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"vi\"><head><meta charset=\"utf-8\"><title>{title}</title></head><body>\n{HEAD}\
         <div class=\"content\"><h1 class=\"title\">{title}</h1><div class=\"date\">Ngày đăng: {}</div>\n<div class=\"body\">\n",
        draft.issue.date.strftime("%d/%m/%Y")
    );
    let head = letterhead(draft);
    columns(
        &mut out,
        head.iter()
            .map(|(left, right)| (left.as_str(), right.as_str())),
    );
    let kind = draft.issue.kind().to_uppercase();
    out.push_str(&format!(
        "<p align=\"center\"><b>{kind}</b></p>\n<p align=\"center\"><b>{title}</b></p>\n"
    ));
    let lines: Vec<&String> = draft.basis.iter().chain(&draft.lines).collect();
    for run in lines.chunk_by(|a, b| a.starts_with('|') && b.starts_with('|')) {
        match run {
            [line] if !line.starts_with('|') => {
                out.push_str(&format!("<p>{}</p>\n", escaped(line)));
            }
            rows => table(&mut out, rows),
        }
    }
    columns(&mut out, signature(draft).into_iter());
    out.push_str("</div></div>\n");
    out.push_str(FOOT);
    out.push_str("</body></html>\n");
    out.into_bytes()
}

fn columns<'a>(out: &mut String, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    out.push_str("<table border=\"0\" width=\"100%\">");
    for (left, right) in rows {
        let (left, right) = (escaped(left), escaped(right));
        out.push_str(&format!(
            "<tr><td align=\"center\">{left}</td><td align=\"center\">{right}</td></tr>\n"
        ));
    }
    out.push_str("</table>\n");
}

fn table(out: &mut String, rows: &[&String]) {
    out.push_str("<table border=\"1\">\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row.trim().trim_matches('|').split('|') {
            // A cell merged with its neighbor is empty here: nobody measures spans on these.
            let cell = cell.trim().trim_matches(['^', '<']);
            out.push_str(&format!("<td>{}</td>", escaped(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
