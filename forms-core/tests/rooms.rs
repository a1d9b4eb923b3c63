//! The rooms of forms-core import one way, as the table in ARCHITECTURE.md says.
//!
//! A room is a module at the top of the crate. It may import rooms of lower floors only. Tests may
//! look up: items under `#[cfg(test)]` and files named `tests` are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms that a room imports, each with the files that do.
type Imports = BTreeMap<String, BTreeSet<PathBuf>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The floor of each room in the table of ARCHITECTURE.md: rows such as ``| 3 | `workbook` | … |``.
fn floors() -> BTreeMap<String, u32> {
    let text = fs::read_to_string(root().join("../ARCHITECTURE.md")).unwrap();
    let mut floors = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, floor, room, ..] = cells[..] else { continue };
        let Ok(floor) = floor.parse::<u32>() else { continue };
        let room = room.trim_matches('`').to_owned();
        assert!(floors.insert(room.clone(), floor).is_none(), "{room} has two rows");
    }
    floors
}

/// The modules that `lib.rs` names.
fn rooms() -> BTreeSet<String> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = lib.lines().filter_map(|line| {
        let name = line.trim_start_matches("pub ").strip_prefix("mod ")?;
        name.strip_suffix(';')
    });
    names.map(str::to_owned).collect()
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// A source without comments and without items under `#[cfg(test)]`, as rustfmt lays them out.
fn shipped(source: &str) -> String {
    let mut out = String::new();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        if line.trim() == "#[cfg(test)]" {
            let end = format!("{}}}", " ".repeat(indent));
            if lines.next().is_some_and(|item| !item.ends_with(';')) {
                lines.by_ref().take_while(|line| *line != end).for_each(drop);
            }
            continue;
        }
        out.push_str(line.split_once("//").map_or(line, |(code, _)| code));
        out.push('\n');
    }
    out
}

/// The rooms named after `crate::`, also in braces.
fn named(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
    };
    for (at, _) in source.match_indices("crate::") {
        let rest = &source[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            None => {
                names.insert(word(rest));
            }
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if c.is_whitespace() => {}
                        _ if start => {
                            names.insert(word(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names
}

fn imports() -> BTreeMap<String, Imports> {
    let src = root().join("src");
    let (rooms, mut files) = (rooms(), Vec::new());
    rust_files(&src, &mut files);
    let mut all: BTreeMap<String, Imports> = BTreeMap::new();
    for file in files {
        let path = file.strip_prefix(&src).unwrap();
        let is_test = path.components().any(|c| {
            let name = c.as_os_str().to_string_lossy();
            let name = name.trim_end_matches(".rs");
            name == "tests" || name.ends_with("_tests")
        });
        let first = path.iter().next().unwrap().to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        if is_test || room == "lib" {
            continue;
        }
        let source = shipped(&fs::read_to_string(&file).unwrap());
        for name in named(&source).into_iter().filter(|n| *n != room && rooms.contains(n)) {
            all.entry(room.clone()).or_default().entry(name).or_default().insert(path.into());
        }
    }
    all
}

#[test]
fn architecture_names_every_room_and_no_other() {
    let named: BTreeSet<String> = floors().into_keys().collect();
    assert_eq!(named, rooms());
}

#[test]
fn a_room_imports_lower_floors_only() {
    let floors = floors();
    let mut upward = Vec::new();
    let mut counted = 0;
    for (room, imports) in imports() {
        for (other, files) in imports {
            counted += 1;
            if floors[&other] >= floors[&room] {
                upward.push(format!("{room} imports {other}: {files:?}"));
            }
        }
    }
    assert!(counted > 80, "the sources were not read: {counted} imports");
    assert!(upward.is_empty(), "{}", upward.join("\n"));
}

#[test]
fn what_counts_as_an_import() {
    let source = "use crate::finding::{Code, make};\nuse crate::{archive, law::{self, Kind}, pack};\n\
        // crate::review\nlet x = crate::text::nfc(y);\n\
        #[cfg(test)]\nmod tests {\n    use crate::sample::demo;\n}\n#[cfg(test)]\nuse crate::check::Checker;\n";
    let names: Vec<String> = named(&shipped(source)).into_iter().collect();
    assert_eq!(names, ["archive", "finding", "law", "pack", "text"]);
}
