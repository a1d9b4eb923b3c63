//! 詳細: everything about one applicant, and what can be done about it.

use forms_core::finding::Lang;
use forms_core::review::desk::{Detail, Need, detail};
use forms_core::review::session::Decision;
use forms_core::review::summary::state_word;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::finding::FindingCard;
use super::forms::Forms;
use super::labels;
use super::rounds::{History, Rounds};
use super::state::{DeskState, Shared, use_desk};

/// The `id` of the heading.
pub(super) const DETAIL: &str = "detail-title";

/// Findings that are shown at first: an applicant may have thousands.
const FEW: usize = 20;

/// Shows the applicant that the person is at.
#[component]
pub(super) fn DetailPane() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let current = state.current();
    let made_of = (state.desk.clone(), Shared(state.bench.session.clone()), current, lang);
    let known = state.known.clone();
    let shown = use_memo(made_of, move |(desk, session, current, lang)| {
        let pack = ui::pack::in_use();
        detail(session, desk, (*current)?, &mut known.borrow_mut(), pack, *lang)
    });
    let pane = use_node_ref();
    {
        let pane = pane.clone();
        // The next applicant is read from its top.
        use_effect_with(current, move |_| {
            if let Some(pane) = pane.cast::<web_sys::Element>() {
                pane.set_scroll_top(0);
            }
        });
    }
    let Some(detail) = &*shown else { return html! {} };
    let row = &detail.row;
    let close = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| {
            state.change(|place| place.open = false);
            ui::browser::focus(super::register::GRID);
        })
    };
    let key = row.key();
    html! {
        <section class="detail" aria-labelledby={DETAIL} ref={pane}>
            <div class="detail-head">
                <button type="button" class="plain back" onclick={close}>{ words::desk::back(lang) }</button>
                <h2 id={DETAIL} tabindex="-1">
                    <span class="code">{ key.code.to_string() }</span>{ " " }{ labels::name(row, lang) }
                    if !detail.rounds.is_empty() {
                        <span class="tag">{ words::desk::nth(lang, detail.rounds.len()) }</span>
                    }
                    <span class="tag">{ state_word(row.state(), lang) }</span>
                </h2>
                if let Some(need) = row.need {
                    <p class="need">{ labels::need(need, lang) }</p>
                }
            </div>
            <Decide stops={row.open.fatal + row.open.error > 0} />
            <Dispute detail={Shared(shown.clone())} />
            <Findings detail={Shared(shown.clone())} key={key.code.to_string()} />
            <Forms applicant={key} key={format!("forms-{}", key.code)} />
            <Rounds detail={Shared(shown.clone())} />
            <History detail={Shared(shown.clone())} />
        </section>
    }
}

/// Properties of the parts of a detail.
#[derive(Properties, PartialEq)]
pub(super) struct DetailProps {
    /// The detail; the parts are drawn only where there is one.
    pub(super) detail: Shared<Option<Detail>>,
}

/// Decides and says what happened.
pub(super) fn decide(
    state: &DeskState,
    decision: Option<Decision>,
    reason: &str,
    lang: Lang,
) -> String {
    let (done, left) = state.decide(decision, reason);
    let word = labels::decision(decision, lang);
    match (done, left) {
        (0, _) => words::desk::cannot_decide(lang, word),
        (done, 0) => words::desk::decided(lang, done, word),
        (done, left) => words::desk::decided_partly(lang, done, word, left),
    }
}

#[derive(Properties, PartialEq)]
struct DecideProps {
    /// True if an error stands: accepting it is then not what a person probably wants.
    stops: bool,
}

