//! The records of a binary workbook (MS-XLSB): checks each one, and writes those that hold values anew.

use std::io::Write;

use super::binary_cells::{number, sheet};
use super::bytes::{long, short, u16_at, u32_at};
use super::grid::GridSheet;
use super::{Budget, MOST_BYTES, MOST_SHEETS, OldFault, Prepared};
use crate::finding::word::Xls002;
use crate::finding::{Finding, make};
use crate::workbook::book::{Relation, main_part, relations};
use crate::workbook::container::Container;
use crate::workbook::number::NumberFormat;
use crate::workbook::{Limits, Visibility};

pub(super) mod kind {
    pub(in super::super) const ROW: u16 = 0;
    pub(in super::super) const BLANK: u16 = 1;
    pub(in super::super) const ERROR: u16 = 3;
    pub(in super::super) const BOOL: u16 = 4;
    pub(in super::super) const REAL: u16 = 5;
    pub(in super::super) const TEXT: u16 = 6;
    pub(in super::super) const SHARED: u16 = 7;
    pub(in super::super) const FORMULA_TEXT: u16 = 8;
    pub(in super::super) const FORMULA_ERROR: u16 = 11;
    pub(in super::super) const SHORT_BLANK: u16 = 12;
    pub(in super::super) const SHORT_SHARED: u16 = 18;
    pub(in super::super) const STRING: u16 = 0x13;
    pub(in super::super) const FORMAT: u16 = 0x2c;
    pub(in super::super) const STYLE: u16 = 0x2f;
    pub(in super::super) const COLUMN: u16 = 0x3c;
    pub(in super::super) const RICH_TEXT: u16 = 0x3e;
    pub(in super::super) const BEGIN_ROWS: u16 = 0x91;
    pub(in super::super) const END_ROWS: u16 = 0x92;
    pub(in super::super) const SIZE: u16 = 0x94;
    pub(in super::super) const WORKBOOK: u16 = 0x99;
    pub(in super::super) const SHEET: u16 = 0x9c;
    pub(in super::super) const END_SHEETS: u16 = 0x90;
    pub(in super::super) const CALCULATION: u16 = 0x9d;
    pub(in super::super) const BEGIN_STRINGS: u16 = 0x9f;
    pub(in super::super) const MERGED: u16 = 0xb0;
    pub(in super::super) const BEGIN_STYLES: u16 = 0x0269;
    pub(in super::super) const END_STYLES: u16 = 0x026a;
}

const MOST_STYLES: usize = 65_536;

/// Records one after the other: kind and size in up to two and four bytes of seven bits.
pub(super) struct Records<'b> {
    pub(super) bytes: &'b [u8],
}

impl<'b> Records<'b> {
    fn byte(&mut self) -> Result<u8, OldFault> {
        let (first, rest) = self.bytes.split_first().ok_or(OldFault::Damaged)?;
        self.bytes = rest;
        Ok(*first)
    }

    /// The next record; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u16, &'b [u8])>, OldFault> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let first = self.byte()?;
        let mut kind = u16::from(first & 0x7f);
        if first & 0x80 != 0 {
            kind |= u16::from(self.byte()? & 0x7f) << 7;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (data, rest) = self.bytes.split_at_checked(length).ok_or(OldFault::Damaged)?;
        self.bytes = rest;
        Ok(Some((kind, data)))
    }
}

/// The characters of a text with its length in four bytes before it, in UTF-16.
pub(super) fn wide(data: &[u8]) -> Option<&[u8]> {
    let count = u32_at(data, 0)? as usize;
    data.get(4..4_usize.checked_add(count.checked_mul(2)?)?)
}

