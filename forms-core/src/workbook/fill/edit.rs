//! Changes cells in the XML of a sheet. Everything else is copied byte by byte: styles, widths,
//! conditional formats, print settings and unknown extensions.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use super::WantedTexts;
use crate::finding::{CellPosition, CellRange};
use crate::xml::{Xml, XmlFault, attribute, escaped, number, switch};

/// Why a sheet cannot be changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum EditError {
    /// Its XML is damaged.
    Fault(XmlFault),
    /// The cell has a formula, or lies in the range of an array formula.
    Formula(CellPosition),
}

impl From<XmlFault> for EditError {
    fn from(fault: XmlFault) -> Self {
        Self::Fault(fault)
    }
}

/// Returns the sheet's XML with the wanted texts in its cells.
pub(super) fn edit(text: &str, wanted: &WantedTexts<'_>) -> Result<String, EditError> {
    let mut editor = Editor {
        text,
        xml: Xml::new(text),
        out: String::with_capacity(text.len() + 128 * wanted.len()),
        copied: 0,
        wanted: wanted.iter().map(|(cell, text)| (*cell, *text)).collect(),
        done: 0,
        prefix: "",
        column_styles: Vec::new(),
        arrays: Vec::new(),
    };
    editor.run()?;
    Ok(editor.out)
}

struct Editor<'x> {
    text: &'x str,
    xml: Xml<'x>,
    out: String,
    /// Offset in `text` up to which it has been copied or replaced.
    copied: usize,
    /// The texts to write, in the order of the sheet.
    wanted: Vec<(CellPosition, &'x str)>,
    /// Number of them that have been written.
    done: usize,
    /// The prefix of the sheet's own elements, with its colon.
    prefix: &'x str,
    column_styles: Vec<(u32, u32, u32)>,
    /// The ranges of array formulas and data tables.
    arrays: Vec<CellRange>,
}

