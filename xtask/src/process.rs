//! Runs other programs, shows their command line and says clearly when one is missing or fails.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Returns a command that runs in the workspace's folder.
pub(crate) fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    command
}

/// Returns the cargo that runs this program, so that the pinned toolchain is used.
pub(crate) fn cargo(folder: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(cargo, folder)
}

/// Runs a command with its output shown. Fails unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("failed: {}", line(command))
}

/// Runs a command with its output shown. Returns true if it succeeded.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool> {
    announce(command);
    let status = command.status().with_context(|| format!("cannot start {}", line(command)))?;
    Ok(status.success())
}

/// Runs a command and shows its output only if it fails. For set-up, which may run at the same time as
/// other commands.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    announce(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if output.status.success() {
        return Ok(());
    }
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    bail!("failed: {}\n{out}{err}", line(command))
}

/// Runs a command, shows its standard output as it comes and hands each line on as well.
pub(crate) fn each_line(command: &mut Command, mut seen: impl FnMut(&str)) -> Result<bool> {
    announce(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", line(command)))?;
    if let Some(output) = child.stdout.take() {
        for text in BufReader::new(output).split(b'\n') {
            let text = text.context("reading a program's output")?;
            let text = String::from_utf8_lossy(&text);
            println!("{text}");
            seen(&text);
        }
    }
    Ok(child.wait().context("waiting for a program")?.success())
}

/// Returns the path of a program in `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| {
            let suffix = std::env::consts::EXE_SUFFIX;
            [folder.join(program), folder.join(format!("{program}{suffix}"))]
        })
        .find(|file| file.is_file())
}

fn announce(command: &Command) {
    println!("\n$ {}", line(command));
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy();
    let arguments = command.get_args().map(|a| a.to_string_lossy());
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named() {
        for run in [run, run_quietly] {
            let error = run(&mut command("no-such-program-here", Path::new(".")))
                .expect_err("there is no such program");
            assert!(format!("{error:#}").contains("no-such-program-here"));
        }
        assert_eq!(find("no-such-program-here"), None);
    }

    #[test]
    fn lines_are_handed_on_and_the_status_is_kept() {
        let mut lines = Vec::new();
        let ok = each_line(cargo(Path::new(".")).arg("--version"), |l| lines.push(l.to_owned()))
            .expect("cargo runs");
        assert!(ok && lines.iter().any(|l| l.starts_with("cargo ")));
        let failed = succeeds(cargo(Path::new(".")).arg("no-such-subcommand")).expect("starts");
        assert!(!failed);
        let error = run_quietly(cargo(Path::new(".")).arg("no-such-subcommand")).expect_err("none");
        assert!(
            error.to_string().contains("no such command"),
            "the output is in the error: {error}"
        );
    }
}
