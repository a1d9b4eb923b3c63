//! The live check: checks the draft after each pause in typing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use forms_core::finding::Finding;
use forms_core::submission::FileFacts;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::browser::today;
use crate::client::{CheckDraft, Client, CoreFailure, Event, NamedFile};
use crate::draft::Draft;

/// Pause in typing before the draft is checked, in milliseconds.
const PAUSE: u32 = 250;

/// The result of the last check.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LiveCheck {
    /// The number of the checked draft; see [`Draft::opened`].
    pub draft: u64,
    /// True if there was a check.
    pub done: bool,
    /// Its findings.
    pub findings: Rc<Vec<Finding>>,
    /// Why it failed, or `None`.
    pub failure: Option<CoreFailure>,
}

/// The number of the draft (see [`Draft::opened`]), the request and its files.
type CheckRequest = (u64, CheckDraft, Vec<NamedFile>);

/// Runs one check at a time: while one runs, only the newest draft waits.
#[derive(Default)]
struct Queue {
    busy: Cell<bool>,
    next: RefCell<Option<CheckRequest>>,
}

impl Queue {
    fn ask(
        self: &Rc<Self>,
        client: &Client,
        (draft, request, files): CheckRequest,
        tell: Callback<LiveCheck>,
    ) {
        if self.busy.replace(true) {
            self.next.replace(Some((draft, request, files)));
            return;
        }
        let (this, again) = (Rc::clone(self), client.clone());
        client.ask(request, files, move |event| {
            let Event::End(end) = event else { return };
            this.busy.set(false);
            // An answer that is already out of date would only flicker.
            if let Some(next) = this.next.take() {
                return this.ask(&again, next, tell.clone());
            }
            tell.emit(match end {
                Ok(reply) => {
                    let findings = reply.answer.into();
                    LiveCheck { draft, done: true, findings, failure: None }
                }
                Err(failure) => LiveCheck { draft, failure: Some(failure), ..LiveCheck::default() },
            });
        });
    }
}

/// Returns the request to check a draft, with the reference tables and the instruments that it cites.
fn request(draft: &Draft) -> CheckRequest {
    let attached = draft.attached();
    let facts = attached.iter().map(|f| FileFacts {
        name: f.name.clone(),
        bytes: f.file.bytes(),
        sha256: None,
    });
    let reference = draft.reference_files();
    let request = CheckDraft {
        application: draft.application().clone(),
        files: facts.collect(),
        tables: reference.map(|b| b.tables.clone()),
        today: today(),
    };
    let cited = draft.application().cited_documents();
    let mut files = reference.map(|b| b.files.clone()).unwrap_or_default();
    files.extend(attached.into_iter().filter(|f| cited.contains(f.name.as_str())));
    (draft.opened(), request, files)
}

/// Checks the draft after each pause in typing and returns the last result.
#[hook]
pub fn use_live_check(client: &Client, draft: &UseReducerHandle<Draft>) -> LiveCheck {
    let said = use_state(LiveCheck::default);
    let queue = use_memo((), |()| Rc::new(Queue::default()));
    {
        let (said, draft, client) = (said.clone(), draft.clone(), client.clone());
        use_effect_with(draft.revision(), move |_| {
            let timer = Timeout::new(PAUSE, move || {
                let tell = Callback::from(move |check| said.set(check));
                queue.ask(&client, request(&draft), tell);
            });
            // The next change drops the timer, and with it the check of this state.
            move || drop(timer)
        });
    }
    // The result of another draft says nothing about this one.
    if said.draft == draft.opened() { (*said).clone() } else { LiveCheck::default() }
}

#[cfg(test)]
mod tests {
    use forms_core::application::Application;
    use jiff::civil::date;

    use super::*;
    use crate::client::{Answer, Cancel, Core, Lane, Listener, Reply, Request};

    /// A core that answers when the test tells it to.
    #[derive(Clone, Default)]
    struct SlowCore(Rc<RefCell<Vec<(Request, Listener)>>>);

    impl Core for SlowCore {
        fn submit(
            &self,
            _: Lane,
            request: Request,
            _: Vec<NamedFile>,
            listener: Listener,
        ) -> Cancel {
            self.0.borrow_mut().push((request, listener));
            Box::new(|| ())
        }
    }

    fn draft(remark: &str) -> CheckRequest {
        let application = Application { remark: remark.into(), ..Default::default() };
        let today = date(2019, 5, 20);
        (0, CheckDraft { application, files: vec![], tables: None, today }, vec![])
    }

    #[test]
    fn while_one_runs_only_the_newest_waits() {
        let core = SlowCore::default();
        let client = Client::new(core.clone());
        let queue = Rc::new(Queue::default());
        let told = Rc::new(Cell::new(0));
        let tell = {
            let told = Rc::clone(&told);
            Callback::from(move |_| told.set(told.get() + 1))
        };
        for remark in ["1", "2", "3"] {
            queue.ask(&client, draft(remark), tell.clone());
        }
        let end = |at: usize| {
            let listener = Rc::clone(&core.0.borrow()[at].1);
            let reply = Reply { answer: Answer::CheckDraft(vec![]), files: vec![] };
            listener(Event::End(Ok(reply)));
        };
        assert_eq!(core.0.borrow().len(), 1);
        end(0);
        assert_eq!(told.get(), 0, "the first is out of date");
        assert_eq!(core.0.borrow().len(), 2);
        assert!(
            matches!(&core.0.borrow()[1].0, Request::CheckDraft(d) if d.application.remark == "3")
        );
        end(1);
        assert_eq!(told.get(), 1);
        queue.ask(&client, draft("4"), tell);
        assert_eq!(core.0.borrow().len(), 3, "the way is free again");
    }
}
