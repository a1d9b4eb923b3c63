//! An archive of more than 4 GB: found its way through without being read, and without ZIP64
//! numbers going wrong.

use std::cell::Cell;
use std::io;

use forms_core::archive::{Inventory, Source};
use forms_core::pack::Pack;
use forms_core::rules;

use super::crafted::*;

/// Pieces of bytes at their places, zeros everywhere else; counts what is read.
struct Sparse {
    len: u64,
    pieces: Vec<(u64, Vec<u8>)>,
    read: Cell<u64>,
}

impl Source for Sparse {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let count = usize::try_from(self.len.saturating_sub(offset)).unwrap().min(buf.len());
        for (at, byte) in (offset..).zip(&mut buf[..count]) {
            let piece = self
                .pieces
                .iter()
                .find(|(start, bytes)| (*start..*start + bytes.len() as u64).contains(&at));
            *byte = piece.map_or(0, |(start, bytes)| bytes[usize::try_from(at - start).unwrap()]);
        }
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

#[test]
fn records_of_a_large_archive_are_read_and_nothing_else() {
    const SIZE: u64 = 5 << 30;
    let numbers =
        |numbers: &[u64]| -> Vec<u8> { numbers.iter().flat_map(|n| n.to_le_bytes()).collect() };
    let large = |h: &mut Header| {
        (h.size, h.compressed) = (u32::MAX, u32::MAX);
        h.extra = extra(1, &numbers(&[SIZE, SIZE]));
    };
    let first = Item::stored("評価書.pdf", b"").both(large);
    let header = local(&first.local);
    let second_at = header.len() as u64 + SIZE;
    let second = Item::stored("application.json", b"{}").with(|i| {
        i.offset = Some(u32::MAX);
        i.central.extra = extra(1, &numbers(&[second_at]));
    });
    // The same two entries without the large content, for their directory and end records.
    let small =
        Crafted::new([first.with(|i| i.offset = Some(0)), second.clone()]).with(|z| z.zip64 = true);
    let mut tail = small.bytes();
    let directory = tail.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let mut tail = tail.split_off(directory);
    let (second_record, content) = (local(&second.local), b"{}");
    let directory_at = second_at + (second_record.len() + content.len()) as u64;
    let end64 = tail.windows(4).position(|w| w == b"PK\x06\x06").unwrap();
    tail[end64 + 48..end64 + 56].copy_from_slice(&directory_at.to_le_bytes());
    let at = directory_at + end64 as u64;
    tail[end64 + 64..end64 + 72].copy_from_slice(&at.to_le_bytes());
    let source = Sparse {
        len: directory_at + tail.len() as u64,
        pieces: vec![
            (0, header),
            (second_at, [second_record.as_slice(), content].concat()),
            (directory_at, tail),
        ],
        read: Cell::new(0),
    };

    let (inventory, findings) = Inventory::read(&source, &Pack::standard().limits.archive());
    assert_eq!(findings, []);
    let seen: Vec<_> = inventory.entries.iter().map(|e| (e.size, e.offset)).collect();
    assert_eq!(seen, [(SIZE, 0), (2, second_at)]);
    assert_eq!(rules::zip::check(&inventory, Pack::standard(), "a.zip"), []);
    assert!(source.read.get() < 512 * 1024, "read {} bytes", source.read.get());
}

/// A stick that is pulled out while it is read.
struct Failing(Vec<u8>, u64);

impl Source for Failing {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        if offset < self.1 {
            return Err(io::Error::other("the device is gone"));
        }
        self.0.read_at(offset, buf)
    }
}

#[test]
fn a_medium_that_fails_is_a_finding() {
    let bytes = Crafted::new([Item::stored("application.json", b"{}")]).bytes();
    for from in 1..bytes.len() as u64 {
        let codes = super::judged::codes(&Failing(bytes.clone(), from));
        assert!(codes.contains(&"ZIP-002") || codes.contains(&"ZIP-009"), "{from}: {codes:?}");
    }
}
