//! Turns the tables of local governments, of the counties and branch offices that they lie in, and
//! of the forms of characters into Rust.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The constants `GOVERNMENTS`, `VARIANTS` and `VARIANT_WORDS`.
pub(super) fn source(root: &Path) -> String {
    governments(root) + &variants(&super::read(&root.join("data/name-variants.tsv")))
}

/// The rows of a table without its remarks.
fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

/// The names of counties or branch offices in a table, by the codes that their rows list.
fn by_code<'a>(table: &'a str, known: &[Vec<&str>]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows(table) {
        let (names, codes) = row.split_once('\t').unwrap_or_else(|| panic!("no tab in {row:?}"));
        for code in codes.split(' ') {
            assert!(known.iter().any(|g| g[0] == code), "{names}: nobody has the code {code}");
            found.entry(code).or_default().extend(names.split(' '));
        }
    }
    found
}

/// `data/local-governments.tsv`: code, kind, prefecture, parent city, name, reading; sorted by code.
/// `data/counties.tsv` and `data/branches.tsv`: what they lie in.
fn governments(root: &Path) -> String {
    let [table, counties, branches] = ["local-governments", "counties", "branches"]
        .map(|name| super::read(&root.join(format!("data/{name}.tsv"))));
    let mut governments: Vec<Vec<&str>> = rows(&table).map(|l| l.split('\t').collect()).collect();
    governments.sort_by_key(|r| r[0].to_owned());
    let (counties, branches) = (by_code(&counties, &governments), by_code(&branches, &governments));
    let mut out = String::from("pub(crate) const GOVERNMENTS: &[Government] = &[\n");
    for row in governments {
        let [code, kind, prefecture, city, name, reading] = row[..] else {
            panic!("local-governments.tsv: a row needs six columns: {row:?}");
        };
        let kind = match kind {
            "prefecture" => "Prefecture",
            "municipality" => "Municipality",
            "ward" => "Ward",
            other => panic!("local-governments.tsv: unknown kind {other}"),
        };
        let county = match counties.get(code).map(Vec::as_slice) {
            None => "",
            Some([county]) => county,
            Some(several) => panic!("counties.tsv: {code} lies in {several:?}"),
        };
        let branches = branches.get(code).map(Vec::as_slice).unwrap_or_default();
        let _ = writeln!(
            out,
            "    Government {{ code: MunicipalityCode(*b{code:?}), kind: GovernmentKind::{kind}, prefecture: {prefecture:?}, county: {county:?}, branches: &{branches:?}, city: {city:?}, name: {name:?}, reading: {reading:?} }},"
        );
    }
    out.push_str("];\n");
    out
}

/// `data/name-variants.tsv`: the usual form of a character or a word, then the others.
fn variants(table: &str) -> String {
    let mut chars: BTreeMap<char, char> = BTreeMap::new();
    let mut words = Vec::new();
    for row in rows(table) {
        let forms: Vec<&str> = row.split(' ').collect();
        let [usual, others @ ..] = &forms[..] else { continue };
        assert!(!others.is_empty(), "name-variants.tsv: {usual} stands alone");
        for other in others {
            match (only_char(usual), only_char(other)) {
                (Some(usual), Some(other)) => {
                    let before = chars.insert(other, usual);
                    assert!(before.is_none(), "name-variants.tsv: {other} stands twice");
                }
                _ => words.push((*other, *usual)),
            }
        }
    }
    assert!(
        chars.values().all(|usual| !chars.contains_key(usual)),
        "name-variants.tsv: a usual form is another's variant"
    );
    let chars: Vec<(char, char)> = chars.into_iter().collect();
    format!(
        "/// Variant and usual form of a character, sorted by variant.\n\
         pub(crate) const VARIANTS: &[(char, char)] = &{chars:?};\n\
         /// Variant and usual form of a word.\n\
         pub(crate) const VARIANT_WORDS: &[(&str, &str)] = &{words:?};\n"
    )
}

fn only_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
