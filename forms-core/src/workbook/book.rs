//! Opens a workbook: its list of sheets, shared strings and styles. Each sheet is then read on its
//! own, so that one that cannot be read is a finding and never silently missing.

use quick_xml::events::Event;

use super::Limits;
use super::container::{Container, SEPARATORS, is_xml, other_zip};
use super::sheet::{CellContext, SheetReader};
use super::strings::SharedStrings;
use super::styles::Styles;
use crate::archive::Source;
use crate::finding::{CellPosition, Finding, Location, make};
use crate::xml::{Xml, XmlFault, attribute, switch};

/// The visibility of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden, by hand or by a program.
    Hidden,
}

impl Visibility {
    /// The visibility of a sheet that is hidden or not.
    pub(super) fn of(hidden: bool) -> Self {
        if hidden { Self::Hidden } else { Self::Visible }
    }
}

/// A sheet of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its visibility.
    pub visibility: Visibility,
    /// The name of its XML part in the ZIP.
    pub(super) part: String,
}

/// An opened workbook.
pub struct Book<'s> {
    container: Container<'s>,
    sheets: Vec<Sheet>,
    context: CellContext,
    findings: Vec<Finding>,
    /// True if programs calculate its formulas whenever they open it.
    pub(super) calculates_on_load: bool,
}

/// Number of relations that one part may have: an archive has no more entries.
const MOST_RELATIONS: usize = 10_000;

/// A relation of one part to another (OPC).
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
    external: bool,
}

impl<'s> Book<'s> {
    /// Opens a workbook under limits and checks all of its parts except the sheets, which are checked
    /// when they are read.
    ///
    /// # Errors
    /// XLS-001 if it is not a workbook, XLS-002 if a required part is missing or damaged, XLS-010 if
    /// it expands past the limits, XLS-011 for DOCTYPE and entities.
    pub fn open(source: &'s dyn Source, limits: &Limits) -> Result<Self, Finding> {
        let mut container = Container::open(source, limits)?;
        let Some(main) = main_part(&mut container, "xml")? else {
            let (kind, remedy) = other_zip(&mut container);
            return Err(make::xls_001(kind, remedy));
        };
        let relations = relations(&mut container, &main)?;
        let mut book = Self {
            sheets: Vec::new(),
            context: CellContext::default(),
            findings: Vec::new(),
            calculates_on_load: false,
            container,
        };
        let text = book.container.text(&main)?;
        book.read_main(&text, &relations).map_err(|fault| fault.finding(&main))?;
        let mut read = vec![main, "_rels/.rels".to_owned()];
        read.extend(book.sheets.iter().map(|s| s.part.clone()));
        for (kind, relation) in relations.iter().map(|r| (r.kind.as_str(), r)) {
            let part = &relation.target;
            match kind {
                "styles" => {
                    let text = book.container.text(part)?;
                    book.context.styles = Styles::read(&text).map_err(|f| f.finding(part))?;
                    read.push(part.clone());
                }
                "sharedStrings" => {
                    let text = book.container.text(part)?;
                    book.context.strings =
                        SharedStrings::read(&text).map_err(|f| f.finding(part))?;
                    read.push(part.clone());
                }
                _ => {}
            }
        }
        book.check_other_parts(&read)?;
        Ok(book)
    }

    /// Its worksheets in order, without chart sheets.
    #[must_use]
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// The findings about the workbook as a whole: XLS-007 (macros) and XLS-012 (external links).
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns true if it has macros.
    pub fn has_macros(&self) -> bool {
        self.findings.iter().any(|f| f.code == crate::finding::Code::Xls007)
    }

    /// Returns true if it carries a digital signature.
    pub(super) fn is_signed(&self) -> bool {
        self.container.names().any(|n| n.to_ascii_lowercase().starts_with("_xmlsignatures/"))
    }

