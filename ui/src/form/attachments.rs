//! The attachments: drop files, say what each is, see which are there.

use forms_core::application::AttachmentRole;
use forms_core::finding::Pointer;
use forms_core::pack::{Field, List};
use forms_core::submission::guess_role;
use forms_core::text::nfc;
use yew::prelude::*;

use super::drop::FileDrop;
use super::field::FormField;
use super::input::typed;
use super::problems::Problems;
use crate::browser::{Dropped, field_id, focus};
use crate::client::FileHandle;
use crate::draft::Edit;
use crate::shell::{use_arrival, use_shell};
use crate::words;

/// Properties of [`AttachmentsForm`].
#[derive(Properties, PartialEq)]
pub struct AttachmentsFormProps {
    /// What the pack says of the list.
    pub list: &'static List,
}

/// What could not be attached, and why.
fn refused(dropped: &[Dropped], lang: forms_core::finding::Lang) -> Vec<String> {
    let say = |one: &Dropped| match one {
        Dropped::File { .. } => None,
        Dropped::Folder { name } => Some(words::attachments::folder(lang, name)),
        Dropped::Unreadable { path, message } => {
            Some(words::attachments::unreadable(lang, path, message))
        }
    };
    dropped.iter().filter_map(say).collect()
}

/// The list of attachments.
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
            let mut said = refused(&dropped, lang);
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
            <div role="status">
                if !notes.is_empty() {
                    <ul class="notes">{ for notes.iter().map(|n| html! { <li>{ n }</li> }) }</ul>
                }
            </div>
            <ol class="rows">{ for rows }</ol>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct AttachmentRowProps {
    list: &'static List,
    row: usize,
}

fn is_name(field: &Field) -> bool {
    field.path.as_str() == "/file"
}

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
    let supply = {
        let (draft, name) = (shell.draft.dispatcher(), name.clone());
        Callback::from(move |dropped: Vec<Dropped>| {
            // Whatever the file is called on the disk, it is the one that this row means.
            let file = dropped.into_iter().find_map(|one| match one {
                Dropped::File { file, .. } => Some(FileHandle::browser(file)),
                _ => None,
            });
            if let Some(file) = file {
                let files = vec![(name.clone(), file, AttachmentRole::default())];
                draft.dispatch(Edit::Attach { files });
            }
        })
    };
    let fields = list.fields.iter().filter(|f| !is_name(f));
    html! {
        <li class="row open">
            <div class="row-head" {id} tabindex="-1">
                <div class="row-words">
                    <span class="row-number">{ words::form::row_number(lang, row + 1) }</span>
                    <span class="row-title">{ &name }</span>
                    if let Some(file) = &file {
                        <span class="row-details">{ words::bytes(file.bytes()) }</span>
                    } else {
                        <span class="badge attention">{ words::attachments::file_missing(lang) }</span>
                    }
                </div>
                <div class="row-actions">
                    <button type="button" class="plain" onclick={remove}
                        aria-label={format!("{}: {name}", words::list::remove(lang))}>{ words::list::remove(lang) }</button>
                </div>
            </div>
            <div class="row-fields">
                <Problems findings={shell.shown_at(&place)} />
                if file.is_none() {
                    <FileDrop id={format!("supply-{row}")} label={words::attachments::supply(lang, &name)}
                        hint={words::attachments::supply_hint(lang)} on_files={supply} />
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

#[derive(Properties, PartialEq)]
struct NameFieldProps {
    field: &'static Field,
    place: Pointer,
    row: usize,
}

/// The name of an attachment, written when the field is left: on the way to another name, letter by
/// letter, it could be the name of another file.
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
            let Some(name) = typed(&event).map(|text| nfc(text.trim())) else { return };
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
