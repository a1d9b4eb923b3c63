//! Check digits, shapes and slips of codes.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

#[test]
fn check_digits_of_known_codes() {
    assert_eq!("131121".parse::<MunicipalityCode>().map(|c| c.to_string()), Ok("131121".into()));
    assert_eq!(
        "１３１１２１".parse::<MunicipalityCode>().map(|c| c.to_string()),
        Ok("131121".into())
    );
    assert_eq!(
        "131122".parse::<MunicipalityCode>(),
        Err(CodeError::CheckDigit { found: "131122".into(), expected: 1 })
    );
    assert!("3000020141003".parse::<CorporateNumber>().is_ok());
    assert!("4000020141003".parse::<CorporateNumber>().is_err());
    let yokohama: MunicipalityCode = "141003".parse().unwrap();
    assert_eq!(CorporateNumber::of_government(yokohama).as_str(), "3000020141003");
}

#[test]
fn every_government_has_a_code_that_reads_back() {
    for government in Government::all() {
        assert_eq!(government.code.as_str().parse(), Ok(government.code), "{}", government.name);
        let corporate = CorporateNumber::of_government(government.code);
        assert_eq!(corporate.as_str().parse(), Ok(corporate));
    }
}

#[test]
fn shapes_of_the_other_codes() {
    assert!("0220113112101700".parse::<AgencyCode>().is_ok());
    assert!("022011311210170".parse::<AgencyCode>().is_err());
    assert_eq!(
        "ＪＴ01010000000214".parse::<ProcedureId>().unwrap().to_string(),
        "JT01010000000214"
    );
    assert!("JM01010000000214".parse::<ProcedureId>().is_err());
    assert!("JT0101000000021".parse::<ProcedureId>().is_err());
    assert!("１５".parse::<InformationNumber>().is_ok());
    assert!("0".parse::<InformationNumber>().is_err());
}

#[test]
fn a_slip_of_the_finger_is_explained_and_nothing_more() {
    let near = |s: &str| MunicipalityCode::near(s).iter().map(|g| g.name).collect::<Vec<_>>();
    assert!(near("131112").contains(&"大田区"), "swap of neighbours");
    assert!(near("131122").contains(&"世田谷区"), "one digit");
    assert!(near("999999").is_empty());
    assert!(near("").is_empty());
}

/// A code of five leading digits and the check digit that belongs to them.
fn with_check_digit(leading: u32) -> [u8; 6] {
    let mut code = <[u8; 6]>::try_from(format!("{leading:05}0").as_bytes()).unwrap();
    code[5] = MunicipalityCode::check_digit(&code[..5]);
    code
}

/// Sums that leave 0 and 10 share the check digit 1. So one changed digit passes only in a code
/// that ends in 1, and only if it moves the sum from 0 to 10 or back: by the amounts listed here
/// for each of the six places.
#[test]
fn one_changed_digit_passes_only_between_the_sums_that_share_a_check_digit() {
    let mut passing: [BTreeSet<i8>; 6] = Default::default();
    for code in (0..100_000).map(with_check_digit) {
        for place in 0..6 {
            for digit in (b'0'..=b'9').filter(|digit| *digit != code[place]) {
                let mut changed = code;
                changed[place] = digit;
                if MunicipalityCode::check_digit(&changed[..5]) == changed[5] {
                    assert_eq!(code[5], b'1', "{code:?} {changed:?}");
                    passing[place].insert(digit.cast_signed() - code[place].cast_signed());
                }
            }
        }
    }
    let passing = passing.map(Vec::from_iter);
    let by_place: [&[i8]; 6] =
        [&[-9, -2, 2, 9], &[-9, -2, 2, 9], &[-8, -3, 3, 8], &[-7, -4, 4, 7], &[-6, -5, 5, 6], &[]];
    assert_eq!(passing, by_place);
}

proptest! {
    #[test]
    fn no_text_panics(s in "\\PC{0,24}") {
        let _ = s.parse::<MunicipalityCode>();
        let _ = s.parse::<ProcedureId>();
        let _ = s.parse::<CorporateNumber>();
        let _ = MunicipalityCode::near(&s);
    }

    #[test]
    fn a_code_passes_with_its_check_digit_only_and_prints_back(
        leading in 0u32..100_000,
        last in b'0'..=b'9',
    ) {
        let code = with_check_digit(leading);
        let mut typed = code;
        typed[5] = last;
        let text = String::from_utf8(typed.to_vec()).unwrap();
        let printed = text.parse::<MunicipalityCode>().ok().map(|code| code.to_string());
        prop_assert_eq!(printed, (typed == code).then_some(text));
    }
}
