//! What becomes of a registered delegation when the layout is revised.

use serde::{Deserialize, Serialize};

/// What becomes of a registered delegation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CarriedState {
    /// 継続: its procedure is as it was, or only the versions of its information changed.
    Kept,
    /// 変更: its procedure changed, or a person chose a successor.
    Changed,
    /// 失効: its procedure is retired; it ends with it unless a candidate takes its place.
    Lapsed,
    /// A new procedure of an affair that is delegated already: nothing is registered.
    New,
}

impl CarriedState {
    /// Every one of them.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Changed, Self::Lapsed, Self::New];

    /// The name used in documents; a pack has its label.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Lapsed => "lapsed",
            Self::New => "new",
        }
    }
}
