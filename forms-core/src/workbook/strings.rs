//! The shared strings of a workbook, without furigana, in one allocation.

use std::borrow::Cow;

use quick_xml::events::Event;

use crate::xml::{MOST_ITEMS, MOST_TEXT, Xml, XmlFault, unescape_xstring};

/// All shared strings; string `i` ends at `ends[i]` in `text`.
#[derive(Debug, Default)]
pub(super) struct SharedStrings {
    text: String,
    ends: Vec<usize>,
}

impl SharedStrings {
    /// Reads the part `sharedStrings.xml`.
    pub(super) fn read(text: &str) -> Result<Self, XmlFault> {
        // Growth by doubling would hold the text three times for a moment.
        let mut strings = Self { text: String::with_capacity(text.len()), ends: Vec::new() };
        let mut xml = Xml::new(text);
        loop {
            if strings.ends.len() > MOST_ITEMS {
                return Err(XmlFault::TooMany);
            }
            match xml.next()? {
                Event::Eof => {
                    // Shrinking copies the text, which is worth it only for a large gain.
                    if strings.text.len() < strings.text.capacity() / 2 {
                        strings.text.shrink_to_fit();
                    }
                    return Ok(strings);
                }
                Event::Start(e) if e.local_name().as_ref() == "si" => {
                    let string = rich_text(&mut xml)?;
                    strings.text.push_str(&string);
                    strings.ends.push(strings.text.len());
                }
                Event::Empty(e) if e.local_name().as_ref() == "si" => {
                    strings.ends.push(strings.text.len());
                }
                _ => {}
            }
        }
    }

    /// The string at an index.
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(start..*self.ends.get(index)?)
    }
}

/// Reads the text of a string item whose start tag was the last event: plain or in runs, without
/// furigana (`rPh`).
pub(super) fn rich_text<'x>(xml: &mut Xml<'x>) -> Result<Cow<'x, str>, XmlFault> {
    let mut text = Cow::Borrowed("");
    let mut runs = 0;
    loop {
        match xml.next()? {
            Event::Start(e) => match e.local_name().as_ref() {
                "t" => {
                    let more = unescape_xstring(xml.text()?);
                    if text.is_empty() {
                        text = more;
                    } else {
                        text.to_mut().push_str(&more);
                    }
                    if text.len() > MOST_TEXT {
                        return Err(XmlFault::TooLong);
                    }
                }
                "r" => runs += 1,
                _ => xml.skip()?,
            },
            Event::End(_) if runs == 0 => return Ok(text),
            Event::End(_) => runs -= 1,
            Event::Eof => return Err(XmlFault::Malformed),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_furigana_is_left_out() {
        let text = "<sst xmlns=\"x\"><si><t>表</t></si><si/>\
            <si><r><rPr><b/></rPr><t xml:space=\"preserve\">申請 </t></r><r><t>書</t></r>\
            <rPh sb=\"0\" eb=\"2\"><t>シンセイ</t></rPh><phoneticPr fontId=\"1\"/></si><si><t/></si></sst>";
        let strings = SharedStrings::read(text).unwrap();
        let all: Vec<&str> = (0..).map_while(|i| strings.get(i)).collect();
        assert_eq!(all, ["表", "", "申請 書", ""]);
        assert_eq!(strings.get(usize::MAX), None);
    }
}
