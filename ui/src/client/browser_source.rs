//! A browser's file, read by a worker.

use std::cell::RefCell;
use std::io;

use forms_core::archive::Source;
use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync};

use crate::browser::say;

/// Number of bytes of one read from the browser. A ZIP's directory is read in pieces of some thirty bytes,
/// and each call into the browser costs as much as copying a few hundred kilobytes.
const SLICE: u64 = 1 << 20;

/// Most bytes of a file that is taken as a whole.
const WHOLE: u64 = 32 << 20;

/// A file or blob. It works in workers only, which may block: it is read in slices of a megabyte, or was taken as a whole.
pub struct BrowserSource {
    size: u64,
    bytes: Bytes,
    slice: RefCell<(u64, Vec<u8>)>,
    sha256: Option<[u8; 32]>,
}

/// The bytes of a file.
enum Bytes {
    /// On the disk.
    File { blob: Blob, reader: FileReaderSync },
    /// In the browser's memory.
    Whole(Uint8Array),
}

impl BrowserSource {
    /// Opens a file.
    ///
    /// # Errors
    /// Outside of a worker, because the browser has no blocking reader there.
    pub fn open(blob: Blob) -> Result<Self, JsValue> {
        let reader = FileReaderSync::new()?;
        let size = blob.size() as u64;
        let bytes = Bytes::File { blob, reader };
        Ok(Self { size, bytes, slice: RefCell::default(), sha256: None })
    }

    /// Takes a small file into memory and lets the browser hash it, which is several times as fast as any code in WASM.
    /// `None` if it is large, cannot be read, or the browser does not hash here (on a page without HTTPS): then it is to
    /// be opened, and what is wrong shows while it is read.
    pub async fn take(blob: &Blob) -> Option<Self> {
        let size = blob.size() as u64;
        if size > WHOLE {
            return None;
        }
        let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
        let digest = JsFuture::from(digest(&buffer)?).await.ok()?;
        let sha256 = Uint8Array::new(&digest).to_vec().try_into().ok()?;
        let whole = Uint8Array::new(&buffer);
        (u64::from(whole.length()) == size).then(|| Self {
            size,
            bytes: Bytes::Whole(whole),
            slice: RefCell::default(),
            sha256: Some(sha256),
        })
    }

    fn load(&self, offset: u64) -> io::Result<()> {
        let start = offset - offset % SLICE;
        let end = (start + SLICE).min(self.size);
        let bytes = match &self.bytes {
            Bytes::Whole(whole) => {
                let at = |offset: u64| u32::try_from(offset).unwrap_or(u32::MAX);
                whole.subarray(at(start), at(end)).to_vec()
            }
            Bytes::File { blob, reader } => {
                let bytes = blob
                    .slice_with_f64_and_f64(start as f64, end as f64)
                    .and_then(|slice| reader.read_as_array_buffer(&slice))
                    .map_err(|e| failure(&e))?;
                Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec()
            }
        };
        self.slice.replace((start, bytes));
        Ok(())
    }
}

impl Drop for BrowserSource {
    /// Gives the memory of a file that was taken back at once: the browser would let a hundred of them pile up before it
    /// collects them.
    fn drop(&mut self) {
        let Bytes::Whole(whole) = &self.bytes else { return };
        let buffer = whole.buffer();
        let transfer = Reflect::get(&buffer, &"transfer".into()).ok();
        if let Some(transfer) = transfer.and_then(|f| f.dyn_into::<Function>().ok()) {
            // Moving none of its bytes elsewhere frees them. It fails only for a buffer that has none.
            let _ = transfer.call1(&buffer, &0.into());
        }
    }
}

/// Why a file could not be read, by the name of the browser's error.
fn failure(error: &JsValue) -> io::Error {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    let kind = match name.as_deref() {
        Some("NotFoundError") => io::ErrorKind::NotFound,
        Some("SecurityError") => io::ErrorKind::PermissionDenied,
        // Among them NotReadableError: locked by another program, or changed since it was chosen.
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, say(error))
}

/// Asks the browser for the SHA-256 of a buffer. `None` where it has no such function.
fn digest(buffer: &JsValue) -> Option<Promise> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
    let subtle = get(&get(&js_sys::global(), "crypto")?, "subtle").filter(JsValue::is_object)?;
    let digest: Function = get(&subtle, "digest")?.dyn_into().ok()?;
    digest.call2(&subtle, &"SHA-256".into(), buffer).ok()?.dyn_into().ok()
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

    fn sha256(&self) -> Option<[u8; 32]> {
        self.sha256
    }
}
