//! Tells from a line alone whether it can be part of a rule or only of the page around one.

use super::comparable;
use super::words::{Says, is_polite, says};
use crate::law::instrument::{Kind, number_prefix_of};
use crate::law::ordinance::head::Head;
use crate::law::ordinance::lines::after;
use crate::law::ordinance::table;
use crate::text::era::date_prefix;
use crate::text::fold_ascii;

/// The part of a rule, or of the page around it, that a line can be, as far as the line alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::law) enum Sign {
    /// An article. `words` is false if only its number and heading, or a short name, stand on the line.
    Article { first: bool, words: bool },
    /// A 附則.
    Supplementary { words: bool },
    /// 項, 号 and below. `sentence` is true if it ends with 。.
    Item { sentence: bool },
    /// The title of a 別表.
    Table,
    /// The title of a form.
    Form,
    /// A chapter.
    Chapter,
    /// The word 目次.
    Contents,
    /// A line in brackets.
    Bracketed,
    /// A row; `issue` is true if it holds only dates and numbers of instruments.
    Cells { issue: bool },
    /// The number of a page.
    Blank,
    /// A date, the number of an instrument, or both.
    Issue,
    /// A line that could be a title.
    Title,
    /// Words that end a sentence.
    Sentence,
    /// A sentence to the visitor of the page.
    Polite,
    /// A link such as このページの先頭へ.
    Way,
    /// A button.
    Button,
    /// The label of what is told about the page.
    Label,
    /// Any other words.
    Words,
}

/// Length in bytes below which a row can be one of links.
const SHORT: usize = 160;
/// Characters of which one is in every link.
const LEAD: [char; 7] = ['へ', '戻', '前', '次', '印', '閉', '頁'];
/// Number of characters from which words after 第1条 are no mere name of the article.
const LONG: usize = 26;

/// Tells what a line is.
pub(in crate::law) fn sign(words: &str, head: &Head) -> Sign {
    match head {
        Head::Blank => Sign::Blank,
        // Links between bars.
        Head::Cells if words.len() < SHORT && words.contains(LEAD) => match says(words) {
            Says::Way => Sign::Way,
            Says::Button => Sign::Button,
            Says::Label | Says::Other => Sign::Cells { issue: is_issue_row(words) },
        },
        Head::Cells => Sign::Cells { issue: is_issue_row(words) },
        Head::Grid(_) => Sign::Cells { issue: false },
        Head::Article(article) => {
            let body = after(words, article.body);
            let deleted = body.trim_start_matches(['(', '（']).starts_with("削除");
            let text = ends_sentence(body) || deleted || body.chars().count() >= LONG;
            Sign::Article { first: article.number == [1], words: text }
        }
        Head::Supplementary { body, .. } => {
            Sign::Supplementary { words: !after(words, *body).is_empty() }
        }
        Head::Mark { body, .. } => {
            let body = after(words, *body);
            Sign::Item { sentence: ends_sentence(body) && !is_polite(body) }
        }
        Head::Table { .. } => Sign::Table,
        Head::Form => Sign::Form,
        Head::Chapter => Sign::Chapter,
        Head::Contents => Sign::Contents,
        Head::Bracketed => Sign::Bracketed,
        Head::Text => text(words),
    }
}

fn text(words: &str) -> Sign {
    if is_polite(words) {
        return Sign::Polite;
    }
    if ends_sentence(words) {
        return Sign::Sentence;
    }
    match says(words) {
        Says::Way => Sign::Way,
        Says::Button => Sign::Button,
        Says::Label => Sign::Label,
        Says::Other if is_issue(words) => Sign::Issue,
        Says::Other if is_title(words) => Sign::Title,
        Says::Other => Sign::Words,
    }
}

/// True for words at which a sentence ends, with a note behind it or not.
pub(super) fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['」', '』', ')', '）', '〕', ' ', '\u{3000}']).ends_with(['。', '．'])
        || (words.ends_with([')', '）', '〕']) && words.contains('。'))
}

/// True for a line that could be the title of a rule.
pub(super) fn is_title(words: &str) -> bool {
    const LONGEST_TITLE: usize = 90;
    /// The last characters of titles.
    const ENDS: &str = "例則程令甲乙綱領示律法約定書準針規抄)）";
    if !words.ends_with(|c| ENDS.contains(c)) {
        return false;
    }
    let bare = comparable(words);
    let bare = bare.strip_suffix("(抄)").or(bare.strip_suffix('抄')).unwrap_or(&bare);
    let length = bare.chars().count();
    let named = Kind::of_title(bare).is_some() && length > 3 && length <= LONGEST_TITLE;
    named
        && !bare.contains(['>', '»', '›', '/', '|', ':', '。'])
        && !only_kinds(bare)
        && !["改正", "最終改正", "沿革", "[", "【", "全部改正", "一部改正"]
            .iter()
            .any(|w| bare.starts_with(w))
}

/// True for words that name nothing but kinds of rules, as a menu does: 条例・規則, 規程等.
fn only_kinds(bare: &str) -> bool {
    let rest = [
        "条例", "規則", "規程", "要綱", "要領", "訓令", "告示", "例規", "法令", "等", "集", "・",
        "、", "の", "一覧",
    ]
    .iter()
    .fold(bare.to_owned(), |rest, word| rest.replace(word, ""));
    rest.chars().count() < 2
}

/// True for a line that is only a date, the number of an instrument, or both.
pub(super) fn is_issue(words: &str) -> bool {
    const LONGEST_ISSUE: usize = 60;
    // A number alone names its 号, a date its year, in full or by the letter of its era.
    let dated = |c: char| matches!(c, '年' | '号' | '號' | '.' | '/' | '．' | '／');
    if words.len() > 3 * LONGEST_ISSUE || !words.contains(dated) {
        return false;
    }
    let folded = fold_ascii(words);
    let chars: Vec<char> = folded
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '〔' | '〕' | '[' | ']' | '◆' | '◇' | '○' | '◯' | '●'))
        .collect();
    let skip = |at: usize| at + chars.iter().skip(at).take_while(|c| c.is_whitespace()).count();
    let from = skip(0);
    let date = chars.get(from..).and_then(date_prefix).map(|(_, length)| skip(from + length));
    let at = date.unwrap_or(from);
    let number = chars.get(at..).and_then(number_prefix_of).map(|(_, length)| skip(at + length));
    if date.is_none() && number.is_none() {
        return false;
    }
    let rest: String =
        chars.iter().skip(number.unwrap_or(at)).filter(|c| !c.is_whitespace()).collect();
    ["", "施行", "現在", "公布", "制定", "改正", "発令", "適用", "号外"].contains(&rest.as_str())
}

/// True for a row that holds nothing but dates, numbers and words of a history.
fn is_issue_row(words: &str) -> bool {
    const WORDS: &[&str] = &[
        "",
        "◆",
        "◇",
        "○",
        "●",
        "制定",
        "改正",
        "全部改正",
        "一部改正",
        "新規制定",
        "廃止",
        "種別",
        "公布日",
        "年月日",
        "番号",
        "題名",
        "施行日",
        "未施行",
        "施行済",
        "区分",
    ];
    if !words.contains(['年', '号', '.', '/']) {
        return false;
    }
    let Some(cells) = table::cells(words) else { return false };
    let issue = |cell: &String| is_issue(cell);
    cells.iter().any(issue) && cells.iter().all(|c| WORDS.contains(&c.as_str()) || issue(c))
}
