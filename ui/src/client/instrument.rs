//! The texts of instruments: the requests about them, and the texts that a worker keeps.

use std::io::Read as _;
use std::rc::Rc;

use forms_core::application::InstrumentKind;
use forms_core::archive::SourceReader;
use forms_core::document::{DocumentError, LARGEST_DOCUMENT};
use forms_core::finding::Finding;
use forms_core::law::ordinance::Ordinance;
use forms_core::law::{Effect, InstrumentText, Kind, Provision, ProvisionPath, citation, limits};
use serde::{Deserialize, Serialize};

use super::{FileId, RequestFile};

/// Reads the first file as the text of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadInstrument;

/// Looks up the provisions of a citation in the first file, the text of an instrument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LookUp {
    /// The citation as it was typed.
    pub citation: String,
}

/// An instrument as read from its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InstrumentReading {
    /// Its title.
    pub title: Option<String>,
    /// Its number, such as 平成25年規則第24号.
    pub number: Option<String>,
    /// Its kind, if title or number tell.
    pub kind: Option<InstrumentKind>,
    /// Its provisions, gathered by article, 附則 and table, in the order of the text.
    pub groups: Vec<ProvisionGroup>,
}

/// An article, a 附則 or a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionGroup {
    /// Its name, such as 第2条, 附則 or 別表第1.
    pub name: String,
    /// Its heading, such as 教育委員会への委任.
    pub heading: Option<String>,
    /// Its provisions.
    pub lines: Vec<ProvisionLine>,
}

/// One provision to show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionLine {
    /// Its citation in canonical form, such as 第2条第1項第3号.
    pub citation: String,
    /// Its text, without the provisions below it.
    pub text: String,
    /// Number of provisions of the group that contain it.
    pub depth: u8,
    /// True if it has provisions below it, which a citation names instead of it.
    pub open: bool,
    /// True if the provision was deleted and only its number is left.
    pub deleted: bool,
    /// Its legal effect, if it delegates.
    pub effect: Option<Effect>,
    /// The organ that it delegates to.
    pub counterpart: Option<String>,
    /// The words that limit what it delegates.
    pub limits: Vec<String>,
}

/// Why no provisions can be read from a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It has no text: a scan, or fonts without a mapping to characters.
    NoText,
    /// It has text, but no provision.
    NoProvisions,
    /// Its characters cannot be decoded.
    Encoding,
    /// It is cut off, or of another format than its name says.
    Damaged,
    /// It is larger than any instrument.
    TooLarge,
    /// It is locked with a password.
    Locked,
    /// Its format is not supported, such as the old .doc.
    Unsupported,
}

impl From<DocumentError> for Unreadable {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Encoding => Self::Encoding,
            DocumentError::Damaged => Self::Damaged,
            DocumentError::TooLarge => Self::TooLarge,
            DocumentError::Locked => Self::Locked,
            DocumentError::Unsupported => Self::Unsupported,
        }
    }
}

/// The provisions that a citation points to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedUp {
    /// The provisions, one for each citation in the text that names one.
    pub found: Vec<ProvisionLine>,
    /// Findings on the citation.
    pub findings: Vec<Finding>,
}

/// Most texts that a worker keeps. An application cites a handful.
const REMEMBERED: usize = 32;

/// The key of a kept text. It includes the name, which decides how a file is read.
#[derive(PartialEq, Eq)]
struct TextKey {
    name: String,
    id: FileId,
}

/// The texts that a worker keeps, the most recently used last.
#[derive(Default)]
pub(super) struct InstrumentTexts(Vec<(TextKey, ReadText)>);

type ReadText = Result<Rc<InstrumentText>, Unreadable>;

impl InstrumentTexts {
    /// Returns the text of a file: the kept one, or else read from its bytes.
    ///
    /// # Errors
    /// If the file cannot be read, also if only its text is kept and it was changed on the disk since.
    fn text(&mut self, file: &RequestFile<'_>) -> std::io::Result<ReadText> {
        if file.content.len() > LARGEST_DOCUMENT as u64 {
            return Ok(Err(Unreadable::TooLarge));
        }
        let Some(id) = file.id else { return read(file) };
        let key = TextKey { name: file.name.to_owned(), id };
        let entry = match self.0.iter().position(|(known, _)| *known == key) {
            Some(at) => {
                file.content.read_at(0, &mut [0])?;
                self.0.remove(at)
            }
            None => (key, read(file)?),
        };
        // The least recently used text is dropped.
        if self.0.len() == REMEMBERED {
            drop(self.0.remove(0));
        }
        let text = entry.1.clone();
        self.0.push(entry);
        Ok(text)
    }

