//! The words of the interface in both languages, as functions generated from `messages/`.
//!
//! The words of findings are in `forms-core/messages`; labels and help are in the pack.

use std::fmt::Display;

use forms_core::finding::Lang;

use crate::client::{CoreFailure, Unreadable};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Puts values into the `{name}` places of a message. A value is never read as a message.
fn fill(message: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut out = String::with_capacity(message.len() + 16);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        // The build script has checked that every brace is closed and every name has a value.
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(n, _)| *n == name) {
            out.push_str(&value.to_string());
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Returns why a request has no answer, and the remedy.
#[must_use]
pub fn failure(failure: &CoreFailure, lang: Lang) -> String {
    match failure {
        CoreFailure::Crashed { message } => common::crashed(lang, message),
        CoreFailure::Cancelled => common::cancelled(lang).to_owned(),
        CoreFailure::File { name, message } => common::file_failed(lang, name, message),
    }
}

/// Returns why no provisions can be read from a file, and the remedy.
#[must_use]
pub fn unreadable(why: Unreadable, name: &str, lang: Lang) -> String {
    match why {
        Unreadable::NoText => law::no_text(lang, name),
        Unreadable::NoProvisions => law::no_provisions(lang, name),
        Unreadable::Encoding => law::encoding(lang, name),
        Unreadable::Damaged => law::damaged(lang, name),
        Unreadable::TooLarge => law::too_large(lang, name),
        Unreadable::Locked => law::locked(lang, name),
        Unreadable::Unsupported => law::unsupported(lang, name),
    }
}

/// Returns a number of bytes for people, such as `12.3 MB`; exact below a kilobyte.
#[must_use]
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if count < 1000 {
        return format!("{count} B");
    }
    // One decimal needs no more than seven digits; a 53-bit mantissa has sixteen.
    let (mut size, mut unit) = (count as f64 / 1000.0, 0);
    while size >= 999.95 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_with_braces_is_not_a_message() {
        let values: [(&str, &dyn Display); 2] = [("a", &"{b}"), ("b", &2)];
        assert_eq!(fill("{a}と{b}", &values), "{b}と2");
    }

    #[test]
    fn sizes_read_well() {
        assert_eq!(bytes(0), "0 B");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(1000), "1.0 KB");
        assert_eq!(bytes(999_949), "999.9 KB");
        assert_eq!(bytes(999_950), "1.0 MB");
        assert_eq!(bytes(104_857_600), "104.9 MB");
        assert_eq!(bytes(u64::MAX), "18446744.1 TB");
    }
}
