//! Tells the body or office that issued an instrument (教育長, 消防本部, 水道事業) from the words of a title before the same
//! kind: 教育長訓令第3号 is a number, 事務決裁規程第3号 an item of a regulation.

use crate::text::scan::is_hiragana;

/// The words before the kind that are taken for an issuer if no year stands before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Issuers {
    /// Those that name a body or an office.
    Named,
    /// Any without kana: the number stands alone, so that the words cannot be those of a title.
    Any,
}

/// Local governments and their unions, which alone issue 条例.
const GOVERNMENTS: &[&str] =
    &["都", "道", "府", "県", "市", "区", "町", "村", "組合", "連合", "団", "省", "庁"];
/// Ends of the names of bodies that issue 規則 or 規程, besides [`GOVERNMENTS`].
const BODIES: &[&str] = &[
    "委員会",
    "教委",
    "選管",
    "農委",
    "公平委",
    "局",
    "管理者",
    "議会",
    "議長",
    "本部",
    "監査委員",
    "教育長",
    "消防長",
];
/// Assemblies whose names end in 議会 and that issue nothing.
const ADVISORY: &[&str] = &["審議会", "協議会", "評議会", "会議会"];
/// Ends of the names of public enterprises, whose manager issues 管理規程.
const ENTERPRISES: &[&str] = &["事業", "企業", "局", "団", "部", "市", "町", "村", "組合"];
/// Short forms of those, in front of 規程: 水管規程 is 水道事業管理規程.
const SHORT_ENTERPRISES: &[&str] = &["水管", "企管", "病管", "交管", "上水", "上下水"];
/// Kinds in which no title ends without a particle: what stands before them is who issued them.
const NEVER_A_TITLE: &[&str] = &["訓令", "庁達", "庁訓", "内訓", "告示", "公告", "達", "訓"];

/// Returns whether a name ends like that of a local government or a union of them.
pub(super) fn is_government(name: &str) -> bool {
    GOVERNMENTS.iter().any(|end| name.ends_with(end))
}

/// Returns whether `name` can have issued an instrument of a kind.
pub(super) fn issues(name: &str, kind: &str, allowed: Issuers) -> bool {
    let plain = !name.chars().any(is_hiragana);
    let ends = |list: &[&str]| list.iter().any(|end| name.ends_with(end));
    let kind = kind.trim_end_matches(['甲', '乙', '丙', '丁']);
    if name.ends_with("管理者") || allowed == Issuers::Any && plain {
        return true;
    }
    if !plain || ends(ADVISORY) {
        return false;
    }
    match kind {
        "管理規程" => ends(ENTERPRISES),
        "規程" if ends(SHORT_ENTERPRISES) => true,
        "条例" => ends(GOVERNMENTS),
        kind if NEVER_A_TITLE.contains(&kind) => true,
        _ => ends(GOVERNMENTS) || ends(BODIES),
    }
}

/// Splits issuer and kind where their names overlap: 教育委員会規則 and 厚生省令.
pub(super) fn split(issuer: String, kind: &str) -> (String, String) {
    match kind {
        "教育委員会規則" | "教委規則" => (issuer, "教育委員会規則".to_owned()),
        "規則" => match issuer.strip_suffix("教育委員会").or(issuer.strip_suffix("教委")) {
            Some(rest) => (rest.to_owned(), "教育委員会規則".to_owned()),
            None => (issuer, kind.to_owned()),
        },
        "省令" if !issuer.is_empty() && !issuer.ends_with("主務") => {
            (format!("{issuer}省"), kind.to_owned())
        }
        "府令" if !issuer.is_empty() => (format!("{issuer}府"), kind.to_owned()),
        _ => (issuer, kind.to_owned()),
    }
}
