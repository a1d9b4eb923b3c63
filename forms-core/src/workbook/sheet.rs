//! Streams the rows of one sheet: only cells with a value, in order.
//!
//! The dimensions that a sheet declares are ignored: memory grows with the cells that exist.

use std::borrow::Cow;

use jiff::civil::{DateTime, Time};
use quick_xml::events::{BytesStart, Event};

use super::book::{Sheet, sheet_finding};
use super::number::ShownNumber;
use super::strings::{SharedStrings, rich_text};
use super::styles::Styles;
use crate::finding::{CellPosition, CellRange, Finding, MAX_COLUMNS, MAX_ROWS};
use crate::xml::{MOST_ITEMS, Xml, XmlFault, attribute, number, switch, unescape_xstring};

/// The strings and styles that the cells of all sheets refer to.
#[derive(Debug, Default)]
pub(super) struct CellContext {
    pub(super) strings: SharedStrings,
    pub(super) styles: Styles,
    /// True if dates count from 1904, as on older Macs.
    pub(super) epoch_1904: bool,
}

/// The value of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum CellValue<'b> {
    /// Text, without furigana.
    Text(Cow<'b, str>),
    /// A number as its format shows it.
    Number(String),
    /// A date, with a time if its format shows one.
    Day(DateTime),
    /// True or false.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(Cow<'b, str>),
    /// A formula without a stored result.
    Uncalculated,
}

impl<'b> CellValue<'b> {
    /// The value as text: a date as `2019-06-17`, followed by its time unless that is midnight.
    #[must_use]
    pub fn into_text(self) -> Cow<'b, str> {
        match self {
            Self::Text(text) | Self::Error(text) => text,
            Self::Number(text) => Cow::Owned(text),
            Self::Day(day) if day.time() == Time::midnight() => Cow::Owned(day.date().to_string()),
            Self::Day(day) => Cow::Owned(format!("{} {}", day.date(), day.time())),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Uncalculated => Cow::Borrowed(""),
        }
    }
}

/// A cell with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetCell<'b> {
    /// Its column, from 0.
    pub column: u32,
    /// Its value.
    pub value: CellValue<'b>,
    /// True if it has a formula.
    pub formula: bool,
}

/// A row with at least one value.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRow<'b> {
    /// Its number, from 1.
    pub number: u32,
    /// True if it is hidden.
    pub hidden: bool,
    /// Its cells in order.
    pub cells: Vec<SheetCell<'b>>,
}

/// Reads a sheet row by row.
pub struct SheetReader<'b> {
    sheet: &'b Sheet,
    xml: Xml<'b>,
    context: &'b CellContext,
    hidden_columns: Vec<(u32, u32)>,
    merged: Vec<CellRange>,
    /// The last row seen.
    row: u32,
    /// The column after the last cell of the row.
    column: u32,
    in_rows: bool,
    /// Number of cells in the previous row.
    cells_before: usize,
}

/// The attributes of a cell element.
struct CellHead {
    column: u32,
    style: u32,
    kind: ValueType,
}

/// The type of a cell's value (ECMA-376-1, 18.18.11).
#[derive(Clone, Copy, PartialEq)]
enum ValueType {
    Number,
    Shared,
    Formula,
    Inline,
    Bool,
    Error,
    Day,
}

impl<'b> SheetReader<'b> {
    pub(super) fn new(sheet: &'b Sheet, xml: &'b str, context: &'b CellContext) -> Self {
        Self {
            sheet,
            xml: Xml::new(xml),
            context,
            hidden_columns: Vec::new(),
            merged: Vec::new(),
            row: 0,
            column: 0,
            in_rows: false,
            cells_before: 0,
        }
    }

