//! What mutations start from: files of the corpus, as bytes, as packages, as PDF objects.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use lopdf::{Dictionary, Object};
use zip::write::SimpleFileOptions;

use crate::generated::draw::Draw;

pub enum Stock {
    Bytes(Vec<u8>),
    /// Parts of a zip with their names: changed inside, then packed again.
    Package(Vec<(String, Vec<u8>)>),
    /// Changed object by object and written with a right cross-reference table, so that a reader
    /// gets past the first page of its own code.
    Pdf(Box<lopdf::Document>),
}

impl Stock {
    /// Plain, to be spliced into others.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Stock::Bytes(bytes) => bytes.clone(),
            Stock::Package(parts) => parts.first().map(|part| part.1.clone()).unwrap_or_default(),
            Stock::Pdf(_) => {
                b"BT /F1 12 Tf 1 0 0 1 72 700 Tm (S\xe1\xbb\x91: 21/KH-UBND) Tj ET".to_vec()
            }
        }
    }

    pub fn with_changes(
        &self,
        draw: &mut Draw,
        change: impl FnMut(&mut Vec<u8>, &mut Draw),
    ) -> Vec<u8> {
        match self {
            Stock::Bytes(bytes) => changed_bytes(bytes, draw, change),
            Stock::Package(parts) => changed_package(parts, draw, change),
            Stock::Pdf(document) => changed_pdf(document, draw, change),
        }
    }
}

fn changed_bytes(
    bytes: &[u8],
    draw: &mut Draw,
    mut change: impl FnMut(&mut Vec<u8>, &mut Draw),
) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    change(&mut bytes, draw);
    bytes
}

fn changed_package(
    parts: &[(String, Vec<u8>)],
    draw: &mut Draw,
    mut change: impl FnMut(&mut Vec<u8>, &mut Draw),
) -> Vec<u8> {
    let mut parts = parts.to_vec();
    // The text itself most of the time.
    let chosen = if draw.once_in(4) {
        draw.below(parts.len())
    } else {
        0
    };
    if let Some((_, part)) = parts.get_mut(chosen) {
        change(part, draw);
    }
    let mut packed = packed(&parts);
    if draw.once_in(8) {
        change(&mut packed, draw);
    }
    packed
}

