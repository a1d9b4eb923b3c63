//! The core without a worker, for tests.

use forms_core::archive::Progress;

use super::{
    Cancel, Core, CoreFailure, Event, FileContent, FileHandle, Lane, Listener, Memory, NamedFile,
    Reply, Request, RequestFile, execute,
};

/// Runs each request at once, on the caller's thread.
#[derive(Debug, Clone, Copy, Default)]
pub struct DirectCore;

struct Tell<'a>(&'a Listener);

impl Progress for Tell<'_> {
    fn advance(&mut self, done: u64, total: u64) {
        (self.0)(Event::Progress { done, total });
    }
}

impl Core for DirectCore {
    fn submit(
        &self,
        _lane: Lane,
        request: Request,
        files: Vec<NamedFile>,
        listener: Listener,
    ) -> Cancel {
        let end = run(request, &files, &listener);
        listener(Event::End(end));
        // The request has ended before anybody could cancel it.
        Box::new(|| ())
    }
}

fn run(
    request: Request,
    files: &[NamedFile],
    listener: &Listener,
) -> Result<Reply<super::Answer>, CoreFailure> {
    let inputs = files.iter().map(input).collect::<Result<Vec<_>, _>>()?;
    let done = execute(request, &inputs, &mut Memory::default(), &mut Tell(listener))?;
    let files = done.files.into_iter();
    Ok(Reply {
        answer: done.answer,
        files: files
            .map(|f| NamedFile { name: f.name, file: FileHandle::from_bytes(f.bytes) })
            .collect(),
    })
}

