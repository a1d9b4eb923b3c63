//! The check view (確認): all entries on one page with their findings, each with a link to its field.

use forms_core::application::{Delegation, Direction, Scope};
use forms_core::finding::{Finding, Lang, Pointer, Severity};
use forms_core::pack::{Field, List, Section};
use forms_core::text::is_blank;
use ui::draft::{Draft, Task, row_summary};
use ui::form::ErrorSummary;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use crate::route::Route;
use crate::task_view::Onward;

/// Shows the whole application with its findings.
#[component]
pub(crate) fn CheckView() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let findings: Vec<Finding> =
        shell.findings.iter().filter(|f| f.severity > Severity::Info).cloned().collect();
    let count = findings.len();
    html! {
        <article class="check">
            <h1 id={TITLE_ID} tabindex="-1">{ words::check::title(lang) }</h1>
            <p class="lead">{ words::check::lead(lang) }</p>
            if !shell.checked {
                <p class="notice" role="status">{ words::check::checking(lang) }</p>
            } else if findings.is_empty() {
                <p class="notice good" role="status">{ words::check::clean(lang) }</p>
            }
            <ErrorSummary {findings} id="all-errors" grouped=true title={words::check::count(lang, count)} />
            <Wholes />
            { for Task::all(ui::pack::in_use()).map(|task| html! { <Answers id={task.id()} /> }) }
            <Onward route={Route::Check} />
        </article>
    }
}

/// Returns the names of the procedures that the applicant delegates, or takes over, as a whole.
fn wholes(rows: &[Delegation], direction: Direction) -> Vec<String> {
    let whole = |d: &&Delegation| d.direction == direction && d.scope == Scope::Whole;
    rows.iter().filter(whole).map(|d| d.name.clone()).collect()
}

/// Shows the procedures delegated as a whole. A part filed as a whole is a mistake that has happened.
#[component]
fn Wholes() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let rows = &shell.draft.application().delegations;
    let line = |direction: Direction, say: fn(Lang, usize) -> String| {
        let names = wholes(rows, direction);
        html! {
            if !names.is_empty() {
                <p>{ say(lang, names.len()) }</p>
                <ul>{ for names.iter().map(|n| html! {
                    <li>if is_blank(n) { { words::list::untitled(lang) } } else { { n } }</li>
                }) }</ul>
            }
        }
    };
    let any = rows.iter().any(|d| d.scope == Scope::Whole);
    html! {
        if any {
            <section class="wholes">
                <h2>{ words::check::wholes(lang) }</h2>
                <p>{ words::check::wholes_note(lang) }</p>
                { line(Direction::Entrust, words::check::entrusted) }
                { line(Direction::Accept, words::check::accepted) }
            </section>
        }
    }
}

#[derive(Properties, PartialEq)]
struct AnswersProps {
    id: &'static str,
}

/// Shows the entries of one task.
#[component]
fn Answers(props: &AnswersProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let Some(task) = Task::find(ui::pack::in_use(), props.id) else { return html! {} };
    let title = task.title().get(lang);
    let body = match task {
        Task::Section(section) => section_answers(&shell.draft, section, lang),
        Task::List(list) => list_answers(&shell.draft, list, lang),
    };
    html! {
        <section class="answers">
            <div class="answers-head">
                <h2>{ title }</h2>
                <a href={Route::Task(props.id.to_owned()).hash()} aria-label={words::check::change_of(lang, title)}>
                    { words::check::change(lang) }
                </a>
            </div>
            { body }
        </section>
    }
}

/// Returns a field's value for people: labels for choices, a dash if blank.
fn value(draft: &Draft, field: &Field, place: &Pointer, lang: Lang) -> String {
    let text = draft.text(place);
    let words = match field.control.choice() {
        Some(choice) => {
            let labels = text
                .split(',')
                .filter(|v| !v.is_empty())
                .map(|v| ui::pack::in_use().choice_label(choice, v, lang));
            labels.collect::<Vec<_>>().join(words::check::comma(lang))
        }
        None => text,
    };
    if is_blank(&words) { words::check::none(lang).to_owned() } else { words }
}

fn section_answers(draft: &Draft, section: &Section, lang: Lang) -> Html {
    let line = |field: &Field| {
        html! {
            <div>
                <dt>{ field.label.get(lang) }</dt>
                <dd>{ value(draft, field, &field.path, lang) }</dd>
            </div>
        }
    };
    html! { <dl class="facts">{ for section.fields.iter().map(line) }</dl> }
}

fn list_answers(draft: &Draft, list: &List, lang: Lang) -> Html {
    let rows = draft.rows(&list.path);
    if rows == 0 {
        return html! { <p>{ words::list::empty(lang, list.row.get(lang)) }</p> };
    }
    let line = |row: usize| {
        let place = list.path.index(row);
        let summary = row_summary(draft, &place, &list.fields, lang);
        let bases = list.rows.as_ref().map(|inner| {
            let inner_list = place.join(&inner.path);
            (0..draft.rows(&inner_list))
                .map(|at| row_summary(draft, &inner_list.index(at), &inner.fields, lang))
                .map(|s| format!("{} {}", s.title, s.details.join(" ")))
                .collect::<Vec<_>>()
        });
        html! {
            <li>
                <span class="row-title">
                    if summary.title.is_empty() { { words::list::untitled(lang) } } else { { summary.title } }
                </span>
                <span class="row-tags">{ for summary.tags.iter().map(|t| html! { <span class="tag">{ t }</span> }) }</span>
                <span class="row-details">{ summary.details.join("　") }</span>
                { for bases.into_iter().flatten().map(|b| html! { <span class="row-details">{ b }</span> }) }
            </li>
        }
    };
    html! {
        <>
            <p>{ words::check::rows(lang, rows) }</p>
            <ol class="answer-rows">{ for (0..rows).map(line) }</ol>
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wholes_are_counted_by_direction() {
        let row = |name: &str, direction, scope| Delegation {
            name: name.into(),
            direction,
            scope,
            ..Default::default()
        };
        let rows = [
            row("児童手当", Direction::Entrust, Scope::Whole),
            row("保育", Direction::Entrust, Scope::Part),
            row("生活保護", Direction::Accept, Scope::Whole),
        ];
        assert_eq!(wholes(&rows, Direction::Entrust), ["児童手当"]);
        assert_eq!(wholes(&rows, Direction::Accept), ["生活保護"]);
    }
}
