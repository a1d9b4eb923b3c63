//! The client of the core: typed requests with progress, cancel and an answer, run directly in tests
//! and by workers in the browser.

mod browser_source;
mod bundle;
mod direct;
mod execute;
mod file;
mod instrument;
mod memory;
mod pool;
mod protocol;
mod received;
mod review_protocol;
mod tables;
mod worker_core;
mod worker_side;

use std::cell::Cell;
use std::rc::Rc;

pub use browser_source::BrowserSource;
pub use direct::DirectCore;
pub use execute::{AnswerFile, RequestFile, Response, execute};
pub use file::{FileContent, FileHandle, FileId, NamedFile};
pub use instrument::{
    InstrumentReading, LookUp, LookedUp, ProvisionGroup, ProvisionLine, ReadInstrument, Unreadable,
};
pub use memory::Memory;
pub use pool::{Action, Pool, Ticket, WorkerId};
pub use protocol::*;
pub use review_protocol::*;
pub use tables::TableSet;
pub use worker_core::WorkerCore;
pub use worker_side::serve;

/// Progress or the end of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Event<A> {
    /// `done` of `total` bytes.
    Progress {
        /// Bytes so far.
        done: u64,
        /// Bytes in all, as far as known.
        total: u64,
    },
    /// The end; no event follows.
    End(Result<Reply<A>, CoreFailure>),
}

/// An answer and the files that came with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<A> {
    /// The answer.
    pub answer: A,
    /// The files.
    pub files: Vec<NamedFile>,
}

/// Called with each event of a request.
pub type Listener = Rc<dyn Fn(Event<Answer>)>;

/// Cancels a running request.
pub type Cancel = Box<dyn FnOnce()>;

/// An implementation of the core's requests.
pub trait Core {
    /// Starts a request. The listener is called with progress, and with the end exactly once.
    fn submit(
        &self,
        lane: Lane,
        request: Request,
        files: Vec<NamedFile>,
        listener: Listener,
    ) -> Cancel;

    /// The number of requests of the batch lane that run at the same time.
    fn width(&self) -> usize {
        1
    }
}

/// A typed client of a [`Core`], cheap to clone.
#[derive(Clone)]
pub struct Client(Rc<dyn Core>);

impl Client {
    /// Makes a client of a core.
    pub fn new(core: impl Core + 'static) -> Self {
        Self(Rc::new(core))
    }

    /// Gets the workers of the batch lane ready.
    pub fn prepare(&self) {
        for _ in 0..self.0.width() {
            self.ask(Prepare, Vec::new(), |_| ());
        }
    }

    /// Starts a request and calls `listen` with its progress and answer.
    pub fn ask<C: Call>(
        &self,
        call: C,
        files: Vec<NamedFile>,
        listen: impl Fn(Event<C::Answer>) + 'static,
    ) -> Pending {
        let ended = Rc::new(Cell::new(false));
        let flag = Rc::clone(&ended);
        let listener: Listener = Rc::new(move |event| {
            if flag.get() {
                return;
            }
            listen(match event {
                Event::Progress { done, total } => Event::Progress { done, total },
                Event::End(end) => {
                    flag.set(true);
                    Event::End(end.and_then(typed::<C>))
                }
            });
        });
        let cancel = self.0.submit(C::LANE, call.into_request(), files, listener);
        Pending { ended, cancel }
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

fn typed<C: Call>(reply: Reply<Answer>) -> Result<Reply<C::Answer>, CoreFailure> {
    match C::from_answer(reply.answer) {
        Some(answer) => Ok(Reply { answer, files: reply.files }),
        None => Err(CoreFailure::Crashed { message: "the answer is of another kind".to_owned() }),
    }
}

/// A request that was started. Dropping it lets the request run on.
pub struct Pending {
    ended: Rc<Cell<bool>>,
    cancel: Cancel,
}

impl Pending {
    /// Cancels it; unless it has ended already, it ends with [`CoreFailure::Cancelled`].
    pub fn cancel(self) {
        (self.cancel)();
    }

    /// True if it has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.ended.get()
    }
}
