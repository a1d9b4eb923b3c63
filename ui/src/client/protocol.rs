//! What can be asked of the core and what it answers: plain data that travels between the page
//! and a worker as one JSON text, with files beside it.

use forms_core::application::{Application, ReadError};
use serde::{Deserialize, Serialize};

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

            #[allow(unreachable_patterns)] // reachable as soon as there are two requests
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
    ReadDraft => Result<Box<Application>, DraftProblem>, Batch;
}

/// Reads the application in the first file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadDraft;

/// Why a file is no draft that this version can open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftProblem {
    /// Nothing in it.
    Empty,
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
