//! What is fuzzed: from what, with which words, and what must hold of the result.

use std::sync::OnceLock;
use std::time::Duration;

use kehoach::authority::Authority;
use kehoach::extract::{self, Context, FileFacts};
use kehoach::fetch::Profile;
use kehoach::index::{Access, Index, Page, Question};
use kehoach::parse::{self, Hint, Limits};
use kehoach::text::Number;

use super::stock::{self, Stock};
use crate::spans;

pub struct Reader {
    /// Names its folders.
    pub name: &'static str,
    /// Of saved cases.
    pub ending: &'static str,
    pub stock: fn() -> Vec<Stock>,
    /// Tokens of the format.
    pub words: &'static [&'static str],
    /// Tokens that open something.
    pub openings: &'static [&'static str],
    pub read: fn(&[u8]) -> Result<(), String>,
    pub cost: Cost,
    /// Inputs of the fixed run.
    pub smoke: u64,
}

/// What an input may take, with optimization: some ten times what the corpus takes, so that only what
/// grows faster than its input is caught.
pub struct Cost {
    pub time: Duration,
    pub time_per_byte: Duration,
    pub bytes: usize,
    pub bytes_per_byte: usize,
}

pub(super) const fn cost(
    millis: u64,
    nanos_per_byte: u64,
    mib: usize,
    bytes_per_byte: usize,
) -> Cost {
    Cost {
        time: Duration::from_millis(millis),
        time_per_byte: Duration::from_nanos(nanos_per_byte),
        bytes: mib << 20,
        bytes_per_byte,
    }
}

/// Small enough that a bomb is refused before it costs more than its input may.
pub(super) const LIMITS: Limits = Limits {
    bytes_max: 1 << 20,
    inflated_max: 8 << 20,
    text_max: 1 << 20,
    pages_max: 200,
    // Reading pictures is another program's work; its input is not fuzzed here.
    ocr: kehoach::parse::Ocr::Never,
    ocr_cache: None,
    worker: None,
};

pub const HTML: Reader = Reader {
    name: "html",
    ending: "html",
    stock: || bytes(stock::files("corpus/portals", "html", 20_000)),
    words: &[
        "<td colspan=\"99999\">",
        "<td rowspan=\"99999\">",
        "<table>",
        "</table>",
        "<tr>",
        "<p>",
        "<br>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<script>",
        "<style>",
        "<template>",
        "<svg>",
        "<math>",
        "<noscript>",
        "<select><option>",
        "&#x110;",
        "&#xFFFFFFFF;",
        "&nbsp",
        "&amp;",
        "<meta charset=\"utf-16\">",
        "<base href=\"http://[\">",
        "<a href=\"file.pdf\">",
        "<h1>",
        "<sup>1</sup>",
        "<input type=hidden value=\"",
        "<td>Số ký hiệu</td><td>",
        "<plaintext>",
        "<frameset>",
    ],
    openings: &[
        "<div>",
        "<table><tr><td>",
        "<b><i>",
        "<ul><li>",
        "<span>",
        "<font>",
        "<a>",
        "<svg><g>",
        "<p><form>",
    ],
    read: |input| read(input, "thu.html"),
    cost: cost(60, 1_000, 16, 400),
    smoke: 60,
};

pub const TEXT: Reader = Reader {
    name: "text",
    ending: "txt",
    stock: || bytes(stock::sentences()),
    words: &[
        "# ",
        "| a | b |\n|---|---|\n",
        "\t",
        "\n\n",
        "\u{c}",
        "    ",
        "```\n",
        "> ",
        "* ",
        "- ",
        "1. ",
        "[^1]: ",
        "[a](b)",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Trang 1/3",
        "\r\n",
        "\u{feff}",
    ],
    openings: &["> ", "- ", "  ", "#", "|", "[", "\t", "(", "**"],
    read: |input| read(input, "thu.txt"),
    cost: cost(60, 1_000, 16, 150),
    smoke: 60,
};

