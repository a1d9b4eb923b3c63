//! Lays out an application as a workbook that people read and print.
//!
//! A plan holds the text of each cell; the XLSX is written from the plan, and a finding's cell is
//! looked up in the same plan, so the two cannot disagree.

use std::collections::HashMap;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde_json::Value;

use crate::application::Application;
use crate::finding::{Lang, Pointer, column_letters};
use crate::pack::{Control, Field, List, Pack};

/// The look of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellStyle {
    /// The title of the sheet.
    Title,
    /// A label or a column's header.
    Label,
    /// A value.
    Value,
    /// A remark.
    Note,
}

/// One cell: its text, its look and the field it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellPlan {
    /// Its content, always as text.
    pub text: String,
    /// Its look.
    pub style: CellStyle,
    /// The field of the application that it shows.
    pub pointer: Option<Pointer>,
}

/// One sheet: rows of cells from A1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPlan {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Vec<CellPlan>>,
    /// Number of rows from the top that are repeated on each printed page.
    pub header_rows: u32,
}

/// The error of the XLSX writer, as text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("workbook: {0}")]
pub struct WorkbookError(pub String);

impl From<XlsxError> for WorkbookError {
    fn from(e: XlsxError) -> Self {
        Self(e.to_string())
    }
}

/// The text of every cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookPlan {
    /// The sheets in order.
    pub sheets: Vec<SheetPlan>,
}

impl WorkbookPlan {
    /// Plans the workbook of an application as the pack lays it out.
    #[must_use]
    pub fn new(app: &Application, pack: &Pack) -> Self {
        // Strings and lists of them always serialise.
        let doc = serde_json::to_value(app).unwrap_or_default();
        let mut sheets = vec![cover(app, &doc, pack)];
        sheets.extend(pack.lists.iter().map(|list| list_sheet(&doc, list, pack)));
        Self { sheets }
    }

    /// The first cell of each field: sheet and cell name by JSON pointer.
    #[must_use]
    pub fn places(&self) -> HashMap<&str, (&str, String)> {
        let mut places = HashMap::new();
        for sheet in &self.sheets {
            for (r, row) in sheet.rows.iter().enumerate() {
                for (c, cell) in row.iter().enumerate() {
                    if let Some(pointer) = &cell.pointer {
                        places
                            .entry(pointer.as_str())
                            .or_insert_with(|| (sheet.name.as_str(), cell_name(r, c)));
                    }
                }
            }
        }
        places
    }

    /// Writes the XLSX: the same bytes for the same plan, on every platform.
    ///
    /// # Errors
    /// Fails past Excel's limits, for example on a text of more than 32,767 characters.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, WorkbookError> {
        let mut book = Workbook::new();
        // Without a date of ours the writer would ask the clock.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        let formats = CellFormats::new();
        for sheet in &self.sheets {
            let page = book.add_worksheet();
            page.set_name(&sheet.name)?;
            page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
            write_sheet(page, sheet, &formats)?;
        }
        Ok(book.save_to_buffer()?)
    }
}

/// The name of a cell: `H12` for row 11 and column 7, counted from 0.
#[must_use]
pub fn cell_name(row: usize, column: usize) -> String {
    format!("{}{}", column_letters(column), row + 1)
}

/// A cell that shows no field.
fn cell(text: impl Into<String>, style: CellStyle) -> CellPlan {
    CellPlan { text: text.into(), style, pointer: None }
}

fn cover(app: &Application, doc: &Value, pack: &Pack) -> SheetPlan {
    let kind = pack.choice_label("kind", app.kind.as_str(), Lang::Ja);
    let mut rows = vec![
        vec![cell(kind, CellStyle::Title)],
        vec![cell(pack.notice.ja.as_str(), CellStyle::Note)],
    ];
    if !app.remark.is_empty() {
        rows.push(vec![cell(app.remark.as_str(), CellStyle::Note)]);
    }
    for section in &pack.form {
        rows.push(Vec::new());
        rows.push(vec![cell(section.title.ja.as_str(), CellStyle::Label)]);
        for field in &section.fields {
            let value = value_cell(doc, &Pointer::root(), field, pack);
            rows.push(vec![cell(field.label.ja.as_str(), CellStyle::Label), value]);
        }
    }
    SheetPlan { name: pack.package.cover_sheet.clone(), rows, header_rows: 0 }
}

/// Plans one sheet row for each row of the list. If rows have inner rows, each of those gets its own
/// with the outer values repeated, so that every line can be sorted and filtered alone.
fn list_sheet(doc: &Value, list: &List, pack: &Pack) -> SheetPlan {
    let inner_fields = list.rows.as_ref().map(|s| s.fields.as_slice()).unwrap_or_default();
    let header = std::iter::once(cell("No.", CellStyle::Label)).chain(
        list.fields.iter().chain(inner_fields).map(|f| cell(f.label.ja.as_str(), CellStyle::Label)),
    );
    let mut rows = vec![vec![cell(list.title.ja.as_str(), CellStyle::Title)], header.collect()];
    for index in 0..array_len(doc, &list.path) {
        let row_at = list.path.index(index);
        let mut outer = vec![cell((index + 1).to_string(), CellStyle::Label)];
        outer.extend(list.fields.iter().map(|f| value_cell(doc, &row_at, f, pack)));
        let Some(sub) = &list.rows else {
            rows.push(outer);
            continue;
        };
        let inner_list = row_at.join(&sub.path);
        let count = array_len(doc, &inner_list);
        for inner in 0..count {
            let at = inner_list.index(inner);
            let values = sub.fields.iter().map(|f| value_cell(doc, &at, f, pack));
            rows.push(outer.iter().cloned().chain(values).collect());
        }
        if count == 0 {
            rows.push(outer);
        }
    }
    SheetPlan { name: list.sheet.clone(), rows, header_rows: 2 }
}

