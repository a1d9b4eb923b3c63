//! Checks the files that a review receives.

use std::collections::BTreeSet;

use forms_core::archive::Progress;
use forms_core::check::Checker;
use forms_core::finding::make;
use forms_core::pack::Pack;
use forms_core::review::session::{KeptFinding, Sighting, Submission};

use super::execute::{first, reference, split_tables};
use super::memory::Memory;
use super::{CheckReceived, CoreFailure, Received, RequestFile};

/// Checks a file and makes its record.
pub(super) fn check(
    request: &CheckReceived,
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Received, CoreFailure> {
    let CheckReceived { basis, tables, at, seen, modified } = request;
    let (table_files, rest) = split_tables(tables.as_ref(), files);
    let file = first(rest)?;
    let reference = reference(tables.as_ref(), table_files, pack, memory, progress)?;
    let checker = Checker::new(pack, basis.today).with_reference(&reference);
    let checked = checker.package(file.name, file.content, progress);
    Ok(match Submission::new(&checked, *at, *modified, basis) {
        Some(submission) => {
            let path = file.name.to_owned();
            let sighting = Sighting { seen: *seen, path, modified: *modified };
            Received::Read(Submission { sightings: BTreeSet::from([sighting]), ..submission })
        }
        None => {
            let why = checked.report.findings.first().cloned();
            let unknown = || make::zip_026(forms_core::finding::word::Zip026::Failed, "");
            Received::NotRead(KeptFinding::from(&why.unwrap_or_else(unknown)))
        }
    })
}
