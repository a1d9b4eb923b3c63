//! Assigns the file's bytes to entries, directory and end records: finds overlaps and gaps.

use std::sync::Arc;

use super::record::{Central, End, Local, signature};
use super::tail::{Tail, positions};
use super::window::{CHUNK, Missing, Window};
use super::{Entry, Source};
use crate::finding::word::{Zip002, Zip008, Zip021, Zip022};
use crate::finding::{Finding, make};

/// A byte range of the archive, `end` excluded, and the record or entry it belongs to.
#[derive(Debug, Clone, Copy)]
struct Extent {
    start: u64,
    end: u64,
    owner: Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// The entry at this index: local header, content, descriptor.
    Entry(usize),
    Directory,
    /// The end records, comment included.
    End,
}

/// Reports overlaps and gaps between the entries' spans, the directory and the end records.
/// An entry that shares bytes with another is blocked: many such entries would inflate to far more
/// than the file could hold.
pub(super) fn check(
    source: &dyn Source,
    tail: &Tail,
    spans: &[Option<(u64, u64)>],
    entries: &mut [Entry],
    findings: &mut Vec<Finding>,
) {
    let mut parts = vec![
        Extent {
            start: tail.directory,
            end: tail.directory + tail.directory_bytes,
            owner: Owner::Directory,
        },
        Extent { start: tail.records, end: tail.end, owner: Owner::End },
    ];
    parts.extend(spans.iter().enumerate().filter_map(|(index, span)| {
        span.map(|(start, end)| Extent { start, end, owner: Owner::Entry(index) })
    }));
    parts.sort_by_key(|part| (part.start, part.end));

    let mut window = Window::new(source, CHUNK);
    let mut reached = 0;
    let mut before: Option<Extent> = None;
    for part in parts {
        if part.start < reached
            && let Some(before) = before
        {
            overlap(before, part, entries, findings);
        } else if part.start > reached {
            let place = place(before, part.owner);
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

/// The place of a gap for ZIP-021; `None` between the directory and the end records, where no gap is
/// allowed: programs that count back from the end record look for the directory there.
fn place(before: Option<Extent>, next: Owner) -> Option<Zip021> {
    match (before.map(|part| part.owner), next) {
        (None, _) => Some(Zip021::Before),
        (_, Owner::Directory) => Some(Zip021::BeforeDirectory),
        (Some(Owner::Directory), Owner::End) => None,
        _ => Some(Zip021::Between),
    }
}

fn overlap(before: Extent, part: Extent, entries: &mut [Entry], findings: &mut Vec<Finding>) {
    let (index, finding) = match (before.owner, part.owner) {
        (Owner::Entry(other), Owner::Entry(index)) => {
            let other = entries.get(other).map(|e| e.name.clone()).unwrap_or_default();
            (index, make::zip_008(Zip008::Overlap, other))
        }
        (Owner::Entry(index), _) | (_, Owner::Entry(index)) => {
            (index, make::zip_008(Zip008::OverlapDirectory, part.start.to_string()))
        }
        // The directory ends where the end records start: see `tail`.
        _ => return,
    };
    if let Some(entry) = entries.get_mut(index) {
        let finding = finding.at(entry.location());
        entry.blocked.get_or_insert_with(|| Arc::new(finding.clone()));
        findings.push(finding);
    }
}

/// Reports a gap: ZIP-021, or ZIP-022 if its bytes hold ZIP records or no place is given.
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

/// Finds the first bytes of a gap that another program could read as a ZIP record. A signature alone
/// proves nothing: the stub of a self-extracting archive holds the signatures that it looks for.
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
        // A reader that goes from front to back is here, whatever the record's fields say.
        if at == start && Local::parse(bytes).is_some() {
            return Ok(Some((Zip022::HiddenPart, at)));
        }
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

/// The problem if these bytes are a plausible ZIP record: its fields rule out chance.
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
