//! One cause, one finding: however many names a program wrote wrongly, and two findings for two causes.

use forms_core::finding::{ArgValue, Finding, Lang};

use super::crafted::*;
use super::judged::{application, cp932, findings};

const NAMES: [&str; 4] =
    ["条例・規則/規則.txt", "条例・規則/別表.txt", "評価書/評価書.txt", "申請書.xlsx"];

/// An application and entries whose names are written by `write`.
fn written(write: impl Fn(&str) -> Item) -> Vec<Finding> {
    let mut items = vec![application()];
    items.extend(NAMES.iter().map(|name| write(name)));
    findings(&Crafted::new(items).bytes())
}

/// Asserts codes in the order found and that each message names what it should.
#[track_caller]
fn shows(found: &[Finding], expected: &[(&str, u64, &str)]) {
    let seen: Vec<(&str, u64)> = found
        .iter()
        .map(|f| match f.arg("count") {
            Some(ArgValue::Number(count)) => (f.code.as_str(), *count),
            _ => (f.code.as_str(), 0),
        })
        .collect();
    let wanted: Vec<(&str, u64)> = expected.iter().map(|(code, n, _)| (*code, *n)).collect();
    assert_eq!(seen, wanted, "{found:#?}");
    for (finding, (_, _, word)) in found.iter().zip(expected) {
        let message = finding.message(Lang::Ja);
        assert!(message.contains(word), "{word}: {message}");
        assert!(!message.contains("外に書き込む"), "{message}");
    }
}

#[test]
fn backslashes_of_powershell() {
    let back = |name: &str| name.replace('/', "\\");
    let found = written(|name| Item::stored(&back(name), b"a"));
    shows(&found, &[("ZIP-005", 3, "PowerShell 5.1")]);
    assert_eq!(found[0].location.entry, None);
    // With entries of folders, which end with a backslash, too.
    let mut items = vec![application()];
    let folder = |name: &str| Item::stored(name, b"").with(|i| i.attributes = 0x10);
    items.extend(["条例・規則\\", "評価書\\"].map(folder));
    items.extend(NAMES.iter().map(|name| Item::stored(&back(name), b"a")));
    shows(&findings(&Crafted::new(items).bytes()), &[("ZIP-005", 5, ".NET")]);
    // One name has a place, and a path that leads elsewhere is another cause.
    let items = [
        application(),
        Item::stored("条例・規則\\a.txt", b"a"),
        Item::stored("..\\..\\b.txt", b"b"),
    ];
    let found = findings(&Crafted::new(items).bytes());
    let places: Vec<_> = found.iter().map(|f| f.location.entry.as_deref()).collect();
    assert_eq!(places, [Some("条例・規則\\a.txt"), Some("..\\..\\b.txt")]);
    assert!(found[1].message(Lang::Ja).contains("外に書き込む"));
}

#[test]
fn a_flag_that_lies() {
    let found = written(|name| Item::raw(&cp932(name), UTF8, b"a"));
    shows(&found, &[("ZIP-013", 4, "シフトJIS")]);
    let backslashes = |name: &str| Item::raw(&cp932(&name.replace('/', "\\")), UTF8, b"a");
    shows(&written(backslashes), &[("ZIP-005", 3, "PowerShell"), ("ZIP-013", 4, "rubyzip")]);
    // In another encoding nobody knows the names.
    let euc = |name: &str| Item::raw(&encoding_rs::EUC_JP.encode(name).0, UTF8, b"a");
    shows(&written(euc), &[("ZIP-013", 4, "どの文字コードでも")]);
    // Half-width katakana alone could be EUC-JP, beside others it is not.
    let kana = Item::raw(&cp932("ﾃﾞｰﾀ.txt"), UTF8, b"a");
    let beside = [application(), kana.clone(), Item::raw(&cp932("規則.txt"), UTF8, b"a")];
    shows(&findings(&Crafted::new(beside).bytes()), &[("ZIP-013", 2, "シフトJIS")]);
    let alone = findings(&Crafted::new([application(), kana]).bytes());
    shows(&alone, &[("ZIP-013", 1, "どの文字コードでも")]);
    let replaced = |name: &str| Item::stored(&name.replace(['条', '評', '申'], "\u{fffd}"), b"a");
    shows(&written(replaced), &[("ZIP-013", 4, "置き換わって")]);
}

