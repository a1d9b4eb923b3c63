//! Locks, so that only one tab at a time works on what is saved: two would overwrite each other.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Something saved that one tab at a time works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The draft.
    Draft,
    /// The session of the review.
    Review,
}

impl Held {
    fn lock(self) -> &'static str {
        match self {
            Self::Draft => "renkei-forms-draft",
            Self::Review => "renkei-review",
        }
    }
}

/// Locks something for this tab until the tab is closed. Returns false if another tab holds it.
/// In a browser without locks it returns true.
pub async fn hold(held: Held) -> bool {
    let Some((locks, request)) = lock_manager() else { return true };
    let answer = Promise::new(&mut |yes, no| {
        let options = js_sys::Object::new();
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&options, &"ifAvailable".into(), &true.into());
        let answer = yes.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            // The function belongs to a promise; calling it cannot fail.
            let _ = answer.call1(&JsValue::NULL, &lock.is_object().into());
            // The lock is held until this promise is settled, which never happens before the tab is closed.
            Promise::new(&mut |_, _| ()).into()
        });
        match request.call3(&locks, &held.lock().into(), &options, &granted) {
            Ok(asked) => wasm_bindgen_futures::spawn_local(async move {
                // A frame inside another site may be refused locks; then it is as if there were none.
                if JsFuture::from(Promise::resolve(&asked)).await.is_err() {
                    let _ = yes.call1(&JsValue::NULL, &JsValue::TRUE);
                }
            }),
            Err(error) => {
                let _ = no.call1(&JsValue::NULL, &error);
            }
        }
    });
    JsFuture::from(answer).await.is_ok_and(|granted| granted.is_truthy())
}

/// `navigator.locks` and its method, read by name: the typed bindings are not stable yet.
fn lock_manager() -> Option<(JsValue, Function)> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
}
