//! Look-alikes, one at a time.

use crate::layout::Layout;
use crate::layout_diff::{RetiredProcedure, diff};
use crate::pack::{Pack, TableKind};
use crate::successor::EvidenceKind;
use crate::table::read_csv;

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
    assert_eq!(found.len(), 2);
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

/// Three procedures of one affair, whose codes end in the first digit and the two that follow.
fn three(affair: &str, inquirer: &str, first: u32) -> [String; 3] {
    let row = |n: u32, name: &str| {
        format!(
            "16,{affair},JT0101000000000{},{name},第十二条第{n}号,{inquirer},市町村長,2",
            first + n - 1
        )
    };
    [row(1, "認定の申請の受理"), row(2, "現況の届出の受理"), row(3, "支給の停止の決定")]
}

/// The candidates of each of three old procedures among three new ones and what else there is.
fn of_three(old: &[String; 3], new: &[String; 3], other: Option<&str>) -> Vec<Vec<String>> {
    let old: Vec<&str> = old.iter().map(String::as_str).chain(other).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).chain(other).collect();
    pairs(&old, &new).into_iter().map(|(_, candidates)| candidates).collect()
}

const FULL: &str = "障害者の日常生活及び社会生活を総合的に支援するための法律による自立支援医療費の支給に関する事務";
const SHORT: &str = "障害者総合支援法による自立支援医療費の支給に関する事務";
const FOUND: [[&str; 1]; 3] = [["5"], ["6"], ["7"]];

#[test]
fn an_affair_whose_law_got_a_short_name_lives_on() {
    let found = of_three(&three(FULL, "市町村長", 1), &three(SHORT, "市町村長", 5), None);
    assert_eq!(found, FOUND);
}

#[test]
fn an_affair_with_the_subject_of_none_other_may_get_another_law() {
    let before = "障害者自立支援法による自立支援医療費の支給に関する事務";
    let found = of_three(&three(before, "市町村長", 1), &three(FULL, "市町村長", 5), None);
    assert_eq!(found, FOUND);
    // Where a third affair has the subject too, it does not tell which of them it was.
    let third = "17,健康保険法による自立支援医療費の支給に関する事務,JT01010000000009,資格の確認,第十三条第一号,健康保険組合,市町村長,2";
    let found = of_three(&three(before, "市町村長", 1), &three(FULL, "市町村長", 5), Some(third));
    assert_eq!(found, [[""; 0]; 3]);
}

#[test]
fn affairs_of_two_laws_stay_two_though_their_procedures_have_the_same_names() {
    let allowance = |name: &str| format!("{name}法による{name}の支給に関する事務");
    let old = three(&allowance("児童手当"), "市町村長", 1);
    let new = three(&allowance("児童扶養手当"), "市町村長", 5);
    assert_eq!(of_three(&old, &new, None), [[""; 0]; 3]);
}

#[test]
fn an_affair_may_be_handed_to_another_authority() {
    let old = three(FULL, "厚生労働大臣", 1);
    let found = of_three(&old, &three(FULL, "内閣総理大臣", 5), None);
    assert_eq!(found, FOUND);
    // One authority is left and the other was there before: only its own procedures go on.
    let stays = "16,障害者の日常生活及び社会生活を総合的に支援するための法律による自立支援医療費の支給に関する事務,JT01010000000009,費用の徴収,第十二条第九号,内閣総理大臣,市町村長,2";
    let same = "18,認定に関する事務,JT01010000000002,認定の申請の受理,第十九条第一号,厚生労働大臣,市町村長,2";
    let come = "18,認定に関する事務,JT01010000000008,認定の申請の却下,第二十条第一号,内閣総理大臣,市町村長,2";
    assert_eq!(of_three(&old, &three(FULL, "内閣総理大臣", 5), Some(stays)), FOUND);
    assert_eq!(pairs(&[same], &[come]), [("2".to_owned(), vec![])]);
}

#[test]
fn another_act_in_another_item_is_another_procedure() {
    let row = |id: u32, item: u32, act: &str| {
        format!(
            "99,被災者生活再建支援金の支給に関する事務,JT0101000000000{id},支援金の支給の停止の解除の申請{act},第九十九条第{item}号,都道府県知事,市町村長,2"
        )
    };
    let (old, new) = (row(1, 12, "に係る事実の確認"), row(5, 4, "に係る事実についての審査"));
    assert_eq!(pairs(&[&old], &[&new]), [("1".to_owned(), vec![])]);
    // Under its own item the act may have got another word.
    let (old, new) = (row(1, 12, "の受理"), row(5, 12, "の受付"));
    assert_eq!(pairs(&[&old], &[&new]), [("1".to_owned(), vec!["5".to_owned()])]);
}

/// A procedure of one affair: the last digit of its code, its item, its name and who asks.
fn of(id: u32, item: &str, name: &str, inquirer: &str) -> String {
    format!(
        "74,児童手当法による児童手当の支給に関する事務,JT0101000000000{id},{name},第四十条{item},{inquirer},市町村長,2"
    )
}

