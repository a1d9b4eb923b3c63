//! A letter as one page for A4: no script, nothing loaded.

use std::fmt::Write as _;

use super::{Letter, LetterItem, day};
use crate::finding::Lang;
use crate::review::report::{escape, page_head};

pub(super) fn write(letter: &Letter) -> String {
    let title = format!("{} {}", letter.subject, letter.addressee);
    let mut out = page_head(&title, include_str!("letter.css"), Lang::Ja);
    let paragraph = |out: &mut String, class: &str, text: &str| {
        let _ = writeln!(out, "<p class=\"{class}\">{}</p>", escape(text));
    };
    paragraph(&mut out, "end", &letter.number);
    paragraph(&mut out, "end", &day(letter.date));
    paragraph(&mut out, "to", &format!("{}　様", letter.addressee));
    paragraph(&mut out, "end", &letter.sender);
    let _ = writeln!(out, "<h1>{}</h1>", escape(&letter.subject));
    paragraph(&mut out, "body", &letter.opening);
    out.push_str("<p class=\"centre\">記</p>\n");
    paragraph(&mut out, "file", &format!("対象のファイル：{}", letter.file_line()));
    out.push_str(
        "<table>\n<thead><tr><th scope=\"col\">番号</th><th scope=\"col\">場所</th><th scope=\"col\">現状</th>\
         <th scope=\"col\">補正</th><th scope=\"col\">根拠</th></tr></thead>\n<tbody>\n",
    );
    for (number, item) in (1..).zip(&letter.items) {
        row(&mut out, number, item);
    }
    out.push_str("</tbody>\n</table>\n");
    for sentence in &letter.closing {
        paragraph(&mut out, "body", sentence);
    }
    out.push_str("<p class=\"end\">以上</p>\n");
    paragraph(&mut out, "with", &format!("検査：{}", letter.checked_with));
    out.push_str("</body>\n</html>\n");
    out
}

fn row(out: &mut String, number: usize, item: &LetterItem) {
    let LetterItem { places, present, correction, basis } = item;
    let places = match &places[..] {
        [] => "申請全体".to_owned(),
        places => places.join("\n"),
    };
    let _ = write!(out, "<tr><td class=\"number\">{number}</td>");
    for cell in [&places, present, correction, basis] {
        let _ = write!(out, "<td>{}</td>", escape(cell));
    }
    out.push_str("</tr>\n");
}
