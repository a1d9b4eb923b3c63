//! A field of the form as the pack defines it: label, help, findings and control.

use forms_core::finding::{Lang, Pointer};
use forms_core::pack::{Control, Field};
use yew::prelude::*;

use super::choice::{Choice, Choices, is_side_by_side};
use super::document::DocumentChoice;
use super::government::GovernmentInput;
use super::input::TextInput;
use super::problems::Problems;
use super::provision::ProvisionInput;
use crate::browser::field_id;
use crate::draft::Draft;
use crate::shell::{use_arrival, use_shell};
use crate::words;

/// Properties of [`FormField`].
#[derive(Properties, PartialEq)]
pub struct FormFieldProps {
    /// The pack's definition of the field.
    pub field: &'static Field,
    /// Its place in the application.
    pub place: Pointer,
}

/// Properties of every control.
#[derive(Properties, PartialEq, Clone)]
pub(super) struct ControlProps {
    pub(super) field: &'static Field,
    pub(super) place: Pointer,
    pub(super) id: AttrValue,
    pub(super) text: AttrValue,
    /// The `id`s of the elements that describe it, with spaces between them.
    pub(super) described_by: Option<AttrValue>,
    pub(super) invalid: bool,
    pub(super) required: bool,
}

/// True if a field of the draft must be filled in. The core decides it.
pub(super) fn is_required(field: &Field, place: &Pointer, draft: &Draft) -> bool {
    let base = place.as_str().strip_suffix(field.path.as_str()).unwrap_or_default();
    let record = Pointer::new(base);
    field.required.applies(|path| draft.text(&record.join(path)).into())
}

/// Shows a field.
#[component]
pub fn FormField(props: &FormFieldProps) -> Html {
    let shell = use_shell();
    let FormFieldProps { field, place } = props;
    let id = field_id(place);
    use_arrival(place, &id);
    let findings = shell.shown_at(place);
    let help_id = has_help(field, shell.lang).then(|| format!("{id}-help"));
    let problems_id = (!findings.is_empty()).then(|| format!("{id}-problems"));
    let described: Vec<String> = help_id.iter().chain(&problems_id).cloned().collect();
    let invalid = findings.iter().any(|f| f.severity.stops());
    let required = is_required(field, place, &shell.draft);
    let control = ControlProps {
        field,
        place: place.clone(),
        id: id.clone().into(),
        text: shell.draft.text(place).into(),
        described_by: (!described.is_empty()).then(|| described.join(" ").into()),
        invalid,
        required,
    };
    let label = html! {
        <>
            { field.label.get(shell.lang) }
            if required {
                <span class="mark required">{ words::form::required(shell.lang) }</span>
            } else {
                <span class="mark">{ words::form::optional(shell.lang) }</span>
            }
        </>
    };
    let body = html! {
        <>
            if help_id.is_some() {
                <FieldHelp {field} id={help_id.clone()} />
            }
            <Problems {findings} id={problems_id.map(AttrValue::from)} />
        </>
    };
    let class = classes!("field", invalid.then_some("invalid"));
    if is_group(&field.control) {
        // The description belongs to the group, so that it is read once and not at each choice.
        return html! {
            <fieldset {class} aria-describedby={control.described_by.clone()}>
                <legend>{ label }</legend>
                { body }
                { view(control) }
            </fieldset>
        };
    }
    html! {
        <div {class}>
            <label for={id}>{ label }</label>
            { body }
            { view(control) }
        </div>
    }
}

fn is_group(control: &Control) -> bool {
    match control {
        Control::Choices(_) => true,
        Control::Choice(name) => is_side_by_side(crate::pack::in_use(), name),
        _ => false,
    }
}

fn view(props: ControlProps) -> Html {
    match &props.field.control {
        Control::Choice(_) => html! { <Choice ..props /> },
        Control::Choices(_) => html! { <Choices ..props /> },
        Control::Government => html! { <GovernmentInput ..props /> },
        Control::Attachment => html! { <DocumentChoice ..props /> },
        Control::Provision => html! { <ProvisionInput ..props /> },
        Control::Line | Control::Lines | Control::Date | Control::Code => {
            html! { <TextInput ..props /> }
        }
    }
}

