//! The provisions of an instrument as a tree, from which a person chooses one.

use std::collections::BTreeSet;
use std::rc::Rc;

use forms_core::text::fold_ascii;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::Marks;
use crate::browser::{input_value, is_composing};
use crate::client::{InstrumentReading, ProvisionGroup, ProvisionLine};
use crate::form::paging::use_paging;
use crate::shell::use_shell;
use crate::words;

/// Most provisions of a text whose articles are all open at first.
const OPEN_UP_TO: usize = 80;

/// Number of articles shown at first, and added by the button.
const PAGE: usize = 60;

#[derive(Properties, PartialEq)]
pub(super) struct ProvisionTreeProps {
    pub(super) id: AttrValue,
    pub(super) reading: Rc<InstrumentReading>,
    /// The citations that the field holds now.
    pub(super) chosen: Vec<String>,
    pub(super) on_choose: Callback<String>,
}

/// Shows the tree, with a field to search it.
#[component]
pub(super) fn ProvisionTree(props: &ProvisionTreeProps) -> Html {
    let lang = use_shell().lang;
    let ProvisionTreeProps { id, reading, chosen, on_choose } = props;
    let wanted = use_state(String::new);
    let toggled = use_state(BTreeSet::<usize>::new);
    let (shown, more) = use_paging(PAGE);
    let search = {
        let (wanted, shown, toggled) = (wanted.clone(), shown.clone(), toggled.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(text) = input_value(&event) {
                wanted.set(comparable(&text));
                shown.set(PAGE);
                toggled.set(BTreeSet::new());
            }
        })
    };
    let toggle = on_toggle(&toggled);
    let is_short = reading.groups.iter().map(|g| g.lines.len()).sum::<usize>() <= OPEN_UP_TO;
    let found: Vec<usize> = matching(reading, &wanted);
    let rest = found.len().saturating_sub(*shown);
    let group = |at: &usize| {
        let group = &reading.groups[*at];
        let holds = group.lines.iter().any(|l| chosen.contains(&l.citation));
        let at_first = is_short || holds || !wanted.is_empty();
        let open = at_first != toggled.contains(at);
        html! {
            <Group key={*at} at={*at} {open} reading={Rc::clone(reading)} chosen={chosen.clone()}
                toggle={toggle.clone()} on_choose={on_choose.clone()} />
        }
    };
    let search_id = format!("{id}-search");
    let title = reading.title.clone().unwrap_or_default();
    html! {
        <div class="provisions" {id} onkeydown={Callback::from(walk)}>
            <p class="instrument-title">
                <strong>{ title }</strong>
                if let Some(number) = &reading.number { <span>{ number }</span> }
            </p>
            <label for={search_id.clone()}>{ words::law::search(lang) }</label>
            <input id={search_id} type="search" autocomplete="off" spellcheck="false" oninput={search} />
            <p class="help" role="status">
                if found.is_empty() { { words::law::no_match(lang) } }
                else { { words::law::how_to(lang) } }
            </p>
            <ol class="groups">{ for found.iter().take(*shown).map(group) }</ol>
            if rest > 0 {
                <button type="button" onclick={more}>{ words::list::more(lang, rest) }</button>
            }
        </div>
    }
}

/// Returns the callback that opens a closed group and closes an open one.
fn on_toggle(toggled: &UseStateHandle<BTreeSet<usize>>) -> Callback<usize> {
    let toggled = toggled.clone();
    Callback::from(move |at: usize| {
        let mut set = (*toggled).clone();
        if !set.remove(&at) {
            set.insert(at);
        }
        toggled.set(set);
    })
}

/// Returns the text without spaces, in narrow letters and lower case, as the search compares it.
fn comparable(text: &str) -> String {
    fold_ascii(text).to_lowercase().split_whitespace().collect()
}

/// Returns the indices of the groups that contain the wanted text; all if it is empty.
fn matching(reading: &InstrumentReading, wanted: &str) -> Vec<usize> {
    let holds = |text: &str| comparable(text).contains(wanted);
    let hit = |group: &ProvisionGroup| {
        wanted.is_empty()
            || holds(&group.name)
            || group.heading.as_deref().is_some_and(holds)
            || group.lines.iter().any(|line| holds(&line.text) || holds(&line.citation))
    };
    let groups = reading.groups.iter().enumerate();
    groups.filter(|(_, group)| hit(group)).map(|(at, _)| at).collect()
}

