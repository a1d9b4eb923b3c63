//! ORG: organisations and their codes.

use super::Context;
use crate::application::{Applicant, Entered, Organ, Party};
use crate::code::{CodeError, Government, GovernmentKind, MunicipalityCode};
use crate::finding::{Finding, Pointer, make, word};
use crate::text::{fold_ascii, is_blank};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    applicant(context, out);
    longer_codes(&context.app.applicant, out);
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        let at = super::row("delegations", i).key("counterpart");
        counterpart(context, &delegation.counterpart, &at, out);
    }
}

/// ORG-001 to ORG-004 and ORG-006 for the code and the name of the applicant.
fn applicant(context: &Context<'_>, out: &mut Vec<Finding>) {
    let applicant = &context.app.applicant;
    let at = Pointer::new("/applicant");
    shape(&applicant.code, &applicant.name, at.key("code"), out);
    let Some(code) = applicant.code.value() else { return };
    // A code outside its time goes with another name: ORG-004 alone.
    if outside_its_time(context, *code, &at.key("code"), out) {
        return;
    }
    if !Government::may_exist(*code) {
        let (name, likely) = named(&applicant.name, applicant.code.text()).unwrap_or_default();
        out.push(make::org_002(applicant.code.text(), name, likely).at(at.key("code")));
        return;
    }
    let Some(government) = Government::find(*code) else { return };
    let name = applicant.name.as_str();
    if is_blank(name) || government.is_called(name) || was_named(context, government, name) {
        return;
    }
    let finding = in_other_prefecture(government, name)
        .unwrap_or_else(|| make::org_003(applicant.code.text(), name, government.full_name()));
    out.push(finding.at(at.key("name")));
}

/// ORG-005 and ORG-007: 機関コード and 法人番号.
fn longer_codes(applicant: &Applicant, out: &mut Vec<Finding>) {
    let at = Pointer::new("/applicant");
    if applicant.agency_code.error().is_some() {
        out.push(make::org_005(applicant.agency_code.text()).at(at.key("agency_code")));
    }
    if let Some(error) = applicant.corporate_number.error() {
        let problem = match error {
            CodeError::Shape { .. } => word::Org007::NotThirteenDigits,
            CodeError::CheckDigit { .. } => word::Org007::WrongCheckDigit,
        };
        let finding = make::org_007(applicant.corporate_number.text(), problem);
        out.push(finding.at(at.key("corporate_number")));
    }
}

/// ORG-001, ORG-003, ORG-004 and ORG-006 for the other side of a delegation.
fn counterpart(context: &Context<'_>, party: &Party, at: &Pointer, out: &mut Vec<Finding>) {
    shape(&party.code, &party.name, at.key("code"), out);
    across_prefectures(context, party, at, out);
    let Some(code) = party.code.value() else { return };
    outside_its_time(context, *code, &at.key("code"), out);
    let Some(government) = Government::find(*code) else { return };
    if let Some(finding) = in_other_prefecture(government, &party.name) {
        out.push(finding.at(at.key("name")));
    } else if party.organ == Organ::Head && !is_head_of(context, government, &party.name) {
        let finding = make::org_003(party.code.text(), &party.name, government.full_name());
        out.push(finding.at(at.key("name")));
    }
}

/// Returns whether a name is blank or the government's, with or without 長 or 知事. Boards and offices have
/// names of their own; a head is called by the government's name.
fn is_head_of(context: &Context<'_>, government: &Government, name: &str) -> bool {
    if is_blank(name) || government.is_called(name) {
        return true;
    }
    let name = Government::without_unseen(name);
    let head = name.trim_end_matches(['長', '事']).trim_end_matches('知');
    government.is_called(head) || was_named(context, government, head)
}

