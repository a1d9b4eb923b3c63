//! 事務番号: the number of an affair, a row of 別表第二 of the Number Act.

use std::fmt;
use std::str::FromStr;

use super::CodeError;
use crate::text::{fold_ascii, fold_code};

/// 事務番号: a row of 別表第二, with a branch if the row was inserted later (`69の2`).
///
/// The statute renumbers its rows, so a number identifies an affair within one layout only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AffairNumber {
    row: u16,
    branch: u16,
}

impl fmt::Display for AffairNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.branch {
            0 => self.row.fmt(f),
            branch => write!(f, "{}の{branch}", self.row),
        }
    }
}

impl FromStr for AffairNumber {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let folded = fold_code(s);
        let plain = folded.strip_suffix("の項").unwrap_or(&folded);
        let (row, branch) = match plain.split_once('の') {
            Some((row, branch)) => (number(row), number(branch)),
            None => (number(plain), Some(0)),
        };
        match (row, branch) {
            (Some(row), Some(branch)) => Ok(Self { row, branch }),
            _ => Err(CodeError::Shape { expected: "69の2", found: folded }),
        }
    }
}

/// A number from 1 to 999 in plain digits.
fn number(text: &str) -> Option<u16> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|n| *n > 0)
}

/// Several affairs as assessments list them: 「69の2、74」, 「別表第二の74の項、108の項」.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffairNumbers(pub Vec<AffairNumber>);

impl fmt::Display for AffairNumbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&numbers.join("、"))
    }
}

impl FromStr for AffairNumbers {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let list = fold_ascii(s);
        let list = list.trim().trim_start_matches("別表第二の").trim_start_matches("別表第2の");
        let parts = list.split([',', '、', '，', '・', ' ', '\n', '及', '並']);
        let parts = parts.map(|p| p.trim_start_matches('び').trim()).filter(|p| !p.is_empty());
        parts.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_sort_after_their_row_and_other_texts_are_refused() {
        let read = |s: &str| s.parse::<AffairNumber>().map(|n| n.to_string());
        assert_eq!(read("６９の２").as_deref(), Ok("69の2"));
        assert_eq!(read("74の項").as_deref(), Ok("74"));
        let mut numbers: Vec<AffairNumber> =
            ["108", "69の2", "70", "69"].iter().map(|s| s.parse().unwrap()).collect();
        numbers.sort();
        let texts: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["69", "69の2", "70", "108"]);
        for wrong in ["", "0", "69の", "の2", "69の0", "69の2の1", "1000", "JM", "+7"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn one_text_may_list_several() {
        let read = |s: &str| s.parse::<AffairNumbers>().map(|n| n.to_string());
        for text in ["69の2、74", "６９の２，７４の項", "別表第二の69の2の項及び74の項", "69の2 74"]
        {
            assert_eq!(read(text).as_deref(), Ok("69の2、74"), "{text}");
        }
        assert!(read("児童手当").is_err() && read("69の2、JM").is_err());
    }
}
