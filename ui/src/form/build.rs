//! Building the package (提出書類作成): a worker does it, and refuses while there are errors that
//! nobody has given a reason for.

use std::collections::BTreeMap;
use std::rc::Rc;

use forms_core::finding::{Code, Finding, Lang};
use forms_core::submission::Override;
use yew::prelude::*;

use super::problems::{ErrorSummary, Problems};
use super::status::ProgressBar;
use crate::browser::{FileLink, file_of, focus, input_value, today};
use crate::client::{
    Build, BuildAnswer, BuildProblem, CoreFailure, Event as CoreEvent, PackageFacts, Pending, Reply,
};
use crate::draft::Edit;
use crate::shell::{Shell, use_shell};
use crate::words;

/// A package that was built, as a file of the browser.
#[derive(Debug, Clone, PartialEq)]
pub struct BuiltPackage {
    /// Name, size, hash and longest path.
    pub facts: PackageFacts,
    /// The ZIP.
    pub file: web_sys::File,
    /// Findings in the package: warnings, and errors with a reason.
    pub findings: Vec<Finding>,
    /// Revision of the draft that it was built from.
    pub revision: u64,
}

/// Properties of [`BuildFlow`].
#[derive(Properties, PartialEq)]
pub struct BuildFlowProps {
    /// Called with each package that was built.
    #[prop_or_default]
    pub on_built: Callback<BuiltPackage>,
}

/// How far a build has come.
#[derive(Clone, PartialEq)]
enum BuildStage {
    Idle,
    Building { done: u64, total: u64 },
    Refused,
    Failed(String),
    Built(Rc<(BuiltPackage, FileLink)>),
}

/// The `id` of the error summary.
const SUMMARY: &str = "build-errors";

/// Returns the errors that stop a build, by code.
fn stopping_errors(findings: &[Finding]) -> BTreeMap<Code, Vec<Finding>> {
    let mut by_code: BTreeMap<Code, Vec<Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity.stops()) {
        by_code.entry(finding.code).or_default().push(finding.clone());
    }
    by_code
}

/// Shows the errors that stop the build, the button that starts it, and what came of it.
#[component]
pub fn BuildFlow(props: &BuildFlowProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let flow = BuildState { stage: use_state(|| BuildStage::Idle), refusals: use_state(Vec::new) };
    let running = use_mut_ref(|| None::<Pending>);
    use_reset_on_edit(&shell, &flow);
    // The live check and a refused build see the same draft; a build also sees the finished file.
    let refusals = &flow.refusals;
    let errors = stopping_errors(if refusals.is_empty() { &shell.findings } else { refusals });
    let start = {
        let (shell, flow, running) = (shell.clone(), flow.clone(), Rc::clone(&running));
        let on_built = props.on_built.clone();
        Callback::from(move |_: MouseEvent| {
            if running.borrow().as_ref().is_none_or(Pending::is_over) {
                running.replace(Some(start_build(&shell, &flow, on_built.clone())));
            }
        })
    };
    let cancel = Callback::from(move |_: MouseEvent| {
        if let Some(pending) = running.take() {
            pending.cancel();
        }
    });
    use_effect_with(*flow.stage == BuildStage::Refused, |refused| {
        if *refused {
            focus(SUMMARY);
        }
    });
    let all: Vec<Finding> = errors.values().flatten().cloned().collect();
    let is_building = matches!(*flow.stage, BuildStage::Building { .. });
    html! {
        <div class="build">
            if !errors.is_empty() {
                <ErrorSummary findings={all} grouped=true id={SUMMARY}
                    title={words::build::errors_stand(lang)} />
                <details class="overrides">
                    <summary>{ words::build::override_lead(lang) }</summary>
                    <p>{ words::build::override_note(lang) }</p>
                    { for errors.iter().map(|(code, findings)| html! {
                        <OverrideField code={*code} count={findings.len()} key={code.as_str()} />
                    }) }
                </details>
            }
            // Not `disabled`: a disabled button loses the focus, and with it the person's place.
            <button type="button" class="primary" onclick={start}
                aria-disabled={is_building.then_some("true")}>
                { words::build::start(lang) }
            </button>
            <Outcome stage={(*flow.stage).clone()} {cancel} />
        </div>
    }
}

