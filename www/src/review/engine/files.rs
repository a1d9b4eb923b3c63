//! Takes dropped files in and has them checked.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use forms_core::finding::{Finding, make, word};
use forms_core::review::session::{Basis, KeptFinding, NotRead, Sighting, Submission};
use jiff::Timestamp;
use ui::browser::{DropPart, Dropped, RecordKind};
use ui::client::{CheckReceived, CoreFailure, Event, FileHandle, NamedFile, Received};
use web_sys::File;

use super::{BenchNote, Engine, State, mark, now, timestamp};
use crate::review::intake::{FailureCause, IntakeFile, Stage};

/// The drops whose folders are being listed.
#[derive(Debug, Default)]
pub(super) struct Drops(BTreeMap<u32, DropState>);

#[derive(Debug)]
struct DropState {
    /// All files of a drop were received at one time.
    seen: Timestamp,
    paths: BTreeSet<String>,
    others: usize,
}

impl DropState {
    fn new(seen: Timestamp) -> Self {
        Self { seen, paths: BTreeSet::new(), others: 0 }
    }

    /// The path of a file, told apart from those of the same drop that have the same.
    fn own_path(&mut self, path: String) -> String {
        // A folder of its own: the name of the file is checked and must stay as it is.
        let numbered = |count: usize| format!("〔{count}〕/{path}");
        let mut own = path.clone();
        for count in 2.. {
            if self.paths.insert(own.clone()) {
                break;
            }
            own = numbered(count);
        }
        own
    }
}

impl State {
    /// Adds a part of a drop. Returns the files to check, and those that the browser could not open with its message.
    fn add(&mut self, part: DropPart) -> (Vec<usize>, Vec<(usize, String)>) {
        let DropPart { drop, items, more } = part;
        let intake = Rc::make_mut(&mut self.intake);
        if !intake.is_running() {
            self.run_began = now();
            self.notes = Rc::default();
        }
        let notes = Rc::make_mut(&mut self.notes);
        let state = self.drops.0.entry(drop).or_insert_with(|| {
            intake.list(true);
            DropState::new(timestamp())
        });
        let (mut to_check, mut unopened) = (Vec::new(), Vec::new());
        for item in items {
            let id = intake.next_id();
            match item {
                Dropped::File { path, file } if is_checked(&path) => {
                    let modified = Timestamp::from_millisecond(file.last_modified() as i64).ok();
                    let path = state.own_path(path);
                    intake.add(waiting(id, path, state.seen, modified, Some(file)));
                    to_check.push(id);
                }
                Dropped::File { .. } => state.others += 1,
                Dropped::Folder { name } => notes.push(BenchNote::Folder(name)),
                Dropped::Unreadable { path, message } => {
                    let path = state.own_path(path);
                    intake.add(waiting(id, path, state.seen, None, None));
                    unopened.push((id, message));
                }
            }
        }
        if !more && let Some(end) = self.drops.0.remove(&drop) {
            intake.list(false);
            notes.extend((end.others > 0).then_some(BenchNote::Others(end.others)));
            notes.extend(end.paths.is_empty().then_some(BenchNote::Nothing));
        }
        self.take_for_the_same(&to_check);
        (to_check, unopened)
    }

    /// Takes new files for those of the same path that came earlier and have no result, and says so.
    fn take_for_the_same(&mut self, new: &[usize]) {
        let intake = Rc::make_mut(&mut self.intake);
        let mut open: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for file in intake.failed() {
            open.entry(file.path.clone()).or_default().push(file.id);
        }
        let lost: BTreeSet<&str> = self.session.not_read().map(|(path, _)| path).collect();
        let files = new.iter().filter_map(|id| intake.file(*id)).map(|f| f.path.clone());
        let again: Vec<String> =
            files.filter(|p| open.contains_key(p) || lost.contains(p.as_str())).collect();
        for path in again {
            for id in open.remove(&path).unwrap_or_default() {
                intake.set(id, Stage::Replaced);
            }
            Rc::make_mut(&mut self.notes).push(BenchNote::Again(path));
        }
    }
}

