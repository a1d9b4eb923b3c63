//! The acts that offices perform about each kind of subject, and the wordings that they vary.

/// An act about a subject, whose name replaces `{}`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Act {
    pub(crate) text: &'static str,
    /// The form that a person hands in (申請, 届出, …); empty if the office acts by itself.
    pub(crate) form: &'static str,
    /// Part of the name of the information that the act requires; empty for none.
    pub(crate) about: &'static str,
    /// True if offices have abolished such an act while the benefit stayed.
    pub(crate) fades: bool,
}

const fn on(text: &'static str, form: &'static str) -> Act {
    Act { text, form, about: "", fades: false }
}

const fn of_people(text: &'static str) -> Act {
    Act { text, form: "届出", about: "住民票", fades: false }
}

const fn fading(text: &'static str, form: &'static str) -> Act {
    Act { text, form, about: "", fades: true }
}

const ALLOWANCE: &[Act] = &[
    on("{}の受給資格及びその額の認定", "請求"),
    on("{}の額の改定", "請求"),
    fading("{}の受給者の現況", "届出"),
    of_people("{}の受給者の氏名又は住所の変更"),
    on("{}の受給事由の消滅", "届出"),
    on("未支払の{}の支払", "請求"),
    on("{}の支給の停止", ""),
    on("{}に係る不正利得の徴収", ""),
    fading("{}の支払を受ける金融機関の変更", "届出"),
    fading("{}の証書の再交付", "申請"),
    on("{}の過誤払に係る返還金の徴収", ""),
    of_people("{}の受給者の死亡"),
];

const PENSION: &[Act] = &[
    on("{}の裁定", "請求"),
    on("{}の額の改定", "請求"),
    fading("{}の受給権者の現況", "届出"),
    of_people("{}の受給権者の氏名の変更"),
    of_people("{}の受給権者の死亡"),
    on("未支給の{}の支給", "請求"),
    on("{}の支給の停止", ""),
    on("{}の加給の対象者の不該当", "届出"),
    on("{}の支給の繰下げ", "申出"),
    fading("{}の年金証書の再交付", "申請"),
    on("{}と併給することができない年金の選択", "申出"),
    on("{}の内払の調整", ""),
];

const CARE: &[Act] = &[
    on("{}の支給認定", "申請"),
    on("{}の支給認定の変更", "申請"),
    fading("{}の受給者証の再交付", "申請"),
    of_people("{}の支給認定を受けた者の氏名又は居住地の変更"),
    on("{}の支給認定の取消し", ""),
    on("{}に係る負担上限月額の決定", ""),
    on("{}の償還払", "請求"),
    on("{}と他の法令による給付との調整", ""),
    fading("{}に係る第三者の行為による被害", "届出"),
];

const BENEFIT: &[Act] = &[
    on("{}の支給", "申請"),
    on("{}の額の算定", ""),
    on("{}と他の法令による給付との調整", ""),
    on("{}に係る不正利得の徴収", ""),
    fading("{}に係る第三者の行為による被害", "届出"),
    on("{}の過誤払に係る返還金の徴収", ""),
    on("未支給の{}の支払", "請求"),
    fading("{}の支払を受ける金融機関の変更", "届出"),
];

const MEMBERS: &[Act] = &[
    on("{}の資格の取得", "届出"),
    on("{}の資格の喪失", "届出"),
    of_people("{}の氏名又は住所の変更"),
    on("{}の被扶養者の異動", "届出"),
    on("{}に対する被保険者証の交付", ""),
    fading("{}に係る検認又は更新", ""),
    on("{}に係る一部負担金の減免", "申請"),
    on("{}に係る限度額の適用の認定", "申請"),
];

const LEVY: &[Act] = &[
    on("{}の賦課", ""),
    on("{}の減免", "申請"),
    on("{}の徴収の猶予", "申請"),
    on("{}の特別徴収", ""),
    on("{}に係る過誤納金の還付", "請求"),
    on("{}の滞納処分", ""),
    fading("{}の算定に係る所得", "申告"),
    on("{}の軽減の判定", ""),
    fading("{}の口座振替", "申出"),
];