    /// Reads the XML of a sheet, for [`Self::reader`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn sheet_xml(&mut self, sheet: &Sheet) -> Result<String, Finding> {
        self.container.text(&sheet.part).map_err(|finding| finding.at(place(sheet)))
    }

    /// Makes a reader for the rows of a sheet from its XML.
    #[must_use]
    pub fn reader<'b>(&'b self, sheet: &'b Sheet, xml: &'b str) -> SheetReader<'b> {
        SheetReader::new(sheet, xml, &self.context)
    }

    fn read_main(&mut self, text: &str, relations: &[Relation]) -> Result<(), XmlFault> {
        let mut xml = Xml::new(text);
        loop {
            match xml.next()? {
                Event::Eof => return Ok(()),
                // Extensions of newer programs have elements of the same names with other meanings.
                Event::Start(e) if e.local_name().as_ref() == "extLst" => xml.skip()?,
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "workbookPr" => self.context.epoch_1904 = switch(&e, "date1904")?,
                    "calcPr" => self.calculates_on_load = switch(&e, "fullCalcOnLoad")?,
                    "sheet" => {
                        let name = attribute(&e, "name")?.ok_or(XmlFault::Value)?.into_owned();
                        let id = attribute(&e, ":id")?.ok_or(XmlFault::Value)?;
                        // Excel lists a macro module without an id: it has no part of its own.
                        if id.is_empty() {
                            continue;
                        }
                        let relation = relations.iter().find(|r| r.id == id);
                        let relation = relation.ok_or(XmlFault::Reference)?;
                        let state = attribute(&e, "state")?;
                        let hidden = state.is_some_and(|s| s != "visible");
                        let visibility = Visibility::of(hidden);
                        if relation.kind == "worksheet" {
                            let part = relation.target.clone();
                            // Many sheets with one part would multiply the work.
                            if self.sheets.iter().any(|s| s.part == part) {
                                return Err(XmlFault::Reference);
                            }
                            self.sheets.push(Sheet { name, visibility, part });
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Reports macros and external links, and inflates every XML part that has not been read.
    fn check_other_parts(&mut self, read: &[String]) -> Result<(), Finding> {
        let names: Vec<String> = self.container.names().map(str::to_owned).collect();
        let mut macros = false;
        let mut links = Vec::new();
        for name in &names {
            let lower = name.to_ascii_lowercase();
            macros |= lower.ends_with("vbaproject.bin") || lower.contains("/macrosheets/");
            if lower.contains("/externallinks/") && lower.ends_with(".xml") {
                links.push(name.clone());
            }
        }
        for name in names.iter().filter(|n| is_xml(n)) {
            if !read.iter().any(|r| r.eq_ignore_ascii_case(name)) {
                self.container.check(name)?;
            }
        }
        if macros {
            self.findings.push(make::xls_007());
        }
        if !links.is_empty() {
            let mut targets = Vec::new();
            for link in &links {
                let outside = relations(&mut self.container, link)?.into_iter();
                targets.extend(outside.filter(|r| r.external).map(|r| r.target));
            }
            self.findings.push(make::xls_012(targets));
        }
        Ok(())
    }
}

/// The location of a finding about a sheet.
pub(super) fn place(sheet: &Sheet) -> Location {
    Location { sheet: Some(sheet.name.clone()), ..Location::default() }
}

/// Finds the part that lists the sheets, whose name has an extension; `None` if the container is not such a
/// workbook.
pub(super) fn main_part(
    container: &mut Container<'_>,
    extension: &str,
) -> Result<Option<String>, Finding> {
    let relations = relations(container, "")?;
    let said = relations.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
    let main = said.unwrap_or_else(|| format!("xl/workbook.{extension}"));
    let lower = main.to_ascii_lowercase();
    let fits = if extension == "xml" { is_xml(&main) } else { lower.ends_with(".bin") };
    if !fits || lower.starts_with("word/") || lower.starts_with("ppt/") {
        return Ok(None);
    }
    Ok(container.stored_name(&main).map(str::to_owned))
}

/// Reads the relations of a part from its `.rels` part; none if there is no such part.
pub(super) fn relations(
    container: &mut Container<'_>,
    part: &str,
) -> Result<Vec<Relation>, Finding> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = if folder.is_empty() {
        format!("_rels/{name}.rels")
    } else {
        format!("{folder}/_rels/{name}.rels")
    };
    if container.stored_name(&list).is_none() {
        return Ok(Vec::new());
    }
    let text = container.text(&list)?;
    read_relations(&text, folder).map_err(|fault| fault.finding(&list))
}

fn read_relations(text: &str, folder: &str) -> Result<Vec<Relation>, XmlFault> {
    let mut relations = Vec::new();
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Event::Eof => return Ok(relations),
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "Relationship" => {
                let text = |name| {
                    Ok(attribute(&e, name)?.map(std::borrow::Cow::into_owned).unwrap_or_default())
                };
                let kind: String = text("Type")?;
                let target: String = text("Target")?;
                let external = text("TargetMode")? == "External";
                if relations.len() >= MOST_RELATIONS {
                    return Err(XmlFault::TooMany);
                }
                relations.push(Relation {
                    id: text("Id")?,
                    // Transitional and strict workbooks differ only in the start of the URI.
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if external { target } else { resolve(folder, &target) },
                    external,
                });
            }
            _ => {}
        }
    }
}

/// Resolves a relation's target against the folder of its part.
fn resolve(folder: &str, target: &str) -> String {
    let absolute = target.strip_prefix(SEPARATORS);
    let base = if absolute.is_some() { "" } else { folder };
    let mut steps: Vec<&str> = base.split('/').filter(|s| !s.is_empty()).collect();
    for step in absolute.unwrap_or(target).split(SEPARATORS) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

/// The finding about a sheet's part with a fault.
pub(super) fn sheet_finding(sheet: &Sheet, fault: XmlFault, cell: Option<CellPosition>) -> Finding {
    let at = Location { cell, ..place(sheet) };
    fault.finding(&sheet.part).at(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_from_their_part() {
        assert_eq!(resolve("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/worksheets", "../media/./a.png"), "xl/media/a.png");
        assert_eq!(resolve("xl", "worksheets\\sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "../../../etc"), "etc");
    }
}
