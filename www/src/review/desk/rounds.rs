//! What an applicant sent, round by round, and what was done about it.

use forms_core::finding::Lang;
use forms_core::review::desk::{DetailRound, FieldChange, FileFact, HistoryEntry};
use forms_core::review::session::Act;
use jiff::{Timestamp, civil};
use ui::browser::input_value;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::detail::DetailProps;
use super::labels;
use super::state::use_desk;

/// Changes of an application that are shown at first.
const FEW: usize = 30;

/// Shows the rounds, the last first.
#[component]
pub(super) fn Rounds(props: &DetailProps) -> Html {
    let lang = use_shell().lang;
    let Some(detail) = &*props.detail else { return html! {} };
    let last = detail.rounds.len();
    html! {
        if last > 0 {
            <div class="rounds">
                <h3>{ words::desk::rounds(lang) }</h3>
                { for detail.rounds.iter().map(|round| html! {
                    <details open={round.number == last} key={round.number}>
                        <summary>
                            { words::desk::round_of(lang, round.number, labels::time(round.received)) }
                            { " " }{ labels::against(round.standing, lang) }
                        </summary>
                        <OneRound round={round.clone()} />
                    </details>
                }) }
            </div>
        }
    }
}

#[derive(Properties, PartialEq)]
struct OneRoundProps {
    round: DetailRound,
}