/// ORG-001: not six digits, or a wrong check digit; with the code of the name beside it, else with codes that a slip
/// would explain.
fn shape(code: &Entered<MunicipalityCode>, name: &str, at: Pointer, out: &mut Vec<Finding>) {
    let Some(error) = code.error() else { return };
    let near: Vec<String> = MunicipalityCode::near(code.text())
        .iter()
        .filter(|g| g.can_apply())
        .map(|g| format!("{} {}", g.code, g.name))
        .collect();
    let named = named(name, code.text());
    let guess = match (&named, near.is_empty()) {
        (Some(_), _) => word::Org001::ByName,
        (None, false) => word::Org001::ByDigits,
        (None, true) => word::Org001::NothingNear,
    };
    let (name, likely) = named.unwrap_or_default();
    let problem = match error {
        CodeError::Shape { .. } => word::Org001::NotSixDigits,
        CodeError::CheckDigit { .. } => word::Org001::WrongCheckDigit,
    };
    out.push(make::org_001(code.text(), problem, near, guess, name, likely).at(at));
}

/// A name and the code of the only local government that it can mean. Of several with one name it is the only one in
/// the prefecture that the code as entered begins with.
fn named(name: &str, entered: &str) -> Option<(String, String)> {
    if is_blank(name) {
        return None;
    }
    let mut found = Government::called(name);
    found.retain(|g| g.can_apply());
    if found.len() > 1 {
        let prefecture: String = fold_ascii(entered.trim()).chars().take(2).collect();
        found.retain(|g| g.code.as_str().starts_with(&prefecture));
    }
    match found[..] {
        [only] => Some((name.trim().to_owned(), only.code.to_string())),
        _ => None,
    }
}

/// ORG-004: the code is no longer, or not yet, in use on the day that the application is for.
/// Returns whether that was found.
fn outside_its_time(
    context: &Context<'_>,
    code: MunicipalityCode,
    at: &Pointer,
    out: &mut Vec<Finding>,
) -> bool {
    let day = context.app.target.release.value().map_or(context.today, |day| day.0);
    let is = |text: &str| text == code.as_str();
    for change in context.pack.organisations.iter().filter(|c| c.code != c.successor_code) {
        let (name, problem, successor) = if is(&change.code) && day >= change.date {
            let successor = format!("{} {}", change.successor_code, change.successor_name);
            (&change.name, word::Org004::Abolished, successor)
        } else if is(&change.successor_code) && !change.existed && day < change.date {
            (&change.successor_name, word::Org004::NotYet, String::new())
        } else {
            continue;
        };
        let finding =
            make::org_004(name, day.to_string(), problem, change.date.to_string(), successor);
        out.push(finding.at(at.clone()));
        return true;
    }
    false
}

/// Returns whether the name is the former one of the government, on a day before it changed.
fn was_named(context: &Context<'_>, government: &Government, name: &str) -> bool {
    let day = context.app.target.release.value().map_or(context.today, |day| day.0);
    let name = government.local_name(name);
    context.pack.organisations.iter().any(|change| {
        change.code == change.successor_code
            && change.code == government.code.as_str()
            && government.local_name(&change.name) == name
            && day < change.date
    })
}

/// ORG-006 for a name that puts the municipality into another prefecture.
fn in_other_prefecture(government: &Government, name: &str) -> Option<Finding> {
    let other = government.misplaced_in(name)?;
    Some(make::org_006(government.name, other.name, government.prefecture))
}

/// ORG-006: a prefecture delegates to its own municipalities only (地方自治法252条の17の2).
fn across_prefectures(context: &Context<'_>, party: &Party, at: &Pointer, out: &mut Vec<Finding>) {
    let find = |code: &Entered<MunicipalityCode>| code.value().and_then(|c| Government::find(*c));
    let (Some(own), Some(other)) = (find(&context.app.applicant.code), find(&party.code)) else {
        return;
    };
    let (municipality, prefecture) = match (own.kind, other.kind) {
        (GovernmentKind::Municipality, GovernmentKind::Prefecture) => (own, other),
        (GovernmentKind::Prefecture, GovernmentKind::Municipality) => (other, own),
        _ => return,
    };
    if municipality.prefecture != prefecture.name {
        let finding = make::org_006(municipality.name, prefecture.name, municipality.prefecture);
        out.push(finding.at(at.key("code")));
    }
}

