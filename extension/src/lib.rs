//! The panel that the extension shows inside the site. It shows help for the field in focus, fills fields
//! from the draft and attaches the built package. It never submits.

mod actions;
mod help;
mod outcome;
mod panel;
mod remember;
mod site;
mod transfer;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the panel in the element `#app` of its page.
///
/// # Panics
/// If the page has no such element, which `panel.html` of this extension has.
#[wasm_bindgen]
pub fn start_panel() {
    let document = web_sys::window().and_then(|w| w.document());
    let root = document.and_then(|d| d.get_element_by_id("app")).expect("panel.html has #app");
    wasm_bindgen_futures::spawn_local(async move {
        ui::pack::restore().await;
        yew::Renderer::<panel::Panel>::with_root(root).render();
    });
}

/// Starts the core in a worker, which then answers requests.
#[wasm_bindgen]
pub fn start_worker() {
    ui::client::serve();
}
