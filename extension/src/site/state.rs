//! The state of the site as far as it has told, and the messages to it.

use std::cell::Cell;
use std::rc::Rc;

use forms_core::finding::{Lang, Pointer};
use forms_core::pack::Screen;
use ui::words::panel as words;
use web_sys::File;
use yew::prelude::*;

use super::{Channel, FromSite, PageState, ToSite};
use crate::outcome::Outcome;
use crate::transfer::place_of;

/// The state of the site.
#[derive(Debug, Clone, Default, PartialEq)]
struct Heard {
    lang: Lang,
    /// `None` until the first message.
    seen: Option<PageState>,
    /// The selector of the field in focus.
    focus: Option<String>,
    outcome: Outcome,
    /// True if something was filled or attached and not taken back.
    changed: bool,
}

enum Event {
    Heard(FromSite),
    Said(String),
}

impl Reducible for Heard {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        match event {
            Event::Said(sentence) => next.outcome = Outcome::of(sentence),
            Event::Heard(FromSite::Screen(seen)) => next.seen = Some(seen),
            // The focus is on no field of the screen, perhaps in this panel: the help stays.
            Event::Heard(FromSite::Focus { selector }) => next.focus = selector.or(next.focus),
            Event::Heard(answer) => {
                match &answer {
                    FromSite::Filled { filled, .. } => next.changed |= !filled.is_empty(),
                    FromSite::Attached { .. } => next.changed = true,
                    FromSite::Undone { .. } => next.changed = false,
                    _ => {}
                }
                let screen = self.screen();
                if let Some(outcome) =
                    screen.and_then(|s| Outcome::of_answer(&answer, s, self.lang))
                {
                    next.outcome = outcome;
                }
            }
        }
        Rc::new(next)
    }
}

impl Heard {
    fn screen(&self) -> Option<&'static Screen> {
        let id = self.seen.as_ref()?.id.as_deref()?;
        ui::pack::in_use().site.screens.iter().find(|s| s.id == id)
    }
}

/// The site for the panel's components; cheap to clone.
#[derive(Clone, PartialEq)]
pub(crate) struct Site {
    heard: UseReducerHandle<Heard>,
    channel: Option<Channel>,
    requests: Rc<Cell<u32>>,
}

impl Site {
    /// True if the site has sent a message.
    pub(crate) fn is_known(&self) -> bool {
        self.heard.seen.is_some()
    }

    /// Returns the pack's screen that is open.
    pub(crate) fn screen(&self) -> Option<&'static Screen> {
        self.heard.screen()
    }

    /// Returns the place in the application of the field in focus.
    pub(crate) fn focus(&self) -> Option<&'static Pointer> {
        place_of(self.screen()?, self.heard.focus.as_deref()?)
    }

    /// Returns the outcome of the last action.
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.heard.outcome
    }

    /// Returns the site's origin, such as `https://example.lg.jp`.
    pub(crate) fn origin(&self) -> Option<&str> {
        self.heard.seen.as_ref().map(|seen| seen.origin.as_str())
    }

    /// Returns the name of the file that is in the package's field now.
    pub(crate) fn attached_file(&self) -> Option<&str> {
        self.heard.seen.as_ref()?.file.as_deref()
    }

    /// True if something was filled or attached that can be taken back.
    pub(crate) fn has_changed_the_page(&self) -> bool {
        self.heard.changed
    }

    /// Returns a number for the next request.
    pub(crate) fn next_request(&self) -> u32 {
        self.requests.set(self.requests.get().wrapping_add(1));
        self.requests.get()
    }

    /// Sends a message. No button that sends one is shown before the site has sent its first.
    pub(crate) fn send(&self, message: &ToSite) {
        if let Some(channel) = &self.channel {
            channel.send(message);
        }
    }

    /// Sends a file for one of the site's file fields.
    pub(crate) fn attach(&self, selector: &str, file: &File) {
        if let Some(channel) = &self.channel {
            channel.attach(self.next_request(), selector, file);
        }
    }

    /// Shows a sentence to the person in place of the last outcome.
    pub(crate) fn say(&self, sentence: &str) {
        self.heard.dispatch(Event::Said(sentence.to_owned()));
    }
}

/// Opens the channel to the site and returns its state.
#[hook]
pub(crate) fn use_site(lang: Lang) -> Site {
    let heard = use_reducer(|| Heard { lang, ..Heard::default() });
    let channel = use_state(|| None::<Channel>);
    let requests = use_memo((), |()| Cell::new(0));
    {
        let (heard, channel) = (heard.dispatcher(), channel.setter());
        use_effect_with((), move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                let listen = heard.clone();
                match Channel::open(move |m| listen.dispatch(Event::Heard(m))).await {
                    Ok(open) => {
                        open.send(&ToSite::screens_of(ui::pack::in_use()));
                        channel.set(Some(open));
                    }
                    Err(_) => heard.dispatch(Event::Said(words::no_site(lang).to_owned())),
                }
            });
        });
    }
    Site { heard, channel: (*channel).clone(), requests }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Problem;

    fn after(state: Heard, message: FromSite) -> Heard {
        (*Rc::new(state).reduce(Event::Heard(message))).clone()
    }

    fn on_apply() -> Heard {
        let seen = PageState { id: Some("apply".into()), ..PageState::default() };
        after(Heard::default(), FromSite::Screen(seen))
    }

    #[test]
    fn help_stays_when_the_person_leaves_the_form() {
        let focused = after(on_apply(), FromSite::Focus { selector: Some("[name=mail]".into()) });
        let left = after(focused, FromSite::Focus { selector: None });
        assert_eq!(left.focus.as_deref(), Some("[name=mail]"));
    }

    #[test]
    fn undo_is_there_once_something_was_filled() {
        let filled = |selectors: &[&str]| FromSite::Filled {
            request: 1,
            filled: selectors.iter().map(|&s| s.to_owned()).collect(),
            rewritten: vec![],
            refused: vec![],
        };
        assert!(!after(on_apply(), filled(&[])).changed);
        let changed = after(on_apply(), filled(&["[name=mail]"]));
        assert!(changed.changed);
        let undone = FromSite::Undone { request: 2, restored: vec![], refused: vec![] };
        assert!(!after(changed, undone).changed);
    }

    #[test]
    fn an_unknown_screen_is_none_of_the_packs() {
        let seen = PageState { id: Some("elsewhere".into()), ..PageState::default() };
        let state = after(Heard::default(), FromSite::Screen(seen));
        assert!(state.seen.is_some() && state.screen().is_none());
        let refused = FromSite::Refused { request: 1, problem: Problem::Missing };
        assert_eq!(after(state, refused).outcome, Outcome::default());
    }
}
