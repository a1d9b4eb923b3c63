//! The site, as the content script tells of it: its messages and the port they come through.
//! `extension/static/content.js` is the other end and documents the messages.

mod channel;
mod state;

use forms_core::pack::{Pack, Screen};
use serde::{Deserialize, Serialize};

use channel::Channel;
pub(crate) use channel::{is_remembered, remember};
pub(crate) use state::{Site, use_site};

/// A message to the content script.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ToSite {
    /// The screens to recognise.
    Screens { screens: Vec<KnownScreen> },
    /// Puts values into fields.
    Fill { request: u32, values: Vec<FieldValue> },
    /// Undoes filling and attaching.
    Undo { request: u32 },
    /// Puts the file that comes with this message into a file field.
    Attach { request: u32, selector: String },
    /// Closes the panel.
    Close,
}

/// The part of a pack's screen that the content script needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct KnownScreen {
    id: String,
    recognise: String,
    package_slot: String,
    fields: Vec<String>,
}

impl From<&Screen> for KnownScreen {
    fn from(screen: &Screen) -> Self {
        Self {
            id: screen.id.clone(),
            recognise: screen.recognise.clone(),
            package_slot: screen.package_slot.clone(),
            fields: screen.fields.iter().map(|f| f.selector.clone()).collect(),
        }
    }
}

impl ToSite {
    /// Returns the screens of a pack.
    pub(crate) fn screens_of(pack: &Pack) -> Self {
        Self::Screens { screens: pack.site.screens.iter().map(KnownScreen::from).collect() }
    }
}

/// A value for a field; a choice is found by its value or by its label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FieldValue {
    pub(crate) selector: String,
    pub(crate) value: String,
    pub(crate) label: Option<String>,
}

/// A message of the content script.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum FromSite {
    /// The state of the page changed.
    Screen(PageState),
    /// The focus moved to a field; `None` if it is none of the screen's.
    Focus { selector: Option<String> },
    /// Fields were filled.
    Filled {
        request: u32,
        filled: Vec<String>,
        /// Those of the filled in which the site has made another text of the value.
        rewritten: Vec<Rewritten>,
        refused: Vec<Refusal>,
    },
    /// Filling was undone.
    Undone { request: u32, restored: Vec<String>, refused: Vec<Refusal> },
    /// The file was attached.
    Attached { request: u32, name: String, bytes: u64 },
    /// The file was not attached.
    Refused { request: u32, problem: Problem },
}

/// The state of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct PageState {
    /// The screen's id in the pack, or `None` if the pack has no such screen.
    pub(crate) id: Option<String>,
    /// The site's origin.
    pub(crate) origin: String,
    /// The selectors of the fields on the page.
    pub(crate) fields: Vec<String>,
    /// The name of the file in the package's field.
    pub(crate) file: Option<String>,
}

/// The text that a field holds after the site has rewritten the value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Rewritten {
    pub(crate) selector: String,
    pub(crate) value: String,
}

/// A field that was left unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) selector: String,
    pub(crate) problem: Problem,
}

/// Why a field was left unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Problem {
    /// There is no such field.
    Missing,
    /// It is disabled or read-only.
    Locked,
    /// It does not accept the value.
    Kind,
    /// It has no such option.
    Option,
    /// The value is longer than the field accepts.
    TooLong,
    /// It was changed since it was filled.
    Edited,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_look_as_the_content_script_expects() {
        let json = |message: &ToSite| serde_json::to_value(message).expect("JSON");
        let screens = json(&ToSite::screens_of(Pack::standard()));
        assert_eq!(screens["type"], "screens");
        let apply = &screens["screens"][0];
        assert_eq!(apply["recognise"], "form#workflow-application");
        assert_eq!(apply["fields"][0], "[name=applicant_code]");
        let fill = json(&ToSite::Fill {
            request: 1,
            values: vec![FieldValue {
                selector: "[name=kind]".into(),
                value: "change".into(),
                label: None,
            }],
        });
        assert_eq!(fill["values"][0]["value"], "change");
        assert_eq!(json(&ToSite::Close), serde_json::json!({"type": "close"}));
    }

    #[test]
    fn what_the_content_script_says_is_read() {
        let read = |text: &str| serde_json::from_str::<FromSite>(text);
        let seen = read(
            r#"{"type":"screen","id":null,"origin":"https://a.example","fields":[],"file":null}"#,
        );
        assert!(matches!(seen, Ok(FromSite::Screen(PageState { id: None, .. }))));
        let filled = read(
            r#"{"type":"filled","request":3,"filled":["a"],"rewritten":[{"selector":"a","value":"1"}],"refused":[{"selector":"b","problem":"too_long"}]}"#,
        );
        let Ok(FromSite::Filled { request: 3, rewritten, refused, .. }) = filled else {
            panic!("{filled:?}");
        };
        assert_eq!(rewritten[0].value, "1");
        assert_eq!(refused[0].problem, Problem::TooLong);
        assert!(read(r#"{"type":"unheard_of"}"#).is_err());
    }
}
