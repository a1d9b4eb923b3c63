//! The JSON schemas of every document, generated from the types that they are read into and
//! written from. `docs/schema` publishes them.

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::application::Application;
use crate::archive::document::InventoryDocument;
use crate::carry_over::decisions::DecisionsDocument;
use crate::carry_over::document::CarryOverDocument;
use crate::check::document::BuildDocument;
use crate::check::report::ReportDocument;
use crate::finding::Catalogue;
use crate::law::citation::document::CitationsDocument;
use crate::law::ordinance::document::OrdinanceDocument;
use crate::law::resolve::document::ProvisionDocument;
use crate::layout_diff::document::LayoutDiffDocument;
use crate::pack::Pack;
use crate::pack::check::document::PackCheckDocument;
use crate::review::session::document::SessionDocument;
use crate::sample::WrittenSample;
use crate::sample::document::TruthDocument;
use crate::submission::Manifest;
use crate::table::document::TableDocument;

/// The name and the JSON schema (draft 2020-12) of each document, in the order of names.
///
/// `report` is the schema of the document `renkei.report/1`, and so on. `truth` is that of the list
/// `truth.json`, which has no key `schema`.
#[must_use]
pub fn documents() -> Vec<(&'static str, Value)> {
    let schemas = [
        ("application", input::<Application>()),
        ("build", output::<BuildDocument<'_>>()),
        ("carry-over", output::<CarryOverDocument<'_>>()),
        ("citation", output::<CitationsDocument<'_>>()),
        ("codes", output::<Catalogue>()),
        ("decisions", input::<DecisionsDocument>()),
        ("inventory", output::<InventoryDocument<'_>>()),
        ("layout-diff", output::<LayoutDiffDocument<'_>>()),
        ("manifest", input::<Manifest>()),
        ("ordinance", output::<OrdinanceDocument<'_>>()),
        ("pack", input::<Pack>()),
        ("pack-check", output::<PackCheckDocument<'_>>()),
        ("provision", output::<ProvisionDocument<'_>>()),
        ("report", output::<ReportDocument>()),
        ("review", output::<SessionDocument>()),
        ("sample", output::<WrittenSample<'_>>()),
        ("table", output::<TableDocument<'_>>()),
        ("truth", output::<TruthDocument<'_>>()),
    ];
    schemas.map(|(name, schema)| (name, with_name(schema, name))).to_vec()
}

/// The schema of a document that people write too: keys with a default may be left out.
fn input<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// The schema of a document that only this program writes: it has exactly the keys of its type.
fn output<T: JsonSchema>() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let closed = settings.with_transform(RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() && schema.get("additionalProperties").is_none() {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
    }));
    closed.into_generator().into_root_schema_for::<T>()
}

/// A schema whose key `schema`, where it has one, must hold the document's name.
fn with_name(mut schema: Schema, name: &str) -> Value {
    let property = schema.pointer_mut("/properties/schema").and_then(Value::as_object_mut);
    if let Some(property) = property {
        property.insert("const".to_owned(), format!("renkei.{name}/1").into());
    }
    schema.to_value()
}
