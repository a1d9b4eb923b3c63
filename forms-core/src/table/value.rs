//! Values of cells, by the key of their column.

use jiff::civil::Date;

use super::alike;
use crate::application::{Scope, Side};
use crate::code::{AffairId, AffairNumber, AgencyCode, InformationNumber, ProcedureId};
use crate::finding::Lang;
use crate::finding::word::Xls005;
use crate::pack::{ColumnKey, LayoutColumn, Pack, RegistryColumn, Revision, TableKind};
use crate::text::era::DateError;
use crate::text::{Day, fold_ascii, is_blank};

/// The value of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Empty, white space, or a dash in a column that is not text.
    Blank,
    /// Text; see [`super::TableCell::text`].
    Text,
    /// A day.
    Date(Date),
    /// 事務番号.
    AffairNumber(AffairNumber),
    /// 事務コード.
    Affair(AffairId),
    /// 事務手続コード.
    Procedure(ProcedureId),
    /// 特定個人情報番号.
    Information(InformationNumber),
    /// 機関コード.
    Agency(AgencyCode),
    /// 照会 or 提供.
    Side(Side),
    /// 全部 or 一部.
    Scope(Scope),
    /// 追加, 変更 or 廃止.
    Revision(Revision),
    /// Not a value of the column's type; the cell keeps its text.
    Wrong,
}

impl Value {
    /// The normal form of a typed value; `None` for a text.
    pub(super) fn canonical(&self) -> Option<String> {
        Some(match self {
            Self::Blank => String::new(),
            Self::Text | Self::Wrong => return None,
            Self::Date(v) => v.to_string(),
            Self::AffairNumber(v) => v.to_string(),
            Self::Affair(v) => v.to_string(),
            Self::Procedure(v) => v.to_string(),
            Self::Information(v) => v.to_string(),
            Self::Agency(v) => v.to_string(),
            Self::Side(v) => v.as_str().to_owned(),
            Self::Scope(v) => v.as_str().to_owned(),
            Self::Revision(v) => v.as_str().to_owned(),
        })
    }
}

macro_rules! accessor {
    ($($(#[$doc:meta])* $name:ident: $variant:ident -> $ty:ty;)+) => {
        impl Value {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(self) -> Option<$ty> {
                match self { Self::$variant(value) => Some(value), _ => None }
            })+
        }
    };
}

accessor! {
    /// The day, if it is one.
    date: Date -> Date;
    /// The 事務番号, if it is one.
    affair_number: AffairNumber -> AffairNumber;
    /// The 事務コード, if it is one.
    affair: Affair -> AffairId;
    /// The 事務手続コード, if it is one.
    procedure: Procedure -> ProcedureId;
    /// The 特定個人情報番号, if it is one.
    information: Information -> InformationNumber;
    /// The 機関コード, if it is one.
    agency: Agency -> AgencyCode;
    /// The scope, if it is one.
    scope: Scope -> Scope;
    /// The 改版区分, if it is one.
    revision: Revision -> Revision;
}

/// The type of the cells of a column. Cells under a key that a pack adds are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellType {
    Text,
    Date,
    /// A last day; 9999/12/31 and the like mean that there is none.
    LastDay,
    AffairNumber,
    Affair,
    Procedure,
    Information,
    Agency,
    Side,
    Scope,
    Revision,
}

impl CellType {
    pub(super) fn of_key(key: &ColumnKey) -> Self {
        let layout = key.layout().map(Self::of_layout);
        layout.or_else(|| key.registry().map(Self::of_registry)).unwrap_or(Self::Text)
    }

    fn of_layout(column: LayoutColumn) -> Self {
        use LayoutColumn as C;
        match column {
            C::AffairNumber => Self::AffairNumber,
            C::AffairId => Self::Affair,
            C::ProcedureId => Self::Procedure,
            C::InformationNumber => Self::Information,
            C::ValidFrom => Self::Date,
            C::ValidTo => Self::LastDay,
            C::Revision => Self::Revision,
            C::AffairName
            | C::ProcedureName
            | C::LegalBasis
            | C::Inquirer
            | C::Provider
            | C::InformationName
            | C::Version => Self::Text,
        }
    }

    fn of_registry(column: RegistryColumn) -> Self {
        use RegistryColumn as C;
        match column {
            C::Side => Self::Side,
            C::FromCode | C::ToCode => Self::Agency,
            C::ProcedureId => Self::Procedure,
            C::InformationNumber => Self::Information,
            C::Scope => Self::Scope,
            C::ValidFrom => Self::Date,
            C::ValidTo => Self::LastDay,
            C::FromName | C::ToName | C::ScopeNote | C::Basis => Self::Text,
        }
    }

