//! The button that lets the extension start by itself on a site, which needs the person's permission.

use forms_core::finding::Lang;
use ui::words::panel as words;
use yew::prelude::*;

use crate::site::{is_remembered, remember};

#[derive(Properties, PartialEq)]
pub(crate) struct RememberProps {
    pub(crate) lang: Lang,
    /// The site.
    pub(crate) origin: String,
}

/// Shows the button that asks for the permission, or a note that it was given.
#[component]
pub(crate) fn Remember(props: &RememberProps) -> Html {
    let given = use_state(|| None::<bool>);
    {
        let given = given.clone();
        use_effect_with(props.origin.clone(), move |origin| {
            let origin = origin.clone();
            wasm_bindgen_futures::spawn_local(async move {
                given.set(Some(is_remembered(&origin).await));
            });
        });
    }
    let ask = {
        let (given, origin) = (given.clone(), props.origin.clone());
        Callback::from(move |_: MouseEvent| {
            // Called at once, within the click: the browser asks only during one.
            let answer = remember(&origin);
            let given = given.clone();
            wasm_bindgen_futures::spawn_local(async move { given.set(Some(answer.await)) });
        })
    };
    match *given {
        None => html! {},
        Some(true) => html! { <p class="note">{ words::remembered(props.lang) }</p> },
        Some(false) => html! {
            <button type="button" class="plain" onclick={ask}>{ words::remember(props.lang) }</button>
        },
    }
}
