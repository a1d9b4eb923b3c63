//! Checking packages that came in: one row each, what was found in one, and what shows only across
//! several.

mod batch;
mod table;

use std::rc::Rc;

use forms_core::finding::{Finding, Lang, Severity};
use js_sys::Array;
use ui::browser::{Dropped, save_file, today};
use ui::client::{CheckPackage, Client, CrossCheck, Event, FileHandle, NamedFile, Pending};
use ui::form::{FileDrop, Problems};
use ui::shell::use_shell;
use ui::words;
use web_sys::{Blob, BlobPropertyBag, File};
use yew::prelude::*;

use crate::frame::TITLE_ID;
use batch::{Batch, Stage, Step};
use table::PackageTable;

/// Properties of [`ReviewView`].
#[derive(Properties, PartialEq)]
pub(crate) struct ReviewViewProps {
    /// Whether it is the view that the address names. Otherwise it shows nothing and works on.
    pub(crate) shown: bool,
}

/// Packages, dropped and checked.
#[component]
pub(crate) fn ReviewView(props: &ReviewViewProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let batch = use_reducer(Batch::default);
    let running = use_mut_ref(Vec::<Pending>::new);
    let next_id = use_mut_ref(|| 0_usize);
    let notes = use_state(Vec::<String>::new);
    use_cross_check(&shell.client, &batch);
    use_finish_said(&batch, &shell.announce, lang);
    let on_files = {
        let (batch, notes, client) = (batch.dispatcher(), notes.clone(), shell.client.clone());
        let running = Rc::clone(&running);
        Callback::from(move |dropped: Vec<Dropped>| {
            let (files, said) = sort_out(dropped, lang);
            notes.set(said);
            let first = *next_id.borrow();
            *next_id.borrow_mut() += files.len();
            let sizes = files.iter().map(|(path, f)| (path.clone(), f.size() as u64)).collect();
            batch.dispatch(Step::Add { first, files: sizes });
            let mut running = running.borrow_mut();
            running.retain(|pending| !pending.is_over());
            running.extend(
                files
                    .into_iter()
                    .enumerate()
                    .map(|(at, (path, file))| check(&client, &batch, first + at, path, file)),
            );
        })
    };
    let cancel = {
        let running = Rc::clone(&running);
        Callback::from(move |_: MouseEvent| running.take().into_iter().for_each(Pending::cancel))
    };
    let clear = {
        let batch = batch.dispatcher();
        Callback::from(move |_: MouseEvent| {
            running.take().into_iter().for_each(Pending::cancel);
            batch.dispatch(Step::Clear);
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
    let (done, total) = batch.progress();
    let count = batch.packages().len();
    html! {
        <article class="review">
            <h1 id={TITLE_ID} tabindex="-1">{ words::review::title(lang) }</h1>
            <p class="lead">{ words::review::lead(lang) }</p>
            <FileDrop id="packages" label={words::review::drop(lang)} hint={words::review::drop_hint(lang)}
                accept=".zip" multiple=true folders=true {on_files} />
            <div role="status">
                if !notes.is_empty() {
                    <ul class="notes">{ for notes.iter().map(|n| html! { <li>{ n }</li> }) }</ul>
                }
            </div>
            if count > 0 {
                <div class="progress">
                    <label>
                        { words::review::progress(lang, batch.over(), count, words::bytes(done), words::bytes(total)) }
                        <progress max={total.max(1).to_string()} value={done.to_string()} />
                    </label>
                    <div class="buttons">
                        if batch.is_running() {
                            <button type="button" onclick={cancel}>{ words::common::cancel(lang) }</button>
                        } else {
                            <button type="button" onclick={save}>{ words::review::save(lang) }</button>
                        }
                        <button type="button" class="plain" onclick={clear}>{ words::review::clear(lang) }</button>
                    </div>
                </div>
                <PackageTable packages={batch.packages().to_vec()} />
                <Cross batch={(*batch).clone()} />
            }
        </article>
    }
}

/// The files to check, with their paths, and what there is to say of the rest. In a folder only
/// ZIPs are meant; a file that was dropped itself is checked whatever it is called.
fn sort_out(dropped: Vec<Dropped>, lang: Lang) -> (Vec<(String, File)>, Vec<String>) {
    let (mut files, mut said, mut others) = (Vec::new(), Vec::new(), 0);
    for one in dropped {
        match one {
            Dropped::File { path, file } if is_meant(&path) => files.push((path, file)),
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

fn is_meant(path: &str) -> bool {
    !path.contains('/') || path.to_ascii_lowercase().ends_with(".zip")
}

/// Has one package checked.
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
            Event::Progress { done, total } => Stage::Running { done, total },
            Event::End(Ok(reply)) => Stage::Done(Rc::from(reply.answer)),
            Event::End(Err(failure)) => Stage::Failed(failure),
        };
        batch.dispatch(Step::Stage { id, stage });
    })
}

/// Compares the packages with each other once all are checked.
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
                    batch.dispatch(Step::Cross { of, findings: reply.answer });
                }
            });
        }
    });
}

/// Says once that all are over: progress itself would talk without end.
#[hook]
fn use_finish_said(batch: &UseReducerHandle<Batch>, announce: &Callback<String>, lang: Lang) {
    let count = batch.packages().len();
    let over = count > 0 && !batch.is_running();
    let announce = announce.clone();
    use_effect_with(over, move |over| {
        if *over {
            announce.emit(words::review::finished(lang, count));
        }
    });
}

fn save_report(batch: &Batch, lang: Lang) -> Result<(), String> {
    let today = today();
    let report = batch.report(ui::pack::in_use(), today).to_json(lang);
    let text = serde_json::to_string_pretty(&report).map_err(|e| e.to_string())?;
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    let blob = blob.map_err(|_| words::review::not_saved(lang).to_owned())?;
    save_file(&format!("renkei-report-{today}.json"), &blob)
}

#[derive(Properties, PartialEq)]
struct CrossProps {
    batch: Batch,
}

/// What shows only across packages.
#[component]
fn Cross(props: &CrossProps) -> Html {
    let lang = use_shell().lang;
    let Some(cross) = props.batch.cross() else { return html! {} };
    let count = cross.iter().filter(|c| c.finding.severity > Severity::Info).count();
    let one = |finding: &Finding, packages: &[String]| {
        html! {
            <li>
                <Problems findings={vec![finding.clone()]} codes=true />
                <p class="packages">{ packages.join("、") }</p>
            </li>
        }
    };
    html! {
        <section class="cross">
            <h2>{ words::review::cross(lang, count) }</h2>
            if cross.is_empty() {
                <p>{ words::review::no_cross(lang) }</p>
            }
            <ul class="cross-list">{ for cross.iter().map(|c| one(&c.finding, &c.packages)) }</ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_folder_only_zips_are_meant() {
        assert!(is_meant("a.zip") && is_meant("報告.pdf") && is_meant("folder/B.ZIP"));
        assert!(!is_meant("folder/readme.txt"));
    }
}
