//! The shared strings of an old workbook (MS-XLS, SST): read across the records that they continue in, and written
//! without styles and furigana.

use super::biff::kind;
use super::bytes::{u16_at, u32_at};
use super::{Budget, OldFault};

/// Most bytes of a record that is written.
const RECORD: usize = 60_000;

/// Most UTF-16 units of all strings.
const MOST_UNITS: usize = 8 << 20;

/// All shared strings in UTF-16.
#[derive(Default)]
pub(super) struct Strings {
    units: Vec<u16>,
    /// The end of each string in `units`.
    ends: Vec<usize>,
}

/// The bytes of records one after the other.
struct Parts<'p, 'b> {
    parts: &'p [&'b [u8]],
    rest: &'b [u8],
}

impl<'b> Parts<'_, 'b> {
    /// Goes on with the next record if this one is used up; false at the end.
    fn refill(&mut self) -> bool {
        while self.rest.is_empty() {
            let Some((next, others)) = self.parts.split_first() else { return false };
            (self.rest, self.parts) = (next, others);
        }
        true
    }

    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if !self.refill() {
                return None;
            }
            let here = count.min(self.rest.len());
            self.take(here)?;
            count -= here;
        }
        Some(())
    }
}

impl Strings {
    /// Reads the strings of records whose first one lacks its two counts.
    pub(super) fn read(parts: &[&[u8]], budget: &mut Budget) -> Result<Self, OldFault> {
        let mut parts = Parts { parts, rest: &[] };
        let mut strings = Self::default();
        while parts.refill() {
            strings.read_one(&mut parts).ok_or(OldFault::Damaged)?;
            budget.item()?;
            if strings.units.len() > MOST_UNITS {
                return Err(OldFault::TooLarge);
            }
        }
        Ok(strings)
    }

    fn read_one(&mut self, parts: &mut Parts<'_, '_>) -> Option<()> {
        let head = parts.take(3)?;
        let mut left = usize::from(u16_at(head, 0)?);
        let flags = *head.get(2)?;
        let runs = if flags & 8 != 0 { usize::from(u16_at(parts.take(2)?, 0)?) } else { 0 };
        let more = if flags & 4 != 0 { u32_at(parts.take(4)?, 0)? as usize } else { 0 };
        let mut wide = flags & 1 != 0;
        while left > 0 {
            if parts.rest.is_empty() {
                // A string that goes on in another record says there again how wide its characters are.
                if !parts.refill() {
                    return None;
                }
                wide = parts.take(1)?.first()? & 1 != 0;
                continue;
            }
            let width = if wide { 2 } else { 1 };
            let count = left.min(parts.rest.len() / width);
            if count == 0 {
                return None;
            }
            let chars = parts.take(count * width)?;
            match wide {
                true => self.units.extend((0..count).filter_map(|i| u16_at(chars, 2 * i))),
                false => self.units.extend(chars.iter().map(|b| u16::from(*b))),
            }
            left -= count;
        }
        self.ends.push(self.units.len());
        parts.skip(4 * runs)?;
        parts.skip(more)
    }

    fn get(&self, index: usize) -> Option<&[u16]> {
        let start = match index.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.units.get(start..*self.ends.get(index)?)
    }

    /// The most bytes that a string has in UTF-8; `None` if there is no such string.
    pub(super) fn size(&self, index: u32) -> Option<usize> {
        Some(3 * self.get(index as usize)?.len())
    }

    /// The records that hold the strings: kind and data.
    pub(super) fn records(&self) -> Vec<(u16, Vec<u8>)> {
        if self.ends.is_empty() {
            return Vec::new();
        }
        let mut records = Vec::new();
        let mut data = vec![0; 8];
        for index in 0..self.ends.len() {
            let mut units = self.get(index).unwrap_or_default();
            if data.len() + 3 + 2 * units.len() > RECORD && data.len() > 8 {
                records.push(std::mem::take(&mut data));
            }
            data.extend_from_slice(&u16::try_from(units.len()).unwrap_or(0).to_le_bytes());
            data.push(1);
            loop {
                let mut room = units.len().min((RECORD - data.len().min(RECORD)) / 2);
                // Halves of one character stay together.
                if room < units.len()
                    && units.get(room).is_some_and(|unit| (0xdc00..0xe000).contains(unit))
                {
                    room = room.saturating_sub(1);
                }
                let (here, later) = units.split_at_checked(room).unwrap_or((units, &[]));
                data.extend(here.iter().flat_map(|unit| unit.to_le_bytes()));
                units = later;
                if units.is_empty() {
                    break;
                }
                records.push(std::mem::replace(&mut data, vec![1]));
            }
        }
        records.push(data);
        let kinds = std::iter::once(kind::STRINGS).chain(std::iter::repeat(kind::CONTINUE));
        kinds.zip(records).collect()
    }
}

/// The bytes of a text in a record of its own that belong to it: length, width and characters; `None` if they are not
/// all there.
pub(super) fn label_bytes(text: &[u8], is_biff8: bool) -> Option<&[u8]> {
    let count = usize::from(u16_at(text, 0)?);
    if !is_biff8 {
        return text.get(..2 + count);
    }
    // An empty text may lack its flags.
    if count == 0 {
        return Some(text.get(..3).unwrap_or(&[0, 0, 0]));
    }
    let width = if text.get(2)? & 1 == 0 { 1 } else { 2 };
    // Flags of styles and furigana would be followed by more; a label has none.
    text.get(..3 + count * width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(strings: &Strings) -> Vec<String> {
        (0..).map_while(|i| strings.get(i)).map(String::from_utf16_lossy).collect()
    }

    #[test]
    fn strings_go_on_in_other_records_and_lose_their_furigana() {
        let narrow = b"\x05\0\0ab".as_slice();
        let wide = [b"\x01c\0".as_slice(), b"d\0", &[0x68, 0x88]].concat();
        let rich = b"\x01\0\x0cX\x01\0\x02\0\0\0";
        let rich = [&rich[..3], b"\x01\0", b"\x02\0\0\0", b"X", b"rrrr", b"ff"].concat();
        let tail = [b"".as_slice(), &rich, b"\0\0\0"].concat();
        let mut budget = Budget::default();
        let strings = Strings::read(&[narrow, &wide, &tail], &mut budget).unwrap();
        assert_eq!(texts(&strings), ["abcd表", "X", ""]);
        let again = strings.records();
        assert_eq!(again.len(), 1);
        let again = Strings::read(&[&again[0].1[8..]], &mut budget).unwrap();
        assert_eq!(texts(&again), texts(&strings));
        for cut in 1..tail.len() {
            let _ = Strings::read(&[narrow, &wide, &tail[..cut]], &mut budget);
        }
    }

    #[test]
    fn a_long_string_is_parted_between_characters() {
        let long = "𠮷".repeat(30_000);
        let units: Vec<u16> = long.encode_utf16().collect();
        let ends = vec![units.len(), units.len()];
        let strings = Strings { units, ends };
        let records = strings.records();
        assert!(records.len() > 1 && records.iter().all(|(_, data)| data.len() <= RECORD + 8));
        let parts: Vec<&[u8]> = records
            .iter()
            .enumerate()
            .map(|(i, (_, d))| if i == 0 { &d[8..] } else { d })
            .collect();
        let again = Strings::read(&parts, &mut Budget::default()).unwrap();
        assert_eq!(texts(&again), [long, String::new()]);
    }
}
