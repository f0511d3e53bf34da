//! What every reader makes: one clean text, the blocks it is made of, and what stands beside it.

use url::Url;

use crate::text::{CleanText, Diagnostic, Span};

/// The kinds of file we tell apart, by content and never by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    Html,
    Text,
    Pdf,
    Docx,
    Doc,
    Rtf,
    Odt,
    Xlsx,
    Xls,
    /// An archive of files; packages that are documents have kinds of their own.
    Zip,
    Rar,
    SevenZip,
    Image,
    Unknown,
}

impl MediaType {
    /// The registered name, as it stands in a record.
    pub fn mime(self) -> &'static str {
        match self {
            MediaType::Html => "text/html",
            MediaType::Text => "text/plain",
            MediaType::Pdf => "application/pdf",
            MediaType::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            MediaType::Doc => "application/msword",
            MediaType::Rtf => "application/rtf",
            MediaType::Odt => "application/vnd.oasis.opendocument.text",
            MediaType::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            MediaType::Xls => "application/vnd.ms-excel",
            MediaType::Zip => "application/zip",
            MediaType::Rar => "application/vnd.rar",
            MediaType::SevenZip => "application/x-7z-compressed",
            MediaType::Image => "image/*",
            MediaType::Unknown => "application/octet-stream",
        }
    }
}

/// Structure, no meaning: `extract` reads it, nobody writes to it.
#[derive(Clone, Debug)]
pub struct Document {
    pub media_type: MediaType,
    /// All text in reading order. Blocks are separated by `\n`, the cells of one row by `\t`.
    pub text: CleanText,
    /// In reading order, not overlapping; every letter of `text` but separators is in exactly one.
    pub blocks: Vec<Block>,
    pub tables: Vec<Table>,
    /// Label and value pairs of a portal page ("Số ký hiệu": "21/KH-UBND").
    pub fields: Vec<Field>,
    /// The headline of a portal page.
    pub headline: Option<Span>,
    pub attachments: Vec<Attachment>,
    /// What the electronic signatures of the file say of themselves.
    pub signatures: Vec<Signature>,
    /// Names of the package parts that [`crate::text::Place::Part`] indexes.
    pub parts: Vec<String>,
    /// Pages of a paged format; 0 where there are none.
    pub pages: u32,
    /// One for each page, if their sizes are known.
    pub page_sizes: Vec<PageSize>,
    /// How sure the words are that were read from pictures, in the order they stand in.
    pub confidences: Vec<Confidence>,
    pub quality: Quality,
    pub diagnostics: Vec<Diagnostic>,
}

/// An electronic signature (PKCS#7): who holds the certificate, and when the signer's machine says it was.
/// Neither is checked, and neither is the issuer or the day of the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Common name and organization of the certificate.
    pub subject: Option<String>,
    /// In UTC: `2026-07-15T03:12:44Z`.
    pub signed_at: Option<String>,
}

impl Document {
    /// A file of which nothing could be read; `diagnostic` says why and what a person can do.
    pub fn unreadable(media_type: MediaType, diagnostic: Diagnostic) -> Document {
        Document {
            media_type,
            text: CleanText::default(),
            blocks: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            headline: None,
            attachments: Vec::new(),
            signatures: Vec::new(),
            parts: Vec::new(),
            pages: 0,
            page_sizes: Vec::new(),
            confidences: Vec::new(),
            quality: Quality::default(),
            diagnostics: vec![diagnostic],
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    pub span: Span,
    pub kind: BlockKind,
    pub style: Style,
    /// Page on which the block starts, from 1; 0 where there are no pages.
    pub page: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    Paragraph,
    /// A heading by markup (`<h2>`, a Word heading style); most headings are plain paragraphs.
    Heading {
        level: u8,
    },
    /// One cell: index into [`Document::tables`] and into that table's cells.
    Cell {
        table: u32,
        cell: u32,
    },
    Footnote,
    /// Running heads, page numbers, footers: kept, and never read for meaning.
    Furniture,
    /// The headline, source line and the like that a portal puts around the document.
    Page,
}

/// How a block looks; what a reader cannot know is `false` or 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub centered: bool,
    /// Which half of a two-column letterhead or signature block.
    pub column: Column,
    /// Points; 0 if unknown.
    pub size: f32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    #[default]
    Whole,
    Left,
    Right,
}

/// A table with its ruled or aligned grid. A layout table (letterhead, signature) is not a table:
/// its cells become paragraphs with a [`Column`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub span: Span,
    pub rows: u32,
    pub columns: u32,
    pub cells: Vec<Cell>,
    /// Leading rows that are headings by markup or repetition; 0 if unknown.
    pub header_rows: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    pub row_span: u32,
    pub column_span: u32,
    /// Empty for an empty cell.
    pub span: Span,
}

