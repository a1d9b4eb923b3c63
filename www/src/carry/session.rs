//! A carry-over in the making: the tables that were dropped, what they turned out to be, what the
//! person decided. Pure state; the components send it [`Step`]s.

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

/// How far back a person can go among their decisions.
const UNDO_STEPS: usize = 500;

/// How reading a table stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    /// It is being read.
    Reading { done: u64, total: u64 },
    /// It was read.
    Read(Rc<TableFacts>),
    /// It could not be.
    Failed(CoreFailure),
}

/// A file that was dropped.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableFile {
    pub(super) id: usize,
    pub(super) file: NamedFile,
    /// What it is, as far as that is known.
    pub(super) role: Option<TableRole>,
    /// Whether the person said so.
    pub(super) chosen: bool,
    pub(super) stage: Stage,
    /// How often it was to be read again.
    pub(super) readings: usize,
}

impl TableFile {
    pub(super) fn facts(&self) -> Option<&TableFacts> {
        match &self.stage {
            Stage::Read(facts) => Some(facts),
            _ => None,
        }
    }

    /// Whether it was read with every column that it needs.
    fn is_whole(&self) -> bool {
        self.facts().is_some_and(|facts| facts.kind.is_some() && facts.missing.is_empty())
    }
}

/// How the comparison stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Run {
    /// It was not asked for.
    #[default]
    Idle,
    /// It is being done.
    Running { done: u64, total: u64 },
    /// It was done; without anybody's decisions, which are the session's.
    Done(Rc<CarriedOver>),
    /// It could not be.
    Failed(CoreFailure),
}

/// What is still needed before the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Registry,
    Layout(TableRole),
    Once(TableRole),
    Role,
    Columns,
}

/// A carry-over in the making.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Session {
    files: Vec<TableFile>,
    mappings: Rc<Vec<Mapping>>,
    applicant: Option<Applicant>,
    run: Run,
    /// Whether tables or applicant changed since the comparison.
    stale: bool,
    decisions: Decisions,
    past: Vec<Decisions>,
    future: Vec<Decisions>,
    /// Counts the changes of the tables, for the key under which workers keep them.
    changes: u64,
}

/// One thing that happens.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// Files came; the first gets the number.
    Add { first: usize, files: Vec<NamedFile> },
    /// Reading a file goes on or ended.
    Stage { id: usize, reading: usize, stage: Stage },
    /// The person says what a table is.
    Role { id: usize, role: TableRole },
    /// A file is to be read again, such as after its columns were assigned.
    Reread { id: usize },
    /// A file is not meant.
    Remove { id: usize },
    /// What the person has said of headers, this time and before.
    Mappings(Rc<Vec<Mapping>>),
    /// Whose application it is.
    Applicant(Option<Applicant>),
    /// The comparison goes on or ended.
    Run(Run),
    /// A decision on a retired procedure; `None` takes it back.
    Decide { procedure: ProcedureId, decision: Option<Decision> },
    /// Several decisions at once.
    DecideAll(Vec<(ProcedureId, Decision)>),
    /// Takes the last decision back.
    Undo,
    /// Makes it again.
    Redo,
    /// Takes up what a draft was made from.
    Resume { first: usize, reference: Rc<ReferenceFiles> },
}

impl Reducible for Session {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut session = (*self).clone();
        session.apply(step);
        session.into()
    }
}

