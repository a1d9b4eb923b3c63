//! Each code about names and paths: an archive that shows it and nothing else, and one that comes close
//! and does not.

use super::crafted::*;
use super::judged::{application, cp932, file, shows, with};

/// `zip -g` by a program that does not look, or two ZIPs merged.
#[test]
fn zip_003_the_same_name_twice() {
    let twice = [application(), Item::stored("a.txt", b"1"), Item::stored("a.txt", b"2")];
    shows(&Crafted::new(twice), &["ZIP-003"]);
    let raw = [application(), Item::stored("表.txt", b"1"), Item::raw(&cp932("表.txt"), 0, b"2")];
    shows(&Crafted::new(raw), &["ZIP-003", "ZIP-012"]);
    let close = [application(), Item::stored("a.txt", b"1"), Item::stored("b/a.txt", b"2")];
    shows(&Crafted::new(close), &[]);
}

/// Files collected from a Mac and from Windows.
#[test]
fn zip_004_names_that_become_one() {
    let pair = |a, b| Crafted::new([application(), Item::stored(a, b"1"), Item::stored(b, b"2")]);
    shows(&pair("別表１.pdf", "別表1.pdf"), &["ZIP-004"]);
    shows(&pair("A.pdf", "a.pdf"), &["ZIP-004"]);
    shows(&pair("規則", "規則/a.pdf"), &["ZIP-004"]);
    shows(&pair("が.pdf", "か\u{3099}.pdf"), &["ZIP-004", "ZIP-014"]);
    shows(&pair("a.pdf", "a.pdf "), &["ZIP-004", "ZIP-016"]);
    shows(&pair("①.pdf", "1.pdf"), &[]);
    shows(&pair("A/1.pdf", "a/2.pdf"), &[]);
}

/// `zip -j` left out, .NET before 4.6.1 (backslashes), crafted archives.
#[test]
fn zip_005_unsafe_paths() {
    for name in ["../a.txt", "/a.txt", "C:\\a.txt", "\\\\s\\a.txt", "規則\\a.txt", "a\0.txt"] {
        shows(&file(name), &["ZIP-005"]);
    }
    // The second byte of 申 and 表 is a backslash in CP932.
    shows(&with(Item::raw(&cp932("申請別表.txt"), 0, b"a")), &["ZIP-012"]);
    shows(&file("a..b/c.txt"), &[]);
}

/// Crafted: unzip and 7-Zip take the second name, `zipfile` and Explorer the one in the header.
#[test]
fn zip_007_a_second_name_of_another_file() {
    let named = |raw: &[u8], flags: u16, second: &str| {
        let extra = unicode_path(raw, second);
        with(Item::raw(raw, flags, b"a").both(|h| h.extra.clone_from(&extra)))
    };
    shows(&named(b"a.txt", 0, "別名.txt"), &["ZIP-007"]);
    shows(&named(b"a.txt", 0, "b.txt"), &["ZIP-007"]);
    shows(&named(&cp932("規則.txt"), 0, "条例.txt"), &["ZIP-007"]);
    shows(&named("規則.txt".as_bytes(), UTF8, "条例.txt"), &["ZIP-007"]);
    // A file that nobody looks at, to one of them.
    shows(&named(b"a.txt", 0, "Thumbs.db"), &["ZIP-007", "ZIP-015"]);
    // Not even UTF-8, but taken for a name by unzip.
    let garbled = [&[1], crc32fast::hash(b"a.txt").to_le_bytes().as_slice(), b"b\xff.txt"].concat();
    let garbled = Item::stored("a.txt", b"a").with(|i| i.central.extra = extra(0x7075, &garbled));
    shows(&with(garbled), &["ZIP-007"]);
    // The same name, as far as a program could write it.
    for (raw, second) in [
        (b"__.txt".as_slice(), "規則.txt"),
        (b"??.txt", "規則.txt"),
        (b"a____.txt", "a規則.txt"),
        (b"______.txt", "規則.txt"),
        (b"#U898f#U5247.txt", "規則.txt"),
        (b"cafe.txt", "café.txt"),
        (b"\xb5\xac\xc2\xa7.txt", "規則.txt"),
        (b"caf\x82.txt", "café.txt"),
    ] {
        shows(&named(raw, 0, second), &["ZIP-024"]);
    }
    shows(&named(&[&cp932("規則"), b"?.txt".as_slice()].concat(), 0, "規則😀.txt"), &["ZIP-024"]);
    shows(&named(b"__.txt", 0, "規程集です.txt"), &["ZIP-007"]);
}