impl<'x> Editor<'x> {
    fn run(&mut self) -> Result<(), EditError> {
        let mut has_rows = false;
        loop {
            let start = self.xml.position();
            let event = self.xml.next()?;
            if let Event::Start(e) | Event::Empty(e) = &event
                && e.local_name().as_ref() == "sheetData"
                && std::mem::replace(&mut has_rows, true)
            {
                // New rows would be written into the first, before the rows of the second.
                return Err(XmlFault::Order.into());
            }
            match event {
                Event::Eof => break,
                Event::Start(e) if e.local_name().as_ref() == "sheetData" => {
                    self.prefix = self.prefix_at(start);
                    self.rows()?;
                }
                Event::Empty(e) if e.local_name().as_ref() == "sheetData" => {
                    self.prefix = self.prefix_at(start);
                    let tag = self.tag(start);
                    self.fill_empty(start, tag, "sheetData", |editor| {
                        editor.new_rows(u32::MAX);
                    })?;
                }
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "dimension" => self.widen_dimension(start, &e)?,
                    "col" => {
                        if let (Some(first), Some(last), Some(style)) =
                            (number(&e, "min")?, number(&e, "max")?, number(&e, "style")?)
                        {
                            self.column_styles.push((first, last, style));
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        // Without `sheetData` there is no place for values.
        if self.wanted.iter().skip(self.done).any(|(_, text)| !text.is_empty()) {
            return Err(XmlFault::Reference.into());
        }
        self.copy_to(self.text.len());
        Ok(())
    }

    /// Copies the text up to `end` that has not been copied.
    fn copy_to(&mut self, end: usize) {
        self.out.push_str(self.text.get(self.copied..end).unwrap_or_default());
        self.copied = end;
    }

    /// The namespace prefix of the element whose tag starts at an offset.
    fn prefix_at(&self, start: usize) -> &'x str {
        let tag = self.text.get(start + 1..).unwrap_or_default();
        let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next();
        let name = name.unwrap_or_default();
        name.find(':').and_then(|colon| name.get(..=colon)).unwrap_or_default()
    }

    /// The tag of the last event, which starts at an offset.
    fn tag(&self, start: usize) -> &'x str {
        self.text.get(start..self.xml.position()).unwrap_or_default()
    }

    /// Fills an empty element with what `content` writes, under this tag; keeps it if that is nothing.
    fn fill_empty(
        &mut self,
        start: usize,
        tag: &str,
        name: &str,
        content: impl FnOnce(&mut Self),
    ) -> Result<(), EditError> {
        self.copy_to(start);
        let end = self.xml.position();
        let open = tag.strip_suffix("/>").unwrap_or(tag).trim_end();
        if open.ends_with('/') {
            // A second slash would close the element that is opened here.
            return Err(XmlFault::Malformed.into());
        }
        let before = self.out.len();
        self.out.push_str(open);
        self.out.push('>');
        let empty = self.out.len();
        content(self);
        if self.out.len() == empty {
            self.out.truncate(before);
            self.out.push_str(self.tag(start));
        } else {
            let prefix = self.prefix;
            self.out.push_str(&format!("</{prefix}{name}>"));
        }
        self.copied = end;
        Ok(())
    }

    /// Widens the `dimension` element to the new cells: some programs read no others.
    fn widen_dimension(&mut self, start: usize, e: &BytesStart<'_>) -> Result<(), EditError> {
        let Some(said) = attribute(e, "ref")? else { return Ok(()) };
        let Ok(range) = said.parse::<CellRange>() else { return Ok(()) };
        let mut wide = range;
        for (cell, _) in self.wanted.iter().filter(|(_, text)| !text.is_empty()) {
            wide.first.row = wide.first.row.min(cell.row);
            wide.first.column = wide.first.column.min(cell.column);
            wide.last.row = wide.last.row.max(cell.row);
            wide.last.column = wide.last.column.max(cell.column);
        }
        if wide != range {
            let end = self.xml.position();
            let tag = self.text.get(start..end).unwrap_or_default();
            let Some(at) = tag.find("ref").and_then(|at| Some(at + tag.get(at..)?.find(&*said)?))
            else {
                return Ok(());
            };
            self.copy_to(start + at);
            self.out.push_str(&wide.to_string());
            self.copied = start + at + said.len();
        }
        Ok(())
    }

    /// Copies and edits the rows up to the end of `sheetData`.
    fn rows(&mut self) -> Result<(), EditError> {
        let mut row = 0;
        loop {
            let start = self.xml.position();
            let event = self.xml.next()?;
            match event {
                Event::End(_) | Event::Eof => {
                    self.copy_to(start);
                    self.new_rows(u32::MAX);
                    return Ok(());
                }
                Event::Start(ref e) | Event::Empty(ref e) if e.local_name().as_ref() == "row" => {
                    row = number(e, "r")?.unwrap_or(row + 1);
                    self.copy_to(start);
                    self.new_rows(row);
                    let style = row_style(e)?;
                    let tag = self.row_tag(start, row, e)?;
                    if matches!(event, Event::Empty(_)) {
                        self.fill_empty(start, &tag, "row", |editor| {
                            editor.new_cells(row, u32::MAX, style);
                        })?;
                    } else {
                        self.out.push_str(&tag);
                        self.copied = self.xml.position();
                        self.cells(row, style)?;
                    }
                }
                Event::Start(_) => self.xml.skip()?,
                _ => {}
            }
        }
    }

    /// The tag of a row, without its `spans` (a hint for faster reading) if the new cells make it wrong.
    fn row_tag(
        &self,
        start: usize,
        row: u32,
        e: &BytesStart<'_>,
    ) -> Result<Cow<'x, str>, EditError> {
        let tag = self.tag(start);
        let Some(spans) = attribute(e, "spans")? else { return Ok(Cow::Borrowed(tag)) };
        let inside = |column: u32| {
            spans.split(' ').any(|span| {
                let (first, last) = span.split_once(':').unwrap_or((span, span));
                let bounds = first.parse().ok().zip(last.parse().ok());
                bounds.is_some_and(|(first, last)| (first..=last).contains(&(column + 1)))
            })
        };
        let all_inside = self
            .wanted
            .iter()
            .skip(self.done)
            .take_while(|(cell, _)| cell.row == row)
            .all(|(cell, text)| text.is_empty() || inside(cell.column));
        let without = ['"', '\''].iter().find_map(|quote| {
            let (before, after) = tag.split_once(&format!(" spans={quote}{spans}{quote}"))?;
            Some(Cow::Owned(format!("{before}{after}")))
        });
        Ok(without.filter(|_| !all_inside).unwrap_or(Cow::Borrowed(tag)))
    }

    /// Copies and edits the cells of a row whose start tag was the last event.
    fn cells(&mut self, row: u32, style: Option<u32>) -> Result<(), EditError> {
        let mut next = 0;
        loop {
            let start = self.xml.position();
            let (element, is_empty) = match self.xml.next()? {
                Event::End(_) | Event::Eof => {
                    self.copy_to(start);
                    self.new_cells(row, u32::MAX, style);
                    return Ok(());
                }
                Event::Start(e) if e.local_name().as_ref() == "c" => (e, false),
                Event::Empty(e) if e.local_name().as_ref() == "c" => (e, true),
                Event::Start(_) => {
                    self.xml.skip()?;
                    continue;
                }
                _ => continue,
            };
            let at = attribute(&element, "r")?.and_then(|r| CellPosition::parse(&r));
            let cell = at.unwrap_or(CellPosition { row, column: next });
            next = cell.column + 1;
            self.copy_to(start);
            self.new_cells(row, cell.column, style);
            let formula = if is_empty { false } else { self.read_cell()? };
            if let Some(text) = self.take_wanted(cell) {
                if formula || self.arrays.iter().any(|range| range.contains(cell)) {
                    return Err(EditError::Formula(cell));
                }
                if !(text.is_empty() && is_empty) {
                    let own = number(&element, "s")?;
                    let phonetic = switch(&element, "ph")?;
                    self.write_cell(cell, own, phonetic, text);
                    self.copied = self.xml.position();
                }
            }
        }
    }

    /// Reads a cell to its end. Returns true if it has a formula.
    fn read_cell(&mut self) -> Result<bool, EditError> {
        let mut formula = false;
        loop {
            match self.xml.next()? {
                Event::End(_) | Event::Eof => return Ok(formula),
                event @ (Event::Start(_) | Event::Empty(_)) => {
                    let (Event::Start(e) | Event::Empty(e)) = &event else { continue };
                    if e.local_name().as_ref() == "f" {
                        formula = true;
                        let reaches = attribute(e, "t")?
                            .is_some_and(|kind| matches!(&*kind, "array" | "dataTable"));
                        if let Some(Ok(range)) = attribute(e, "ref")?.map(|r| r.parse())
                            && reaches
                        {
                            self.arrays.push(range);
                        }
                    }
                    if matches!(event, Event::Start(_)) {
                        self.xml.skip()?;
                    }
                }
                _ => {}
            }
        }
    }

    /// The text to write into a cell, if any; marks it as written.
    fn take_wanted(&mut self, cell: CellPosition) -> Option<&'x str> {
        let (_, text) = self.wanted.get(self.done).filter(|(next, _)| *next == cell)?;
        self.done += 1;
        Some(text)
    }

