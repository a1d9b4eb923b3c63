//! Writes texts of ordinances with known provisions, for tests.

use crate::text::numeral::{kanji, widen};

const IROHA: [&str; 4] = ["イ", "ロ", "ハ", "ニ"];
const AIUEO: [&str; 4] = ["ア", "イ", "ウ", "エ"];

fn number(n: usize, notation: usize) -> String {
    match notation {
        2 => kanji(n as u32),
        1 => widen(&n.to_string()),
        _ => n.to_string(),
    }
}

fn item(n: usize, notation: usize) -> String {
    match notation {
        0 => format!("({n})"),
        1 => widen(&format!("({n})")),
        2 => kanji(n as u32),
        _ => char::from_u32(0x2474 - 1 + n as u32).unwrap().to_string(),
    }
}

/// Writes a text with one line for each provision: articles with paragraphs that have a number of items, marks
/// below the last item, and marks below those.
pub(super) fn text(
    articles: &[Vec<(usize, usize, usize)>],
    notation: usize,
    branch: bool,
    supplementary: usize,
) -> String {
    let mut out = String::from("○試験市事務委任規則\n平成25年8月26日\n規則第24号\n");
    for (a, paragraphs) in articles.iter().enumerate() {
        let head = match (branch, a) {
            (true, 1) => format!("第{}条の{}", number(1, notation), number(2, notation)),
            _ => format!("第{}条", number(a + 1, notation)),
        };
        out += &format!("(見出し)\n{head}\u{3000}市長は、次の事務を行う。\n");
        for (p, (items, below, deeper)) in paragraphs.iter().enumerate() {
            if p > 0 {
                out += &format!("{}\u{3000}前項の事務を行う。\n", number(p + 1, notation.min(1)));
            }
            for i in 1..=*items {
                out += &format!("\u{3000}{}\u{3000}事務に関すること。\n", item(i, notation));
            }
            if *items > 0 {
                let kana = if notation == 2 { IROHA } else { AIUEO };
                for (k, mark) in kana.iter().enumerate().take(*below) {
                    out += &format!("\u{3000}\u{3000}{mark}\u{3000}審査\n");
                    if k + 1 == *below {
                        for d in AIUEO.iter().take(*deeper) {
                            out += &format!("\u{3000}\u{3000}\u{3000}({d})\u{3000}受理\n");
                        }
                    }
                }
            }
        }
    }
    for s in 0..supplementary {
        let year = number(28 + s, notation);
        let n = number(s + 3, notation);
        let title =
            if s == 0 { String::new() } else { format!("(平成{year}年規則第{n}号)") };
        out += &format!(
            "附\u{3000}則{title}\n1\u{3000}公布の日から施行する。\n2\u{3000}なお従前の例による。\n"
        );
    }
    out
}

/// True if a line of such a text is a provision of its own.
pub(super) fn counts(line: &str) -> bool {
    line.contains('\u{3000}') && !line.starts_with('附')
}
