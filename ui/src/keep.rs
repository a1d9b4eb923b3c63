//! Keeping the draft: found again when the page opens, written after each pause.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::{DraftStore, StoreError, hold_draft, hour_and_minute};
use crate::draft::{Draft, Edit};

/// How long typing has to rest, in milliseconds.
const PAUSE: u32 = 600;

/// Whether the draft is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveState {
    /// Looking for a draft that was kept.
    Opening,
    /// Nothing entered yet.
    Nothing,
    /// Being written.
    Saving,
    /// Kept, at this time of day.
    Kept(String),
    /// Another tab has the draft; this one keeps nothing.
    Elsewhere,
    /// Not kept.
    Failed(StoreError),
}

/// Finds the draft again and keeps it from then on.
#[hook]
pub fn use_autosave(draft: &UseReducerHandle<Draft>) -> SaveState {
    let state = use_state(|| SaveState::Opening);
    let store = use_state(|| None::<Rc<DraftStore>>);
    // The revision that is kept, and whether one is being written.
    let kept = use_mut_ref(|| None::<u64>);
    let busy = use_memo((), |()| Cell::new(false));
    {
        let (state, store, draft) = (state.clone(), store.clone(), draft.clone());
        let kept = Rc::clone(&kept);
        use_effect_with((), move |()| {
            spawn_local(async move {
                if !hold_draft().await {
                    return state.set(SaveState::Elsewhere);
                }
                match open().await {
                    Ok((found, saved)) => {
                        kept.replace(Some(draft.revision() + u64::from(saved.is_some())));
                        if let Some(saved) = saved {
                            draft.dispatch(Edit::Restore(saved));
                            state.set(SaveState::Kept(hour_and_minute()));
                        } else {
                            state.set(SaveState::Nothing);
                        }
                        store.set(Some(Rc::new(found)));
                    }
                    Err(error) => state.set(SaveState::Failed(error)),
                }
            });
        });
    }
    {
        let (state, draft) = (state.clone(), draft.clone());
        let ready = (draft.revision(), store.is_some(), matches!(*state, SaveState::Saving));
        let (store, kept) = ((*store).clone(), Rc::clone(&kept));
        use_effect_with(ready, move |(revision, _, _)| {
            let (revision, is_kept) = (*revision, *kept.borrow() == Some(*revision));
            let timer = store.filter(|_| !is_kept && !busy.get()).map(|store| {
                Timeout::new(PAUSE, move || {
                    busy.set(true);
                    state.set(SaveState::Saving);
                    spawn_local(async move {
                        let end = store.save(draft.state()).await;
                        kept.replace(Some(revision));
                        busy.set(false);
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
    // What was typed a moment ago is not kept yet, whatever the last save said.
    let is_behind = store.is_some() && *kept.borrow() != Some(draft.revision());
    match &*state {
        SaveState::Nothing | SaveState::Kept(_) if is_behind => SaveState::Saving,
        state => state.clone(),
    }
}

async fn open() -> Result<(DraftStore, Option<crate::draft::DraftState>), StoreError> {
    let store = DraftStore::open().await?;
    let saved = store.load().await?;
    Ok((store, saved))
}
