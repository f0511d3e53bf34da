//! `ingest`, `extract` and `text` open archives; `text` shows pages.

use std::fs;

use serde_json::Value;

use super::Place;
use crate::isolate::{archive, pdf};

const PLAN: &str = "ỦY BAN NHÂN DÂN\nTỈNH A\n\nSố: 7/KH-UBND\n\nKẾ HOẠCH\nThử tệp nén";

fn text(path: &std::path::Path) -> &str {
    path.to_str().expect("text")
}

/// An archive with a plan, a PDF in an archive within it, and what a system leaves behind.
fn dossier(place: &Place) -> std::path::PathBuf {
    let inner = archive(&[("trang.pdf", &pdf())]);
    let members: [(&str, &[u8]); 4] = [
        ("__MACOSX/._kế hoạch.txt", b"x"),
        ("../kế hoạch.txt", PLAN.as_bytes()),
        ("goi/trong.zip", &inner),
        ("la.rar", b"Rar!\x1a\x07\x01\0la"),
    ];
    // Known by what it is, not by its name.
    place.file("ho-so.dat", archive(&members))
}

#[test]
fn every_member_of_an_archive_is_a_capture_of_its_own() {
    let place = Place::empty();
    let file = dossier(&place);
    let ended = place.run(["ingest", text(&file), "--json"]);
    let summary = ended.json();
    // The archive, the plan, the page and the RAR, which nobody reads.
    assert_eq!(
        (&summary["files"], &summary["new"]),
        (&4.into(), &4.into()),
        "{summary}"
    );
    assert_eq!(
        summary["failures"].as_array().map(Vec::len),
        Some(1),
        "{summary}"
    );
    let reason = &summary["failures"][0];
    assert!(
        reason["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("ho-so.dat!/la.rar"))
    );
    assert!(
        reason["reason"]
            .as_str()
            .is_some_and(|reason| reason.contains("RAR"))
    );
    assert_eq!(place.run(["status", "--json"]).json()["captures"], 4);
    let work = place.run(["show", "7/KH-UBND", "--json"]).json();
    let shown = work["works"][0]["manifestations"][0]["file"].as_str();
    assert!(
        shown.is_some_and(|file| file.ends_with("ho-so.dat!/kế hoạch.txt")),
        "{work:#}"
    );
    let again = place.run(["ingest", text(&file), "--json"]).json();
    assert_eq!((&again["new"], &again["unchanged"]), (&0.into(), &4.into()));
    assert_eq!(place.run(["verify"]).code, 0);
    // By the name of the archive all of it is meant.
    let removed = place.run(["remove", text(&file), "--json"]);
    assert_eq!(removed.json()["changed"], 4, "{removed:?}");
    assert_eq!(place.run(["show", "7/KH-UBND"]).code, 1);
}

#[test]
fn an_archive_is_extracted_file_by_file() {
    let place = Place::empty();
    let ended = place.run(["extract", text(&dossier(&place))]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let records: Vec<Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let tail = |record: &Value| {
        let file = record["file"].as_str().unwrap_or_default();
        let at = file.find("ho-so").unwrap_or_default();
        (
            file[at..].to_owned(),
            record["media_type"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let found: Vec<(String, String)> = records.iter().map(tail).collect();
    let expected = [
        ("ho-so.dat", "application/zip"),
        ("ho-so.dat!/kế hoạch.txt", "text/plain"),
        ("ho-so.dat!/goi/trong.zip!/trang.pdf", "application/pdf"),
        ("ho-so.dat!/la.rar", "application/vnd.rar"),
    ];
    let expected = expected.map(|(file, kind)| (file.to_owned(), kind.to_owned()));
    assert_eq!(found, expected);
    assert_eq!(records[1]["identity"]["number"], "7/KH-UBND");
    assert_eq!(records[0]["attachments"].as_array().map(Vec::len), Some(3));
}

#[test]
fn an_archive_is_shown_member_by_member_or_by_one() {
    let place = Place::empty();
    let file = dossier(&place);
    let all = place.run(["text", text(&file)]);
    assert!(
        all.out.contains("!/kế hoạch.txt") && all.out.contains("12/KH-UBND"),
        "{all:?}"
    );
    let view = place.run(["text", text(&file), "--json"]).json();
    super::contract::check("text", &view);
    assert_eq!(view["members"].as_array().map(Vec::len), Some(3));
    let one = format!("{}!/goi/trong.zip!/trang.pdf", text(&file));
    assert_eq!(place.run(["text", &one]).out, "KE HOACH\nSo: 12/KH-UBND\n");
    let none = place.run(["text", &format!("{}!/khac.pdf", text(&file))]);
    assert!(
        none.code == 2 && none.err.contains("không có khac.pdf"),
        "{none:?}"
    );
}

#[test]
fn a_page_is_shown_with_its_words_where_they_stand() {
    let place = Place::empty();
    let file = place.file("trang.pdf", pdf());
    let view = place.run(["text", text(&file), "--json"]).json();
    super::contract::check("text", &view);
    let page = &view["layout"][0];
    assert_eq!((&page["page"], &page["width"]), (&1.into(), &595.0.into()));
    assert_eq!(page["words"][0]["text"], "KE");
    let left = page["words"][0]["rect"][0].as_f64();
    assert_eq!(left, Some(72.0), "{page:#}");
    let layout = place.run(["text", text(&file), "--layout", "--page", "1"]);
    assert_eq!(layout.out, "KE HOACH\nSo: 12/KH-UBND\n");
    let beyond = place.run(["text", text(&file), "--page", "3"]);
    assert!(beyond.err.contains("không có trang 3"), "{beyond:?}");
}

#[test]
fn what_was_understood_is_drawn_over_the_page() {
    let place = Place::empty();
    let file = place.file("trang.pdf", pdf());
    let png = place.path("trang.png");
    let ended = place.run(["text", text(&file), "--png", text(&png)]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{ended:?}");
    let drawn = image::load_from_memory(&fs::read(&png).expect("a picture")).expect("a picture");
    // A4 at 150 dpi, and the legend under it.
    assert!(drawn.width().abs_diff(1_240) < 2 && 1_754 < drawn.height());
    let blue = drawn
        .to_rgb8()
        .pixels()
        .filter(|pixel| pixel.0 == [120, 170, 255])
        .count();
    assert!(100 < blue, "{blue}");
    let plain = place.file("a.txt", PLAN);
    let refused = place.run(["text", text(&plain), "--png", text(&png)]);
    assert!(
        refused.code == 2 && refused.err.contains("chỉ PDF và ảnh"),
        "{refused:?}"
    );
    let laid = place.run(["text", text(&plain), "--layout"]);
    assert!(
        laid.code == 0 && laid.err.contains("không chia trang"),
        "{laid:?}"
    );
}