fn has_help(field: &Field, lang: Lang) -> bool {
    [field.help.get(lang), field.mistakes.get(lang), &field.example, &field.source]
        .iter()
        .any(|part| !part.is_empty())
}

/// Properties of [`FieldHelp`].
#[derive(Properties, PartialEq)]
pub struct FieldHelpProps {
    /// The pack's definition of the field.
    pub field: &'static Field,
    /// The `id` that the field names as its description.
    #[prop_or_default]
    pub id: Option<String>,
    /// True to show mistakes and source at once instead of under a button.
    #[prop_or_default]
    pub open: bool,
}

/// Shows the help of a field: what to enter, an example, common mistakes and the source.
#[component]
pub fn FieldHelp(props: &FieldHelpProps) -> Html {
    let lang = use_shell().lang;
    let field = props.field;
    let (help, mistakes) = (field.help.get(lang), field.mistakes.get(lang));
    let more = html! {
        <>
            if !mistakes.is_empty() {
                <p><span class="lead">{ words::form::mistakes(lang) }</span>{ mistakes }</p>
            }
            if !field.source.is_empty() {
                <p><span class="lead">{ words::form::source(lang) }</span>{ &field.source }</p>
            }
        </>
    };
    let has_more = !mistakes.is_empty() || !field.source.is_empty();
    html! {
        <div class="help">
            <div id={props.id.clone()}>
                if !help.is_empty() { <p>{ help }</p> }
                if !field.example.is_empty() {
                    <p><span class="lead">{ words::form::example(lang) }</span>{ &field.example }</p>
                }
            </div>
            if has_more && props.open {
                { more.clone() }
            } else if has_more {
                <details>
                    <summary>
                        if mistakes.is_empty() { { words::form::more_source(lang) } } else { { words::form::more(lang) } }
                    </summary>
                    { more.clone() }
                </details>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::application::Application;
    use forms_core::check::{Checker, NO_TEXTS};
    use forms_core::finding::Code;
    use forms_core::pack::Pack;
    use jiff::civil::date;

    use super::*;
    use crate::draft::{DraftState, Edit, Files};

    #[test]
    fn what_is_required_follows_from_what_is_entered() {
        let draft = Draft::open(DraftState::new(Application::default(), Files::new()));
        let needs = |draft: &Draft, place: &str| {
            let place = Pointer::new(place);
            is_required(Pack::standard().field_at(&place).unwrap(), &place, draft)
        };
        assert!(!needs(&draft, "/reasons") && needs(&draft, "/applicant/code"));
        let set = |draft: &Draft, place: &str, text: &str| {
            draft.after(Edit::Set { field: Pointer::new(place), text: text.into() })
        };
        assert!(needs(&set(&draft, "/kind", "change"), "/reasons"));
        let draft = draft.after(Edit::AddRow { list: Pointer::new("/delegations") });
        assert!(needs(&draft, "/delegations/0/procedure"));
        assert!(!needs(
            &set(&draft, "/delegations/0/information", "15"),
            "/delegations/0/procedure"
        ));
    }

    #[test]
    fn the_form_marks_as_required_exactly_what_frm_001_asks_for() {
        let list = Pointer::new("/delegations");
        let (procedure, information) =
            (list.index(0).key("procedure"), list.index(0).key("information"));
        let pack = Pack::standard();
        let checker = Checker::new(pack, date(2019, 5, 20));
        let field = pack.field_at(&procedure).unwrap();
        let draft = Draft::open(DraftState::new(Application::default(), Files::new()))
            .after(Edit::AddRow { list });
        for (text, required) in [
            ("", true),
            (" \t", true),
            ("\u{3000}", true),
            ("\u{a0}\u{2003}", true),
            ("\u{200b}", false),
            ("\u{feff}", false),
            ("\u{3000}15", false),
        ] {
            let edit = Edit::Set { field: information.clone(), text: text.into() };
            let draft = draft.after(edit);
            let findings = checker.draft(draft.application(), &[], &NO_TEXTS);
            let asked = findings
                .iter()
                .any(|f| f.code == Code::Frm001 && f.location.pointer.as_ref() == Some(&procedure));
            assert_eq!(asked, required, "FRM-001 with {text:?}");
            assert_eq!(is_required(field, &procedure, &draft), required, "the form with {text:?}");
        }
    }
}