    /// Writes the rows before `end` that the sheet does not have.
    fn new_rows(&mut self, end: u32) {
        while let Some((cell, _)) = self.wanted.get(self.done)
            && cell.row < end
        {
            let row = cell.row;
            let prefix = self.prefix;
            let before = self.out.len();
            self.out.push_str(&format!("<{prefix}row r=\"{row}\">"));
            let empty = self.out.len();
            self.new_cells(row, u32::MAX, None);
            if self.out.len() == empty {
                self.out.truncate(before);
            } else {
                self.out.push_str(&format!("</{prefix}row>"));
            }
        }
    }

    /// Writes the cells of a row before column `end` that the sheet does not have. A cell without a
    /// text is left out.
    fn new_cells(&mut self, row: u32, end: u32, row_style: Option<u32>) {
        while let Some((cell, text)) = self.wanted.get(self.done).copied()
            && cell.row == row
            && cell.column < end
        {
            self.done += 1;
            if !text.is_empty() {
                let style = row_style.or_else(|| self.column_style(cell.column));
                self.write_cell(cell, style, false, text);
            }
        }
    }

    /// The column's style, which a missing cell would have.
    fn column_style(&self, column: u32) -> Option<u32> {
        let covers = |(first, last, _): &&(u32, u32, u32)| (*first..=*last).contains(&(column + 1));
        self.column_styles.iter().find(covers).map(|(_, _, style)| *style)
    }

    fn write_cell(&mut self, cell: CellPosition, style: Option<u32>, phonetic: bool, text: &str) {
        let prefix = self.prefix;
        self.out.push_str(&format!("<{prefix}c r=\"{cell}\""));
        if let Some(style) = style {
            self.out.push_str(&format!(" s=\"{style}\""));
        }
        let phonetic = if phonetic { " ph=\"1\"" } else { "" };
        if text.is_empty() {
            self.out.push_str(phonetic);
            self.out.push_str("/>");
            return;
        }
        self.out.push_str(" t=\"inlineStr\"");
        self.out.push_str(phonetic);
        self.out.push_str(&format!("><{prefix}is><{prefix}t xml:space=\"preserve\">"));
        push_text(&mut self.out, text);
        self.out.push_str(&format!("</{prefix}t></{prefix}is></{prefix}c>"));
    }
}

fn row_style(e: &BytesStart<'_>) -> Result<Option<u32>, XmlFault> {
    if switch(e, "customFormat")? { number(e, "s") } else { Ok(None) }
}

/// Escapes a text so that every reader returns it unchanged.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // XML readers turn a bare carriage return into a line feed.
            '\r' => out.push_str("&#13;"),
            // A text such as `_x0041_` would be read as an escape.
            '_' if escaped(rest).is_some() => out.push_str("_x005F_"),
            _ => out.push(c),
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
}
