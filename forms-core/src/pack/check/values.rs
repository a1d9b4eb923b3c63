//! PCK-005, PCK-007, PCK-009 and PCK-010: choices, calendar, tables and numbers.

use std::fmt::Display;
use std::ops::RangeInclusive;

use super::Check;
use crate::application::{
    Action, AssessmentKind, AttachmentRole, CarriedState, ChangeReason, Direction, InstrumentKind,
    Kind, Organ, Role, Scope, Side,
};
use crate::finding::make;
use crate::finding::word::{Pck005, Pck007, Pck009};
use crate::pack::{ColumnKey, LayoutColumn, RegistryColumn, Revision, Table, TableKind};

/// The values that an application or a table can have for each choice.
fn choices() -> Vec<(&'static str, Vec<&'static str>)> {
    macro_rules! all {
        ($($name:literal: $type:ty),+ $(,)?) => {
            vec![$(($name, <$type>::ALL.iter().map(|v| v.as_str()).collect())),+]
        };
    }
    all![
        "kind": Kind, "reason": ChangeReason, "organ": Organ, "role": Role, "side": Side,
        "direction": Direction, "scope": Scope, "action": Action, "instrument": InstrumentKind,
        "assessment": AssessmentKind, "attachment": AttachmentRole, "revision": Revision, "carried": CarriedState,
    ]
}

impl Check<'_> {
    pub(super) fn choices(&mut self) {
        let known = choices();
        for (name, values) in &known {
            let Some(words) = self.pack.choices.get(*name) else {
                self.at("choices", |l, c| make::pck_005(l, c, *name, Pck005::NoTable, ""));
                continue;
            };
            let path = format!("choices.{name}");
            for value in values.iter().filter(|v| !words.contains_key(**v)) {
                self.at(&path, |l, c| make::pck_005(l, c, *name, Pck005::MissingValue, *value));
            }
        }
        for (name, words) in &self.pack.choices {
            let values = known.iter().find(|(n, _)| n == name).map(|(_, values)| values);
            for (value, text) in words {
                let path = format!("choices.{name}.{value}");
                if values.is_none_or(|v| !v.contains(&value.as_str())) {
                    self.at_key(&path, |l, c| {
                        make::pck_005(l, c, name, Pck005::UnknownValue, value)
                    });
                }
                self.words(&path, text);
            }
        }
    }

    pub(super) fn calendar(&mut self) {
        let releases = &self.pack.calendar.releases;
        if releases.is_empty() {
            self.at("calendar.releases", |l, c| make::pck_007(l, c, "", Pck007::Empty));
        }
        let mut before = None;
        for (i, release) in releases.iter().enumerate() {
            let path = format!("calendar.releases.{i}");
            let date = release.date.to_string();
            let problem = match before {
                Some(b) if b == release.date => Some(Pck007::Twice),
                Some(b) if b > release.date => Some(Pck007::Order),
                _ if release.layout.trim().is_empty() => Some(Pck007::NoLayout),
                _ => None,
            };
            if let Some(problem) = problem {
                let key = if problem == Pck007::NoLayout { "layout" } else { "date" };
                self.at(&format!("{path}.{key}"), |l, c| make::pck_007(l, c, date, problem));
            }
            before = Some(release.date);
        }
    }

    pub(super) fn tables(&mut self) {
        for kind in TableKind::ALL {
            let name = kind.as_str();
            match self.pack.tables.get(name) {
                None => {
                    self.at("tables", |l, c| make::pck_009(l, c, name, Pck009::MissingTable, ""));
                }
                Some(table) => self.table(kind, table),
            }
        }
        for name in self.pack.tables.keys() {
            if name.parse::<TableKind>().is_err() {
                let path = format!("tables.{name}");
                self.at_key(&path, |l, c| make::pck_009(l, c, name, Pck009::UnknownTable, ""));
            }
        }
    }

    fn table(&mut self, kind: TableKind, table: &Table) {
        let name = kind.as_str();
        let path = format!("tables.{name}");
        self.words(&format!("{path}.title"), &table.title);
        let needed: &[ColumnKey] = match kind {
            TableKind::Layout => {
                &[LayoutColumn::ProcedureId, LayoutColumn::ProcedureName].map(ColumnKey::from)
            }
            TableKind::Registry(_) => {
                &[RegistryColumn::FromName, RegistryColumn::ToName, RegistryColumn::Scope]
                    .map(ColumnKey::from)
            }
        };
        for key in needed.iter().filter(|k| !table.columns.iter().any(|c| c.key == **k)) {
            self.at(&format!("{path}.columns"), |l, c| {
                make::pck_009(l, c, name, Pck009::MissingColumn, key.as_str())
            });
        }
        let is_known = |key: &ColumnKey| match kind {
            TableKind::Layout => key.layout().is_some(),
            TableKind::Registry(_) => key.registry().is_some(),
        };
        let mut keys: Vec<&ColumnKey> = Vec::new();
        let mut headers: Vec<String> = Vec::new();
        for (i, column) in table.columns.iter().enumerate() {
            let at = format!("{path}.columns.{i}");
            let key = column.key.as_str();
            let problem = if !is_known(&column.key) {
                Some(Pck009::UnknownColumn)
            } else if keys.contains(&&column.key) {
                Some(Pck009::ColumnTwice)
            } else {
                None
            };
            if let Some(problem) = problem {
                self.at(&format!("{at}.key"), |l, c| make::pck_009(l, c, name, problem, key));
            }
            keys.push(&column.key);
            if column.headers.iter().all(|h| h.trim().is_empty()) {
                self.at(&format!("{at}.headers"), |l, c| {
                    make::pck_009(l, c, name, Pck009::NoHeader, key)
                });
            }
            for (j, header) in column.headers.iter().enumerate() {
                let folded = crate::text::fold_header(header);
                if headers.contains(&folded) {
                    self.at(&format!("{at}.headers.{j}"), |l, c| {
                        make::pck_009(l, c, name, Pck009::HeaderTwice, header)
                    });
                }
                headers.push(folded);
            }
        }
    }

    /// PCK-010.
    pub(super) fn numbers(&mut self) {
        let (limits, rules) = (self.pack.limits, &self.pack.rules);
        let gib = 1 << 30;
        self.number("limits.entry_bytes", limits.entry_bytes, 1..=16 * gib);
        self.number("limits.total_bytes", limits.total_bytes, limits.entry_bytes..=64 * gib);
        self.number("limits.entries", limits.entries, 4..=1_000_000);
        self.number("limits.ratio", limits.ratio, 10..=100_000);
        self.number("limits.workbook_part_bytes", limits.workbook_part_bytes, 65_536..=gib);
        self.number("limits.workbook_bytes", limits.workbook_bytes, 65_536..=2 * gib);
        self.number("limits.depth", limits.depth, 1..=64);
        self.number("limits.document_bytes", limits.document_bytes, 4096..=gib);
        self.number("package.path_budget", self.pack.package.path_budget, 40..=259);
        // A cell of Excel holds no more.
        self.number("rules.line_length", rules.line_length, 1..=32_767);
        self.number("rules.lines_length", rules.lines_length, 1..=32_767);
    }

    pub(super) fn number<N: PartialOrd + Display>(
        &mut self,
        path: &str,
        value: N,
        range: RangeInclusive<N>,
    ) {
        if !range.contains(&value) {
            let range = format!("{}–{}", range.start(), range.end());
            self.at(path, |l, c| make::pck_010(l, c, path, value.to_string(), range));
        }
    }
}
