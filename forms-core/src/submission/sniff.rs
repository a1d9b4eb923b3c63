//! Recognises the kind of a file while it is streamed, by its first and last bytes, and whether a
//! password locks it.
//!
//! A PDF or an old Office file may say anywhere that it is encrypted, so all of it is searched for
//! that; the part names of an Office file are in the directory at the end of its ZIP.

use memchr::memmem;

use crate::archive::kind_of_bytes;
use crate::finding::word::{Pkg010, Zip001};

/// Bytes kept from the beginning, enough to recognise text.
const HEAD: usize = 64 * 1024;
/// Bytes kept from the end, enough for the ZIP directory of an Office file.
const TAIL: usize = 256 * 1024;
/// Bytes carried over between chunks: more than a search word and what must follow it.
const CARRY: usize = 64;

/// The kind of a file's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentFacts {
    /// Its kind.
    pub kind: Pkg010,
    /// True if it needs a password.
    pub locked: bool,
}

/// Recognises a content from its chunks.
#[derive(Debug, Default)]
pub(super) struct Sniffer {
    head: Vec<u8>,
    tail: Vec<u8>,
    carry: Vec<u8>,
    encrypt_entry: bool,
    encrypted_package: bool,
}

impl Sniffer {
    /// Takes the next chunk.
    pub(super) fn feed(&mut self, chunk: &[u8]) {
        let room = HEAD - self.head.len();
        self.head.extend(chunk.iter().take(room));
        self.tail.extend_from_slice(chunk);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
        match self.head.get(..4) {
            Some(b"%PDF") if !self.encrypt_entry => {
                let window = self.window(chunk);
                self.encrypt_entry = has_encrypt_entry(&window);
                self.keep_carry(window);
            }
            Some(b"\xd0\xcf\x11\xe0") if !self.encrypted_package => {
                let window = self.window(chunk);
                self.encrypted_package = holds(&window, &utf16("EncryptedPackage"));
                self.keep_carry(window);
            }
            _ => {}
        }
    }

    /// Returns the kind of the whole content.
    pub(super) fn finish(self) -> ContentFacts {
        let tail = self.tail.get(self.tail.len().saturating_sub(TAIL)..).unwrap_or_default();
        if self.head.starts_with(b"PK\x03\x04") || self.head.starts_with(b"PK\x05\x06") {
            return zip_kind(&self.head, tail);
        }
        let kind = match kind_of_bytes(&self.head) {
            Zip001::Empty => Pkg010::Empty,
            Zip001::Pdf => Pkg010::Pdf,
            Zip001::OldOffice => Pkg010::OldOffice,
            Zip001::Html => Pkg010::Html,
            Zip001::Xml => Pkg010::Xml,
            Zip001::Image => image_kind(&self.head),
            Zip001::Text if self.head.starts_with(b"{\\rtf") => Pkg010::Rtf,
            Zip001::Text => Pkg010::Text,
            Zip001::Program => Pkg010::Program,
            Zip001::Unknown => Pkg010::Unknown,
            _ => Pkg010::OtherArchive,
        };
        ContentFacts { kind, locked: self.encrypt_entry || self.encrypted_package }
    }

    fn window(&mut self, chunk: &[u8]) -> Vec<u8> {
        let mut window = std::mem::take(&mut self.carry);
        window.extend_from_slice(chunk);
        window
    }

    fn keep_carry(&mut self, mut window: Vec<u8>) {
        window.drain(..window.len().saturating_sub(CARRY));
        self.carry = window;
    }
}

/// Returns true if a PDF trailer has `/Encrypt` followed by a reference or a dictionary
/// (`/EncryptMetadata` is another key).
fn has_encrypt_entry(bytes: &[u8]) -> bool {
    let word = b"/Encrypt";
    let mut rest = bytes;
    while let Some(at) = find(rest, word) {
        rest = rest.get(at + word.len()..).unwrap_or_default();
        let next = rest.iter().find(|b| !b.is_ascii_whitespace());
        let spaced = rest.first().is_some_and(u8::is_ascii_whitespace);
        let reference = spaced && next.is_some_and(u8::is_ascii_digit);
        if reference || next == Some(&b'<') {
            return true;
        }
    }
    false
}

/// Returns an Office kind by the part names in the ZIP directory, else ZIP.
fn zip_kind(head: &[u8], tail: &[u8]) -> ContentFacts {
    // Bit 0 of the flags in the first local header.
    let locked = head.get(6).is_some_and(|flags| flags & 1 == 1);
    let has = |part: &str| holds(tail, part.as_bytes());
    let kind = if !has("[Content_Types].xml") {
        Pkg010::Zip
    } else if has("word/") {
        Pkg010::Word
    } else if has("xl/") {
        Pkg010::Excel
    } else if has("ppt/") {
        Pkg010::Powerpoint
    } else {
        Pkg010::Zip
    };
    ContentFacts { kind, locked }
}