/// Length of the array at a pointer; 0 if there is none.
pub(super) fn array_len(doc: &Value, pointer: &Pointer) -> usize {
    doc.pointer(pointer.as_str()).and_then(Value::as_array).map_or(0, Vec::len)
}

fn value_cell(doc: &Value, base: &Pointer, field: &Field, pack: &Pack) -> CellPlan {
    let pointer = base.join(&field.path);
    let text = shown(doc, &pointer, field, pack);
    CellPlan { text, style: CellStyle::Value, pointer: Some(pointer) }
}

/// The value of a field as text: choices by their labels, lists joined by 、.
pub(super) fn shown(doc: &Value, pointer: &Pointer, field: &Field, pack: &Pack) -> String {
    let label = |word: &str| match &field.control {
        Control::Choice(name) | Control::Choices(name) => {
            pack.choice_label(name, word, Lang::Ja).to_owned()
        }
        _ => word.to_owned(),
    };
    match doc.pointer(pointer.as_str()) {
        Some(Value::String(s)) => label(s),
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(label).collect::<Vec<_>>().join("、")
        }
        Some(Value::Number(n)) => n.to_string(),
        _ => String::new(),
    }
}

struct CellFormats {
    title: Format,
    label: Format,
    value: Format,
    note: Format,
}

impl CellFormats {
    fn new() -> Self {
        let font = || Format::new().set_font_name("游ゴシック").set_align(FormatAlign::Top);
        Self {
            title: font().set_bold().set_font_size(14),
            label: font()
                .set_bold()
                .set_background_color(0x00E8_F1FE)
                .set_border(FormatBorder::Thin)
                .set_text_wrap(),
            // `@` keeps Excel from reading a code as a number when the cell is edited.
            value: font().set_num_format("@").set_border(FormatBorder::Thin).set_text_wrap(),
            note: font().set_font_size(9).set_font_color(0x0066_6666),
        }
    }

    fn get(&self, style: CellStyle) -> &Format {
        match style {
            CellStyle::Title => &self.title,
            CellStyle::Label => &self.label,
            CellStyle::Value => &self.value,
            CellStyle::Note => &self.note,
        }
    }
}

fn write_sheet(
    page: &mut Worksheet,
    sheet: &SheetPlan,
    formats: &CellFormats,
) -> Result<(), XlsxError> {
    let mut widths: Vec<usize> = Vec::new();
    for (r, row) in sheet.rows.iter().enumerate() {
        let r = u32::try_from(r).map_err(|_| XlsxError::RowColumnLimitError)?;
        for (c, plan) in row.iter().enumerate() {
            let column = u16::try_from(c).map_err(|_| XlsxError::RowColumnLimitError)?;
            page.write_string_with_format(r, column, &plan.text, formats.get(plan.style))?;
            if matches!(plan.style, CellStyle::Label | CellStyle::Value) {
                if widths.len() <= c {
                    widths.resize(c + 1, 0);
                }
                if let Some(width) = widths.get_mut(c) {
                    *width = (*width).max(plan.text.chars().count());
                }
            }
        }
    }
    for (c, width) in widths.iter().enumerate() {
        let column = u16::try_from(c).map_err(|_| XlsxError::RowColumnLimitError)?;
        // Excel counts widths in half-width characters.
        let units = u32::try_from((width * 2 + 2).clamp(6, 48)).unwrap_or(48);
        page.set_column_width(column, f64::from(units))?;
    }
    if sheet.header_rows > 0 {
        page.set_freeze_panes(sheet.header_rows, 0)?;
        page.set_repeat_rows(0, sheet.header_rows - 1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Delegation, LegalBasis};

    #[test]
    fn cells_are_named_like_excel_does() {
        assert_eq!(cell_name(0, 0), "A1");
        assert_eq!(cell_name(11, 7), "H12");
        assert_eq!(cell_name(0, 25), "Z1");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }

    fn two_bases() -> Application {
        let basis = |citation: &str| LegalBasis { citation: citation.into(), ..Default::default() };
        Application {
            delegations: vec![
                Delegation { name: "=1+1".into(), ..Default::default() },
                Delegation {
                    name: "児童手当".into(),
                    bases: vec![basis("第2条第1号"), basis("第2条第2号")],
                    ..Default::default()
                },
            ],
            ..Default::default()
        }
    }

    #[test]
    fn every_field_has_its_cell() {
        let plan = WorkbookPlan::new(&two_bases(), Pack::standard());
        let places = plan.places();
        let (sheet, cell) = &places["/delegations/1/bases/1/citation"];
        assert_eq!(*sheet, "委任受任");
        // Title, header, the row without a basis, then two lines for the second delegation.
        assert!(cell.ends_with('5'), "{cell}");
        assert_eq!(places["/applicant/code"].0, "申請書");
        let (_, first) = &places["/delegations/1/name"];
        assert!(first.ends_with('4'), "the first line of the row: {first}");
    }

    #[test]
    fn the_same_application_gives_the_same_bytes_and_no_formula() {
        let plan = WorkbookPlan::new(&two_bases(), Pack::standard());
        let bytes = plan.to_xlsx().unwrap();
        assert_eq!(bytes, plan.to_xlsx().unwrap());
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        for i in 0..zip.len() {
            let mut entry = zip.by_index(i).unwrap();
            let mut text = String::new();
            std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
            assert!(!text.contains("<f>"), "part {i} holds a formula");
        }
    }

    #[test]
    fn a_text_that_excel_cannot_hold_is_an_error_not_a_cut() {
        let mut app = two_bases();
        app.reason_note = "あ".repeat(40_000);
        assert!(WorkbookPlan::new(&app, Pack::standard()).to_xlsx().is_err());
    }
}
