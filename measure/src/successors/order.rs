//! How the 主務省令 words its procedures and how a layout cites its provisions.

use super::numerals;

/// The acts of the 主務省令 for paying something, for collecting it and for anything else.
const PAYING: [&str; 11] = [
    "の受給資格及びその額についての認定の請求に係る事実についての審査",
    "の額の改定の請求に係る事実についての審査",
    "の受給資格者に係る現況の届出に係る事実についての審査",
    "の認定の請求に対する応答",
    "の受給権者の氏名又は住所の変更の届出の受理",
    "の支給の停止に係る事実についての審査",
    "の支給の停止の解除の申請に係る事実についての審査",
    "の受給権の消滅の届出に係る事実についての審査",
    "の受給権者が死亡した場合における未支給分の支給の請求に係る事実についての審査",
    "の支給に係る不正利得の徴収",
    "の支給の再開に係る届出に係る事実についての審査",
];
const COLLECTING: [&str; 8] = [
    "に係る額の決定",
    "に係る賦課に関する調査",
    "の減免の申請に係る事実についての審査",
    "の猶予の申請に係る事実についての審査",
    "に係る滞納処分",
    "に係る過誤納額の還付又は充当",
    "に係る申告又は届出に係る事実についての審査",
    "の方法の変更に係る通知",
];
const DOING: [&str; 10] = [
    "に係る申請の受理",
    "に係る申請に係る事実についての審査",
    "に係る申請に対する応答",
    "に係る費用の額の決定",
    "に係る変更の届出に係る事実についての審査",
    "に係る認定の取消し",
    "に係る有効期間の更新の申請に係る事実についての審査",
    "に係る再交付の申請に係る事実についての審査",
    "に係る報告の求め",
    "に係る決定の通知",
];
const TITLES: [&str; 3] = [
    "行政手続における特定の個人を識別するための番号の利用等に関する法律別表第二の主務省令で定める事務及び情報を定める命令",
    "別表第二主務省令",
    "",
];
/// The title of the order of 2024.
const SUCCEEDING: &str = "行政手続における特定の個人を識別するための番号の利用等に関する法律第十九条第八号に基づく利用特定個人情報の提供に関する命令";

/// The article of an affair in the 主務省令, and how the table writes its number.
#[derive(Clone)]
pub(super) struct Article {
    pub(super) affair: String,
    pub(super) row: usize,
    pub(super) number: usize,
    pub(super) branch: usize,
    pub(super) paragraph: bool,
    /// The title, the digits, and whether each kind of information is numbered by イロハ.
    pub(super) style: (usize, usize, bool),
}

/// Splits what an affair is about into what the order names one by one.
pub(super) fn subjects(affair: &str) -> Vec<String> {
    let affair = affair.trim_end_matches("に関する事務");
    let Some((law, about)) = affair.split_once("による").filter(|_| !affair.contains('（'))
    else {
        return vec![affair.to_owned()];
    };
    let parts = about.replace("若しくは", "、").replace("又は", "、");
    let parts: Vec<&str> = parts.split('、').filter(|p| !p.is_empty()).collect();
    // 「保険料の徴収又は納入」 is one thing.
    if parts.iter().any(|part| part.chars().count() < 3) {
        return vec![affair.to_owned()];
    }
    parts.iter().map(|part| format!("{law}による{part}")).collect()
}

pub(super) fn acts(subject: &str) -> (&str, &'static [&'static str]) {
    if let Some(paid) = subject.strip_suffix("の支給") {
        (paid, &PAYING)
    } else if ["徴収", "納入", "納付"].iter().any(|end| subject.ends_with(end)) {
        (subject, &COLLECTING)
    } else if ["給付", "手当", "年金", "費", "一時金"].iter().any(|end| subject.ends_with(end))
    {
        (subject, &PAYING)
    } else {
        (subject, &DOING)
    }
}

pub(super) fn basis(article: &Article, item: usize, row: usize, succeeding: bool) -> String {
    let (title, digits, letters) = article.style;
    let number = |n: usize| match (digits, n as u32) {
        (0, n) => numerals::kanji(n),
        (1, n) => n.to_string(),
        (_, n) => numerals::full_width(n),
    };
    let title = if succeeding && title == 0 { SUCCEEDING } else { TITLES[title] };
    let mut text = format!("{title}第{}条", number(article.number));
    if article.branch > 0 {
        text += &format!("の{}", number(article.branch));
    }
    if article.paragraph {
        text += &format!("第{}項", number(1));
    }
    text += &format!("第{}号", number(item));
    if letters {
        text.extend("イロハニホヘトチリヌ".chars().nth(row));
    }
    text
}
