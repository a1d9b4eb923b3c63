//! What a person writes about an applicant: notes, calls, waivers, the owner, and whose and of when a file is.

use std::collections::BTreeSet;

use forms_core::finding::Lang;
use forms_core::review::session::{Act, ApplicantKey, Waiver};
use ui::shell::use_shell;
use ui::words;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::state::use_desk;

/// The `id` of the field for a note.
pub(super) const NOTE: &str = "note-text";

/// Takes the text of an input or text area and empties it.
fn take(field: &NodeRef) -> String {
    if let Some(input) = field.cast::<HtmlInputElement>() {
        let text = input.value();
        input.set_value("");
        return text.trim().to_owned();
    }
    let Some(area) = field.cast::<HtmlTextAreaElement>() else { return String::new() };
    let text = area.value();
    area.set_value("");
    text.trim().to_owned()
}

fn value(field: &NodeRef) -> String {
    let text = field.cast::<HtmlInputElement>().map(|input| input.value());
    text.unwrap_or_default().trim().to_owned()
}

#[derive(Properties, PartialEq)]
pub(super) struct FormsProps {
    /// The applicant.
    pub(super) applicant: ApplicantKey,
}

/// Shows the fields for notes, calls and the owner.
#[component]
pub(super) fn Forms(props: &FormsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let key = props.applicant;
    let [note, with, said] = [use_node_ref(), use_node_ref(), use_node_ref()];
    let wrong = use_state(|| None::<&'static str>);
    let acting = |make: Box<dyn Fn() -> Result<Act, &'static str>>| {
        let (state, wrong, announce) = (state.clone(), wrong.clone(), shell.announce.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match make() {
                Ok(act) => {
                    wrong.set(None);
                    announce.emit(words::desk::recorded(lang).to_owned());
                    state.bench.act(vec![act]);
                }
                Err(message) => wrong.set(Some(message)),
            }
        })
    };
    let write_note = {
        let note = note.clone();
        acting(Box::new(move || match take(&note) {
            text if text.is_empty() => Err(words::desk::write_first(lang)),
            text => Ok(Act::Note { applicant: key, text }),
        }))
    };
    let write_call = {
        let (with, said) = (with.clone(), said.clone());
        acting(Box::new(move || {
            if value(&said).is_empty() {
                return Err(words::desk::write_first(lang));
            }
            Ok(Act::Call { applicant: key, with: take(&with), text: take(&said) })
        }))
    };
    html! {
        <div class="detail-forms">
            if let Some(message) = *wrong {
                <p class="notice error" role="alert">{ message }</p>
            }
            <form class="line" onsubmit={write_note}>
                <label for={NOTE}>{ words::desk::note(lang) }</label>
                <input id={NOTE} ref={note} />
                <button type="submit">{ words::desk::record(lang) }</button>
            </form>
            <form class="line" onsubmit={write_call}>
                <label for="call-with">{ words::desk::call_with(lang) }</label>
                <input id="call-with" class="short" ref={with} />
                <label for="call-said">{ words::desk::call_said(lang) }</label>
                <input id="call-said" ref={said} />
                <button type="submit">{ words::desk::record(lang) }</button>
            </form>
            <OwnerForm applicant={key} />
        </div>
    }
}

/// Shows the field for the person who looks after an applicant, with the names known so far.
#[component]
fn OwnerForm(props: &FormsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let key = props.applicant;
    let owner = use_node_ref();
    let assign = {
        let (state, owner, announce) = (state.clone(), owner.clone(), shell.announce.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let owner = Some(value(&owner)).filter(|name| !name.is_empty());
            announce.emit(words::desk::recorded(lang).to_owned());
            state.bench.act(vec![Act::Assign { applicant: key, owner }]);
        })
    };
    let now = state.desk.row(key).and_then(|row| row.applicant().owner.clone());
    let known = state.desk.applicants().filter_map(|a| a.owner.as_deref());
    let me = (!state.bench.reviewer.is_empty()).then_some(&*state.bench.reviewer);
    let owners: BTreeSet<&str> = known.chain(me).collect();
    html! {
        <form class="line" onsubmit={assign}>
            <label for="owner">{ words::desk::owner(lang) }</label>
            <input id="owner" class="short" list="owners" ref={owner} value={now.unwrap_or_default()} />
            <datalist id="owners">{ for owners.iter().map(|one| html! { <option value={one.to_string()} /> }) }</datalist>
            <button type="submit">{ words::desk::set_owner(lang) }</button>
        </form>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct WaiverFormProps {
    /// The beginning of the `id`s of its fields.
    pub(super) id: String,
    /// The number of findings that it is about.
    pub(super) count: usize,
    /// Called with a waiver that has a reason and an approver.
    pub(super) on_waive: Callback<Waiver>,
}

/// Shows the fields for the reason and the approver of a waiver.
#[component]
pub(super) fn WaiverForm(props: &WaiverFormProps) -> Html {
    let lang = use_shell().lang;
    let (reason, approver) = (use_node_ref(), use_node_ref());
    let wrong = use_state(|| false);
    let onsubmit = {
        let (reason, approver) = (reason.clone(), approver.clone());
        let (on_waive, wrong) = (props.on_waive.clone(), wrong.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let waiver = Waiver { reason: value(&reason), approver: value(&approver) };
            let whole = !waiver.reason.is_empty() && !waiver.approver.is_empty();
            wrong.set(!whole);
            if whole {
                on_waive.emit(waiver);
            }
        })
    };
    let of = |name: &str| format!("{}-{name}", props.id);
    html! {
        <form class="line waiver-form" {onsubmit}>
            if *wrong {
                <p class="notice error" role="alert">{ words::desk::waiver_needs(lang) }</p>
            }
            <label for={of("reason")}>{ words::desk::waiver_reason(lang) }</label>
            <input id={of("reason")} ref={reason} />
            <label for={of("approver")}>{ words::desk::waiver_approver(lang) }</label>
            <input id={of("approver")} class="short" ref={approver} />
            <button type="submit">{ waive_button(props.count, lang) }</button>
        </form>
    }
}

fn waive_button(count: usize, lang: Lang) -> String {
    match count {
        1 => words::desk::waive_this(lang).to_owned(),
        count => words::desk::waive_many(lang, count),
    }
}
