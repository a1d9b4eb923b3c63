//! The acts that items of the 主務省令 name, and how the statute's cells are read.

use super::generator::Dice;

/// Applications of citizens, which an office receives and examines.
const PAPERS: [&str; 38] = [
    "認定の請求",
    "額の改定の請求",
    "未払分の請求",
    "費用の償還の請求",
    "高額な負担の払戻しの請求",
    "更新の申請",
    "期間の延長の申請",
    "減免の申請",
    "徴収の猶予の申請",
    "分割による納付の申請",
    "特例の適用の申請",
    "証書の再交付の申請",
    "負担の限度額の認定の申請",
    "医療機関の変更の届出",
    "遺族による承継の申請",
    "繰上げの申出",
    "辞退の申出",
    "同意の撤回の申出",
    "代理人の選任の届出",
    "現況の届出",
    "所得の状況の届出",
    "就労の状況の届出",
    "就学の状況の届出",
    "介護の状況の届出",
    "障害の状態の届出",
    "氏名の変更の届出",
    "住所の変更の届出",
    "振込口座の変更の届出",
    "被扶養者の異動の届出",
    "婚姻の届出",
    "出生の届出",
    "死亡の届出",
    "所在不明の届出",
    "施設への入所の届出",
    "施設からの退所の届出",
    "国外への転出の届出",
    "資格の喪失の届出",
    "第三者の行為による被害の届出",
];

/// Decisions that an office takes by itself and gives notice of.
const DECISIONS: [&str; 14] = [
    "一時停止",
    "併給の選択",
    "額の制限",
    "他の給付との調整",
    "過誤払の返還",
    "不正利得の徴収",
    "自己負担額",
    "負担区分",
    "優先順位",
    "実施機関の変更",
    "取消し",
    "職権による変更",
    "延滞金の徴収",
    "還付",
];

/// Facts that an office examines.
const FACTS: [&str; 12] = [
    "世帯の構成",
    "生計維持の関係",
    "居住の実態",
    "障害の程度",
    "資産の状況",
    "扶養義務者の状況",
    "損害賠償の受領の有無",
    "年金の受給の有無",
    "住民税の課税の有無",
    "加入の期間",
    "手帳の所持の有無",
    "要介護の状態",
];

/// The subjects of one kind that one item handles, and how.
#[derive(Clone, PartialEq)]
pub(crate) struct Act {
    /// Places in the bank: papers, decisions and facts, one after the other.
    pub(crate) bases: Vec<usize>,
    /// 0, 1, or both.
    pub(crate) handlings: Vec<usize>,
}

pub(crate) fn base(place: usize) -> (usize, &'static str) {
    let decisions = place.wrapping_sub(PAPERS.len());
    match place {
        p if p < PAPERS.len() => (0, PAPERS[p]),
        _ if decisions < DECISIONS.len() => (1, DECISIONS[decisions]),
        _ => (2, FACTS[decisions - DECISIONS.len()]),
    }
}

pub(crate) const BANK: usize = PAPERS.len() + DECISIONS.len() + FACTS.len();

/// Returns true if an act of the bank suits an affair: some are only for affairs that pay or take money.
pub(crate) fn suits(place: usize, affair: &str) -> bool {
    const MONEY: [&str; 11] =
        ["額", "払", "徴収", "償還", "還付", "負担", "給付", "納付", "口座", "減免", "請求"];
    const PAYS: [&str; 8] = ["支給", "給付", "徴収", "保険", "貸", "援助", "経費", "助成"];
    let any = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    any(&PAYS, affair) || !any(&MONEY, base(place).1)
}

impl Act {
    pub(crate) fn text(&self) -> String {
        let kind = base(self.bases[0]).0;
        let bases: Vec<&str> = self.bases.iter().map(|place| base(*place).1).collect();
        let words = [["受理", "審査"], ["決定", "通知"], ["確認", "調査"]][kind];
        let handlings: Vec<&str> = self.handlings.iter().map(|h| words[*h]).collect();
        format!("{}の{}", bases.join("又は"), handlings.join("及び"))
    }
}

/// The text without bracketed parts.
pub(crate) fn without_brackets(text: &str) -> String {
    let mut depth = 0;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth -= 1,
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The kinds of information that a cell of the statute lists, by their short names where it has some.
pub(crate) fn informations(cell: &str) -> Vec<String> {
    let (mut found, mut piece) = (Vec::new(), String::new());
    let mut left = cell;
    while !left.is_empty() {
        let separator = ["又は", "若しくは", "、"].into_iter().find(|s| left.starts_with(s));
        let open = without_brackets(&piece);
        let ended = open.ends_with("情報") || open.ends_with("規定する事項");
        let closed = piece.matches('（').count() == piece.matches('）').count();
        if let Some(s) = separator.filter(|_| ended && closed) {
            found.push(std::mem::take(&mut piece));
            left = &left[s.len()..];
        } else {
            let c = left.chars().next().expect("is not empty");
            piece.push(c);
            left = &left[c.len_utf8()..];
        }
    }
    found.push(piece);
    let short = |piece: String| match piece.split_once("（以下「") {
        Some((_, rest)) => rest.split('」').next().unwrap_or_default().to_owned(),
        None => piece,
    };
    found.into_iter().map(short).collect()
}

/// The wording of the whole list, the same before and after.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Style {
    /// 児童手当又は特例給付の支給に係る現況の届出の審査（市町村長への照会）, 第四十条第一号.
    Short,
    /// 児童手当法による児童手当又は特例給付の支給に関する現況の届出の審査（照会先：市町村長）.
    Lawful,
    /// 現況の届出の審査（児童手当又は特例給付の支給）（市町村長に対する照会）, 第４０条第１号.
    ActFirst,
}

/// Affairs that later laws added: inquirer, affair, and which rows of the statute ask alike.
pub(crate) const ADDED: [(&str, &str, u32); 5] = [
    ("市町村長", "新型インフルエンザ等対策特別措置法による予防接種の実施に関する事務", 18),
    (
        "文部科学大臣",
        "大学等における修学の支援に関する法律による授業料等減免の実施に関する事務",
        113,
    ),
    (
        "厚生労働大臣",
        "戦没者等の遺族に対する特別弔慰金支給法による特別弔慰金の支給に関する事務",
        32,
    ),
    (
        "市町村長",
        "高齢者、障害者等の移動等の円滑化の促進に関する法律による移動支援の実施に関する事務",
        61,
    ),
    ("都道府県知事", "臓器の移植に関する法律による移植登録者に対する助成に関する事務", 120),
];

pub(crate) fn halves(inquirer: &str) -> Option<[String; 2]> {
    let (one, other) = inquirer.split_once("又は")?;
    if other.contains("又は") || inquirer.contains(['（', '、']) {
        return None;
    }
    let shared = one.rfind("である").map_or("", |at| &one[..at + "である".len()]);
    Some([one.to_owned(), format!("{shared}{other}")])
}

pub(crate) fn shuffled(n: usize, dice: &mut Dice) -> Vec<usize> {
    let mut places: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        places.swap(i, dice.below(i + 1));
    }
    places
}
