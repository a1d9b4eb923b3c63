//! The offices that headings name, and the short names that a text gives to offices.

use super::LONGEST;
use crate::law::provision::Provision;
use crate::text::enumeration::CONJUNCTIONS;
use crate::text::fold_ascii;

/// True if words can name an office: the beginning of a clause such as 次のよう cannot.
fn is_a_name(words: &str) -> bool {
    const NOT: &[&str] = &[
        "次",
        "次の各号",
        "前項",
        "前条",
        "とも",
        "よう",
        "ほか",
        "ため",
        "それぞれ",
        "特",
        "別",
        "もの",
    ];
    let length = words.chars().count();
    PARTIES.contains(&words)
        || (2..=60).contains(&length)
            && !NOT.contains(&words)
            && !words.ends_with(['よ', 'た', 'る', 'い', 'と'])
}

/// Returns the office that a heading names: 教育委員会への委任, ○○市教育委員会に対する事務の委任等に関する規則.
pub(super) fn named_in_heading(heading: &str) -> Option<String> {
    let words = fold_ascii(heading);
    let at = ["への事務", "への委任", "に対する", "への補助"]
        .iter()
        .filter_map(|w| words.find(w))
        .min()?;
    let name = words.get(..at)?;
    let name = ["権限に属する事務の", "事務の一部の"]
        .iter()
        .find_map(|w| name.rsplit_once(w).map(|(_, n)| n))
        .unwrap_or(name);
    is_a_name(name).then(|| name.to_owned())
}

/// Short names of offices that are replaced by the full name, since they do not tell which office.
const VAGUE: &[&str] = &[
    "所長",
    "委員会",
    "局長",
    "部長",
    "課長",
    "館長",
    "管理者",
    "事務局長",
    "長",
    "事務所長",
    "委員",
    "支所長",
];

/// Names that an agreement uses for the bodies that make it.
const PARTIES: &[&str] = &["甲", "乙", "丙", "丁"];

/// Short names that a text gives to offices: 柚木市福祉事務所長（以下「所長」という。）.
pub(super) struct Aliases(Vec<(String, String)>);

impl Aliases {
    pub(super) fn of(provisions: &[Provision]) -> Self {
        let mut found = Vec::new();
        for provision in provisions {
            if !provision.text.contains("以下「") {
                continue;
            }
            let text: String = provision.text.chars().take(LONGEST).collect();
            let text = fold_ascii(&text);
            for (at, _) in text.match_indices("(以下「") {
                let (before, after) = text.split_at(at);
                let Some((name, _)) =
                    after.strip_prefix("(以下「").and_then(|a| a.split_once("」と"))
                else {
                    continue;
                };
                let from = ["、", "。", "を", "により", "は", "及び", "又は", "に", ")", " "]
                    .iter()
                    .filter_map(|b| before.rfind(b).map(|i| i + b.len()))
                    .max()
                    .unwrap_or(0);
                let full = before.get(from..).unwrap_or_default();
                // 教育委員会 is clear by itself; 所長 is not.
                let vague = VAGUE.contains(&name) && full.ends_with(name);
                let known = || found.iter().any(|(short, _): &(String, String)| short == name);
                if (vague || PARTIES.contains(&name)) && is_a_name(full) && !known() {
                    found.push((name.to_owned(), full.to_owned()));
                }
            }
        }
        Self(found)
    }

    /// Returns the full name for a short one, or the name itself if the text gives no other. Each member of a list counts.
    pub(super) fn full(&self, name: &str) -> String {
        if self.0.is_empty() {
            return name.to_owned();
        }
        let mut out = String::with_capacity(name.len());
        let mut rest = name;
        loop {
            let joins = CONJUNCTIONS.iter().chain(&["、"]);
            let join = joins.filter_map(|j| Some((rest.find(j)?, j.len()))).min();
            let (at, length) = join.unwrap_or((rest.len(), 0));
            let (word, tail) = rest.split_at(at);
            let full = self.0.iter().find(|(short, _)| short == word).map(|(_, full)| full);
            out.push_str(full.map_or(word, String::as_str));
            let (joined, next) = tail.split_at(length);
            out.push_str(joined);
            if next.is_empty() {
                return out;
            }
            rest = next;
        }
    }
}