/// Returns a file of a request as the core reads it.
pub(super) fn input(file: &NamedFile) -> Result<RequestFile<'_>, CoreFailure> {
    match file.file.content() {
        FileContent::Bytes(bytes) => {
            let id = Some(file.file.id());
            Ok(RequestFile { name: &file.name, content: bytes.as_ref(), id })
        }
        FileContent::Browser(_) => Err(CoreFailure::File {
            name: file.name.clone(),
            message: "a browser's file can only be read in a worker".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;
    use std::rc::Rc;

    use forms_core::application::Application;

    use forms_core::application::{Attachment, AttachmentRole, PackRef};
    use forms_core::pack::Pack;
    use forms_core::review::session::{Basis, Session, Submission};
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::super::{
        Build, BuildProblem, Call, CheckDraft, CheckReceived, Client, CompareReceived,
        DraftProblem, ReadDraft, Received, Sample, WriteDraft,
    };
    use super::*;

    /// Everything a request said, in order.
    fn ask<C: Call>(call: C, files: Vec<NamedFile>) -> Vec<Event<C::Answer>>
    where
        C::Answer: Clone + 'static,
    {
        let said = Rc::new(RefCell::new(Vec::new()));
        let ear = Rc::clone(&said);
        let pending =
            Client::new(DirectCore).ask(call, files, move |event| ear.borrow_mut().push(event));
        assert!(pending.is_over());
        said.take()
    }

    fn file(bytes: &[u8]) -> NamedFile {
        NamedFile { name: "a.json".into(), file: FileHandle::from_bytes(bytes.to_vec()) }
    }

    fn read(bytes: &[u8]) -> Result<Box<Application>, DraftProblem> {
        match ask(ReadDraft, vec![file(bytes)]).pop() {
            Some(Event::End(Ok(reply))) => reply.answer,
            other => panic!("no answer: {other:?}"),
        }
    }

    #[test]
    fn a_draft_is_read_and_a_broken_one_is_explained() {
        let app = Application { remark: "下書き".into(), ..Default::default() };
        assert_eq!(read(&app.to_json()), Ok(Box::new(app)));
        assert_eq!(read(b""), Err(DraftProblem::Empty));
        assert!(matches!(read(b"{\"schema\":"), Err(DraftProblem::Syntax { line: 1, .. })));
        assert_eq!(read(b"[]"), Err(DraftProblem::NotAnApplication));
        assert_eq!(read(b"%PDF-1.7"), Err(DraftProblem::NotAnApplication));
        let newer = br#"{"schema": "renkei.application/7"}"#;
        assert!(matches!(read(newer), Err(DraftProblem::Newer { .. })));
        let unknown = br#"{"schema": "renkei.application/1", "kind": "start", "extra": 1}"#;
        assert!(matches!(read(unknown), Err(DraftProblem::Shape { .. })));
    }

    #[test]
    fn an_end_comes_once_and_after_progress() {
        let said = ask(ReadDraft, vec![file(b"{}")]);
        assert!(matches!(said[..], [Event::Progress { done: 2, total: 2 }, Event::End(Ok(_))]));
        let said = ask(ReadDraft, vec![]);
        assert!(matches!(said[..], [Event::End(Err(CoreFailure::File { .. }))]));
    }

    fn answer<C: Call>(call: C, files: Vec<NamedFile>) -> Reply<C::Answer>
    where
        C::Answer: Clone + std::fmt::Debug + 'static,
    {
        match ask(call, files).pop() {
            Some(Event::End(Ok(reply))) => reply,
            other => panic!("no answer: {other:?}"),
        }
    }

    fn with_attachment() -> (Application, NamedFile) {
        let name = "事務委任規則.txt".to_owned();
        let attachment = Attachment {
            file: name.clone(),
            role: AttachmentRole::Instrument,
            title: "事務委任規則".into(),
        };
        let app = Application { attachments: vec![attachment], ..Default::default() };
        let file = FileHandle::from_bytes("第1条".as_bytes().to_vec());
        (app, NamedFile { name, file })
    }

    #[test]
    fn a_draft_written_to_a_file_comes_back_with_its_attachments() {
        let (app, file) = with_attachment();
        let call = WriteDraft { application: app.clone() };
        let written = answer(call.clone(), vec![file.clone()]);
        assert!(written.answer.is_ok() && written.files.len() == 1);
        let read = answer(ReadDraft, written.files);
        assert_eq!(read.answer.map(|a| a.attachments), Ok(app.attachments));
        assert_eq!(read.files, std::slice::from_ref(&file));
        let missing = answer(call, vec![]).answer;
        assert_eq!(missing, Err(BuildProblem::Missing { file: file.name }));
    }

    #[test]
    fn the_sample_builds_without_an_error_and_its_package_checks_clean() {
        let sample = answer(Sample, vec![]);
        let application = *sample.answer.expect("the table has its city");
        let today = date(2019, 5, 20);
        let build = Build { application, overrides: vec![], tables: None, today };
        let built = answer(build, sample.files);
        let package = built.answer.expect("written").package.expect("no error");
        assert_eq!(built.files[0].name, package.name);
        let checked = received(built.files);
        assert_eq!(checked.sha256.0, package.sha256);
        let (_, check) = checked.last_check().expect("checked");
        assert!(check.findings.iter().all(|f| !f.severity.stops()));
    }

    #[test]
    fn a_package_without_an_application_is_no_draft() {
        let empty_zip = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
        let read = answer(ReadDraft, vec![file(&empty_zip)]).answer;
        assert!(matches!(read, Err(DraftProblem::NoApplication { .. })), "{read:?}");
    }

    #[test]
    fn errors_stop_a_build_and_are_the_ones_seen_while_typing() {
        let (app, file) = with_attachment();
        let today = date(2019, 5, 20);
        let build = Build { application: app.clone(), overrides: vec![], tables: None, today };
        let built = answer(build, vec![file]).answer.expect("no problem of writing");
        assert_eq!(built.package, None);
        let files = vec![forms_core::submission::FileFacts {
            name: app.attachments[0].file.clone(),
            bytes: 7,
            sha256: None,
        }];
        let typed =
            answer(CheckDraft { application: app, files, tables: None, today }, vec![]).answer;
        assert_eq!(built.findings, typed);
        assert!(typed.iter().any(|f| f.severity.stops()));
    }

    /// The record of a file that was checked as one of a review.
    fn received(files: Vec<NamedFile>) -> Submission {
        let at = Timestamp::UNIX_EPOCH;
        let call = CheckReceived { basis: basis(), tables: None, at, seen: at, modified: None };
        match *answer(call, files).answer {
            Received::Read(submission) => submission,
            Received::NotRead(why) => panic!("{why:?}"),
        }
    }

    fn basis() -> Basis {
        let pack = Pack::standard();
        Basis {
            program: "renkei".into(),
            pack: PackRef { id: pack.id.clone(), version: pack.version.clone() },
            today: date(2019, 5, 20),
            reference: BTreeSet::new(),
        }
    }

    #[test]
    fn a_file_that_is_no_package_is_a_finding_not_a_failure() {
        let record = received(vec![file(b"%PDF-1.7")]);
        assert_eq!(record.path(), "a.json");
        let (_, check) = record.last_check().expect("checked");
        assert_eq!(check.findings[0].code.as_str(), "ZIP-001");
        let mut session = Session::new();
        session.add_check(record, basis());
        let compared = session.compared(&session.rows());
        assert_eq!(compared.packages.len(), 1, "it belongs to nobody and is compared all the same");
        let today = date(2019, 5, 20);
        let call = CompareReceived { compared, tables: None, today };
        assert_eq!(answer(call, vec![]).answer, []);
    }
}
