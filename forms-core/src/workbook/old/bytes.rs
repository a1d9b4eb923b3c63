//! Numbers in little-endian records.

use super::OldFault;

/// The number of two bytes at an index.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The number of four bytes at an index.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The floating-point number of eight bytes at an index.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The number of two bytes at an index of a record that must have it.
pub(super) fn short(record: &[u8], at: usize) -> Result<u16, OldFault> {
    u16_at(record, at).ok_or(OldFault::Damaged)
}

/// The number of four bytes at an index of a record that must have it.
pub(super) fn long(record: &[u8], at: usize) -> Result<u32, OldFault> {
    u32_at(record, at).ok_or(OldFault::Damaged)
}

/// The number in four bytes (RkNumber) at an index: an integer or the upper half of a number, whole or in hundredths.
pub(super) fn rk_at(bytes: &[u8], at: usize) -> Option<f64> {
    let bits = u32_at(bytes, at)?;
    let number = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits.cast_signed() >> 2),
    };
    Some(if bits & 1 == 0 { number } else { number / 100.0 })
}

/// The code of an error in a cell; that of `#N/A` for one that no program knows.
pub(super) fn known_error(code: u8) -> u8 {
    match code {
        0 | 0x07 | 0x0f | 0x17 | 0x1d | 0x24 | 0x2a | 0x2b => code,
        _ => 0x2a,
    }
}
