//! Pages as municipalities build them, and texts copied from them: only the rule is read, word for word.

use super::*;

/// The files of a folder that have an expectation beside them.
fn pages() -> Vec<(String, Vec<u8>, String)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder("tests/fixtures/law/pages")).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".expected") {
            continue;
        }
        let expected = std::fs::read_to_string(file.with_extension("expected")).expect(&name);
        out.push((name, std::fs::read(&file).unwrap(), expected));
    }
    out
}

/// Returns the title, the number, and each provision with its words.
fn told(ordinance: &Ordinance) -> Vec<String> {
    let number = ordinance.number.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    let title = ordinance.title.clone().unwrap_or_else(|| "-".to_owned());
    let provisions = ordinance.provisions.iter().map(|p| format!("{}\t{}", p.citation, p.text));
    [title, number].into_iter().chain(provisions).collect()
}

#[test]
fn of_a_page_only_the_rule_is_read() {
    let all = pages();
    assert!(all.len() > 60, "{}", all.len());
    let mut wrong = Vec::new();
    for (name, bytes, expected) in all {
        let Ok(crate::document::DocumentText::Text(text)) = crate::law::read_text(&name, &bytes)
        else {
            panic!("{name} is not read")
        };
        let ordinance = crate::law::ordinance::read(&text);
        let (told, wanted) = (told(&ordinance), expected.lines().collect::<Vec<_>>());
        if told != wanted {
            wrong.push(format!("{name}\n  read   {told:#?}\n  wanted {wanted:#?}"));
        }
        assert_citations_resolve(&ordinance);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
