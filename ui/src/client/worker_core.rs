//! The page's end of the workers: one worker for the draft, and a pool for all other requests.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, ErrorEvent, File, MessageEvent, Worker};

use super::worker_side::{get, key, object};
use super::{
    Action, Answer, Cancel, Core, CoreFailure, Event, FileContent, FileHandle, Lane, Listener,
    NamedFile, Pool, Reply, Request, Ticket, WorkerId,
};
use crate::browser::say;

/// Name of the global function of the start script (`boot.js`) that makes a worker with the module.
const SPAWN: &str = "renkeiSpawnWorker";

/// A worker whose memory has grown beyond this is replaced after its answer: WASM memory never
/// shrinks, and four workers that each met one large package would hold it for ever.
const SPENT_BYTES: f64 = 192.0 * 1024.0 * 1024.0;

/// Runs requests in workers.
pub struct WorkerCore {
    draft: Rc<Driver>,
    batch: Rc<Driver>,
    width: usize,
}

impl WorkerCore {
    /// Prepares workers for a machine with `cores` cores. They are made when needed.
    #[must_use]
    pub fn new(cores: usize) -> Self {
        // The page itself has little to do while packages are checked.
        let batch = cores.clamp(1, 4);
        Self { draft: Driver::new(1), batch: Driver::new(batch), width: batch }
    }
}

impl Core for WorkerCore {
    fn submit(
        &self,
        lane: Lane,
        request: Request,
        files: Vec<NamedFile>,
        listener: Listener,
    ) -> Cancel {
        let driver = match lane {
            Lane::Draft => &self.draft,
            Lane::Batch => &self.batch,
        };
        driver.submit(Posting { request, files }, listener)
    }

    fn width(&self) -> usize {
        self.width
    }
}

/// A request to post to a worker.
struct Posting {
    request: Request,
    files: Vec<NamedFile>,
}

/// A living worker, with the handlers that must live as long.
struct Living {
    worker: Worker,
    /// Its panic message, which comes before the trap.
    last_words: Rc<RefCell<Option<String>>>,
    _handlers: [Closure<dyn Fn(JsValue)>; 2],
}

#[derive(Default)]
struct Hands {
    workers: BTreeMap<WorkerId, Living>,
    listeners: BTreeMap<Ticket, Listener>,
}

/// Carries out the actions of a pool. No listener is called while a borrow is held, because it may start
/// another request.
struct Driver {
    pool: RefCell<Pool<Posting>>,
    hands: RefCell<Hands>,
    this: Weak<Self>,
}

