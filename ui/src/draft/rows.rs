//! Rows of the form's lists: an empty row, and the summary of a row.

use forms_core::application::{
    Assessment, Attachment, Delegation, Entered, LegalBasis, ProcedureUse,
};
use forms_core::finding::{Lang, Pointer};
use forms_core::pack::{Control, Field};
use forms_core::text::{Day, is_blank};
use serde_json::Value;

use super::Draft;

/// Returns the row to add to a list of an application for the release `release`, or `None` if the
/// pointer names no list.
pub(super) fn blank_row(list: &Pointer, release: &Entered<Day>) -> Option<Value> {
    let steps: Vec<String> = list.steps().collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let value = match steps[..] {
        ["procedures"] => serde_json::to_value(ProcedureUse::default()),
        // A delegation most likely begins with the release that it is filed for.
        ["delegations"] => {
            serde_json::to_value(Delegation { start: release.clone(), ..Delegation::default() })
        }
        ["delegations", _, "bases"] => serde_json::to_value(LegalBasis::default()),
        ["assessments"] => serde_json::to_value(Assessment::default()),
        ["attachments"] => serde_json::to_value(Attachment::default()),
        _ => return None,
    };
    value.ok()
}

/// The summary of a row in a line: its texts, and its choices as tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowSummary {
    /// The title; empty for a row without texts.
    pub title: String,
    /// Codes and other texts.
    pub details: Vec<String>,
    /// The labels of its choices.
    pub tags: Vec<String>,
}

/// Returns the summary of the row at a pointer. The title is the field called `name` or `title` if
/// there is one, else the first text.
#[must_use]
pub fn row_summary(draft: &Draft, row: &Pointer, fields: &[Field], lang: Lang) -> RowSummary {
    let pack = crate::pack::in_use();
    let text_of = |field: &Field| draft.text(&row.join(&field.path));
    let tags = fields.iter().filter_map(|field| match &field.control {
        Control::Choice(choice) => {
            Some(pack.choice_label(choice, &text_of(field), lang).to_owned())
        }
        _ => None,
    });
    let is_text =
        |f: &&Field| matches!(f.control, Control::Line | Control::Code | Control::Government);
    let mut texts: Vec<(&Field, String)> = fields
        .iter()
        .filter(is_text)
        .map(|f| (f, text_of(f)))
        .filter(|(_, text)| !is_blank(text))
        .collect();
    let named = |f: &Field| matches!(f.path.as_str(), "/name" | "/title");
    let at = texts.iter().position(|(f, _)| named(f)).unwrap_or(0);
    let title = if texts.is_empty() { String::new() } else { texts.remove(at).1 };
    RowSummary {
        title,
        details: texts.into_iter().map(|(_, text)| text).collect(),
        tags: tags.collect(),
    }
}

#[cfg(test)]
mod tests {
    use forms_core::application::Application;
    use forms_core::pack::Pack;

    use super::super::{DraftState, Files};
    use super::*;

    #[test]
    fn every_list_of_the_pack_has_rows() {
        let blank_row = |list: &Pointer| blank_row(list, &Entered::default());
        for list in &Pack::standard().lists {
            assert!(blank_row(&list.path).is_some(), "{}", list.id);
            if let Some(sub) = &list.rows {
                assert!(blank_row(&list.path.index(0).join(&sub.path)).is_some(), "{}", sub.id);
            }
        }
        assert!(blank_row(&Pointer::new("/applicant")).is_none());
    }

    #[test]
    fn a_row_is_called_by_its_name() {
        let mut row = Delegation { name: "児童手当".into(), ..Default::default() };
        row.procedure = "JT01010000000214".into();
        let app = Application { delegations: vec![row], ..Default::default() };
        let draft = Draft::open(DraftState::new(app, Files::new()));
        let fields = &Pack::standard().lists[1].fields;
        let summary = row_summary(&draft, &Pointer::new("/delegations/0"), fields, Lang::Ja);
        assert_eq!(summary.title, "児童手当");
        assert_eq!(summary.details, ["JT01010000000214"]);
        assert!(summary.tags.contains(&"委任".to_owned()));
        let gone = row_summary(&draft, &Pointer::new("/delegations/9"), fields, Lang::Ja);
        assert_eq!(gone.title, "");
    }
}
