//! The summary of a review: a row for each applicant, as a workbook, as CSV, and as one line of totals.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use super::desk::CrossByFile;
use super::report::{Cell, Label, Sheet, csv_line, on_one_line, workbook};
use super::session::{
    ApplicantKey, ApplicantRow, ApplicantState, Field, Session, Sha256Hex, Submission, Totals,
};
use crate::application::Organ;
use crate::check::{Counts, CrossFinding, Status};
use crate::code::{Government, MunicipalityCode};
use crate::finding::{Code, Finding, Lang, Severity};
use crate::form_book::WorkbookError;
use crate::pack::Pack;

/// The result of the check of an applicant's last submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckResult {
    /// 適合: no error, its pairs included.
    Conforms,
    /// 不備: at least one error.
    Defective,
    /// 読込不可: the package cannot be judged.
    Unreadable,
    /// 暗号化: locked with a password.
    Encrypted,
}

/// A row of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// The applicant.
    pub applicant: ApplicantRow,
    /// When its last submission was received.
    pub received: Option<Timestamp>,
    /// The result of the check; `None` if there is nothing to check.
    pub result: Option<CheckResult>,
    /// The findings of its last submissions by severity, without those across packages.
    pub counts: Counts,
    /// The number of findings across packages that are about it.
    pub cross: usize,
    /// The names of its last files.
    pub files: Vec<String>,
}

/// Computes the summary of the rows of a session. `cross` are the findings across the applicants' last submissions.
#[must_use]
pub fn summarise(
    session: &Session,
    rows: Vec<ApplicantRow>,
    cross: &[CrossFinding],
) -> Vec<SummaryRow> {
    summarise_with(session, rows, &CrossByFile::new(session, cross))
}

/// As [`summarise`], for who has the findings across packages by file.
pub(super) fn summarise_with(
    session: &Session,
    rows: Vec<ApplicantRow>,
    of_file: &CrossByFile<'_>,
) -> Vec<SummaryRow> {
    let row = |applicant: ApplicantRow| {
        let last: Vec<&Submission> =
            applicant.current().iter().filter_map(|sha256| session.submission(sha256)).collect();
        let counts = last.iter().filter_map(|s| s.counts()).fold(Counts::default(), Counts::plus);
        let between = last.iter().flat_map(|s| of_file.of(&s.sha256));
        let between = Counts::of(between.map(|(cross, _)| &cross.finding));
        SummaryRow {
            received: applicant.rounds.last().map(|round| round.received),
            result: (!last.is_empty()).then(|| result(&last, counts.plus(between))),
            counts,
            cross: between.total(),
            files: last.iter().map(|s| s.path().to_owned()).collect(),
            applicant,
        }
    };
    rows.into_iter().map(row).collect()
}

/// The applicants whose last submission, a single one, has no error and no warning, in its pairs neither, and about which
/// nobody has decided; each with that submission.
#[must_use]
pub fn clean(
    session: &Session,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
) -> Vec<(ApplicantKey, Sha256Hex)> {
    let fields = session.fields();
    let of_file = CrossByFile::new(session, cross);
    let clean = rows.iter().filter_map(|row| {
        let [submission] = row.applicant.current() else { return None };
        let undecided = fields.heads(&Field::Decision(row.applicant.key)).is_empty();
        let counts = row.counts;
        let nothing = counts.fatal + counts.error + counts.warning == 0
            && of_file.of(submission).iter().all(|(c, _)| c.finding.severity == Severity::Info)
            && session.submission(submission)?.last_check().is_some();
        (undecided && nothing).then(|| (row.applicant.key, submission.clone()))
    });
    clean.collect()
}

fn result(submissions: &[&Submission], counts: Counts) -> CheckResult {
    let findings = || {
        let checks = submissions.iter().filter_map(|s| s.last_check());
        checks.flat_map(|(_, check)| &check.findings)
    };
    match counts.status() {
        _ if findings().any(|f| f.code == Code::Zip006) => CheckResult::Encrypted,
        Status::Unreadable => CheckResult::Unreadable,
        Status::Invalid => CheckResult::Defective,
        Status::Valid => CheckResult::Conforms,
    }
}

