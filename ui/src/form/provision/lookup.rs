//! Looks up the provision that a citation points to, a moment after it was typed.

use forms_core::text::is_blank;
use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::client::{Event, FileHandle, LookUp, LookedUp, NamedFile};
use crate::shell::Shell;

/// Pause in typing before the core is asked, in milliseconds.
const PAUSE: u32 = 200;

/// Returns the provisions that the citation `typed` points to in the attachment `document`; none while
/// it is blank, the file is missing or the core has not answered.
#[hook]
pub(super) fn use_look_up(
    shell: &Shell,
    document: &str,
    file: Option<FileHandle>,
    typed: AttrValue,
) -> LookedUp {
    let answer = use_state(LookedUp::default);
    let client = shell.client.clone();
    {
        let answer = answer.clone();
        use_effect_with((document.to_owned(), file, typed), move |(name, file, typed)| {
            let question = file.clone().filter(|_| !is_blank(typed));
            if question.is_none() && *answer != LookedUp::default() {
                answer.set(LookedUp::default());
            }
            let timer = question.map(|file| {
                let files = vec![NamedFile { name: name.clone(), file }];
                let call = LookUp { citation: typed.to_string() };
                Timeout::new(PAUSE, move || {
                    client.ask(call, files, move |event| {
                        // The check of the draft reads the same file and reports the failure.
                        if let Event::End(end) = event {
                            answer.set(end.map(|reply| reply.answer).unwrap_or_default());
                        }
                    });
                })
            });
            move || drop(timer)
        });
    }
    (*answer).clone()
}
