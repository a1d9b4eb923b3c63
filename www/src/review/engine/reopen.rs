//! Sessions as files: opened and united with this one, written, put away for a new one, taken up again.

use std::rc::Rc;

use forms_core::review::session::{self, Session, SessionError};
use jiff::Timestamp;
use ui::SaveState;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;

use super::note::{NotOpened, Opened};
use super::{BenchNote, Engine, timestamp};

/// Most bytes of a session that is opened: ten times that of the whole nation.
const MAX_SESSION: f64 = 512.0 * 1024.0 * 1024.0;

impl Engine {
    /// Opens a session and unites it with this one.
    pub(in crate::review) fn open(&self, name: String, file: File) {
        if self.state.borrow().saving.is_closed() {
            return self.say(BenchNote::ReadOnly);
        }
        let this = self.this.clone();
        spawn_local(async move {
            let text = match file.size() <= MAX_SESSION {
                true => JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()),
                false => None,
            };
            let Some(engine) = this.upgrade() else { return };
            let read = text.ok_or(NotOpened::Unread).and_then(|text| {
                session::read(&text).map_err(|e| match e {
                    SessionError::Shape(_) => NotOpened::Shape,
                    SessionError::Newer(_) => NotOpened::Newer,
                    SessionError::Changed(_) => NotOpened::Changed,
                })
            });
            match read {
                Ok(session) => engine.unite(name, session),
                Err(why) => engine.say(BenchNote::NotOpened { name, why }),
            }
        });
    }

    fn unite(&self, name: String, other: Session) {
        let opened = {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let count = |session: &Session| {
                let conflicts = session.fields().conflicts().count();
                (session.submissions().count(), session.events().len(), conflicts)
            };
            let before = count(&state.session);
            Rc::make_mut(&mut state.session).merge(other);
            let after = count(&state.session);
            state.saving.note_all(&state.session);
            Opened {
                name,
                submissions: after.0 - before.0,
                events: after.1 - before.1,
                conflicts: after.2.saturating_sub(before.2),
            }
        };
        self.void_comparison();
        self.save();
        self.say(BenchNote::Opened(opened));
        self.compare_when_idle();
    }

    /// The session as its document, `renkei.review/1`.
    pub(in crate::review) fn document(&self) -> String {
        session::write(&self.state.borrow().session)
    }

    /// Puts the session away and begins a new one. If it cannot be put away, it stays.
    pub(in crate::review) fn begin_anew(&self) {
        self.replace(Session::new());
    }

    /// Puts the session away and takes up an earlier one, by the time at which that was put away.
    pub(in crate::review) fn take_up(&self, at: String) {
        let store = self.state.borrow().saving.store();
        let Some(store) = store else { return self.say_unsaved() };
        let this = self.this.clone();
        spawn_local(async move {
            let document = store.earlier_document(&at).await;
            let Some(engine) = this.upgrade() else { return };
            match document.ok().flatten().and_then(|text| session::read(&text).ok()) {
                Some(session) => engine.replace(session),
                None => engine.say(BenchNote::NotOpened { name: at, why: NotOpened::Unread }),
            }
        });
    }

    fn replace(&self, next: Session) {
        let store = self.state.borrow().saving.store();
        let Some(store) = store else { return self.say_unsaved() };
        self.cancel();
        let this = self.this.clone();
        spawn_local(async move {
            let Some(engine) = this.upgrade() else { return };
            let (at, document) = (timestamp(), engine.document());
            let is_empty = engine.state.borrow().session.is_empty();
            let put_away = match is_empty {
                true => Ok(()),
                false => store.put_away(&at.to_string(), &document).await,
            };
            if let Err(error) = put_away {
                engine.state.borrow_mut().saving.state = SaveState::Failed(error.clone());
                return engine.say(BenchNote::NotPutAway(error.to_string()));
            }
            engine.begin_with(next, at, !is_empty);
        });
    }

    fn begin_with(&self, next: Session, put_away: Timestamp, was_kept: bool) {
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            state.session = next.into();
            state.intake = Rc::default();
            state.notes = Rc::default();
            state.held = Rc::default();
            state.steps = Default::default();
            if was_kept {
                Rc::make_mut(&mut state.earlier).push(put_away.to_string());
            }
            state.saving.note_all(&state.session);
        }
        self.void_comparison();
        self.save();
        self.publish();
        self.compare_when_idle();
    }

    /// Says why nothing can be put away: another tab holds the session, or the browser does not save it.
    fn say_unsaved(&self) {
        let state = self.state.borrow().saving.state.clone();
        self.say(match state {
            SaveState::Failed(error) => BenchNote::NotPutAway(error.to_string()),
            _ => BenchNote::ReadOnly,
        });
    }

    /// Says something, in place of what was said before.
    pub(super) fn say(&self, note: BenchNote) {
        self.state.borrow_mut().notes = Rc::new(vec![note]);
        self.publish();
    }
}
