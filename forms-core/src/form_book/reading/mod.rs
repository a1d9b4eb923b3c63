//! Reads an application from a workbook that was filled in by hand or sent without a package.
//!
//! This is the inverse of [`super::ShownApplication`]: our workbook is recognised by its labels in any
//! position, the pack's template by its sheets and cells. Values are not used to guess fields.

mod builder;
mod grid;
mod list;
mod ours;
mod template;

use std::collections::{BTreeMap, BTreeSet};

use self::builder::ApplicationBuilder;
use self::grid::SheetGrid;
use crate::application::Application;
use crate::archive::Source;
use crate::finding::{CellPosition, Finding, Location, Pointer, make};
use crate::pack::Pack;
use crate::workbook::Book;

/// The result of reading an application from a workbook.
#[derive(Debug, Clone, Default)]
pub struct ReadBack {
    /// The application; `None` if the workbook is not the pack's form or cannot be read.
    pub application: Option<Application>,
    /// Sheet and cell of each field.
    pub places: BTreeMap<Pointer, (String, CellPosition)>,
    /// Findings about the workbook itself: XLS codes, with sheet and cell.
    pub findings: Vec<Finding>,
    /// The names of its sheets, as far as they could be read.
    pub sheets: Vec<String>,
}

impl ReadBack {
    /// Reads the application that a workbook shows, under the pack's limits.
    #[must_use]
    pub fn new(workbook: &dyn Source, pack: &Pack) -> Self {
        let read = Book::open(workbook, &pack.limits.workbook()).and_then(|mut book| {
            let grids = SheetGrid::all(&mut book)?;
            let mut builder = ApplicationBuilder::new();
            let is_form = match &pack.template {
                Some(template) => template::read(&grids, template, pack, &mut builder),
                None => ours::read(&grids, pack, &mut builder),
            };
            let sheets: Vec<String> = grids.into_iter().map(|grid| grid.name).collect();
            Ok((is_form, builder, book.findings().to_vec(), sheets))
        });
        match read {
            Err(damage) => Self { findings: vec![damage], ..Self::default() },
            Ok((false, .., sheets)) => Self { sheets, ..Self::default() },
            Ok((true, builder, mut findings, sheets)) => {
                // The macros of the official workbook are the operator's.
                if pack.template.as_ref().is_some_and(|t| t.file.ends_with(".xlsm")) {
                    findings.retain(|f| f.code != crate::finding::Code::Xls007);
                }
                let (application, places, found) = builder.finish();
                findings.extend(found);
                Self { application, places, findings, sheets }
            }
        }
    }

    /// Makes the finding XLS-003 for a workbook that should be the form and is not.
    #[must_use]
    pub fn not_the_form(&self, pack: &Pack) -> Finding {
        let wanted: BTreeSet<String> = match &pack.template {
            Some(template) => {
                let cells = template.cells.iter().map(|c| c.sheet.clone());
                cells.chain(template.tables.iter().map(|t| t.sheet.clone())).collect()
            }
            None => {
                let lists = pack.lists.iter().map(|list| list.sheet.clone());
                lists.chain([pack.package.cover_sheet.clone()]).collect()
            }
        };
        let missing = wanted.into_iter().filter(|name| !self.sheets.contains(name));
        make::xls_003(missing.collect(), self.sheets.clone())
    }

    /// Returns true if the workbook is the pack's form.
    #[must_use]
    pub fn is_form(&self) -> bool {
        self.application.is_some()
    }

    /// Sheet and cell of a field; for a list row, those of its first field.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Option<&(String, CellPosition)> {
        self.places.get(pointer).or_else(|| {
            let prefix = format!("{pointer}/");
            let inside = self.places.iter().filter(|(p, _)| p.as_str().starts_with(&prefix));
            inside.map(|(_, at)| at).min()
        })
    }
}

/// The location of a cell.
fn at(sheet: &str, cell: CellPosition) -> Location {
    Location { sheet: Some(sheet.to_owned()), cell: Some(cell), ..Location::default() }
}
