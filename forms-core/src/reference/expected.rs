//! The list of expected applicants that a prefecture keeps, one organisation a line or row.

use std::collections::BTreeSet;

use crate::code::{AgencyCode, MunicipalityCode};
use crate::finding::{Finding, Lang};
use crate::pack::Pack;
use crate::registry::Denoted;
use crate::table::all_rows;
use crate::text::{is_blank, quoted};

/// A line of the list that names no organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpectedError {
    /// Neither text in a known encoding nor a workbook that can be read.
    #[error("{}", .0.message(Lang::En))]
    Unreadable(Box<Finding>),
    /// Neither a code nor a name that only one organisation has.
    #[error("line {line} names no organisation, or several: {text:?}")]
    Nobody {
        /// From 1.
        line: u32,
        /// The line.
        text: String,
    },
}

/// Reads the list from a text, a CSV or a workbook (its first visible sheet with values): a 団体コード in any column of
/// a line, else a name that only one local government has (泊村 needs its prefecture or its code). The first line may
/// be a header; blank lines and lines that begin with `#` are skipped. The codes are sorted and unique.
///
/// # Errors
/// Returns the first line that names no organisation: skipping it could hide a missing applicant; or why the file
/// cannot be read.
pub fn read_expected(bytes: &[u8], pack: &Pack) -> Result<Vec<MunicipalityCode>, ExpectedError> {
    let rows = all_rows(bytes, pack).map_err(|f| ExpectedError::Unreadable(Box::new(f)))?;
    let mut codes = BTreeSet::new();
    let mut is_first = true;
    for (line, cells) in rows {
        let first = cells.iter().find(|cell| !is_blank(cell));
        if first.is_none_or(|cell| cell.trim_start().starts_with('#')) {
            is_first &= first.is_none();
            continue;
        }
        match organisation(&cells) {
            Some(code) => {
                codes.insert(code);
            }
            None if is_first => {}
            None => {
                let text = cells.join(",").trim().to_owned();
                return Err(ExpectedError::Nobody { line, text: quoted(&text) });
            }
        }
        is_first = false;
    }
    Ok(codes.into_iter().collect())
}

fn organisation(cells: &[String]) -> Option<MunicipalityCode> {
    let cells = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let coded = cells().find_map(|cell| cell.parse().ok());
    let named = || cells().find_map(|cell| Denoted::of(cell).code());
    // A prefecture in one column and its municipality in the next.
    let joined = || {
        let texts: Vec<&str> = cells().filter(|cell| cell.parse::<AgencyCode>().is_err()).collect();
        texts.windows(2).find_map(|pair| Denoted::of(&pair.concat()).code())
    };
    coded.or_else(joined).or_else(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, ExpectedError> {
        Ok(read_expected(text.as_bytes(), Pack::standard())?
            .iter()
            .map(ToString::to_string)
            .collect())
    }

    #[test]
    fn codes_and_names_of_one_are_read_and_others_are_named() {
        let list =
            "団体コード,団体名\n312011,鳥取市\n\n# 済\n米子市\n\"３１２０３７\"\n東京都,府中市\n";
        assert_eq!(read(list).unwrap(), ["132063", "312011", "312029", "312037"]);
        assert_eq!(
            read("北海道,古宇郡,泊村\n塩釜市\n鹿嶋市").unwrap(),
            ["014036", "042030", "082228"]
        );
        let (sjis, _, _) = encoding_rs::SHIFT_JIS.encode("鳥取市\n米子市");
        assert_eq!(read_expected(&sjis, Pack::standard()).map(|l| l.len()), Ok(2));
        let nobody = |line, text: &str| Err(ExpectedError::Nobody { line, text: text.into() });
        assert_eq!(read("鳥取市\n府中市"), nobody(2, "府中市"), "there are two");
        let other_county = "鳥取県八頭郡岩美町";
        assert_eq!(read(&format!("鳥取市\n{other_county}")), nobody(2, other_county));
        assert_eq!(read("鳥取市\n312012"), nobody(2, "312012"), "a slip is not passed over");
        assert_eq!(read(""), Ok(vec![]));
        let undecoded = read_expected(b"a\n\xff\xff", Pack::standard());
        let Err(ExpectedError::Unreadable(finding)) = undecoded else { panic!("{undecoded:?}") };
        assert_eq!(*finding, crate::finding::make::xls_014(2));
    }
}