/// The state of a [`BuildFlow`].
#[derive(Clone)]
struct BuildState {
    stage: UseStateHandle<BuildStage>,
    /// Findings of the last build, if it was refused.
    refusals: UseStateHandle<Vec<Finding>>,
}

/// Forgets a refused build as soon as the draft changes.
#[hook]
fn use_reset_on_edit(shell: &Shell, flow: &BuildState) {
    let BuildState { stage, refusals } = flow.clone();
    use_effect_with(shell.draft.revision(), move |_| {
        refusals.set(Vec::new());
        if *stage == BuildStage::Refused {
            stage.set(BuildStage::Idle);
        }
    });
}

/// Asks the core for the package of the draft as it is now.
fn start_build(shell: &Shell, flow: &BuildState, on_built: Callback<BuiltPackage>) -> Pending {
    let lang = shell.lang;
    shell.edit(Edit::LeaveAll);
    flow.stage.set(BuildStage::Building { done: 0, total: 0 });
    let reference = shell.draft.reference_files();
    let call = Build {
        application: shell.draft.application().clone(),
        overrides: overrides(shell),
        tables: reference.map(|b| b.tables.clone()),
        today: today(),
    };
    let mut files = reference.map(|b| b.files.clone()).unwrap_or_default();
    files.extend(shell.draft.attached());
    let revision = shell.draft.revision();
    let (announce, flow) = (shell.announce.clone(), flow.clone());
    shell.client.ask(call, files, move |event| match event {
        CoreEvent::Progress { done, total } => flow.stage.set(BuildStage::Building { done, total }),
        CoreEvent::End(end) => {
            let (next, findings) = ended(end, revision, lang);
            if let BuildStage::Built(built) = &next {
                announce.emit(words::build::finished(lang, &built.0.facts.name));
                on_built.emit(built.0.clone());
            }
            flow.refusals.set(findings);
            flow.stage.set(next);
        }
    })
}

/// Returns the reasons that the person gave for handing in with errors.
fn overrides(shell: &Shell) -> Vec<Override> {
    let given = shell.draft.overrides().iter();
    given.map(|(code, reason)| Override { code: *code, reason: reason.trim().to_owned() }).collect()
}

/// Returns the stage that follows the end of a build request, and the findings that came with it.
fn ended(
    end: Result<Reply<Result<BuildAnswer, BuildProblem>>, CoreFailure>,
    revision: u64,
    lang: Lang,
) -> (BuildStage, Vec<Finding>) {
    let reply = match end {
        Ok(reply) => reply,
        Err(CoreFailure::Cancelled) => return (BuildStage::Idle, Vec::new()),
        Err(failure) => return (BuildStage::Failed(words::failure(&failure, lang)), Vec::new()),
    };
    match (reply.answer, reply.files.into_iter().next()) {
        (Err(BuildProblem::Missing { file }), _) => {
            (BuildStage::Failed(words::build::missing(lang, file)), Vec::new())
        }
        (Err(BuildProblem::Write { message }), _) => {
            (BuildStage::Failed(words::build::not_written(lang, message)), Vec::new())
        }
        (Ok(BuildAnswer { package: Some(facts), findings }), Some(zip)) => {
            let made = file_of(&facts.name, &zip.file, "application/zip")
                .and_then(|file| FileLink::new(&file).map(|link| (file, link)));
            match made {
                Ok((file, link)) => {
                    let built = BuiltPackage { facts, file, findings, revision };
                    (BuildStage::Built(Rc::new((built, link))), Vec::new())
                }
                Err(message) => {
                    (BuildStage::Failed(words::build::not_written(lang, message)), Vec::new())
                }
            }
        }
        (Ok(answer), _) => (BuildStage::Refused, answer.findings),
    }
}

#[derive(Properties, PartialEq)]
struct OutcomeProps {
    stage: BuildStage,
    cancel: Callback<MouseEvent>,
}

