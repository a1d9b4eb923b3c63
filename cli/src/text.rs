//! Output for people, on standard output.

use std::io::{IsTerminal as _, Write as _};

use forms_core::finding::{Finding, Lang};
use forms_core::review::report::{TextStyle, findings_text};

use crate::Failure;

/// Writes to standard output. A closed pipe is not an error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Failure(e.to_string())),
        _ => Ok(()),
    }
}

/// Returns the style of output: coloured on a terminal, unless `NO_COLOR` is set.
pub(crate) fn style(lang: Lang) -> TextStyle {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    TextStyle {
        lang,
        colour: wanted && std::io::stdout().is_terminal(),
        all: false,
        reviews: false,
    }
}

/// Returns findings as lines of text.
pub(crate) fn findings(findings: &[Finding], lang: Lang) -> String {
    findings_text(findings, style(lang))
}
