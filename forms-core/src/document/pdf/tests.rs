use super::*;
use crate::law::OrdinanceHeads;
use crate::law::ordinance::parse;
use crate::text::fold_ascii;

const RULE: &str = include_str!("../../../tests/fixtures/law/pdf/rule.txt");

macro_rules! fixtures {
    ($($name:literal),*) => {
        [$(($name, include_bytes!(concat!("../../../tests/fixtures/law/pdf/", $name, ".pdf")) as &[u8])),*]
    };
}

const FIXTURES: &[(&str, &[u8])] = &fixtures![
    "libreoffice",
    "chromium",
    "chromium-vertical",
    "dvipdfmx",
    "90ms-RKSJ-H",
    "90ms-RKSJ-V",
    "90msp-RKSJ-H",
    "UniJIS-UCS2-H",
    "UniJIS-UTF16-H",
    "EUC-H"
];

fn read_pdf(bytes: &[u8]) -> Result<DocumentText, DocumentError> {
    read(bytes, &OrdinanceHeads)
}

fn text_of(bytes: &[u8]) -> String {
    match read_pdf(bytes) {
        Ok(DocumentText::Text(text)) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Lines without width, spaces and the bars of tables.
fn bare(text: &str) -> Vec<String> {
    let bare = |line: &str| -> String {
        fold_ascii(line).chars().filter(|c| !c.is_whitespace() && *c != '|').collect()
    };
    text.lines().map(bare).collect()
}

#[test]
fn every_fixture_gives_the_text_it_was_made_from() {
    for (name, bytes) in FIXTURES {
        let mut got = bare(&text_of(bytes));
        if got.first().is_some_and(|l| l == "霧山市例規集") {
            got.remove(0);
        }
        assert_eq!(got, bare(RULE), "{name}");
    }
}

#[test]
fn every_fixture_has_the_provisions_it_was_made_from() {
    let want = [
        "第1条第1項",
        "第1条第1項第1号",
        "第1条第1項第2号",
        "第1条第2項",
        "附則第1項",
        "別表の1の項",
        "別表の1の2の項",
    ];
    for (name, bytes) in FIXTURES {
        let ordinance = parse(&text_of(bytes));
        let told: Vec<&str> = ordinance.provisions.iter().map(|p| p.citation.as_str()).collect();
        assert_eq!(told, want, "{name}");
        assert_eq!(
            ordinance.title.as_deref(),
            Some("霧山市教育委員会への事務の委任に関する規則"),
            "{name}"
        );
        assert_eq!(
            ordinance.number.map(|n| n.to_string()).as_deref(),
            Some("令和3年規則第7号"),
            "{name}"
        );
    }
}

/// A file of these objects, numbered from 1; the first is the catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    for (i, object) in objects.iter().enumerate() {
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
    }
    out.extend(b"trailer\n<</Root 1 0 R>>\n");
    out
}

fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

