//! Findings as people read them: beside a field, and as a summary that leads to each field.

use forms_core::finding::{Finding, Lang, Pointer, Severity};
use yew::prelude::*;

use crate::draft::{Task, place_name, place_order};
use crate::shell::use_shell;
use crate::words;

/// The word for a severity.
#[must_use]
pub fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match severity {
        Severity::Fatal => words::severity::fatal(lang),
        Severity::Error => words::severity::error(lang),
        Severity::Warning => words::severity::warning(lang),
        Severity::Info => words::severity::info(lang),
    }
}

/// Properties of [`Problems`].
#[derive(Properties, PartialEq)]
pub struct ProblemsProps {
    /// What to show; nothing is shown for none.
    pub findings: Vec<Finding>,
    /// The `id` that a field names as its description.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// Whether each finding shows its code, as reviewers want.
    #[prop_or_default]
    pub codes: bool,
}

/// Findings with message and hint.
#[component]
pub fn Problems(props: &ProblemsProps) -> Html {
    let lang = use_shell().lang;
    if props.findings.is_empty() {
        return html! {};
    }
    let one = |finding: &Finding| {
        html! {
            <li class={classes!("problem", finding.severity.as_str())}>
                <span class="severity">{ severity_word(finding.severity, lang) }</span>
                if props.codes {
                    <span class="code">{ finding.code.as_str() }</span>
                }
                <span class="message">{ finding.message(lang) }</span>
                <span class="hint">{ finding.hint(lang) }</span>
            </li>
        }
    };
    html! { <ul class="problems" id={props.id.clone()}>{ for props.findings.iter().map(one) }</ul> }
}

/// So many links are shown at first and with each "more": an import may bring thousands of findings.
const LINKS: usize = 50;

/// Properties of [`ErrorSummary`].
#[derive(Properties, PartialEq)]
pub struct ErrorSummaryProps {
    /// What to show; nothing is shown for none.
    pub findings: Vec<Finding>,
    /// Its heading.
    pub title: AttrValue,
    /// Its `id`, to move the focus to.
    pub id: AttrValue,
    /// Whether findings stand under the title of their task.
    #[prop_or_default]
    pub grouped: bool,
}

/// What is wrong, each with a link that leads to its field.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let lang = use_shell().lang;
    let pack = crate::pack::in_use();
    if props.findings.is_empty() {
        return html! {};
    }
    let mut findings = props.findings.clone();
    // As the form shows them; the core lists them by name.
    findings.sort_by_cached_key(|f| f.location.pointer.as_ref().map(|p| place_order(pack, p)));
    let heading = format!("{}-title", props.id);
    let task_of = |f: &Finding| f.location.pointer.as_ref().and_then(|p| Task::at(pack, p));
    let groups = Task::all(pack).map(Some).chain([None]).map(|task| {
        let here = findings.iter().filter(|f| task_of(f).map(Task::id) == task.map(Task::id));
        (task, here.cloned().collect::<Vec<_>>())
    });
    html! {
        <section class="error-summary" id={props.id.clone()} tabindex="-1" aria-labelledby={heading.clone()}>
            <h2 id={heading}>{ &props.title }</h2>
            if props.grouped {
                { for groups.filter(|(_, here)| !here.is_empty()).map(|(task, here)| {
                    let title = task.map_or(words::check::whole(lang), |t| t.title().get(lang));
                    html! { <><h3>{ title }</h3><SummaryLinks findings={here} /></> }
                }) }
            } else {
                <SummaryLinks findings={findings.clone()} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SummaryLinksProps {
    findings: Vec<Finding>,
}

#[component]
fn SummaryLinks(props: &SummaryLinksProps) -> Html {
    let shell = use_shell();
    let shown = use_state(|| LINKS);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + LINKS))
    };
    let left = props.findings.len().saturating_sub(*shown);
    let one = |finding: &Finding| {
        let place = finding.location.pointer.clone();
        html! {
            <li class={classes!("problem", finding.severity.as_str())}>
                <span class="severity">{ severity_word(finding.severity, shell.lang) }</span>
                if let Some(place) = place {
                    <PlaceLink {place} text={finding.message(shell.lang)} />
                } else {
                    <span class="message">{ finding.message(shell.lang) }</span>
                }
            </li>
        }
    };
    html! {
        <>
            <ul class="problems">{ for props.findings.iter().take(*shown).map(one) }</ul>
            if left > 0 {
                <button type="button" class="plain" onclick={more}>
                    { words::list::more(shell.lang, left) }
                </button>
            }
        </>
    }
}

/// Properties of [`PlaceLink`].
#[derive(Properties, PartialEq)]
pub struct PlaceLinkProps {
    /// Where it leads.
    pub place: Pointer,
    /// What stands behind the name of the place.
    pub text: AttrValue,
}

/// A link to a place of the application.
#[component]
pub fn PlaceLink(props: &PlaceLinkProps) -> Html {
    let shell = use_shell();
    let pack = crate::pack::in_use();
    let href = Task::at(pack, &props.place).map(|task| format!("#/task/{}", task.id()));
    let (go_to, place) = (shell.go_to.clone(), props.place.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        go_to.emit(place.clone());
    });
    html! {
        <a {href} {onclick}>
            <span class="place">{ place_name(pack, &props.place, shell.lang) }</span>
            { words::form::colon(shell.lang) }{ &props.text }
        </a>
    }
}
