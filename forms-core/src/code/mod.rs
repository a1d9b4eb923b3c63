//! Codes of organisations, procedures and information, and the table of local governments.
//!
//! Every code is a type that can only hold a code of the right shape; what a person typed is
//! parsed once, by [`std::str::FromStr`], which folds full-width digits and drops spaces and
//! hyphens around and between them.

mod affair_number;
mod government;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::fold_code;

pub use affair_number::{AffairNumber, AffairNumbers};
pub use government::{Government, GovernmentKind};

/// Why a text is not a code of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not the right number of digits, or other characters.
    #[error("expected {expected}, found {found:?}")]
    Shape {
        /// The expected shape, such as `6 digits`.
        expected: &'static str,
        /// The text after folding.
        found: String,
    },
    /// The check digit does not follow from the others.
    #[error("check digit of {found} is wrong; {expected} would be right")]
    CheckDigit {
        /// The text after folding.
        found: String,
        /// The correct digit.
        expected: u8,
    },
}

/// Reads `N` ASCII digits out of what a person typed.
fn digits<const N: usize>(text: &str, expected: &'static str) -> Result<[u8; N], CodeError> {
    let folded = fold_code(text);
    match <[u8; N]>::try_from(folded.as_bytes()) {
        Ok(bytes) if bytes.iter().all(u8::is_ascii_digit) => Ok(bytes),
        _ => Err(CodeError::Shape { expected, found: folded }),
    }
}

macro_rules! digit_code {
    ($(#[$doc:meta])* $name:ident, $n:literal, $shape:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) [u8; $n]);

        impl $name {
            /// The digits as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

digit_code!(
    /// 団体コード: five digits and a check digit, such as 131121 (世田谷区).
    ///
    /// With S = 6a+5b+4c+3d+2e the check digit is the last digit of 11 − S mod 11.
    MunicipalityCode, 6, "6 digits"
);

impl MunicipalityCode {
    /// The check digit that belongs to five leading digits.
    fn check_digit(leading: &[u8]) -> u8 {
        let sum: u32 =
            leading.iter().zip([6, 5, 4, 3, 2]).map(|(d, w)| u32::from(d - b'0') * w).sum();
        // 11 − S mod 11 is between 1 and 11; its last digit is a digit.
        b'0' + u8::try_from((11 - sum % 11) % 10).unwrap_or(0)
    }

    /// Returns whether it is in the range of 一部事務組合 and 広域連合 (third digit 8 or 9), which the
    /// table of local governments does not list.
    #[must_use]
    pub fn is_association(self) -> bool {
        let [_, _, third, ..] = self.0;
        matches!(third, b'8' | b'9')
    }

    /// Existing codes that one wrong digit or one swap of neighbours could have turned into `text`; the
    /// suggestions of ORG-001.
    #[must_use]
    pub fn near(text: &str) -> Vec<&'static Government> {
        let folded = fold_code(text);
        let Ok(typed) = <[u8; 6]>::try_from(folded.as_bytes()) else { return Vec::new() };
        Government::all().iter().filter(|g| one_slip(typed, g.code.0)).collect()
    }
}

/// Returns whether two codes differ in exactly one digit or in one swap of neighbours.
fn one_slip(a: [u8; 6], b: [u8; 6]) -> bool {
    let differing: Vec<(usize, u8, u8)> = a
        .iter()
        .zip(b)
        .enumerate()
        .filter(|(_, (x, y))| **x != *y)
        .map(|(i, (x, y))| (i, *x, y))
        .collect();
    match differing[..] {
        [_] => true,
        [(i, x1, y1), (j, x2, y2)] => j == i + 1 && x1 == y2 && x2 == y1,
        _ => false,
    }
}

impl FromStr for MunicipalityCode {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let code = digits::<6>(s, "6 digits")?;
        let [leading @ .., check] = &code;
        let expected = Self::check_digit(leading);
        if *check == expected {
            Ok(Self(code))
        } else {
            let found = fold_code(s);
            Err(CodeError::CheckDigit { found, expected: expected - b'0' })
        }
    }
}

digit_code!(
    /// 機関コード: 16 digits. Its inner structure is not documented, so only the length is checked.
    AgencyCode, 16, "16 digits"
);

impl FromStr for AgencyCode {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Ok(Self(digits(s, "16 digits")?))
    }
}

digit_code!(
    /// 法人番号: 13 digits, the first a check digit (平成26年財務省令第70号2条).
    CorporateNumber, 13, "13 digits"
);

impl CorporateNumber {
    /// The first digit is 9 − (Σ PnQn mod 9) over the other twelve counted from the right, with
    /// Qn = 1 for odd n and 2 for even n.
    fn check_digit(body: &[u8]) -> u8 {
        let sum: u32 = body
            .iter()
            .rev()
            .zip([1, 2].into_iter().cycle())
            .map(|(d, w)| u32::from(d - b'0') * w)
            .sum();
        b'0' + u8::try_from(9 - sum % 9).unwrap_or(0)
    }

    /// The corporate number of a local government: check digit, `000020`, its six-digit code.
    #[must_use]
    pub fn of_government(code: MunicipalityCode) -> Self {
        let mut body = *b"0000000000000";
        for (slot, digit) in body.iter_mut().skip(1).zip(b"000020".iter().chain(&code.0)) {
            *slot = *digit;
        }
        let [check, rest @ ..] = &mut body;
        *check = Self::check_digit(rest);
        Self(body)
    }
}

impl FromStr for CorporateNumber {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let code = digits::<13>(s, "13 digits")?;
        let [check, body @ ..] = &code;
        let expected = Self::check_digit(body);
        if *check == expected {
            Ok(Self(code))
        } else {
            Err(CodeError::CheckDigit { found: fold_code(s), expected: expected - b'0' })
        }
    }
}

