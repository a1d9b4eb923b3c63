use super::*;
use crate::law::ordinance::{Ordinance, read};
use crate::law::read_text;

fn text_of(name: &str, bytes: &[u8]) -> String {
    match read_text(name, bytes) {
        Ok(DocumentText::Text(text)) => text.to_string(),
        other => panic!("{name}: {other:?}"),
    }
}

fn ordinance_of(name: &str, bytes: &[u8]) -> Ordinance {
    match read_text(name, bytes) {
        Ok(DocumentText::Text(text)) => read(&text),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn the_encodings_of_plain_text() {
    let text = "第１条　この規則は、鰺ヶ沢町長の権限に属する事務①を委任する。\r\n";
    let utf_16 = |big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() })
            .collect()
    };
    let marked = |mark: &[u8], body: &[u8]| [mark, body].concat();
    let cp932 = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let euc = encoding_rs::EUC_JP.encode("第１条　委任").0.into_owned();
    for bytes in [
        text.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", text.as_bytes()),
        marked(b"\xff\xfe", &utf_16(false)),
        marked(b"\xfe\xff", &utf_16(true)),
        utf_16(false),
        utf_16(true),
        cp932,
    ] {
        assert_eq!(text_of("a.txt", &bytes), text);
    }
    assert_eq!(text_of("a.txt", &euc), "第１条　委任");
    for bytes in [&b"\x81\xff\xfe\xff"[..], b"\x00\x01\x02\x03\x04\x00", b"\xff\xfe\x00\xd8"] {
        assert_eq!(read_text("a.txt", bytes), Err(DocumentError::Encoding), "{bytes:?}");
    }
}

#[test]
fn what_nobody_sees_is_no_part_of_any_document() {
    let text = "規則第\u{200e}5号\n第\u{200b}1条　市長は、事務を教育長に委\u{ad}任する。\n附\u{200b}則\n葛\u{e0100}城市の第\u{e0100}1条";
    let seen = "規則第5号\n第1条　市長は、事務を教育長に委任する。\n附則\n葛\u{e0100}城市の第1条";
    let filled = [text.as_bytes(), &[0x1a, 0, 0, 0][..]].concat();
    assert_eq!(text_of("a.txt", &filled), seen);
    assert_eq!(text_of("a.txt", format!("\u{feff}{text}\0").as_bytes()), seen);
    let page = text.replace('\n', "<br>").replace('\u{ad}', "&shy;").replace('\u{200b}', "&#8203;");
    assert_eq!(text_of("a.html", format!("<html>{page}").as_bytes()).trim_end(), seen);
    let runs: Vec<String> = text
        .split('\n')
        .map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"))
        .collect();
    let document = format!("<w:document {W}><w:body>{}</w:body></w:document>", runs.concat());
    assert_eq!(text_of("a.docx", &docx(&[("word/document.xml", &document)])).trim_end(), seen);
}

#[test]
fn a_page_of_an_ordinance_system() {
    let page = include_bytes!("../../tests/fixtures/law/reiki-page.html");
    let ordinance = ordinance_of("reiki.html", page);
    assert_eq!(ordinance.title.as_deref(), Some("朝霧市長の権限に属する事務の委任等に関する規則"));
    assert_eq!(
        ordinance.number.as_ref().map(ToString::to_string).as_deref(),
        Some("平成19年規則第11号")
    );
    let told: Vec<&str> = ordinance.provisions.iter().map(|p| p.citation.as_str()).collect();
    let expected = include_str!("../../tests/fixtures/law/reiki-page.expected");
    assert_eq!(told, expected.lines().collect::<Vec<_>>());
    let sjis = encoding_rs::SHIFT_JIS
        .encode(&String::from_utf8_lossy(page).replace("utf-8", "Shift_JIS"))
        .0
        .into_owned();
    assert_eq!(ordinance_of("reiki.html", &sjis), ordinance);
}

#[test]
fn white_space_in_html_is_no_text() {
    let text = text_of("a.html", "<html><p>第1条&nbsp;この\n   規則は、<b>市長</b>の\n<i>事務</i>を<br>委任\tする。<script>第2条 x</script></p><p hidden></p>".as_bytes());
    assert_eq!(text, "第1条 この規則は、市長の事務を\n委任 する。\n");
}

#[test]
fn tables_in_html_are_rows() {
    let html = "<table><tr><th>項</th><th>機関</th><th>事務</th></tr><tr><td>1</td><td rowspan=2>町長</td><td>医療費</td></tr><tr><td>2</td><td>手当</td></tr><tr><td>3</td><td>教育長</td><td><p>(1) 奨学金</p><p>(2) 図書館</p></td></tr></table>";
    let text = format!("<html><p>別表第1(第2条関係)</p>{html}");
    let ordinance =
        ordinance_of("a.html", format!("{}{text}", "<p>第1条 別に定める。</p>").as_bytes());
    let told: Vec<(&str, &str)> = ordinance
        .provisions
        .iter()
        .skip(1)
        .map(|p| (p.citation.as_str(), p.text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("別表第1の1の項", "町長 医療費"),
            ("別表第1の2の項", "手当"),
            ("別表第1の3の項", "教育長"),
            ("別表第1の3の項第1号", "奨学金"),
            ("別表第1の3の項第2号", "図書館"),
        ]
    );
}

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

