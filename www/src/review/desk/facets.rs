//! The facets beside the register: values with counts, which narrow the rows.

use forms_core::review::desk::{Facet, FacetCount};
use ui::browser::input_value;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::labels;
use super::state::use_desk;

/// The `id` of the search field.
pub(super) const SEARCH: &str = "register-search";

/// Values of one facet that are shown at first.
const FEW: usize = 8;

/// Shows the search field.
#[component]
pub(super) fn Search() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let text = state.place().filter.text.clone();
    let oninput = {
        let state = state.clone();
        Callback::from(move |event: InputEvent| {
            let Some(text) = input_value(&event) else { return };
            state.change(move |place| {
                place.filter.text.clone_from(&text);
                // The first of those that are left is the one to look at.
                place.current = None;
            });
        })
    };
    // Enter and Esc lead back to the rows.
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let key = event.key();
        if !ui::browser::is_composing(&event) && (key == "Enter" || key == "Escape") {
            event.prevent_default();
            if key == "Escape" {
                state.change(|place| place.filter.text.clear());
            }
            ui::browser::focus(super::register::GRID);
        }
    });
    html! {
        <div class="search">
            <label for={SEARCH}>{ words::desk::search(lang) }</label>
            <input type="search" id={SEARCH} value={text} {oninput} {onkeydown} placeholder={words::desk::search_example(lang)} />
        </div>
    }
}

/// Shows the facets.
#[component]
pub(super) fn Facets() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let clear = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.change(|place| place.filter = Default::default()))
    };
    let one = |(facet, counts): &(Facet, Vec<FacetCount>)| {
        // One value tells nothing apart.
        let useful = counts.len() > 1 || counts.iter().any(|c| c.chosen);
        html! {
            if useful {
                <OneFacet facet={*facet} counts={counts.clone()} key={labels::facet(*facet, lang)} />
            }
        }
    };
    html! {
        <div class="facets">
            if !state.place().filter.is_empty() {
                <button type="button" class="plain" onclick={clear}>{ words::desk::show_all(lang, state.desk.rows().len()) }</button>
            }
            { for state.view.facets.iter().map(one) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneFacetProps {
    facet: Facet,
    counts: Vec<FacetCount>,
}

/// Shows one facet.
#[component]
fn OneFacet(props: &OneFacetProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let all = use_state(|| false);
    let one = |count: &FacetCount| {
        let (state, value) = (state.clone(), count.value.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let value = value.clone();
            state.change(move |place| {
                place.filter.toggle(value.clone());
                place.current = None;
            });
        });
        html! {
            <li>
                <button type="button" class="facet" aria-pressed={count.chosen.to_string()} {onclick}>
                    <span>{ labels::value(&count.value, lang) }</span>
                    <span class="count">{ words::desk::count(lang, count.count) }</span>
                </button>
            </li>
        }
    };
    let shown = if *all { props.counts.len() } else { FEW };
    let few = props.counts.iter().enumerate().filter(|(at, c)| *at < shown || c.chosen);
    let left = props.counts.len().saturating_sub(shown);
    let more = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    html! {
        <fieldset>
            <legend>{ labels::facet(props.facet, lang) }</legend>
            <ul>{ for few.map(|(_, count)| one(count)) }</ul>
            if left > 0 {
                <button type="button" class="plain" onclick={more}>{ words::list::more(lang, left) }</button>
            }
        </fieldset>
    }
}
