//! Writes our packages: the same names and contents give the same bytes on every platform.
//!
//! Entries are in the order of the calls; time stamp, system, attributes and compression level are
//! fixed. Local headers hold the sizes, folders get no entry, and ZIP64 records are written only if
//! a number needs them. The compressor's output does not depend on the processor (docs/decisions).

use std::collections::HashSet;
use std::io::{self, Cursor, Seek, Write};

use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::window::{CHUNK, read_full};
use super::{Progress, Source};
use crate::text::nfc;

/// Size in bytes from which ZIP64 is used, below 4 GiB since deflate may lengthen content.
const LARGE: u64 = 0xffff_0000;

/// Compression level: zlib's default. Another one changes every package's bytes.
const LEVEL: i64 = 6;

/// Why an entry or the package cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The name is empty, ends with a separator, or is an unsafe path.
    #[error("{0:?} cannot be the name of a file in a package")]
    Name(String),
    /// A file of that name has been added.
    #[error("{0:?} has been added already")]
    Twice(String),
    /// The content could not be read, or it is not as long as it said.
    #[error("{name:?} could not be read: {source}")]
    Content {
        /// The entry's name.
        name: String,
        /// The error of the source.
        source: io::Error,
    },
    /// The archive could not be put together.
    #[error("the package could not be written: {0}")]
    Archive(#[from] zip::result::ZipError),
}

/// Name, size and hash of an entry that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The name as written: in composed form.
    pub name: String,
    /// Bytes of the content.
    pub bytes: u64,
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
}

/// Writes a package entry by entry, into memory or a file.
pub struct PackageWriter<W: Write + Seek = Cursor<Vec<u8>>> {
    zip: ZipWriter<W>,
    names: HashSet<String>,
}

impl Default for PackageWriter {
    fn default() -> Self {
        Self::new()
    }
}

impl PackageWriter {
    /// An empty package in memory.
    #[must_use]
    pub fn new() -> Self {
        Self::to(Cursor::new(Vec::new()))
    }

    /// Ends the package and returns its bytes.
    ///
    /// # Errors
    /// Fails if the archive cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, WriteError> {
        Ok(self.end()?.into_inner())
    }
}

impl<W: Write + Seek> PackageWriter<W> {
    /// An empty package that is written to `to`.
    #[must_use]
    pub fn to(to: W) -> Self {
        Self { zip: ZipWriter::new(to), names: HashSet::new() }
    }

    /// Adds a file, uncompressed if `stored`. Progress is reported in bytes of the content.
    ///
    /// # Errors
    /// Fails if the name is unsafe or the content cannot be read. Do not call [`Self::finish`] then.
    pub fn add(
        &mut self,
        name: &str,
        content: &dyn Source,
        stored: bool,
        progress: &mut dyn Progress,
    ) -> Result<Written, WriteError> {
        let name = nfc(name);
        if name.is_empty() || name.ends_with('/') || super::unsafe_path(&name).is_some() {
            return Err(WriteError::Name(name));
        }
        if !self.names.insert(name.clone()) {
            return Err(WriteError::Twice(name));
        }
        self.zip.start_file(name.as_str(), options(content.len(), stored))?;
        let (bytes, sha256) = self
            .copy(content, progress)
            .map_err(|source| WriteError::Content { name: name.clone(), source })?;
        Ok(Written { name, bytes, sha256 })
    }

    /// Ends the package and returns what it was written to.
    ///
    /// # Errors
    /// Fails if the archive cannot be written.
    pub fn end(self) -> Result<W, WriteError> {
        Ok(self.zip.finish()?)
    }

