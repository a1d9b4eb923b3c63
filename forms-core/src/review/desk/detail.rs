//! Everything about one applicant: files, findings with the rows around them, rounds, history.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value as Json;

use super::places::{place_words, value_words};
use super::sides::{Side, sides};
use super::{Desk, DeskRow, FileFinding, KnownFiles, RowContext, RowFinding, row_context};
use crate::check::PackagePlace;
use crate::finding::{Lang, Location};
use crate::pack::Pack;
use crate::review::session::{
    Act, ApplicantKey, ApplicantRow, Baseline, Basis, Decision, Event, EventId, Field, Fingerprint,
    RowChange, Session, Sha256Hex, Standing, Submission, Value, compare_applications,
};

/// An applicant with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// The applicant.
    pub row: DeskRow,
    /// The findings about its last submission: the worst first, then by place.
    pub findings: Vec<DetailFinding>,
    /// What it sent, the last first.
    pub rounds: Vec<DetailRound>,
    /// What was done about it and its files, in order of time.
    pub history: Vec<HistoryEntry>,
    /// The decisions that disagree; empty without a conflict.
    pub dispute: Vec<Dispute>,
}

/// A finding as the detail shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailFinding {
    /// The finding with its waiver.
    pub finding: RowFinding,
    /// Whether it is new or remains; `None` without an earlier round.
    pub standing: Option<Standing>,
    /// The row as written with its neighbours.
    pub context: Option<RowContext>,
    /// The other sides, if it shows only across packages.
    pub others: Vec<OtherSide>,
}

/// The other side of a finding across packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherSide {
    /// The applicant; `None` for a file that is no applicant's last.
    pub key: Option<ApplicantKey>,
    /// Its name, else the path of its file.
    pub name: String,
    /// The place in its file.
    pub location: Location,
    /// The row as written; `None` for the application as a whole, or a row that it lacks.
    pub context: Option<RowContext>,
}

/// What an applicant sent at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailRound {
    /// 第何回, from 1.
    pub number: usize,
    /// When it was received.
    pub received: Timestamp,
    /// Its files.
    pub files: Vec<FileFact>,
    /// The number of new, remaining and resolved findings against the round before.
    pub standing: Option<[usize; 3]>,
    /// The findings of the round before that are resolved in this one.
    pub resolved: Vec<ResolvedFinding>,
    /// The application against that of the round before; `None` if the two cannot be compared.
    pub changes: Option<Vec<FieldChange>>,
}

/// A field whose text differs from the round before, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field, its row named by what it says.
    pub place: String,
    /// The text before; `None` if the row or field was not there.
    pub before: Option<String>,
    /// The text after; `None` if the row or field is gone.
    pub after: Option<String>,
}

/// A finding of an earlier round that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedFinding(pub Rc<FileFinding>);

/// A file that an applicant sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFact {
    /// Its SHA-256.
    pub sha256: Sha256Hex,
    /// Where it was seen last.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was received.
    pub received: Timestamp,
    /// True if a person said so.
    pub received_said: bool,
    /// True if a person said whose it is.
    pub applicant_said: bool,
    /// What it was last checked with.
    pub basis: Option<Basis>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its id.
    pub id: EventId,
    /// The event.
    pub event: Event,
    /// True if a later event replaced or retracted it.
    pub replaced: bool,
}

/// One of the decisions that disagree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// The person.
    pub by: String,
    /// The time.
    pub at: Timestamp,
    /// The decision; `None` if it was taken back.
    pub decision: Option<Decision>,
    /// The reason.
    pub reason: String,
}