pub const PDF: Reader = Reader {
    name: "pdf",
    ending: "pdf",
    stock: stock::pdfs,
    words: &[
        "BT",
        "ET",
        "Tj",
        "TJ",
        "Td",
        "Tm",
        "q",
        "Q",
        "cm",
        "Do",
        "re",
        "f",
        "BI",
        "ID",
        "EI",
        "BDC",
        "EMC",
        "'",
        "\"",
        "/F1 0 Tf",
        "<FEFF0110>",
        "(\\377\\000)",
        "beginbfrange",
        "endbfrange",
        "<0000> <FFFF> <0000>",
        "begincodespacerange",
        "stream",
        "endstream",
        "endobj",
        "<<",
        ">>",
        "[",
        "]",
        "null",
        "true",
        "1 0 R",
        "/Kids",
        "/Parent 1 0 R",
        "/Length 99999999",
        "1e38 0 0 1e38 0 0 cm",
        "0 0 0 0 0 0 Tm",
        "-32768 Tc",
        "9999999 Tz",
    ],
    openings: &["[", "<<", "(", "q ", "BT ", "/Span BDC ", "<</A", "[["],
    read: |input| read(input, "thu.pdf"),
    cost: cost(300, 3_000, 48, 200),
    smoke: 60,
};

/// Electronic signatures: DER in strings of a PDF.
pub const SIGNATURES: Reader = Reader {
    name: "signatures",
    ending: "pdf",
    stock: stock::signatures,
    words: &[
        "\x30\x7f",
        "0\x00",
        "1\x7f",
        "\x31\x00",
        "\x06\x09",
        "\x06\x00",
        "\x02\x01\x01",
        "\x02\x00",
        "\x04\x7f",
        "\x0c\x7f",
        "\x1e\x03",
        "\x17\x0d",
        "\x18\x0f",
        "\x05\x00",
        "\x13\x00",
        "\x03\x02\x07",
        "D:2026",
        "+07'00'",
    ],
    openings: &["\x30\x7f", "\x31\x7f", "\x24\x7f"],
    read: |input| read(input, "ky.pdf"),
    cost: cost(300, 3_000, 48, 200),
    smoke: 60,
};

pub const DOCX: Reader = Reader {
    name: "docx",
    ending: "docx",
    stock: stock::packages,
    words: &[
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "<w:tc>",
        "<w:gridSpan w:val=\"99999\"/>",
        "<w:vMerge/>",
        "<w:vMerge w:val=\"restart\"/>",
        "<w:br/>",
        "<w:tab/>",
        "<w:footnoteReference w:id=\"1\"/>",
        "<w:del>",
        "<w:ins>",
        "<mc:AlternateContent>",
        "<w:txbxContent>",
        "<w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr>",
        "<![CDATA[",
        "&#0;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "&b;",
        "<w:sym w:char=\"F0FC\"/>",
        "<w:fldSimple>",
    ],
    openings: &[
        "<w:tbl><w:tr><w:tc>",
        "<w:p><w:r>",
        "<w:txbxContent>",
        "<w:ins>",
        "<w:sdt><w:sdtContent>",
        "<a>",
    ],
    read: |input| read(input, "thu.docx"),
    cost: cost(300, 3_000, 48, 200),
    smoke: 60,
};

pub const XLSX: Reader = Reader {
    name: "xlsx",
    ending: "xlsx",
    stock: stock::workbooks,
    words: &[
        "<row r=\"1048577\">",
        "<c r=\"XFE1\">",
        "<c r=\"A0\" t=\"s\">",
        "<v>99999999</v>",
        "<v>-1</v>",
        "<v>1e308</v>",
        "<mergeCell ref=\"A1:XFD1048576\"/>",
        "<mergeCell ref=\"B2:A1\"/>",
        "<is><t>",
        "</row>",
        "</sheetData>",
        "t=\"inlineStr\"",
        "<f>A1</f>",
        "&#0;",
    ],
    openings: &["<row>", "<c>", "<row><c><is>", "<a>", "<mergeCells>"],
    read: |input| read(input, "thu.xlsx"),
    cost: cost(300, 3_000, 48, 200),
    smoke: 100,
};

