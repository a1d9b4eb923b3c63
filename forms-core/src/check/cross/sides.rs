//! XAP-001 to XAP-004 and XAP-009: the two sides of a delegation disagree.
//!
//! A delegation is compared with the package of its counterpart (same code and organ) where that
//! package is among those given. A counterpart that sent nothing is not judged here: whether it
//! was to send something is for the list of those expected.

use super::{Filed, Who, about, instruments};
use crate::application::{Delegation, Direction, Organ, Party};
use crate::check::CrossFinding;
use crate::code::{Government, GovernmentKind};
use crate::finding::{Finding, Lang, Pointer, Text, make, value, word};
use crate::pack::Pack;
use crate::rules;
use crate::text::{fold_ascii, is_blank};

pub(super) type Row<'a> = (usize, &'a Delegation);

/// The rows of a package in one direction that name another organisation, with their places.
fn rows<'a>(filed: &Filed<'a>, direction: Direction, other: Who) -> Vec<Row<'a>> {
    let names = |party: &Party| party.code.value() == Some(&other.0) && party.organ == other.1;
    let rows = filed.app.delegations.iter().enumerate();
    rows.filter(|(_, d)| d.direction == direction && names(&d.counterpart)).collect()
}

/// The two packages whose sides are compared.
struct Sides<'s, 'a> {
    giver: &'s Filed<'a>,
    taker: &'s Filed<'a>,
    out: &'s mut Vec<CrossFinding>,
}

impl Sides<'_, '_> {
    /// Reports a field that differs between a row of the giver and one of the taker.
    fn differ(&mut self, given: usize, taken: usize, field: &str, finding: Finding) {
        let at = |row| rules::row("delegations", row).key(field);
        let places = [self.giver.at(at(given)), self.taker.at(at(taken))];
        self.out.push(about(finding, places));
    }
}

/// Pairs what the giver entrusts with what the taker accepts, and says what is left or differs.
pub(super) fn compare(
    giver: &Filed<'_>,
    taker: &Filed<'_>,
    pack: &Pack,
    out: &mut Vec<CrossFinding>,
) {
    let mut given = rows(giver, Direction::Entrust, taker.who);
    let mut taken = rows(taker, Direction::Accept, giver.who);
    if !given.is_empty() && !taken.is_empty() {
        layouts(giver, taker, pack, out);
    }
    if given.is_empty() && taken.is_empty() {
        return;
    }
    let (from, to) = (name(giver, taker, pack), name(taker, giver, pack));
    let mut pairs = Vec::new();
    pair_up(
        &mut given,
        &mut taken,
        |a, b| a.side == b.side && a.subject() == b.subject(),
        |p| pairs.push(p),
    );
    instruments::compare(giver, taker, &pairs, out);
    let mut sides = Sides { giver, taker, out };
    for ((i, a), (j, b)) in pairs {
        if let Some((what, left, right)) = content_difference(a, b, pack) {
            let field = match what {
                word::Xap003::ScopeNote => "scope_note",
                _ => "scope",
            };
            sides.differ(i, j, field, make::xap_003(&from, &to, label(a), what, left, right));
        }
        for (what, left, right) in date_differences(a, b) {
            let field = match what {
                word::Xap004::Start => "start",
                word::Xap004::End => "end",
            };
            sides.differ(i, j, field, make::xap_004(&from, &to, label(a), what, left, right));
        }
    }
    // The same subject on the other side is one mistake, not a missing and a superfluous row.
    let mut turned = Vec::new();
    pair_up(&mut given, &mut taken, |a, b| a.subject() == b.subject(), |p| turned.push(p));
    for ((i, a), (j, b)) in turned {
        let [left, right] = [a, b].map(|d| choice(pack, "side", d.side.as_str()));
        let what = word::Xap003::Side;
        sides.differ(i, j, "side", make::xap_003(&from, &to, label(a), what, left, right));
    }
    missing(giver, taker, (&given, &taken), pack, out);
}

/// Says of the rows that the other side lacks whom to ask for them.
fn missing(
    giver: &Filed<'_>,
    taker: &Filed<'_>,
    (given, taken): (&[Row<'_>], &[Row<'_>]),
    pack: &Pack,
    out: &mut Vec<CrossFinding>,
) {
    let (from, to) = (name(giver, taker, pack), name(taker, giver, pack));
    for &(i, d) in given {
        let ask = match is_ours(taker, giver) {
            true => word::Xap001::Own,
            false => word::Xap001::Other,
        };
        let finding = make::xap_001(&from, &to, label(d), i as u64 + 1, ask);
        out.push(about(finding, [giver.at(rules::row("delegations", i)), taker.whole()]));
    }
    for &(i, d) in taken {
        let ask = match is_ours(giver, taker) {
            true => word::Xap002::Own,
            false => word::Xap002::Other,
        };
        let finding = make::xap_002(&from, &to, label(d), i as u64 + 1, ask);
        out.push(about(finding, [taker.at(rules::row("delegations", i)), giver.whole()]));
    }
}

