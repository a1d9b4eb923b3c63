//! The records of an old workbook (MS-XLS): checks each one, and writes those that hold values anew.
//!
//! What is written has only records that are whole, in a grid without empty rows and columns, so that reading it takes
//! no more memory than its cells do, whatever size the original claims.

use super::biff_cells::sheet;
use super::bytes::{long, short, u16_at};
use super::compound;
use super::grid::GridSheet;
use super::strings::Strings;
use super::{Budget, MOST_SHEETS, OldFault, Prepared};
use crate::workbook::Visibility;
use crate::workbook::number::NumberFormat;

pub(super) mod kind {
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const END: u16 = 0x000a;
    pub(in super::super) const DATE_MODE: u16 = 0x0022;
    pub(in super::super) const FILE_PASS: u16 = 0x002f;
    pub(in super::super) const CONTINUE: u16 = 0x003c;
    pub(in super::super) const CODE_PAGE: u16 = 0x0042;
    pub(in super::super) const COLUMNS: u16 = 0x007d;
    pub(in super::super) const SHEET: u16 = 0x0085;
    pub(in super::super) const NUMBERS: u16 = 0x00bd;
    pub(in super::super) const RICH_LABEL: u16 = 0x00d6;
    pub(in super::super) const STYLE: u16 = 0x00e0;
    pub(in super::super) const MERGED: u16 = 0x00e5;
    pub(in super::super) const STRINGS: u16 = 0x00fc;
    pub(in super::super) const SHARED: u16 = 0x00fd;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const BOOL: u16 = 0x0205;
    pub(in super::super) const TEXT: u16 = 0x0207;
    pub(in super::super) const ROW: u16 = 0x0208;
    pub(in super::super) const SMALL: u16 = 0x027e;
    pub(in super::super) const FORMAT: u16 = 0x041e;
    pub(in super::super) const BEGIN: u16 = 0x0809;
}

/// Most formats and styles of a workbook: Excel allows 4,050 styles in this format.
const MOST_STYLES: usize = 16_384;

/// The facts of a workbook before its sheets.
#[derive(Default)]
pub(super) struct Globals {
    pub(super) is_biff8: bool,
    code_page: u16,
    epoch_1904: bool,
    formats: Vec<(u16, NumberFormat)>,
    styles: Vec<u16>,
    sheets: Vec<BoundSheet>,
    pub(super) strings: Strings,
    macros: bool,
}

struct BoundSheet {
    start: usize,
    visibility: Visibility,
    is_worksheet: bool,
    name: String,
}

/// Reads a `Workbook` stream and writes what it holds as a compound file.
pub(super) fn prepare(stream: &[u8], budget: &mut Budget) -> Result<Prepared, OldFault> {
    let globals = globals(stream, budget)?;
    let mut sheets = Vec::new();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for bound in globals.sheets.iter().filter(|sheet| sheet.is_worksheet) {
        let from = stream.get(bound.start..).ok_or(OldFault::Damaged)?;
        let (grid, blocks) = sheet(from, &globals, budget)?;
        let first = parts.len();
        parts.extend(blocks);
        let name = bound.name.clone();
        sheets.push(GridSheet { name, visibility: bound.visibility, grid, first });
    }
    let style = |id: &u16| {
        let own = globals.formats.iter().rev().find(|(format, _)| format == id);
        own.map_or_else(|| NumberFormat::built_in(u32::from(*id)), |(_, format)| format.clone())
    };
    let styles = globals.styles.iter().map(style).collect();
    let bytes = compound::write("Workbook", &stream_of(&globals, &parts)?);
    Ok(Prepared { bytes, sheets, styles, epoch_1904: globals.epoch_1904, macros: globals.macros })
}

/// Records one after the other.
pub(super) struct Records<'b> {
    pub(super) bytes: &'b [u8],
}

impl<'b> Records<'b> {
    pub(super) fn next(&mut self) -> Result<(u16, &'b [u8]), OldFault> {
        let kind = short(self.bytes, 0)?;
        let length = usize::from(short(self.bytes, 2)?);
        let data = self.bytes.get(4..4 + length).ok_or(OldFault::Damaged)?;
        self.bytes = self.bytes.get(4 + length..).unwrap_or_default();
        Ok((kind, data))
    }

    /// The data of the records that continue the last one.
    fn continued(&mut self) -> Result<Vec<&'b [u8]>, OldFault> {
        let mut parts = Vec::new();
        while u16_at(self.bytes, 0) == Some(kind::CONTINUE) {
            parts.push(self.next()?.1);
        }
        Ok(parts)
    }
}

