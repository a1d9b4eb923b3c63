//! Tells by its last words whether a noun phrase names a body or an office.

use super::act::ends_with;

/// Last words of the names of bodies and offices.
const OFFICES: &[&str] = &[
    "長",
    "会",
    "員",
    "者",
    "局",
    "課",
    "部",
    "所",
    "署",
    "館",
    "園",
    "校",
    "院",
    "室",
    "係",
    "団",
    "組合",
    "連合",
    "公社",
    "法人",
    "機関",
    "人",
    "官",
    "吏",
    "役",
    "士",
    "師",
    "監",
    "市",
    "町",
    "村",
    "区",
    "県",
    "府",
    "都",
    "庁",
    "省",
    "職",
    "甲",
    "乙",
    "丙",
    "丁",
    "書記",
    "主事",
    "参事",
    "主幹",
    "主任",
    "理事",
    "幹事",
    "参与",
    "教頭",
    "主査",
    "司書",
    "教諭",
    "センター",
    "企業",
    "大臣",
    "知事",
    "会社",
    "機構",
    "公庫",
    "財団",
];
/// Words that end like an office and are none.
const NO_OFFICES: &[&str] = &[
    "一部",
    "全部",
    "大部",
    "場所",
    "箇所",
    "個所",
    "機会",
    "関係",
    "賦課",
    "延長",
    "定員",
    "日本人",
];

/// True if the words before `end` can name a body or an office.
pub(super) fn ends_in_office(chars: &[char], end: usize) -> bool {
    let head = chars.get(..end).unwrap_or_default();
    let head = match head {
        [rest @ .., '等' | 'ら'] => rest,
        _ => head,
    };
    OFFICES.iter().any(|w| ends_with(head, w)) && !NO_OFFICES.iter().any(|w| ends_with(head, w))
}
