//! `renkei review`: the first-round review of a whole prefecture, as far as a program can do it.
//!
//! The session in the output folder is read, what is new or changed is checked, and everything that comes out of the
//! review is written anew. Stopped in the middle, it goes on where it was.

mod checking;
mod outputs;

use std::path::{Path, PathBuf};

use forms_core::application::PackRef;
use forms_core::check::{Checker, CrossFinding};
use forms_core::reference::{Reference, expected_of_prefecture};
use forms_core::review::PROGRAM;
use forms_core::review::session::{self, Act, ApplicantRow, Basis, Session};
use forms_core::review::summary::{self, SummaryRow};
use jiff::Timestamp;
use jiff::civil::Date;

use super::reference;
use crate::options::{Format, Setup};
use crate::{Failure, Outcome, file, text};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the ZIPs that came
    dir: PathBuf,
    /// The folder of the review: its session is kept and continued there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    reference: reference::Args,
    /// The applicants who are expected, a code or a name on each line
    #[arg(long, value_name = "FILE")]
    expected: Option<PathBuf>,
    /// Expects the prefecture and each of its municipalities, unless --expected says whom
    #[arg(long, value_name = "NAME")]
    prefecture: Option<String>,
    /// The day by which corrected applications must come, for the letters
    #[arg(long, value_name = "YYYY-MM-DD")]
    deadline: Option<Date>,
    /// Whose act it is that is recorded
    #[arg(long, value_name = "NAME", default_value = "renkei")]
    by: String,
    /// Sessions of colleagues, to be merged into this one
    #[arg(long, num_args = 1.., value_name = "FILE")]
    session: Vec<PathBuf>,
    /// Accepts each applicant whose last submission has no error and no warning, in its pairs neither, and about whom
    /// nobody has decided
    #[arg(long)]
    accept_clean: bool,
}

/// Everything that a run of the review works with.
struct Review<'a> {
    args: &'a Args,
    setup: &'a Setup,
    reference: Reference,
    basis: Basis,
    session: Session,
}

pub(crate) fn run(args: &Args, setup: &Setup) -> Result<Outcome, Failure> {
    std::fs::read_dir(&args.dir).map_err(|e| Failure::at(&args.dir, e))?;
    std::fs::create_dir_all(&args.out).map_err(|e| Failure::at(&args.out, e))?;
    let mut reference = args.reference.read(args.expected.as_deref(), setup)?;
    if let Some(prefecture) = &args.prefecture {
        reference = reference.with_prefecture(prefecture);
    }
    let mut files = args.reference.files(args.expected.as_deref())?;
    if let Some(path) = &setup.pack_file {
        files.insert(reference::file("pack", path)?);
    }
    let basis = Basis {
        program: PROGRAM.to_owned(),
        pack: PackRef { id: setup.pack.id.clone(), version: setup.pack.version.clone() },
        today: setup.today,
        reference: files,
    };
    let mut review = Review { args, setup, reference, basis, session: earlier(args)? };
    review.expect()?;
    checking::check_new(&mut review)?;
    let rows = review.session.rows();
    let cross = review.across(&rows);
    let mut rows = summary::summarise(&review.session, rows, &cross);
    if args.accept_clean && review.accept_clean(&rows, &cross) {
        // Deciding changes where applicants stand, not what they sent.
        rows = summary::summarise(&review.session, review.session.rows(), &cross);
    }
    outputs::write(&review, &rows, &cross)?;
    review.tell(&rows, &cross)
}

/// The session of earlier runs, with those of colleagues.
fn earlier(args: &Args) -> Result<Session, Failure> {
    let own = session_file(&args.out);
    let mut session = Session::new();
    let own = own.exists().then_some(&own);
    for path in own.into_iter().chain(&args.session) {
        let text = String::from_utf8(file::read(path)?).map_err(|e| Failure::at(path, e))?;
        session.merge(session::read(&text).map_err(|e| Failure::at(path, e))?);
    }
    Ok(session)
}

fn session_file(out: &Path) -> PathBuf {
    out.join(session::FILE_NAME)
}

impl Review<'_> {
    fn act(&mut self, acts: impl IntoIterator<Item = Act>) {
        self.session.act_all(Timestamp::now(), &self.args.by, acts);
    }

    /// Records whom the options expect and the deadline, as far as the session does not have them.
    fn expect(&mut self) -> Result<(), Failure> {
        let mut expected = self.reference.expected().to_vec();
        if let Some(name) = &self.args.prefecture {
            let prefecture = expected_of_prefecture(name)
                .ok_or_else(|| Failure(format!("{name} is not the name of a prefecture")))?;
            if expected.is_empty() {
                expected = prefecture;
            }
        }
        self.act(self.session.to_expect(&expected));
        if self.args.deadline.is_some() && self.session.deadline() != self.args.deadline {
            self.act([Act::Deadline { day: self.args.deadline }]);
        }
        Ok(())
    }

    /// The findings across the applicants' last submissions, and those on the reference files.
    fn across(&self, rows: &[ApplicantRow]) -> Vec<CrossFinding> {
        let checker = Checker::new(&self.setup.pack, self.setup.today);
        self.session.across(rows, checker, &self.reference)
    }

    /// Decides 適 where nothing was found and nobody has decided. Returns whether it decided anything.
    fn accept_clean(&mut self, rows: &[SummaryRow], cross: &[CrossFinding]) -> bool {
        let clean = summary::clean(&self.session, rows, cross);
        let decided = !clean.is_empty();
        let accept = |(applicant, submission)| Act::Decide {
            applicant,
            submission: Some(submission),
            decision: Some(session::Decision::Accepted),
            reason: "--accept-clean".to_owned(),
        };
        self.act(clean.into_iter().map(accept));
        decided
    }

    /// Prints what came out: the totals last.
    fn tell(&self, rows: &[SummaryRow], cross: &[CrossFinding]) -> Result<Outcome, Failure> {
        let not_read = self.session.not_read().count();
        let wrong = rows
            .iter()
            .any(|row| row.result.is_some_and(|result| result != summary::CheckResult::Conforms));
        let wrong = wrong || not_read > 0 || cross.iter().any(|c| c.finding.severity.stops());
        match self.setup.format {
            Format::Json => text::print(&session::write(&self.session))?,
            Format::Text => {
                text::print(&summary::closing(&self.session, rows, cross, self.setup.lang))?;
            }
        }
        Ok(Outcome::with_errors(wrong))
    }
}
