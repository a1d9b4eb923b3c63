//! One cell of an OpenDocument spreadsheet: its value as other formats would have it.

use std::borrow::Cow;
use std::fmt::Write;

use quick_xml::events::BytesStart;

use super::grid::Note;
use crate::workbook::sheet::iso_day;
use crate::xml::{XmlFault, attribute, is_xml_char};

/// A cell with a value, or several beside each other with the same one.
pub(super) struct OdsCell<'x> {
    /// The column of the first, from 0.
    pub(super) column: u32,
    pub(super) repeated: u32,
    /// Rows and columns that the cell covers, if more than itself.
    pub(super) spans: Option<(u32, u32)>,
    formula: bool,
    value: OdsValue<'x>,
}

/// The value of a cell.
#[derive(Debug, PartialEq)]
enum OdsValue<'x> {
    Number(f64),
    Day(String),
    Bool(bool),
    Text(Cow<'x, str>),
    Error(Cow<'x, str>),
    Uncalculated,
}

impl<'x> OdsCell<'x> {
    /// Reads a cell from its start tag and the text that it shows, `None` without any content; `None` if it is empty.
    pub(super) fn read(
        e: &BytesStart<'_>,
        shown: Option<Cow<'x, str>>,
        column: u32,
        repeated: u32,
    ) -> Result<Option<Self>, XmlFault> {
        let formula = attribute(e, "table:formula")?.is_some();
        let span = |name| -> Result<u32, XmlFault> {
            let count = attribute(e, name)?;
            Ok(count.and_then(|count| count.trim().parse().ok()).unwrap_or(1))
        };
        let spans = (span("table:number-rows-spanned")?, span("table:number-columns-spanned")?);
        let value = value(e, shown, formula)?;
        Ok(value.map(|value| Self {
            column,
            repeated,
            spans: Some(spans).filter(|spans| *spans != (1, 1)),
            formula,
            value,
        }))
    }

    /// Makes the note of the cell.
    pub(super) fn note(&self) -> Note {
        match self.value {
            OdsValue::Uncalculated => Note::UNCALCULATED,
            OdsValue::Error(_) => Note::ERROR,
            _ => Note::of(0, self.formula),
        }
    }

    pub(super) fn text_size(&self) -> usize {
        match &self.value {
            OdsValue::Text(text) | OdsValue::Error(text) => text.len(),
            _ => 16,
        }
    }

    /// Writes the cell with its value only, as short as it can be.
    pub(super) fn write(&self, out: &mut String) {
        let text = match &self.value {
            OdsValue::Number(number) => {
                let _ = write!(out, "<table:table-cell office:value=\"{number:?}\"/>");
                return;
            }
            OdsValue::Day(day) => {
                let _ = write!(out, "<table:table-cell office:date-value=\"{day}\"/>");
                return;
            }
            OdsValue::Bool(truth) => {
                let _ = write!(out, "<table:table-cell office:boolean-value=\"{truth}\"/>");
                return;
            }
            OdsValue::Text(text) | OdsValue::Error(text) => text,
            // Its note says what it is; a row is never without a value.
            OdsValue::Uncalculated => "?",
        };
        out.push_str("<table:table-cell office:string-value=\"");
        for c in text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\t' => out.push_str("&#9;"),
                '\n' => out.push_str("&#10;"),
                '\r' => out.push_str("&#13;"),
                _ if is_xml_char(c) => out.push(c),
                _ => {}
            }
        }
        out.push_str("\"/>");
    }
}

