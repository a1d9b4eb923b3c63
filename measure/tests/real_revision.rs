//! What the R2.6 layout really did to rows of 別表第二 (shared/data/layout-r02.06-planned.csv, seed S2
//! page 10), set against the statute of 2015. No real 様式A2 is public, so an affair stands for its
//! procedures; who provides the added information is taken from the statute's other rows. The expected successors were written by hand from the two texts.

use forms_core::layout::{Layout, LayoutRow};
use forms_core::layout_diff::diff;
use forms_core::pack::Pack;

use measure::successors::{Affair, affairs};

/// Row, and what R2.6 calls the affair where the statute of 2015 says otherwise.
const RENAMED: [(usize, &str); 1] =
    [(106, "独立行政法人日本学生支援機構法による学資の貸与及び支給に関する事務")];
/// Row, provider and information added.
const ADDED: [(usize, &str, &str); 7] = [
    (42, "都道府県知事等", "生活保護関係情報"),
    (66, "地方公務員災害補償基金", "地方公務員災害補償関係情報"),
    (97, "市町村長", "住民票関係情報"),
    (106, "都道府県知事", "児童福祉法による措置情報"),
    (106, "都道府県知事等", "児童扶養手当関係情報"),
    (106, "市町村長", "児童手当関係情報"),
    (106, "厚生労働大臣又は都道府県知事", "特別児童扶養手当関係情報"),
];
/// 69の2, new in R2.6; its neighbour 70 lives on.
const NEW: (&str, &str) = (
    "母子保健法による保健指導、新生児の訪問指導、健康診査、妊産婦の訪問指導、未熟児の訪問指導又は母子健康包括支援センターの事業の実施に関する事務",
    "健康診査情報",
);
/// Rows that R2.6 changed, and those next to new ones. Each continues under its own number.
const CHECKED: [usize; 5] = [42, 66, 70, 97, 106];

fn row(serial: usize, number: &str, who: &str, affair: &str, asked: (&str, &str)) -> LayoutRow {
    LayoutRow {
        affair_number: number.parse().ok(),
        affair_id: None,
        affair_name: affair.to_owned(),
        procedure_id: format!("JT0101{serial:010}").parse().expect("a code"),
        procedure_name: affair.to_owned(),
        // Neither table says the provision.
        legal_basis: String::new(),
        inquirer: who.to_owned(),
        provider: asked.0.to_owned(),
        information_number: None,
        information_name: asked.1.to_owned(),
        version: String::new(),
        valid_from: None,
        valid_to: None,
        revision: None,
    }
}

fn layout(statute: &[Affair], revised: bool) -> Layout {
    let base = if revised { 1000 } else { 0 };
    let mut rows = Vec::new();
    for (place, affair) in (1..).zip(statute).filter(|(_, affair)| !affair.asks.is_empty()) {
        // 56の2 is between 56 and 57.
        let number = if place > 57 { place - 1 } else { place };
        let (number, text) =
            if place == 57 { (562, "56の2".into()) } else { (number, number.to_string()) };
        let renamed = RENAMED.iter().find(|(n, _)| revised && *n == number).map(|(_, name)| *name);
        let name = renamed.unwrap_or(affair.name);
        let added =
            ADDED.iter().filter(|(n, ..)| revised && *n == number).map(|(_, p, i)| (*p, *i));
        for asked in affair.asks.iter().copied().chain(added) {
            rows.push(row(base + number, &text, affair.inquirer, name, asked));
        }
    }
    if revised {
        rows.push(row(base + 900, "69の2", "市町村長", NEW.0, ("市町村長", NEW.1)));
    }
    Layout::from_rows(rows)
}

#[test]
fn affairs_that_r2_6_really_changed_are_found_under_new_ids() {
    let statute = affairs();
    let (old, new) = (layout(&statute, false), layout(&statute, true));
    let result = diff(&old, &new, Pack::standard());
    for number in CHECKED {
        let code = |n: usize| format!("JT0101{n:010}").parse().expect("a code");
        let retired = result.retired.iter().find(|r| r.id == code(number)).expect("it is retired");
        let first = retired.candidates.first().map(|c| c.id);
        assert_eq!(first, Some(code(1000 + number)), "row {number}");
    }
    let newly = format!("JT0101{:010}", 1900).parse().expect("a code");
    assert!(result.retired.iter().all(|r| r.candidates.first().is_none_or(|c| c.id != newly)));
}