    /// An example of a correct cell, to show next to a wrong one; the same in every language.
    pub(super) fn example(self, kind: TableKind, pack: &Pack) -> String {
        let words = |choice: &str, values: Vec<&'static str>| {
            let labels: Vec<&str> =
                values.into_iter().map(|v| pack.choice_label(choice, v, Lang::Ja)).collect();
            labels.join(" / ")
        };
        match self {
            Self::Text => String::new(),
            Self::Date | Self::LastDay => "2019-06-17".to_owned(),
            Self::AffairNumber => "69の2".to_owned(),
            Self::Affair => "JM01000000121000".to_owned(),
            Self::Procedure => "JT01010000000214".to_owned(),
            Self::Information => "15".to_owned(),
            Self::Agency => "0220113112101700".to_owned(),
            Self::Side => match kind {
                TableKind::Registry(side) => words("side", vec![side.as_str()]),
                TableKind::Layout => words("side", Side::ALL.iter().map(|s| s.as_str()).collect()),
            },
            Self::Scope => words("scope", Scope::ALL.iter().map(|s| s.as_str()).collect()),
            Self::Revision => words("revision", Revision::ALL.iter().map(|r| r.as_str()).collect()),
        }
    }

    /// Guesses how a text came to be no value of this type, such as by a spreadsheet's conversion.
    pub(super) fn problem(self, text: &str, kind: TableKind, pack: &Pack) -> Xls005 {
        if self.looks_right(text, kind, pack) {
            return Xls005::LookAlike;
        }
        let folded = fold_ascii(text.trim()).to_ascii_uppercase();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let scientific = folded
            .split_once("E+")
            .is_some_and(|(number, power)| digits(power) && digits(&number.replacen('.', "", 1)));
        match self {
            _ if scientific => Xls005::Scientific,
            Self::Agency if digits(&folded) && (10..16).contains(&folded.len()) => Xls005::Zeros,
            // The days from 1954 to 2064.
            Self::Date | Self::LastDay
                if folded.parse().is_ok_and(|n: u32| (20_000..60_000).contains(&n)) =>
            {
                Xls005::Serial
            }
            Self::Date | Self::LastDay if matches!(text.parse::<Day>(), Err(error) if error != DateError::NotADate) => {
                Xls005::Day
            }
            _ => Xls005::Other,
        }
    }

    /// Returns whether a text would be a value if its characters were those that they look like: a Cyrillic or Greek
    /// letter, a letter in the place of 0 or 1.
    fn looks_right(self, text: &str, kind: TableKind, pack: &Pack) -> bool {
        // No code, day or word of a choice is longer in bytes.
        const LONGEST: usize = 300;
        if text.len() > LONGEST {
            return false;
        }
        let letters: String = fold_ascii(text).chars().map(alike::latin).collect();
        // The first two characters of a code are letters.
        let digits: String = letters
            .char_indices()
            .map(|(at, c)| if at < 2 { c } else { alike::digit(c) })
            .collect();
        let all: String = letters.chars().map(alike::digit).collect();
        let reads = |changed: &String| {
            *changed != fold_ascii(text) && self.read(changed, kind, pack) != Value::Wrong
        };
        [&letters, &digits, &all].into_iter().any(reads)
    }

    /// Reads a cell; [`Value::Wrong`] if the text is no value of this type.
    pub(super) fn read(self, text: &str, kind: TableKind, pack: &Pack) -> Value {
        if is_blank(text) || self != Self::Text && is_dash(text) {
            return Value::Blank;
        }
        let value = match self {
            Self::Text => Some(Value::Text),
            Self::LastDay if is_without_end(text) => Some(Value::Blank),
            Self::Date | Self::LastDay => text.parse::<Day>().ok().map(|day| Value::Date(day.0)),
            Self::AffairNumber => text.parse().ok().map(Value::AffairNumber),
            Self::Affair => text.parse().ok().map(Value::Affair),
            Self::Procedure => text.parse().ok().map(Value::Procedure),
            Self::Information => text.parse().ok().map(Value::Information),
            Self::Agency => text.parse().ok().map(Value::Agency),
            Self::Side => choice(text, "side", Side::ALL, |s| s.as_str(), pack)
                .filter(|side| match kind {
                    TableKind::Registry(own) => own == *side,
                    TableKind::Layout => true,
                })
                .map(Value::Side),
            Self::Scope => {
                choice(text, "scope", Scope::ALL, |s| s.as_str(), pack).map(Value::Scope)
            }
            Self::Revision => {
                choice(text, "revision", Revision::ALL, |r| r.as_str(), pack).map(Value::Revision)
            }
        };
        value.unwrap_or(Value::Wrong)
    }
}

