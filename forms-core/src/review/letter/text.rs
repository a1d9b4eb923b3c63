//! A letter as text, to paste into a mail or a message of the site.

use std::fmt::Write as _;

use super::{Letter, LetterItem, day};

pub(super) fn write(letter: &Letter) -> String {
    let mut out = String::new();
    let Letter { number, addressee, sender, subject, opening, .. } = letter;
    let date = day(letter.date);
    let _ = write!(
        out,
        "{number}\n{date}\n\n{addressee}　様\n\n{sender}\n\n{subject}\n\n　{opening}\n\n"
    );
    let _ = write!(out, "記\n\n対象のファイル：{}\n\n", letter.file_line());
    for (number, item) in (1..).zip(&letter.items) {
        let LetterItem { places, present, correction, basis } = item;
        let places = match &places[..] {
            [] => "申請全体".to_owned(),
            places => places.join("\n　　　　"),
        };
        let _ = write!(
            out,
            "{number}　場所：{places}\n　　現状：{present}\n　　補正：{correction}\n　　根拠：{basis}\n\n"
        );
    }
    for sentence in &letter.closing {
        let _ = writeln!(out, "　{sentence}");
    }
    let _ = write!(out, "\n以上\n\n（検査：{}）\n", letter.checked_with);
    out
}
