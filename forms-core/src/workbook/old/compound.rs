//! Compound files (MS-CFB), in which old Office programs keep a document: finds a stream, and writes a file with
//! one stream.

use super::bytes::{u16_at, u32_at};

/// The first bytes of a compound file.
pub(in super::super) const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The end of a chain of sectors.
const END: u32 = 0xffff_fffe;
/// A sector of the allocation table itself.
const TABLE: u32 = 0xffff_fffd;
/// No sector or entry.
const FREE: u32 = 0xffff_ffff;
/// Streams below this size lie in the mini stream.
const SMALL: u64 = 4096;
/// Bytes of a directory entry.
const ENTRY: usize = 128;

/// Why a compound file cannot be read.
#[derive(Debug)]
pub(super) enum Fault {
    /// A chain or a header that points nowhere, or in a circle.
    Damaged,
    /// More bytes than are allowed.
    TooLarge,
}

/// A compound file: its allocation tables and the directory.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: u64,
}

impl<'b> Compound<'b> {
    /// Reads header, tables and directory. Every chain is followed no further than the file has sectors.
    pub(super) fn read(bytes: &'b [u8]) -> Result<Self, Fault> {
        let head = |at| u32_at(bytes, at).ok_or(Fault::Damaged);
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(Fault::Damaged),
        };
        let mut file =
            Self { bytes, sector, table: Vec::new(), mini_table: Vec::new(), entries: Vec::new() };
        let mut lists: Vec<u32> = (0..109).filter_map(|i| u32_at(bytes, 76 + 4 * i)).collect();
        let mut next = head(68)?;
        for _ in 0..=file.sectors() {
            if next >= TABLE - 1 {
                break;
            }
            let list = file.at(next)?;
            let per_list = sector / 4 - 1;
            lists.extend((0..per_list).filter_map(|i| u32_at(list, 4 * i)));
            next = u32_at(list, 4 * per_list).ok_or(Fault::Damaged)?;
        }
        lists.retain(|id| *id < TABLE - 1);
        if lists.len() > file.sectors() {
            return Err(Fault::Damaged);
        }
        for id in lists {
            let part = file.at(id)?;
            let items = part.chunks_exact(4).filter_map(|item| u32_at(item, 0));
            file.table.extend(items);
        }
        let directory = file.chain(head(48)?, u64::MAX)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        if head(64)? > 0 {
            let mini = file.chain(head(60)?, u64::MAX)?;
            file.mini_table = mini.chunks_exact(4).filter_map(|item| u32_at(item, 0)).collect();
        }
        Ok(file)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector
    }

    /// The bytes of a sector; fewer at the end of the file.
    fn at(&self, id: u32) -> Result<&'b [u8], Fault> {
        let start = (id as usize).checked_add(1).and_then(|at| at.checked_mul(self.sector));
        let start = start.filter(|at| *at < self.bytes.len()).ok_or(Fault::Damaged)?;
        let end = self.bytes.len().min(start + self.sector);
        self.bytes.get(start..end).ok_or(Fault::Damaged)
    }

    /// The bytes of a chain of sectors, at most `size`.
    fn chain(&self, start: u32, size: u64) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut seen = vec![false; self.table.len()];
        let mut id = start;
        while id != END && (out.len() as u64) < size {
            out.extend_from_slice(self.at(id)?);
            let seen = seen.get_mut(id as usize).ok_or(Fault::Damaged)?;
            // A chain that comes back has no end.
            if std::mem::replace(seen, true) {
                return Err(Fault::Damaged);
            }
            id = *self.table.get(id as usize).ok_or(Fault::Damaged)?;
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(out)
    }

    /// Returns whether a stream or a storage has a name; case does not matter.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The content of the first of some streams; `None` if there is none of them.
    pub(super) fn stream(&self, names: &[&str], most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let find = |name: &&str| {
            self.entries.iter().find(|e| e.is_stream && e.name.eq_ignore_ascii_case(name))
        };
        let Some(entry) = names.iter().find_map(find) else { return Ok(None) };
        if entry.size > most {
            return Err(Fault::TooLarge);
        }
        let out = match entry.size < SMALL {
            true => self.small(entry)?,
            false => self.chain(entry.start, entry.size)?,
        };
        if (out.len() as u64) < entry.size {
            return Err(Fault::Damaged);
        }
        Ok(Some(out))
    }

    /// The content of a stream in the mini stream, which is that of the root entry.
    fn small(&self, entry: &Entry) -> Result<Vec<u8>, Fault> {
        const MINI: usize = 64;
        let root = self.entries.first().ok_or(Fault::Damaged)?;
        let all = self.chain(root.start, root.size)?;
        let mut out = Vec::new();
        let mut id = entry.start;
        while (out.len() as u64) < entry.size {
            let start = (id as usize).checked_mul(MINI).ok_or(Fault::Damaged)?;
            let part = all.get(start..).filter(|rest| !rest.is_empty()).ok_or(Fault::Damaged)?;
            out.extend_from_slice(part.get(..MINI).unwrap_or(part));
            id = *self.mini_table.get(id as usize).ok_or(Fault::Damaged)?;
        }
        out.truncate(usize::try_from(entry.size).map_err(|_| Fault::Damaged)?);
        Ok(out)
    }
}

