//! Carry-over from small registries, and that nothing is ever dropped.

use proptest::prelude::*;

use super::*;
use crate::application::{Action, Direction, Entered, Organ, Scope, Side};
use crate::finding::{Code, Lang};
use crate::layout_diff::diff;
use crate::pack::{LayoutColumn, TableKind};
use crate::table::read_csv;

const LAYOUT: &str = "事務番号,事務名,事務手続コード,事務手続名,根拠規定,情報照会者,情報提供者,特定個人情報番号,特定個人情報名,版番号,適用開始日\n";
const OLD: &str = "\
74,児童手当の支給に関する事務,JT01010000000001,認定の請求の受理,第四十条第一号,市町村長,市町村長,2,地方税関係情報,4.0,2018-07-01
74,児童手当の支給に関する事務,JT01010000000002,現況の届出の受理,第四十条第二号,市町村長,市町村長,2,地方税関係情報,4.0,2018-07-01
74,児童手当の支給に関する事務,JT01010000000003,未支払の手当の請求の受理,第四十条第三号,市町村長,市町村長,2,地方税関係情報,4.0,2018-07-01
74,児童手当の支給に関する事務,JT01010000000004,氏名変更の届出の受理,第四十条第四号,市町村長,市町村長,2,地方税関係情報,4.0,2018-07-01
";
/// 1 lives on, 2 is renamed under its code, 3 comes back as 9 and names the party, 4 is abolished, 8 is new.
const NEW: &str = "\
74,児童手当の支給に関する事務,JT01010000000001,認定の請求の受理,第四十条第一号,市町村長,市町村長,2,地方税関係情報,4.0,2019-06-17
74,児童手当の支給に関する事務,JT01010000000002,現況の届出の審査,第四十条第二号,市町村長,市町村長,2,地方税関係情報,4.0,2019-06-17
74,児童手当の支給に関する事務,JT01010000000009,未支払の手当の請求の受理（市町村長への照会）,第四十条第三号,市町村長,市町村長,2,地方税関係情報,4.1,2019-06-17
74,児童手当の支給に関する事務,JT01010000000008,電子申請の届の照合,第四十条第五号,市町村長,市町村長,15,生活保護関係情報,5.1,2019-06-17
";
const REGISTRY: &str = "側,委任元機関名,受任者機関名,事務手続コード,特定個人情報番号,委任範囲,範囲の説明,根拠規定,開始日\n";

fn layout(rows: &str) -> Layout {
    let text = format!("{LAYOUT}{rows}");
    let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
    assert_eq!(table.findings, []);
    Layout::from_table(&table)
}

fn registry(side: Side, rows: &str) -> Registry {
    let text = format!("{REGISTRY}{rows}");
    let table = read_csv(text.as_bytes(), TableKind::Registry(side), Pack::standard()).unwrap();
    assert_eq!(table.findings, []);
    Registry::from_table(&table)
}

fn carry(registry: &Registry, decisions: &Decisions) -> CarryOver {
    let (old, new) = (layout(OLD), layout(NEW));
    let pack = Pack::standard();
    carry_over(&CarryOverInput {
        registry,
        old: &old,
        new: &new,
        diff: &diff(&old, &new, pack),
        decisions,
        applicant: None,
        pack,
    })
}

fn id(n: u32) -> ProcedureId {
    format!("JT{:014}", 1_010_000_000_000u64 + u64::from(n)).parse().unwrap()
}

fn four() -> Registry {
    let row = |n: u32| {
        format!(
            "照会,佐賀市,佐賀市教育委員会,{},,全部,,佐賀市事務委任規則（平成27年規則第28号）第2条第2号,2017-07-18\n",
            id(n)
        )
    };
    registry(Side::Inquiry, &(1..=4).map(row).collect::<String>())
}

#[test]
fn each_registered_delegation_gets_its_state_and_the_draft_its_rows() {
    let result = carry(&four(), &Decisions::default());
    let states: Vec<CarriedState> = result.rows.iter().map(|r| r.state).collect();
    assert_eq!(
        states,
        [
            CarriedState::Kept,
            CarriedState::Changed,
            CarriedState::Lapsed,
            CarriedState::Lapsed,
            CarriedState::New
        ]
    );
    assert_eq!(result.findings, []);
    assert_eq!(result.rows[1].changes[0].field, LayoutColumn::ProcedureName);
    let candidates: Vec<ProcedureId> = result.rows[2].candidates.iter().map(|c| c.id).collect();
    assert_eq!(candidates, [id(9)]);
    assert_eq!(result.rows[3].candidates, []);
    assert_eq!(result.rows[4].procedure, Some(id(8)));
    assert_eq!(
        result.summary_line(Pack::standard(), Lang::Ja),
        "登録 4件: 継続 1、要判断 1、失効 2"
    );
    let app = &result.application;
    assert_eq!(app.applicant.code.text(), "412015");
    assert_eq!((app.target.layout.as_str(), app.target.release.text()), ("R1.6", "2019-06-17"));
    assert_eq!(app.delegations.len(), 4);
    let first = &app.delegations[0];
    assert_eq!(
        (first.direction, first.action, first.start.text()),
        (Direction::Entrust, Action::Keep, "2017-07-18")
    );
    assert_eq!(first.counterpart.code.text(), "412015");
    assert_eq!(first.counterpart.organ, Organ::BoardOfEducation);
    let basis = &first.bases[0];
    assert_eq!(
        (basis.title.as_str(), basis.citation.as_str()),
        ("佐賀市事務委任規則", "第2条第2号")
    );
    assert_eq!(basis.number, "平成27年規則第28号");
}

