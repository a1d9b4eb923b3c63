//! Makes ZIPs byte by byte, right by default and wrong where a test says so.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;
pub(crate) const ENCRYPTED: u16 = 1;
pub(crate) const DESCRIPTOR: u16 = 1 << 3;
pub(crate) const UTF8: u16 = 1 << 11;

/// The fields of a header that its two records share.
#[derive(Clone)]
pub(crate) struct Header {
    pub(crate) name: Vec<u8>,
    pub(crate) flags: u16,
    pub(crate) method: u16,
    pub(crate) crc32: u32,
    pub(crate) compressed: u32,
    pub(crate) size: u32,
    pub(crate) extra: Vec<u8>,
    pub(crate) needed: u16,
}

/// An entry: its two headers and what lies around its content.
#[derive(Clone)]
pub(crate) struct Item {
    pub(crate) gap: Vec<u8>,
    pub(crate) local: Header,
    pub(crate) data: Vec<u8>,
    pub(crate) descriptor: Vec<u8>,
    pub(crate) central: Header,
    pub(crate) made_by: u16,
    pub(crate) attributes: u32,
    pub(crate) comment: Vec<u8>,
    pub(crate) volume: u16,
    /// Takes the place of the true offset.
    pub(crate) offset: Option<u32>,
}

impl Item {
    /// A stored file, flagged as UTF-8 where the name is not ASCII.
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        let flags = if name.is_ascii() { 0 } else { UTF8 };
        Self::of(name.as_bytes(), flags, STORED, content, content.to_vec())
    }

    /// A deflated file, flagged as UTF-8 where the name is not ASCII.
    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        let flags = if name.is_ascii() { 0 } else { UTF8 };
        Self::of(name.as_bytes(), flags, DEFLATED, content, deflate(content))
    }

    /// A stored file under raw name bytes and flags.
    pub(crate) fn raw(name: &[u8], flags: u16, content: &[u8]) -> Self {
        Self::of(name, flags, STORED, content, content.to_vec())
    }

    fn of(name: &[u8], flags: u16, method: u16, content: &[u8], data: Vec<u8>) -> Self {
        let header = Header {
            name: name.to_vec(),
            flags,
            method,
            crc32: crc32fast::hash(content),
            compressed: data.len().try_into().unwrap(),
            size: content.len().try_into().unwrap(),
            extra: Vec::new(),
            needed: 20,
        };
        Self {
            gap: Vec::new(),
            local: header.clone(),
            data,
            descriptor: Vec::new(),
            central: header,
            made_by: 20,
            attributes: 0,
            comment: Vec::new(),
            volume: 0,
            offset: None,
        }
    }

    /// The same change in both headers.
    pub(crate) fn both(mut self, change: impl Fn(&mut Header)) -> Self {
        change(&mut self.local);
        change(&mut self.central);
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// Sizes and checksum after the content and zeros before it, as streaming programs write.
    pub(crate) fn streamed(self, signed: bool) -> Self {
        let mut item = self.both(|h| h.flags |= DESCRIPTOR);
        let h = item.central.clone();
        if signed {
            item.descriptor.extend(b"PK\x07\x08");
        }
        for number in [h.crc32, h.compressed, h.size] {
            item.descriptor.extend(number.to_le_bytes());
        }
        (item.local.crc32, item.local.compressed, item.local.size) = (0, 0, 0);
        item
    }
}

pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// An extra field.
pub(crate) fn extra(id: u16, body: &[u8]) -> Vec<u8> {
    let len = u16::try_from(body.len()).unwrap();
    [&id.to_le_bytes(), len.to_le_bytes().as_slice(), body].concat()
}

/// Info-ZIP's Unicode path field for a raw name.
pub(crate) fn unicode_path(raw: &[u8], name: &str) -> Vec<u8> {
    let crc32 = crc32fast::hash(raw).to_le_bytes();
    extra(0x7075, &[&[1], crc32.as_slice(), name.as_bytes()].concat())
}

