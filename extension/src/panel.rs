//! The panel as a whole: what the site shows, the draft, and the actions between the two.

use std::rc::Rc;

use forms_core::application::{Application, field_text};
use forms_core::finding::Lang;
use forms_core::pack::{Field, Pack, Screen};
use ui::words::panel as words;
use yew::prelude::*;

use crate::help::Help;
use crate::outcome::{Outcome, OutcomeView};
use crate::site::{Channel, FromSite, Seen, ToSite};
use crate::transfer;

/// The site as far as it has spoken.
#[derive(Debug, Clone, Default, PartialEq)]
struct SiteState {
    /// `None` until the first word.
    seen: Option<Seen>,
    /// The field in focus.
    focus: Option<String>,
    /// What came of the last action.
    outcome: Outcome,
}

enum SiteAction {
    Heard(FromSite),
    Say(String),
}

impl Reducible for SiteState {
    type Action = SiteAction;

    fn reduce(self: Rc<Self>, action: SiteAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            SiteAction::Heard(FromSite::Screen(seen)) => next.seen = Some(seen),
            SiteAction::Heard(FromSite::Focus { selector: Some(selector) }) => {
                next.focus = Some(selector);
            }
            // The person has gone elsewhere on the page, perhaps to come here: the help stays.
            SiteAction::Heard(FromSite::Focus { selector: None }) => {}
            SiteAction::Heard(answer) => {
                let screen = self.screen();
                if let Some(outcome) = screen.and_then(|s| Outcome::from_site(&answer, s, LANG)) {
                    next.outcome = outcome;
                }
            }
            SiteAction::Say(sentence) => next.outcome = Outcome::of(sentence),
        }
        Rc::new(next)
    }
}

impl SiteState {
    /// The screen of the pack that is open.
    fn screen(&self) -> Option<&'static Screen> {
        let id = self.seen.as_ref()?.id.as_deref()?;
        Pack::standard().site.screens.iter().find(|s| s.id == id)
    }

    /// The field of the form that is in focus.
    fn field(&self) -> Option<&'static Field> {
        transfer::field_of(Pack::standard(), self.screen()?, self.focus.as_deref()?)
    }
}

/// The site is Japanese, and so is its help.
const LANG: Lang = Lang::Ja;

/// The panel.
#[component]
pub(crate) fn Panel() -> Html {
    let site = use_reducer(SiteState::default);
    let channel = use_state(|| None::<Channel>);
    let application = use_state(|| None::<Rc<Application>>);
    {
        let (site, channel) = (site.dispatcher(), channel.setter());
        use_effect_with((), move |()| {
            wasm_bindgen_futures::spawn_local(async move {
                let heard = site.clone();
                match Channel::open(move |m| heard.dispatch(SiteAction::Heard(m))).await {
                    Ok(open) => {
                        open.send(&ToSite::screens_of(Pack::standard()));
                        channel.set(Some(open));
                    }
                    Err(_) => site.dispatch(SiteAction::Say(words::no_site(LANG).to_owned())),
                }
            });
        });
    }

    let close = say(&channel, || ToSite::Close);
    let field = site.field();
    let value = application
        .as_ref()
        .zip(field)
        .and_then(|(application, field)| field_text(application.as_ref(), &field.path));
    html! {
        <main>
            <header>
                <h1>{ words::title(LANG) }</h1>
                <button type="button" onclick={close}>{ words::close_key(LANG) }</button>
            </header>
            <p class="screen">{ screen_sentence(&site) }</p>
            <Help lang={LANG} {field} {value} />
            <OutcomeView lang={LANG} outcome={site.outcome.clone()} />
        </main>
    }
}

fn say(channel: &UseStateHandle<Option<Channel>>, message: fn() -> ToSite) -> Callback<MouseEvent> {
    let channel = (**channel).clone();
    Callback::from(move |_| {
        if let Some(channel) = &channel {
            channel.send(&message());
        }
    })
}

fn screen_sentence(site: &SiteState) -> String {
    match (&site.seen, site.screen()) {
        (None, _) => words::looking(LANG).to_owned(),
        (Some(_), Some(screen)) => words::recognised(LANG, screen.title.get(LANG)),
        (Some(_), None) => words::not_recognised(LANG).to_owned(),
    }
}
