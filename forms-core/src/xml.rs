//! Reads the XML parts of workbooks and Word documents: a DOCTYPE, entities that XML does not define and
//! malformed parts are errors.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Why a part cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum XmlFault {
    /// It has a DOCTYPE.
    Doctype,
    /// It refers to an entity that XML itself does not define.
    Entity,
    /// It is not well-formed.
    Malformed,
    /// It is neither UTF-8 nor UTF-16.
    Encoding,
    /// Rows or cells are out of order, or one is there twice.
    Order,
    /// A value does not have its type.
    Value,
    /// It refers to an item that does not exist.
    Reference,
    /// It has more items than any program writes.
    TooMany,
    /// One text is longer than [`MOST_TEXT`].
    TooLong,
}

/// Largest number of shared strings, merged ranges and relations of a workbook: more than a sheet can
/// use.
pub(crate) const MOST_ITEMS: usize = 2_000_000;

/// Largest length of one text, in bytes: a cell of Excel holds 32,767 characters.
pub(crate) const MOST_TEXT: usize = 1 << 20;

/// Largest size of a part in UTF-16, in bytes: it grows by half when it becomes UTF-8.
const MOST_UTF16: usize = 32 << 20;

/// Decodes a part from UTF-8, or from UTF-16 with a byte order mark.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, XmlFault> {
    if utf16(bytes).is_some() && bytes.len() > MOST_UTF16 {
        return Err(XmlFault::TooMany);
    }
    let text = if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        Cow::Borrowed(std::str::from_utf8(rest).map_err(|_| XmlFault::Encoding)?)
    } else if let Some((encoding, rest)) = utf16(bytes) {
        encoding
            .decode_without_bom_handling_and_without_replacement(rest)
            .ok_or(XmlFault::Encoding)?
    } else {
        Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| XmlFault::Encoding)?)
    };
    // The reader would skip a second byte order mark and count its offsets from there.
    if text.starts_with('\u{feff}') {
        return Err(XmlFault::Malformed);
    }
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    // In runs, so that the processor looks at many bytes at once.
    let any_control = |run: &[u8]| run.iter().fold(false, |found, b| found | control(*b));
    if text.as_bytes().chunks(4096).any(any_control) { Err(XmlFault::Malformed) } else { Ok(text) }
}

fn utf16(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, &[u8])> {
    let little = bytes.strip_prefix(b"\xff\xfe").map(|rest| (UTF_16LE, rest));
    little.or_else(|| bytes.strip_prefix(b"\xfe\xff").map(|rest| (UTF_16BE, rest)))
}

/// Returns [`XmlFault::Doctype`] if a DOCTYPE precedes the root element. Other faults are left to the reader
/// that needs the part.
pub(crate) fn check_prolog(bytes: &[u8]) -> Result<(), XmlFault> {
    let Ok(text) = decode(bytes) else { return Ok(()) };
    let mut xml = Xml::new(&text);
    loop {
        match xml.next() {
            Err(XmlFault::Doctype) => return Err(XmlFault::Doctype),
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// The events of one part.
pub(crate) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    text: &'x str,
    depth: usize,
    has_root: bool,
}

impl<'x> Xml<'x> {
    pub(crate) fn new(text: &'x str) -> Self {
        Self { reader: Reader::from_str(text), text, depth: 0, has_root: false }
    }

    /// Returns the number of bytes read so far.
    pub(crate) fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Returns the next event; [`Event::Eof`] only after one whole root element.
    pub(crate) fn next(&mut self) -> Result<Event<'x>, XmlFault> {
        let event = self.reader.read_event().map_err(|_| XmlFault::Malformed)?;
        let sound = match &event {
            Event::DocType(_) => return Err(XmlFault::Doctype),
            Event::Decl(decl) => {
                let known = |name: &str| {
                    let name = name.to_ascii_lowercase();
                    matches!(name.as_str(), "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be")
                        || is_superset_of_ascii(&name) && self.text.is_ascii()
                };
                match decl.encoding() {
                    Some(Ok(name)) if !known(&name) => return Err(XmlFault::Encoding),
                    Some(Err(_)) => false,
                    _ => self.depth == 0 && !self.has_root,
                }
            }
            Event::Start(_) => {
                let first = self.depth > 0 || !self.has_root;
                self.depth += 1;
                self.has_root = true;
                first
            }
            Event::Empty(_) => {
                let first = self.depth > 0 || !self.has_root;
                self.has_root = true;
                first
            }
            Event::End(_) => {
                // The reader itself refuses an end without its start.
                self.depth = self.depth.saturating_sub(1);
                true
            }
            Event::Text(text) => self.depth > 0 || text.trim_ascii().is_empty(),
            Event::GeneralRef(_) | Event::CData(_) => self.depth > 0,
            Event::Eof => self.depth == 0 && self.has_root,
            Event::Comment(_) | Event::PI(_) => true,
        };
        if sound { Ok(event) } else { Err(XmlFault::Malformed) }
    }

    /// Reads to the end of the element whose start was the last event.
    pub(crate) fn skip(&mut self) -> Result<(), XmlFault> {
        let depth = self.depth;
        while self.depth >= depth {
            self.next()?;
        }
        Ok(())
    }

    /// Returns the text of the element whose start was the last event, without that of elements inside it.
    pub(crate) fn text(&mut self) -> Result<Cow<'x, str>, XmlFault> {
        let mut text = Cow::Borrowed("");
        loop {
            match self.next()? {
                Event::End(_) => return Ok(text),
                Event::Start(_) => self.skip()?,
                event => append(&mut text, event)?,
            }
            if text.len() > MOST_TEXT {
                return Err(XmlFault::TooLong);
            }
        }
    }
}