    /// Returns the next row with a value; `None` at the end of the sheet.
    ///
    /// # Errors
    /// XLS-002 and XLS-011, located at the last cell before the fault. Reading cannot continue.
    pub fn next_row(&mut self) -> Result<Option<SheetRow<'b>>, Finding> {
        self.read_row().map_err(|fault| {
            let cell = CellPosition { row: self.row, column: self.column.saturating_sub(1) };
            sheet_finding(self.sheet, fault, (self.row > 0).then_some(cell))
        })
    }

    /// Returns true if a column is hidden.
    #[must_use]
    pub fn is_hidden(&self, column: u32) -> bool {
        self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }

    /// The merged ranges. They follow the rows in the XML, so read all rows first.
    #[must_use]
    pub fn merged(&self) -> &[CellRange] {
        &self.merged
    }

    fn read_row(&mut self) -> Result<Option<SheetRow<'b>>, XmlFault> {
        loop {
            match self.xml.next()? {
                Event::Eof => return Ok(None),
                Event::Start(e) if self.in_rows => {
                    if e.local_name().as_ref() != "row" {
                        self.xml.skip()?;
                        continue;
                    }
                    let hidden = self.start_row(&e)?;
                    let cells = self.cells()?;
                    if !cells.is_empty() {
                        return Ok(Some(SheetRow { number: self.row, hidden, cells }));
                    }
                }
                Event::Empty(e) if self.in_rows && e.local_name().as_ref() == "row" => {
                    self.start_row(&e)?;
                }
                Event::End(e) if e.local_name().as_ref() == "sheetData" => self.in_rows = false,
                Event::Start(e) if e.local_name().as_ref() == "sheetData" => self.in_rows = true,
                Event::Start(e) | Event::Empty(e) => self.take_fact(&e)?,
                _ => {}
            }
        }
    }

    /// Takes an element before or after the rows: hidden columns and merged ranges.
    fn take_fact(&mut self, e: &BytesStart<'_>) -> Result<(), XmlFault> {
        match e.local_name().as_ref() {
            "col" if switch(e, "hidden")? => {
                let first = number(e, "min")?.ok_or(XmlFault::Value)?.saturating_sub(1);
                let last = number(e, "max")?.ok_or(XmlFault::Value)?.saturating_sub(1);
                self.hidden_columns.push((first, last));
                // Ranges do not overlap, so there are at most as many as columns.
                if self.hidden_columns.len() > MAX_COLUMNS as usize {
                    return Err(XmlFault::TooMany);
                }
            }
            "mergeCell" => {
                let range = attribute(e, "ref")?.ok_or(XmlFault::Value)?;
                self.merged.push(range.parse().map_err(|_| XmlFault::Value)?);
                if self.merged.len() > MOST_ITEMS {
                    return Err(XmlFault::TooMany);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Starts a row. Returns true if it is hidden.
    fn start_row(&mut self, e: &BytesStart<'_>) -> Result<bool, XmlFault> {
        let next = number(e, "r")?.unwrap_or(self.row + 1);
        if next <= self.row {
            return Err(XmlFault::Order);
        }
        if next > MAX_ROWS {
            return Err(XmlFault::Value);
        }
        self.row = next;
        self.column = 0;
        switch(e, "hidden")
    }

    fn cells(&mut self) -> Result<Vec<SheetCell<'b>>, XmlFault> {
        // Rows of one sheet mostly have the same number of cells.
        let mut cells = Vec::with_capacity(self.cells_before);
        loop {
            match self.xml.next()? {
                Event::End(_) => {
                    self.cells_before = cells.len();
                    return Ok(cells);
                }
                Event::Start(e) if e.local_name().as_ref() == "c" => {
                    let head = self.head(&e)?;
                    cells.extend(self.cell(&head)?);
                }
                Event::Empty(e) if e.local_name().as_ref() == "c" => {
                    self.head(&e)?;
                }
                Event::Start(_) => self.xml.skip()?,
                _ => {}
            }
        }
    }

    fn head(&mut self, e: &BytesStart<'_>) -> Result<CellHead, XmlFault> {
        let (mut style, mut kind, mut column) = (None, None, None);
        // The XML reader's check for duplicate attributes is slow; only these three matter.
        for attribute in e.attributes().with_checks(false) {
            let attribute = attribute.map_err(|_| XmlFault::Malformed)?;
            let value = &*attribute.value;
            let is_first = match attribute.key.0 {
                "r" => {
                    let at = CellPosition::parse(value).ok_or(XmlFault::Value)?;
                    if at.row != self.row || at.column < self.column {
                        return Err(XmlFault::Order);
                    }
                    column.replace(at.column).is_none()
                }
                "s" => style.replace(value.trim().parse().map_err(|_| XmlFault::Value)?).is_none(),
                "t" => kind.replace(ValueType::parse(value).ok_or(XmlFault::Value)?).is_none(),
                _ => true,
            };
            if !is_first {
                return Err(XmlFault::Malformed);
            }
        }
        let column = column.unwrap_or(self.column);
        let (style, kind) = (style.unwrap_or(0), kind.unwrap_or(ValueType::Number));
        if column >= MAX_COLUMNS {
            return Err(XmlFault::Value);
        }
        self.column = column + 1;
        Ok(CellHead { column, style, kind })
    }

    /// Reads the value of a cell whose start tag was the last event; `None` if it has none.
    fn cell(&mut self, head: &CellHead) -> Result<Option<SheetCell<'b>>, XmlFault> {
        let mut formula = false;
        let mut stored = None;
        let mut inline = None;
        loop {
            match self.xml.next()? {
                Event::End(_) => break,
                Event::Start(e) => match e.local_name().as_ref() {
                    "v" => stored = Some(self.xml.text()?),
                    "is" => inline = Some(rich_text(&mut self.xml)?),
                    name => {
                        formula |= name == "f";
                        self.xml.skip()?;
                    }
                },
                Event::Empty(e) => match e.local_name().as_ref() {
                    "f" => formula = true,
                    "v" => stored = Some(Cow::Borrowed("")),
                    _ => {}
                },
                _ => {}
            }
        }
        let value = match (head.kind, stored) {
            // Inline text counts in a cell of any type: some programs show it, some do not.
            (ValueType::Inline, stored) => {
                inline.or(stored.map(unescape_xstring)).map(CellValue::Text)
            }
            (_, None) if inline.is_some() => inline.map(CellValue::Text),
            // A formula may result in an empty text; an empty number was never calculated.
            (ValueType::Formula, Some(text)) => Some(CellValue::Text(unescape_xstring(text))),
            (_, Some(text)) if !text.trim().is_empty() => Some(self.value(head, text)?),
            _ => None,
        };
        let value = match value {
            None if formula => CellValue::Uncalculated,
            None => return Ok(None),
            Some(CellValue::Text(text)) if text.is_empty() && !formula => return Ok(None),
            Some(value) => value,
        };
        Ok(Some(SheetCell { column: head.column, value, formula }))
    }

    fn value(&self, head: &CellHead, text: Cow<'b, str>) -> Result<CellValue<'b>, XmlFault> {
        Ok(match head.kind {
            ValueType::Shared => {
                let index = text.trim().parse().map_err(|_| XmlFault::Value)?;
                CellValue::Text(Cow::Borrowed(
                    self.context.strings.get(index).ok_or(XmlFault::Reference)?,
                ))
            }
            ValueType::Bool => match text.trim() {
                "1" | "true" => CellValue::Bool(true),
                "0" | "false" => CellValue::Bool(false),
                _ => return Err(XmlFault::Value),
            },
            ValueType::Error => CellValue::Error(text),
            ValueType::Day => match iso_day(text.trim()) {
                Some(day) => CellValue::Day(day),
                // A time without a day.
                None => CellValue::Text(Cow::Owned(
                    text.trim().parse::<Time>().map_err(|_| XmlFault::Value)?.to_string(),
                )),
            },
            ValueType::Number => {
                let value: f64 = text.trim().parse().map_err(|_| XmlFault::Value)?;
                if !value.is_finite() {
                    return Err(XmlFault::Value);
                }
                let format = self.context.styles.format(head.style);
                match format.show(value, self.context.epoch_1904) {
                    ShownNumber::Day(day) => CellValue::Day(day),
                    ShownNumber::Text(text) => CellValue::Number(text),
                }
            }
            // `cell` has handled both.
            ValueType::Formula | ValueType::Inline => CellValue::Text(text),
        })
    }
}

impl ValueType {
    fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" => Self::Formula,
            "inlineStr" => Self::Inline,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Day,
            _ => return None,
        })
    }
}

/// Parses an ISO 8601 date with or without a time; a trailing `Z` has no meaning in a sheet.
pub(super) fn iso_day(text: &str) -> Option<DateTime> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    if text.contains('T') {
        text.parse().ok()
    } else {
        Some(text.parse::<jiff::civil::Date>().ok()?.to_datetime(Time::midnight()))
    }
}
