//! One mistake gives one finding: every field of the clean application spoilt in turn, each row
//! left out or doubled, each file gone. Where two rules have something to say, `tests/doubles.toml`
//! says why. And what they say holds together although a field is empty.

use std::io::{Cursor, Read as _};
use std::path::{Path, PathBuf};

use forms_core::application::Application;
use forms_core::archive::Silent;
use forms_core::archive::write::PackageWriter;
use forms_core::check::Checker;
use forms_core::finding::{Code, Finding, Lang};
use forms_core::pack::Pack;
use forms_core::submission::{AttachmentFile, build};
use serde_json::Value;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(tests().join("cases/clean").join(name)).unwrap()
}

fn clean() -> Value {
    serde_json::from_slice(&file("application.json")).unwrap()
}

/// The findings about the package of an application, without one file if it is named; `None`
/// where the document is none.
fn found(document: &Value, without: Option<&str>) -> Option<Vec<Finding>> {
    let app = Application::from_json(document.to_string().as_bytes()).ok()?;
    let contents = ["規則.txt", "評価書.txt"].map(|name| (name, file(name)));
    let files: Vec<AttachmentFile<'_>> = contents
        .iter()
        .filter(|(name, _)| app.attachments.iter().any(|a| a.file == *name))
        .map(|(name, content)| AttachmentFile { name, content })
        .collect();
    let pack = Pack::standard();
    let built = build(&app, &files, &[], pack, &mut Silent).ok()?;
    let bytes = match without {
        Some(name) => taken_out(&built.bytes, name),
        None => built.bytes,
    };
    let today = jiff::civil::date(2019, 5, 20);
    let checked = Checker::new(pack, today).package(&built.name, &bytes, &mut Silent);
    Some(checked.report.findings)
}

/// A package without one of its files.
fn taken_out(package: &[u8], file: &str) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut new = PackageWriter::new();
    for i in 0..old.len() {
        let mut entry = old.by_index(i).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if !name.ends_with(file) {
            new.add(&name, &content, false, &mut Silent).unwrap();
        }
    }
    new.finish().unwrap()
}

fn strings(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::String(_) => out.push(at.to_owned()),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                strings(item, &format!("{at}/{i}"), out);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                strings(member, &format!("{at}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// Every application that differs from the clean one in one thing, with what was done to it.
fn spoilt() -> Vec<(String, String, Value)> {
    let clean = clean();
    let mut out = Vec::new();
    let mut fields = Vec::new();
    strings(&clean, "", &mut fields);
    let choices: Vec<String> =
        Pack::standard().choices.values().flat_map(|c| c.keys().cloned()).collect();
    for at in fields.iter().filter(|at| !at.starts_with("/schema") && !at.starts_with("/pack")) {
        let before = clean.pointer(at).and_then(Value::as_str).unwrap().to_owned();
        let mut texts =
            vec![String::new(), "　".into(), "x".into(), "○○".into(), "2031-02-30".into()];
        texts.push(format!("{before}髙"));
        texts.push(before.repeat(60));
        texts.extend(choices.iter().filter(|c| **c != before).cloned());
        for to in texts {
            let mut document = clean.clone();
            *document.pointer_mut(at).unwrap() = Value::String(to.clone());
            out.push((at.clone(), to, document));
        }
    }
    for list in ["procedures", "delegations", "assessments", "attachments", "delegations/0/bases"] {
        let rows = clean.pointer(&format!("/{list}")).and_then(Value::as_array).unwrap().len();
        for row in 0..rows {
            let at = format!("/{list}/{row}");
            let list = format!("/{list}");
            let mut less = clean.clone();
            less.pointer_mut(&list).unwrap().as_array_mut().unwrap().remove(row);
            out.push((at.clone(), "(gone)".into(), less));
            let mut more = clean.clone();
            let copy = more.pointer(&at).unwrap().clone();
            more.pointer_mut(&list).unwrap().as_array_mut().unwrap().push(copy);
            out.push((at, "(twice)".into(), more));
        }
    }
    out
}

/// A mistake that two rules speak of, and why.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Double {
    at: String,
    /// The new value of the field; any text if it is left out.
    to: Option<String>,
    codes: Vec<Code>,
    why: String,
}

#[derive(serde::Deserialize)]
struct Doubles {
    double: Vec<Double>,
}

#[test]
fn one_mistake_gives_one_finding_or_the_pair_is_explained() {
    let text = std::fs::read_to_string(tests().join("doubles.toml")).unwrap();
    let mut doubles: Vec<(Double, bool)> =
        toml::from_str::<Doubles>(&text).unwrap().double.into_iter().map(|d| (d, false)).collect();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (at, to, document) in spoilt() {
        let Some(findings) = found(&document, None) else { continue };
        count += 1;
        let codes: Vec<Code> = findings.iter().map(|f| f.code).collect();
        for finding in &findings {
            said_whole(finding, &format!("{at} = {to:?}"), &mut wrong);
        }
        if codes.len() < 2 {
            continue;
        }
        let known = doubles.iter_mut().find(|(d, _)| {
            d.at == at && d.to.as_ref().is_none_or(|t| *t == to) && d.codes == codes
        });
        match known {
            Some((_, used)) => *used = true,
            None => wrong
                .push(format!("{at} = {:?}: {codes:?}", to.chars().take(40).collect::<String>())),
        }
    }
    assert!(count > 400, "{count} mistakes");
    for name in ["規則.txt", "評価書.txt"] {
        let codes: Vec<Code> =
            found(&clean(), Some(name)).unwrap().iter().map(|f| f.code).collect();
        assert_eq!(codes, [Code::Pkg003], "without {name}");
    }
    for (double, used) in &doubles {
        if !used || double.why.is_empty() {
            wrong.push(format!("{} in doubles.toml is not so, or not explained", double.at));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// No brackets around nothing, no word without its other half.
fn said_whole(finding: &Finding, what: &str, wrong: &mut Vec<String>) {
    for lang in [Lang::Ja, Lang::En] {
        let letter = finding.letter_text(lang).unwrap_or_default();
        let told = [finding.message(lang), finding.hint(lang), finding.review_hint(lang), letter];
        for text in told {
            for hole in
                ["「」", "（）", "“”", "\"\"", "()", "： 。", "は です", "は 、", " .", "{", "<<"]
            {
                if text.contains(hole) {
                    wrong.push(format!("{what}: {} says {text:?}", finding.code));
                }
            }
        }
    }
}
