//! Decodes the filters of streams, within the budget.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use weezl::decode::Decoder as LzwDecoder;
use weezl::{BitOrder, LzwStatus};

use super::budget::Budget;
use super::lexer::is_space;
use super::object::{Dict, Object};

/// Largest number of filters of a stream; no real file has more.
const MOST_FILTERS: usize = 4;

/// Decodes the bytes of a stream; `None` if a filter is not supported (those of images), or the budget is
/// used up.
pub(super) fn decode(raw: &[u8], dict: &Dict, budget: &Budget) -> Option<Vec<u8>> {
    let filters = names(dict.get("Filter").or(dict.get("F")));
    let parameters = match dict.get("DecodeParms").or(dict.get("DP")) {
        Some(Object::Dict(one)) => vec![Some(one)],
        Some(Object::Array(all)) => all
            .iter()
            .map(|p| match p {
                Object::Dict(one) => Some(one),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    };
    if filters.len() > MOST_FILTERS {
        return None;
    }
    let mut data = raw.to_vec();
    if filters.is_empty() && !budget.inflate(data.len()) {
        return None;
    }
    for (i, filter) in filters.iter().enumerate() {
        data = match filter.as_slice() {
            b"FlateDecode" | b"Fl" => inflate(&data, budget)?,
            b"LZWDecode" | b"LZW" => {
                let early = parameters.get(i).copied().flatten().and_then(|p| p.get("EarlyChange"));
                lzw(&data, early.and_then(Object::count) != Some(0), budget)?
            }
            b"ASCIIHexDecode" | b"AHx" => ascii_hex(&data),
            b"ASCII85Decode" | b"A85" => ascii_85(&data),
            b"RunLengthDecode" | b"RL" => run_length(&data, budget)?,
            _ => return None,
        };
        if let Some(Some(parameters)) = parameters.get(i) {
            data = predicted(data, parameters)?;
        }
    }
    Some(data)
}

fn names(filter: Option<&Object>) -> Vec<Vec<u8>> {
    match filter {
        Some(Object::Name(name)) => vec![name.clone()],
        Some(Object::Array(all)) => {
            all.iter().filter_map(|f| f.name().map(<[u8]>::to_vec)).collect()
        }
        _ => Vec::new(),
    }
}

/// Inflates with or without the zlib header. Bytes decoded before a damaged place are kept.
fn inflate(data: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    let limit = budget.left_to_inflate() + 1;
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(data).take(limit).read_to_end(&mut out);
    if out.is_empty() {
        let _ = DeflateDecoder::new(data).take(limit).read_to_end(&mut out);
    }
    budget.inflate(out.len()).then_some(out)
}

/// Decodes LZW, whose codes grow one early unless the stream says otherwise. Bytes decoded before a damaged
/// place are kept.
fn lzw(data: &[u8], early: bool, budget: &Budget) -> Option<Vec<u8>> {
    const PIECE: usize = 16 * 1024;
    let mut decoder = match early {
        true => LzwDecoder::with_tiff_size_switch(BitOrder::Msb, 8),
        false => LzwDecoder::new(BitOrder::Msb, 8),
    };
    let limit = budget.left_to_inflate();
    let (mut out, mut piece) = (Vec::new(), vec![0; PIECE]);
    let mut rest = data;
    while out.len() as u64 <= limit {
        let step = decoder.decode_bytes(rest, &mut piece);
        out.extend(piece.iter().take(step.consumed_out));
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        let over = step.consumed_in == 0 && step.consumed_out == 0;
        if over || !matches!(step.status, Ok(LzwStatus::Ok)) {
            break;
        }
    }
    budget.inflate(out.len()).then_some(out)
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|b| **b != b'>')
        .filter_map(|b| char::from(*b).to_digit(16).map(|d| d as u8))
        .collect();
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => high * 16 + low,
            [high] => high * 16,
            _ => 0,
        })
        .collect()
}

fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut group: Vec<u8> = Vec::new();
    let mut flush = |group: &mut Vec<u8>| {
        let length = group.len();
        if length < 2 {
            return;
        }
        group.resize(5, 84);
        let value = group.iter().fold(0u64, |v, d| v * 85 + u64::from(*d)) as u32;
        out.extend(value.to_be_bytes().iter().take(length - 1));
        group.clear();
    };
    let mut zeros = Vec::new();
    for byte in data.iter().filter(|b| !is_space(**b)) {
        match byte {
            b'z' if group.is_empty() => {
                zeros.resize(5, 0);
                flush(&mut zeros);
                zeros.clear();
            }
            b'!'..=b'u' => {
                group.push(byte - b'!');
                if group.len() == 5 {
                    flush(&mut group);
                }
            }
            _ => break,
        }
    }
    flush(&mut group);
    out
}

fn run_length(data: &[u8], budget: &Budget) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&length) = data.get(at) {
        let count = usize::from(length);
        match length {
            128 => break,
            0..=127 => {
                let end = (at + 2 + count).min(data.len());
                out.extend(data.get(at + 1..end).unwrap_or_default());
                at += 2 + count;
            }
            _ => {
                let byte = data.get(at + 1).copied()?;
                out.extend(std::iter::repeat_n(byte, 257 - count));
                at += 2;
            }
        }
    }
    budget.inflate(out.len()).then_some(out)
}