impl Table {
    /// The cell that covers a grid position, spanned cells included.
    pub fn at(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.iter().find(|cell| {
            (cell.row..cell.row + cell.row_span).contains(&row)
                && (cell.column..cell.column + cell.column_span).contains(&column)
        })
    }
}

/// A page as it is shown, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PageSize {
    pub width: f32,
    pub height: f32,
}

/// How sure a word is that was read from a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confidence {
    pub span: Span,
    /// 1 to 100, as tesseract gives it.
    pub percent: u8,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// As written, without the colon.
    pub label: String,
    /// Where the value stands in the clean text.
    pub value: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub name: String,
    /// As written; resolved against the page's URL where that is known.
    pub href: String,
    pub url: Option<Url>,
}

/// Where the text came from and how well it reads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quality {
    pub source: TextSource,
    /// Share of valid Vietnamese syllables among alphabetic words, 0 to 1; `None` without words.
    pub score: Option<f32>,
    /// Pages of which another reading was kept than the one their text layer gives at first.
    pub readings: Vec<Rereading>,
}

/// Pages of which one other reading was kept for one reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Rereading {
    pub by: ReadBy,
    pub why: Why,
    /// From 1, rising.
    pub pages: Vec<u32>,
    /// Share of syllables of the first reading and of the one that was kept, 0 to 1, over these pages.
    pub before: Option<f32>,
    pub after: Option<f32>,
}

/// How a page was read again. In the order in which they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadBy {
    /// The codes of its fonts as letters of a charset of before Unicode.
    LegacyCharset,
    /// The glyph numbers of its fonts by the order that known fonts have.
    GlyphOrder,
    /// Another PDF reader.
    SecondReader,
    /// Its glyphs by what its picture shows where they stand.
    PagePicture,
    Ocr,
}

/// Why the first reading was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The names of its fonts say that its codes are not Unicode.
    FontName,
    /// Its fonts do not say what their glyphs mean.
    NoMap,
    /// Hardly a word of it was a syllable.
    FewSyllables,
    /// It had none.
    NoText,
    /// The user wanted it so.
    Asked,
}

impl ReadBy {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            ReadBy::LegacyCharset => "legacy_charset",
            ReadBy::GlyphOrder => "glyph_order",
            ReadBy::SecondReader => "second_reader",
            ReadBy::PagePicture => "page_picture",
            ReadBy::Ocr => "ocr",
        }
    }

    pub fn source(self) -> TextSource {
        match self {
            ReadBy::LegacyCharset => TextSource::LegacyCharset,
            ReadBy::GlyphOrder | ReadBy::SecondReader | ReadBy::PagePicture => TextSource::Repaired,
            ReadBy::Ocr => TextSource::Ocr,
        }
    }
}

impl Why {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            Why::FontName => "font_name",
            Why::NoMap => "no_character_map",
            Why::FewSyllables => "few_syllables",
            Why::NoText => "no_text",
            Why::Asked => "asked",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSource {
    #[default]
    TextLayer,
    Ocr,
    Repaired,
    LegacyCharset,
}

impl TextSource {
    /// The name in a record.
    pub fn name(self) -> &'static str {
        match self {
            TextSource::TextLayer => "text_layer",
            TextSource::Ocr => "ocr",
            TextSource::Repaired => "repaired",
            TextSource::LegacyCharset => "legacy_charset",
        }
    }
}
