//! The reference files that applications are checked against: the options that name them, and their
//! reading.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use forms_core::finding::Lang;
use forms_core::pack::Pack;
use forms_core::reference::{Reference, ReferenceReader, TableRole};
use forms_core::review::session::ReferenceFile;

use crate::options::Setup;
use crate::{Failure, file};

/// Options for layouts, registries and earlier ordinances.
#[derive(clap::Args)]
#[group(id = "reference")]
pub(crate) struct Args {
    /// The inquiry or the provision registry, or both
    #[arg(long, num_args = 1.., value_name = "FILE")]
    registry: Vec<PathBuf>,
    /// The layout in force
    #[arg(long, alias = "old", value_name = "FILE")]
    old_layout: Option<PathBuf>,
    /// The layout that the applications are for
    #[arg(long, alias = "new", value_name = "FILE")]
    new_layout: Option<PathBuf>,
    /// An ordinance's text when a delegation was registered (may be given several times): shows the
    /// provision that has a citation's words now (LAW-012)
    #[arg(long, value_name = "FILE")]
    old_ordinance: Vec<PathBuf>,
}

impl Args {
    /// Reads every file that the options name, and the list of expected applicants.
    pub(crate) fn read(
        &self,
        expected: Option<&Path>,
        setup: &Setup,
    ) -> Result<Reference, Failure> {
        let mut files = Files::new(&setup.pack);
        for path in &self.registry {
            files.registry(path)?;
        }
        if let Some(path) = &self.old_layout {
            files.layout(TableRole::OldLayout, path)?;
        }
        if let Some(path) = &self.new_layout {
            files.layout(TableRole::NewLayout, path)?;
        }
        for path in &self.old_ordinance {
            files.ordinance(path)?;
        }
        if let Some(path) = expected {
            files.expected(path, setup.lang)?;
        }
        Ok(files.finish())
    }

    /// The files that the options name with their SHA-256, for the record of what was checked with what.
    pub(crate) fn files(
        &self,
        expected: Option<&Path>,
    ) -> Result<BTreeSet<ReferenceFile>, Failure> {
        let of = |role, paths: &[PathBuf]| -> Vec<(&'static str, PathBuf)> {
            paths.iter().map(|path| (role, path.clone())).collect()
        };
        let mut all = of("registry", &self.registry);
        all.extend(of("old_layout", self.old_layout.as_slice()));
        all.extend(of("new_layout", self.new_layout.as_slice()));
        all.extend(of("old_ordinance", &self.old_ordinance));
        all.extend(expected.map(|path| ("expected", path.to_path_buf())));
        all.into_iter().map(|(role, path)| file(role, &path)).collect()
    }

    /// Warns on standard error of each earlier ordinance that no attachment was compared with, so that
    /// nobody takes a wrong file's silence for an answer. `compared` holds the indices of the others.
    pub(crate) fn tell_unused(&self, compared: impl IntoIterator<Item = usize>) {
        let mut unused: Vec<Option<&PathBuf>> = self.old_ordinance.iter().map(Some).collect();
        for index in compared {
            if let Some(path) = unused.get_mut(index) {
                *path = None;
            }
        }
        for path in unused.into_iter().flatten() {
            eprintln!(
                "renkei: {}: no attachment is this instrument, so nothing was compared with it",
                path.display()
            );
        }
    }
}

/// The record of a file by its name and SHA-256.
pub(crate) fn file(role: &str, path: &Path) -> Result<ReferenceFile, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(ReferenceFile::new(role, &name, &file::read(path)?))
}

/// Reads reference files from disk one after another.
pub(crate) struct Files<'p> {
    reader: ReferenceReader<'p>,
}

impl<'p> Files<'p> {
    pub(crate) fn new(pack: &'p Pack) -> Self {
        Self { reader: ReferenceReader::new(pack, &[]) }
    }

    pub(crate) fn registry(&mut self, path: &Path) -> Result<(), Failure> {
        let name = path.display().to_string();
        self.reader.registry(&name, &file::read(path)?).map_err(|e| Failure::at(path, e))
    }

    pub(crate) fn layout(&mut self, role: TableRole, path: &Path) -> Result<(), Failure> {
        let name = path.display().to_string();
        self.reader.table(role, &name, &file::read(path)?).map_err(|e| Failure::at(path, e))
    }

    fn ordinance(&mut self, path: &Path) -> Result<(), Failure> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.reader.ordinance(&name, &file::read(path)?).map_err(|e| Failure::at(path, e))
    }

    fn expected(&mut self, path: &Path, lang: Lang) -> Result<(), Failure> {
        self.reader.expected(&file::read(path)?).map_err(|findings| {
            let lines = findings.iter().map(|f| format!("\n  {} {}", f.code, f.message(lang)));
            Failure::at(path, lines.collect::<String>())
        })
    }

    pub(crate) fn finish(self) -> Reference {
        self.reader.finish()
    }
}
