//! The document `renkei.ordinance/1`.

use serde::Serialize;

use super::Ordinance;
use crate::finding::{Finding, FindingDocument, Lang};
use crate::law::{InstrumentNumber, Provision};

/// The document `renkei.ordinance/1`: the provisions of an ordinance's text.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Ordinance"))]
pub(crate) struct OrdinanceDocument<'a> {
    /// Always `renkei.ordinance/1`.
    schema: &'static str,
    /// The title; null if the text has none.
    title: Option<&'a str>,
    /// The number, such as 平成27年条例第32号; null if the text has none.
    number: Option<&'a InstrumentNumber>,
    /// Every 項, 号, subitem, table row and paragraph of a 附則, in the order of the text.
    provisions: &'a [Provision],
    /// The findings of reading the text.
    problems: Vec<FindingDocument>,
}

impl Ordinance {
    /// The document `renkei.ordinance/1`, with the findings of reading the text. It is written from the provisions
    /// as they are: a table may have a hundred thousand rows.
    #[must_use]
    pub fn document(&self, problems: &[Finding], lang: Lang) -> impl Serialize {
        OrdinanceDocument {
            schema: "renkei.ordinance/1",
            title: self.title.as_deref(),
            number: self.number.as_ref(),
            provisions: &self.provisions,
            problems: FindingDocument::list(problems, lang),
        }
    }
}
