//! Archives as they come, and as nobody should send them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::text::Severity;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(bytes).expect("an entry");
    }
    writer.finish().expect("an archive").into_inner()
}

fn names(unpacked: &Unpacked) -> Vec<&str> {
    let members = unpacked.members.iter();
    members.map(|member| member.name.as_str()).collect()
}

fn codes(unpacked: &Unpacked) -> Vec<&str> {
    let found = unpacked.diagnostics.iter();
    found.map(|diagnostic| diagnostic.code.as_ref()).collect()
}

#[test]
fn members_come_in_order_and_archives_within_are_opened_in_their_place() {
    let inner = archive(&[("b.txt", b"hai"), ("c.txt", b"ba")]);
    let outer = archive(&[
        ("a.txt", b"mot"),
        ("goi/trong.zip", &inner),
        ("goi/.DS_Store", b"x"),
        ("d.txt", b"bon"),
    ]);
    let unpacked = unpack(&outer, &Limits::default());
    let expected = [
        "a.txt",
        "goi/trong.zip!/b.txt",
        "goi/trong.zip!/c.txt",
        "d.txt",
    ];
    assert_eq!(names(&unpacked), expected);
    assert_eq!(unpacked.members[2].bytes, b"ba");
    assert_eq!(unpacked.diagnostics, []);
    let document = read(&outer, &Limits::default());
    assert_eq!(document.attachments.len(), 4);
    assert_eq!(document.diagnostics[0].severity, Severity::Note);
}

#[test]
fn a_package_that_is_a_document_is_no_archive() {
    for name in [
        "word/document.xml",
        "xl/workbook.xml",
        "ppt/presentation.xml",
    ] {
        let file = archive(&[("[Content_Types].xml", b"<Types/>"), (name, b"<x/>")]);
        assert!(!is_archive(&file), "{name}");
        let outer = archive(&[("van-ban", &file)]);
        assert_eq!(names(&unpack(&outer, &Limits::default())), ["van-ban"]);
    }
    assert_eq!(
        unpack(b"Rar!\x1a\x07\0", &Limits::default()),
        Unpacked::default()
    );
}

#[test]
fn a_bomb_is_left_packed() {
    let zeros = vec![0; 40 << 20];
    let file = archive(&[("no.txt", &zeros), ("a.txt", b"mot")]);
    assert!(file.len() < 100 << 10, "packed to {} bytes", file.len());
    let unpacked = unpack(&file, &Limits::default());
    assert_eq!(
        (names(&unpacked), codes(&unpacked)),
        (vec!["a.txt"], vec!["archive_bomb"])
    );
}

#[test]
fn archives_in_archives_end_at_a_depth() {
    let mut file = archive(&[("a.txt", b"mot")]);
    for _ in 0..2 {
        file = archive(&[("goi.zip", &file)]);
    }
    let unpacked = unpack(&file, &Limits::default());
    assert_eq!(names(&unpacked), ["goi.zip!/goi.zip!/a.txt"]);
    let deeper = unpack(&archive(&[("goi.zip", &file)]), &Limits::default());
    assert_eq!(
        (names(&deeper).len(), codes(&deeper)),
        (0, vec!["archive_too_deep"])
    );
}

#[test]
fn all_members_together_stay_within_the_limit() {
    // Bytes that do not pack, so that only the sum can stop them.
    let noise: Vec<u8> = (0u32..300_000)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    let file = archive(&[("1", &noise), ("2", &noise), ("3", &noise), ("4", &noise)]);
    let limits = Limits {
        inflated_max: 700_000,
        ..Limits::default()
    };
    let unpacked = unpack(&file, &limits);
    assert_eq!(
        (names(&unpacked), codes(&unpacked)),
        (vec!["1", "2"], vec!["archive_too_large"])
    );
}

#[test]
fn ten_thousand_entries_are_enough() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..10_050 {
        writer
            .start_file(number.to_string(), stored)
            .expect("an entry");
    }
    let file = writer.finish().expect("an archive").into_inner();
    let unpacked = unpack(&file, &Limits::default());
    assert_eq!(
        (unpacked.members.len(), codes(&unpacked)),
        (10_000, vec!["archive_too_many"])
    );
}

#[test]
fn what_is_cut_off_or_damaged_is_said() {
    let file = archive(&[
        ("a.txt", "một hai ba ".repeat(50).as_bytes()),
        ("b.txt", b"hai"),
    ]);
    let cut = unpack(&file[..file.len() / 2], &Limits::default());
    assert_eq!(
        (names(&cut).len(), codes(&cut)),
        (0, vec!["archive_broken"])
    );
    let mut damaged = file.clone();
    // In the packed bytes of the first member.
    damaged[45] ^= 0xff;
    let unpacked = unpack(&damaged, &Limits::default());
    assert_eq!(
        (names(&unpacked), codes(&unpacked)),
        (vec!["b.txt"], vec!["archive_member_unread"])
    );
    let nothing = unpack(&archive(&[]), &Limits::default());
    assert_eq!(codes(&nothing), ["archive_empty"]);
}

#[test]
fn a_locked_member_is_flagged() {
    let mut file = archive(&[("a.txt", b"mot")]);
    // The flag of encryption, in the local head and in the directory.
    file[6] |= 1;
    let directory = file
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .expect("a directory");
    file[directory + 8] |= 1;
    let unpacked = unpack(&file, &Limits::default());
    assert_eq!(codes(&unpacked), ["archive_locked"]);
}