/// Undoes the PNG predictors, which object streams may use.
fn predicted(data: Vec<u8>, parameters: &Dict) -> Option<Vec<u8>> {
    let value =
        |key: &str, default: usize| parameters.get(key).and_then(Object::count).unwrap_or(default);
    match value("Predictor", 1) {
        0 | 1 => return Some(data),
        10.. => {}
        _ => return None,
    }
    let (colours, bits, columns) =
        (value("Colors", 1), value("BitsPerComponent", 8), value("Columns", 1));
    if colours > 32 || bits > 16 || columns > 1 << 20 {
        return None;
    }
    let pixel = (colours * bits).div_ceil(8).max(1);
    let width = (colours * bits * columns).div_ceil(8).max(1);
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0u8; width];
    for row in data.chunks(width + 1) {
        let Some((kind, row)) = row.split_first() else { break };
        let mut line = vec![0u8; width];
        for (i, raw) in row.iter().enumerate() {
            let left = i.checked_sub(pixel).and_then(|p| line.get(p)).copied().unwrap_or(0);
            let up = above.get(i).copied().unwrap_or(0);
            let corner = i.checked_sub(pixel).and_then(|p| above.get(p)).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, corner),
                _ => 0,
            };
            if let Some(cell) = line.get_mut(i) {
                *cell = raw.wrapping_add(guess);
            }
        }
        out.extend(line.iter().take(row.len()));
        above = line;
    }
    Some(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(corner));
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn dict(filter: Object) -> Dict {
        Dict(vec![(b"Filter".to_vec(), filter)])
    }

    fn name(n: &str) -> Object {
        Object::Name(n.as_bytes().to_vec())
    }

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(data).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn filters_are_undone_in_their_order() {
        let budget = Budget::new(0);
        let hex: String = zlib(b"abc").iter().map(|b| format!("{b:02X}")).collect();
        let both = dict(Object::Array(vec![name("ASCIIHexDecode"), name("FlateDecode")]));
        assert_eq!(decode(format!("{hex}>").as_bytes(), &both, &budget).unwrap(), b"abc");
        for (filter, data, want) in [
            ("ASCII85Decode", &b"87cURD]j7BEbo80~>"[..], &b"Hello world!"[..]),
            ("A85", b"z~>", &[0, 0, 0, 0]),
            ("RunLengthDecode", &[2, b'a', b'b', b'c', 254, b'x', 128, 9], b"abcxxx"),
        ] {
            assert_eq!(
                decode(data, &dict(name(filter)), &budget).as_deref(),
                Some(want),
                "{filter}"
            );
        }
        assert_eq!(decode(b"", &dict(name("DCTDecode")), &budget), None);
    }

    #[test]
    fn lzw_is_unpacked_with_codes_that_grow_early_or_late() {
        let text: Vec<u8> =
            (0..9000u32).flat_map(|i| (i * i % 977).to_string().into_bytes()).collect();
        let pack = |early: bool| match early {
            true => weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8),
            false => weezl::encode::Encoder::new(BitOrder::Msb, 8),
        };
        for early in [true, false] {
            let packed = pack(early).encode(&text).unwrap();
            assert!(packed.len() < text.len());
            let mut dict = dict(name("LZWDecode"));
            let parameters =
                Dict(vec![(b"EarlyChange".to_vec(), Object::Number(f64::from(u8::from(early))))]);
            dict.0.push((b"DecodeParms".to_vec(), Object::Dict(parameters)));
            let budget = Budget::new(0);
            assert_eq!(decode(&packed, &dict, &budget).as_deref(), Some(&text[..]), "{early}");
            // The other way the codes are misread from the first growth on.
            dict.0.truncate(1);
            let said_nothing = decode(&packed, &dict, &budget);
            assert_eq!(said_nothing.as_deref() == Some(&text[..]), early);
            if early {
                // A truncated stream gives the bytes before the cut.
                let cut = decode(&packed[..packed.len() / 2], &dict, &budget).unwrap();
                assert!(text.starts_with(&cut) && cut.len() > text.len() / 4);
            }
        }
        // The example of the PDF specification (7.4.4.2).
        let example = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        let unpacked = decode(&example, &dict(name("LZW")), &Budget::new(0)).unwrap();
        assert_eq!(unpacked, [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
    }

    #[test]
    fn lzw_that_grows_past_the_limit_is_refused() {
        let budget = Budget::new(0);
        let mut encoder = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8);
        let packed = encoder.encode(&vec![0; 50 << 20]).unwrap();
        assert!(decode(&packed, &dict(name("LZWDecode")), &budget).is_some());
        assert!(decode(&packed, &dict(name("LZWDecode")), &budget).is_none());
        assert!(budget.spent());
        assert_eq!(
            decode(b"\xff\xff\xff", &dict(name("LZWDecode")), &Budget::new(0)),
            Some(vec![])
        );
    }

    #[test]
    fn a_small_stream_that_grows_past_the_limit_is_refused() {
        let budget = Budget::new(0);
        let once = zlib(&vec![0; 50 << 20]);
        assert!(decode(&once, &dict(name("FlateDecode")), &budget).is_some());
        assert!(decode(&once, &dict(name("FlateDecode")), &budget).is_none());
        assert!(budget.spent());
    }

    #[test]
    fn predictors_are_undone() {
        let budget = Budget::new(0);
        let mut parameters = dict(name("FlateDecode"));
        let inner = Dict(vec![
            (b"Predictor".to_vec(), Object::Number(12.0)),
            (b"Columns".to_vec(), Object::Number(3.0)),
        ]);
        parameters.0.push((b"DecodeParms".to_vec(), Object::Dict(inner)));
        let rows = zlib(&[0, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1, 3, 0, 2, 0, 4, 1, 1, 1]);
        let got = decode(&rows, &parameters, &budget).unwrap();
        assert_eq!(got[..9], [1, 2, 3, 2, 3, 4, 5, 6, 7]);
        assert_eq!(got.len(), 15);
    }
}