impl Session {
    fn apply(&mut self, step: Step) {
        match step {
            Step::Add { first, files } => {
                let new = files.into_iter().enumerate().map(|(at, file)| TableFile {
                    id: first + at,
                    file,
                    role: None,
                    chosen: false,
                    stage: Stage::Reading { done: 0, total: 0 },
                    readings: 0,
                });
                self.files.extend(new);
                self.changed();
            }
            Step::Stage { id, reading, stage } => {
                // What an earlier reading says is out of date.
                let now = |f: &&mut TableFile| f.id == id && f.readings == reading;
                let Some(file) = self.files.iter_mut().find(now) else { return };
                file.stage = stage;
                self.assign_roles();
            }
            Step::Role { id, role } => {
                let Some(file) = self.files.iter_mut().find(|f| f.id == id) else { return };
                let read_as = file.facts().and_then(|facts| facts.kind);
                (file.role, file.chosen) = (Some(role), true);
                if read_as != Some(role.kind()) {
                    file.stage = Stage::Reading { done: 0, total: 0 };
                    file.readings += 1;
                }
                self.assign_roles();
                self.changed();
            }
            Step::Reread { id } => {
                let Some(file) = self.files.iter_mut().find(|f| f.id == id) else { return };
                file.stage = Stage::Reading { done: 0, total: 0 };
                file.readings += 1;
                self.changed();
            }
            Step::Remove { id } => {
                self.files.retain(|f| f.id != id);
                self.assign_roles();
                self.changed();
            }
            Step::Mappings(mappings) => {
                self.mappings = mappings;
                self.changed();
            }
            Step::Applicant(applicant) => {
                self.applicant = applicant;
                self.stale = true;
            }
            Step::Run(run) => {
                if matches!(run, Run::Done(_)) {
                    self.stale = false;
                }
                self.run = run;
            }
            Step::Decide { procedure, decision } => {
                let mut decisions = self.decisions.clone();
                match decision {
                    Some(decision) => decisions.record(procedure, decision),
                    None => drop(decisions.withdraw(procedure)),
                }
                self.decide(decisions);
            }
            Step::DecideAll(all) => {
                let mut decisions = self.decisions.clone();
                all.into_iter()
                    .for_each(|(procedure, decision)| decisions.record(procedure, decision));
                self.decide(decisions);
            }
            Step::Undo => self.step(true),
            Step::Redo => self.step(false),
            Step::Resume { first, reference } => self.resume(first, &reference),
        }
    }

    /// Begins with what was said of headers before.
    pub(super) fn remember(&mut self, mappings: Vec<Mapping>) {
        self.mappings = Rc::new(mappings);
    }

    fn changed(&mut self) {
        self.changes += 1;
        self.stale = true;
    }

    fn decide(&mut self, decisions: Decisions) {
        if decisions == self.decisions {
            return;
        }
        let before = std::mem::replace(&mut self.decisions, decisions);
        if self.past.len() == UNDO_STEPS {
            self.past.remove(0);
        }
        self.past.push(before);
        self.future.clear();
    }

    fn step(&mut self, back: bool) {
        let (from, to) = if back {
            (&mut self.past, &mut self.future)
        } else {
            (&mut self.future, &mut self.past)
        };
        if let Some(decisions) = from.pop() {
            to.push(std::mem::replace(&mut self.decisions, decisions));
        }
    }

    fn resume(&mut self, first: usize, reference: &ReferenceFiles) {
        let files = reference.files.iter().zip(&reference.tables.roles).enumerate();
        self.files = files
            .map(|(at, (file, role))| TableFile {
                id: first + at,
                file: file.clone(),
                role: Some(*role),
                chosen: true,
                stage: Stage::Reading { done: 0, total: 0 },
                readings: 0,
            })
            .collect();
        self.decisions = reference.decisions.clone();
        self.mappings = Rc::new(reference.tables.mappings.clone());
        self.changed();
    }

    /// Gives each table the role that its content speaks for, unless the person gave it one: of two
    /// layouts the one whose rows hold from the later day is the one that comes.
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

    pub(super) fn run(&self) -> &Run {
        &self.run
    }

    pub(super) fn is_stale(&self) -> bool {
        self.stale
    }

    pub(super) fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    pub(super) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(super) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Whether a table is still being read.
    pub(super) fn is_reading(&self) -> bool {
        self.files.iter().any(|f| matches!(f.stage, Stage::Reading { .. }))
    }

    /// What is still needed before the comparison, in the order in which to see to it.
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

    /// The tables that can be compared, as a worker wants them, with their files in order.
    pub(super) fn tables(&self, page: &str) -> (TableSet, Vec<NamedFile>) {
        let mut meant: Vec<(TableRole, &TableFile)> =
            self.files.iter().filter(|f| f.is_whole()).filter_map(|f| Some((f.role?, f))).collect();
        // The masters in their usual order, whichever was dropped first.
        meant.sort_by_key(|(role, file)| (*role, file.id));
        let tables = TableSet {
            key: format!("{page}-{}", self.changes),
            roles: meant.iter().map(|(role, _)| *role).collect(),
            mappings: self.mappings.as_ref().clone(),
        };
        (tables, meant.into_iter().map(|(_, f)| f.file.clone()).collect())
    }

