//! The message port to the content script, which `site-channel.js` receives.

use std::rc::Rc;

use js_sys::{JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, MessageEvent, MessagePort};

use super::{FromSite, ToSite};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = channel, js_namespace = renkeiSite)]
    static CHANNEL: Promise;

    #[wasm_bindgen(catch, js_name = remember, js_namespace = renkeiSite)]
    fn ask_to_remember(origin: &str) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_name = isRemembered, js_namespace = renkeiSite)]
    fn ask_is_remembered(origin: &str) -> Result<Promise, JsValue>;
}

/// An open channel, cheap to clone.
#[derive(Clone)]
pub(crate) struct Channel {
    port: MessagePort,
    _handler: Rc<Closure<dyn Fn(MessageEvent)>>,
}

impl PartialEq for Channel {
    fn eq(&self, other: &Self) -> bool {
        self.port == other.port
    }
}

impl Channel {
    /// Waits for the content script and calls the listener with its messages.
    pub(crate) async fn open(listen: impl Fn(FromSite) + 'static) -> Result<Self, JsValue> {
        let port: MessagePort = JsFuture::from(CHANNEL.with(Clone::clone)).await?.dyn_into()?;
        let handler = Rc::new(Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = JSON::stringify(&event.data()).ok().and_then(|text| text.as_string());
            // A message of another version's content script is ignored, as the page is reloaded then.
            if let Some(message) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                listen(message);
            }
        }));
        // Setting the handler also starts the port.
        port.set_onmessage(Some(handler.as_ref().as_ref().unchecked_ref()));
        Ok(Self { port, _handler: handler })
    }

    /// Sends a message.
    pub(crate) fn send(&self, message: &ToSite) {
        if let Some(message) = plain(message) {
            // It fails only for data that cannot be cloned, and this is plain data.
            let _ = self.port.post_message(&message);
        }
    }

    /// Sends a file for a file field, as a handle and not as a copy of its bytes.
    pub(crate) fn attach(&self, request: u32, selector: &str, file: &File) {
        let message = ToSite::Attach { request, selector: selector.to_owned() };
        if let Some(message) = plain(&message)
            && Reflect::set(&message, &"file".into(), file).is_ok()
        {
            let _ = self.port.post_message(&message);
        }
    }
}

fn plain(message: &ToSite) -> Option<JsValue> {
    JSON::parse(&serde_json::to_string(message).ok()?).ok()
}

/// Asks the person to let the extension start by itself on a site; resolves to true if they did. The
/// question is asked during this call, not when the future is awaited.
pub(crate) fn remember(origin: &str) -> impl Future<Output = bool> + use<> {
    settle(ask_to_remember(origin))
}

/// Resolves to true if the extension may start by itself on a site.
pub(crate) async fn is_remembered(origin: &str) -> bool {
    settle(ask_is_remembered(origin)).await
}

async fn settle(promise: Result<Promise, JsValue>) -> bool {
    match promise {
        Ok(promise) => JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy()),
        Err(_) => false,
    }
}
