//! Fields with one or several of the values that the pack names.

use forms_core::pack::Pack;
use yew::prelude::*;

use super::field::ControlProps;
use super::input::{leave, write, write_value};
use crate::browser::is_checked;
use crate::shell::use_shell;

/// Most values that are shown side by side; more are shown as a drop-down list.
const SIDE_BY_SIDE: usize = 4;

/// Returns the values of a choice with their labels, in the pack's order.
fn values(
    pack: &'static Pack,
    name: &str,
) -> Vec<(&'static str, &'static forms_core::finding::Text)> {
    let values = pack.choices.get(name).into_iter().flatten();
    values.map(|(value, label)| (value.as_str(), label)).collect()
}

/// True if the values of a choice are shown side by side, as a group.
pub(super) fn is_side_by_side(pack: &Pack, name: &str) -> bool {
    pack.choices.get(name).is_some_and(|values| values.len() <= SIDE_BY_SIDE)
}

/// Shows a field of one value: side by side, or as a drop-down list.
#[component]
pub(super) fn Choice(props: &ControlProps) -> Html {
    let props = props.clone();
    let name = props.field.control.choice().unwrap_or_default();
    if is_side_by_side(crate::pack::in_use(), name) {
        html! { <Radios ..props /> }
    } else {
        html! { <Select ..props /> }
    }
}

#[component]
fn Radios(props: &ControlProps) -> Html {
    let shell = use_shell();
    let name = props.field.control.choice().unwrap_or_default();
    let write = write(&shell, props);
    let onblur = leave::<FocusEvent>(&shell, props);
    let options =
        values(crate::pack::in_use(), name).into_iter().enumerate().map(|(at, (value, label))| {
            // The field's own id is at its first choice: a link to the field leads there.
            let id =
                if at == 0 { props.id.clone() } else { format!("{}-{value}", props.id).into() };
            let onchange = write.reform(move |_: Event| value.to_owned());
            html! {
                <label class="option" for={id.clone()}>
                    <input type="radio" {id} name={props.id.clone()} {value} {onchange}
                        checked={props.text == value} onblur={onblur.clone()} />
                    <span>{ label.get(shell.lang) }</span>
                </label>
            }
        });
    html! { <div class="options">{ for options }</div> }
}

#[component]
fn Select(props: &ControlProps) -> Html {
    let shell = use_shell();
    let name = props.field.control.choice().unwrap_or_default();
    let onchange = write_value::<Event>(&shell, props);
    let options = values(crate::pack::in_use(), name).into_iter().map(|(value, label)| {
        html! { <option {value} selected={props.text == value}>{ label.get(shell.lang) }</option> }
    });
    html! {
        <select id={props.id.clone()} {onchange} onblur={leave::<FocusEvent>(&shell, props)}
            aria-describedby={props.described_by.clone()} aria-invalid={props.invalid.then_some("true")}>
            { for options }
        </select>
    }
}

/// Shows a field of any number of values, kept in the draft with commas between them.
#[component]
pub(super) fn Choices(props: &ControlProps) -> Html {
    let shell = use_shell();
    let name = props.field.control.choice().unwrap_or_default();
    let chosen: Vec<String> =
        props.text.split(',').filter(|v| !v.is_empty()).map(str::to_owned).collect();
    let onblur = leave::<FocusEvent>(&shell, props);
    let all = values(crate::pack::in_use(), name);
    let order: Vec<&'static str> = all.iter().map(|(value, _)| *value).collect();
    let options = all.into_iter().enumerate().map(|(at, (value, label))| {
        let id = if at == 0 { props.id.clone() } else { format!("{}-{value}", props.id).into() };
        let (before, order) = (chosen.clone(), order.clone());
        let write = write(&shell, props);
        let onchange = Callback::from(move |event: Event| {
            let Some(on) = is_checked(&event) else { return };
            let holds = |v: &&&str| if **v == value { on } else { before.iter().any(|b| b == **v) };
            write.emit(order.iter().filter(holds).copied().collect::<Vec<_>>().join(","));
        });
        html! {
            <label class="option" for={id.clone()}>
                <input type="checkbox" {id} {value} {onchange} onblur={onblur.clone()}
                    checked={chosen.iter().any(|v| v == value)} />
                <span>{ label.get(shell.lang) }</span>
            </label>
        }
    });
    html! { <div class="options">{ for options }</div> }
}
