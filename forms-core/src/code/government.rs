//! The local governments of Japan: prefectures, municipalities and the wards of large cities.

mod name;

use std::collections::BTreeSet;

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
    /// The county (郡) that it lies in; empty for prefectures, cities, wards and some islands.
    pub county: &'static str,
    /// The branch office of its prefecture (支庁, 振興局) that it belongs to, under its names of today
    /// and before; empty in most prefectures.
    pub branches: &'static [&'static str],
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

    /// The local governments that a name can mean; several, as names repeat. The name may have its
    /// prefecture, 支庁 or 振興局, and 郡 before it, or in brackets after it, each the right one, and may be written otherwise:
    /// with blanks or invisible characters, in another width, in old or new forms of characters
    /// (檮原町, 梼原町). Where a government bears the name as it is written, only it is meant: 鹿島市 is
    /// not 鹿嶋市.
    #[must_use]
    pub fn called(name: &str) -> Vec<&'static Self> {
        let plain = name::plain(name);
        let usual = name::usual(&plain);
        let mut found: Vec<_> = name::all().filter(|(_, own)| own.is(&usual)).collect();
        let (plain, _) = name::bracketed(&plain);
        if found.iter().any(|(_, own)| plain.ends_with(&own.plain)) {
            found.retain(|(_, own)| plain.ends_with(&own.plain));
        }
        found.into_iter().map(|(government, _)| government).collect()
    }

    /// Finds the local governments that a text names, without wards: of names within each other the
    /// longest (大津市 does not name 津市), and of a prefecture before its municipality (滋賀県大津市) the
    /// municipality. A name may be written as in [`Self::called`].
    #[must_use]
    pub fn named_in(text: &str) -> Vec<&'static Self> {
        let plain = name::plain(text);
        let usual = name::usual(&plain);
        // Of nineteen hundred names few begin with a character of the text.
        let characters: BTreeSet<char> = usual.chars().collect();
        let may_be = |own: &name::Compared| own.first().is_some_and(|c| characters.contains(&c));
        let named: Vec<_> = name::all()
            .filter(|(g, own)| g.can_apply() && may_be(own) && usual.contains(&own.name))
            .collect();
        let is_written = |own: &name::Compared| plain.contains(&own.plain);
        let lies_in = |(g, own): &(&Self, &name::Compared),
                       (o, other): &(&Self, &name::Compared)| {
            (other.name.len() > own.name.len() && other.name.contains(&own.name))
                || (other.name == own.name && is_written(other) && !is_written(own))
                || (g.kind == GovernmentKind::Prefecture
                    && o.kind == GovernmentKind::Municipality
                    && o.prefecture == g.name
                    && other.follows_prefecture(&usual))
        };
        let alone = |one: &&(&Self, &name::Compared)| !named.iter().any(|o| lies_in(one, o));
        named.iter().filter(alone).map(|(government, _)| *government).collect()
    }

    /// Returns whether a name is this government's, written as in [`Self::called`].
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        if name == self.name {
            return true;
        }
        let plain = name::plain(name);
        let usual = name::usual(&plain);
        let Some(own) = name::of(self).filter(|own| own.is(&usual)) else { return false };
        let (plain, _) = name::bracketed(&plain);
        plain.ends_with(&own.plain)
            || !name::all().any(|(_, other)| plain.ends_with(&other.plain) && other.is(&usual))
    }

    /// The local governments whose name or reading begins with a text, without wards; the name
    /// written as in [`Self::called`].
    pub fn beginning_with(text: &str) -> impl Iterator<Item = &'static Self> {
        let usual = name::usual(&name::plain(text));
        name::all().filter_map(move |(government, own)| {
            let rest = own.without_regions(&usual);
            let begins = own.name.starts_with(&*usual)
                || government.reading.starts_with(&*usual)
                || (!rest.is_empty() && own.name.starts_with(rest));
            (begins && !usual.is_empty() && government.can_apply()).then_some(government)
        })
    }

    /// The prefecture that a name puts this government in, if that is another than its own. The name
    /// may go on (広島県府中市長, 広島県府中市教育委員会).
    #[must_use]
    pub fn misplaced_in(&self, name: &str) -> Option<&'static Self> {
        // As nearly all names are written.
        if name.starts_with(self.name) || name.starts_with(self.prefecture) {
            return None;
        }
        let usual = name::usual(&name::plain(name));
        let own = name::of(self)?;
        let before = usual.match_indices(&*own.name).filter_map(|(at, _)| usual.get(..at));
        let named = before.filter(|before| !before.is_empty()).filter_map(|before| {
            let mut all = name::all().filter(|(g, _)| g.kind == GovernmentKind::Prefecture);
            all.find(|(_, prefecture)| {
                before.strip_prefix(&*prefecture.name).is_some_and(|rest| {
                    rest.is_empty() || rest.ends_with(['郡', '庁', '局']) || rest.ends_with("管内")
                })
            })
        });
        let (prefecture, _) = named.last()?;
        (prefecture.name != self.prefecture).then_some(prefecture)
    }

    /// A name without the prefecture, 支庁 or 振興局 and 郡 of this government before it, in the usual
    /// forms of its characters: for comparing it with another name.
    #[must_use]
    pub fn local_name(&self, name: &str) -> String {
        let usual = name::usual(&name::plain(name));
        name::of(self).map_or(usual.clone(), |own| own.without_regions(&usual).to_owned())
    }

    /// A name without blanks and invisible characters, half-width kana wide, in its own forms of
    /// characters.
    #[must_use]
    pub fn without_unseen(name: &str) -> String {
        name::plain(name)
    }

    /// A text without blanks and invisible characters and in the usual forms of its characters: for
    /// comparing names that hold a government's.
    #[must_use]
    pub fn comparable(text: &str) -> String {
        name::usual(&name::plain(text))
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
        Self::called(name).into_iter().find(|g| g.kind == GovernmentKind::Prefecture)
    }

    /// The municipalities of a prefecture, without the prefecture itself and without wards.
    pub fn municipalities_of(prefecture: &str) -> impl Iterator<Item = &'static Self> {
        GOVERNMENTS
            .iter()
            .filter(move |g| g.prefecture == prefecture && g.kind == GovernmentKind::Municipality)
    }

    /// Returns whether it has an office that could file. The six villages on the northern islands have a code and no
    /// town hall, so nobody expects an application of them.
    #[must_use]
    pub fn has_office(&self) -> bool {
        !("016951"..="017001").contains(&self.code.as_str())
    }

    /// Returns whether it can file an application: all can, except the wards of a city.
    #[must_use]
    pub fn can_apply(&self) -> bool {
        self.kind != GovernmentKind::Ward
    }
}

#[cfg(test)]
mod tests;