/// Appends the text of an event to a text.
pub(crate) fn append<'x>(text: &mut Cow<'x, str>, event: Event<'x>) -> Result<(), XmlFault> {
    let more = match event {
        Event::Text(more) => line_feeds(more.into_inner()),
        Event::CData(more) => line_feeds(more.into_inner()),
        Event::GeneralRef(reference) => {
            text.to_mut().push(resolve(&reference)?);
            return Ok(());
        }
        _ => return Ok(()),
    };
    if text.is_empty() {
        *text = more;
    } else {
        text.to_mut().push_str(&more);
    }
    Ok(())
}

/// Line ends as XML 1.0 2.11 has them.
fn line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

/// True if an encoding of this name reads ASCII bytes as ASCII.
fn is_superset_of_ascii(name: &str) -> bool {
    Encoding::for_label(name.as_bytes()).is_some_and(Encoding::is_ascii_compatible)
}

/// Resolves a reference: one of the five that XML defines, or a character number.
fn resolve(reference: &BytesRef<'_>) -> Result<char, XmlFault> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) if is_xml_char(c) => Ok(c),
        Ok(None) => match &**reference {
            "amp" => Ok('&'),
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            _ => Err(XmlFault::Entity),
        },
        _ => Err(XmlFault::Malformed),
    }
}

/// True if XML 1.0 allows a character in a document.
pub(crate) fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Returns the value of an attribute by its name, with its references resolved; a name such as `r:id`
/// is found by `:id` under any prefix.
pub(crate) fn attribute<'e>(
    element: &'e BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'e, str>>, XmlFault> {
    let any_prefix = name.starts_with(':');
    find_attribute(element, |key| key == name || any_prefix && key.ends_with(name))
}

/// Returns the value of an attribute by its name after the prefix: `val` finds `w:val` and `val`.
pub(crate) fn local_attribute<'e>(
    element: &'e BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'e, str>>, XmlFault> {
    find_attribute(element, |key| key.rsplit(':').next() == Some(name))
}

fn find_attribute<'e>(
    element: &'e BytesStart<'_>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<Option<Cow<'e, str>>, XmlFault> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| XmlFault::Malformed)?;
        if is_wanted(attribute.key.0) {
            return unescape(attribute.value).map(Some);
        }
    }
    Ok(None)
}

/// Reads a whole part and calls `take` with each element at its start tag.
pub(crate) fn each_element(
    text: &str,
    mut take: impl FnMut(&BytesStart<'_>) -> Result<(), XmlFault>,
) -> Result<(), XmlFault> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) => take(&tag)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Returns the value of an attribute with its references resolved.
fn unescape(value: Cow<'_, str>) -> Result<Cow<'_, str>, XmlFault> {
    if !value.contains('&') {
        return Ok(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = &*value;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, tail) = after.split_once(';').ok_or(XmlFault::Malformed)?;
        out.push_str(before);
        out.push(resolve(&BytesRef::new(name))?);
        rest = tail;
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// Reads a boolean attribute such as `hidden="1"`; `false` if it is missing.
pub(crate) fn switch(element: &BytesStart<'_>, name: &str) -> Result<bool, XmlFault> {
    Ok(attribute(element, name)?.is_some_and(|v| matches!(&*v, "1" | "true" | "on")))
}

/// Reads an attribute that is an index or identifier; `None` if it is missing.
pub(crate) fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<u32>, XmlFault> {
    let Some(value) = attribute(element, name)? else { return Ok(None) };
    value.trim().parse().map(Some).map_err(|_| XmlFault::Value)
}

/// Returns a text with its `_x000D_` escapes resolved (ECMA-376-1, 22.9.2.19).
pub(crate) fn unescape_xstring(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find("_x") {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        match escaped(tail) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('_');
                rest = tail.strip_prefix('_').unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Reads an escape at the beginning of a text: its character, and the rest of the text.
pub(crate) fn escaped(text: &str) -> Option<(char, &str)> {
    let hex = text.strip_prefix("_x")?.get(..4)?;
    let rest = text.get(6..)?.strip_prefix('_')?;
    let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
    let c = char::from_u32(u32::from_str_radix(hex, 16).ok().filter(|_| digits)?)?;
    Some((c, rest))
}

#[cfg(test)]
mod tests;
