//! Rules that amend another instrument.

use super::*;

#[test]
fn what_an_amending_rule_puts_into_another_is_not_its_own() {
    let head = "○霧山市事務委任規則の一部を改正する規則\n令和元年6月1日\n規則第8号\n";
    let sentence = "霧山市事務委任規則（平成25年規則第24号）の一部を次のように改正する。\n";
    let with_marks = "第4条を次のように改める。\n「第4条　市長は、次に掲げる事務を教育委員会に委任する。\n(1)　児童手当に関すること。\n2　前項の事務は、報告する。」\n";
    let without = "第2条第3号中「A」を「B」に改め、同条に次の1号を加える。\n(6)　奨学金に関すること。\n第5条の次に次の1条を加える。\n（委任）\n第5条の2　市長は、会計の事務を会計管理者に委任する。\n2　前項の事務は、報告する。\n";
    let end = "附　則\nこの規則は、公布の日から施行する。\n";
    for quoted in [with_marks, without, &format!("{without}{with_marks}")] {
        assert_eq!(
            outline(&format!("{head}{sentence}{quoted}{end}")),
            ["附則第1項 L--"],
            "{quoted}"
        );
        // A rule that amends two others counts them as its own articles.
        let first = sentence.replace("霧山市事務", "第1条　霧山市事務");
        let second = sentence.replace("霧山市事務委任", "第2条　霧山市補助執行");
        assert_eq!(
            outline(&format!("{head}{first}{quoted}{second}{quoted}{end}")),
            ["第1条第1項 L--", "第2条第1項 L--", "附則第1項 L--"],
            "{quoted}"
        );
        // A 附則 that amends another rule, and goes on.
        let own = "第1条　市長は、福祉の事務を福祉事務所長に委任する。\n附則\n1　公布の日から施行する。\n2　";
        let last = "第9条中「A」を「B」に改める。\n3　なお従前の例による。\n";
        assert_eq!(
            outline(&format!(
                "{}{own}{sentence}{quoted}{last}",
                head.replace("の一部を改正する規則", "")
            )),
            ["第1条第1項 L-E", "附則第1項 L--", "附則第2項 L--", "附則第3項 L--"],
            "{quoted}"
        );
    }
    // Tables of its own follow the 附則; those of the other are announced.
    let table = "別表第1\n1 | 児童手当\n2 | 奨学金\n";
    let own = format!(
        "第1条　市長は、別表第1の事務を福祉事務所長に委任する。\n附則\n1　公布の日から施行する。\n2　{sentence}"
    );
    let after = format!("{head}{own}第3条中「A」を「B」に改める。\n{table}");
    assert_eq!(outline(&after).len(), 5, "{:?}", outline(&after));
    let announced = format!("{head}{own}別表第1を次のように改める。\n{table}");
    assert_eq!(outline(&announced).len(), 3, "{:?}", outline(&announced));
    // A whole revision brings its own articles.
    let whole = "霧山市事務委任規則（平成25年規則第24号）の全部を改正する。\n第1条　市長は、福祉の事務を福祉事務所長に委任する。\n";
    assert_eq!(outline(&format!("{head}{whole}{end}")), ["第1条第1項 L-E", "附則第1項 L--"]);
}
