//! One file for a pack and its official workbook, such as a browser takes.

use super::{Pack, PackError, ReadFile, check_with_files};
use crate::pack::check::end_of_value;

/// The text of a pack with its official workbook inside. Everything else of the text stays.
///
/// # Errors
/// As [`Pack::from_toml_with_files`].
pub fn embed(text: &str, read_file: &ReadFile<'_>) -> Result<String, PackError> {
    let pack = Pack::from_toml_with_files(text, read_file)?;
    let Some(template) = &pack.template else { return Ok(text.to_owned()) };
    let content = template.content.to_base64();
    let none: &ReadFile<'_> = &|_| Err(String::new());
    let holds_it = |text: &String| check_with_files(text, none).pack.as_ref() == Some(&pack);
    if holds_it(&text.to_owned()) {
        return Ok(text.to_owned());
    }
    let (before, after) = text.split_at(end_of_value(text, "template.file").min(text.len()));
    // In a table of its own each key takes a line; in `template = { … }` a comma separates them.
    let lines = format!("{before}\ncontent = \"{content}\"{after}");
    let inline = format!("{before}, content = \"{content}\"{after}");
    [lines, inline].into_iter().find(holds_it).ok_or(PackError(Vec::new()))
}
