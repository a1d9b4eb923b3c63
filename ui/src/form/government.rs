//! The field of a local government: a person types or pastes a code or a name, and the fields that
//! follow from it are filled in.

use forms_core::code::Government;
use forms_core::finding::Lang;
use gloo::events::EventListener;
use web_sys::{Event, HtmlInputElement};
use yew::prelude::*;

use super::field::ControlProps;
use super::input::{leave, write};
use crate::browser::{clear_input, input_value, is_composing};
use crate::draft::Edit;
use crate::draft::government::{GovernmentMeaning, meaning};
use crate::shell::{Shell, use_shell};
use crate::words;

/// Shows a field for the code or the name of a local government, with what the text means under it.
#[component]
pub(super) fn GovernmentInput(props: &ControlProps) -> Html {
    let shell = use_shell();
    let choose = {
        let (draft, field) = (shell.draft.dispatcher(), props.place.clone());
        Callback::from(move |government: &'static Government| {
            draft.dispatch(Edit::Government { field: field.clone(), government });
        })
    };
    let take = take(&shell, props, choose.clone());
    let node = use_composed(props, take.clone());
    let oninput = take.reform(InputEvent::into);
    let onchange = {
        let choose = choose.clone();
        Callback::from(move |event: Event| {
            if let Some(GovernmentMeaning::One(government)) =
                input_value(&event).map(|text| meaning(&text))
            {
                choose.emit(government);
            }
        })
    };
    let status = format!("{}-meaning", props.id);
    let described: Vec<&str> =
        props.described_by.as_deref().into_iter().chain([status.as_str()]).collect();
    html! {
        <>
            <input ref={node} id={props.id.clone()} class="code" type="text" value={props.text.clone()}
                {oninput} {onchange} onblur={leave::<FocusEvent>(&shell, props)}
                autocomplete="off" spellcheck="false" aria-describedby={described.join(" ")}
                aria-invalid={props.invalid.then_some("true")}
                aria-required={props.required.then_some("true")} />
            <div class="meaning" id={status} aria-live="polite">{ answer(&props.text, &choose, shell.lang) }</div>
        </>
    }
}

/// Returns the callback for each keystroke and paste: a whole code chooses its government, a 機関コード
/// moves to its own field of the same record, any other text is written as it is.
fn take(
    shell: &Shell,
    props: &ControlProps,
    choose: Callback<&'static Government>,
) -> Callback<Event> {
    let (write, draft) = (write(shell, props), shell.draft.dispatcher());
    let (field, moves_agency) = (props.place.clone(), shell.draft.has_agency_field(&props.place));
    Callback::from(move |event: Event| {
        let Some(text) = input_value(&event) else { return };
        if is_composing(&event) {
            return write.emit(text);
        }
        let is_code = text.chars().all(|c| !c.is_alphabetic());
        match meaning(&text) {
            GovernmentMeaning::One(government) if is_code => choose.emit(government),
            GovernmentMeaning::Agency(code) if moves_agency => {
                draft.dispatch(Edit::Agency { field: field.clone(), code });
                // The draft's text may not change, and then nothing is drawn anew.
                clear_input(&event);
                write.emit(String::new());
            }
            _ => write.emit(text),
        }
    })
}

/// Takes the text when an input method has finished: browsers send no other event for it. Yew knows no
/// such listener. Returns the reference for the input.
#[hook]
fn use_composed(props: &ControlProps, take: Callback<Event>) -> NodeRef {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.place.clone(), move |_| {
            let listener = node.cast::<HtmlInputElement>().map(|input| {
                EventListener::new(&input, "compositionend", move |event| take.emit(event.clone()))
            });
            move || drop(listener)
        });
    }
    node
}

/// Shows what the text means: the government's full name, or the governments to choose from.
fn answer(text: &str, choose: &Callback<&'static Government>, lang: Lang) -> Html {
    match meaning(text) {
        GovernmentMeaning::One(g) if g.code.as_str() == text => {
            html! { <span class="known">{ full_name(g, lang) }</span> }
        }
        GovernmentMeaning::One(g) => offer(&[g], choose, lang),
        GovernmentMeaning::Several(all) => html! {
            <>
                <span>{ words::government::which(lang) }</span>
                { offer(&all, choose, lang) }
            </>
        },
        GovernmentMeaning::Agency(_) => html! { <span>{ words::government::agency(lang) }</span> },
        GovernmentMeaning::Nothing => html! {},
    }
}

/// Returns prefecture, name, reading and code, as several governments may have the same name.
fn full_name(government: &Government, lang: Lang) -> String {
    let prefecture =
        if government.prefecture == government.name { "" } else { government.prefecture };
    let Government { name, reading, code, .. } = government;
    words::government::full_name(lang, prefecture, name, reading, code)
}

/// Shows a button for each government.
fn offer(all: &[&'static Government], choose: &Callback<&'static Government>, lang: Lang) -> Html {
    let button = |government: &&'static Government| {
        let government: &'static Government = government;
        let onclick = choose.reform(move |_: MouseEvent| government);
        // Pressing the button must not take the focus from the input: the text shown on leaving it
        // would move the button away before it is released.
        let onmousedown = Callback::from(|event: MouseEvent| event.prevent_default());
        html! {
            <button type="button" class="offer" {onclick} {onmousedown}>{ full_name(government, lang) }</button>
        }
    };
    html! { <span class="offers">{ for all.iter().map(button) }</span> }
}