const TAX: &[Act] = &[
    on("{}の賦課", ""),
    on("{}の減免", "申請"),
    on("{}の課税標準", "申告"),
    on("{}の徴収の猶予", "申請"),
    on("{}に係る換価の猶予", "申請"),
    on("{}の滞納処分", ""),
    on("{}に係る過誤納金の還付", "請求"),
    on("{}に係る更正", "請求"),
    fading("{}の納税管理人", "申告"),
    on("{}の非課税の範囲の認定", ""),
    fading("{}の納期前の納付に係る報奨金の交付", ""),
];

const MEASURE: &[Act] = &[
    on("{}の決定", ""),
    on("{}の申込み又は同意の確認", ""),
    on("{}の変更", ""),
    on("{}の解除", ""),
    on("{}に要する費用の徴収", ""),
    on("{}に係る費用の負担能力の認定", ""),
    of_people("{}を受ける者の氏名又は居住地の変更"),
    fading("{}に係る扶養義務者の異動", "届出"),
];

const CHARGE: &[Act] = &[
    on("{}の額の決定", ""),
    on("{}の徴収", ""),
    on("{}の減免", "申請"),
    on("{}に係る負担能力の認定", ""),
    on("{}の滞納処分", ""),
    fading("{}に係る世帯の収入", "申告"),
];

const LOAN: &[Act] = &[
    on("{}の貸付け", "申請"),
    on("{}の貸付けの継続", "申請"),
    on("{}の償還の猶予", "申請"),
    on("{}の償還未済額の免除", "申請"),
    on("{}の交付の停止", ""),
    on("{}の借主の所得の状況", "届出"),
    fading("{}の連帯保証人の変更", "申請"),
    fading("{}に係る違約金の徴収", ""),
];

const HOUSING: &[Act] = &[
    on("{}への入居", "申込み"),
    on("{}の家賃の決定", ""),
    on("{}の入居者の収入", "申告"),
    on("{}の家賃の減免", "申請"),
    on("{}の敷金の減免", "申請"),
    on("{}の家賃の徴収の猶予", "申請"),
    on("{}の同居の承認", "申請"),
    on("{}の入居の承継の承認", "申請"),
    on("{}の収入超過者の認定", ""),
    on("{}の高額所得者に対する明渡しの請求", ""),
    fading("{}の模様替の承認", "申請"),
    fading("{}の連帯保証人の変更", "届出"),
];

const BOOK: &[Act] = &[
    on("{}の交付", "申請"),
    on("{}の障害等級の変更", "申請"),
    on("{}の更新", "申請"),
    fading("{}の再交付", "申請"),
    fading("{}の返還", "届出"),
    on("{}に係る年金証書等の写しの確認", ""),
];

const AID: &[Act] = &[
    on("{}の支弁", "申請"),
    on("{}の支弁区分の決定", ""),
    on("{}の額の変更", ""),
    on("{}の返納", ""),
    fading("{}に係る保護者の収入", "申告"),
    fading("{}の受領の委任", "届出"),
];

const RELIEF: &[Act] = &[
    on("{}の開始", "申請"),
    on("{}の変更", "申請"),
    on("{}の停止又は廃止", ""),
    on("{}に要した費用の返還", ""),
    on("{}に係る徴収金の徴収", ""),
    on("{}の要否の判定に係る収入", "申告"),
    of_people("{}を受ける者の居住地の変更"),
    fading("{}に係る扶養義務者への通知", ""),
];

const SERVICE: &[Act] = &[
    on("{}の利用", "申請"),
    on("{}の利用の変更", "申請"),
    on("{}の利用者負担額の決定", ""),
    on("{}の実施", ""),
    fading("{}の利用の辞退", "届出"),
];

const REGISTER: &[Act] = &[
    on("{}の登録", "申請"),
    on("{}の登録の更新", "申請"),
    on("{}の登録の取消し", ""),
    fading("{}の登録事項の変更", "届出"),
];

/// Acts about payments made once, which have no recipient to keep track of.
const LUMP: &[Act] = &[
    on("{}の支給", "申請"),
    on("{}の額の算定", ""),
    on("{}の支給の決定の取消し", ""),
    on("{}に係る不正利得の徴収", ""),
    on("{}の過誤払に係る返還金の徴収", ""),
    on("未支払の{}の支払", "請求"),
    fading("{}の支払を受ける金融機関の変更", "届出"),
];

