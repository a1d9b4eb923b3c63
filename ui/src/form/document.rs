//! The field that names one of the attached files.

use yew::prelude::*;

use super::field::ControlProps;
use super::input::{leave, write_value};
use crate::shell::use_shell;
use crate::words;

/// Shows the attachments as a drop-down list. A name that is not among them is kept and marked.
#[component]
pub(super) fn DocumentChoice(props: &ControlProps) -> Html {
    let shell = use_shell();
    let onchange = write_value::<Event>(&shell, props);
    let names: Vec<AttrValue> = {
        let attachments = shell.draft.content().attachments();
        attachments.map(|a| AttrValue::from(a.file.clone())).collect()
    };
    let gone = !props.text.is_empty() && !names.contains(&props.text);
    let option = |name: &AttrValue| {
        html! { <option value={name.clone()} selected={*name == props.text}>{ name }</option> }
    };
    html! {
        <>
            <select id={props.id.clone()} {onchange} onblur={leave::<FocusEvent>(&shell, props)}
                aria-describedby={props.described_by.clone()}
                aria-invalid={props.invalid.then_some("true")}>
                <option value="" selected={props.text.is_empty()}>
                    { words::attachments::choose(shell.lang) }
                </option>
                if gone {
                    <option value={props.text.clone()} selected={true}>
                        { words::attachments::gone(shell.lang, &props.text) }
                    </option>
                }
                { for names.iter().map(option) }
            </select>
            if names.is_empty() {
                <p class="note"><a href="#/task/attachments">{ words::attachments::attach_first(shell.lang) }</a></p>
            }
        </>
    }
}
