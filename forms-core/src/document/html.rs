//! Reads the text of an HTML page: one line for each block, tables as grids, the numbers of lists as a browser counts
//! them. What the page does not show and what stands around the rule is left out.

mod body;
mod layout;
mod list;
mod page;
mod stack;
mod style;
mod tag;
mod tokens;
mod write;

use encoding_rs::Encoding;

use super::grid::Blocks;
use super::{DocumentError, LineHeads, plain};
use page::Page;

/// Reads the text of a page.
pub(super) fn read(bytes: &[u8], heads: &dyn LineHeads) -> Result<Blocks, DocumentError> {
    let text = decode(bytes)?;
    let (shown, found) = read_page(&text, false, heads);
    if found {
        return Ok(shown);
    }
    // A page that shows no rule may hide it until somebody asks for it.
    let (all, found) = read_page(&text, true, heads);
    Ok(if found { all } else { shown })
}

/// Reads a page, with what it does not show if `all` is true; also returns whether there is a rule on it.
fn read_page(text: &str, all: bool, heads: &dyn LineHeads) -> (Blocks, bool) {
    let page = Page::read(text, all);
    let parts = body::parts(&page, heads);
    let layout = layout::read(&page, &parts, heads);
    let body = body::find(&page, &parts, &layout);
    (write::text(&page, &parts, &layout, &body, heads), body.first.is_some())
}

/// Decodes a page in the encoding that its bytes fit; if they fit several, in the one that it declares.
fn decode(bytes: &[u8]) -> Result<String, DocumentError> {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(start).to_ascii_lowercase();
    let named = head.split_once("charset=").and_then(|(_, rest)| {
        let label: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        Encoding::for_label(label.as_bytes())
    });
    plain::decode_as(named, bytes)
}

#[cfg(test)]
mod tests;
