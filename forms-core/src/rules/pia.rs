//! PIA: 特定個人情報保護評価書.

use super::Context;
use crate::application::AttachmentRole;
use crate::finding::{Finding, Pointer, make};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let app = context.app;
    if !context.pack.rules.assessment_required.contains(&app.kind) {
        return;
    }
    let attached = app.attachments.iter().any(|a| a.role == AttachmentRole::Assessment);
    if !attached {
        out.push(make::pia_001().at(Pointer::new("/assessments")));
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::pack::Pack;
    use crate::rules::testing::{clean, files, found};
    use crate::rules::{Context, check_application};

    #[test]
    fn pia_001_misses_the_assessment() {
        let mut app = clean();
        app.attachments.pop();
        app.assessments.clear();
        assert_eq!(found(&app), [(Code::Pia001, "/assessments".into())]);
    }

    #[test]
    fn pia_001_is_silent_where_the_pack_does_not_ask() {
        let mut app = clean();
        app.attachments.pop();
        app.assessments.clear();
        let mut pack = Pack::standard().clone();
        pack.rules.assessment_required.clear();
        let (files, today) = (files(), jiff::civil::date(2019, 5, 20));
        assert!(check_application(&Context::new(&app, &files, &pack, today)).is_empty());
    }
}
