//! The document `renkei.sample/1`, and the list of planted defects, `truth.json`.

use serde::Serialize;
use serde_json::Value;

use super::{Defect, Planted, Resubmission};
use crate::finding::{Code, to_value};

/// The document `renkei.sample/1`: where a made-up prefecture was written to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Sample"))]
pub struct WrittenSample<'a> {
    /// Always `renkei.sample/1`.
    schema: &'static str,
    /// The path of the folder.
    path: &'a str,
    /// The number of packages in it.
    packages: usize,
}

impl<'a> WrittenSample<'a> {
    /// A sample of `packages` packages in the folder `path`.
    #[must_use]
    pub fn new(path: &'a str, packages: usize) -> Self {
        Self { schema: "renkei.sample/1", path, packages }
    }

    /// The document as a JSON value.
    #[must_use]
    pub fn to_json(&self) -> Value {
        to_value(self)
    }
}

/// The list `truth.json`: the mistakes planted in a made-up prefecture.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Truth"))]
#[serde(transparent)]
pub(crate) struct TruthDocument<'a>(Vec<DefectDocument<'a>>);

/// One planted mistake.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Defect"))]
#[serde(untagged)]
enum DefectDocument<'a> {
    /// A mistake in one package.
    Single {
        /// The package's file name; of one that was sent again its path.
        package: &'a str,
        /// The code of the finding that it must give.
        code: Code,
        /// The JSON pointer to the field that is wrong; null if no field is.
        pointer: Option<&'a str>,
    },
    /// A mistake that shows only between packages.
    Across {
        /// The packages' file names; of one that was sent again the path. None if the applicant sent nothing.
        packages: &'a [String],
        /// The code of the finding that it must give.
        code: Code,
        /// The package that came later, where an applicant sent a second one.
        #[serde(skip_serializing_if = "Option::is_none")]
        resubmission: Option<ResubmissionDocument<'a>>,
        /// Present where the finding is made only beside the list of those expected: the code of the applicant of whom no
        /// application can be read.
        #[serde(skip_serializing_if = "Option::is_none")]
        expected: Option<String>,
    },
}

/// A package that an applicant sent in place of an earlier one.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Resubmission"))]
struct ResubmissionDocument<'a> {
    /// The path of the package in the folder.
    package: &'a str,
    /// True if the mistake of the earlier one is mended in it.
    repaired: bool,
}

impl<'a> DefectDocument<'a> {
    fn new(defect: &'a Defect) -> Self {
        let code = defect.code;
        match &defect.packages[..] {
            [package] if !defect.is_across() => {
                Self::Single { package, code, pointer: defect.pointer.as_deref() }
            }
            packages => {
                let resubmission = defect.resubmission.as_ref().map(|again| {
                    let Resubmission { package, repaired } = again;
                    ResubmissionDocument { package, repaired: *repaired }
                });
                let expected = defect.absent.map(|code| code.to_string());
                Self::Across { packages, code, resubmission, expected }
            }
        }
    }
}

impl Planted {
    /// The list of planted mistakes, as `truth.json` holds it.
    #[must_use]
    pub fn truth(&self) -> Value {
        to_value(&TruthDocument(self.defects.iter().map(DefectDocument::new).collect()))
    }
}
