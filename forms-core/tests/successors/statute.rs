//! The rows of 番号法別表第二.

/// One affair of the table with whom it asks for what.
#[derive(Debug, Clone)]
pub(crate) struct Affair {
    pub(crate) inquirer: &'static str,
    pub(crate) name: &'static str,
    /// Provider, and the words for the information.
    pub(crate) asks: Vec<(&'static str, &'static str)>,
}

/// Reads the affairs, in the order of the table. A line that names no row goes on with the last.
pub(crate) fn affairs() -> Vec<Affair> {
    let mut affairs: Vec<Affair> = Vec::new();
    for line in include_str!("../fixtures/beppyo2-2015.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [row, inquirer, name, provider, information] = cells[..] {
            if !row.is_empty() {
                affairs.push(Affair { inquirer, name, asks: Vec::new() });
            }
            affairs.last_mut().expect("a row stands first").asks.push((provider, information));
        }
    }
    affairs
}
