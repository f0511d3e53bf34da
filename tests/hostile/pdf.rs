//! Hostile PDFs: what eleven readers were tried with, of which each brought some to a hang, an abort or
//! gigabytes, and what our own reader is made of turned against it.

mod build;

use std::fs;
use std::path::Path;

use super::flood::{flipped, megabyte, packed, sized};
use super::{Case, End};
use build::{FONT, Pdf, one_page, shown};

pub fn cases() -> Vec<Case> {
    [bombs(), loops(), floods(), damage()]
        .into_iter()
        .flatten()
        .collect()
}

fn case(name: &'static str, bytes: Vec<u8>, end: End) -> Case {
    Case { name, bytes, end }
}

/// Small files that come to gigabytes.
fn bombs() -> Vec<Case> {
    let of_content = |entries: &str, data: &[u8]| {
        let mut pdf = Pdf::new();
        let content = pdf.stream(entries, data);
        pdf.page_of(&format!("/Contents {content} 0 R /Resources << {FONT} >>"));
        pdf.finish()
    };
    let flate = "/Filter /FlateDecode";
    let gigabyte = packed(&megabyte(" "), 1_024);
    let twice = packed(&gigabyte[2..], 1);
    let hex = format!(
        "/Filter [{} /FlateDecode]",
        "/ASCIIHexDecode ".repeat(2_000)
    );
    let mut map = Pdf::new();
    let to_unicode = map.stream(
        flate,
        &packed(
            &megabyte("1 beginbfrange <0000> <ffff> <0041> endbfrange "),
            60,
        ),
    );
    map.font_page(&format!("/ToUnicode {to_unicode} 0 R"));
    let mut members = Pdf::new();
    members.page(&shown("còn đây"));
    for _ in 0..40 {
        members.stream(
            "/Type /ObjStm /N 99999999 /First 99999 /Filter /FlateDecode",
            &packed(&megabyte("1 0 "), 64),
        );
    }
    let operators = packed(&megabyte("0 0 m 9 0 l S q 1 0 0 1 0 0 cm "), sized(60));
    vec![
        case(
            "flate-1gb.pdf",
            of_content(flate, &gigabyte),
            End::Says("pdf_limit"),
        ),
        case(
            "flate-in-flate.pdf",
            of_content("/Filter [/FlateDecode /FlateDecode]", &twice),
            End::Any,
        ),
        case(
            "two-thousand-filters.pdf",
            of_content(&hex, b"41>"),
            End::Any,
        ),
        case(
            "run-length.pdf",
            of_content("/Filter /RunLengthDecode", &b"\x81 ".repeat(2 << 20)),
            End::Any,
        ),
        case(
            "lzw-noise.pdf",
            of_content(
                "/Filter /LZWDecode",
                &flipped(&vec![0; 1 << 20], 1 << 20, 7),
            ),
            End::Any,
        ),
        case(
            "predictor.pdf",
            of_content(
                "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 255 /BitsPerComponent 32 >>",
                &packed(b"abc", 9),
            ),
            End::Any,
        ),
        case("operators.pdf", of_content(flate, &operators), End::Any),
        case("maps.pdf", map.finish(), End::Any),
        case("object-streams.pdf", members.finish(), End::Any),
    ]
}