/// The line of totals: 179団体：受領171・適158・差戻し18・未着3. States that nobody is in are left out.
#[must_use]
pub fn totals_line<'a>(rows: impl IntoIterator<Item = &'a ApplicantRow>, lang: Lang) -> String {
    let mut arrived = 0;
    let totals = Totals::of(rows.into_iter().inspect(|row| {
        arrived += usize::from(!row.rounds.is_empty());
    }));
    let states = ApplicantState::ALL.iter().filter(|s| **s != ApplicantState::Received);
    let counts = states.map(|state| (state_label(*state), totals.count(*state)));
    let arrived = [(Label::Arrived, arrived)].into_iter();
    let parts: Vec<String> = arrived
        .chain(counts.filter(|(_, count)| *count > 0))
        .map(|(label, count)| match lang {
            Lang::Ja => format!("{}{count}", label.get(lang)),
            Lang::En => format!("{} {count}", label.get(lang)),
        })
        .collect();
    let (colon, between) = match lang {
        Lang::Ja => ("：", "・"),
        Lang::En => (": ", ", "),
    };
    format!("{}{}{colon}{}", totals.all(), Label::Applicants.get(lang), parts.join(between))
}

/// The last words of a run for the terminal: what could not be read, whose order or owner is not known, the number of
/// mistakes between applicants and of conflicts, and the line of totals.
#[must_use]
pub fn closing(
    session: &Session,
    rows: &[SummaryRow],
    cross: &[CrossFinding],
    lang: Lang,
) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        let _ = writeln!(out, "{}", on_one_line(text));
    };
    for (path, failed) in session.not_read() {
        let finding = Finding::from(&failed.finding);
        line(&format!("{} {path}: {}", finding.code, finding.message(lang)));
    }
    for row in rows.iter().filter(|row| row.files.len() > 1) {
        let told = Label::SeveralOfOneTime.get(lang);
        let told = told.replace("{count}", &row.files.len().to_string());
        let told = told.replace("{name}", &row.applicant.name);
        line(&told.replace("{files}", &row.files.join(lang.comma())));
    }
    for submission in session.unattributed() {
        line(&Label::Unattributed.get(lang).replace("{path}", submission.path()));
    }
    let across = cross.iter().filter(|c| c.finding.severity.stops()).count();
    let is_disputed = |row: &&SummaryRow| row.applicant.state == ApplicantState::Disputed;
    let disputed = rows.iter().filter(is_disputed).count();
    let told = Label::CrossAndDisputed.get(lang).replace("{cross}", &across.to_string());
    line(&told.replace("{disputed}", &disputed.to_string()));
    line(&totals_line(rows.iter().map(|row| &row.applicant), lang));
    out
}

/// The line that is shown while packages are checked: how many of them are, and how long the rest may take.
#[must_use]
pub fn progress_line(done: usize, total: usize, elapsed: Duration, lang: Lang) -> String {
    let left = total.saturating_sub(done);
    let each = elapsed.as_secs_f64() / done.max(1) as f64;
    let seconds = format!("{:.0}", (each * left as f64).ceil());
    let told = Label::Progress.get(lang).replace("{done}", &done.to_string());
    told.replace("{total}", &total.to_string()).replace("{seconds}", &seconds)
}

/// The word for a state.
#[must_use]
pub fn state_word(state: ApplicantState, lang: Lang) -> &'static str {
    state_label(state).get(lang)
}

/// The word for the result of a check.
#[must_use]
pub fn result_word(result: CheckResult, lang: Lang) -> &'static str {
    result_label(result).get(lang)
}

/// The word for a state.
pub(super) fn state_label(state: ApplicantState) -> Label {
    match state {
        ApplicantState::NotArrived => Label::NotArrived,
        ApplicantState::Received => Label::Arrived,
        ApplicantState::Checked => Label::Checked,
        ApplicantState::InReview => Label::InReview,
        ApplicantState::Returned => Label::Returned,
        ApplicantState::AwaitingResubmission => Label::AwaitingResubmission,
        ApplicantState::Accepted => Label::Accepted,
        ApplicantState::Held => Label::Held,
        ApplicantState::Withdrawn => Label::Withdrawn,
        ApplicantState::Excluded => Label::Excluded,
        ApplicantState::Disputed => Label::Disputed,
    }
}

