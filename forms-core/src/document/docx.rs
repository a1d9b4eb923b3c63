//! Reads the text of a Word document: its paragraphs, with the numbers of list items, and its tables.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use super::flow::Flow;
use super::grid::Blocks;
use super::numbering::Numbering;
use super::{DocumentError, LineHeads};
use crate::archive::content::{ReadBudget, read_entry};
use crate::archive::{Inventory, Limits, Silent};
use crate::xml::{self, Xml, XmlFault, local_attribute};

/// Limits of the ZIP of a Word document: no instrument expands further.
const LIMITS: Limits = Limits {
    entry_bytes: 64 * 1024 * 1024,
    total_bytes: 96 * 1024 * 1024,
    ratio: 200,
    entries: 2000,
    document_bytes: 64 * 1024 * 1024,
};

/// Elements that are skipped: they repeat text found elsewhere in the document, or hold deleted, moved
/// or phonetic text.
const HIDDEN: &[&str] = &["Fallback", "moveFrom", "del", "rt", "instrText", "txbxContent"];

/// Reads the text of a Word document from the bytes of its ZIP.
pub(super) fn read(bytes: &[u8], heads: &dyn LineHeads) -> Result<Blocks, DocumentError> {
    let (inventory, _) = Inventory::read(&bytes, &LIMITS);
    let mut budget = ReadBudget::new(&LIMITS);
    let mut part = |name: &str| -> Result<Option<String>, DocumentError> {
        let Some(entry) = inventory.files().find(|e| e.name == name) else { return Ok(None) };
        let content = read_entry(&bytes, entry, &mut budget, LIMITS.document_bytes, &mut Silent)
            .map_err(|_| DocumentError::Damaged)?;
        Ok(Some(xml::decode(&content)?.into_owned()))
    };
    let document = part("word/document.xml")?.ok_or(DocumentError::Damaged)?;
    let numbering = part("word/numbering.xml")?;
    let styles = part("word/styles.xml")?;
    let numbering = Numbering::read(numbering.as_deref(), styles.as_deref())?;
    Ok(text(&document, numbering, heads)?)
}

/// The paragraphs and tables read so far, and the state of the open paragraph.
struct Document<'h> {
    flow: Flow<'h>,
    numbering: Numbering,
    /// The list and level of the open paragraph.
    list: Option<(String, usize)>,
    /// The style identifier of the open paragraph.
    style: Option<String>,
    /// The `numId` and `ilvl` read so far inside an open `numPr`.
    list_properties: Option<(Option<String>, Option<usize>)>,
    /// True once the open paragraph has text.
    begun: bool,
}

/// Reads the part `word/document.xml`.
fn text(part: &str, numbering: Numbering, heads: &dyn LineHeads) -> Result<Blocks, XmlFault> {
    let mut document = Document {
        flow: Flow::new(heads),
        numbering,
        list: None,
        style: None,
        list_properties: None,
        begun: false,
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Eof => return Ok(document.flow.finish()),
            Event::Start(tag) => match tag.local_name().as_ref() {
                name if HIDDEN.contains(&name) => xml.skip()?,
                "t" => document.words(&xml.text()?),
                "p" => document.start_paragraph(),
                name => document.open(name, &tag)?,
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                name if HIDDEN.contains(&name) || matches!(name, "t" | "p") => {}
                name => document.open(name, &tag)?,
            },
            Event::End(tag) => document.close(tag.local_name().as_ref()),
            _ => {}
        }
    }
}

impl Document<'_> {
    fn start_paragraph(&mut self) {
        self.flow.end_line();
        self.list = None;
        self.style = None;
        self.begun = false;
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), XmlFault> {
        let value = || Ok(local_attribute(tag, "val")?.map(Cow::into_owned));
        match name {
            "tab" if self.begun => self.words(" "),
            "br" | "cr" => self.flow.end_line(),
            "pStyle" => self.style = value()?,
            "numPr" => self.list_properties = Some((None, None)),
            "ilvl" => {
                if let Some((_, level)) = &mut self.list_properties {
                    *level = value()?.and_then(|v| v.parse().ok());
                }
            }
            "numId" => {
                if let Some((id, _)) = &mut self.list_properties {
                    *id = value()?;
                }
            }
            "tbl" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "tc" => self.flow.open_cell(1, 1, false),
            "gridSpan" => {
                let columns = value()?.and_then(|v| v.trim().parse().ok());
                self.flow.span_columns(columns.unwrap_or(1));
            }
            "vMerge" if value()?.is_none_or(|v| v != "restart") => self.flow.continue_above(),
            "tblHeader" if value()?.is_none_or(|v| !matches!(&*v, "0" | "false" | "off")) => {
                self.flow.header_row();
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) {
        match name {
            "numPr" => {
                if let Some((Some(id), level)) = self.list_properties.take() {
                    self.list = Some((id, level.unwrap_or(0)));
                }
            }
            "p" => {
                self.flow.end_line();
                self.begun = false;
            }
            "tc" => self.flow.close_cell(),
            "tr" => self.flow.close_row(),
            "tbl" => self.flow.close_table(),
            _ => {}
        }
    }

    /// Adds text to the open paragraph, after the number of its list item if it is the first text.
    fn words(&mut self, words: &str) {
        if !self.begun && !words.is_empty() {
            self.begun = true;
            let list = self
                .list
                .take()
                .or_else(|| self.style.as_deref().and_then(|s| self.numbering.of_style(s)));
            if let Some((id, level)) = list
                && let Some(label) = self.numbering.next(&id, level)
            {
                self.flow.words(&label);
                self.flow.words("\u{3000}");
            }
        }
        self.flow.words(words);
    }
}
