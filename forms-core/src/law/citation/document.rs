//! The document `renkei.citation/1`.

use serde::Serialize;
use serde_json::Value;

use super::{Citation, Reading, Style};
use crate::finding::{FindingDocument, Lang, to_value};
use crate::law::{Granularity, Instrument, ProvisionPath};

/// The document `renkei.citation/1`: the provisions that a text cites.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Citations"))]
pub(crate) struct CitationsDocument<'a> {
    /// Always `renkei.citation/1`.
    schema: &'static str,
    /// The text that was read.
    input: &'a str,
    /// The citations, in the order of the text.
    citations: Vec<CitationDocument<'a>>,
    /// The findings about parts of the text that are not one provision.
    problems: Vec<FindingDocument>,
}

/// One cited provision.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Citation"))]
struct CitationDocument<'a> {
    /// The instrument; null if the text names none.
    instrument: Option<&'a Instrument>,
    /// The place in the instrument.
    path: &'a ProvisionPath,
    /// The citation in normal form, such as 第3条の2第1項第4号イ.
    canonical: String,
    /// How deep it goes.
    granularity: Granularity,
}

impl<'a> CitationDocument<'a> {
    fn new(citation: &'a Citation) -> Self {
        Self {
            instrument: citation.instrument.as_ref(),
            path: &citation.path,
            canonical: citation.canonical(Style::HalfWidth),
            granularity: citation.granularity(),
        }
    }
}

impl Reading {
    /// The document `renkei.citation/1`.
    #[must_use]
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        let problems = self.problems.iter();
        to_value(&CitationsDocument {
            schema: "renkei.citation/1",
            input,
            citations: self.citations.iter().map(CitationDocument::new).collect(),
            problems: problems.map(|p| FindingDocument::new(&p.finding(input), lang)).collect(),
        })
    }
}
