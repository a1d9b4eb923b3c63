//! The field of a cited provision: a person types the citation or chooses the provision from the
//! attached instrument, and the provision's text is shown under the field.

mod lookup;
mod tree;

use std::rc::Rc;

use forms_core::application::AttachmentRole;
use forms_core::finding::{Finding, Pointer};
use forms_core::law::Effect;
use forms_core::text::{is_blank, nfc};
use yew::prelude::*;

use super::drop::FileDrop;
use super::field::ControlProps;
use super::input::{leave, write_value};
use super::status::ProgressBar;
use crate::browser::{Dropped, field_id, focus, is_composing};
use crate::client::{
    Event, FileHandle, InstrumentReading, NamedFile, ProvisionLine, ReadInstrument,
};
use crate::draft::Edit;
use crate::shell::{Shell, use_shell};
use crate::words;
use lookup::use_look_up;
use tree::ProvisionTree;

/// The text of the attached instrument, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
enum InstrumentState {
    /// It is being read.
    Working { done: u64, total: u64 },
    /// Its provisions.
    Read(Rc<InstrumentReading>),
    /// It could not be read; the reason and the remedy.
    Failed(String),
}

/// Shows a field for a provision of the instrument that the same row names.
#[component]
pub(super) fn ProvisionInput(props: &ControlProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let basis = basis_of(props);
    let document = shell.draft.text(&basis.key("document"));
    let file = shell.draft.files().get(&document).cloned();
    let open = use_state(|| false);
    let looked_up = use_look_up(&shell, &document, file.clone(), props.text.clone());
    let oninput = write_value::<InputEvent>(&shell, props);
    let (status, region) = (format!("{}-meaning", props.id), format!("{}-text", props.id));
    let described: Vec<&str> =
        props.described_by.as_deref().into_iter().chain([status.as_str()]).collect();
    let close = {
        let (open, id) = (open.clone(), props.id.clone());
        Callback::from(move |()| {
            open.set(false);
            focus(&id);
        })
    };
    let choose = on_choose(&shell, props, close.clone());
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let chosen: Vec<String> = looked_up.found.iter().map(|l| l.citation.clone()).collect();
    html! {
        <>
            <input id={props.id.clone()} type="text" value={props.text.clone()} {oninput}
                onblur={leave::<FocusEvent>(&shell, props)} autocomplete="off" spellcheck="false"
                aria-describedby={described.join(" ")} aria-invalid={props.invalid.then_some("true")}
                aria-required={props.required.then_some("true")} />
            <div class="meaning provisions-found" id={status} aria-live="polite">
                { for looked_up.found.iter().map(|line| html! { <ProvisionText line={line.clone()} /> }) }
                if looked_up.found.is_empty() && !props.invalid {
                    { for looked_up.findings.iter().map(|f| note(f, &shell)) }
                }
            </div>
            <button type="button" class="plain" onclick={toggle} aria-expanded={open.to_string()}
                aria-controls={region.clone()}>
                if *open { { words::law::close(lang) } } else { { words::law::open(lang) } }
            </button>
            if *open {
                <div id={region} class="instrument" role="group" aria-label={words::law::region(lang)}>
                    <Instrument {basis} id={props.id.clone()} {document} {file} {chosen}
                        on_choose={choose} on_close={close} />
                </div>
            }
        </>
    }
}

/// Returns the callback that writes a chosen citation into the field and closes the tree.
fn on_choose(shell: &Shell, props: &ControlProps, close: Callback<()>) -> Callback<String> {
    let (shell, place) = (shell.clone(), props.place.clone());
    Callback::from(move |citation: String| {
        shell.edit(Edit::Set { field: place.clone(), text: citation.clone() });
        shell.edit(Edit::Leave { places: vec![place.clone()] });
        shell.announce.emit(words::law::chosen(shell.lang, &citation));
        close.emit(());
    })
}

/// Returns the place of the legal basis that the field belongs to.
fn basis_of(props: &ControlProps) -> Pointer {
    let place = props.place.as_str();
    Pointer::new(place.strip_suffix(props.field.path.as_str()).unwrap_or(place))
}

/// Shows a finding on a citation that may still be being typed as a note, not as an error.
fn note(finding: &Finding, shell: &Shell) -> Html {
    html! { <p class="note">{ finding.message(shell.lang) }</p> }
}

#[derive(Properties, PartialEq)]
struct ProvisionProps {
    line: ProvisionLine,
}

/// Shows a provision that the citation points to, with its text.
#[component]
fn ProvisionText(props: &ProvisionProps) -> Html {
    let line = &props.line;
    html! {
        <p class="found">
            <span class="known">{ &line.citation }</span>
            <Marks line={line.clone()} />
            <q>{ &line.text }</q>
        </p>
    }
}

