//! Makes workbooks from pieces of fuzzed XML, so that the fuzzer need not find a valid ZIP.

use std::io::{Cursor, Write};

use forms_core::finding::Lang;
use forms_core::pack::{Limits, Pack};
use forms_core::table::Table;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// The built-in pack with limits that small inputs reach.
#[allow(dead_code)]
pub(crate) fn narrow_pack() -> Pack {
    let mut pack = Pack::standard().clone();
    pack.limits = Limits {
        workbook_part_bytes: 4 << 20,
        workbook_bytes: 8 << 20,
        entry_bytes: 8 << 20,
        ..pack.limits
    };
    pack
}

/// Makes the message of each finding of a table.
#[allow(dead_code)]
pub(crate) fn said(table: &Table) {
    for finding in &table.findings {
        assert!(!finding.message(Lang::Ja).is_empty());
    }
}

/// A workbook with one sheet for each piece; an empty string table is left out.
#[allow(dead_code)]
pub(crate) fn workbook(sheets: &[(&str, &[u8])], strings: &[u8], styles: &[u8]) -> Vec<u8> {
    let mut zip = Stored::new();
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    zip.add(
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
        zip.add(&format!("xl/worksheets/sheet{n}.xml"), xml);
    }
    for (part, kind, xml) in
        [("sharedStrings.xml", "sharedStrings", strings), ("styles.xml", "styles", styles)]
    {
        if !xml.is_empty() {
            relations +=
                &format!("<Relationship Id=\"{kind}\" Type=\"{base}/{kind}\" Target=\"{part}\"/>");
            zip.add(&format!("xl/{part}"), xml);
        }
    }
    zip.add(
        "xl/workbook.xml",
        format!("<workbook xmlns:r=\"{base}\"><sheets>{list}</sheets></workbook>").as_bytes(),
    );
    zip.add(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships>{relations}</Relationships>").as_bytes(),
    );
    zip.finish()
}

/// The pieces of an input, split at bytes that no text has.
pub(crate) fn pieces<const N: usize>(bytes: &[u8]) -> [&[u8]; N] {
    let mut parts = bytes.splitn(N, |b| *b == 0xff);
    [(); N].map(|()| parts.next().unwrap_or_default())
}

/// A spreadsheet of OpenDocument whose table has these rows.
#[allow(dead_code)]
pub(crate) fn open_document(rows: &[u8]) -> Vec<u8> {
    let table = [
        b"<office:document-content><table:table table:name=\"s\">".as_slice(),
        rows,
        b"</table:table></office:document-content>",
    ];
    stored(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", &table.concat()),
    ])
}

/// A binary workbook from its parts; `list` stands before the record of its sheet.
#[allow(dead_code)]
pub(crate) fn binary_workbook(list: &[u8], styles: &[u8], strings: &[u8], sheet: &[u8]) -> Vec<u8> {
    let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{base}/{kind}\" Target=\"{target}\"/>")
    };
    let root = relation("r", "officeDocument", "xl/workbook.bin");
    let related = relation("r", "worksheet", "worksheets/sheet1.bin")
        + &relation("s", "sharedStrings", "sharedStrings.bin")
        + &relation("t", "styles", "styles.bin");
    let bundle = b"\x9c\x01\x14\0\0\0\0\x01\0\0\0\x01\0\0\0r\0\x01\0\0\0s\0";
    stored(&[
        ("_rels/.rels", format!("<Relationships>{root}</Relationships>").as_bytes()),
        ("xl/_rels/workbook.bin.rels", format!("<Relationships>{related}</Relationships>").as_bytes()),
        ("xl/workbook.bin", &[list, bundle.as_slice()].concat()),
        ("xl/styles.bin", styles),
        ("xl/sharedStrings.bin", strings),
        ("xl/worksheets/sheet1.bin", &[b"\0\x10".as_slice(), &[0; 16], sheet, b"\x92\x01\0"].concat()),
    ])
}

fn stored(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = Stored::new();
    for (name, content) in parts {
        zip.add(name, content);
    }
    zip.finish()
}

/// A ZIP of stored entries.
struct Stored(zip::ZipWriter<Cursor<Vec<u8>>>);

impl Stored {
    fn new() -> Self {
        Self(zip::ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn add(&mut self, name: &str, content: &[u8]) {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, stored).unwrap();
        self.0.write_all(content).unwrap();
    }

    fn finish(self) -> Vec<u8> {
        self.0.finish().unwrap().into_inner()
    }
}

/// A compound file with the records of a workbook: those before its sheet, and those of the sheet.
#[allow(dead_code)]
pub(crate) fn compound(bytes: &[u8]) -> Vec<u8> {
    let [globals, sheet] = pieces::<2>(bytes);
    let begin = |form: u8| [9, 8, 8, 0, 0, 6, form, 0, 0, 0, 0, 0].to_vec();
    let mut stream = [begin(5), globals.to_vec()].concat();
    let start = (stream.len() + 4 + 9 + 4) as u32;
    stream.extend([0x85, 0, 9, 0]);
    stream.extend(start.to_le_bytes());
    stream.extend([0, 0, 1, 0, b's', 0x0a, 0, 0, 0]);
    stream.extend([begin(0x10), sheet.to_vec(), vec![0x0a, 0, 0, 0]].concat());
    stream.resize(stream.len().next_multiple_of(512).max(4096), 0);
    let sectors = (stream.len() / 512) as u32;
    let mut out = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    out.resize(512, 0);
    let mut put = |at: usize, value: u32| out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    put(24, 0x0003_003e);
    put(28, 0x0009_fffe);
    put(32, 6);
    let tables = (sectors + 2).div_ceil(127);
    for (at, value) in [(44, tables), (48, tables), (56, 4096), (60, !1), (68, !1)] {
        put(at, value);
    }
    for place in 0..109 {
        put(76 + 4 * place as usize, if place < tables { place } else { !0 });
    }
    for id in 0..tables * 128 {
        let last = tables + sectors;
        let next = match id {
            _ if id < tables => !2,
            _ if id == tables || id == last => !1,
            _ if id < last => id + 1,
            _ => !0,
        };
        out.extend(next.to_le_bytes());
    }
    for (name, kind, start, size) in [("Root", 5, !1, 0), ("Workbook", 2, tables + 1, sectors * 512)] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.resize(116, 0);
        entry.extend(u32::to_le_bytes(start));
        entry.extend(u32::to_le_bytes(size));
        entry.resize(128, 0);
        out.extend(entry);
    }
    out.resize(512 * (2 + tables as usize), 0);
    out.extend(stream);
    out
}
