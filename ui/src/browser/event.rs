//! Values of form elements, read from the event that they sent.

use wasm_bindgen::JsCast as _;
use web_sys::{
    Event, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, InputEvent, KeyboardEvent,
};

/// The key code of every key that an input method takes.
const TAKEN_BY_INPUT_METHOD: u32 = 229;

/// Returns whether a key or a change of text belongs to an input method that is still composing: its
/// keys choose among its own candidates, and its text is not what will stand there.
#[must_use]
pub fn is_composing(event: &Event) -> bool {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        return key.is_composing() || key.key_code() == TAKEN_BY_INPUT_METHOD;
    }
    event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing)
}

/// Returns the text of the input, select or text area that sent the event, or `None` for another
/// element.
#[must_use]
pub fn input_value(event: &Event) -> Option<String> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some(input.value());
    }
    if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        return Some(select.value());
    }
    target.dyn_ref::<HtmlTextAreaElement>().map(HtmlTextAreaElement::value)
}

/// Returns whether the checkbox that sent the event is ticked, or `None` for another element.
#[must_use]
pub fn is_checked(event: &Event) -> Option<bool> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Some(input.checked())
}

/// Empties the input that sent the event.
pub(crate) fn clear_input(event: &Event) {
    if let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value("");
    }
}
