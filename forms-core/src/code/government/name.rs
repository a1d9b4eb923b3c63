//! Names of local governments as they are compared: one name is written in many ways.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::{GOVERNMENTS, Government, VARIANT_WORDS, VARIANTS};
use crate::text::shows_nothing;

/// A government's name and those of its prefecture, branch offices and county, in the forms that are compared.
pub(super) struct Compared {
    pub(super) plain: String,
    pub(super) name: String,
    pub(super) prefecture: String,
    /// 支庁, 総合振興局 and 振興局.
    branches: Vec<String>,
    /// 郡; empty if there is none.
    county: String,
}

impl Compared {
    fn of(government: &Government) -> Self {
        Self {
            plain: plain(government.name),
            name: usual(&plain(government.name)),
            prefecture: usual(&plain(government.prefecture)),
            branches: government.branches.iter().map(|b| usual(&plain(b))).collect(),
            county: usual(&plain(government.county)),
        }
    }

    /// The first character of its name in usual forms.
    pub(super) fn first(&self) -> Option<char> {
        self.name.chars().next()
    }

    /// Takes the regions off that a name may begin with: prefecture, branch office, county, in this
    /// order; each may be absent. The text is in usual forms, and so is what is returned.
    pub(super) fn without_regions<'a>(&self, text: &'a str) -> &'a str {
        let off = |text: &'a str, region: &str| text.strip_prefix(region).unwrap_or(text);
        // A prefecture's own name is no region before it.
        let text = match text.strip_prefix(&*self.prefecture) {
            Some(rest) if !rest.is_empty() => rest,
            _ => text,
        };
        let text = match self.branches.iter().find_map(|b| text.strip_prefix(&**b)) {
            Some(rest) => off(rest, "管内"),
            None => text,
        };
        off(text, &self.county)
    }

    /// Returns whether a text in usual forms has this government's name with its prefecture's before
    /// it, with or without what lies between them.
    pub(super) fn follows_prefecture(&self, text: &str) -> bool {
        text.match_indices(&*self.name).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let before = before.strip_suffix(&*self.county).unwrap_or(before);
            let before = before.strip_suffix("管内").unwrap_or(before);
            let branch = self.branches.iter().find_map(|b| before.strip_suffix(&**b));
            branch.unwrap_or(before).ends_with(&*self.prefecture)
        })
    }

    /// Returns whether a text in usual forms is this government's name, with or without what it
    /// lies in before it or in brackets after it (府中市(広島県)).
    pub(super) fn is(&self, text: &str) -> bool {
        let (text, region) = bracketed(text);
        let is_name =
            |text: &str| text.ends_with(&*self.name) && self.without_regions(text) == self.name;
        is_name(text) && region.is_none_or(|region| is_name(&[region, &*self.name].concat()))
    }
}

/// A text without the brackets at its end, and what stands in them. Widths are folded.
pub(super) fn bracketed(text: &str) -> (&str, Option<&str>) {
    let split = text.strip_suffix(')').and_then(|inner| inner.split_once('('));
    let split = split.filter(|(_, region)| !region.is_empty());
    split.map_or((text, None), |(before, region)| (before, Some(region)))
}

static COMPARED: LazyLock<Vec<Compared>> =
    LazyLock::new(|| GOVERNMENTS.iter().map(Compared::of).collect());

/// Every government with its name as it is compared, in the order of codes.
pub(super) fn all() -> impl Iterator<Item = (&'static Government, &'static Compared)> {
    GOVERNMENTS.iter().zip(COMPARED.iter())
}

/// The name of one government as it is compared.
pub(super) fn of(government: &Government) -> Option<&'static Compared> {
    let at = GOVERNMENTS.binary_search_by_key(&government.code, |g| g.code).ok()?;
    COMPARED.get(at)
}

/// A text without what does not show or tells nothing: blanks, invisible characters, the numbers of
/// glyphs (異体字セレクタ), widths, decomposed kana. `々` becomes the character that it repeats, and
/// katakana that look like hiragana become these.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = None;
    for c in text.nfkc().filter(|c| !c.is_whitespace() && !shows_nothing(*c)) {
        let c = match c {
            '々' => last.unwrap_or(c),
            'ヘ' => 'へ',
            'ベ' => 'べ',
            'ペ' => 'ぺ',
            _ => c,
        };
        out.push(c);
        last = Some(c);
    }
    out
}

/// A plain text in usual forms: each character and word in the form that the table puts first, and
/// ヶ, ケ, ヵ, カ, が and ノ, の in one form where others than kana stand around them (龍ヶ崎, 山ノ内).
pub(super) fn usual(plain: &str) -> String {
    let chars: Vec<char> = plain.chars().map(usual_char).collect();
    let is_kanji = |c: &char| !matches!(c, '\u{3041}'..='\u{30ff}');
    let before = |at: usize| at.checked_sub(1).and_then(|at| chars.get(at));
    // A name that is still being typed may end with it.
    let is_between =
        |at: usize| before(at).is_some_and(is_kanji) && chars.get(at + 1).is_none_or(is_kanji);
    let mut out: String = chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            'ヶ' | 'ケ' | 'ヵ' | 'カ' | 'が' | 'ガ' | 'ノ' | 'の' if is_between(at) => {
                if matches!(c, 'ノ' | 'の') { 'ノ' } else { 'ケ' }
            }
            _ => *c,
        })
        .collect();
    for (variant, usual) in VARIANT_WORDS {
        if out.contains(variant) {
            out = out.replace(variant, usual);
        }
    }
    out
}

fn usual_char(c: char) -> char {
    let found = VARIANTS.binary_search_by_key(&c, |(variant, _)| *variant).ok();
    found.and_then(|at| VARIANTS.get(at)).map_or(c, |(_, usual)| *usual)
}
