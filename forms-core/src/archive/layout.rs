//! Which bytes of the file belong to which part: finds parts that overlap, and bytes of no part.

use super::record::{Central, End, Local, signature};
use super::tail::{Tail, positions};
use super::window::{CHUNK, Missing, Window};
use super::{Entry, Source};
use crate::finding::word::{Zip002, Zip008, Zip021, Zip022};
use crate::finding::{Finding, make};

/// A part of the archive and the bytes it takes, the last one excluded.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: u64,
    end: u64,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// The entry at this index: local header, content, descriptor.
    Entry(usize),
    Directory,
    /// The end records, comment included.
    End,
}

/// Lays out the entries' spans, the directory and the end records, and says what is wrong.
/// An entry that uses bytes of another part must not be read: reading many of them would produce
/// far more than the file could hold.
pub(super) fn check(
    source: &dyn Source,
    tail: &Tail,
    spans: &[Option<(u64, u64)>],
    entries: &mut [Entry],
    findings: &mut Vec<Finding>,
) {
    let mut parts = vec![
        Part {
            start: tail.directory,
            end: tail.directory + tail.directory_bytes,
            what: What::Directory,
        },
        Part { start: tail.records, end: tail.end, what: What::End },
    ];
    parts.extend(spans.iter().enumerate().filter_map(|(index, span)| {
        span.map(|(start, end)| Part { start, end, what: What::Entry(index) })
    }));
    parts.sort_by_key(|part| (part.start, part.end));

    let mut window = Window::new(source, CHUNK);
    let mut reached = 0;
    let mut before: Option<Part> = None;
    for part in parts {
        if part.start < reached
            && let Some(before) = before
        {
            overlap(before, part, entries, findings);
        } else if part.start > reached {
            let place = place(before, part.what);
            gap(&mut window, reached, part.start, place, findings);
        }
        if part.end >= reached {
            reached = part.end;
            before = Some(part);
        }
    }
    if reached < source.len() {
        gap(&mut window, reached, source.len(), Some(Zip021::After), findings);
    }
}

/// What lies between two parts; `None` between the directory and the end records, where nothing
/// may lie: programs that count back from the end record look for the directory there.
fn place(before: Option<Part>, next: What) -> Option<Zip021> {
    match (before.map(|part| part.what), next) {
        (None, _) => Some(Zip021::Before),
        (_, What::Directory) => Some(Zip021::BeforeDirectory),
        (Some(What::Directory), What::End) => None,
        _ => Some(Zip021::Between),
    }
}

fn overlap(before: Part, part: Part, entries: &mut [Entry], findings: &mut Vec<Finding>) {
    let (index, finding) = match (before.what, part.what) {
        (What::Entry(other), What::Entry(index)) => {
            let other = entries.get(other).map(|e| e.name.clone()).unwrap_or_default();
            (index, make::zip_008(Zip008::Overlap, other))
        }
        (What::Entry(index), _) | (_, What::Entry(index)) => {
            (index, make::zip_008(Zip008::OverlapDirectory, part.start.to_string()))
        }
        // The directory ends where the end records start: see `tail`.
        _ => return,
    };
    if let Some(entry) = entries.get_mut(index) {
        let finding = finding.at(entry.location());
        entry.blocked.get_or_insert_with(|| Box::new(finding.clone()));
        findings.push(finding);
    }
}

/// ZIP-021, or ZIP-022 where the bytes hold records of an archive or no place is given.
fn gap(
    window: &mut Window<'_>,
    start: u64,
    end: u64,
    place: Option<Zip021>,
    findings: &mut Vec<Finding>,
) {
    findings.push(match hidden_record(window, start, end) {
        Ok(None) => match place {
            Some(place) => make::zip_021(place, start, end - start),
            None => make::zip_022(Zip022::ListElsewhere, start),
        },
        Ok(Some((problem, at))) => make::zip_022(problem, at),
        Err(_) => make::zip_002(Zip002::Medium),
    });
}

/// The first bytes of a gap that another program could take for a part of an archive. Four bytes
/// alone prove nothing: the stub of a self-extracting archive holds the signatures it looks for.
fn hidden_record(
    window: &mut Window<'_>,
    start: u64,
    end: u64,
) -> Result<Option<(Zip022, u64)>, Missing> {
    let overlap = Central::BYTES as u64;
    let mut at = start;
    while at < end {
        let count = usize::try_from(end - at).unwrap_or(usize::MAX).min(CHUNK);
        let bytes = window.get(at, count)?;
        let found = [signature::LOCAL, signature::CENTRAL, signature::END]
            .into_iter()
            .flat_map(|signature| positions(bytes, signature))
            .filter_map(|i| record_at(bytes.get(i..)?, at + i as u64).map(|what| (i, what)))
            .min_by_key(|(i, _)| *i);
        if let Some((i, problem)) = found {
            return Ok(Some((problem, at + i as u64)));
        }
        if count < CHUNK {
            break;
        }
        at += count as u64 - overlap;
    }
    Ok(None)
}

/// What record these bytes could be, by fields that a record by chance would not have.
fn record_at(bytes: &[u8], offset: u64) -> Option<Zip022> {
    let plausible = |method: u16, name: u16| method <= 99 && (1..=1024).contains(&name);
    if let Some(local) = Local::parse(bytes) {
        plausible(local.method, local.name).then_some(Zip022::HiddenPart)
    } else if let Some(central) = Central::parse(bytes) {
        plausible(central.method, central.name).then_some(Zip022::HiddenPart)
    } else {
        let end = End::parse(bytes)?;
        let directory = u64::from(end.directory_offset) + u64::from(end.directory_bytes);
        (end.entries_here <= end.entries && directory <= offset).then_some(Zip022::TwoEnds)
    }
}
