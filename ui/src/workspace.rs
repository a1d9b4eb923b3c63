//! The state that page and panel share: draft, check, autosave and context.

use forms_core::application::Application;
use forms_core::finding::{Lang, Pointer};
use yew::prelude::*;

use crate::client::Client;
use crate::draft::{Draft, DraftState, Files};
use crate::shell::Shell;
use crate::{SaveState, use_autosave, use_live_check};

/// The context of the components, and the state that is shown around them.
#[derive(Clone, PartialEq)]
pub struct Workspace {
    /// The context for the components.
    pub shell: Shell,
    /// Whether the draft is saved.
    pub save: SaveState,
    /// The last announcement to screen readers.
    pub announcement: String,
}

/// Returns the draft with its check and autosave. `on_go` is called when the person goes to a place, so
/// that the shell can open the view that shows it.
#[hook]
pub fn use_workspace(client: Client, lang: Lang, on_go: Callback<Pointer>) -> Workspace {
    let draft = use_reducer(|| Draft::open(DraftState::new(Application::default(), Files::new())));
    let live = use_live_check(&client, &draft);
    let save = use_autosave(&draft);
    let target = use_state(|| None::<Pointer>);
    let announcement = use_state(String::new);
    let go_to = {
        let target = target.clone();
        Callback::from(move |place: Pointer| {
            target.set(Some(place.clone()));
            on_go.emit(place);
        })
    };
    let arrived = {
        let target = target.clone();
        Callback::from(move |()| target.set(None))
    };
    let announce = {
        let announcement = announcement.clone();
        Callback::from(move |said| announcement.set(said))
    };
    let shell = Shell {
        lang,
        client,
        draft,
        findings: live.findings,
        checked: live.done,
        check_failure: live.failure,
        target: (*target).clone(),
        go_to,
        arrived,
        announce,
    };
    Workspace { shell, save, announcement: (*announcement).clone() }
}
