//! A workbook as one XML file ("XML Spreadsheet 2003"): what many programs of record give as `.xls`.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::DateTime;
use quick_xml::events::BytesStart;

use crate::parse::{Limits, xml};
use crate::text::legacy::Face;
use crate::text::{Diagnostic, Place, SourceSpan};

use super::cell::{Cell, CellLook, Merge, Piece, Sheet};
use super::format::Form;
use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SHEETS_MAX, Workbook, cut_short};

/// Styles of one workbook; Excel allows 64,000.
const STYLES_MAX: usize = 70_000;

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, Diagnostic> {
    let text = xml::decode(bytes.to_vec());
    let mut state = State {
        text_left: limits.text_max,
        ..State::default()
    };
    let is_broken = xml::walk(&text, &mut state);
    state.workbook.parts = vec!["workbook.xml".to_owned()];
    let diagnostics = &mut state.workbook.diagnostics;
    diagnostics.extend(is_broken.then(broken));
    diagnostics.extend(state.is_full.then(cut_short));
    Ok(state.workbook)
}

#[derive(Clone, Copy, Default)]
struct Look {
    cell: CellLook,
    form: Option<Form>,
}

/// What the workbook has said so far.
#[derive(Default)]
struct State {
    workbook: Workbook,
    styles: HashMap<String, Look>,
    /// The style being described.
    described: Option<String>,
    sheet: Sheet,
    is_hidden: bool,
    /// Where the next row and the next cell stand that do not say, from 0.
    row: u32,
    column: u32,
    cell: Option<OpenCell>,
    /// The element whose text is wanted.
    within: Option<Within>,
    cells: usize,
    text_left: usize,
    is_full: bool,
}

#[derive(Default)]
struct OpenCell {
    column: u32,
    style: String,
    kind: String,
    value: String,
    bytes: Range<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Within {
    Data,
    Comment,
    Visible,
}

impl xml::Walker for State {
    fn open(&mut self, element: &BytesStart) {
        let name = element.local_name();
        match name.as_ref() {
            "Style" => self.described = xml::attribute(element, "ID"),
            "Worksheet" => self.open_sheet(element),
            "Row" => self.open_row(element),
            "Cell" => self.open_cell(element),
            "Comment" => self.within = Some(Within::Comment),
            "Data" if self.within.is_none() => {
                self.within = Some(Within::Data);
                if let Some(cell) = &mut self.cell {
                    cell.kind = xml::attribute(element, "Type").unwrap_or_default();
                }
            }
            "Visible" => self.within = Some(Within::Visible),
            property if self.described.is_some() => self.describe(property, element),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "Style" => self.described = None,
            "Worksheet" => self.close_sheet(),
            "Row" => self.row = self.row.saturating_add(1),
            "Cell" => self.close_cell(),
            "Data" if self.within == Some(Within::Data) => self.within = None,
            "Comment" | "Visible" => self.within = None,
            _ => {}
        }
    }

    fn text(&mut self, written: &str, bytes: Range<usize>) {
        match (self.within, &mut self.cell) {
            (Some(Within::Visible), _) => self.is_hidden |= written.trim() != "SheetVisible",
            (Some(Within::Data), Some(cell)) => {
                let left = self.text_left.saturating_sub(cell.value.len());
                if written.len() <= left {
                    cell.value.push_str(written);
                    let start = match cell.bytes.is_empty() {
                        true => bytes.start,
                        false => cell.bytes.start,
                    };
                    cell.bytes = start..bytes.end;
                } else {
                    self.is_full = true;
                }
            }
            _ => {}
        }
    }
}

impl State {
    fn describe(&mut self, property: &str, element: &BytesStart) {
        let Some(id) = &self.described else {
            return;
        };
        if STYLES_MAX <= self.styles.len() {
            return;
        }
        let look = self.styles.entry(id.clone()).or_default();
        let said = |name: &str| xml::attribute(element, name).unwrap_or_default();
        match property {
            "Font" => {
                look.cell.font.face = Face::of_font(&said("FontName"));
                look.cell.font.bold = said("Bold") == "1";
                look.cell.font.italic = said("Italic") == "1";
                let size = said("Size").parse().ok();
                let size = size.filter(|size: &f32| (1.0..=400.0).contains(size));
                look.cell.font.size = size.unwrap_or(0.0);
            }
            "Alignment" => look.cell.centered = said("Horizontal").starts_with("Center"),
            "Border" => {
                let is_at_a_side = matches!(&*said("Position"), "Left" | "Right");
                look.cell.ruled |= is_at_a_side && said("LineStyle") != "None";
            }
            "NumberFormat" => look.form = Some(form(&said("Format"))),
            _ => {}
        }
    }

