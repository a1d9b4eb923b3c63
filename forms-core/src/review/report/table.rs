//! A report as rows: a workbook with a sheet for the packages and one for the findings, and a CSV
//! of the findings. Every cell is text; none can become a formula.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

use super::{Label, Reader, Report, counts_with_cross, verdict};
use crate::check::PackageReport;
use crate::finding::{Finding, Lang, Location};
use crate::form_book::WorkbookError;

/// Excel holds no more UTF-16 units in a cell.
const CELL_UNITS: usize = 32_767;

/// A workbook for a reader, an applicant where only a language is given: packages, then findings.
///
/// # Errors
/// If there are more findings than a sheet has rows.
pub fn xlsx(report: &Report, reader: impl Into<Reader>) -> Result<Vec<u8>, WorkbookError> {
    let reader = reader.into();
    let lang = reader.lang;
    let columns = finding_columns(reader);
    let texts = |rows: Vec<Vec<String>>| -> Vec<Vec<Cell>> {
        rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect()
    };
    let (packages, findings) = (package_rows(report, lang), finding_rows(report, reader));
    let sheet = |name, columns, rows| Sheet { name, columns, frozen: 0, rows: texts(rows) };
    let packages = sheet(Label::Summary, &PACKAGE_COLUMNS[..], packages);
    let findings = sheet(Label::Findings, &columns[..], findings);
    workbook(&[packages, findings], lang)
}

/// The findings as CSV in UTF-8 with a mark, so that Excel reads it right; for a reader, an applicant where only a
/// language is given.
#[must_use]
pub fn csv(report: &Report, reader: impl Into<Reader>) -> Vec<u8> {
    let reader = reader.into();
    let lang = reader.lang;
    let header = finding_columns(reader).map(|(label, _)| label.get(lang).to_owned()).to_vec();
    let mut out = "\u{feff}".to_owned();
    for row in std::iter::once(header).chain(finding_rows(report, reader)) {
        out.push_str(&csv_line(row));
    }
    out.into_bytes()
}

/// A cell of a sheet.
pub(in crate::review) enum Cell {
    /// Text, which can never become a formula.
    Text(String),
    Number(usize),
}

impl Cell {
    /// The content as text.
    pub(in crate::review) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A sheet of a workbook.
pub(in crate::review) struct Sheet<'a> {
    pub(in crate::review) name: Label,
    /// Its columns with their widths in characters.
    pub(in crate::review) columns: &'a [(Label, u16)],
    /// The number of columns that stay when it is scrolled.
    pub(in crate::review) frozen: u16,
    pub(in crate::review) rows: Vec<Vec<Cell>>,
}

/// Writes sheets as a workbook.
///
/// # Errors
/// If a sheet has more rows than Excel allows.
pub(in crate::review) fn workbook(
    sheets: &[Sheet<'_>],
    lang: Lang,
) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    // Without a date of ours the writer would ask the clock.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.name.get(lang))?;
        write(page, sheet, lang)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A line of a CSV. No cell can become a formula.
pub(in crate::review) fn csv_line(cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&harmless(&cell))).collect();
    format!("{}\r\n", cells.join(","))
}

/// Columns with their widths in characters.
const PACKAGE_COLUMNS: [(Label, u16); 10] = [
    (Label::Package, 40),
    (Label::Status, 8),
    (Label::CodeOf, 10),
    (Label::Applicant, 20),
    (Label::Fatal, 8),
    (Label::Error, 8),
    (Label::Warning, 8),
    (Label::Info, 8),
    (Label::Bytes, 14),
    (Label::Sha256, 68),
];
fn finding_columns(reader: Reader) -> [(Label, u16); 13] {
    [
        (Label::Package, 40),
        (Label::CodeOf, 10),
        (Label::Applicant, 20),
        (Label::Severity, 8),
        (Label::Code, 10),
        (Label::Name, 30),
        (Label::Message, 60),
        (reader.advice_label(), 50),
        (Label::Entry, 24),
        (Label::Sheet, 12),
        (Label::Cell, 8),
        (Label::Pointer, 30),
        (Label::Sha256, 68),
    ]
}

