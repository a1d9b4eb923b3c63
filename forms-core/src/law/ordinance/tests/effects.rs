//! What provisions and the rows of tables do, and to whom they delegate.

use super::*;

#[test]
fn what_a_provision_does() {
    for (text, effect, counterpart) in [
        ("市長は、教育委員会に次の事務を委任する。", Some(Effect::Entrust), Some("教育委員会")),
        (
            "次の各号に掲げる事務を福祉事務所長に委任する。",
            Some(Effect::Entrust),
            Some("福祉事務所長"),
        ),
        (
            "市長が福祉事務所長に対して委任する事務は、次に掲げるとおりとする。",
            Some(Effect::Entrust),
            Some("福祉事務所長"),
        ),
        (
            "市長は、法第153条第1項の規定により、次の事務を副市長に委任する。",
            Some(Effect::Entrust),
            Some("副市長"),
        ),
        (
            "次の事務は、教育委員会事務局の職員に補助執行させる。",
            Some(Effect::Auxiliary),
            Some("教育委員会事務局の職員"),
        ),
        (
            "市長は、次に掲げる事務を教育委員会の職員に補助執行させるものとする。",
            Some(Effect::Auxiliary),
            Some("教育委員会の職員"),
        ),
        (
            "この規則は、市長の権限に属する事務の委任及び補助執行について必要な事項を定めるものとする。",
            None,
            None,
        ),
        ("委任された事務のうち重要なものは、市長に協議する。", None, None),
        ("この条例の施行に関し必要な事項は、規則に委任する。", None, None),
        ("次に掲げる事項は、委任しないものとする。", None, None),
    ] {
        let parsed = parse(&format!("第1条 {text}\n"));
        let provision = &parsed.provisions[0];
        assert_eq!(
            (provision.effect, provision.counterpart.as_deref()),
            (effect, counterpart),
            "{text}"
        );
    }
}

#[test]
fn the_rows_of_a_table_do_what_the_article_says() {
    let text = "第1条 市長は、別表第1に掲げる事務を教育長に委任する。\n2 別表第2に掲げる事務は、議会の職員に補助執行させる。\n別表第1(第1条関係)\n1 | 図書館\n別表第2(第1条関係)\n(1) 予算\n(2) 決算\n";
    assert_eq!(
        outline(text),
        [
            "第1条第1項 L-E",
            "第1条第2項 L-A",
            "別表第1の1の項 L-E",
            "別表第2第1号 L-A",
            "別表第2第2号 L-A"
        ]
    );
}

/// One provision to a line, its effect (E, A or -) and whom it names, written down by hand before they were tried.
const TAKERS: &str = include_str!("../../../../tests/fixtures/law/takers.tsv");

#[test]
fn whom_a_clause_names() {
    for line in TAKERS.lines() {
        let [text, effect, name] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let parsed =
            parse(&format!("○甲市事務委任規則\n平成27年4月1日\n規則第3号\n第1条　{text}\n"));
        let first = &parsed.provisions[0];
        let told = (told(first), first.counterpart.as_deref().unwrap_or("-"));
        assert_eq!(told, (effect, name), "{text}");
    }
}

fn told(provision: &Provision) -> &'static str {
    match provision.effect {
        Some(Effect::Entrust) => "E",
        Some(Effect::Auxiliary) => "A",
        None => "-",
    }
}

/// Texts under ##, each with lines => of what a provision does and for whom.
const SEVERAL: &str = include_str!("../../../../tests/fixtures/law/takers-of-several.txt");

#[test]
fn each_item_and_each_table_has_its_own_taker() {
    for part in SEVERAL.split("## ").skip(1) {
        let (expected, lines): (Vec<&str>, Vec<&str>) =
            part.lines().skip(1).partition(|line| line.starts_with("=> "));
        let head = "○甲市事務委任規則\n平成27年4月1日\n規則第3号\n";
        let parsed = parse(&format!("{head}{}\n", lines.join("\n")));
        let found: Vec<String> = parsed
            .provisions
            .iter()
            .map(|p| {
                format!("=> {} {} {}", p.citation, told(p), p.counterpart.as_deref().unwrap_or("-"))
            })
            .collect();
        assert!(!expected.is_empty());
        for line in expected {
            assert!(found.iter().any(|f| f == line), "{line} in {part}{found:#?}");
        }
    }
}
