//! Fields of text: one line, several, codes and dates.

use forms_core::pack::Control;
use jiff::civil::Date;
use yew::prelude::*;

use super::field::ControlProps;
use crate::browser::input_value;
use crate::draft::Edit;
use crate::shell::{Shell, use_shell};

/// Returns a callback that records that the person left the field.
pub(super) fn leave<E>(shell: &Shell, props: &ControlProps) -> Callback<E> {
    let (draft, place) = (shell.draft.dispatcher(), props.place.clone());
    Callback::from(move |_| draft.dispatch(Edit::Leave { places: vec![place.clone()] }))
}

/// Returns a callback that writes a text into the field of the draft.
pub(super) fn write(shell: &Shell, props: &ControlProps) -> Callback<String> {
    let (draft, field) = (shell.draft.dispatcher(), props.place.clone());
    Callback::from(move |text| draft.dispatch(Edit::Set { field: field.clone(), text }))
}

/// Returns a callback that writes the value of the element that sent the event.
pub(super) fn write_value<E: AsRef<Event>>(shell: &Shell, props: &ControlProps) -> Callback<E> {
    let write = write(shell, props);
    Callback::from(move |event: E| {
        if let Some(text) = input_value(event.as_ref()) {
            write.emit(text);
        }
    })
}

/// Shows a field of text, a date or a code.
#[component]
pub(super) fn TextInput(props: &ControlProps) -> Html {
    let shell = use_shell();
    let oninput = write_value::<InputEvent>(&shell, props);
    let onblur = leave(&shell, props);
    let invalid = props.invalid.then_some("true");
    if props.field.control == Control::Lines {
        return html! {
            <textarea id={props.id.clone()} rows="3" value={props.text.clone()} {oninput} {onblur}
                aria-describedby={props.described_by.clone()} aria-invalid={invalid} />
        };
    }
    // A date field of the browser is empty for any other text, and so would hide what a person typed
    // or a file holds: such a text is shown in a text field.
    let is_date = props.field.control == Control::Date
        && (props.text.is_empty() || props.text.parse::<Date>().is_ok());
    let kind = if is_date { "date" } else { "text" };
    let class = (props.field.control == Control::Code).then_some("code");
    html! {
        <input id={props.id.clone()} {class} type={kind} value={props.text.clone()} {oninput} {onblur}
            autocomplete="off" spellcheck="false" aria-describedby={props.described_by.clone()}
            aria-invalid={invalid} aria-required={props.required.then_some("true")} />
    }
}
