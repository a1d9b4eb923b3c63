//! The acts that items of the 主務省令 name, and the kinds of information that its cells list.

/// What citizens hand in; an office receives it and examines it.
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
    "利用者負担の軽減の申請",
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

/// What an office decides of itself and gives notice of.
const DECISIONS: [&str; 14] = [
    "一時停止",
    "差止め",
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

/// What an office looks into.
const FACTS: [&str; 12] = [
    "世帯の構成",
    "生計維持の関係",
    "居住の実態",
    "障害の程度",
    "資産の状況",
    "扶養義務者の状況",
    "他の法令による給付の有無",
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

impl Act {
    pub(crate) fn text(&self) -> String {
        let kind = base(self.bases[0]).0;
        let bases: Vec<&str> = self.bases.iter().map(|place| base(*place).1).collect();
        let words = [["受理", "審査"], ["決定", "通知"], ["確認", "調査"]][kind];
        let handlings: Vec<&str> = self.handlings.iter().map(|h| words[*h]).collect();
        format!("{}の{}", bases.join("又は"), handlings.join("及び"))
    }
}

/// The text without what stands in brackets.
pub(crate) fn plain(text: &str) -> String {
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
        let open = plain(&piece);
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
