//! Hostile pages, rich text and plain text.

use super::flood::sized;
use super::{Case, End};

pub fn cases() -> Vec<Case> {
    [pages(), rich_text(), plain_text()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(name: &'static str, text: String) -> Case {
    Case {
        name,
        bytes: text.into_bytes(),
        end: End::Any,
    }
}

fn pages() -> Vec<Case> {
    let count = sized(100_000);
    let page =
        |body: &str| format!("<!DOCTYPE html><meta charset=utf-8><body><p>Kế hoạch</p>{body}");
    let cell = r#"<td colspan="1000" rowspan="65534">a</td>"#;
    vec![
        case("divs.html", page(&("<div>".repeat(count) + "a"))),
        case(
            "marks-that-overlap.html",
            page(&"<a><b><i><p>a</a></b>".repeat(count / 100)),
        ),
        case(
            "spans.html",
            page(&format!(
                "<table>{}</table>",
                format!("<tr>{}</tr>", cell.repeat(60)).repeat(60)
            )),
        ),
        case(
            "cells.html",
            page(&format!("<table><tr>{}</table>", "<td>a".repeat(count))),
        ),
        case(
            "rows.html",
            page(&format!("<table>{}</table>", "<tr><td>a".repeat(count))),
        ),
        case(
            "attributes.html",
            page(&format!(
                "<p {}>a</p>",
                (0..count / 10)
                    .map(|at| format!("a{at}=b "))
                    .collect::<String>()
            )),
        ),
        case(
            "comment-without-end.html",
            page(&("<!--".repeat(count) + "-")),
        ),
        case(
            "references.html",
            page(&"&#x110;&nbsp;&lt;&foo".repeat(count)),
        ),
        case(
            "links.html",
            page(&"<li><a href=\"a.pdf\">Tải về</a></li>".repeat(count / 2)),
        ),
        case("tags-without-end.html", page(&"<".repeat(count * 10))),
    ]
}

fn rich_text() -> Vec<Case> {
    let count = sized(400_000);
    let file = |body: &str| format!("{{\\rtf1\\ansi {body}");
    vec![
        case("groups.rtf", file(&("{".repeat(count) + "a"))),
        case(
            "groups-of-nothing.rtf",
            file(&"{\\*\\x {\\b ".repeat(count / 4)),
        ),
        case("binary.rtf", file(&"\\bin2147483647 a".repeat(count / 8))),
        case(
            "cells.rtf",
            file(&format!(
                "\\trowd{}{}",
                "\\cellx1".repeat(count / 8),
                "a\\cell ".repeat(count / 8)
            )),
        ),
        case(
            "rows.rtf",
            file(&"\\trowd\\cellx1\\cellx2 a\\cell b\\cell\\row ".repeat(count / 16)),
        ),
        case("skips.rtf", file(&"\\uc32767\\u272 ?".repeat(count / 8))),
        case(
            "fonts.rtf",
            file(&format!(
                "{{\\fonttbl{}}}a",
                (0..count / 16)
                    .map(|at| format!("{{\\f{at}\\fcharset163 .VnTime;}}"))
                    .collect::<String>()
            )),
        ),
    ]
}

fn plain_text() -> Vec<Case> {
    let count = sized(400_000);
    vec![
        case(
            "one-line.txt",
            "Kế hoạch số 21/KH-UBND ngày 02/02/2021 ".repeat(count / 64),
        ),
        case(
            "marks.txt",
            "a".to_owned() + &"\u{301}\u{323}".repeat(count),
        ),
        case("lines.txt", "a\n\n".repeat(count)),
        case("numbers.txt", "21/".repeat(count)),
        case("brackets.txt", "(“[".repeat(count)),
        case("dots.txt", "Số: ".to_owned() + &".".repeat(count * 4)),
    ]
}
