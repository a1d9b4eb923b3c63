//! Checks that the examples of `docs/law.md` give the results in their table.

use std::path::Path;

use forms_core::law::citation::{Style, read};
use forms_core::law::{Effect, number_prefix_of, ordinance};

/// The first two cells of the rows of the table under a header.
fn rows(document: &str, header: &str) -> Vec<(String, String)> {
    cells(document, header).into_iter().map(|[a, b, _]| (a, b)).collect()
}

/// The first three cells of the rows of the table under a header.
fn cells(document: &str, header: &str) -> Vec<[String; 3]> {
    let start = document.find(header).unwrap_or_else(|| panic!("no table {header}"));
    document[start..]
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(|c| c.trim().to_owned());
            std::array::from_fn(|_| cells.next().unwrap_or_default())
        })
        .collect()
}

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/law.md");
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn every_notation_is_read_as_the_document_says() {
    let examples = rows(&document(), "| written | read as |");
    assert!(examples.len() > 20);
    for (written, wanted) in examples {
        let reading = read(&written);
        assert_eq!(reading.problems, [], "{written}");
        let told: Vec<String> =
            reading.citations.iter().map(|c| c.canonical(Style::HalfWidth)).collect();
        assert_eq!(told.join(" ／ "), wanted, "{written}");
    }
}

#[test]
fn what_is_no_single_provision_has_the_code_that_the_document_says() {
    let examples = rows(&document(), "| written | problem |");
    assert!(examples.len() > 5);
    for (written, wanted) in examples {
        let reading = read(&written);
        let codes: Vec<String> =
            reading.problems.iter().map(|p| p.finding(&written).code.to_string()).collect();
        assert_eq!(codes, [wanted], "{written}");
    }
}

#[test]
fn every_number_is_read_as_the_document_says() {
    let examples = cells(&document(), "| number | issuer | kind |");
    assert!(examples.len() > 5);
    for [written, issuer, kind] in examples {
        let chars: Vec<char> = written.chars().collect();
        let found = number_prefix_of(&chars);
        if issuer == "no number" {
            assert_eq!(found, None, "{written}");
            continue;
        }
        let (number, length) = found.unwrap_or_else(|| panic!("{written}"));
        assert_eq!((length, number.to_string()), (chars.len(), written));
        assert_eq!(number.issuer.as_deref().unwrap_or("-"), issuer);
        assert_eq!(number.kind.as_deref(), Some(kind.as_str()));
    }
}

#[test]
fn every_provision_does_what_the_document_says() {
    let examples = cells(&document(), "| provision | effect | counterpart |");
    assert!(examples.len() > 5);
    for [words, effect, counterpart] in examples {
        let parsed = ordinance::parse(&format!("第1条 {words}\n"));
        let provision = &parsed.provisions[0];
        let told = match provision.effect {
            Some(Effect::Entrust) => "entrust",
            Some(Effect::Auxiliary) => "auxiliary",
            None => "-",
        };
        assert_eq!(told, effect, "{words}");
        assert_eq!(provision.counterpart.as_deref().unwrap_or("-"), counterpart, "{words}");
    }
}

/// Written down by hand before they were tried: the citation, a tab, what it must give.
const CITATIONS: &str = include_str!("fixtures/law/citations.tsv");

#[test]
fn citations_of_many_kinds_read_as_written_by_hand() {
    for line in CITATIONS.lines() {
        let (written, wanted) = line.split_once('\t').unwrap();
        // A line break in a cell.
        let written = &written.replace("\\n", "\n");
        let reading = read(written);
        let mut told: Vec<String> =
            reading.problems.iter().map(|p| p.finding(written).code.to_string()).collect();
        let places: Vec<String> =
            reading.citations.iter().map(|c| c.canonical(Style::HalfWidth)).collect();
        if !places.is_empty() {
            told.push(places.join(" ／ "));
        }
        assert_eq!(told.join(" + "), wanted, "{written}");
    }
}