/// Shows the buttons that decide and that lead to the neighbours.
#[component]
fn Decide(props: &DecideProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let reason = use_node_ref();
    let more = use_state(|| false);
    let choose = |decision: Option<Decision>| {
        let (state, announce, reason) = (state.clone(), shell.announce.clone(), reason.clone());
        Callback::from(move |_: MouseEvent| {
            let input = reason.cast::<web_sys::HtmlInputElement>();
            let text = input.as_ref().map(|input| input.value()).unwrap_or_default();
            announce.emit(decide(&state, decision, text.trim(), lang));
            if let Some(input) = input {
                input.set_value("");
            }
        })
    };
    let probable = |is: bool| is.then_some("primary");
    let step = |by: isize| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.step(by))
    };
    let toggle = {
        let more = more.clone();
        Callback::from(move |_: MouseEvent| more.set(!*more))
    };
    let chosen = state.place().chosen.len();
    html! {
        <div class="decide">
            if chosen > 0 {
                <p class="notice">{ words::desk::about_chosen(lang, chosen) }</p>
            }
            <div class="buttons">
                <button type="button" class={probable(!props.stops)} onclick={choose(Some(Decision::Accepted))} aria-keyshortcuts="1">{ words::desk::accept(lang) }</button>
                <button type="button" class={probable(props.stops)} onclick={choose(Some(Decision::Returned))} aria-keyshortcuts="2">{ words::desk::return_(lang) }</button>
                <button type="button" onclick={choose(Some(Decision::Held))} aria-keyshortcuts="3">{ words::desk::hold(lang) }</button>
                <button type="button" class="plain" onclick={toggle} aria-expanded={more.to_string()}>{ words::desk::more_decisions(lang) }</button>
                <button type="button" class="plain" onclick={step(-1)} aria-keyshortcuts="k">{ words::desk::previous(lang) }</button>
                <button type="button" class="plain" onclick={step(1)} aria-keyshortcuts="j">{ words::desk::next(lang) }</button>
            </div>
            if *more {
                <div class="more-decisions">
                    <label for="decision-reason">{ words::desk::decision_reason(lang) }</label>
                    <input id="decision-reason" ref={reason.clone()} />
                    <div class="buttons">
                        <button type="button" class="plain" onclick={choose(Some(Decision::Withdrawn))}>{ words::desk::withdrawn(lang) }</button>
                        <button type="button" class="plain" onclick={choose(Some(Decision::Excluded))}>{ words::desk::excluded(lang) }</button>
                        <button type="button" class="plain" onclick={choose(None)}>{ words::desk::take_back(lang) }</button>
                    </div>
                </div>
            }
        </div>
    }
}

/// Shows decisions that disagree side by side.
#[component]
fn Dispute(props: &DetailProps) -> Html {
    let lang = use_shell().lang;
    let Some(detail) = &*props.detail else { return html! {} };
    if detail.dispute.is_empty() {
        return html! {};
    }
    html! {
        <div class="notice warning">
            <p>{ words::desk::dispute(lang) }</p>
            <ul>
                { for detail.dispute.iter().map(|one| html! {
                    <li>
                        { words::desk::dispute_one(lang, labels::time(one.at), &one.by, labels::decision(one.decision, lang)) }
                        if !one.reason.is_empty() { { words::desk::because(lang, &one.reason) } }
                    </li>
                }) }
            </ul>
        </div>
    }
}

/// Shows the findings about the last submission.
#[component]
fn Findings(props: &DetailProps) -> Html {
    let lang = use_shell().lang;
    let all = use_state(|| false);
    let Some(detail) = &*props.detail else { return html! {} };
    let row = &detail.row;
    let more = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let shown = if *all { detail.findings.len() } else { FEW };
    let left = detail.findings.len().saturating_sub(shown);
    let compared = row.need != Some(Need::Unordered);
    html! {
        <div class="detail-findings">
            <h3>{ words::desk::findings_title(lang, detail.findings.len()) }</h3>
            if row.applicant().rounds.is_empty() {
                <p>{ words::desk::nothing_came(lang) }</p>
            } else if detail.findings.is_empty() && compared {
                <p>{ words::desk::no_finding(lang) }</p>
            }
            if !compared {
                <p class="notice warning">{ words::desk::unordered(lang) }</p>
            }
            <ol>
                { for detail.findings.iter().take(shown).enumerate().map(|(number, finding)| html! {
                    <FindingCard applicant={row.key()} finding={finding.clone()} {number} key={number} />
                }) }
            </ol>
            if left > 0 {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, left) }</button>
            }
        </div>
    }
}
