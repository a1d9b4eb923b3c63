//! Texts as other systems write them: what stands around a table, characters that nobody sees, encodings, quoting.
//! Each is the same table, or has a finding that names what is wrong; near misses stay as they are.

use forms_core::finding::Lang;
use forms_core::pack::{LayoutColumn, Pack, TableKind};
use forms_core::table::{MAX_FILE, Table, TableFile, guess, preview, read_registry, read_with};

use super::made::*;

const ROWS: [[&str; 3]; 2] =
    [["JT01010000000214", "認定の請求", "2019-06-17"], ["JT01010000000215", "届出", "2019-06-18"]];

/// The table as a CSV whose cells are written by `cell`.
fn csv(separator: &str, line_end: &str, cell: impl Fn(&str) -> String) -> String {
    let header = [HEADER[0], HEADER[1], HEADER[2]];
    let lines = std::iter::once(header).chain(ROWS);
    lines.map(|line| line.map(&cell).join(separator) + line_end).collect()
}

fn plain() -> String {
    csv(",", "\r\n", str::to_owned)
}

fn texts(table: &Table) -> Vec<Vec<String>> {
    table.rows.iter().map(|r| r.cells.iter().map(|c| c.text.trim().to_owned()).collect()).collect()
}

#[track_caller]
fn is_the_table(name: &str, bytes: &[u8]) {
    let table = layout(bytes);
    assert_eq!(found(&table), [], "{name}");
    assert_eq!(texts(&table), ROWS, "{name}");
}

