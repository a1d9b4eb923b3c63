//! The packages of the review view and how far each has come: pure state.

use std::rc::Rc;

use forms_core::check::{CheckedPackage, CrossFinding, PackageReport, Report};
use forms_core::finding::{make, word};
use forms_core::pack::Pack;
use jiff::civil::Date;
use ui::client::CoreFailure;
use yew::Reducible;

/// How far a package has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum CheckStage {
    /// It waits for a worker, or was just given to one.
    Waiting,
    /// `done` of `total` bytes.
    Running { done: u64, total: u64 },
    /// It was checked.
    Done(Rc<CheckedPackage>),
    /// It has no report: it was cancelled, or the worker failed.
    Failed(CoreFailure),
}

/// One package.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BatchPackage {
    /// Its number in the batch.
    pub(crate) id: usize,
    /// Its path relative to the dropped folder, or its name.
    pub(crate) path: String,
    /// Its size in bytes.
    pub(crate) bytes: u64,
    /// How far it has come.
    pub(crate) stage: CheckStage,
}

impl BatchPackage {
    /// Returns its report; without one, ZIP-026 with the reason.
    fn report(&self, pack: &Pack) -> PackageReport {
        use word::Zip026::{Cancelled, Failed, Stopped, Waiting};
        let (problem, detail) = match &self.stage {
            CheckStage::Done(checked) => return checked.report.clone(),
            CheckStage::Waiting | CheckStage::Running { .. } => (Waiting, ""),
            CheckStage::Failed(CoreFailure::Cancelled) => (Cancelled, ""),
            CheckStage::Failed(CoreFailure::Crashed { message }) => (Stopped, message.as_str()),
            CheckStage::Failed(CoreFailure::File { message, .. }) => (Failed, message.as_str()),
        };
        PackageReport::not_checked(&self.path, self.bytes, make::zip_026(problem, detail), pack)
    }
}

/// All packages of the view.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Batch {
    packages: Vec<BatchPackage>,
    cross: Option<Rc<Vec<CrossFinding>>>,
}

/// A change of the [`Batch`].
#[derive(Debug, Clone)]
pub(crate) enum BatchStep {
    /// Adds packages, numbered from `first`.
    Add { first: usize, files: Vec<(String, u64)> },
    /// Notes how far a package has come.
    Stage { id: usize, stage: CheckStage },
    /// Notes the findings across the first `of` packages.
    Cross { of: usize, findings: Vec<CrossFinding> },
    /// Removes all packages.
    Clear,
}

impl Reducible for Batch {
    type Action = BatchStep;

    fn reduce(self: Rc<Self>, step: BatchStep) -> Rc<Self> {
        let mut batch = (*self).clone();
        match step {
            BatchStep::Add { first, files } => {
                let new = files.into_iter().enumerate().map(|(at, (path, bytes))| BatchPackage {
                    id: first + at,
                    path,
                    bytes,
                    stage: CheckStage::Waiting,
                });
                batch.packages.extend(new);
                // Findings across the earlier packages do not cover the new ones.
                batch.cross = None;
            }
            BatchStep::Stage { id, stage } => {
                if let Some(package) = batch.packages.iter_mut().find(|p| p.id == id) {
                    package.stage = stage;
                }
            }
            // Packages may have been added since the request.
            BatchStep::Cross { of, findings } if of == batch.packages.len() => {
                batch.cross = Some(findings.into());
            }
            BatchStep::Cross { .. } => {}
            BatchStep::Clear => batch = Self::default(),
        }
        batch.into()
    }
}

impl Batch {
    /// Returns the packages, in the order they were added.
    pub(crate) fn packages(&self) -> &[BatchPackage] {
        &self.packages
    }

    /// Returns the findings across packages, or `None` while they are not known.
    pub(crate) fn cross(&self) -> Option<&Rc<Vec<CrossFinding>>> {
        self.cross.as_ref()
    }

    /// Returns the number of packages that are checked or failed.
    pub(crate) fn over(&self) -> usize {
        let over =
            |p: &&BatchPackage| matches!(p.stage, CheckStage::Done(_) | CheckStage::Failed(_));
        self.packages.iter().filter(over).count()
    }

    /// True if some packages are neither checked nor failed.
    pub(crate) fn is_running(&self) -> bool {
        self.over() < self.packages.len()
    }

    /// Returns the bytes checked and the bytes in all.
    pub(crate) fn progress(&self) -> (u64, u64) {
        let done = |p: &BatchPackage| match p.stage {
            CheckStage::Waiting => 0,
            // Reading may count a byte twice, once to look and once to hash.
            CheckStage::Running { done, total } if total > 0 => {
                u64::try_from(u128::from(p.bytes) * u128::from(done.min(total)) / u128::from(total))
                    .unwrap_or(p.bytes)
            }
            CheckStage::Running { .. } => 0,
            CheckStage::Done(_) | CheckStage::Failed(_) => p.bytes,
        };
        (self.packages.iter().map(done).sum(), self.packages.iter().map(|p| p.bytes).sum())
    }