    fn open_sheet(&mut self, element: &BytesStart) {
        let name = xml::attribute(element, "Name").unwrap_or_default();
        self.sheet = Sheet {
            name,
            ..Sheet::default()
        };
        (self.row, self.is_hidden) = (0, false);
    }

    fn close_sheet(&mut self) {
        let sheet = std::mem::take(&mut self.sheet);
        if !self.is_hidden && self.workbook.sheets.len() < SHEETS_MAX {
            self.workbook.sheets.push(sheet);
        }
    }

    fn open_row(&mut self, element: &BytesStart) {
        self.row = index(element).unwrap_or(self.row);
        self.column = 0;
    }

    fn open_cell(&mut self, element: &BytesStart) {
        let column = index(element).unwrap_or(self.column);
        let more = |name| xml::number(element, name).unwrap_or(0);
        let (across, down) = (more("MergeAcross"), more("MergeDown"));
        let last = (
            self.row.saturating_add(down).min(ROWS_MAX - 1),
            column.saturating_add(across).min(COLUMNS_MAX - 1),
        );
        let is_a_cell = self.row < ROWS_MAX && column < COLUMNS_MAX;
        if is_a_cell && (0 < across || 0 < down) && self.sheet.merges.len() < CELLS_MAX {
            self.sheet.merges.push(Merge {
                first: (self.row, column),
                last,
            });
        }
        self.column = column.saturating_add(across).saturating_add(1);
        self.cell = is_a_cell.then(|| OpenCell {
            column,
            style: xml::attribute(element, "StyleID").unwrap_or_default(),
            ..OpenCell::default()
        });
    }

    fn close_cell(&mut self) {
        let Some(cell) = self.cell.take() else {
            return;
        };
        let look = self.styles.get(&cell.style).copied().unwrap_or_default();
        let written = written(&cell, look.form.unwrap_or_default());
        if written.trim().is_empty() {
            return;
        }
        if CELLS_MAX <= self.cells || self.text_left < written.len() {
            self.is_full = true;
            return;
        }
        self.cells += 1;
        self.text_left -= written.len();
        self.sheet.cells.push(Cell {
            row: self.row,
            column: cell.column,
            pieces: vec![Piece::plain(written)],
            look: look.cell,
            place: Place::Part {
                part: 0,
                bytes: SourceSpan::new(cell.bytes.start, cell.bytes.end),
            },
        });
    }
}

/// `ss:Index`, which counts from 1.
fn index(element: &BytesStart) -> Option<u32> {
    xml::number(element, "Index")?.checked_sub(1)
}

/// A format by its code or by one of the names that this kind of file has for the usual ones.
fn form(format: &str) -> Form {
    match format {
        "Percent" => Form::Percent(2),
        "Short Date" | "Medium Date" | "Long Date" => Form::Date,
        "General Date" => Form::DateTime,
        "Short Time" | "Medium Time" | "Long Time" => Form::Time,
        "Fixed" | "Standard" | "Currency" | "Scientific" | "Yes/No" | "True/False" | "On/Off" => {
            Form::General
        }
        code => Form::of_code(code),
    }
}

fn written(cell: &OpenCell, form: Form) -> String {
    let value = cell.value.trim();
    match cell.kind.as_str() {
        "Boolean" | "Error" => String::new(),
        "Number" => {
            let number = value.parse().map(|number| form.write(number, false));
            number.unwrap_or_else(|_| value.to_owned())
        }
        "DateTime" => match value.parse::<DateTime>() {
            Ok(moment) => moment_in(moment, form),
            Err(_) => value.to_owned(),
        },
        _ => cell.value.clone(),
    }
}

fn moment_in(moment: DateTime, form: Form) -> String {
    let pattern = match form {
        Form::Month => "%m/%Y",
        Form::DateTime => "%d/%m/%Y %H:%M",
        Form::Time => "%H:%M",
        _ => "%d/%m/%Y",
    };
    moment.strftime(pattern).to_string()
}

fn broken() -> Diagnostic {
    Diagnostic::warning(
        "xlsx_part_broken",
        "Tệp Excel dạng XML bị hỏng; chỉ đọc được đến chỗ hỏng.",
    )
    .with_hint("mở bằng Excel hoặc LibreOffice rồi lưu lại thành .xlsx")
}

#[cfg(test)]
mod tests {
    use crate::parse::{Hint, Limits, MediaType, parse};