/// Archives, one with another in it.
pub fn archives() -> Vec<Stock> {
    let part = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let inner = vec![
        part("kế hoạch.txt", "Số: 1/KH-UBND ".repeat(40).as_bytes()),
        part("goi/cong-van.txt", b"Kinh gui: So Noi vu"),
    ];
    let outer = vec![
        part("trong.zip", &packed(&inner)),
        part("trang.txt", &[b' '; 4_000]),
        part("la.rar", b"Rar!\x1a\x07\x01\0"),
    ];
    let bytes = Stock::Bytes(packed(&outer));
    vec![bytes, Stock::Package(inner), Stock::Package(outer)]
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, part) in parts {
        writer.start_file(name.as_str(), options).expect("a name");
        writer.write_all(part).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

fn changed_pdf(
    document: &lopdf::Document,
    draw: &mut Draw,
    mut change: impl FnMut(&mut Vec<u8>, &mut Draw),
) -> Vec<u8> {
    let mut document = document.clone();
    let ids: Vec<_> = document.objects.keys().copied().collect();
    for _ in 0..=draw.below(3) {
        let object = draw.pick(&ids).and_then(|id| document.objects.get_mut(id));
        match object {
            Some(Object::Stream(stream)) if draw.once_in(2) => {
                let mut content = stream.content.clone();
                change(&mut content, draw);
                stream.set_content(content);
            }
            Some(Object::Stream(stream)) => change_dictionary(&mut stream.dict, &ids, draw),
            Some(Object::Dictionary(dictionary)) => match dictionary.get_mut(b"Contents") {
                // A signature: DER, which nothing reads behind its first wrong length.
                Ok(Object::String(contents, _)) => change(contents, draw),
                _ => change_dictionary(dictionary, &ids, draw),
            },
            Some(other) => *other = hostile_object(&ids, draw),
            None => {}
        }
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory");
    if draw.once_in(6) {
        change(&mut bytes, draw);
    }
    bytes
}

fn change_dictionary(dictionary: &mut Dictionary, ids: &[lopdf::ObjectId], draw: &mut Draw) {
    let keys: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
    if let Some(key) = draw.pick(&keys) {
        dictionary.set(key.clone(), hostile_object(ids, draw));
    }
}

/// Anything but what is expected: wrong kinds, huge numbers, references to whatever, also to itself.
fn hostile_object(ids: &[lopdf::ObjectId], draw: &mut Draw) -> Object {
    match draw.below(8) {
        0 => Object::Null,
        1 => Object::Integer(i64::MIN + draw.below(2) as i64),
        2 => Object::Integer(1 << draw.below(40)),
        3 => Object::Real(f32::MAX * if draw.once_in(2) { -1.0 } else { 1.0 }),
        4 => Object::Array(vec![Object::Array(Vec::new()); draw.below(40)]),
        5 => Object::string_literal("«»\0\u{301}"),
        6 => Object::Dictionary(Dictionary::new()),
        _ => draw
            .pick(ids)
            .map_or(Object::Null, |id| Object::Reference(*id)),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn files(folder: &str, ending: &str, bytes_max: usize) -> Vec<Vec<u8>> {
    let mut paths = Vec::new();
    list(&root().join(folder), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|it| it == ending));
    paths.sort();
    let files = paths.iter().filter_map(|path| fs::read(path).ok());
    files.filter(|bytes| bytes.len() <= bytes_max).collect()
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// Authored text, without what only the corpus knows.
pub fn sentences() -> Vec<Vec<u8>> {
    const MARKS: [&str; 5] = ["#letterhead", "#title", "#body", "#signature", "#annex"];
    files("corpus/sources", "txt", usize::MAX)
        .into_iter()
        .filter_map(|bytes| String::from_utf8(bytes).ok())
        .map(|text| {
            let body = text.split_once("\n---\n").map_or("", |(_, body)| body);
            let lines = body
                .lines()
                .filter(|line| !MARKS.contains(&line.trim_end()));
            lines.collect::<Vec<_>>().join("\n").into_bytes()
        })
        .collect()
}

/// Word packages with the text first.
pub fn packages() -> Vec<Stock> {
    let files = files("corpus/portals", "docx", usize::MAX);
    files
        .iter()
        .map(|bytes| Stock::Package(parts(bytes)))
        .collect()
}

/// A workbook with what plans keep in one: a task table, merged cells, dates, a number as text.
pub fn workbooks() -> Vec<Stock> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let plain = rust_xlsxwriter::Format::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    let heading = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"];
    sheet.write_row(2, 0, heading).expect("memory");
    for row in 3..9 {
        sheet.write(row, 0, row - 2).expect("memory");
        sheet
            .write(
                row,
                1,
                "Rà soát thủ tục theo Kế hoạch số 21/KH-UBND ngày 02/02/2021",
            )
            .expect("memory");
        sheet.write(row, 2, "Sở Nội vụ").expect("memory");
        sheet
            .write_with_format(row, 3, 44_000.5, &date)
            .expect("memory");
    }
    sheet
        .merge_range(0, 0, 0, 3, "PHỤ LỤC", &plain)
        .expect("memory");
    sheet
        .merge_range(9, 0, 11, 1, "Tổng hợp", &plain)
        .expect("memory");
    let bytes = book.save_to_buffer().expect("memory");
    vec![Stock::Package(parts(&bytes))]
}

/// The same kind of table as Excel 97 kept it.
pub fn old_workbooks() -> Vec<Stock> {
    let texts = ["Nhiệm vụ", "Rà soát Kế hoạch số 21/KH-UBND", "Sở Nội vụ"];
    let mut shared = [3_u32.to_le_bytes(), 3_u32.to_le_bytes()].concat();
    for text in texts {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        shared.extend((wide.len() as u16 / 2).to_le_bytes());
        shared.push(1);
        shared.extend(wide);
    }
    let format = |format: u16| {
        [[0, 0], format.to_le_bytes()]
            .concat()
            .into_iter()
            .chain([0; 16])
    };
    let mut globals = excel(
        0x0809,
        [0, 6, 5, 0, 0xbb, 0x0d, 0xcc, 7, 0, 0, 0, 0, 6, 0, 0, 0],
    );
    globals.extend(excel(0x00e0, format(0)));
    globals.extend(excel(0x00e0, format(14)));
    let strings = [excel(0x00fc, shared), excel(0x000a, [])].concat();
    // The sheet begins after its own entry, whose length is known: 4 + 8 + 5 bytes.
    let begins = (globals.len() + 17 + strings.len()) as u32;
    let entry = begins
        .to_le_bytes()
        .into_iter()
        .chain([0, 0, 5, 0])
        .chain(*b"Bang1");
    globals.extend(excel(0x0085, entry));
    globals.extend(strings);
    globals.extend(excel(
        0x0809,
        [0, 6, 0x10, 0, 0xbb, 0x0d, 0xcc, 7, 0, 0, 0, 0, 6, 0, 0, 0],
    ));
    for row in 0..6_u8 {
        for column in 0..3_u8 {
            globals.extend(excel(
                0x00fd,
                [row, 0, column, 0, 0, 0, (row + column) % 3, 0, 0, 0],
            ));
        }
        let day = [row, 0, 3, 0, 1, 0]
            .into_iter()
            .chain(44_000_f64.to_le_bytes());
        globals.extend(excel(0x0203, day));
    }
    globals.extend(excel(0x00e5, [1, 0, 0, 0, 1, 0, 0, 0, 2, 0]));
    globals.extend(excel(0x000a, []));
    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    let mut stream = compound.create_stream("/Workbook").expect("memory");
    stream.write_all(&globals).expect("memory");
    drop(stream);
    vec![Stock::Bytes(compound.into_inner().into_inner())]
}

/// One record: kind, length, body.
fn excel(kind: u16, body: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let body: Vec<u8> = body.into_iter().collect();
    let head = [kind.to_le_bytes(), (body.len() as u16).to_le_bytes()].concat();
    [head, body].concat()
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("the corpus is sound");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("the corpus is sound");
        let mut part = Vec::new();
        file.read_to_end(&mut part).expect("the corpus is sound");
        parts.push((file.name().expect("a name").into_owned(), part));
    }
    let is_text = |name: &str| name == "word/document.xml" || name == "xl/worksheets/sheet1.xml";
    parts.sort_by_key(|(name, _)| !is_text(name));
    parts
}

/// PDFs as they are and as objects with their streams laid open.
pub fn pdfs() -> Vec<Stock> {
    /// Larger ones are scans and fonts: bytes that nothing reads.
    const BYTES_MAX: usize = 100_000;
    let mut stock = Vec::new();
    for bytes in files("corpus/portals", "pdf", BYTES_MAX) {
        if let Ok(mut document) = lopdf::Document::load_mem(&bytes) {
            document.decompress();
            stock.push(Stock::Pdf(Box::new(document)));
        }
        stock.push(Stock::Bytes(bytes));
    }
    stock
}

/// A PDF that holds hardly more than two electronic signatures, so that most changes are made to them.
pub fn signatures() -> Vec<Stock> {
    vec![Stock::Pdf(Box::new(signed()))]
}

fn signed() -> lopdf::Document {
    use lopdf::{StringFormat, dictionary};
    const SIGNATURE: &[u8] = include_bytes!("../../fixtures/pdf/chu-ky.p7s");
    let mut document = lopdf::Document::with_version("1.7");
    let fields = [(); 2].map(|()| {
        let value = document.add_object(dictionary! {
            "Type" => "Sig",
            "Filter" => "Adobe.PPKLite",
            "M" => Object::string_literal("D:20260715101244+07'00'"),
            "Contents" => Object::String(SIGNATURE.to_vec(), StringFormat::Hexadecimal),
        });
        let field =
            dictionary! { "FT" => "Sig", "T" => Object::string_literal("Ký"), "V" => value };
        Object::Reference(document.add_object(field))
    });
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! {
            "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1,
        }),
    );
    let form = dictionary! { "Fields" => fields.to_vec(), "SigFlags" => 3 };
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "AcroForm" => form,
    });
    document.trailer.set("Root", catalog);
    document
}

#[test]
fn what_mutations_start_from_is_read() {
    let stocks = [workbooks(), old_workbooks(), packages()];
    for stock in stocks.iter().flatten() {
        let untouched = stock.with_changes(&mut Draw::new(0), |_, _| ());
        let document = kehoach::parse::parse(&untouched, &Default::default(), &Default::default());
        let read = document.text.chars().count();
        assert!(100 < read, "{read} {:?}", document.diagnostics);
    }
    let untouched = signatures()[0].with_changes(&mut Draw::new(0), |_, _| ());
    let document = kehoach::parse::parse(&untouched, &Default::default(), &Default::default());
    assert_eq!(document.signatures.len(), 2, "{:?}", document.diagnostics);
}
