mod amending;
mod bounds;
mod citations;
mod effects;
mod generated;
mod kinds;
mod pages;
mod rows;
mod tables;

use super::*;
use crate::law::citation::read;
use crate::law::{Division, Effect, TableRef};

/// Places and whether they are leaves (L), deleted (D), entrust (E) or lend staff (A), one a line.
fn outline(text: &str) -> Vec<String> {
    outline_of(&parse(text))
}

fn outline_of(ordinance: &Ordinance) -> Vec<String> {
    ordinance
        .provisions
        .iter()
        .map(|p| {
            let flag = |on: bool, c: char| if on { c } else { '-' };
            let effect = match p.effect {
                Some(Effect::Entrust) => 'E',
                Some(Effect::Auxiliary) => 'A',
                None => '-',
            };
            format!("{} {}{}{effect}", p.citation, flag(p.leaf, 'L'), flag(p.deleted, 'D'))
        })
        .collect()
}

fn texts_of(text: &str) -> Vec<String> {
    parse(text).provisions.into_iter().map(|p| p.text).collect()
}

/// The fixture, the title and number expected, and the outline expected, written by hand.
struct Fixture {
    text: &'static str,
    expected: &'static str,
}

macro_rules! fixture {
    ($name:literal) => {
        Fixture {
            text: include_str!(concat!("../../../tests/fixtures/law/", $name, ".txt")),
            expected: include_str!(concat!("../../../tests/fixtures/law/", $name, ".expected")),
        }
    };
}

fn fixtures() -> Vec<Fixture> {
    vec![
        fixture!("half-width-entrust-and-lend"),
        fixture!("full-width-tables"),
        fixture!("kanji-numerals"),
        fixture!("chapters-quotation-and-wrapped-lines"),
        fixture!("no-articles"),
    ]
}

#[test]
fn every_fixture_reads_as_written_by_hand() {
    for fixture in fixtures() {
        let mut expected = fixture.expected.lines().filter(|l| !l.is_empty());
        let ordinance = parse(fixture.text);
        assert_eq!(ordinance.title.as_deref(), expected.next());
        let number = ordinance.number.as_ref().map(ToString::to_string);
        assert_eq!(number.as_deref(), expected.next());
        assert_eq!(outline(fixture.text), expected.collect::<Vec<_>>());
    }
}

/// Must hold for any text: every provision occurs once, and its citation in every style resolves
/// to itself.
fn assert_citations_resolve(ordinance: &Ordinance) {
    let index = crate::law::Index::new(ordinance);
    let mut seen = std::collections::HashSet::new();
    for provision in &ordinance.provisions {
        assert!(seen.insert(&provision.path), "{} occurs twice", provision.citation);
        for style in Style::ALL {
            let written = ordinance.cite(&provision.path, style);
            let reading = read(&written);
            let citation = reading.single().unwrap_or_else(|| panic!("{written}: {reading:?}"));
            let later =
                !matches!(provision.path.division, Division::Main | Division::Supplementary(1));
            assert!(later || citation.path == provision.path, "{written}: {citation:?}");
            match index.resolve(citation) {
                Ok(found) => assert_eq!(found.provision.path, provision.path, "{written}"),
                Err(crate::law::Unresolved::Deleted { .. }) => {
                    assert!(provision.deleted, "{written}")
                }
                Err(other) => panic!("{written}: {other:?}"),
            }
        }
    }
}

fn folder(path: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a text with the file beside it that was written by hand: title, number, outline.
fn assert_reads_as(name: &str, ordinance: &Ordinance, expected: &str) {
    let number = ordinance.number.as_ref().map(ToString::to_string);
    let mut told = vec![
        ordinance.title.clone().unwrap_or_else(|| "null".to_owned()),
        number.unwrap_or_else(|| "null".to_owned()),
    ];
    told.extend(outline_of(ordinance));
    // A line may name the counterpart after the outline.
    let wanted = expected.lines().skip(2).map(|l| l.splitn(3, ' ').collect::<Vec<_>>());
    for (place, (want, provision)) in wanted.zip(&ordinance.provisions).enumerate() {
        if let (Some(counterpart), Some(line)) = (want.get(2), told.get_mut(place + 2)) {
            let own = provision.counterpart.as_deref().unwrap_or("-");
            assert!(!counterpart.is_empty());
            line.push_str(&format!(" {own}"));
        }
    }
    told.extend(
        ordinance.unread.iter().map(|t| format!("unread {}", t.canonical(Style::HalfWidth))),
    );
    assert_eq!(told, expected.lines().collect::<Vec<_>>(), "{name}");
    assert_citations_resolve(ordinance);
}

/// The texts and pages of a folder that have an expectation.
fn readable(path: &str) -> Vec<(String, Ordinance, String)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder(path)).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(expected) = std::fs::read_to_string(file.with_extension("expected")) else {
            continue;
        };
        if name.ends_with(".expected") {
            continue;
        }
        let bytes = std::fs::read(&file).unwrap();
        let Ok(crate::document::DocumentText::Text(text)) = crate::law::read_text(&name, &bytes)
        else {
            panic!("{name} is not read")
        };
        out.push((name, super::read(&text), expected));
    }
    out
}