fn image_kind(head: &[u8]) -> Pkg010 {
    match head {
        [0x89, b'P', ..] => Pkg010::Png,
        [0xff, 0xd8, ..] => Pkg010::Jpeg,
        [b'G', b'I', ..] => Pkg010::Gif,
        [b'B', b'M', ..] => Pkg010::Bmp,
        _ => Pkg010::Tiff,
    }
}

fn utf16(word: &str) -> Vec<u8> {
    word.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    find(bytes, word).is_some()
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memmem::find(bytes, word)
}

/// Returns true if a kind fits a lower-case extension. Unknown extensions fit every kind.
#[must_use]
pub(crate) fn fits(kind: Pkg010, extension: &str) -> bool {
    use Pkg010::*;
    let promised: &[Pkg010] = match extension {
        "pdf" => &[Pdf],
        "docx" | "docm" => &[Word],
        "xlsx" | "xlsm" => &[Excel],
        "pptx" => &[Powerpoint],
        // Some programs write RTF or HTML under the old extensions, and Office opens both.
        "doc" => &[OldOffice, Rtf],
        "xls" | "ppt" | "jtd" => &[OldOffice],
        "rtf" => &[Rtf],
        "zip" => &[Zip, Word, Excel, Powerpoint],
        "txt" | "csv" | "tsv" => &[Text, Html, Xml, Rtf],
        "html" | "htm" => &[Html, Xml, Text],
        "xml" => &[Xml, Html, Text],
        "png" => &[Png],
        "jpg" | "jpeg" => &[Jpeg],
        "gif" => &[Gif],
        "bmp" => &[Bmp],
        "tif" | "tiff" => &[Tiff],
        _ => return true,
    };
    promised.contains(&kind)
}

/// Returns true for a password-protected Office file: it is stored inside an old Office container.
#[must_use]
pub(crate) fn is_wrapped_office(kind: Pkg010, extension: &str) -> bool {
    kind == Pkg010::OldOffice && matches!(extension, "docx" | "docm" | "xlsx" | "xlsm" | "pptx")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sniff(bytes: &[u8], step: usize) -> ContentFacts {
        let mut sniffer = Sniffer::default();
        bytes.chunks(step.max(1)).for_each(|chunk| sniffer.feed(chunk));
        sniffer.finish()
    }

    fn open(kind: Pkg010) -> ContentFacts {
        ContentFacts { kind, locked: false }
    }

    fn office(parts: &[&str]) -> Vec<u8> {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for part in parts {
            zip.start_file(*part, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn kinds_are_told_by_content() {
        let cases: &[(&[u8], Pkg010)] = &[
            (b"%PDF-1.4\ntrailer <</Root 1 0 R>>", Pkg010::Pdf),
            ("第1条\r\n".as_bytes(), Pkg010::Text),
            (b"{\\rtf1 a}", Pkg010::Rtf),
            (b"<html></html>", Pkg010::Html),
            (b"\x89PNG\r\n\x1a\n", Pkg010::Png),
            (b"\xff\xd8\xff\xe0", Pkg010::Jpeg),
            (b"\x00\x01", Pkg010::Unknown),
            (b"Rar!\x1a\x07\x00", Pkg010::OtherArchive),
            (&office(&["[Content_Types].xml", "word/document.xml"]), Pkg010::Word),
            (&office(&["[Content_Types].xml", "xl/workbook.xml"]), Pkg010::Excel),
            (&office(&["a.txt"]), Pkg010::Zip),
        ];
        for (bytes, kind) in cases {
            assert_eq!(sniff(bytes, 7), open(*kind), "{kind:?}");
        }
    }

    #[test]
    fn a_password_is_seen_wherever_the_file_says_it() {
        let far = vec![b' '; 3 * TAIL];
        let pdf = |word: &str| [b"%PDF-1.6\n", word.as_bytes(), far.as_slice()].concat();
        assert!(sniff(&pdf("<</Encrypt 12 0 R>>"), 4096).locked);
        assert!(sniff(&pdf("<</Encrypt<</V 1>>>>"), 11).locked);
        assert!(!sniff(&pdf("<</EncryptMetadata false>> (/Encrypted)"), 4096).locked);
        let ole = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &utf16("EncryptedPackage")];
        assert!(sniff(&ole.concat(), 5).locked);
        assert!(!sniff(&[ole[0], &utf16("Workbook")].concat(), 5).locked);
    }

    proptest! {
        #[test]
        fn how_the_bytes_arrive_does_not_matter(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            magic in prop::sample::select(vec![&b"%PDF-"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b""]),
            at in 0..200_usize,
            step in 1..50_usize,
        ) {
            let mut bytes = [magic, &bytes].concat();
            let at = at.min(bytes.len()).max(magic.len());
            bytes.splice(at..at, b"/Encrypt 1 0 R".iter().copied());
            prop_assert_eq!(sniff(&bytes, step), sniff(&bytes, bytes.len()));
        }
    }
}
