//! Files that belong to nobody known, or that could not be read on this machine.

use forms_core::finding::Finding;
use forms_core::review::session::{Act, ApplicantKey, Submission};
use ui::browser::input_value;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::labels;
use super::state::{Shared, use_desk};

/// Shows the files that are in no row.
#[component]
pub(super) fn Orphans() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let session = Shared(state.bench.session.clone());
    // Which files belong to nobody takes looking at all of them.
    let found = use_memo(session, |session| {
        let nobodys: Vec<Submission> = session.unattributed().into_iter().cloned().collect();
        let unread: Vec<(String, Finding)> = session
            .not_read()
            .map(|(path, failed)| (path.to_owned(), Finding::from(&failed.finding)))
            .collect();
        (nobodys, unread)
    });
    let (nobodys, unread) = &*found;
    let count = nobodys.len() + unread.len();
    if count == 0 {
        return html! {};
    }
    let retry = {
        let bench = state.bench.clone();
        Callback::from(move |_: MouseEvent| bench.retry(None))
    };
    let can_retry = state.bench.intake.failed().any(|file| file.file.is_some());
    html! {
        <details class="orphans notice warning" open=true>
            <summary>{ words::desk::orphans(lang, count) }</summary>
            if !nobodys.is_empty() {
                <p>{ words::desk::nobodys(lang) }</p>
                <ul>{ for nobodys.iter().map(|one| html! { <Nobodys submission={one.clone()} key={one.sha256.to_string()} /> }) }</ul>
            }
            if !unread.is_empty() {
                <p>{ words::desk::unread(lang) }</p>
                <ul>
                    { for unread.iter().map(|(path, finding)| html! {
                        <li><span class="file-name">{ path }</span>{ "　" }{ finding.message(lang) }</li>
                    }) }
                </ul>
                if can_retry { <button type="button" onclick={retry}>{ words::intake::retry_all(lang) }</button> }
            }
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct NobodysProps {
    submission: Submission,
}

/// Shows a file of nobody, and the choice whose it is.
#[component]
fn Nobodys(props: &NobodysProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let submission = &props.submission;
    let short: String = submission.sha256.0.chars().take(12).collect();
    let id = format!("whose-{short}");
    let onchange = {
        let (state, sha256) = (state.clone(), submission.sha256.clone());
        Callback::from(move |event: Event| {
            let Some(at) = input_value(&event).and_then(|text| text.parse::<usize>().ok()) else {
                return;
            };
            let applicant: Option<ApplicantKey> = state.desk.rows().get(at).map(|row| row.key());
            if applicant.is_some() {
                let act = Act::Attribute { submission: sha256.clone(), applicant };
                state.bench.act(vec![act]);
            }
        })
    };
    let worst = submission.last_check().and_then(|(_, check)| check.findings.first());
    html! {
        <li>
            <span class="file-name">{ submission.path() }</span>{ " " }<span class="weak code">{ &short }{ "…" }</span>
            if let Some(finding) = worst { <span>{ "　" }{ Finding::from(finding).message(lang) }</span> }
            <div class="line">
                <label for={id.clone()}>{ words::desk::whose(lang) }</label>
                <select {id} class="short" {onchange}>
                    <option value="">{ words::desk::choose(lang) }</option>
                    { for state.desk.rows().iter().enumerate().map(|(at, row)| html! {
                        <option value={at.to_string()}>{ format!("{} {}", row.key().code, labels::name(row, lang)) }</option>
                    }) }
                </select>
            </div>
        </li>
    }
}
