//! The numbers of list items, which Word counts when it shows a document and does not save as text.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use crate::text::numeral::{aiueo, iroha, kanji, widen};
use crate::xml::{XmlFault, each_element, local_attribute};

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// The label, with %1, %2 … for the numbers of the levels.
    text: String,
}

/// The lists of a document and their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract list, by its identifier.
    levels: HashMap<String, Vec<Level>>,
    /// The abstract list of each list.
    lists: HashMap<String, String>,
    /// The levels at which a list restarts, each with its first number.
    restarts: HashMap<String, Vec<(usize, u32)>>,
    /// The list and level of each style.
    styles: HashMap<String, (String, usize)>,
    /// The style on which each style is based.
    bases: HashMap<String, String>,
    /// The last number of each level of an abstract list: its lists continue each other.
    counted: HashMap<String, Vec<u32>>,
    begun: HashSet<String>,
}

/// Word has nine levels.
const LEVELS: usize = 9;

impl Numbering {
    /// Reads the lists and the styles of a document.
    pub(super) fn read(lists: Option<&str>, styles: Option<&str>) -> Result<Self, XmlFault> {
        let mut numbering = Self::default();
        if let Some(xml) = lists {
            numbering.read_lists(xml)?;
        }
        if let Some(xml) = styles {
            numbering.read_styles(xml)?;
        }
        Ok(numbering)
    }

    fn read_lists(&mut self, xml: &str) -> Result<(), XmlFault> {
        let (mut abstract_id, mut list, mut level) = (None::<String>, None::<String>, 0usize);
        each_element(xml, |tag| {
            match tag.local_name().as_ref() {
                "abstractNum" => {
                    abstract_id = value(tag, "abstractNumId")?;
                    list = None;
                }
                "num" => list = value(tag, "numId")?,
                "abstractNumId" => {
                    if let (Some(list), Some(id)) = (&list, value(tag, "val")?) {
                        self.lists.insert(list.clone(), id);
                    }
                }
                "lvlOverride" => {
                    level = level_number(tag, "ilvl")?;
                }
                "startOverride" => {
                    if let (Some(list), Some(start)) = (&list, number_value(tag)?) {
                        self.restarts.entry(list.clone()).or_default().push((level, start));
                    }
                }
                "lvl" => level = level_number(tag, "ilvl")?,
                name @ ("start" | "numFmt" | "lvlText") if list.is_none() && level < LEVELS => {
                    let Some(id) = &abstract_id else { return Ok(()) };
                    let levels = self.levels.entry(id.clone()).or_default();
                    levels.resize(LEVELS, Level::default());
                    let Some(at) = levels.get_mut(level) else { return Ok(()) };
                    match name {
                        "start" => at.start = number_value(tag)?.unwrap_or(1),
                        "numFmt" => at.format = value(tag, "val")?.unwrap_or_default(),
                        _ => at.text = value(tag, "val")?.unwrap_or_default(),
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    fn read_styles(&mut self, xml: &str) -> Result<(), XmlFault> {
        let (mut style, mut level) = (None::<String>, 0usize);
        each_element(xml, |tag| {
            match tag.local_name().as_ref() {
                "style" => {
                    style = value(tag, "styleId")?;
                    level = 0;
                }
                "basedOn" => {
                    if let (Some(style), Some(base)) = (&style, value(tag, "val")?) {
                        self.bases.insert(style.clone(), base);
                    }
                }
                "ilvl" => level = level_number(tag, "val")?,
                "numId" => {
                    if let (Some(style), Some(id)) = (&style, value(tag, "val")?) {
                        self.styles.insert(style.clone(), (id, level));
                    }
                }
                _ => {}
            }
            Ok(())
        })
    }

    /// Returns the list and level of a style or of one on which it is based.
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

    /// Counts the next item of a list and returns its label; `None` for bullets and unknown lists.
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

/// Returns the value of an attribute by its name without prefix.
fn value(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, XmlFault> {
    Ok(local_attribute(tag, name)?.map(Cow::into_owned))
}

/// Returns the attribute `val` as a number, or `None` if it is missing or no number.
fn number_value(tag: &BytesStart<'_>) -> Result<Option<u32>, XmlFault> {
    Ok(local_attribute(tag, "val")?.and_then(|v| v.parse().ok()))
}

/// Returns a level of a list, from 0; 0 if the attribute is missing or no number.
fn level_number(tag: &BytesStart<'_>, name: &str) -> Result<usize, XmlFault> {
    Ok(local_attribute(tag, name)?.and_then(|v| v.parse().ok()).unwrap_or(0))
}

/// Writes a number in one of Word's formats, such as `decimalFullWidth` (ECMA-376-1, 17.18.59).
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
