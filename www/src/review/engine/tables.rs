//! Holds registries, layouts and earlier ordinances for the session. Files that are at hand are checked again when they
//! change.

use std::collections::BTreeSet;
use std::rc::Rc;

use ui::browser::Dropped;
use ui::client::{Event, FileHandle, NamedFile, ReadReference};
use wasm_bindgen_futures::spawn_local;

use super::Engine;
use crate::review::held::{HeldReference, ReferenceRole};
use crate::review::intake::Stage;

impl Engine {
    /// Reads files and holds those that are reference data.
    pub(in crate::review) fn hold_reference(&self, dropped: Vec<Dropped>) {
        if self.state.borrow().saving.is_closed() {
            return;
        }
        for one in dropped {
            let (name, file) = match one {
                Dropped::File { path, file } => (path, file),
                Dropped::Folder { name } => {
                    self.held_mut(|held| held.add_unread(&name, String::new()));
                    continue;
                }
                Dropped::Unreadable { path, message } => {
                    self.held_mut(|held| held.add_unread(&path, message));
                    continue;
                }
            };
            self.held_mut(|held| held.reading += 1);
            let files = vec![NamedFile { name: name.clone(), file: FileHandle::browser(file) }];
            let this = self.this.clone();
            self.client.ask(ReadReference, files, move |event| {
                let (Event::End(end), Some(engine)) = (event, this.upgrade()) else { return };
                engine.held_mut(|held| {
                    held.reading = held.reading.saturating_sub(1);
                    match end {
                        Ok(mut reply) => {
                            if let Some(copy) = reply.files.pop() {
                                held.add(&name, *reply.answer, copy.file);
                            }
                        }
                        Err(failure) => held.add_unread(&name, failure.to_string()),
                    }
                });
                // One after another would check everything as often as there are files.
                if engine.state.borrow().held.reading == 0 {
                    engine.reference_changed();
                }
                engine.publish();
            });
        }
        self.publish();
    }

    /// Gives a reference file another role; `None` to leave it out.
    pub(in crate::review) fn choose_reference(&self, at: usize, role: Option<ReferenceRole>) {
        self.held_mut(|held| held.choose(at, role));
        self.reference_changed();
        self.publish();
    }

    /// Removes a reference file.
    pub(in crate::review) fn drop_reference(&self, at: usize) {
        self.held_mut(|held| held.remove(at));
        self.reference_changed();
        self.publish();
    }

    fn held_mut(&self, change: impl FnOnce(&mut HeldReference)) {
        change(Rc::make_mut(&mut self.state.borrow_mut().held));
    }

    /// Keeps the reference files, and checks what is at hand again if other ones are used now.
    fn reference_changed(&self) {
        let (store, held, again) = {
            let state = self.state.borrow();
            let basis = self.basis_with(&state.held).id();
            let outdated = |sha256| {
                let submission = state.session.submission(sha256);
                submission.is_some_and(|s| !s.checks.contains_key(&basis))
            };
            let files = state.intake.files().iter().filter(|file| match &file.stage {
                Stage::Checked { sha256, .. } => outdated(sha256),
                _ => false,
            });
            let again: BTreeSet<usize> = files.map(|file| file.id).collect();
            (state.saving.store(), Rc::clone(&state.held), again)
        };
        if let Some(store) = store {
            let this = self.this.clone();
            spawn_local(async move {
                let (text, files) = held.to_keep();
                let kept = store.keep_reference(&text, &files).await;
                if let (Err(error), Some(engine)) = (kept, this.upgrade()) {
                    engine.could_not_save(error);
                }
            });
        }
        self.void_comparison();
        self.check_again(again);
        self.compare_when_idle();
    }

    /// Restores the reference files of an earlier visit.
    pub(super) async fn restore_reference(&self) {
        let Some(store) = self.state.borrow().saving.store() else { return };
        // The session is complete without them; files that cannot be restored are asked for again.
        let Ok(Some((text, files))) = store.reference().await else { return };
        if let Some(kept) = HeldReference::kept(&text, files) {
            self.held_mut(|held| *held = kept);
        }
    }
}
