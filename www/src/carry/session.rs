//! The state of the carry-over view: the tables that were dropped, their roles, the comparison and the
//! person's decisions. It is pure; the components send it [`SessionStep`]s.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::application::Applicant;
use forms_core::carry_over::{Decision, Decisions, Summary};
use forms_core::code::ProcedureId;
use forms_core::pack::TableKind;
use forms_core::reference::TableRole;
use forms_core::table::Mapping;
use ui::client::{CarriedOver, CoreFailure, NamedFile, TableFacts, TableSet};
use ui::draft::ReferenceFiles;
use yew::Reducible;

use super::history::DecisionHistory;

/// How far reading a table has come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ReadingStage {
    /// It is being read.
    Reading { done: u64, total: u64 },
    /// It was read.
    Read(Rc<TableFacts>),
    /// It could not be read.
    Failed(CoreFailure),
}

/// A table that was dropped as a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableFile {
    pub(super) id: usize,
    pub(super) file: NamedFile,
    /// Its role in the comparison, or `None` if it is not known yet.
    pub(super) role: Option<TableRole>,
    /// True if the person chose the role, false if its content suggests it.
    pub(super) chosen: bool,
    pub(super) stage: ReadingStage,
    /// Number of times that it was read before, such as with other columns.
    pub(super) readings: usize,
}

impl TableFile {
    /// A file that is to be read; `role` is the one that a person chose.
    fn new(id: usize, file: NamedFile, role: Option<TableRole>) -> Self {
        let stage = ReadingStage::Reading { done: 0, total: 0 };
        Self { id, file, role, chosen: role.is_some(), stage, readings: 0 }
    }

    /// Has the file read once more.
    fn read_again(&mut self) {
        self.stage = ReadingStage::Reading { done: 0, total: 0 };
        self.readings += 1;
    }

    /// Returns the facts of the table, once it was read.
    pub(super) fn facts(&self) -> Option<&TableFacts> {
        match &self.stage {
            ReadingStage::Read(facts) => Some(facts),
            _ => None,
        }
    }

    /// True if it was read and has every column that it needs.
    fn is_whole(&self) -> bool {
        self.facts().is_some_and(|facts| facts.kind.is_some() && facts.missing.is_empty())
    }
}

/// How far the comparison has come.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum ComparisonStage {
    /// Nobody has started it.
    #[default]
    Idle,
    /// It is running; `done` of `total` bytes.
    Running { done: u64, total: u64 },
    /// Its result, without decisions, which the session holds.
    Done(Rc<CarriedOver>),
    /// The core failed.
    Failed(CoreFailure),
}

/// A condition that the comparison still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// A registry of either side.
    Registry,
    /// The layout of this role.
    Layout(TableRole),
    /// Only one table of this role.
    Once(TableRole),
    /// A role for a table that was read.
    Role,
    /// Columns for a table that was read.
    Columns,
}

/// The state of the carry-over view.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Session {
    files: Vec<TableFile>,
    mappings: Rc<Vec<Mapping>>,
    applicant: Option<Applicant>,
    run: ComparisonStage,
    /// True if tables or applicant changed since the comparison.
    stale: bool,
    history: DecisionHistory,
    /// Number of changes of the tables, for the key under which workers keep them.
    changes: u64,
}

/// A change of the [`Session`].
#[derive(Debug, Clone)]
pub(super) enum SessionStep {
    /// Adds tables; `first` is the number of the first.
    Add { first: usize, files: Vec<NamedFile> },
    /// Notes how far reading a table has come.
    Stage { id: usize, reading: usize, stage: ReadingStage },
    /// Chooses the role of a table.
    Role { id: usize, role: TableRole },
    /// Reads a table again, such as after its columns were assigned.
    Reread { id: usize },
    /// Removes a table.
    Remove { id: usize },
    /// Replaces the columns that the person assigned to headers.
    Mappings(Rc<Vec<Mapping>>),
    /// Chooses the applicant.
    Applicant(Option<Applicant>),
    /// Notes how far the comparison has come.
    Run(ComparisonStage),
    /// Decides on a retired procedure; `None` takes the decision back.
    Decide { procedure: ProcedureId, decision: Option<Decision> },
    /// Records several decisions as one step.
    DecideAll(Vec<(ProcedureId, Decision)>),
    /// Undoes the last decision.
    Undo,
    /// Redoes the decision that was undone last.
    Redo,
    /// Restores tables and decisions that a draft was made from.
    Resume { first: usize, reference: Rc<ReferenceFiles> },
}

