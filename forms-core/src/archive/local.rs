//! Compares each entry's local header, and the data descriptor after its content, with the directory.
//!
//! Some programs read an archive from front to back and see the local headers, others see the
//! directory. Where the two lead to different contents, a finding says so.

use std::sync::Arc;

use super::content::{DEFLATED, STORED};
use super::name::{self, NameEncoding, UnicodePath};
use super::record::{Fields, Local, flag, signature};
use super::stream::Streamed;
use super::window::{Missing, Window};
use super::zip64::{self, Wide};
use super::{Entry, SecondName, Source, directory};
use crate::finding::word::{Zip002, Zip007, Zip008};
use crate::finding::{Finding, make};
use crate::text::told_apart;

/// Bytes read ahead: local headers are small and may be far from each other.
const AHEAD: usize = 4096;

/// Flags that the two headers may have apart: whether a descriptor follows and how the name is encoded,
/// which are compared by themselves.
const FREE_FLAGS: u16 = flag::DESCRIPTOR | flag::UTF8;
/// Flags that say how hard deflate tried. Elsewhere they choose a method's variant.
const EFFORT_FLAGS: u16 = 0b110;

/// The result of comparing one local header with its directory record.
struct LocalHeader {
    /// Start and end offset of header, content and descriptor.
    span: (u64, u64),
    problem: Option<Zip007>,
    /// The name before the content, if it is another one.
    name: String,
    /// True if it is flagged to have a data descriptor.
    has_descriptor: bool,
    /// Another name in the Unicode path field before the content; empty where the field holds none.
    second_name: Option<String>,
    /// The range of stored content whose size is told only after it.
    streamed: Option<(u64, u64)>,
    /// True if the names differ only in their encoding.
    name_in_doubt: bool,
    /// True if an extra field is longer than the bytes that are left for it.
    broken_extra: bool,
}

/// The spans and data descriptors that the local headers of all entries show.
#[derive(Default)]
pub(super) struct Locals {
    /// The byte span of each entry; `None` for one without a local header.
    pub(super) spans: Vec<Option<(u64, u64)>>,
    /// The ranges of stored contents whose size is told only after them.
    pub(super) streamed: Vec<Streamed>,
    /// True if a data descriptor follows any content.
    pub(super) has_descriptors: bool,
}

/// Compares all entries with their local headers.
pub(super) fn check(
    source: &dyn Source,
    entries: &mut [Entry],
    findings: &mut Vec<Finding>,
) -> Locals {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|index| entries.get(*index).map(|entry| entry.offset));
    let mut window = Window::new(source, AHEAD);
    let mut locals = Locals { spans: vec![None; entries.len()], ..Locals::default() };
    for index in order {
        let (Some(entry), Some(span)) = (entries.get_mut(index), locals.spans.get_mut(index))
        else {
            continue;
        };
        match compare(&mut window, entry, source.len()) {
            Ok(seen) => {
                *span = Some(seen.span);
                entry.name_in_doubt = seen.name_in_doubt;
                if seen.broken_extra && !entry.has_broken_extra {
                    let broken = make::zip_008(Zip008::ExtraField, &entry.name);
                    findings.push(broken.at(entry.location()));
                }
                let streamed = seen.streamed.map(|(start, end)| Streamed { index, start, end });
                locals.streamed.extend(streamed);
                locals.has_descriptors |= seen.has_descriptor;
                if let Some(problem) = seen.problem {
                    report(entry, problem, &seen.name, findings);
                } else if let Some(second) = seen.second_name {
                    let told = matches!(entry.second_name(), Some(SecondName::Another { .. }));
                    findings.extend((!told).then(|| entry.two_names(&entry.name, &second)));
                }
            }
            Err(Missing::End) => report(entry, Zip007::Missing, "", findings),
            Err(Missing::Medium) => findings.push(make::zip_002(Zip002::Medium)),
        }
    }
    locals
}

/// ZIP-007 for an entry. `name` is the one before its content.
fn report(entry: &mut Entry, problem: Zip007, name: &str, findings: &mut Vec<Finding>) {
    let (central, local) = match problem {
        Zip007::Name => told_apart(&entry.name, name),
        _ => (String::new(), String::new()),
    };
    let finding = make::zip_007(&entry.name, problem, central, "", local).at(entry.location());
    // With another name or checksum the content can still be found and inflated.
    if !matches!(problem, Zip007::Name | Zip007::Crc) {
        entry.blocked.get_or_insert_with(|| Arc::new(finding.clone()));
    }
    findings.push(finding);
}

fn compare(window: &mut Window<'_>, entry: &Entry, len: u64) -> Result<LocalHeader, Missing> {
    let local = Local::parse(window.get(entry.offset, Local::BYTES)?).ok_or(Missing::End)?;
    let header = Local::BYTES + local.variable();
    let start = entry.offset.checked_add(header as u64).ok_or(Missing::End)?;
    let end = start.checked_add(entry.compressed).filter(|end| *end <= len);
    let variable = window.get(entry.offset + Local::BYTES as u64, local.variable())?;
    let (raw, extra) = variable.split_at_checked(usize::from(local.name)).ok_or(Missing::End)?;
    let wide = zip64::widen(extra, local.size, local.compressed, 0);
    let name = compare_names(entry, raw, local.flags);
    let mut problem = (name == NameComparison::Differ).then_some(Zip007::Name);
    problem = problem.or(compare_numbers(entry, &local, &wide));
    let follows = local.flags & flag::DESCRIPTOR != 0 && local.compressed == 0;
    let is_read = local.method == STORED && !entry.is_encrypted();
    let mut seen = LocalHeader {
        span: (entry.offset, end.unwrap_or(start)),
        second_name: second_name(entry, raw, extra),
        streamed: end.filter(|_| follows && is_read).map(|end| (start, end)),
        problem,
        name: match problem {
            Some(Zip007::Name) => name::decode(raw, local.flags & flag::UTF8 != 0, None).0,
            _ => String::new(),
        },
        has_descriptor: local.flags & flag::DESCRIPTOR != 0,
        name_in_doubt: name == NameComparison::EncodedDifferently,
        broken_extra: directory::is_broken(extra),
    };
    match end {
        None => seen.problem = seen.problem.or(Some(Zip007::Size)),
        Some(end) if local.flags & flag::DESCRIPTOR != 0 => {
            match descriptor(window, entry, end)? {
                Some(bytes) => seen.span.1 = end + bytes,
                // Its numbers may be hidden too, and nobody reads the content.
                None if entry.is_encrypted() => {}
                None => seen.problem = seen.problem.or(Some(Zip007::Descriptor)),
            }
        }
        Some(_) => {}
    }
    Ok(seen)
}