#[test]
fn question_marks() {
    for signs in ["?", "??", "???"] {
        let lost = |c: char| if c.is_ascii() { c.to_string() } else { signs.to_owned() };
        let found = written(|name| Item::stored(&name.chars().map(lost).collect::<String>(), b"a"));
        // Two names become one, which is no other cause.
        shows(&found, &[("ZIP-016", 4, "「?」")]);
    }
    let one = |name: &str| Item::raw(&cp932(&name.replace(['則', '価', '請'], "?")), 0, b"a");
    let found = written(one);
    let lost: Vec<_> = found.iter().filter(|f| f.code.as_str() == "ZIP-016").collect();
    assert_eq!(lost.len(), 1, "{found:#?}");
    // Typed on a Mac.
    for name in ["なに?.pdf", "What??.txt"] {
        let items = [application(), Item::stored(name, b"a")];
        let found = findings(&Crafted::new(items).bytes());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].arg("problem"), Some(&ArgValue::Text("forbidden".to_owned())));
    }
}

#[test]
fn slashes_and_dots_in_front() {
    let absolute = |name: &str| Item::stored(&format!("/{name}"), b"a");
    shows(&written(absolute), &[("ZIP-005", 4, "絶対パス")]);
    let with_root = |root: &str, front: &str| {
        let mut items = vec![Item::stored(root, b""), application()];
        items.extend(NAMES.map(|name| Item::stored(&format!("{front}{name}"), b"a")));
        findings(&Crafted::new(items).bytes())
    };
    shows(&with_root("/", ""), &[("ZIP-005", 1, "名前が「/」だけ")]);
    shows(&with_root("/", "/"), &[("ZIP-005", 5, "絶対パス")]);
    let found = with_root("./", "./");
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message(Lang::Ja).contains("tar"));
}

#[test]
fn a_password() {
    let locked = |h: &mut Header| h.flags |= ENCRYPTED;
    let mut items = vec![application().both(locked)];
    items.extend(NAMES.map(|name| Item::stored(name, b"a").both(locked)));
    shows(&findings(&Crafted::new(items.clone()).bytes()), &[("ZIP-006", 5, "すべてのファイル")]);
    items[0] = application();
    shows(&findings(&Crafted::new(items).bytes()), &[("ZIP-006", 4, "一部のファイル")]);
    let aes = |h: &mut Header| (h.flags, h.method) = (h.flags | ENCRYPTED, 99);
    let found = written(|name| Item::stored(name, b"a").both(aes));
    shows(&found, &[("ZIP-006", 4, "AES")]);
    // `zip -e` writes what follows the content as usual.
    let streamed = written(|name| Item::stored(name, b"a").streamed(true).both(locked));
    shows(&streamed, &[("ZIP-006", 4, "ZipCrypto")]);
}

#[test]
fn what_nobody_sees_in_a_name() {
    for unseen in [
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{61c}',
        '\u{ad}',
        '\u{feff}',
        '\u{1}',
        '\u{7f}',
        '\u{81}',
        '\u{180e}',
        '\u{e0041}',
    ] {
        let name = format!("申請{unseen}書.txt");
        let found = findings(&Crafted::new([application(), Item::stored(&name, b"a")]).bytes());
        let code = format!("[U+{:04X}]", u32::from(unseen));
        shows(&found, &[("ZIP-016", 1, code.as_str())]);
        assert!(!found[0].message(Lang::Ja).contains(unseen), "the message itself shows it");
        assert!(!found[0].message(Lang::En).contains(unseen));
    }
    // A folder is told once, with all that lies in it.
    let inside = |name: &str| Item::stored(&name.replace("条例", "条\u{200b}例"), b"a");
    shows(&written(inside), &[("ZIP-016", 2, "[U+200B]")]);
    for name in ["葛\u{e0100}城.txt", "別紙　一.txt", "が.txt", "☂\u{fe0e}.txt"] {
        let found = findings(&Crafted::new([application(), Item::stored(name, b"a")]).bytes());
        assert_eq!(found, [], "{name}");
    }
}

#[test]
fn two_names_that_look_the_same_are_told_apart() {
    let pair = |a: &str, b: &str| {
        let items = [application(), Item::stored(a, b"1"), Item::stored(b, b"2")];
        let found = findings(&Crafted::new(items).bytes());
        let one = found.into_iter().find(|f| f.code.as_str() == "ZIP-004").unwrap();
        one.message(Lang::Ja)
    };
    let message = pair("申請書.txt", "申請\u{200b}書.txt");
    assert!(message.contains("「申請[U+200B]書.txt」") && message.contains("見えない文字"));
    let message = pair("が.txt", "か\u{3099}.txt");
    assert!(message.contains("か[U+3099]"), "{message}");
    assert!(pair("d/a.txt", "d\\a.txt").contains("区切り"));
    // Names in two headers.
    let item = Item::stored("申請書.txt", b"a").with(|i| {
        i.local.name = "申請\u{200b}書.txt".into();
    });
    let found = findings(&Crafted::new([application(), item]).bytes());
    let message = found[0].message(Lang::Ja);
    assert!(message.contains("申請[U+200B]書.txt") && message.contains("「申請書.txt」"));
}
