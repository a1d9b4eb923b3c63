//! The tables that were dropped, each with its role and how reading it went, and the choice of the
//! applicant.

use forms_core::application::Applicant;
use forms_core::finding::{Finding, Lang};
use forms_core::pack::ColumnKey;
use forms_core::reference::TableRole;
use ui::browser::input_value;
use ui::client::TableFacts;
use ui::draft::government::{self, GovernmentMeaning};
use ui::form::{MoreButton, Problems, ProgressBar, use_paging};
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::mapping::MappingDialog;
use super::role_word;
use super::session::{ReadingStage, Session, SessionStep, TableFile};

/// Number of findings of a table shown at first, and added by the button.
const PAGE: usize = 50;

#[derive(Properties, PartialEq)]
pub(super) struct TableListProps {
    pub(super) session: UseReducerHandle<Session>,
}

/// Shows the tables as a list.
#[component]
pub(super) fn TableList(props: &TableListProps) -> Html {
    let lang = use_shell().lang;
    let session = &props.session;
    html! {
        <section>
            <h2>{ words::carry::tables(lang) }</h2>
            <ul class="tables">
                { for session.files().iter().map(|file| html! {
                    <TableLine session={session.clone()} file={file.clone()} key={file.id} />
                }) }
            </ul>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct TableLineProps {
    session: UseReducerHandle<Session>,
    file: TableFile,
}

/// Shows one table: its role, and how reading it went.
#[component]
fn TableLine(props: &TableLineProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let TableLineProps { session, file } = props;
    let id = file.id;
    let remove = {
        let (steps, announce) = (session.dispatcher(), shell.announce.clone());
        let name = file.file.name.clone();
        Callback::from(move |_: MouseEvent| {
            steps.dispatch(SessionStep::Remove { id });
            announce.emit(words::carry::removed(lang, &name));
            ui::browser::focus("carry-tables");
        })
    };
    let name = file.file.name.as_str();
    html! {
        <li class="table">
            <div class="table-head">
                <span class="table-name">{ name }</span>
                <RoleChoice session={session.clone()} file={file.clone()} />
                <button type="button" class="plain" onclick={remove}
                    aria-label={format!("{}: {name}", words::carry::remove(lang))}>{ words::carry::remove(lang) }</button>
            </div>
            { match &file.stage {
                ReadingStage::Reading { done, total } => html! {
                    <label class="progress">
                        { words::carry::reading(lang, words::bytes(*done), words::bytes(*total)) }
                        <ProgressBar done={*done} total={*total} />
                    </label>
                },
                ReadingStage::Failed(failure) => html! {
                    <p class="notice error" role="alert">{ words::failure(failure, lang) }</p>
                },
                ReadingStage::Read(facts) => html! {
                    <ReadLine session={session.clone()} {id} name={name.to_owned()} facts={(**facts).clone()} />
                },
            } }
        </li>
    }
}

/// Shows the roles of a table as a drop-down list.
#[component]
fn RoleChoice(props: &TableLineProps) -> Html {
    let lang = use_shell().lang;
    let TableLineProps { session, file } = props;
    let id = file.id;
    let onchange = {
        let steps = session.dispatcher();
        Callback::from(move |event: Event| {
            if let Some(role) = input_value(&event).and_then(|value| role_named(&value)) {
                steps.dispatch(SessionStep::Role { id, role });
            }
        })
    };
    let select = format!("carry-role-{id}");
    let option = |role: TableRole| {
        html! { <option value={role_value(role)} selected={file.role == Some(role)}>{ role_word(role, lang) }</option> }
    };
    html! {
        <>
            <label class="visually-hidden" for={select.clone()}>{ words::carry::role(lang, &file.file.name) }</label>
            <select id={select} {onchange}>
                <option value="" selected={file.role.is_none()}>{ words::carry::role_unknown(lang) }</option>
                { for TableRole::ALL.map(option) }
            </select>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ReadLineProps {
    session: UseReducerHandle<Session>,
    id: usize,
    name: String,
    facts: TableFacts,
}

/// Shows a table that was read, with the button for the dialog that assigns its columns.
#[component]
fn ReadLine(props: &ReadLineProps) -> Html {
    let lang = use_shell().lang;
    let ReadLineProps { session, id, name, facts } = props;
    let mapping = use_state(|| false);
    let open = {
        let mapping = mapping.clone();
        Callback::from(move |_: MouseEvent| mapping.set(true))
    };
    let close = {
        let mapping = mapping.clone();
        Callback::from(move |()| mapping.set(false))
    };
    html! {
        <>
            <ReadingResult facts={facts.clone()} />
            if facts.kind.is_some() && !facts.sheets.is_empty() {
                <button type="button" class={if facts.missing.is_empty() { "plain" } else { "primary" }} onclick={open}
                    aria-label={format!("{}: {name}", map_word(facts, lang))}>{ map_word(facts, lang) }</button>
            }
            if *mapping {
                <MappingDialog session={session.clone()} id={*id} name={name.clone()} facts={facts.clone()} {close} />
            }
        </>
    }
}

/// Returns the label of the button that opens the dialog.
fn map_word(facts: &TableFacts, lang: Lang) -> &'static str {
    if facts.missing.is_empty() { words::carry::map_again(lang) } else { words::carry::map(lang) }
}

/// Returns the value of a role in the drop-down list.
fn role_value(role: TableRole) -> &'static str {
    match role {
        TableRole::Inquiry => "inquiry",
        TableRole::Provision => "provision",
        TableRole::OldLayout => "old",
        TableRole::NewLayout => "new",
    }
}

/// Returns the role of a value in the drop-down list.
fn role_named(value: &str) -> Option<TableRole> {
    TableRole::ALL.into_iter().find(|role| role_value(*role) == value)
}

#[derive(Properties, PartialEq)]
struct ReadingResultProps {
    facts: TableFacts,
}

/// Shows the number of rows read, missing columns and findings.
#[component]
fn ReadingResult(props: &ReadingResultProps) -> Html {
    let lang = use_shell().lang;
    let facts = &props.facts;
    let Some(kind) = facts.kind else {
        return html! {
            <>
                if facts.findings.is_empty() {
                    <p class="notice warning">{ words::carry::not_known(lang) }</p>
                }
                <Problems findings={facts.findings.clone()} codes=true />
            </>
        };
    };
    let rows = facts.rows;
    let line = match (&facts.sheet, facts.header_row) {
        (Some(sheet), Some(header)) => words::carry::read_sheet(lang, sheet, rows, header),
        (None, Some(header)) => words::carry::read(lang, rows, header),
        (_, None) => words::carry::no_header(lang).to_owned(),
    };
    let label = |key: &ColumnKey| in_use().column_label(kind.as_str(), key.as_str()).to_owned();
    let missing: Vec<String> = facts.missing.iter().map(label).collect();
    let count = facts.findings.len();
    html! {
        <>
            <p class="table-words">
                { line }
                if facts.blank_rows > 0 {
                    <span class="weak">{ "　" }{ words::carry::read_blank(lang, facts.blank_rows) }</span>
                }
            </p>
            if !missing.is_empty() {
                <p class="notice warning">{ words::carry::missing(lang, missing.join(words::check::comma(lang))) }</p>
            }
            if count > 0 {
                <details>
                    <summary>{ words::carry::problems(lang, count) }</summary>
                    <PagedPlaces findings={facts.findings.clone()} page={PAGE} />
                </details>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct PagedPlacesProps {
    pub(super) findings: Vec<Finding>,
    /// Number of findings shown at first, and added by the button.
    pub(super) page: usize,
}

/// Shows findings of tables, each with its file, sheet and cell, a page at a time.
#[component]
pub(super) fn PagedPlaces(props: &PagedPlacesProps) -> Html {
    let lang = use_shell().lang;
    let (shown, more) = use_paging(props.page);
    let left = props.findings.len().saturating_sub(*shown);
    let one = |finding: &Finding| {
        let at = &finding.location;
        let cell = at.cell.map(|cell| cell.to_string());
        let place = [at.entry.as_deref(), at.sheet.as_deref(), cell.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
        html! {
            <li class={classes!("problem", finding.severity.as_str())}>
                <span class="severity">{ ui::form::severity_word(finding.severity, lang) }</span>
                <span class="code">{ finding.code.as_str() }</span>
                <span class="place">{ place }</span>{ " " }
                <span class="message">{ finding.message(lang) }</span>
                <span class="hint">{ finding.hint(lang) }</span>
            </li>
        }
    };
    html! {
        <>
            <ul class="problems">{ for props.findings.iter().take(*shown).map(one) }</ul>
            <MoreButton {left} onclick={more} />
        </>
    }
}

/// Shows the choice of the applicant: a party of the registry, or a government typed by code or name.
#[component]
pub(super) fn ApplicantChoice(props: &TableListProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let session = &props.session;
    let typed = use_state(String::new);
    let Some(result) = session.result() else { return html! {} };
    let now = &result.result.application.applicant;
    let steps = session.dispatcher();
    let parties: Vec<Applicant> = result.parties.iter().map(|(party, _)| party.clone()).collect();
    let onchange = {
        let (steps, parties) = (steps.clone(), parties.clone());
        Callback::from(move |event: Event| {
            let at = input_value(&event).and_then(|value| value.parse::<usize>().ok());
            if let Some(party) = at.and_then(|at| parties.get(at)) {
                steps.dispatch(SessionStep::Applicant(Some(party.clone())));
            }
        })
    };
    let oninput = {
        let (typed, steps) = (typed.clone(), steps);
        Callback::from(move |event: InputEvent| {
            let text = input_value(&event).unwrap_or_default();
            if let GovernmentMeaning::One(found) = government::meaning(&text) {
                steps.dispatch(SessionStep::Applicant(Some(Applicant::head_of(found.code))));
            }
            typed.set(text);
        })
    };
    let chosen = session.applicant().unwrap_or(now);
    let option = |(at, (party, rows)): (usize, &(Applicant, usize))| {
        let name =
            if party.name.is_empty() { words::carry::applicant_unnamed(lang) } else { &party.name };
        let organ = in_use().choice_label("organ", party.organ.as_str(), lang);
        let name = format!("{name} {organ}");
        html! {
            <option value={at.to_string()} selected={is_same_party(party, chosen)}>{ words::carry::applicant_rows(lang, name, rows) }</option>
        }
    };
    let is_listed = result.parties.iter().any(|(party, _)| is_same_party(party, chosen));
    html! {
        <div class="field applicant">
            <label for="carry-applicant">{ words::carry::applicant(lang) }</label>
            <p class="help" id="carry-applicant-hint">{ words::carry::applicant_hint(lang) }</p>
            <div class="pair">
                <select id="carry-applicant" {onchange} aria-describedby="carry-applicant-hint">
                    if !is_listed {
                        <option value="" selected=true>{ format!("{} {}", chosen.code.text(), chosen.name) }</option>
                    }
                    { for result.parties.iter().enumerate().map(option) }
                </select>
                <input type="text" value={(*typed).clone()} {oninput} aria-label={words::carry::applicant_other(lang)}
                    placeholder={words::carry::applicant_other(lang)} />
            </div>
        </div>
    }
}

/// True if two applicants are the same party, whatever their corporate numbers and other facts.
fn is_same_party(a: &Applicant, b: &Applicant) -> bool {
    a.code == b.code && a.organ == b.organ && a.name == b.name
}