fn waiting(
    id: usize,
    path: String,
    seen: Timestamp,
    modified: Option<Timestamp>,
    file: Option<File>,
) -> IntakeFile {
    // The browser gives a float, which is exact up to 2^53.
    let bytes = file.as_ref().map_or(0, |file| file.size() as u64);
    let file = file.map(FileHandle::browser);
    IntakeFile { id, path, bytes, seen, modified, file, stage: Stage::Waiting }
}

/// True if a file with this path is checked. In a folder only ZIPs are; a file that was dropped itself is checked
/// whatever its name.
fn is_checked(path: &str) -> bool {
    !path.contains('/') || path.to_ascii_lowercase().ends_with(".zip")
}

/// Why a check did not end, as a cause and as a finding.
fn not_checked(failure: CoreFailure) -> (FailureCause, Finding) {
    use word::Zip026::{Cancelled, Failed, Stopped};
    match failure {
        CoreFailure::Cancelled => (FailureCause::Cancelled, make::zip_026(Cancelled, "")),
        CoreFailure::Crashed { message } => {
            (FailureCause::Crashed, make::zip_026(Stopped, message))
        }
        CoreFailure::File { message, .. } => {
            (FailureCause::NotRead, make::zip_026(Failed, message))
        }
    }
}

impl Engine {
    /// Takes in a part of a drop.
    pub(in crate::review) fn take(&self, part: DropPart) {
        if self.state.borrow().saving.is_read_only() {
            return self.say(BenchNote::ReadOnly);
        }
        mark("dropped");
        let (to_check, unopened) = self.state.borrow_mut().add(part);
        self.void_comparison();
        // The first to be written: a page that is closed in the middle knows what it has not checked.
        self.state.borrow_mut().saving.note(RecordKind::Waiting, "");
        self.save();
        for (id, message) in unopened {
            let finding = make::zip_026(word::Zip026::Failed, message);
            self.fail(id, FailureCause::NotRead, finding);
        }
        for id in to_check {
            self.check(id);
        }
        self.publish();
        self.compare_when_idle();
    }

    /// Cancels every check that has not ended. The files stay and can be tried again.
    pub(in crate::review) fn cancel(&self) {
        let pending = std::mem::take(&mut self.state.borrow_mut().pending);
        // The last first: the waiting ones would otherwise be given to the workers that become free.
        for (_, pending) in pending.into_iter().rev() {
            pending.cancel();
        }
        self.publish();
    }

    /// Checks files again that have no result: one, or all.
    pub(in crate::review) fn retry(&self, one: Option<usize>) {
        let ids: BTreeSet<usize> = {
            let state = self.state.borrow();
            let failed = state.intake.failed().filter(|file| file.file.is_some());
            failed.map(|file| file.id).filter(|id| one.is_none_or(|one| one == *id)).collect()
        };
        self.check_again(ids);
    }

    /// Has files of this visit checked again.
    pub(super) fn check_again(&self, ids: BTreeSet<usize>) {
        if ids.is_empty() {
            return;
        }
        {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            if !state.intake.is_running() {
                state.run_began = now();
            }
            Rc::make_mut(&mut state.intake).reopen(&ids);
        }
        self.void_comparison();
        ids.into_iter().for_each(|id| self.check(id));
        self.publish();
    }

