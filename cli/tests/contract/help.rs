//! The help and wrong usage, in the language asked for.

use super::{renkei, stderr};

fn told(args: &[&str], exit: i32) -> String {
    let output = renkei(args);
    assert_eq!(output.status.code(), Some(exit), "{args:?}: {}", stderr(&output));
    let (answer, error) = (String::from_utf8(output.stdout.clone()).unwrap(), stderr(&output));
    assert_eq!(answer.is_empty(), exit != 0, "the help is an answer, wrong usage is not");
    answer + &error
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ん').contains(&c))
}

#[test]
fn the_help_is_japanese_unless_english_is_asked_for() {
    for args in
        [&["--help"][..], &["help"], &["review", "--help"], &["help", "review"], &["check", "-h"]]
    {
        let text = told(args, 0);
        assert!(is_japanese(&text) && text.contains("使い方："), "{text}");
        for english in
            ["Usage", "Options", "Commands", "Arguments", "OPTIONS", "default:", "Print "]
        {
            assert!(!text.contains(english), "{args:?}: {english} in {text}");
        }
    }
    for args in [
        &["--help", "--lang", "en"][..],
        &["--lang", "en", "review", "--help"],
        &["check", "-h", "--lang=en"],
    ] {
        let text = told(args, 0);
        assert!(!is_japanese(&text) && text.contains("Usage:"), "{text}");
    }
    // Each command stands at the beginning of a line of its own.
    let text = told(&["--help"], 0);
    for command in ["check", "review", "sample", "pack"] {
        assert!(
            text.lines().any(|l| l.split_whitespace().next() == Some(command)),
            "{command}: {text}"
        );
    }
    assert!(told(&["--version"], 0).starts_with("renkei "));
}

#[test]
fn wrong_usage_is_told_in_japanese_and_stays_usage() {
    for (args, said) in [
        (&["check", "--no-such"][..], "「--no-such」というオプションはありません"),
        (&["chek", "a"], "「chek」というコマンドはありません"),
        (&["chek", "a"], "「check」のことではありませんか"),
        (&["check"], "次の指定が必要です"),
        (&["check", "a", "--lang", "fr"], "指定できる値：ja、en"),
        (&["check", "a", "--today", "x"], "--today <YYYY-MM-DD> に「x」は指定できません"),
        (&["review", "a", "--out"], "--out <DIR> には値が必要です"),
        (&["check", "a", "--lang", "ja", "--lang", "ja"], "一度しか指定できません"),
        (&[][..], "使い方："),
        (&["layout"], "使い方："),
    ] {
        let text = told(args, 2);
        assert!(text.contains(said), "{args:?}: {text}");
    }
    let english = told(&["check", "--no-such", "--lang", "en"], 2);
    assert!(english.contains("unexpected argument") && !is_japanese(&english), "{english}");
}