/// The name in the Unicode path field before the content, if it is neither the header's nor that of the
/// field in the directory. Programs that read it show that name.
fn second_name(entry: &Entry, raw: &[u8], extra: &[u8]) -> Option<String> {
    match name::unicode_path(raw, extra)? {
        UnicodePath::Empty => Some(String::new()),
        UnicodePath::Misread(second) => Some(second),
        path @ UnicodePath::Fresh(_) if entry.unicode_path.as_ref() == Some(&path) => None,
        UnicodePath::Fresh(second) => {
            let own = [name::as_utf8(raw), name::as_cp932(raw)];
            (second != entry.name && !own.contains(&second.as_str().into())).then_some(second)
        }
        UnicodePath::Stale(_) | UnicodePath::Damaged => None,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum NameComparison {
    Same,
    EncodedDifferently,
    Differ,
}

fn compare_names(entry: &Entry, raw: &[u8], flags: u16) -> NameComparison {
    let utf8 = flags & flag::UTF8 != 0;
    if utf8
        && std::str::from_utf8(raw).is_err()
        && !entry.is_flagged_falsely()
        && entry.encoding != NameEncoding::Unknown
    {
        // The directory's name can be read, this one cannot: programs stop here.
        return NameComparison::Differ;
    }
    if raw == entry.raw_name {
        let same = raw.is_ascii() || utf8 == (entry.flags & flag::UTF8 != 0);
        return if same { NameComparison::Same } else { NameComparison::EncodedDifferently };
    }
    // A Unicode path field is no other encoding: most programs that read this header ignore it.
    let (text, encoding) = name::decode(raw, utf8, None);
    let local = readings(raw, text, encoding);
    let central = readings(&entry.raw_name, entry.name.clone(), entry.encoding);
    if local.iter().any(|reading| central.contains(reading)) {
        NameComparison::EncodedDifferently
    } else {
        NameComparison::Differ
    }
}

/// All decodings of a name without replacement characters.
fn readings(raw: &[u8], text: String, encoding: NameEncoding) -> Vec<String> {
    let mut texts = Vec::new();
    if encoding != NameEncoding::Unknown {
        texts.push(text);
    }
    let replaced = char::REPLACEMENT_CHARACTER;
    let others = [name::as_utf8(raw), name::as_cp932(raw)];
    texts.extend(others.into_iter().filter(|t| !t.contains(replaced)).map(Into::into));
    texts
}

/// Compares method, flags, sizes and checksum. If a data descriptor follows, the header may hold 0.
fn compare_numbers(entry: &Entry, local: &Local, wide: &Wide) -> Option<Zip007> {
    let follows = local.flags & flag::DESCRIPTOR != 0;
    // 7-Zip leaves out an entry whose flags differ.
    let free = if local.method == DEFLATED { FREE_FLAGS | EFFORT_FLAGS } else { FREE_FLAGS };
    let fits = |local: u64, central: u64| local == central || follows && local == 0;
    if local.method != entry.method {
        Some(Zip007::Method)
    } else if (local.flags ^ entry.flags) & !free != 0 {
        Some(Zip007::Flags)
    } else if !wide.certain
        || !fits(wide.size, entry.size)
        || !fits(wide.compressed, entry.compressed)
    {
        Some(Zip007::Size)
    } else if !fits(u64::from(local.crc32), u64::from(entry.crc32)) {
        Some(Zip007::Crc)
    } else {
        None
    }
}

/// The size in bytes of the data descriptor at `offset`, if it agrees with the directory: with or
/// without its signature, with sizes of 32 or of 64 bits (APPNOTE 4.3.9).
fn descriptor(window: &mut Window<'_>, entry: &Entry, offset: u64) -> Result<Option<u64>, Missing> {
    let bytes = match window.get_up_to(offset, 24) {
        Ok(bytes) => bytes,
        Err(Missing::End) => return Ok(None),
        Err(medium) => return Err(medium),
    };
    let expected = (entry.crc32, entry.compressed, entry.size);
    let wide = |mut f: Fields<'_>| Some((f.u32()?, f.u64()?, f.u64()?));
    let narrow = |mut f: Fields<'_>| Some((f.u32()?, u64::from(f.u32()?), u64::from(f.u32()?)));
    let bare = Fields::new(bytes);
    let signed = bytes.strip_prefix(&signature::DESCRIPTOR).map(Fields::new);
    let forms = [
        (24, signed.clone().and_then(wide)),
        (16, signed.and_then(narrow)),
        (20, wide(bare.clone())),
        (12, narrow(bare)),
    ];
    Ok(forms.into_iter().find(|(_, seen)| *seen == Some(expected)).map(|(count, _)| count))
}
