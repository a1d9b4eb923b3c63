//! Sentences about what was dropped or opened last.

use forms_core::finding::Finding;
use ui::client::CoreFailure;

/// Something to say about what was dropped or opened last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BenchNote {
    /// So many files were left out because they are no ZIPs.
    Others(usize),
    /// A folder could not be listed.
    Folder(String),
    /// There was nothing to check.
    Nothing,
    /// So many files were known before.
    Known(usize),
    /// A file of this path could not be read before; the one that came now is taken for the same.
    Again(String),
    /// A session was opened and united with this one.
    Opened(Opened),
    /// A file is no session that can be opened, for this reason.
    NotOpened { name: String, why: NotOpened },
    /// The session could not be put away, so that none was begun; the browser's message.
    NotPutAway(String),
    /// So many applicants are on the list of those expected.
    Expected(usize),
    /// The list of those expected was not used because of these lines.
    NotExpected(Vec<Finding>),
    /// The list of those expected could not be read on this machine.
    ListUnread(CoreFailure),
    /// Another tab holds the session, so that nothing can be changed here.
    ReadOnly,
}

/// What came with a session that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opened {
    /// The name of its file.
    pub(crate) name: String,
    /// The number of files that this one did not have.
    pub(crate) submissions: usize,
    /// The number of acts that this one did not have.
    pub(crate) events: usize,
    /// The number of fields that people disagree about now and did not before.
    pub(crate) conflicts: usize,
}

/// Why a file is no session that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// It could not be read on this machine, or is too large.
    Unread,
    /// It is another document, or cut off.
    Shape,
    /// Only a newer version reads it.
    Newer,
    /// It was changed outside of the program.
    Changed,
}
