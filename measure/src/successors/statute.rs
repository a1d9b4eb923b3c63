//! The rows of 番号法別表第二 as of 2015.

/// One affair of the table with whom it asks for what.
#[derive(Debug, Clone)]
pub struct Affair {
    /// Who looks the information up.
    pub inquirer: &'static str,
    /// The affair in the statute's words.
    pub name: &'static str,
    /// Provider, and the words for the information.
    pub asks: Vec<(&'static str, &'static str)>,
}

/// Reads the 121 affairs, in the order of the table. A line that names no row goes on with the last.
pub fn affairs() -> Vec<Affair> {
    let mut affairs: Vec<Affair> = Vec::new();
    for line in include_str!("../../data/beppyo2-2015.tsv").lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        if let [row, inquirer, name, provider, information] = cells[..] {
            if !row.is_empty() {
                affairs.push(Affair { inquirer, name, asks: Vec::new() });
            }
            affairs.last_mut().expect("a row comes first").asks.push((provider, information));
        }
    }
    affairs
}
