//! Reads the text of a PDF with a text layer.
//!
//! Everything is bounded by [`budget::Budget`]. Characters without a mapping to Unicode are never guessed: a
//! file with more than a few of them has no text.

mod budget;
mod columns;
mod content;
mod encoding;
mod file;
mod filter;
mod font;
mod grid;
mod japan1;
mod layout;
mod lexer;
mod lines;
mod matrix;
mod object;
mod path;

use super::{DocumentError, DocumentText, LineHeads};
use crate::text::is_unseen;
use budget::Budget;
use content::{Reader, Sheet, UNKNOWN};
use file::File;

/// Largest number of pages that is read; no instrument has more.
const MOST_PAGES: usize = 3000;
/// A text is accepted if at most one character in 50 has no Unicode mapping (towns use private-use glyphs).
const KNOWN_PER_UNKNOWN: usize = 50;

/// Reads the text of a PDF.
pub(super) fn read(bytes: &[u8], heads: &dyn LineHeads) -> Result<DocumentText, DocumentError> {
    let budget = Budget::new(bytes.len());
    let limit = |error| if budget.spent() { DocumentError::TooLarge } else { error };
    let file = File::open(bytes, &budget).ok_or_else(|| limit(DocumentError::Damaged))?;
    if file.encrypted {
        return Err(DocumentError::Locked);
    }
    let pages = file.pages(MOST_PAGES).ok_or(DocumentError::TooLarge)?;
    if pages.is_empty() {
        return Err(limit(DocumentError::Damaged));
    }
    let mut reader = Reader::new(&file);
    let mut sheets: Vec<Sheet> = Vec::new();
    for page in &pages {
        match reader.page(page) {
            Some(mut sheet) => {
                sheet.glyphs.retain(|g| !is_unseen(g.c));
                sheets.push(sheet);
            }
            None if budget.spent() => return Err(DocumentError::TooLarge),
            // From half of a text it would seem that provisions are missing.
            None => return Ok(DocumentText::NoText),
        }
    }
    let visible = || sheets.iter().flat_map(|s| &s.glyphs).filter(|g| !g.c.is_whitespace());
    let unknown = visible().filter(|g| g.c == UNKNOWN).count();
    let known = visible().count() - unknown;
    if known == 0 || unknown * KNOWN_PER_UNKNOWN > known {
        return Ok(DocumentText::NoText);
    }
    Ok(DocumentText::Text(layout::text(&sheets, heads)))
}

#[cfg(test)]
mod tests;