#[test]
fn texts_and_pages_of_many_kinds_read_as_written_by_hand() {
    let all = readable("tests/fixtures/law/read");
    assert!(all.len() >= 16, "{}", all.len());
    for (name, ordinance, expected) in all {
        assert_reads_as(&name, &ordinance, &expected);
    }
}

#[test]
fn the_example_texts_read_as_written_by_hand() {
    // The texts themselves are kept beside the project.
    let texts = folder("../../shared/data/ordinances");
    if !texts.exists() {
        eprintln!("skipped: {} is not there", texts.display());
        return;
    }
    for entry in std::fs::read_dir(folder("tests/fixtures/law/shared")).unwrap() {
        let expected = entry.unwrap().path();
        let name = expected.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(texts.join(format!("{name}.txt"))).expect(&name);
        let expected = std::fs::read_to_string(expected).unwrap();
        assert_reads_as(&name, &parse(&text), &expected);
    }
}

#[test]
fn words_belong_to_the_provision_they_stand_in() {
    let text = "第1条 次に掲げる事務を教育長に委任する。(令元規則8・全改)\n(1) 奨学金\nの貸付け\n(2) 図書館\nただし、重要なものを除く。\n2 前項ただし書の\nものは、市長が行う。\n";
    assert_eq!(
        texts_of(text),
        [
            "次に掲げる事務を教育長に委任する。ただし、重要なものを除く。",
            "奨学金の貸付け",
            "図書館",
            "前項ただし書のものは、市長が行う。"
        ]
    );
}

#[test]
fn a_number_inside_an_item_is_no_paragraph() {
    let head = "第1条 次に掲げる事務を教育長に委任する。\n";
    let wrapped = format!("{head}(1) 在学する学校が\n2 以上の者\n(2) その他\n2 前項の事務\n");
    assert_eq!(
        outline(&wrapped),
        ["第1条第1項 --E", "第1条第1項第1号 L-E", "第1条第1項第2号 L-E", "第1条第2項 L--"]
    );
    let real = format!("{head}(1) 奨学金\n(2) その他\n2 次に掲げる事務\n(1) 図書館\n");
    assert_eq!(outline(&real)[3..], ["第1条第2項 ---", "第1条第2項第1号 L--"]);
}

#[test]
fn a_quoted_article_is_no_article() {
    let quoted =
        "第1条 法は、次のとおりである。\n「第3条 児童は、愛護される。\n第4条 定義」\n第2条 以上\n";
    assert_eq!(outline(quoted), ["第1条第1項 L--", "第2条第1項 L--"]);
    let wrapped = "第1条 法第2条及び\n第3条の規定により、\n第4条 の2に定める。\n第2条 以上\n";
    assert_eq!(outline(wrapped), ["第1条第1項 L--", "第2条第1項 L--"]);
    let unquoted = "第1条 次の条文による。\n第9条 児童は、愛護される。\n第2条 以上\n第3条 以上\n";
    assert_eq!(outline(unquoted), ["第1条第1項 L--", "第2条第1項 L--", "第3条第1項 L--"]);
}

#[test]
fn gaps_and_deletions() {
    let text = "第1条 委任\n第2条及び第3条 削除\n第4条から第6条まで 削除\n第9条 次の事務を教育長に委任する。\n(1) 奨学金\n(2)から(4)まで 削除\n(6) 図書館\n(6)の2 学校\n";
    assert_eq!(
        outline(text),
        [
            "第1条第1項 L--",
            "第2条第1項 LD-",
            "第3条第1項 LD-",
            "第4条第1項 LD-",
            "第5条第1項 LD-",
            "第6条第1項 LD-",
            "第9条第1項 --E",
            "第9条第1項第1号 L-E",
            "第9条第1項第2号 LD-",
            "第9条第1項第3号 LD-",
            "第9条第1項第4号 LD-",
            "第9条第1項第6号 L-E",
            "第9条第1項第6号の2 L-E"
        ]
    );
}

