//! The whole page: the view that the address names, in its frame.

use std::cell::RefCell;
use std::rc::Rc;

use forms_core::finding::{Lang, Pointer};
use gloo::events::{EventListener, EventListenerOptions};
use ui::browser::begin_at;
use ui::client::{Client, WorkerCore};
use ui::draft::{Edit, Task};
use ui::shell::Shell;
use ui::{SaveState, use_workspace, words};
use yew::prelude::*;

use crate::carry::CarryView;
use crate::check_view::CheckView;
use crate::frame::{Frame, TITLE_ID, remember_lang, remembered_lang};
use crate::home_view::HomeView;
use crate::review::ReviewView;
use crate::route::{Route, use_route};
use crate::task_view::{BuildView, TaskView};

/// A client with workers for this machine.
fn client() -> Client {
    // The browser gives a number from 1 to some hundreds.
    let cores = web_sys::window().map_or(2.0, |w| w.navigator().hardware_concurrency());
    Client::new(WorkerCore::new(cores as usize))
}

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let client = use_memo((), |()| client());
    let lang = use_state(remembered_lang);
    let route = use_route();
    // Whether the view that opens next is only passed through on the way to a field.
    let headed = use_mut_ref(|| false);
    let on_go = {
        let headed = Rc::clone(&headed);
        Callback::from(move |place: Pointer| {
            let Some(task) = Task::at(ui::pack::in_use(), &place) else { return };
            let view = Route::Task(task.id().to_owned());
            headed.replace(view != Route::now());
            view.go();
        })
    };
    let workspace = use_workspace((*client).clone(), *lang, on_go);
    let shell = workspace.shell.clone();
    use_tasks_left(&route, &shell);
    use_title(&route, &shell, headed);
    use_effect_with((), |()| keep_dropped_files_out());
    let on_lang = {
        let lang = lang.clone();
        Callback::from(move |chosen: Lang| {
            remember_lang(chosen);
            lang.set(chosen);
        })
    };
    let view = match &route {
        // Nothing is typed before the kept draft is there, which takes a moment.
        _ if workspace.save == SaveState::Opening => {
            html! { <p role="status">{ words::draft::opening(*lang) }</p> }
        }
        Route::Home => html! { <HomeView /> },
        Route::Task(id) => match Task::find(ui::pack::in_use(), id) {
            Some(task) => html! { <TaskView id={task.id()} key={task.id()} /> },
            None => html! { <HomeView /> },
        },
        Route::Check => html! { <CheckView /> },
        Route::Build => html! { <BuildView /> },
        Route::Carry | Route::Review => html! {},
    };
    // Packages that are being checked stay so while a person looks at something else.
    let reviewing = route == Route::Review;
    html! {
        <ContextProvider<Shell> context={shell}>
            <Frame route={route.clone()} save={workspace.save.clone()} {on_lang}>
                { view }
                <CarryView shown={route == Route::Carry && workspace.save != SaveState::Opening} />
                <ReviewView shown={reviewing} />
            </Frame>
            <div class="visually-hidden" role="status" aria-live="polite">{ workspace.announcement }</div>
        </ContextProvider<Shell>>
    }
}

/// Whoever leaves a task may be told what is wrong in it; whoever opens the check, of everything.
#[hook]
fn use_tasks_left(route: &Route, shell: &Shell) {
    let shell = shell.clone();
    let before = use_mut_ref(|| None::<Route>);
    use_effect_with(route.clone(), move |route| {
        if let Some(Route::Task(id)) = before.replace(Some(route.clone()))
            && let Some(task) = Task::find(ui::pack::in_use(), &id)
        {
            shell.edit(Edit::Leave { places: task.places(&shell.draft) });
        }
        if matches!(route, Route::Check | Route::Build) {
            shell.edit(Edit::LeaveAll);
        }
    });
}

/// Names the view in the window's title and moves the focus to its heading, unless the person is on
/// the way to a field.
#[hook]
fn use_title(route: &Route, shell: &Shell, headed: Rc<RefCell<bool>>) {
    let lang = shell.lang;
    let title = match route {
        Route::Home => None,
        Route::Task(id) => Task::find(ui::pack::in_use(), id).map(|t| t.title().get(lang)),
        Route::Check => Some(words::check::title(lang)),
        Route::Build => Some(words::build::title(lang)),
        Route::Carry => Some(words::carry::title(lang)),
        Route::Review => Some(words::review::title(lang)),
    };
    let is_first = use_mut_ref(|| true);
    use_effect_with((route.clone(), lang), move |_| {
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            let product = words::page::product(lang);
            document.set_title(&title.map_or(product.to_owned(), |t| format!("{t} - {product}")));
            if let Some(root) = document.document_element() {
                let code = match lang {
                    Lang::Ja => "ja",
                    Lang::En => "en",
                };
                // A plain attribute of the document's own element is never refused.
                let _ = root.set_attribute("lang", code);
            }
        }
        // A page that has just been loaded is read from its top.
        let on_the_way = headed.replace(false);
        if !is_first.replace(false) && !on_the_way {
            begin_at(TITLE_ID);
        }
    });
}

/// A file dropped beside its place would replace the page, and with it what is being typed.
fn keep_dropped_files_out() -> impl FnOnce() {
    let listeners = web_sys::window().map(|window| {
        ["dragover", "drop"].map(|name| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, name, options, |event| event.prevent_default())
        })
    });
    move || drop(listeners)
}