impl Reducible for Session {
    type Action = SessionStep;

    fn reduce(self: Rc<Self>, step: SessionStep) -> Rc<Self> {
        let mut session = (*self).clone();
        session.apply(step);
        session.into()
    }
}

impl Session {
    fn apply(&mut self, step: SessionStep) {
        match step {
            SessionStep::Add { first, files } => self.add(first, files),
            SessionStep::Stage { id, reading, stage } => self.advance_reading(id, reading, stage),
            SessionStep::Role { id, role } => self.choose_role(id, role),
            SessionStep::Reread { id } => {
                let Some(file) = self.files.iter_mut().find(|f| f.id == id) else { return };
                file.read_again();
                self.note_change();
            }
            SessionStep::Remove { id } => {
                self.files.retain(|f| f.id != id);
                self.assign_roles();
                self.note_change();
            }
            SessionStep::Mappings(mappings) => {
                self.mappings = mappings;
                self.note_change();
            }
            SessionStep::Applicant(applicant) => {
                self.applicant = applicant;
                self.stale = true;
            }
            SessionStep::Run(run) => {
                if matches!(run, ComparisonStage::Done(_)) {
                    self.stale = false;
                }
                self.run = run;
            }
            SessionStep::Decide { procedure, decision } => {
                self.history.change(|decisions| match decision {
                    Some(decision) => decisions.record(procedure, decision),
                    None => drop(decisions.withdraw(procedure)),
                });
            }
            SessionStep::DecideAll(all) => self.history.change(|decisions| {
                all.into_iter().for_each(|(id, decision)| decisions.record(id, decision));
            }),
            SessionStep::Undo => self.history.undo(),
            SessionStep::Redo => self.history.redo(),
            SessionStep::Resume { first, reference } => self.resume(first, &reference),
        }
    }

    fn add(&mut self, first: usize, files: Vec<NamedFile>) {
        let files = files.into_iter().enumerate();
        self.files.extend(files.map(|(at, file)| TableFile::new(first + at, file, None)));
        self.note_change();
    }

    fn advance_reading(&mut self, id: usize, reading: usize, stage: ReadingStage) {
        // The result of an earlier reading is out of date.
        let is_current = |f: &&mut TableFile| f.id == id && f.readings == reading;
        let Some(file) = self.files.iter_mut().find(is_current) else { return };
        file.stage = stage;
        self.assign_roles();
    }

    fn choose_role(&mut self, id: usize, role: TableRole) {
        let Some(file) = self.files.iter_mut().find(|f| f.id == id) else { return };
        let read_as = file.facts().and_then(|facts| facts.kind);
        (file.role, file.chosen) = (Some(role), true);
        if read_as != Some(role.kind()) {
            file.read_again();
        }
        self.assign_roles();
        self.note_change();
    }

    /// Begins with the column assignments of earlier visits.
    pub(super) fn remember(&mut self, mappings: Vec<Mapping>) {
        self.mappings = Rc::new(mappings);
    }

    /// Marks the comparison as out of date and gives the set of tables another key.
    fn note_change(&mut self) {
        self.changes += 1;
        self.stale = true;
    }

    fn resume(&mut self, first: usize, reference: &ReferenceFiles) {
        let files = reference.files.iter().zip(&reference.tables.roles).enumerate();
        self.files = files
            .map(|(at, (file, role))| TableFile::new(first + at, file.clone(), Some(*role)))
            .collect();
        self.history.replace_now(reference.decisions.clone());
        self.mappings = Rc::new(reference.tables.mappings.clone());
        self.note_change();
    }

