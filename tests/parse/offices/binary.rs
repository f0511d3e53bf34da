//! The smallest Excel 97 and Word 97 files that hold what the tests ask.

use std::io::{Cursor, Write};

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a compound file");
    for (name, bytes) in streams {
        let mut stream = file.create_stream(name).expect("a stream");
        stream.write_all(bytes).expect("a stream");
    }
    file.flush().expect("a compound file");
    file.into_inner().into_inner()
}

fn u16s(numbers: &[u16]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect()
}

/// Letters as Windows-1252 shows them, a byte each.
fn narrow(text: &str) -> Vec<u8> {
    text.chars().map(|c| c as u8).collect()
}

fn record(kind: u16, body: &[u8]) -> Vec<u8> {
    [&u16s(&[kind, body.len() as u16]), body].concat()
}

fn font(name: &str, weight: u16) -> Vec<u8> {
    let fixed = [u16s(&[240, 0, 0x7FFF, weight, 0]), vec![0, 0, 0, 0]].concat();
    record(
        0x31,
        &[fixed, vec![name.len() as u8, 0], narrow(name)].concat(),
    )
}

/// The format of a cell: its font, its number format, rules at both sides.
fn format(font: u16, number: u16, ruled: bool) -> Vec<u8> {
    let borders = if ruled { 0x0011 } else { 0 };
    record(0xE0, &u16s(&[font, number, 0, 0, 0, borders, 0, 0, 0, 0]))
}

/// Two strings, of which the second goes on, wide, in the next record.
fn strings() -> Vec<u8> {
    let head = [4, 0, 0, 0, 4, 0, 0, 0];
    let title = [u16s(&[10]), vec![0], narrow("quyÕt ®Þnh")].concat();
    let long = [u16s(&[18]), vec![0], narrow("KÕ ho¹ch,")].concat();
    let rest: Vec<u8> = " c¶i c¸ch"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let tail = [vec![1], rest, u16s(&[2]), vec![0], narrow("TT")].concat();
    [
        record(0xFC, &[&head[..], &title, &long].concat()),
        record(0x3C, &tail),
    ]
    .concat()
}

