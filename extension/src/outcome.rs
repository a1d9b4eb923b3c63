//! The outcome of the last action, in words.

use forms_core::finding::Lang;
use forms_core::pack::Screen;
use ui::words::panel as words;
use yew::prelude::*;

use crate::site::{FromSite, Problem, Refusal};
use crate::transfer::label;

/// The outcome of the last action.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Outcome {
    /// A sentence.
    pub(crate) sentence: String,
    /// The labels of the fields that it filled.
    pub(crate) done: Vec<String>,
    /// The labels of the fields that it left unchanged, each with the reason.
    pub(crate) left: Vec<(String, String)>,
}

impl Outcome {
    /// Makes an outcome of one sentence only.
    pub(crate) fn of(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), ..Self::default() }
    }

    /// Returns the outcome in the site's answer to an action, or `None` if it is no such answer.
    pub(crate) fn of_answer(answer: &FromSite, screen: &Screen, lang: Lang) -> Option<Self> {
        let (sentence, done, refused): (_, &[String], &[Refusal]) = match answer {
            FromSite::Filled { filled, refused, .. } => {
                (words::filled(lang, filled.len()), filled, refused)
            }
            FromSite::Undone { restored, refused, .. } => {
                (words::restored(lang, restored.len()), restored, refused)
            }
            FromSite::Attached { name, bytes, .. } => {
                (words::attached(lang, name, ui::words::bytes(*bytes)), &[], &[])
            }
            FromSite::Refused { problem, .. } => {
                (words::not_attached(lang, problem_words(*problem, lang)), &[], &[])
            }
            FromSite::Screen(_) | FromSite::Focus { .. } => return None,
        };
        let rewritten = match answer {
            FromSite::Filled { rewritten, .. } => rewritten.as_slice(),
            _ => &[],
        };
        let name = |selector: &String| label(ui::pack::in_use(), screen, selector, lang).to_owned();
        let named = |selector: &String| match rewritten.iter().find(|r| r.selector == *selector) {
            Some(r) => words::rewritten(lang, name(selector), &r.value),
            None => name(selector),
        };
        Some(Self {
            sentence,
            done: done.iter().map(named).collect(),
            left: refused
                .iter()
                .map(|r| (name(&r.selector), problem_words(r.problem, lang).to_owned()))
                .collect(),
        })
    }
}

fn problem_words(problem: Problem, lang: Lang) -> &'static str {
    match problem {
        Problem::Missing => words::problem_missing(lang),
        Problem::Locked => words::problem_locked(lang),
        Problem::Kind => words::problem_kind(lang),
        Problem::Option => words::problem_option(lang),
        Problem::TooLong => words::problem_too_long(lang),
        Problem::Edited => words::problem_edited(lang),
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct OutcomeProps {
    pub(crate) lang: Lang,
    pub(crate) outcome: Outcome,
}

/// Shows the outcome of the last action; announced when it changes.
#[component]
pub(crate) fn OutcomeView(props: &OutcomeProps) -> Html {
    let Outcome { sentence, done, left } = &props.outcome;
    let left_part = (!left.is_empty()).then(|| {
        html! {
            <>
                <p>{ words::left(props.lang) }</p>
                <ul class="left">
                    { for left.iter().map(|(name, why)| html! { <li>{ name }{ "：" }{ why }</li> }) }
                </ul>
            </>
        }
    });
    html! {
        <div class="outcome" role="status">
            <p>{ sentence }</p>
            if !done.is_empty() {
                <ul class="done">{ for done.iter().map(|name| html! { <li>{ name }</li> }) }</ul>
            }
            { left_part }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::pack::Pack;

    use super::*;
    use crate::site::Rewritten;

    #[test]
    fn fields_are_named_by_their_labels_and_reasons_given() {
        let screen = &Pack::standard().site.screens[0];
        let answer = FromSite::Filled {
            request: 1,
            filled: vec!["[name=mail]".into(), "[name=telephone]".into()],
            rewritten: vec![Rewritten {
                selector: "[name=telephone]".into(),
                value: "0952".into(),
            }],
            refused: vec![Refusal { selector: "[name=kind]".into(), problem: Problem::Option }],
        };
        let outcome = Outcome::of_answer(&answer, screen, Lang::Ja).expect("an outcome");
        assert_eq!(
            outcome.done,
            ["メールアドレス", "電話番号（サイトが「0952」に書き換えました）"]
        );
        assert_eq!(outcome.left[0].0, "申請の種類");
        assert!(outcome.sentence.starts_with('2'));
        let focus = FromSite::Focus { selector: None };
        assert_eq!(Outcome::of_answer(&focus, screen, Lang::Ja), None);
    }
}
