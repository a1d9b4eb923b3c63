//! XML parts as programs and attackers write them.

use super::*;

fn all(text: &str) -> Result<usize, XmlFault> {
    let mut xml = Xml::new(text);
    for count in 0.. {
        if xml.next()? == Event::Eof {
            return Ok(count);
        }
    }
    Ok(0)
}

#[test]
fn only_one_whole_element_is_a_document() {
    for text in ["", "<a>", "</a>", "<a/><b/>", "<a></b>", "x<a/>", "<a/>&amp;", "<a><b></a></b>"] {
        assert_eq!(all(text), Err(XmlFault::Malformed), "{text}");
    }
    let declared = |name: &str, text: &str| {
        all(&format!("<?xml version=\"1.0\" encoding=\"{name}\"?><a>{text}</a>"))
    };
    assert_eq!(declared("Shift_JIS", "表"), Err(XmlFault::Encoding));
    assert_eq!(declared("EBCDIC-JP", "a"), Err(XmlFault::Encoding));
    for name in ["Shift_JIS", "ISO-8859-1", "ASCII", "us-ascii", "windows-1252"] {
        assert!(declared(name, "a&#x8868;").is_ok(), "{name}");
    }
    assert!(declared("UTF-16LE", "表").is_ok());
    assert!(all("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--x--><a>b</a>\n").is_ok());
}

#[test]
fn a_part_has_one_mark_at_most() {
    let with_marks = |n: usize| "\u{feff}".repeat(n) + "<a/>";
    let wide = |text: String| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    assert_eq!(decode(with_marks(1).as_bytes()).as_deref(), Ok("<a/>"));
    assert_eq!(decode(&wide(with_marks(1))).as_deref(), Ok("<a/>"));
    assert_eq!(decode(with_marks(2).as_bytes()), Err(XmlFault::Malformed));
    assert_eq!(decode(&wide(with_marks(2))), Err(XmlFault::Malformed));
}

#[test]
fn a_doctype_counts_only_where_it_is_one() {
    let laughs = "<!DOCTYPE a [<!ENTITY b \"x\">]><a>&b;</a>";
    assert_eq!(check_prolog(laughs.as_bytes()), Err(XmlFault::Doctype));
    let wide: Vec<u8> =
        "\u{feff}<!doctype a><a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(check_prolog(&wide), Err(XmlFault::Doctype));
    for text in ["<!-- <!DOCTYPE a> --><a/>", "<a><![CDATA[<!DOCTYPE a>]]></a>", "<a", ""] {
        assert_eq!(check_prolog(text.as_bytes()), Ok(()), "{text}");
    }
}

#[test]
fn references_are_those_of_xml() {
    let read = |text| {
        let mut xml = Xml::new(text);
        xml.next()?;
        xml.text().map(Cow::into_owned)
    };
    assert_eq!(read("<a>1&amp;2&#x8868;<b>no</b>\r\n<![CDATA[<]]></a>"), Ok("1&2表\n<".to_owned()));
    assert_eq!(read("<a>&nbsp;</a>"), Err(XmlFault::Entity));
    assert_eq!(read("<a>&#0;</a>"), Err(XmlFault::Malformed));
    assert_eq!(read("<a>&#1;</a>"), Err(XmlFault::Malformed));
    assert_eq!(unescape(Cow::Borrowed("a&quot;b")).as_deref(), Ok("a\"b"));
    assert_eq!(unescape(Cow::Borrowed("&lol;")), Err(XmlFault::Entity));
}

#[test]
fn escapes_of_strings() {
    for (text, expected) in [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x12_", "_x12_"),
        ("__x0041_", "_A"),
        ("_x+041_", "_x+041_"),
        ("_x表", "_x表"),
        ("_xD800_", "_xD800_"),
    ] {
        assert_eq!(unescape_xstring(Cow::Borrowed(text)), expected);
    }
}
