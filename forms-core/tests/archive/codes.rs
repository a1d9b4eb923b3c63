//! Each code: an archive that shows it and nothing else, and one that comes close and does not.

use std::mem::swap;

use super::crafted::*;
use super::judged::{codes, findings};

fn application() -> Item {
    Item::deflated("application.json", b"{\"schema\": \"renkei.application/1\"}")
}

/// An application and one more entry.
fn with(item: Item) -> Crafted {
    Crafted::new([application(), item])
}

fn file(name: &str) -> Crafted {
    with(Item::stored(name, b"content"))
}

fn cp932(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[track_caller]
fn shows(archive: &Crafted, expected: &[&str]) {
    let bytes = archive.bytes();
    assert_eq!(codes(&bytes), expected, "{:#?}", findings(&bytes));
}

#[test]
fn an_ordinary_archive_shows_nothing() {
    shows(&file("条例・規則/事務委任規則.pdf"), &[]);
    shows(&Crafted::new([application()]).with(|z| z.zip64 = true), &[]);
    // Python, bsdtar and Java write sizes behind the content.
    shows(&with(Item::deflated("a.txt", b"aaaa").streamed(true)), &[]);
    shows(&with(Item::deflated("a.txt", b"aaaa").streamed(false)), &[]);
}

/// A paper saved as PDF and renamed; an `.xls` of Excel 2003; a page that a proxy sent instead.
#[test]
fn zip_001_another_format() {
    for bytes in ["%PDF-1.4", "\u{feff}<html>", "申請書", ""] {
        assert_eq!(codes(&bytes.as_bytes()), ["ZIP-001"]);
    }
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice();
    assert_eq!(codes(&ole), ["ZIP-001"]);
    // An empty ZIP, as Windows' 新規作成 makes it, is one.
    shows(&Crafted::default(), &[]);
}

/// An upload that broke off.
#[test]
fn zip_002_cut_short() {
    let bytes = file("a.txt").bytes();
    for cut in [4, 40, bytes.len() - 60, bytes.len() - 1] {
        assert_eq!(codes(&&bytes[..cut]), ["ZIP-002"], "cut at {cut}");
    }
    // A directory with a broken record in it.
    let mut broken = bytes.clone();
    let second = broken.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    broken[second] = b'Q';
    assert_eq!(codes(&broken), ["ZIP-002"]);
    assert_eq!(codes(&bytes), [""; 0]);
}

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

/// A ZIP with a password, of any program.
#[test]
fn zip_006_encrypted() {
    shows(&with(Item::stored("a.txt", b"a").both(|h| h.flags |= ENCRYPTED)), &["ZIP-006"]);
    let aes = |h: &mut Header| {
        h.flags |= ENCRYPTED;
        h.method = 99;
        h.extra = extra(0x9901, b"\x02\0AE\x03\x08\0");
    };
    shows(&with(Item::stored("a.txt", b"a").both(aes)), &["ZIP-006"]);
    // A plain file whose name says that it is encrypted.
    shows(&file("暗号化.zip.txt"), &[]);
}

/// Crafted archives, and editors that change only the directory.
#[test]
fn zip_007_two_records_that_disagree() {
    let changed = |change: fn(&mut Header)| {
        with(Item::stored("a.txt", b"aaaa").with(|i| change(&mut i.local)))
    };
    shows(&changed(|h| h.name = b"b.txt".to_vec()), &["ZIP-007"]);
    shows(&changed(|h| h.method = DEFLATED), &["ZIP-007"]);
    shows(&changed(|h| h.flags = ENCRYPTED), &["ZIP-007"]);
    shows(&changed(|h| h.crc32 ^= 1), &["ZIP-007"]);
    shows(&changed(|h| h.size = 3), &["ZIP-007"]);
    // Flagged as UTF-8 in one record only: it is not, and `zipfile` stops.
    let flagged = Item::raw(&cp932("規則.txt"), 0, b"a").with(|i| i.local.flags = UTF8);
    shows(&with(flagged), &["ZIP-007", "ZIP-012"]);
    let streamed = Item::deflated("a.txt", b"aaaa").streamed(true);
    shows(&with(streamed.clone().with(|i| i.descriptor[4] ^= 1)), &["ZIP-007", "ZIP-021"]);
    // A program that streams and yet knows the numbers.
    shows(&with(streamed.with(|i| i.local.crc32 = i.central.crc32)), &[]);
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

/// David Fifield's overlapping archives; ZIPs put together by hand.
#[test]
fn zip_008_parts_that_contradict_each_other() {
    shows(&file("a.txt").with(|z| z.miscount = 1), &["ZIP-008"]);
    // The content of the first goes on over the record of the second.
    let second = Item::stored("b.txt", b"bbbb");
    let content = [b"aaaa".as_slice(), &local(&second.local), b"bbbb"].concat();
    let first = Item::stored("a.txt", &content).with(|i| i.data.truncate(4));
    shows(&Crafted::new([application(), first.clone(), second.clone()]), &["ZIP-008"]);
    shows(&Crafted::new([application(), first.clone(), first]), &["ZIP-003", "ZIP-008", "ZIP-009"]);
    // An extra field that is longer than its room: `zipfile` opens nothing, others everything.
    let cut = |length: u8| {
        Item::stored("a.txt", b"a").with(|i| i.central.extra = vec![0x55, 0x54, length, 0, 1])
    };
    shows(&with(cut(9)), &["ZIP-008"]);
    // The same in front of the content only, where `bsdtar` stops and others go on; and in both.
    shows(&with(cut(9).with(|i| swap(&mut i.local.extra, &mut i.central.extra))), &["ZIP-008"]);
    shows(&with(cut(9).with(|i| i.local.extra.clone_from(&i.central.extra))), &["ZIP-008"]);
    shows(&with(cut(1)), &[]);
    shows(&with(Item::stored("a.txt", b"a").with(|i| i.central.extra = vec![0; 3])), &["ZIP-025"]);
    // The same bytes, where the second is no entry of its own.
    shows(&with(Item::stored("a.txt", &content)), &[]);
}

/// A bad disk, a flipped bit in transfer.
#[test]
fn zip_009_damaged_content() {
    shows(&with(Item::stored("a.txt", b"aaaa").with(|i| i.data[0] = b'b')), &["ZIP-009"]);
    let longer = Item::deflated("a.txt", b"aaaa").both(|h| h.size = 3);
    shows(&with(longer), &["ZIP-009"]);
    let shorter = Item::deflated("a.txt", b"aaaa").both(|h| h.size = 5);
    shows(&with(shorter), &["ZIP-009"]);
    let broken = Item::deflated("a.txt", b"aaaa").with(|i| i.data[0] |= 0b110);
    shows(&with(broken), &["ZIP-009"]);
    let left_over = Item::deflated("a.txt", b"aaaa").both(|h| h.compressed += 1);
    shows(&with(left_over.with(|i| i.data.push(0))), &["ZIP-009"]);
    shows(&with(Item::deflated("a.txt", b"")), &[]);
}

/// A folder of a whole file server.
#[test]
fn zip_010_too_many_too_deep() {
    let many = |count| {
        let mut items = vec![application()];
        items.extend((1..count).map(|n| Item::stored(&format!("{n}.txt"), b"")));
        Crafted::new(items)
    };
    shows(&many(2000), &[]);
    shows(&many(2001), &["ZIP-010"]);
    shows(&file(&format!("{}a.txt", "d/".repeat(8))), &[]);
    shows(&file(&format!("{}a.txt", "d/".repeat(9))), &["ZIP-010"]);
}

/// 7-Zip with LZMA, Explorer with Deflate64 for files over 2 GB.
#[test]
fn zip_011_methods_that_windows_cannot_open() {
    for method in [1, 9, 12, 14, 93, 95, 98] {
        shows(&with(Item::stored("a.txt", b"a").both(|h| h.method = method)), &["ZIP-011"]);
    }
    // Unzip and Python leave out what needs a version that they do not know.
    shows(&with(Item::stored("a.txt", b"a").both(|h| h.needed = 99)), &["ZIP-011"]);
    shows(&with(Item::stored("a.txt", b"a").both(|h| h.flags = 1 << 5)), &["ZIP-011"]);
    shows(&with(Item::deflated("a.txt", b"a").both(|h| h.needed = 45)), &[]);
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

/// The finished ZIP, zipped again for sending.
#[test]
fn zip_019_a_zip_inside() {
    let inner = file("a.txt").bytes();
    let zip = |name: &str| Item::stored(name, &inner);
    shows(&Crafted::new([zip("提出書類.zip")]), &["ZIP-019"]);
    shows(&Crafted::new([zip("提出書類.ZIP"), Item::stored("readme.txt", b"a")]), &["ZIP-019"]);
    shows(&with(zip("参考.zip")), &[]);
}

/// `zip -y`, tar-like archives, macOS aliases.
#[test]
fn zip_020_what_is_no_file() {
    let unix = |name: &str, content: &[u8], mode: u32| {
        with(Item::stored(name, content).with(|i| {
            i.made_by = 3 << 8 | 30;
            i.attributes = mode << 16;
        }))
    };
    shows(&unix("a.txt", b"/etc/passwd", 0o120_777), &["ZIP-020"]);
    shows(&unix("a.txt", b"", 0o010_644), &["ZIP-020"]);
    shows(&unix("規則", b"", 0o040_755), &["ZIP-020"]);
    shows(&unix("規則/", b"a", 0o040_755), &["ZIP-020", "ZIP-025"]);
    let label =
        |made_by| with(Item::stored("a", b"").with(|i| (i.made_by, i.attributes) = (made_by, 8)));
    shows(&label(20), &["ZIP-020"]);
    shows(&label(3 << 8 | 20), &[]);
    shows(&unix("a.txt", b"a", 0o100_644), &[]);
}

/// Self-extracting archives; a file deleted by a program that leaves its bytes; a signed mail.
#[test]
fn zip_021_bytes_of_no_part() {
    let mut stub = b"MZ this program cannot be run in DOS mode PK\x03\x04 PK\x05\x06".to_vec();
    stub.extend([0xff; 60]);
    shows(&file("a.txt").with(|z| z.before = stub.clone()), &["ZIP-021"]);
    shows(&file("a.txt").with(|z| (z.before, z.absolute) = (stub, true)), &["ZIP-021"]);
    let between = with(Item::stored("a.txt", b"a").with(|i| i.gap = vec![0; 10]));
    shows(&between, &["ZIP-021"]);
    shows(&file("a.txt").with(|z| z.before_directory = vec![0; 10]), &["ZIP-021"]);
    shows(&file("a.txt").with(|z| z.after = b"\r\n".to_vec()), &["ZIP-021"]);
}

/// Two ZIPs joined with `copy /b`; archives that show a scanner one thing and a person another.
#[test]
fn zip_022_two_archives_in_one() {
    let other = file("b.txt").bytes();
    shows(&file("a.txt").with(|z| z.before = other.clone()), &["ZIP-022"]);
    let commented = file("a.txt").with(|z| z.comment = other.clone());
    shows(&commented, &["ZIP-022"]);
    let hidden = Item::stored("b.txt", b"b");
    let hidden = [local(&hidden.local), b"b".to_vec()].concat();
    shows(&file("a.txt").with(|z| z.before_directory = hidden), &["ZIP-022"]);
    // The classic record counts one entry, the ZIP64 record two.
    let mut large = file("a.txt").with(|z| z.zip64 = true).bytes();
    let end = large.len() - 22;
    large[end + 8..end + 12].copy_from_slice(&[1, 0, 1, 0]);
    assert_eq!(codes(&large), ["ZIP-022"]);
    // Behind the list: `zipfile` counts back from the end record and finds no list.
    shows(&file("a.txt").with(|z| z.after_directory = vec![0; 10]), &["ZIP-022"]);
    // The locator points elsewhere than right before itself.
    let mut elsewhere = file("a.txt").with(|z| z.zip64 = true).bytes();
    elsewhere[end - 12] ^= 1;
    assert_eq!(codes(&elsewhere), ["ZIP-022"]);
    // A second end record, cut short.
    shows(&file("a.txt").with(|z| z.after = b"PK\x05\x06\0".to_vec()), &["ZIP-021", "ZIP-022"]);
    // A stored ZIP as an attachment holds an end record where nobody looks for one.
    shows(&with(Item::stored("参考.zip", &other)), &[]);
}

/// WinZip and `zip -s`.
#[test]
fn zip_023_split_archives() {
    let mut last = file("a.txt").bytes();
    let end = last.len() - 22;
    last[end + 4..end + 8].copy_from_slice(&[1, 0, 1, 0]);
    assert_eq!(codes(&last), ["ZIP-023"]);
    shows(&with(Item::stored("a.txt", b"a").with(|i| i.volume = 1)), &["ZIP-023"]);
    let mut large = file("a.txt").with(|z| z.zip64 = true).bytes();
    let end = large.len() - 22;
    large[end + 4] = 3;
    assert_eq!(codes(&large), ["ZIP-023"]);
    large[end + 4..end + 8].fill(0xff);
    assert_eq!(codes(&large), [""; 0]);
    let first = [b"PK\x07\x08".as_slice(), &file("a.txt").bytes()[..50]].concat();
    assert_eq!(codes(&first), ["ZIP-023"]);
    shows(&file("a.z01"), &[]);
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

/// 7-Zip and Info-ZIP store folders; comments are typed by people.
#[test]
fn zip_025_harmless_extras() {
    shows(&with(Item::stored("規則/", b"")), &["ZIP-025"]);
    shows(&file("a.txt").with(|z| z.comment = "控え".as_bytes().to_vec()), &["ZIP-025"]);
    shows(&with(Item::stored("a.txt", b"a").with(|i| i.comment = b"!".to_vec())), &["ZIP-025"]);
    let unknown = Item::stored("a.txt", b"a").both(|h| h.extra = extra(0x4141, b"x"));
    shows(&with(unknown), &["ZIP-025"]);
    shows(&file("a.txt").with(|z| z.in_directory = b"PK\x05\x05\x02\0ab".to_vec()), &["ZIP-025"]);
    // The times that Info-ZIP adds to every entry.
    let times = Item::stored("a.txt", b"a").both(|h| h.extra = extra(0x5455, b"\x01abcd"));
    shows(&with(times), &[]);
}
