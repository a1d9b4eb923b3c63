//! Saves the session in the browser as it changes, and restores it.
//!
//! What is not written yet is a set of keys; a record is made from the session when it is its turn, so that one that
//! changed twice is written once.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use forms_core::finding::{make, word};
use forms_core::review::session::{
    Basis, Event, EventId, KeptFinding, NotRead, Session, Sha256Hex, Submission,
};
use gloo::timers::callback::Timeout;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ui::browser::{
    Held, RecordKind, SessionRecord, SessionStore, StoreError, hold, hour_and_minute,
};
use ui::{PAUSE_AFTER_FAILURE, SaveState};
use wasm_bindgen_futures::spawn_local;

use super::{Engine, State, timestamp};

/// Pause before the records of checked files are written, in milliseconds, so that many are written at once.
const PAUSE: u32 = 300;

/// The number of records that are written at once.
const AT_ONCE: usize = 64;

/// The state of saving.
pub(super) struct Saving {
    /// The database, once it is open and this tab holds it.
    store: Option<Rc<SessionStore>>,
    /// What is not written yet.
    unsaved: BTreeSet<(RecordKind, String)>,
    writing: bool,
    timer: Option<Timeout>,
    pub(super) state: SaveState,
}

/// A file that was dropped and has no result yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct WaitingFile {
    path: String,
    seen: Timestamp,
}

impl Saving {
    /// Before the database is open.
    pub(super) fn new() -> Self {
        let unsaved = BTreeSet::new();
        Self { store: None, unsaved, writing: false, timer: None, state: SaveState::Opening }
    }

    /// Notes that a record changed.
    pub(super) fn note(&mut self, kind: RecordKind, key: impl Into<String>) {
        self.unsaved.insert((kind, key.into()));
    }

    /// Notes that events were added.
    pub(super) fn note_events(&mut self, ids: &[EventId]) {
        ids.iter().for_each(|id| self.note(RecordKind::Event, id.to_string()));
    }

    /// Notes that everything in a session is to be written.
    pub(super) fn note_all(&mut self, session: &Session) {
        for (id, _) in session.events() {
            self.note(RecordKind::Event, id.to_string());
        }
        for basis in session.bases() {
            self.note(RecordKind::Basis, basis.id().to_string());
        }
        for (path, _) in session.all_not_read() {
            self.note(RecordKind::NotRead, path);
        }
        for submission in session.submissions() {
            self.note(RecordKind::Submission, submission.sha256.to_string());
        }
        self.note(RecordKind::Waiting, "");
    }

    /// Whether everything is saved: what waits to be written is not.
    pub(super) fn shown(&self) -> SaveState {
        match &self.state {
            SaveState::Kept(_) | SaveState::Nothing if !self.unsaved.is_empty() => {
                SaveState::Saving
            }
            state => state.clone(),
        }
    }

    /// The database, if this tab may write to it.
    pub(super) fn store(&self) -> Option<Rc<SessionStore>> {
        self.store.clone()
    }

    /// True if another tab holds the session.
    pub(super) fn is_read_only(&self) -> bool {
        self.state == SaveState::Elsewhere
    }

    /// True while nothing may be changed here: the session is being restored, or another tab holds it.
    pub(super) fn is_closed(&self) -> bool {
        matches!(self.state, SaveState::Opening | SaveState::Elsewhere)
    }
}

impl State {
    /// Takes the records that are to be written next.
    fn next_records(&mut self) -> Vec<SessionRecord> {
        let unsaved = &mut self.saving.unsaved;
        let rest = unsaved.iter().nth(AT_ONCE).cloned();
        let later = rest.map(|first| unsaved.split_off(&first)).unwrap_or_default();
        let next = std::mem::replace(unsaved, later);
        let mut records = Vec::new();
        for (kind, key) in next {
            let text = self.record(kind, &key);
            // A record of the session is there once its key is; only the list of waiting files comes and goes.
            if text.is_some() || kind == RecordKind::Waiting {
                records.push(SessionRecord { kind, key, text });
            }
        }
        records
    }

    fn record(&self, kind: RecordKind, key: &str) -> Option<String> {
        let session = &self.session;
        match kind {
            RecordKind::Event => json(session.event(&EventId::parse(key)?)?),
            RecordKind::Basis => json(session.bases().find(|basis| basis.id().to_string() == key)?),
            RecordKind::NotRead => json(session.last_not_read(key)?),
            RecordKind::Submission => json(session.submission(&Sha256Hex(key.to_owned()))?),
            RecordKind::Waiting => {
                let open = self.intake.files().iter().filter(|file| file.stage.is_open());
                let open = open.map(|f| WaitingFile { path: f.path.clone(), seen: f.seen });
                let open: Vec<WaitingFile> = open.collect();
                (!open.is_empty()).then(|| json(&open)).flatten()
            }
        }
    }
}

impl Engine {
    /// Opens the database and restores the session.
    pub(in crate::review) fn restore(&self) {
        let this = self.this.clone();
        spawn_local(async move {
            let held = hold(Held::Review).await;
            let opened = open().await;
            let Some(engine) = this.upgrade() else { return };
            match opened {
                Ok((store, session, waiting)) => {
                    {
                        let mut guard = engine.state.borrow_mut();
                        let state = &mut *guard;
                        // What was dropped while the database was opened stays.
                        Rc::make_mut(&mut state.session).merge(session);
                        state.saving.state = match (held, state.session.is_empty()) {
                            (false, _) => SaveState::Elsewhere,
                            (true, true) => SaveState::Nothing,
                            (true, false) => SaveState::Kept(hour_and_minute()),
                        };
                        if held {
                            state.saving.store = Some(Rc::new(store));
                            state.lose(waiting);
                        }
                    }
                    engine.restore_reference().await;
                    let store = engine.state.borrow().saving.store();
                    if let Some(store) = store
                        && let Ok(earlier) = store.earlier().await
                    {
                        engine.state.borrow_mut().earlier = earlier.into();
                    }
                }
                Err(error) => engine.state.borrow_mut().saving.state = SaveState::Failed(error),
            }
            engine.void_comparison();
            engine.save();
            engine.publish();
            engine.compare_when_idle();
        });
    }

