//! Sizes and offsets over 32 bits: the ZIP64 extra field 0x0001 (APPNOTE 4.5.3).

use rawzip::extra_fields::{ExtraFieldId, ExtraFields};

use super::record::Fields;

/// Sizes and offset of a header as 64-bit numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    pub(super) size: u64,
    pub(super) compressed: u64,
    pub(super) offset: u64,
    /// True if every program reads the same numbers.
    pub(super) certain: bool,
}

/// Reads the numbers that a header marks as too large (`u32::MAX`) from its extra fields.
///
/// The field holds only the marked numbers, in a fixed order. If it holds more, programs that expect
/// all three read different values; the same happens if there are two fields.
pub(super) fn widen(extra: &[u8], size: u32, compressed: u32, offset: u32) -> Wide {
    let marked = [size, compressed, offset].map(|n| n == u32::MAX);
    let narrow = [size, compressed, offset].map(u64::from);
    let mut wide = narrow;
    let mut certain = true;
    if marked.contains(&true) {
        let mut fields = ExtraFields::new(extra).filter(|(id, _)| *id == ExtraFieldId::ZIP64);
        let body = fields.next().map_or(&[][..], |(_, body)| body);
        certain = fields.next().is_none();
        let mut needed = Fields::new(body);
        for (number, marked) in wide.iter_mut().zip(marked) {
            if marked {
                match needed.u64() {
                    Some(value) => *number = value,
                    None => certain = false,
                }
            }
        }
        certain &=
            needed.rest().len() < 8 || by_position(body, marked) == Some(wide_of(wide, marked));
    }
    let [size, compressed, offset] = wide;
    Wide { size, compressed, offset, certain }
}

/// The number of the volume behind the marked numbers of a ZIP64 field. `None` if it is not there.
pub(super) fn volume(extra: &[u8], numbers: [u32; 3]) -> Option<u32> {
    let (_, body) = ExtraFields::new(extra).find(|(id, _)| *id == ExtraFieldId::ZIP64)?;
    let mut fields = Fields::new(body);
    for _ in numbers.iter().filter(|number| **number == u32::MAX) {
        fields.u64()?;
    }
    fields.u32().filter(|_| fields.rest().is_empty())
}

/// The marked numbers as read by a program that expects size, compressed size and offset in the field.
fn by_position(body: &[u8], marked: [bool; 3]) -> Option<[u64; 3]> {
    let mut fields = Fields::new(body);
    let mut numbers = [0; 3];
    for (number, marked) in numbers.iter_mut().zip(marked) {
        let value = fields.u64();
        if marked {
            *number = value?;
        }
    }
    Some(numbers)
}

/// The numbers that are marked, and 0 for the others.
fn wide_of(wide: [u64; 3], marked: [bool; 3]) -> [u64; 3] {
    let mut numbers = wide;
    for (number, marked) in numbers.iter_mut().zip(marked) {
        if !marked {
            *number = 0;
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(numbers: &[u64]) -> Vec<u8> {
        let mut extra = vec![1, 0, u8::try_from(numbers.len() * 8).unwrap(), 0];
        extra.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        extra
    }

    #[test]
    fn marked_numbers_are_read_in_order() {
        let wide = widen(&field(&[1 << 40, 1 << 33]), u32::MAX, 7, u32::MAX);
        assert_eq!(wide, Wide { size: 1 << 40, compressed: 7, offset: 1 << 33, certain: true });
        let none = widen(&[], 1, 2, 3);
        assert_eq!(none, Wide { size: 1, compressed: 2, offset: 3, certain: true });
    }

    #[test]
    fn the_volume_follows_the_marked_numbers() {
        let mut extra = field(&[7]);
        assert_eq!(volume(&extra, [u32::MAX, 1, 2]), None);
        extra.extend(0_u32.to_le_bytes());
        extra[2] = 12;
        assert_eq!(volume(&extra, [u32::MAX, 1, 2]), Some(0));
        assert_eq!(volume(&extra, [1, 2, 3]), None);
        assert_eq!(volume(&[], [1, 2, 3]), None);
    }

    #[test]
    fn a_field_that_programs_read_differently_is_told() {
        let full = field(&[10, 20, 30]);
        assert!(widen(&full, u32::MAX, u32::MAX, u32::MAX).certain);
        assert!(
            !widen(&full, 10, 20, u32::MAX).certain,
            "the first number is taken for the offset"
        );
        assert!(!widen(&field(&[5]), u32::MAX, u32::MAX, 0).certain, "one is missing");
        assert!(!widen(&[], u32::MAX, 0, 0).certain, "there is none");
        let twice = [field(&[5]), field(&[6])].concat();
        assert!(!widen(&twice, u32::MAX, 0, 0).certain);
        assert!(widen(&full, 10, 20, 30).certain, "nothing is marked, so nobody reads it");
    }
}