fn sjis(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[test]
fn what_old_programs_write_behind_the_end() {
    let text = plain();
    for (name, behind) in [
        ("end mark", b"\x1a".to_vec()),
        ("end mark in a line", b"\x1a\r\n".to_vec()),
        ("a block of end marks", vec![0x1a; 100]),
        ("end mark and a block", [vec![0x1a], vec![0; 127]].concat()),
        ("one NUL", vec![0]),
        ("an odd block", vec![0; 513]),
        ("NULs in lines", b"\0\0\r\n\0\0".to_vec()),
    ] {
        is_the_table(name, &[sjis(&text), behind.clone()].concat());
        is_the_table(name, &[text.clone().into_bytes(), behind].concat());
    }
    is_the_table("no last line break", &[sjis(text.trim_end()), vec![0x1a]].concat());
    is_the_table("padded fields", &sjis(&csv(",", "\r\n", |cell| format!("{cell}\0\0\0"))));
}

#[test]
fn characters_that_nobody_sees() {
    let text = plain();
    let changed = |from: &str, to: &str| text.replace(from, to).into_bytes();
    is_the_table("in a code", &changed("JT0101", "JT\u{200b}0101"));
    is_the_table("around a code", &changed(ROWS[0][0], "\u{200e}JT01010000000214\u{200f}"));
    is_the_table("in a header", &changed("手続コード", "手続\u{ad}コ\u{fe0f}ード"));
    is_the_table("in a day", &changed("2019-06-17", "2019\u{2060}-06-17"));
    is_the_table("in a name", &changed("認定", "認\u{200d}定"));
    is_the_table("isolates", &changed(ROWS[0][0], "\u{2068}JT01010000000214\u{2069}"));
    let marked = |text: &str| text.replace("\r\n", "\r\n\u{feff}");
    is_the_table("a mark in each line", format!("\u{feff}\u{feff}{}", marked(&text)).as_bytes());
    let quoted = csv(",", "\r\n", |cell| format!("\"{cell}\""));
    is_the_table("marks before quotes", format!("\u{feff}\u{feff}{}", marked(&quoted)).as_bytes());
    // The shape of a kanji belongs to the name.
    let table = layout(&changed("認定", "葛\u{e0100}城"));
    assert_eq!(
        table.rows[0].text(table.column(LayoutColumn::ProcedureName)),
        "葛\u{e0100}城の請求"
    );
    // The same in a workbook.
    let header = HEADER.iter().map(|h| format!("{h}\u{200b}")).collect::<Vec<_>>();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let record = ["\u{200e}JT01010000000214", "認定", "2019-06-17\u{feff}"];
    let made =
        Made::sheet(&format!("<sheetData>{}{}</sheetData>", row(1, &header), row(2, &record)));
    assert_eq!(found(&made.layout()), []);
}

#[test]
fn a_message_names_what_nobody_sees() {
    for (filler, name) in [('\u{3164}', "U+3164"), ('\u{2800}', "U+2800")] {
        let code = format!("JT01{filler}010000000214");
        let table = layout(plain().replace(ROWS[0][0], &code).as_bytes());
        assert_eq!(found_codes(&table), ["XLS-005"]);
        for lang in [Lang::Ja, Lang::En] {
            let message = table.findings[0].message(lang);
            assert!(message.contains(name), "{message}");
        }
        let table =
            layout(plain().replace("手続コード", &format!("手続{filler}コード")).as_bytes());
        let message = table.findings[0].message(Lang::Ja);
        assert!(message.contains(name), "{message}");
    }
}

#[test]
fn formulas_that_keep_a_text() {
    let formula = |cell: &str| format!("=\"{cell}\"");
    is_the_table("plain", sjis(&csv(",", "\r\n", formula)).as_slice());
    is_the_table("tabs", csv("\t", "\n", formula).as_bytes());
    is_the_table("quoted", csv(",", "\r\n", |c| format!("\"=\"\"{c}\"\"\"")).as_bytes());
    is_the_table("a blank before", csv(", ", "\r\n", formula).as_bytes());
    let comma =
        layout(plain().replace("認定の", "=\"認定,の\"").replace("\"請求", "請求\"").as_bytes());
    assert_eq!(texts(&comma)[0][1], "認定,の請求");
    for near in ["=\"JT0101\"&\"0000000214\"", "=A1", "=0101"] {
        let table = layout(plain().replace(ROWS[0][0], near).as_bytes());
        assert_eq!(found_codes(&table), ["XLS-005"], "{near}");
        assert_eq!(texts(&table)[0][0], near);
    }
}

#[test]
fn encodings_of_mail_and_of_windows() {
    let text = plain();
    let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    let little: Vec<u8> = units(&text).into_iter().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units(&text).into_iter().flat_map(u16::to_be_bytes).collect();
    is_the_table("UTF-16LE", &little);
    is_the_table("UTF-16BE", &big);
    is_the_table("with NULs", &[big, vec![0; 64]].concat());
    is_the_table("with an end mark", &[b"\xff\xfe".as_slice(), &little, b"\x1a\0"].concat());
    let (mail, _, _) = encoding_rs::ISO_2022_JP.encode(&text);
    is_the_table("ISO-2022-JP", &mail);
    let euc = encoding_rs::EUC_JP.encode(&text).0;
    assert_eq!(found_codes(&layout(&euc)), ["XLS-014"]);
}

#[test]
fn line_breaks_and_blanks_around_quotes() {
    is_the_table("CR", csv(",", "\r", str::to_owned).as_bytes());
    let quoted = |cell: &str| format!("\"{cell}\"");
    for separator in [", ", " , ", ",　", ",\t", ",\u{a0}"] {
        is_the_table(separator, csv(separator, "\r\n", quoted).as_bytes());
    }
    let name = |cell: &str| {
        let table = layout(plain().replacen("認定の請求", cell, 1).as_bytes());
        (texts(&table).first().map(|row| row[1].clone()).unwrap_or_default(), table.rows.len())
    };
    assert_eq!(name("\"認定の\r請求\""), ("認定の\n請求".to_owned(), 2), "a lone CR");
    assert_eq!(name(" \"認定, の\""), ("認定, の".to_owned(), 2));
    // Near misses: the marks are text.
    assert_eq!(name(" 5\" 管"), ("5\" 管".to_owned(), 2));
    assert_eq!(name(" \"認\"定"), ("\"認\"定".to_owned(), 2));
    assert_eq!(name(" \"認定"), ("\"認定".to_owned(), 2));
}

#[test]
fn many_blanks_before_quotes_take_no_longer() {
    let start = std::time::Instant::now();
    for cell in [" \"a", " \"\"", " =\"", "=\"", " \"\"\"a\"b"] {
        layout(format!("a,b\n{}", format!("{cell},").repeat(20_000)).as_bytes());
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

/// One guard for every way in.
#[test]
fn a_file_that_is_too_large_is_not_read() {
    let pack = Pack::standard();
    let mut bytes = plain().into_bytes();
    bytes.resize(usize::try_from(MAX_FILE).unwrap() + 1, b' ');
    let file = TableFile { name: "a.csv", bytes: &bytes };
    for table in [
        read_with(file, TableKind::Layout, pack, &[]).unwrap(),
        read_registry(file, pack, &[]).unwrap(),
    ] {
        assert_eq!(found_codes(&table), ["XLS-010"]);
        assert!(table.rows.is_empty());
    }
    assert_eq!(preview(&bytes, pack).unwrap_err().code.as_str(), "XLS-010");
    assert_eq!(guess(&bytes, pack, &[]), None);
    assert!(forms_core::reference::read_expected(&bytes, pack).findings.len() == 1);
}

/// The list of expected applicants in every format.
#[test]
fn the_expected_list_is_read_from_every_format() {
    let rows = [["団体コード", "団体名"], ["312011", "鳥取市"], ["", "米子市"], ["", "# 済"]];
    let list = |made: &[u8]| {
        let list = forms_core::reference::read_expected(made, Pack::standard());
        match list.findings.first() {
            Some(finding) => Err(finding.message(forms_core::finding::Lang::En)),
            None => Ok(list.applicants.iter().map(|a| a.code.to_string()).collect::<Vec<_>>()),
        }
    };
    let xml: String = (1..).zip(&rows).map(|(n, cells)| row(n, cells)).collect();
    let xlsx = Made::sheet(&format!("<sheetData>{xml}</sheetData>")).bytes();
    assert_eq!(list(&xlsx).unwrap(), ["312011", "312029"]);
    let cells =
        |texts: &[&'static str; 2]| texts.iter().map(|t| super::xlsb::Cell::Text(t)).collect();
    let records: Vec<_> = (0..).zip(&rows).map(|(n, texts)| (n, false, cells(texts))).collect();
    let xlsb = super::xlsb::book(super::xlsb::sheet(&records), &[]).bytes();
    assert_eq!(list(&xlsb).unwrap(), ["312011", "312029"]);
    assert_eq!(
        list("団体コード,団体名\n\u{200b}312011\u{1a},鳥取市\n".as_bytes()).unwrap(),
        ["312011"]
    );
    assert_eq!(list(b"").unwrap(), Vec::<String>::new());
    // A workbook that cannot be read, and a row that names nobody.
    assert!(list(&xlsx[..xlsx.len() / 2]).unwrap_err().contains("workbook"));
    let nobody = row(1, &["団体"]) + &row(3, &["府中市"]);
    let error =
        list(&Made::sheet(&format!("<sheetData>{nobody}</sheetData>")).bytes()).unwrap_err();
    assert!(error.contains("Line 3"), "{error}");
}