    /// Returns the text for the rules, or `None` if the file cannot be read, which other requests
    /// report.
    pub(super) fn for_rules(&mut self, file: &RequestFile<'_>) -> Option<Rc<InstrumentText>> {
        let text = self.text(file).ok()?;
        Some(text.unwrap_or_else(|_| Rc::new(InstrumentText::NoText)))
    }

    /// Answers [`ReadInstrument`].
    pub(super) fn reading(
        &mut self,
        file: &RequestFile<'_>,
    ) -> std::io::Result<Result<InstrumentReading, Unreadable>> {
        Ok(self.text(file)?.and_then(|text| match &*text {
            InstrumentText::Parsed(ordinance) if ordinance.provisions.is_empty() => {
                Err(Unreadable::NoProvisions)
            }
            InstrumentText::Parsed(ordinance) => Ok(reading(ordinance)),
            InstrumentText::NoText | InstrumentText::Missing => Err(Unreadable::NoText),
        }))
    }

    /// Answers [`LookUp`]; with nothing if the file has no text.
    pub(super) fn look_up(
        &mut self,
        file: &RequestFile<'_>,
        typed: &str,
    ) -> std::io::Result<LookedUp> {
        let text = self.text(file)?;
        let Ok(InstrumentText::Parsed(ordinance)) = text.as_deref() else {
            return Ok(LookedUp::default());
        };
        if ordinance.provisions.is_empty() {
            return Ok(LookedUp::default());
        }
        let cited = ordinance.look_up(typed);
        Ok(LookedUp {
            found: cited.provisions.into_iter().flatten().map(|p| line(p, 0)).collect(),
            findings: cited.problems,
        })
    }
}

fn read(file: &RequestFile<'_>) -> std::io::Result<ReadText> {
    let mut bytes = Vec::new();
    SourceReader::new(file.content).take(LARGEST_DOCUMENT as u64).read_to_end(&mut bytes)?;
    let read = InstrumentText::try_read(file.name, &bytes);
    Ok(read.map(Rc::new).map_err(Unreadable::from))
}

fn reading(ordinance: &Ordinance) -> InstrumentReading {
    let own = ordinance.instrument();
    let mut groups: Vec<ProvisionGroup> = Vec::new();
    let mut above: Vec<&ProvisionPath> = Vec::new();
    let mut last = None;
    for provision in &ordinance.provisions {
        let top = group_path(&provision.path);
        if last.as_ref() != Some(&top) {
            above.clear();
            groups.push(ProvisionGroup {
                name: ordinance.cite(&top, citation::Style::HalfWidth),
                heading: provision.heading.clone(),
                lines: Vec::new(),
            });
            last = Some(top);
        }
        while above.last().is_some_and(|path| !provision.path.lies_in(path)) {
            above.pop();
        }
        let depth = u8::try_from(above.len()).unwrap_or(u8::MAX);
        above.push(&provision.path);
        if let Some(group) = groups.last_mut() {
            group.lines.push(line(provision, depth));
        }
    }
    InstrumentReading {
        title: ordinance.title.clone(),
        number: ordinance.number.as_ref().map(ToString::to_string),
        kind: (own.kind != Kind::Other).then(|| own.kind.into()),
        groups,
    }
}

/// Returns the name of the article, 附則 or table that a provision belongs to.
fn group_path(path: &ProvisionPath) -> ProvisionPath {
    let mut top = ProvisionPath {
        division: path.division.clone(),
        article: path.article.clone(),
        ..ProvisionPath::default()
    };
    if let Some(table) = path.table.as_ref().filter(|_| path.article.is_none()) {
        let mut table = table.clone();
        (table.row, table.column) = (None, None);
        top.table = Some(table);
    }
    top
}

fn line(provision: &Provision, depth: u8) -> ProvisionLine {
    let delegates = provision.effect == Some(Effect::Entrust);
    ProvisionLine {
        citation: provision.citation.clone(),
        text: provision.text.clone(),
        depth,
        open: !provision.leaf,
        deleted: provision.deleted,
        effect: provision.effect,
        counterpart: provision.counterpart.clone(),
        limits: if delegates { limits(&provision.text) } else { Vec::new() },
    }
}

#[cfg(test)]
#[path = "instrument_tests.rs"]
mod tests;
