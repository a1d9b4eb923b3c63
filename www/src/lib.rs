//! The page: the shell without the site. A person fills in an application, builds its package, or
//! checks packages that came in; the core runs in workers.

mod app;
mod carry;
mod check_view;
mod frame;
mod home_view;
mod open_draft;
mod review;
mod route;
mod task_view;

use wasm_bindgen::prelude::wasm_bindgen;

/// Shows, outside of the app, that the page has stopped: after a panic nothing in the app reacts.
fn say_when_stopped() {
    yew::set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        let document = web_sys::window().and_then(|w| w.document());
        if let Some(notice) = document.and_then(|d| d.get_element_by_id("page-stopped")) {
            // Removing an attribute cannot fail.
            let _ = notice.remove_attribute("hidden");
        }
    }));
}

/// Starts the page in the element `app` of its document.
///
/// # Panics
/// If the document has no such element, which is never this page's.
#[wasm_bindgen]
pub fn start_page() {
    say_when_stopped();
    let root = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id("app"))
        .expect("index.html has the element");
    wasm_bindgen_futures::spawn_local(async move {
        ui::pack::restore().await;
        yew::Renderer::<app::App>::with_root(root).render();
    });
}

/// Starts the core inside a worker.
#[wasm_bindgen]
pub fn start_worker() {
    ui::client::serve();
}
