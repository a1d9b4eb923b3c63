//! Hands over the tags and words of a page one by one, without copying each.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::style::{Attributes, READ};
use super::tag::Tag;

/// One piece of a page: a tag, or the words between two tags.
pub(super) enum Token<'t> {
    /// A start tag; `closed` says that it ends with />.
    Start { tag: Tag, attributes: Attributes<'t>, closed: bool },
    /// An end tag.
    End(Tag),
    /// Words between tags, with their white space.
    Words(&'t str),
}

/// The start tag that is being read.
#[derive(Default)]
struct Reading {
    tag: Option<Tag>,
    /// Its attributes that shape the text, by their place in [`READ`], and where their values lie in `values`.
    attributes: Vec<(usize, usize, usize)>,
    values: Vec<u8>,
    /// True if the value that comes next is that of the last attribute.
    valued: bool,
}

/// Calls `take` with each token of a page.
pub(super) fn read(text: &str, mut take: impl FnMut(Token<'_>)) {
    let mut reading = Reading::default();
    let mut emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            match event {
                CallbackEvent::OpenStartTag { name } => reading.tag = Some(Tag::of(name)),
                CallbackEvent::AttributeName { name } => reading.name(name),
                CallbackEvent::AttributeValue { value } => reading.value(value),
                CallbackEvent::CloseStartTag { self_closing: closed } => {
                    if let Some(tag) = reading.tag.take() {
                        take(Token::Start { tag, attributes: reading.attributes(), closed });
                    }
                    reading.clear();
                }
                CallbackEvent::EndTag { name } => {
                    take(Token::End(Tag::of(name)));
                    reading.clear();
                }
                CallbackEvent::String { value } => {
                    take(Token::Words(&String::from_utf8_lossy(value)));
                }
                _ => {}
            }
            None
        });
    emitter.naively_switch_states(true);
    // The tokens were taken above; the tokenizer itself returns none.
    let _ = Tokenizer::new_with_emitter(text, emitter).count();
}

impl Reading {
    /// Takes the name of an attribute. Of two with one name the first counts.
    fn name(&mut self, name: &[u8]) {
        let known = READ.iter().position(|known| known.as_bytes() == name);
        let new = known.filter(|known| self.attributes.iter().all(|(other, ..)| other != known));
        self.valued = new.is_some();
        let at = self.values.len();
        self.attributes.extend(new.map(|known| (known, at, at)));
    }

    fn value(&mut self, value: &[u8]) {
        if let Some((.., end)) = self.attributes.last_mut().filter(|_| self.valued) {
            self.values.extend_from_slice(value);
            *end = self.values.len();
        }
    }

    fn attributes(&self) -> Attributes<'_> {
        Attributes::of(self.attributes.iter().filter_map(|(name, from, to)| {
            Some((READ.get(*name)?.as_bytes(), self.values.get(*from..*to)?))
        }))
    }

    fn clear(&mut self) {
        self.attributes.clear();
        self.values.clear();
        self.valued = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_attributes_with_one_name_the_first_counts() {
        let mut seen = Vec::new();
        read("a<TD rowspan=2 ROWSPAN=3 border=1 class>b</td class=x><br/>", |token| {
            seen.push(match token {
                Token::Start { tag, attributes, closed } => format!(
                    "<{} {:?} {} {closed}>",
                    tag.name(),
                    attributes.number("rowspan"),
                    attributes.has("class")
                ),
                Token::End(tag) => format!("</{}>", tag.name()),
                Token::Words(words) => words.to_owned(),
            });
        });
        assert_eq!(seen, ["a", "<td Some(2) true false>", "b", "</td>", "<br None false true>"]);
    }
}
