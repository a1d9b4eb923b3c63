use forms_core::application::{Application, Assessment, Delegation, LegalBasis};
use proptest::prelude::*;

use super::*;

fn draft() -> Draft {
    Draft::open(DraftState::new(Application::default(), Files::new()))
}

fn set(field: &str, text: &str) -> Edit {
    Edit::Set { field: Pointer::new(field), text: text.into() }
}

fn file(bytes: &[u8]) -> FileHandle {
    FileHandle::from_bytes(bytes.to_vec())
}

#[test]
fn typing_one_field_is_one_step_back() {
    let draft = draft()
        .after(set("/applicant/name", "世"))
        .after(set("/applicant/name", "世田"))
        .after(set("/contact/mail", "a"))
        .after(set("/contact/mail", "ab"));
    let back = draft.after(Edit::Undo);
    assert_eq!(back.text(&Pointer::new("/contact/mail")), "");
    assert_eq!(back.application().applicant.name, "世田");
    assert_eq!(back.after(Edit::Undo).application(), &Application::default());
    assert_eq!(back.after(Edit::Redo).application(), draft.application());
    assert!(!back.after(set("/contact/mail", "c")).can_redo(), "a new change ends the redo");
}

#[test]
fn several_fields_are_one_step_or_none() {
    let fields = |second: &str| Edit::Fill {
        fields: vec![
            (Pointer::new("/applicant/name"), "a".into()),
            (Pointer::new(second), "b".into()),
        ],
    };
    let filled = draft().after(fields("/contact/mail"));
    assert_eq!(filled.text(&Pointer::new("/contact/mail")), "b");
    assert_eq!(filled.after(Edit::Undo).application(), &Application::default());
    assert_eq!(filled.after(fields("/contact/mail")), filled, "nothing is new");
    assert_eq!(draft().after(fields("/nothing")), draft());
}

#[test]
fn leaving_a_field_ends_the_step() {
    let leave = Edit::Leave { places: vec![Pointer::new("/applicant/name")] };
    let draft =
        draft().after(set("/applicant/name", "a")).after(leave).after(set("/applicant/name", "b"));
    assert_eq!(draft.after(Edit::Undo).application().applicant.name, "a");
}

#[test]
fn another_draft_can_be_undone_and_a_kept_one_begins_anew() {
    let app = Application { remark: "別".into(), ..Default::default() };
    let other = DraftState::new(app, Files::new());
    let mine = draft().after(set("/applicant/name", "a")).after(Edit::LeaveAll);
    let opened = mine.after(Edit::Open(other.clone()));
    assert_eq!(opened.application().remark, "別");
    assert!(!opened.visited.is_all(), "nobody has left a field of this one");
    assert_eq!(opened.after(Edit::Undo).application(), mine.application());
    let restored = mine.after(Edit::Restore(other));
    assert!(!restored.can_undo() && restored.revision() > mine.revision());
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let before = draft();
    for edit in [
        set("/nothing", "x"),
        set("/kind", "maybe"),
        Edit::RemoveRow { list: Pointer::new("/delegations"), row: 0 },
        Edit::AddRow { list: Pointer::new("/kind") },
        Edit::RenameFile { row: 3, name: "a".into() },
        Edit::Undo,
        Edit::Redo,
    ] {
        assert_eq!(before.after(edit.clone()), before, "{edit:?}");
    }
}

#[test]
fn rows_are_added_copied_and_removed_nested_ones_too() {
    let list = Pointer::new("/delegations");
    let bases = Pointer::new("/delegations/0/bases");
    let draft = draft()
        .after(set("/target/release", "2019-06-17"))
        .after(Edit::AddRow { list: list.clone() })
        .after(Edit::AddRow { list: bases.clone() })
        .after(set("/delegations/0/bases/0/citation", "第2条"))
        .after(Edit::DuplicateRow { list: list.clone(), row: 0 });
    let app = draft.application();
    assert_eq!(app.delegations.len(), 2);
    assert_eq!(app.delegations[1].bases[0].citation, "第2条");
    assert_eq!(app.delegations[0].start.text(), "2019-06-17", "the release is a likely start");
    let draft = draft.after(Edit::RemoveRow { list, row: 0 });
    assert_eq!((draft.application().delegations.len(), draft.rows(&bases)), (1, 1));
    assert_eq!(draft.after(Edit::Undo).application().delegations.len(), 2);
}

#[test]
fn a_file_is_attached_replaced_renamed_and_back() {
    let instrument = AttachmentRole::Instrument;
    let attach = |bytes| Edit::Attach {
        files: vec![("か\u{3099}規則.txt".into(), file(bytes), instrument)],
    };
    let draft = draft().after(attach(b"1")).after(attach(b"2"));
    assert_eq!(draft.application().attachments.len(), 1);
    assert_eq!(draft.application().attachments[0].title, "が規則");
    assert_eq!(draft.files()["が規則.txt"], file(b"2"));
    assert_eq!(draft.after(Edit::Undo).files()["が規則.txt"], file(b"1"));

    let mut app = draft.application().clone();
    let document = "が規則.txt".to_owned();
    let basis = LegalBasis { document: document.clone(), ..Default::default() };
    app.delegations.push(Delegation { bases: vec![basis], ..Default::default() });
    app.assessments.push(Assessment { document, ..Default::default() });
    let draft = Draft::open(DraftState::new(app, draft.files().clone()));
    let draft = draft.after(Edit::RenameFile { row: 0, name: "規則.txt".into() });
    let app = draft.application();
    assert_eq!(app.delegations[0].bases[0].document, "規則.txt");
    assert_eq!(app.assessments[0].document, "規則.txt");
    assert_eq!(draft.attached().len(), 1);
}

#[test]
fn a_name_that_is_taken_is_refused() {
    let other = AttachmentRole::Other;
    let files = vec![("a".into(), file(b"1"), other), ("b".into(), file(b"2"), other)];
    let draft = draft().after(Edit::Attach { files });
    assert_eq!(draft.after(Edit::RenameFile { row: 0, name: "b".into() }), draft);
}

proptest! {
    #[test]
    fn undoing_everything_leads_back(texts in prop::collection::vec(("[ab]", 0usize..3), 1..20)) {
        let fields = ["/applicant/name", "/contact/mail", "/reason_note"];
        let end = texts.iter().fold(draft(), |d, (text, at)| d.after(set(fields[*at], text)));
        let mut back = end.clone();
        while back.can_undo() {
            back = back.after(Edit::Undo);
        }
        prop_assert_eq!(back.application(), &Application::default());
        while back.can_redo() {
            back = back.after(Edit::Redo);
        }
        prop_assert_eq!(back.application(), end.application());
    }
}
