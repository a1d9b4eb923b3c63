//! A part of `cargo xtask measure successors` that takes seconds: the smaller settings of the families
//! that differ most, held to the same limits.

use measure::successors::{FAMILIES, Setting, Tally, affairs};

/// Measures some settings of a family; each has to keep to the family's limits by itself.
fn keeps_to_its_limits(name: &str, settings: &[Setting]) {
    let statute = affairs();
    assert_eq!(statute.len(), 121);
    let family = FAMILIES.iter().find(|family| family.name == name).expect("a family");
    for setting in settings {
        let mut misses = 0;
        let tally = family.measure(&statute, *setting, |_| misses += 1);
        assert!(family.floor.is_met(*setting, &tally), "{name}, {setting}: {tally}");
        assert!(tally.replaced > 100 && tally.abolished > 10, "{name}, {setting}: {tally}");
        assert_eq!(misses, tally.replaced - tally.first + tally.offered);
    }
}

const SMALL: Setting = Setting { all_new: false, per_affair: 4 };
const SMALL_ALL_NEW: Setting = Setting { all_new: true, per_affair: 4 };
const MIDDLE: Setting = Setting { all_new: false, per_affair: 10 };

#[test]
fn successors_are_found_and_abolished_procedures_have_none() {
    keeps_to_its_limits("revisions", &[SMALL_ALL_NEW, MIDDLE]);
}

#[test]
fn successors_are_found_where_whole_affairs_are_reformed() {
    keeps_to_its_limits("reforms", &[SMALL, SMALL_ALL_NEW]);
}

#[test]
fn successors_are_found_where_several_ministries_write_anew() {
    keeps_to_its_limits("ministries", &[SMALL, SMALL_ALL_NEW]);
}

#[test]
fn successors_are_found_in_ordinary_junes_and_after_amended_laws() {
    keeps_to_its_limits("june", &[SMALL, MIDDLE]);
}

#[test]
fn limits_can_be_missed() {
    let floor = &FAMILIES[0].floor;
    let good = Tally { replaced: 100, first: 100, among_three: 100, abolished: 100, offered: 2 };
    assert!(floor.is_met(SMALL, &good));
    assert!(!floor.is_met(SMALL, &Tally { first: 98, ..good }));
    assert!(!floor.is_met(SMALL, &Tally { among_three: 99, ..good }));
    assert!(!floor.is_met(SMALL, &Tally { offered: 3, ..good }));
    // A crowded affair may be offered more.
    assert!(floor.is_met(Setting { per_affair: 41, ..SMALL }, &Tally { offered: 3, ..good }));
}
