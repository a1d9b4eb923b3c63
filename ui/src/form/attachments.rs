//! The attachments: files are dropped, each gets a role and a title, and missing ones are marked.

use forms_core::application::AttachmentRole;
use forms_core::finding::{Lang, Pointer};
use forms_core::pack::{Field, List};
use forms_core::submission::guess_role;
use forms_core::text::nfc;
use yew::prelude::*;

use super::drop::FileDrop;
use super::field::FormField;
use super::problems::Problems;
use super::status::Notes;
use crate::browser::{Dropped, field_id, focus, input_value};
use crate::client::FileHandle;
use crate::draft::Edit;
use crate::shell::{Shell, use_arrival, use_shell};
use crate::words;

/// Properties of [`AttachmentsForm`].
#[derive(Properties, PartialEq)]
pub struct AttachmentsFormProps {
    /// The pack's definition of the list.
    pub list: &'static List,
}

/// Returns a sentence for each folder and unreadable file that was dropped.
fn refusals(dropped: &[Dropped], lang: Lang) -> Vec<String> {
    let say = |one: &Dropped| match one {
        Dropped::File { .. } => None,
        Dropped::Folder { name } => Some(words::attachments::folder(lang, name)),
        Dropped::Unreadable { path, message } => {
            Some(words::attachments::unreadable(lang, path, message))
        }
    };
    dropped.iter().filter_map(say).collect()
}

