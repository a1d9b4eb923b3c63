//! 通知・出力: the letters, and the files that come out of a review.

use std::rc::Rc;

use forms_core::check::CrossFinding;
use forms_core::finding::Lang;
use forms_core::review::letter::{Notice, notices};
use forms_core::review::overview::Overview;
use forms_core::review::session::{Act, ApplicantState};
use forms_core::review::summary::{self, SummaryRow, state_word};
use forms_core::review::{evidence, report};
use ui::browser::{file_of, save_file, today};
use ui::client::FileHandle;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::bundle::BundlePart;
use super::labels;
use super::pairs::use_pairs;
use super::state::{DeskState, Shared, use_desk};

/// Hands bytes to the person as a file.
pub(super) fn save(name: &str, bytes: Vec<u8>, kind: &str) -> Result<(), String> {
    let file = file_of(name, &FileHandle::from_bytes(bytes), kind)?;
    save_file(name, &file)
}

/// The rows of the summary, as the desk has them.
pub(super) fn summary_rows(state: &DeskState) -> Vec<SummaryRow> {
    state.desk.rows().iter().map(|row| row.summary.clone()).collect()
}

/// Shows the letters and the files.
#[component]
pub(super) fn Output() -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let cross: &[CrossFinding] = state.bench.cross.as_deref().map_or(&[], Vec::as_slice);
    let made_of = (
        Shared(state.bench.session.clone()),
        state.desk.clone(),
        state.bench.cross.clone().map(Shared),
    );
    let letters = {
        let state = state.clone();
        use_memo(made_of, move |(session, _, cross)| {
            let cross = cross.as_ref().map_or(&[][..], |cross| cross.as_slice());
            let rows = summary_rows(&state);
            let letters = notices(session, &rows, cross, today(), ui::pack::in_use());
            letters.into_iter().map(|one| Shared(Rc::new(one))).collect::<Vec<_>>()
        })
    };
    // What is being compared may add to a letter or take from it.
    let holds = state.bench.cross.is_some() && !state.bench.intake.is_running();
    if state.desk.rows().is_empty() {
        return html! { <p>{ words::desk::nothing_out(lang) }</p> };
    }
    html! {
        <div class="output">
            if holds {
                <Letters letters={Shared(letters)} />
            } else {
                <p class="notice">{ words::desk::letters_wait(lang) }</p>
            }
            <Files cross={Shared(Rc::new(cross.to_vec()))} />
            <BundlePart />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct LettersProps {
    letters: Shared<Vec<Shared<Notice>>>,
}

/// Shows the letters: those to send first, those about which nobody has decided below.
#[component]
fn Letters(props: &LettersProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let state = use_desk();
    let is = |letter: &&Shared<Notice>, wanted: ApplicantState| {
        state.desk.row(letter.key).is_some_and(|row| row.state() == wanted)
    };
    let letters = || props.letters.iter();
    let ready: Vec<_> = letters().filter(|l| is(l, ApplicantState::Returned)).cloned().collect();
    let sent = letters().filter(|l| is(l, ApplicantState::AwaitingResubmission)).count();
    let open: Vec<_> = letters()
        .filter(|l| {
            !is(l, ApplicantState::Returned) && !is(l, ApplicantState::AwaitingResubmission)
        })
        .cloned()
        .collect();
    let without = returned_without(&state, &ready, lang);
    let mark = {
        let (state, ready, announce) = (state.clone(), ready.clone(), shell.announce.clone());
        Callback::from(move |_: MouseEvent| {
            announce.emit(words::desk::marked_sent(lang, ready.len()));
            state.bench.act(ready.iter().filter_map(|letter| sent_act(&state, letter)).collect());
        })
    };
    let failed = use_state(|| None::<String>);
    let save_all = {
        let (ready, failed) = (ready.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| failed.set(save_letters(&ready).err()))
    };
    html! {
        <section class="letters">
            <h3>{ words::desk::letters(lang, ready.len()) }</h3>
            if let Some(message) = &*failed { <p class="notice error" role="alert">{ words::desk::not_written(lang, message) }</p> }
            if ready.is_empty() {
                <p>{ words::desk::no_letters(lang) }</p>
            } else {
                <p class="help">{ words::desk::letters_how(lang) }</p>
                <div class="buttons">
                    <button type="button" class="primary" onclick={save_all}>{ words::desk::save_letters(lang, ready.len()) }</button>
                    <button type="button" onclick={mark}>{ words::desk::mark_sent(lang, ready.len()) }</button>
                </div>
            }
            if !without.is_empty() {
                <p class="notice warning">{ words::desk::returned_without(lang, without.join(lang.comma())) }</p>
            }
            { letter_list(&ready) }
            if sent > 0 { <p class="weak">{ words::desk::letters_sent(lang, sent) }</p> }
            if !open.is_empty() {
                <details>
                    <summary>{ words::desk::letters_open(lang, open.len()) }</summary>
                    { letter_list(&open) }
                </details>
            }
        </section>
    }
}

/// The applicants that were returned although nothing stands that a letter could say.
fn returned_without(state: &DeskState, ready: &[Shared<Notice>], lang: Lang) -> Vec<String> {
    let returned = state.desk.rows().iter().filter(|r| r.state() == ApplicantState::Returned);
    let without = returned.filter(|row| !ready.iter().any(|letter| letter.key == row.key()));
    without.map(|row| labels::name(row, lang)).collect()
}

fn letter_list(letters: &[Shared<Notice>]) -> Html {
    html! {
        <ul class="letter-list">{ for letters.iter().map(|letter| html! { <OneLetter letter={letter.clone()} key={letter.file_name()} /> }) }</ul>
    }
}

/// The act that records a letter as sent.
fn sent_act(state: &DeskState, letter: &Notice) -> Option<Act> {
    let row = state.desk.row(letter.key)?;
    let submission = row.applicant().current().first().cloned();
    Some(Act::Letter { applicant: letter.key, submission, text: letter.letter.text() })
}

/// Saves letters as one ZIP with a page and a text of each.
fn save_letters(letters: &[Shared<Notice>]) -> Result<(), String> {
    use forms_core::archive::{Silent, write::PackageWriter};
    let mut writer = PackageWriter::new();
    for letter in letters {
        let parts = [("html", letter.letter.html()), ("txt", letter.letter.text())];
        for (extension, content) in parts {
            let name = format!("{}.{extension}", letter.file_name());
            let content = content.into_bytes();
            writer.add(&name, &content, false, &mut Silent).map_err(|e| e.to_string())?;
        }
    }
    let bytes = writer.finish().map_err(|e| e.to_string())?;
    save(&format!("notices-{}.zip", today()), bytes, "application/zip")
}

#[derive(Properties, PartialEq)]
struct OneLetterProps {
    letter: Shared<Notice>,
}

/// Shows a letter, as it will read, and the buttons that save it.
#[component]
fn OneLetter(props: &OneLetterProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let letter = &props.letter;
    let shown = use_state(|| false);
    let failed = use_state(|| None::<String>);
    let toggle = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let saving = |extension: &'static str, kind: &'static str| {
        let (letter, failed) = (letter.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| {
            let content = match extension {
                "html" => letter.letter.html(),
                _ => letter.letter.text(),
            };
            let name = format!("{}.{extension}", letter.file_name());
            failed.set(save(&name, content.into_bytes(), kind).err());
        })
    };
    let open = {
        let (state, key) = (state.clone(), letter.key);
        Callback::from(move |_: MouseEvent| state.open(key))
    };
    let name = labels::called(letter.key, &letter.name, lang);
    let state_now = state.desk.row(letter.key).map_or("", |row| state_word(row.state(), lang));
    html! {
        <li>
            <button type="button" class="plain" onclick={open}>{ letter.key.code.to_string() }{ " " }{ name.clone() }</button>
            <span class="tag">{ state_now }</span>
            <span class="weak">{ words::desk::letter_items(lang, letter.letter.items.len()) }</span>
            <button type="button" class="plain" aria-expanded={shown.to_string()} onclick={toggle}
                aria-label={words::desk::preview_of(lang, &name)}>{ words::desk::preview(lang) }</button>
            <button type="button" class="plain" onclick={saving("html", "text/html")} aria-label={words::desk::save_html_of(lang, &name)}>{ words::desk::save_html(lang) }</button>
            <button type="button" class="plain" onclick={saving("txt", "text/plain")} aria-label={words::desk::save_text_of(lang, &name)}>{ words::desk::save_text(lang) }</button>
            if let Some(message) = &*failed { <p class="notice error" role="alert">{ words::desk::not_written(lang, message) }</p> }
            if *shown { <pre class="letter" tabindex="0" aria-label={words::desk::preview_of(lang, &name)} role="region">{ letter.letter.text() }</pre> }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct FilesProps {
    cross: Shared<Vec<CrossFinding>>,
}

/// Shows the buttons that save summary, report and session.
#[component]
fn Files(props: &FilesProps) -> Html {
    let lang = use_shell().lang;
    let state = use_desk();
    let pairs = use_pairs();
    let failed = use_state(|| None::<String>);
    let saving = |make: fn(&DeskState, &[CrossFinding], Lang) -> Result<(), String>| {
        let (state, cross, failed) = (state.clone(), props.cross.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| failed.set(make(&state, &cross, lang).err()))
    };
    let open = state.bench.intake.failed().count() + pairs.compared.files;
    html! {
        <section class="out-files">
            <h3>{ words::desk::out_files(lang) }</h3>
            if let Some(message) = &*failed { <p class="notice error" role="alert">{ words::desk::not_written(lang, message) }</p> }
            if state.bench.intake.is_running() || !pairs.compared.known {
                <p class="notice warning">{ words::desk::out_early(lang) }</p>
            } else if open > 0 {
                <p class="notice warning">{ words::desk::out_open(lang, open) }</p>
            }
            <ul>
                <li><button type="button" onclick={saving(save_xlsx)}>{ words::desk::save_xlsx(lang) }</button>{ " " }{ words::desk::save_xlsx_note(lang) }</li>
                <li><button type="button" onclick={saving(save_csv)}>{ words::desk::save_csv(lang) }</button>{ " " }{ words::desk::save_csv_note(lang) }</li>
                <li><button type="button" onclick={saving(save_overview)}>{ words::desk::save_overview(lang) }</button>{ " " }{ words::desk::save_overview_note(lang) }</li>
                <li><button type="button" onclick={saving(save_evidence)}>{ words::desk::save_evidence(lang) }</button>{ " " }{ words::desk::save_evidence_note(lang) }</li>
                <li><button type="button" onclick={saving(save_report)}>{ words::desk::save_report(lang) }</button>{ " " }{ words::desk::save_report_note(lang) }</li>
            </ul>
        </section>
    }
}

fn save_xlsx(state: &DeskState, _: &[CrossFinding], lang: Lang) -> Result<(), String> {
    let bytes = summary::xlsx(&summary_rows(state), ui::pack::in_use(), lang);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    save("summary.xlsx", bytes.map_err(|e| e.to_string())?, kind)
}

fn save_csv(state: &DeskState, _: &[CrossFinding], lang: Lang) -> Result<(), String> {
    save("summary.csv", summary::csv(&summary_rows(state), ui::pack::in_use(), lang), "text/csv")
}

fn save_report(state: &DeskState, cross: &[CrossFinding], lang: Lang) -> Result<(), String> {
    let (rows, pack) = (summary_rows(state), ui::pack::in_use());
    let report = report::of_review(&state.bench.session, &rows, cross, today(), pack);
    save(
        "report.html",
        report::html(&report, report::Reader::reviewer(lang)).into_bytes(),
        "text/html",
    )
}

fn save_overview(state: &DeskState, cross: &[CrossFinding], lang: Lang) -> Result<(), String> {
    let overview = Overview::new(&state.bench.session, &summary_rows(state), cross, today());
    save("overview.html", overview.html(lang).into_bytes(), "text/html")
}

fn save_evidence(state: &DeskState, _: &[CrossFinding], lang: Lang) -> Result<(), String> {
    let (session, written) = (&state.bench.session, state.bench.export());
    let text = evidence::text(session, &summary_rows(state), &written, today(), lang);
    save("evidence.txt", text.into_bytes(), "text/plain")
}
