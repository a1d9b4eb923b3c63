//! The panel that the extension shows inside the site: help for the field in focus, the draft's
//! values into the site's fields, the built package into its file field. It never submits.

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
/// Where the page has no such element: `panel.html` is part of this extension.
#[wasm_bindgen]
pub fn start_panel() {
    let document = web_sys::window().and_then(|w| w.document());
    let root = document.and_then(|d| d.get_element_by_id("app")).expect("panel.html has #app");
    wasm_bindgen_futures::spawn_local(async move {
        ui::pack::restore().await;
        yew::Renderer::<panel::Panel>::with_root(root).render();
    });
}

/// Starts the core in a worker: it answers requests from then on.
#[wasm_bindgen]
pub fn start_worker() {
    ui::client::serve();
}
