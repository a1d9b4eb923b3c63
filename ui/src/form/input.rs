//! Fields of text: one line, several, codes and dates.

use forms_core::pack::Control;
use jiff::civil::Date;
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use super::field::ControlProps;
use crate::draft::Edit;
use crate::shell::{Shell, use_shell};

/// The text that an input, select or text area holds.
pub(super) fn typed(event: &Event) -> Option<String> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<web_sys::HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(select) = target.dyn_ref::<web_sys::HtmlSelectElement>() {
        return Some(select.value());
    }
    target.dyn_ref::<web_sys::HtmlTextAreaElement>().map(web_sys::HtmlTextAreaElement::value)
}

/// Says that a field was left.
pub(super) fn leave<E>(shell: &Shell, props: &ControlProps) -> Callback<E> {
    let (draft, place) = (shell.draft.dispatcher(), props.place.clone());
    Callback::from(move |_| draft.dispatch(Edit::Leave { places: vec![place.clone()] }))
}

/// Writes a field.
pub(super) fn write(shell: &Shell, props: &ControlProps) -> Callback<String> {
    let (draft, field) = (shell.draft.dispatcher(), props.place.clone());
    Callback::from(move |text| draft.dispatch(Edit::Set { field: field.clone(), text }))
}

/// A field of text.
#[component]
pub(super) fn TextInput(props: &ControlProps) -> Html {
    let shell = use_shell();
    let write = write(&shell, props);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(text) = typed(&event) {
            write.emit(text);
        }
    });
    let onblur = leave(&shell, props);
    let invalid = props.invalid.then_some("true");
    if props.field.control == Control::Lines {
        return html! {
            <textarea id={props.id.clone()} rows="3" value={props.text.clone()} {oninput} {onblur}
                aria-describedby={props.described_by.clone()} aria-invalid={invalid} />
        };
    }
    // A date field of the browser shows nothing for what is no date, and so would hide what a
    // person typed or a file holds: such a text is shown as text.
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