fn hex(text: &str) -> String {
    text.encode_utf16().map(|u| format!("{u:04X}")).collect()
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &str =
    "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>>>";
const PAGE: &str = "<</Type/Page/Parent 2 0 R/Contents 6 0 R>>";
const FONT: &str =
    "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/UniJIS-UCS2-H/DescendantFonts[5 0 R]>>";
const DESCENDANT: &str = "<</Type/Font/Subtype/CIDFontType0/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000>>";

/// One page with a content and a font whose codes are Unicode.
fn page(content: &str) -> Vec<u8> {
    pdf(&[CATALOGUE, PAGES, PAGE, FONT, DESCENDANT, &stream(content)])
}

fn shown(size: f64, x: f64, y: f64, text: &str) -> String {
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{}> Tj ET\n", hex(text))
}

#[test]
fn lines_follow_their_place_and_not_the_order_of_the_file() {
    let content = shown(10.0, 50.0, 700.0, "第2条")
        + &shown(10.0, 50.0, 720.0, "第1条")
        + &shown(10.0, 90.0, 720.4, "この規則");
    assert_eq!(text_of(&page(&content)), "第1条\u{3000}この規則\n第2条\n");
}

#[test]
fn readings_above_a_line_and_doubled_characters_go() {
    let content = shown(10.0, 50.0, 700.0, "委任する")
        + &shown(5.0, 50.0, 711.0, "いにん")
        + &shown(10.0, 50.3, 700.0, "委任する");
    assert_eq!(text_of(&page(&content)), "委任する\n");
}

#[test]
fn a_page_on_its_side_is_read_upright() {
    let turned = PAGE.replace("/Contents", "/Rotate 90/Contents");
    let content = "BT /F 10 Tf 0 1 -1 0 100 50 Tm <7B2C> Tj <0031> Tj <6761> Tj ET BT /F 10 Tf 0 1 -1 0 120 50 Tm <96F6> Tj ET";
    let file = pdf(&[CATALOGUE, PAGES, &turned, FONT, DESCENDANT, &stream(content)]);
    assert_eq!(text_of(&file), "第1条\n零\n");
}

#[test]
fn text_inside_forms_and_inherited_fonts_is_read() {
    let form = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Matrix[1 0 0 1 0 -20]/Length 200>>\nstream\n{}\nendstream",
        shown(10.0, 50.0, 700.0, "後")
    );
    let page = "<</Type/Page/Parent 2 0 R/Contents 6 0 R/Resources<</Font<</F 4 0 R>>/XObject<</X 7 0 R>>>>>>";
    let content = format!("q /X Do Q {} q /X Do Q", shown(10.0, 50.0, 700.0, "前"));
    let file = pdf(&[CATALOGUE, PAGES, page, FONT, DESCENDANT, &stream(&content), &form]);
    assert_eq!(text_of(&file), "前\n後\n");
}

#[test]
fn fonts_that_do_not_tell_their_characters_give_no_text() {
    let content = stream(&shown(10.0, 50.0, 700.0, "委任規則"));
    let other = DESCENDANT.replace("Japan1", "Identity");
    let identity = FONT.replace("UniJIS-UCS2-H", "Identity-H");
    assert_eq!(
        read_pdf(&pdf(&[CATALOGUE, PAGES, PAGE, &identity, &other, &content])),
        Ok(DocumentText::NoText)
    );
    let unknown = FONT.replace("UniJIS-UCS2-H", "ETen-B5-H");
    assert_eq!(
        read_pdf(&pdf(&[CATALOGUE, PAGES, PAGE, &unknown, &other, &content])),
        Ok(DocumentText::NoText)
    );
    let picture =
        "<</Type/Font/Subtype/Type3/FirstChar 1/Widths[500]/Encoding<</Differences[1/g1/g2]>>>>";
    let content = stream("BT /F 10 Tf 50 700 Td (\\001\\002\\001) Tj ET");
    assert_eq!(
        read_pdf(&pdf(&[CATALOGUE, PAGES, PAGE, picture, &other, &content])),
        Ok(DocumentText::NoText)
    );
}

#[test]
fn the_font_s_own_table_and_the_span_s_own_words_tell_what_the_codes_do_not() {
    let table = "1 begincodespacerange <0000> <ffff> endcodespacerange 2 beginbfrange <0001> <0002> <7B2C> <0003> <0004> [<0031> <6761>] endbfrange";
    let font = FONT.replace("UniJIS-UCS2-H", "Identity-H/ToUnicode 7 0 R");
    let other = DESCENDANT.replace("Japan1", "Identity");
    let told = stream("BT /F 10 Tf 50 700 Td <000100030004> Tj ET");
    let file = pdf(&[CATALOGUE, PAGES, PAGE, &font, &other, &told, &stream(table)]);
    assert_eq!(text_of(&file), "第1条\n");
    let span = stream(&format!(
        "BT /F 10 Tf 50 700 Td <0001> Tj /Span<</ActualText<FEFF{}>>>BDC <0009000A> Tj EMC ET",
        hex("九条")
    ));
    let file = pdf(&[CATALOGUE, PAGES, PAGE, &font, &other, &span, &stream(table)]);
    assert_eq!(text_of(&file), "第九条\n");
}

