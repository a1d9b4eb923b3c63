//! The form pack that the shell works with: the built-in one, or one that the person loaded.
//!
//! It is chosen once, before anything is shown: fields, lists and names are read from it everywhere,
//! and half a form of one pack and half of another would be worse than a page that starts anew.

use std::sync::OnceLock;

use forms_core::pack::{self, CheckedPack, Pack};

use crate::browser::PackStore;

struct Loaded {
    pack: Pack,
    text: String,
}

static LOADED: OnceLock<Loaded> = OnceLock::new();
static REFUSED: OnceLock<String> = OnceLock::new();

/// Returns the pack in use.
#[must_use]
pub fn in_use() -> &'static Pack {
    LOADED.get().map_or_else(Pack::standard, |loaded| &loaded.pack)
}

/// Returns the TOML of the pack in use, which workers get too; `None` for the built-in one.
#[must_use]
pub fn loaded_text() -> Option<&'static str> {
    LOADED.get().map(|loaded| loaded.text.as_str())
}

/// Returns why the saved pack could not be used, or `None` if there was no problem.
#[must_use]
pub fn refused() -> Option<&'static str> {
    REFUSED.get().map(String::as_str)
}

/// Takes a pack into use until the page or the worker ends. A second call has no effect.
///
/// # Errors
/// The first problem of the pack; the built-in one stays in use.
pub fn adopt(text: &str) -> Result<(), String> {
    if LOADED.get().is_none() {
        let pack = Pack::from_toml(text).map_err(|e| e.to_string())?;
        let _ = LOADED.set(Loaded { pack, text: text.to_owned() });
    }
    Ok(())
}

/// Takes the pack that was saved in this browser into use. Await it before anything is shown.
pub async fn restore() {
    let kept = match PackStore::open().await {
        Ok(store) => store.load().await.unwrap_or_default(),
        // Without storage nothing was saved.
        Err(_) => None,
    };
    if let Some(Err(reason)) = kept.map(|text| adopt(&text)) {
        let _ = REFUSED.set(reason);
    }
}

/// Checks the bytes of a file as a pack. If they are not UTF-8, there is no pack and no finding.
#[must_use]
pub fn read(bytes: Vec<u8>) -> Option<(String, CheckedPack)> {
    let text = String::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), ToOwned::to_owned);
    let checked = pack::check(&text);
    Some((text, checked))
}

#[cfg(test)]
mod tests {
    use forms_core::finding::Code;

    use super::*;

    #[test]
    fn a_file_is_checked_before_it_is_taken() {
        assert!(read(vec![0xff, 0xfe]).is_none());
        let (text, checked) = read(b"\xef\xbb\xbfid = \"a".to_vec()).unwrap();
        assert!(text.starts_with("id") && checked.pack.is_none());
        assert_eq!(checked.findings[0].code, Code::Pck001);
        let (_, checked) = read(Pack::standard_toml().into()).unwrap();
        assert!(!checked.has_errors());
        // Nothing was taken by reading: the built-in pack is still in use.
        assert_eq!((in_use().id.as_str(), loaded_text()), ("standard", None));
        assert!(adopt("id = \"a").is_err());
        assert_eq!(in_use().id, "standard");
    }
}
