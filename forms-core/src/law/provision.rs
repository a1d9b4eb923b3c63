//! One provision of an ordinance, as the reader of texts finds it and the other modules use it.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::path::ProvisionPath;

/// What a provision does with an affair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// 委任: hands over authority.
    Entrust,
    /// 補助執行: lets another's staff carry the work out.
    Auxiliary,
}

/// One provision of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provision {
    /// Its place.
    pub path: ProvisionPath,
    /// Its citation in normal form.
    pub citation: String,
    /// Its own words, without those of the provisions below it.
    pub text: String,
    /// Whether it has no provision below it.
    pub leaf: bool,
    /// Whether it was deleted (削除) and only its number is left.
    pub deleted: bool,
    /// Its effect, if it delegates or lends staff.
    pub effect: Option<Effect>,
    /// To whom.
    pub counterpart: Option<String>,
    /// The heading of its article.
    #[serde(skip)]
    pub heading: Option<String>,
}

/// The cells of one row of a table in an ordinance.
#[derive(Debug)]
pub(super) struct TableRow {
    /// The headers of the columns; empty if the table has none.
    pub(super) headers: Rc<[String]>,
    /// True if the first cell is the number of the row.
    pub(super) numbered: bool,
    pub(super) cells: Vec<String>,
}
