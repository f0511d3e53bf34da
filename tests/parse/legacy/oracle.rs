//! Our tables against those of glibc: each letter as `iconv` writes it, read back here.

use std::io::Write;
use std::process::{Command, Stdio};

use encoding_rs::WINDOWS_1252;
use kehoach::text::clean;
use kehoach::text::legacy::{Charset, Face, decode};

/// Vowels with each of the tones, and đ; small, then large.
fn letters() -> Vec<char> {
    const BASES: &str = "aăâeêioôơuưy";
    const TONES: [&str; 6] = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"];
    let composed = |base: char, tone: &str| clean(&format!("{base}{tone}")).chars().next();
    let small = BASES
        .chars()
        .flat_map(|base| TONES.iter().filter_map(move |tone| composed(base, tone)));
    let small: Vec<char> = small.chain(['đ']).filter(|c| !c.is_ascii()).collect();
    let large = small.iter().flat_map(|c| c.to_uppercase());
    small.iter().copied().chain(large).collect()
}

/// Each text as a charset writes it, a line each; a letter it does not have leaves its line empty.
/// None where there is no such `iconv`.
fn written(texts: &[String], charset: &str) -> Option<Vec<Vec<u8>>> {
    let mut iconv = Command::new("iconv")
        .args(["-c", "-f", "UTF-8", "-t", charset])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut stdin = iconv.stdin.take()?;
    stdin.write_all(texts.join("\n").as_bytes()).ok()?;
    drop(stdin);
    let written = iconv.wait_with_output().ok()?.stdout;
    let lines: Vec<Vec<u8>> = written
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect();
    (lines.len() == texts.len()).then_some(lines)
}

#[test]
fn letters_written_by_iconv_are_read_back() {
    // TCVN3 as typed has no large letters with marks: fonts draw them, and iconv puts them below space.
    let small = |c: &char| c.is_lowercase();
    let any = |_: &char| true;
    let tables: [(Charset, &str, &dyn Fn(&char) -> bool, usize); 3] = [
        (Charset::Tcvn3, "TCVN", &small, 67),
        (Charset::Viscii, "VISCII", &any, 128),
        (Charset::Windows1258, "CP1258", &any, 134),
    ];
    for (charset, name, wanted, least) in tables {
        let letters: Vec<char> = letters().into_iter().filter(wanted).collect();
        let texts: Vec<String> = letters.iter().map(|c| c.to_string()).collect();
        let Some(lines) = written(&texts, name) else {
            eprintln!("bỏ qua: máy này không có iconv {name}");
            continue;
        };
        let mut agreed = 0;
        // Of VISCII six large letters are control characters: nothing shows them as letters any more.
        let is_shown = |byte: &u8| b' ' < *byte;
        let is_printed = |bytes: &[u8]| !bytes.is_empty() && bytes.iter().all(is_shown);
        let pairs = letters.iter().zip(&lines);
        for (letter, bytes) in pairs.filter(|(_, bytes)| is_printed(bytes)) {
            let (seen, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
            let read = decode(&seen, charset, Face::Plain);
            assert_eq!(*clean(&read), *letter.to_string(), "{name}: {bytes:x?}");
            agreed += 1;
        }
        println!("{name}: {agreed} of {} letters", letters.len());
        assert!(least <= agreed, "{name}: {agreed}");
    }
}
