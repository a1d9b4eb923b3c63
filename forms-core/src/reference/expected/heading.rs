//! The heading of a list of those expected, and the cells of a line under it.

use super::is_number;
use crate::finding::value;
use crate::text::{fold_header, is_blank};

/// The columns that a heading names. Without one all are empty, and cells are known by what they hold.
#[derive(Debug, Default)]
pub(super) struct Heading {
    code: Option<usize>,
    name: Option<usize>,
    members: Option<usize>,
    area: Option<usize>,
}

impl Heading {
    /// The columns of a line that is a heading; `None` if it names neither the code nor the name.
    pub(super) fn of(cells: &[String]) -> Option<Self> {
        let column = |words: &str| {
            let folded = |cell: &String| fold_header(cell);
            let is_one = |cell: String| words.split('|').any(|word| fold_header(word) == cell);
            cells.iter().map(folded).position(is_one)
        };
        let (code, name) = (column(value::EXPECTED_CODE), column(value::EXPECTED_NAME));
        let (members, area) = (column(value::EXPECTED_MEMBERS), column(value::EXPECTED_AREA));
        (code.is_some() || name.is_some()).then_some(Self { code, name, members, area })
    }

    pub(super) fn has_code_column(&self) -> bool {
        self.code.is_some()
    }

    pub(super) fn code_cell<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        self.code.and_then(|column| cells.get(column)).map(String::as_str)
    }

    pub(super) fn members_cell<'c>(&self, cells: &'c [String]) -> Option<&'c str> {
        self.members.map(|column| cells.get(column).map_or("", String::as_str))
    }

    /// The area, as the list has it; may be empty.
    pub(super) fn area<'c>(&self, cells: &'c [String]) -> &'c str {
        self.area.and_then(|column| cells.get(column)).map_or("", |cell| cell.trim())
    }

    /// The cells that may name the applicant: that of its column, else all that are no numbers, in their order.
    pub(super) fn names<'c>(&self, cells: &'c [String]) -> Vec<&'c str> {
        let named: Vec<&String> = match self.name {
            Some(column) => cells.get(column).into_iter().collect(),
            None => {
                let others = [self.code, self.members, self.area];
                let cells = cells.iter().enumerate();
                cells.filter(|(i, _)| !others.contains(&Some(*i))).map(|(_, cell)| cell).collect()
            }
        };
        let names = named.into_iter().map(|cell| cell.trim());
        names.filter(|cell| !is_blank(cell) && !is_number(cell)).collect()
    }
}
