//! The manifest: which files a package holds, with their hashes, and what was overridden.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::application::PackRef;
use crate::finding::Code;

/// The schema that this version writes and reads.
pub const MANIFEST_SCHEMA: &str = "renkei.manifest/1";

/// The manifest of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `renkei.manifest/1`.
    pub schema: String,
    /// The form pack the package was made with.
    pub pack: PackRef,
    /// The program's version that made it.
    pub made_by: String,
    /// Every file but the manifest itself, in the order of the package.
    pub files: Vec<ManifestFile>,
    /// Errors that the applicant knowingly left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
}

/// One file of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ManifestFile {
    /// Its path inside the package.
    pub path: String,
    /// Its kind.
    pub kind: FileKind,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// The kind of a file in a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// The application's data.
    Application,
    /// The workbook for people.
    Workbook,
    /// An attachment.
    Attachment,
}

/// An error that the applicant knowingly left, with the reason given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The code of the finding.
    pub code: Code,
    /// The reason, in the applicant's words.
    pub reason: String,
}

/// The error of reading a manifest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Another schema, or none.
    #[error("schema {0:?} is not {MANIFEST_SCHEMA}")]
    Schema(String),
    /// Not JSON.
    #[error("{0}")]
    Syntax(String),
    /// A field is unknown, missing or of the wrong kind.
    #[error("{0}")]
    Shape(String),
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// Fails on anything but JSON, on another schema and on a wrong shape; see [`ManifestError`].
    pub fn from_json(text: &[u8]) -> Result<Self, ManifestError> {
        let shape = |e: serde_json::Error| ManifestError::Shape(e.to_string());
        let syntax = |e: serde_json::Error| ManifestError::Syntax(e.to_string());
        let value: Value = serde_json::from_slice(text).map_err(syntax)?;
        let schema = value.get("schema").and_then(Value::as_str).unwrap_or_default();
        if schema != MANIFEST_SCHEMA {
            return Err(ManifestError::Schema(schema.to_owned()));
        }
        serde_json::from_slice(text).map_err(shape)
    }

    /// Writes the manifest, the same bytes for the same manifest.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Strings, numbers and lists of them always serialise.
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_and_refuses_what_it_does_not_know() {
        let manifest = Manifest {
            schema: MANIFEST_SCHEMA.into(),
            pack: PackRef { id: "standard".into(), version: "1".into() },
            made_by: "0".into(),
            files: vec![],
            overrides: vec![Override { code: Code::Law001, reason: "確認済み".into() }],
        };
        let text = manifest.to_json();
        assert_eq!(Manifest::from_json(&text), Ok(manifest));
        let text = String::from_utf8(text).unwrap();
        let newer = text.replace("manifest/1", "manifest/2");
        assert!(matches!(Manifest::from_json(newer.as_bytes()), Err(ManifestError::Schema(_))));
        let unknown = text.replace("made_by", "maker");
        assert!(matches!(Manifest::from_json(unknown.as_bytes()), Err(ManifestError::Shape(_))));
        assert!(matches!(Manifest::from_json(b"{\"schema\":"), Err(ManifestError::Syntax(_))));
        let code = text.replace("LAW-001", "LAW-999");
        assert!(matches!(Manifest::from_json(code.as_bytes()), Err(ManifestError::Shape(_))));
    }
}
