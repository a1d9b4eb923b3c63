//! Progress of work and notes on what was dropped.

use yew::prelude::*;

/// Properties of [`ProgressBar`].
#[derive(Properties, PartialEq)]
pub struct ProgressBarProps {
    /// Bytes so far.
    pub done: u64,
    /// Bytes in all; 0 while nobody knows.
    pub total: u64,
}

/// A progress bar. Its label is the element around it.
#[component]
pub fn ProgressBar(props: &ProgressBarProps) -> Html {
    let max = props.total.max(1).to_string();
    html! { <progress {max} value={props.done.to_string()} /> }
}

/// Properties of [`Notes`].
#[derive(Properties, PartialEq)]
pub struct NotesProps {
    /// Sentences, each an item of a list.
    pub notes: Vec<String>,
}

/// Notes on the files that were dropped last. Screen readers read them when they change.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    html! {
        <div role="status">
            if !props.notes.is_empty() {
                <ul class="notes">{ for props.notes.iter().map(|n| html! { <li>{ n }</li> }) }</ul>
            }
        </div>
    }
}
