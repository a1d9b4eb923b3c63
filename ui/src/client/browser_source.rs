//! A browser's file, read in slices by a worker, which may block.

use std::cell::RefCell;
use std::io;

use forms_core::archive::Source;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, FileReaderSync};

use crate::browser::say;

/// Number of bytes of one read from the browser. A ZIP's directory is read in pieces of some thirty bytes,
/// and each call into the browser costs as much as copying a few hundred kilobytes.
const SLICE: u64 = 1 << 20;

/// A file or blob, read in slices of a megabyte. It works in workers only.
pub struct BrowserSource {
    blob: Blob,
    reader: FileReaderSync,
    size: u64,
    slice: RefCell<(u64, Vec<u8>)>,
}

impl BrowserSource {
    /// Opens a file.
    ///
    /// # Errors
    /// Outside of a worker, because the browser has no blocking reader there.
    pub fn open(blob: Blob) -> Result<Self, JsValue> {
        let reader = FileReaderSync::new()?;
        let size = blob.size() as u64;
        Ok(Self { blob, reader, size, slice: RefCell::default() })
    }

    fn load(&self, offset: u64) -> io::Result<()> {
        let start = offset - offset % SLICE;
        let end = (start + SLICE).min(self.size);
        let bytes = self
            .blob
            .slice_with_f64_and_f64(start as f64, end as f64)
            .and_then(|slice| self.reader.read_as_array_buffer(&slice))
            .map_err(|e| io::Error::other(say(&e)))?;
        self.slice
            .replace((start, Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec()));
        Ok(())
    }
}

impl Source for BrowserSource {
    fn len(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        if offset >= self.size || buf.is_empty() {
            return Ok(0);
        }
        let held = |(start, bytes): &(u64, Vec<u8>)| {
            offset >= *start && offset - start < bytes.len() as u64
        };
        if !held(&self.slice.borrow()) {
            self.load(offset)?;
        }
        let slice = self.slice.borrow();
        let skip = usize::try_from(offset - slice.0).unwrap_or(usize::MAX);
        slice.1.as_slice().read_at(skip as u64, buf)
    }
}
