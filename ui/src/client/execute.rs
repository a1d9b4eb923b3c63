//! Runs a request: the function that workers and tests share.

use std::io::Read as _;
use std::rc::Rc;

use forms_core::application::{Application, PackRef};
use forms_core::archive::{Progress, Source, SourceReader};
use forms_core::check::Checker;
use forms_core::code::Government;
use forms_core::finding::Finding;
use forms_core::pack::Pack;
use forms_core::reference::Reference;
use forms_core::review::session;
use forms_core::sample;
use forms_core::submission::{self, AttachmentFile, attachment_path};

use super::bundle;
use super::file::FileId;
use super::instrument::{LookUp, ReadInstrument};
use super::memory::Memory;
use super::protocol::{
    Answer, Build, BuildAnswer, BuildProblem, CheckDraft, CoreFailure, DraftProblem, PackageFacts,
    ReadDraft, Request, Sample, WriteDraft,
};
use super::received;
use super::review_protocol::{CompareReceived, Prepare, ReadExpected, ReadReference};
use super::tables::{self, TableSet};

/// A file that goes with a request.
pub struct RequestFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub content: &'a dyn Source,
    /// The number of its content; `None` if the worker must not keep anything it read from it.
    pub id: Option<FileId>,
}

/// A file that comes with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An answer and the files that come with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// The answer.
    pub answer: Answer,
    /// The files.
    pub files: Vec<AnswerFile>,
}

impl From<Answer> for Response {
    fn from(answer: Answer) -> Self {
        Self { answer, files: Vec::new() }
    }
}

/// Runs a request. `memory` is the worker's own and only saves time.
///
/// # Errors
/// [`CoreFailure::File`] if a file is missing or cannot be read.
pub fn execute(
    request: Request,
    files: &[RequestFile<'_>],
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Response, CoreFailure> {
    let pack = crate::pack::in_use();
    let done = match request {
        Request::CheckDraft(request) => {
            Answer::CheckDraft(check_draft(&request, files, pack, memory, progress)?).into()
        }
        Request::Sample(Sample) => make_sample(pack),
        Request::ReadDraft(ReadDraft) => read_draft(first(files)?, pack, progress)?,
        Request::WriteDraft(WriteDraft { application }) => {
            write_draft(&application, files, pack, progress)
        }
        Request::Build(request) => build(&request, files, pack, memory, progress)?,
        Request::CheckReceived(request) => {
            let received = received::check(&request, files, pack, memory, progress)?;
            Answer::CheckReceived(Box::new(received)).into()
        }
        Request::CompareReceived(request) => {
            let CompareReceived { compared, tables, today } = request;
            let reference = reference(tables.as_ref(), files, pack, memory, progress)?;
            let checker = Checker::new(pack, today);
            Answer::CompareReceived(session::across(&compared, checker, &reference)).into()
        }
        Request::Prepare(Prepare) => {
            // Both are made when they are needed first.
            let _names = Government::named_in(&pack.id);
            Answer::Prepare(()).into()
        }
        Request::WriteBundle(request) => bundle::write(&request, files, pack, progress),
        Request::ReadExpected(ReadExpected) => {
            Answer::ReadExpected(tables::read_expected(first(files)?, pack, progress)?).into()
        }
        Request::ReadReference(ReadReference) => {
            tables::read_reference(first(files)?, pack, progress)?
        }
        Request::ReadTable(request) => {
            let facts = tables::read_table(&request, first(files)?, pack, progress)?;
            Answer::ReadTable(Box::new(facts)).into()
        }
        Request::CarryOver(request) => {
            Answer::CarryOver(tables::carry_over(&request, files, pack, memory, progress)?).into()
        }
        Request::ReadInstrument(ReadInstrument) => {
            let file = first(files)?;
            Answer::ReadInstrument(memory.texts.reading(file).map_err(|e| unread(file, &e))?).into()
        }
        Request::LookUp(LookUp { citation }) => {
            let file = first(files)?;
            let answer = memory.texts.look_up(file, &citation).map_err(|e| unread(file, &e))?;
            Answer::LookUp(answer).into()
        }
    };
    Ok(done)
}

fn check_draft(
    request: &CheckDraft,
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Vec<Finding>, CoreFailure> {
    let (table_files, texts) = split_tables(request.tables.as_ref(), files);
    let reference = reference(request.tables.as_ref(), table_files, pack, memory, progress)?;
    let read = |file: &RequestFile<'_>| Some((file.name.to_owned(), memory.texts.for_rules(file)?));
    let texts = texts.iter().filter_map(read).collect();
    let CheckDraft { application, files: facts, today, .. } = request;
    let checker = Checker::new(pack, *today).with_reference(&reference);
    Ok(checker.draft(application, facts, &texts))
}

/// Splits the files into those of the tables, which come first, and the others.
pub(super) fn split_tables<'f, 'i>(
    tables: Option<&TableSet>,
    files: &'f [RequestFile<'i>],
) -> (&'f [RequestFile<'i>], &'f [RequestFile<'i>]) {
    let count = tables.map_or(0, TableSet::files);
    files.split_at_checked(count).unwrap_or((files, &[]))
}

