//! Recognises the format of a file that is not a ZIP by its first bytes.

use super::window::Window;
use super::{Inventory, Source, window::CHUNK};
use crate::finding::word::Zip001;

/// Offset, magic bytes and format. The largest offset is that of tar, 257.
const MAGIC: &[(usize, &[u8], Zip001)] = &[
    (0, b"%PDF-", Zip001::Pdf),
    (0, b"7z\xbc\xaf\x27\x1c", Zip001::SevenZip),
    (0, b"Rar!\x1a\x07", Zip001::Rar),
    (2, b"-lh", Zip001::Lzh),
    (2, b"-lz", Zip001::Lzh),
    (0, b"MSCF", Zip001::Cabinet),
    (0, b"\x1f\x8b", Zip001::Gzip),
    (0, b"BZh", Zip001::Bzip2),
    (0, b"\xfd7zXZ\x00", Zip001::Xz),
    (257, b"ustar", Zip001::Tar),
    (0, b"MZ", Zip001::Program),
    (0, b"\x7fELF", Zip001::Program),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Zip001::OldOffice),
    (0, b"\x89PNG\r\n\x1a\n", Zip001::Image),
    (0, b"\xff\xd8\xff", Zip001::Image),
    (0, b"GIF8", Zip001::Image),
    (0, b"BM", Zip001::Image),
    (0, b"II*\x00", Zip001::Image),
    (0, b"MM\x00*", Zip001::Image),
];

/// The format of a file that is known not to be a ZIP.
pub(super) fn kind(source: &dyn Source) -> Zip001 {
    if source.is_empty() {
        return Zip001::Empty;
    }
    let mut window = Window::new(source, CHUNK);
    let head = window.get_up_to(0, 4096).unwrap_or_default();
    kind_of_bytes(head)
}

/// The format by the first bytes of a file that is not a ZIP.
pub(crate) fn kind_of_bytes(head: &[u8]) -> Zip001 {
    if head.is_empty() {
        return Zip001::Empty;
    }
    let known = MAGIC
        .iter()
        .find(|(at, magic, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    known.map_or_else(|| text_kind(head), |(_, _, kind)| *kind)
}

/// The format of a ZIP that is a document or a program: an Office file, an EPUB, a Java program.
/// `None` for an ordinary archive of files.
#[must_use]
pub fn document_kind(inventory: &Inventory) -> Option<Zip001> {
    let has = |name: &str| inventory.entries.iter().any(|e| e.path == name);
    let has_under = |folder: &str| inventory.entries.iter().any(|e| e.path.starts_with(folder));
    let first = inventory.entries.first().map(|e| e.path.as_str());
    if has("[Content_Types].xml") {
        let folders = [
            ("xl/", Zip001::ExcelWorkbook),
            ("word/", Zip001::WordDocument),
            ("ppt/", Zip001::PowerPoint),
        ];
        let found = folders.into_iter().find(|(folder, _)| has_under(folder));
        return Some(found.map_or(Zip001::OfficePackage, |(_, kind)| kind));
    }
    if has("META-INF/container.xml") {
        return Some(Zip001::Epub);
    }
    // OpenDocument starts with its MIME type and lists its parts.
    if first == Some("mimetype") && has("META-INF/manifest.xml") {
        return Some(Zip001::OpenDocument);
    }
    let program =
        has("META-INF/MANIFEST.MF") || has("AndroidManifest.xml") || has_under("Payload/");
    program.then_some(Zip001::JavaProgram)
}

fn text_kind(head: &[u8]) -> Zip001 {
    let decoded = decode_text(head);
    let Some(text) = decoded else { return Zip001::Unknown };
    let start = text.trim_start().to_ascii_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Zip001::Html
    } else if start.starts_with("<?xml") {
        if start.contains("<html") { Zip001::Html } else { Zip001::Xml }
    } else {
        Zip001::Text
    }
}

/// Decodes the bytes as text, if they can be: UTF-8, UTF-16 with a BOM or CP932, without control
/// characters. The last character may be cut off.
fn decode_text(head: &[u8]) -> Option<String> {
    let (encoding, _) = encoding_rs::Encoding::for_bom(head).unwrap_or((encoding_rs::UTF_8, 0));
    [encoding, encoding_rs::SHIFT_JIS].into_iter().find_map(|encoding| {
        let mut decoder = encoding.new_decoder_with_bom_removal();
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(head.len())?);
        let (result, _) = decoder.decode_to_string_without_replacement(head, &mut text, false);
        let printable = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{c}');
        (result == encoding_rs::DecoderResult::InputEmpty && text.chars().all(printable))
            .then_some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_name_the_kind() {
        let tar = [b"a.txt".as_slice(), &[0; 252], b"ustar\x0000"].concat();
        let cases: &[(&[u8], Zip001)] = &[
            (b"", Zip001::Empty),
            (b"%PDF-1.7\n", Zip001::Pdf),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", Zip001::OldOffice),
            (&tar, Zip001::Tar),
            (b"\x0d\x0a<!DOCTYPE HTML><title>404</title>", Zip001::Html),
            (b"<?xml version=\"1.0\"?><a/>", Zip001::Xml),
            ("\u{feff}申請書".as_bytes(), Zip001::Text),
            (b"\x90\x5c\x90\xbf\x8f\x91\r\n", Zip001::Text),
            (b"\x00\x01\x02\x03", Zip001::Unknown),
            (b"PK\x03\x04\x00", Zip001::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(super::kind(bytes), *kind, "{bytes:?}");
        }
    }
}
