//! The pack's help for the field in focus, and the draft's value for it.

use forms_core::finding::Pointer;
use ui::form::{FieldHelp, Problems};
use ui::shell::use_shell;
use ui::words::panel as words;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    /// The place in the application of the field in focus, if it has one.
    pub(crate) place: Option<Pointer>,
}

/// Shows help for the field in focus; announced when it changes.
#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let place = props.place.as_ref();
    let Some((place, field)) = place.and_then(|p| Some((p, ui::pack::in_use().field_at(p)?)))
    else {
        return html! {
            <section class="panel-help" aria-live="polite">
                <h2>{ words::help_title(lang) }</h2>
                <p>{ words::help_none(lang) }</p>
            </section>
        };
    };
    let text = shell.draft.text(place);
    let value = match field.control.choice() {
        Some(choice) => ui::pack::in_use().choice_label(choice, &text, lang).to_owned(),
        None => text,
    };
    html! {
        <section class="panel-help" aria-live="polite">
            <h2>{ field.label.get(lang) }</h2>
            <FieldHelp {field} open=true />
            if shell.draft.revision() > 0 && !value.is_empty() {
                <p><span class="lead">{ words::help_draft_value(lang) }</span>{ value }</p>
            }
            <Problems findings={shell.shown_at(place)} />
        </section>
    }
}
