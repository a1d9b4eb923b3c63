//! Recognises notes on amendments, which are not part of the text of a provision.

/// Returns a text without a note on an amendment at its end.
pub(super) fn without_note(words: &str) -> &str {
    if words.ends_with([')', '）'])
        && let Some(open) = words.rfind(['(', '（'])
        && words.get(open..).is_some_and(is_amendment_note)
    {
        return words.get(..open).unwrap_or(words).trim_end();
    }
    if words.ends_with('〕')
        && let Some(open) = words.rfind('〔')
        && words.get(open..).is_some_and(is_number_in_brackets)
    {
        let before = words.get(..open).unwrap_or(words).trim_end();
        // 第4条 削除〔平成12年規則21号〕: 削除 is the provision's own word.
        return without_change(before).map_or(before, str::trim_end);
    }
    words
}

/// True for a line of notes on amendments: 全部改正〔平成12年規則21号〕、一部改正〔平成19年規則8号〕.
pub(super) fn is_note_line(words: &str) -> bool {
    let mut rest = words;
    while let Some(open) = rest.find('〔') {
        let (before, from) = rest.split_at(open);
        let Some(close) = from.find('〕').map(|i| i + '〕'.len_utf8()) else { return false };
        let (note, after) = from.split_at(close);
        let before = before.trim_matches(['、', '・', ' ', '　']);
        let tells = before.is_empty() || before == "削除" || without_change(before) == Some("");
        if !tells || !is_number_in_brackets(note) && !is_amendment_note(note) {
            return false;
        }
        rest = after;
    }
    rest.is_empty() && !words.is_empty()
}

/// Returns the words before a final 追加, 一部改正 or the like; `None` if they end otherwise.
fn without_change(words: &str) -> Option<&str> {
    ["全部改正", "一部改正", "改正", "追加", "繰上", "繰下", "全改"]
        .iter()
        .find_map(|w| words.strip_suffix(w))
        .filter(|before| before.is_empty() || before.ends_with(['。', ' ', '　', ')', '）', '〕']))
}

/// True for the number of an instrument in brackets: 〔平成12年規則21号〕.
fn is_number_in_brackets(words: &str) -> bool {
    let inside: Vec<char> = words.chars().skip(1).collect();
    crate::law::number_prefix_of(&inside).is_some_and(|(n, length)| {
        n.year.is_some() && matches!(inside.get(length), Some('〕' | '・' | '、'))
    })
}

/// True for a note on an amendment: （令元規則8・全改）, (平25規則49・令4規則39・一部改正), (平成20規則3・旧第4条繰上).
pub(super) fn is_amendment_note(words: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "改正",
        "追加",
        "削除",
        "全改",
        "繰上",
        "繰下",
        "改称",
        "本条",
        "本項",
        "繰上・一部改正",
        "旧附則",
        "加える",
        "改める",
        "削る",
    ];
    let inside: String = crate::text::fold_ascii(words);
    let inside = inside.trim_matches(['(', ')', '〔', '〕']);
    let numbered = || {
        let chars: Vec<char> = inside.chars().collect();
        crate::law::number_prefix_of(&chars).is_some_and(|(n, _)| n.year.is_some())
    };
    ENDINGS.iter().any(|e| inside.ends_with(e))
        && (inside.contains('・') || inside.chars().count() < 30 || numbered())
        && !inside.contains("関する")
}

pub(super) fn is_amendment_history(words: &str) -> bool {
    words.starts_with("改正 ") || words.starts_with("改正　") || words.starts_with("最終改正")
}
