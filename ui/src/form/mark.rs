//! Marks that tell what became of registered delegations: one at each row, and counts above the list.

use forms_core::finding::Lang;
use yew::prelude::*;

use crate::draft::Mark;
use crate::shell::use_shell;
use crate::words;

/// Returns the word for a mark.
#[must_use]
fn mark_word(mark: Mark, lang: Lang) -> &'static str {
    match mark {
        Mark::Kept => words::mark::kept(lang),
        Mark::Changed => words::mark::changed(lang),
        Mark::Lapsed => words::mark::lapsed(lang),
        Mark::Replaces => words::mark::replaces(lang),
        Mark::Ends => words::mark::ends(lang),
    }
}

fn class_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Kept => "kept",
        Mark::Changed => "changed",
        Mark::Lapsed => "lapsed",
        Mark::Replaces => "replaces",
        Mark::Ends => "ends",
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct MarkTagProps {
    pub(super) mark: Mark,
}

/// Shows the mark of a row.
#[component]
pub(super) fn MarkTag(props: &MarkTagProps) -> Html {
    let lang = use_shell().lang;
    html! {
        <span class={classes!("tag", "fate", class_of(props.mark))}>{ mark_word(props.mark, lang) }</span>
    }
}

/// Shows the number of rows with each mark, if the draft was carried over.
#[component]
pub(super) fn MarkCounts() -> Html {
    let shell = use_shell();
    let Some(reference) = shell.draft.reference_files() else { return html! {} };
    let counts = reference.counts(shell.draft.content().delegations());
    if counts.is_empty() {
        return html! {};
    }
    let one = |(mark, count): &(Mark, usize)| {
        let word = mark_word(*mark, shell.lang);
        html! { <li class={classes!("fate", class_of(*mark))}>{ words::mark::count(shell.lang, word, count) }</li> }
    };
    html! {
        <ul class="fates" aria-label={words::mark::counts(shell.lang)}>{ for counts.iter().map(one) }</ul>
    }
}
