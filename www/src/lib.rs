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

/// Where the page itself stops, nothing in it answers any more: say so, outside of what stopped.
fn say_when_stopped() {
    yew::set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        let document = web_sys::window().and_then(|w| w.document());
        if let Some(notice) = document.and_then(|d| d.get_element_by_id("page-stopped")) {
            // Removing an attribute of a plain element is never refused.
            let _ = notice.remove_attribute("hidden");
        }
    }));
}

/// Starts the page in the element `app` of its document.
///
/// # Panics
/// In a document without that element, which is not this page's.
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