/// Shows the list of attachments and a place to drop files.
#[component]
pub fn AttachmentsForm(props: &AttachmentsFormProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let list = props.list;
    let notes = use_state(Vec::<String>::new);
    let id = field_id(&list.path);
    use_arrival(&list.path, &id);
    let on_files = {
        let (shell, notes) = (shell.clone(), notes.clone());
        Callback::from(move |dropped: Vec<Dropped>| {
            let mut said = refusals(&dropped, lang);
            let mut files = Vec::new();
            for one in dropped {
                let Dropped::File { file, .. } = one else { continue };
                let name = nfc(&file.name());
                let replaces = shell.draft.files().contains_key(&name)
                    && shell.draft.content().attachments().any(|a| a.file == name);
                if replaces {
                    said.push(words::attachments::replaced(lang, &name));
                }
                if file.size() == 0.0 {
                    said.push(words::attachments::empty_file(lang, &name));
                }
                let role = guess_role(&name);
                files.push((name, FileHandle::browser(file), role));
            }
            if !files.is_empty() {
                shell.announce.emit(words::attachments::attached(lang, files.len()));
            }
            shell.edit(Edit::Attach { files });
            notes.set(said);
        })
    };
    let rows = shell.draft.content().attachments().enumerate().map(|(row, attachment)| {
        html! { <AttachmentRow {list} {row} key={format!("{row} {}", attachment.file)} /> }
    });
    html! {
        <div class="list attachments" {id} tabindex="-1" role="group" aria-label={list.title.get(lang)}>
            <Problems findings={shell.shown_at(&list.path)} />
            <FileDrop id="attach" label={words::attachments::drop(lang)}
                hint={words::attachments::drop_hint(lang)} multiple=true {on_files} />
            <Notes notes={(*notes).clone()} />
            <ol class="rows">{ for rows }</ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AttachmentRowProps {
    list: &'static List,
    row: usize,
}

/// True if the field is the attachment's file name.
fn is_name(field: &Field) -> bool {
    field.path.as_str() == "/file"
}

/// Shows one attachment with its fields.
#[component]
fn AttachmentRow(props: &AttachmentRowProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let AttachmentRowProps { list, row } = *props;
    let place = list.path.index(row);
    let id = field_id(&place);
    use_arrival(&place, &id);
    let name = shell.draft.text(&place.key("file"));
    let file = shell.draft.files().get(&name).cloned();
    let remove = {
        let (shell, path) = (shell.clone(), list.path.clone());
        let said = words::list::removed(lang, &name);
        Callback::from(move |_: MouseEvent| {
            shell.edit(Edit::RemoveRow { list: path.clone(), row });
            shell.announce.emit(said.clone());
            focus(&field_id(&path));
        })
    };
    let fields = list.fields.iter().filter(|f| !is_name(f));
    html! {
        <li class="row open">
            <div class="row-head" {id} tabindex="-1">
                <AttachmentWords {row} name={name.clone()} bytes={file.as_ref().map(FileHandle::bytes)} />
                <div class="row-actions">
                    <button type="button" class="plain" onclick={remove}
                        aria-label={format!("{}: {name}", words::list::remove(lang))}>{ words::list::remove(lang) }</button>
                </div>
            </div>
            <div class="row-fields">
                <Problems findings={shell.shown_at(&place)} />
                if file.is_none() {
                    <FileDrop id={format!("supply-{row}")} label={words::attachments::supply(lang, &name)}
                        hint={words::attachments::supply_hint(lang)} on_files={on_supply(&shell, &name)} />
                }
                <div class="grid">
                    if let Some(field) = list.fields.iter().find(|f| is_name(f)) {
                        <NameField {field} place={place.key("file")} {row} />
                    }
                    { for fields.map(|field| html! {
                        <FormField {field} place={place.join(&field.path)} key={field.path.as_str()} />
                    }) }
                </div>
            </div>
        </li>
    }
}

/// Returns the callback that puts a dropped file in the place of the missing one.
fn on_supply(shell: &Shell, name: &str) -> Callback<Vec<Dropped>> {
    let (draft, name) = (shell.draft.dispatcher(), name.to_owned());
    Callback::from(move |dropped: Vec<Dropped>| {
        // Its name on the disk does not matter: it is the file that this row names.
        let file = dropped.into_iter().find_map(|one| match one {
            Dropped::File { file, .. } => Some(FileHandle::browser(file)),
            _ => None,
        });
        if let Some(file) = file {
            let files = vec![(name.clone(), file, AttachmentRole::default())];
            draft.dispatch(Edit::Attach { files });
        }
    })
}

#[derive(Properties, PartialEq)]
struct AttachmentWordsProps {
    row: usize,
    name: String,
    /// Size of the file; `None` if it is missing.
    bytes: Option<u64>,
}

/// Shows number, name and size of an attachment.
#[component]
fn AttachmentWords(props: &AttachmentWordsProps) -> Html {
    let lang = use_shell().lang;
    html! {
        <div class="row-words">
            <span class="row-number">{ words::form::row_number(lang, props.row + 1) }</span>
            <span class="row-title">{ &props.name }</span>
            if let Some(bytes) = props.bytes {
                <span class="row-details">{ words::bytes(bytes) }</span>
            } else {
                <span class="badge attention">{ words::attachments::file_missing(lang) }</span>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct NameFieldProps {
    field: &'static Field,
    place: Pointer,
    row: usize,
}

/// Shows the name of an attachment. It is written when the person leaves the field, because half-typed
/// it could be the name of another attachment.
#[component]
fn NameField(props: &NameFieldProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let NameFieldProps { field, place, row } = props;
    let refused = use_state(|| None::<String>);
    let id = field_id(place);
    use_arrival(place, &id);
    let now = shell.draft.text(place);
    let findings = shell.shown_at(place);
    let onchange = {
        let (shell, refused, now, row) = (shell.clone(), refused.clone(), now.clone(), *row);
        Callback::from(move |event: Event| {
            let Some(name) = input_value(&event).map(|text| nfc(text.trim())) else { return };
            let taken = shell.draft.content().attachments().any(|a| a.file == name);
            if name == now {
                refused.set(None);
            } else if name.is_empty() || taken {
                refused.set(Some(words::attachments::name_taken(lang, &name)));
            } else {
                refused.set(None);
                shell.edit(Edit::RenameFile { row, name });
            }
        })
    };
    let note = format!("{id}-note");
    html! {
        <div class="field">
            <label for={id.clone()}>{ field.label.get(lang) }</label>
            <Problems {findings} />
            <input {id} type="text" value={now} {onchange} autocomplete="off" spellcheck="false"
                aria-describedby={note.clone()} />
            <p class="note" id={note} role="status">{ (*refused).clone().unwrap_or_default() }</p>
        </div>
    }
}