#[test]
fn paragraphs_numbers_and_tables_of_word() {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document {W}><w:body>\
         <w:p><w:r><w:t>○朝霧市事務委任規則</w:t></w:r></w:p>\
         <w:p><w:r><w:t>平成19年3月20日</w:t><w:tab/><w:t>規則第11号</w:t></w:r></w:p>\
         <w:p><w:r><w:t>第1条　次に掲げる事務を</w:t></w:r><w:del><w:r><w:delText>副市長</w:delText></w:r></w:del><w:r><w:t>教育長に委任する。</w:t></w:r></w:p>\
         <w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>奨学金 &amp; 給付</w:t></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"item\"/></w:pPr><w:r><w:t>図書館</w:t></w:r></w:p>\
         <w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>貸出し</w:t></w:r></w:p>\
         <w:p><w:r><w:t>別表（第1条関係）</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>町長</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         </w:body></w:document>"
    );
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\">\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimalFullWidth\"/><w:lvlText w:val=\"（%1）\"/></w:lvl>\
         <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"aiueoFullWidth\"/><w:lvlText w:val=\"%2\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"item\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let bytes = docx(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ]);
    let ordinance = ordinance_of("規則.docx", &bytes);
    assert_eq!(
        ordinance.number.as_ref().map(ToString::to_string).as_deref(),
        Some("平成19年規則第11号")
    );
    let told: Vec<(&str, &str)> =
        ordinance.provisions.iter().map(|p| (p.citation.as_str(), p.text.as_str())).collect();
    assert_eq!(
        told,
        [
            ("第1条第1項", "次に掲げる事務を教育長に委任する。"),
            ("第1条第1項第1号", "奨学金 & 給付"),
            ("第1条第1項第2号", "図書館"),
            ("第1条第1項第2号ア", "貸出し"),
            ("別表の1の項", "町長"),
        ]
    );
}

#[test]
fn merged_cells_and_header_rows_of_word() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"
        )
    };
    let (begins, goes_on) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let rows = [
        format!(
            "<w:trPr><w:tblHeader/></w:trPr>{}{}{}",
            cell("", "番"),
            cell("<w:gridSpan w:val=\"2\"/>", "手続"),
            cell("", "取扱い")
        ),
        format!(
            "{}{}{}{}",
            cell("", "1"),
            cell("", "保護"),
            cell("", "生活保護法"),
            cell(begins, "福祉事務所長")
        ),
        format!(
            "{}{}{}",
            cell("", "2"),
            cell("<w:gridSpan w:val=\"2\"/>", "手当"),
            cell(goes_on, "")
        ),
        format!("{}{}{}{}", cell("", "3"), cell("", "農地"), cell("", "農地法"), cell("", "")),
    ];
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    let document = format!(
        "<w:document {W}><w:body><w:p><w:r><w:t>第1条　次の表の左欄に掲げる事務を同表の右欄に掲げる者に委任する。</w:t></w:r></w:p><w:tbl>{rows}</w:tbl></w:body></w:document>"
    );
    let ordinance = ordinance_of("a.docx", &docx(&[("word/document.xml", &document)]));
    let told: Vec<(&str, Option<&str>)> = ordinance
        .provisions
        .iter()
        .skip(1)
        .map(|p| (p.citation.as_str(), p.counterpart.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("第1条第1項の表の1の項", Some("福祉事務所長")),
            ("第1条第1項の表の2の項", Some("福祉事務所長")),
            ("第1条第1項の表の3の項", None),
        ]
    );
}

#[test]
fn lists_of_word_go_on_and_begin_anew_as_word_counts_them() {
    let paragraph = |list: &str, words: &str| {
        format!("<w:p><w:pPr>{list}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let list =
        |id: u32| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{id}\"/></w:numPr>");
    let article = "<w:pStyle w:val=\"below\"/>";
    let document = format!(
        "<w:document {W}><w:body>{}{}{}{}{}{}{}</w:body></w:document>",
        paragraph(article, "市長は、次の事務を教育長に委任する。"),
        paragraph(&list(2), "奨学金"),
        paragraph(&list(3), "図書館"),
        paragraph(article, "市長は、次の事務を教育長に委任する。"),
        paragraph(&list(4), "学校"),
        paragraph(&list(4), "給食"),
        paragraph(&list(0), "なお、報告を要する。"),
    );
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"第%1条\"/></w:lvl></w:abstractNum>\
         <w:abstractNum w:abstractNumId=\"1\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"(%1)\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"4\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>"
    );
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"article\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:styleId=\"below\"><w:basedOn w:val=\"article\"/></w:style></w:styles>"
    );
    let bytes = docx(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ]);
    let ordinance = ordinance_of("a.docx", &bytes);
    let told: Vec<&str> = ordinance.provisions.iter().map(|p| p.citation.as_str()).collect();
    assert_eq!(
        told,
        [
            "第1条第1項",
            "第1条第1項第1号",
            "第1条第1項第2号",
            "第2条第1項",
            "第2条第1項第1号",
            "第2条第1項第2号"
        ]
    );
}

