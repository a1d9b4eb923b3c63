//! The interface through which the readers of documents recognise lines that begin a provision.
//!
//! The readers know pages, paragraphs and cells but no law. Yet a wrapped line can only be joined, and a list in
//! a cell only be found, by the numbering of provisions.

/// What kind of text a line begins, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Plain words.
    Nothing,
    /// A bare number, such as that of a paragraph.
    Number,
    /// A provision: an article, an item, a heading, a table and the like.
    Provision,
}

/// Recognises the beginnings of provisions in single lines.
pub trait LineHeads {
    /// Returns what kind of text a line begins.
    fn opens(&self, line: &str) -> Opens;

    /// True if a line begins a part of an instrument that no cell of a table holds: 第1条, 附則, 別表, 第1章.
    fn begins_part(&self, line: &str) -> bool;

    /// True if a line is only the number of an article or the mark of an item, without words.
    fn is_bare_head(&self, line: &str) -> bool;
}
