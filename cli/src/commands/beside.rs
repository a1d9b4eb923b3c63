//! What applications are held against besides themselves: layouts and what is registered.

use std::path::{Path, PathBuf};

use forms_core::finding::Finding;
use forms_core::layout::{Layout, LayoutDiff, diff};
use forms_core::registry::Registry;
use forms_core::rules::{Background, Earlier};
use forms_core::workbook::table::{Table, read_registry};

use super::{layout, ordinance, table};
use crate::Failure;
use crate::options::Setup;

/// Layouts and registries to hold applications against.
#[derive(clap::Args)]
#[group(id = "beside")]
pub(crate) struct Args {
    /// What is registered: the inquiry or the provision registry, or both
    #[arg(long, num_args = 1.., value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// The layout in force
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
    /// The layout that the applications are for
    #[arg(long, value_name = "FILE")]
    new: Option<PathBuf>,
    /// An ordinance's text as it was when a delegation was registered (may be given several times):
    /// says where a cited provision stands now (LAW-012)
    #[arg(long, value_name = "FILE")]
    old_ordinance: Vec<PathBuf>,
}

/// The tables, read.
pub(crate) struct Beside {
    registry: Option<Registry>,
    old: Option<Layout>,
    new: Option<Layout>,
    earlier: Vec<Earlier>,
    /// The files of the earlier texts.
    earlier_paths: Vec<PathBuf>,
    diff: Option<LayoutDiff>,
    /// What is wrong with the tables, with the names of their files.
    pub(crate) findings: Vec<Finding>,
}

impl Args {
    pub(crate) fn read(&self, setup: &Setup) -> Result<Beside, Failure> {
        let mut findings = Vec::new();
        let registry = match &self.registry[..] {
            [] => None,
            files => Some(read_registries(files, &mut findings, setup)?),
        };
        let mut layout = |path: &Option<PathBuf>| {
            path.as_ref().map(|path| layout::read(path, &mut findings, setup)).transpose()
        };
        let (old, new) = (layout(&self.old)?, layout(&self.new)?);
        let mut earlier = Vec::new();
        for path in &self.old_ordinance {
            let (text, problems) = ordinance::read(path)?;
            earlier.push(Earlier::new(text));
            findings.extend(problems);
        }
        let diff = old.as_ref().zip(new.as_ref()).map(|(old, new)| diff(old, new, &setup.pack));
        let earlier_paths = self.old_ordinance.clone();
        Ok(Beside { registry, old, new, earlier, earlier_paths, diff, findings })
    }
}

impl Beside {
    /// The tables as rules see them.
    pub(crate) fn background(&self) -> Background<'_> {
        Background::of(
            self.old.as_ref(),
            self.new.as_ref(),
            self.registry.as_ref(),
            self.diff.as_ref(),
        )
        .with_earlier(&self.earlier)
    }

    /// Says which earlier texts nothing was compared with, once all is checked: whoever named the
    /// wrong file must not take the silence for an answer.
    pub(crate) fn tell_unused(&self) {
        for (earlier, path) in self.earlier.iter().zip(&self.earlier_paths) {
            if !earlier.was_compared() {
                eprintln!(
                    "renkei: {}: no attachment is this instrument, so nothing was compared with it",
                    path.display()
                );
            }
        }
    }
}

/// What is registered, of however many files; what is wrong with them is added to the findings.
pub(crate) fn read_registries(
    paths: &[PathBuf],
    findings: &mut Vec<Finding>,
    setup: &Setup,
) -> Result<Registry, Failure> {
    let mut registry = Registry::default();
    for path in paths {
        let read = registry_table(path, setup)?;
        findings.extend(table::named(&read, path));
        registry.registrations.extend(Registry::from_table(&read).registrations);
    }
    Ok(registry)
}

fn registry_table(path: &Path, setup: &Setup) -> Result<Table, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure::at(path, e))?;
    read_registry(&bytes, &setup.pack, &[])
        .ok_or_else(|| Failure::at(path, "the pack defines no registry"))
}
