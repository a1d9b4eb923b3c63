//! The page: the view that the address names, in its frame.

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

/// Returns a client with workers for the cores of this machine.
fn client() -> Client {
    // The browser gives a number from 1 to some hundreds.
    let cores = web_sys::window().map_or(2.0, |w| w.navigator().hardware_concurrency());
    Client::new(WorkerCore::new(cores as usize))
}

/// Shows the page.
#[component]
pub(crate) fn App() -> Html {
    let client = use_memo((), |()| client());
    let lang = use_state(remembered_lang);
    let route = use_route();
    // True if the next view is opened for one of its fields, which then takes the focus.
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
        // The form is shown only once the saved draft is restored.
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
    // Hidden views stay mounted, so that running checks and carry-overs go on.
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

/// Marks a task as left when the person leaves it, and the whole form when the check view opens.
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

/// Writes the view's name into the window's title and moves the focus to its heading, unless the person
/// goes to a field.
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
                // Setting an attribute of the document element cannot fail.
                let _ = root.set_attribute("lang", code);
            }
        }
        // A page that was just loaded is read from its top.
        let on_the_way = headed.replace(false);
        if !is_first.replace(false) && !on_the_way {
            begin_at(TITLE_ID);
        }
    });
}

/// Ignores files dropped outside of a drop place: the browser would open them instead of the page.
fn keep_dropped_files_out() -> impl FnOnce() {
    let listeners = web_sys::window().map(|window| {
        ["dragover", "drop"].map(|name| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, name, options, |event| event.prevent_default())
        })
    });
    move || drop(listeners)
}
