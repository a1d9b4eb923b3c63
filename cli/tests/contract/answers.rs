//! The other commands: citations, ordinances, packs, codes, and the options that all share.

use super::{json, path, renkei, stderr};

#[test]
fn codes_have_words_in_both_languages() {
    let document = json(&["codes"], 0);
    assert_eq!(document["schema"], "renkei.codes/1");
    for code in document["codes"].as_array().unwrap() {
        for lang in ["ja", "en"] {
            for part in ["title", "cause", "remedy"] {
                assert!(code[lang][part].as_str().is_some_and(|t| !t.is_empty()), "{code}");
            }
        }
        assert!(!code["source"].as_str().unwrap().is_empty());
        for (kind, infix) in [("fires", "-"), ("near", "-near-")] {
            let folder = format!("{}{infix}", code["code"].as_str().unwrap());
            let mut cases = code["cases"][kind].as_array().unwrap().iter();
            // What no recipe can make names a test in Rust instead.
            let is_one = |c: &str| c.starts_with(&folder) || c.starts_with("forms-core/");
            assert!(cases.any(|c| is_one(c.as_str().unwrap())), "{code}");
        }
    }
}

#[test]
fn languages_and_packs_are_options_of_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("x.zip");
    std::fs::write(&zip, "").unwrap();
    let message = |lang: &str| {
        let report = json(&["check", path(&zip), "--lang", lang], 1);
        report["packages"][0]["findings"][0]["message"].as_str().unwrap().to_owned()
    };
    assert!(message("en").is_ascii() && !message("ja").is_ascii());
    let pack = folder.path().join("pack.toml");
    std::fs::write(&pack, "schema = \"renkei.pack/1\"\nunknown = 1\n").unwrap();
    let output = renkei(&["codes", "--pack", path(&pack)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("pack.toml"));
}

#[test]
fn cite_reads_what_officials_write() {
    let document = json(&["cite", "第３条の２第１項第４号イ"], 0);
    assert_eq!(document["schema"], "renkei.citation/1");
    assert_eq!(document["citations"][0]["canonical"], "第3条の2第1項第4号イ");
    assert_eq!(document["citations"][0]["path"]["article"], serde_json::json!([3, 2]));
    let document = json(&["cite", "第条"], 1);
    assert_eq!(document["problems"][0]["code"], "LAW-001");
}

#[test]
fn resolve_says_in_words_and_in_json_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let rule = folder.path().join("規則.txt");
    let text =
        "○試験市規則\n第1条　別表の事務を委任する。\n別表\n市長、教育長 | 住民票\n一般会計 | 税\n";
    std::fs::write(&rule, text).unwrap();
    let picture = folder.path().join("規則.html");
    std::fs::write(&picture, "<html><img src=p1.png></html>").unwrap();
    for (file, citation, code) in [
        (&rule, "別表の一般会計の項", None),
        (&rule, "別表の特別会計の項", Some("LAW-003")),
        (&rule, "様式", Some("LAW-001")),
        (&rule, "第1条等", Some("LAW-004")),
        (&picture, "第1条", Some("LAW-009")),
    ] {
        let exit = i32::from(code.is_some());
        let document = json(&["resolve", path(file), citation], exit);
        let first = document["problems"].get(0).map(|p| p["code"].as_str().unwrap());
        assert_eq!(first, code, "{citation}");
        assert_eq!(document["provision"].is_null(), code.is_some(), "{citation}");
        let output = renkei(&["resolve", path(file), citation]);
        let words = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(exit));
        assert!(
            words.contains(code.unwrap_or("別表の「一般会計」の項\t税")),
            "{citation}: {words}"
        );
    }
}

#[test]
fn a_prefecture_that_there_is_not_is_usage() {
    let output = renkei(&["sample", "/tmp/never", "--prefecture", "佐賀"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("佐賀県"));
}

#[test]
fn pack_check_points_to_line_and_column_and_the_built_in_pack_passes() {
    let folder = tempfile::tempdir().unwrap();
    let standard = renkei(&["pack", "standard"]).stdout;
    let file = folder.path().join("pack.toml");
    std::fs::write(&file, &standard).unwrap();
    let checked = json(&["pack", "check", path(&file)], 0);
    assert_eq!(checked["schema"], "renkei.pack-check/1");
    assert_eq!(
        (&checked["pack"]["id"], &checked["findings"]),
        (&"standard".into(), &serde_json::json!([]))
    );
    let wrong =
        String::from_utf8(standard).unwrap().replacen("path_budget = 120", "path_budget = 999", 1);
    std::fs::write(&file, &wrong).unwrap();
    let checked = json(&["pack", "check", path(&file)], 1);
    let finding = &checked["findings"][0];
    assert_eq!(finding["code"], "PCK-010");
    let line = wrong.lines().position(|l| l == "path_budget = 999").unwrap() + 1;
    assert_eq!(finding["args"]["line"], line);
    // The same pack is refused where one is needed, and the text says why.
    let output = renkei(&["--pack", path(&file), "codes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("PCK-010"), "{}", stderr(&output));
}
