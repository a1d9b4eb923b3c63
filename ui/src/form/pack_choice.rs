//! The choice of the form pack: from a file, which is checked first, or the built-in one.

use std::rc::Rc;

use forms_core::finding::{Finding, Lang, Severity};
use js_sys::Uint8Array;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::FileDrop;
use crate::browser::{Dropped, PackStore, say};
use crate::shell::use_shell;
use crate::{SaveState, pack, words};

/// The largest file that is read as a pack, in bytes: an official workbook may be embedded in it.
const MOST_BYTES: f64 = (32_u64 << 20) as f64;

/// The result of the last file.
#[derive(Clone, PartialEq, Default)]
enum Note {
    #[default]
    None,
    Failed(String),
    Wrong {
        name: String,
        findings: Rc<Vec<Finding>>,
    },
    /// The pack is saved; the page reloads once the draft is saved too.
    Leaving,
}

/// Properties of [`PackChoice`].
#[derive(Properties, PartialEq)]
pub struct PackChoiceProps {
    /// Whether the draft is saved: the page must not reload before.
    pub save: SaveState,
}

/// Shows the pack in use, and a place to drop another.
#[component]
pub fn PackChoice(props: &PackChoiceProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let note = use_state(Note::default);
    let is_kept = match &props.save {
        SaveState::Nothing | SaveState::Kept(_) => true,
        SaveState::Opening | SaveState::Saving => false,
        SaveState::Elsewhere | SaveState::Failed(_) => shell.draft.revision() == 0,
    };
    let never_kept = matches!(props.save, SaveState::Elsewhere | SaveState::Failed(_)) && !is_kept;
    use_effect_with((*note == Note::Leaving, is_kept), |(leaving, is_kept)| {
        if *leaving && *is_kept {
            start_anew();
        }
    });
    let on_files = {
        let note = note.clone();
        Callback::from(move |dropped: Vec<Dropped>| take(dropped, note.clone(), lang))
    };
    let back = {
        let note = note.clone();
        Callback::from(move |_: MouseEvent| keep(None, note.clone(), lang))
    };
    let in_use = pack::in_use();
    html! {
        <details class="pack-choice">
            <summary>{ words::pack::in_use(lang, in_use.title.get(lang), &in_use.version) }</summary>
            if let Some(reason) = pack::refused() {
                <p class="notice warning">{ words::pack::refused(lang, reason) }</p>
            }
            <p>{ words::pack::lead(lang) }</p>
            if never_kept {
                <p class="notice warning">{ words::pack::not_now(lang) }</p>
            } else {
                <FileDrop id="load-pack" label={words::pack::load(lang)} hint={words::pack::hint(lang)}
                    accept=".toml" {on_files} />
                if pack::loaded_text().is_some() || pack::refused().is_some() {
                    <button type="button" onclick={back}>{ words::pack::back(lang) }</button>
                }
            }
            { outcome(&note, lang) }
        </details>
    }
}

fn outcome(note: &Note, lang: Lang) -> Html {
    match note {
        Note::None => html! {},
        Note::Failed(reason) => html! { <p class="notice error" role="alert">{ reason }</p> },
        Note::Leaving => {
            html! { <p class="notice" role="status">{ words::pack::leaving(lang) }</p> }
        }
        Note::Wrong { name, findings } => html! {
            <div class="notice error" role="alert">
                <p>{ words::pack::wrong(lang, name, findings.len()) }</p>
                <ul>
                    { for findings.iter().map(|f| html! {
                        <li><span class="code">{ f.code.as_str() }</span>{ " " }{ f.message(lang) }{ " " }{ f.hint(lang) }</li>
                    }) }
                </ul>
            </div>
        },
    }
}

/// Reads a file and saves it as the pack to use, unless it has errors.
fn take(dropped: Vec<Dropped>, note: UseStateHandle<Note>, lang: Lang) {
    let (path, file) = match dropped.into_iter().next() {
        Some(Dropped::File { path, file }) => (path, file),
        Some(Dropped::Folder { name }) => {
            return note.set(Note::Failed(words::open::folder(lang, name)));
        }
        Some(Dropped::Unreadable { path, message }) => {
            return note.set(Note::Failed(words::attachments::unreadable(lang, path, message)));
        }
        None => return,
    };
    if file.size() > MOST_BYTES {
        return note.set(Note::Failed(words::pack::too_large(lang, &path)));
    }
    spawn_local(async move {
        let bytes = match JsFuture::from(file.array_buffer()).await {
            Ok(buffer) => Uint8Array::new(&buffer).to_vec(),
            Err(e) => {
                let message = say(&e);
                return note.set(Note::Failed(words::attachments::unreadable(lang, path, message)));
            }
        };
        match pack::read(bytes) {
            None => note.set(Note::Failed(words::pack::no_text(lang, path))),
            Some((_, checked)) if checked.has_errors() => {
                let stops = |f: &Finding| f.severity >= Severity::Error;
                let findings = checked.findings.into_iter().filter(stops).collect();
                note.set(Note::Wrong { name: path, findings: Rc::new(findings) });
            }
            Some((text, _)) => keep(Some(text), note, lang),
        }
    });
}

/// Saves the choice. It takes effect when the page reloads.
fn keep(text: Option<String>, note: UseStateHandle<Note>, lang: Lang) {
    spawn_local(async move {
        let kept = match PackStore::open().await {
            Ok(store) => store.keep(text.as_deref()).await,
            Err(error) => Err(error),
        };
        note.set(match kept {
            Ok(()) => Note::Leaving,
            Err(error) => Note::Failed(words::pack::not_kept(lang, error)),
        });
    });
}

fn start_anew() {
    if let Some(window) = web_sys::window() {
        // If the browser refuses, the person reads that the page must be reloaded.
        let _ = window.location().reload();
    }
}
