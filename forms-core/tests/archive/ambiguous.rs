//! Archives that two common programs read differently: each has an error with the reason, whether or
//! not the contents are read. What comes close and is read the same by all has none.

use forms_core::archive::{Inventory, Source};
use forms_core::pack::Pack;
use forms_core::rules;

use super::crafted::*;
use super::judged::{FILE_NAME, application, codes, file, findings, shows, with};

/// The codes of the errors that the records alone show, as `renkei inspect` does.
fn errors_unread(source: &dyn Source) -> Vec<&'static str> {
    let pack = Pack::standard();
    let (inventory, mut found) = Inventory::read(source, &pack.limits.archive());
    found.extend(rules::zip::check(&inventory, pack, FILE_NAME));
    let mut codes: Vec<&str> =
        found.iter().filter(|f| f.severity.stops()).map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

#[track_caller]
fn stops(what: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(errors_unread(&bytes), expected, "{what}: {:#?}", findings(&bytes));
    assert!(codes(&bytes).iter().any(|code| expected.contains(code)), "{what}");
}

/// A Unicode path field of any version.
fn field(version: u8, of: &str, name: &str) -> Vec<u8> {
    let crc32 = crc32fast::hash(of.as_bytes()).to_le_bytes();
    extra(0x7075, &[&[version], crc32.as_slice(), name.as_bytes()].concat())
}

fn record(name: &str, content: &[u8]) -> Vec<u8> {
    [local(&Item::stored(name, content).local), content.to_vec()].concat()
}

/// A data descriptor for content of which this is the whole.
fn descriptor(content: &[u8], wide: bool) -> Vec<u8> {
    let size = content.len() as u64;
    let mut out = b"PK\x07\x08".to_vec();
    out.extend(crc32fast::hash(content).to_le_bytes());
    for _ in 0..2 {
        let bytes = size.to_le_bytes();
        out.extend(if wide { &bytes[..] } else { &bytes[..4] });
    }
    out
}

#[test]
fn names_in_unicode_path_fields() {
    let own = field(1, "a.txt", "a.txt");
    let other = field(1, "a.txt", "b.txt");
    let (version_0, version_2) = (field(0, "a.txt", "b.txt"), field(2, "a.txt", "b.txt"));
    let (empty, stale) = (field(1, "a.txt", ""), field(1, "old.txt", "old.txt"));
    let none = Vec::new();
    let two = |one: &[u8], two: &[u8]| [one, two].concat();
    for (what, before, central) in [
        ("two names", two(&own, &other), two(&own, &other)),
        ("two names, the other way", two(&other, &own), two(&other, &own)),
        ("version 0", version_0.clone(), version_0.clone()),
        ("version 2", version_2.clone(), version_2),
        ("an empty name", empty.clone(), empty.clone()),
        ("an empty name before the content", empty.clone(), none.clone()),
        ("another name before the content", other.clone(), none.clone()),
        ("another name before the content than in the list", other.clone(), own.clone()),
        ("the second of version 0", two(&own, &version_0), two(&own, &version_0)),
        ("the first is not of this name", two(&stale, &other), two(&stale, &other)),
        ("the second is empty", two(&own, &empty), two(&own, &empty)),
    ] {
        let item = Item::stored("a.txt", b"a").with(|i| {
            i.local.extra = before;
            i.central.extra = central;
        });
        stops(what, &with(item).bytes(), &["ZIP-007"]);
    }
    let both = |field: Vec<u8>| with(Item::stored("a.txt", b"a").both(|h| h.extra = field.clone()));
    shows(&both(two(&own, &own)), &[]);
    shows(&both(two(&own, &stale)), &[]);
    shows(&both(stale), &["ZIP-024"]);
    shows(&both(field(2, "a.txt", "a.txt")), &["ZIP-024"]);
    // One header only, with the name that the header has.
    shows(&with(Item::stored("a.txt", b"a").with(|i| i.local.extra.clone_from(&own))), &[]);
    shows(&with(Item::stored("a.txt", b"a").with(|i| i.central.extra = own)), &[]);
}

