//! What packages are checked beside: the layouts before and after a revision, and what is registered.

use std::path::PathBuf;

use forms_core::finding::Finding;
use forms_core::layout::Layout;
use forms_core::pack::Pack;
use forms_core::registry::Registry;
use forms_core::rules::Background;

use super::{carry_over, layout, table};
use crate::options::Setup;
use crate::{Failure, text};

#[derive(clap::Args)]
#[group(id = "beside")]
pub(crate) struct Args {
    /// The layout in force, to check procedures against
    #[arg(long, value_name = "FILE")]
    old: Option<PathBuf>,
    /// The layout that the applications are for
    #[arg(long, value_name = "FILE")]
    new: Option<PathBuf>,
    /// What is registered: the inquiry or the provision registry, or both
    #[arg(long, num_args = 1.., value_name = "FILE")]
    registry: Vec<PathBuf>,
}

/// The tables, read.
pub(crate) struct Beside {
    old: Option<Layout>,
    new: Option<Layout>,
    registry: Option<Registry>,
}

impl Args {
    /// Reads the tables that are given. What is wrong in them goes to standard error: the answer is
    /// about the packages.
    pub(crate) fn read(&self, setup: &Setup) -> Result<Beside, Failure> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut read = |path: &Option<PathBuf>| {
            path.as_deref().map(|path| layout::read(path, &mut findings, setup)).transpose()
        };
        let (old, new) = (read(&self.old)?, read(&self.new)?);
        let mut registry = None;
        for path in &self.registry {
            let rows = carry_over::registry_table(path, setup)?;
            findings.extend(table::named(&rows, path));
            let all = registry.get_or_insert_with(Registry::default);
            all.registrations.extend(Registry::from_table(&rows).registrations);
        }
        if !findings.is_empty() {
            eprint!("{}", text::findings(&findings, setup.lang));
        }
        Ok(Beside { old, new, registry })
    }
}

impl Beside {
    pub(crate) fn background(&self, pack: &Pack) -> Background<'_> {
        Background::new(self.old.as_ref(), self.new.as_ref(), self.registry.as_ref(), pack)
    }
}
