//! Reads the text of an HTML page: one line for each block, tables as grids.

use encoding_rs::Encoding;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

use super::flow::{Flow, Section};
use super::grid::Blocks;
use super::{DocumentError, LineHeads, plain};

/// Elements whose content is not part of the text.
const HIDDEN: &[&str] = &[
    "script", "style", "head", "noscript", "template", "svg", "rt", "rp", "nav", "select",
    "button", "textarea", "iframe", "object", "footer",
];
/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "br",
    "hr",
    "section",
    "article",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "pre",
    "blockquote",
    "header",
    "main",
    "form",
    "center",
    "address",
    "figure",
    "body",
    "html",
    "caption",
];

/// Reads the text of a page.
pub(super) fn read(bytes: &[u8], heads: &dyn LineHeads) -> Result<Blocks, DocumentError> {
    let text = decode(bytes)?;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = Page::new(heads);
    for Ok(token) in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        match token {
            Token::StartTag(tag) => {
                let span = |name: &[u8]| {
                    let value = tag.attributes.get(name);
                    value.and_then(|v| std::str::from_utf8(&v.value).ok()?.trim().parse().ok())
                };
                // 0 rows reach down to the end of the table.
                let rows = span(b"rowspan").map_or(1, |n| if n == 0 { usize::MAX } else { n });
                let spans = (rows, span(b"colspan").unwrap_or(1));
                page.open(&String::from_utf8_lossy(&tag.name), spans, tag.self_closing);
            }
            Token::EndTag(tag) => page.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => page.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    Ok(page.flow.finish())
}

/// Decodes a page in the encoding that it declares; if it declares none or a wrong one, in the one that its
/// bytes fit.
fn decode(bytes: &[u8]) -> Result<String, DocumentError> {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(start).to_ascii_lowercase();
    let named = head.split_once("charset=").and_then(|(_, rest)| {
        let label: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        Encoding::for_label(label.as_bytes())
    });
    if Encoding::for_bom(bytes).is_none()
        && let Some(text) = named.and_then(|e| plain::strict(e, bytes))
    {
        return Ok(text);
    }
    plain::decode(bytes)
}

struct Page<'h> {
    flow: Flow<'h>,
    /// The open hidden element, and how many of the same name are nested.
    hidden: Option<(String, usize)>,
    /// Pending white space before the next word; true if it contains a line break.
    gap: Option<bool>,
}

impl<'h> Page<'h> {
    fn new(heads: &'h dyn LineHeads) -> Self {
        Self { flow: Flow::new(heads), hidden: None, gap: None }
    }

    fn open(&mut self, name: &str, (rows, columns): (usize, usize), self_closing: bool) {
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden == name && !self_closing);
            return;
        }
        if HIDDEN.contains(&name) {
            if !self_closing {
                self.hidden = Some((name.to_owned(), 1));
            }
            return;
        }
        match name {
            "table" => self.flow.open_table(),
            "tr" => self.flow.open_row(),
            "thead" => self.flow.section(Section::Head),
            "tbody" => self.flow.section(Section::Body),
            "tfoot" => self.flow.section(Section::Foot),
            "td" | "th" => self.flow.open_cell(rows, columns, name == "th"),
            _ if BLOCKS.contains(&name) => self.flow.end_line(),
            _ => return,
        }
        self.gap = None;
    }

    fn close(&mut self, name: &str) {
        if let Some((hidden, depth)) = &mut self.hidden {
            // An unclosed head ends where the body begins.
            if hidden == name {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            return;
        }
        match name {
            "table" => self.flow.close_table(),
            "tr" => self.flow.close_row(),
            "thead" | "tfoot" => self.flow.section(Section::Body),
            "td" | "th" => self.flow.close_cell(),
            _ if BLOCKS.contains(&name) => self.flow.end_line(),
            _ => return,
        }
        self.gap = None;
    }

    /// Adds words with white space folded; a line break between Japanese characters is no space.
    fn words(&mut self, words: &str) {
        if self.hidden.is_some() {
            return;
        }
        let mut buffer = String::new();
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.gap = Some(self.gap.unwrap_or(false) || c == '\n' || c == '\r');
                continue;
            }
            if let Some(broken) = self.gap.take() {
                let before = buffer.chars().next_back().or(self.flow.last());
                let joined = broken && !c.is_ascii() && before.is_none_or(|b| !b.is_ascii());
                if !joined && before.is_some() {
                    buffer.push(' ');
                }
            }
            buffer.push(if c == '\u{a0}' { ' ' } else { c });
        }
        self.flow.words(&buffer);
    }
}
