//! The ways to read an ambiguous citation.

use crate::law::marker::joined;
use crate::law::path::{ProvisionPath, TableRef};
use crate::text::numeral::number_prefix;

/// Returns the ways to read a place, the literal one first: 別表第4の2の3の項 can be the row 2の3 of 別表第4 or the row 3 of
/// 別表第4の2, 別表第1第24号 the row 24, and イの2 the 2 below イ.
pub(super) fn readings(path: &ProvisionPath) -> Vec<ProvisionPath> {
    let mut out = vec![path.clone()];
    out.extend(below_instead_of_branch(path));
    let Some(table) = &path.table else { return out };
    let with = |table: TableRef, item: Option<Vec<u32>>| ProvisionPath {
        table: Some(table),
        item,
        ..path.clone()
    };
    if let Some(row) = &table.row {
        for (at, _) in row.match_indices('の') {
            let (branch, rest) = row.split_at(at);
            let name = format!("{}の{branch}", table.name);
            let row = rest.strip_prefix('の').map(str::to_owned);
            out.push(with(TableRef { name, row, column: table.column.clone() }, path.item.clone()));
        }
        // 別表第1の2町長の項 without の: the row 町長 of 別表第1の2.
        let chars: Vec<char> = row.chars().collect();
        if let Some((n, length)) = number_prefix(&chars)
            && chars.get(length).is_some_and(|c| *c != 'の')
        {
            let name = match table.name.as_str() {
                "別表" => format!("別表第{n}"),
                name => format!("{name}の{n}"),
            };
            let row = chars.get(length..).map(|words| words.iter().collect());
            out.push(with(TableRef { name, row, column: None }, path.item.clone()));
        }
    } else if let Some(item) = &path.item {
        out.push(with(TableRef { row: Some(joined(item)), ..table.clone() }, None));
    }
    // A column has no provision of its own: its row is found.
    for reading in &mut out {
        if let Some(table) = &mut reading.table {
            table.column = None;
        }
    }
    out
}

/// Returns the ways to read の before a number as "below" if it was read as a branch: イの2 as the 2
/// below イ. 第4号の2 is always a branch.
fn below_instead_of_branch(path: &ProvisionPath) -> Vec<ProvisionPath> {
    /// No text branches further.
    const MOST: usize = 4;
    let mut out = Vec::new();
    for (at, label) in path.subitems.iter().enumerate().take(MOST) {
        for (cut, _) in label.match_indices('の').take(MOST) {
            let (head, rest) = label.split_at(cut);
            let below = rest.trim_start_matches('の');
            let mut subitems = path.subitems.clone();
            subitems.splice(at..=at, [head.to_owned(), below.to_owned()]);
            out.push(ProvisionPath { subitems, ..path.clone() });
        }
    }
    out
}
