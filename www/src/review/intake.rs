//! The files of this visit and how far each has come: pure state.

use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::finding::Finding;
use forms_core::review::session::Sha256Hex;
use jiff::Timestamp;
use ui::client::FileHandle;

/// Why a file has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureCause {
    /// A person cancelled its check.
    Cancelled,
    /// The worker died over it.
    Crashed,
    /// It could not be read on this machine.
    NotRead,
}

/// How far a file has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Stage {
    /// It waits for a worker, or was just given to one.
    Waiting,
    /// `done` of `total` bytes.
    Running { done: u64, total: u64 },
    /// It was checked; the session has its record.
    Checked {
        sha256: Sha256Hex,
        /// True if the session knew its bytes before.
        known: bool,
    },
    /// It has no result. The finding (ZIP-026) says why, and the session has it too.
    Failed { cause: FailureCause, finding: Rc<Finding> },
    /// It had no result, and then a file of the same path came, which is taken for it.
    Replaced,
}

impl Stage {
    /// Returns whether it is neither checked nor failed.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running { .. })
    }
}

/// A file of this visit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct IntakeFile {
    /// Its number in this visit, from 0.
    pub(crate) id: usize,
    /// The path under which the session knows it.
    pub(crate) path: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// The time of the drop.
    pub(crate) seen: Timestamp,
    /// The time of its last change.
    pub(crate) modified: Option<Timestamp>,
    /// The file; `None` for one that the browser could not even open.
    pub(crate) file: Option<FileHandle>,
    /// How far it has come.
    pub(crate) stage: Stage,
}

/// The files of this visit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Intake {
    files: Vec<Rc<IntakeFile>>,
    /// The number of drops whose folders are still being listed.
    listing: usize,
    /// The numbers of the files of this run, which ends when none is open.
    run: BTreeSet<usize>,
    /// The number of files that are neither checked nor failed.
    open: usize,
    /// The bytes of this run that are checked or failed.
    settled: u64,
    /// The bytes of this run.
    total: u64,
    /// The time left in this run, in seconds, once it can be told.
    left: Option<u32>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The files that are checked or failed.
    pub(crate) over: usize,
    /// The files so far.
    pub(crate) files: usize,
    /// The bytes that were checked.
    pub(crate) done: u64,
    /// The bytes so far.
    pub(crate) total: u64,
    /// The time left, in seconds, once it can be told.
    pub(crate) left: Option<u32>,
    /// True while more files may be found.
    pub(crate) listing: bool,
}

impl Intake {
    /// The files, in the order in which they came.
    pub(crate) fn files(&self) -> &[Rc<IntakeFile>] {
        &self.files
    }

    /// A file by its number.
    pub(crate) fn file(&self, id: usize) -> Option<&Rc<IntakeFile>> {
        self.files.get(id)
    }

    /// The file of this visit with a content, for what needs its bytes.
    pub(crate) fn at_hand(&self, wanted: &Sha256Hex) -> Option<&Rc<IntakeFile>> {
        self.files.iter().rev().find(|file| match &file.stage {
            Stage::Checked { sha256, .. } => sha256 == wanted,
            _ => false,
        })
    }

    /// True while a file is open or a folder is being listed.
    pub(crate) fn is_running(&self) -> bool {
        self.listing > 0 || self.open > 0
    }

    /// How far the files of this run have come.
    pub(crate) fn progress(&self) -> Progress {
        let files = self.run.iter().filter_map(|id| self.files.get(*id));
        let running: u64 = files.map(|file| running_bytes(file)).sum();
        Progress {
            over: self.run.len() - self.open,
            files: self.run.len(),
            done: self.settled + running,
            total: self.total,
            left: self.left.filter(|_| self.is_running()),
            listing: self.listing > 0,
        }
    }

    /// The number of files of this visit that are checked or failed.
    pub(crate) fn over(&self) -> usize {
        self.files.len() - self.open
    }

