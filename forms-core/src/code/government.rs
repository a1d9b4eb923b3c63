//! The local governments of Japan: prefectures, municipalities and the wards of large cities.

use super::MunicipalityCode;

include!(concat!(env!("OUT_DIR"), "/governments.rs"));

/// The kind of a local government.
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
    /// The name of its city if it is a ward; else empty.
    pub city: &'static str,
    /// Its name, which need not be unique.
    pub name: &'static str,
    /// The reading of its name in hiragana.
    pub reading: &'static str,
}

impl Government {
    /// Every local government, in the order of codes.
    #[must_use]
    pub fn all() -> &'static [Self] {
        GOVERNMENTS
    }

    /// The local government with a code.
    #[must_use]
    pub fn find(code: MunicipalityCode) -> Option<&'static Self> {
        let index = GOVERNMENTS.binary_search_by_key(&code, |g| g.code).ok()?;
        GOVERNMENTS.get(index)
    }

    /// Returns whether an organisation with a code may apply or be a counterpart: a government that is
    /// no ward, or an association, which the table does not list.
    #[must_use]
    pub fn may_exist(code: MunicipalityCode) -> bool {
        code.is_association() || Self::find(code).is_some_and(Self::can_apply)
    }

    /// The local governments with a name. Names repeat, so a name alone identifies nobody.
    pub fn named(name: &str) -> impl Iterator<Item = &'static Self> {
        GOVERNMENTS.iter().filter(move |g| g.name == name)
    }

    /// Finds the local governments that a text names, without wards: of names within each other the
    /// longest (大津市 does not name 津市), and of a prefecture before its municipality (滋賀県大津市) the
    /// municipality.
    #[must_use]
    pub fn named_in(text: &str) -> Vec<&'static Self> {
        let named: Vec<&Self> =
            GOVERNMENTS.iter().filter(|g| g.can_apply() && text.contains(g.name)).collect();
        let lies_in = |g: &Self, other: &Self| {
            (other.name.len() > g.name.len() && other.name.contains(g.name))
                || (g.kind == GovernmentKind::Prefecture
                    && other.kind == GovernmentKind::Municipality
                    && text.contains(&[g.name, other.name].concat()))
        };
        let alone = |g: &&Self| !named.iter().any(|other| lies_in(g, other));
        named.iter().copied().filter(alone).collect()
    }

    /// Returns whether a name is this government's, with or without its prefecture's before it.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        name == self.name || name.strip_prefix(self.prefecture) == Some(self.name)
    }

    /// The name with its prefecture's before it (佐賀県佐賀市); a prefecture's own name alone.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.kind {
            GovernmentKind::Prefecture => self.name.to_owned(),
            _ => format!("{}{}", self.prefecture, self.name),
        }
    }

    /// The prefecture with a name.
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

    /// Returns whether it can file an application: all can, except the wards of a city.
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
        let fuchu = Government::find("342084".parse().unwrap()).unwrap();
        assert_eq!(fuchu.full_name(), "広島県府中市");
        assert!(fuchu.is_called("府中市") && fuchu.is_called("広島県府中市"));
        assert!(!fuchu.is_called("東京都府中市") && !fuchu.is_called("広島県"));
        let saga = Government::prefecture_named("佐賀県").unwrap();
        assert_eq!(saga.full_name(), "佐賀県");
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
