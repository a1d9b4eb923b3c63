//! The bundle for the second review, written by a worker from the files at hand.

use forms_core::finding::Lang;
use forms_core::review::bundle::{BundledPackage, packages};
use forms_core::review::session::ApplicantState;
use ui::browser::{file_of, save_file};
use ui::client::{BundleProblem, Event, NamedFile, WriteBundle};
use ui::form::ProgressBar;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::output::summary_rows;
use super::state::use_desk;

/// How far the bundle has come.
#[derive(Debug, Clone, PartialEq, Default)]
enum Stage {
    #[default]
    None,
    Writing(u64, u64),
    Written,
    Failed(String),
}

/// Shows the button that writes the bundle, and which files it lacks.
#[component]
pub(super) fn BundlePart() -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let stage = use_state(Stage::default);
    let rows = summary_rows(&state);
    let wanted = packages(&state.bench.session, &rows);
    let at_hand = |sha256| state.bench.intake.at_hand(sha256).and_then(|f| f.file.clone());
    let missing: Vec<_> = wanted.iter().filter(|p| at_hand(&p.sha256).is_none()).cloned().collect();
    let open = rows.iter().filter(|row| {
        use ApplicantState::{Accepted, Excluded, Withdrawn};
        !matches!(row.applicant.state, Accepted | Excluded | Withdrawn)
    });
    let open = open.count();
    let write = {
        let (state, stage, client) = (state.clone(), stage.clone(), shell.client.clone());
        let files: Vec<NamedFile> = wanted
            .iter()
            .filter_map(|p| {
                Some(NamedFile { name: p.sha256.to_string(), file: at_hand(&p.sha256)? })
            })
            .collect();
        Callback::from(move |_: MouseEvent| {
            let stage = stage.clone();
            stage.set(Stage::Writing(0, 0));
            let cross = state.bench.cross.as_deref().cloned().unwrap_or_default();
            let call = WriteBundle { session: state.bench.export(), cross };
            client.ask(call, files.clone(), move |event| match event {
                Event::Progress { done, total } => stage.set(Stage::Writing(done, total)),
                Event::End(Ok(reply)) => stage.set(match reply.answer {
                    Ok(()) => saved(reply.files),
                    Err(problem) => Stage::Failed(problem_words(problem, lang)),
                }),
                Event::End(Err(failure)) => {
                    stage.set(Stage::Failed(words::failure(&failure, lang)))
                }
            });
        })
    };
    let ready = missing.is_empty() && !wanted.is_empty() && state.bench.cross.is_some();
    html! {
        <section class="bundle">
            <h3>{ words::desk::bundle(lang) }</h3>
            <p class="help">{ words::desk::bundle_note(lang) }</p>
            if wanted.is_empty() {
                <p>{ words::desk::bundle_nothing(lang) }</p>
            } else {
                <p>{ words::desk::bundle_count(lang, wanted.len(), open) }</p>
            }
            if !missing.is_empty() { { missing_files(&missing, lang) } }
            <div class="buttons">
                <button type="button" onclick={write} disabled={!ready || matches!(*stage, Stage::Writing(..))}>{ words::desk::write_bundle(lang) }</button>
            </div>
            { stage_line(&stage, lang) }
        </section>
    }
}

fn problem_words(problem: BundleProblem, lang: Lang) -> String {
    match problem {
        BundleProblem::Changed { path } => words::desk::bundle_changed(lang, path),
        BundleProblem::Write { message } => words::desk::not_written(lang, message),
    }
}

/// Shows which files of accepted applicants are not at hand.
fn missing_files(missing: &[BundledPackage], lang: Lang) -> Html {
    html! {
        <div class="notice warning">
            <p>{ words::desk::bundle_missing(lang, missing.len()) }</p>
            <ul class="missing-files">
                { for missing.iter().map(|p| html! {
                    <li>{ &p.source }{ " " }<span class="code weak">{ p.sha256.0.chars().take(12).collect::<String>() }{ "…" }</span></li>
                }) }
            </ul>
        </div>
    }
}

/// Shows how far the bundle has come.
fn stage_line(stage: &Stage, lang: Lang) -> Html {
    match stage {
        Stage::None => html! {},
        Stage::Writing(done, total) => html! {
            <label class="progress">{ words::desk::bundle_writing(lang) }<ProgressBar done={*done} total={*total} /></label>
        },
        Stage::Written => {
            html! { <p class="notice good" role="status">{ words::desk::bundle_written(lang) }</p> }
        }
        Stage::Failed(message) => {
            html! { <p class="notice error" role="alert">{ message }</p> }
        }
    }
}

/// Hands the bundle to the person.
fn saved(files: Vec<NamedFile>) -> Stage {
    let saved = files.first().ok_or_else(String::new).and_then(|bundle| {
        let file = file_of("bundle.zip", &bundle.file, "application/zip")?;
        save_file("bundle.zip", &file)
    });
    match saved {
        Ok(()) => Stage::Written,
        Err(message) => Stage::Failed(message),
    }
}
