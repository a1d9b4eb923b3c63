//! The interface through which the readers of documents recognise lines that begin a provision.
//!
//! The readers know pages, paragraphs and cells but no law. Yet a wrapped line can only be joined, a list in a cell
//! only be found, and a rule only be told from the page around it, by the numbering of provisions.

/// Number of lines after a bare head in which its words must begin.
pub(crate) const REACH: usize = 4;
/// Number of lines in which a sentence must end.
pub(crate) const LONGEST_SENTENCE: usize = 30;
/// Number of characters from which a line can be the words of a provision.
pub(crate) const SOME_WORDS: usize = 12;

/// The kind of text that a line begins, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Plain words.
    Nothing,
    /// A bare number, such as that of a paragraph.
    Number,
    /// A provision: an article, an item, a heading, a table and the like.
    Provision,
}

/// The part of a page that a line can be, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// An article; `first` for 第1条, `words` if more than its number and name stand on the line.
    Article {
        /// True for 第1条.
        first: bool,
        /// True if more than its number and name stand on the line.
        words: bool,
        /// True if its sentence is polite (します), as in some agreements.
        polite: bool,
    },
    /// A 附則.
    Supplementary {
        /// True if words follow on the line.
        words: bool,
    },
    /// An item or paragraph with its mark.
    Item {
        /// True if it ends a sentence.
        sentence: bool,
    },
    /// The title of a 別表 or of a form.
    Annex,
    /// A heading of provisions, a chapter, 目次, the number of a page.
    Heading,
    /// Words that end a sentence.
    Sentence,
    /// A polite sentence, as pages address their visitors.
    Polite,
    /// Words of the page about itself or about the rule: a link, a label, a date.
    Around,
    /// Any other words.
    Words,
}

/// Recognises the beginnings of provisions in single lines.
pub trait LineHeads {
    /// Returns what kind of text a line begins.
    fn opens(&self, line: &str) -> Opens;

    /// True if a line begins a part of an instrument that no cell of a table holds: 第1条, 附則, 別表, 第1章.
    fn begins_part(&self, line: &str) -> bool;

    /// True if a line is only the number of an article or the mark of an item, without words.
    fn is_bare_head(&self, line: &str) -> bool;

    /// Returns which part of a page a line can be.
    fn part(&self, line: &str) -> Part;
}
