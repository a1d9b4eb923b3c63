//! Takes the list of those who are expected: from a file or from pasted text.

use forms_core::reference::ExpectedApplicant;
use ui::client::{Event, FileHandle, NamedFile, ReadExpected};

use super::{BenchNote, Engine};

impl Engine {
    /// Reads a list and expects whom it names. While a line of it cannot be used, nothing of it is.
    pub(in crate::review) fn expect_list(&self, name: String, list: FileHandle) {
        if self.state.borrow().saving.is_closed() {
            return self.say(BenchNote::ReadOnly);
        }
        let this = self.this.clone();
        let files = vec![NamedFile { name: name.clone(), file: list }];
        self.client.ask(ReadExpected, files, move |event| {
            let (Event::End(end), Some(engine)) = (event, this.upgrade()) else { return };
            match end {
                Ok(reply) if reply.answer.findings.is_empty() => {
                    engine.expect(&reply.answer.applicants);
                }
                Ok(reply) => engine.say(BenchNote::NotExpected(reply.answer.findings)),
                Err(failure) => engine.say(BenchNote::ListUnread(failure)),
            }
        });
    }

    fn expect(&self, applicants: &[ExpectedApplicant]) {
        let acts = self.state.borrow().session.to_expect(applicants);
        self.act(acts);
        self.say(BenchNote::Expected(applicants.len()));
    }
}
