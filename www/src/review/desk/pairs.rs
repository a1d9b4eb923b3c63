//! 突合: what does not fit together between two applicants, as columns side by side.

use std::rc::Rc;

use forms_core::review::desk::{Pair, PairDifference, PairSide, Pairs, pairs};
use ui::form::{MoreButton, severity_word, use_paging};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::labels;
use super::state::{Shared, use_desk};

/// Pairs shown at first, and added by the button.
const PAGE: usize = 20;

/// Returns the pairs of the session.
#[hook]
pub(super) fn use_pairs() -> Rc<Pairs> {
    let lang = use_shell().lang;
    let state = use_desk();
    let session = Shared(state.bench.session.clone());
    let (cross, holds) = (state.cross.clone().map(Shared), state.bench.cross.is_some());
    let made_of = (session, state.desk.clone(), cross, holds, lang);
    use_memo(made_of, |(session, desk, cross, holds, lang)| {
        let cross = cross.as_ref().map(|cross| cross.as_slice());
        let mut all = pairs(session, desk, cross, ui::pack::in_use(), *lang);
        all.compared.known = *holds;
        all
    })
}

/// Shows the pairs.
#[component]
pub(super) fn PairsView() -> Html {
    let lang = use_shell().lang;
    let all = use_pairs();
    let state = use_desk();
    let (paged, more) = use_paging(PAGE);
    let Pairs { pairs, others, compared } = &*all;
    let left = pairs.len().saturating_sub(*paged);
    let running = state.bench.intake.is_running();
    html! {
        <div class="pairs">
            if running || !compared.known {
                <p class="notice">{ words::desk::not_compared_yet(lang) }</p>
            } else if pairs.is_empty() && others.is_empty() && compared.is_complete() {
                <p class="notice good">{ words::desk::all_fit(lang, compared.compared) }</p>
            } else if !compared.is_complete() {
                <p class="notice warning">{ words::desk::compared_partly(lang, compared.compared, compared.missing, compared.files) }</p>
            }
            { for pairs.iter().take(*paged).enumerate().map(|(number, pair)| html! { <OnePair pair={pair.clone()} {number} key={number} /> }) }
            <MoreButton {left} onclick={more} />
            if !others.is_empty() {
                <h3>{ words::desk::other_cross(lang, others.len()) }</h3>
                <ul class="cross-list">
                    { for others.iter().map(|one| html! {
                        <li class={classes!("problem", one.finding.severity.as_str())}>
                            <span class="severity">{ severity_word(one.finding.severity, lang) }</span>
                            <span class="code">{ one.finding.code.as_str() }</span>
                            <span class="message">{ one.finding.message(lang) }</span>
                            <span class="hint">{ one.finding.review_hint(lang) }</span>
                        </li>
                    }) }
                </ul>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OnePairProps {
    pair: Pair,
    number: usize,
}

/// Shows a pair.
#[component]
fn OnePair(props: &OnePairProps) -> Html {
    let Pair { sides, differences } = &props.pair;
    let title = format!("pair-{}", props.number);
    let names: Vec<&str> = sides.iter().map(|side| side.name.as_str()).collect();
    html! {
        <section class="pair-card" aria-labelledby={title.clone()}>
            <h3 id={title}>{ names.join(" ／ ") }</h3>
            { for differences.iter().enumerate().map(|(at, one)| html! {
                <Difference difference={one.clone()} sides={sides.clone()} key={at} />
            }) }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct DifferenceProps {
    difference: PairDifference,
    sides: Vec<PairSide>,
}

/// Shows what each side wrote.
#[component]
fn Difference(props: &DifferenceProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let PairDifference { finding, places, cells } = &props.difference;
    let head = |(side, place): (&PairSide, &forms_core::check::PackagePlace)| {
        let open = side.key.map(|key| {
            let state = state.clone();
            Callback::from(move |_: MouseEvent| state.open(key))
        });
        let name =
            side.key.map_or_else(|| side.name.clone(), |key| labels::called(key, &side.name, lang));
        let at = labels::place(&place.location, lang);
        html! {
            <th scope="col">
                if let Some(open) = open {
                    <button type="button" class="plain" onclick={open}>{ name }</button>
                } else {
                    { name }
                }
                <span class="weak">{ if at.is_empty() { words::desk::no_row(lang).to_owned() } else { at } }</span>
            </th>
        }
    };
    let label = words::desk::pair_table(lang, finding.code);
    html! {
        <div class="difference">
            <p class={classes!("problem", finding.severity.as_str())}>
                <span class="severity">{ severity_word(finding.severity, lang) }</span>
                <span class="code">{ finding.code.as_str() }</span>
                <span class="message">{ finding.message(lang) }</span>
                <span class="hint">{ finding.review_hint(lang) }</span>
            </p>
            <div class="table-frame context" role="region" tabindex="0" aria-label={label}>
                <table>
                    <thead><tr><th scope="col">{ words::desk::field(lang) }</th>{ for props.sides.iter().zip(places).map(head) }</tr></thead>
                    <tbody>
                        { for cells.iter().map(|cell| html! {
                            <tr class={cell.differs.then_some("differs")}>
                                <th scope="row">{ &cell.label }if cell.differs { <span class="tag">{ words::desk::differs(lang) }</span> }</th>
                                { for cell.texts.iter().map(|text| html! {
                                    <td>{ match text.as_deref() {
                                        None => words::desk::none(lang),
                                        Some("") => words::desk::blank(lang),
                                        Some(text) => text,
                                    } }</td>
                                }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </div>
    }
}
