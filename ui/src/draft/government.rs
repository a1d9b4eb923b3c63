//! The field of a local government: the meaning of a typed or pasted text, and the fields that follow
//! from it.

use forms_core::application::SharedApplication;
use forms_core::code::{AgencyCode, CorporateNumber, Government, MunicipalityCode};
use forms_core::finding::Pointer;
use forms_core::text::{fold_code, is_blank};

/// Most governments that are offered at once.
const OFFERED: usize = 8;

/// The meaning of a text in the field of a government.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GovernmentMeaning {
    /// One government: its code, its corporate number, or a name that only it has.
    One(&'static Government),
    /// Several governments: they share the name, or the text is the beginning of their code, name or
    /// reading.
    Several(Vec<&'static Government>),
    /// A 機関コード, which belongs in another field.
    Agency(AgencyCode),
    /// No government.
    Nothing,
}

/// Returns the meaning of a typed or pasted text.
#[must_use]
pub fn meaning(text: &str) -> GovernmentMeaning {
    if is_blank(text) {
        return GovernmentMeaning::Nothing;
    }
    let typed = text.trim();
    let digits = fold_code(text);
    if digits.bytes().all(|b| b.is_ascii_digit()) && !digits.is_empty() {
        return of_digits(&digits);
    }
    let exact: Vec<_> = Government::called(typed).into_iter().filter(|g| g.can_apply()).collect();
    match exact[..] {
        [one] => GovernmentMeaning::One(one),
        [] => several(Government::beginning_with(typed)),
        _ => GovernmentMeaning::Several(exact),
    }
}

fn of_digits(digits: &str) -> GovernmentMeaning {
    let found = |code: MunicipalityCode| Government::find(code).map(GovernmentMeaning::One);
    match digits.len() {
        6 => digits.parse().ok().and_then(found).unwrap_or(GovernmentMeaning::Nothing),
        13 => of_corporate_number(digits).and_then(found).unwrap_or(GovernmentMeaning::Nothing),
        16 => digits.parse().map_or(GovernmentMeaning::Nothing, GovernmentMeaning::Agency),
        // Two digits name a prefecture; one digit names nothing.
        2..=5 => several(Government::all().iter().filter(|g| g.code.as_str().starts_with(digits))),
        _ => GovernmentMeaning::Nothing,
    }
}

/// Returns the code inside the corporate number of a local government.
fn of_corporate_number(digits: &str) -> Option<MunicipalityCode> {
    let number: CorporateNumber = digits.parse().ok()?;
    let code = number.as_str().get(7..)?.parse().ok()?;
    (CorporateNumber::of_government(code) == number).then_some(code)
}

fn several(found: impl Iterator<Item = &'static Government>) -> GovernmentMeaning {
    let found: Vec<_> = found.filter(|g| g.can_apply()).take(OFFERED + 1).collect();
    match found.len() {
        0 => GovernmentMeaning::Nothing,
        n if n > OFFERED => GovernmentMeaning::Several(found[..OFFERED].to_vec()),
        _ => GovernmentMeaning::Several(found),
    }
}

/// Writes a government into the field at `code`, and its name and corporate number into the fields of
/// the same record. Of these, only blank ones and ones that followed from the government before are
/// written, so a person's own text stays.
pub fn fill_in(app: &mut SharedApplication, code: &Pointer, government: &'static Government) {
    let before = app.text(code).and_then(|t| t.parse().ok()).and_then(Government::find);
    let number = |g: &Government| CorporateNumber::of_government(g.code).to_string();
    let followers = [
        (sibling(code, "name"), before.map(|g| g.name.to_owned()), government.name.to_owned()),
        (sibling(code, "corporate_number"), before.map(number), number(government)),
    ];
    // The form offers governments in fields of codes only, so the code always fits.
    let _ = app.set(code, government.code.as_str());
    for (pointer, old, new) in followers {
        let Some(text) = app.text(&pointer) else { continue };
        if is_blank(&text) || old.as_deref() == Some(text.as_str()) {
            let _ = app.set(&pointer, &new);
        }
    }
}

/// Returns the field for a government's 機関コード in the record of its code; `None` if the record has
/// none, as the other side of a delegation.
#[must_use]
pub fn agency_field(app: &SharedApplication, code: &Pointer) -> Option<Pointer> {
    Some(sibling(code, "agency_code")).filter(|field| app.text(field).is_some())
}

fn sibling(field: &Pointer, name: &str) -> Pointer {
    let parent = field.as_str().rsplit_once('/').map_or("", |(parent, _)| parent);
    Pointer::new(parent).key(name)
}

#[cfg(test)]
mod tests {
    use forms_core::application::{Application, Delegation};
    use proptest::prelude::*;

    use super::*;

    fn one(text: &str) -> &'static str {
        match meaning(text) {
            GovernmentMeaning::One(g) => g.name,
            other => panic!("{text}: {other:?}"),
        }
    }

    fn offered(text: &str) -> Vec<String> {
        match meaning(text) {
            GovernmentMeaning::Several(all) => {
                all.iter().map(|g| format!("{}{}", g.prefecture, g.code)).collect()
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn codes_numbers_and_unique_names_mean_one() {
        assert_eq!(one("131121"), "世田谷区");
        assert_eq!(one(" １３１１２１\n"), "世田谷区");
        assert_eq!(one("3000020141003"), "横浜市");
        assert_eq!(one("世田谷区"), "世田谷区");
        assert_eq!(one("佐賀県"), "佐賀県");
        assert_eq!(one("鳥取県岩美郡岩美町"), "岩美町");
        assert_eq!(one("塩釜市"), "塩竈市");
        assert_eq!(one("東京都府中市"), "府中市");
        assert!(matches!(meaning("0220113112101700"), GovernmentMeaning::Agency(_)));
    }

    #[test]
    fn names_that_repeat_are_offered_with_what_tells_them_apart() {
        assert_eq!(offered("泊村"), ["北海道014036", "北海道016969"]);
        assert_eq!(offered("府中市"), ["東京都132063", "広島県342084"]);
        assert_eq!(offered("東京都府中"), ["東京都132063"]);
        assert_eq!(offered("北海道古宇郡泊"), ["北海道014036"]);
        assert_eq!(offered("龍ヶ"), ["茨城県082082"]);
        assert_eq!(offered("せたがや"), ["東京都131121"]);
        assert_eq!(offered("13112"), ["東京都131121"]);
        assert_eq!(offered("13").len(), OFFERED);
    }

    #[test]
    fn what_is_wrong_means_nothing() {
        for text in ["", "　", "\u{200b}", "131122", "4000020141003", "そんな町はない", "1"]
        {
            assert_eq!(meaning(text), GovernmentMeaning::Nothing, "{text}");
        }
        assert_eq!(
            meaning("中央区"),
            GovernmentMeaning::One(Government::find("131024".parse().unwrap()).unwrap()),
            "wards of a city cannot apply, so only the special ward is meant"
        );
    }

    #[test]
    fn what_follows_is_filled_and_what_a_person_wrote_stays() {
        let code = Pointer::new("/applicant/code");
        let government = |c: &str| Government::find(c.parse().unwrap()).unwrap();
        let fill_in = |app: &Application, code: &Pointer, government| {
            let mut app = SharedApplication::from(app.clone());
            fill_in(&mut app, code, government);
            app.whole().clone()
        };
        let app = fill_in(&Application::default(), &code, government("131121"));
        assert_eq!(app.applicant.name, "世田谷区");
        assert_eq!(app.applicant.corporate_number.text(), "1000020131121");
        let app = fill_in(&app, &code, government("141003"));
        assert_eq!(app.applicant.name, "横浜市");
        assert_eq!(app.applicant.corporate_number.text(), "3000020141003");

        let mut app = Application { delegations: vec![Delegation::default()], ..app };
        app.delegations[0].counterpart.name = "横浜市教育委員会".into();
        let code = Pointer::new("/delegations/0/counterpart/code");
        let app = fill_in(&app, &code, government("141003"));
        assert_eq!(app.delegations[0].counterpart.code.text(), "141003");
        assert_eq!(app.delegations[0].counterpart.name, "横浜市教育委員会");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,20}") {
            let _ = meaning(&text);
        }

        #[test]
        fn every_code_and_number_means_its_government(at in 0usize..1900) {
            let all = Government::all();
            let g = &all[at % all.len()];
            prop_assert_eq!(meaning(g.code.as_str()), GovernmentMeaning::One(g));
            let number = CorporateNumber::of_government(g.code).to_string();
            prop_assert_eq!(meaning(&number), GovernmentMeaning::One(g));
        }
    }
}
