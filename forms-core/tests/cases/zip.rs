//! The bytes of a case's ZIP, written record by record where the case says what is wrong in them.

use serde::Deserialize;

use super::crafted::{Crafted, Header, Item, UTF8, local, unicode_path};

/// Bytes in one of the ways a person can write them down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bytes {
    #[serde(default)]
    text: String,
    /// The name of the encoding of `text`; UTF-8 where it is left out.
    encoding: Option<String>,
    /// Put before the text.
    hex: Option<String>,
    /// A text in UTF-16, at the place where an Office file of before 2007 names its parts.
    old_office: Option<String>,
}

impl Bytes {
    pub(crate) fn make(&self) -> Vec<u8> {
        let mut out = self.hex.as_deref().map(unhex).unwrap_or_default();
        if let Some(stream) = &self.old_office {
            out.extend(old_office(stream));
        }
        let label = self.encoding.as_deref().unwrap_or("utf-8");
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let (text, _, unmappable) = encoding.encode(&self.text);
        assert!(!unmappable, "{label} has no such characters");
        out.extend(text.iter());
        out
    }
}

fn unhex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

/// A compound file (MS-CFB) with one stream of this name: a directory entry at a multiple of 128.
fn old_office(stream: &str) -> Vec<u8> {
    let mut bytes = unhex("d0 cf 11 e0 a1 b1 1a e1");
    bytes.resize(1024, 0);
    let mut entry: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.push(2);
    entry.resize(128, 0);
    bytes.extend(entry);
    bytes.resize(2048, 0);
    bytes
}

/// What is unusual about the archive as a whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct ZipBytes {
    before: Option<Bytes>,
    before_directory: Option<Bytes>,
    after: Option<Bytes>,
    comment: String,
    /// A whole second archive with one file, joined before this one.
    joined: bool,
    zip64: bool,
    /// Added to the number of entries in the end record.
    miscount: u16,
    /// Bytes cut off the end.
    cut: usize,
    /// The name under which the whole is packed into another ZIP.
    wrapped: Option<String>,
    /// The number of the disk that holds the end record.
    disk: u8,
    entry: Vec<Entry>,
}

/// What is unusual about one entry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Entry {
    name: String,
    /// The name that both records get, in UTF-8 with its flag.
    rename: Option<String>,
    /// The encoding that the name is written in, without the flag.
    encoding: Option<String>,
    /// The name's bytes, with the flag where `flagged`.
    raw: Option<String>,
    flagged: bool,
    /// Changes in both records.
    method: Option<u16>,
    flags: u16,
    size: i32,
    /// Changes in the record before the content only.
    local_name: Option<String>,
    local_crc: u32,
    /// Flips a byte of the content.
    flip: bool,
    comment: String,
    /// The mode that Unix gives it, in octal.
    mode: Option<String>,
    /// Info-ZIP's second name, and the name that it says it is of.
    second_name: Option<String>,
    second_name_of: Option<String>,
    /// Sizes and checksum follow the content, in a data descriptor.
    streamed: bool,
    /// Lets this entry's content run on over the whole of the next entry.
    over_the_next: bool,
}

/// Writes the entries with what is unusual about them.
pub(crate) fn written(zip: &ZipBytes, entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut items: Vec<Item> = entries.iter().map(|(n, c)| Item::stored(n, c)).collect();
    for change in &zip.entry {
        let place = items.iter().position(|i| i.central.name == change.name.as_bytes());
        let place = place.unwrap_or_else(|| panic!("no entry {}", change.name));
        if change.over_the_next {
            run_over(&mut items, place);
        }
        let item = items[place].clone();
        items[place] = changed(item, change);
    }
    let bytes = |part: &Option<Bytes>| part.as_ref().map(Bytes::make).unwrap_or_default();
    let mut crafted = Crafted::new(items).with(|z| {
        z.before = bytes(&zip.before);
        z.before_directory = bytes(&zip.before_directory);
        z.after = bytes(&zip.after);
        z.comment = zip.comment.clone().into_bytes();
        z.zip64 = zip.zip64;
        z.miscount = zip.miscount;
    });
    if zip.joined {
        crafted.before = Crafted::new([Item::stored("b.txt", b"b")]).bytes();
    }
    let mut out = crafted.bytes();
    let end = out.len() - 22 - zip.comment.len();
    if zip.disk > 0 {
        out[end + 4] = zip.disk;
        out[end + 6] = zip.disk;
    }
    out.truncate(out.len() - zip.cut);
    match &zip.wrapped {
        Some(name) => Crafted::new([Item::stored(name, &out)]).bytes(),
        None => out,
    }
}

/// The content goes on over the record and the content of the next entry.
fn run_over(items: &mut [Item], place: usize) {
    let next = items[place + 1].clone();
    let own = items[place].data.clone();
    let name = String::from_utf8(items[place].central.name.clone()).unwrap();
    let long = [own.as_slice(), &local(&next.local), &next.data].concat();
    items[place] = Item::stored(&name, &long).with(|i| i.data.truncate(own.len()));
}

fn changed(item: Item, change: &Entry) -> Item {
    let mut item = item.both(|h| {
        if let Some(name) = &change.rename {
            (h.name, h.flags) = (name.clone().into_bytes(), UTF8);
        }
        if let Some(label) = &change.encoding {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
            let name = String::from_utf8(h.name.clone()).unwrap();
            (h.name, h.flags) = (encoding.encode(&name).0.into_owned(), 0);
        }
        if let Some(raw) = &change.raw {
            (h.name, h.flags) = (unhex(raw), if change.flagged { UTF8 } else { 0 });
        }
        if let Some(name) = &change.second_name {
            let of = change.second_name_of.as_ref().map_or(h.name.clone(), |n| n.clone().into());
            h.extra = unicode_path(&of, name);
        }
        h.method = change.method.unwrap_or(h.method);
        h.flags |= change.flags;
        h.size = h.size.wrapping_add_signed(change.size);
    });
    alter(&mut item.local, change);
    if change.streamed {
        item = item.streamed(true);
    }
    if change.flip {
        item.data[0] ^= 1;
    }
    item.comment = change.comment.clone().into_bytes();
    if let Some(mode) = &change.mode {
        item.made_by = 3 << 8 | 30;
        item.attributes = u32::from_str_radix(mode, 8).unwrap() << 16;
    }
    item
}

fn alter(local: &mut Header, change: &Entry) {
    if let Some(name) = &change.local_name {
        local.name = name.clone().into_bytes();
    }
    local.crc32 ^= change.local_crc;
}
