//! One procedure of the result: its registrations and what changed.

use forms_core::application::CarriedState;
use forms_core::carry_over::CarriedRow;
use forms_core::pack::TableKind;
use forms_core::registry::Registration;
use ui::form::MoreButton;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::decision::DecisionForm;
use super::group::ProcedureEntry;
use super::session::Session;

/// Number of registrations of one procedure that are shown before the button is pressed.
const SHOWN: usize = 5;

#[derive(Properties, PartialEq)]
pub(super) struct EntryViewProps {
    pub(super) session: UseReducerHandle<Session>,
    pub(super) entry: ProcedureEntry,
}

/// Shows a procedure: its registrations, the decision on it if it is retired, and what changed.
#[component]
pub(super) fn EntryView(props: &EntryViewProps) -> Html {
    let lang = use_shell().lang;
    let EntryViewProps { session, entry } = props;
    let Some(carried) = session.result() else { return html! {} };
    let rows: Vec<&CarriedRow> =
        entry.rows.iter().filter_map(|at| carried.result.rows.get(*at)).collect();
    let Some(first) = rows.first() else { return html! {} };
    let code = first.procedure.map(|p| p.to_string());
    let decided = entry.procedure.and_then(|id| session.decisions().on(id));
    let registrations: Vec<Registration> =
        rows.iter().filter_map(|row| row.registered.clone()).collect();
    let label =
        |field: &'static str| in_use().column_label(TableKind::Layout.as_str(), field).to_owned();
    html! {
        <li class="entry">
            <h4>
                { &first.name }
                if let Some(code) = code {
                    <span class="entry-code">{ code }</span>
                }
                if first.awaits_decision() {
                    if decided.is_some() {
                        <span class="badge done">{ words::carry::decided(lang) }</span>
                    } else {
                        <span class="badge attention">{ words::carry::open(lang) }</span>
                    }
                }
            </h4>
            <Registrations {registrations} />
            if first.awaits_decision() {
                <DecisionForm session={session.clone()} row={(*first).clone()} />
            } else if entry.state == CarriedState::Lapsed {
                <p class="notice warning">{ words::carry::information_gone(lang) }</p>
            }
            if !first.changes.is_empty() {
                <dl class="changes">
                    { for first.changes.iter().map(|change| html! {
                        <div>
                            <dt>{ words::carry::changed_field(lang, label(change.field.as_str())) }</dt>
                            <dd><del>{ &change.old }</del>{ " → " }<ins>{ &change.new }</ins></dd>
                        </div>
                    }) }
                </dl>
            }
            if entry.state == CarriedState::Changed && !first.awaits_decision() {
                <p class="help">{ words::carry::changed_look(lang) }</p>
            }
            if entry.state == CarriedState::New {
                <p class="help">{ words::carry::new_look(lang) }</p>
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct RegistrationsProps {
    registrations: Vec<Registration>,
}

/// Shows registrations: who delegates to whom, and the scope.
#[component]
fn Registrations(props: &RegistrationsProps) -> Html {
    let lang = use_shell().lang;
    let all = use_state(|| false);
    let pack = in_use();
    let line = |r: &Registration| {
        let side = pack.choice_label("side", r.side.as_str(), lang);
        let scope = pack.choice_label("scope", r.scope.as_str(), lang);
        let scope = match r.scope_note.as_str() {
            "" => scope.to_owned(),
            note => words::carry::scope_with_note(lang, scope, note),
        };
        html! { <li>{ words::carry::from_to(lang, side, &r.from.name, &r.to.name, scope) }</li> }
    };
    let count = props.registrations.len();
    let shown = if *all { count } else { SHOWN };
    let more = Callback::from(move |_: MouseEvent| all.set(true));
    html! {
        <>
            <ul class="registrations">{ for props.registrations.iter().take(shown).map(line) }</ul>
            <MoreButton left={count.saturating_sub(shown)} onclick={more} />
        </>
    }
}