macro_rules! serial_code {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $shape:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 14]);

        impl $name {
            /// The letters it starts with.
            pub const PREFIX: &'static str = $prefix;

            /// The fourteen digits after the letters.
            #[must_use]
            pub fn digits(&self) -> &str {
                std::str::from_utf8(&self.0).unwrap_or_default()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $prefix, self.digits())
            }
        }

        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                let folded = fold_code(s).to_ascii_uppercase();
                let body = folded
                    .strip_prefix($prefix)
                    .ok_or_else(|| CodeError::Shape { expected: $shape, found: folded.clone() })?;
                Ok(Self(digits(body, $shape)?))
            }
        }
    };
}

serial_code!(
    /// 事務コード: `JM` and 14 digits.
    AffairId, "JM", "JM + 14 digits"
);
serial_code!(
    /// 事務手続コード: `JT` and 14 digits, an opaque serial number.
    ProcedureId, "JT", "JT + 14 digits"
);
serial_code!(
    /// 特定個人情報名コード: `TM` and 14 digits.
    InformationId, "TM", "TM + 14 digits"
);

/// 特定個人情報番号: the number of a kind of personal information in the layout, from 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InformationNumber(u16);

impl fmt::Display for InformationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for InformationNumber {
    type Err = CodeError;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let folded = fold_code(s);
        match folded.parse::<u16>() {
            Ok(n @ 1..=999) => Ok(Self(n)),
            _ => Err(CodeError::Shape { expected: "1 to 999", found: folded }),
        }
    }
}

/// Serialises codes as their text; deserialising refuses a text that is not a code.
macro_rules! as_text {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    )+};
}

as_text!(MunicipalityCode, AgencyCode, ProcedureId, InformationNumber);

/// The JSON schema of a code is a text of its normal form.
#[cfg(feature = "schema")]
macro_rules! text_schema {
    ($($name:ident: $description:literal, $pattern:literal;)+) => {$(
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": $description,
                    "pattern": $pattern,
                })
            }
        }
    )+};
}

#[cfg(feature = "schema")]
text_schema! {
    MunicipalityCode: "団体コード: five digits and a check digit.", "^[0-9]{6}$";
    ProcedureId: "事務手続コード: JT and 14 digits.", "^JT[0-9]{14}$";
    InformationNumber: "特定個人情報番号, from 1 to 999.", "^[1-9][0-9]{0,2}$";
}

#[cfg(test)]
mod tests;
