//! Makes workbooks from pieces of fuzzed XML, so that the fuzzer need not find a valid ZIP.

use std::io::{Cursor, Write};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A workbook with one sheet for each piece; an empty string table is left out.
pub(crate) fn workbook(sheets: &[(&str, &[u8])], strings: &[u8], styles: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, content: &[u8]| {
        zip.start_file(name, stored).unwrap();
        zip.write_all(content).unwrap();
    };
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    add(
        "_rels/.rels",
        format!("<Relationships><Relationship Id=\"r\" Type=\"{base}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>").as_bytes(),
    );
    let mut list = String::new();
    let mut relations = String::new();
    for (n, (name, xml)) in sheets.iter().enumerate() {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{n}\"/>", n + 1);
        relations += &format!(
            "<Relationship Id=\"r{n}\" Type=\"{base}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
        );
        add(&format!("xl/worksheets/sheet{n}.xml"), xml);
    }
    for (part, kind, xml) in
        [("sharedStrings.xml", "sharedStrings", strings), ("styles.xml", "styles", styles)]
    {
        if !xml.is_empty() {
            relations +=
                &format!("<Relationship Id=\"{kind}\" Type=\"{base}/{kind}\" Target=\"{part}\"/>");
            add(&format!("xl/{part}"), xml);
        }
    }
    add(
        "xl/workbook.xml",
        format!("<workbook xmlns:r=\"{base}\"><sheets>{list}</sheets></workbook>").as_bytes(),
    );
    add(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships>{relations}</Relationships>").as_bytes(),
    );
    zip.finish().unwrap().into_inner()
}

/// The pieces of an input, split at bytes that no text has.
pub(crate) fn pieces<const N: usize>(bytes: &[u8]) -> [&[u8]; N] {
    let mut parts = bytes.splitn(N, |b| *b == 0xff);
    [(); N].map(|()| parts.next().unwrap_or_default())
}