/// Returns whether a text is a dash such as －, which tables use for an empty cell.
fn is_dash(text: &str) -> bool {
    const DASHES: &[char] = &['-', '－', '―', '—', '–', '‐', '−', '─', 'ー', 'ｰ'];
    let text = text.trim();
    text.chars().count() <= 4 && text.chars().all(|c| DASHES.contains(&c))
}

/// Returns whether a text is a last day such as 9999/12/31 or 99999999, which systems use for no end.
fn is_without_end(text: &str) -> bool {
    let folded = fold_ascii(text.trim());
    let day = folded.split_once(' ').map_or(folded.as_str(), |(day, _)| day);
    let day = day.replace(['年', '月', '/', '-', '.'], "");
    matches!(day.trim_end_matches('日'), "99991231" | "99999999")
}

/// Finds the choice with a name in documents or a label in the pack.
fn choice<T: Copy>(
    text: &str,
    name: &str,
    all: &[T],
    as_str: impl Fn(&T) -> &'static str,
    pack: &Pack,
) -> Option<T> {
    let word = text.trim();
    all.iter().copied().find(|v| {
        let value = as_str(v);
        word == value
            || [Lang::Ja, Lang::En].iter().any(|l| word == pack.choice_label(name, value, *l))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_is_nothing_and_a_day_beyond_all_days_is_no_end() {
        let (kind, pack) = (TableKind::Layout, Pack::standard());
        for text in ["－", "-", "―", " ー ", "---"] {
            assert_eq!(CellType::LastDay.read(text, kind, pack), Value::Blank, "{text}");
            assert_eq!(CellType::Revision.read(text, kind, pack), Value::Blank, "{text}");
            assert_eq!(CellType::Text.read(text, kind, pack), Value::Text, "{text}");
        }
        assert_eq!(CellType::LastDay.read("-----", kind, pack), Value::Wrong);
        assert_eq!(CellType::Revision.read("-追加", kind, pack), Value::Wrong);
        for text in
            ["9999/12/31", "９９９９年１２月３１日", "99991231", "99999999", "9999-12-31 0:00"]
        {
            assert_eq!(CellType::LastDay.read(text, kind, pack), Value::Blank, "{text}");
            assert_eq!(CellType::Date.read(text, kind, pack), Value::Wrong, "{text}");
        }
        assert_eq!(CellType::LastDay.read("9999/12/30", kind, pack), Value::Wrong);
        let day = Value::Date(jiff::civil::date(2020, 3, 31));
        assert_eq!(CellType::LastDay.read("令2.3.31", kind, pack), day);
    }

    #[test]
    fn what_looks_right_is_told_from_what_is_wrong() {
        let (kind, pack) = (TableKind::Layout, Pack::standard());
        let problem = |cells: CellType, text| {
            assert_eq!(cells.read(text, kind, pack), Value::Wrong, "{text}");
            cells.problem(text, kind, pack)
        };
        for text in ["ЈТ01010000000214", "JT010100OO000214", "JTO101000000O214", "JT0l010000000214"]
        {
            assert_eq!(problem(CellType::Procedure, text), Xls005::LookAlike, "{text}");
        }
        assert_eq!(problem(CellType::Date, "2O19/6/17"), Xls005::LookAlike);
        for text in ["JT01", "未定", "OO", "1.01E+15"] {
            assert_ne!(problem(CellType::Procedure, text), Xls005::LookAlike, "{text}");
        }
    }

    #[test]
    fn words_are_those_of_the_pack() {
        let pack = Pack::standard();
        let inquiry = TableKind::Registry(Side::Inquiry);
        assert_eq!(CellType::Scope.read("一部", inquiry, pack), Value::Scope(Scope::Part));
        assert_eq!(CellType::Scope.read(" whole ", inquiry, pack), Value::Scope(Scope::Whole));
        assert_eq!(CellType::Scope.read("一部分", inquiry, pack), Value::Wrong);
        assert_eq!(CellType::Side.read("照会", inquiry, pack), Value::Side(Side::Inquiry));
        assert_eq!(CellType::Side.read("提供", inquiry, pack), Value::Wrong);
        assert_eq!(
            CellType::Revision.read("廃止", TableKind::Layout, pack),
            Value::Revision(Revision::Retired)
        );
        assert_eq!(CellType::Scope.example(inquiry, pack), "全部 / 一部");
    }
}
