use jiff::civil::date;

use super::*;
use crate::review::overview::tests::review;

#[test]
fn the_record_has_every_file_with_what_it_was_checked_with_and_decided() {
    let (session, rows, _) = review();
    let written = session::write(&session);
    let text = text(&session, &rows, &written, date(2019, 5, 22), Lang::Ja);
    let own = hex(&Sha256::digest(&written));
    let list = hex(&Sha256::digest(b"x"));
    for said in [
        format!("審査の記録：review.json SHA-256 {own}"),
        format!("事務委託情報マスター master.csv SHA-256 {list}"),
        "様式パック：standard 2019.06".to_owned(),
        format!("a.zip (9 bytes, 2019-05-20 18:00) SHA-256 {}", "1".repeat(64)),
        "判断：適 2019-05-21 11:00 高橋 よし".to_owned(),
        "検査した時：2019-05-20 18:00 [1]".to_owned(),
        "018503 空知<広域>連合 未着".to_owned(),
        "操作した人：佐藤、高橋".to_owned(),
        format!("c.zip (9 bytes, 2019-05-20 18:00) SHA-256 {}", "3".repeat(64)),
        "d.zip (2019-05-20 18:00)".to_owned(),
    ] {
        assert!(text.contains(&said), "{said}\n{text}");
    }
    let english = super::text(&session, &rows, &written, date(2019, 5, 22), Lang::En);
    assert_eq!(english.lines().count(), text.lines().count());
}
