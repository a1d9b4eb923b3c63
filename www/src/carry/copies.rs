//! The kinds of information whose version changes, and how their copies (副本) follow.

use forms_core::layout_diff::InformationRevision;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub(super) struct CopiesProps {
    pub(super) revisions: Vec<InformationRevision>,
}

/// Shows the table, or nothing if no version changes.
#[component]
pub(super) fn Copies(props: &CopiesProps) -> Html {
    let lang = use_shell().lang;
    if props.revisions.is_empty() {
        return html! {};
    }
    let heads = [
        words::carry::copies_number(lang),
        words::carry::copies_name(lang),
        words::carry::copies_version(lang),
        words::carry::copies_pattern(lang),
    ];
    let line = |revision: &InformationRevision| {
        let pattern = match revision.pattern {
            Some(number) => words::carry::pattern(lang, number),
            None => words::carry::pattern_unknown(lang).to_owned(),
        };
        let meaning = revision.meaning(in_use(), lang);
        html! {
            <tr>
                <th scope="row" data-head={heads[0]}>{ revision.number.to_string() }</th>
                <td data-head={heads[1]}>{ &revision.name }</td>
                <td data-head={heads[2]}>{ words::carry::version_change(lang, &revision.old, &revision.new) }</td>
                <td data-head={heads[3]}><strong>{ pattern }</strong>{ " " }{ meaning }</td>
            </tr>
        }
    };
    html! {
        <section class="copies">
            <h2>{ words::carry::copies(lang) }</h2>
            <p>{ words::carry::copies_lead(lang) }</p>
            <div class="table-frame" tabindex="0" role="region" aria-label={words::carry::copies(lang)}>
                <table class="packages">
                    <thead><tr>{ for heads.map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
                    <tbody>{ for props.revisions.iter().map(line) }</tbody>
                </table>
            </div>
        </section>
    }
}
