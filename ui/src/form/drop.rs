//! A place to drop files on, with a button to choose files instead.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::{DropPart, Dropped, chosen, read_drop, read_drop_in_parts};
use crate::shell::use_shell;
use crate::words;

/// Properties of [`FileDrop`].
#[derive(Properties, PartialEq)]
pub struct FileDropProps {
    /// The `id` of its file field.
    pub id: AttrValue,
    /// The label, which says which files are wanted.
    pub label: AttrValue,
    /// The note under the label, such as the formats.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The extensions that the file picker offers, such as `.zip`.
    #[prop_or_default]
    pub accept: Option<AttrValue>,
    /// True if several files may be chosen.
    #[prop_or_default]
    pub multiple: bool,
    /// True to take the files in a dropped folder.
    #[prop_or_default]
    pub folders: bool,
    /// Called with the dropped or chosen items.
    #[prop_or_default]
    pub on_files: Callback<Vec<Dropped>>,
    /// Called instead, if it is given, with parts of a dropped folder while the rest is still being listed.
    #[prop_or_default]
    pub on_part: Option<Callback<DropPart>>,
}

/// Returns the files that a person chose, and empties the input: otherwise choosing the same file again, such as after a
/// change, would send no event.
fn take_chosen(event: &Event) -> Vec<Dropped> {
    let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = input.files().map(|files| chosen(&files)).unwrap_or_default();
    input.set_value("");
    files
}

/// Shows a place to drop files on.
#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let shell = use_shell();
    // Counts entered minus left elements: the pointer also enters and leaves elements inside.
    let over = use_state(|| 0_i32);
    let onchange = {
        let (on_files, on_part) = (props.on_files.clone(), props.on_part.clone());
        Callback::from(move |event: Event| {
            let files = take_chosen(&event);
            match &on_part {
                _ if files.is_empty() => {}
                Some(on_part) => on_part.emit(DropPart::whole(files)),
                None => on_files.emit(files),
            }
        })
    };
    let ondrop = {
        let (on_files, over, folders) = (props.on_files.clone(), over.clone(), props.folders);
        let on_part = props.on_part.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(0);
            let Some(transfer) = event.data_transfer() else { return };
            if let Some(on_part) = on_part.clone() {
                let listing = read_drop_in_parts(&transfer, move |part| on_part.emit(part));
                return wasm_bindgen_futures::spawn_local(listing);
            }
            let (files, on_files) = (read_drop(&transfer, folders), on_files.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let files = files.await;
                if !files.is_empty() {
                    on_files.emit(files);
                }
            });
        })
    };
    let entered = |by: i32| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set((*over + by).max(0));
        })
    };
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let hint = format!("{}-hint", props.id);
    let folder_id = format!("{}-folder", props.id);
    html! {
        <div class={classes!("drop", (*over > 0).then_some("over"))} {ondrop} {ondragover}
            ondragenter={entered(1)} ondragleave={entered(-1)}>
            <label for={props.id.clone()}>{ &props.label }</label>
            <p class="help" id={hint.clone()}>{ &props.hint }</p>
            <input type="file" id={props.id.clone()} multiple={props.multiple}
                accept={props.accept.clone()} onchange={onchange.clone()} aria-describedby={hint} />
            if props.folders {
                <label for={folder_id.clone()}>{ words::form::choose_folder(shell.lang) }</label>
                <input type="file" id={folder_id} webkitdirectory={true} {onchange} />
            }
        </div>
    }
}
