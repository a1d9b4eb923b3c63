//! PRC: procedures.

use super::{Context, row};
use crate::application::Entered;
use crate::finding::{Finding, Pointer, make};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (i, used) in context.app.procedures.iter().enumerate() {
        readable(&used.procedure, row("procedures", i).key("procedure"), out);
    }
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        readable(&delegation.procedure, row("delegations", i).key("procedure"), out);
        readable(&delegation.information, row("delegations", i).key("information"), out);
    }
}

/// PRC-001: a text that cannot be the code of any procedure or the number of any information.
fn readable<T: std::str::FromStr>(code: &Entered<T>, at: Pointer, out: &mut Vec<Finding>) {
    if code.error().is_some() {
        out.push(make::prc_001(code.text()).at(at));
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::rules::testing::{clean, found};

    #[test]
    fn prc_001_finds_what_can_be_no_code() {
        let mut app = clean();
        app.procedures[0].procedure = "JT0101000000001".into();
        assert_eq!(found(&app), [(Code::Prc001, "/procedures/0/procedure".into())]);
        app.procedures[0].procedure = "ＪＴ０１０１０００００００００１".into();
        assert_eq!(found(&app), []);
        app.delegations[0].information = "千".into();
        assert_eq!(found(&app), [(Code::Prc001, "/delegations/0/information".into())]);
    }
}
