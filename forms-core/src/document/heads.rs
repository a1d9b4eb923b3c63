//! What a reader asks of whoever knows the text: which lines begin something of their own.
//!
//! The readers know pages, paragraphs and cells but no law; whether a line goes on with the one before,
//! or a cell holds a list, depends on how the text counts its provisions.

/// What a line begins, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Nothing: it only has words.
    Nothing,
    /// A bare number, such as that of a paragraph.
    Number,
    /// A provision: an article, an item, a heading, a table and the like.
    Provision,
}

/// Recognises the beginnings of provisions in single lines.
pub trait LineHeads {
    /// What a line begins.
    fn opens(&self, line: &str) -> Opens;

    /// Whether a line begins with the mark of an item, such as (1), イ or 一.
    fn begins_with_mark(&self, line: &str) -> bool;

    /// Whether a line begins a list that is counted 1, 2, …: the number 1 with words after it.
    fn begins_count(&self, line: &str) -> bool;

    /// Whether a line is only the number of an article or the mark of an item, without words.
    fn is_bare_head(&self, line: &str) -> bool;
}
