//! What stands above the screens: how the review stands, whether it is saved, undo and redo, the screens.

use forms_core::review::summary::totals_line;
use ui::browser::today;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::labels;
use super::pairs::use_pairs;
use super::state::{Tab, use_desk};

/// Shows the line of totals, the deadline, undo and redo.
#[component]
pub(super) fn Bar() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let bench = &state.bench;
    let step = |back: bool| {
        let (bench, announce) = (bench.clone(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            if back {
                bench.undo();
                announce.emit(words::draft::undone(lang).to_owned());
            } else {
                bench.redo();
                announce.emit(words::draft::redone(lang).to_owned());
            }
        })
    };
    let help = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.change(|place| place.help = !place.help))
    };
    let deadline = bench.session.deadline().map(|day| {
        let left = (day - today()).get_days();
        match left {
            0 => words::desk::deadline_today(lang, day),
            1.. => words::desk::deadline_left(lang, day, left),
            _ => words::desk::deadline_over(lang, day, -left),
        }
    });
    let rows = state.desk.rows();
    html! {
        <div class="desk-bar">
            if !rows.is_empty() {
                <p class="totals">{ totals_line(state.desk.applicants(), lang) }</p>
            }
            if let Some(deadline) = deadline { <p class="deadline">{ deadline }</p> }
            <div class="desk-tools">
                <button type="button" class="plain" disabled={!bench.can_undo} onclick={step(true)} aria-keyshortcuts="u">{ words::draft::undo(lang) }</button>
                <button type="button" class="plain" disabled={!bench.can_redo} onclick={step(false)} aria-keyshortcuts="Shift+U">{ words::draft::redo(lang) }</button>
                if !rows.is_empty() {
                    <button type="button" class="plain" onclick={help} aria-expanded={state.place().help.to_string()} aria-keyshortcuts="?">{ words::desk::keys(lang) }</button>
                }
            </div>
            if state.place().help { <Keys /> }
        </div>
    }
}

/// Explains the keys.
#[component]
fn Keys() -> Html {
    let lang = use_shell().lang;
    let keys = [
        ("j / k", words::desk::key_move(lang)),
        ("Enter", words::desk::key_open(lang)),
        ("Esc", words::desk::key_close(lang)),
        ("1 / 2 / 3", words::desk::key_decide(lang)),
        ("x", words::desk::key_choose(lang)),
        ("u / Shift+U", words::desk::key_undo(lang)),
        ("/", words::desk::key_search(lang)),
        ("?", words::desk::key_help(lang)),
    ];
    html! {
        <div class="keys">
            <dl>{ for keys.iter().map(|(key, said)| html! { <div><dt><kbd>{ *key }</kbd></dt><dd>{ *said }</dd></div> }) }</dl>
            <p class="help">{ words::desk::keys_where(lang) }</p>
        </div>
    }
}

/// Shows the choice of screens.
#[component]
pub(super) fn Tabs() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let broken = use_pairs().pairs.iter().filter(|pair| pair.stops()).count();
    let one = |tab: Tab| {
        let current = (state.place().tab == tab).then_some("page");
        let onclick = {
            let state = state.clone();
            Callback::from(move |_: MouseEvent| state.change(move |place| place.tab = tab))
        };
        html! {
            <button type="button" aria-current={current} {onclick}>
                { labels::tab(tab, lang) }
                if tab == Tab::Pairs && broken > 0 { <span class="count warning">{ words::desk::pairs_broken(lang, broken) }</span> }
            </button>
        }
    };
    html! { <nav class="desk-tabs" aria-label={words::desk::screens(lang)}>{ for Tab::ALL.into_iter().map(one) }</nav> }
}