/// Everything about an applicant; `None` if there is no such row.
#[must_use]
pub fn detail(
    session: &Session,
    desk: &Desk,
    key: ApplicantKey,
    known: &mut KnownFiles,
    pack: &Pack,
    lang: Lang,
) -> Option<Detail> {
    let row = desk.row(key)?.clone();
    let baseline = standing(session, row.applicant(), known);
    let mut documents = Documents { session, by_file: BTreeMap::new(), pack, lang };
    let sides = sides(session, desk);
    // The findings of the baseline are those of the file itself, in its order.
    let mut standings = baseline.iter().flat_map(|b| &b.later).map(|(_, standing)| *standing);
    let mut findings: Vec<DetailFinding> = row
        .findings
        .iter()
        .map(|finding| DetailFinding {
            standing: if finding.found.across { None } else { standings.next() },
            context: documents.context(&finding.file, &finding.found.finding.location),
            others: others(&finding.found, &sides, &mut documents),
            finding: finding.clone(),
        })
        .collect();
    findings.sort_by(|a, b| {
        let worst = |f: &DetailFinding| std::cmp::Reverse(f.finding.found.finding.severity);
        let place = |f: &DetailFinding| f.finding.found.finding.location.clone();
        (a.finding.waiver.is_some(), worst(a))
            .cmp(&(b.finding.waiver.is_some(), worst(b)))
            .then_with(|| place(a).cmp(&place(b)))
    });
    Some(Detail {
        rounds: rounds(session, row.applicant(), known, (pack, lang)),
        history: history(session, row.applicant()),
        dispute: dispute(session, key),
        findings,
        row,
    })
}

/// Compares the findings of the last two rounds, as [`Session::baseline`] does, with what is known of the files.
pub(super) fn standing(
    session: &Session,
    row: &ApplicantRow,
    known: &mut KnownFiles,
) -> Option<Baseline> {
    let [before, last] = session.last_two(row)?;
    compared(before, last, known)
}

fn compared(before: &Submission, after: &Submission, known: &mut KnownFiles) -> Option<Baseline> {
    before.last_check().and(after.last_check())?;
    let mut prints = |submission: &Submission| -> Vec<Fingerprint> {
        known.own(submission).iter().map(|found| found.fingerprint.clone()).collect()
    };
    Some(Baseline::new(prints(before), prints(after)))
}

fn others(
    found: &FileFinding,
    sides: &BTreeMap<String, Side>,
    documents: &mut Documents<'_>,
) -> Vec<OtherSide> {
    let mut one = |place: &PackagePlace| {
        let side = sides.get(place.package.as_str());
        OtherSide {
            key: side.map(|side| side.key),
            name: side.map_or_else(|| place.package.clone(), |side| side.name.clone()),
            context: side.and_then(|side| documents.context(&side.file, &place.location)),
            location: place.location.clone(),
        }
    };
    found.others.iter().map(&mut one).collect()
}

/// The applications in files, as JSON.
struct Documents<'s> {
    session: &'s Session,
    by_file: BTreeMap<Sha256Hex, Option<Json>>,
    pack: &'s Pack,
    lang: Lang,
}

impl Documents<'_> {
    fn context(&mut self, file: &Sha256Hex, location: &Location) -> Option<RowContext> {
        let pointer = location.pointer.as_ref()?;
        let session = self.session;
        let document = self.by_file.entry(file.clone()).or_insert_with(|| {
            let (_, check) = session.submission(file)?.last_check()?;
            serde_json::to_value(check.application.as_ref()?).ok()
        });
        row_context(document.as_ref()?, pointer, self.pack, self.lang)
    }
}