const CONTRIBUTORS: &[Act] = &[
    on("{}の資格の取得", "届出"),
    on("{}の資格の喪失", "届出"),
    of_people("{}の氏名又は住所の変更"),
    on("{}の種別の変更", "届出"),
    fading("{}に係る年金手帳の再交付", "申請"),
    on("{}の任意加入", "申出"),
];

/// Acts of pension payers who withhold a levy.
const WITHHOLDING: &[Act] = &[
    on("{}の特別徴収の開始", ""),
    on("{}の特別徴収の額の変更", ""),
    on("特別徴収をした{}の納入", ""),
    on("{}の特別徴収の中止に係る通知", ""),
    fading("{}の仮徴収に係る額の通知", ""),
];

const VICTIMS: &[Act] = &[
    on("{}の作成", ""),
    on("{}に記載された情報の提供", "申請"),
    on("{}への記載", "申出"),
    fading("{}の記載の訂正", "申出"),
];

/// The acts about subjects of a kind.
pub(crate) fn acts(kind: char) -> &'static [Act] {
    match kind {
        'A' => ALLOWANCE,
        'P' => PENSION,
        'O' => LUMP,
        'N' => CONTRIBUTORS,
        'E' => WITHHOLDING,
        'Y' => VICTIMS,
        'M' => CARE,
        'H' => BENEFIT,
        'Q' => MEMBERS,
        'L' => LEVY,
        'T' => TAX,
        'S' => MEASURE,
        'C' => CHARGE,
        'K' => LOAN,
        'J' => HOUSING,
        'B' => BOOK,
        'W' => AID,
        'Z' => RELIEF,
        'R' => SERVICE,
        'D' => REGISTER,
        other => unreachable!("kind {other}"),
    }
}

/// Returns true if the act exists for the subject.
pub(crate) fn fits(act: &Act, subject: &str) -> bool {
    let withheld = ["国民健康保険料", "介護保険料", "後期高齢者医療保険料"].contains(&subject);
    let of_age = subject.contains("老齢") || subject.contains("退職");
    (withheld || !act.text.ends_with("特別徴収")) && (of_age || !act.text.contains("繰下げ"))
}

/// Returns true if an office would name both benefits together.
pub(crate) fn akin(one: &str, other: &str) -> bool {
    let end = |s: &str| s.chars().rev().take(2).collect::<String>();
    end(one) == end(other)
}

/// Titles of laws that were changed, as they really were or as offices shorten them.
pub(crate) const TITLES: &[(&str, &str)] = &[
    (
        "雇用対策法",
        "労働施策の総合的な推進並びに労働者の雇用の安定及び職業生活の充実等に関する法律",
    ),
    ("障害者の日常生活及び社会生活を総合的に支援するための法律", "障害者総合支援法"),
    ("精神保健及び精神障害者福祉に関する法律", "精神保健福祉法"),
    ("感染症の予防及び感染症の患者に対する医療に関する法律", "感染症法"),
    ("高齢者の医療の確保に関する法律", "高齢者医療確保法"),
    ("特別児童扶養手当等の支給に関する法律", "特別児童扶養手当法"),
    ("原子爆弾被爆者に対する援護に関する法律", "被爆者援護法"),
    ("難病の患者に対する医療等に関する法律", "難病法"),
    ("母子及び父子並びに寡婦福祉法", "母子父子寡婦福祉法"),
    ("職業訓練の実施等による特定求職者の就職の支援に関する法律", "求職者支援法"),
    ("特別支援学校への就学奨励に関する法律", "特別支援教育就学奨励法"),
];

/// Two ways in which offices write the same.
pub(crate) const WAYS: [(&str, &str); 16] = [
    ("に係る事実についての審査", "の審査"),
    ("の受理", "の受付"),
    ("の届出の", "届の"),
    ("氏名又は", "氏名、"),
    ("の支給の停止", "の支給停止"),
    ("の取消し", "の取り消し"),
    ("の減免", "の減額又は免除"),
    ("の徴収の猶予", "の徴収猶予"),
    ("に対する応答", "に対する決定の通知"),
    ("に係る不正利得の徴収", "の不正受給に係る徴収金の徴収"),
    ("の支給の申請", "の支給申請"),
    ("の認定の請求", "の認定請求"),
    ("過誤払に係る返還金", "過払に係る返納金"),
    ("の受給者の", "の受給資格者の"),
    ("再交付", "再発行"),
    ("に係る過誤納金の還付", "の過誤納に係る還付"),
];
