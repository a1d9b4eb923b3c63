//! The keys of a form pack.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Template;
use crate::application::{AttachmentRole, Kind};
use crate::finding::{Code, Lang, Pointer, Severity, Text};
use crate::{archive, workbook};

/// A whole pack.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// `renkei.pack/1`.
    pub schema: String,
    /// A short name, such as `standard`.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: Text,
    /// What a user must know about it, such as that it is not official.
    pub notice: Text,
    /// The package: names, folders, budget.
    pub package: PackageLayout,
    /// How much may be read from foreign files.
    pub limits: Limits,
    /// Parameters and severities of the rules.
    pub rules: RuleParameters,
    /// The release calendar.
    pub calendar: Calendar,
    /// The words around a revision of the layout.
    #[serde(default)]
    pub revision: RevisionWords,
    /// Local governments that were founded, merged or given another code.
    #[serde(default)]
    pub organisations: Vec<OrganisationChange>,
    /// The words for the values of each choice, by choice and value, in the order they are offered.
    pub choices: BTreeMap<String, IndexMap<String, Text>>,
    /// The sections of the form, in the order they are shown.
    pub form: Vec<Section>,
    /// The lists of the form.
    pub lists: Vec<List>,
    /// The tables that can be imported, by kind.
    pub tables: BTreeMap<String, Table>,
    /// The site that applications are handed in through.
    pub site: Site,
    /// The official workbook that is filled in instead of one of ours, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// The names inside the package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PackageLayout {
    /// The file name of the package; `{code}`, `{name}`, `{kind}` and `{release}` are filled in.
    pub name: String,
    /// The manifest's file name.
    pub manifest: String,
    /// The application's file name.
    pub application: String,
    /// The file name of the workbook for people.
    pub workbook: String,
    /// The title of the workbook's first sheet.
    pub cover_sheet: String,
    /// The folder for each role of an attachment.
    pub folders: BTreeMap<AttachmentRole, String>,
    /// The longest path inside the package, in UTF-16 units, folder of the package included, so
    /// that extracting on a desktop stays under 260.
    pub path_budget: usize,
    /// Extensions (lower case, without the dot) that are compressed already and only stored.
    pub stored: Vec<String>,
}

/// How much may be read from a foreign file before reading stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes one entry may expand to.
    pub entry_bytes: u64,
    /// Bytes all entries together may expand to.
    pub total_bytes: u64,
    /// How many times its size an archive may expand to. Only counts from 100 MiB on.
    pub ratio: u64,
    /// Number of entries.
    pub entries: u64,
    /// Folders one inside the other.
    pub depth: usize,
    /// Bytes of an application or a manifest.
    pub document_bytes: u64,
    /// Bytes one XML part of a workbook may expand to.
    pub workbook_part_bytes: u64,
    /// Bytes all XML parts of a workbook may expand to.
    pub workbook_bytes: u64,
}

impl Limits {
    /// The bounds for reading an archive.
    #[must_use]
    pub fn archive(&self) -> archive::Limits {
        archive::Limits {
            entry_bytes: self.entry_bytes,
            total_bytes: self.total_bytes,
            ratio: self.ratio,
            entries: self.entries,
            document_bytes: self.document_bytes,
        }
    }

    /// The bounds for reading a workbook.
    #[must_use]
    pub fn workbook(&self) -> workbook::Limits {
        workbook::Limits {
            archive: self.archive(),
            part_bytes: self.workbook_part_bytes,
            total_bytes: self.workbook_bytes,
        }
    }
}

/// Parameters of rules, and severities that differ from the catalogue's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleParameters {
    /// Severities that differ.
    #[serde(default)]
    pub severities: BTreeMap<Code, Severity>,
    /// The kinds of application that need a 特定個人情報保護評価書 attached.
    pub assessment_required: Vec<Kind>,
    /// Other documents that must be attached.
    #[serde(default)]
    pub required_attachments: Vec<RequiredAttachment>,
    /// Characters that one line of text may have where its field says nothing else.
    #[serde(default = "line_length")]
    pub line_length: usize,
    /// Characters that a text of several lines may have where its field says nothing else.
    #[serde(default = "lines_length")]
    pub lines_length: usize,
    /// Words and signs that stand in examples and in no real answer, such as ○○.
    #[serde(default)]
    pub placeholders: Vec<String>,
}

impl Default for RuleParameters {
    fn default() -> Self {
        Self {
            severities: BTreeMap::new(),
            assessment_required: Vec::new(),
            required_attachments: Vec::new(),
            line_length: line_length(),
            lines_length: lines_length(),
            placeholders: Vec::new(),
        }
    }
}

fn line_length() -> usize {
    200
}

fn lines_length() -> usize {
    2000
}

/// A document that some kinds of application must have attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredAttachment {
    /// What it is called.
    pub name: Text,
    /// The role it is attached under.
    pub role: AttachmentRole,
    /// A word that its title or file name holds, where the role alone does not tell it.
    #[serde(default)]
    pub titled: String,
    /// The kinds of application that need it.
    pub kinds: Vec<Kind>,
}

/// The releases of the master data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// In order of date.
    pub releases: Vec<Release>,
}

/// One release of the master data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The day from which it holds.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// The layout in force then.
    pub layout: String,
    /// The first day on which applications for it are taken, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub opens: Option<Date>,
    /// The last day on which applications for it are taken, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub closes: Option<Date>,
    /// Where the date comes from.
    pub source: String,
}