fn text(data: &[u8]) -> Option<String> {
    let units: Vec<u16> = wide(data)?.chunks_exact(2).filter_map(|c| u16_at(c, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}

/// A workbook's facts outside its sheets.
#[derive(Default)]
pub(super) struct Globals {
    epoch_1904: bool,
    /// Visibility, name, and the part of each worksheet.
    sheets: Vec<(Visibility, String, String)>,
    styles: Vec<NumberFormat>,
    /// The shared strings as records, and the size of each.
    strings: Vec<u8>,
    pub(super) sizes: Vec<u32>,
}

/// Reads a workbook and writes what it holds as another.
pub(super) fn prepare(
    source: &[u8],
    limits: &Limits,
    budget: &mut Budget,
) -> Result<Prepared, Finding> {
    let source: &dyn crate::archive::Source = &source;
    let limits = Limits { part_bytes: limits.part_bytes.min(MOST_BYTES), ..*limits };
    let mut container = Container::open(source, &limits)?;
    let main = main_part(&mut container, "bin")?;
    let main = main.ok_or_else(|| OldFault::Unknown.finding("xlsb"))?;
    let related = relations(&mut container, &main)?;
    let mut globals = Globals::default();
    let list = required(&mut container, &main)?;
    globals.read_main(&list, &related).map_err(|fault| fault.finding(&main))?;
    let part = |kind: &str| related.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
    if let Some(name) = part("styles") {
        let bytes = required(&mut container, &name)?;
        globals.read_styles(&bytes).map_err(|fault| fault.finding(&name))?;
    }
    if let Some(name) = part("sharedStrings") {
        let bytes = required(&mut container, &name)?;
        globals.read_strings(&bytes, budget).map_err(|fault| fault.finding(&name))?;
    }
    let mut sheets = Vec::new();
    let mut parts = Vec::new();
    for (visibility, name, part) in &globals.sheets {
        let bytes = required(&mut container, part)?;
        let (grid, blocks) =
            sheet(&bytes, &globals, budget).map_err(|fault| fault.finding(part))?;
        let first = parts.len();
        parts.extend(blocks);
        sheets.push(GridSheet { name: name.clone(), visibility: *visibility, grid, first });
    }
    let macros = container.names().any(|n| n.to_ascii_lowercase().ends_with("vbaproject.bin"));
    drop(container);
    let bytes = package(&globals, &parts).ok_or_else(|| OldFault::TooLarge.finding("xlsb"))?;
    let (styles, epoch_1904) = (globals.styles, globals.epoch_1904);
    Ok(Prepared { bytes, sheets, styles, epoch_1904, macros })
}

fn required(container: &mut Container<'_>, part: &str) -> Result<Vec<u8>, Finding> {
    container.bytes(part)?.ok_or_else(|| make::xls_002(part, Xls002::Missing))
}

impl Globals {
    fn read_main(&mut self, bytes: &[u8], relations: &[Relation]) -> Result<(), OldFault> {
        let mut records = Records { bytes };
        while let Some((kind, data)) = records.next()? {
            match kind {
                kind::WORKBOOK => self.epoch_1904 = data.first().is_some_and(|b| b & 1 != 0),
                kind::SHEET => {
                    let state = long(data, 0)?;
                    // A macro module has no part of its own.
                    if u32_at(data, 8) == Some(u32::MAX) {
                        continue;
                    }
                    let id = data.get(8..).ok_or(OldFault::Damaged)?;
                    let after = 4 + wide(id).ok_or(OldFault::Damaged)?.len();
                    let name =
                        text(id.get(after..).unwrap_or_default()).ok_or(OldFault::Damaged)?;
                    let id = text(id).ok_or(OldFault::Damaged)?;
                    let relation =
                        relations.iter().find(|r| r.id == id).ok_or(OldFault::Damaged)?;
                    let twice = self.sheets.iter().any(|(_, _, part)| *part == relation.target);
                    if twice || self.sheets.len() >= MOST_SHEETS {
                        return Err(OldFault::Damaged);
                    }
                    let visibility = Visibility::of(state != 0);
                    if relation.kind == "worksheet" {
                        self.sheets.push((visibility, name, relation.target.clone()));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_styles(&mut self, bytes: &[u8]) -> Result<(), OldFault> {
        let mut formats: Vec<(u16, NumberFormat)> = Vec::new();
        let mut inside = false;
        let mut records = Records { bytes };
        while let Some((kind, data)) = records.next()? {
            let short = |at| short(data, at);
            match kind {
                kind::FORMAT => {
                    let code = text(data.get(2..).unwrap_or_default()).ok_or(OldFault::Damaged)?;
                    formats.push((short(0)?, NumberFormat::parse(&code)));
                }
                kind::BEGIN_STYLES => inside = true,
                kind::END_STYLES => inside = false,
                kind::STYLE if inside => {
                    let id = short(2)?;
                    let own = formats.iter().find(|(format, _)| *format == id);
                    self.styles.push(match own {
                        Some((_, format)) => format.clone(),
                        None => NumberFormat::built_in(u32::from(id)),
                    });
                }
                _ => {}
            }
            if self.styles.len() > MOST_STYLES || formats.len() > 4096 {
                return Err(OldFault::TooMany);
            }
        }
        Ok(())
    }

    fn read_strings(&mut self, bytes: &[u8], budget: &mut Budget) -> Result<(), OldFault> {
        let mut records = Records { bytes };
        while let Some((kind, data)) = records.next()? {
            if kind == kind::STRING {
                budget.item()?;
                let chars = data.get(1..).and_then(wide).ok_or(OldFault::Damaged)?;
                let size = u32::try_from(chars.len() / 2 * 3).map_err(|_| OldFault::TooLarge)?;
                self.sizes.push(size);
                let kept = data.get(1..5 + chars.len()).unwrap_or_default();
                put(&mut self.strings, kind::STRING, &[&[0], kept]);
            }
        }
        Ok(())
    }
}

/// Writes a record from the pieces of its data.
pub(super) fn put(out: &mut Vec<u8>, kind: u16, pieces: &[&[u8]]) {
    let low = u8::try_from(kind & 0x7f).unwrap_or(0);
    match u8::try_from(kind >> 7).unwrap_or(0) {
        0 => out.push(low),
        high => out.extend_from_slice(&[low | 0x80, high]),
    }
    let mut length: usize = pieces.iter().map(|piece| piece.len()).sum();
    loop {
        let bits = u8::try_from(length & 0x7f).unwrap_or(0);
        length >>= 7;
        out.push(if length > 0 { bits | 0x80 } else { bits });
        if length == 0 {
            break;
        }
    }
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
}

fn wide_text(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = number(units.len()).to_vec();
    out.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    out
}

/// The package of a workbook whose sheets are blocks of rows, named by their number.
fn package(globals: &Globals, blocks: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut list = Vec::new();
    let mut relations = String::from("<Relationships>");
    for index in 0..blocks.len() {
        let (id, name) = (wide_text(&format!("r{index}")), wide_text(&index.to_string()));
        put(&mut list, kind::SHEET, &[&[0; 4], &number(index + 1), &id, &name]);
        relations += &format!("<Relationship Id=\"r{index}\" Target=\"worksheets/{index}.bin\"/>");
    }
    put(&mut list, kind::END_SHEETS, &[]);
    put(&mut list, kind::CALCULATION, &[]);
    relations += "</Relationships>";
    let mut strings = Vec::new();
    let count = number(globals.sizes.len());
    put(&mut strings, kind::BEGIN_STRINGS, &[&count, &count]);
    strings.extend_from_slice(&globals.strings);
    let mut parts = vec![
        ("xl/workbook.bin".to_owned(), list),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()),
        ("xl/sharedStrings.bin".to_owned(), strings),
    ];
    for (index, block) in blocks.iter().enumerate() {
        let mut part = Vec::with_capacity(block.len() + 32);
        put(&mut part, kind::SIZE, &[&[0; 16]]);
        put(&mut part, kind::BEGIN_ROWS, &[]);
        part.extend_from_slice(block);
        put(&mut part, kind::END_ROWS, &[]);
        parts.push((format!("xl/worksheets/{index}.bin"), part));
    }
    zip(parts)
}

/// A ZIP with stored entries; each is dropped once it is written.
pub(super) fn zip(parts: Vec<(String, Vec<u8>)>) -> Option<Vec<u8>> {
    // Growth by doubling would hold the content three times for a moment.
    let room =
        parts.iter().map(|(name, content)| content.len() + 2 * name.len() + 128).sum::<usize>();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::with_capacity(room + 128)));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        out.start_file(name, options).ok()?;
        out.write_all(&content).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}
