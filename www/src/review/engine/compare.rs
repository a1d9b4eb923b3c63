//! Compares the applicants with each other once every file is checked.

use ui::browser::today;
use ui::client::{CompareReceived, Event};

use super::{Engine, mark};

impl Engine {
    /// Voids the findings across the session, which changed.
    pub(super) fn void_comparison(&self) {
        let mut state = self.state.borrow_mut();
        state.compared += 1;
        state.cross = None;
    }

    /// Compares the applicants unless the findings across them are known or files are still open.
    pub(super) fn compare_when_idle(&self) {
        let (call, files, of) = {
            let mut state = self.state.borrow_mut();
            let idle = state.cross.is_none() && !state.comparing && !state.intake.is_running();
            if !idle || state.session.submissions().next().is_none() {
                return;
            }
            state.comparing = true;
            let compared = state.session.compared(&state.session.rows());
            let (tables, files) = state.held.tables().unzip();
            let call = CompareReceived { compared, tables, today: today() };
            (call, files.unwrap_or_default(), state.compared)
        };
        let this = self.this.clone();
        self.client.ask(call, files, move |event| {
            let (Event::End(end), Some(engine)) = (event, this.upgrade()) else { return };
            {
                let mut state = engine.state.borrow_mut();
                state.comparing = false;
                // The session may have changed since.
                if let Ok(reply) = end
                    && state.compared == of
                {
                    state.cross = Some(reply.answer.into());
                }
            }
            engine.publish();
            mark("compared");
            engine.compare_when_idle();
        });
    }
}
