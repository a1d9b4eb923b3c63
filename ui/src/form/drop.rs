//! A place to drop files on, with a button for those who choose them.

use wasm_bindgen::JsCast as _;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser::{Dropped, chosen, read_drop};
use crate::shell::use_shell;
use crate::words;

/// Properties of [`FileDrop`].
#[derive(Properties, PartialEq)]
pub struct FileDropProps {
    /// The `id` of its file field.
    pub id: AttrValue,
    /// What is wanted.
    pub label: AttrValue,
    /// What may be dropped.
    #[prop_or_default]
    pub hint: AttrValue,
    /// The extensions that the file picker offers, such as `.zip`.
    #[prop_or_default]
    pub accept: Option<AttrValue>,
    /// Whether several files may be chosen.
    #[prop_or_default]
    pub multiple: bool,
    /// Whether a folder gives the files in it.
    #[prop_or_default]
    pub folders: bool,
    /// Hears what was dropped or chosen.
    pub on_files: Callback<Vec<Dropped>>,
}

/// A place to drop files on.
#[component]
pub fn FileDrop(props: &FileDropProps) -> Html {
    let shell = use_shell();
    // Elements inside the place are entered and left too; only the sum tells whether it was left.
    let over = use_state(|| 0_i32);
    let onchange = {
        let on_files = props.on_files.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let files = input.files().map(|files| chosen(&files)).unwrap_or_default();
            // The same file may be chosen again, after it was changed or its row removed.
            input.set_value("");
            if !files.is_empty() {
                on_files.emit(files);
            }
        })
    };
    let ondrop = {
        let (on_files, over, folders) = (props.on_files.clone(), over.clone(), props.folders);
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(0);
            let Some(transfer) = event.data_transfer() else { return };
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