#[test]
fn a_decision_replaces_or_ends() {
    let mut decisions = Decisions::default();
    decisions.record(id(3), Decision { successors: vec![id(9)], note: String::new() });
    decisions.record(id(4), Decision::default());
    let result = carry(&four(), &decisions);
    assert_eq!(
        (result.rows[2].state, result.rows[3].state),
        (CarriedState::Changed, CarriedState::Lapsed)
    );
    let rows = &result.application.delegations;
    assert_eq!((rows[2].action, rows[2].procedure.value()), (Action::Add, Some(&id(9))));
    assert_eq!(rows[2].start.text(), "2019-06-17");
    assert_eq!((rows[3].action, rows[3].procedure.value()), (Action::End, Some(&id(4))));
}

#[test]
fn names_are_not_guessed_and_rows_of_others_are_reported() {
    let rows = "照会,府中市,府中市教育委員会,JT01010000000001,,一部,保育,第2条のどこか,\n\
                照会,府中市,府中市教育委員会,JT01010000000002,,全部,,,\n\
                照会,佐賀市,佐賀市教育委員会,JT01010000000001,,全部,,,\n";
    let result = carry(&registry(Side::Inquiry, rows), &Decisions::default());
    assert_eq!(result.application.applicant.name, "府中市");
    assert_eq!(result.application.applicant.code.text(), "");
    let first = &result.application.delegations[0];
    assert_eq!(
        (first.counterpart.code.text(), first.counterpart.name.as_str()),
        ("", "府中市教育委員会")
    );
    assert_eq!((first.scope, first.bases[0].citation.as_str()), (Scope::Part, "第2条のどこか"));
    assert_eq!(result.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::Dlg016]);
    assert!(result.rows[2].delegations.is_empty());
}

#[test]
fn copies_of_provided_information_follow_their_pattern() {
    let rows =
        "提供,佐賀市,佐賀市教育委員会,,2,全部,,,\n提供,佐賀市,佐賀市教育委員会,,15,全部,,,\n";
    let result = carry(&registry(Side::Provision, rows), &Decisions::default());
    let seen: Vec<_> =
        result.information.iter().map(|r| (r.number.to_string(), r.pattern)).collect();
    assert_eq!(seen, [("2".to_owned(), Some(3))]);
    assert_eq!(result.rows[0].name, "地方税関係情報");
}

#[test]
fn a_procedure_that_no_layout_knows_is_reported_and_stays() {
    let rows = "照会,佐賀市,佐賀市教育委員会,JT09999999999999,,全部,,,\n";
    let result = carry(&registry(Side::Inquiry, rows), &Decisions::default());
    assert_eq!(result.findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::Prc001]);
    assert_eq!(result.rows[0].state, CarriedState::Lapsed);
    assert_eq!(result.application.delegations.len(), 1);
}

proptest! {
    #[test]
    fn nothing_is_dropped(
        rows in prop::collection::vec((0u32..12, 0usize..4, 0usize..4, any::<bool>()), 0..30),
        decided in prop::collection::btree_map(1u32..5, prop::collection::vec(1u32..12, 0..3), 0..4),
    ) {
        let names = ["佐賀市", "佐賀市教育委員会", "府中市", "どこかの組合"];
        let party = |n: usize| crate::registry::RegisteredParty { code: None, name: names[n].into() };
        let registry = Registry {
            registrations: rows.iter().map(|(n, from, to, part)| Registration {
                side: Side::Inquiry,
                from: party(*from),
                to: party(*to),
                procedure: (*n > 0).then(|| id(*n)),
                information: (*n == 0).then(|| "2".parse().unwrap()),
                scope: if *part { Scope::Part } else { Scope::Whole },
                scope_note: String::new(),
                basis: "第2条第1号".into(),
                valid_from: None,
                valid_to: None,
            }).collect(),
        };
        let mut decisions = Decisions::default();
        for (n, successors) in &decided {
            let successors = successors.iter().map(|n| id(*n)).collect();
            decisions.record(id(*n), Decision { successors, note: String::new() });
        }
        let result = carry(&registry, &decisions);
        // Rows in are rows out, in order.
        let out: Vec<Registration> = result.rows.iter().filter_map(|r| r.registered.clone()).collect();
        prop_assert_eq!(&out, &registry.registrations);
        // Each is in the draft or reported.
        let missing = result.rows.iter().filter(|r| r.registered.is_some() && r.delegations.is_empty()).count();
        let reported = result.findings.iter().filter(|f| f.code == Code::Dlg016).count();
        prop_assert_eq!(missing, reported);
        // Each row of the draft belongs to exactly one.
        let mut used: Vec<usize> = result.rows.iter().flat_map(|r| r.delegations.clone()).collect();
        used.sort_unstable();
        prop_assert_eq!(used, (0..result.application.delegations.len()).collect::<Vec<_>>());
        let summary = result.summary();
        prop_assert_eq!(summary.registered, registry.registrations.len());
        prop_assert_eq!(summary.kept + summary.changed + summary.lapsed, summary.registered);
    }
}