fn value<'x>(
    e: &BytesStart<'_>,
    shown: Option<Cow<'x, str>>,
    formula: bool,
) -> Result<Option<OdsValue<'x>>, XmlFault> {
    let has_content = shown.is_some();
    let shown = shown.unwrap_or_default();
    let get = |name| attribute(e, name);
    let kind = get("office:value-type")?;
    if get("calcext:value-type")?.as_deref() == Some("error") {
        return Ok(Some(OdsValue::Error(shown)));
    }
    let value = match kind.as_deref() {
        Some("float" | "percentage" | "currency") => {
            let value = get("office:value")?.ok_or(XmlFault::Value)?;
            let value: f64 = value.trim().parse().map_err(|_| XmlFault::Value)?;
            if !value.is_finite() {
                return Err(XmlFault::Value);
            }
            match &*shown {
                // A number with the format of truth values.
                "TRUE" => OdsValue::Bool(true),
                "FALSE" => OdsValue::Bool(false),
                _ if keeps_digits(&shown, value) => OdsValue::Text(shown),
                _ => OdsValue::Number(value),
            }
        }
        Some("date") => {
            let value = get("office:date-value")?.ok_or(XmlFault::Value)?;
            match iso_day(value.trim()) {
                Some(day) if shown.contains([':', '時']) => OdsValue::Day(day.to_string()),
                Some(day) => OdsValue::Day(day.date().to_string()),
                None => OdsValue::Text(shown),
            }
        }
        Some("time") => {
            let value = get("office:time-value")?.ok_or(XmlFault::Value)?;
            OdsValue::Text(clock(value.trim()).map_or(shown, Cow::Owned))
        }
        Some("boolean") => {
            OdsValue::Bool(get("office:boolean-value")?.is_some_and(|truth| truth.trim() == "true"))
        }
        Some("string") => match get("office:string-value")? {
            Some(text) if shown.is_empty() => OdsValue::Text(Cow::Owned(text.into_owned())),
            _ => OdsValue::Text(shown),
        },
        // LibreOffice before 4.1 wrote a formula with an error as text without a type.
        // The result that is an empty text has an empty paragraph.
        None if formula && !has_content => OdsValue::Uncalculated,
        None if formula && shown.starts_with(['#', 'E']) => OdsValue::Error(shown),
        _ => OdsValue::Text(shown),
    };
    let empty = matches!(&value, OdsValue::Text(text) if text.is_empty()) && !formula;
    Ok((!empty).then_some(value))
}

/// Returns whether the text that a cell shows is its number with more zeros, decimals or literals, as a format such
/// as `000000`, `0.0` or `000-0000` shows it.
fn keeps_digits(shown: &str, value: f64) -> bool {
    if shown.is_empty() || !(0.0..1e15).contains(&value) || shown.contains([',', '%', 'E', 'e']) {
        return false;
    }
    if let Ok(number) = shown.parse::<f64>() {
        let decimals = shown.split_once('.').map(|(_, after)| after.len());
        let rounded = decimals.is_some_and(|count| {
            shown.trim_start_matches('0') == {
                let text = format!("{value:.count$}");
                text.trim_start_matches('0').to_owned()
            }
        });
        #[allow(clippy::float_cmp)]
        return number == value || rounded;
    }
    let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
    value.fract() == 0.0
        && !shown.contains('.')
        && digits.trim_start_matches('0') == format!("{value:.0}").trim_start_matches('0')
}

/// A duration such as `PT12H30M05S` as a clock shows it; `None` if it has days, months or years.
fn clock(duration: &str) -> Option<String> {
    let rest = duration.strip_prefix("PT")?;
    let (hours, rest) = rest.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    let seconds: f64 = seconds.parse().ok()?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Some(format!("{hours:02}:{minutes:02}:{:02}", seconds.floor()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shown_text_counts_where_it_keeps_digits() {
        for (shown, value) in [
            ("011002", 11_002.0),
            ("0220113112101700", 220_113_112_101_700.0),
            ("160-0022", 1_600_022.0),
            ("第5号", 5.0),
            ("4.10", 4.1),
            ("2.6", 2.56),
            ("000", 0.0),
        ] {
            assert!(keeps_digits(shown, value), "{shown}");
        }
        for (shown, value) in [
            ("1,234", 1234.0),
            ("50%", 0.5),
            ("3", 2.6),
            ("1.01E+15", 1.01e15),
            ("", 5.0),
            ("(5)", -5.0),
            ("###", 12.0),
        ] {
            assert!(!keeps_digits(shown, value), "{shown}");
        }
    }

    #[test]
    fn a_duration_is_a_clock() {
        assert_eq!(clock("PT12H00M05S").as_deref(), Some("12:00:05"));
        assert_eq!(clock("PT36H15M00.5S").as_deref(), Some("36:15:00"));
        assert_eq!(clock("P1D"), None);
    }
}
