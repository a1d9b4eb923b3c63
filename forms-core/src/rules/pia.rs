//! PIA: 特定個人情報保護評価書, as far as the application states what is in them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, row};
use crate::application::{Application, Assessment, AttachmentRole};
use crate::code::{AffairNumber, Government, ProcedureId};
use crate::finding::{Finding, Pointer, make, word};
use crate::layout::Layout;
use crate::text::{fold_ascii, fold_code, is_blank, nfc};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let app = context.app;
    if context.pack.rules.assessment_required.contains(&app.kind) {
        let attached = app.attachments.iter().any(|a| a.role == AttachmentRole::Assessment);
        if !attached {
            out.push(make::pia_001().at(Pointer::new("/assessments")));
        }
    }
    for (i, assessment) in app.assessments.iter().enumerate() {
        let at = row("assessments", i);
        if let Some(other) = another_organisation(app, assessment) {
            let finding = make::pia_002(&assessment.organisation, other, &app.applicant.name);
            out.push(finding.at(at.key("organisation")));
        }
        if let Some(place) = marked_as_ended(assessment) {
            out.push(make::pia_003(&assessment.name).at(at.key(place)));
        }
        if let Some(problem) = unpublished(context, assessment) {
            let finding = make::pia_004(&assessment.name, assessment.published.text(), problem);
            out.push(finding.at(at.key("published")));
        }
    }
    same_number(app, out);
    if let Some(layout) = context.reference().and_then(|r| r.new_layout()) {
        uncovered(app, layout, out);
    }
}

/// PIA-002: the name of another local government, where the applicant's own is not said. 「市長」 alone
/// names nobody, and an association's name is in no table. An applicant whose name and code do not
/// agree has ORG-003: either will do here.
fn another_organisation(app: &Application, assessment: &Assessment) -> Option<String> {
    let code = app.applicant.code.value()?;
    let applicant = Government::find(*code).filter(|g| g.can_apply())?;
    let named = Government::named_in(&assessment.organisation);
    let other = named.first()?;
    let stated = Government::named_in(&app.applicant.name);
    let own = |g: &Government| g.name == applicant.name || stated.iter().any(|s| s.name == g.name);
    let own = named.iter().any(|g| own(g));
    (!own).then(|| other.name.to_owned())
}

/// PIA-003: the field that says that the affair has ended.
fn marked_as_ended(assessment: &Assessment) -> Option<&'static str> {
    let name = fold_ascii(&assessment.name);
    let marks = ["(終了)", "【終了】", "[終了]", "〔終了〕", "※終了", "終了した事務", "事務の終了"];
    if assessment.ended.value().is_some() {
        Some("ended")
    } else if marks.iter().any(|mark| name.contains(mark)) {
        Some("name")
    } else {
        None
    }
}

/// Returns whether a text in place of a date says that nothing was published yet.
fn says_unpublished(text: &str) -> bool {
    ["未", "予定", "準備中"].iter().any(|word| text.contains(word))
}

/// PIA-004. An empty field has FRM-001, a date that no calendar has FRM-005.
fn unpublished(context: &Context<'_>, assessment: &Assessment) -> Option<word::Pia004> {
    let Some(published) = assessment.published.value() else {
        return says_unpublished(assessment.published.text()).then_some(word::Pia004::NotPublished);
    };
    let starts = context.app.target.release.value();
    if starts.is_some_and(|start| published > start) {
        Some(word::Pia004::AfterStart)
    } else if published.0 > context.today {
        Some(word::Pia004::Future)
    } else {
        None
    }
}

/// PIA-006: each number that two assessments of one organisation have; every organisation counts
/// its own from 1.
fn same_number(app: &Application, out: &mut Vec<Finding>) {
    let mut by_number: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (i, assessment) in app.assessments.iter().enumerate() {
        if !is_blank(&assessment.number) {
            let organisation = fold_ascii(&nfc(&assessment.organisation)).replace(' ', "");
            let number = fold_code(&assessment.number);
            by_number.entry((organisation, number)).or_default().push(i);
        }
    }
    for ((_, number), rows) in by_number.into_iter().filter(|(_, rows)| rows.len() > 1) {
        let second = rows.get(1).copied().unwrap_or_default();
        let numbers = rows.iter().map(|i| (i + 1).to_string()).collect();
        let at = row("assessments", second).key("number");
        out.push(make::pia_006(number, numbers).at(at));
    }
}

