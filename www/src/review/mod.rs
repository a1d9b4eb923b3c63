//! The review view: checks packages, shows one row for each with its findings, and the findings
//! across several packages.

mod batch;
mod table;

use std::rc::Rc;

use forms_core::check::CrossFinding;
use forms_core::finding::{Lang, Severity};
use ui::browser::{Dropped, save_json, today};
use ui::client::{CheckPackage, Client, CrossCheck, Event, FileHandle, NamedFile, Pending};
use ui::form::{FileDrop, Notes, Problems, ProgressBar};
use ui::shell::use_shell;
use ui::words;
use web_sys::File;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use batch::{Batch, BatchStep, CheckStage};
use table::PackageTable;

/// Properties of [`ReviewView`].
#[derive(Properties, PartialEq)]
pub(crate) struct ReviewViewProps {
    /// True if the address names this view. Otherwise it shows nothing and works on.
    pub(crate) shown: bool,
}

/// Shows a place to drop packages, how far checking has come, and the results.
#[component]
pub(crate) fn ReviewView(props: &ReviewViewProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let batch = use_reducer(Batch::default);
    let running = use_mut_ref(Vec::<Pending>::new);
    let next_id = use_mut_ref(|| 0_usize);
    let notes = use_state(Vec::<String>::new);
    use_cross_check(&shell.client, &batch);
    use_announce_end(&batch, &shell.announce, lang);
    let on_files = {
        let (batch, notes, client) = (batch.dispatcher(), notes.clone(), shell.client.clone());
        let running = Rc::clone(&running);
        Callback::from(move |dropped: Vec<Dropped>| {
            let (files, said) = sort_out(dropped, lang);
            notes.set(said);
            let first = *next_id.borrow();
            *next_id.borrow_mut() += files.len();
            let mut running = running.borrow_mut();
            running.retain(|pending| !pending.is_over());
            running.extend(check_all(&client, &batch, first, files));
        })
    };
    let cancel = {
        let running = Rc::clone(&running);
        Callback::from(move |_: MouseEvent| running.take().into_iter().for_each(Pending::cancel))
    };
    let clear = {
        let (batch, cancel) = (batch.dispatcher(), cancel.clone());
        Callback::from(move |event: MouseEvent| {
            cancel.emit(event);
            batch.dispatch(BatchStep::Clear);
        })
    };
    let save = {
        let (batch, notes) = (batch.clone(), notes.clone());
        Callback::from(move |_: MouseEvent| {
            if let Err(message) = save_report(&batch, lang) {
                notes.set(vec![message]);
            }
        })
    };
    if !props.shown {
        return html! {};
    }
    html! {
        <article class="review">
            <h1 id={TITLE_ID} tabindex="-1">{ words::review::title(lang) }</h1>
            <p class="lead">{ words::review::lead(lang) }</p>
            <FileDrop id="packages" label={words::review::drop(lang)} hint={words::review::drop_hint(lang)}
                accept=".zip" multiple=true folders=true {on_files} />
            <Notes notes={(*notes).clone()} />
            if !batch.packages().is_empty() {
                <BatchProgress batch={(*batch).clone()} {cancel} {clear} {save} />
                <PackageTable packages={batch.packages().to_vec()} cross={batch.cross().cloned().unwrap_or_default()} />
                <Cross batch={(*batch).clone()} />
            }
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct BatchProgressProps {
    batch: Batch,
    cancel: Callback<MouseEvent>,
    clear: Callback<MouseEvent>,
    save: Callback<MouseEvent>,
}

/// Shows how far checking has come, and the buttons that cancel it, save the report and clear all.
#[component]
fn BatchProgress(props: &BatchProgressProps) -> Html {
    let lang = use_shell().lang;
    let BatchProgressProps { batch, cancel, clear, save } = props;
    let (done, total) = batch.progress();
    let count = batch.packages().len();
    html! {
        <div class="progress">
            <label>
                { words::review::progress(lang, batch.over(), count, words::bytes(done), words::bytes(total)) }
                <ProgressBar {done} {total} />
            </label>
            if !batch.is_running() && batch.unchecked() > 0 {
                <p class="notice warning">{ words::review::unchecked(lang, count, batch.unchecked()) }</p>
            }
            <div class="buttons">
                if batch.is_running() {
                    <button type="button" onclick={cancel.clone()}>{ words::common::cancel(lang) }</button>
                } else {
                    <button type="button" onclick={save.clone()}>{ words::review::save(lang) }</button>
                }
                <button type="button" class="plain" onclick={clear.clone()}>{ words::review::clear(lang) }</button>
            </div>
        </div>
    }
}

/// Returns the files to check with their paths, and sentences about the rest. In a folder only ZIPs
/// are checked; a file that was dropped itself is checked whatever its name.
fn sort_out(dropped: Vec<Dropped>, lang: Lang) -> (Vec<(String, File)>, Vec<String>) {
    let (mut files, mut said, mut others) = (Vec::new(), Vec::new(), 0);
    for one in dropped {
        match one {
            Dropped::File { path, file } if is_checked(&path) => files.push((path, file)),
            Dropped::File { .. } => others += 1,
            Dropped::Folder { name } => said.push(words::review::folder(lang, name)),
            Dropped::Unreadable { path, message } => {
                said.push(words::attachments::unreadable(lang, path, message));
            }
        }
    }
    if others > 0 {
        said.push(words::review::others(lang, others));
    }
    if files.is_empty() {
        said.push(words::review::none(lang).to_owned());
    }
    (files, said)
}

/// True if a file with this path is checked.
fn is_checked(path: &str) -> bool {
    !path.contains('/') || path.to_ascii_lowercase().ends_with(".zip")
}

/// Adds packages to the batch, `first` being the number of the first, and checks them.
fn check_all(
    client: &Client,
    batch: &UseReducerDispatcher<Batch>,
    first: usize,
    files: Vec<(String, File)>,
) -> Vec<Pending> {
    let sizes = files.iter().map(|(path, f)| (path.clone(), f.size() as u64)).collect();
    batch.dispatch(BatchStep::Add { first, files: sizes });
    let numbered = (first..).zip(files);
    numbered.map(|(id, (path, file))| check(client, batch, id, path, file)).collect()
}

/// Asks the core to check one package.
fn check(
    client: &Client,
    batch: &UseReducerDispatcher<Batch>,
    id: usize,
    path: String,
    file: File,
) -> Pending {
    let batch = batch.clone();
    let files = vec![NamedFile { name: path, file: FileHandle::browser(file) }];
    client.ask(CheckPackage { today: today() }, files, move |event| {
        let stage = match event {
            Event::Progress { done, total } => CheckStage::Running { done, total },
            Event::End(Ok(reply)) => CheckStage::Done(Rc::from(reply.answer)),
            Event::End(Err(failure)) => CheckStage::Failed(failure),
        };
        batch.dispatch(BatchStep::Stage { id, stage });
    })
}

/// Asks the core to check the packages against each other once each is checked.
#[hook]
fn use_cross_check(client: &Client, batch: &UseReducerHandle<Batch>) {
    let (client, batch) = (client.clone(), batch.clone());
    let ready = !batch.is_running() && batch.cross().is_none() && batch.checked().count() > 0;
    use_effect_with((ready, batch.packages().len()), move |(ready, of)| {
        let of = *of;
        if *ready {
            let packages = batch.checked().cloned().collect();
            let batch = batch.dispatcher();
            client.ask(CrossCheck { packages, today: today() }, Vec::new(), move |event| {
                if let Event::End(Ok(reply)) = event {
                    batch.dispatch(BatchStep::Cross { of, findings: reply.answer });
                }
            });
        }
    });
}

/// Announces to screen readers that checking is over, once; progress would talk without end.
#[hook]
fn use_announce_end(batch: &UseReducerHandle<Batch>, announce: &Callback<String>, lang: Lang) {
    let count = batch.packages().len();
    let over = count > 0 && !batch.is_running();
    let open = batch.unchecked();
    let announce = announce.clone();
    use_effect_with(over, move |over| {
        if *over {
            announce.emit(match open {
                0 => words::review::finished(lang, count),
                open => words::review::finished_partly(lang, count, open),
            });
        }
    });
}

/// Downloads the report on all packages as JSON.
fn save_report(batch: &Batch, lang: Lang) -> Result<(), String> {
    let today = today();
    let report = batch.report(ui::pack::in_use(), today).to_json(lang);
    let text = serde_json::to_string_pretty(&report).map_err(|e| e.to_string())?;
    save_json(&format!("renkei-report-{today}.json"), &text)
        .map_err(|_| words::review::not_saved(lang).to_owned())
}

#[derive(Properties, PartialEq)]
struct CrossProps {
    batch: Batch,
}

/// Shows the findings across packages.
#[component]
fn Cross(props: &CrossProps) -> Html {
    let lang = use_shell().lang;
    let Some(cross) = props.batch.cross() else { return html! {} };
    let count = cross.iter().filter(|c| c.finding.severity > Severity::Info).count();
    let open = props.batch.not_compared();
    let one = |cross: &CrossFinding| {
        let packages: Vec<&str> = cross.packages().collect();
        html! {
            <li>
                <Problems findings={vec![cross.finding.clone()]} codes=true />
                <p class="packages">{ packages.join(words::check::comma(lang)) }</p>
            </li>
        }
    };
    html! {
        <section class="cross">
            <h2>{ words::review::cross(lang, count) }</h2>
            if open > 0 {
                <p class="notice warning">{ words::review::not_compared(lang, open) }</p>
            } else if cross.is_empty() {
                <p>{ words::review::no_cross(lang) }</p>
            }
            <ul class="cross-list">{ for cross.iter().map(one) }</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_folder_only_zips_are_meant() {
        assert!(is_checked("a.zip") && is_checked("報告.pdf") && is_checked("folder/B.ZIP"));
        assert!(!is_checked("folder/readme.txt"));
    }
}
