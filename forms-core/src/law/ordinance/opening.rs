//! Reads the lines before the first provision: title, date and number of the instrument, the words of its
//! promulgation, the list of its amendments.

use jiff::civil::Date;

use super::head::Head;
use super::lines::Line;
use crate::law::instrument::{InstrumentNumber, Kind, number_line, number_prefix_of};
use crate::text::era::{EraYear, date_prefix, year_prefix};
use crate::text::{fold_ascii, squeezed};

/// The title, number and date in the opening, and the number of its lines.
#[derive(Debug, Default)]
pub(super) struct Opening {
    pub(super) title: Option<String>,
    pub(super) number: Option<InstrumentNumber>,
    pub(super) promulgated: Option<Date>,
    pub(super) lines: usize,
}

/// Length in bytes of the longest line that is looked at for a title.
const LONGEST_TITLE_BYTES: usize = 1200;
/// Largest number of lines of an opening.
const LONGEST_OPENING: usize = 60;

/// Reads the opening of a text.
pub(super) fn read(lines: &[Line<'_>]) -> Opening {
    let mut opening = Opening::default();
    let mut year: Option<EraYear> = None;
    let mut candidates: Vec<(usize, String)> = Vec::new();
    for (place, line) in lines.iter().enumerate().take(LONGEST_OPENING) {
        if begins_provisions(line) {
            break;
        }
        opening.lines = place + 1;
        if line.words.len() > LONGEST_TITLE_BYTES {
            continue;
        }
        let words = closed_up(&unlabelled(&fold_ascii(line.words)));
        let chars: Vec<char> = words.chars().collect();
        if is_history(&words) {
            continue;
        }
        if let Some(rest) = take_date(&chars, &mut opening, &mut year) {
            take_number(&chars, rest, year, &mut opening);
            continue;
        }
        if take_number(&chars, &chars, year, &mut opening) {
            continue;
        }
        if ends_opening(&words) && opening.number.is_some() && !is_enactment(&words) {
            opening.lines = place;
            break;
        }
        if matches!(line.head, Head::Text) && !is_enactment(&words) {
            candidates.push((place, words));
        }
    }
    // A notice has its date at the end, after the number.
    if let (Some(number), Some(year)) = (&mut opening.number, year)
        && number.year.is_none()
    {
        number.era = year.era;
        number.year = Some(year.year);
    }
    opening.title = title(&candidates);
    opening
}

/// Removes the spaces of a widely set title: 事 務 委 任 規 則.
fn closed_up(words: &str) -> String {
    let parts = || words.split(' ').filter(|p| !p.is_empty());
    let wide = parts().count() > 3 && parts().all(|p| p.chars().count() == 1);
    if wide { parts().collect() } else { words.to_owned() }
}

/// True for the office and name of the signer, which are no title: 緑川市長 山田太郎.
fn is_signature(words: &str) -> bool {
    words.split_once(' ').is_some_and(|(office, name)| {
        office.ends_with(['長', '事', '者']) && !name.is_empty() && name.chars().count() <= 12
    })
}

/// True for the addressee of an order (訓令): 庁中一般, 各出先機関.
fn is_addressee(words: &str) -> bool {
    const ENDS: &[&str] = &[
        "一般",
        "機関",
        "各課",
        "各所",
        "各部",
        "各局",
        "各室",
        "部局",
        "所属長",
        "殿",
        "様",
        "御中",
        "庁内",
        "庁中",
        "本庁",
        "支所",
        "出張所",
    ];
    words == "記" || ENDS.iter().any(|e| words.ends_with(e))
}

/// Removes the label that some systems put before date and number: 発令：平成25年8月26日規則第24号.
fn unlabelled(words: &str) -> String {
    const LABELS: &[&str] =
        &["発令", "制定", "公布", "公布年月日", "番号", "例規番号", "題名", "公布日", "令達番号"];
    let Some((label, rest)) = words.split_once(':') else { return words.to_owned() };
    if LABELS.contains(&squeezed(label).as_str()) {
        rest.trim().to_owned()
    } else {
        words.to_owned()
    }
}

fn begins_provisions(line: &Line<'_>) -> bool {
    if matches!(line.head, Head::Bracketed) {
        let inside: Vec<char> = fold_ascii(line.words).chars().skip(1).collect();
        return date_prefix(&inside).is_none() && number_prefix_of(&inside).is_none();
    }
    matches!(
        line.head,
        Head::Article(_)
            | Head::Mark { .. }
            | Head::Supplementary { .. }
            | Head::Table { .. }
            | Head::Chapter
            | Head::Contents
    )
}

/// True for a sentence, with which the provisions of a text without 条 begin.
fn ends_opening(words: &str) -> bool {
    words.ends_with('。')
}

/// True for a line of the history of amendments: 改正 平成27年12月22日条例第52号.
fn is_history(words: &str) -> bool {
    ["改正", "最終改正", "全部改正", "一部改正", "[沿革]", "沿革", "注", "題名改正"]
        .iter()
        .any(|w| words.starts_with(w))
}

/// True for the words of enactment: ……をここに公布する。 ……の全部を改正する。 ……を次のように定める。
fn is_enactment(words: &str) -> bool {
    [
        "公布する。",
        "全部を改正する。",
        "一部を改正する。",
        "次のように定める。",
        "次のとおり定める。",
        "定める。",
        "制定する。",
        "改正する。",
        "公表する。",
        "告示する。",
        "訓令する。",
        "公布する",
    ]
    .iter()
    .any(|w| words.ends_with(w))
        && !words.contains("次の各号")
}

/// Takes the date at the head of a line and returns the characters after it.
fn take_date<'a>(
    chars: &'a [char],
    opening: &mut Opening,
    year: &mut Option<EraYear>,
) -> Option<&'a [char]> {
    let start = chars.iter().position(|c| !matches!(c, '(' | ' ' | '〔')).unwrap_or(0);
    let inner = chars.get(start..)?;
    let (date, length) = date_prefix(inner)?;
    if opening.promulgated.is_none() {
        opening.promulgated = date.civil().ok();
        *year = Some(date.year);
    }
    Some(inner.get(length..).unwrap_or_default())
}