/// Returns whether a side is the prefecture of the other: the one that reviews them both.
fn is_ours(side: &Filed<'_>, other: &Filed<'_>) -> bool {
    let is_prefecture =
        Government::find(side.who.0).is_some_and(|g| g.kind == GovernmentKind::Prefecture);
    is_prefecture && side.who.0.as_str().get(..2) == other.who.0.as_str().get(..2)
}

/// The label of a choice in both languages, as the form shows it.
fn choice(pack: &Pack, name: &str, value: &str) -> Text {
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| pack.choice_label(name, value, lang).to_owned());
    Text { ja, en }
}

/// What a person entered; a word that says so where nothing is entered.
fn entered(text: &str) -> Text {
    match is_blank(text) {
        true => Text { ja: value::BLANK_JA.to_owned(), en: value::BLANK_EN.to_owned() },
        false => text.trim().into(),
    }
}

/// XAP-009: the same procedure is two procedures under two layouts.
fn layouts(giver: &Filed<'_>, taker: &Filed<'_>, pack: &Pack, out: &mut Vec<CrossFinding>) {
    let (a, b) = (&giver.app.target.layout, &taker.app.target.layout);
    let plain = |text: &str| fold_ascii(text).replace(' ', "").to_uppercase();
    if is_blank(a) || is_blank(b) || plain(a) == plain(b) {
        return;
    }
    let (from, to) = (name(giver, taker, pack), name(taker, giver, pack));
    let finding = make::xap_009(from, to, a, b);
    let at = Pointer::new("/target/layout");
    out.push(about(finding, [giver.at(at.clone()), taker.at(at)]));
}

/// A side by its government and organ (佐賀市教育委員会): the head by the government's name alone, unless
/// the other side is an organ of the same government; others as the other side's rows call them, else
/// by the organ's label.
fn name(side: &Filed<'_>, other: &Filed<'_>, pack: &Pack) -> String {
    let (own, (code, organ)) = (side.name().trim(), side.who);
    if organ == Organ::Head {
        let is_prefecture =
            Government::find(code).is_some_and(|g| g.kind == GovernmentKind::Prefecture);
        let title = match is_prefecture {
            true => value::HEAD_OF_PREFECTURE,
            false => value::HEAD_OF_MUNICIPALITY,
        };
        return match other.who.0 == code && !own.ends_with(title) {
            true => format!("{own}{title}"),
            false => own.to_owned(),
        };
    }
    let rows = other.app.delegations.iter().map(|d| &d.counterpart);
    let mut called = rows
        .filter(|p| p.code.value() == Some(&code) && p.organ == organ)
        .map(|p| p.name.trim())
        .filter(|name| !name.is_empty() && *name != own);
    let label = pack.choice_label("organ", organ.as_str(), Lang::Ja);
    called.next().map_or_else(
        || match own.ends_with(label) {
            true => own.to_owned(),
            false => format!("{own}{label}"),
        },
        str::to_owned,
    )
}

/// Takes out of both lists, first come first served, the rows that belong together.
fn pair_up<'a>(
    given: &mut Vec<Row<'a>>,
    taken: &mut Vec<Row<'a>>,
    belong: impl Fn(&Delegation, &Delegation) -> bool,
    mut found: impl FnMut((Row<'a>, Row<'a>)),
) {
    given.retain(|a| match taken.iter().position(|b| belong(a.1, b.1)) {
        Some(place) => {
            found((*a, taken.remove(place)));
            false
        }
        None => true,
    });
}

/// The first difference of what is delegated, with the words of both sides.
fn content_difference(
    a: &Delegation,
    b: &Delegation,
    pack: &Pack,
) -> Option<(word::Xap003, Text, Text)> {
    if a.scope != b.scope {
        let [left, right] = [a, b].map(|d| choice(pack, "scope", d.scope.as_str()));
        Some((word::Xap003::Scope, left, right))
    } else if a.scope_note.trim() != b.scope_note.trim() {
        Some((word::Xap003::ScopeNote, entered(&a.scope_note), entered(&b.scope_note)))
    } else {
        None
    }
}

/// The dates that differ, with the words of both sides.
fn date_differences(a: &Delegation, b: &Delegation) -> Vec<(word::Xap004, Text, Text)> {
    let dates = [(word::Xap004::Start, &a.start, &b.start), (word::Xap004::End, &a.end, &b.end)];
    let differing = dates.into_iter().filter(|(_, a, b)| a.canonical() != b.canonical());
    differing.map(|(what, a, b)| (what, entered(&a.canonical()), entered(&b.canonical()))).collect()
}

fn label(delegation: &Delegation) -> String {
    if delegation.name.trim().is_empty() { delegation.subject() } else { delegation.name.clone() }
}
