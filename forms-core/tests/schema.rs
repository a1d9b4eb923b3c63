//! The published schema is the one that the types have.

use std::path::Path;

use forms_core::application::Application;

/// `RENKEI_UPDATE=1 cargo test -p forms-core --test schema` writes it anew.
#[test]
fn the_published_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema/application.schema.json");
    let generated = format!("{:#}\n", Application::json_schema());
    if std::env::var_os("RENKEI_UPDATE").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == generated, "{} is out of date", path.display());
}
