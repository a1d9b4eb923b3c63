//! Names for the elements of fields, and moving the focus to them.

use forms_core::finding::Pointer;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

/// The `id` of the element of a field, row or list.
#[must_use]
pub fn field_id(place: &Pointer) -> String {
    format!("at{}", place.as_str().replace('/', "-"))
}

/// Moves the focus to the element with an id and brings it into view. Returns whether it is there.
pub fn focus(id: &str) -> bool {
    let element = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(id))
        .and_then(|e| e.dyn_into::<HtmlElement>().ok());
    match element {
        Some(element) => {
            element.scroll_into_view();
            element.focus().is_ok()
        }
        None => false,
    }
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
