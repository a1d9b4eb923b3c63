//! Any bytes as the names of two entries, in both headers and in the Unicode path field, with any
//! flags: the names, what is said of them, and nothing panics.
#![no_main]

use forms_core::archive::{Inventory, NameEncoding, fold_path};
use forms_core::finding::Lang;
use forms_core::pack::Pack;
use forms_core::rules;
use libfuzzer_sys::fuzz_target;

/// Flags of an entry, its two names, and what its Unicode path field says.
struct Named<'a> {
    flags: u16,
    local: &'a [u8],
    central: &'a [u8],
    extra: &'a [u8],
}

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(7, |b| *b == 0xff);
    let mut next = || parts.next().unwrap_or_default();
    let flags = next();
    let flag = |at: usize| u16::from(flags.get(at).copied().unwrap_or(0) & 8) << 8;
    let (a, b, c, d) = (next(), next(), next(), next());
    let entries = [
        Named { flags: flag(0), local: a, central: if b.is_empty() { a } else { b }, extra: c },
        Named { flags: flag(1), local: d, central: d, extra: next() },
    ];
    let zip = zip(&entries);
    let pack = Pack::standard();
    let (inventory, mut findings) = Inventory::read(&zip.as_slice(), &pack.limits.archive());
    for entry in &inventory.entries {
        if entry.encoding == NameEncoding::Utf8 {
            assert!(entries.iter().any(|e| std::str::from_utf8(e.central).is_ok()));
        }
        // Folding is for comparing: folded once is folded for good.
        let folded = fold_path(&entry.name);
        assert_eq!(fold_path(&folded), folded);
    }
    findings.extend(rules::check_archive(&inventory, pack, "a.zip"));
    for finding in &findings {
        assert!(!finding.message(Lang::Ja).is_empty());
    }
});

fn zip(entries: &[Named<'_>]) -> Vec<u8> {
    let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
    let long = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let mut extra = Vec::new();
        if !entry.extra.is_empty() {
            extra.extend(0x7075_u16.to_le_bytes());
            extra.extend(short(entry.extra.len()));
            extra.extend(entry.extra);
        }
        let offset = out.len();
        let version = [&[20, 0][..], &entry.flags.to_le_bytes(), &[0; 18]].concat();
        out.extend(b"PK\x03\x04");
        out.extend(&version);
        out.extend(short(entry.local.len()));
        out.extend([0, 0]);
        out.extend(entry.local);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&version);
        directory.extend(short(entry.central.len()));
        directory.extend(short(extra.len()));
        directory.extend([0; 10]);
        directory.extend(long(offset));
        directory.extend(entry.central);
        directory.extend(&extra);
    }
    let at = out.len();
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(short(entries.len()));
    out.extend(short(entries.len()));
    out.extend(long(directory.len()));
    out.extend(long(at));
    out.extend([0, 0]);
    out
}