#[test]
fn an_empty_registry_gives_an_empty_draft() {
    let result = carry(&Registry::default(), &Decisions::default());
    assert_eq!(result.application.applicant.code, Entered::default());
    assert!(result.rows.is_empty());
}

/// Any text, as a cell may have it.
const CELLS: &str = "(|x|照会|提供|佐賀市|佐賀市教育委員会|札幌市|全部|一部|15|1[.]01E[+]15|JT01010000000001|JT01010000000003|JT01010000000099|令和元年6月31日|合計|※ 注)";

proptest! {
    /// Rows in are rows out and rows reported: of the table, of the registry, of the carry-over.
    #[test]
    fn every_row_of_garbage_is_out_or_reported(
        rows in prop::collection::vec(prop::collection::vec(CELLS, 9), 0..25),
        provision in any::<bool>(),
    ) {
        let body: String = rows.iter().map(|r| format!("{}\n", r.join(","))).collect();
        let side = if provision { Side::Provision } else { Side::Inquiry };
        let text = format!("{REGISTRY}{body}");
        let table = read_csv(text.as_bytes(), TableKind::Registry(side), Pack::standard()).unwrap();
        prop_assert_eq!(table.rows.len() + table.blank_rows, rows.len());
        let registry = Registry::from_table(&table);
        let reported = |number: u32| {
            let cell = |f: &Finding| f.location.cell.is_some_and(|cell| cell.row == number);
            table.findings.iter().any(cell)
        };
        let silent = table.rows.iter().filter(|row| !reported(row.number)).count();
        prop_assert!(registry.registrations.len() >= silent, "a row vanished without a word");

        let result = carry(&registry, &Decisions::default());
        let out: Vec<&Registration> =
            result.rows.iter().filter_map(|r| r.registered.as_ref()).collect();
        prop_assert_eq!(out, registry.registrations.iter().collect::<Vec<_>>());
        let drafted = result.rows.iter().filter(|r| !r.delegations.is_empty()).count();
        let others = result.findings.iter().filter(|f| f.code == Code::Dlg016).count();
        prop_assert_eq!(drafted + others, registry.registrations.len());
        let summary = result.summary();
        prop_assert_eq!(summary.kept + summary.changed + summary.lapsed, summary.registered);
    }

    /// The same for layouts: each row that names no procedure is reported.
    #[test]
    fn every_row_of_a_garbage_layout_is_out_or_reported(
        rows in prop::collection::vec(prop::collection::vec(CELLS, 11), 0..25),
    ) {
        let body: String = rows.iter().map(|r| format!("{}\n", r.join(","))).collect();
        let text = format!("{LAYOUT}{body}");
        let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
        let layout = Layout::from_table(&table);
        let reported: BTreeSet<u32> =
            table.findings.iter().filter_map(|f| Some(f.location.cell?.row)).collect();
        let silent = table.rows.iter().filter(|r| !reported.contains(&r.number)).count();
        prop_assert_eq!(table.rows.len() + table.blank_rows, rows.len());
        prop_assert!(layout.rows().len() >= silent);
        let by_procedure: usize = layout.procedures().map(|p| p.rows().count()).sum();
        prop_assert_eq!(by_procedure, layout.rows().len());
    }
}

#[test]
fn a_decision_also_holds_for_what_neither_layout_knows() {
    let row = "照会,佐賀市,佐賀市教育委員会,JT01010000000077,,全部,,,\n";
    let registry = registry(Side::Inquiry, row);
    let open = carry(&registry, &Decisions::default());
    assert!(open.rows[0].awaits_decision());
    let mut decisions = Decisions::default();
    decisions.record("JT01010000000077".parse().unwrap(), Decision::default());
    let ended = carry(&registry, &decisions);
    assert_eq!(ended.application.delegations[0].action, Action::End);
    assert_eq!(open.summary_under(&decisions), ended.summary());
}

#[test]
fn whoever_most_rows_name_comes_first_under_any_of_their_names() {
    let rows = "照会,佐賀市長,佐賀市教育委員会,JT01010000000001,,全部,,,\n\
                照会,佐賀市,北沢総合支所長,JT01010000000002,,全部,,,\n\
                照会,鳥栖市,佐賀市教育委員会,JT01010000000003,,全部,,,\n";
    let found = parties(&registry(Side::Inquiry, rows));
    let found: Vec<_> = found.iter().map(|(p, n)| (p.name.as_str(), p.organ, *n)).collect();
    assert_eq!(
        found,
        [
            ("佐賀市", Organ::Head, 2),
            ("佐賀市", Organ::BoardOfEducation, 2),
            ("北沢総合支所長", Organ::OtherOffice, 1),
            ("鳥栖市", Organ::Head, 1),
        ]
    );
}
