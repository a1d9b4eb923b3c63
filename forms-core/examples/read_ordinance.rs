//! Reads the text of an ordinance and prints its provisions and what each of them delegates.
//!
//! ```sh
//! cargo run -p forms-core --example read_ordinance -- 委任規則.pdf
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use forms_core::document::DocumentText;
use forms_core::law::{Effect, ordinance, read_text};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    print!("{}", run(&args)?);
    Ok(())
}

/// Returns the title, then one line for each provision: its citation and its own words. A provision
/// that delegates (委任) or lends staff (補助執行) has a second line that says so, and to whom.
///
/// # Errors
/// If the argument is not a file that can be read, its kind is unknown, or it has no text, as a
/// scanned PDF has none.
pub(crate) fn run(args: &[String]) -> Result<String, Box<dyn Error>> {
    let [path] = args else { return Err("usage: read_ordinance FILE".into()) };
    let bytes = std::fs::read(path)?;
    // The kind (.txt, .html, .docx, .pdf) is told by the name and the first bytes.
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
    let DocumentText::Text(text) = read_text(&name, &bytes)? else {
        return Err(format!("{path} has no text").into());
    };
    let ordinance = ordinance::read(&text);

    let mut out = String::new();
    writeln!(out, "{}", ordinance.title.as_deref().unwrap_or("(no title)"))?;
    for provision in &ordinance.provisions {
        writeln!(out, "{}\t{}", provision.citation, provision.text)?;
        let Some(effect) = provision.effect else { continue };
        let verb = match effect {
            Effect::Entrust => "delegates to",
            Effect::Auxiliary => "lends staff of",
        };
        let counterpart = provision.counterpart.as_deref().unwrap_or("(not named)");
        writeln!(out, "\t→ {verb} {counterpart}")?;
    }
    Ok(out)
}
