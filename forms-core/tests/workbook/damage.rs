//! Workbooks that are cut or changed anywhere: always a table, with a finding where anything is
//! lost, and never a panic.

use std::time::{Duration, Instant};

use forms_core::finding::Severity;
use forms_core::form_book::ReadBack;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::{self};
use proptest::prelude::*;

use super::made::*;

fn rich() -> Made {
    let header = row(1, &[HEADER[0], HEADER[1], "<c r=\"{}\" t=\"s\"><v>0</v></c>"]);
    let record = row(2, &[RECORD[0], RECORD[1], "<c r=\"{}\" s=\"1\"><v>43633</v></c>"]);
    let sheet = format!(
        "<dimension ref=\"A1:C2\"/><cols><col min=\"9\" max=\"9\" hidden=\"1\"/></cols><sheetData>{header}{record}</sheetData>\
         <mergeCells count=\"1\"><mergeCell ref=\"E9:F9\"/></mergeCells>"
    );
    Made::sheet(&sheet).with_styles(&["yyyy/m/d"]).with_strings(&["<t>適用開始日</t>"])
}

#[test]
fn cut_anywhere() {
    let whole = rich().bytes();
    assert_eq!(found(&layout(&whole)), []);
    for end in 0..whole.len() {
        let table = layout(&whole[..end]);
        assert!(table.findings.iter().any(|f| f.severity >= Severity::Error), "cut at {end}");
    }
}

#[test]
fn a_part_cut_anywhere() {
    for (name, content) in rich().parts {
        let text = String::from_utf8(content).unwrap();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let mut made = rich();
            made.change(&name, |_| text[..end].to_owned());
            // The list of types is not needed here; a cut one does no harm.
            let harmless = name == "[Content_Types].xml";
            assert!(harmless || !made.layout().findings.is_empty(), "{name} cut at {end}");
        }
    }
}

/// One to four changed bytes in a workbook and in a CSV: a finding, or the same table, and nothing
/// takes long. `MUTATIONS` sets how many files of each are tried.
#[test]
fn changed_at_random() {
    let rounds = std::env::var("MUTATIONS").map_or(2000, |n| n.parse().unwrap());
    let (workbook, csv) = (rich().bytes(), CSV.as_bytes().to_vec());
    let kind = TableKind::Layout;
    let read_csv = |bytes: &[u8]| table::read_csv(bytes, kind, Pack::standard()).unwrap();
    let expected = layout(&workbook);
    assert_eq!((found(&expected), found(&read_csv(&csv))), (vec![], vec![]));
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut changed = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            bytes[at] = u8::try_from(random(256)).unwrap();
        }
        bytes
    };
    let mut longest = Duration::ZERO;
    let mut compared = 0;
    for round in 0..rounds {
        let (workbook, csv) = (changed(&workbook), changed(&csv));
        let start = Instant::now();
        let table = layout(&workbook);
        let _ = ReadBack::new(&workbook, Pack::standard());
        read_csv(&csv);
        longest = longest.max(start.elapsed());
        if table.findings.is_empty() {
            compared += 1;
            assert_eq!(table.rows, expected.rows, "round {round}: changed without a finding");
        }
    }
    assert!(compared > rounds / 100, "only {compared} of {rounds} workbooks without a finding");
    assert!(longest < Duration::from_secs(1), "{longest:?}");
}

const CSV: &str = "事務番号,事務手続コード,事務手続名,根拠規定,適用開始日\r\n\
    74,JT01010000000001,\"認定の\n請求\",第四十条第一号,2019-06-17\r\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn changed_bytes_of_the_archive(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = rich().bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = layout(&bytes);
    }

    #[test]
    fn changed_xml(
        part in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        cut in 0_usize..12,
        insert in "([<>/&\"=;:A-Zr0-9 ]|<row>|<c>|</c>|<v>|</row>|<is>|&amp;|<!\\[CDATA\\[|r=\"A1\"|t=\"s\"|-->|<!--){0,3}"
    ) {
        let mut made = rich();
        let index = part.index(made.parts.len());
        let text = String::from_utf8(made.parts[index].1.clone()).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let at = at.index(chars.len());
        let mut changed: String = chars[..at].iter().collect();
        changed.push_str(&insert);
        changed.extend(chars.iter().skip(at + cut));
        made.parts[index].1 = changed.into_bytes();
        let _ = made.layout();
    }
}
