//! The local governments of Japan: prefectures, municipalities and the wards of large cities.

use super::MunicipalityCode;

include!(concat!(env!("OUT_DIR"), "/governments.rs"));

/// What kind of government a code belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GovernmentKind {
    /// 都道府県.
    Prefecture,
    /// 市町村 and the special wards of 東京都.
    Municipality,
    /// 行政区 of a designated city: part of the city, never an applicant of its own.
    Ward,
}

/// One local government.
#[derive(Debug, PartialEq, Eq)]
pub struct Government {
    /// 団体コード.
    pub code: MunicipalityCode,
    /// Prefecture, municipality or ward.
    pub kind: GovernmentKind,
    /// The name of its prefecture.
    pub prefecture: &'static str,
    /// For a ward, the name of its city; else empty.
    pub city: &'static str,
    /// Its name, which need not be unique.
    pub name: &'static str,
    /// The reading of its name in hiragana.
    pub reading: &'static str,
}

impl Government {
    /// Every one in the table, in the order of codes.
    #[must_use]
    pub fn all() -> &'static [Self] {
        GOVERNMENTS
    }

    /// The one with a code.
    #[must_use]
    pub fn find(code: MunicipalityCode) -> Option<&'static Self> {
        let index = GOVERNMENTS.binary_search_by_key(&code, |g| g.code).ok()?;
        GOVERNMENTS.get(index)
    }

    /// Whether an organisation with the code may apply or be a counterpart: one of the table that is
    /// no ward, or an association, which the table does not list.
    #[must_use]
    pub fn may_exist(code: MunicipalityCode) -> bool {
        code.is_association() || Self::find(code).is_some_and(Self::can_apply)
    }

    /// All with a name; names repeat, so a name alone identifies nobody.
    pub fn named(name: &str) -> impl Iterator<Item = &'static Self> {
        GOVERNMENTS.iter().filter(move |g| g.name == name)
    }

    /// Those that a text names: of names inside each other the longest (大津市 names no 津市), and of a
    /// prefecture with its municipality (滋賀県大津市) the municipality. Wards are left out.
    #[must_use]
    pub fn named_in(text: &str) -> Vec<&'static Self> {
        let named: Vec<&Self> =
            GOVERNMENTS.iter().filter(|g| g.can_apply() && text.contains(g.name)).collect();
        let lies_in = |g: &Self, other: &Self| {
            (other.name.len() > g.name.len() && other.name.contains(g.name))
                || (g.kind == GovernmentKind::Prefecture
                    && other.kind == GovernmentKind::Municipality
                    && text.contains(&format!("{}{}", g.name, other.name)))
        };
        let alone = |g: &&Self| !named.iter().any(|other| lies_in(g, other));
        named.iter().copied().filter(alone).collect()
    }

    /// A prefecture's own entry.
    #[must_use]
    pub fn prefecture_named(name: &str) -> Option<&'static Self> {
        Self::named(name).find(|g| g.kind == GovernmentKind::Prefecture)
    }

    /// The municipalities of a prefecture, without the prefecture itself and without wards.
    pub fn municipalities_of(prefecture: &str) -> impl Iterator<Item = &'static Self> {
        GOVERNMENTS
            .iter()
            .filter(move |g| g.prefecture == prefecture && g.kind == GovernmentKind::Municipality)
    }

    /// Whether it can file an application: everything but the wards of a city.
    #[must_use]
    pub fn can_apply(&self) -> bool {
        self.kind != GovernmentKind::Ward
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_identify_and_names_do_not() {
        assert!(GOVERNMENTS.windows(2).all(|w| w[0].code < w[1].code));
        assert_eq!(Government::find("131121".parse().unwrap()).map(|g| g.name), Some("世田谷区"));
        assert!(Government::may_exist("138002".parse().unwrap()), "an association");
        assert!(!Government::may_exist("137006".parse().unwrap()), "nobody");
        assert!(!Government::may_exist("011011".parse().unwrap()), "a ward");
        assert_eq!(Government::named("泊村").count(), 2);
        assert_eq!(
            Government::named("府中市").map(|g| g.prefecture).collect::<Vec<_>>(),
            ["東京都", "広島県"]
        );
        assert_eq!(Government::prefecture_named("佐賀県").map(|g| g.code.as_str()), Some("410004"));
        assert_eq!(Government::municipalities_of("佐賀県").count(), 20);
    }

    #[test]
    fn a_text_names_the_longest_and_the_innermost() {
        let names =
            |text: &str| Government::named_in(text).iter().map(|g| g.name).collect::<Vec<_>>();
        assert_eq!(names("滋賀県大津市長"), ["大津市"]);
        assert_eq!(names("佐賀県知事"), ["佐賀県"]);
        assert_eq!(names("佐賀県と佐賀市"), ["佐賀県", "佐賀市"]);
        assert_eq!(names("市長"), Vec::<&str>::new());
    }
}
