//! FRM-002, FRM-003 and FRM-007: how long texts are, which characters they have, and whether the
//! form's own examples were left in them.

use serde_json::Value;

use crate::application::value_at;
use crate::finding::{Finding, Pointer, make};
use crate::pack::{Control, Field, Pack};
use crate::text::{fold_ascii, fold_ascii_char, is_blank, is_overlooked, jis};

/// A provision is read for what it means, and ⑴ for (1) is how ordinances write it: the law's rules
/// judge it, not its characters. A file's name has rules of its own.
const JUDGED_ELSEWHERE: [&str; 2] = ["/citation", "/file"];

/// The pack's rules for texts, prepared once for all fields.
pub(super) struct TextRules<'p> {
    pack: &'p Pack,
    placeholders: Vec<String>,
    first: Vec<char>,
}

impl<'p> TextRules<'p> {
    pub(super) fn new(pack: &'p Pack) -> Self {
        let folded = pack.rules.placeholders.iter().map(|p| fold(p));
        let placeholders: Vec<String> = folded.filter(|p| !p.is_empty()).collect();
        let first = placeholders.iter().filter_map(|p| p.chars().next()).collect();
        Self { pack, placeholders, first }
    }

    /// Checks the texts of one record.
    pub(super) fn check(
        &self,
        record: &Value,
        at: &Pointer,
        fields: &[Field],
        out: &mut Vec<Finding>,
    ) {
        for field in fields {
            let default = match field.control {
                Control::Line => self.pack.rules.line_length,
                Control::Lines => self.pack.rules.lines_length,
                _ => continue,
            };
            let value = value_at(record, field.path.as_str()).and_then(Value::as_str);
            let Some(text) = value.filter(|text| !is_blank(text)) else { continue };
            let mut add = |finding: Finding| out.push(finding.at(at.join(&field.path)));
            let label = &field.label;
            let limit = field.max_length.unwrap_or(default);
            if text.len() > limit {
                let length = text.chars().count();
                if length > limit {
                    add(make::frm_002(label, length as u64, limit as u64));
                }
            }
            if !JUDGED_ELSEWHERE.contains(&field.path.as_str()) {
                let strange = uncommon(text);
                if !strange.is_empty() {
                    add(make::frm_003(label, strange));
                }
            }
            if let Some(left) = self.example_left(text, field) {
                add(make::frm_007(label, left));
            }
        }
    }

    /// The part of a text that is an example nobody replaced.
    fn example_left(&self, text: &str, field: &Field) -> Option<String> {
        if field.fictitious && text.trim() == field.example {
            return Some(field.example.clone());
        }
        if !text.chars().any(|c| self.first.contains(&folded(c))) {
            return None;
        }
        let folded = fold(text);
        let left = self.placeholders.iter().find(|p| stands_alone(&folded, p))?;
        Some(left.clone())
    }
}

fn fold(text: &str) -> String {
    fold_ascii(text).chars().map(folded).collect()
}

/// The round signs that people type for “some name” look alike; letters count in either case.
fn folded(c: char) -> char {
    match fold_ascii_char(c) {
        '◯' | '〇' => '○',
        c => c.to_ascii_uppercase(),
    }
}

/// Returns whether a text has a placeholder that is not part of a word or of a number: neither the
/// 〇〇 of 二〇〇三年 nor letters inside other letters.
fn stands_alone(text: &str, placeholder: &str) -> bool {
    let joins = |c: char| {
        let letters = placeholder.starts_with(|p: char| p.is_ascii_alphabetic());
        let round = placeholder.starts_with('○');
        (letters && c.is_ascii_alphabetic() && !placeholder.starts_with(c))
            || (round && "一二三四五六七八九".contains(c))
    };
    text.match_indices(placeholder).any(|(at, found)| {
        let before = text.get(..at).and_then(|t| t.trim_end_matches('○').chars().next_back());
        let after =
            text.get(at + found.len()..).and_then(|t| t.trim_start_matches('○').chars().next());
        !before.is_some_and(joins) && !after.is_some_and(joins)
    })
}

/// FRM-003: each character that not every system can show, once, with its number.
fn uncommon(text: &str) -> Vec<String> {
    let mut seen: Vec<char> = Vec::new();
    for c in text.chars() {
        let breaks = matches!(c, '\n' | '\r' | '\t');
        if (c.is_control() && !breaks || !jis::is_common(c)) && !seen.contains(&c) {
            seen.push(c);
        }
    }
    let number = |c: char| format!("U+{:04X}", u32::from(c));
    let show = |c: char| {
        if is_overlooked(c) { number(c) } else { format!("{c}（{}）", number(c)) }
    };
    seen.into_iter().map(show).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::application::Application;
    use crate::finding::{ArgValue, Code};
    use crate::rules::testing::{clean, findings, found};

    #[test]
    fn frm_002_counts_characters_up_to_the_packs_limit() {
        let mut app = clean();
        app.contact.department = "課".repeat(201);
        assert_eq!(found(&app), [(Code::Frm002, "/contact/department".into())]);
        app.contact.department = "課".repeat(200);
        assert_eq!(found(&app), []);
    }

    #[test]
    fn frm_003_names_each_character_once() {
        let mut app = clean();
        app.contact.department = "髙橋①課ｼｽﾃﾑ髙".into();
        let listed = |app: &Application| -> Vec<String> {
            let findings = findings(app);
            assert_eq!(findings.len(), 1);
            let Some(ArgValue::List(list)) = findings[0].arg("characters") else {
                panic!("no list")
            };
            list.clone()
        };
        assert_eq!(listed(&app)[..2], ["髙（U+9AD9）", "①（U+2460）"]);
        app.contact.department = "課\u{202e}\u{ad}\u{e0100}".into();
        assert_eq!(listed(&app), ["U+202E", "U+00AD", "U+E0100"]);
        app.contact.department = "高橋1課システム〜\n".into();
        assert_eq!(found(&app), []);
        app.delegations[0].bases[0].citation = "第2条⑴".into();
        assert!(found(&app).iter().all(|(code, _)| *code != Code::Frm003));
    }

    #[test]
    fn frm_007_finds_what_the_form_showed_as_an_example() {
        for text in ["○○市", "ＸＸＸ課", "記入例", "〇〇県", "××部"] {
            let mut app = clean();
            app.contact.department = text.into();
            assert_eq!(found(&app), [(Code::Frm007, "/contact/department".into())], "{text}");
        }
        for text in ["二〇〇三年課", "条例課", "MAXXX課", "○世田谷区", "三〇〇〇号"]
        {
            let mut app = clean();
            app.contact.department = text.into();
            assert_eq!(found(&app), [], "{text}");
        }
    }

    #[test]
    fn frm_007_knows_the_examples_that_are_nobodys() {
        let mut app = clean();
        let field = Pack::standard().field_at(&Pointer::new("/contact/mail")).unwrap();
        assert!(field.fictitious);
        app.contact.mail = field.example.clone();
        assert_eq!(found(&app), [(Code::Frm007, "/contact/mail".into())]);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_search(text in "\\PC{0,40}") {
            let _ = TextRules::new(Pack::standard()).example_left(&text, &Field::default());
            prop_assert_eq!(uncommon(&text).is_empty(), text.chars().all(jis::is_common));
        }
    }
}