/// Reads a directory entry; `None` for an unused one.
fn entry(bytes: &[u8]) -> Option<Entry> {
    let kind = *bytes.get(66)?;
    let length = usize::from(u16_at(bytes, 64)?).min(64).saturating_sub(2);
    let units: Vec<u16> = (0..length / 2).filter_map(|i| u16_at(bytes, 2 * i)).collect();
    let size = u64::from(u32_at(bytes, 120)?);
    (kind != 0).then(|| Entry {
        name: String::from_utf16_lossy(&units),
        is_stream: kind == 2,
        start: u32_at(bytes, 116).unwrap_or(END),
        size,
    })
}

/// Writes a compound file with one stream, in sectors of 4,096 bytes. The stream is filled up with NULs to whole
/// sectors.
pub(super) fn write(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    let sectors_of = |bytes: usize| bytes.div_ceil(SECTOR);
    let content = sectors_of(stream.len()).max(1);
    let mut tables = 1;
    while tables * SECTOR / 4 < content + tables + 1 {
        tables += 1;
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(FREE);
    let mut out = vec![0_u8; SECTOR];
    let put = |out: &mut Vec<u8>, at: usize, bytes: &[u8]| {
        if let Some(place) = out.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    };
    put(&mut out, 0, MAGIC);
    // Minor and major version, byte order, sizes of sectors.
    for (at, value) in [(24, 0x3e_u16), (26, 4), (28, 0xfffe), (30, 12), (32, 6)] {
        put(&mut out, at, &value.to_le_bytes());
    }
    let heads =
        [(40, 1), (44, number(tables)), (48, number(tables)), (56, 4096), (60, END), (68, END)];
    for (at, value) in heads {
        put(&mut out, at, &value.to_le_bytes());
    }
    for place in 0..109 {
        let id = if place < tables { number(place) } else { FREE };
        put(&mut out, 76 + 4 * place, &id.to_le_bytes());
    }
    let first = tables + 1;
    let last = first + content - 1;
    for id in 0..tables * SECTOR / 4 {
        let next = match id {
            _ if id < tables => TABLE,
            _ if id == tables || id == last => END,
            _ if id < last => number(id + 1),
            _ => FREE,
        };
        out.extend_from_slice(&next.to_le_bytes());
    }
    let size = number(content * SECTOR);
    out.extend_from_slice(&directory_entry("Root Entry", 5, 0, 0));
    out.extend_from_slice(&directory_entry(name, 2, number(first), size));
    out.resize((first + 1) * SECTOR, 0);
    out.extend_from_slice(stream);
    out.resize((last + 2) * SECTOR, 0);
    out
}

fn directory_entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(out.len() + 2).unwrap_or(64);
    out.resize(64, 0);
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&[kind, 1]);
    // Neighbours and child, which nobody follows here.
    let child = if kind == 5 { 1 } else { FREE };
    for link in [FREE, FREE, child] {
        out.extend_from_slice(&link.to_le_bytes());
    }
    out.resize(116, 0);
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&u64::from(size).to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found() {
        for size in [1, 4096, 5000, 300_000, 5_000_000] {
            let stream: Vec<u8> = (0..size).map(|i: u32| (i % 251) as u8).collect();
            let bytes = write("Workbook", &stream);
            let file = Compound::read(&bytes).unwrap_or_else(|e| panic!("{size}: {e:?}"));
            let read = file.stream(&["Book", "workbook"], u64::MAX).unwrap().unwrap();
            assert_eq!(read.get(..stream.len()), Some(&stream[..]), "{size}");
            assert!(matches!(file.stream(&["Workbook"], 10), Err(Fault::TooLarge)));
        }
    }

    #[test]
    fn circles_and_sectors_outside_are_damage() {
        let good = write("Workbook", &[7; 20_000]);
        for (at, value) in [(4096 + 8, 2_u32), (4096 + 12, 77), (48, 99), (76, 500)] {
            let mut bytes = good.clone();
            bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
            let read = Compound::read(&bytes).map(|file| file.stream(&["Workbook"], u64::MAX));
            assert!(!matches!(read, Ok(Ok(Some(_)))), "{at}");
        }
    }
}
