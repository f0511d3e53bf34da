//! Entry by entry, within what is left of the limits.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::names::Names;
use crate::text::Diagnostic;

/// Entries of an archive with all those within it. The fullest dossier seen has 210.
const ENTRIES_MAX: usize = 10_000;

/// Archives within archives. An office packs the packed dossiers of its offices: two.
const DEPTH_MAX: usize = 3;

/// How many times larger than its packed bytes a member may be. Text comes to 10, a page of an
/// uncompressed scan to 60, a bomb to 1,000.
const RATIO_MAX: u64 = 250;

/// Bytes that a member may have at any ratio: a blank form, a white page.
const RATIO_FREE_BYTES: u64 = 16 << 20;

/// Things left out that are remembered by name.
const NOTES_MAX: usize = 200;

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    pub what: What,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The archive is cut off or no archive at all.
    Broken = 1,
    /// A member is damaged, or packed in a way nobody uses.
    Unread,
    Locked,
    Bomb,
    TooLarge,
    TooMany,
    TooDeep,
}

pub(super) struct Unpacker {
    bytes_max: u64,
    left: u64,
    entries: usize,
    names: Names,
    pub notes: Vec<Note>,
}

/// Takes a member.
type Sink<'s> = dyn FnMut(&str, Vec<u8>) -> io::Result<()> + 's;

/// Whether there is any use in going on.
#[derive(PartialEq)]
enum Next {
    GoOn,
    Stop,
}

impl Unpacker {
    /// `bytes_max` for one member, `inflated_max` for all.
    pub fn new(bytes_max: usize, inflated_max: usize) -> Unpacker {
        Unpacker {
            bytes_max: bytes_max as u64,
            left: inflated_max as u64,
            entries: ENTRIES_MAX,
            names: Names::default(),
            notes: Vec::new(),
        }
    }

    /// Hands every member to `sink`; fails only when that does.
    pub fn open(&mut self, bytes: &[u8], sink: &mut Sink) -> io::Result<()> {
        self.enter(bytes, "", 1, sink).map(|_| ())
    }

    fn enter(
        &mut self,
        bytes: &[u8],
        prefix: &str,
        depth: usize,
        sink: &mut Sink,
    ) -> io::Result<Next> {
        let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
            self.note(What::Broken, prefix.trim_end_matches("!/"));
            return Ok(Next::GoOn);
        };
        for index in 0..archive.len() {
            let Some((name, packed)) = self.head(&mut archive, index, prefix, bytes.len()) else {
                continue;
            };
            if self.entries == 0 {
                self.note(What::TooMany, &name);
                return Ok(Next::Stop);
            }
            self.entries -= 1;
            let bytes = match self.inflate(&mut archive, index, packed, &name) {
                Ok(bytes) => bytes,
                Err(Next::GoOn) => continue,
                Err(Next::Stop) => return Ok(Next::Stop),
            };
            let is_archive = super::is_archive(&bytes);
            if is_archive && depth < DEPTH_MAX {
                let inner = format!("{name}!/");
                if self.enter(&bytes, &inner, depth + 1, sink)? == Next::Stop {
                    return Ok(Next::Stop);
                }
            } else if is_archive {
                self.note(What::TooDeep, &name);
            } else {
                sink(&name, bytes)?;
            }
        }
        Ok(Next::GoOn)
    }

    /// The clean name of a member that is a file anybody wants, and its packed length.
    fn head(
        &mut self,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        prefix: &str,
        whole: usize,
    ) -> Option<(String, u64)> {
        let Ok(entry) = archive.by_index_raw(index) else {
            self.note(What::Unread, prefix);
            return None;
        };
        if entry.is_dir() || entry.is_symlink() {
            return None;
        }
        let name = self.names.clean(entry.name_raw(), prefix)?;
        if entry.encrypted() {
            self.note(What::Locked, &name);
            return None;
        }
        // What the directory says is the archive's word only; its own length is not.
        let packed = entry.compressed_size().min(whole as u64);
        Some((name, packed))
    }

    fn inflate(
        &mut self,
        archive: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
        packed: u64,
        name: &str,
    ) -> Result<Vec<u8>, Next> {
        let by_ratio = packed.saturating_mul(RATIO_MAX).max(RATIO_FREE_BYTES);
        let most = by_ratio.min(self.bytes_max).min(self.left);
        let Ok(entry) = archive.by_index(index) else {
            self.note(What::Unread, name);
            return Err(Next::GoOn);
        };
        let mut bytes = Vec::new();
        let read = entry.take(most + 1).read_to_end(&mut bytes);
        let length = bytes.len() as u64;
        self.left -= length.min(self.left);
        if most < length {
            let is_all_spent = self.left == 0;
            self.note(
                if most == by_ratio {
                    What::Bomb
                } else {
                    What::TooLarge
                },
                name,
            );
            return Err(if is_all_spent { Next::Stop } else { Next::GoOn });
        }
        if read.is_err() {
            self.note(What::Unread, name);
            return Err(Next::GoOn);
        }
        Ok(bytes)
    }

    fn note(&mut self, what: What, name: &str) {
        if self.notes.len() < NOTES_MAX {
            self.notes.push(Note {
                what,
                name: name.to_owned(),
            });
        }
    }
}

