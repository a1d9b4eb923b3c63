//! The views of one task of the form and of the build.

use forms_core::finding::{Finding, Severity};
use ui::draft::Task;
use ui::form::{AttachmentsForm, BuildFlow, ErrorSummary, ListForm, SectionForm};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use crate::route::Route;

#[derive(Properties, PartialEq)]
pub(crate) struct TaskViewProps {
    /// The task's name in the pack.
    pub(crate) id: &'static str,
}

/// Shows a task.
#[component]
pub(crate) fn TaskView(props: &TaskViewProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let pack = ui::pack::in_use();
    let Some(task) = Task::find(pack, props.id) else { return html! {} };
    let is_shown = |f: &&Finding| {
        f.severity > Severity::Info
            && shell.draft.shows(f)
            && f.location.pointer.as_ref().is_some_and(|place| task.holds(place))
    };
    let findings: Vec<Finding> = shell.findings.iter().filter(is_shown).cloned().collect();
    let title = task.title().get(lang);
    let (lead, form) = match task {
        Task::Section(section) => (&section.lead, html! { <SectionForm {section} /> }),
        Task::List(list) if list.path.as_str() == "/attachments" => {
            (&list.lead, html! { <AttachmentsForm {list} /> })
        }
        Task::List(list) => (&list.lead, html! { <ListForm {list} /> }),
    };
    let count = findings.len();
    html! {
        <article>
            <h1 id={TITLE_ID} tabindex="-1">{ title }</h1>
            <p class="lead">{ lead.get(lang) }</p>
            <ErrorSummary {findings} id="task-errors" title={words::check::count(lang, count)} />
            { form }
            <Onward route={Route::Task(props.id.to_owned())} />
        </article>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct OnwardProps {
    /// The view that is shown.
    pub(crate) route: Route,
}

/// Shows the links to the next task and back to the list.
#[component]
pub(crate) fn Onward(props: &OnwardProps) -> Html {
    let lang = use_shell().lang;
    let mut stations: Vec<(Route, &str)> = Task::all(ui::pack::in_use())
        .map(|task| (Route::Task(task.id().to_owned()), task.title().get(lang)))
        .collect();
    stations.push((Route::Check, words::check::title(lang)));
    stations.push((Route::Build, words::build::title(lang)));
    let here = stations.iter().position(|(route, _)| *route == props.route);
    let next = here.and_then(|at| stations.get(at + 1));
    html! {
        <nav class="onward" aria-label={words::page::onward(lang)}>
            if let Some((route, title)) = next {
                <a class="button primary" href={route.hash()}>{ words::page::next(lang, *title) }</a>
            }
            <a href={Route::Home.hash()}>{ words::page::to_list(lang) }</a>
        </nav>
    }
}

/// Shows the build (提出書類作成).
#[component]
pub(crate) fn BuildView() -> Html {
    let lang = use_shell().lang;
    html! {
        <article>
            <h1 id={TITLE_ID} tabindex="-1">{ words::build::title(lang) }</h1>
            <p class="lead">{ words::build::lead(lang) }</p>
            <BuildFlow />
            <section class="after">
                <h2>{ words::build::where_to(lang) }</h2>
                <p>{ words::build::where_to_text(lang) }</p>
            </section>
            <Onward route={Route::Build} />
        </article>
    }
}
