//! Every provision has a citation that resolves to it, and nothing else resolves.

use super::*;

#[test]
fn bare_numbers_below_marks_have_citations() {
    let head = "○試験市規則\n平成25年規則第24号\n第1条\u{3000}市長は、次の事務を委任する。\n";
    for (lines, last) in [
        (&["(1)　a", "(2)　b", "イ　c", "1　d"][..], "第1条第1項第2号イ1"),
        (&["(1)　a", "(2)　b", "(2)の2　c", "1　d"], "第1条第1項第2号の2中1"),
        (&["(1)　a", "イ　b", "イの2　c", "1　d"], "第1条第1項第1号イの2中1"),
        (&["(1)　a", "ア　b", "a　c", "1　d", "2　e"], "第1条第1項第1号アa2"),
        (&["(1)　a", "一　b", "二　c", "1　d"], "第1条第1項第1号2中1"),
        (&["イ　a", "ロ　b", "ハ　c"], "第1条第1項ハ"),
    ] {
        let ordinance = parse(&format!("{head}{}\n", lines.join("\n")));
        assert_eq!(ordinance.provisions.last().map(|p| p.citation.as_str()), Some(last));
        assert_citations_resolve(&ordinance);
    }
}

#[test]
fn a_number_behind_no_may_be_a_branch_or_stand_below() {
    let text = "第1条　市長は、次の事務を行う。\n(1)　a\nイ　b\n1　c\n2　d\nロ　e\n(2)　f\nイ　g\nイの2　h\n1　i\n2　j\n";
    let ordinance = parse(text);
    let found = |cited: &str| {
        let reading = read(cited);
        let found = ordinance.resolve(reading.single().unwrap());
        found.map(|r| r.provision.citation.clone()).ok()
    };
    assert_eq!(found("第1条第1号イの2").as_deref(), Some("第1条第1項第1号イ2"));
    assert_eq!(found("第1条第2号イの2").as_deref(), Some("第1条第1項第2号イの2"));
    assert_eq!(found("第1条第2号イの2の1").as_deref(), Some("第1条第1項第2号イの2中1"));
    assert_eq!(found("第1条第1号イの3"), None);
    assert_eq!(found("第1条第1号イ(1)"), None);
}

#[test]
fn the_very_number_of_an_amending_rule_goes_before_a_like_one() {
    let text = "第1条　市長は、委任する。\n附則\n1　公布の日から施行する。\n附則（昭和61年規則第3号）\n1　公布の日から施行する。\n附則（昭和61年幌別市規則第3号）\n1　公布の日から施行する。\n";
    assert_citations_resolve(&parse(text));
}

#[test]
fn citations_of_every_fixture_resolve_to_themselves() {
    for fixture in fixtures() {
        assert_citations_resolve(&parse(fixture.text));
    }
}

/// Returns whether a provision is at a place or below it, without asking the index.
fn is_at(
    ordinance: &Ordinance,
    article: &[u32],
    paragraph: Option<u32>,
    item: Option<u32>,
) -> bool {
    ordinance.provisions.iter().map(|p| &p.path).any(|p| {
        p.division == Division::Main
            && p.table.is_none()
            && p.article.as_deref() == Some(article)
            && (paragraph.is_none() || p.paragraph == paragraph)
            && (item.is_none() || p.item == item.map(|n| vec![n]))
    })
}

/// Every place of a grid is found exactly where it is.
pub(super) fn assert_only_what_stands_is_found(name: &str, ordinance: &Ordinance) {
    let index = crate::law::Index::new(ordinance);
    let numbers = (1..=12).flat_map(|n| [vec![n], vec![n, 2]]);
    for article in numbers {
        for paragraph in [None, Some(1), Some(2), Some(3), Some(7)] {
            for item in [None, Some(1), Some(3), Some(6), Some(40)] {
                let path = ProvisionPath {
                    paragraph,
                    item: item.map(|n| vec![n]),
                    ..ProvisionPath::article(&article)
                };
                let written = path.canonical(Style::HalfWidth);
                let reading = read(&written);
                let found = index.resolve(reading.single().unwrap());
                let missing = matches!(found, Err(crate::law::Unresolved::NotFound { .. }));
                assert_eq!(
                    missing,
                    !is_at(ordinance, &article, paragraph, item),
                    "{name}: {written}"
                );
            }
        }
    }
}

#[test]
fn a_citation_is_found_exactly_where_its_provision_stands() {
    for (i, fixture) in fixtures().iter().enumerate() {
        assert_only_what_stands_is_found(&i.to_string(), &parse(fixture.text));
    }
    for (name, ordinance, _) in readable("tests/fixtures/law/read") {
        assert_only_what_stands_is_found(&name, &ordinance);
    }
}
