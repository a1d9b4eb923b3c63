//! Look-alikes, one at a time.

use crate::layout::{EvidenceKind, Layout, RetiredProcedure, diff};
use crate::pack::Pack;
use crate::workbook::table::{TableKind, read_csv};

const HEADER: &str =
    "事務番号,事務名,事務手続コード,事務手続名,根拠規定,情報照会者,情報提供者,特定個人情報番号\n";

fn layout(rows: &[&str]) -> Layout {
    let text = format!("{HEADER}{}\n", rows.join("\n"));
    let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
    assert_eq!(table.findings, []);
    Layout::from_table(&table)
}

fn retired(old: &[&str], new: &[&str]) -> Vec<RetiredProcedure> {
    diff(&layout(old), &layout(new), Pack::standard()).retired
}

/// The last digit of each retired procedure's code with those of its candidates.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(String, Vec<String>)> {
    let last = |id: &dyn ToString| id.to_string().chars().last().into_iter().collect::<String>();
    retired(old, new)
        .iter()
        .map(|r| (last(&r.id), r.candidates.iter().map(|c| last(&c.id)).collect()))
        .collect()
}

const PREFECTURE: &str = "16,負担能力の認定に関する事務,JT01010000000001,認定の申請の受理,第十二条第一号,都道府県知事,市町村長,2";
const MUNICIPALITY: &str = "16,負担能力の認定に関する事務,JT01010000000002,認定の申請の受理,第十二条第一号,市町村長,市町村長,2";
const NEW_PREFECTURE: &str = "17,負担能力の認定に関する事務,JT01010000000008,認定の申請の受理,第十二条第一号,都道府県知事,市町村長,2";
const NEW_MUNICIPALITY: &str = "17,負担能力の認定に関する事務,JT01010000000009,認定の申請の受理,第十二条第一号,市町村長,市町村長,2";

#[test]
fn the_same_name_for_prefectures_and_municipalities_is_told_apart() {
    let found = pairs(&[PREFECTURE, MUNICIPALITY], &[NEW_MUNICIPALITY, NEW_PREFECTURE]);
    assert_eq!(found[0].1.first().map(String::as_str), Some("8"));
    assert_eq!(found[1].1.first().map(String::as_str), Some("9"));
}

#[test]
fn one_of_two_look_alikes_may_be_abolished() {
    let found = pairs(&[PREFECTURE, MUNICIPALITY], &[NEW_MUNICIPALITY]);
    assert_eq!(found, [("1".into(), vec![]), ("2".into(), vec!["9".to_owned()])]);
}

#[test]
fn two_that_differ_in_the_party_only_may_be_merged() {
    let both = NEW_MUNICIPALITY.replace(",市町村長,市町村長", ",都道府県知事又は市町村長,市町村長");
    let found = retired(&[PREFECTURE, MUNICIPALITY], &[&both]);
    for procedure in &found {
        let kinds: Vec<_> = procedure.candidates[0].evidence.iter().map(|e| e.kind).collect();
        assert!(kinds.contains(&EvidenceKind::Merged), "{procedure:?}");
    }
}

#[test]
fn allowances_that_share_their_characters_do_not_replace_each_other() {
    let of = |number: u32, allowance: &str, id: u32| {
        format!(
            "{number},{allowance}法による{allowance}の支給に関する事務,JT0101000000000{id},{allowance}の認定の請求の受理,第四十条第一号,市町村長,市町村長,2"
        )
    };
    for (gone, come) in [
        ("児童手当", "児童扶養手当"),
        ("児童扶養手当", "特別児童扶養手当"),
        ("特別児童扶養手当", "児童手当"),
    ] {
        let stays = of(90, "福祉手当", 5);
        let found = pairs(&[&of(74, gone, 1), &stays], &[&of(74, come, 2), &stays]);
        assert_eq!(found, [("1".into(), vec![])], "{gone} {come}");
    }
}

#[test]
fn a_procedure_that_only_gained_the_party_says_so() {
    let named =
        NEW_MUNICIPALITY.replace("認定の申請の受理", "認定の申請の受理（市町村長への照会）");
    let found = retired(&[MUNICIPALITY], &[&named]);
    let candidate = &found[0].candidates[0];
    assert!(candidate.evidence.iter().any(|e| e.kind == EvidenceKind::NameGainedParty));
    assert!(candidate.evidence.iter().any(|e| e.kind == EvidenceKind::SameLegalBasis));
    assert!(candidate.against.is_empty(), "{candidate:?}");
}