/// Returns the reference data to check a draft against; empty without tables.
pub(super) fn reference(
    tables: Option<&TableSet>,
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Rc<Reference>, CoreFailure> {
    match tables {
        Some(tables) => tables::reference(tables, files, pack, memory, progress),
        None => Ok(Rc::default()),
    }
}

fn unread(file: &RequestFile<'_>, error: &std::io::Error) -> CoreFailure {
    CoreFailure::File { name: file.name.to_owned(), message: error.to_string() }
}

/// Returns the sample application, begun with the pack in use.
fn make_sample(pack: &Pack) -> Response {
    let Some(mut member) = sample::demo() else { return Answer::Sample(None).into() };
    member.application.pack = PackRef { id: pack.id.clone(), version: pack.version.clone() };
    let files = member.files.into_iter().map(|(name, bytes)| AnswerFile { name, bytes });
    Response { answer: Answer::Sample(Some(Box::new(member.application))), files: files.collect() }
}

pub(super) fn first<'a, 'b>(
    files: &'b [RequestFile<'a>],
) -> Result<&'b RequestFile<'a>, CoreFailure> {
    files.first().ok_or_else(|| CoreFailure::File {
        name: String::new(),
        message: "no file came with the request".to_owned(),
    })
}

fn attachments<'a>(files: &'a [RequestFile<'a>]) -> Vec<AttachmentFile<'a>> {
    files.iter().map(|f| AttachmentFile { name: f.name, content: f.content }).collect()
}

fn build(
    request: &Build,
    files: &[RequestFile<'_>],
    pack: &Pack,
    memory: &mut Memory,
    progress: &mut dyn Progress,
) -> Result<Response, CoreFailure> {
    let Build { application, overrides, today, tables } = request;
    let (table_files, files) = split_tables(tables.as_ref(), files);
    let reference = reference(tables.as_ref(), table_files, pack, memory, progress)?;
    let files = attachments(files);
    let checker = Checker::new(pack, *today).with_reference(&reference);
    let built = checker.build(application, &files, overrides, progress);
    Ok(match built {
        Err(error) => Answer::Build(Err(BuildProblem::from(error))).into(),
        Ok(outcome) => {
            let facts = outcome.built.as_ref().map(|built| PackageFacts {
                name: built.name.clone(),
                bytes: built.bytes.len() as u64,
                sha256: built.sha256.clone(),
                longest_path: built.longest_path.clone(),
            });
            let package = outcome.built.map(|b| AnswerFile { name: b.name, bytes: b.bytes });
            let answer = BuildAnswer { package: facts, findings: outcome.findings };
            Response { answer: Answer::Build(Ok(answer)), files: package.into_iter().collect() }
        }
    })
}

/// Writes a draft as a package without checking it, as a draft is worth saving in any state. Only a
/// missing attachment is an error, because the package would seem complete without it.
fn write_draft(
    application: &Application,
    files: &[RequestFile<'_>],
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Response {
    let files = attachments(files);
    match submission::build(application, &files, &[], pack, progress) {
        Err(error) => Answer::WriteDraft(Err(BuildProblem::from(error))).into(),
        Ok(built) => Response {
            answer: Answer::WriteDraft(Ok(built.name.clone())),
            files: vec![AnswerFile { name: built.name, bytes: built.bytes }],
        },
    }
}

fn read_draft(
    file: &RequestFile<'_>,
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<Response, CoreFailure> {
    let failed = |e: std::io::Error| unread(file, &e);
    let answer = |answer| Response::from(Answer::ReadDraft(answer));
    let (size, limit) = (file.content.len(), pack.limits.document_bytes);
    let mut head = [0; 4];
    let known = file.content.read_at(0, &mut head).map_err(failed)?;
    if known == 0 {
        return Ok(answer(Err(DraftProblem::Empty)));
    }
    if matches!(&head, b"PK\x03\x04" | b"PK\x05\x06") {
        return Ok(unpack_draft(file, pack, progress));
    }
    if size > limit {
        return Ok(answer(Err(DraftProblem::TooLarge { limit })));
    }
    let mut bytes = Vec::new();
    SourceReader::new(file.content).take(limit).read_to_end(&mut bytes).map_err(failed)?;
    progress.advance(size, size);
    if !begins_like_json(&bytes) {
        // Line and column of a JSON error help nobody who chose a PDF.
        return Ok(answer(Err(DraftProblem::NotAnApplication)));
    }
    Ok(answer(Application::from_json(&bytes).map(Box::new).map_err(DraftProblem::from)))
}

fn begins_like_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'[') | None)
}

/// Reads a package as a draft: its application, and the attachments in it.
fn unpack_draft(file: &RequestFile<'_>, pack: &Pack, progress: &mut dyn Progress) -> Response {
    let opened = submission::open(file.content, pack, progress);
    let application = match opened.applications.first().map(|a| &a.document) {
        Some(Ok(application)) => application.clone(),
        Some(Err(error)) => {
            let problem = DraftProblem::from(error.clone());
            return Answer::ReadDraft(Err(problem)).into();
        }
        None => {
            let findings = opened.findings;
            return Answer::ReadDraft(Err(DraftProblem::NoApplication { findings })).into();
        }
    };
    let attached: Vec<_> = application
        .attachments
        .iter()
        .filter_map(|a| Some((a, opened.attachment(&a.file, &attachment_path(a, pack))?)))
        .collect();
    let most = pack.limits.entry_bytes;
    let files = attached.iter().filter_map(|(attachment, facts)| {
        let content = opened.content(file.content, facts, most, pack, progress)?;
        Some(AnswerFile { name: attachment.file.clone(), bytes: content.into_owned() })
    });
    let files = files.collect();
    Response { answer: Answer::ReadDraft(Ok(Box::new(application))), files }
}
