use std::time::Instant;

use crate::document::DocumentText;
use crate::law::read_text;

fn lines(html: &str) -> String {
    match read_text("a.html", html.as_bytes()) {
        Ok(DocumentText::Text(text)) => text.to_string(),
        other => panic!("{html}: {other:?}"),
    }
}

#[test]
fn elements_end_where_html_ends_them() {
    for (html, wanted) in [
        ("<p>甲<p>乙<div>丙</div>丁", "甲\n乙\n丙\n丁\n"),
        ("<ul><li>甲<li>乙<ul><li>丙</ul><li>丁</ul>戊", "甲\n乙\n丙\n丁\n戊\n"),
        ("<p hidden>甲<p>乙", "乙\n"),
        ("<div hidden><div>甲</div>乙</div>丙", "丙\n"),
        ("<span hidden><span>甲</span>乙</span>丙", "丙\n"),
        ("<table><tr><td hidden>甲<td>乙<tr><td>丙</table>", "乙\n丙\n"),
        ("<head><title>甲</title><body>乙</p>丙", "乙\n丙\n"),
        ("甲</div></td></table>乙", "甲\n乙\n"),
        ("<b>甲<p>乙</b>丙</p>", "甲\n乙丙\n"),
    ] {
        assert_eq!(lines(&format!("<html>{html}")), wanted, "{html}");
    }
}

#[test]
fn line_breaks_are_kept_where_a_browser_keeps_them() {
    assert_eq!(lines("<html><pre>\n甲\n　乙 丙\n</pre>丁\n戊"), "甲\n乙 丙\n丁戊\n");
    assert_eq!(lines("<html><div style='white-space:pre-line'>甲\n乙</div>"), "甲\n乙\n");
    assert_eq!(lines("<html><div style='white-space:nowrap'>甲\n乙</div>"), "甲乙\n");
}

#[test]
fn a_page_of_frames_has_no_text() {
    let page = "<html><head><title>例規</title></head><frameset cols='20%,*'><frame src=a><frame src=b><noframes>フレーム対応のブラウザが必要です。</noframes></frameset></html>";
    assert_eq!(read_text("a.html", page.as_bytes()), Ok(DocumentText::NoText));
}

#[test]
fn the_encoding_is_the_one_that_the_bytes_fit() {
    let page = |named: &str| {
        format!(
            "<html><head><meta charset=\"{named}\"></head><p>第1条　市長は、事務を教育長に委任する。</p>"
        )
    };
    let wanted = "第1条　市長は、事務を教育長に委任する。\n";
    for encoding in
        [encoding_rs::UTF_8, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::ISO_2022_JP]
    {
        for named in [
            "utf-8",
            "Shift_JIS",
            "euc-jp",
            "iso-2022-jp",
            "utf-16",
            "iso-8859-1",
            "windows-1252",
            "x-none",
            "",
        ] {
            let page = page(named);
            let (bytes, ..) = encoding.encode(&page);
            let read = read_text("a.html", &bytes);
            assert_eq!(
                read,
                Ok(DocumentText::Text(wanted.to_owned().into())),
                "{} {named}",
                encoding.name()
            );
        }
    }
    for big in [false, true] {
        let unit = |u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() };
        let bytes: Vec<u8> = page("shift_jis").encode_utf16().flat_map(unit).collect();
        assert_eq!(
            read_text("a.html", &bytes),
            Ok(DocumentText::Text(wanted.to_owned().into())),
            "{big}"
        );
    }
}

#[test]
fn time_grows_with_the_length_of_the_page_only() {
    let repeated = |parts: [&str; 3], times: usize| {
        format!("<html>{}{}{}", parts[0].repeat(times), parts[1], parts[2].repeat(times))
    };
    let article = "<p>第1条　市長は、事務を教育長に委任する。</p>";
    for parts in [
        ["<div>", article, "</div>"],
        ["<span hidden>", article, "</p>"],
        ["<table><tr><td>", article, "</table>"],
        ["<ol><li>甲", article, "</ol>"],
        ["<p>附則", article, "<li>"],
        ["<div>第1条</div>", article, "<div>甲</div>"],
        ["<a href=x>第1条</a><br>", article, "<h2>沿革</h2>"],
        ["<style>.a{display:none}</style><div class=a>甲</div>", article, "<dl><dt>(1)"],
        ["<p>ただし、甲", article, "<p>甲市"],
        ["<td>第1条　市長は、事務を教育長に委任する。", article, "<tr>"],
    ] {
        let page = repeated(parts, 10_000);
        let start = Instant::now();
        if let Ok(DocumentText::Text(text)) = read_text("a.html", page.as_bytes()) {
            let _ = crate::law::ordinance::read(&text);
        }
        assert!(start.elapsed().as_secs() < 20, "{parts:?} {:?}", start.elapsed());
    }
}