/// What comes back to itself.
fn loops() -> Vec<Case> {
    let mut form = Pdf::new();
    let own = form.next();
    let entries = format!(
        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {FONT} /XObject << /X {own} 0 R >> >>"
    );
    form.stream(
        &entries,
        format!("/X Do {} /X Do", shown("một lần")).as_bytes(),
    );
    let content = form.stream("", b"/X Do");
    form.page_of(&format!(
        "/Contents {content} 0 R /Resources << /XObject << /X {own} 0 R >> >>"
    ));

    let mut doubling = Pdf::new();
    for _ in 0..60 {
        let next = doubling.next() + 1;
        doubling.stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {next} 0 R >> >>"), b"/X Do /X Do /X Do");
    }
    let content = doubling.stream("", b"/X Do");
    for _ in 0..50 {
        doubling.page_of(&format!(
            "/Contents {content} 0 R /Resources << /XObject << /X 5 0 R >> >>"
        ));
    }

    let mut tree = Pdf::new();
    let page = tree.page(&shown("một trang"));
    let tree = tree.finish_with(&format!(
        "<< /Type /Pages /Count 9 /Parent 2 0 R /Kids [2 0 R {page} 0 R 2 0 R] >>"
    ));

    let mut parents = Pdf::new();
    let (a, b) = (parents.next(), parents.next() + 1);
    parents.add(&format!("<< /Parent {b} 0 R >>"));
    parents.add(&format!("<< /Parent {a} 0 R >>"));
    let content = parents.stream("", shown("còn đây").as_bytes());
    let page = parents.add(&format!(
        "<< /Type /Page /Parent {a} 0 R /Contents {content} 0 R /Resources << {FONT} >> >>"
    ));
    let parents = parents.finish_with(&format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"));

    let mut reference = Pdf::new();
    let own = reference.next();
    reference.add(&format!("{own} 0 R"));
    reference.page_of(&format!("/Contents {own} 0 R /Resources {own} 0 R /MediaBox {own} 0 R /Annots {own} 0 R /Rotate {own} 0 R"));

    let mut length = Pdf::new();
    let own = length.next();
    length.add(&format!(
        "<< /Length {own} 0 R >>\nstream\n{}\nendstream",
        shown("dài")
    ));
    length.page_of(&format!("/Contents {own} 0 R /Resources << {FONT} >>"));

    let mut member = Pdf::new();
    member.page(&shown("còn đây"));
    let own = member.next();
    member.stream(
        &format!("/Type /ObjStm /N 2 /First 12 /Extends {own} 0 R"),
        format!("{own} 0 {own} 5  << /A {own} 0 R >>").as_bytes(),
    );

    let mut sealed = Pdf::new();
    let own = sealed.next();
    let widget = sealed.next() + 1;
    sealed.stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {own} 0 R >> >>"), b"/X Do");
    sealed.add(&format!("<< /Subtype /Widget /FT /Sig /Parent {widget} 0 R /Rect [0 0 9 9] /AP << /N {own} 0 R >> >>"));
    let content = sealed.stream("", shown("còn đây").as_bytes());
    let annotations = format!("{widget} 0 R ").repeat(30_000);
    sealed.page_of(&format!(
        "/Contents {content} 0 R /Resources << {FONT} >> /Annots [{annotations}]"
    ));

    let xref = |trailer: &str| one_page(&shown("còn đây"), trailer);
    vec![
        case(
            "form-calls-itself.pdf",
            form.finish(),
            End::Reads("một lần"),
        ),
        case(
            "forms-double.pdf",
            doubling.finish(),
            End::Says("pdf_limit"),
        ),
        case(
            "page-tree-bites-its-tail.pdf",
            tree,
            End::Reads("một trang"),
        ),
        case("parents-in-a-ring.pdf", parents, End::Reads("còn đây")),
        case("reference-to-itself.pdf", reference.finish(), End::Any),
        case("length-of-itself.pdf", length.finish(), End::Any),
        case(
            "object-stream-of-itself.pdf",
            member.finish(),
            End::Reads("còn đây"),
        ),
        case("seal-of-itself.pdf", sealed.finish(), End::Reads("còn đây")),
        case("xref-before-itself.pdf", xref("/Prev 9"), End::Any),
        case(
            "xref-stream-of-itself.pdf",
            xref("/XRefStm 9 /Prev 9"),
            End::Any,
        ),
        case("size-without-end.pdf", xref("/Size 2147483647"), End::Any),
    ]
}

/// Too much of what is allowed.
fn floods() -> Vec<Case> {
    let mut kids = Pdf::new();
    let page = kids.page(&shown("một trang"));
    let same = kids.finish_with(&format!(
        "<< /Type /Pages /Count 200000 /Kids [{}] >>",
        format!("{page} 0 R ").repeat(200_000)
    ));
    let mut kids = Pdf::new();
    kids.page(&shown("trang đầu"));
    for _ in 0..sized(200_000) {
        kids.page_of("");
    }
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let dictionaries = "<</A ".repeat(100_000) + "0" + &">>".repeat(100_000);
    let mut nested = Pdf::new();
    nested.page_of(&format!("/Deep {deep} /Deeper {dictionaries}"));
    nested.page(&format!("{deep} TJ {}", shown("còn đây")));
    let far = "9".repeat(40);
    let boxes = [
        format!("0 0 {far} {far}"),
        format!("-{far} -{far} {far} {far}"),
        "0 0 0 0".to_owned(),
        "0 0 0.0001 99999999".to_owned(),
        "/a /b".to_owned(),
    ];
    let mut large = Pdf::new();
    for edges in boxes {
        let content = large.stream("", shown("rất rộng").as_bytes());
        large.page_of(&format!("/MediaBox [{edges}] /CropBox [{edges}] /UserUnit 999999999 /Rotate 2147483640 /Contents {content} 0 R /Resources << {FONT} >>"));
    }
    let widths = "0 65535 500 ".repeat(sized(4_000));
    let mut wide = Pdf::new();
    for _ in 0..20 {
        wide.font_page(&format!(
            "/W [{widths}] /DescendantFonts [<< /DW 500 /W [{widths}] >>]"
        ));
    }
    let count = sized(200_000);
    let glyphs = |step: &str| {
        format!(
            "BT /F 9 Tf 99 700 Td {} ET",
            format!("<0041> Tj {step} ").repeat(count)
        )
    };
    let mark = "/Span <</ActualText (a)>> BDC ";
    let marks = mark.repeat(count / 4) + &glyphs("0 Td") + &"EMC ".repeat(count / 4);
    let mut rules = String::new();
    for at in 0..sized(16_000) {
        rules.push_str(&format!(
            "{0} 9 0.4 700 re f 9 {0} 500 0.4 re f ",
            9.0 + at as f32 * 0.04
        ));
    }
    let mut stamps = Pdf::new();
    let seal = stamps.stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 99 9] /Resources << {FONT} >>"),
        format!("BT /F 9 Tf {} ET", "<0031> Tj 30 0 Td ".repeat(400)).as_bytes(),
    );
    let widget =
        format!("<< /Subtype /Widget /FT /Sig /Rect [99 690 199 700] /AP << /N {seal} 0 R >> >> ")
            .repeat(40);
    let content = stamps.stream("", glyphs("9 0.01 Td").as_bytes());
    stamps.page_of(&format!(
        "/Contents {content} 0 R /Resources << {FONT} >> /Annots [{widget}]"
    ));
    let full = |content: &str| one_page(content, "");
    vec![
        case("same-kid-200k.pdf", same, End::Reads("một trang")),
        case("kids-200k.pdf", kids.finish(), End::Says("pdf_limit")),
        case("nested-200k.pdf", nested.finish(), End::Any),
        case("huge-pages.pdf", large.finish(), End::Any),
        case("widths-without-end.pdf", wide.finish(), End::Any),
        case("letters-in-one-place.pdf", full(&glyphs("0 Td")), End::Any),
        case(
            "letters-down-the-page.pdf",
            full(&glyphs("0 -0.003 Td")),
            End::Any,
        ),
        case(
            "letters-far-apart.pdf",
            full(&glyphs("0.002 -0.003 Td")),
            End::Any,
        ),
        case("actual-text-nested.pdf", full(&marks), End::Any),
        case(
            "rules-32k.pdf",
            full(&(rules + &shown("còn đây"))),
            End::Any,
        ),
        case("stamps-16k.pdf", stamps.finish(), End::Any),
        case(
            "marks-without-end.pdf",
            full(&"/X BMC ".repeat(sized(8 << 20))),
            End::Any,
        ),
        case(
            "string-without-end.pdf",
            full(&("(".to_owned() + &"\\(a".repeat(3 << 20))),
            End::Any,
        ),
        case(
            "image-without-end.pdf",
            full(&("BI ID ".to_owned() + &" EI \u{1}".repeat(2 << 20))),
            End::Any,
        ),
        case(
            "numbers-without-end.pdf",
            full(&"9".repeat(8 << 20)),
            End::Any,
        ),
    ]
}

