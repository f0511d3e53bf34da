//! Readers of files that hold in one text what others hold in a package: web archives and mails, and the
//! XML files of Word, Excel and LibreOffice.

use super::readers::{Reader, cost, read};
use super::stock::Stock;

pub const MAIL: Reader = Reader {
    name: "mail",
    ending: "eml",
    stock: || [ARCHIVE, MAIL_WITH_PARTS].map(text).into(),
    words: &[
        "MIME-Version: 1.0\n",
        "Content-Type: multipart/mixed; boundary=\"b\"\n",
        "Content-Type: multipart/related; boundary=\"\"\n",
        "Content-Type: text/html; charset=\"utf-16\"\n",
        "Content-Type: text/plain\n",
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "\n--b\n",
        "\n--b--\n",
        "\n\n",
        "=\n",
        "=3D",
        "=E1=BB=",
        "====",
        "\r\n ",
        "<td>",
    ],
    openings: &[
        "\n--b\nContent-Type: multipart/mixed; boundary=\"b\"\n\n",
        "--b\n",
        " ",
        "=",
        "<div>",
    ],
    read: |input| read(input, "thu.mht"),
    // As dense a text as can be: five thousand citations in a hundred kilobytes.
    cost: cost(60, 5_000, 16, 400),
    smoke: 60,
};

const ARCHIVE: &str = "From: <Saved by a browser>\nMIME-Version: 1.0\n\
Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\n\
Content-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n\
<html><body><p>S=E1=BB=91: 21/KH-UBND</p><table><tr><td>Nhi=E1=BB=87m v=E1=BB=\n=A5</td>\
<td>S=E1=BB=9F N=E1=BB=99i v=E1=BB=A5</td></tr></table></body></html>\n\
--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b--\n";

const MAIL_WITH_PARTS: &str = "Subject: =?utf-8?B?S+G6vyBob+G6oWNo?=\nMIME-Version: 1.0\n\
Content-Type: multipart/mixed;\n boundary=\"a\"\n\n--a\nContent-Type: multipart/alternative; boundary=\"b\"\n\n\
--b\nContent-Type: text/plain; charset=utf-8\n\nKế hoạch số 21/KH-UBND ngày 02/02/2021\n\
--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
PHA+S+G6vyBob+G6oWNoIHPhu5EgMjEvS0gtVUJORDwvcD4=\n--b--\n--a--\n";

pub const FLAT: Reader = Reader {
    name: "flat",
    ending: "xml",
    stock: || [WORD, PACKAGE, WORKBOOK, TEXT].map(text).into(),
    words: &[
        "<w:p>",
        "</w:p>",
        "<w:t>",
        "<w:tbl>",
        "<w:vmerge w:val=\"restart\"/>",
        "<w:gridSpan w:val=\"99999999\"/>",
        "<wx:t wx:val=\"1.\"/>",
        "<w:altChunk r:id=\"a\"/>",
        "<pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>",
        "</pkg:xmlData>",
        "<Worksheet ss:Name=\"a\">",
        "<Row ss:Index=\"4294967295\">",
        "<Cell ss:Index=\"4294967295\" ss:MergeAcross=\"4294967295\" ss:MergeDown=\"4294967295\">",
        "<Data ss:Type=\"Number\">1e999</Data>",
        "<Data ss:Type=\"DateTime\">-9999-13-41T25:61:00</Data>",
        "<Style ss:ID=\"s\">",
        "<NumberFormat ss:Format=\"0.00%\"/>",
        "<text:p>",
        "<text:s text:c=\"99999999\"/>",
        "<table:table-row table:number-rows-repeated=\"99999999\">",
        "<table:table-cell table:number-columns-repeated=\"99999999\">",
        "<![CDATA[",
        "<!--",
        "&#0;",
        "&amp;",
    ],
    openings: &[
        "<w:tbl><w:tr><w:tc>",
        "<w:p><w:r>",
        "<Row><Cell>",
        "<text:list><text:list-item>",
        "<table:table><table:table-row><table:table-cell>",
        "<a>",
    ],
    read: |input| read(input, "thu.xml"),
    cost: cost(300, 3_000, 48, 400),
    smoke: 80,
};

const WORD: &str = "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>\
<w:wordDocument><w:styles><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style></w:styles>\
<w:body><wx:sect><w:p><w:pPr><w:listPr><wx:t wx:val=\"1.\"/></w:listPr></w:pPr><w:r><w:t>Mục đích</w:t></w:r></w:p>\
<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>TT</w:t></w:r></w:p></w:tc>\
<w:tc><w:p><w:r><w:t>Nhiệm vụ</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
<w:sectPr><w:hdr><w:p><w:r><w:t>Trang 1</w:t></w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>";

const PACKAGE: &str = "<?xml version=\"1.0\"?><pkg:package><pkg:part pkg:name=\"/word/styles.xml\"><pkg:xmlData>\
<w:styles/></pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData><w:document><w:body>\
<w:p><w:r><w:t>Số: 21/KH-UBND</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part>\
<pkg:part pkg:name=\"/word/footnotes.xml\"><pkg:xmlData><w:footnotes><w:footnote w:id=\"1\"><w:p><w:r><w:t>Ghi chú\
</w:t></w:r></w:p></w:footnote></w:footnotes></pkg:xmlData></pkg:part></pkg:package>";

const WORKBOOK: &str = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles><Style ss:ID=\"s1\"><Font ss:FontName=\".VnTime\"/>\
<Borders><Border ss:Position=\"Left\" ss:LineStyle=\"Continuous\"/></Borders><NumberFormat ss:Format=\"Short Date\"/>\
</Style></Styles><Worksheet ss:Name=\"Bang1\"><Table><Row><Cell ss:StyleID=\"s1\"><Data ss:Type=\"String\">TT</Data></Cell>\
<Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">Nhiệm vụ</Data></Cell></Row><Row ss:Index=\"3\"><Cell ss:StyleID=\"s1\">\
<Data ss:Type=\"DateTime\">2021-06-30T00:00:00.000</Data></Cell><Cell ss:Index=\"4\"><Data ss:Type=\"Number\">0.5</Data>\
</Cell></Row></Table><WorksheetOptions><Visible>SheetVisible</Visible></WorksheetOptions></Worksheet></Workbook>";

const TEXT: &str = "<?xml version=\"1.0\"?><office:document office:mimetype=\"application/vnd.oasis.opendocument.text\">\
<office:body><office:text><text:p>Thực hiện<text:s text:c=\"2\"/>Nghị quyết số 18-NQ/TW</text:p>\
<table:table><table:table-row><table:table-cell table:number-columns-spanned=\"2\"><text:p>Sở Nội vụ</text:p>\
</table:table-cell></table:table-row></table:table></office:text></office:body></office:document>";

fn text(text: &str) -> Stock {
    Stock::Bytes(text.as_bytes().to_vec())
}
