//! Tells the readers of documents which lines begin a provision, so that they join wrapped lines and keep
//! provisions separate.

use super::marker::Marker;
use super::ordinance::around::{Sign, is_polite, sign};
use super::ordinance::head::{Head, head, head_of, is_plain};
use crate::document::{DocumentError, DocumentText, LineHeads, Opens, Part, read_document};
use crate::text::{first_unseen, is_variation_selector};

/// The heads of lines in an ordinance: 第3条, 2, (1), イ, 附則, 別表.
#[derive(Debug, Clone, Copy)]
pub struct OrdinanceHeads;

/// Reads the text of an instrument from a file, as lines for [`super::ordinance::parse`].
///
/// # Errors
/// If the document is damaged, locked, too large or of another kind; see [`DocumentError`].
pub fn read_text(file_name: &str, bytes: &[u8]) -> Result<DocumentText, DocumentError> {
    Ok(match read_document(file_name, bytes, &OrdinanceHeads)? {
        DocumentText::Text(text) => DocumentText::Text(text.map_words(with_plain_heads)),
        DocumentText::NoText => DocumentText::NoText,
    })
}

/// Drops the variation selectors behind the kanji of heads; those of names stay. `None` if the text has none.
fn with_plain_heads(text: &str) -> Option<String> {
    const HEADS: &str = "第条項号附付則別表様式章節款編目次委任補助執行一二三四五六七八九十";
    first_unseen(text)?;
    let mut last = None;
    let keep = |c: &char| {
        let drop = is_variation_selector(*c) && last.is_some_and(|l| HEADS.contains(l));
        last = Some(*c);
        !drop
    };
    Some(text.chars().filter(keep).collect())
}

impl LineHeads for OrdinanceHeads {
    fn opens(&self, line: &str) -> Opens {
        match head_of(line.trim()) {
            Head::Text | Head::Blank | Head::Cells | Head::Grid(_) => Opens::Nothing,
            Head::Mark { marker: Marker::Arabic(_), .. } => Opens::Number,
            _ => Opens::Provision,
        }
    }

    fn begins_part(&self, line: &str) -> bool {
        const FIRST: [char; 9] = ['第', '(', '（', '附', '付', '改', '制', '別', '様'];
        if !line.trim_start().starts_with(FIRST) {
            return false;
        }
        match head_of(line.trim()) {
            Head::Article(article) => !article.weak,
            Head::Supplementary { .. } | Head::Table { .. } | Head::Chapter => true,
            _ => false,
        }
    }

    fn is_bare_head(&self, line: &str) -> bool {
        const LONGEST: usize = 16;
        let line = line.trim();
        if is_plain(line) {
            return false;
        }
        let chars: Vec<char> = line.chars().take(LONGEST + 1).collect();
        chars.len() <= LONGEST
            && match head(&chars) {
                Head::Article(article) => article.body >= chars.len(),
                Head::Mark { marker, body, .. } => {
                    body >= chars.len() && !matches!(marker, Marker::Arabic(_))
                }
                _ => false,
            }
    }

    fn part(&self, line: &str) -> Part {
        let line = line.trim();
        match sign(line, &head_of(line)) {
            Sign::Article { first, words } => {
                Part::Article { first, words, polite: is_polite(line) }
            }
            Sign::Supplementary { words } => Part::Supplementary { words },
            Sign::Item { sentence } => Part::Item { sentence },
            Sign::Table | Sign::Form => Part::Annex,
            Sign::Chapter | Sign::Contents | Sign::Bracketed | Sign::Blank => Part::Heading,
            Sign::Sentence => Part::Sentence,
            Sign::Polite => Part::Polite,
            Sign::Issue | Sign::Way | Sign::Button | Sign::Label => Part::Around,
            Sign::Title | Sign::Cells { .. } | Sign::Words => Part::Words,
        }
    }
}