    /// Asks the core to check a file.
    fn check(&self, id: usize) {
        let (call, files, basis) = {
            let state = self.state.borrow();
            let basis = self.basis_with(&state.held);
            let Some(file) = state.intake.file(id) else { return };
            let Some(handle) = file.file.clone() else { return };
            let IntakeFile { seen, modified, .. } = **file;
            let (tables, mut files) = state.held.tables().unzip();
            let files_of_tables = files.get_or_insert_default();
            files_of_tables.push(NamedFile { name: file.path.clone(), file: handle });
            let (at, of) = (timestamp(), basis.clone());
            let call = CheckReceived { basis, tables, at, seen, modified };
            (call, files.unwrap_or_default(), of)
        };
        let this = self.this.clone();
        let pending = self.client.ask(call, files, move |event| {
            let Some(engine) = this.upgrade() else { return };
            match event {
                Event::Progress { done, total } => {
                    let intake = &mut engine.state.borrow_mut().intake;
                    Rc::make_mut(intake).set(id, Stage::Running { done, total });
                }
                Event::End(Ok(reply)) => match *reply.answer {
                    Received::Read(submission) => engine.keep(id, submission, &basis),
                    Received::NotRead(why) => {
                        engine.fail(id, FailureCause::NotRead, Finding::from(&why));
                    }
                },
                Event::End(Err(failure)) => {
                    let (cause, finding) = not_checked(failure);
                    engine.fail(id, cause, finding);
                }
            }
            engine.advance();
        });
        // A core that answers at once has ended by now.
        if !pending.is_over() {
            self.state.borrow_mut().pending.insert(id, pending);
        }
    }

    /// Notes that a file was checked.
    fn keep(&self, id: usize, submission: Submission, basis: &Basis) {
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.pending.remove(&id);
        let sha256 = submission.sha256.clone();
        state.saving.note(RecordKind::Basis, basis.id().to_string());
        state.saving.note(RecordKind::Submission, sha256.to_string());
        // A file that is checked again, such as with other tables, is not another one that came.
        let known = state.intake.file(id).is_some_and(|file| {
            let itself = |s: &Sighting| s.path == file.path && s.seen == file.seen;
            let before = state.session.submission(&sha256);
            before.is_some_and(|before| !before.sightings.iter().any(itself))
        });
        Rc::make_mut(&mut state.session).add_check(submission, basis.clone());
        Rc::make_mut(&mut state.intake).set(id, Stage::Checked { sha256, known });
        if state.intake.over() == 1 {
            mark("first");
        }
    }

    /// Notes that a file has no result, and why.
    fn fail(&self, id: usize, cause: FailureCause, mut finding: Finding) {
        ui::pack::in_use().set_severities([&mut finding]);
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        state.pending.remove(&id);
        let intake = Rc::make_mut(&mut state.intake);
        let Some(file) = intake.file(id).cloned() else { return };
        let not_read =
            NotRead { seen: file.seen, at: timestamp(), finding: KeptFinding::from(&finding) };
        intake.set(id, Stage::Failed { cause, finding: finding.into() });
        Rc::make_mut(&mut state.session).add_not_read(&file.path, not_read);
        state.saving.note(RecordKind::NotRead, &file.path);
    }

    /// Shows how far the run has come. At its end says which files were known, and compares.
    fn advance(&self) {
        let ended = {
            let mut guard = self.state.borrow_mut();
            let state = &mut *guard;
            let ended = !state.intake.is_running();
            let known = if ended { state.intake.known_in_run() } else { 0 };
            if ended {
                state.saving.note(RecordKind::Waiting, "");
            }
            if known > 0 {
                Rc::make_mut(&mut state.notes).push(BenchNote::Known(known));
            }
            ended
        };
        self.save_soon();
        if ended {
            self.publish();
            mark("checked");
            self.compare_when_idle();
        } else {
            self.publish_soon();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_folder_only_zips_are_meant() {
        assert!(is_checked("a.zip") && is_checked("報告.pdf") && is_checked("folder/B.ZIP"));
        assert!(!is_checked("folder/readme.txt"));
    }

    #[test]
    fn files_of_one_path_in_one_drop_are_told_apart() {
        let mut drop = DropState::new(Timestamp::UNIX_EPOCH);
        let own = ["a.zip", "b.zip", "a.zip", "a.zip"].map(|path| drop.own_path(path.into()));
        assert_eq!(own, ["a.zip", "b.zip", "〔2〕/a.zip", "〔3〕/a.zip"]);
    }
}
