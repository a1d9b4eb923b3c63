//! A good package, damaged everywhere: there is always a finding, or what is read is unchanged.

use std::collections::BTreeMap;

use forms_core::archive::content::{ReadBudget, copy_entry, read_entry};
use forms_core::archive::write::PackageWriter;
use forms_core::archive::{Inventory, Silent};
use forms_core::pack::Pack;
use forms_core::rules;
use proptest::prelude::*;

use super::crafted::*;
use super::judged::findings;

fn package() -> Vec<u8> {
    let mut writer = PackageWriter::new();
    let text = "第2条第1項第3号 ".repeat(40);
    let files: [(&str, &[u8], bool); 3] = [
        ("application.json", b"{\"schema\": \"renkei.application/1\"}", false),
        ("条例・規則/事務委任規則.txt", text.as_bytes(), false),
        ("評価書/評価書.pdf", b"%PDF-1.7", true),
    ];
    for (name, content, stored) in files {
        writer.add(name, &content, stored, &mut Silent).unwrap();
    }
    writer.finish().unwrap()
}

/// Other ways of writing the same: descriptors, ZIP64, CP932, a comment.
fn others() -> Vec<Vec<u8>> {
    let items = [
        Item::deflated("application.json", b"{}").streamed(true),
        Item::raw(b"\x95\x5c.txt", 0, b"content").streamed(false),
        Item::stored("規則/a.txt", b"aaaa"),
    ];
    let plain = Crafted::new(items);
    let large = plain.clone().with(|z| z.zip64 = true);
    let more = plain.clone().with(|z| {
        z.comment = b"comment".to_vec();
        z.before = vec![b'M'; 20];
    });
    vec![plain.bytes(), large.bytes(), more.bytes()]
}

/// Names and contents, as far as there is no finding against them.
fn contents(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let limits = Pack::standard().limits.archive();
    let (inventory, _) = Inventory::read(&bytes, &limits);
    let mut budget = ReadBudget::new(&limits);
    let read = inventory.entries.iter().filter_map(|entry| {
        let content = read_entry(&bytes, entry, &mut budget, 1 << 20, &mut Silent).ok()?;
        Some((entry.name.clone(), content))
    });
    read.collect()
}

#[test]
fn cut_at_every_byte() {
    for whole in [vec![package()], others()].concat() {
        for cut in 0..whole.len() {
            assert!(!findings(&&whole[..cut]).is_empty(), "cut at {cut} of {}", whole.len());
        }
    }
}

/// One to four changed bytes. `MUTATIONS` sets how many archives are tried.
#[test]
fn changed_at_random() {
    let rounds = std::env::var("MUTATIONS").map_or(4000, |n| n.parse().unwrap());
    let originals: Vec<_> = [vec![package()], others()].concat();
    let expected: Vec<_> = originals.iter().map(|b| (findings(b), contents(b))).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut compared = 0;
    for round in 0..rounds {
        let which = random(originals.len());
        let mut bytes = originals[which].clone();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            bytes[at] = u8::try_from(random(256)).unwrap();
        }
        let found = findings(&bytes);
        let (before, unchanged) = &expected[which];
        if found == *before {
            compared += 1;
            assert_eq!(contents(&bytes), *unchanged, "round {round}: changed without a finding");
        }
    }
    assert!(compared > rounds / 100, "only {compared} of {rounds} archives without a new finding");
}

/// A piece left out, doubled or moved, as bad media and bad programs do.
#[test]
fn pieces_lost_and_doubled() {
    let whole = package();
    let expected = contents(&whole);
    for start in (0..whole.len()).step_by(3) {
        for len in [1, 7, 30, 64] {
            let end = (start + len).min(whole.len());
            let lost = [&whole[..start], &whole[end..]].concat();
            let doubled = [&whole[..end], &whole[start..]].concat();
            for bytes in [lost, doubled] {
                assert!(!findings(&bytes).is_empty() || contents(&bytes) == expected);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_give_a_finding_or_an_archive(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(!findings(&bytes).is_empty());
    }

    /// Records with any numbers in them, before a correct end record.
    #[test]
    fn any_records_are_read_without_panic(
        central in proptest::collection::vec(any::<u8>(), 42..120),
        local in proptest::collection::vec(any::<u8>(), 26..80),
        entries in any::<u16>(),
    ) {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.extend(local);
        let offset = u32::try_from(bytes.len()).unwrap();
        bytes.extend(b"PK\x01\x02");
        bytes.extend(&central);
        let size = u32::try_from(central.len() + 4).unwrap();
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend(entries.to_le_bytes());
        bytes.extend(entries.to_le_bytes());
        bytes.extend(size.to_le_bytes());
        bytes.extend(offset.to_le_bytes());
        bytes.extend([0, 0]);
        findings(&bytes);
    }

    /// Whatever is written reads back the same and shows nothing.
    #[test]
    fn what_is_written_shows_nothing(
        files in proptest::collection::btree_map(
            "[a-z申表構能予十]{1,8}(/[a-z規則]{1,8})?\\.pdf",
            (proptest::collection::vec(any::<u8>(), 0..500), any::<bool>()),
            1..6,
        ),
    ) {
        let mut writer = PackageWriter::new();
        for (name, (content, stored)) in &files {
            writer.add(name, content, *stored, &mut Silent).unwrap();
        }
        let bytes = writer.finish().unwrap();
        let (inventory, found) = Inventory::read(&bytes, &Pack::standard().limits.archive());
        prop_assert_eq!(found, []);
        prop_assert_eq!(inventory.entries.len(), files.len());
        let mut budget = ReadBudget::new(&Pack::standard().limits.archive());
        for entry in &inventory.entries {
            let mut content = Vec::new();
            let mut sink = |bytes: &[u8]| content.extend_from_slice(bytes);
            let copied = copy_entry(&bytes, entry, &mut budget, &mut Silent, &mut sink);
            prop_assert_eq!(copied, Ok(()));
            prop_assert_eq!(&content, &files[&entry.name].0);
        }
        let names = rules::zip::check(&inventory, Pack::standard(), "a.zip");
        // One folder may hold all of the files.
        prop_assert!(names.iter().all(|f| f.code.as_str() == "ZIP-018"), "{:?}", names);
    }
}
