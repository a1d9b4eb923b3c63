//! Autosave: the draft is restored when the page opens and saved after each pause in typing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::{DraftStore, Held, StoreError, hold, hour_and_minute};
use crate::draft::{Draft, DraftState, Edit};

/// Pause in typing before the draft is saved, in milliseconds.
const PAUSE: u32 = 600;

/// Pause before something that could not be saved is tried again, in milliseconds.
pub const PAUSE_AFTER_FAILURE: u32 = 10_000;

/// Whether the draft, or the session of a review, is saved in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// The database is being opened.
    Opening,
    /// Nothing was entered yet.
    Nothing,
    /// The draft is being saved, or will be after the pause.
    Saving,
    /// The draft was saved at this time of day, such as `09:05`.
    Kept(String),
    /// Another tab holds the draft; this one saves nothing.
    Elsewhere,
    /// The draft could not be saved.
    Failed(StoreError),
}

/// Restores the draft of the last visit, saves the draft after each pause in typing, and returns
/// whether it is saved.
#[hook]
pub fn use_autosave(draft: &UseReducerHandle<Draft>) -> SaveState {
    let saving = Autosave {
        state: use_state(|| SaveState::Opening),
        store: use_state(|| None),
        saved: use_mut_ref(|| None),
        failed: use_memo((), |()| Cell::new(None)),
        is_saving: use_memo((), |()| Cell::new(false)),
    };
    use_restore(draft, &saving);
    use_save_after_pause(draft, &saving);
    // The last keystrokes are not saved yet, whatever the last save returned.
    let is_outdated = saving.store.is_some() && *saving.saved.borrow() != Some(draft.revision());
    match &*saving.state {
        SaveState::Nothing | SaveState::Kept(_) if is_outdated => SaveState::Saving,
        state => state.clone(),
    }
}

/// The state of [`use_autosave`].
#[derive(Clone)]
struct Autosave {
    state: UseStateHandle<SaveState>,
    /// The browser's database, once it is open.
    store: UseStateHandle<Option<Rc<DraftStore>>>,
    /// Revision of the draft that was saved last: written, not only sent.
    saved: Rc<RefCell<Option<u64>>>,
    /// Revision of the draft that could not be saved.
    failed: Rc<Cell<Option<u64>>>,
    is_saving: Rc<Cell<bool>>,
}

/// Opens the database and restores the draft in it, if there is one.
#[hook]
fn use_restore(draft: &UseReducerHandle<Draft>, saving: &Autosave) {
    let (Autosave { state, store, saved, .. }, draft) = (saving.clone(), draft.clone());
    use_effect_with((), move |()| {
        spawn_local(async move {
            if !hold(Held::Draft).await {
                return state.set(SaveState::Elsewhere);
            }
            match open().await {
                Ok((database, restored)) => {
                    saved.replace(Some(draft.revision() + u64::from(restored.is_some())));
                    if let Some(restored) = restored {
                        draft.dispatch(Edit::Restore(restored));
                        state.set(SaveState::Kept(hour_and_minute()));
                    } else {
                        state.set(SaveState::Nothing);
                    }
                    store.set(Some(Rc::new(database)));
                }
                Err(error) => state.set(SaveState::Failed(error)),
            }
        });
    });
}

/// Saves the draft when typing pauses, one save at a time. What could not be saved is tried again.
#[hook]
fn use_save_after_pause(draft: &UseReducerHandle<Draft>, saving: &Autosave) {
    let (Autosave { state, store, saved, failed, is_saving }, draft) =
        (saving.clone(), draft.clone());
    let ready = (draft.revision(), store.is_some(), matches!(*state, SaveState::Saving));
    let store = (*store).clone();
    use_effect_with(ready, move |(revision, _, _)| {
        let (revision, is_saved) = (*revision, *saved.borrow() == Some(*revision));
        let timer = store.filter(|_| !is_saved && !is_saving.get()).map(|store| {
            let has_failed = failed.get() == Some(revision);
            let pause = if has_failed { PAUSE_AFTER_FAILURE } else { PAUSE };
            Timeout::new(pause, move || {
                is_saving.set(true);
                state.set(SaveState::Saving);
                spawn_local(async move {
                    let end = store.save(draft.state()).await;
                    match end {
                        Ok(()) | Err(StoreError::Files(_)) => drop(saved.replace(Some(revision))),
                        Err(_) => failed.set(Some(revision)),
                    }
                    is_saving.set(false);
                    state.set(match end {
                        Ok(()) => SaveState::Kept(hour_and_minute()),
                        Err(error) => SaveState::Failed(error),
                    });
                });
            })
        });
        move || drop(timer)
    });
}

/// Opens the database and reads the draft in it.
async fn open() -> Result<(DraftStore, Option<DraftState>), StoreError> {
    let store = DraftStore::open().await?;
    let saved = store.load().await?;
    Ok((store, saved))
}