impl Driver {
    fn new(limit: usize) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            pool: RefCell::new(Pool::new(limit)),
            hands: RefCell::default(),
            this: this.clone(),
        })
    }

    fn submit(&self, posting: Posting, listener: Listener) -> Cancel {
        let (ticket, actions) = self.pool.borrow_mut().submit(posting);
        self.hands.borrow_mut().listeners.insert(ticket, listener);
        self.act(actions);
        let this = self.this.clone();
        Box::new(move || {
            if let Some(driver) = this.upgrade() {
                driver.cancel(ticket);
            }
        })
    }

    fn cancel(&self, ticket: Ticket) {
        let (open, actions) = self.pool.borrow_mut().cancel(ticket);
        self.act(actions);
        if open {
            self.end(ticket, Err(CoreFailure::Cancelled));
        }
    }

    fn end(&self, ticket: Ticket, end: Result<Reply<Answer>, CoreFailure>) {
        let listener = self.hands.borrow_mut().listeners.remove(&ticket);
        if let Some(listener) = listener {
            listener(Event::End(end));
        }
    }

    fn died(&self, id: WorkerId, message: String) {
        let (lost, actions) = self.pool.borrow_mut().died(id);
        self.act(actions);
        if let Some(ticket) = lost {
            self.end(ticket, Err(CoreFailure::Crashed { message }));
        }
    }

    fn act(&self, actions: Vec<Action<Posting>>) {
        for action in actions {
            let failed = match action {
                Action::Start(id) => self.start(id).err().map(|e| (id, e)),
                Action::Post(id, ticket, posting) => {
                    self.post(id, ticket, posting).err().map(|e| (id, e))
                }
                Action::Stop(id) => {
                    self.stop(id);
                    None
                }
            };
            if let Some((id, error)) = failed {
                self.fail_later(id, say(&error));
            }
        }
    }

    /// Reports a worker that cannot be made or reached as dead, but only after the pending actions are
    /// carried out, as its request may be among them.
    fn fail_later(&self, id: WorkerId, message: String) {
        let this = self.this.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(driver) = this.upgrade() {
                driver.died(id, message);
            }
        });
    }

    fn start(&self, id: WorkerId) -> Result<(), JsValue> {
        let spawn: Function = Reflect::get(&js_sys::global(), &SPAWN.into())?.dyn_into()?;
        let worker: Worker = spawn.call0(&JsValue::NULL)?.dyn_into()?;
        let last_words = Rc::new(RefCell::new(None));
        let (this, words) = (self.this.clone(), Rc::clone(&last_words));
        let on_message = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let data = event.unchecked_into::<MessageEvent>().data();
            if let Some(panic) = get(&data, key::PANIC).as_string() {
                words.replace(Some(panic));
            } else if let Some(driver) = this.upgrade() {
                driver.hear(id, &data);
            }
        });
        let (this, words) = (self.this.clone(), Rc::clone(&last_words));
        let on_error = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let Some(driver) = this.upgrade() else { return };
            let event = event.unchecked_into::<ErrorEvent>();
            event.prevent_default();
            let message = words.borrow_mut().take().unwrap_or_else(|| what_happened(&event));
            driver.died(id, message);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        let living = Living { worker, last_words, _handlers: [on_message, on_error] };
        self.hands.borrow_mut().workers.insert(id, living);
        Ok(())
    }

    fn post(&self, id: WorkerId, ticket: Ticket, posting: Posting) -> Result<(), JsValue> {
        let hands = self.hands.borrow();
        // A worker that could not be made is about to be reported.
        let Some(living) = hands.workers.get(&id) else { return Ok(()) };
        living.last_words.borrow_mut().take();
        let files = Array::new();
        for file in posting.files {
            let content: JsValue = match file.file.content() {
                FileContent::Browser(file) => file.into(),
                FileContent::Bytes(bytes) => {
                    let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
                    Blob::new_with_u8_array_sequence(&parts)?.into()
                }
            };
            files.push(&object(&[
                (key::NAME, file.name.into()),
                (key::CONTENT, content),
                (key::ID, file.file.id().number().into()),
            ]));
        }
        let text = serde_json::to_string(&posting.request)
            .map_err(|e| JsValue::from_str(&e.to_string()))?;
        // Tickets count the requests of one page, far below 2^53.
        let number = ticket.number() as f64;
        living.worker.post_message(&object(&[
            (key::TICKET, number.into()),
            (key::REQUEST, text.into()),
            (key::FILES, files.into()),
            (key::WHOLE, matches!(posting.request, Request::CheckReceived(_)).into()),
            (key::PACK, crate::pack::loaded_text().map_or(JsValue::UNDEFINED, JsValue::from_str)),
        ]))
    }

    fn stop(&self, id: WorkerId) {
        // Its handlers may be running now, so they are dropped in a later turn.
        let living = self.hands.borrow_mut().workers.remove(&id);
        if let Some(living) = living {
            living.worker.set_onmessage(None);
            living.worker.set_onerror(None);
            living.worker.terminate();
            wasm_bindgen_futures::spawn_local(async move { drop(living) });
        }
    }

    fn hear(&self, id: WorkerId, data: &JsValue) {
        let running = self.pool.borrow().request_of(id);
        let number = get(data, key::TICKET).as_f64();
        let Some(ticket) = running.filter(|t| Some(t.number() as f64) == number) else { return };
        if let Some(done) = get(data, key::DONE).as_f64() {
            let total = get(data, key::TOTAL).as_f64().unwrap_or(done) as u64;
            let listener = self.hands.borrow().listeners.get(&ticket).cloned();
            if let Some(listener) = listener {
                listener(Event::Progress { done: done as u64, total });
            }
            return;
        }
        let end = read_end(data);
        let spent = get(data, key::MEMORY).as_f64().is_some_and(|bytes| bytes > SPENT_BYTES);
        let (_, actions) = self.pool.borrow_mut().answered(id, spent);
        self.act(actions);
        self.end(ticket, end);
    }
}

fn read_end(data: &JsValue) -> Result<Reply<Answer>, CoreFailure> {
    let broken = |message: String| CoreFailure::Crashed { message };
    if let Some(failure) = get(data, key::FAILURE).as_string() {
        return Err(serde_json::from_str(&failure).unwrap_or_else(|e| broken(e.to_string())));
    }
    let text = get(data, key::ANSWER).as_string().unwrap_or_default();
    let answer = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
    let files = Array::from(&get(data, key::FILES))
        .iter()
        .map(|entry| {
            let name = get(&entry, key::NAME).as_string().unwrap_or_default();
            let buffer: ArrayBuffer = get(&entry, key::CONTENT).unchecked_into();
            let file = File::new_with_buffer_source_sequence(&Array::of1(&buffer), &name)
                .map_err(|e| broken(say(&e)))?;
            Ok(NamedFile { name, file: FileHandle::browser(file) })
        })
        .collect::<Result<Vec<_>, CoreFailure>>()?;
    Ok(Reply { answer, files })
}

fn what_happened(event: &ErrorEvent) -> String {
    // Read by name: if a worker's script does not load, the event has no message.
    let message = get(event, "message").as_string().unwrap_or_default();
    if message.is_empty() { "the worker did not start".to_owned() } else { message }
}
