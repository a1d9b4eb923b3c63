//! Measures every family of revisions in every setting: `cargo xtask measure successors`.
//!
//! Prints one line for each setting. Exit status 1: a setting missed its family's limits.

use std::process::ExitCode;

use clap::Parser;
use measure::successors::{Affair, FAMILIES, Family, Miss, Setting, affairs};

/// Measures how well the successors of retired procedures are found
#[derive(Parser)]
#[command(name = "successors")]
struct Options {
    /// Only the families whose name holds this text
    family: Option<String>,
    /// Also prints each procedure whose successor was not found or that was offered a wrong one
    #[arg(long)]
    misses: bool,
}

/// The report on one family and whether each of its settings keeps to the limits.
fn report(family: &Family, statute: &[Affair], misses: bool) -> (String, bool) {
    let (mut lines, mut kept) = (String::new(), true);
    for setting in Setting::all() {
        let mut missed = String::new();
        let tally = family.measure(statute, setting, |miss: Miss<'_>| {
            if misses {
                missed += &format!("{miss}\n");
            }
        });
        let within = family.floor.is_met(setting, &tally);
        let mark = if within { "" } else { " MISSES ITS LIMITS" };
        lines += &format!("{missed}{}, {setting}: {tally}{mark}\n", family.name);
        kept &= within;
    }
    (lines, kept)
}

fn main() -> ExitCode {
    let options = Options::parse();
    let named = |family: &&Family| options.family.as_ref().is_none_or(|n| family.name.contains(n));
    let chosen: Vec<&Family> = FAMILIES.iter().filter(named).collect();
    if chosen.is_empty() {
        let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        eprintln!("no such family; there are: {}", names.join(", "));
        return ExitCode::from(2);
    }
    let statute = affairs();
    let kept = std::thread::scope(|scope| {
        let report = |family: &Family| report(family, &statute, options.misses);
        let running: Vec<_> =
            chosen.iter().map(|family| scope.spawn(move || report(family))).collect();
        let mut kept = true;
        for family in running {
            let (lines, within) = family.join().expect("a measurement does not panic");
            print!("{lines}");
            kept &= within;
        }
        kept
    });
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
