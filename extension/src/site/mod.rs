//! The site as the panel knows it: the messages that go to and come from the content script, and
//! the port they travel on. `extension/static/content.js` is the other end and describes them.

mod channel;
mod state;

use forms_core::pack::{Pack, Screen};
use serde::{Deserialize, Serialize};

use channel::Channel;
pub(crate) use channel::{is_remembered, remember};
pub(crate) use state::{Site, use_site};

/// What the panel says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ToSite {
    /// Which screens there are to recognise.
    Screens { screens: Vec<KnownScreen> },
    /// Puts values into fields.
    Fill { request: u32, values: Vec<FieldValue> },
    /// Takes back what was filled and attached.
    Undo { request: u32 },
    /// Puts the file that travels beside this message into a file field.
    Attach { request: u32, selector: String },
    /// Closes the panel.
    Close,
}

/// What the content script needs to know of a screen.
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
    /// The screens of a pack.
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

/// What the content script says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum FromSite {
    /// What is on the page now.
    Screen(Seen),
    /// The field in focus, if it is one of the screen's.
    Focus { selector: Option<String> },
    /// Fields were filled.
    Filled { request: u32, filled: Vec<String>, refused: Vec<Refusal> },
    /// What was filled has been taken back.
    Undone { request: u32, restored: Vec<String>, refused: Vec<Refusal> },
    /// The file is in its field.
    Attached { request: u32, name: String, bytes: u64 },
    /// The file is not.
    Refused { request: u32, problem: Problem },
}

/// What is on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Seen {
    /// The screen, by its name in the pack; `None` where the pack has no such screen.
    pub(crate) id: Option<String>,
    /// The site.
    pub(crate) origin: String,
    /// The selectors of the fields that are there.
    pub(crate) fields: Vec<String>,
    /// The name of the file in the package's field.
    pub(crate) file: Option<String>,
}

/// A field that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) selector: String,
    pub(crate) problem: Problem,
}

/// Why a field was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Problem {
    /// There is no such field.
    Missing,
    /// It is disabled or read-only.
    Locked,
    /// It takes no such value.
    Kind,
    /// It has no such choice.
    Option,
    /// It takes fewer characters.
    TooLong,
    /// Someone has changed it since.
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
        assert!(matches!(seen, Ok(FromSite::Screen(Seen { id: None, .. }))));
        let filled = read(
            r#"{"type":"filled","request":3,"filled":["a"],"refused":[{"selector":"b","problem":"too_long"}]}"#,
        );
        let Ok(FromSite::Filled { request: 3, refused, .. }) = filled else {
            panic!("{filled:?}");
        };
        assert_eq!(refused[0].problem, Problem::TooLong);
        assert!(read(r#"{"type":"unheard_of"}"#).is_err());
    }
}
