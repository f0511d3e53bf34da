//! Readers whose inputs are only the part that is worth changing: the text of an OpenDocument package,
//! and pictures, which are read with OCR where tesseract is installed.

use std::io::{Cursor, Write};

use image::{DynamicImage, GrayImage, ImageFormat, Luma};
use kehoach::parse::Ocr;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use super::readers::{LIMITS, Reader, cost, read, read_within};
use super::stock::Stock;

pub const ODT: Reader = Reader {
    name: "odt",
    ending: "xml",
    stock: || vec![Stock::Bytes(CONTENT.as_bytes().to_vec())],
    words: &[
        "<text:p>",
        "</text:p>",
        "<text:span>",
        "<text:h text:outline-level=\"99\">",
        "<text:s text:c=\"99999999\"/>",
        "<text:tab/>",
        "<text:line-break/>",
        "<text:list>",
        "<text:list-item>",
        "<text:note><text:note-body>",
        "<text:tracked-changes>",
        "<table:table>",
        "<table:table-row table:number-rows-repeated=\"99999999\">",
        "<table:table-cell table:number-columns-repeated=\"99999999\">",
        "<table:table-cell table:number-columns-spanned=\"99999999\" table:number-rows-spanned=\"99999999\">",
        "<table:covered-table-cell/>",
        "<draw:frame><draw:text-box>",
        "text:style-name=\"P1\"",
        "style:parent-style-name=\"P1\"",
        "<![CDATA[",
        "&#0;",
    ],
    openings: &[
        "<text:list><text:list-item>",
        "<table:table><table:table-row><table:table-cell>",
        "<text:section>",
        "<text:span>",
        "<draw:frame><draw:text-box>",
        "<a>",
    ],
    read: |input| read(&package(input), "thu.odt"),
    cost: cost(300, 3_000, 48, 200),
    smoke: 60,
};

const CONTENT: &str = "<office:document-content><office:automatic-styles>
<style:style style:name='P1' style:family='paragraph' style:parent-style-name='P2'><style:text-properties fo:font-weight='bold'/></style:style>
<text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/></text:list-style>
</office:automatic-styles><office:body><office:text>
<text:h text:style-name='P1' text:outline-level='1'>KẾ HOẠCH</text:h>
<text:p>Thực hiện<text:s text:c='2'/>Nghị quyết số 18-NQ/TW<text:note><text:note-body><text:p>Ghi chú.</text:p></text:note-body></text:note></text:p>
<text:list text:style-name='L1'><text:list-item><text:p>Mục một</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>Nhiệm vụ</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated='2'><table:table-cell><text:p>Rà soát</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated='1'><text:p>Sở Nội vụ</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>";

/// The media type stands first and as it is, which tells what the package is.
fn package(content: &[u8]) -> Vec<u8> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let parts = [
        ("mimetype", &b"application/vnd.oasis.opendocument.text"[..]),
        ("content.xml", content),
    ];
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        writer.start_file(name, stored).expect("a name");
        writer.write_all(part).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

pub const PICTURE: Reader = Reader {
    name: "picture",
    ending: "img",
    stock: pictures,
    words: &[
        "IHDR",
        "IDAT",
        "PLTE",
        "IEND",
        "tRNS",
        "\u{89}PNG",
        "II*\0",
        "MM\0*",
        "JFIF",
        "Exif",
        "\u{ff}",
        "\0\0\0\0",
    ],
    openings: &["\0", "\u{ff}", "IDAT"],
    read: |input| {
        let limits = kehoach::parse::Limits {
            ocr: Ocr::Auto,
            ..LIMITS
        };
        read_within(input, "thu.png", &limits)
    },
    // What a picture may come to is bounded by its reader, whatever its bytes.
    cost: cost(4_000, 3_000, 640, 400),
    smoke: 12,
};

/// Stripes like lines of text, in every format that is read.
fn pictures() -> Vec<Stock> {
    let stripes = GrayImage::from_fn(160, 64, |x, y| {
        Luma([if y % 16 < 6 && x % 11 < 8 { 20 } else { 240 }])
    });
    let stripes = DynamicImage::ImageLuma8(stripes);
    let formats = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Tiff];
    let written = formats.map(|format| {
        let mut bytes = Cursor::new(Vec::new());
        stripes.write_to(&mut bytes, format).expect("memory");
        Stock::Bytes(bytes.into_inner())
    });
    written.into()
}
