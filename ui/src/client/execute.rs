//! Does a request: the one function that a worker and the tests both run.

use std::io::Read as _;

use forms_core::application::Application;
use forms_core::archive::{Progress, Source, SourceReader};
use forms_core::pack::Pack;

use super::protocol::{Answer, CoreFailure, DraftProblem, Request};

/// A file that goes with a request.
pub struct Input<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub content: &'a dyn Source,
}

/// A file that comes with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An answer and the files that come with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The answer.
    pub answer: Answer,
    /// The files.
    pub files: Vec<Output>,
}

impl From<Answer> for Done {
    fn from(answer: Answer) -> Self {
        Self { answer, files: Vec::new() }
    }
}

/// Does a request.
///
/// # Errors
/// [`CoreFailure::File`] where a file is missing or cannot be read.
pub fn execute(
    request: Request,
    files: &[Input<'_>],
    progress: &mut dyn Progress,
) -> Result<Done, CoreFailure> {
    let pack = Pack::standard();
    match request {
        Request::ReadDraft(_) => {
            read_draft(first(files)?, pack, progress).map(|a| Answer::ReadDraft(a).into())
        }
    }
}

fn first<'a, 'b>(files: &'b [Input<'a>]) -> Result<&'b Input<'a>, CoreFailure> {
    files.first().ok_or_else(|| CoreFailure::File {
        name: String::new(),
        message: "no file came with the request".to_owned(),
    })
}

fn read_draft(
    file: &Input<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<Result<Box<Application>, DraftProblem>, CoreFailure> {
    let (size, limit) = (file.content.len(), pack.limits.document_bytes);
    if size == 0 {
        return Ok(Err(DraftProblem::Empty));
    }
    if size > limit {
        return Ok(Err(DraftProblem::TooLarge { limit }));
    }
    let mut bytes = Vec::new();
    SourceReader::new(file.content)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|e| CoreFailure::File { name: file.name.to_owned(), message: e.to_string() })?;
    progress.advance(size, size);
    Ok(Application::from_json(&bytes).map(Box::new).map_err(DraftProblem::from))
}
