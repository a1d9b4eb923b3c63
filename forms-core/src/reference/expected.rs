//! The list of expected applicants that a prefecture keeps: governments and associations, one a line or row.

mod heading;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::code::{AgencyCode, CodeError, Government, MunicipalityCode};
use crate::finding::{Finding, make, word};
use crate::pack::Pack;
use crate::registry::Denoted;
use crate::table::{HEADER_ROWS, all_rows};
use crate::text::{fold_code, is_blank, quoted};

use heading::Heading;

/// An organisation of whom an application is expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedApplicant {
    /// Its 団体コード.
    pub code: MunicipalityCode,
    /// Its name: of a government that of the table, of an association that of the list.
    pub name: String,
    /// 管内: the part of the prefecture that it lies in, of the list or of the table; empty if neither knows.
    pub area: String,
    /// 構成団体: the governments that form it; of an association only, and only if the list says.
    pub members: BTreeSet<MunicipalityCode>,
}

impl From<MunicipalityCode> for ExpectedApplicant {
    fn from(code: MunicipalityCode) -> Self {
        let known = Government::find(code);
        let area = known.and_then(|g| g.branches.first()).copied().unwrap_or_default();
        let name = known.map_or("", |g| g.name);
        Self { code, name: name.to_owned(), area: area.to_owned(), members: BTreeSet::new() }
    }
}

/// What was read of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedList {
    /// The applicants by code, each once.
    pub applicants: Vec<ExpectedApplicant>,
    /// A finding for each line that cannot be used (XLS-020), or the one that says why the file cannot be read. While
    /// there is one, the list is not to be used: whoever a bad line means would not be missed.
    pub findings: Vec<Finding>,
}

/// The applicants of a prefecture as the table of local governments has them: the prefecture, and each municipality with
/// an office. `None` if no prefecture has the name.
#[must_use]
pub fn expected_of_prefecture(name: &str) -> Option<Vec<ExpectedApplicant>> {
    let prefecture = Government::prefecture_named(name)?;
    let municipalities = Government::municipalities_of(prefecture.name).filter(|g| g.has_office());
    let all = [prefecture].into_iter().chain(municipalities);
    Some(all.map(|government| government.code.into()).collect())
}

/// Reads a list from a text (pasted, or a CSV) or a workbook (its first visible sheet with values).
///
/// Below a heading (団体コード, 団体名, 構成団体, 管内) each column has its meaning, and lines above it are a title. Without
/// one, a line has a 団体コード in any column, or a name that only one local government has (泊村 needs its prefecture or
/// its code). An association (一部事務組合, 広域連合) is known by its code and needs its name, which no table has. Blank lines
/// and lines that begin with `#` are passed over; every other line that cannot be used is a finding.
#[must_use]
pub fn read_expected(bytes: &[u8], pack: &Pack) -> ExpectedList {
    let rows = match all_rows(bytes, pack) {
        Ok(rows) => rows,
        Err(finding) => return ExpectedList { applicants: Vec::new(), findings: vec![finding] },
    };
    let (first, heading) = heading_of(&rows).unwrap_or_default();
    let mut applicants: BTreeMap<MunicipalityCode, ExpectedApplicant> = BTreeMap::new();
    let mut findings = Vec::new();
    for (line, cells) in rows.iter().filter(|(line, _)| *line > first) {
        let start = cells.iter().find(|cell| !is_blank(cell));
        if start.is_none_or(|cell| cell.trim_start().starts_with('#')) {
            continue;
        }
        let mut wrong = |text: &str, problem| {
            findings.push(make::xls_020(u64::from(*line), quoted(text), problem));
        };
        match heading.applicant(cells) {
            Ok((applicant, unknown)) => {
                unknown.iter().for_each(|member| wrong(member, word::Xls020::Member));
                let before = applicants.insert(applicant.code, applicant.clone());
                if before.is_some_and(|before| before != applicant) {
                    wrong(&shown(cells), word::Xls020::Twice);
                }
            }
            Err(problem) => wrong(&shown(cells), problem),
        }
    }
    pack.set_severities(&mut findings);
    ExpectedList { applicants: applicants.into_values().collect(), findings }
}

/// The heading and its line, if there is one in the first lines and nothing above it names an organisation.
fn heading_of(rows: &[(u32, Vec<String>)]) -> Option<(u32, Heading)> {
    let none = Heading::default();
    let mut top = rows
        .iter()
        .take_while(|(line, cells)| *line <= HEADER_ROWS && none.applicant(cells).is_err());
    top.find_map(|(line, cells)| Some((*line, Heading::of(cells)?)))
}

/// A line as a finding shows it.
fn shown(cells: &[String]) -> String {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    cells.join(",").trim_matches(',').to_owned()
}