#[test]
fn a_list_takes_in_what_it_lists_under_another_number_too() {
    let claim = of(1, "第一号", "認定の請求に係る事実についての審査に関する事務", "市町村長");
    let change = of(2, "第二号", "額の改定の届出に係る事実についての審査に関する事務", "市町村長");
    let death = of(3, "第三号", "死亡の届出に係る事実についての審査に関する事務", "市町村長");
    let both = of(5, "第七号", "認定請求又は額改定届出に関する事務", "市町村長");
    let found = retired(&[&claim, &change, &death], &[&both]);
    let offered = |i: usize| found[i].candidates.first().map(|c| &c.evidence);
    for i in [0, 1] {
        let evidence = offered(i).expect("it is taken in");
        assert!(evidence.iter().any(|e| e.kind == EvidenceKind::Merged), "{i} {found:?}");
    }
    assert_eq!(offered(2), None, "{found:?}");
    // And the other way: a list is split.
    let list = of(5, "第七号", "認定請求又は額改定届出", "市町村長");
    let split =
        [of(1, "第一号", "認定請求", "市町村長"), of(2, "第二号", "額改定届出", "市町村長")];
    let found = pairs(&[&list], &[&split[0], &split[1]]);
    assert_eq!(found[0].1.len(), 2, "{found:?}");
}

#[test]
fn what_another_old_one_was_called_is_not_taken_for_a_new_name() {
    let claim = of(1, "第一号", "児童手当の認定の請求の受理", "市町村長");
    let change = of(2, "第二号", "児童手当の額の改定の請求の受理", "市町村長");
    // The claim is abolished and the other moves to its number.
    let moved = of(5, "第一号", "児童手当の額の改定の請求の受理", "市町村長");
    let found = pairs(&[&claim, &change], &[&moved]);
    assert_eq!(found, [("1".to_owned(), vec![]), ("2".to_owned(), vec!["5".to_owned()])]);
}

#[test]
fn a_merger_brings_its_authority_with_it() {
    let society = of(1, "第一号", "保険給付の支給の申請の受理", "健康保険組合");
    let union = of(2, "第二号", "保険給付の支給の申請の受理", "全国健康保険協会");
    let only = of(5, "第二号", "保険給付の支給の申請又は額の改定の請求の受理", "全国健康保険協会");
    let both = only.replace("全国健康保険協会", "全国健康保険協会又は健康保険組合");
    let found = pairs(&[&society, &union], &[&only]);
    assert_eq!(found, [("1".to_owned(), vec![]), ("2".to_owned(), vec!["5".to_owned()])]);
    let found = pairs(&[&society, &union], &[&both]);
    let merged = |old: &str| (old.to_owned(), vec!["5".to_owned()]);
    assert_eq!(found, [merged("1"), merged("2")]);
}

fn of_names(names: &[String], first: usize) -> Layout {
    let row = |(place, name): (usize, &String)| crate::layout::LayoutRow {
        affair_name: "児童手当法による児童手当又は特例給付の支給に関する事務".to_owned(),
        procedure_id: format!("JT0101{:010}", first + place).parse().unwrap(),
        procedure_name: name.clone(),
        legal_basis: format!("第四十条第{}号", place + 1),
        inquirer: "市町村長".to_owned(),
        provider: "市町村長".to_owned(),
        affair_number: None,
        affair_id: None,
        information_number: None,
        information_name: String::new(),
        version: String::new(),
        valid_from: None,
        valid_to: None,
        revision: None,
    };
    Layout::from_rows(names.iter().enumerate().map(row))
}

proptest::proptest! {
    #[test]
    fn whatever_names_say_each_candidate_is_a_new_procedure_and_offered_once(
        old in proptest::collection::vec("[認定請求届出又は及び、の児童手当受理審査応答等（）照会第一条関する事務 ]{0,24}", 1..6),
        new in proptest::collection::vec("[認定請求届出又は及び、の児童手当受理審査応答等（）照会第一条関する事務 ]{0,24}", 1..6),
    ) {
        let (old, new) = (of_names(&old, 1), of_names(&new, 101));
        let result = diff(&old, &new, Pack::standard());
        proptest::prop_assert_eq!(result.retired.len(), old.procedures().count());
        for retired in &result.retired {
            let mut ids: Vec<_> = retired.candidates.iter().map(|c| c.id).collect();
            proptest::prop_assert!(ids.iter().all(|id| new.procedure(*id).is_some()));
            ids.sort_unstable();
            ids.dedup();
            proptest::prop_assert_eq!(ids.len(), retired.candidates.len());
            let scores: Vec<f32> = retired.candidates.iter().map(|c| c.score).collect();
            proptest::prop_assert!(scores.iter().all(|s| (0.0..=1.0).contains(s)), "{:?}", scores);
        }
        // The same layout again says the same, and against itself nothing is retired.
        proptest::prop_assert_eq!(&diff(&old, &new, Pack::standard()).retired, &result.retired);
        proptest::prop_assert!(diff(&old, &old, Pack::standard()).retired.is_empty());
    }
}