/// Shows a provision's legal effect and limits as tags, before anybody cites it.
#[component]
fn Marks(props: &ProvisionProps) -> Html {
    let lang = use_shell().lang;
    let line = &props.line;
    let whom = line.counterpart.as_deref().unwrap_or_default();
    html! {
        <span class="row-tags">
            if line.deleted { <span class="tag">{ words::law::deleted(lang) }</span> }
            if line.effect == Some(Effect::Entrust) {
                <span class="tag good">
                    if whom.is_empty() { { words::law::entrusts(lang) } }
                    else { { words::law::entrusts_to(lang, whom) } }
                </span>
            }
            if line.effect == Some(Effect::Auxiliary) {
                <span class="tag warning">{ words::law::auxiliary(lang) }</span>
            }
            { for line.limits.iter().map(|words| html! {
                <span class="tag warning">{ words::law::limited(lang, words) }</span>
            }) }
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct InstrumentProps {
    /// The row of the legal basis.
    basis: Pointer,
    /// The `id` of the citation's field.
    id: AttrValue,
    /// The attachment that the row names.
    document: String,
    /// Its file, or `None` if it is missing.
    file: Option<FileHandle>,
    /// The citations that the field holds now.
    chosen: Vec<String>,
    on_choose: Callback<String>,
    on_close: Callback<()>,
}

/// Shows the text of the instrument, or a place to drop its file.
#[component]
fn Instrument(props: &InstrumentProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let InstrumentProps { basis, id, document, file, chosen, on_choose, on_close } = props;
    let text = use_text(&shell, document, file.clone());
    let refused = use_state(|| false);
    let on_files = attach(&shell, basis, refused.setter());
    let drop_id = format!("{id}-file");
    use_fill_in(&shell, basis, text.as_ref());
    let onkeydown = {
        let on_close = on_close.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !is_composing(&event) {
                event.stop_propagation();
                on_close.emit(());
            }
        })
    };
    let body = match text {
        None => html! {
            <FileDrop id={drop_id} label={words::law::drop(lang)} hint={words::law::drop_hint(lang)}
                accept=".txt,.html,.htm,.docx,.pdf" {on_files} />
        },
        Some(InstrumentState::Working { done, total }) => html! {
            <label class="progress">
                { words::open::working(lang, words::bytes(done), words::bytes(total)) }
                <ProgressBar {done} {total} />
            </label>
        },
        Some(InstrumentState::Failed(reason)) => html! {
            <>
                <p class="notice warning" role="alert">{ reason }</p>
                <FileDrop id={drop_id} label={words::law::drop_other(lang)}
                    hint={words::law::drop_hint(lang)} accept=".txt,.html,.htm,.docx,.pdf" {on_files} />
            </>
        },
        Some(InstrumentState::Read(reading)) => html! {
            <ProvisionTree id={format!("{id}-tree")} {reading} chosen={chosen.clone()}
                on_choose={on_choose.clone()} />
        },
    };
    html! {
        <div {onkeydown}>
            { body }
            if *refused {
                <p class="notice warning" role="alert">{ words::law::not_a_file(lang) }</p>
            }
        </div>
    }
}

/// Returns the provisions of an attachment, which a worker reads when the tree is first opened.
#[hook]
fn use_text(shell: &Shell, document: &str, file: Option<FileHandle>) -> Option<InstrumentState> {
    let text = use_state(|| None);
    let (client, lang) = (shell.client.clone(), shell.lang);
    {
        let text = text.clone();
        use_effect_with((document.to_owned(), file, lang), move |(name, file, _)| {
            let pending = file.clone().map(|file| {
                text.set(Some(InstrumentState::Working { done: 0, total: file.bytes() }));
                let (name, files) = (name.clone(), vec![NamedFile { name: name.clone(), file }]);
                client.ask(ReadInstrument, files, move |event| {
                    text.set(Some(match event {
                        Event::Progress { done, total } => InstrumentState::Working { done, total },
                        Event::End(Ok(reply)) => match reply.answer {
                            Ok(reading) => InstrumentState::Read(Rc::new(reading)),
                            Err(why) => {
                                InstrumentState::Failed(words::unreadable(why, &name, lang))
                            }
                        },
                        Event::End(Err(failure)) => {
                            InstrumentState::Failed(words::failure(&failure, lang))
                        }
                    }));
                })
            });
            // The tree was closed or another file is named: the answer is of no use any more.
            move || pending.into_iter().for_each(crate::client::Pending::cancel)
        });
    }
    (*text).clone()
}

/// Fills in title, number and kind of the instrument from its text, if the row has neither title nor
/// number yet.
#[hook]
fn use_fill_in(shell: &Shell, basis: &Pointer, text: Option<&InstrumentState>) {
    let reading = match text {
        Some(InstrumentState::Read(reading)) => Some(Rc::clone(reading)),
        _ => None,
    };
    let (shell, basis) = (shell.clone(), basis.clone());
    use_effect_with(reading, move |reading| {
        let Some(reading) = reading else { return };
        let blank = |key: &str| is_blank(&shell.draft.text(&basis.key(key)));
        if !blank("title") || !blank("number") {
            return;
        }
        let mut fields = Vec::new();
        fields.extend(reading.title.clone().map(|t| (basis.key("title"), t)));
        fields.extend(reading.number.clone().map(|n| (basis.key("number"), n)));
        fields.extend(reading.kind.map(|k| (basis.key("kind"), k.as_str().to_owned())));
        shell.edit(Edit::Fill { fields });
    });
}

/// Returns the callback that attaches a dropped instrument and names it in the row. It sets `refused`
/// unless exactly one file was dropped.
fn attach(shell: &Shell, basis: &Pointer, refused: UseStateSetter<bool>) -> Callback<Vec<Dropped>> {
    let (shell, field) = (shell.clone(), basis.key("document"));
    Callback::from(move |dropped: Vec<Dropped>| {
        let mut dropped = dropped.into_iter();
        let (Some(Dropped::File { file, .. }), None) = (dropped.next(), dropped.next()) else {
            return refused.set(true);
        };
        refused.set(false);
        let name = nfc(&file.name());
        let files = vec![(name.clone(), FileHandle::browser(file), AttachmentRole::Instrument)];
        shell.edit(Edit::Attach { files });
        shell.edit(Edit::Fill { fields: vec![(field.clone(), name.clone())] });
        shell.announce.emit(words::law::attached(shell.lang, &name));
        focus(&field_id(&field));
    })
}