#[test]
fn numbers_without_brackets_that_were_deleted() {
    let text = "第一条　次の事務を教育長に委任する。\n一　奨学金\n二　削除\n三及び四　削除\n五から七まで　削除\n八　図書館\n";
    let told = outline(text);
    assert_eq!(told.len(), 9);
    assert_eq!(told.iter().filter(|l| l.ends_with("LD-")).count(), 6);
    assert_eq!(told[8], "第1条第1項第8号 L-E");
}

#[test]
fn a_text_that_counts_its_parts_without_articles() {
    let text = "市民便利要綱\n令和3年3月31日告示第55号\n第1　趣旨\nこの要綱は、必要な事項を定める。\n第2　委任事務\n市長は、次の事務を教育長に委任する。\n1　奨学金\n(1)　受理\n2　図書館\n第3　その他\n";
    assert_eq!(
        outline(text),
        ["第1号 L--", "第2号 --E", "第2号1 --E", "第2号1(1) L-E", "第2号2 L-E", "第3号 L--"]
    );
    assert_eq!(texts_of(text)[0], "この要綱は、必要な事項を定める。");
    assert_citations_resolve(&parse(text));
}

#[test]
fn the_opening_in_its_forms() {
    let number = |text: &str| {
        let o = parse(&format!("{text}\n(趣旨)\n第1条 この規則は、別に定める。\n"));
        (o.title.unwrap_or_default(), o.number.map(|n| n.to_string()).unwrap_or_default())
    };
    let want = ("桜野台市事務委任規則".to_owned(), "平成25年規則第24号".to_owned());
    for text in [
        "○桜野台市事務委任規則\n平成25年8月26日\n規則第24号",
        "○桜野台市事務委任規則\n(平成25年8月26日規則第24号)",
        "桜野台市事務委任規則\n平成25年8月26日規則第24号\n改正 平成27年3月1日規則第2号\n平成28年3月1日規則第3号",
        "平成25年規則第24号\n桜野台市事務委任規則",
        "　　桜野台市\n事務委任規則\n平成２５年８月２６日　規則第２４号",
        "○桜野台市事務委任規則\n平成25年8月26日\n規則第24号\n桜野台市事務委任規則をここに公布する。\n桜野台市事務委任規則",
    ] {
        assert_eq!(number(text), want, "{text}");
    }
    let blank = number("桜野台市事務委任規則\n平成25年8月　日\n規則第　号");
    assert_eq!(blank.1, "規則第　号");
}

#[test]
fn a_text_that_is_no_ordinance_has_no_provisions() {
    for text in ["", "\n\n", "　", "第", "目次", "<html></html>"] {
        assert!(parse(text).provisions.is_empty(), "{text:?}");
    }
}

#[test]
fn the_row_of_a_table_inside_an_article() {
    let text = "第1条 次の表の左欄に掲げる事務を教育長に委任する。\n項 | 事務\n1 | 奨学金\n2 | 図書館\n第2条 以上\n";
    let ordinance = parse(text);
    let row = &ordinance.provisions[2];
    let table = TableRef { name: "表".into(), row: Some("2".into()), column: None };
    assert_eq!(
        row.path,
        ProvisionPath { paragraph: Some(1), table: Some(table), ..ProvisionPath::article(&[1]) }
    );
    assert_citations_resolve(&ordinance);
}

#[test]
fn bracketed_kanji_count_items_and_gaps_stay() {
    let text = "第二条　次の事務を教育長に委任する。\n㈠　奨学金\n㈡　図書館\n㈢　学校\n㈣　給食\n㈥　体育館\n";
    let told = outline(&format!("第一条　別に定める。\n{text}"));
    assert_eq!(told.last().map(String::as_str), Some("第2条第1項第6号 L-E"));
    assert_eq!(told.len(), 7);
}

#[test]
fn no_provision_has_the_number_0() {
    let text = "○甲市規則\n第1条　次の事務を委任する。\n(0)　零\n(1)　壱\nイの0　枝\n第0条　市長は、委任する。\n別表第0\n0\t零\n1\t壱\n";
    let ordinance = parse(text);
    let citations: Vec<&str> = ordinance.provisions.iter().map(|p| p.citation.as_str()).collect();
    let zero = |c: &&&str| c.contains('0') && !c.contains("「0」");
    assert_eq!(citations.iter().find(zero), None, "{citations:?}");
    assert!(citations.contains(&"第1条第1項第1号"), "{citations:?}");
    assert_citations_resolve(&ordinance);
}