#[component]
fn OneRound(props: &OneRoundProps) -> Html {
    let lang = use_shell().lang;
    let DetailRound { files, resolved, changes, .. } = &props.round;
    let several = files.len() > 1;
    html! {
        <>
            { for files.iter().map(|file| html! { <File file={file.clone()} {several} key={file.sha256.to_string()} /> }) }
            if !resolved.is_empty() {
                <p>{ words::desk::resolved_title(lang, resolved.len()) }</p>
                <ul class="resolved">
                    { for resolved.iter().map(|one| {
                        let finding = &one.0.finding;
                        html! { <li><span class="code">{ finding.code.as_str() }</span>{ " " }{ finding.message(lang) }</li> }
                    }) }
                </ul>
            }
            if let Some(changes) = changes {
                <Changes changes={changes.clone()} />
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ChangesProps {
    changes: Vec<FieldChange>,
}

/// Shows the application against that of the round before.
#[component]
fn Changes(props: &ChangesProps) -> Html {
    let lang = use_shell().lang;
    let all = use_state(|| false);
    let more = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let shown = if *all { props.changes.len() } else { FEW };
    let left = props.changes.len().saturating_sub(shown);
    let text =
        |text: &Option<String>| text.clone().unwrap_or_else(|| words::desk::none(lang).to_owned());
    if props.changes.is_empty() {
        return html! { <p>{ words::desk::no_changes(lang) }</p> };
    }
    let label = words::desk::changes(lang, props.changes.len());
    html! {
        <>
            <p>{ &label }</p>
            <div class="table-frame context" role="region" tabindex="0" aria-label={label}>
                <table>
                    <thead><tr>
                        <th scope="col">{ words::desk::changed_place(lang) }</th>
                        <th scope="col">{ words::desk::changed_before(lang) }</th>
                        <th scope="col">{ words::desk::changed_after(lang) }</th>
                    </tr></thead>
                    <tbody>
                        { for props.changes.iter().take(shown).map(|change| html! {
                            <tr><th scope="row">{ &change.place }</th><td>{ text(&change.before) }</td><td>{ text(&change.after) }</td></tr>
                        }) }
                    </tbody>
                </table>
            </div>
            if left > 0 {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, left) }</button>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct FileProps {
    file: FileFact,
    /// True if another file has the same time.
    several: bool,
}

/// A time in Japan as a field for date and time has it.
fn local(time: Timestamp) -> String {
    jiff::tz::offset(9).to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn from_local(text: &str) -> Option<Timestamp> {
    let time: civil::DateTime = text.parse().ok()?;
    jiff::tz::offset(9).to_timestamp(time).ok()
}

/// Shows a file, and the field for the time at which it was received.
#[component]
fn File(props: &FileProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let FileFact { sha256, path, bytes, received, received_said, applicant_said, basis } =
        &props.file;
    let onchange = {
        let (state, sha256) = (state.clone(), sha256.clone());
        Callback::from(move |event: Event| {
            let Some(time) = input_value(&event).and_then(|text| from_local(&text)) else { return };
            let act = Act::Receive { submission: sha256.clone(), received: Some(time) };
            state.bench.act(vec![act]);
        })
    };
    let newest = {
        let (state, sha256, received) = (state.clone(), sha256.clone(), *received);
        Callback::from(move |_: MouseEvent| {
            let later =
                received.checked_add(jiff::SignedDuration::from_secs(1)).unwrap_or(received);
            let act = Act::Receive { submission: sha256.clone(), received: Some(later) };
            state.bench.act(vec![act]);
        })
    };
    let short: String = sha256.0.chars().take(12).collect();
    let id = format!("received-{short}");
    html! {
        <div class="file">
            <p>
                <span class="file-name">{ path }</span>{ " " }
                <span class="weak">{ words::bytes(*bytes) }{ " SHA-256 " }<span class="code" title={sha256.to_string()}>{ short }{ "…" }</span></span>
                if *applicant_said { <span class="tag">{ words::desk::attributed(lang) }</span> }
            </p>
            <div class="line">
                <label for={id.clone()}>{ if *received_said { words::desk::received_said(lang) } else { words::desk::received(lang) } }</label>
                <input type="datetime-local" step="1" {id} class="short" value={local(*received)} {onchange} />
                if props.several {
                    <button type="button" onclick={newest}>{ words::desk::this_is_newest(lang) }</button>
                }
            </div>
            if let Some(basis) = basis {
                <p class="weak">
                    { words::desk::checked_with(lang, &basis.program, &basis.pack.version, basis.today) }
                    if basis.reference.is_empty() {
                        { words::desk::without_reference(lang) }
                    } else {
                        { words::desk::with_reference(lang, basis.reference.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join(lang.comma())) }
                    }
                </p>
            }
        </div>
    }
}

/// Shows what was done and what came, the last first.
#[component]
pub(super) fn History(props: &DetailProps) -> Html {
    let lang = use_shell().lang;
    let Some(detail) = &*props.detail else { return html! {} };
    let is_shown = |entry: &&HistoryEntry| !matches!(entry.event.act, Act::Expect { .. });
    let done = detail.history.iter().filter(is_shown);
    let done = done.map(|entry| (entry.event.at, entry_line(entry, lang)));
    let came = detail.rounds.iter().map(|round| {
        let line = html! {
            <li><span class="weak">{ labels::time(round.received) }</span>{ " " }{ words::desk::came(lang, round.number) }</li>
        };
        (round.received, line)
    });
    let mut lines: Vec<(Timestamp, Html)> = came.chain(done).collect();
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    if lines.is_empty() {
        return html! {};
    }
    html! {
        <div class="history">
            <h3>{ words::desk::history(lang) }</h3>
            <ol reversed={true}>{ for lines.into_iter().map(|(_, line)| line) }</ol>
        </div>
    }
}

fn entry_line(entry: &HistoryEntry, lang: Lang) -> Html {
    let said = labels::act(&entry.event.act, lang);
    html! {
        <li class={entry.replaced.then_some("replaced")}>
            <span class="weak">{ labels::time(entry.event.at) }{ " " }{ &entry.event.by }</span>{ " " }
            if entry.replaced {
                <s>{ said }</s><span class="visually-hidden">{ words::desk::replaced(lang) }</span>
            } else {
                { said }
            }
            if let Act::Letter { text, .. } = &entry.event.act {
                <details><summary>{ words::desk::letter_as_sent(lang) }</summary><pre class="letter">{ text }</pre></details>
            }
        </li>
    }
}