#[test]
fn a_few_signs_of_the_town_s_own_making_stand_as_blanks() {
    let many = "この規則は市長の権限に属する事務の委任について定めるものとする。".repeat(3);
    let content = shown(10.0, 50.0, 700.0, &many) + &shown(10.0, 50.0, 680.0, "\u{e000}崎市");
    assert!(text_of(&page(&content)).ends_with("〓崎市\n"));
}

#[test]
fn a_scan_a_lock_and_damage_are_told_apart() {
    assert_eq!(read_pdf(&page("q 500 0 0 500 0 0 cm /Im Do Q")), Ok(DocumentText::NoText));
    let locked = String::from_utf8(page("")).unwrap().replace("/Root", "/Encrypt 9 0 R/Root");
    assert_eq!(read_pdf(locked.as_bytes()), Err(DocumentError::Locked));
    for bytes in
        [&b"%PDF-1.7\n"[..], b"%PDF-1.4\n1 0 obj\n<<", b"", b"%PDF-1.4 1 0 obj [1 2] endobj"]
    {
        assert_eq!(
            read_pdf(bytes),
            Err(DocumentError::Damaged),
            "{}",
            String::from_utf8_lossy(bytes)
        );
    }
    let picture = "<</Length 3/Filter/JPXDecode>>\nstream\nabc\nendstream";
    let file = pdf(&[CATALOGUE, PAGES, PAGE, FONT, DESCENDANT, picture]);
    assert_eq!(read_pdf(&file), Ok(DocumentText::NoText));
}

#[test]
fn a_page_packed_with_lzw_is_read() {
    let text = shown(11.0, 60.0, 700.0, "第2条　市長は、次の事務を委任する。");
    let mut encoder = weezl::encode::Encoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let packed = encoder.encode(text.as_bytes()).unwrap();
    let hex: String = packed.iter().map(|b| format!("{b:02x}")).collect();
    let stream = format!(
        "<</Length {}/Filter[/ASCIIHexDecode/LZWDecode]>>\nstream\n{hex}>\nendstream",
        hex.len() + 1
    );
    let file = pdf(&[CATALOGUE, PAGES, PAGE, FONT, DESCENDANT, &stream]);
    assert_eq!(read_pdf(&file), read_pdf(&page(&text)));
    let words = text_of(&file);
    assert!(words.contains("市長は、次の事務を委任する。"), "{words}");
}

/// Lines of one side of a page, from the top down.
fn side(x: f64, lines: &[&str]) -> String {
    lines
        .iter()
        .enumerate()
        .map(|(i, line)| shown(10.0, x, 720.0 - 16.0 * i as f64, line))
        .collect()
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let left = [
        "第1条　この規則は、市長の権限に属する事務を",
        "教育委員会に委任することについて定める。",
        "第2条　市長は、次に掲げる事務を教育委員会に",
        "委任する。",
        "(1)　児童手当に関すること及びこれに附帯する",
        "事務に関すること。",
        "(2)　奨学金に関すること。",
    ];
    let right = [
        "(3)　図書館の管理に関することのうち軽易なも",
        "の",
        "第3条　教育委員会は、委任された事務を処理し",
        "たときは、速やかに市長に報告しなければなら",
        "ない。",
        "第4条　この規則の施行に関し必要な事項は、市",
        "長が定める。",
    ];
    let title = shown(14.0, 180.0, 760.0, "霧山市教育委員会に対する事務委任規則");
    let text =
        title + &side(50.0, &left) + &side(310.0, &right) + &shown(9.0, 290.0, 20.0, "- 1 -");
    let words = text_of(&page(&text));
    let lines: Vec<&str> = words.lines().collect();
    assert_eq!(
        lines,
        [
            "霧山市教育委員会に対する事務委任規則",
            "第1条　この規則は、市長の権限に属する事務を教育委員会に委任することについて定める。",
            "第2条　市長は、次に掲げる事務を教育委員会に委任する。",
            "(1)　児童手当に関すること及びこれに附帯する事務に関すること。",
            "(2)　奨学金に関すること。",
            "(3)　図書館の管理に関することのうち軽易なもの",
            "第3条　教育委員会は、委任された事務を処理したときは、速やかに市長に報告しなければならない。",
            "第4条　この規則の施行に関し必要な事項は、市長が定める。",
        ]
    );
}

