//! Writing the bundle of a review.

use std::io::{self, Cursor};

use forms_core::archive::{Progress, Source};
use forms_core::pack::Pack;
use forms_core::review::bundle::{self, BundleError, BundledPackage};
use forms_core::review::session;
use forms_core::review::summary::summarise;

use super::execute::{AnswerFile, RequestFile, Response};
use super::protocol::{Answer, BundleProblem, WriteBundle};

/// Writes the bundle. Each package is hashed while it is copied.
pub(super) fn write(
    request: &WriteBundle,
    files: &[RequestFile<'_>],
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Response {
    match bytes(request, files, pack, progress) {
        Ok(bytes) => {
            let file = AnswerFile { name: "bundle.zip".to_owned(), bytes };
            Response { answer: Answer::WriteBundle(Ok(())), files: vec![file] }
        }
        Err(problem) => Answer::WriteBundle(Err(problem)).into(),
    }
}

fn bytes(
    request: &WriteBundle,
    files: &[RequestFile<'_>],
    pack: &Pack,
    progress: &mut dyn Progress,
) -> Result<Vec<u8>, BundleProblem> {
    let session = session::read(&request.session)
        .map_err(|error| BundleProblem::Write { message: error.to_string() })?;
    let rows = summarise(&session, session.rows(), &request.cross);
    let open = |package: &BundledPackage| -> io::Result<Box<dyn Source + '_>> {
        let file = files.iter().find(|file| file.name == package.sha256.0);
        let file = file.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        Ok(Box::new(file.content))
    };
    let to = Cursor::new(Vec::new());
    match bundle::write(to, &session, &rows, pack, &open, progress) {
        Ok(written) => Ok(written.into_inner()),
        Err(BundleError::Changed { path, .. }) => Err(BundleProblem::Changed { path }),
        Err(error) => Err(BundleProblem::Write { message: error.to_string() }),
    }
}
