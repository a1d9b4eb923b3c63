//! Writes what comes out of a review into its folder.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use forms_core::application::Organ;
use forms_core::archive::{Silent, Source};
use forms_core::check::{CrossFinding, PackageReport, Report};
use forms_core::finding::{Finding, Lang};
use forms_core::review::bundle::{self, BundledPackage};
use forms_core::review::letter::{self, Notice};
use forms_core::review::report::{self, Reader};
use forms_core::review::session::ApplicantState;
use forms_core::review::summary::{self, SummaryRow};

use super::Review;
use super::checking::{path_of, save};
use crate::Failure;
use crate::file::FileSource;

/// Writes session, report, summary, letters and bundle.
pub(super) fn write(review: &Review<'_>, cross: &[CrossFinding]) -> Result<(), Failure> {
    let Review { args, setup, session, .. } = review;
    let put = |name: &str, bytes: &[u8]| {
        let path = args.out.join(name);
        std::fs::write(&path, bytes).map_err(|e| Failure::at(&path, e))
    };
    save(session, &args.out)?;
    let rows = summary::summarise(session, cross);
    put(
        "report.html",
        report::html(&report_of(review, cross), Reader::reviewer(setup.lang)).as_bytes(),
    )?;
    let workbook = summary::xlsx(&rows, &setup.pack, setup.lang);
    put("summary.xlsx", &workbook.map_err(|e| Failure::at(&args.out, e))?)?;
    put("summary.csv", &summary::csv(&rows, &setup.pack, setup.lang))?;
    write_notices(
        &letter::notices(session, cross, setup.today, &setup.pack),
        &args.out.join("notices"),
    )?;
    write_bundle(review, &rows)
}

/// The report on the last submission of each applicant, on what belongs to nobody and on what could not be read.
fn report_of(review: &Review<'_>, cross: &[CrossFinding]) -> Report {
    let session = &review.session;
    let rows = session.rows();
    let current = session.current_packages(&rows).into_iter().map(|checked| checked.report);
    let nobodys = session.unattributed();
    let nobodys = nobodys.iter().filter_map(|s| s.checked()).map(|checked| checked.report);
    let not_read = session.not_read().map(|(path, failed)| PackageReport {
        path: path.to_owned(),
        bytes: 0,
        sha256: String::new(),
        applicant: None,
        kind: None,
        findings: vec![Finding::from(&failed.finding)],
    });
    let pack = &review.setup.pack;
    Report {
        pack: (pack.id.clone(), pack.version.clone()),
        today: review.setup.today,
        packages: current.chain(nobodys).chain(not_read).collect(),
        cross: cross.to_vec(),
    }
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
            let name = format!("{}.{extension}", notice_name(notice));
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

/// 012033-小樽市, with the organ if it is not the head's.
fn notice_name(notice: &Notice) -> String {
    let organ = match notice.key.organ {
        Organ::Head => String::new(),
        organ => format!("-{}", organ.as_str()),
    };
    let name: String = notice
        .name
        .chars()
        .map(|c| if c.is_control() || r#"\/:*?"<>|."#.contains(c) { '_' } else { c })
        .collect();
    format!("{}-{name}{organ}", notice.key.code)
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

/// What the command prints: what is open, then the totals.
pub(super) fn told(review: &Review<'_>, rows: &[SummaryRow], cross: &[CrossFinding]) -> String {
    let lang = review.setup.lang;
    let mut out = String::new();
    for (path, failed) in review.session.not_read() {
        let finding = Finding::from(&failed.finding);
        let _ = writeln!(out, "{} {path}: {}", finding.code, finding.message(lang));
    }
    let several = rows.iter().filter(|row| row.applicant.current().len() > 1);
    for row in several {
        let files = row.files.join(lang_comma(lang));
        let _ = match lang {
            Lang::Ja => writeln!(
                out,
                "{}：同じ時刻に届いた申請が{}件あり、通知は作っていません（{files}）",
                row.applicant.name,
                row.files.len()
            ),
            Lang::En => writeln!(
                out,
                "{}: {} applications of one time; no letter was written ({files})",
                row.applicant.name,
                row.files.len()
            ),
        };
    }
    for submission in review.session.unattributed() {
        let _ = match lang {
            Lang::Ja => writeln!(out, "どの団体のものか分からないファイル：{}", submission.path()),
            Lang::En => writeln!(out, "a file that belongs to nobody known: {}", submission.path()),
        };
    }
    let across = cross.iter().filter(|c| c.finding.severity.stops()).count();
    let applicants: Vec<_> = rows.iter().map(|row| row.applicant.clone()).collect();
    let disputed = applicants.iter().filter(|row| row.state == ApplicantState::Disputed).count();
    let _ = match lang {
        Lang::Ja => writeln!(out, "申請どうしの食い違い：{across}件　判断の食い違い：{disputed}件"),
        Lang::En => writeln!(
            out,
            "mistakes between applicants: {across}; conflicting decisions: {disputed}"
        ),
    };
    let _ = writeln!(out, "{}", summary::totals_line(&applicants, lang));
    out
}

fn lang_comma(lang: Lang) -> &'static str {
    match lang {
        Lang::Ja => "、",
        Lang::En => ", ",
    }
}
