//! Tells the readers of documents which lines begin a provision, so that they join wrapped lines and keep
//! provisions separate.

use super::marker::Marker;
use super::ordinance::head::{Head, head};
use crate::document::{DocumentError, DocumentText, LineHeads, Opens, read_document};

/// The heads of lines in an ordinance: 第3条, 2, (1), イ, 附則, 別表.
#[derive(Debug, Clone, Copy)]
pub struct OrdinanceHeads;

/// Reads the text of an instrument from a file, as lines for [`super::ordinance::parse`].
///
/// # Errors
/// If the document is damaged, locked, too large or of another kind; see [`DocumentError`].
pub fn read_text(file_name: &str, bytes: &[u8]) -> Result<DocumentText, DocumentError> {
    read_document(file_name, bytes, &OrdinanceHeads)
}

impl LineHeads for OrdinanceHeads {
    fn opens(&self, line: &str) -> Opens {
        let chars: Vec<char> = line.trim().chars().collect();
        match head(&chars) {
            Head::Text | Head::Blank | Head::Cells | Head::Grid(_) => Opens::Nothing,
            Head::Mark { marker: Marker::Arabic(_), .. } => Opens::Number,
            _ => Opens::Provision,
        }
    }

    fn begins_part(&self, line: &str) -> bool {
        let chars: Vec<char> = line.trim().chars().collect();
        match head(&chars) {
            Head::Article(article) => !article.weak,
            Head::Supplementary { .. } | Head::Table { .. } | Head::Chapter => true,
            _ => false,
        }
    }

    fn is_bare_head(&self, line: &str) -> bool {
        const LONGEST: usize = 16;
        let chars: Vec<char> = line.trim().chars().collect();
        chars.len() <= LONGEST
            && match head(&chars) {
                Head::Article(article) => article.body >= chars.len(),
                Head::Mark { marker, body, .. } => {
                    body >= chars.len() && !matches!(marker, Marker::Arabic(_))
                }
                _ => false,
            }
    }
}
