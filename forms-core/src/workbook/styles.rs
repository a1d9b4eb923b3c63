//! The number formats of a workbook's cells, by style index.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::number::NumberFormat;
use crate::xml::{Xml, XmlFault, attribute, number};

/// Number of formats that a workbook may have; Excel allows 65,490.
const MOST_FORMATS: usize = 65_536;

/// Bytes of a format code; Excel allows 255 characters.
const MOST_CODE: usize = 1024;

/// The number format of each style.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: Vec<NumberFormat>,
    general: NumberFormat,
}

impl Styles {
    /// Reads the part `styles.xml`.
    pub(super) fn read(text: &str) -> Result<Self, XmlFault> {
        let mut codes: HashMap<u32, NumberFormat> = HashMap::new();
        let mut ids = Vec::new();
        let mut xml = Xml::new(text);
        let mut inside_cells = false;
        let mut inside_formats = false;
        loop {
            if ids.len().max(codes.len()) > MOST_FORMATS {
                return Err(XmlFault::TooMany);
            }
            match xml.next()? {
                Event::Eof => break,
                Event::Start(e) if e.local_name().as_ref() == "cellXfs" => inside_cells = true,
                Event::End(e) if e.local_name().as_ref() == "cellXfs" => inside_cells = false,
                // Conditional formats have their own `numFmt` elements outside `numFmts`.
                Event::Start(e) if e.local_name().as_ref() == "numFmts" => inside_formats = true,
                Event::End(e) if e.local_name().as_ref() == "numFmts" => inside_formats = false,
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "xf" if inside_cells => ids.push(number(&e, "numFmtId")?.unwrap_or(0)),
                    "numFmt" if inside_formats => {
                        let id = number(&e, "numFmtId")?.unwrap_or(0);
                        let code = attribute(&e, "formatCode")?.unwrap_or_default();
                        if code.len() > MOST_CODE {
                            return Err(XmlFault::TooMany);
                        }
                        codes.insert(id, NumberFormat::parse(&code));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        let format = |id| codes.get(&id).cloned().unwrap_or_else(|| NumberFormat::built_in(id));
        Ok(Self { formats: ids.into_iter().map(format).collect(), general: NumberFormat::General })
    }

    /// The number format of a style; `General` for a style that does not exist.
    pub(super) fn format(&self, style: u32) -> &NumberFormat {
        self.formats.get(style as usize).unwrap_or(&self.general)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_the_cells() {
        let text = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"176\" formatCode=\"000000\"/></numFmts>\
            <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>\
            <cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"><alignment/></xf><xf numFmtId=\"14\"/></cellXfs>\
            <dxfs><dxf><numFmt numFmtId=\"176\" formatCode=\"yyyy\"/></dxf></dxfs></styleSheet>";
        let styles = Styles::read(text).unwrap();
        assert_eq!(styles.format(0), &NumberFormat::General);
        assert!(matches!(styles.format(1), NumberFormat::Digits(p) if p.len() == 6));
        assert_eq!(styles.format(2), &NumberFormat::Date { day: true, time: false });
        assert_eq!(styles.format(99), &NumberFormat::General);
    }
}
