//! The list of expected applicants that a prefecture keeps, one organisation a line.

use std::collections::BTreeSet;

use crate::code::{AgencyCode, MunicipalityCode};
use crate::registry::Denoted;
use crate::table::decode_text;
use crate::text::is_blank;

/// A line of the list that names no organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpectedError {
    /// Neither UTF-8, UTF-16 nor CP932.
    #[error("line {line} is in no encoding that is known")]
    Encoding {
        /// From 1.
        line: u64,
    },
    /// Neither a code nor a name that only one organisation has.
    #[error("line {line} names no organisation, or several: {text:?}")]
    Nobody {
        /// From 1.
        line: usize,
        /// The line.
        text: String,
    },
}

/// Reads the list: a 団体コード in any column of a line, else a name that only one local government
/// has (泊村 needs its prefecture or its code). The first line may be a header; blank lines and lines
/// that begin with `#` are skipped. The codes are sorted and unique.
///
/// # Errors
/// Returns the first line that names no organisation: skipping it could hide a missing applicant.
pub fn read_expected(bytes: &[u8]) -> Result<Vec<MunicipalityCode>, ExpectedError> {
    let text = decode_text(bytes).map_err(|line| ExpectedError::Encoding { line })?;
    let mut codes = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        if is_blank(line) || line.trim_start().starts_with('#') {
            continue;
        }
        match organisation(line) {
            Some(code) => {
                codes.insert(code);
            }
            None if at == 0 => {}
            None => {
                return Err(ExpectedError::Nobody { line: at + 1, text: line.trim().to_owned() });
            }
        }
    }
    Ok(codes.into_iter().collect())
}

fn organisation(line: &str) -> Option<MunicipalityCode> {
    let cells = || line.split([',', '\t', ';']).map(|cell| cell.trim().trim_matches('"').trim());
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
        Ok(read_expected(text.as_bytes())?.iter().map(ToString::to_string).collect())
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
        assert_eq!(read_expected(&sjis).map(|l| l.len()), Ok(2));
        let nobody = |line, text: &str| Err(ExpectedError::Nobody { line, text: text.into() });
        assert_eq!(read("鳥取市\n府中市"), nobody(2, "府中市"), "there are two");
        let other_county = "鳥取県八頭郡岩美町";
        assert_eq!(read(&format!("鳥取市\n{other_county}")), nobody(2, other_county));
        assert_eq!(read("鳥取市\n312012"), nobody(2, "312012"), "a slip is not passed over");
        assert_eq!(read(""), Ok(vec![]));
        assert!(matches!(read_expected(b"a\n\xff\xff"), Err(ExpectedError::Encoding { line: 2 })));
    }
}
