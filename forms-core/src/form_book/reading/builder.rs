//! Builds an application field by field from the texts of cells.

use std::collections::BTreeMap;

use serde_json::Value;

use super::at;
use crate::application::{Application, sample_of_every_field};
use crate::finding::word::Xls005;
use crate::finding::{CellPosition, Finding, Lang, Pointer, make};
use crate::pack::{Control, Field, Pack};
use crate::table::fold_header;
use crate::text::{is_blank, quoted};

type Places = BTreeMap<Pointer, (String, CellPosition)>;

/// Builds an application as a JSON document, and notes the cell of each field.
pub(super) struct ApplicationBuilder {
    document: Value,
    /// A document with one row in every list: the template for new rows.
    rows: Value,
    places: Places,
    findings: Vec<Finding>,
}

impl ApplicationBuilder {
    pub(super) fn new() -> Self {
        // Strings and lists of them always serialise.
        let document = |app: &Application| serde_json::to_value(app).unwrap_or_default();
        Self {
            document: document(&Application::default()),
            rows: document(&sample_of_every_field()),
            places: Places::new(),
            findings: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Adds a row to a list, which may be an inner list. Returns the pointer of the new row, `None` if there
    /// is no such list.
    pub(super) fn add_row(&mut self, list: &Pointer) -> Option<Pointer> {
        let steps: Vec<String> = list.steps().collect();
        // The sample has one row everywhere.
        let first = steps.iter().fold(Pointer::root(), |at, step| {
            let is_number = !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
            if is_number { at.index(0) } else { at.key(step) }
        });
        let mut row = self.rows.pointer(first.index(0).as_str())?.clone();
        empty_lists(&mut row);
        let rows = self.document.pointer_mut(list.as_str())?.as_array_mut()?;
        rows.push(row);
        Some(list.index(rows.len() - 1))
    }

    /// Writes the text of a cell into a field and notes the cell. A blank text leaves the field as it
    /// is. Reports XLS-005 for a text that is none of the field's choices.
    pub(super) fn set(
        &mut self,
        pointer: Pointer,
        field: &Field,
        text: &str,
        sheet: &str,
        cell: CellPosition,
        pack: &Pack,
    ) {
        self.places.insert(pointer.clone(), (sheet.to_owned(), cell));
        if is_blank(text) {
            return;
        }
        let words = match &field.control {
            Control::Choice(name) => word_for(name, text, pack).map(|word| vec![word]),
            Control::Choices(name) => words_for(name, text, pack),
            _ => Some(vec![text.trim().to_owned()]),
        };
        let Some(words) = words else {
            let example = field.control.choice().and_then(|name| pack.choices.get(name));
            let example = example.and_then(|c| c.values().next()).map(|l| l.get(Lang::Ja));
            let label = field.label.get(Lang::Ja);
            let finding =
                make::xls_005(label, quoted(text), Xls005::Other, example.unwrap_or_default());
            self.report(finding.at(at(sheet, cell)));
            return;
        };
        match self.document.pointer_mut(pointer.as_str()) {
            Some(Value::Array(items)) => *items = words.into_iter().map(Value::String).collect(),
            Some(slot @ Value::String(_)) => *slot = Value::String(words.concat()),
            _ => {}
        }
    }

    /// Returns the application, the cell of each field, and the findings.
    pub(super) fn finish(self) -> (Option<Application>, Places, Vec<Finding>) {
        (serde_json::from_value(self.document).ok(), self.places, self.findings)
    }
}

fn empty_lists(value: &mut Value) {
    match value {
        Value::Array(items) => items.clear(),
        Value::Object(map) => map.values_mut().for_each(empty_lists),
        _ => {}
    }
}

/// Finds the value of a choice by its label in either language or by itself.
fn word_for(choice: &str, text: &str, pack: &Pack) -> Option<String> {
    let wanted = fold_header(text);
    spellings(choice, pack).into_iter().find(|(spelling, _)| *spelling == wanted).map(|(_, w)| w)
}

/// Splits a text into values of a choice at any separator. Labels may contain separators themselves, so
/// the longest label is tried first.
fn words_for(choice: &str, text: &str, pack: &Pack) -> Option<Vec<String>> {
    const MARKS: [char; 6] = ['、', ',', '・', ';', '/', '。'];
    let mut spellings = spellings(choice, pack);
    spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
    let folded = fold_header(text);
    let mut rest = folded.trim_matches(MARKS);
    let mut words = Vec::new();
    while !rest.is_empty() {
        let (spelling, word) = spellings.iter().find(|(s, _)| rest.starts_with(s.as_str()))?;
        words.push(word.clone());
        rest = rest.get(spelling.len()..)?.trim_start_matches(MARKS);
    }
    Some(words)
}

/// All folded spellings of a choice with their values: labels in both languages and the value itself.
fn spellings(choice: &str, pack: &Pack) -> Vec<(String, String)> {
    let labels = pack.choices.get(choice).into_iter().flatten();
    let spell = |(word, label): (&String, &crate::finding::Text)| {
        let word = word.clone();
        [fold_header(&label.ja), fold_header(&label.en), fold_header(&word)]
            .map(|spelling| (spelling, word.clone()))
    };
    labels.flat_map(spell).filter(|(spelling, _)| !spelling.is_empty()).collect()
}
