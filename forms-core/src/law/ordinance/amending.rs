//! Marks the lines of an amending rule that belong to the instrument that it amends.
//!
//! After …の一部を次のように改正する。 follow instructions about single provisions (第3条を次のように改める。)
//! with the new words of the other instrument, with or without 「…」. These lines are skipped up to the
//! rule's own next article, paragraph or 附則.

use super::head::Head;
use super::lines::Line;
use crate::law::marker::Marker;

/// The number of a provision of the amending rule itself.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Own {
    Article(u32),
    Paragraph(u32),
}

/// Marks the lines that belong to another instrument.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let mut own: Option<Own> = None;
    // `Some` inside the amendments; true if new words of the other instrument follow at once.
    let mut amends: Option<bool> = None;
    let mut main = true;
    let mut tables = false;
    for line in lines {
        if line.inside || line.head == Head::Blank {
            line.quoted = amends.is_some();
            continue;
        }
        if matches!(line.head, Head::Supplementary { .. }) {
            (main, amends, own) = (false, None, None);
        }
        // The rule's own tables follow its 附則.
        if matches!(line.head, Head::Table { .. }) && !main && !tables {
            amends = None;
        }
        let counted = counted(&line.head);
        if let Some(announced) = amends {
            let begins_again =
                begins_amendments(line.words) && matches!(counted, Some(Own::Article(_)));
            let next = counted.is_some() && counted == own.as_ref().map(Own::next);
            if begins_again || next && !announced {
                amends = None;
            } else {
                if line.head == Head::Text {
                    if is_sentence(line.words) {
                        tables = line.words.contains("別表");
                    }
                    amends = Some(announces(line.words) || announced && !is_sentence(line.words));
                }
                line.quoted = true;
                continue;
            }
        }
        own = counted.or(own);
        if begins_amendments(line.words) {
            amends = Some(true);
            // The opening of the amendments is no provision.
            line.quoted = main && own.is_none();
        }
    }
}

impl Own {
    fn next(&self) -> Self {
        match self {
            Self::Article(n) => Self::Article(n.saturating_add(1)),
            Self::Paragraph(n) => Self::Paragraph(n.saturating_add(1)),
        }
    }
}

fn counted(head: &Head) -> Option<Own> {
    match head {
        Head::Article(article) => match article.number[..] {
            [n] => Some(Own::Article(n)),
            _ => None,
        },
        Head::Mark { marker: Marker::Arabic(numbers), .. } => match numbers[..] {
            [n] => Some(Own::Paragraph(n)),
            _ => None,
        },
        _ => None,
    }
}

fn begins_amendments(words: &str) -> bool {
    words.ends_with("の一部を次のように改正する。")
}

/// True for an instruction that new words follow: 第3条を次のように改める。, 同条に次の1号を加える。
fn announces(words: &str) -> bool {
    is_sentence(words) && words.contains("次の") && !words.ends_with("削る。")
}

/// True for an instruction to change a provision.
fn is_sentence(words: &str) -> bool {
    const ENDS: &[&str] = &[
        "改める。",
        "加える。",
        "削る。",
        "とする。",
        "改正する。",
        "繰り上げる。",
        "繰り下げる。",
    ];
    const STARTS: &[&str] =
        &["第", "同", "別表", "別記", "様式", "附則", "題名", "目次", "本則", "前文", "「"];
    ENDS.iter().any(|w| words.ends_with(w)) && STARTS.iter().any(|w| words.starts_with(w))
}
