//! Requests to the core and their answers: plain data, which page and worker exchange as one JSON text
//! together with files.

use std::collections::BTreeMap;

use forms_core::application::{Applicant, Application, ReadError};
use forms_core::carry_over::{self, Decisions};
use forms_core::check::CrossFinding;
use forms_core::code::ProcedureId;
use forms_core::finding::Finding;
use forms_core::pack::{ColumnKey, TableKind};
use forms_core::reference::{ExpectedList, TableRole};
use forms_core::submission::{BuildError, FileFacts, Override};
use forms_core::table::{Mapping, SheetPreview};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::instrument::{InstrumentReading, LookUp, LookedUp, ReadInstrument, Unreadable};
use super::review_protocol::*;
use super::tables::TableSet;

/// The lane of a request, which decides how it is scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Short work that typing waits for, in a worker of its own.
    Draft,
    /// Work that may take long, in the pool.
    Batch,
}

/// A request and the type of its answer.
pub trait Call: Sized {
    /// The type of the answer.
    type Answer;
    /// Its lane.
    const LANE: Lane;
    /// Returns the request for a message.
    fn into_request(self) -> Request;
    /// Returns the answer to this request, or `None` if it is the answer to another kind.
    fn from_answer(answer: Answer) -> Option<Self::Answer>;
}

macro_rules! calls {
    ($($name:ident => $answer:ty, $lane:ident;)+) => {
        /// Any request.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Request {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name)),+
        }

        /// The answer to a request, under the request's name.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub enum Answer {
            $(#[doc = concat!("To [`", stringify!($name), "`].")] $name($answer)),+
        }

        $(impl Call for $name {
            type Answer = $answer;
            const LANE: Lane = Lane::$lane;

            fn into_request(self) -> Request {
                Request::$name(self)
            }

            fn from_answer(answer: Answer) -> Option<Self::Answer> {
                match answer {
                    Answer::$name(answer) => Some(answer),
                    _ => None,
                }
            }
        })+
    };
}

calls! {
    CheckDraft => Vec<Finding>, Draft;
    Sample => Option<Box<Application>>, Batch;
    ReadDraft => Result<Box<Application>, DraftProblem>, Batch;
    WriteDraft => Result<String, BuildProblem>, Batch;
    Build => Result<BuildAnswer, BuildProblem>, Batch;
    CheckReceived => Box<Received>, Batch;
    CompareReceived => Vec<CrossFinding>, Batch;
    WriteBundle => Result<(), BundleProblem>, Batch;
    ReadReference => Box<ReferenceFacts>, Batch;
    ReadExpected => ExpectedList, Batch;
    Prepare => (), Batch;
    ReadInstrument => Result<InstrumentReading, Unreadable>, Batch;
    LookUp => LookedUp, Draft;
    ReadTable => Box<TableFacts>, Batch;
    CarryOver => Option<Box<CarriedOver>>, Batch;
}

/// Writes the bundle of a review from the accepted packages, which go with the request under their SHA-256; it comes with
/// the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WriteBundle {
    /// The session as its document.
    pub session: String,
    /// The findings across its applicants.
    pub cross: Vec<CrossFinding>,
}

/// Why there is no bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BundleProblem {
    /// A package is no longer the file that was accepted.
    Changed {
        /// Its path.
        path: String,
    },
    /// It could not be written.
    Write {
        /// The reason, in English.
        message: String,
    },
}

/// Reads the first file as a layout or a registry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadTable {
    /// Its role; `None` to guess it.
    pub role: Option<TableRole>,
    /// The columns that a person assigned to headers.
    pub mappings: Vec<Mapping>,
}

/// The facts of a table that was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableFacts {
    /// Its kind, or `None` if its header does not tell.
    pub kind: Option<TableKind>,
    /// The name of its sheet.
    pub sheet: Option<String>,
    /// Row number of the header, counted from 1.
    pub header_row: Option<u32>,
    /// Number of rows that are not blank.
    pub rows: usize,
    /// Number of blank rows.
    pub blank_rows: usize,
    /// The pack's key of each column, by the column's index (A is 0).
    pub columns: BTreeMap<usize, ColumnKey>,
    /// The keys of required columns that it lacks.
    pub missing: Vec<ColumnKey>,
    /// The latest start date of its rows.
    pub latest: Option<Date>,
    /// Findings on its cells.
    pub findings: Vec<Finding>,
    /// The first rows of its sheets, for a person to assign columns.
    pub sheets: Vec<SheetPreview>,
}

