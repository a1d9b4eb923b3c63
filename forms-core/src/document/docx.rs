//! The text of a Word document: its paragraphs, with the numbers that Word counts by itself, and
//! its tables.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::flow::Flow;
use super::numbering::Numbering;
use super::{DocumentError, LineHeads};
use crate::archive::content::{ReadBudget, read_entry};
use crate::archive::{Inventory, Limits, Silent};

/// No instrument expands further.
const LIMITS: Limits = Limits {
    entry_bytes: 64 * 1024 * 1024,
    total_bytes: 96 * 1024 * 1024,
    ratio: 200,
    entries: 2000,
    document_bytes: 64 * 1024 * 1024,
};

/// Parts that hold a second reading of what stands elsewhere, or what was deleted or moved away.
const HIDDEN: &[&str] = &["Fallback", "moveFrom", "del", "rt", "instrText", "txbxContent"];

/// Reads a document.
pub(super) fn read(bytes: &[u8], heads: &dyn LineHeads) -> Result<String, DocumentError> {
    let (inventory, _) = Inventory::read(&bytes, &LIMITS);
    let mut budget = ReadBudget::new(&LIMITS);
    let mut part = |name: &str| {
        let entry = inventory.files().find(|e| e.name == name)?;
        let content =
            read_entry(&bytes, entry, &mut budget, LIMITS.document_bytes, &mut Silent).ok()?;
        super::decode(&content).ok()
    };
    let document = part("word/document.xml").ok_or(DocumentError::Damaged)?;
    let numbering = part("word/numbering.xml");
    let styles = part("word/styles.xml");
    let numbering = Numbering::read(numbering.as_deref(), styles.as_deref())?;
    text(&document, numbering, heads)
}

/// The name of an element without its prefix.
pub(super) fn local<'a>(tag: &'a BytesStart<'_>) -> &'a str {
    let name = tag.name().into_inner();
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find_map(|a| {
        let key = a.key.into_inner();
        let key = key.rsplit(':').next().unwrap_or(key);
        (key == name).then(|| a.value.to_string())
    })
}

/// Reads events up to the end. A DOCTYPE is refused: an Office document has none.
pub(super) fn each_event(
    xml: &str,
    mut take: impl FnMut(&Event<'_>, bool),
) -> Result<(), DocumentError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| DocumentError::Damaged)? {
            Event::Eof => return Ok(()),
            Event::DocType(_) => return Err(DocumentError::Damaged),
            // An empty element opens and closes at once.
            event @ Event::Empty(_) => take(&event, true),
            event => take(&event, false),
        }
    }
}

struct Document<'h> {
    flow: Flow<'h>,
    numbering: Numbering,
    /// How many hidden elements are open.
    hidden: usize,
    in_text: bool,
    /// The list and level of the paragraph at hand, and its style.
    list: Option<(String, usize)>,
    style: Option<String>,
    pending: Option<(Option<String>, Option<usize>)>,
    begun: bool,
}

fn text(xml: &str, numbering: Numbering, heads: &dyn LineHeads) -> Result<String, DocumentError> {
    let mut document = Document {
        flow: Flow::new(heads),
        numbering,
        hidden: 0,
        in_text: false,
        list: None,
        style: None,
        pending: None,
        begun: false,
    };
    each_event(xml, |event, empty| document.take(event, empty))?;
    Ok(document.flow.finish())
}

impl Document<'_> {
    fn take(&mut self, event: &Event<'_>, empty: bool) {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = local(tag).to_owned();
                if self.hidden > 0 || HIDDEN.contains(&name.as_str()) {
                    self.hidden += usize::from(!empty);
                    return;
                }
                self.open(&name, tag, empty);
            }
            Event::End(_) if self.hidden > 0 => self.hidden -= 1,
            Event::End(tag) => {
                let name = tag.name().into_inner();
                self.close(name.rsplit(':').next().unwrap_or(name));
            }
            Event::Text(words) if self.in_text && self.hidden == 0 => {
                let words = words.xml10_content();
                self.words(&words);
            }
            Event::GeneralRef(reference) if self.in_text && self.hidden == 0 => {
                let c = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => match reference.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                if let Some(c) = c {
                    self.words(c.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>, empty: bool) {
        match name {
            "p" if !empty => {
                self.flow.end_line();
                self.list = None;
                self.style = None;
                self.begun = false;
            }
            "t" => self.in_text = !empty,
            "tab" if self.begun => self.words(" "),
            "br" | "cr" => self.flow.end_line(),
            "pStyle" => self.style = attribute(tag, "val"),
            "numPr" => self.pending = Some((None, None)),
            "ilvl" => {
                if let Some((_, level)) = &mut self.pending {
                    *level = attribute(tag, "val").and_then(|v| v.parse().ok());
                }
            }
            "numId" => {
                if let Some((id, _)) = &mut self.pending {
                    *id = attribute(tag, "val");
                }
            }
            "tbl" => self.flow.open_table(),
            "tr" => self.flow.close_row(),
            "tc" => self.flow.open_cell(1),
            "vMerge" if attribute(tag, "val").is_none_or(|v| v == "continue") => {}
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "numPr" => {
                if let Some((Some(id), level)) = self.pending.take() {
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

    /// Words of a paragraph; the number that Word counts comes before the first.
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