    /// Gives each table the role that its content suggests, unless the person chose one. Of two layouts,
    /// the one with the latest start date of a row is the new one.
    fn assign_roles(&mut self) {
        let chosen = |role: TableRole| self.files.iter().any(|f| f.chosen && f.role == Some(role));
        let free: Vec<TableRole> = [TableRole::OldLayout, TableRole::NewLayout]
            .into_iter()
            .filter(|role| !chosen(*role))
            .collect();
        let mut layouts: Vec<(usize, usize)> = Vec::new();
        for (at, file) in self.files.iter().enumerate().filter(|(_, f)| !f.chosen) {
            if file.facts().is_some_and(|facts| facts.kind == Some(TableKind::Layout)) {
                layouts.push((at, file.id));
            }
        }
        layouts.sort_by_key(|(at, id)| {
            let latest = self.files.get(*at).and_then(|f| f.facts()?.latest);
            (latest, *id)
        });
        let mut by_layout: BTreeMap<usize, Option<TableRole>> = BTreeMap::new();
        for (place, (_, id)) in layouts.iter().enumerate() {
            by_layout.insert(*id, free.get(place).copied());
        }
        for file in self.files.iter_mut().filter(|f| !f.chosen) {
            file.role = match file.facts().and_then(|facts| facts.kind) {
                Some(TableKind::Registry(side)) => {
                    TableRole::ALL.into_iter().find(|r| r.kind() == TableKind::Registry(side))
                }
                Some(TableKind::Layout) => by_layout.get(&file.id).copied().flatten(),
                None => None,
            };
        }
    }

    pub(super) fn files(&self) -> &[TableFile] {
        &self.files
    }

    pub(super) fn mappings(&self) -> &Rc<Vec<Mapping>> {
        &self.mappings
    }

    pub(super) fn applicant(&self) -> Option<&Applicant> {
        self.applicant.as_ref()
    }

    pub(super) fn run(&self) -> &ComparisonStage {
        &self.run
    }

    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    pub(super) fn decisions(&self) -> &Decisions {
        self.history.now()
    }

    pub(super) fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub(super) fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// True if a table is still being read.
    pub(super) fn is_reading(&self) -> bool {
        self.files.iter().any(|f| matches!(f.stage, ReadingStage::Reading { .. }))
    }

    /// Returns the conditions that the comparison still needs, in the order to fulfil them.
    pub(super) fn needs(&self) -> Vec<Need> {
        let with = |role: TableRole| self.files.iter().filter(|f| f.role == Some(role)).count();
        let mut needs = Vec::new();
        if with(TableRole::Inquiry) + with(TableRole::Provision) == 0 {
            needs.push(Need::Registry);
        }
        for role in [TableRole::OldLayout, TableRole::NewLayout] {
            match with(role) {
                0 => needs.push(Need::Layout(role)),
                1 => {}
                _ => needs.push(Need::Once(role)),
            }
        }
        let read = || self.files.iter().filter(|f| f.facts().is_some());
        if read().any(|f| f.role.is_none()) {
            needs.push(Need::Role);
        }
        if read().any(|f| f.role.is_some() && !f.is_whole()) {
            needs.push(Need::Columns);
        }
        needs
    }

    /// True if the comparison can start.
    pub(super) fn is_ready(&self) -> bool {
        self.needs().is_empty() && !self.is_reading()
    }

    /// Returns the tables that can be compared, for a request, and their files in the same order. `page`
    /// tells this page's tables from another's that the same worker may see.
    pub(super) fn tables(&self, page: &str) -> (TableSet, Vec<NamedFile>) {
        let mut meant: Vec<(TableRole, &TableFile)> =
            self.files.iter().filter(|f| f.is_whole()).filter_map(|f| Some((f.role?, f))).collect();
        // In the order of the roles, whichever was dropped first.
        meant.sort_by_key(|(role, file)| (*role, file.id));
        let tables = TableSet {
            key: format!("{page}-{}", self.changes),
            roles: meant.iter().map(|(role, _)| *role).collect(),
            mappings: self.mappings.as_ref().clone(),
            earlier: 0,
        };
        (tables, meant.into_iter().map(|(_, f)| f.file.clone()).collect())
    }

    /// Returns the result of the comparison, unless another one was started since.
    pub(super) fn result(&self) -> Option<&Rc<CarriedOver>> {
        match &self.run {
            ComparisonStage::Done(result) => Some(result),
            _ => None,
        }
    }

    /// Returns the number of rows in each state under the decisions.
    pub(super) fn summary(&self) -> Summary {
        let result = self.result().map(|r| r.result.summary_under(self.history.now()));
        result.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
