//! The two actions on the site: filling fields and attaching the package.

use ui::form::BuiltPackage;
use ui::shell::use_shell;
use ui::words::panel as words;
use yew::prelude::*;

use crate::site::{Site, ToSite};
use crate::transfer;

#[derive(Properties, PartialEq)]
pub(crate) struct FillProps {
    pub(crate) site: Site,
}

/// Shows the buttons that fill the screen from the draft and take that back.
#[component]
pub(crate) fn Fill(props: &FillProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let site = &props.site;
    let fill = {
        let (site, shell) = (site.clone(), shell.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(screen) = site.screen() else { return };
            let values = transfer::values(ui::pack::in_use(), screen, shell.draft.application());
            if values.is_empty() {
                site.say(words::fill_none(shell.lang));
            } else {
                site.send(&ToSite::Fill { request: site.next_request(), values });
            }
        })
    };
    let undo = {
        let site = site.clone();
        Callback::from(move |_: MouseEvent| {
            site.send(&ToSite::Undo { request: site.next_request() });
        })
    };
    let can_fill =
        shell.draft.revision() > 0 && site.screen().is_some_and(|screen| !screen.fields.is_empty());
    html! {
        <section class="fill">
            <button type="button" class="primary" onclick={fill} disabled={!can_fill}>
                { words::fill_screen(lang) }
            </button>
            <button type="button" onclick={undo} disabled={!site.has_changed_the_page()}>
                { words::undo(lang) }
            </button>
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct AttachProps {
    pub(crate) site: Site,
    /// The package that was built last.
    pub(crate) built: Option<BuiltPackage>,
}

/// Shows the button that puts the built package into the site's file field.
#[component]
pub(crate) fn Attach(props: &AttachProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let AttachProps { site, built } = props;
    let Some(slot) = site.screen().map(|s| s.package_slot.as_str()).filter(|s| !s.is_empty())
    else {
        return html! {};
    };
    let is_current = built.as_ref().is_some_and(|b| b.revision == shell.draft.revision());
    let attach = {
        let (site, built) = (site.clone(), built.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(package) = &built {
                site.attach(slot, &package.file);
            }
        })
    };
    html! {
        <div class="attach">
            <button type="button" class="primary" onclick={attach} disabled={!is_current}>
                { words::attach(lang) }
            </button>
            if built.is_none() {
                <p class="help">{ words::attach_note(lang) }</p>
            } else if !is_current {
                <p class="help">{ words::attach_stale(lang) }</p>
            }
            if let Some(name) = site.attached_file() {
                <p class="attached">{ words::attached_now(lang, name) }</p>
            }
        </div>
    }
}