pub const XLS: Reader = Reader {
    name: "xls",
    ending: "xls",
    stock: stock::old_workbooks,
    words: &[
        "\x09\x08\x10\0",
        "\u{fc}\0",
        "\u{fd}\0\x0a\0",
        "\u{e5}\0",
        "\u{85}\0",
        "\x3c\0",
        "\x0a\0\0\0",
        "\u{ff}\u{ff}",
    ],
    openings: &["\x3c\0\x01\0\0", "\0\0\0\0", "\u{ff}"],
    read: |input| read(input, "thu.xls"),
    cost: cost(100, 1_500, 24, 300),
    smoke: 150,
};

pub const DOC: Reader = Reader {
    name: "doc",
    ending: "doc",
    stock: || bytes(stock::files("fixtures/fuzz/stock", "doc", usize::MAX)),
    words: &[
        "\x07",
        "\x0d",
        "\x13",
        "\x14",
        "\x15",
        "\x01",
        "\x0c",
        "\u{7}\u{7}",
        "W\0o\0r\0d\0",
    ],
    openings: &["\x13", "\x07", "\0\0\0\0", "\u{ff}"],
    read: |input| read(input, "thu.doc"),
    cost: cost(100, 1_500, 24, 300),
    smoke: 200,
};

pub const ARCHIVE: Reader = Reader {
    name: "archive",
    ending: "zip",
    stock: stock::archives,
    words: &[
        "PK\x03\x04",
        "PK\x01\x02",
        "PK\x05\x06",
        "PK\x06\x06",
        "PK\x06\x07",
        "PK\x07\x08",
        "../",
        "..\\",
        "C:\\",
        "\0\0\0\0",
        "\x01\0",
        "\x08\0",
        "\x63\0",
        "\u{ff}\u{ff}\u{ff}\u{ff}",
    ],
    openings: &["PK\x03\x04", "\0\0\0\0", "\u{ff}"],
    read: |input| {
        unpack(input)?;
        read(input, "thu.zip")
    },
    cost: cost(100, 1_500, 40, 400),
    smoke: 150,
};

pub const RTF: Reader = Reader {
    name: "rtf",
    ending: "rtf",
    stock: || bytes(stock::files("fixtures/parse", "rtf", usize::MAX)),
    words: &[
        "{\\rtf1",
        "{\\*\\generator",
        "{\\fonttbl",
        "\\par ",
        "\\cell ",
        "\\row ",
        "\\trowd ",
        "\\u272?",
        "\\u-1?",
        "\\uc9999 ",
        "\\'e1",
        "\\bin99999999 ",
        "\\ansicpg1258 ",
        "\\ansicpg99999 ",
        "{\\footnote ",
        "{\\header ",
        "\\cellx99999999 ",
        "\\b0",
        "}",
        "\\\n",
    ],
    openings: &["{", "{\\b ", "\\trowd\\cellx1 ", "{\\*\\x "],
    read: |input| read(input, "thu.rtf"),
    cost: cost(60, 1_000, 16, 300),
    smoke: 300,
};

pub const EXTRACT: Reader = Reader {
    name: "extract",
    ending: "txt",
    stock: || bytes(stock::sentences()),
    words: &[
        "Căn cứ ",
        "số ",
        "Số:",
        "/KH-UBND",
        "21/KH-UBND",
        "-NQ/TW",
        "ngày 31/02/2021",
        "ngày ",
        "tháng ",
        "năm ",
        "Quyết định ",
        "Nghị định số ",
        "Luật ",
        "và ",
        ", ",
        "; ",
        "của ",
        "UBND tỉnh ",
        "Sở Nội vụ",
        "chủ trì, phối hợp với ",
        "trước ngày ",
        "quý IV/",
        "hàng quý",
        "6 tháng",
        "thường xuyên",
        "Kế hoạch này",
        "nêu trên",
        "về việc ",
        "sửa đổi, bổ sung ",
        "thay thế ",
        "\nĐiều 1. ",
        "\nI. ",
        "\n- ",
        "\n1.1. ",
        "\n| 1 | ",
        " | ",
        "\nNơi nhận:\n",
        "(Kèm theo ",
        "“",
        "”",
        "từ ",
        "đến ",
        "giai đoạn ",
        "sau 10 ngày kể từ ngày ký",
        "điểm a khoản 2 Điều 3 ",
    ],
    openings: &[
        "Quyết định số ",
        "(",
        "“",
        "Căn cứ ",
        "21/",
        "- ",
        "Sở ",
        "ngày ",
        "và ",
        "về ",
        "Kế hoạch ",
        "khoản 1 ",
        "Điều ",
        "từ ",
    ],
    read: |input| read(input, "thu.txt"),
    cost: cost(60, 1_500, 16, 150),
    smoke: 150,
};

