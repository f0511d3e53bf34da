//! PDFs written object by object, right in form unless a case makes them wrong.

/// The font of every page: each code is its own character.
pub const FONT: &str = "/Font << /F 4 0 R >>";

const CATALOG: usize = 1;
const PAGES: usize = 2;

pub struct Pdf {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

impl Pdf {
    pub fn new() -> Pdf {
        let mut pdf = Pdf {
            objects: vec![Vec::new(); 2],
            pages: Vec::new(),
        };
        pdf.stream(
            "",
            b"1 begincodespacerange <0000> <ffff> endcodespacerange
              1 beginbfrange <0020> <1eff> <0020> endbfrange",
        );
        pdf.add(
            "<< /Type /Font /Subtype /Type0 /BaseFont /Times /Encoding /Identity-H /ToUnicode 3 0 R
             /DescendantFonts [<< /Subtype /CIDFontType2 /BaseFont /Times /DW 500 >>] >>",
        );
        pdf
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

    pub fn page(&mut self, content: &str) -> usize {
        let contents = self.stream("", content.as_bytes());
        self.page_of(&format!("/Contents {contents} 0 R /Resources << {FONT} >>"))
    }

    /// A page with a font of its own, in which one letter is shown.
    pub fn font_page(&mut self, entries: &str) -> usize {
        let font = self.add(&format!(
            "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H {entries} >>"
        ));
        let contents = self.stream("", b"BT /T 12 Tf 99 700 Td <0041> Tj ET");
        self.page_of(&format!(
            "/Contents {contents} 0 R /Resources << /Font << /T {font} 0 R >> >>"
        ))
    }

    /// Where `entries` name a box of their own, the later one counts or none does.
    pub fn page_of(&mut self, entries: &str) -> usize {
        let page = self.add(&format!(
            "<< /Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 600 800] {entries} >>"
        ));
        self.pages.push(page);
        page
    }

    pub fn finish(self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|it| format!("{it} 0 R")).collect();
        let (count, kids) = (kids.len(), kids.join(" "));
        self.written(
            &format!("<< /Type /Pages /Count {count} /Kids [{kids}] >>"),
            "",
        )
    }

    /// With the root of the page tree written by hand.
    pub fn finish_with(self, pages: &str) -> Vec<u8> {
        self.written(pages, "")
    }

    fn written(mut self, pages: &str, trailer: &str) -> Vec<u8> {
        self.objects[CATALOG - 1] = format!("<< /Type /Catalog /Pages {PAGES} 0 R >>").into_bytes();
        self.objects[PAGES - 1] = pages.as_bytes().to_vec();
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        for (index, object) in self.objects.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", file.len()));
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let (at, size) = (file.len(), self.objects.len() + 1);
        let end = format!(
            "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root {CATALOG} 0 R {trailer} >>\nstartxref\n{at}\n%%EOF"
        );
        file.extend_from_slice(end.as_bytes());
        file
    }
}

/// One page; `trailer` is put into the dictionary of the file.
pub fn one_page(content: &str, trailer: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let page = pdf.page(content);
    pdf.written(
        &format!("<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>"),
        trailer,
    )
}

/// One line of text.
pub fn shown(words: &str) -> String {
    let codes: String = words
        .encode_utf16()
        .map(|unit| format!("{unit:04x}"))
        .collect();
    format!("BT /F 12 Tf 99 700 Td <{codes}> Tj ET\n")
}
