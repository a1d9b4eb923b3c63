//! The view that the address names after `#`: links, bookmarks and the back button work from `file://`
//! too.

use gloo::events::EventListener;
use yew::prelude::*;

/// A view of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Route {
    /// The first view, with the task list if there is a draft.
    Home,
    /// A task of the pack.
    Task(String),
    /// The whole application on one page.
    Check,
    /// Building the package.
    Build,
    /// Carrying over the registrations.
    Carry,
    /// Checking packages that came in.
    Review,
}

impl Route {
    /// Returns the view that an address names; [`Self::Home`] if it is unknown.
    pub(crate) fn parse(hash: &str) -> Self {
        let steps: Vec<&str> =
            hash.trim_start_matches('#').split('/').filter(|s| !s.is_empty()).collect();
        match steps[..] {
            ["task", id] => Self::Task(id.to_owned()),
            ["check"] => Self::Check,
            ["build"] => Self::Build,
            ["carry"] => Self::Carry,
            ["review"] => Self::Review,
            _ => Self::Home,
        }
    }

    /// Returns the address.
    pub(crate) fn hash(&self) -> String {
        match self {
            Self::Home => "#/".to_owned(),
            Self::Task(id) => format!("#/task/{id}"),
            Self::Check => "#/check".to_owned(),
            Self::Build => "#/build".to_owned(),
            Self::Carry => "#/carry".to_owned(),
            Self::Review => "#/review".to_owned(),
        }
    }

    /// Returns the view that the address names now.
    pub(crate) fn now() -> Self {
        let hash = web_sys::window().and_then(|w| w.location().hash().ok());
        Self::parse(&hash.unwrap_or_default())
    }

    /// Goes to the view.
    pub(crate) fn go(&self) {
        if let Some(window) = web_sys::window() {
            // An address that differs only after `#` is never refused.
            let _ = window.location().set_hash(&self.hash());
        }
    }
}

/// Returns the view that the address names, and draws anew when it changes.
#[hook]
pub(crate) fn use_route() -> Route {
    let route = use_state_eq(Route::now);
    {
        let route = route.clone();
        use_effect_with((), move |()| {
            let window = web_sys::window();
            let listener = window.map(|window| {
                EventListener::new(&window, "hashchange", move |_| route.set(Route::now()))
            });
            move || drop(listener)
        });
    }
    (*route).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_read_back_and_unknown_ones_lead_home() {
        let task = Route::Task("applicant".into());
        for route in [Route::Home, task, Route::Check, Route::Build, Route::Carry, Route::Review] {
            assert_eq!(Route::parse(&route.hash()), route);
        }
        for hash in ["", "#", "#/nowhere", "#/task", "#/task/a/b"] {
            assert_eq!(Route::parse(hash), Route::Home, "{hash}");
        }
    }
}
