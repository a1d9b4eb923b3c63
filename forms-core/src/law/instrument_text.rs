//! The text of an attached instrument, as the rules read it.

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
    /// The file has no readable text: a scan, or fonts without a mapping to Unicode.
    NoText,
    /// The file is missing.
    Missing,
}

impl InstrumentText {
    /// Reads an attached file. A file that is no document has [`Self::NoText`] as well: a person must read it.
    #[must_use]
    pub fn read(file_name: &str, bytes: &[u8]) -> Self {
        Self::try_read(file_name, bytes).unwrap_or(Self::NoText)
    }

    /// Reads an attached file, for a caller that reports why one cannot be read.
    ///
    /// # Errors
    /// If the document is damaged, locked, too large or of another kind; see [`DocumentError`].
    pub fn try_read(file_name: &str, bytes: &[u8]) -> Result<Self, DocumentError> {
        Ok(match read_text(file_name, bytes)? {
            DocumentText::Text(text) => Self::Parsed(Box::new(ordinance::read(&text))),
            DocumentText::NoText => Self::NoText,
        })
    }

    /// Reads a file from its source. `None` if it cannot be read to its end or has more than `most` bytes.
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