fn rounds(
    session: &Session,
    row: &ApplicantRow,
    known: &mut KnownFiles,
    words: (&Pack, Lang),
) -> Vec<DetailRound> {
    let fields = session.fields();
    let said =
        |field: Field| matches!(fields.heads(&field), [_, ..]) && fields.value(&field).is_some();
    let mut rounds = Vec::new();
    let mut before: Option<&Submission> = None;
    for (number, round) in (1..).zip(&row.rounds) {
        let file = |sha256: &Sha256Hex| {
            let submission = session.submission(sha256)?;
            let basis = submission.last_check().and_then(|(id, _)| session.basis(id)).cloned();
            Some(FileFact {
                sha256: sha256.clone(),
                path: submission.path().to_owned(),
                bytes: submission.bytes,
                received: round.received,
                received_said: said(Field::Received(sha256.clone())),
                applicant_said: said(Field::Applicant(sha256.clone())),
                basis,
            })
        };
        let only = match &round.submissions[..] {
            [only] => session.submission(only),
            _ => None,
        };
        let baseline = before.zip(only).and_then(|(a, b)| compared(a, b, known));
        let resolved = before.zip(baseline.as_ref());
        rounds.push(DetailRound {
            number,
            received: round.received,
            files: round.submissions.iter().filter_map(file).collect(),
            standing: baseline.as_ref().map(Baseline::counts),
            resolved: resolved.map_or_else(Vec::new, |(a, b)| self::resolved(a, b, known)),
            changes: before.zip(only).and_then(|(a, b)| changes(a, b, words)),
        });
        before = only;
    }
    rounds.reverse();
    rounds
}

/// The resolved findings with their words. Of several that are equal, as many as are resolved.
fn resolved(
    before: &Submission,
    baseline: &Baseline,
    known: &mut KnownFiles,
) -> Vec<ResolvedFinding> {
    let mut left: BTreeMap<&Fingerprint, usize> = BTreeMap::new();
    for print in &baseline.resolved {
        *left.entry(print).or_default() += 1;
    }
    let own = known.own(before);
    let gone = own.iter().filter(|found| match left.get_mut(&found.fingerprint) {
        Some(count @ 1..) => {
            *count -= 1;
            true
        }
        _ => false,
    });
    gone.map(|found| ResolvedFinding(Rc::clone(found))).collect()
}

fn changes(
    before: &Submission,
    after: &Submission,
    (pack, lang): (&Pack, Lang),
) -> Option<Vec<FieldChange>> {
    let application = |s: &Submission| s.last_check()?.1.application.clone();
    let changes = compare_applications(&application(before)?, &application(after)?);
    let in_words = |RowChange { place, before, after }: RowChange| {
        let words = |text: String| value_words(&place, &text, pack, lang);
        let (before, after) = (before.map(words), after.map(words));
        FieldChange { place: place_words(&place, pack, lang), before, after }
    };
    Some(changes.into_iter().map(in_words).collect())
}

/// What was done about an applicant and about the files that are or were its.
fn history(session: &Session, row: &ApplicantRow) -> Vec<HistoryEntry> {
    let files: BTreeSet<&Sha256Hex> = row.rounds.iter().flat_map(|r| &r.submissions).collect();
    let events = session.events();
    let retracted = events.iter().filter_map(|(_, event)| match &event.act {
        Act::Retract { event } => Some(event),
        _ => None,
    });
    let gone: BTreeSet<&EventId> =
        events.iter().flat_map(|(_, event)| &event.after).chain(retracted).collect();
    let about = |event: &Event| match &event.act {
        Act::Attribute { submission, .. } | Act::Receive { submission, .. } => {
            files.contains(submission) || event.act.applicant() == Some(row.key)
        }
        act => act.applicant() == Some(row.key),
    };
    let of_applicant = events.iter().filter(|(_, event)| about(event));
    of_applicant
        .map(|(id, event)| HistoryEntry {
            id: (*id).clone(),
            event: (*event).clone(),
            replaced: gone.contains(id),
        })
        .collect()
}

fn dispute(session: &Session, key: ApplicantKey) -> Vec<Dispute> {
    let fields = session.fields();
    let Err(heads) = fields.head(&Field::Decision(key)) else { return Vec::new() };
    let one = |event: &Event| {
        let decision = match event.act.value() {
            Some(Value::Decision(_, decision)) => decision,
            _ => None,
        };
        let reason = match &event.act {
            Act::Decide { reason, .. } => reason.clone(),
            _ => String::new(),
        };
        Dispute { by: event.by.clone(), at: event.at, decision, reason }
    };
    heads.iter().map(|head| one(head.event)).collect()
}