#[test]
fn references_in_attributes_of_word_are_resolved() {
    let document = format!(
        "<w:document {W}><w:body>\
         <w:p><w:pPr><w:pStyle w:val=\"甲&#x26;乙\"/></w:pPr><w:r><w:t>奨学金&#x30;<![CDATA[<&]]></w:t></w:r></w:p>\
         </w:body></w:document>"
    );
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"&#48;\">\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"&#xff08;%1&#xff09;&#x3000;&amp;\"/></w:lvl>\
         </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
    );
    let styles = format!(
        "<w:styles {W}><w:style w:styleId=\"甲&amp;乙\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let bytes = docx(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ]);
    assert_eq!(text_of("a.docx", &bytes), "（1）\u{3000}&\u{3000}奨学金0<&\n");
}

#[test]
fn no_part_of_word_brings_entities_of_its_own() {
    let document = |words: &str| {
        format!(
            "<w:document {W}><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:document>"
        )
    };
    let whole = document("規則");
    assert_eq!(text_of("a.docx", &docx(&[("word/document.xml", &whole)])), "規則\n");
    let unknown = docx(&[("word/document.xml", &document("規&nbsp;則"))]);
    assert_eq!(read_text("a.docx", &unknown), Err(DocumentError::Damaged));
    for part in ["word/numbering.xml", "word/styles.xml"] {
        for content in [
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a/>",
            "<a><style styleId=\"&x;\"/><num numId=\"&x;\"/></a>",
            "<a>",
        ] {
            let bytes = docx(&[("word/document.xml", &whole), (part, content)]);
            let read = read_text("a.docx", &bytes);
            assert_eq!(read, Err(DocumentError::Damaged), "{part} {content}");
        }
    }
}

#[test]
fn one_text_of_word_has_a_limit() {
    let words = "規".repeat((1 << 20) / 3 + 1);
    let document = format!("<w:document {W}><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:document>");
    let bytes = docx(&[("word/document.xml", &document)]);
    assert_eq!(read_text("a.docx", &bytes), Err(DocumentError::TooLarge));
}

#[test]
fn pages_that_are_only_pictures_have_no_text() {
    let word = |body: &str| {
        let document = format!(
            "<w:document xmlns:w=\"w\"><w:body><w:p><w:r>{body}</w:r></w:p></w:body></w:document>"
        );
        docx(&[("word/document.xml", &document)])
    };
    assert_eq!(read_text("a.docx", &word("<w:drawing/>")), Ok(DocumentText::NoText));
    assert_eq!(text_of("a.docx", &word("<w:drawing/><w:t>規則</w:t>")).trim(), "規則");
    let page = |body: &str| format!("<html><head><title>規則</title></head><body>{body}</body>");
    assert_eq!(read_text("a.html", page("<img src=1.png>").as_bytes()), Ok(DocumentText::NoText));
    assert_eq!(text_of("a.html", page("<img src=1.png>規則").as_bytes()).trim(), "規則");
    assert_eq!(read_text("a.txt", " \r\n　".as_bytes()), Ok(DocumentText::NoText));
}

#[test]
fn a_broken_or_foreign_document_is_an_error() {
    assert_eq!(read_text("a.docx", b"PK\x03\x04broken"), Err(DocumentError::Damaged));
    let no_document = docx(&[("other.xml", "<a/>")]);
    assert_eq!(read_text("a.docx", &no_document), Err(DocumentError::Damaged));
    let doctype = docx(&[("word/document.xml", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>")]);
    assert_eq!(read_text("a.docx", &doctype), Err(DocumentError::Damaged));
    let unclosed = docx(&[("word/document.xml", "<w:document><w:p></w:q>")]);
    assert_eq!(read_text("a.docx", &unclosed), Err(DocumentError::Damaged));
    assert_eq!(read_text("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1"), Err(DocumentError::Unsupported));
}

mod any_bytes {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_page_panics(html in "(<(/?)(table|tr|td|p|br|div|script|head|td rowspan=9)>|[第1条(\\) 項あ\n]){0,60}") {
            let _ = read_text("a.html", html.as_bytes());
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), name in "[a-z]\\.(txt|html|docx|pdf)") {
            let _ = read_text(&name, &bytes);
        }
    }
}
