//! What can be asked of the core and what it answers: plain data that travels between the page
//! and a worker as one JSON text, with files beside it.

use std::collections::BTreeMap;

use forms_core::application::{Applicant, Application, ReadError};
use forms_core::carry_over::{self, Decisions};
use forms_core::check::{CheckedPackage, CrossFinding};
use forms_core::code::ProcedureId;
use forms_core::finding::Finding;
use forms_core::pack::{ColumnKey, TableKind};
use forms_core::reference::TableRole;
use forms_core::submission::{BuildError, FileFacts, Override};
use forms_core::table::{Mapping, SheetPreview};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::instrument::{InstrumentReading, LookUp, LookedUp, ReadInstrument, Unreadable};
use super::tables::TableSet;

/// How a request is scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Short work that typing waits for; it has a worker of its own.
    Draft,
    /// Work that may take long, spread over the pool.
    Batch,
}

/// A request and the type of its answer.
pub trait Call: Sized {
    /// What comes back.
    type Answer;
    /// How it is scheduled.
    const LANE: Lane;
    /// The request as it travels.
    fn into_request(self) -> Request;
    /// The answer to this request; `None` where the answer belongs to another.
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
    CheckPackage => Box<CheckedPackage>, Batch;
    CrossCheck => Vec<CrossFinding>, Batch;
    ReadInstrument => Result<InstrumentReading, Unreadable>, Batch;
    LookUp => LookedUp, Draft;
    ReadTable => Box<TableFacts>, Batch;
    CarryOver => Option<Box<CarriedOver>>, Batch;
}

/// Reads the first file as a layout or a registry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadTable {
    /// What it is; `None` to find out.
    pub role: Option<TableRole>,
    /// What a person said of headers.
    pub mappings: Vec<Mapping>,
}

/// What there is to say of a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TableFacts {
    /// What it lists; `None` where its header does not say.
    pub kind: Option<TableKind>,
    /// The sheet it stands on.
    pub sheet: Option<String>,
    /// The number of the header's row.
    pub header_row: Option<u32>,
    /// How many rows hold anything.
    pub rows: usize,
    /// How many rows do not.
    pub blank_rows: usize,
    /// The keys of columns counted from A, which is 0.
    pub columns: BTreeMap<usize, ColumnKey>,
    /// The keys of columns that it needs and does not have.
    pub missing: Vec<ColumnKey>,
    /// The last of the days from which its rows hold.
    pub latest: Option<Date>,
    /// What could not be read.
    pub findings: Vec<Finding>,
    /// Its sheets, as far as a person needs them to say what the columns are.
    pub sheets: Vec<SheetPreview>,
}

/// Drafts a change application from the tables, which go with the request. There is none where a
/// layout is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarryOver {
    /// The tables.
    pub tables: TableSet,
    /// Whose application it is; the party that most rows name where it is left open.
    pub applicant: Option<Applicant>,
    /// What a person has decided.
    pub decisions: Decisions,
}

/// A draft and what it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarriedOver {
    /// The draft and what becomes of each registered delegation.
    pub result: carry_over::CarryOver,
    /// Those whom the registry names, each with the number of rows.
    pub parties: Vec<(Applicant, usize)>,
    /// The new procedures, by code, with their names: what a person may carry over to.
    pub added: Vec<(ProcedureId, String)>,
    /// What could not be read, with the names of the files.
    pub findings: Vec<Finding>,
}

/// Checks a draft while it is typed. The tables that it is held against go with the request, then
/// the instruments that it cites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckDraft {
    /// The application.
    pub application: Application,
    /// The attachments that are really there.
    pub files: Vec<FileFacts>,
    /// The layouts and registries it is held against, where there are any.
    pub tables: Option<TableSet>,
    /// Today.
    pub today: Date,
}

/// Makes the sample application; its attachments come with the answer. There is none only where the
/// built-in table of local governments lacks its city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample;

/// Reads the first file as a draft: an application, or a package with its attachments, which come
/// with the answer under the names that the application uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadDraft;

/// Writes a draft to a file, judged by nobody: a package of the application and the attachments,
/// which go with the request. The answer is its name; the package comes with it.
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
    /// The layouts and registries it is held against, where there are any; their files come first.
    pub tables: Option<TableSet>,
    /// Today.
    pub today: Date,
}

/// What building gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildAnswer {
    /// The package, unless an error stopped it.
    pub package: Option<PackageFacts>,
    /// What stopped it, or what still stands in the finished package.
    pub findings: Vec<Finding>,
}

/// What there is to say of a package.
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

/// Why no package could be written, whatever stands in the application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuildProblem {
    /// An attachment is listed whose file is not there.
    Missing {
        /// Its name.
        file: String,
    },
    /// Something could not be written.
    Write {
        /// What the core said.
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

/// Checks the package in the first file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckPackage {
    /// Today.
    pub today: Date,
}

/// Compares packages that were checked with each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossCheck {
    /// The packages.
    pub packages: Vec<CheckedPackage>,
    /// Today.
    pub today: Date,
}

/// Why a file is no draft that this version can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftProblem {
    /// Nothing in it.
    Empty,
    /// A package in which no application can be read.
    NoApplication {
        /// What was found in it.
        findings: Vec<Finding>,
    },
    /// Larger than any application.
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// Not JSON, or not whole.
    Syntax {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// Some other document.
    NotAnApplication,
    /// Written by a newer program.
    Newer {
        /// The schema it names.
        schema: String,
    },
    /// An application, but a field is unknown, missing or of the wrong kind.
    Shape {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader says.
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
    /// The worker died of it; others run on.
    #[error("the core stopped: {message}")]
    Crashed {
        /// What the worker or the browser said.
        message: String,
    },
    /// It was given up.
    #[error("cancelled")]
    Cancelled,
    /// A file could not be read, such as one that was moved after it was chosen.
    #[error("{name}: {message}")]
    File {
        /// The file's name.
        name: String,
        /// What the medium said.
        message: String,
    },
}
