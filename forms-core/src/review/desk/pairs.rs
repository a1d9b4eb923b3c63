//! 突合: what does not fit together between two applicants, as two columns.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Desk;
use super::context::shown;
use super::sides::{Side, sides};
use crate::application::Application;
use crate::check::{CrossFinding, PackagePlace};
use crate::finding::{Finding, Lang};
use crate::pack::{Field, List, Pack};
use crate::review::session::{ApplicantKey, Session, Sha256Hex};

/// Everything across packages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pairs {
    /// The pairs of applicants that do not fit together, the worst first.
    pub pairs: Vec<Pair>,
    /// The findings that are about one applicant or none.
    pub others: Vec<CrossFinding>,
    /// How far the applicants were compared.
    pub compared: Compared,
}

/// How far the applicants were compared with each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Compared {
    /// True if the comparison covers all that has come.
    pub known: bool,
    /// The number of applicants whose last submission was compared.
    pub compared: usize,
    /// The number of applicants who sent nothing that can be compared.
    pub missing: usize,
    /// The number of files that belong to nobody or could not be read.
    pub files: usize,
}

impl Compared {
    /// Returns whether everything that is expected was compared, so that no finding means no mistake.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.known && self.compared > 0 && self.missing == 0 && self.files == 0
    }
}

/// Two applicants, or more, and all that does not fit together between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The applicants, in the order of the findings' places.
    pub sides: Vec<PairSide>,
    /// What does not fit.
    pub differences: Vec<PairDifference>,
}

impl Pair {
    /// Returns whether something in it stops an application.
    #[must_use]
    pub fn stops(&self) -> bool {
        self.differences.iter().any(|d| d.finding.severity.stops())
    }
}

/// One side of a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairSide {
    /// The applicant; `None` for a file that belongs to nobody.
    pub key: Option<ApplicantKey>,
    /// Its name.
    pub name: String,
    /// The path of its file.
    pub path: String,
    /// The file.
    pub file: Option<Sha256Hex>,
}

/// A finding across packages, with what each side wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairDifference {
    /// The finding.
    pub finding: Finding,
    /// The place on each side, in the order of the sides.
    pub places: Vec<PackagePlace>,
    /// What is written, a line for each field.
    pub cells: Vec<PairCell>,
}

/// A field on each side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairCell {
    /// Its label.
    pub label: String,
    /// The text of each side; `None` where the side has no such row.
    pub texts: Vec<Option<String>>,
    /// True if the sides must agree about it and do not.
    pub differs: bool,
}

/// The findings across packages by the applicants that they are about.
#[must_use]
pub fn pairs(
    session: &Session,
    desk: &Desk,
    cross: Option<&[CrossFinding]>,
    pack: &Pack,
    lang: Lang,
) -> Pairs {
    let files = Files::new(session, desk);
    let mut by_sides: BTreeMap<Vec<String>, Pair> = BTreeMap::new();
    let mut others = Vec::new();
    for one in cross.unwrap_or_default() {
        let paths: BTreeSet<&str> = one.packages().collect();
        if paths.len() < 2 {
            others.push(one.clone());
            continue;
        }
        let sides: Vec<String> = paths.into_iter().map(str::to_owned).collect();
        let pair = by_sides.entry(sides.clone()).or_insert_with(|| Pair {
            sides: sides.iter().map(|path| files.side(path)).collect(),
            differences: Vec::new(),
        });
        pair.differences.push(files.difference(one, &sides, pack, lang));
    }
    let mut pairs: Vec<Pair> = by_sides.into_values().collect();
    // Sorting keeps the order of files among equals.
    pairs.sort_by_key(|pair| std::cmp::Reverse(pair.stops()));
    Pairs { pairs, others, compared: compared(session, desk, cross.is_some()) }
}

fn compared(session: &Session, desk: &Desk, known: bool) -> Compared {
    use crate::review::session::ApplicantState::{Excluded, Withdrawn};
    let reads = |sha256: &Sha256Hex| {
        let check = session.submission(sha256).and_then(|s| s.last_check());
        check.is_some_and(|(_, check)| check.application.is_some())
    };
    let mut compared = Compared {
        known,
        files: session.unattributed().len() + session.not_read().count(),
        ..Compared::default()
    };
    for row in desk.rows() {
        let current = row.applicant().current();
        if !current.is_empty() && current.iter().all(reads) {
            compared.compared += 1;
        } else if !matches!(row.state(), Withdrawn | Excluded) {
            compared.missing += 1;
        }
    }
    compared
}

/// The last files of all applicants by their names.
struct Files<'s> {
    session: &'s Session,
    by_name: BTreeMap<String, Side>,
}

impl<'s> Files<'s> {
    fn new(session: &'s Session, desk: &Desk) -> Self {
        let by_name = sides(session, desk);
        Self { session, by_name }
    }

