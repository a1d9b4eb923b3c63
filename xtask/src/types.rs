//! Checks the types of the JavaScript: every hand-written file in git, against the JSDoc in it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{process, setup};

/// TypeScript projects, one for each kind of global scope (Node, document, worker), below the folder of
/// the browser tests.
const PROJECTS: [&str; 3] = ["tsconfig.node.json", "tsconfig.browser.json", "tsconfig.worker.json"];

/// Runs the type checker over every project. Fails also if a file belongs to no project.
pub(crate) fn check(root: &Path) -> Result<bool> {
    let mut clean = true;
    let mut covered = BTreeSet::new();
    for project in PROJECTS {
        clean &= process::succeeds(compiler(root).args(["--project", project]))?;
        let listed = output(compiler(root).args(["--project", project, "--listFilesOnly"]))?;
        covered.extend(listed.lines().filter_map(|file| Path::new(file).canonicalize().ok()));
    }
    let files = hand_written(root)?;
    ensure!(!files.is_empty(), "git lists no JavaScript");
    for file in files.iter().filter(|file| !covered.contains(*file)) {
        println!("{}: in no tsconfig of {}", file.display(), setup::BROWSER_TESTS);
        clean = false;
    }
    Ok(clean)
}

fn compiler(root: &Path) -> Command {
    let mut node = process::command("node", &root.join(setup::BROWSER_TESTS));
    node.arg("node_modules/typescript/bin/tsc");
    node
}

/// Returns the JavaScript files that git tracks or would add. Generated ones are in `target` and `dist`,
/// which git ignores.
fn hand_written(root: &Path) -> Result<Vec<PathBuf>> {
    let mut git = process::command("git", root);
    git.args(["ls-files", "--cached", "--others", "--exclude-standard", "-z", "*.js", "*.mjs"]);
    let listed = output(&mut git)?;
    let names = listed.split('\0').filter(|name| !name.is_empty());
    // A file deleted and not yet staged is still listed.
    Ok(names.filter_map(|name| root.join(name).canonicalize().ok()).collect())
}

fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {command:?}"))?;
    ensure!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).with_context(|| format!("the output of {command:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_of_every_shell_are_listed_and_builds_are_not() {
        let root = crate::root().canonicalize().expect("the workspace");
        let files = hand_written(&root).expect("a git repository");
        for name in ["extension/static/content.js", "ui/static/worker.js", "xtask/src/wasi.mjs"] {
            assert!(files.contains(&root.join(name)), "{name}");
        }
        let built = ["node_modules", "target", "dist"].map(|folder| format!("/{folder}/"));
        let below = |file: &PathBuf| file.strip_prefix(&root).map(|f| format!("/{}", f.display()));
        for file in &files {
            let name = below(file).expect("below the root");
            assert!(!built.iter().any(|folder| name.contains(folder)), "{name}");
        }
    }
}