/// Takes the number on a line; if it has no year, that of the date above it counts.
fn take_number(line: &[char], rest: &[char], year: Option<EraYear>, opening: &mut Opening) -> bool {
    // One ○ is a bullet; several of them replace a name.
    let skip = |chars: &[char]| {
        let plain = chars.iter().take_while(|c| matches!(c, ' ' | '(' | '〔')).count();
        let bullets = chars.iter().skip(plain).take_while(|c| matches!(c, '◯' | '○')).count();
        plain + usize::from(bullets == 1)
    };
    let rest = rest.get(skip(rest)..).unwrap_or_default();
    let line = line.get(skip(line)..).unwrap_or_default();
    let whole = if year_prefix(line).is_some() { line } else { rest };
    let Some((mut number, length)) = number_line(whole) else { return false };
    let after: String = whole.get(length..).unwrap_or_default().iter().collect();
    // A title may name another instrument: 平成…年条例第3号の施行に関する規則.
    if !matches!(after.trim(), "" | ")" | "〕" | "抄") {
        return false;
    }
    if opening.number.is_none() {
        if number.year.is_none() {
            number.era = year.and_then(|y| y.era);
            number.year = year.map(|y| y.year);
        }
        opening.number = Some(number);
    }
    true
}

/// Returns the title among the lines that could be one: a line marked with ○ first, else the first that
/// ends like a title, alone or together with the next line.
fn title(candidates: &[(usize, String)]) -> Option<String> {
    let clean = |words: &str| {
        let words = words.trim_start_matches(['○', '◯', '●', '◎', '〇', ' ']).trim();
        let words = words.strip_suffix("(抄)").or(words.strip_suffix('抄')).unwrap_or(words);
        words.trim().to_owned()
    };
    let is_title = |t: &str| Kind::of_title(t).is_some();
    let joined = |i: usize| -> Option<String> {
        let (place, first) = candidates.get(i)?;
        let mut words = clean(first);
        for (next, (line, more)) in candidates.iter().skip(i + 1).take(3).enumerate() {
            if is_title(&words) || *line != place + next + 1 {
                break;
            }
            words.push_str(more.trim());
        }
        Some(words)
    };
    let marked = candidates.iter().position(|(_, w)| w.starts_with(['○', '◯', '●', '◎']));
    if let Some(i) = marked {
        return joined(i)
            .filter(|t| is_title(t))
            .or_else(|| candidates.get(i).map(|(_, w)| clean(w)));
    }
    (0..candidates.len())
        .filter_map(joined)
        .find(|t| is_title(t))
        .or_else(|| {
            candidates.iter().map(|(_, w)| clean(w)).find(|w| !is_signature(w) && !is_addressee(w))
        })
        .filter(|t| !t.is_empty())
}
