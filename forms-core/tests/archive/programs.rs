//! ZIPs as programs write them: the right names, and no more than the catalogue has for them.
//!
//! Those of programs that run on Linux are real ones; see `../fixtures/zip/README.md`. Those of
//! Explorer, macOS and .NET are made after their records.

use forms_core::archive::{Inventory, NameEncoding};
use forms_core::pack::Pack;

use super::crafted::*;
use super::judged::codes;

const NAMES: [&str; 3] = ["application.json", "変更申請.txt", "条例・規則/構成別表.txt"];

#[track_caller]
fn reads(bytes: &[u8], encoding: NameEncoding, expected: &[&str]) {
    let (inventory, _) = Inventory::read(&bytes, &Pack::standard().limits.archive());
    let mut names: Vec<&str> = inventory.files().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, NAMES);
    let found: Vec<_> = inventory.files().map(|e| e.encoding).collect();
    assert!(found.iter().all(|e| *e == encoding || *e == NameEncoding::Ascii), "{found:?}");
    assert!(found.contains(&encoding), "{found:?}");
    assert_eq!(codes(&bytes), expected);
}

#[test]
fn info_zip() {
    let zip = include_bytes!("../fixtures/zip/infozip.zip");
    reads(zip, NameEncoding::Utf8Unflagged, &["ZIP-012", "ZIP-025"]);
    let stream = include_bytes!("../fixtures/zip/infozip-stream.zip");
    reads(stream, NameEncoding::Utf8Unflagged, &["ZIP-012", "ZIP-025"]);
}

#[test]
fn seven_zip() {
    let zip = include_bytes!("../fixtures/zip/7z.zip");
    reads(zip, NameEncoding::Utf8, &["ZIP-025"]);
    let lzma = include_bytes!("../fixtures/zip/7z-lzma.zip");
    reads(lzma, NameEncoding::Utf8, &["ZIP-011", "ZIP-025"]);
    let password = include_bytes!("../fixtures/zip/7z-password.zip");
    reads(password, NameEncoding::Utf8, &["ZIP-006", "ZIP-025"]);
}

#[test]
fn java_and_python() {
    reads(include_bytes!("../fixtures/zip/jar.zip"), NameEncoding::Utf8, &["ZIP-025"]);
    reads(include_bytes!("../fixtures/zip/python.zip"), NameEncoding::Utf8, &["ZIP-025"]);
}

/// Explorer in Japan: CP932 without a flag, made by FAT, the archive bit, no folders of their own.
#[test]
fn windows_explorer() {
    let items = NAMES.map(|name| {
        let raw = encoding_rs::SHIFT_JIS.encode(name).0;
        Item::raw(&raw, 0, b"content").with(|i| i.attributes = 0x20)
    });
    reads(&Crafted::new(items).bytes(), NameEncoding::Cp932, &["ZIP-012"]);
}

/// macOS: decomposed UTF-8 without a flag, sizes after the content, owners, `__MACOSX`.
#[test]
fn mac_os() {
    let owners = extra(0x7875, b"\x01\x04\xf5\x01\0\0\x04\x14\0\0\0");
    let entry = |name: &str| {
        let item = Item::raw(name.as_bytes(), 0, b"content").streamed(true);
        let item = item.both(|h| h.extra.clone_from(&owners));
        item.with(|i| (i.made_by, i.attributes) = (0x0315, 0o100_644 << 16))
    };
    let mut items: Vec<Item> = NAMES.map(entry).into();
    items.push(entry("__MACOSX/._変更申請.txt"));
    reads(
        &Crafted::new(items.clone()).bytes(),
        NameEncoding::Utf8Unflagged,
        &["ZIP-012", "ZIP-015"],
    );
    items.push(entry("規則か\u{3099}.txt"));
    assert_eq!(codes(&Crafted::new(items).bytes()), ["ZIP-012", "ZIP-014", "ZIP-015"]);
}

/// .NET flags what is not ASCII; PowerShell 5.1 on an old .NET writes backslashes.
#[test]
fn dot_net_and_powershell() {
    let items = NAMES.map(|name| Item::deflated(name, b"content"));
    reads(&Crafted::new(items).bytes(), NameEncoding::Utf8, &[]);
    let items = NAMES.map(|name| Item::deflated(&name.replace('/', "\\"), b"content"));
    assert_eq!(codes(&Crafted::new(items).bytes()), ["ZIP-005"]);
}