    fn side(&self, path: &str) -> PairSide {
        let known = self.by_name.get(path);
        PairSide {
            key: known.map(|side| side.key),
            name: known.map_or_else(|| path.to_owned(), |side| side.name.clone()),
            path: path.to_owned(),
            file: known.map(|side| side.file.clone()),
        }
    }

    fn application(&self, path: &str) -> Option<&'s Application> {
        let side = self.by_name.get(path)?;
        let (_, check) = self.session.submission(&side.file)?.last_check()?;
        check.application.as_ref()
    }

    fn difference(
        &self,
        cross: &CrossFinding,
        sides: &[String],
        pack: &Pack,
        lang: Lang,
    ) -> PairDifference {
        let place = |path: &String| {
            let here = cross.places.iter().find(|place| place.package == *path);
            here.cloned().unwrap_or_else(|| PackagePlace::whole(path))
        };
        let places: Vec<PackagePlace> = sides.iter().map(place).collect();
        let list = places.iter().find_map(|place| {
            let pointer = place.location.pointer.as_ref()?;
            pack.list_at(pointer)
        });
        let cells = match list {
            Some(list) => self.cells_of_rows(list, &places, pack, lang),
            None => self.cells_of_field(&places, pack, lang),
        };
        PairDifference { finding: cross.finding.clone(), places, cells }
    }

    /// The fields of the rows that the sides' places lead into.
    fn cells_of_rows(
        &self,
        list: &List,
        places: &[PackagePlace],
        pack: &Pack,
        lang: Lang,
    ) -> Vec<PairCell> {
        let rows: Vec<Option<(&str, usize)>> = places
            .iter()
            .map(|place| {
                let pointer = place.location.pointer.as_ref()?;
                let rest = pointer.as_str().strip_prefix(list.path.as_str())?.strip_prefix('/')?;
                let number: usize = rest.split('/').next()?.parse().ok()?;
                Some((list.path.as_str(), number))
            })
            .collect();
        let rows: Vec<Option<Value>> = rows
            .iter()
            .zip(places)
            .map(|(row, place)| row_value(self.application(&place.package)?, row.as_ref()?))
            .collect();
        let mut cells = Vec::new();
        for field in &list.fields {
            let text = |row: &Value| shown(row, &field.path, field, pack, lang);
            let texts: Vec<Option<String>> =
                rows.iter().map(|row| row.as_ref().map(text)).collect();
            if texts.iter().flatten().any(|text| !text.trim().is_empty()) {
                let differs = must_agree(field) && differ(&texts);
                cells.push(PairCell { label: field.label.get(lang).to_owned(), texts, differs });
            }
        }
        cells
    }

    /// The one field that the places name, such as the layout.
    fn cells_of_field(&self, places: &[PackagePlace], pack: &Pack, lang: Lang) -> Vec<PairCell> {
        let pointer = places.iter().find_map(|place| place.location.pointer.clone());
        let Some((pointer, field)) = pointer.and_then(|p| Some((p.clone(), pack.field_at(&p)?)))
        else {
            return Vec::new();
        };
        let text = |place: &PackagePlace| {
            let document = serde_json::to_value(self.application(&place.package)?).ok()?;
            Some(shown(&document, &pointer, field, pack, lang))
        };
        let texts: Vec<Option<String>> = places.iter().map(text).collect();
        let differs = differ(&texts);
        vec![PairCell { label: field.label.get(lang).to_owned(), texts, differs }]
    }
}

/// A row of an application as JSON, without making JSON of the rest.
fn row_value(app: &Application, (list, number): &(&str, usize)) -> Option<Value> {
    let row = match *list {
        "/procedures" => serde_json::to_value(app.procedures.get(*number)?),
        "/delegations" => serde_json::to_value(app.delegations.get(*number)?),
        "/assessments" => serde_json::to_value(app.assessments.get(*number)?),
        "/attachments" => serde_json::to_value(app.attachments.get(*number)?),
        _ => return None,
    };
    row.ok()
}

/// Returns whether the two sides of a delegation write a field alike: what is delegated, in what extent and for how
/// long. Direction and counterpart are each other's mirror, names and provisions are each side's own.
fn must_agree(field: &Field) -> bool {
    matches!(
        field.path.as_str(),
        "/side" | "/procedure" | "/information" | "/scope" | "/scope_note" | "/start" | "/end"
    )
}

/// Returns whether texts differ in more than blanks and width. A row that a side lacks differs from any other.
fn differ(texts: &[Option<String>]) -> bool {
    let plain = |text: &Option<String>| text.as_deref().map(crate::text::squeezed);
    let mut texts = texts.iter().map(plain);
    let first = texts.next();
    texts.any(|text| Some(text) != first)
}