    /// Copies in chunks of a fixed size, so that the compressor gets the same calls on every platform.
    /// Returns size and SHA-256.
    fn copy(
        &mut self,
        content: &dyn Source,
        progress: &mut dyn Progress,
    ) -> io::Result<(u64, [u8; 32])> {
        let mut buf = vec![0; CHUNK];
        let mut sha256 = Sha256::new();
        let mut done = 0;
        loop {
            let count = read_full(content, done, &mut buf)?;
            let bytes = buf.get(..count).unwrap_or_default();
            if bytes.is_empty() {
                break;
            }
            sha256.update(bytes);
            self.zip.write_all(bytes)?;
            done += count as u64;
            progress.advance(done, content.len());
        }
        if done != content.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok((done, sha256.finalize().into()))
    }
}

/// The ZIP options of an entry.
fn options(bytes: u64, stored: bool) -> SimpleFileOptions {
    let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    SimpleFileOptions::default()
        .compression_method(method)
        .compression_level((!stored).then_some(LEVEL))
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644)
        .large_file(bytes >= LARGE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::content::{ReadBudget, read_entry};
    use crate::archive::{Inventory, Limits, Silent};

    const LIMITS: Limits = Limits {
        entry_bytes: 1 << 20,
        total_bytes: 1 << 20,
        ratio: 200,
        entries: 100,
        document_bytes: 1 << 20,
    };

    fn package(files: &[(&str, &[u8], bool)]) -> Vec<u8> {
        let mut writer = PackageWriter::new();
        for (name, content, stored) in files {
            writer.add(name, content, *stored, &mut Silent).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_is_written_reads_back_without_a_finding() {
        let long = vec![b'a'; 300_000];
        let files: &[(&str, &[u8], bool)] = &[
            ("manifest.json", b"{}", false),
            ("条例・規則/か\u{3099}.pdf", b"%PDF", true),
            ("その他/空.txt", b"", false),
            ("その他/長.txt", &long, false),
        ];
        let bytes = package(files);
        let (inventory, findings) = Inventory::read(&bytes, &LIMITS);
        assert_eq!(findings, []);
        let names: Vec<&str> = inventory.entries.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names, ["manifest.json", "条例・規則/が.pdf", "その他/空.txt", "その他/長.txt"]);
        let mut budget = ReadBudget::new(&LIMITS);
        for (entry, (_, content, _)) in inventory.entries.iter().zip(files) {
            let read = read_entry(&bytes, entry, &mut budget, 1 << 20, &mut Silent);
            assert_eq!(read.as_deref(), Ok(*content));
        }
        assert_eq!(budget.produced(), 300_006);
    }

    #[test]
    fn the_bytes_are_fixed() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| (n.wrapping_mul(n) / 7).to_string().into_bytes())
            .collect();
        let bytes = package(&[("申請書.xlsx", b"PK", true), ("本文.txt", &text, false)]);
        let hash: Vec<String> = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
        // The same on every platform; where it changes, every package's bytes change.
        assert_eq!(
            hash.concat(),
            "4384c0eeab30a34879e40ee36ccf4211e32bee204a27a31f0c7c1ed72fb4e4dc"
        );
    }

    #[test]
    fn unsafe_names_are_refused() {
        for name in ["", "a/", "/a", "../a", "C:\\a", "a\\b", "a\0b"] {
            let mut writer = PackageWriter::new();
            let result = writer.add(name, &b"".as_slice(), false, &mut Silent);
            assert!(matches!(result, Err(WriteError::Name(_))), "{name:?}");
        }
        let mut writer = PackageWriter::new();
        writer.add("が", &b"".as_slice(), false, &mut Silent).unwrap();
        let twice = writer.add("か\u{3099}", &b"".as_slice(), false, &mut Silent);
        assert!(matches!(twice, Err(WriteError::Twice(_))));
    }

    #[test]
    fn content_that_is_shorter_than_it_says_is_an_error() {
        struct Liar;
        impl Source for Liar {
            fn len(&self) -> u64 {
                10
            }
            fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
                Ok(0)
            }
        }
        let result = PackageWriter::new().add("a", &Liar, false, &mut Silent);
        assert!(matches!(result, Err(WriteError::Content { .. })));
    }
}
