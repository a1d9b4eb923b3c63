//! LAW: the legal basis.

use super::{Context, row};
use crate::finding::Finding;
use crate::law::citation;
use crate::text::is_blank;

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        for (j, basis) in delegation.bases.iter().enumerate() {
            if is_blank(&basis.citation) {
                continue;
            }
            let at = row("delegations", i).key("bases").index(j).key("citation");
            let reading = citation::read(&basis.citation);
            out.extend(reading.problems.iter().map(|p| p.finding(&basis.citation).at(at.clone())));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::rules::testing::{clean, found};

    #[test]
    fn law_001_cannot_read_what_is_no_provision() {
        let mut app = clean();
        let at = "/delegations/0/bases/0/citation".to_owned();
        for text in ["第条", "委任規則による"] {
            app.delegations[0].bases[0].citation = text.into();
            assert_eq!(found(&app), [(Code::Law001, at.clone())], "{text}");
        }
        for text in ["第２条第１項第１号", "第二条第一号", "第2条第1項第(1)号"]
        {
            app.delegations[0].bases[0].citation = text.into();
            assert_eq!(found(&app), [], "{text}");
        }
    }
}
