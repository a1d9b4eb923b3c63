//! Workbooks put together from XML, so that each can have exactly one fault.

use std::io::{Cursor, Write};

use forms_core::finding::CellPosition;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::{Table, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook by its parts, in order.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) parts: Vec<(String, Vec<u8>)>,
}

impl Made {
    /// A workbook with one sheet, from the content of its `worksheet` element.
    pub(crate) fn sheet(inside: &str) -> Self {
        Self::sheets(&[("表", "", inside)])
    }

    /// A workbook with several sheets: name, further attributes, content.
    pub(crate) fn sheets(sheets: &[(&str, &str, &str)]) -> Self {
        let mut list = String::new();
        let mut relations = String::new();
        for (index, (name, attributes, _)) in sheets.iter().enumerate() {
            let n = index + 1;
            list +=
                &format!("<sheet name=\"{name}\" sheetId=\"{n}\" {attributes} r:id=\"rId{n}\"/>");
            relations += &format!(
                "<Relationship Id=\"rId{n}\" Type=\"{REL}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            );
        }
        let mut made = Self { parts: Vec::new() };
        made.add(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
             <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
             <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/>\
             </Types>",
        );
        made.add("_rels/.rels", relationships(&format!(
            "<Relationship Id=\"rId1\" Type=\"{REL}/officeDocument\" Target=\"xl/workbook.xml\"/>"
        )));
        made.add(
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{REL}\"><sheets>{list}</sheets></workbook>"
            ),
        );
        made.add("xl/_rels/workbook.xml.rels", relationships(&relations));
        for (index, (_, _, inside)) in sheets.iter().enumerate() {
            made.add(
                &format!("xl/worksheets/sheet{}.xml", index + 1),
                format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{MAIN}\">{inside}</worksheet>"),
            );
        }
        made
    }

    /// Adds a part.
    pub(crate) fn add(&mut self, name: &str, content: impl AsRef<[u8]>) {
        self.parts.push((name.to_owned(), content.as_ref().to_vec()));
    }

    /// The same with one more part.
    pub(crate) fn with(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.add(name, content);
        self
    }

    /// The same with styles whose cell formats are these, after the general one.
    pub(crate) fn with_styles(self, formats: &[&str]) -> Self {
        let (mut codes, mut xfs) = (String::new(), String::new());
        for (index, code) in formats.iter().enumerate() {
            let id = 176 + index;
            let code = code.replace('"', "&quot;");
            codes += &format!("<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
            xfs += &format!("<xf numFmtId=\"{id}\" applyNumberFormat=\"1\"/>");
        }
        let styles = format!(
            "<styleSheet xmlns=\"{MAIN}\"><numFmts>{codes}</numFmts><fonts><font/></fonts><fills><fill/></fills>\
             <borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>{xfs}</cellXfs></styleSheet>"
        );
        self.related("rIdStyles", "styles", "xl/styles.xml", &styles)
    }

    /// The same with shared strings, each written as XML.
    pub(crate) fn with_strings(self, items: &[&str]) -> Self {
        let items: String = items.iter().map(|i| format!("<si>{i}</si>")).collect();
        let strings = format!("<sst xmlns=\"{MAIN}\">{items}</sst>");
        self.related("rIdStrings", "sharedStrings", "xl/sharedStrings.xml", &strings)
    }

    fn related(mut self, id: &str, kind: &str, part: &str, content: &str) -> Self {
        let target = part.trim_start_matches("xl/");
        let relation =
            format!("<Relationship Id=\"{id}\" Type=\"{REL}/{kind}\" Target=\"{target}\"/>");
        self.change("xl/_rels/workbook.xml.rels", |text| {
            text.replace("</Relationships>", &format!("{relation}</Relationships>"))
        });
        self.with(part, content)
    }

    /// Changes the text of a part.
    pub(crate) fn change(&mut self, name: &str, change: impl Fn(&str) -> String) {
        let part = self.parts.iter_mut().find(|(n, _)| n == name).expect("the part is there");
        let text = std::str::from_utf8(&part.1).expect("the part is text");
        let changed = change(text);
        assert_ne!(changed, text, "nothing was changed in {name}");
        part.1 = changed.into_bytes();
    }

    /// The same with a part changed.
    pub(crate) fn changed(mut self, name: &str, from: &str, to: &str) -> Self {
        self.change(name, |text| text.replacen(from, to, 1));
        self
    }

    /// The same without a part.
    pub(crate) fn without(mut self, name: &str) -> Self {
        let before = self.parts.len();
        self.parts.retain(|(n, _)| n != name);
        assert_eq!(self.parts.len() + 1, before, "there is no {name}");
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            let options =
                SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
            zip.start_file(name.as_str(), options).unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The workbook read as a layout.
    pub(crate) fn layout(&self) -> Table {
        layout(&self.bytes())
    }
}

pub(crate) fn relationships(inside: &str) -> String {
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
    )
}

pub(crate) fn layout(bytes: &[u8]) -> Table {
    read(bytes, TableKind::Layout, Pack::standard()).unwrap()
}

/// The codes of a table's findings with their cells.
pub(crate) fn found(table: &Table) -> Vec<(&'static str, Option<CellPosition>)> {
    table.findings.iter().map(|f| (f.code.as_str(), f.location.cell)).collect()
}

/// The cell of a finding as [`found`] gives it.
pub(crate) fn in_cell(name: &str) -> Option<CellPosition> {
    Some(name.parse().unwrap())
}

pub(crate) fn found_codes(table: &Table) -> Vec<&'static str> {
    table.findings.iter().map(|f| f.code.as_str()).collect()
}

/// A row of texts from column A; a cell that starts with `<` is taken as XML with `{}` for its name.
pub(crate) fn row(number: u32, cells: &[&str]) -> String {
    format!("<row r=\"{number}\">{}</row>", cells_of(number, cells))
}

pub(crate) fn cells_of(number: u32, cells: &[&str]) -> String {
    let one = |(column, text): (usize, &&str)| {
        let name = format!("{}{number}", char::from(b'A' + u8::try_from(column).unwrap()));
        match *text {
            "" => String::new(),
            xml if xml.starts_with('<') => xml.replace("{}", &name),
            text => format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
        }
    };
    cells.iter().enumerate().map(one).collect()
}

pub(crate) const HEADER: &[&str] = &["事務手続コード", "事務手続名", "適用開始日"];
pub(crate) const RECORD: &[&str] = &["JT01010000000214", "認定の請求", "2019-06-17"];

/// The rows of a layout without a fault.
pub(crate) fn good_rows() -> String {
    format!("<sheetData>{}{}</sheetData>", row(1, HEADER), row(2, RECORD))
}

pub(crate) fn good() -> Made {
    Made::sheet(&good_rows())
}
