//! Counts passed and failed tests, as the test programs' own summaries give them.

use std::fmt;

use crate::process;

/// Numbers of passed and failed checks.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Tally {
    /// Adds one check.
    pub(crate) fn check(&mut self, name: &str, outcome: anyhow::Result<bool>) -> bool {
        let ok = match outcome {
            Ok(ok) => ok,
            Err(error) => {
                eprintln!("{name}: {error:#}");
                false
            }
        };
        self.add(Tally { passed: u64::from(ok), failed: u64::from(!ok) });
        println!("{} {name}", if ok { "ok    " } else { "FAILED" });
        ok
    }

    /// Adds the tests of a program that prints a summary. If it fails without a counted failure (it did
    /// not compile, was killed or ran no test), that is one failure.
    pub(crate) fn tests(
        &mut self,
        name: &str,
        command: &mut std::process::Command,
        read: fn(&str) -> Option<Tally>,
    ) {
        let mut sum = Tally::default();
        let outcome = process::each_line(command, |line| {
            if let Some(part) = read(line) {
                sum.add(part);
            }
        });
        let ok = outcome.unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            false
        });
        if sum.failed == 0 && (!ok || sum.passed == 0) {
            sum.failed = 1;
        }
        println!("{} {name}: {sum}", if sum.failed == 0 { "ok    " } else { "FAILED" });
        self.add(sum);
    }

    fn add(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Reads `test result: ok. 3 passed; 0 failed; …`, which `cargo test` prints for each binary.
pub(crate) fn cargo_summary(line: &str) -> Option<Tally> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let count = |word: &str| {
        counts.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
    };
    Some(Tally { passed: count("passed")?, failed: count("failed")? })
}

/// Reads `ℹ pass 3` and `ℹ fail 0` (or `# pass 3`), which Node's test runner prints at its end.
/// A cancelled test has not passed.
pub(crate) fn node_summary(line: &str) -> Option<Tally> {
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (word, count) = rest.split_once(' ')?;
    let count = count.trim().parse().ok()?;
    match word {
        "pass" => Some(Tally { passed: count, failed: 0 }),
        "fail" | "cancelled" => Some(Tally { passed: 0, failed: count }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn summaries_are_read() {
        let line =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out";
        assert_eq!(cargo_summary(line), Some(Tally { passed: 12, failed: 3 }));
        assert_eq!(cargo_summary("test text::width ... ok"), None);
        assert_eq!(node_summary("ℹ pass 7"), Some(Tally { passed: 7, failed: 0 }));
        assert_eq!(node_summary("# cancelled 2"), Some(Tally { passed: 0, failed: 2 }));
        assert_eq!(node_summary("ℹ tests 9"), None);
        assert_eq!(node_summary("# a comment"), None);
    }

    #[test]
    fn a_program_that_fails_without_counting_is_a_failure() {
        let mut tally = Tally::default();
        let mut failing = process::cargo(Path::new("."));
        tally.tests("no such command", failing.arg("no-such-subcommand"), cargo_summary);
        assert_eq!(tally, Tally { passed: 0, failed: 1 });
        // Success without a test is not a pass.
        let mut silent = process::cargo(Path::new("."));
        tally.tests("nothing ran", silent.arg("--version"), cargo_summary);
        assert_eq!(tally, Tally { passed: 0, failed: 2 });
        tally.check("one", Ok(true));
        tally.check("two", Err(anyhow::anyhow!("broken")));
        assert_eq!(tally.to_string(), "1 passed, 3 failed");
    }
}
