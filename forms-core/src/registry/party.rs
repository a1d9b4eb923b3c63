//! Resolves a registered name to a local government and one of its organs.
//!
//! The masters have only agency codes and names. A name that can mean several local governments
//! (泊村, 府中市) is not resolved.

use super::RegisteredParty;
use crate::application::{Organ, Party};
use crate::code::{Government, MunicipalityCode};

/// Suffixes of names and the organs that they denote.
const ORGANS: [(&str, Organ); 12] = [
    ("教育委員会", Organ::BoardOfEducation),
    ("福祉事務所長", Organ::WelfareOffice),
    ("福祉事務所", Organ::WelfareOffice),
    ("公営企業管理者", Organ::PublicEnterprise),
    ("水道事業管理者", Organ::PublicEnterprise),
    ("病院事業管理者", Organ::PublicEnterprise),
    ("選挙管理委員会", Organ::OtherBoard),
    ("農業委員会", Organ::OtherBoard),
    ("公平委員会", Organ::OtherBoard),
    ("人事委員会", Organ::OtherBoard),
    ("監査委員", Organ::OtherBoard),
    ("知事", Organ::Head),
];

/// The local government and the organ that a name denotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denoted {
    /// The local government; `None` if the name can mean several or none.
    pub government: Option<&'static Government>,
    /// The organ; the head if the name is that of the government alone.
    pub organ: Organ,
    name: String,
    base: String,
}

impl RegisteredParty {
    /// The local government and the organ that the name denotes.
    #[must_use]
    pub fn denoted(&self) -> Denoted {
        Denoted::of(&self.name)
    }
}

impl Denoted {
    /// Reads a name such as 佐賀市, 佐賀県知事 or 佐賀市教育委員会.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let name = Government::without_unseen(name);
        let organ = ORGANS.iter().find_map(|(end, organ)| Some((name.strip_suffix(end)?, *organ)));
        let (base, organ) = organ.unwrap_or_else(|| (head_of(&name), Organ::Head));
        let mut called = called(base);
        let first = called.next();
        let is_ambiguous = called.next().is_some();
        let government = first.filter(|_| !is_ambiguous);
        let organ = match (organ, government) {
            // A name without a known suffix is an office, unless it is that of a government.
            (Organ::Head, None) if !is_ambiguous => Organ::OtherOffice,
            (organ, _) => organ,
        };
        Self { government, organ, base: base.to_owned(), name: Government::comparable(&name) }
    }

    /// The code of the local government; `None` as for [`Self::government`].
    #[must_use]
    pub fn code(&self) -> Option<MunicipalityCode> {
        self.government.map(|g| g.code)
    }

    /// Returns whether this is the organ of the local government with a code, or has the same name.
    #[must_use]
    pub fn is(&self, code: Option<MunicipalityCode>, organ: Organ, name: &str) -> bool {
        self.is_comparable(code, organ, &Government::comparable(name))
    }

    /// As [`Self::is`], with the name as [`Government::comparable`] makes it.
    pub(super) fn is_comparable(
        &self,
        code: Option<MunicipalityCode>,
        organ: Organ,
        other: &str,
    ) -> bool {
        if !other.is_empty() && other == self.name && (organ == self.organ || code.is_none()) {
            return self.government.is_none_or(|g| code.is_none_or(|code| code == g.code));
        }
        let Some(government) = code.and_then(Government::find) else { return false };
        organ == self.organ && government.is_called(&self.base)
    }

    /// Returns whether this is a party of a delegation in an application.
    #[must_use]
    pub fn is_party(&self, party: &Party) -> bool {
        self.is(party.code.value().copied(), party.organ, &party.name)
    }
}

/// The name of a government without the 長 of its head.
fn head_of(name: &str) -> &str {
    match name.strip_suffix('長') {
        Some(place) if place.ends_with(['市', '町', '村', '区']) => place,
        _ => name,
    }
}

/// The local governments that can apply and that a name can mean.
fn called(base: &str) -> impl Iterator<Item = &'static Government> {
    Government::called(base).into_iter().filter(|g| g.can_apply())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_one_government_are_resolved_and_others_stay_names() {
        let read = |name: &str| {
            let denoted = Denoted::of(name);
            (denoted.code().map(|c| c.to_string()), denoted.organ)
        };
        assert_eq!(read("世田谷区"), (Some("131121".into()), Organ::Head));
        assert_eq!(read("世田谷区長"), (Some("131121".into()), Organ::Head));
        assert_eq!(
            read("東京都世田谷区教育委員会"),
            (Some("131121".into()), Organ::BoardOfEducation)
        );
        assert_eq!(read("佐賀県知事"), (Some("410004".into()), Organ::Head));
        assert_eq!(read("佐賀市 福祉事務所長"), (Some("412015".into()), Organ::WelfareOffice));
        assert_eq!(read("府中市"), (None, Organ::Head));
        assert_eq!(read("広島県府中市").0.as_deref(), Some("342084"));
        assert_eq!(read("泊村教育委員会"), (None, Organ::BoardOfEducation));
        assert_eq!(read("北沢総合支所長"), (None, Organ::OtherOffice));
        for (name, code) in [
            ("鳥取県岩美郡岩美町教育委員会", "313025"),
            ("塩釜市教育委員会", "042030"),
            ("葛\u{e0100}城市 教育委員会", "292117"),
            ("鹿嶋市教育委員会", "082228"),
            ("鹿島市教育委員会", "412074"),
            ("古宇郡泊村教育委員会", "014036"),
        ] {
            assert_eq!(read(name), (Some(code.into()), Organ::BoardOfEducation), "{name}");
        }
        assert_eq!(read("鳥取県八頭郡岩美町長").0, None);
        // A ward of a large city is no government of its own.
        assert_eq!(read("札幌市中央区").0, None);
    }

    #[test]
    fn a_name_that_several_bear_is_recognised_with_a_code() {
        let written = Denoted::of("檜原村福祉事務所長");
        assert!(written.is(None, Organ::WelfareOffice, "桧原村 福祉事務所長"));
        let tomari = Denoted::of("泊村教育委員会");
        let code = "014036".parse().ok();
        assert!(tomari.is(code, Organ::BoardOfEducation, ""));
        assert!(!tomari.is(code, Organ::Head, "泊村"));
        assert!(!Denoted::of("佐賀市").is("131121".parse().ok(), Organ::Head, ""));
        assert!(Denoted::of("北沢総合支所長").is(
            "131121".parse().ok(),
            Organ::OtherOffice,
            "北沢総合支所長"
        ));
    }
}
