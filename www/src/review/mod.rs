//! The review view: takes packages in, has them checked, and shows the reviewer's desk.

mod desk;
mod engine;
mod held;
mod intake;
mod sitting;
mod table;
mod workbench;

use forms_core::check::{PackageReport, Report};
use forms_core::finding::{Finding, Lang};
use ui::browser::{DropPart, save_json, today};
use ui::form::{FileDrop, Notes, ProgressBar};
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use crate::frame::TITLE_ID;
use desk::DeskView;
use sitting::{Reference, Sitting, sentence};
use table::PackageTable;
use workbench::{Workbench, use_workbench};

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
    let bench = use_workbench(&shell.client);
    let not_saved = use_state(|| None::<String>);
    {
        let client = shell.client.clone();
        use_effect_with(props.shown, move |shown| {
            if *shown {
                client.prepare();
            }
        });
    }
    use_announce_end(&bench, &shell.announce, lang);
    let on_part = {
        let (bench, not_saved) = (bench.clone(), not_saved.clone());
        Callback::from(move |part: DropPart| {
            not_saved.set(None);
            bench.drop_files(part);
        })
    };
    let save = {
        let (bench, not_saved) = (bench.clone(), not_saved.clone());
        Callback::from(move |_: MouseEvent| not_saved.set(save_report(&bench, lang).err()))
    };
    if !props.shown {
        return html! {};
    }
    let notes = bench.notes.iter().map(|note| sentence(note, lang)).chain((*not_saved).clone());
    let intake = html! {
        <>
            <FileDrop id="packages" label={words::review::drop(lang)} hint={words::review::drop_hint(lang)}
                accept=".zip" multiple=true folders=true {on_part} />
            <Notes notes={notes.collect::<Vec<_>>()} />
            if !bench.intake.files().is_empty() {
                <IntakeProgress bench={bench.clone()} />
            }
        </>
    };
    let at_work = bench.session.events().len() + bench.session.submissions().count() > 0;
    let files = html! { <Files bench={bench.clone()} {save} /> };
    html! {
        <article class={classes!("review", at_work.then_some("at-work"))}>
            <h1 id={TITLE_ID} tabindex="-1">{ words::review::title(lang) }</h1>
            <p class="lead">{ words::review::lead(lang) }</p>
            <Sitting bench={bench.clone()} />
            <Reference bench={bench.clone()} />
            <DeskView bench={bench.clone()} {intake} {files} />
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct IntakeProgressProps {
    bench: Workbench,
}

/// Shows how far checking has come, and the buttons that cancel it and try again.
#[component]
fn IntakeProgress(props: &IntakeProgressProps) -> Html {
    let lang = use_shell().lang;
    let bench = &props.bench;
    let intake = &bench.intake;
    let progress = intake.progress();
    let (done, total) = (progress.done, progress.total);
    let count = intake.files().len();
    let unchecked = intake.failed().count();
    let cancel = {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| bench.cancel())
    };
    let retry = {
        let bench = bench.clone();
        Callback::from(move |_: MouseEvent| bench.retry(None))
    };
    html! {
        <div class="progress">
            <label>
                { words::review::progress(lang, intake.over(), count, words::bytes(done), words::bytes(total)) }
                if let Some(left) = progress.left {
                    { words::intake::left(lang, left) }
                }
                if intake.is_running() { <ProgressBar {done} {total} /> }
            </label>
            if !intake.is_running() && unchecked > 0 {
                <p class="notice warning">{ words::review::unchecked(lang, count, unchecked) }</p>
            }
            <div class="buttons">
                if intake.is_running() {
                    <button type="button" onclick={cancel}>{ words::common::cancel(lang) }</button>
                } else {
                    if intake.failed().any(|file| file.file.is_some()) {
                        <button type="button" class="plain" onclick={retry}>{ words::intake::retry_all(lang) }</button>
                    }
                }
            </div>
        </div>
    }
}

/// Announces to screen readers that checking is over, once; progress would talk without end.
#[hook]
fn use_announce_end(bench: &Workbench, announce: &Callback<String>, lang: Lang) {
    let count = bench.intake.files().len();
    let over = count > 0 && !bench.intake.is_running();
    let open = bench.intake.failed().count();
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

/// Downloads the report on all packages of the session as JSON.
fn save_report(bench: &Workbench, lang: Lang) -> Result<(), String> {
    let (pack, today) = (ui::pack::in_use(), today());
    let packages = bench.session.submissions().filter_map(|s| Some(s.checked()?.report));
    let not_read = bench.session.not_read().map(|(path, failed)| {
        PackageReport::not_checked(path, 0, Finding::from(&failed.finding), pack)
    });
    let mut packages: Vec<PackageReport> = packages.chain(not_read).collect();
    packages.sort_by(|a, b| a.path.cmp(&b.path));
    let report = Report {
        pack: (pack.id.clone(), pack.version.clone()),
        today,
        packages,
        cross: bench.cross.as_deref().cloned().unwrap_or_default(),
    };
    let text = serde_json::to_string_pretty(&report.to_json(lang)).map_err(|e| e.to_string())?;
    save_json(&format!("renkei-report-{today}.json"), &text)
        .map_err(|_| words::review::not_saved(lang).to_owned())
}

#[derive(Properties, PartialEq)]
struct FilesProps {
    bench: Workbench,
    save: Callback<MouseEvent>,
}

/// Shows the files of this visit, and the button that saves the report on them.
#[component]
fn Files(props: &FilesProps) -> Html {
    let lang = use_shell().lang;
    let FilesProps { bench, save } = props;
    if bench.intake.files().is_empty() {
        return html! { <p>{ words::review::no_files(lang) }</p> };
    }
    html! {
        <>
            <PackageTable bench={bench.clone()} />
            if !bench.intake.is_running() {
                <div class="buttons"><button type="button" onclick={save.clone()}>{ words::review::save(lang) }</button></div>
            }
        </>
    }
}
