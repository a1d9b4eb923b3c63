//! Findings for people: at a field, and as a summary with links to the fields.

use forms_core::finding::{Finding, Lang, Pointer, Severity};
use yew::prelude::*;

use super::paging::{MoreButton, use_paging};
use crate::draft::{Task, place_name, place_order};
use crate::shell::use_shell;
use crate::words;

/// Returns the word for a severity.
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
    /// The findings; nothing is shown without any.
    pub findings: Vec<Finding>,
    /// The `id` that a field names as its description.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// True to show the code of each finding, as reviewers want.
    #[prop_or_default]
    pub codes: bool,
}

/// Shows findings with message and hint.
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

/// Number of links shown at first, and added by the button: an import may bring thousands of findings.
const PAGE: usize = 50;

/// Properties of [`ErrorSummary`].
#[derive(Properties, PartialEq)]
pub struct ErrorSummaryProps {
    /// The findings; nothing is shown without any.
    pub findings: Vec<Finding>,
    /// Its heading.
    pub title: AttrValue,
    /// Its `id`, to move the focus to.
    pub id: AttrValue,
    /// True to group the findings under the titles of their tasks.
    #[prop_or_default]
    pub grouped: bool,
}

/// Shows findings, each with a link to its field.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    let lang = use_shell().lang;
    let pack = crate::pack::in_use();
    if props.findings.is_empty() {
        return html! {};
    }
    let mut findings = props.findings.clone();
    // In the order of the form; the core sorts by field name.
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

/// Shows the links of a summary, a page at a time.
#[component]
fn SummaryLinks(props: &SummaryLinksProps) -> Html {
    let shell = use_shell();
    let (shown, more) = use_paging(PAGE);
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
            <MoreButton {left} onclick={more} />
        </>
    }
}

/// Properties of [`PlaceLink`].
#[derive(Properties, PartialEq)]
pub struct PlaceLinkProps {
    /// The place that it leads to.
    pub place: Pointer,
    /// The text after the name of the place.
    pub text: AttrValue,
}

/// Shows a link to a place of the application.
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