impl Heading {
    /// The applicant of a line, with the names among its members that are those of nobody.
    fn applicant(
        &self,
        cells: &[String],
    ) -> Result<(ExpectedApplicant, Vec<String>), word::Xls020> {
        let Some(code) = self.code(cells)? else {
            let named = named(&self.names(cells))?;
            return Ok((self.with_area(cells, named.into()), Vec::new()));
        };
        let names = self.names(cells);
        if code.is_association() {
            let name = *names.first().ok_or(word::Xls020::Unnamed)?;
            let (members, unknown) = self.members(cells, code, &names);
            let applicant = ExpectedApplicant {
                members,
                name: name.to_owned(),
                ..ExpectedApplicant::from(code)
            };
            return Ok((self.with_area(cells, applicant), unknown));
        }
        if !Government::may_exist(code) {
            return Err(word::Xls020::UnknownCode);
        }
        // A name that is another's: which of the two is meant, nobody can say.
        let others = named(&names).is_ok_and(|other| other != code);
        let is_own = |name: &&str| Government::find(code).is_some_and(|g| g.is_called(name));
        if others && !names.iter().any(is_own) {
            return Err(word::Xls020::OtherName);
        }
        Ok((self.with_area(cells, code.into()), Vec::new()))
    }

    fn with_area(&self, cells: &[String], applicant: ExpectedApplicant) -> ExpectedApplicant {
        match self.area(cells) {
            "" => applicant,
            area => ExpectedApplicant { area: area.to_owned(), ..applicant },
        }
    }

    /// The code of a line: of its column, else of the first cell that looks like one; `None` if there is none.
    fn code(&self, cells: &[String]) -> Result<Option<MunicipalityCode>, word::Xls020> {
        let looks_so = |cell: &&str| {
            let folded = fold_code(cell);
            matches!(folded.len(), 5 | 6) && folded.bytes().all(|b| b.is_ascii_digit())
        };
        let cell = match self.has_code_column() {
            true => self.code_cell(cells).filter(|cell| !is_blank(cell)),
            false => cells.iter().map(String::as_str).find(looks_so),
        };
        let Some(cell) = cell else { return Ok(None) };
        match cell.parse() {
            Ok(code) => Ok(Some(code)),
            Err(CodeError::CheckDigit { .. }) => Err(word::Xls020::CheckDigit),
            Err(CodeError::Shape { .. }) => Err(word::Xls020::Digits),
        }
    }

    /// The members of an association: of their column, else what follows the name as far as it names governments.
    fn members(
        &self,
        cells: &[String],
        association: MunicipalityCode,
        names: &[&str],
    ) -> (BTreeSet<MunicipalityCode>, Vec<String>) {
        let separated = |text: &str| -> Vec<String> {
            let parts =
                text.split(['、', '，', ',', '・', '/', '／', ';', '；', ' ', '　', '\n', '\r']);
            parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let member = |text: &String| member(text, association);
        match self.members_cell(cells) {
            Some(cell) => {
                let (known, unknown): (Vec<_>, Vec<_>) =
                    separated(cell).into_iter().partition(|text| member(text).is_some());
                (known.iter().filter_map(member).collect(), unknown)
            }
            None => {
                let after = names.iter().skip(1).flat_map(|cell| separated(cell));
                (after.filter_map(|text| member(&text)).collect(), Vec::new())
            }
        }
    }
}

/// The government that a text among the members of an association means, by code or name; of several of one name
/// that of the association's prefecture.
fn member(text: &str, association: MunicipalityCode) -> Option<MunicipalityCode> {
    let exists = |code: &MunicipalityCode| Government::may_exist(*code);
    if let Some(code) = text.parse().ok().filter(exists) {
        return Some(code);
    }
    let here = association.as_str().get(..2)?;
    let called = Government::called(text);
    let mut near = called.iter().filter(|g| g.can_apply() && g.code.as_str().starts_with(here));
    match (near.next(), near.next()) {
        (Some(government), None) => Some(government.code),
        _ => Denoted::of(text).code(),
    }
}

/// The only government that some cells name: one of them alone, or a prefecture in one and its municipality in the next.
fn named(cells: &[&str]) -> Result<MunicipalityCode, word::Xls020> {
    let mut joined = cells.windows(2).filter_map(|pair| Denoted::of(&pair.concat()).code());
    let mut alone = cells.iter().filter_map(|cell| Denoted::of(cell).code());
    if let Some(code) = joined.next().or_else(|| alone.next()) {
        return Ok(code);
    }
    match cells.iter().any(|cell| Government::called(cell).len() > 1) {
        true => Err(word::Xls020::Several),
        false => Err(word::Xls020::Nobody),
    }
}

/// Returns whether a cell is a number and no name: a code of any kind, or the number of the line.
fn is_number(cell: &str) -> bool {
    let folded = fold_code(cell);
    cell.parse::<AgencyCode>().is_ok()
        || (!folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests;
