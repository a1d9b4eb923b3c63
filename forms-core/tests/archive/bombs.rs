//! Small files that would become large: each stops early, with its code, and the next file works.

use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use forms_core::archive::Source;
use forms_core::pack::{Limits, Pack};

use super::crafted::*;
use super::judged::{codes, findings_under};

/// Unoptimised test builds on a busy machine are several times slower than what people run.
const PATIENCE: Duration = Duration::from_secs(10);

#[track_caller]
fn stops(source: &dyn Source, expected: &[&str]) {
    let start = Instant::now();
    let mut found = codes(source);
    found.retain(|code| expected.contains(code));
    assert_eq!(found, expected);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert_eq!(codes(&Crafted::new([Item::stored("application.json", b"{}")]).bytes()), [""; 0]);
}

/// A deflate stream of this many MiB of zeros, about 1 kB for each.
fn zeros(mebibytes: usize) -> Vec<u8> {
    let block = vec![0; 1 << 20];
    let mut piece = Vec::with_capacity(4096);
    let mut deflater = Compress::new(Compression::best(), false);
    // Two pieces, since the first has no history: from then on they repeat byte by byte.
    deflater.compress_vec(&block, &mut piece, FlushCompress::Full).unwrap();
    let mut stream = piece.repeat(mebibytes);
    stream.extend([3, 0]);
    stream
}

fn bomb(name: &str, data: Vec<u8>, size: u32) -> Item {
    Item::deflated(name, b"").with(|i| i.data = data.clone()).both(|h| {
        h.compressed = u32::try_from(data.len()).unwrap();
        h.size = size;
        h.crc32 = 0x1234_5678;
    })
}

#[test]
fn zeros_are_a_valid_stream() {
    let block = vec![0; 3 << 20];
    let item = bomb("a.txt", zeros(3), 3 << 20).both(|h| h.crc32 = crc32fast::hash(&block));
    let archive = Crafted::new([Item::stored("application.json", b"{}"), item]);
    assert_eq!(codes(&archive.bytes()), [""; 0]);
}

#[test]
fn one_entry_beyond_the_limit() {
    let honest = Crafted::new([bomb("a.txt", zeros(2048), 2 << 30)]);
    stops(&honest.bytes(), &["ZIP-010"]);
    // It says that it is small, and goes on.
    let liar = Crafted::new([bomb("a.txt", zeros(2048), 100)]);
    stops(&liar.bytes(), &["ZIP-009"]);
}

/// Many entries below the limit of one, all of them true to their records.
#[test]
fn many_entries_that_expand_far() {
    let crc32 = crc32fast::hash(&vec![0; 64 << 20]);
    let entry = bomb("", zeros(64), 64 << 20).both(|h| h.crc32 = crc32);
    let items: Vec<Item> =
        (0..50).map(|n| entry.clone().both(|h| h.name = format!("{n}.txt").into_bytes())).collect();
    stops(&Crafted::new(items.clone()).bytes(), &["ZIP-010"]);
    // One alone stays below what matters.
    assert_eq!(codes(&Crafted::new([items[0].clone()]).bytes()), [""; 0]);
    // Beside content that does not expand, several are nothing special.
    let pictures = Item::stored("絵.png", &vec![7; 1 << 20]);
    assert_eq!(
        codes(&Crafted::new([pictures, items[0].clone(), items[1].clone()]).bytes()),
        [""; 0]
    );
}

/// The limits count what is produced, whatever the records say.
#[test]
fn limits_count_what_is_produced() {
    let limits = Limits { entry_bytes: 2 << 20, total_bytes: 5 << 20, ..Pack::standard().limits };
    let say = |size| Crafted::new([bomb("a.txt", zeros(3), size)]).bytes();
    let first = |bytes: &Vec<u8>| findings_under(bytes, &limits).first().map(|f| f.code.as_str());
    assert_eq!(first(&say(3 << 20)), Some("ZIP-010"));
    // More than these bytes can become: what they say is no reason to stop.
    assert_eq!(first(&say(u32::MAX - 1)), Some("ZIP-010"));
    let small = bomb("a.txt", zeros(2), 2 << 20);
    let crc32 = crc32fast::hash(&vec![0; 2 << 20]);
    let three = ["a.txt", "b.txt", "c.txt"]
        .map(|name| small.clone().both(|h| (h.name, h.crc32) = (name.as_bytes().to_vec(), crc32)));
    let found = findings_under(&Crafted::new(three).bytes(), &limits);
    let places: Vec<_> =
        found.iter().map(|f| (f.code.as_str(), f.location.entry.clone())).collect();
    assert_eq!(places, [("ZIP-010", Some("c.txt".to_owned()))]);
}

#[test]
fn a_thousand_entries_over_one_content() {
    let content = bomb("0.txt", zeros(16), 16 << 20);
    let others = (1..1000).map(|n| {
        let mut item = Item::stored(&format!("{n}.txt"), b"").with(|i| {
            i.central = Header { name: i.central.name.clone(), ..content.central.clone() };
        });
        item.offset = Some(0);
        item
    });
    let items: Vec<Item> = std::iter::once(content.clone()).chain(others).collect();
    stops(&Crafted::new(items).bytes(), &["ZIP-007", "ZIP-008"]);
}

#[test]
fn two_hundred_thousand_entries() {
    let mut local = Vec::new();
    let mut directory = Vec::new();
    for n in 0..200_000_u32 {
        let one = Crafted::new([Item::stored(&format!("{n:06}.txt"), b"")]).bytes();
        let (header, rest) = one.split_at(40);
        let central = &rest[..56];
        directory.extend(&central[..42]);
        directory.extend(u32::try_from(local.len()).unwrap().to_le_bytes());
        directory.extend(&central[46..]);
        local.extend(header);
    }
    let mut bytes = local;
    let offset = u32::try_from(bytes.len()).unwrap();
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    // As Java 6 wrote it: the count cut to 16 bits.
    let count = u16::try_from(200_000 % 65_536).unwrap();
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    bytes.extend(offset.to_le_bytes());
    bytes.extend([0, 0]);
    stops(&bytes, &["ZIP-010"]);
    let limits = Limits { entries: 1 << 20, ..Pack::standard().limits };
    let start = Instant::now();
    let found = findings_under(&bytes, &limits);
    assert!(start.elapsed() < PATIENCE, "took {:?}", start.elapsed());
    assert_eq!(found.iter().map(|f| f.code.as_str()).collect::<Vec<_>>(), ["ZIP-008"]);
}

/// A ZIP in a ZIP in a ZIP is never opened: only its bytes are counted.
#[test]
fn nested_archives_stay_closed() {
    let mut inner = Crafted::new([bomb("a.txt", zeros(64), 64 << 20)]).bytes();
    for _ in 0..10 {
        inner = Crafted::new([Item::stored("a.zip", &inner)]).bytes();
    }
    stops(&inner, &["ZIP-019"]);
}
