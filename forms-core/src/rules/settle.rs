//! One mistake, one finding: where several rules speak of one field, the one that names the mistake
//! stays. What the others would say shows once that is mended, if it is still so.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding, Pointer};

/// What names the mistake: alone where it stands.
const NAMES_IT: [Code; 2] = [Code::Frm007, Code::Frm002];

/// Keeps of the findings at one field those that say most.
pub fn settle(findings: &mut Vec<Finding>) {
    let mut at: BTreeMap<Pointer, BTreeSet<Code>> = BTreeMap::new();
    for finding in findings.iter() {
        if let Some(pointer) = &finding.location.pointer {
            at.entry(pointer.clone()).or_default().insert(finding.code);
        }
    }
    let to_oneself: Vec<String> = at
        .iter()
        .filter(|(_, codes)| codes.contains(&Code::Dlg006))
        .map(|(pointer, _)| format!("{pointer}/"))
        .collect();
    let mut unread = BTreeSet::new();
    findings.retain(|finding| {
        let Some(pointer) = &finding.location.pointer else { return true };
        let Some(codes) = at.get(pointer) else { return true };
        // The name of another organ is not wrong where the organ is.
        let inside = |row: &String| pointer.as_str().starts_with(row.as_str());
        if finding.code == Code::Org003 && to_oneself.iter().any(inside) {
            return false;
        }
        // Where a citation stops making sense, what follows makes none either.
        if finding.code == Code::Law001 && !unread.insert(pointer.clone()) {
            return false;
        }
        match NAMES_IT.iter().find(|code| codes.contains(code)) {
            Some(named) => finding.code == *named,
            // A character that few computers show is the least of it.
            None => finding.code != Code::Frm003 || codes.len() == 1,
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::make;

    fn settled(mut findings: Vec<Finding>) -> Vec<Code> {
        settle(&mut findings);
        findings.iter().map(|f| f.code).collect()
    }

    #[test]
    fn an_example_left_is_the_mistake_and_a_rare_character_is_not() {
        let at = |finding: Finding| finding.at(Pointer::new("/applicant/name"));
        let other = make::frm_003("宛先", vec!["髙".into()]).at(Pointer::new("/contact/mail"));
        let wrong = || at(make::org_003("131121", "○○", "世田谷区"));
        let left = at(make::frm_007("名称", "○○"));
        assert_eq!(settled(vec![wrong(), left, other.clone()]), [Code::Frm007, Code::Frm003]);
        let rare = at(make::frm_003("名称", vec!["髙".into()]));
        assert_eq!(settled(vec![rare.clone(), wrong()]), [Code::Org003]);
        assert_eq!(settled(vec![rare, other]), [Code::Frm003, Code::Frm003]);
        // Two provisions in one field can both be wrong.
        let deleted = || at(make::law_006("第2条"));
        assert_eq!(settled(vec![deleted(), deleted()]).len(), 2);
    }
}
