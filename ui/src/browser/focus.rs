//! The `id`s of the elements of fields, and moving the focus to them.

use forms_core::finding::Pointer;
use wasm_bindgen::JsCast as _;
use web_sys::{FocusOptions, HtmlElement, ScrollBehavior, ScrollToOptions};

/// Returns the `id` of the element of a field, row or list.
#[must_use]
pub fn field_id(place: &Pointer) -> String {
    format!("at{}", place.as_str().replace('/', "-"))
}

fn element(id: &str) -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the element with an id and scrolls to it. Returns false if there is none.
pub fn focus(id: &str) -> bool {
    let Some(element) = element(id) else { return false };
    element.scroll_into_view();
    element.focus().is_ok()
}

/// Scrolls to the top, as on a fresh page, and moves the focus to the element with an id.
pub fn begin_at(id: &str) {
    let (Some(window), Some(element)) = (web_sys::window(), element(id)) else { return };
    let top = ScrollToOptions::new();
    top.set_top(0.0);
    top.set_behavior(ScrollBehavior::Instant);
    window.scroll_to_with_scroll_to_options(&top);
    let stay = FocusOptions::new();
    stay.set_prevent_scroll(true);
    let _ = element.focus_with_options(&stay);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_without_separators() {
        let id = |p: &str| field_id(&Pointer::new(p));
        assert_eq!(id("/delegations/3/bases/0/citation"), "at-delegations-3-bases-0-citation");
        assert_ne!(id("/delegations/1/name"), id("/delegations/11/name"));
    }
}