    /// What the comparison gave, also while another one is running.
    pub(super) fn result(&self) -> Option<&Rc<CarriedOver>> {
        match &self.run {
            Run::Done(result) => Some(result),
            _ => None,
        }
    }

    /// How many rows are in each state under the decisions.
    pub(super) fn summary(&self) -> Summary {
        let result = self.result().map(|r| r.result.summary_under(&self.decisions));
        result.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use forms_core::application::Side;
    use forms_core::pack::RegistryColumn;
    use jiff::civil::date;
    use ui::client::FileHandle;

    use super::*;

    fn bytes(name: &str) -> NamedFile {
        NamedFile { name: name.to_owned(), file: FileHandle::from_bytes(Vec::new()) }
    }

    fn after(session: Session, step: Step) -> Session {
        (*Rc::new(session).reduce(step)).clone()
    }

    fn read(kind: TableKind, year: i16) -> Stage {
        Stage::Read(Rc::new(TableFacts {
            kind: Some(kind),
            latest: Some(date(year, 6, 1)),
            ..TableFacts::default()
        }))
    }

    fn with(kinds: &[(TableKind, i16)]) -> Session {
        let files = kinds.iter().map(|_| bytes("a")).collect();
        let mut session = after(Session::default(), Step::Add { first: 0, files });
        for (id, (kind, year)) in kinds.iter().enumerate() {
            session = after(session, Step::Stage { id, reading: 0, stage: read(*kind, *year) });
        }
        session
    }

    const INQUIRY: TableKind = TableKind::Registry(Side::Inquiry);

    #[test]
    fn of_two_layouts_the_later_one_comes_unless_the_person_says_otherwise() {
        let session =
            with(&[(TableKind::Layout, 2020), (INQUIRY, 2019), (TableKind::Layout, 2019)]);
        let roles = |s: &Session| s.files().iter().map(|f| f.role).collect::<Vec<_>>();
        let (old, new) = (Some(TableRole::OldLayout), Some(TableRole::NewLayout));
        assert_eq!(roles(&session), [new, Some(TableRole::Inquiry), old]);
        assert_eq!(session.needs(), []);
        let session = after(session, Step::Role { id: 0, role: TableRole::OldLayout });
        assert_eq!(roles(&session), [old, Some(TableRole::Inquiry), new]);
        let session = after(session, Step::Role { id: 2, role: TableRole::OldLayout });
        assert_eq!(
            session.needs(),
            [Need::Once(TableRole::OldLayout), Need::Layout(TableRole::NewLayout)]
        );
        let third = with(&[
            (TableKind::Layout, 2018),
            (TableKind::Layout, 2019),
            (TableKind::Layout, 2020),
        ]);
        assert!(third.needs().contains(&Need::Role), "nobody knows which two are meant");
    }

    #[test]
    fn a_table_without_its_columns_is_waited_for() {
        let session = with(&[(TableKind::Layout, 2019), (TableKind::Layout, 2020)]);
        assert_eq!(session.needs(), [Need::Registry]);
        let facts = TableFacts {
            kind: Some(INQUIRY),
            missing: vec![RegistryColumn::Scope.into()],
            ..TableFacts::default()
        };
        let session = after(session, Step::Add { first: 2, files: vec![bytes("b")] });
        assert!(session.is_reading());
        let session =
            after(session, Step::Stage { id: 2, reading: 0, stage: Stage::Read(Rc::new(facts)) });
        assert_eq!(session.needs(), [Need::Columns]);
        assert_eq!(session.tables("p").1.len(), 2, "it is not compared half read");
    }

    #[test]
    fn decisions_are_undone_one_by_one_and_survive_other_tables() {
        let id: ProcedureId = "JT01010000000001".parse().unwrap();
        let decide = |s, d| after(s, Step::Decide { procedure: id, decision: d });
        let session = decide(Session::default(), Some(Decision::default()));
        let session =
            decide(session, Some(Decision { successors: vec![id], ..Default::default() }));
        let session = decide(session, None);
        assert!(session.decisions().is_empty());
        let session = after(session, Step::Undo);
        assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
        let session = after(session, Step::Add { first: 0, files: vec![bytes("a")] });
        assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
        let session = after(after(session, Step::Undo), Step::Redo);
        assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
        assert!(session.can_undo() && session.can_redo());
    }
}
