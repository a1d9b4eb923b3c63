//! The page: the shell without the site. A person fills in an application, builds its package, or
//! checks packages that came in; the core runs in workers.

mod app;
mod check_view;
mod frame;
mod home_view;
mod open_draft;
mod review;
mod route;
mod task_view;

use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the page in the element `app` of its document.
///
/// # Panics
/// In a document without that element, which is not this page's.
#[wasm_bindgen]
pub fn start_page() {
    let root = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id("app"))
        .expect("index.html has the element");
    yew::Renderer::<app::App>::with_root(root).render();
}

/// Starts the core inside a worker.
#[wasm_bindgen]
pub fn start_worker() {
    ui::client::serve();
}