/// An archive: entries and what lies around them.
#[derive(Clone, Default)]
pub(crate) struct Crafted {
    pub(crate) items: Vec<Item>,
    pub(crate) before: Vec<u8>,
    /// True if offsets count from the file's first byte although other bytes precede the archive.
    pub(crate) absolute: bool,
    pub(crate) before_directory: Vec<u8>,
    pub(crate) in_directory: Vec<u8>,
    pub(crate) after_directory: Vec<u8>,
    pub(crate) zip64: bool,
    pub(crate) comment: Vec<u8>,
    pub(crate) after: Vec<u8>,
    /// Added to the number of entries in the end record.
    pub(crate) miscount: u16,
}

impl Crafted {
    pub(crate) fn new(items: impl Into<Vec<Item>>) -> Self {
        Self { items: items.into(), ..Self::default() }
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = self.before.clone();
        let base = if self.absolute { 0 } else { out.len() };
        let mut directory = Vec::new();
        for item in &self.items {
            out.extend(&item.gap);
            let offset = item.offset.unwrap_or_else(|| (out.len() - base).try_into().unwrap());
            out.extend(local(&item.local));
            out.extend(&item.data);
            out.extend(&item.descriptor);
            directory.extend(central(item, offset));
        }
        directory.extend(&self.in_directory);
        out.extend(&self.before_directory);
        let offset = out.len() - base;
        out.extend(&directory);
        out.extend(&self.after_directory);
        let entries = u16::try_from(self.items.len()).unwrap().wrapping_add(self.miscount);
        if self.zip64 {
            out.extend(end64(entries.into(), directory.len(), offset, out.len() - base));
        }
        let (entries, bytes, offset) = if self.zip64 {
            (u16::MAX, u32::MAX, u32::MAX)
        } else {
            (entries, directory.len().try_into().unwrap(), offset.try_into().unwrap())
        };
        out.extend(b"PK\x05\x06\0\0\0\0");
        out.extend(entries.to_le_bytes());
        out.extend(entries.to_le_bytes());
        out.extend(bytes.to_le_bytes());
        out.extend(offset.to_le_bytes());
        out.extend(u16::try_from(self.comment.len()).unwrap().to_le_bytes());
        out.extend(&self.comment);
        out.extend(&self.after);
        out
    }
}

fn shared(h: &Header) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(h.needed.to_le_bytes());
    out.extend(h.flags.to_le_bytes());
    out.extend(h.method.to_le_bytes());
    out.extend([0, 0, 0x21, 0]);
    out.extend(h.crc32.to_le_bytes());
    out.extend(h.compressed.to_le_bytes());
    out.extend(h.size.to_le_bytes());
    out.extend(u16::try_from(h.name.len()).unwrap().to_le_bytes());
    out.extend(u16::try_from(h.extra.len()).unwrap().to_le_bytes());
    out
}

pub(crate) fn local(h: &Header) -> Vec<u8> {
    [b"PK\x03\x04".as_slice(), &shared(h), &h.name, &h.extra].concat()
}

fn central(item: &Item, offset: u32) -> Vec<u8> {
    let h = &item.central;
    let mut out = b"PK\x01\x02".to_vec();
    out.extend(item.made_by.to_le_bytes());
    out.extend(shared(h));
    out.extend(u16::try_from(item.comment.len()).unwrap().to_le_bytes());
    out.extend(item.volume.to_le_bytes());
    out.extend([0, 0]);
    out.extend(item.attributes.to_le_bytes());
    out.extend(offset.to_le_bytes());
    out.extend(&h.name);
    out.extend(&h.extra);
    out.extend(&item.comment);
    out
}

fn end64(entries: u64, bytes: usize, offset: usize, at: usize) -> Vec<u8> {
    let mut out = b"PK\x06\x06".to_vec();
    out.extend(44_u64.to_le_bytes());
    out.extend([45, 0, 45, 0]);
    out.extend([0; 8]);
    out.extend(entries.to_le_bytes());
    out.extend(entries.to_le_bytes());
    out.extend((bytes as u64).to_le_bytes());
    out.extend((offset as u64).to_le_bytes());
    out.extend(b"PK\x06\x07\0\0\0\0");
    out.extend((at as u64).to_le_bytes());
    out.extend(1_u32.to_le_bytes());
    out
}
