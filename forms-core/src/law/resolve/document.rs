//! The document `renkei.provision/1`.

use serde::Serialize;
use serde_json::Value;

use super::CitedProvisions;
use crate::finding::{FindingDocument, Lang, to_value};
use crate::law::provision::Provision;

/// The document `renkei.provision/1`: the provision that a citation points to.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "CitedProvision"))]
pub(crate) struct ProvisionDocument<'a> {
    /// Always `renkei.provision/1`.
    schema: &'static str,
    /// The provision; null if the citation points to none.
    provision: Option<&'a Provision>,
    /// The findings about the citation.
    problems: Vec<FindingDocument>,
}

impl CitedProvisions<'_> {
    /// The document `renkei.provision/1`, which has room for the provision of one citation.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> Value {
        to_value(&ProvisionDocument {
            schema: "renkei.provision/1",
            provision: self.provisions.first().copied().flatten(),
            problems: FindingDocument::list(&self.problems, lang),
        })
    }
}
