//! Reads the text of an attached instrument: plain text, HTML, DOCX and PDF with a text layer.
//!
//! Every reader returns one line for each paragraph and one grid for each table, without the characters that nobody sees.
//! Reading is bounded; a document that cannot be decoded is an error, never guessed.

mod docx;
mod flow;
mod grid;
mod heads;
mod html;
mod numbering;
mod pdf;
mod plain;

pub use grid::{Blocks, Grid, GridCell, GridRow, Slot, grid_of};
pub(crate) use heads::{LONGEST_SENTENCE, REACH, SOME_WORDS};
pub use heads::{LineHeads, Opens, Part};
pub use plain::decode;

use std::borrow::Cow;

use crate::text::without_unseen;
use crate::xml::XmlFault;

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentText {
    /// Its lines and tables.
    Text(Blocks),
    /// Images of pages, or fonts without a mapping to Unicode: a person must read it.
    NoText,
}

impl DocumentText {
    /// Returns [`Self::NoText`] for blank text, as that of a page or Word document with only scans.
    fn of(blocks: Blocks) -> Self {
        if blocks.is_blank() { Self::NoText } else { Self::Text(blocks) }
    }
}

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Neither UTF-8 nor UTF-16 nor an encoding of Japanese.
    #[error("the characters cannot be decoded")]
    Encoding,
    /// Truncated, malformed, or not of the kind that its name says.
    #[error("the document is damaged")]
    Damaged,
    /// Longer than any ordinance.
    #[error("the document is too large")]
    TooLarge,
    /// Locked with a password.
    #[error("the document is locked with a password")]
    Locked,
    /// A format that is not supported, such as the old .doc.
    #[error("this kind of document is not read")]
    Unsupported,
}

impl From<XmlFault> for DocumentError {
    fn from(fault: XmlFault) -> Self {
        match fault {
            XmlFault::TooLong | XmlFault::TooMany => Self::TooLarge,
            _ => Self::Damaged,
        }
    }
}

/// Largest document that is read, in bytes; even collections of ordinances in one file are smaller.
pub const LARGEST_DOCUMENT: usize = 64 * 1024 * 1024;

/// The formats of documents, recognised by their first bytes and then by the file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Plain,
    Html,
    Docx,
    Pdf,
    Other,
}

fn format_of(file_name: &str, bytes: &[u8]) -> Format {
    let start = bytes.get(..1024).unwrap_or(bytes);
    if start.windows(5).any(|w| w == b"%PDF-") {
        return Format::Pdf;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Format::Docx;
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") || bytes.starts_with(b"{\\rtf") {
        return Format::Other;
    }
    let extension = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "pdf" => Format::Pdf,
        "docx" => Format::Docx,
        "doc" | "jtd" | "mht" | "mhtml" | "xls" | "xlsx" | "png" | "jpg" | "jpeg" | "tif"
        | "tiff" => Format::Other,
        _ if looks_like_html(start) => Format::Html,
        _ => Format::Plain,
    }
}

fn looks_like_html(start: &[u8]) -> bool {
    let text = String::from_utf8_lossy(start).to_ascii_lowercase();
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    text.starts_with("<!doctype html") || text.starts_with("<html") || text.starts_with("<?xml")
}

/// Reads the text of a document.
///
/// # Errors
/// If the document is damaged, locked, too large or of another kind; see [`DocumentError`].
pub fn read_document(
    file_name: &str,
    bytes: &[u8],
    heads: &dyn LineHeads,
) -> Result<DocumentText, DocumentError> {
    if bytes.len() > LARGEST_DOCUMENT {
        return Err(DocumentError::TooLarge);
    }
    match format_of(file_name, bytes) {
        Format::Plain => plain::decode(bytes).map(|text| {
            let seen = match without_unseen(&text) {
                Cow::Owned(seen) => Some(seen),
                Cow::Borrowed(_) => None,
            };
            DocumentText::of(Blocks::from(seen.unwrap_or(text)))
        }),
        Format::Html => html::read(bytes, heads).map(DocumentText::of),
        Format::Docx => docx::read(bytes, heads).map(DocumentText::of),
        Format::Pdf => pdf::read(bytes, heads),
        Format::Other => Err(DocumentError::Unsupported),
    }
}

#[cfg(test)]
mod tests;