/// A local government that another one took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationChange {
    /// Its 団体コード until then.
    pub code: String,
    /// Its name until then.
    pub name: String,
    /// The day from which the other exists in its place.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub date: Date,
    /// 団体コード of the other.
    pub successor_code: String,
    /// The name of the other.
    pub successor_name: String,
    /// Whether the other was there before: one was merged into it, or only the name changed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub existed: bool,
    /// Where this comes from.
    pub source: String,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The words around a revision of the layout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RevisionWords {
    /// One line on a carry-over; `{registered}`, `{kept}`, `{changed}`, `{lapsed}` and `{new}` are
    /// filled in.
    pub summary: Text,
    /// One line on a comparison; `{added}`, `{retired}`, `{changed}` and `{unchanged}` are filled in.
    pub counts: Text,
    /// Said of a retired procedure without candidates.
    pub no_candidate: Text,
    /// What speaks for and against a candidate, by the kind in documents.
    pub labels: BTreeMap<String, Text>,
    /// What each way of registering copies again asks for, by the number of the pattern; 0 where the
    /// layout's paper names none.
    pub copy_patterns: BTreeMap<String, Text>,
    /// The kinds of information that revisions changed.
    pub information: Vec<InformationChange>,
}

impl RevisionWords {
    /// The words for a kind of evidence; the kind itself where the pack has none.
    #[must_use]
    pub fn label<'a>(&'a self, kind: &'a str, lang: Lang) -> &'a str {
        self.labels.get(kind).map_or(kind, |text| text.get(lang))
    }
}

/// A kind of information whose layout a revision changed, and how its copies (副本) follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InformationChange {
    /// The layout that brought the change, such as `R1.6`.
    pub layout: String,
    /// 特定個人情報番号.
    pub number: u16,
    /// The version from then on, such as `4.1`.
    pub version: String,
    /// 副本登録のパターン: 1 nothing to do, 2 past data too, 3 from the date on; 0 where none is named.
    pub pattern: u8,
    /// 特定個人情報名.
    pub name: String,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A short name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// One sentence below the title.
    #[serde(default)]
    pub lead: Text,
    /// Its fields, in the order they are shown.
    pub fields: Vec<Field>,
}

/// A list of rows, such as the delegations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// A short name.
    pub id: String,
    /// Where the list stands in the application.
    pub path: Pointer,
    /// Its title.
    pub title: Text,
    /// One sentence below the title.
    #[serde(default)]
    pub lead: Text,
    /// What one row is called, as in 「委任・受任を追加」.
    pub row: Text,
    /// The sheet of the workbook it fills.
    pub sheet: String,
    /// The columns; each path starts at the row.
    pub fields: Vec<Field>,
    /// Rows inside each row, such as the legal bases of a delegation.
    #[serde(default)]
    pub rows: Option<SubList>,
}

/// Rows inside a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubList {
    /// A short name.
    pub id: String,
    /// Where the list stands in its row.
    pub path: Pointer,
    /// Its title.
    pub title: Text,
    /// What one row is called.
    pub row: Text,
    /// The columns; each path starts at the inner row.
    pub fields: Vec<Field>,
}

/// One field of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Where it stands: from the application for a section, from the row for a list.
    pub path: Pointer,
    /// Its label.
    pub label: Text,
    /// What goes in.
    #[serde(default)]
    pub help: Text,
    /// Mistakes often made.
    #[serde(default)]
    pub mistakes: Text,
    /// An example.
    #[serde(default)]
    pub example: String,
    /// Whether the example belongs to nobody, so that to find it filled in means that it was left.
    #[serde(default)]
    pub fictitious: bool,
    /// The most characters that it may have.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// Where the help comes from.
    #[serde(default)]
    pub source: String,
    /// How it is entered.
    #[serde(default)]
    pub control: Control,
    /// When it must not be empty.
    #[serde(default)]
    pub required: Required,
}

/// How a field is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Control {
    /// One line of text.
    #[default]
    Line,
    /// Several lines.
    Lines,
    /// A date.
    Date,
    /// A code of digits.
    Code,
    /// The code or name of a local government.
    Government,
    /// One of several values; names the table of labels under `choices`.
    Choice(String),
    /// Any number of several values.
    Choices(String),
    /// The file name of one of the attachments.
    Attachment,
    /// A provision of the attached instrument that the field `document` beside it names.
    Provision,
}

impl Control {
    /// The table of labels it uses.
    #[must_use]
    pub fn choice(&self) -> Option<&str> {
        match self {
            Self::Choice(name) | Self::Choices(name) => Some(name),
            _ => None,
        }
    }
}

/// When a field must not be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Required {
    /// It may be empty.
    #[default]
    Never,
    /// It must be filled in.
    Always,
    /// It must be filled in where another field has a value; the path starts where this field's does.
    When {
        /// The other field.
        path: Pointer,
        /// Its value.
        equals: String,
    },
    /// One of this field and the other must be filled in.
    Unless {
        /// The other field.
        filled: Pointer,
    },
}

/// A table that can be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its title.
    pub title: Text,
    /// The sheets that it may stand on in a workbook; without any the sheet whose header fits best.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column of a table that can be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The key in our documents, such as `procedure_id`.
    pub key: String,
    /// The header, first the usual one, then its variants.
    pub headers: Vec<String>,
    /// Whether the table is of no use without it.
    #[serde(default)]
    pub required: bool,
}

/// The site that applications are handed in through, as its screens can be recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its name.
    pub title: Text,
    /// Its screens.
    pub screens: Vec<Screen>,
}

/// A screen of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Screen {
    /// A short name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// A CSS selector that matches on this screen and on no other.
    pub recognise: String,
    /// The fields that help and values are known for.
    #[serde(default)]
    pub fields: Vec<ScreenField>,
    /// A CSS selector of the file field that takes the package.
    #[serde(default)]
    pub package_slot: String,
}

/// A field of a screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScreenField {
    /// A CSS selector inside the screen.
    pub selector: String,
    /// The field of the application whose help and value belong there.
    pub path: Pointer,
}