#[test]
fn a_table_without_drawn_lines_is_not_torn() {
    // Offices at the left, their affairs at the right: one row beside the other.
    let offices = ["教育長", "福祉事務所長", "会計管理者", "消防長", "農業委員会", "監査委員"];
    let affairs = [
        "(1)　児童手当に関することのうち軽易なもの",
        "(2)　生活保護の決定に関することのうち軽易なも",
        "(3)　出納に関することのうち別に定めるもの",
        "(4)　火災の予防に関することのうち軽易なもの",
        "(5)　農地の転用に関することのうち軽易なもの",
        "(6)　監査の補助に関することのうち軽易なもの",
    ];
    let text = side(50.0, &offices) + &side(310.0, &affairs);
    let words = text_of(&page(&text));
    let in_order = |words: &str, parts: &[&str]| {
        parts.iter().try_fold(0, |from, part| Some(from + words[from..].find(part)? + part.len()))
    };
    let rows: Vec<&str> = offices.iter().zip(&affairs).flat_map(|(o, a)| [*o, *a]).collect();
    assert!(in_order(&words, &rows).is_some(), "{words}");
    // As wide at the left as at the right, but with no provision in it.
    let wide = offices.map(|o| format!("{o}が行う事務のうち特に定めるもののほか軽易な"));
    let wide: Vec<&str> = wide.iter().map(String::as_str).collect();
    let text = side(50.0, &wide) + &side(310.0, &affairs);
    let words = text_of(&page(&text));
    assert!(in_order(&words, &rows).is_some(), "{words}");
}

#[test]
fn heads_and_numbers_of_pages_go_and_sentences_run_over_pages() {
    let page = |n: u32, body: &str| {
        shown(9.0, 400.0, 780.0, "霧山市例規集")
            + body
            + &shown(9.0, 290.0, 20.0, &format!("- {n} -"))
    };
    let wide =
        "この規則は、市長の権限に属する事務を教育委員会に委任することについて必要な事項を定め";
    let first = shown(11.0, 60.0, 100.0, wide) + &shown(11.0, 60.0, 120.0, wide);
    let second = shown(11.0, 60.0, 740.0, "るものとする。") + &shown(11.0, 60.0, 720.0, "2");
    let kids = "<</Type/Pages/Kids[3 0 R 7 0 R]/Count 2/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>>>";
    let other = PAGE.replace("6 0 R", "8 0 R");
    let file = pdf(&[
        CATALOGUE,
        kids,
        PAGE,
        FONT,
        DESCENDANT,
        &stream(&page(1, &first)),
        &other,
        &stream(&page(2, &second)),
    ]);
    assert_eq!(text_of(&file), format!("{wide}{wide}るものとする。\n2\n"));
}

#[test]
fn cells_between_drawn_lines_are_rows() {
    let mut content = String::from("0.5 w\n");
    for x in [50, 100, 300] {
        content += &format!("{x} 600 m {x} 700 l S\n");
    }
    for y in [600, 640, 670, 700] {
        content += &format!("50 {y} 250 0.5 re f\n");
    }
    content += &shown(10.0, 55.0, 685.0, "項");
    content += &shown(10.0, 105.0, 685.0, "事務");
    content += &shown(10.0, 55.0, 655.0, "1");
    content += &shown(10.0, 105.0, 655.0, "図書の貸出しの決定及びその取消しに関す");
    content += &shown(10.0, 105.0, 643.0, "ること");
    content += &shown(10.0, 105.0, 620.0, "その他");
    assert_eq!(
        text_of(&page(&content)),
        "| 項 | 事務 |\n| 1 | 図書の貸出しの決定及びその取消しに関すること |\n|  | その他 |\n"
    );
}

mod bounds;
