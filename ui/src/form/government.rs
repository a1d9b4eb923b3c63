//! The field of a local government: type or paste a code or a name, and what follows is filled in.

use forms_core::code::Government;
use wasm_bindgen::JsCast as _;
use yew::prelude::*;

use super::field::ControlProps;
use super::input::{leave, typed, write};
use crate::draft::Edit;
use crate::draft::government::{Meaning, meaning};
use crate::shell::use_shell;
use crate::words;

/// A field for the code or the name of a local government.
#[component]
pub(super) fn GovernmentInput(props: &ControlProps) -> Html {
    let shell = use_shell();
    let understood = meaning(&props.text);
    let choose = {
        let (draft, field) = (shell.draft.dispatcher(), props.place.clone());
        Callback::from(move |government: &'static Government| {
            draft.dispatch(Edit::Government { field: field.clone(), government });
        })
    };
    let oninput = {
        let (write, choose, draft) =
            (write(&shell, props), choose.clone(), shell.draft.dispatcher());
        Callback::from(move |event: InputEvent| {
            let Some(text) = typed(&event) else { return };
            let is_code = text.chars().all(|c| !c.is_alphabetic());
            match meaning(&text) {
                // A name may still be on its way through an input method, a code is not.
                Meaning::One(government) if is_code => choose.emit(government),
                Meaning::Agency(code) => {
                    draft.dispatch(Edit::Agency { code });
                    // What was pasted stands in its own field now; this one stays as it was.
                    if let Some(input) =
                        event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok())
                    {
                        input.set_value("");
                    }
                    write.emit(String::new());
                }
                _ => write.emit(text),
            }
        })
    };
    let onchange = {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            if let Some(Meaning::One(government)) = typed(&event).map(|text| meaning(&text)) {
                choose.emit(government);
            }
        })
    };
    let status = format!("{}-meaning", props.id);
    let described: Vec<&str> =
        props.described_by.as_deref().into_iter().chain([status.as_str()]).collect();
    let answer = match &understood {
        Meaning::One(g) if g.code.as_str() == props.text => {
            html! { <span class="known">{ full_name(g) }</span> }
        }
        Meaning::One(g) => offer(&[*g], &choose),
        Meaning::Several(all) => html! {
            <>
                <span>{ words::government::which(shell.lang) }</span>
                { offer(all, &choose) }
            </>
        },
        Meaning::Agency(_) | Meaning::Nothing => html! {},
    };
    html! {
        <>
            <input id={props.id.clone()} class="code" type="text" value={props.text.clone()}
                {oninput} {onchange} onblur={leave::<FocusEvent>(&shell, props)}
                autocomplete="off" spellcheck="false" aria-describedby={described.join(" ")}
                aria-invalid={props.invalid.then_some("true")}
                aria-required={props.required.then_some("true")} />
            <div class="meaning" id={status} aria-live="polite">{ answer }</div>
        </>
    }
}

/// The name with what tells it apart from others of the same name.
fn full_name(government: &Government) -> String {
    let prefecture =
        if government.prefecture == government.name { "" } else { government.prefecture };
    format!("{prefecture}{}（{}）{}", government.name, government.reading, government.code)
}

fn offer(all: &[&'static Government], choose: &Callback<&'static Government>) -> Html {
    let button = |government: &&'static Government| {
        let government: &'static Government = government;
        let onclick = choose.reform(move |_: MouseEvent| government);
        // Pressing it must not end the typing: what the field then says would move the button away
        // before it is released.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <button type="button" class="offer" {onclick} {onmousedown}>{ full_name(government) }</button>
        }
    };
    html! { <span class="offers">{ for all.iter().map(button) }</span> }
}
