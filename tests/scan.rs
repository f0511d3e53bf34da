//! Pictures of pages read by tesseract, where it is installed; what is said where it is not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kehoach::parse::{self, Document, Hint, Limits, TextSource, Worker};
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kehoach");

fn scan() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/parse/scan/cong-van.png")
}

/// Whether pictures can be read here: false, and said so, without tesseract and its Vietnamese model.
pub fn is_there() -> bool {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    let is_there = listed.is_ok_and(|listed| {
        String::from_utf8_lossy(&listed.stdout)
            .lines()
            .any(|line| line == "vie")
    });
    if !is_there {
        eprintln!("bỏ qua: máy chưa cài tesseract-ocr và tesseract-ocr-vie");
    }
    is_there
}

fn codes(document: &Document) -> Vec<&str> {
    document
        .diagnostics
        .iter()
        .map(|found| found.code.as_str())
        .collect()
}

#[test]
fn a_scan_is_read_with_its_words_their_boxes_and_how_sure_they_are() {
    if !is_there() {
        return;
    }
    let ended = Command::new(PROGRAM)
        .args(["text", "--json"])
        .arg(scan())
        .output()
        .expect("runs");
    let view: Value = serde_json::from_slice(&ended.stdout).expect("JSON");
    crate::cli::check_schema("text", &view);
    let text = view["text"].as_str().unwrap_or_default();
    for line in [
        "ỦY BAN NHÂN DÂN",
        "TỈNH ĐÔNG",
        "Số: 57/KH-UBND",
        "ngày 14 tháng 3 năm 2024",
        "KẾ HOẠCH",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let words = view["layout"][0]["words"].as_array().expect("words");
    let sure = |word: &&Value| {
        word["confidence"]
            .as_u64()
            .is_some_and(|percent| 60 < percent)
    };
    assert!(60 < words.len() && words.len() * 9 < words.iter().filter(sure).count() * 10);
    let number = words
        .iter()
        .find(|word| word["text"] == "57/KH-UBND")
        .expect("a number");
    // Where it is printed.
    let corner = |at: usize| number["rect"][at].as_f64().unwrap_or_default();
    assert!(
        (corner(0) - 123.0).abs() < 4.0 && (corner(1) - 72.0).abs() < 5.0,
        "{number}"
    );
}

#[test]
fn every_page_of_a_tiff_is_read() {
    if !is_there() {
        return;
    }
    let picture = image::open(scan()).expect("a picture").to_luma8();
    let head = image::imageops::crop_imm(&picture, 0, 80, 1_654, 180).to_image();
    let body = image::imageops::crop_imm(&picture, 0, 380, 1_654, 280).to_image();
    let document = parse::parse(&tiff(&[head, body]), &Hint::default(), &Limits::default());
    assert_eq!(
        (document.pages, document.quality.source),
        (2, TextSource::Ocr),
        "{document:?}"
    );
    assert_eq!(document.page_sizes.len(), 2);
    assert!(document.text.contains("57/KH-UBND") && document.text.contains("12/KH-BNV"));
    let pages: Vec<u32> = document.blocks.iter().map(|block| block.page).collect();
    assert!(pages.contains(&1) && pages.contains(&2), "{pages:?}");
}

/// Grey pictures, one after the other, unpacked.
fn tiff(pictures: &[image::GrayImage]) -> Vec<u8> {
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    for (index, picture) in pictures.iter().enumerate() {
        let bytes = picture.as_raw().len() as u32;
        let pixels = file.len() as u32 + 2 + 8 * 12 + 4;
        let entries: [(u16, u32); 8] = [
            (256, picture.width()),
            (257, picture.height()),
            (258, 8),
            (259, 1),
            (262, 1),
            (273, pixels),
            (278, picture.height()),
            (279, bytes),
        ];
        file.extend(8u16.to_le_bytes());
        for (tag, value) in entries {
            let four = [tag.to_le_bytes(), 4u16.to_le_bytes()].concat();
            file.extend(four);
            file.extend(1u32.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        let is_last = index + 1 == pictures.len();
        let next = pixels + bytes + bytes % 2;
        file.extend(if is_last { 0 } else { next }.to_le_bytes());
        file.extend(picture.as_raw());
        file.resize(next as usize, 0);
    }
    file
}

#[test]
fn a_page_in_whose_drawing_the_worker_ends_is_said_and_the_rest_is_kept() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("worker.sh");
    fs::write(&script, "#!/bin/sh\nkill -SEGV $$\n").expect("writes");
    let allowed = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&script, allowed).expect("allows");
    let limits = Limits {
        worker: Some(Worker::new(script)),
        ..Limits::default()
    };
    // A page of text, and one of letters drawn as outlines.
    let outlines = "100 700 m 110 700 120 710 120 720 c f ".repeat(400);
    let file = crate::isolate::pdf_of(&[
        "BT /F 14 Tf 72 700 Td (Ke hoach so mot cua tinh) Tj ET",
        &outlines,
    ]);
    let document = parse::parse(&file, &Hint::default(), &limits);
    assert_eq!(document.text.as_str(), "Ke hoach so mot cua tinh");
    assert!(
        codes(&document).contains(&"page_reader_crashed"),
        "{:?}",
        document.diagnostics
    );
}

#[test]
fn without_tesseract_the_packages_are_named() {
    let mut command = Command::new(PROGRAM);
    let ended = command
        .arg("text")
        .arg(scan())
        .env("PATH", "")
        .output()
        .expect("runs");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(
        said.contains("tesseract-ocr") && said.contains("tesseract-ocr-vie"),
        "{said}"
    );
}

#[test]
fn an_old_word_file_is_read_through_libreoffice_where_that_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut compound = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("makes");
    let mut stream = compound.create_stream("/WordDocument").expect("makes");
    std::io::Write::write_all(&mut stream, b"\xdc\xa5e\0 Word 6").expect("writes");
    drop(stream);
    let doc = folder.path().join("cu.doc");
    fs::write(&doc, compound.into_inner().into_inner()).expect("writes");
    let body =
        "<w:document><w:body><w:p><w:r><w:t>Kế hoạch cũ</w:t></w:r></w:p></w:body></w:document>";
    let docx = crate::isolate::archive(&[("word/document.xml", body.as_bytes())]);
    fs::write(folder.path().join("moi.docx"), docx).expect("writes");
    // In the place of the real one, which takes five seconds to start.
    let script = "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=$2; shift; done\n\
                  exec /bin/cp \"${0%/*}/moi.docx\" \"$out/van-ban.docx\"\n";
    let soffice = folder.path().join("soffice");
    fs::write(&soffice, script).expect("writes");
    let allowed = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(&soffice, allowed).expect("allows");
    let run = |path: &std::ffi::OsStr| {
        Command::new(PROGRAM)
            .arg("text")
            .arg(&doc)
            .env("PATH", path)
            .output()
            .expect("runs")
    };
    let read = run(folder.path().as_os_str());
    assert_eq!(
        String::from_utf8_lossy(&read.stdout),
        "Kế hoạch cũ\n",
        "{read:?}"
    );
    let refused = run("".as_ref());
    assert_eq!(refused.status.code(), Some(2), "{refused:?}");
}