/// Explorer in Japan; macOS; 7-Zip, whose two headers may spell a name differently.
#[test]
fn zip_012_names_without_their_encoding() {
    shows(&with(Item::raw(&cp932("変更申請.txt"), 0, b"a")), &["ZIP-012"]);
    shows(&with(Item::raw("変更申請.txt".as_bytes(), 0, b"a")), &["ZIP-012"]);
    let mixed = Item::stored("構成.txt", b"a").with(|i| {
        i.local.name = cp932("構成.txt");
        i.local.flags = 0;
    });
    shows(&with(mixed), &["ZIP-012"]);
    shows(&with(Item::raw(b"henko.txt", 0, b"a")), &[]);
}

/// A name cut in the middle of a character, or in EUC-JP.
#[test]
fn zip_013_names_that_nothing_reads() {
    shows(&with(Item::raw(b"\xff\xfe\x80.txt", 0, b"a")), &["ZIP-013"]);
    shows(&with(Item::raw(&cp932("表.txt"), UTF8, b"a")), &["ZIP-013"]);
    shows(&with(Item::raw("表.txt".as_bytes(), UTF8, b"a")), &[]);
}

/// macOS.
#[test]
fn zip_014_decomposed_names() {
    shows(&file("か\u{3099}く.txt"), &["ZIP-014"]);
    shows(&file("がく.txt"), &[]);
    shows(&file("\u{fa19}社.txt"), &[]);
}

/// A folder zipped whole.
#[test]
fn zip_015_by_products() {
    for name in ["Thumbs.db", "規則/.DS_Store", "__MACOSX/._a", "desktop.ini", "~$申請書.xlsx"]
    {
        shows(&file(name), &["ZIP-015"]);
    }
    shows(&file("Thumbs.db.txt"), &[]);
}

/// A Mac or Linux, where these names can be given.
#[test]
fn zip_016_names_that_windows_cannot_create() {
    for name in
        ["CON.txt", "10:30.txt", "なに?.txt", "a\u{1}.txt", "規則./a.txt", "a\u{202e}fdp.exe"]
    {
        shows(&file(name), &["ZIP-016"]);
    }
    shows(&file("CON申請：10時？.txt"), &[]);
}

/// Titles of ordinances as file names.
#[test]
fn zip_017_long_paths() {
    let folder = super::judged::FILE_NAME.trim_end_matches(".zip").encode_utf16().count() + 1;
    let name = |units: usize| format!("{}.pdf", "規".repeat(units - folder - 4));
    shows(&file(&name(120)), &[]);
    shows(&file(&name(121)), &["ZIP-017"]);
    // A character outside the BMP takes two units.
    let surrogate = name(120).replacen('規', "𠮷", 1);
    shows(&file(&surrogate), &["ZIP-017"]);
}

/// A folder that was zipped, and not its content.
#[test]
fn zip_018_an_extra_outer_folder() {
    let outer = |name: &str| Item::stored(&format!("提出書類/{name}"), b"{}");
    shows(&Crafted::new([outer("application.json"), outer("規則/a.pdf")]), &["ZIP-018"]);
    shows(&Crafted::new([outer("application.json"), Item::stored("a.pdf", b"%")]), &[]);
    shows(&Crafted::new([Item::stored("条例・規則/a.pdf", b"%")]), &[]);
}

/// A file renamed by a program that does not know the field.
#[test]
fn zip_024_a_second_name_that_does_not_fit() {
    let field = |raw: &[u8], of: &[u8], name: &str| {
        let extra = unicode_path(of, name);
        with(Item::raw(raw, 0, b"a").both(|h| h.extra.clone_from(&extra)))
    };
    let raw = cp932("変更申請.txt");
    shows(&field(b"new.txt", b"old.txt", "old.txt"), &["ZIP-024"]);
    shows(&field(b"_.txt", b"_.txt", "別.txt"), &["ZIP-024"]);
    shows(&field(&raw, &raw, "変更申請.txt"), &[]);
    shows(&field(b"a.txt", b"a.txt", "a.txt"), &[]);
}
