//! Everything that an archive shows, found as a shell would find it.

use forms_core::archive::content::{ReadBudget, copy_entry};
use forms_core::archive::{Inventory, Silent, Source};
use forms_core::finding::{Finding, Lang};
use forms_core::pack::{Limits, Pack};
use forms_core::rules;

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