    /// Writes what is not written yet, now.
    pub(super) fn save(&self) {
        let store = {
            let saving = &mut self.state.borrow_mut().saving;
            saving.timer = None;
            let Some(store) = saving.store.clone() else { return };
            if saving.writing || saving.unsaved.is_empty() {
                return;
            }
            saving.writing = true;
            saving.state = SaveState::Saving;
            store
        };
        let this = self.this.clone();
        spawn_local(async move {
            loop {
                let Some(engine) = this.upgrade() else { return };
                let records = engine.state.borrow_mut().next_records();
                if records.is_empty() {
                    return engine.saved(Ok(()));
                }
                let keys: Vec<_> = records.iter().map(|r| (r.kind, r.key.clone())).collect();
                let written = store.write(records).await;
                let state = &mut *engine.state.borrow_mut();
                if store.take_renewed() {
                    state.saving.note_all(&state.session);
                }
                if let Err(error) = written {
                    state.saving.unsaved.extend(keys);
                    let engine = Rc::clone(&engine);
                    // The borrow ends first.
                    spawn_local(async move { engine.saved(Err(error)) });
                    return;
                }
            }
        });
    }

    /// Writes what is not written yet, in a moment: more may follow.
    pub(super) fn save_soon(&self) {
        let waits = self.state.borrow().saving.timer.is_some();
        if !waits {
            self.save_after(PAUSE);
        }
    }

    fn save_after(&self, pause: u32) {
        let this = self.this.clone();
        let timer = Timeout::new(pause, move || {
            if let Some(engine) = this.upgrade() {
                engine.save();
            }
        });
        self.state.borrow_mut().saving.timer = Some(timer);
    }

    /// Says that something beside the records could not be saved.
    pub(super) fn could_not_save(&self, error: StoreError) {
        self.state.borrow_mut().saving.state = SaveState::Failed(error);
        self.publish();
    }

    /// Notes the end of writing. What could not be written is tried again.
    fn saved(&self, end: Result<(), StoreError>) {
        let failed = end.is_err();
        {
            let saving = &mut self.state.borrow_mut().saving;
            saving.writing = false;
            saving.state = match end {
                Ok(()) => SaveState::Kept(hour_and_minute()),
                Err(error) => SaveState::Failed(error),
            };
        }
        if failed {
            self.save_after(PAUSE_AFTER_FAILURE);
        }
        self.publish_soon();
    }
}

impl State {
    /// Notes the files that were waiting when the page was closed: they have no result, and the files are not at hand.
    fn lose(&mut self, waiting: Vec<WaitingFile>) {
        let session = Rc::make_mut(&mut self.session);
        let mut why = make::zip_026(word::Zip026::Waiting, "");
        ui::pack::in_use().set_severities([&mut why]);
        let sightings = session.submissions().flat_map(|s| &s.sightings);
        let mut known: BTreeMap<String, Timestamp> = BTreeMap::new();
        for (path, seen) in sightings.map(|s| (s.path.clone(), s.seen)) {
            let last = known.entry(path).or_insert(seen);
            *last = seen.max(*last);
        }
        for WaitingFile { path, seen } in waiting {
            let failed = session.last_not_read(&path).map(|known| known.seen);
            let known = known.get(&path).copied().max(failed);
            if known.is_none_or(|known| known < seen) {
                let finding = KeptFinding::from(&why);
                session.add_not_read(&path, NotRead { seen, at: timestamp(), finding });
                self.saving.note(RecordKind::NotRead, path);
            }
        }
        self.saving.note(RecordKind::Waiting, "");
    }
}

/// Opens the database and reads the session in it, with the files that were waiting.
async fn open() -> Result<(SessionStore, Session, Vec<WaitingFile>), StoreError> {
    let store = SessionStore::open().await?;
    let records = store.load().await?;
    let (session, waiting) = read(records).map_err(StoreError::Content)?;
    Ok((store, session, waiting))
}

/// Makes a session of its records.
///
/// # Errors
/// Names a record that does not fit its key or was written by another version.
fn read(records: Vec<SessionRecord>) -> Result<(Session, Vec<WaitingFile>), String> {
    let mut session = Session::new();
    let mut waiting = Vec::new();
    for SessionRecord { kind, key, text } in records {
        let Some(text) = text else { continue };
        let failed = |e: serde_json::Error| format!("{key}: {e}");
        match kind {
            RecordKind::Event => {
                let event: Event = serde_json::from_str(&text).map_err(failed)?;
                if session.add(event).to_string() != key {
                    return Err(key);
                }
            }
            RecordKind::Basis => {
                session.add_basis(serde_json::from_str::<Basis>(&text).map_err(failed)?);
            }
            RecordKind::NotRead => {
                let not_read: NotRead = serde_json::from_str(&text).map_err(failed)?;
                session.add_not_read(&key, not_read);
            }
            RecordKind::Submission => {
                let submission = serde_json::from_str::<Submission>(&text).map_err(failed)?;
                session.add_submission(submission);
            }
            RecordKind::Waiting => waiting = serde_json::from_str(&text).map_err(failed)?,
        }
    }
    Ok((session, waiting))
}

/// A record as JSON.
fn json(record: &impl Serialize) -> Option<String> {
    // Strings, numbers and lists of them always serialise.
    serde_json::to_string(record).ok()
}