#[cfg(test)]
mod tests {
    use crate::application::Organ;
    use crate::finding::{ArgValue, Code, Lang};
    use crate::pack::Pack;
    use crate::rules::testing::{clean, files, found};
    use crate::rules::{Context, check_application};

    #[test]
    fn org_001_finds_a_wrong_check_digit_and_suggests_the_right_code() {
        let mut app = clean();
        app.applicant.code = "131122".into();
        assert_eq!(found(&app), [(Code::Org001, "/applicant/code".into())]);
        let (files, today) = (files(), jiff::civil::date(2019, 5, 20));
        let findings = check_application(&Context::new(&app, &files, Pack::standard(), today));
        let Some(ArgValue::List(near)) = findings[0].arg("suggestions") else { panic!("no list") };
        assert!(near.contains(&"131121 世田谷区".to_owned()));
        assert!(findings[0].message(Lang::Ja).contains("131122"));
        app.applicant.code = "１３１１２１".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn org_001_speaks_for_the_counterpart_too() {
        let mut app = clean();
        app.delegations[0].counterpart.code = "13112".into();
        assert_eq!(found(&app), [(Code::Org001, "/delegations/0/counterpart/code".into())]);
    }

    #[test]
    fn org_002_finds_codes_of_nobody_and_of_wards() {
        let mut app = clean();
        app.applicant.code = "137006".into();
        assert_eq!(found(&app), [(Code::Org002, "/applicant/code".into())]);
        app.applicant.code = "138002".into();
        app.applicant.name = "東京の広域連合".into();
        assert_eq!(found(&app), [], "the table does not list associations");
        app.applicant.code = "011011".into();
        app.applicant.name = "中央区".into();
        assert_eq!(found(&app), [(Code::Org002, "/applicant/code".into())]);
    }

    #[test]
    fn org_003_compares_name_and_code() {
        let mut app = clean();
        app.applicant.name = "杉並区".into();
        assert_eq!(found(&app), [(Code::Org003, "/applicant/name".into())]);
        app.applicant.name = "東京都世田谷区".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn org_003_takes_a_name_in_any_writing_and_no_other() {
        let found_for = |code: &str, name: &str| {
            let mut app = clean();
            (app.applicant.code, app.applicant.name) = (code.into(), name.into());
            app.delegations[0].counterpart.code = code.into();
            app.delegations[0].counterpart.name = format!("{name}長");
            app.delegations[0].counterpart.organ = Organ::Head;
            app.applicant.organ = Organ::BoardOfEducation;
            let of_names = |(code, at): &(Code, String)| {
                matches!(code, Code::Org003 | Code::Org006) && at.ends_with("/name")
            };
            found(&app).into_iter().filter(of_names).map(|f| f.0).collect::<Vec<_>>()
        };
        for (code, name) in [
            ("313025", "鳥取県岩美郡岩美町"),
            ("292117", "葛\u{e0100}城市"),
            ("394050", "檮原町"),
            ("023213", "鯵ヶ沢町"),
            ("122246", "鎌ヶ谷市"),
            ("042030", "塩釜市"),
            ("312011", "鳥取県 鳥取市"),
            ("014656", "北海道上川総合振興局剣渕町"),
        ] {
            assert_eq!(found_for(code, name), [], "{name}");
        }
        for (code, name) in [
            ("313025", "鳥取県八頭郡岩美町"),
            ("042030", "釜石市"),
            ("082228", "鹿島市"),
            ("141305", "川崎町"),
        ] {
            assert_eq!(found_for(code, name), [Code::Org003; 2], "{name}");
        }
        assert_eq!(found_for("012335", "福島県伊達市"), [Code::Org006; 2]);
        assert_eq!(found_for("193666", "青森県三戸郡南部町"), [Code::Org006; 2]);
    }

    #[test]
    fn org_003_knows_what_a_head_is_called() {
        let mut app = clean();
        let party = &mut app.delegations[0].counterpart;
        (party.code, party.organ) = ("130001".into(), Organ::Head);
        for (name, fits) in
            [("東京都", true), ("東京都知事", true), ("杉並区長", false), ("世田谷区長", false)]
        {
            app.delegations[0].counterpart.name = name.into();
            let expected = if fits {
                vec![]
            } else {
                vec![(Code::Org003, "/delegations/0/counterpart/name".to_owned())]
            };
            assert_eq!(found(&app), expected, "{name}");
        }
    }

    #[test]
    fn org_004_knows_the_day_of_a_change() {
        let found_on = |code: &str, name: &str, release: &str, layout: &str| {
            let mut app = clean();
            app.applicant.code = code.into();
            app.applicant.name = name.into();
            app.assessments[0].organisation = format!("{name}長");
            app.assessments[0].published = "2018-03-30".into();
            app.target.release = release.into();
            app.target.layout = layout.into();
            app.assessments[0].organisation = format!("{name}長");
            app.assessments[0].published = "2018-03-30".into();
            found(&app)
        };
        let at = (Code::Org004, "/applicant/code".to_owned());
        assert_eq!(
            found_on("402311", "那珂川市", "2018-07-01", "H30.7"),
            std::slice::from_ref(&at)
        );
        assert_eq!(found_on("402311", "那珂川市", "2018-11-01", "H30.7")[..], []);
        assert_eq!(found_on("403059", "那珂川町", "2019-06-17", "R1.6"), std::slice::from_ref(&at));
        // One was merged into another that was there before and still is.
        assert_eq!(found_on("093670", "岩舟町", "2019-06-17", "R1.6"), [at]);
        assert_eq!(found_on("092037", "栃木市", "2018-07-01", "H30.7"), []);
        // Only the name changed: each holds on its days.
        let name = (Code::Org003, "/applicant/name".to_owned());
        assert_eq!(found_on("282219", "篠山市", "2018-07-01", "H30.7"), []);
        assert_eq!(found_on("282219", "篠山市", "2019-06-17", "R1.6"), [name]);
        assert_eq!(found_on("282219", "丹波篠山市", "2019-06-17", "R1.6"), []);
    }

    #[test]
    fn org_006_keeps_municipalities_in_their_prefecture() {
        let mut app = clean();
        app.applicant.code = "132063".into();
        app.applicant.name = "広島県府中市".into();
        app.assessments[0].organisation = "府中市長".into();
        assert_eq!(found(&app), [(Code::Org006, "/applicant/name".into())]);
        app.applicant.name = "東京都府中市".into();
        assert_eq!(found(&app), []);
        let mut app = clean();
        let party = &mut app.delegations[0].counterpart;
        (party.code, party.name, party.organ) = ("410004".into(), "佐賀県".into(), Organ::Head);
        assert_eq!(found(&app), [(Code::Org006, "/delegations/0/counterpart/code".into())]);
        let party = &mut app.delegations[0].counterpart;
        (party.code, party.name) = ("130001".into(), "東京都".into());
        assert_eq!(found(&app), []);
    }

    #[test]
    fn org_005_and_org_007_check_the_longer_codes() {
        let mut app = clean();
        app.applicant.agency_code = "022011311210170".into();
        assert_eq!(found(&app), [(Code::Org005, "/applicant/agency_code".into())]);
        app.applicant.agency_code = "0220113112101700".into();
        app.applicant.corporate_number = "3000020141004".into();
        assert_eq!(found(&app), [(Code::Org007, "/applicant/corporate_number".into())]);
        app.applicant.corporate_number = "3000020141003".into();
        assert_eq!(found(&app), []);
    }
}
