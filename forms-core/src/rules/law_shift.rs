//! LAW-012 (号ずれ): a provision whose words had another number when it was registered.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use super::law::{comparable, speaks_of};
use super::registered::replaces;
use super::{Context, row};
use crate::application::{Action, Delegation, LegalBasis};
use crate::finding::{Finding, make};
use crate::law::citation::{self, Citation, Style};
use crate::law::ordinance::Ordinance;
use crate::law::{Index, InstrumentText, Moves, Provision};
use crate::registry::Relation;

/// LAW-012 for every citation of the application that still has the number under which its words
/// were in an earlier text, as far as there are earlier texts.
///
/// Where the registry is at hand too, only what it cites was registered under a number; else what
/// the application keeps or changes is taken to be cited as it was. Returns the indices of the
/// earlier texts that an attached instrument is a later state of.
pub fn check_shifts<T: Borrow<InstrumentText>>(
    context: &Context<'_>,
    instruments: &BTreeMap<String, T>,
    out: &mut Vec<Finding>,
) -> BTreeSet<usize> {
    let earlier = context.reference().map_or(&[][..], |r| r.earlier());
    let mut compared = BTreeSet::new();
    let mut shifts: BTreeMap<&str, Shift<'_>> = BTreeMap::new();
    for (name, text) in instruments {
        let InstrumentText::Parsed(now) = text.borrow() else { continue };
        let found = earlier.iter().enumerate().find(|(_, before)| is_earlier(before, now));
        if let Some((index, before)) = found {
            compared.insert(index);
            shifts.insert(name.as_str(), Shift::new(before, now));
        }
    }
    if shifts.is_empty() {
        return compared;
    }
    for (i, delegation) in context.app.delegations.iter().enumerate() {
        for (j, basis) in delegation.bases.iter().enumerate() {
            let Some(shift) = shifts.get(basis.document.as_str()) else { continue };
            let at = row("delegations", i).key("bases").index(j).key("citation");
            let found = of_basis(context, delegation, basis, shift);
            out.extend(found.into_iter().map(|f| f.at(at.clone())));
        }
    }
    compared
}

/// An earlier text of an instrument and the attached one, with the provisions that moved.
struct Shift<'a> {
    before: Index<'a>,
    now: Index<'a>,
    moves: Moves<'a>,
}

impl<'a> Shift<'a> {
    fn new(before: &'a Ordinance, now: &'a Ordinance) -> Self {
        let (before, now) = (Index::new(before), Index::new(now));
        let moves = Moves::new(before.ordinance(), now.ordinance());
        Self { before, now, moves }
    }

    /// The provision that a citation meant in the earlier text.
    fn meant(&self, citation: &Citation) -> Option<&'a Provision> {
        self.before.resolve(citation).ok().map(|found| found.provision)
    }
}

/// Returns whether a text is an earlier state of another: an instrument keeps its title and its number
/// while it is amended.
fn is_earlier(before: &Ordinance, now: &Ordinance) -> bool {
    let same_number = match (&before.number, &now.number) {
        (Some(before), Some(now)) => before.agrees_with(now),
        _ => true,
    };
    let title = |text: &Ordinance| text.title.as_deref().map(comparable);
    same_number && title(before).is_some() && title(before) == title(now)
}

fn of_basis(
    context: &Context<'_>,
    delegation: &Delegation,
    basis: &LegalBasis,
    shift: &Shift<'_>,
) -> Vec<Finding> {
    let reading = citation::read(&basis.citation);
    if delegation.action == Action::End || reading.has_unread() {
        return Vec::new();
    }
    let registered = registered(context, delegation, shift);
    let mut found = Vec::new();
    for cited in reading.citations.iter().filter(|c| speaks_of(c, shift.now.ordinance())) {
        // A provision that is gone has LAW-003 or LAW-006.
        let (Some(meant), Ok(_)) = (shift.meant(cited), shift.now.resolve(cited)) else { continue };
        let as_registered = match &registered {
            Some(provisions) => provisions.iter().any(|p| p.path == meant.path),
            None => delegation.action != Action::Add,
        };
        if as_registered && let Some(now) = shift.moves.of(meant) {
            found.push(make::law_012(cited.canonical(Style::HalfWidth), now));
        }
    }
    found
}

/// The provisions that a delegation is registered under, or the one that it takes the place of;
/// `None` where it is not known what is registered.
fn registered<'a>(
    context: &Context<'_>,
    delegation: &Delegation,
    shift: &Shift<'a>,
) -> Option<Vec<&'a Provision>> {
    if !context.has_registry() {
        return None;
    }
    let is_it = |r: &&Relation<'_>| r.is_row(delegation) || replaces(context, delegation, r);
    let bases = context.relations().iter().filter(is_it).map(|r| r.registration.basis.as_str());
    let citations = bases.flat_map(|basis| citation::read(basis).citations);
    let of_it = citations.filter(|c| speaks_of(c, shift.before.ordinance()));
    Some(of_it.filter_map(|c| shift.meant(&c)).collect())
}