/// A sound file of the corpus, cut and overwritten.
fn damage() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = "corpus/portals/laocai/site/documents/20182/182927/kh-43-cchc-lao-cai-2025.pdf";
    let sound = fs::read(root.join(path)).expect("the corpus is there");
    let junk = [&b"HTTP/1.1 200 OK\r\n\r\n"[..], &sound].concat();
    let mut lost = sound.clone();
    if let Some(at) = memchr::memmem::rfind(&lost, b"startxref") {
        lost.truncate(at);
        lost.extend_from_slice(b"startxref\n99999999\n%%EOF");
    }
    let locked = one_page(
        &shown("khóa"),
        "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 5 /R 6 /Length 99999 /O (a) /U (b) /OE (c) /UE (d) /P -1 >>",
    );
    let cut = |tenths: usize| sound[..sound.len() * tenths / 10].to_vec();
    vec![
        case("junk-before.pdf", junk, End::Reads("LÀO CAI")),
        case("startxref-nowhere.pdf", lost, End::Reads("LÀO CAI")),
        case("locked-by-nonsense.pdf", locked, End::Any),
        case("cut-at-2.pdf", cut(2), End::Any),
        case("cut-at-5.pdf", cut(5), End::Any),
        case("cut-at-9.pdf", cut(9), End::Any),
        case("flipped-20.pdf", flipped(&sound, 20, 1), End::Any),
        case("flipped-200.pdf", flipped(&sound, 200, 2), End::Any),
        case("flipped-2000.pdf", flipped(&sound, 2_000, 3), End::Any),
        case(
            "zeros.pdf",
            [b"%PDF-1.7\n".to_vec(), vec![0; 4 << 20]].concat(),
            End::Says("pdf_damaged"),
        ),
    ]
}