#[derive(Properties, PartialEq)]
struct GroupProps {
    at: usize,
    open: bool,
    reading: Rc<InstrumentReading>,
    chosen: Vec<String>,
    toggle: Callback<usize>,
    on_choose: Callback<String>,
}

/// Shows a group of provisions: an article, a 附則 or a table.
#[component]
fn Group(props: &GroupProps) -> Html {
    let lang = use_shell().lang;
    let Some(group) = props.reading.groups.get(props.at) else { return html! {} };
    let at = props.at;
    let onclick = props.toggle.reform(move |_: MouseEvent| at);
    let name = if group.name.is_empty() { words::law::whole_text(lang) } else { &group.name };
    html! {
        <li class="provision-group">
            <button type="button" class="plain walk" {onclick} aria-expanded={props.open.to_string()}>
                { name }
                if let Some(heading) = &group.heading { <span class="heading">{ words::law::heading(lang, heading) }</span> }
            </button>
            if props.open {
                <ul>{ for group.lines.iter().map(|line| html! {
                    <Line key={line.citation.clone()} line={line.clone()}
                        chosen={props.chosen.contains(&line.citation)}
                        on_choose={props.on_choose.clone()} />
                }) }</ul>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    line: ProvisionLine,
    chosen: bool,
    on_choose: Callback<String>,
}

/// Shows a provision; as a button if a delegation can be based on it.
#[component]
fn Line(props: &LineProps) -> Html {
    let line = &props.line;
    let class = format!("provision depth-{}", line.depth.min(4));
    let body = html! {
        <>
            <span class="citation">{ &line.citation }</span>
            <Marks line={line.clone()} />
            <span class="words">{ &line.text }</span>
        </>
    };
    if line.open || line.deleted {
        return html! { <li class={classes!(class, "no-choice")}>{ body }</li> };
    }
    let citation = line.citation.clone();
    let onclick = props.on_choose.reform(move |_: MouseEvent| citation.clone());
    html! {
        <li {class}>
            <button type="button" class="walk" {onclick} aria-pressed={props.chosen.to_string()}>
                { body }
            </button>
        </li>
    }
}

/// Moves the focus with the arrow keys up and down from one button of the tree to the next.
fn walk(event: KeyboardEvent) {
    if is_composing(&event) {
        return;
    }
    let by: i32 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let tree = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let here = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
    let (Some(tree), Some(here)) = (tree, here) else { return };
    let Ok(buttons) = tree.query_selector_all("button.walk") else { return };
    let all: Vec<HtmlElement> = (0..buttons.length())
        .filter_map(|at| buttons.item(at)?.dyn_into::<HtmlElement>().ok())
        .collect();
    // From the search field, down leads to the first button.
    let next = match all.iter().position(|button| *button == here) {
        Some(at) => at.checked_add_signed(by as isize),
        None => (by > 0).then_some(0),
    };
    if let Some(next) = next.and_then(|at| all.get(at)) {
        event.prevent_default();
        // It fails only for an element that has just gone, which needs no focus.
        let _ = next.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading() -> InstrumentReading {
        let line = |citation: &str, text: &str| ProvisionLine {
            citation: citation.into(),
            text: text.into(),
            ..ProvisionLine::default()
        };
        let group = |name: &str, heading: &str, lines| ProvisionGroup {
            name: name.into(),
            heading: Some(heading.into()),
            lines,
        };
        InstrumentReading {
            title: None,
            number: None,
            kind: None,
            groups: vec![
                group("第1条", "趣旨", vec![line("第1条", "必要な事項を定める。")]),
                group(
                    "第2条",
                    "委任",
                    vec![line("第2条第1項第10号", "ＤＶ等支援措置に関すること。")],
                ),
            ],
        }
    }

    #[test]
    fn a_search_looks_at_headings_citations_and_words_in_any_width() {
        let found = |wanted: &str| matching(&reading(), &comparable(wanted));
        assert_eq!(found(""), [0, 1]);
        assert_eq!(found("趣旨"), [0]);
        assert_eq!(found("第１０号"), [1]);
        assert_eq!(found("dv 等"), [1]);
        assert_eq!(found("給食"), [0usize; 0]);
    }
}
