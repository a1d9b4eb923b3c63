//! The text of a cell in an OpenDocument spreadsheet.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use crate::xml::{MOST_TEXT, Xml, XmlFault, append, attribute};

/// The text that a cell shows: its paragraphs as lines, without notes, furigana and drawings.
pub(super) fn shown_text(xml: &mut Xml<'_>) -> Result<String, XmlFault> {
    let mut out = String::new();
    let (mut depth, mut paragraphs) = (0_usize, 0_usize);
    // White space between words of the XML is one space.
    let mut space = true;
    loop {
        let event = xml.next()?;
        let (e, is_start) = match event {
            Event::Start(e) => (e, true),
            Event::Empty(e) => (e, false),
            Event::End(_) if depth == 0 => return Ok(out),
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => return Err(XmlFault::Malformed),
            event => {
                // Text outside paragraphs only lays out the XML.
                if depth > 0 {
                    let mut text = Cow::Borrowed("");
                    append(&mut text, event)?;
                    space = add_words(&mut out, &text, space);
                }
                if out.len() > MOST_TEXT {
                    return Err(XmlFault::TooLong);
                }
                continue;
            }
        };
        match e.name().0 {
            "text:p" => {
                if paragraphs > 0 {
                    out.push('\n');
                }
                (paragraphs, space) = (paragraphs + 1, true);
            }
            "text:s" => {
                out.extend(std::iter::repeat_n(' ', spaces(&e)?));
                space = false;
            }
            "text:tab" => out.push('\t'),
            "text:line-break" => out.push('\n'),
            "text:span" | "text:a" | "text:ruby" | "text:ruby-base" | "text:meta"
            | "text:bookmark-ref" | "text:date" | "text:time" | "text:sheet-name"
            | "text:title" => {}
            _ if is_start => {
                xml.skip()?;
                continue;
            }
            _ => {}
        }
        if is_start {
            depth += 1;
        }
        if out.len() > MOST_TEXT {
            return Err(XmlFault::TooLong);
        }
    }
}

/// Adds words with their white space folded. `space` says that a space stands before them; returns whether one ends
/// them.
fn add_words(out: &mut String, words: &str, mut space: bool) -> bool {
    for c in words.chars() {
        let blank = matches!(c, ' ' | '\t' | '\n' | '\r');
        if !blank || !space {
            out.push(if blank { ' ' } else { c });
        }
        space = blank;
    }
    space
}

/// Returns the number of spaces that `text:s` stands for.
fn spaces(element: &BytesStart<'_>) -> Result<usize, XmlFault> {
    const MOST: usize = 1000;
    let count = attribute(element, "text:c")?.map_or(Ok(1), |c| c.trim().parse::<usize>());
    Ok(count.map_err(|_| XmlFault::Value)?.min(MOST))
}