    const BOOK: &str = r#"<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles>
  <Style ss:ID="s1"><Alignment ss:Horizontal="Center"/><Font ss:FontName="Times New Roman" ss:Bold="1"/></Style>
  <Style ss:ID="s2"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders></Style>
  <Style ss:ID="s3"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders><NumberFormat ss:Format="0%"/></Style>
  <Style ss:ID="s4"><Borders><Border ss:Position="Left" ss:LineStyle="Continuous"/></Borders><NumberFormat ss:Format="Short Date"/></Style>
 </Styles>
 <Worksheet ss:Name="Sheet1"><Table>
  <Row><Cell ss:MergeAcross="3" ss:StyleID="s1"><Data ss:Type="String">PHỤ LỤC NHIỆM VỤ</Data></Cell></Row>
  <Row ss:Index="3"><Cell ss:StyleID="s2"><Data ss:Type="String">TT</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="String">Nội dung</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="String">Chỉ tiêu</Data></Cell><Cell ss:StyleID="s2"><Data ss:Type="String">Thời hạn</Data></Cell></Row>
  <Row><Cell ss:StyleID="s2"><Data ss:Type="Number">1</Data><Comment><ss:Data>xem lại</ss:Data></Comment></Cell><Cell ss:StyleID="s2" ss:MergeDown="1"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">Số hóa <B>hồ sơ</B> &amp; giấy tờ</ss:Data></Cell><Cell ss:StyleID="s3"><Data ss:Type="Number">0.8</Data></Cell><Cell ss:StyleID="s4"><Data ss:Type="DateTime">2021-06-30T00:00:00.000</Data></Cell></Row>
  <Row><Cell ss:StyleID="s2"><Data ss:Type="Number">2</Data></Cell><Cell ss:Index="3" ss:StyleID="s3"><Data ss:Type="Number">0.9</Data></Cell><Cell ss:StyleID="s4"><Data ss:Type="DateTime">2021-12-15T00:00:00.000</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="ẩn"><Table><Row><Cell><Data ss:Type="String">không thấy</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
</Workbook>"#;

    #[test]
    fn a_workbook_of_2003_written_as_xml_is_a_workbook() {
        let hint = Hint {
            file_name: Some("phu-luc.xls"),
            ..Hint::default()
        };
        let document = parse(BOOK.as_bytes(), &hint, &Limits::default());
        assert_eq!(document.media_type, MediaType::Xlsx);
        assert!(document.text.contains("PHỤ LỤC NHIỆM VỤ"));
        assert!(!document.text.contains("không thấy") && !document.text.contains("xem lại"));
        let table = &document.tables[0];
        let cell = |row, column| {
            let found = table
                .cells
                .iter()
                .find(|cell| (cell.row, cell.column) == (row, column));
            found.map(|cell| (&document.text[cell.span.range()], cell.row_span))
        };
        assert_eq!(cell(0, 3), Some(("Thời hạn", 1)));
        assert_eq!(cell(1, 1), Some(("Số hóa hồ sơ & giấy tờ", 2)));
        assert_eq!(cell(1, 2), Some(("80%", 1)));
        assert_eq!(cell(2, 3), Some(("15/12/2021", 1)));
    }

    #[test]
    fn a_workbook_cut_off_is_read_up_to_there() {
        for cut in (0..BOOK.len())
            .filter(|at| BOOK.is_char_boundary(*at))
            .step_by(13)
        {
            parse(
                &BOOK.as_bytes()[..cut],
                &Hint::default(),
                &Limits::default(),
            );
        }
    }
}