pub const QUERY: Reader = Reader {
    name: "query",
    ending: "txt",
    stock: || {
        lines(&[
            "ke hoach papi",
            "kế hoạch \"cải cách hành chính\" -nháp nam:2021",
            "21/KH-UBND",
            "so 21 kh ubnd",
            "KH 21 nam:2021..2023",
            "coquan:\"Sở Nội vụ\" loai:QĐ han:2021-12-20",
            "chuyen* -\"dự thảo\" tinh:hung-yen",
            "kieu:task capduoi:21/KH-UBND",
            "kế hoạch papi năm 2021 của sở nội vụ tỉnh Hưng Yên",
            "(papi OR sipas) -(dự OR thảo) chutri:\"Sở Nội vụ\" han:<2021-06-30",
        ])
    },
    words: &[
        "\"",
        "-",
        "*",
        ":",
        "nam:",
        "loai:",
        "coquan:",
        "tinh:",
        "kieu:",
        "han:",
        "..",
        "21/",
        "KH-UBND",
        "chude:",
        "chutri:",
        "phoihop:",
        "trichdan:",
        "capduoi:",
        "coquan=",
        "năm 2021",
        "của sở nội vụ",
        "(",
        ")",
        "AND",
        "OR",
        "NOT",
        "~2",
        "^3",
        "?",
        "\\",
        " ",
        "\t",
        "+",
        "[a TO b]",
        "//",
    ],
    openings: &["\"", "(", "-", "nam:", "a* ", "21/", "-\""],
    read: ask,
    cost: cost(60, 1_000, 32, 500),
    smoke: 400,
};

pub const NUMBER: Reader = Reader {
    name: "number",
    ending: "txt",
    stock: || {
        lines(&[
            "21/KH-UBND",
            "2463 /QĐ - UBND",
            "130/2005/NĐ-CP",
            "18-NQ/TW",
            "30c/NQ-CP",
            "66.18/2026/NQ-CP",
            "Số:      /KH-SCT",
            "293-KH.signed.pdf",
            "1849/BGDĐT-GDPT",
            "72/2025/QH15",
            "30_2020_ND-CP_437498.doc",
        ])
    },
    words: &[
        "/", "-", "–", "Số: ", "số", "Đ", "2021", "TW", "&", ".", "_", "QĐ", "(", " ", "\n", "a",
        "0",
    ],
    openings: &["1/", "-", "/", "A-", "0", " ", "Đ"],
    read: number,
    cost: cost(20, 300, 4, 60),
    smoke: 3_000,
};

pub const PROFILE: Reader = Reader {
    name: "profile",
    ending: "toml",
    stock: || {
        let mut stock = bytes(stock::files("corpus/portals", "toml", usize::MAX));
        stock.extend(bytes(stock::files("src/fetch/presets", "toml", usize::MAX)));
        stock
    },
    words: &[
        "schema = 1\n",
        "id = \"a\"\n",
        "extends = \"platform:tandan-sp\"\n",
        "base = \"http://[\"\n",
        "[[source]]\n",
        "[detail]\n",
        "url = ",
        "\"\"\"",
        "'''",
        "{ ",
        "}",
        "[",
        "]",
        "= ",
        "1e400",
        "regex = \"(((((\"\n",
        "regex = \"(a*)*b\"\n",
        "select = \"a:not(\"\n",
        "\\u0000",
        "{replica}",
        "..",
        "delay_ms = -1\n",
        "pages = 99999999999\n",
    ],
    openings: &["[", "[[", "{a=", "(", "a.", "\"", "["],
    read: profile,
    cost: cost(60, 1_000, 24, 300),
    smoke: 400,
};

fn bytes(files: Vec<Vec<u8>>) -> Vec<Stock> {
    files.into_iter().map(Stock::Bytes).collect()
}

