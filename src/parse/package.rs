//! A package (OOXML, OpenDocument) in, its parts out, inflated within a limit.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::text::Diagnostic;

use super::xml;

/// Entries of one package. The saved documents have at most 60, with pictures some hundreds.
const ENTRIES_MAX: usize = 10_000;

/// Bytes that one part may inflate to: it stands in memory whole. The longest of the saved documents
/// has 0.2 MB of markup; a bomb of blanks took all that a file may inflate to.
const PART_BYTES_MAX: usize = 64 << 20;

/// Which kind of package it is, for what is said when it cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Excel,
    OpenDocument,
}

pub(super) struct Package<'a> {
    kind: Kind,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    /// Bytes that may still be inflated.
    left: usize,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Package<'a> {
    pub fn open(
        bytes: &'a [u8],
        kind: Kind,
        inflated_max: usize,
    ) -> Result<Package<'a>, Diagnostic> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| kind.broken())?;
        if archive.len() > ENTRIES_MAX {
            return Err(kind.broken());
        }
        let names = archive
            .file_names()
            .flatten()
            .map(|name| name.into_owned())
            .collect();
        Ok(Package {
            kind,
            archive,
            names,
            left: inflated_max,
            diagnostics: Vec::new(),
        })
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The part that the package's relations call the document; `word/document.xml` nearly always.
    pub fn main_part(&mut self) -> Option<String> {
        let usual = "word/document.xml";
        if self.names().any(|name| name == usual) {
            return Some(usual.to_owned());
        }
        let relations = self.text("_rels/.rels")?;
        let target = xml::attribute_of_first(&relations, "Relationship", "Target", |element| {
            xml::attribute(element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
        })?;
        Some(target.trim_start_matches('/').to_owned())
    }

    /// One part as text, cut where the limit is reached.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.bytes(name).map(xml::decode)
    }

    /// The same as it stands, for what is no XML.
    pub fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let entry = self.archive.by_name(name).ok()?;
        let most = self.left.min(PART_BYTES_MAX);
        let mut bytes = Vec::new();
        let read = entry.take(most as u64).read_to_end(&mut bytes);
        self.left -= bytes.len().min(self.left);
        if bytes.len() == most {
            self.diagnostics.push(self.kind.too_large());
        }
        if read.is_err() && bytes.is_empty() {
            self.diagnostics.push(self.kind.broken());
            return None;
        }
        Some(bytes)
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Word => "Word",
            Kind::Excel => "Excel",
            Kind::OpenDocument => "OpenDocument",
        }
    }

    fn code(self, what: &str) -> String {
        let prefix = match self {
            Kind::Word => "docx",
            Kind::Excel => "xlsx",
            Kind::OpenDocument => "odt",
        };
        format!("{prefix}_{what}")
    }

    fn broken(self) -> Diagnostic {
        let name = self.name();
        let message = format!("Tệp {name} bị hỏng hoặc tải chưa đủ nên không mở được.");
        let hint = format!("tải lại tệp; nếu vẫn hỏng thì mở bằng {name} rồi lưu lại");
        Diagnostic::error(&self.code("broken"), message).with_hint(hint)
    }

    fn too_large(self) -> Diagnostic {
        let name = self.name();
        let message = format!("Tệp {name} giải nén ra quá lớn; chỉ phần đầu được đọc.");
        Diagnostic::warning(&self.code("too_large"), message)
    }
}
