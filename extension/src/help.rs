//! What the pack says about the field in focus.

use forms_core::finding::Lang;
use forms_core::pack::{Field, Pack};
use ui::words::panel as words;
use yew::prelude::*;

use crate::transfer::example;

#[derive(Properties, PartialEq)]
pub(crate) struct HelpProps {
    pub(crate) lang: Lang,
    /// The field in focus, if the pack knows it.
    pub(crate) field: Option<&'static Field>,
    /// What the draft has for it.
    pub(crate) value: Option<String>,
}

/// Help for the field in focus; announced when it changes.
#[component]
pub(crate) fn Help(props: &HelpProps) -> Html {
    let lang = props.lang;
    let Some(field) = props.field else {
        return html! {
            <section class="help" aria-live="polite">
                <h2>{ words::help_title(lang) }</h2>
                <p>{ words::help_none(lang) }</p>
            </section>
        };
    };
    let rows = [
        (words::help_draft_value(lang), props.value.clone().unwrap_or_default()),
        (words::help_example(lang), example(Pack::standard(), field, lang)),
        (words::help_mistakes(lang), field.mistakes.get(lang).to_owned()),
        (words::help_source(lang), field.source.clone()),
    ];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty()).map(|(term, text)| {
        html! { <><dt>{ term }</dt><dd>{ text }</dd></> }
    });
    html! {
        <section class="help" aria-live="polite">
            <h2>{ field.label.get(lang) }</h2>
            <p>{ field.help.get(lang) }</p>
            <dl>{ for rows }</dl>
        </section>
    }
}
