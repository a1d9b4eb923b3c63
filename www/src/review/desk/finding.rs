//! A finding as the detail shows it: what it says, the row as written, the other side, its waiver.

use forms_core::review::desk::{DetailFinding, OtherSide, RowContext};
use forms_core::review::session::{Act, ApplicantKey, Waiver};
use ui::form::severity_word;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::forms::WaiverForm;
use super::labels;
use super::state::use_desk;

#[derive(Properties, PartialEq)]
pub(super) struct FindingCardProps {
    /// The applicant.
    pub(super) applicant: ApplicantKey,
    /// The finding.
    pub(super) finding: DetailFinding,
    /// Its number in the list, from 0.
    pub(super) number: usize,
}

/// Shows a finding.
#[component]
pub(super) fn FindingCard(props: &FindingCardProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let waiving = use_state(|| false);
    let FindingCardProps { applicant, finding, number } = props;
    let found = &finding.finding.found;
    let said = &found.finding;
    let place = labels::place(&said.location, lang);
    let toggle = {
        let waiving = waiving.clone();
        Callback::from(move |_: MouseEvent| waiving.set(!*waiving))
    };
    let act = {
        let (key, print, state) = (*applicant, found.fingerprint.clone(), state.clone());
        move |waiver: Option<Waiver>| {
            let finding = print.clone();
            state.bench.act(vec![Act::Waive { applicant: key, finding, waiver }]);
        }
    };
    let waive = {
        let (act, waiving) = (act.clone(), waiving.clone());
        Callback::from(move |waiver: Waiver| {
            act(Some(waiver));
            waiving.set(false);
        })
    };
    let unwaive = Callback::from(move |_: MouseEvent| act(None));
    let waiver = finding.finding.waiver.as_ref();
    html! {
        <li class={classes!("finding", said.severity.as_str(), waiver.map(|_| "waived"))}>
            <p class={classes!("problem", said.severity.as_str())}>
                <span class="severity">{ severity_word(said.severity, lang) }</span>
                <span class="code">{ said.code.as_str() }</span>
                if let Some(standing) = finding.standing {
                    <span class="tag">{ labels::standing(standing, lang) }</span>
                }
                if !place.is_empty() { <span class="place">{ place }</span> }
                <span class="message">{ said.message(lang) }</span>
                <span class="hint">{ said.review_hint(lang) }</span>
            </p>
            if let Some(context) = &finding.context {
                <Context context={context.clone()} label={words::desk::context(lang, &context.title)} />
            }
            { for finding.others.iter().map(|other| html! { <Other other={other.clone()} /> }) }
            if let Some(waiver) = waiver {
                <p class="waiver">
                    { words::desk::waived_because(lang, &waiver.reason, &waiver.approver) }
                    <button type="button" class="plain" onclick={unwaive}>{ words::desk::unwaive(lang) }</button>
                </p>
            } else {
                <button type="button" class="plain" onclick={toggle} aria-expanded={waiving.to_string()}>{ words::desk::waive(lang) }</button>
                if *waiving {
                    <WaiverForm id={format!("waive-{number}")} on_waive={waive} count={1} />
                }
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct OtherProps {
    other: OtherSide,
}

/// Shows the other side of a finding across packages.
#[component]
fn Other(props: &OtherProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let OtherSide { key, name, location, context } = &props.other;
    let place = labels::place(location, lang);
    let open = key.map(|key| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.open(key))
    });
    html! {
        <div class="other-side">
            <p>
                { words::desk::other_side(lang) }
                if let Some(open) = open {
                    <button type="button" class="plain" onclick={open}>{ name }</button>
                } else {
                    { name }
                }
                { " " }
                if place.is_empty() { { words::desk::no_row(lang) } } else { { place } }
            </p>
            if let Some(context) = context {
                <Context context={context.clone()} label={words::desk::context_of(lang, name, &context.title)} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct ContextProps {
    context: RowContext,
    label: String,
}

/// Shows the row as written with its neighbours.
#[component]
fn Context(props: &ContextProps) -> Html {
    let lang = use_shell().lang;
    let RowContext { columns, rows, marked, .. } = &props.context;
    let mark = |at: usize, here: bool| (here && *marked == Some(at)).then_some("meant");
    let numbered = rows.iter().any(|row| row.number.is_some());
    html! {
        <div class="table-frame context" role="region" tabindex="0" aria-label={props.label.clone()}>
            <table>
                <thead><tr>
                    if numbered { <th scope="col">{ words::desk::row(lang) }</th> }
                    { for columns.iter().map(|column| html! { <th scope="col">{ column }</th> }) }
                </tr></thead>
                <tbody>
                    { for rows.iter().map(|row| html! {
                        <tr class={row.here.then_some("here")}>
                            if let Some(number) = row.number {
                                <th scope="row">
                                    { number }
                                    if row.here { <span class="visually-hidden">{ words::desk::this_row(lang) }</span> }
                                </th>
                            }
                            { for row.cells.iter().enumerate().map(|(at, cell)| html! {
                                <td class={mark(at, row.here)}>
                                    if mark(at, row.here).is_some() { <mark>{ if cell.is_empty() { words::desk::blank(lang) } else { cell } }</mark> } else { { cell } }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
