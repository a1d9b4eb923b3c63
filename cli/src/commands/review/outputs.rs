//! Writes what comes out of a review into its folder.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use forms_core::archive::{Silent, Source};
use forms_core::check::CrossFinding;
use forms_core::review::bundle::{self, BundledPackage};
use forms_core::review::evidence;
use forms_core::review::letter::{self, Notice};
use forms_core::review::overview::Overview;
use forms_core::review::report::{self, Reader};
use forms_core::review::summary::{self, SummaryRow};

use super::Review;
use super::checking::{path_of, save};
use crate::Failure;
use crate::file::FileSource;

/// Writes session, report, overview, evidence, summary, letters and bundle.
pub(super) fn write(
    review: &Review<'_>,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
) -> Result<(), Failure> {
    let Review { args, setup, session, .. } = review;
    let put = |name: &str, bytes: &[u8]| {
        let path = args.out.join(name);
        std::fs::write(&path, bytes).map_err(|e| Failure::at(&path, e))
    };
    let written = save(session, &args.out)?;
    let all = report::of_review(session, rows, cross, setup.today, &setup.pack);
    put("report.html", report::html(&all, Reader::reviewer(setup.lang)).as_bytes())?;
    let overview = Overview::new(session, rows, cross, setup.today);
    put("overview.html", overview.html(setup.lang).as_bytes())?;
    let evidence = evidence::text(session, rows, &written, setup.today, setup.lang);
    put("evidence.txt", evidence.as_bytes())?;
    let workbook = summary::xlsx(rows, &setup.pack, setup.lang);
    put("summary.xlsx", &workbook.map_err(|e| Failure::at(&args.out, e))?)?;
    put("summary.csv", &summary::csv(rows, &setup.pack, setup.lang))?;
    write_notices(
        &letter::notices(session, rows, cross, setup.today, &setup.pack),
        &args.out.join("notices"),
    )?;
    write_bundle(review, rows)
}

/// Writes the letters. Letters of an earlier run that nothing calls for any more are moved to a folder of their own, since
/// somebody may have edited them.
fn write_notices(notices: &[Notice], folder: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, e| Failure::at(path, e);
    std::fs::create_dir_all(folder).map_err(|e| failed(folder, e))?;
    let mut written = BTreeSet::new();
    for notice in notices {
        for (extension, content) in [("html", notice.letter.html()), ("txt", notice.letter.text())]
        {
            let name = format!("{}.{extension}", notice.file_name());
            let path = folder.join(&name);
            std::fs::write(&path, content).map_err(|e| failed(&path, e))?;
            written.insert(name);
        }
    }
    for entry in std::fs::read_dir(folder).map_err(|e| failed(folder, e))? {
        let entry = entry.map_err(|e| failed(folder, e))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().is_ok_and(|t| t.is_file());
        if is_file && !written.contains(&name) {
            let old = folder.join("old");
            std::fs::create_dir_all(&old).map_err(|e| failed(&old, e))?;
            std::fs::rename(entry.path(), old.join(&name)).map_err(|e| failed(&old, e))?;
        }
    }
    Ok(())
}

/// Writes the bundle beside the old one and puts it in its place once every package in it was verified.
fn write_bundle(review: &Review<'_>, rows: &[SummaryRow]) -> Result<(), Failure> {
    let (path, new) = (review.args.out.join("bundle.zip"), review.args.out.join("bundle.zip.new"));
    let failed = |e: &dyn std::fmt::Display| Failure::at(&path, e);
    let open = |package: &BundledPackage| {
        let source = FileSource::open(&path_of(&review.args.dir, &package.source))?;
        Ok(Box::new(source) as Box<dyn Source>)
    };
    let file = BufWriter::new(File::create(&new).map_err(|e| failed(&e))?);
    let pack = &review.setup.pack;
    match bundle::write(file, &review.session, rows, pack, &open, &mut Silent) {
        Ok(file) => file.into_inner().map(drop).map_err(|e| failed(&e))?,
        Err(error) => {
            let _ = std::fs::remove_file(&new);
            return Err(failed(&error));
        }
    }
    std::fs::rename(&new, &path).map_err(|e| failed(&e))
}