fn globals(stream: &[u8], budget: &mut Budget) -> Result<Globals, OldFault> {
    let mut records = Records { bytes: stream };
    let (first, data) = records.next()?;
    let mut found = Globals { code_page: 1252, ..Globals::default() };
    found.is_biff8 = match (first, u16_at(data, 0)) {
        (kind::BEGIN, Some(0x0600)) => true,
        (kind::BEGIN, Some(0x0500)) => false,
        _ => return Err(OldFault::Unknown),
    };
    loop {
        let (kind, data) = records.next()?;
        let short = |at| short(data, at);
        match kind {
            kind::END => return Ok(found),
            kind::FILE_PASS => return Err(OldFault::Password),
            kind::CODE_PAGE => found.code_page = short(0)?,
            kind::DATE_MODE => found.epoch_1904 = short(0)? == 1,
            kind::STYLE => found.styles.push(short(2)?),
            kind::FORMAT => {
                let code = found.text(data.get(2..).unwrap_or_default(), !found.is_biff8)?;
                found.formats.push((short(0)?, NumberFormat::parse(&code)));
            }
            kind::SHEET => found.add_sheet(data)?,
            kind::STRINGS => {
                let mut parts = vec![data.get(8..).ok_or(OldFault::Damaged)?];
                parts.extend(records.continued()?);
                found.strings = Strings::read(&parts, budget)?;
            }
            _ => {}
        }
        if found.styles.len().max(found.formats.len()) > MOST_STYLES {
            return Err(OldFault::TooMany);
        }
    }
}

impl Globals {
    /// Reads a text with its length before it: one byte of length if `short`, else two.
    fn text(&self, data: &[u8], short: bool) -> Result<String, OldFault> {
        let first = *data.first().ok_or(OldFault::Damaged)?;
        let (length, rest) = match short {
            true => (usize::from(first), data.get(1..)),
            false => (usize::from(u16_at(data, 0).ok_or(OldFault::Damaged)?), data.get(2..)),
        };
        let rest = rest.ok_or(OldFault::Damaged)?;
        if !self.is_biff8 {
            let bytes = rest.get(..length).ok_or(OldFault::Damaged)?;
            let encoding = match self.code_page {
                932 | 10001 => encoding_rs::SHIFT_JIS,
                _ => encoding_rs::WINDOWS_1252,
            };
            return Ok(encoding.decode_without_bom_handling(bytes).0.into_owned());
        }
        let (flags, chars) = rest.split_first().ok_or(OldFault::Damaged)?;
        let units: Option<Vec<u16>> = match flags & 1 {
            0 => chars.get(..length).map(|c| c.iter().map(|b| u16::from(*b)).collect()),
            _ => (0..length).map(|i| u16_at(chars, 2 * i)).collect(),
        };
        Ok(String::from_utf16_lossy(&units.ok_or(OldFault::Damaged)?))
    }

    fn add_sheet(&mut self, data: &[u8]) -> Result<(), OldFault> {
        let start = long(data, 0)? as usize;
        let (state, form) = (data.get(4), data.get(5));
        let name = self.text(data.get(6..).unwrap_or_default(), true)?;
        // Macro sheets and modules.
        self.macros |= matches!(form, Some(1 | 6));
        if self.sheets.len() >= MOST_SHEETS || self.sheets.iter().any(|s| s.start == start) {
            return Err(OldFault::Damaged);
        }
        let visibility = Visibility::of(state.is_some_and(|state| state & 3 != 0));
        self.sheets.push(BoundSheet { start, visibility, is_worksheet: form == Some(&0), name });
        Ok(())
    }
}

/// Writes a record.
pub(super) fn put(out: &mut Vec<u8>, kind: u16, data: &[u8]) -> Result<(), OldFault> {
    let length = u16::try_from(data.len()).map_err(|_| OldFault::TooLarge)?;
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(data);
    Ok(())
}

/// The stream of a workbook whose sheets are blocks of rows, named by their number.
fn stream_of(globals: &Globals, parts: &[Vec<u8>]) -> Result<Vec<u8>, OldFault> {
    let version: u16 = if globals.is_biff8 { 0x0600 } else { 0x0500 };
    let begin = |form: u16| [version.to_le_bytes(), form.to_le_bytes(), [0; 2], [0; 2]].concat();
    let code_page = match globals.code_page {
        _ if globals.is_biff8 => 1200,
        10001 => 932,
        known @ (437 | 850 | 874 | 932 | 936 | 949 | 950 | 1250..=1258) => known,
        _ => 1252,
    };
    let mut head = Vec::new();
    put(&mut head, kind::BEGIN, &begin(5))?;
    put(&mut head, kind::CODE_PAGE, &u16::to_le_bytes(code_page))?;
    let mut tail = Vec::new();
    for (kind, data) in globals.strings.records() {
        put(&mut tail, kind, &data)?;
    }
    put(&mut tail, kind::END, &[])?;
    let names: Vec<String> = (0..parts.len()).map(|n| n.to_string()).collect();
    let encoded = if globals.is_biff8 { 1 } else { 0 };
    let listed: usize = names.iter().map(|name| 4 + 7 + encoded + name.len()).sum();
    let mut at = head.len() + listed + tail.len();
    let mut out = head;
    for (name, part) in names.iter().zip(parts) {
        let start = u32::try_from(at).map_err(|_| OldFault::TooLarge)?;
        let mut data = start.to_le_bytes().to_vec();
        data.extend_from_slice(&[0, 0, u8::try_from(name.len()).unwrap_or(0)]);
        data.extend(std::iter::repeat_n(0, encoded));
        data.extend_from_slice(name.as_bytes());
        put(&mut out, kind::SHEET, &data)?;
        at += 4 + 8 + part.len() + 4;
    }
    out.extend_from_slice(&tail);
    for part in parts {
        put(&mut out, kind::BEGIN, &begin(0x10))?;
        out.extend_from_slice(part);
        put(&mut out, kind::END, &[])?;
    }
    Ok(out)
}