/// LAW-012 for one citation: the words that it named in the text at the time of the registration now
/// have another number.
#[must_use]
pub fn check_shift(citation: &str, old: &Ordinance, new: &Ordinance) -> Vec<Finding> {
    let reading = citation::read(citation);
    reading
        .citations
        .iter()
        .filter_map(|c| {
            let now = crate::law::moved_to(old, new, c)?;
            Some(make::law_012(c.canonical(Style::HalfWidth), now))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::application::Application;
    use crate::law::ordinance::parse;
    use crate::pack::Pack;
    use crate::reference::Reference;
    use crate::registry::Registry;
    use crate::rules::testing::{clean, registry};

    const BEFORE: &str = "委任規則\n平成25年8月26日\n規則第24号\n\
        第2条 区長は、次に掲げる事務を教育委員会に委任する。\n\
        (1) 児童手当に関すること。\n(2) 奨学金に関すること。\n(3) 図書館の管理に関すること。\n";

    fn now() -> String {
        let inserted = "(1) 体育館の使用許可に関すること。\n(2) 児童手当に関すること。\n(3)";
        let now = BEFORE.replace("(1) 児童手当に関すること。\n(2)", inserted);
        now.replace("(3) 図書館の管理に関すること。\n", "")
    }

    fn row(action: Action, citation: &str) -> Application {
        let mut app = clean();
        app.delegations[0].action = action;
        app.delegations[0].bases[0].citation = citation.into();
        app
    }

    /// The new numbers found, where the earlier text and a registry are at hand.
    fn shifts(app: &Application, earlier: &str, registered: Option<&Registry>) -> Vec<String> {
        let reference = Reference::new(None, None, registered.cloned(), Pack::standard());
        let reference = reference.with_earlier(vec![parse(earlier)]);
        let context = Context::new(app, &[], Pack::standard(), date(2019, 5, 20));
        let text = InstrumentText::Parsed(Box::new(parse(&now())));
        let texts = BTreeMap::from([("規則.txt".to_owned(), text)]);
        let mut out = Vec::new();
        check_shifts(&context.with_reference(&reference), &texts, &mut out);
        let at = "/delegations/0/bases/0/citation";
        assert!(out.iter().all(|f| f.location.pointer.as_ref().is_some_and(|p| p.as_str() == at)));
        out.iter().map(|f| format!("{:?}", f.arg("now"))).collect()
    }

    const TO_2: &str = "Some(Text(\"第2条第1項第2号\"))";

    #[test]
    fn what_is_kept_still_has_its_old_number() {
        assert_eq!(shifts(&row(Action::Keep, "第2条第1号"), BEFORE, None), [TO_2]);
        assert_eq!(shifts(&row(Action::Change, "第２条第１項第一号"), BEFORE, None), [TO_2]);
        for (action, citation) in [
            // Nothing was registered, or it ends.
            (Action::Add, "第2条第1号"),
            (Action::End, "第2条第1号"),
            // LAW-001 says that it cannot be read.
            (Action::Keep, "第2条第1号及び第"),
            // The article is where it was.
            (Action::Keep, "第2条"),
            // Of another instrument.
            (Action::Keep, "児童手当法（昭和46年法律第73号）第2条第1号"),
        ] {
            assert_eq!(shifts(&row(action, citation), BEFORE, None), [""; 0], "{citation}");
        }
        // LAW-003 says that the provision is gone.
        let fourth = format!("{BEFORE}(4) 体育館の使用許可に関すること。\n");
        assert_eq!(shifts(&row(Action::Keep, "第2条第4号"), &fourth, None), [""; 0]);
        let keep = row(Action::Keep, "第2条第1号");
        assert_eq!(shifts(&keep, &now(), None), [""; 0], "nothing changed");
        let other = BEFORE.replace("規則第24号", "規則第25号");
        assert_eq!(shifts(&keep, &other, None), [""; 0], "another rule");
        let other = BEFORE.replace("委任規則", "補助執行規則");
        assert_eq!(shifts(&keep, &other, None), [""; 0], "another rule");
    }

    #[test]
    fn the_registry_tells_which_number_is_the_old_one() {
        let with_basis = |basis: &str| {
            let mut known = registry("照会,世田谷区,世田谷区教育委員会,JT01010000000001,全部,,\n");
            known.registrations[0].basis = basis.into();
            known
        };
        let first = with_basis("委任規則（平成25年規則第24号）第2条第1号");
        let second = with_basis("第2条第2号");
        assert_eq!(shifts(&row(Action::Keep, "第2条第1号"), BEFORE, Some(&first)), [TO_2]);
        // The applicant has put it right: 第2号 is what 第1号 was.
        assert_eq!(shifts(&row(Action::Keep, "第2条第2号"), BEFORE, Some(&first)), [""; 0]);
        assert_eq!(shifts(&row(Action::Keep, "第2条第1号"), BEFORE, Some(&second)), [""; 0]);
        // A row of another delegation has nothing registered.
        let mut other = row(Action::Keep, "第2条第1号");
        other.delegations[0].procedure = "JT01010000000002".into();
        assert_eq!(shifts(&other, BEFORE, Some(&first)), [""; 0]);
    }
}