fn package_rows(report: &Report, lang: Lang) -> Vec<Vec<String>> {
    let by_package = report.cross_by_package();
    let row = |package: &PackageReport| {
        let who = package.applicant.clone();
        let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
        let counts = counts_with_cross(package, cross);
        vec![
            package.path.clone(),
            verdict(package, counts).get(lang).to_owned(),
            who.as_ref().map(|a| a.code.clone()).unwrap_or_default(),
            who.map(|a| a.name).unwrap_or_default(),
            counts.fatal.to_string(),
            counts.error.to_string(),
            counts.warning.to_string(),
            counts.info.to_string(),
            package.bytes.to_string(),
            package.sha256.clone(),
        ]
    };
    report.packages.iter().map(row).collect()
}

/// A row for each finding of a package, and one for each package that a finding across packages is about.
fn finding_rows(report: &Report, reader: Reader) -> Vec<Vec<String>> {
    let own = report.packages.iter().flat_map(|package| {
        package.findings.iter().map(move |f| finding_row(Some(package), f, &f.location, reader))
    });
    let by_path: BTreeMap<&str, &PackageReport> =
        report.packages.iter().map(|p| (p.path.as_str(), p)).collect();
    let cross = report.cross.iter().flat_map(|c| {
        let of_none = c.places.is_empty().then_some((None, &c.finding.location));
        let package = |path: &str| by_path.get(path).copied();
        let of_each = c.places.iter().map(|p| (package(&p.package), &p.location));
        let rows = of_none.into_iter().chain(of_each);
        rows.map(|(package, at)| finding_row(package, &c.finding, at, reader)).collect::<Vec<_>>()
    });
    own.chain(cross).collect()
}

fn finding_row(
    package: Option<&PackageReport>,
    finding: &Finding,
    at: &Location,
    reader: Reader,
) -> Vec<String> {
    let lang = reader.lang;
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let of = |part: fn(&PackageReport) -> &str| package.map_or("", part).to_owned();
    let applicant = package.and_then(|p| p.applicant.as_ref());
    vec![
        of(|p| &p.path),
        applicant.map(|a| a.code.clone()).unwrap_or_default(),
        applicant.map(|a| a.name.clone()).unwrap_or_default(),
        Label::severity(finding.severity).get(lang).to_owned(),
        finding.code.to_string(),
        finding.code.text(lang).title.to_owned(),
        finding.message(lang),
        reader.advice(finding),
        text(&at.entry),
        text(&at.sheet),
        at.cell.map(|cell| cell.to_string()).unwrap_or_default(),
        at.pointer.as_ref().map(ToString::to_string).unwrap_or_default(),
        of(|p| &p.sha256),
    ]
}

fn write(page: &mut Worksheet, sheet: &Sheet<'_>, lang: Lang) -> Result<(), WorkbookError> {
    let Sheet { columns, frozen, rows, .. } = sheet;
    let head = Format::new().set_bold().set_background_color(0x00E8_F1FE).set_text_wrap();
    let top = Format::new().set_align(rust_xlsxwriter::FormatAlign::Top);
    let (words, count) = (top.clone().set_num_format("@").set_text_wrap(), top.set_num_format("0"));
    page.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    for (c, (label, width)) in (0..).zip(*columns) {
        page.write_string_with_format(0, c, label.get(lang), &head)?;
        page.set_column_width(c, f64::from(*width))?;
    }
    let mut line = 1;
    for row in rows {
        let mut lines = 0;
        for (c, cell) in (0..).zip(row) {
            match cell {
                // A text too long for a cell goes on in the rows below.
                Cell::Text(text) => {
                    let pieces = pieces(text);
                    for (below, piece) in (0..).zip(&pieces) {
                        page.write_string_with_format(line + below, c, piece, &words)?;
                        lines = lines.max(below + 1);
                    }
                }
                Cell::Number(number) => {
                    let number = u32::try_from(*number).unwrap_or(u32::MAX);
                    page.write_number_with_format(line, c, number, &count)?;
                    lines = lines.max(1);
                }
            }
        }
        line += lines;
    }
    page.set_freeze_panes(1, *frozen)?;
    page.set_repeat_rows(0, 0)?;
    if let Some(last) = u16::try_from(columns.len()).ok().and_then(|n| n.checked_sub(1)) {
        page.autofilter(0, 0, line.saturating_sub(1), last)?;
    }
    Ok(())
}

/// A text in pieces that each fit into a cell.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in text.chars() {
        if units + c.len_utf16() > CELL_UNITS {
            pieces.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces
}

/// With an apostrophe before what a spreadsheet would take for a formula.
fn harmless(cell: &str) -> String {
    let starts = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    if cell.starts_with(starts) { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}