/// PIA-005: each affair of a procedure used or delegated that no assessment covers. Only where some
/// assessment says what it covers; else nothing can be known.
fn uncovered(app: &Application, layout: &Layout, out: &mut Vec<Finding>) {
    let lists = app.assessments.iter().filter_map(|a| a.affairs.value());
    let covered: BTreeSet<AffairNumber> = lists.flat_map(|list| list.0.iter().copied()).collect();
    if covered.is_empty() {
        return;
    }
    let used = app.procedures.iter().map(|p| p.procedure.value().copied());
    let delegated = app.delegations.iter().map(|d| d.procedure.value().copied());
    let places = |list: &'static str| (0..).map(move |i| row(list, i).key("procedure"));
    let all = used
        .zip(places("procedures"))
        .chain(delegated.zip(places("delegations")))
        .filter_map(|(id, at)| Some((affair_of(id?, layout)?, at)));
    let mut told = BTreeSet::new();
    for ((number, name), at) in all {
        if !covered.contains(&number) && told.insert(number) {
            out.push(make::pia_005(number.to_string(), name).at(at));
        }
    }
}

fn affair_of(id: ProcedureId, layout: &Layout) -> Option<(AffairNumber, &str)> {
    let row = layout.procedure(id)?.first();
    Some((row.affair_number?, &row.affair_name))
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::layout::Layout;
    use crate::pack::{Pack, TableKind};
    use crate::reference::Reference;
    use crate::rules::testing::{clean, files, found};
    use crate::rules::{Context, check_application};
    use crate::table::read_csv;

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

    #[test]
    fn pia_002_finds_the_assessment_of_somebody_else() {
        let mut app = clean();
        for other in ["杉並区長", "東京都教育委員会", "東京都杉並区", "千葉県知事"]
        {
            app.assessments[0].organisation = other.into();
            let expected = [(Code::Pia002, "/assessments/0/organisation".into())];
            assert_eq!(found(&app), expected, "{other}");
        }
        for own in
            ["世田谷区教育委員会", "東京都世田谷区長", "区長", "教育委員会", "世田谷区・杉並区"]
        {
            app.assessments[0].organisation = own.into();
            assert_eq!(found(&app), [], "{own}");
        }
    }

    #[test]
    fn pia_003_reads_the_mark() {
        let mut app = clean();
        app.assessments[0].name = "児童手当に関する事務（終了）".into();
        assert_eq!(found(&app), [(Code::Pia003, "/assessments/0/name".into())]);
        app.assessments[0].ended = "2019-03-31".into();
        assert_eq!(found(&app), [(Code::Pia003, "/assessments/0/ended".into())]);
        app.assessments[0].name = "支給を終了する者の事務".into();
        app.assessments[0].ended = "".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn pia_004_wants_a_publication_before_the_start() {
        let mut app = clean();
        for text in ["2019-06-18", "2019-05-21", "未公表", "7月公表予定"] {
            app.assessments[0].published = text.into();
            assert_eq!(found(&app), [(Code::Pia004, "/assessments/0/published".into())], "{text}");
        }
        for text in ["2019-05-20", "平成31年4月1日"] {
            app.assessments[0].published = text.into();
            assert_eq!(found(&app), [], "{text}");
        }
        app.assessments[0].published = "平成31年5月1日".into();
        assert_eq!(found(&app), [(Code::Frm005, "/assessments/0/published".into())]);
    }

    #[test]
    fn pia_005_compares_affairs_where_an_assessment_says_its_own() {
        let text = "事務番号,事務名,事務手続コード,事務手続名\n74,児童手当,JT01010000000001,認定の請求の受理\n";
        let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
        let layout = Layout::from_table(&table);
        let mut app = clean();
        let (files, today) = (files(), jiff::civil::date(2019, 5, 20));
        let mut codes = |affairs: &str| {
            app.assessments[0].affairs = affairs.into();
            let reference = Reference::new(None, Some(layout.clone()), None, Pack::standard());
            let context = Context::new(&app, &files, Pack::standard(), today);
            let context = context.with_reference(&reference);
            let found = check_application(&context);
            found
                .into_iter()
                .map(|f| (f.code, f.location.pointer.unwrap().to_string()))
                .collect::<Vec<_>>()
        };
        let expected: Vec<_> = vec![(Code::Pia005, "/procedures/0/procedure".to_owned())];
        assert_eq!(codes("69の2"), expected);
        assert_eq!(codes("69の2、74"), vec![]);
        assert_eq!(codes(""), vec![]);
    }

    #[test]
    fn pia_006_counts_each_organisations_own_numbers() {
        let mut app = clean();
        app.assessments.push(app.assessments[0].clone());
        app.assessments[1].name = "奨学金".into();
        app.assessments[1].number = "０１".into();
        assert_eq!(found(&app), []);
        app.assessments[1].number = "１".into();
        assert_eq!(found(&app), [(Code::Pia006, "/assessments/1/number".into())]);
        app.assessments[1].organisation = "世田谷区教育委員会".into();
        assert_eq!(found(&app), []);
    }
}
