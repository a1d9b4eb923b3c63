//! The numbers that Word counts by itself, which stand in no text of the document.

use std::collections::{HashMap, HashSet};

use quick_xml::events::Event;

use super::DocumentError;
use super::docx::{attribute, each_event, local};
use crate::text::numeral::{aiueo, iroha, kanji, widen};

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// The text with %1, %2 … where the numbers of the levels go.
    text: String,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of an abstract list.
    levels: HashMap<String, Vec<Level>>,
    /// The abstract list of a list.
    lists: HashMap<String, String>,
    /// Where a list begins to count anew: the level and the number.
    restarts: HashMap<String, Vec<(usize, u32)>>,
    /// The list and level that a style brings.
    styles: HashMap<String, (String, usize)>,
    /// The style that a style is based on.
    bases: HashMap<String, String>,
    /// How far each abstract list has counted: lists of one kind go on with each other.
    counted: HashMap<String, Vec<u32>>,
    begun: HashSet<String>,
}

/// Word has nine levels.
const LEVELS: usize = 9;

impl Numbering {
    /// Reads the lists and the styles of a document.
    pub(super) fn read(lists: Option<&str>, styles: Option<&str>) -> Result<Self, DocumentError> {
        let mut numbering = Self::default();
        if let Some(xml) = lists {
            numbering.read_lists(xml)?;
        }
        if let Some(xml) = styles {
            numbering.read_styles(xml)?;
        }
        Ok(numbering)
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), DocumentError> {
        let (mut abstract_id, mut list, mut level) = (None::<String>, None::<String>, 0usize);
        each_event(xml, |event, _| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
            let value = || attribute(tag, "val");
            match local(tag) {
                "abstractNum" => {
                    abstract_id = attribute(tag, "abstractNumId");
                    list = None;
                }
                "num" => list = attribute(tag, "numId"),
                "abstractNumId" => {
                    if let (Some(list), Some(id)) = (&list, value()) {
                        self.lists.insert(list.clone(), id);
                    }
                }
                "lvlOverride" => {
                    level = attribute(tag, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0);
                }
                "startOverride" => {
                    if let (Some(list), Some(start)) = (&list, value().and_then(|v| v.parse().ok()))
                    {
                        self.restarts.entry(list.clone()).or_default().push((level, start));
                    }
                }
                "lvl" => level = attribute(tag, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0),
                name @ ("start" | "numFmt" | "lvlText") if list.is_none() && level < LEVELS => {
                    let Some(id) = &abstract_id else { return };
                    let levels = self.levels.entry(id.clone()).or_default();
                    levels.resize(LEVELS, Level::default());
                    let Some(at) = levels.get_mut(level) else { return };
                    match name {
                        "start" => at.start = value().and_then(|v| v.parse().ok()).unwrap_or(1),
                        "numFmt" => at.format = value().unwrap_or_default(),
                        _ => at.text = value().unwrap_or_default(),
                    }
                }
                _ => {}
            }
        })
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), DocumentError> {
        let (mut style, mut level) = (None::<String>, 0usize);
        each_event(xml, |event, _| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else { return };
            match local(tag) {
                "style" => {
                    style = attribute(tag, "styleId");
                    level = 0;
                }
                "basedOn" => {
                    if let (Some(style), Some(base)) = (&style, attribute(tag, "val")) {
                        self.bases.insert(style.clone(), base);
                    }
                }
                "ilvl" => level = attribute(tag, "val").and_then(|v| v.parse().ok()).unwrap_or(0),
                "numId" => {
                    if let (Some(style), Some(id)) = (&style, attribute(tag, "val")) {
                        self.styles.insert(style.clone(), (id, level));
                    }
                }
                _ => {}
            }
        })
    }

    /// The list and level that a style, or one that it is based on, brings.
    pub(super) fn of_style(&self, style: &str) -> Option<(String, usize)> {
        const LONGEST_CHAIN: usize = 16;
        let mut style = style;
        for _ in 0..LONGEST_CHAIN {
            if let Some(found) = self.styles.get(style) {
                return Some(found.clone());
            }
            style = self.bases.get(style)?;
        }
        None
    }

    /// Counts on in a list and gives the number as it is shown.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let kind = self.lists.get(list)?;
        let levels = self.levels.get(kind)?;
        let here = levels.get(level)?;
        if here.format == "bullet" || here.format == "none" || here.text.is_empty() {
            return None;
        }
        let counted = self.counted.entry(kind.clone()).or_insert_with(|| vec![0; LEVELS]);
        if self.begun.insert(list.to_owned()) {
            for (depth, start) in self.restarts.get(list).into_iter().flatten() {
                if let Some(count) = counted.get_mut(*depth) {
                    *count = start.saturating_sub(1);
                }
            }
        }
        for (depth, count) in counted.iter_mut().enumerate() {
            let start = levels.get(depth).map_or(1, |l| l.start);
            if depth == level {
                *count = if *count == 0 { start } else { *count + 1 };
            } else if depth > level {
                *count = 0;
            } else if *count == 0 {
                *count = start;
            }
        }
        let mut out = here.text.clone();
        for (depth, (count, level)) in counted.iter().zip(levels).enumerate() {
            let place = format!("%{}", depth + 1);
            if out.contains(&place) {
                out = out.replace(&place, &number(*count, &level.format));
            }
        }
        Some(out)
    }
}

/// A number in one of Word's formats.
fn number(n: u32, format: &str) -> String {
    match format {
        "decimalFullWidth" | "decimalFullWidth2" => widen(&n.to_string()),
        "japaneseCounting"
        | "ideographDigital"
        | "chineseCounting"
        | "taiwaneseCounting"
        | "japaneseDigitalTenThousand"
        | "chineseCountingThousand" => kanji(n),
        "aiueo" | "aiueoFullWidth" => aiueo(n).map_or_else(|| n.to_string(), String::from),
        "iroha" | "irohaFullWidth" => iroha(n).map_or_else(|| n.to_string(), String::from),
        "lowerLetter" if (1..=26).contains(&n) => {
            char::from_u32(96 + n).map_or_else(String::new, String::from)
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if (1..=20).contains(&n) => {
            char::from_u32(0x245f + n).map_or_else(String::new, String::from)
        }
        "decimalEnclosedParen" => format!("({n})"),
        _ => n.to_string(),
    }
}