pub(super) fn result_label(result: CheckResult) -> Label {
    match result {
        CheckResult::Conforms => Label::Conforms,
        CheckResult::Defective => Label::Defective,
        CheckResult::Unreadable => Label::NotReadable,
        CheckResult::Encrypted => Label::Encrypted,
    }
}

/// A time in Japan, which has one offset and no summer time: 2019-05-20 09:00.
#[must_use]
pub fn in_japan(time: Timestamp) -> String {
    jiff::tz::offset(9).to_datetime(time).strftime("%Y-%m-%d %H:%M").to_string()
}

/// The day in Japan at a time.
#[must_use]
pub fn day_in_japan(time: Timestamp) -> Date {
    jiff::tz::offset(9).to_datetime(time).date()
}

/// Columns with their widths in characters.
const COLUMNS: [(Label, u16); 16] = [
    (Label::CodeOf, 10),
    (Label::Applicant, 20),
    (Label::Organ, 12),
    (Label::Round, 5),
    (Label::Received, 17),
    (Label::Result, 10),
    (Label::Fatal, 6),
    (Label::Error, 6),
    (Label::Warning, 6),
    (Label::CrossCount, 6),
    (Label::State, 12),
    (Label::Owner, 10),
    (Label::File, 44),
    (Label::Sha256, 68),
    (Label::Area, 16),
    (Label::Members, 40),
];

fn cells(row: &SummaryRow, pack: &Pack, lang: Lang) -> Vec<Cell> {
    let SummaryRow { applicant, counts, .. } = row;
    let organ = match applicant.key.organ {
        Organ::Head => "",
        organ => pack.choice_label("organ", organ.as_str(), lang),
    };
    let hashes: Vec<String> = applicant.current().iter().map(ToString::to_string).collect();
    let member = |code: &MunicipalityCode| {
        Government::find(*code).map_or_else(|| code.to_string(), |g| g.name.to_owned())
    };
    let members: Vec<String> = applicant.members.iter().map(member).collect();
    let text = |text: &str| Cell::Text(text.to_owned());
    vec![
        Cell::Text(applicant.key.code.to_string()),
        text(&applicant.name),
        text(organ),
        Cell::Number(applicant.rounds.len()),
        Cell::Text(row.received.map(in_japan).unwrap_or_default()),
        text(row.result.map_or("", |result| result_label(result).get(lang))),
        Cell::Number(counts.fatal),
        Cell::Number(counts.error),
        Cell::Number(counts.warning),
        Cell::Number(row.cross),
        text(state_label(applicant.state).get(lang)),
        text(applicant.owner.as_deref().unwrap_or_default()),
        Cell::Text(row.files.join("\n")),
        Cell::Text(hashes.join("\n")),
        text(&applicant.area),
        Cell::Text(members.join(lang.comma())),
    ]
}

/// The summary as a workbook: numbers are numbers, with filter, frozen header and print set-up.
///
/// # Errors
/// If there are more applicants than a sheet has rows.
pub fn xlsx(rows: &[SummaryRow], pack: &Pack, lang: Lang) -> Result<Vec<u8>, WorkbookError> {
    let rows = rows.iter().map(|row| cells(row, pack, lang)).collect();
    // Code and name stay.
    workbook(&[Sheet { name: Label::Summary, columns: &COLUMNS, frozen: 2, rows }], lang)
}

/// The summary as CSV in UTF-8 with a mark, so that Excel reads it right; every applicant has a row.
#[must_use]
pub fn csv(rows: &[SummaryRow], pack: &Pack, lang: Lang) -> Vec<u8> {
    let mut out = "\u{feff}".to_owned();
    out.push_str(&csv_line(COLUMNS.map(|(label, _)| label.get(lang).to_owned())));
    for row in rows {
        out.push_str(&csv_line(cells(row, pack, lang).into_iter().map(Cell::into_text)));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_takes_as_long_as_what_is_done() {
        let line = |done, seconds| progress_line(done, 180, Duration::from_secs(seconds), Lang::Ja);
        assert_eq!(line(60, 2), "検査中 60/180　残り 4秒");
        assert_eq!(line(180, 3), "検査中 180/180　残り 0秒");
        assert_eq!(progress_line(0, 2, Duration::ZERO, Lang::En), "checking 0/2, 0 s left");
    }
}