#[test]
fn a_name_before_the_content_that_only_a_field_makes_right() {
    let item = Item::stored("a.txt", b"a").with(|i| {
        i.local.name = b"b.txt".to_vec();
        i.local.extra = field(1, "b.txt", "a.txt");
    });
    stops("Java shows b.txt", &with(item).bytes(), &["ZIP-007"]);
}

#[test]
fn versions_at_the_end_of_names() {
    for name in ["a.txt;1", "規則/a.txt;12"] {
        stops(name, &file(name).bytes(), &["ZIP-016"]);
    }
    let items = [application(), Item::stored("a.txt", b"1"), Item::stored("a.txt;1", b"2")];
    stops("beside the name without it", &Crafted::new(items).bytes(), &["ZIP-016"]);
    for name in ["a;1.txt", "a;1/b.txt", "規則;改正", "a;", ";x1"] {
        shows(&file(name), &[]);
    }
}

#[test]
fn folders_and_files_that_hide_bytes() {
    let hidden = record("b.txt", b"b");
    let nothing = |name: &str| {
        Item::stored(name, &hidden).both(|h| {
            h.size = 0;
            h.crc32 = 0;
        })
    };
    stops("a folder", &with(nothing("d/")).bytes(), &["ZIP-020"]);
    stops("deflated", &with(nothing("d/").both(|h| h.method = DEFLATED)).bytes(), &["ZIP-020"]);
    stops("with a descriptor", &with(nothing("d/").streamed(true)).bytes(), &["ZIP-020"]);
    stops("a file", &with(nothing("a.txt")).bytes(), &["ZIP-009"]);
    let longer = Item::stored("a.txt", b"aaaa").both(|h| h.size = 6);
    stops("longer than it is stored", &with(longer).bytes(), &["ZIP-009"]);
    // Java deflates nothing to two bytes.
    shows(&with(Item::deflated("d/", b"")), &["ZIP-025"]);
    shows(&with(Item::deflated("d/", b"").streamed(true)), &["ZIP-025"]);
    shows(&with(Item::stored("a.txt", b"").streamed(true)), &[]);
}

#[test]
fn ends_of_content_inside_content() {
    let next = record("b.txt", b"b");
    let long = vec![b'x'; 70_000];
    let contents = [
        ("of nothing", [descriptor(b"", false), next.clone()].concat()),
        ("of what precedes", [b"ab".to_vec(), descriptor(b"ab", false)].concat()),
        ("with sizes of 64 bits", [b"ab".to_vec(), descriptor(b"ab", true)].concat()),
        ("before a record", [b"ab".to_vec(), descriptor(b"zzz", false), next.clone()].concat()),
        ("far behind", [long.clone(), descriptor(&long, false)].concat()),
        (
            "the second of two",
            [
                b"ab".to_vec(),
                descriptor(b"c", false),
                descriptor(&[b"ab".to_vec(), descriptor(b"c", false)].concat(), false),
            ]
            .concat(),
        ),
    ];
    for (what, content) in contents {
        let item = Item::stored("a.txt", &content);
        stops(what, &with(item.clone().streamed(true)).bytes(), &["ZIP-022"]);
        // Every program knows the size beforehand.
        shows(&with(item), &[]);
        shows(&with(Item::deflated("a.txt", &content).streamed(true)), &[]);
    }
    // The signature alone ends nothing.
    for content in [b"PK\x07\x08".to_vec(), b"ab PK\x07\x08 and more of the text".to_vec()] {
        shows(&with(Item::stored("a.txt", &content).streamed(true)), &[]);
    }
}

#[test]
fn volumes_that_a_field_should_hold() {
    let on = |volume| Item::stored("a.txt", b"a").with(|i| i.volume = volume);
    stops("no field holds it", &with(on(u16::MAX)).bytes(), &["ZIP-022"]);
    let marked = |volume: u32| {
        let body = [1_u64.to_le_bytes().as_slice(), &volume.to_le_bytes()].concat();
        with(on(u16::MAX).with(|i| {
            i.central.size = u32::MAX;
            i.central.extra = extra(1, &body);
        }))
    };
    stops("it is another", &marked(1).bytes(), &["ZIP-022"]);
    shows(&marked(0), &[]);
}

