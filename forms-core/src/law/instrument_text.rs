//! The text of an attached instrument, as the rules look at it.

use std::io::Read as _;

use super::line_heads::read_text;
use super::ordinance::{self, Ordinance};
use crate::archive::{Source, SourceReader};
use crate::document::{DocumentError, DocumentText};

/// The text of an attached instrument.
#[derive(Debug, Clone)]
pub enum InstrumentText {
    /// Its provisions.
    Parsed(Box<Ordinance>),
    /// The file has no text that can be read: a scan, or fonts without a table of characters.
    NoText,
    /// The file is not there.
    Missing,
}

impl InstrumentText {
    /// Reads an attached file. A file that cannot be read as a document at all has no text either: a
    /// person must look at it.
    #[must_use]
    pub fn read(file_name: &str, bytes: &[u8]) -> Self {
        Self::try_read(file_name, bytes).unwrap_or(Self::NoText)
    }

    /// Reads an attached file for a caller that tells why one cannot be read.
    ///
    /// # Errors
    /// Where the bytes are no document of a kind that is read; see [`DocumentError`].
    pub fn try_read(file_name: &str, bytes: &[u8]) -> Result<Self, DocumentError> {
        Ok(match read_text(file_name, bytes)? {
            DocumentText::Text(text) => Self::Parsed(Box::new(ordinance::parse(&text))),
            DocumentText::NoText => Self::NoText,
        })
    }

    /// Reads a file that is at hand. `None` where it cannot be read to its end or has more than
    /// `most` bytes.
    #[must_use]
    pub fn of(file_name: &str, content: &dyn Source, most: u64) -> Option<Self> {
        if content.len() > most {
            return None;
        }
        let mut bytes = Vec::new();
        SourceReader::new(content).take(most).read_to_end(&mut bytes).ok()?;
        Some(Self::read(file_name, &bytes))
    }
}
