//! Texts of the core in which differences are marked as `［－removed］` and `［＋added］`.

use forms_core::finding::Lang;
use ui::words;
use yew::prelude::*;

/// Signs of the core around removed and added text.
const REMOVED: &str = "［－";
const ADDED: &str = "［＋";
const END: char = '］';

/// A part of a text with marked differences.
#[derive(Debug, PartialEq, Eq)]
enum TextPart<'t> {
    Same(&'t str),
    Removed(&'t str),
    Added(&'t str),
}

/// Splits a text such as `認定［－の請求］［＋（市長）］` at its marks. Brackets without a sign or an end stay
/// in the text.
fn parts(text: &str) -> Vec<TextPart<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let next = [(REMOVED, TextPart::Removed as fn(_) -> _), (ADDED, TextPart::Added)]
            .into_iter()
            .filter_map(|(sign, part)| {
                let at = rest.find(sign)?;
                let inside = rest.get(at + sign.len()..)?;
                let end = inside.find(END)?;
                Some((at, part(inside.get(..end)?), inside.get(end + END.len_utf8()..)?))
            })
            .min_by_key(|(at, ..)| *at);
        let Some((at, part, after)) = next else {
            parts.push(TextPart::Same(rest));
            break;
        };
        if let Some(same) = rest.get(..at).filter(|same| !same.is_empty()) {
            parts.push(TextPart::Same(same));
        }
        parts.push(part);
        rest = after;
    }
    parts
}

/// Shows a text with its differences marked, also for screen readers.
pub(super) fn marked(text: &str, lang: Lang) -> Html {
    let part = |part: &TextPart<'_>| match part {
        TextPart::Same(text) => html! { { (*text).to_owned() } },
        TextPart::Removed(text) => html! {
            <del><span class="visually-hidden">{ words::carry::removed_part(lang) }</span>{ (*text).to_owned() }</del>
        },
        TextPart::Added(text) => html! {
            <ins><span class="visually-hidden">{ words::carry::added_part(lang) }</span>{ (*text).to_owned() }</ins>
        },
    };
    html! { <>{ for parts(text).iter().map(part) }</> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_taken_apart_and_other_brackets_stay() {
        assert_eq!(
            parts("認定［－の請求］［＋（市長）］の受理"),
            [
                TextPart::Same("認定"),
                TextPart::Removed("の請求"),
                TextPart::Added("（市長）"),
                TextPart::Same("の受理")
            ]
        );
        assert_eq!(parts("［注］認定［＋"), [TextPart::Same("［注］認定［＋")]);
        assert_eq!(parts(""), []);
    }
}
