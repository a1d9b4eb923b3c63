//! Parses the fixed fields of ZIP records (APPNOTE 4.3) and the lengths of their variable fields.
//!
//! Values are not checked or resolved here.

/// Record signatures in byte order.
pub(super) mod signature {
    pub(in super::super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
    pub(in super::super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
    pub(in super::super) const END: [u8; 4] = *b"PK\x05\x06";
    pub(in super::super) const END64: [u8; 4] = *b"PK\x06\x06";
    pub(in super::super) const LOCATOR64: [u8; 4] = *b"PK\x06\x07";
    pub(in super::super) const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";
    pub(in super::super) const DIRECTORY_SIGNATURE: [u8; 4] = *b"PK\x05\x05";
}

/// Reads little-endian fields one after the other.
#[derive(Clone)]
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    fn signature(&mut self, expected: [u8; 4]) -> Option<()> {
        (self.array::<4>()? == expected).then_some(())
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }
}

/// End of central directory record (4.3.16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) disk: u16,
    pub(super) directory_disk: u16,
    pub(super) entries_here: u16,
    pub(super) entries: u16,
    pub(super) directory_bytes: u32,
    pub(super) directory_offset: u32,
    pub(super) comment: u16,
}

impl End {
    pub(super) const BYTES: usize = 22;

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut f = Fields::new(bytes);
        f.signature(signature::END)?;
        Some(Self {
            disk: f.u16()?,
            directory_disk: f.u16()?,
            entries_here: f.u16()?,
            entries: f.u16()?,
            directory_bytes: f.u32()?,
            directory_offset: f.u32()?,
            comment: f.u16()?,
        })
    }
}

/// ZIP64 end of central directory record (4.3.14), without its extensible data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End64 {
    /// Bytes of the whole record.
    pub(super) record_bytes: u64,
    pub(super) disk: u32,
    pub(super) directory_disk: u32,
    pub(super) entries_here: u64,
    pub(super) entries: u64,
    pub(super) directory_bytes: u64,
    pub(super) directory_offset: u64,
}

impl End64 {
    pub(super) const BYTES: usize = 56;

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut f = Fields::new(bytes);
        f.signature(signature::END64)?;
        // The size field does not count the signature and itself.
        let record_bytes = f.u64()?.saturating_add(12);
        let _made_by_and_needed = f.u32()?;
        Some(Self {
            record_bytes,
            disk: f.u32()?,
            directory_disk: f.u32()?,
            entries_here: f.u64()?,
            entries: f.u64()?,
            directory_bytes: f.u64()?,
            directory_offset: f.u64()?,
        })
    }
}

/// ZIP64 end of central directory locator (4.3.15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Locator64 {
    pub(super) disk: u32,
    pub(super) end_offset: u64,
    pub(super) disks: u32,
}

impl Locator64 {
    pub(super) const BYTES: usize = 20;

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut f = Fields::new(bytes);
        f.signature(signature::LOCATOR64)?;
        Some(Self { disk: f.u32()?, end_offset: f.u64()?, disks: f.u32()? })
    }
}

/// Central directory header (4.3.12), without its variable fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Central {
    pub(super) made_by: u16,
    pub(super) needed: u16,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc32: u32,
    pub(super) compressed: u32,
    pub(super) size: u32,
    pub(super) name: u16,
    pub(super) extra: u16,
    pub(super) comment: u16,
    pub(super) disk: u16,
    pub(super) attributes: u32,
    pub(super) offset: u32,
}

impl Central {
    pub(super) const BYTES: usize = 46;

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut f = Fields::new(bytes);
        f.signature(signature::CENTRAL)?;
        let (made_by, needed) = (f.u16()?, f.u16()?);
        let (flags, method) = (f.u16()?, f.u16()?);
        let _modified = f.u32()?;
        let (crc32, compressed, size) = (f.u32()?, f.u32()?, f.u32()?);
        let (name, extra, comment) = (f.u16()?, f.u16()?, f.u16()?);
        let disk = f.u16()?;
        let _internal = f.u16()?;
        let (attributes, offset) = (f.u32()?, f.u32()?);
        Some(Self {
            made_by,
            needed,
            flags,
            method,
            crc32,
            compressed,
            size,
            name,
            extra,
            comment,
            disk,
            attributes,
            offset,
        })
    }

    /// Bytes of name, extra fields and comment.
    pub(super) fn variable(&self) -> usize {
        usize::from(self.name) + usize::from(self.extra) + usize::from(self.comment)
    }
}

/// Local file header (4.3.7), without its variable fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Local {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc32: u32,
    pub(super) compressed: u32,
    pub(super) size: u32,
    pub(super) name: u16,
    pub(super) extra: u16,
}

impl Local {
    pub(super) const BYTES: usize = 30;

    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut f = Fields::new(bytes);
        f.signature(signature::LOCAL)?;
        let _needed = f.u16()?;
        let (flags, method) = (f.u16()?, f.u16()?);
        let _modified = f.u32()?;
        Some(Self {
            flags,
            method,
            crc32: f.u32()?,
            compressed: f.u32()?,
            size: f.u32()?,
            name: f.u16()?,
            extra: f.u16()?,
        })
    }

    /// Bytes of name and extra fields.
    pub(super) fn variable(&self) -> usize {
        usize::from(self.name) + usize::from(self.extra)
    }
}

/// The general purpose flags (4.4.4) that change how an entry is read.
pub(super) mod flag {
    pub(in super::super) const ENCRYPTED: u16 = 1;
    pub(in super::super) const DESCRIPTOR: u16 = 1 << 3;
    pub(in super::super) const PATCH: u16 = 1 << 5;
    pub(in super::super) const STRONG_ENCRYPTION: u16 = 1 << 6;
    pub(in super::super) const UTF8: u16 = 1 << 11;
    pub(in super::super) const MASKED: u16 = 1 << 13;
}
