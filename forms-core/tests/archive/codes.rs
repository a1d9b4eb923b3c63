//! Each code about records and content: an archive that shows it and nothing else, and one that comes
//! close and does not. Those about names are in `name_codes`.

use std::mem::swap;

use super::crafted::*;
use super::judged::{application, codes, cp932, file, shows, with};

#[test]
fn an_ordinary_archive_shows_nothing() {
    shows(&file("条例・規則/事務委任規則.pdf"), &[]);
    shows(&Crafted::new([application()]).with(|z| z.zip64 = true), &[]);
    // Python, bsdtar and Java write sizes after the content.
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