    /// The files that have no result and could be tried again.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &Rc<IntakeFile>> {
        let failed = |file: &&Rc<IntakeFile>| matches!(file.stage, Stage::Failed { .. });
        self.files.iter().filter(failed)
    }

    /// The number of files of this run whose bytes the session knew before.
    pub(super) fn known_in_run(&self) -> usize {
        let files = self.run.iter().filter_map(|id| self.files.get(*id));
        files.filter(|f| matches!(f.stage, Stage::Checked { known: true, .. })).count()
    }

    /// The number of the next file.
    pub(super) fn next_id(&self) -> usize {
        self.files.len()
    }

    /// Notes that a drop is being listed, or that it was.
    pub(super) fn list(&mut self, begins: bool) {
        self.begin_run();
        self.listing = if begins { self.listing + 1 } else { self.listing.saturating_sub(1) };
    }

    /// Adds a file, which is numbered [`Self::next_id`].
    pub(super) fn add(&mut self, file: IntakeFile) {
        self.begin_run();
        self.run.insert(self.files.len());
        self.total += file.bytes;
        match file.stage.is_open() {
            true => self.open += 1,
            false => self.settled += file.bytes,
        }
        self.files.push(file.into());
    }

    /// Notes how far a file has come.
    pub(super) fn set(&mut self, id: usize, stage: Stage) {
        let Some(file) = self.files.get_mut(id).map(Rc::make_mut) else { return };
        if file.stage.is_open() && !stage.is_open() {
            self.open -= 1;
            self.settled += file.bytes;
        }
        file.stage = stage;
    }

    /// Opens files again that are checked or failed.
    pub(super) fn reopen(&mut self, ids: &BTreeSet<usize>) {
        self.begin_run();
        for id in ids {
            let Some(file) = self.files.get_mut(*id).filter(|f| !f.stage.is_open()) else {
                continue;
            };
            Rc::make_mut(file).stage = Stage::Waiting;
            self.open += 1;
            match self.run.insert(*id) {
                true => self.total += file.bytes,
                false => self.settled -= file.bytes,
            }
        }
    }

    /// Sets the time left from the time that the run has taken so far, in seconds.
    pub(super) fn estimate(&mut self, taken: f64) {
        let Progress { done, total, .. } = self.progress();
        let left = taken / done as f64 * total.saturating_sub(done) as f64;
        // A second of work says something about the rest; a few milliseconds do not.
        self.left = (taken >= 1.0 && done > 0).then(|| left.ceil() as u32);
    }

    /// Begins a run if the last one is over.
    fn begin_run(&mut self) {
        if !self.is_running() {
            self.run.clear();
            (self.settled, self.total, self.left) = (0, 0, None);
        }
    }
}

/// The bytes of a file that is being checked, as far as they were.
fn running_bytes(file: &IntakeFile) -> u64 {
    match file.stage {
        // Reading may count a byte twice, once to look and once to hash.
        Stage::Running { done, total } if total > 0 => {
            let part = u128::from(file.bytes) * u128::from(done.min(total)) / u128::from(total);
            u64::try_from(part).unwrap_or(file.bytes)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> IntakeFile {
        IntakeFile {
            id: 0,
            path: path.into(),
            bytes: 10,
            seen: Timestamp::UNIX_EPOCH,
            modified: None,
            file: None,
            stage: Stage::Waiting,
        }
    }

    fn checked() -> Stage {
        Stage::Checked { sha256: Sha256Hex("0".repeat(64)), known: false }
    }

    #[test]
    fn progress_is_that_of_a_run_and_never_more_than_there_is() {
        let mut intake = Intake::default();
        intake.list(true);
        assert!(intake.is_running(), "files are still being found");
        intake.add(file("a"));
        intake.add(file("b"));
        intake.list(false);
        intake.set(0, Stage::Running { done: 10, total: 20 });
        let Progress { over, files, done, total, .. } = intake.progress();
        assert_eq!((over, files, done, total), (0, 2, 5, 20));
        intake.set(0, Stage::Running { done: 90, total: 20 });
        assert_eq!(intake.progress().done, 10);
        intake.set(0, checked());
        intake.estimate(4.0);
        assert_eq!((intake.progress().over, intake.progress().left), (1, Some(4)));
        intake.set(1, checked());
        assert!(!intake.is_running());
        assert_eq!(intake.progress().left, None);
        // The next portion is a run of its own.
        intake.add(file("c"));
        assert_eq!((intake.progress().files, intake.over()), (1, 2));
        // A file that is tried again belongs to the run that is going on.
        intake.reopen(&BTreeSet::from([0]));
        let Progress { over, files, total, .. } = intake.progress();
        assert_eq!((over, files, total), (0, 2, 20));
        intake.set(0, checked());
        intake.reopen(&BTreeSet::from([0, 2]));
        let Progress { over, files, done, total, .. } = intake.progress();
        assert_eq!((over, files, done, total), (0, 2, 0, 20));
    }
}
