//! The worker's end: runs one request after another and posts progress and the end.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use forms_core::archive::Progress;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use super::{BrowserSource, CoreFailure, FileId, Memory, Request, RequestFile, Response, execute};
use crate::browser::say;

/// Shortest time between two progress messages, in milliseconds: more would only fill the UI's queue.
const PROGRESS_EVERY: f64 = 50.0;

/// The keys of messages, shared by both ends.
pub(super) mod key {
    pub(crate) const TICKET: &str = "ticket";
    pub(crate) const REQUEST: &str = "request";
    pub(crate) const FILES: &str = "files";
    pub(crate) const NAME: &str = "name";
    pub(crate) const CONTENT: &str = "content";
    /// True to take the last file into memory before the request is run.
    pub(crate) const WHOLE: &str = "whole";
    /// The number of a file's content.
    pub(crate) const ID: &str = "id";
    pub(crate) const DONE: &str = "done";
    pub(crate) const TOTAL: &str = "total";
    pub(crate) const ANSWER: &str = "answer";
    pub(crate) const FAILURE: &str = "failure";
    pub(crate) const PANIC: &str = "panic";
    pub(crate) const PACK: &str = "pack";
    /// Size of the worker's memory, in bytes.
    pub(crate) const MEMORY: &str = "memory";
}

/// Installs the message handler. Called once, inside a worker.
///
/// # Panics
/// Outside of a worker; the browser reports it to the page.
pub fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let port = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        // The trap that follows only says "unreachable"; this says why.
        let message = object(&[(key::PANIC, info.to_string().into())]);
        let _ = port.post_message(&message);
    }));
    let port = scope.clone();
    let memory = Rc::new(RefCell::new(Memory::default()));
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let (message, port, memory) = (event.data(), port.clone(), Rc::clone(&memory));
        if !get(&message, key::WHOLE).is_truthy() {
            return handle(&port, &message, None, &mut memory.borrow_mut());
        }
        // The next request comes only after the answer to this one. A trap in here reaches the page as one outside does.
        wasm_bindgen_futures::spawn_local(async move {
            let last = Array::from(&get(&message, key::FILES)).pop();
            let whole = BrowserSource::take(&get(&last, key::CONTENT).unchecked_into()).await;
            handle(&port, &message, whole, &mut memory.borrow_mut());
        });
    });
    scope.set_onmessage(Some(handler.as_ref().unchecked_ref()));
    // The handler lives as long as the worker does.
    handler.forget();
}

/// Runs a request and posts the end. `whole` is its last file, if it was taken into memory.
fn handle(
    port: &DedicatedWorkerGlobalScope,
    message: &JsValue,
    whole: Option<BrowserSource>,
    memory: &mut Memory,
) {
    let ticket = get(message, key::TICKET);
    let (reply, transfer) = match run(port, &ticket, message, whole, memory) {
        Ok(done) => answer(&ticket, done),
        Err(failure) => {
            let text = serde_json::to_string(&failure).unwrap_or_default();
            (object(&[(key::TICKET, ticket), (key::FAILURE, text.into())]), Array::new())
        }
    };
    let _ = Reflect::set(&reply, &key::MEMORY.into(), &memory_bytes().into());
    if let Err(error) = port.post_message_with_transfer(&reply, &transfer) {
        // It counts as the worker's death, so that the page does not wait for ever.
        wasm_bindgen::throw_val(error);
    }
}

fn run(
    port: &DedicatedWorkerGlobalScope,
    ticket: &JsValue,
    message: &JsValue,
    mut whole: Option<BrowserSource>,
    memory: &mut Memory,
) -> Result<Response, CoreFailure> {
    let broken = |message: String| CoreFailure::Crashed { message };
    if let Some(text) = get(message, key::PACK).as_string() {
        crate::pack::adopt(&text).map_err(broken)?;
    }
    let text = get(message, key::REQUEST).as_string().unwrap_or_default();
    let request: Request = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
    let mut files = Vec::new();
    let entries = Array::from(&get(message, key::FILES));
    for (at, entry) in entries.iter().enumerate() {
        let is_last = at + 1 == entries.length() as usize;
        let name = get(&entry, key::NAME).as_string().unwrap_or_default();
        let blob: Blob = get(&entry, key::CONTENT).unchecked_into();
        let source = match whole.take_if(|_| is_last) {
            Some(whole) => whole,
            None => BrowserSource::open(blob)
                .map_err(|e| CoreFailure::File { name: name.clone(), message: say(&e) })?,
        };
        let id = get(&entry, key::ID).as_f64().map(FileId::of_number);
        files.push((name, source, id));
    }
    let inputs: Vec<RequestFile<'_>> =
        files.iter().map(|(name, content, id)| RequestFile { name, content, id: *id }).collect();
    let mut progress = Posted { port, ticket: ticket.clone(), last: Cell::new(f64::NEG_INFINITY) };
    execute(request, &inputs, memory, &mut progress)
}

fn answer(ticket: &JsValue, done: Response) -> (JsValue, Array) {
    let transfer = Array::new();
    let files = Array::new();
    for file in done.files {
        let buffer = Uint8Array::from(file.bytes.as_slice()).buffer();
        transfer.push(&buffer);
        files.push(&object(&[(key::NAME, file.name.into()), (key::CONTENT, buffer.into())]));
    }
    let text = serde_json::to_string(&done.answer).unwrap_or_default();
    let reply = object(&[
        (key::TICKET, ticket.clone()),
        (key::ANSWER, text.into()),
        (key::FILES, files.into()),
    ]);
    (reply, transfer)
}

struct Posted<'a> {
    port: &'a DedicatedWorkerGlobalScope,
    ticket: JsValue,
    last: Cell<f64>,
}

impl Progress for Posted<'_> {
    fn advance(&mut self, done: u64, total: u64) {
        let now = js_sys::Date::now();
        if now - self.last.get() < PROGRESS_EVERY {
            return;
        }
        self.last.set(now);
        let message = object(&[
            (key::TICKET, self.ticket.clone()),
            (key::DONE, (done as f64).into()),
            (key::TOTAL, (total as f64).into()),
        ]);
        let _ = self.port.post_message(&message);
    }
}

/// Returns an object with the members.
pub(super) fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// Returns a member of an object, or `undefined`.
pub(super) fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn memory_bytes() -> u32 {
    wasm_bindgen::memory()
        .dyn_into::<js_sys::WebAssembly::Memory>()
        .ok()
        .and_then(|memory| memory.buffer().dyn_into::<js_sys::ArrayBuffer>().ok())
        .map_or(0, |buffer| buffer.byte_length())
}