fn lines(lines: &[&str]) -> Vec<Stock> {
    bytes(lines.iter().map(|line| line.as_bytes().to_vec()).collect())
}

/// As the pipeline reads: parsed, then extracted.
pub(super) fn read(input: &[u8], name: &str) -> Result<(), String> {
    read_within(input, name, &LIMITS)
}

pub(super) fn read_within(input: &[u8], name: &str, limits: &Limits) -> Result<(), String> {
    let hint = Hint {
        file_name: Some(name),
        ..Hint::default()
    };
    let document = parse::parse(input, &hint, limits);
    spans::check_document(&document, input)?;
    let context = Context {
        file: name.to_owned(),
        ..Context::default()
    };
    let facts = FileFacts {
        file: name,
        sha256: "",
        bytes: input.len() as u64,
    };
    let record = extract::extract(&document, &context, Authority::bundled(), facts);
    spans::check_record(&record, &document)
}

/// No more than the limit comes out, and no name leads out of its folder or is given twice.
fn unpack(input: &[u8]) -> Result<(), String> {
    let unpacked = parse::unpack(input, &LIMITS);
    let bytes: usize = unpacked
        .members
        .iter()
        .map(|member| member.bytes.len())
        .sum();
    if LIMITS.inflated_max < bytes {
        return Err(format!("{bytes} bytes were unpacked"));
    }
    let mut names: Vec<&str> = unpacked
        .members
        .iter()
        .map(|member| &*member.name)
        .collect();
    let leads_out = |name: &&str| name.starts_with('/') || name.split('/').any(|part| part == "..");
    if let Some(name) = names.iter().find(|name| leads_out(name)) {
        return Err(format!("a member is called {name:?}"));
    }
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("two members are called {:?}", pair[0])),
        None => Ok(()),
    }
}

fn ask(input: &[u8]) -> Result<(), String> {
    let typed = String::from_utf8_lossy(input);
    let question = match Question::parse(&typed) {
        Ok(question) => question,
        Err(error) => return spans::check_span(error.span, &typed, "the refusal of a question"),
    };
    let answer = index().search(&question, &Page::default());
    let answer = match answer {
        Ok(answer) => answer,
        // A question may be refused when the index is asked; then it must say so as a person can read.
        Err(error) if error.to_string().is_empty() => {
            return Err("an error without words".to_owned());
        }
        Err(_) => return Ok(()),
    };
    for snippet in answer.hits.iter().flat_map(|hit| &hit.snippets) {
        for [start, end] in &snippet.highlights {
            if snippet.text.get(*start..*end).is_none() {
                return Err(format!("highlight {start}..{end} is not in its snippet"));
            }
        }
    }
    Ok(())
}

/// A handful of documents with every kind of field.
fn index() -> &'static Index {
    static INDEX: OnceLock<(tempfile::TempDir, Index)> = OnceLock::new();
    let made = || {
        let folder = tempfile::tempdir().expect("a folder");
        let generator = crate::generated::Generator::new(
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")),
            crate::generated::SEED,
        );
        let mut index = Index::open(folder.path(), Access::Write).expect("opens");
        let changes = crate::entries::changes(&generator, 0..8);
        index.apply(&changes).expect("applies");
        index.commit().expect("commits");
        (folder, index)
    };
    &INDEX.get_or_init(made).1
}

fn number(input: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(input);
    for number in [
        Number::parse(&text),
        Number::parse_bare(&text),
        Number::from_file_name(&text),
    ] {
        let Some(number) = number else { continue };
        let Some(key) = number.key() else { continue };
        let again = Number::parse(&number.to_string()).and_then(|number| number.key());
        if again.as_ref() != Some(&key) {
            return Err(format!(
                "«{number}» has the key {key}, read again {again:?}"
            ));
        }
    }
    Ok(())
}

fn profile(input: &[u8]) -> Result<(), String> {
    let text = String::from_utf8_lossy(input);
    let base = url::Url::parse("http://127.0.0.1:9/").ok();
    match Profile::parse(&text, "thu.toml", base.as_ref()) {
        Err(error) if error.to_string().is_empty() => Err("an error without words".to_owned()),
        _ => Ok(()),
    }
}
