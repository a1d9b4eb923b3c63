//! The body or office to which a provision delegates, and the short names that a text gives to them.

use super::{LONGEST, act_of, sentences, without_brackets};
use crate::law::provision::{Effect, Provision};
use crate::text::fold_ascii;

/// Returns the body or office to which a provision delegates: the word before に or に対し that belongs to
/// the verb.
pub(super) fn counterpart(text: &str, effect: Effect) -> Option<String> {
    let words = without_brackets(text);
    let (sentence, verb) = sentences(&words)
        .find_map(|s| act_of(s).filter(|(e, _)| *e == effect).map(|(_, verb)| (s, verb)))?;
    let before = sentence.get(..verb)?;
    // 職員をして補助執行させる, 職員が補助執行する.
    let subject = before
        .strip_suffix("をして")
        .or_else(|| before.strip_suffix("ヲシテ"))
        .or_else(|| before.strip_suffix('が').filter(|_| effect == Effect::Auxiliary));
    if let Some(subject) = subject {
        let name = subject.rsplit(['、', 'を', 'ヲ', '，', ',']).next().unwrap_or_default();
        if is_a_name(name) {
            return Some(fold_ascii(name));
        }
    }
    recipients(before).last()
}

/// Beginnings of phrases whose に marks no recipient.
const NOT_RECIPIENT: &[&str] = &[
    "に掲げ",
    "に関す",
    "に関し",
    "に属す",
    "に規定",
    "に定め",
    "に基づ",
    "により",
    "による",
    "に係",
    "におい",
    "につい",
    "に限",
    "に応じ",
    "に当た",
    "に伴",
    "に従",
    "に必要",
    "に準",
    "において",
    "にかかわ",
    "に要す",
    "には",
    "ニ関",
    "ニ属",
    "ニ依",
    "ニ基",
    "ニ係",
    "ニ限",
    "ニ掲",
    "ニ於",
];

/// Words after which the name of a recipient begins.
const BEFORE_NAME: &[&str] = &[
    "、",
    "，",
    ",",
    "を",
    "」",
    "により",
    "に基づき",
    "に基づいて",
    "よって",
    "うち",
    "は",
    "長が",
    "会が",
    "者が",
    "　",
    " ",
    "ヲ",
    "ハ",
];

/// Returns the names followed by a に that marks the recipient, in the order of the text.
fn recipients(before: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    // Texts from before 1946 write their particles in katakana.
    let old = !before.chars().any(|c| ('ぁ'..='ん').contains(&c));
    let particles: &[char] = if old { &['ニ', 'ヘ'] } else { &['に', 'へ'] };
    for (at, _) in before.match_indices(particles) {
        let (head, tail) = before.split_at(at);
        if NOT_RECIPIENT.iter().any(|w| tail.starts_with(w)) {
            continue;
        }
        let from = BEFORE_NAME.iter().filter_map(|b| head.rfind(b).map(|i| i + b.len())).max();
        let name = head.get(from.unwrap_or(0)..).unwrap_or_default().trim();
        let name = ["当該", "それぞれ"].iter().find_map(|w| name.strip_prefix(w)).unwrap_or(name);
        if is_a_name(name) {
            found.push(fold_ascii(name));
        }
    }
    found.into_iter()
}

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
                if (vague || PARTIES.contains(&name)) && is_a_name(full) {
                    found.push((name.to_owned(), full.to_owned()));
                }
            }
        }
        Self(found)
    }

    /// Returns the full name for a short one, or the name itself if the text gives no other.
    pub(super) fn full(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(short, _)| short == name)
            .map_or_else(|| name.to_owned(), |(_, full)| full.clone())
    }
}
