//! Collects all findings about an archive, as a shell would.

use forms_core::archive::content::{ReadBudget, copy_entry};
use forms_core::archive::{Inventory, Silent, Source};
use forms_core::finding::{Finding, Lang};
use forms_core::pack::{Limits, Pack};
use forms_core::rules;

use super::crafted::{Crafted, Item};

/// The package's file name in all these tests.
pub(crate) const FILE_NAME: &str = "131121_世田谷区_変更.zip";

/// All findings, of records, content and names.
pub(crate) fn findings(source: &dyn Source) -> Vec<Finding> {
    findings_under(source, &Pack::standard().limits)
}

pub(crate) fn findings_under(source: &dyn Source, limits: &Limits) -> Vec<Finding> {
    let (inventory, mut findings) = Inventory::read(source, &limits.archive());
    let mut budget = ReadBudget::new(&limits.archive());
    for entry in &inventory.entries {
        let copied = copy_entry(source, entry, &mut budget, &mut Silent, &mut |_| {});
        findings.extend(copied.err().filter(|finding| !findings.contains(finding)));
    }
    let mut pack = Pack::standard().clone();
    pack.limits = *limits;
    findings.extend(rules::zip::check(&inventory, &pack, FILE_NAME));
    for finding in &findings {
        for lang in [Lang::Ja, Lang::En] {
            assert!(!finding.message(lang).is_empty() && !finding.hint(lang).is_empty());
        }
    }
    findings
}

/// The codes alone, in order, each once.
pub(crate) fn codes(source: &dyn Source) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings(source).iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The entry that every package has.
pub(crate) fn application() -> Item {
    Item::deflated("application.json", b"{\"schema\": \"renkei.application/1\"}")
}

/// An application and one more entry.
pub(crate) fn with(item: Item) -> Crafted {
    Crafted::new([application(), item])
}

/// An application and a stored file of this name.
pub(crate) fn file(name: &str) -> Crafted {
    with(Item::stored(name, b"content"))
}

/// A name in CP932.
pub(crate) fn cp932(text: &str) -> Vec<u8> {
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

/// Asserts that an archive shows exactly these codes, in order.
#[track_caller]
pub(crate) fn shows(archive: &Crafted, expected: &[&str]) {
    let bytes = archive.bytes();
    assert_eq!(codes(&bytes), expected, "{:#?}", findings(&bytes));
}
