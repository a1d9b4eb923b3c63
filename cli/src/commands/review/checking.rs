//! Checks what is new or changed, on all processors, and saves the session as it goes.

use std::collections::HashSet;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime};

use forms_core::archive::Silent;
use forms_core::check::{CheckedPackage, Checker};
use forms_core::finding::Lang;
use forms_core::review::session::{self, NotRead, Session, Submission};
use forms_core::review::summary::progress_line;
use jiff::Timestamp;
use rayon::prelude::*;

use super::{Review, session_file};
use crate::Failure;
use crate::file::{FileSource, FoundPackage, packages};

/// Time between two savings while packages are checked.
const SAVE_EVERY: Duration = Duration::from_secs(5);

/// A file to check.
struct ToCheck {
    found: FoundPackage,
    /// Its path from the folder of the review, with `/`.
    name: String,
    bytes: Option<u64>,
    modified: Option<Timestamp>,
}

/// Checks every package in the folder that this basis has not judged yet.
pub(super) fn check_new(review: &mut Review<'_>) -> Result<(), Failure> {
    let folder = &review.args.dir;
    let out = review.args.out.canonicalize().map_err(|e| Failure::at(&review.args.out, e))?;
    let inside_out = |path: &Path| path.canonicalize().is_ok_and(|path| path.starts_with(&out));
    let known = Known::of(review);
    let new: Vec<ToCheck> = packages(std::slice::from_ref(folder))?
        .into_iter()
        .filter(|found| !inside_out(&found.path))
        .map(|found| to_check(found, folder))
        .filter(|file| !known.has(file))
        .collect();
    drop(known);
    let setup = review.setup;
    let checker = Checker::new(&setup.pack, setup.today).with_reference(&review.reference);
    let basis = review.basis.clone();
    let (sender, results) = mpsc::channel();
    // Files of one run came at one time: which of them was checked first says nothing about their order.
    let at = Timestamp::now();
    let mut meter = Meter::new(new.len(), setup.lang);
    let mut saved = Instant::now();
    std::thread::scope(|scope| {
        let new = &new;
        scope.spawn(move || {
            new.par_iter().for_each_with(sender, |sender, file| {
                // The receiver is gone only if saving failed: then nobody wants the rest.
                let _ = sender.send((file, check(file, &checker)));
            });
        });
        for (file, checked) in results {
            match Submission::new(&checked, at, file.modified, &basis) {
                Some(submission) => review.session.add_check(submission, basis.clone()),
                None => {
                    let finding = checked.report.findings.first();
                    if let Some(finding) = finding.map(Into::into) {
                        review.session.add_not_read(&file.name, NotRead { seen: at, at, finding });
                    }
                }
            }
            meter.advance();
            if saved.elapsed() > SAVE_EVERY {
                save(&review.session, &review.args.out)?;
                saved = Instant::now();
            }
        }
        Ok(())
    })
}

fn to_check(found: FoundPackage, folder: &Path) -> ToCheck {
    let inner = found.path.strip_prefix(folder).unwrap_or(&found.path);
    let parts: Vec<_> = inner.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    let metadata = found.path.metadata().ok();
    let modified = metadata.as_ref().and_then(|m| m.modified().ok());
    let modified = modified.and_then(|time: SystemTime| Timestamp::try_from(time).ok());
    ToCheck { name: parts.join("/"), bytes: metadata.map(|m| m.len()), modified, found }
}

/// The files that this basis has judged: path, size and time of change.
struct Known<'s>(HashSet<(&'s str, u64, Timestamp)>);

impl<'s> Known<'s> {
    fn of(review: &'s Review<'_>) -> Self {
        let basis = review.basis.id();
        let judged = review.session.submissions().filter(|s| s.checks.contains_key(&basis));
        let files = judged.flat_map(|submission| {
            let seen = submission.sightings.iter();
            seen.filter_map(|s| Some((s.path.as_str(), submission.bytes, s.modified?)))
        });
        Self(files.collect())
    }

    /// Returns whether a file is one of them. One whose size or time of change cannot be told is none.
    fn has(&self, file: &ToCheck) -> bool {
        let key = file.bytes.zip(file.modified);
        key.is_some_and(|(bytes, modified)| self.0.contains(&(file.name.as_str(), bytes, modified)))
    }
}

fn check(file: &ToCheck, checker: &Checker<'_>) -> CheckedPackage {
    if let Some(error) = &file.found.error {
        return checker.not_opened(&file.name, error);
    }
    match FileSource::open(&file.found.path) {
        Ok(source) => checker.package(&file.name, &source, &mut Silent),
        Err(error) => checker.not_opened(&file.name, &error),
    }
}

/// Writes the session beside the old one and then puts it in its place, so that a stop in between loses neither. Returns
/// what was written.
pub(super) fn save(session: &Session, out: &Path) -> Result<String, Failure> {
    let path = session_file(out);
    let new = path.with_extension("json.new");
    let text = session::write(session);
    std::fs::write(&new, &text).map_err(|e| Failure::at(&new, e))?;
    std::fs::rename(&new, &path).map_err(|e| Failure::at(&path, e))?;
    Ok(text)
}

/// The path of a file that the session knows by its name.
pub(super) fn path_of(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_path_buf(), |path, part| path.join(part))
}

/// Time between two lines of progress.
const SHOW_EVERY: Duration = Duration::from_millis(100);

/// Shows on standard error how many packages are checked and how long the rest may take, if it is a terminal.
struct Meter {
    done: usize,
    total: usize,
    began: Instant,
    shown: Option<Instant>,
    terminal: bool,
    lang: Lang,
}

impl Meter {
    fn new(total: usize, lang: Lang) -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self { done: 0, total, began: Instant::now(), shown: None, terminal, lang }
    }

    fn advance(&mut self) {
        self.done += 1;
        if !self.terminal || self.shown.is_some_and(|shown| shown.elapsed() < SHOW_EVERY) {
            return;
        }
        let line = progress_line(self.done, self.total, self.began.elapsed(), self.lang);
        eprint!("\r\x1b[2K{line}");
        self.shown = Some(Instant::now());
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if self.shown.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}
