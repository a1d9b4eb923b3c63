//! The panel: the screen of the site, the draft, and the actions that pass data between them.

use forms_core::finding::{Lang, Pointer};
use forms_core::text::is_blank;
use ui::browser::{Dropped, focus};
use ui::client::{Client, WorkerCore};
use ui::form::{BuildFlow, BuiltPackage, FileDrop, PackChoice};
use ui::open_draft::{FileNote, FileNoteView, open_file, open_sample};
use ui::shell::{Shell, use_shell};
use ui::words::panel as words;
use ui::{SaveState, use_workspace};
use yew::prelude::*;

use crate::actions::{Attach, Fill};
use crate::help::Help;
use crate::outcome::OutcomeView;
use crate::remember::Remember;
use crate::site::{Site, ToSite, use_site};

/// The site is Japanese, and so is its panel.
const LANG: Lang = Lang::Ja;

/// One worker for the draft and one for the package: the panel lives in somebody else's page.
const CORES: usize = 2;

/// Shows the panel.
#[component]
pub(crate) fn Panel() -> Html {
    let client = use_memo((), |()| Client::new(WorkerCore::new(CORES)));
    let site = use_site(LANG);
    let led_to = use_led_to(&site);
    let on_go = {
        let led_to = led_to.clone();
        Callback::from(move |place: Pointer| led_to.set(Some(place)))
    };
    let workspace = use_workspace((*client).clone(), LANG, on_go);
    let place = (*led_to).clone().or_else(|| site.focus().cloned());
    let built = use_state(|| None::<BuiltPackage>);
    let on_built = {
        let built = built.clone();
        Callback::from(move |package| built.set(Some(package)))
    };
    let close = {
        let site = site.clone();
        Callback::from(move |_: MouseEvent| site.send(&ToSite::Close))
    };
    html! {
        <ContextProvider<Shell> context={workspace.shell.clone()}>
            <main>
                <header>
                    <h1>{ words::title(LANG) }</h1>
                    <button type="button" onclick={close}>{ words::close_key(LANG) }</button>
                </header>
                <p class="screen">{ screen_sentence(&site) }</p>
                <Help {place} />
                if workspace.save != SaveState::Opening {
                    <DraftAtHand save={workspace.save.clone()} />
                    <Fill site={site.clone()} />
                }
                <OutcomeView lang={LANG} outcome={site.outcome().clone()} />
                if workspace.shell.draft.revision() > 0 {
                    <section class="package">
                        <BuildFlow {on_built} />
                        <Attach site={site.clone()} built={(*built).clone()} />
                    </section>
                }
                <p class="note">{ words::never_submits(LANG) }</p>
                <PackChoice save={workspace.save.clone()} />
                if let Some(origin) = site.origin() {
                    <Remember lang={LANG} origin={origin.to_owned()} />
                }
            </main>
            <div class="visually-hidden" role="status" aria-live="polite">
                { workspace.announcement }
            </div>
        </ContextProvider<Shell>>
    }
}

/// Returns the state for the place that an error led to. It is forgotten when the person goes to
/// another field of the site.
#[hook]
fn use_led_to(site: &Site) -> UseStateHandle<Option<Pointer>> {
    let led_to = use_state(|| None::<Pointer>);
    let place = led_to.clone();
    use_effect_with(site.focus().cloned(), move |_| {
        place.set(None);
        // In a low panel the help may have been scrolled away.
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    led_to
}

/// Returns the sentence that names the screen of the site.
fn screen_sentence(site: &Site) -> String {
    match (site.is_known(), site.screen()) {
        (false, _) => words::looking(LANG).to_owned(),
        (true, Some(screen)) => words::recognised(LANG, screen.title.get(LANG)),
        (true, None) => words::not_recognised(LANG).to_owned(),
    }
}

/// The `id` of the heading above the draft.
const DRAFT_TITLE: &str = "draft-title";

#[derive(Properties, PartialEq)]
struct DraftAtHandProps {
    save: SaveState,
}

/// Shows the open draft with the number of its errors and whether it is saved, and opens another.
#[component]
fn DraftAtHand(props: &DraftAtHandProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let note = use_state(FileNote::default);
    // The pressed button is folded away then, so the focus moves to the draft.
    let on_opened = Callback::from(|()| {
        focus(DRAFT_TITLE);
    });
    let on_files = {
        let (shell, note, on_opened) = (shell.clone(), note.clone(), on_opened.clone());
        Callback::from(move |dropped: Vec<Dropped>| {
            open_file(&shell, &note, dropped, on_opened.clone());
        })
    };
    let sample = {
        let (shell, note) = (shell.clone(), note.clone());
        Callback::from(move |_: MouseEvent| open_sample(&shell, &note, on_opened.clone()))
    };
    let application = shell.draft.content();
    let has_draft = shell.draft.revision() > 0;
    let stopping = shell.findings.iter().filter(|f| f.severity.stops()).count();
    html! {
        <section class="draft">
            <h2 id={DRAFT_TITLE} tabindex="-1">{ words::draft_title(lang) }</h2>
            if has_draft {
                <p class="at-hand">{
                    ui::words::home::at_hand(
                        lang,
                        name_or_none(&application.applicant().name, lang),
                        ui::pack::in_use().choice_label("kind", application.kind().as_str(), lang),
                    )
                }</p>
                if !is_blank(application.remark()) {
                    <p class="notice">{ application.remark() }</p>
                }
                <p class="findings">
                    if stopping > 0 {
                        { words::findings(lang, stopping) }
                    } else {
                        { words::no_findings(lang) }
                    }
                </p>
                <p class="note">{ save_sentence(&props.save, lang) }</p>
            } else {
                <p>{ words::draft_none(lang) }</p>
            }
            <details open={!has_draft}>
                <summary>{ words::draft_open(lang) }</summary>
                <FileDrop id="open-draft" label={ui::words::home::open(lang)}
                    hint={ui::words::home::open_text(lang)} accept=".json,.zip" {on_files} />
                <button type="button" onclick={sample}>{ ui::words::home::sample(lang) }</button>
            </details>
            <FileNoteView note={(*note).clone()} />
        </section>
    }
}

/// Returns the sentence on whether the draft is still there on the next page of the site.
fn save_sentence(save: &SaveState, lang: Lang) -> String {
    match save {
        SaveState::Opening | SaveState::Nothing => String::new(),
        SaveState::Saving => ui::words::draft::saving(lang).to_owned(),
        SaveState::Kept(time) => ui::words::draft::kept(lang, time),
        SaveState::Elsewhere => ui::words::draft::elsewhere(lang).to_owned(),
        // Mostly a browser that gives a frame inside another site no storage.
        SaveState::Failed(_) => words::not_kept(lang).to_owned(),
    }
}

/// Returns the name, or the word for an unnamed applicant.
fn name_or_none(name: &str, lang: Lang) -> &str {
    if is_blank(name) { ui::words::home::unnamed(lang) } else { name }
}