#[test]
fn records_before_the_first_and_between() {
    let long = "n".repeat(2000);
    for name in ["", "b.txt", &long] {
        let before = file("a.txt").with(|z| z.before = record(name, b"b"));
        stops("before the first", &before.bytes(), &["ZIP-022"]);
    }
    let mut odd = record("b.txt", b"b");
    odd[8] = 200;
    stops(
        "of an unknown method",
        &file("a.txt").with(|z| z.before = odd.clone()).bytes(),
        &["ZIP-022"],
    );
    let item = Item::stored("a.txt", b"a").with(|i| i.gap = record("", b"b"));
    stops("between", &with(item).bytes(), &["ZIP-022"]);
    let last = file("a.txt").with(|z| z.before_directory = record("", b"b"));
    stops("before the list", &last.bytes(), &["ZIP-022"]);
}

#[test]
fn large_archive_records_that_programs_find_differently() {
    let large = || file("a.txt").with(|z| z.zip64 = true).bytes();
    let end64 = large().len() - 22 - 20 - 56;
    let locator = end64 + 56;
    for size in [0_u64, 10, 43, 45, 50, 4000, u64::MAX] {
        let mut bytes = large();
        bytes[end64 + 4..end64 + 12].copy_from_slice(&size.to_le_bytes());
        stops(&format!("size {size}"), &bytes, &["ZIP-022"]);
    }
    // More data in the record: Python looks right before the locator.
    let mut longer = large();
    longer[end64 + 4] += 6;
    longer.splice(locator..locator, [0x37, 0x13, 0, 0, 0, 0]);
    stops("more data", &longer, &["ZIP-022"]);
    let mut gap = large();
    gap.splice(locator..locator, *b"junk");
    stops("a gap before the locator", &gap, &["ZIP-022"]);
    let mut none = large();
    none[locator + 16] = 0;
    stops("no volume at all", &none, &["ZIP-022"]);
    shows(&file("a.txt").with(|z| z.zip64 = true), &[]);
}

/// An archive of two end records of 64 bits: the one that the locator names, with an honest size, holds the
/// other one, which lies right before the locator.
#[test]
fn a_large_archive_record_inside_another() {
    let outer = file("a.txt").with(|z| z.zip64 = true).bytes();
    let end64 = outer.len() - 22 - 20 - 56;
    let (head, tail) = outer.split_at(end64);
    let (record, rest) = tail.split_at(56);
    let mut bytes = head.to_vec();
    bytes.extend(record);
    bytes.extend(record);
    bytes[end64 + 4] += 56;
    bytes.extend(rest);
    stops("the inner record", &bytes, &["ZIP-022"]);
}

#[test]
fn signed_lists() {
    let signed = |data: &[u8]| {
        let size = u16::try_from(data.len()).unwrap().to_le_bytes();
        [b"PK\x05\x05".as_slice(), &size, data].concat()
    };
    let streamed = with(Item::deflated("a.txt", b"a").streamed(true));
    stops("7-Zip", &streamed.with(|z| z.in_directory = signed(b"ab")).bytes(), &["ZIP-022"]);
    let hidden = file("a.txt").with(|z| z.in_directory = signed(&record("b.txt", b"b")));
    stops("a record in the signature", &hidden.bytes(), &["ZIP-022"]);
    shows(&file("a.txt").with(|z| z.in_directory = signed(b"ab")), &["ZIP-025"]);
}

#[test]
fn flags_of_one_header_only() {
    let flagged = |item: Item, flag: u16| with(item.with(|i| i.local.flags |= flag));
    for flag in [2, 4, 1 << 4, 1 << 7, 1 << 14] {
        let bytes = flagged(Item::stored("a.txt", b"a"), flag).bytes();
        stops("7-Zip leaves it out", &bytes, &["ZIP-007"]);
    }
    // How hard a program tried to deflate changes nothing.
    shows(&flagged(Item::deflated("a.txt", b"a"), 2), &[]);
}
