//! 受付簿: the applicants, one row each.
//!
//! The grid has the focus as a whole and names the row that the person is at, so that the focus stays where it is
//! however the rows change.

use forms_core::application::Organ;
use forms_core::review::desk::{Desk, DeskRow, SortKey};
use forms_core::review::session::ApplicantKey;
use forms_core::review::summary::{CheckResult, result_word, state_word};
use ui::shell::use_shell;
use ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;

use super::labels;
use super::state::{DeskState, Shared, use_desk};
use super::window::use_window;

/// The `id` of the grid, which takes the focus.
pub(super) const GRID: &str = "register";

/// The `id` of a row.
fn row_id(key: ApplicantKey) -> String {
    match key.organ {
        Organ::Head => format!("row-{}", key.code),
        organ => format!("row-{}-{}", key.code, organ.as_str()),
    }
}

/// Shows the applicants.
#[component]
pub(super) fn Register() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let total = state.shown().len();
    let rows = use_window(total);
    let at = state.position();
    {
        let rows = rows.clone();
        use_effect_with((state.place().current, at), move |(current, at)| {
            if let (Some(_), Some(at)) = (current, at) {
                rows.show(*at);
            }
        });
    }
    let onscroll = {
        let rows = rows.clone();
        Callback::from(move |_: Event| rows.look())
    };
    let onkeydown = {
        let (state, page) = (state.clone(), rows.page());
        Callback::from(move |event: KeyboardEvent| move_by_key(&state, page, &event))
    };
    let range = rows.rows();
    let current = state.current();
    let in_document = at.is_some_and(|at| range.contains(&at));
    let active = current.filter(|_| in_document).map(row_id);
    let shown = state.shown().enumerate().skip(range.start).take(range.len());
    let place = state.place();
    let one = |(number, row): (usize, &DeskRow)| {
        let key = row.key();
        html! {
            <Row key={row_id(key)} desk={state.desk.clone()} applicant={key} number={number + 2} open={place.open && current == Some(key)}
                current={current == Some(key)} chosen={place.chosen.contains(&key)} />
        }
    };
    html! {
        <div class="register" id={GRID} role="grid" tabindex="0" aria-label={words::desk::register_of(lang, total)}
            aria-rowcount={(total + 1).to_string()} aria-multiselectable="true" aria-activedescendant={active}
            aria-describedby="register-keys" ref={rows.frame.clone()} {onscroll} {onkeydown}>
            <Head />
            <div class="register-body" role="rowgroup" ref={rows.body.clone()}>{ for shown.map(one) }</div>
        </div>
    }
}

/// Moves among the rows by keys that belong to grids, and opens and chooses them.
fn move_by_key(state: &DeskState, page: usize, event: &KeyboardEvent) {
    // Buttons in the head have keys of their own.
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let on_grid = target.is_some_and(|element| element.id() == GRID);
    if !on_grid || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let page = isize::try_from(page).unwrap_or(isize::MAX);
    match event.key().as_str() {
        "ArrowDown" => state.step(1),
        "ArrowUp" => state.step(-1),
        "PageDown" => state.step(page),
        "PageUp" => state.step(-page),
        "Home" => state.step(isize::MIN + 1),
        "End" => state.step(isize::MAX),
        "Enter" => {
            if let Some(key) = state.current() {
                state.open(key);
            }
        }
        " " => toggle(state, state.current()),
        _ => return,
    }
    event.prevent_default();
}

/// Chooses a row to be done together with others, or no longer.
pub(super) fn toggle(state: &DeskState, key: Option<ApplicantKey>) {
    let Some(key) = key else { return };
    state.change(move |place| {
        if !place.chosen.remove(&key) {
            place.chosen.insert(key);
        }
        place.current = Some(key);
    });
}

/// Shows the names of the columns, with buttons that sort.
#[component]
fn Head() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let sort = state.place().sort;
    let sort_by = |key: SortKey| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| {
            state.change(move |place| {
                // The third press goes back to what needs the reviewer first.
                let same = place.sort.key == key;
                place.sort = match (same, place.sort.descending) {
                    (true, true) => Default::default(),
                    (same, _) => forms_core::review::desk::Sort { key, descending: same },
                };
            });
        })
    };
    let one = |(key, name): (Option<SortKey>, &'static str)| {
        let sorted = key.filter(|key| *key == sort.key);
        let order = sorted.map(|_| if sort.descending { "descending" } else { "ascending" });
        let mark = order.map(|order| if order == "descending" { " ▼" } else { " ▲" });
        html! {
            <div role="columnheader" aria-sort={order}>
                if let Some(key) = key {
                    <button type="button" class="plain" onclick={sort_by(key)}>{ name }<span aria-hidden="true">{ mark }</span></button>
                } else {
                    <span>{ name }</span>
                }
            </div>
        }
    };
    html! {
        <div class="register-head" role="rowgroup">
            <div class="register-row" role="row" aria-rowindex="1">
                <div role="columnheader"><span class="visually-hidden">{ words::desk::chosen(lang) }</span></div>
                { for labels::columns(lang).into_iter().map(one) }
            </div>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    desk: Shared<Desk>,
    applicant: ApplicantKey,
    /// Its number in the grid, the head being 1.
    number: usize,
    current: bool,
    open: bool,
    chosen: bool,
}

/// Shows an applicant.
#[component]
fn Row(props: &RowProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let key = props.applicant;
    let Some(row) = props.desk.row(key) else { return html! {} };
    let applicant = row.applicant();
    let name = labels::name(row, lang);
    let open = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.open(key))
    };
    let choose = Callback::from(move |event: MouseEvent| {
        event.stop_propagation();
        toggle(&state, Some(key));
    });
    let rounds = match applicant.rounds.len() {
        0 => "–".to_owned(),
        count => count.to_string(),
    };
    let result = row.summary.result.map_or("–", |result| result_word(result, lang));
    let needed = row.need.map(|need| labels::need(need, lang));
    let class = classes!(
        "register-row",
        row.need.map(|_| "needed"),
        props.current.then_some("current"),
        props.open.then_some("open"),
        props.chosen.then_some("chosen"),
    );
    html! {
        <div {class} role="row" id={row_id(key)} aria-rowindex={props.number.to_string()} aria-selected={props.chosen.to_string()} onclick={open}>
            <div role="gridcell" class="choose" onclick={choose}>
                <span class="tick" aria-hidden="true">{ if props.chosen { "✓" } else { "" } }</span>
            </div>
            <div role="gridcell" class="code">{ applicant.key.code.to_string() }</div>
            <div role="gridcell" class="name" title={name.clone()}>{ &name }</div>
            <div role="gridcell" class="number">{ rounds }</div>
            <div role="gridcell" class={classes!("result", result_class(row))}>{ result }</div>
            <div role="gridcell" class="counts">{ labels::counts(row, lang) }</div>
            <div role="gridcell" class="against">{ labels::against(row.standing, lang) }</div>
            <div role="gridcell" class="state">
                { state_word(row.state(), lang) }
                if let Some(needed) = needed { <span class="need" title={needed}>{ needed }</span> }
            </div>
            <div role="gridcell" class="owner">{ applicant.owner.clone().unwrap_or_default() }</div>
        </div>
    }
}

/// The class of a result; the words say it too.
fn result_class(row: &DeskRow) -> &'static str {
    match row.summary.result {
        Some(CheckResult::Conforms) => "good",
        Some(_) => "bad",
        None => "none",
    }
}
