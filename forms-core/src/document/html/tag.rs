//! The elements of a page, as far as they shape its text.

/// The effect of an element on the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Begins and ends a line.
    Block,
    /// Like a block; ends where the next block begins.
    Paragraph,
    Heading,
    /// Keeps its line breaks.
    Pre,
    /// A list with numbers.
    Ordered,
    /// A list without numbers.
    List,
    Item,
    Term,
    Definition,
    Table,
    Section,
    Row,
    Cell,
    Link,
    /// Part of a line.
    Inline,
    /// Ends a line and has no content.
    Break,
    /// Has no content.
    Void,
    /// Holds no text of the page.
    Skip,
    Head,
    Style,
    Root,
}

/// An element: its place in [`NAMES`], or past its end for one that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag(pub(super) usize);

/// The number of different tags.
pub(super) const TAGS: usize = NAMES.len() + 1;

/// The known elements, sorted by name.
const NAMES: &[(&str, Kind)] = &[
    ("a", Kind::Link),
    ("address", Kind::Block),
    ("applet", Kind::Skip),
    ("area", Kind::Void),
    ("article", Kind::Block),
    ("aside", Kind::Skip),
    ("audio", Kind::Skip),
    ("base", Kind::Void),
    ("blockquote", Kind::Block),
    ("body", Kind::Root),
    ("br", Kind::Break),
    ("button", Kind::Skip),
    ("canvas", Kind::Skip),
    ("caption", Kind::Block),
    ("center", Kind::Block),
    ("col", Kind::Void),
    ("datalist", Kind::Skip),
    ("dd", Kind::Definition),
    ("details", Kind::Block),
    ("dialog", Kind::Block),
    ("dir", Kind::List),
    ("div", Kind::Block),
    ("dl", Kind::List),
    ("dt", Kind::Term),
    ("embed", Kind::Void),
    ("fieldset", Kind::Block),
    ("figcaption", Kind::Block),
    ("figure", Kind::Block),
    ("footer", Kind::Skip),
    ("form", Kind::Block),
    ("frame", Kind::Void),
    ("frameset", Kind::Root),
    ("h1", Kind::Heading),
    ("h2", Kind::Heading),
    ("h3", Kind::Heading),
    ("h4", Kind::Heading),
    ("h5", Kind::Heading),
    ("h6", Kind::Heading),
    ("head", Kind::Head),
    ("header", Kind::Block),
    ("hgroup", Kind::Block),
    ("hr", Kind::Break),
    ("html", Kind::Root),
    ("iframe", Kind::Skip),
    ("img", Kind::Void),
    ("input", Kind::Void),
    ("label", Kind::Skip),
    ("legend", Kind::Skip),
    ("li", Kind::Item),
    ("link", Kind::Void),
    ("listing", Kind::Pre),
    ("main", Kind::Block),
    ("map", Kind::Skip),
    ("menu", Kind::List),
    ("meta", Kind::Void),
    ("nav", Kind::Skip),
    ("noframes", Kind::Skip),
    ("noscript", Kind::Skip),
    ("object", Kind::Skip),
    ("ol", Kind::Ordered),
    ("p", Kind::Paragraph),
    ("param", Kind::Void),
    ("plaintext", Kind::Pre),
    ("pre", Kind::Pre),
    ("rp", Kind::Skip),
    ("rt", Kind::Skip),
    ("rtc", Kind::Skip),
    ("script", Kind::Skip),
    ("search", Kind::Skip),
    ("section", Kind::Block),
    ("select", Kind::Skip),
    ("source", Kind::Void),
    ("style", Kind::Style),
    ("summary", Kind::Block),
    ("svg", Kind::Skip),
    ("table", Kind::Table),
    ("tbody", Kind::Section),
    ("td", Kind::Cell),
    ("template", Kind::Skip),
    ("textarea", Kind::Skip),
    ("tfoot", Kind::Section),
    ("th", Kind::Cell),
    ("thead", Kind::Section),
    ("title", Kind::Skip),
    ("tr", Kind::Row),
    ("track", Kind::Void),
    ("ul", Kind::List),
    ("video", Kind::Skip),
    ("wbr", Kind::Void),
    ("xmp", Kind::Pre),
];

impl Tag {
    /// Returns the element of a name in small letters.
    pub(super) fn of(name: &[u8]) -> Self {
        let place = NAMES.binary_search_by(|(known, _)| known.as_bytes().cmp(name));
        Self(place.unwrap_or(NAMES.len()))
    }

    pub(super) fn kind(self) -> Kind {
        NAMES.get(self.0).map_or(Kind::Inline, |(_, kind)| *kind)
    }

    pub(super) fn name(self) -> &'static str {
        NAMES.get(self.0).map_or("", |(name, _)| name)
    }
}

impl Kind {
    /// True for an element that begins a line, so that a paragraph ends before it.
    pub(super) fn is_block(self) -> bool {
        matches!(
            self,
            Self::Block
                | Self::Paragraph
                | Self::Heading
                | Self::Pre
                | Self::Ordered
                | Self::List
                | Self::Item
                | Self::Term
                | Self::Definition
                | Self::Table
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!((Tag::of(b"ol").kind(), Tag::of(b"x-y").kind()), (Kind::Ordered, Kind::Inline));
    }
}
