//! The values of the draft for the site's fields.

use forms_core::application::{Application, field_text};
use forms_core::finding::{Lang, Pointer};
use forms_core::pack::{Pack, Screen};

use crate::site::FieldValue;

/// Returns the values of a draft for the fields of a screen, without blank ones.
pub(crate) fn values(pack: &Pack, screen: &Screen, application: &Application) -> Vec<FieldValue> {
    screen
        .fields
        .iter()
        .filter_map(|field| {
            let value = field_text(application, &field.path)?;
            let label = pack
                .field_at(&field.path)
                .and_then(|f| f.control.choice())
                .map(|choice| pack.choice_label(choice, &value, Lang::Ja).to_owned());
            (!value.trim().is_empty()).then(|| FieldValue {
                selector: field.selector.clone(),
                value,
                label,
            })
        })
        .collect()
}

/// Returns the place in the application of a selector of a screen.
pub(crate) fn place_of<'a>(screen: &'a Screen, selector: &str) -> Option<&'a Pointer> {
    screen.fields.iter().find(|f| f.selector == selector).map(|f| &f.path)
}

/// Returns the label of a selector's field.
pub(crate) fn label<'a>(pack: &'a Pack, screen: &Screen, selector: &'a str, lang: Lang) -> &'a str {
    let field = place_of(screen, selector).and_then(|place| pack.field_at(place));
    field.map_or(selector, |field| field.label.get(lang))
}

#[cfg(test)]
mod tests {
    use forms_core::application::Entered;

    use super::*;

    fn application() -> Application {
        let mut application = Application::default();
        application.applicant.code = "131121".parse().map(Entered::of).expect("a code");
        application.contact.department = "総務課".to_owned();
        application.contact.mail = "  ".to_owned();
        application
    }

    fn screen() -> &'static Screen {
        &Pack::standard().site.screens[0]
    }

    #[test]
    fn every_filled_field_of_the_screen_has_its_value() {
        let application = application();
        let values = values(Pack::standard(), screen(), &application);
        let code = values.iter().find(|v| v.selector == "[name=applicant_code]").expect("a code");
        assert_eq!((code.value.as_str(), &code.label), ("131121", &None));
        let kind = values.iter().find(|v| v.selector == "[name=kind]").expect("a kind");
        let label = Pack::standard().choice_label("kind", &kind.value, Lang::Ja);
        assert_eq!(kind.label.as_deref(), Some(label));
    }

    #[test]
    fn what_is_empty_is_left_alone() {
        let values = values(Pack::standard(), screen(), &application());
        let there = |selector: &str| values.iter().any(|v| v.selector == selector);
        assert!(there("[name=department]"));
        assert!(!there("[name=mail]") && !there("[name=telephone]"));
    }

    #[test]
    fn selectors_are_shown_by_their_labels() {
        let pack = Pack::standard();
        assert_eq!(label(pack, screen(), "[name=mail]", Lang::Ja), "メールアドレス");
        assert_eq!(label(pack, screen(), "[name=other]", Lang::Ja), "[name=other]");
    }
}