pub fn xls() -> Vec<u8> {
    let start = |kind: u16| record(0x809, &u16s(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let end = record(0x0A, &[]);
    let name = [vec![0, 0], vec![6, 0], narrow("Sheet1")].concat();
    let before = [
        start(5),
        font(".VnTime", 400),
        font(".VnTimeH", 700),
        format(0, 0, true),
        format(1, 0, false),
        format(0, 14, true),
    ]
    .concat();
    let after = [strings(), end.clone()].concat();
    let at = before.len() + 4 + 4 + name.len() + after.len();
    let sheet_record = record(0x85, &[&(at as u32).to_le_bytes()[..], &name].concat());
    let text = |row: u16, column: u16, format: u16, index: u16| {
        record(0xFD, &u16s(&[row, column, format, index, 0]))
    };
    let number = |row: u16, column: u16, format: u16, value: f64| {
        record(
            0x203,
            &[u16s(&[row, column, format]), value.to_le_bytes().to_vec()].concat(),
        )
    };
    let packed = (150_u32 << 2) | 3;
    let sheet = [
        start(0x10),
        text(0, 0, 1, 0),
        text(2, 0, 0, 2),
        text(2, 1, 0, 1),
        number(3, 0, 0, 1.0),
        number(3, 1, 2, 44_229.0),
        record(
            0x27E,
            &[u16s(&[3, 2, 0]), packed.to_le_bytes().to_vec()].concat(),
        ),
        record(0xE5, &u16s(&[1, 2, 2, 1, 2])),
        end,
    ]
    .concat();
    compound(&[("/Workbook", &[before, sheet_record, after, sheet].concat())])
}

/// Where the parts of the table stream are, put together one after the other.
#[derive(Default)]
struct Table {
    bytes: Vec<u8>,
    entries: Vec<(usize, usize, usize)>,
}

impl Table {
    /// Part `index`, `counted` of whose bytes belong to its length.
    fn put(&mut self, index: usize, part: &[u8], counted: usize) {
        self.entries.push((index, self.bytes.len(), counted));
        self.bytes.extend_from_slice(part);
    }
}

/// A formatted disk page: edges of the runs, then for each run where its properties are.
fn page(edges: &[u32], lists: &[Vec<u8>], entry_len: usize) -> Vec<u8> {
    let mut page = vec![0; 512];
    for (index, edge) in edges.iter().enumerate() {
        page[4 * index..4 * index + 4].copy_from_slice(&edge.to_le_bytes());
    }
    let mut end = 510;
    for (index, list) in lists.iter().enumerate() {
        end = (end - list.len()) & !1;
        page[end..end + list.len()].copy_from_slice(list);
        page[4 * edges.len() + entry_len * index] = (end / 2) as u8;
    }
    page[511] = lists.len() as u8;
    page
}

/// The property list of a paragraph in a style: a count of words, the style, its own properties.
fn para(style: u16, own: &[u8]) -> Vec<u8> {
    let list = [&u16s(&[style])[..], own].concat();
    let words = list.len().div_ceil(2);
    let mut para = vec![0, words as u8];
    para.extend(list);
    para.resize(2 + 2 * words, 0);
    para
}

fn style(built_in: u16, based_on: u16, para: &[u8], letters: &[u8]) -> Vec<u8> {
    let para = [&u16s(&[0])[..], para].concat();
    let name = u16s(&[1, u16::from(b'x'), 0]);
    let mut body = [u16s(&[built_in, based_on << 4 | 1, 2, 0, 0]), name].concat();
    for list in [&para[..], letters] {
        body.extend(u16s(&[list.len() as u16]));
        body.extend(list);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [u16s(&[body.len() as u16]), body].concat()
}

fn style_sheet() -> Vec<u8> {
    let head = u16s(&[2, 10, 1, 0, 0, 0, 0, 0, 0]);
    let centered = [0x03, 0x24, 1];
    let bold_and_font_1 = [0x35, 0x08, 1, 0x4F, 0x4A, 1, 0];
    [
        u16s(&[head.len() as u16]),
        head,
        style(0, 0x0FFF, &[], &[]),
        style(1, 0, &centered, &bold_and_font_1),
    ]
    .concat()
}

fn fonts() -> Vec<u8> {
    let mut table = u16s(&[2, 0]);
    for name in [".VnTime", ".VnTimeH"] {
        let units: Vec<u16> = name.encode_utf16().chain([0]).collect();
        let entry = [vec![0; 39], u16s(&units)].concat();
        table.push(entry.len() as u8);
        table.extend(entry);
    }
    table
}

/// One list of one level whose label is "Điều 1." in the font of the text.
fn lists(table: &mut Table) {
    let id = 7_u32.to_le_bytes();
    let mut abstracts = [u16s(&[1]), id.to_vec(), vec![0; 22], vec![1, 0]].concat();
    let counted = abstracts.len();
    let label: Vec<u16> = "§iÒu \0.".encode_utf16().collect();
    abstracts.extend([&1_u32.to_le_bytes()[..], &[0; 24]].concat());
    abstracts.extend(u16s(&[label.len() as u16]));
    abstracts.extend(u16s(&label));
    table.put(73, &abstracts, counted);
    let used = [&1_u32.to_le_bytes()[..], &id, &[0; 12], &[0xFF; 4]].concat();
    table.put(74, &used, used.len());
}

pub fn doc() -> Vec<u8> {
    const TEXT_AT: usize = 2_048;
    let paras = [
        "quyÕt ®Þnh\r",
        "KÕ ho¹ch c¶i c¸ch\r",
        "Nhµ n\u{ad}íc vµ hµnh chÝnh\r",
    ];
    let text: Vec<u8> = paras.iter().flat_map(|para| narrow(para)).collect();
    let mut edges = vec![TEXT_AT as u32];
    for para in paras {
        let last = edges[edges.len() - 1];
        edges.push(last + para.chars().count() as u32);
    }
    let list = [0x0A, 0x26, 0, 0x0B, 0x46, 1, 0];
    let letters = page(&[edges[0], edges[3]], &[vec![0]], 1);
    let papers = page(&edges, &[para(1, &[]), para(0, &list), para(0, &list)], 13);
    let mut table = Table::default();
    let plex = |number: u32| [edges[0], edges[3], number].map(u32::to_le_bytes).concat();
    table.put(1, &style_sheet(), style_sheet().len());
    table.put(12, &plex(2), 12);
    table.put(13, &plex(3), 12);
    table.put(15, &fonts(), fonts().len());
    lists(&mut table);
    let piece = [
        &[0, 0][..],
        &((TEXT_AT as u32 * 2) | 0x4000_0000).to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    let span = [0_u32, text.len() as u32].map(u32::to_le_bytes).concat();
    let pieces = [&[2][..], &16_u32.to_le_bytes(), &span, &piece].concat();
    table.put(33, &pieces, pieces.len());
    let mut stream = vec![0; 1_024];
    stream[..4].copy_from_slice(&u16s(&[0xA5EC, 193]));
    stream[0x0A..0x0C].copy_from_slice(&u16s(&[0x0200]));
    stream[0x4C..0x50].copy_from_slice(&(text.len() as u32).to_le_bytes());
    for (index, start, len) in &table.entries {
        let at = 0x9A + 8 * index;
        stream[at..at + 4].copy_from_slice(&(*start as u32).to_le_bytes());
        stream[at + 4..at + 8].copy_from_slice(&(*len as u32).to_le_bytes());
    }
    let stream = [stream, letters, papers, text].concat();
    compound(&[("/WordDocument", &stream), ("/1Table", &table.bytes)])
}