/// Shows how far building has come, and its result.
#[component]
fn Outcome(props: &OutcomeProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    match &props.stage {
        BuildStage::Idle => html! {},
        BuildStage::Refused => {
            html! { <p class="notice error">{ words::build::refused(lang) }</p> }
        }
        BuildStage::Failed(message) => {
            html! { <p class="notice error" role="alert">{ message }</p> }
        }
        BuildStage::Building { done, total } => html! {
            <div class="progress">
                <label>
                    { words::build::building(lang, words::bytes(*done), words::bytes(*total)) }
                    <ProgressBar done={*done} total={*total} />
                </label>
                <button type="button" class="plain" onclick={props.cancel.clone()}>
                    { words::common::cancel(lang) }
                </button>
            </div>
        },
        BuildStage::Built(built) => built_view(built, &shell),
    }
}

/// Shows a package that was built: its facts, the link to download it, and its findings.
fn built_view(built: &(BuiltPackage, FileLink), shell: &Shell) -> Html {
    let lang = shell.lang;
    let (package, link) = built;
    let facts = &package.facts;
    let budget = crate::pack::in_use().package.path_budget;
    let length = facts.longest_path.encode_utf16().count();
    let is_stale = package.revision != shell.draft.revision();
    html! {
        <section class="built">
            <h2>{ words::build::done(lang) }</h2>
            if is_stale {
                <p class="notice warning" role="status">{ words::build::stale(lang) }</p>
            }
            <dl class="facts">
                <div><dt>{ words::build::file_name(lang) }</dt><dd>{ &facts.name }</dd></div>
                <div><dt>{ words::build::size(lang) }</dt><dd>{ words::bytes(facts.bytes) }</dd></div>
                <div><dt>{ "SHA-256" }</dt><dd class="code">{ &facts.sha256 }</dd></div>
                <div>
                    <dt>{ words::build::longest_path(lang) }</dt>
                    <dd>{ &facts.longest_path }<br />{ words::build::path_length(lang, length, budget) }</dd>
                </div>
            </dl>
            <p><a class="button primary" href={link.address().to_owned()} download={facts.name.clone()}>
                { words::build::download(lang) }
            </a></p>
            if package.findings.is_empty() {
                <p>{ words::build::checked_clean(lang) }</p>
            } else {
                <p>{ words::build::checked(lang, package.findings.len()) }</p>
                <Problems findings={package.findings.clone()} />
            }
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct OverrideFieldProps {
    code: Code,
    count: usize,
}

/// Shows the field for the reason to hand in with errors of one code.
#[component]
fn OverrideField(props: &OverrideFieldProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let OverrideFieldProps { code, count } = *props;
    let id = format!("override-{code}");
    let reason = shell.draft.overrides().get(&code).cloned().unwrap_or_default();
    let draft = shell.draft.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(reason) = input_value(&event) {
            draft.dispatch(Edit::Override { code, reason });
        }
    });
    html! {
        <div class="field">
            <label for={id.clone()}>
                { words::build::reason(lang, code.text(lang).title, code.as_str(), count) }
            </label>
            <textarea {id} rows="2" value={reason} {oninput} />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::finding::make;

    use super::*;

    #[test]
    fn only_errors_stop_and_each_code_once() {
        let found = [
            make::org_003("a", "b", "c"),
            make::org_003("d", "e", "f"),
            make::pia_001(),
            make::pkg_004("a"),
        ];
        let codes: Vec<&str> = stopping_errors(&found).keys().map(|c| c.as_str()).collect();
        assert_eq!(codes, ["ORG-003", "PIA-001"]);
    }

    #[test]
    fn an_end_without_a_package_is_never_taken_for_one() {
        let answer = |answer| Ok(Reply { answer, files: vec![] });
        let findings = vec![make::pia_001()];
        let refused = BuildAnswer { package: None, findings: findings.clone() };
        assert!(
            matches!(ended(answer(Ok(refused)), 0, Lang::Ja), (BuildStage::Refused, f) if f == findings)
        );
        let missing = BuildProblem::Missing { file: "a.pdf".into() };
        let (stage, _) = ended(answer(Err(missing)), 0, Lang::Ja);
        assert!(matches!(stage, BuildStage::Failed(text) if text.contains("a.pdf")));
        assert!(matches!(ended(Err(CoreFailure::Cancelled), 0, Lang::Ja).0, BuildStage::Idle));
        let crash = CoreFailure::Crashed { message: "unreachable".into() };
        assert!(matches!(ended(Err(crash), 0, Lang::En).0, BuildStage::Failed(_)));
    }
}