impl What {
    /// In the pipe, a member; the others are what they are numbered.
    pub const MEMBER: u8 = 0;

    pub const ALL: [What; 7] = [
        What::Broken,
        What::Unread,
        What::Locked,
        What::Bomb,
        What::TooLarge,
        What::TooMany,
        What::TooDeep,
    ];

    /// `None` for a member.
    pub fn of(kind: u8) -> Option<What> {
        What::ALL.into_iter().find(|what| *what as u8 == kind)
    }

    pub fn diagnostic(self, names: &[&str]) -> Diagnostic {
        let (code, message, hint) = match self {
            What::Broken => (
                "archive_broken",
                "Tệp nén bị hỏng hoặc tải chưa đủ nên không mở được",
                "tải lại tệp từ nơi gửi",
            ),
            What::Unread => (
                "archive_member_unread",
                "Có tệp trong tệp nén bị hỏng hoặc nén kiểu lạ nên không lấy ra được",
                "giải nén bằng phần mềm khác rồi nạp thư mục",
            ),
            What::Locked => (
                "archive_locked",
                "Có tệp trong tệp nén bị khóa bằng mật khẩu",
                "giải nén với mật khẩu rồi nạp thư mục",
            ),
            What::Bomb => (
                "archive_bomb",
                "Có tệp trong tệp nén phình to bất thường nên không được giải nén",
                "chỉ mở nếu biết chắc nơi gửi",
            ),
            What::TooLarge => (
                "archive_too_large",
                "Tệp nén chứa nhiều dữ liệu quá giới hạn; phần vượt giới hạn không được giải nén",
                "tách tệp nén, hoặc tăng limits.inflated_mib_max và limits.file_mib_max",
            ),
            What::TooMany => (
                "archive_too_many",
                "Tệp nén có quá nhiều tệp; phần vượt giới hạn không được giải nén",
                "tách tệp nén thành nhiều tệp nhỏ hơn",
            ),
            What::TooDeep => (
                "archive_too_deep",
                "Tệp nén lồng nhau quá nhiều lớp; lớp trong cùng không được giải nén",
                "giải nén lớp ngoài rồi nạp thư mục",
            ),
        };
        let message = format!("{message}{}.", listed(names));
        Diagnostic::error(code, message).with_hint(hint)
    }
}

/// `: a.docx, b.docx và 3 tệp khác`
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let shown: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| !name.is_empty())
        .take(SHOWN)
        .collect();
    match (shown.is_empty(), names.len().saturating_sub(SHOWN)) {
        (true, _) => String::new(),
        (false, 0) => format!(": {}", shown.join(", ")),
        (false, more) => format!(": {} và {more} tệp khác", shown.join(", ")),
    }
}