/// Drafts a change application from the tables, which go with the request. The answer is `None` if a
/// layout is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The tables.
    pub tables: TableSet,
    /// The applicant; if `None`, the party that most rows name.
    pub applicant: Option<Applicant>,
    /// The decisions on retired procedures.
    pub decisions: Decisions,
}

/// A draft with its carry-over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The draft and the state of each registered delegation.
    pub result: carry_over::CarryOver,
    /// The parties that the registry names, each with its number of rows.
    pub parties: Vec<(Applicant, usize)>,
    /// The new procedures with their names, sorted by code: a person may choose any as successor.
    pub added: Vec<(ProcedureId, String)>,
    /// Findings on the tables, with the names of the files.
    pub findings: Vec<Finding>,
}

/// Checks a draft while it is typed. The reference tables go with the request, then the instruments that
/// the draft cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckDraft {
    /// The application.
    pub application: Application,
    /// The attachments whose files are there.
    pub files: Vec<FileFacts>,
    /// The layouts and registries to check against, if any.
    pub tables: Option<TableSet>,
    /// Today.
    pub today: Date,
}

/// Makes the sample application; its attachments come with the answer. The answer is `None` only if the
/// built-in table of local governments lacks its city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample;

/// Reads the first file as a draft: an application, or a package with its attachments, which come
/// with the answer under the names that the application uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadDraft;

/// Writes a draft as a package of application and attachments, without checking it. The attachments go
/// with the request; the answer is the package's name, and the package comes with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WriteDraft {
    /// The application.
    pub application: Application,
}

/// Builds the package to hand in. The attachments go with the request; the package comes with the
/// answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Build {
    /// The application.
    pub application: Application,
    /// The errors to hand in with, each with the reason.
    pub overrides: Vec<Override>,
    /// The layouts and registries to check against, if any; their files come first.
    pub tables: Option<TableSet>,
    /// Today.
    pub today: Date,
}

/// The result of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildAnswer {
    /// The package, unless an error stopped it.
    pub package: Option<PackageFacts>,
    /// The errors that stopped it, or the findings in the finished package.
    pub findings: Vec<Finding>,
}

/// The facts of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackageFacts {
    /// Its file name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// The longest path in it.
    pub longest_path: String,
}

/// Why a package could not be written, whatever its findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuildProblem {
    /// The file of an attachment is missing.
    Missing {
        /// Its name.
        file: String,
    },
    /// The package could not be written.
    Write {
        /// The core's message.
        message: String,
    },
}

impl From<BuildError> for BuildProblem {
    fn from(error: BuildError) -> Self {
        match error {
            BuildError::Missing(file) => Self::Missing { file },
            other => Self::Write { message: other.to_string() },
        }
    }
}

/// Why a file cannot be opened as a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftProblem {
    /// It is empty.
    Empty,
    /// It is a package without a readable application.
    NoApplication {
        /// The findings in it.
        findings: Vec<Finding>,
    },
    /// It is larger than any application.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It is not JSON, or cut off.
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// It is another document.
    NotAnApplication,
    /// It was written by a newer version.
    Newer {
        /// The schema it names.
        schema: String,
    },
    /// It is an application with a field that is unknown, missing or of the wrong type.
    Shape {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// The parser's message.
        message: String,
    },
}

impl From<ReadError> for DraftProblem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Syntax { line, column, .. } => Self::Syntax { line, column },
            ReadError::NoSchema { .. } => Self::NotAnApplication,
            ReadError::Newer { found } => Self::Newer { schema: found },
            ReadError::Shape { line, column, message } => Self::Shape { line, column, message },
        }
    }
}

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum CoreFailure {
    /// Its worker died; other requests run on.
    #[error("the core stopped: {message}")]
    Crashed {
        /// The message of the worker or the browser.
        message: String,
    },
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// A file could not be read, such as one that was moved after it was chosen.
    #[error("{name}: {message}")]
    File {
        /// The file's name.
        name: String,
        /// The message of the file system or browser.
        message: String,
    },
}
