//! Small PDFs written by hand: objects, a page or more, a cross-reference table.

use std::io::Write;

/// A file under construction. Object numbers are handed out in order, from 1.
pub(super) struct Pdf {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

/// The fonts of [`Pdf::new`]: every character is half an em wide and its own code.
pub(super) const FONTS: &str = "/Font << /F 4 0 R /B 5 0 R /H 6 0 R >>";

const CATALOG: usize = 1;
const PAGES: usize = 2;

impl Pdf {
    pub fn new() -> Pdf {
        let mut pdf = Pdf {
            objects: vec![Vec::new(); 2],
            pages: Vec::new(),
        };
        let map = b"1 begincodespacerange <0000> <ffff> endcodespacerange
            1 beginbfrange <0020> <1eff> <0020> endbfrange";
        pdf.stream("", map);
        pdf.composite_font("Times-Roman");
        pdf.composite_font("Times-Bold");
        pdf.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        pdf
    }

    fn composite_font(&mut self, name: &str) {
        let descendant =
            format!("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /DW 500 >>");
        self.add(&format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H
             /ToUnicode 3 0 R /DescendantFonts [{descendant}] >>"
        ));
    }

    pub fn add(&mut self, object: &str) -> usize {
        self.objects.push(object.as_bytes().to_vec());
        self.objects.len()
    }

    /// The number the next object will have.
    pub fn next(&self) -> usize {
        self.objects.len() + 1
    }

    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut object = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.objects.push(object);
        self.objects.len()
    }

    /// A Letter page with `content`; `extra` goes into its dictionary.
    pub fn page(&mut self, content: &str, extra: &str) -> usize {
        let contents = self.stream("", content.as_bytes());
        self.page_of(&format!(
            "/Contents {contents} 0 R /Resources << {FONTS} >> {extra}"
        ))
    }

    pub fn page_of(&mut self, entries: &str) -> usize {
        let page = self.add(&format!(
            "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 600 800] {entries} >>"
        ));
        self.pages.push(page);
        page
    }

    pub fn finish(mut self) -> Vec<u8> {
        let kids: Vec<String> = self
            .pages
            .iter()
            .map(|page| format!("{page} 0 R"))
            .collect();
        let pages = format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            kids.len(),
            kids.join(" ")
        );
        self.objects[PAGES - 1] = pages.into_bytes();
        self.finish_with_pages()
    }

    /// Replaces the page tree's root by hand.
    pub fn finish_with(mut self, pages: &str) -> Vec<u8> {
        self.objects[PAGES - 1] = pages.as_bytes().to_vec();
        self.finish_with_pages()
    }

    fn finish_with_pages(mut self) -> Vec<u8> {
        self.objects[CATALOG - 1] = format!("<< /Type /Catalog /Pages {PAGES} 0 R >>").into_bytes();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (index, object) in self.objects.iter().enumerate() {
            offsets.push(file.len());
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let table = file.len();
        let size = offsets.len() + 1;
        file.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
        for offset in offsets {
            file.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
        }
        let trailer = format!("trailer\n<< /Size {size} /Root {CATALOG} 0 R >>\n");
        file.extend_from_slice(trailer.as_bytes());
        file.extend_from_slice(format!("startxref\n{table}\n%%EOF").as_bytes());
        file
    }
}

/// One page with `content`.
pub(super) fn one_page(content: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    pdf.page(content, "");
    pdf.finish()
}

/// Regular text with its left end at `x`, `y` points from the foot of the page.
pub(super) fn text(x: f32, y: f32, words: &str) -> String {
    show("F", 12.0, x, y, words)
}

pub(super) fn bold(x: f32, y: f32, words: &str) -> String {
    show("B", 12.0, x, y, words)
}

pub(super) fn show(font: &str, size: f32, x: f32, y: f32, words: &str) -> String {
    format!("BT /{font} {size} Tf {x} {y} Td <{}> Tj ET\n", hex(words))
}

/// The string in the codes of fonts F and B.
pub(super) fn hex(words: &str) -> String {
    words
        .encode_utf16()
        .map(|unit| format!("{unit:04x}"))
        .collect()
}

/// Width of text at size 12.
pub(super) fn width(words: &str) -> f32 {
    words.encode_utf16().count() as f32 * 6.0
}

/// Text set in lines of at most `columns` characters, justified by nothing; the first line is
/// indented by 30 points. Returns the content and the height of the line after.
pub(super) fn paragraph(x: f32, mut y: f32, columns: usize, words: &str) -> (String, f32) {
    let mut content = String::new();
    let mut line = String::new();
    let mut indent = 30.0;
    for word in words.split(' ') {
        let taken = line.chars().count() + word.chars().count() + 1;
        let room = columns - (indent / 6.0) as usize;
        if room < taken && !line.is_empty() {
            content.push_str(&text(x + indent, y, &line));
            (line, indent, y) = (String::new(), 0.0, y - 16.0);
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    content.push_str(&text(x + indent, y, &line));
    (content, y - 16.0)
}

/// A rule, as Word draws it: a thin filled box.
pub(super) fn rule(x: f32, y: f32, width: f32, height: f32) -> String {
    format!("{x} {y} {width} {height} re f\n")
}

pub(super) fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(data)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}