    /// Returns the packages that have a report.
    pub(crate) fn checked(&self) -> impl Iterator<Item = &CheckedPackage> {
        self.packages.iter().filter_map(|p| match &p.stage {
            CheckStage::Done(checked) => Some(&**checked),
            _ => None,
        })
    }

    /// Returns the number of packages whose check ended without a report or has not ended.
    pub(crate) fn unchecked(&self) -> usize {
        self.packages.len() - self.checked().count()
    }

    /// Returns the number of packages that were not compared with the others: those without an application that could
    /// be read.
    pub(crate) fn not_compared(&self) -> usize {
        self.packages.len() - self.checked().filter(|c| c.application.is_some()).count()
    }

    /// Returns the report on all packages. One without a report of its own says why it has none.
    pub(crate) fn report(&self, pack: &Pack, today: Date) -> Report {
        Report {
            pack: (pack.id.clone(), pack.version.clone()),
            today,
            packages: self.packages.iter().map(|package| package.report(pack)).collect(),
            cross: self.cross.as_deref().cloned().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use forms_core::finding::Lang;

    use super::*;

    fn checked(path: &str) -> CheckStage {
        let report = PackageReport {
            path: path.into(),
            bytes: 10,
            sha256: String::new(),
            applicant: None,
            kind: None,
            findings: vec![],
        };
        CheckStage::Done(Rc::new(CheckedPackage {
            report,
            application: None,
            compared: Default::default(),
        }))
    }

    fn after(steps: Vec<BatchStep>) -> Batch {
        let batch = steps.into_iter().fold(Rc::new(Batch::default()), Batch::reduce);
        (*batch).clone()
    }

    fn add(first: usize, names: &[&str]) -> BatchStep {
        BatchStep::Add { first, files: names.iter().map(|n| ((*n).to_owned(), 10)).collect() }
    }

    #[test]
    fn what_was_not_checked_stands_in_the_report() {
        let crash = CheckStage::Failed(CoreFailure::Crashed { message: "unreachable".into() });
        let (name, message) = ("d.zip".into(), "NotFoundError".into());
        let gone = CheckStage::Failed(CoreFailure::File { name, message });
        let batch = after(vec![
            add(0, &["a.zip", "b.zip", "c.zip", "d.zip"]),
            BatchStep::Stage { id: 0, stage: crash },
            BatchStep::Stage { id: 1, stage: checked("b.zip") },
            BatchStep::Stage { id: 2, stage: CheckStage::Failed(CoreFailure::Cancelled) },
            BatchStep::Stage { id: 3, stage: gone },
        ]);
        assert!(!batch.is_running());
        assert_eq!(batch.progress(), (40, 40));
        assert_eq!((batch.unchecked(), batch.not_compared()), (3, 4));
        let today = jiff::civil::date(2019, 5, 20);
        let report = batch.report(Pack::standard(), today);
        assert!(report.has_errors());
        let json = report.to_json(Lang::Ja);
        let told = |at: usize| {
            let package = &json["packages"][at];
            let finding = &package["findings"][0];
            (package["path"].as_str(), package["status"].as_str(), finding["code"].as_str())
        };
        assert_eq!(told(0), (Some("a.zip"), Some("unreadable"), Some("ZIP-026")));
        assert_eq!(told(1), (Some("b.zip"), Some("valid"), None));
        assert_eq!(told(2), (Some("c.zip"), Some("unreadable"), Some("ZIP-026")));
        assert_eq!(told(3), (Some("d.zip"), Some("unreadable"), Some("ZIP-026")));
        for (at, words) in [(0, "プログラムが止まりました"), (2, "中止"), (3, "NotFoundError")]
        {
            let message = json["packages"][at]["findings"][0]["message"].to_string();
            assert!(message.contains(words), "{message}");
        }
    }

    #[test]
    fn progress_counts_bytes_and_never_more_than_there_are() {
        let run =
            |done, total| BatchStep::Stage { id: 0, stage: CheckStage::Running { done, total } };
        assert_eq!(after(vec![add(0, &["a"]), run(0, 0)]).progress(), (0, 10));
        assert_eq!(after(vec![add(0, &["a"]), run(10, 20)]).progress(), (5, 10));
        assert_eq!(after(vec![add(0, &["a"]), run(90, 20)]).progress(), (10, 10));
        assert!(after(vec![add(0, &["a"])]).is_running());
    }

    #[test]
    fn what_was_compared_is_void_when_more_come() {
        let cross = || BatchStep::Cross { of: 1, findings: vec![] };
        let batch = after(vec![add(0, &["a"]), cross()]);
        assert!(batch.cross().is_some());
        assert!(after(vec![add(0, &["a"]), cross(), add(1, &["b"])]).cross().is_none());
        assert!(after(vec![add(0, &["a"]), add(1, &["b"]), cross()]).cross().is_none(), "too late");
        let late = BatchStep::Stage { id: 7, stage: checked("gone") };
        assert_eq!(after(vec![add(0, &["a"]), BatchStep::Clear, late]), Batch::default());
    }
}
