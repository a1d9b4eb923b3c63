//! Roles, needs and undo of a carry-over session.

use forms_core::application::Side;
use forms_core::pack::RegistryColumn;
use jiff::civil::date;
use ui::client::FileHandle;

use super::*;

fn bytes(name: &str) -> NamedFile {
    NamedFile { name: name.to_owned(), file: FileHandle::from_bytes(Vec::new()) }
}

fn after(session: Session, step: SessionStep) -> Session {
    (*Rc::new(session).reduce(step)).clone()
}

fn read(kind: TableKind, year: i16) -> ReadingStage {
    ReadingStage::Read(Rc::new(TableFacts {
        kind: Some(kind),
        latest: Some(date(year, 6, 1)),
        ..TableFacts::default()
    }))
}

fn with(kinds: &[(TableKind, i16)]) -> Session {
    let files = kinds.iter().map(|_| bytes("a")).collect();
    let mut session = after(Session::default(), SessionStep::Add { first: 0, files });
    for (id, (kind, year)) in kinds.iter().enumerate() {
        session = after(session, SessionStep::Stage { id, reading: 0, stage: read(*kind, *year) });
    }
    session
}

const INQUIRY: TableKind = TableKind::Registry(Side::Inquiry);

#[test]
fn of_two_layouts_the_later_one_comes_unless_the_person_says_otherwise() {
    let session = with(&[(TableKind::Layout, 2020), (INQUIRY, 2019), (TableKind::Layout, 2019)]);
    let roles = |s: &Session| s.files().iter().map(|f| f.role).collect::<Vec<_>>();
    let (old, new) = (Some(TableRole::OldLayout), Some(TableRole::NewLayout));
    assert_eq!(roles(&session), [new, Some(TableRole::Inquiry), old]);
    assert_eq!(session.needs(), []);
    let session = after(session, SessionStep::Role { id: 0, role: TableRole::OldLayout });
    assert_eq!(roles(&session), [old, Some(TableRole::Inquiry), new]);
    let session = after(session, SessionStep::Role { id: 2, role: TableRole::OldLayout });
    assert_eq!(
        session.needs(),
        [Need::Once(TableRole::OldLayout), Need::Layout(TableRole::NewLayout)]
    );
    let third =
        with(&[(TableKind::Layout, 2018), (TableKind::Layout, 2019), (TableKind::Layout, 2020)]);
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
    let session = after(session, SessionStep::Add { first: 2, files: vec![bytes("b")] });
    assert!(session.is_reading());
    let session = after(
        session,
        SessionStep::Stage { id: 2, reading: 0, stage: ReadingStage::Read(Rc::new(facts)) },
    );
    assert_eq!(session.needs(), [Need::Columns]);
    assert_eq!(session.tables("p").1.len(), 2, "it is not compared half read");
}

#[test]
fn decisions_are_undone_one_by_one_and_survive_other_tables() {
    let id: ProcedureId = "JT01010000000001".parse().unwrap();
    let decide = |s, d| after(s, SessionStep::Decide { procedure: id, decision: d });
    let session = decide(Session::default(), Some(Decision::default()));
    let session = decide(session, Some(Decision { successors: vec![id], ..Default::default() }));
    let session = decide(session, None);
    assert!(session.decisions().is_empty());
    let session = after(session, SessionStep::Undo);
    assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
    let session = after(session, SessionStep::Add { first: 0, files: vec![bytes("a")] });
    assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
    let session = after(after(session, SessionStep::Undo), SessionStep::Redo);
    assert_eq!(session.decisions().on(id).map(|d| d.successors.len()), Some(1));
    assert!(session.can_undo() && session.can_redo());
}
