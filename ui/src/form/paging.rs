//! Long lists, shown a page at a time.

use yew::prelude::*;

use crate::shell::use_shell;
use crate::words;

/// Returns the number of items to show of a long list, `step` at first, and a callback that shows
/// `step` more.
#[hook]
pub fn use_paging(step: usize) -> (UseStateHandle<usize>, Callback<MouseEvent>) {
    let shown = use_state(|| step);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + step))
    };
    (shown, more)
}

/// Properties of [`MoreButton`].
#[derive(Properties, PartialEq)]
pub struct MoreButtonProps {
    /// Number of items that are not shown yet. There is no button for 0.
    pub left: usize,
    /// Called to show more of them.
    pub onclick: Callback<MouseEvent>,
}

/// The button that shows more of a long list.
#[component]
pub fn MoreButton(props: &MoreButtonProps) -> Html {
    let lang = use_shell().lang;
    html! {
        if props.left > 0 {
            <button type="button" class="plain" onclick={props.onclick.clone()}>
                { words::list::more(lang, props.left) }
            </button>
        }
    }
}
