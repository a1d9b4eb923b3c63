//! Workbooks that are cut or changed anywhere: always a table, with a finding where anything is
//! lost, and never a panic.

use forms_core::finding::Severity;
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
