//! LibreOffice and openpyxl read what was filled in. Where one is not installed its test says so and
//! does nothing; `cargo xtask test` installs both.

use std::path::Path;
use std::process::{Command, Output};

use super::made::*;

/// What stands in the official workbook after filling, by sheet and cell.
const FILLED: [(&str, &str, &str); 6] = [
    ("様式第１号", "B3", "131121"),
    ("様式第１号", "B4", "世田谷区"),
    ("様式第２号（委任）", "A5", "1"),
    ("様式第２号（委任）", "B5", "JT01010000000001"),
    ("様式第２号（委任）", "D5", "全部"),
    ("様式第２号（委任）", "G5", "第2条第1項第1号"),
];

fn filled_in(folder: &Path) -> std::path::PathBuf {
    let built = build(&application(), &pack()).built.unwrap();
    let path = folder.join("form.xlsm");
    std::fs::write(&path, file(&built.bytes, "様式.xlsm")).unwrap();
    path
}

/// The program's answer; none where it is not there.
fn run(command: &mut Command) -> Option<Output> {
    command.output().ok()
}

fn skip(what: &str) {
    eprintln!("skipped: {what} is not installed");
}

#[test]
fn openpyxl_reads_the_values_and_keeps_the_macros() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled_in(folder.path());
    let program = "import sys, openpyxl\n\
        b = openpyxl.load_workbook(sys.argv[1], keep_vba=True)\n\
        assert len(b.sheetnames) == 20 and b.vba_archive is not None\n\
        for place in sys.argv[2:]:\n    sheet, cell = place.split('!')\n    print(b[sheet][cell].value)\n\
        assert b[b.sheetnames[1]].conditional_formatting and len(b[b.sheetnames[4]]._images) in (0, 1)\n";
    let places = FILLED.map(|(sheet, cell, _)| format!("{sheet}!{cell}"));
    // The system's Python has the packages of the system, where another one comes before it in PATH.
    let python = ["python3", "/usr/bin/python3"].into_iter().find(|python| {
        run(Command::new(python).args(["-c", "import openpyxl"]))
            .is_some_and(|o| o.status.success())
    });
    let Some(python) = python else { return skip("openpyxl") };
    let mut command = Command::new(python);
    command.env("PYTHONUTF8", "1").args(["-c", program]).arg(&path).args(places);
    let output = run(&mut command).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let expected: String = FILLED.iter().map(|(_, _, text)| format!("{text}\n")).collect();
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn libreoffice_reads_the_values_and_all_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled_in(folder.path());
    if run(Command::new("soffice").arg("--version")).is_none() {
        return skip("LibreOffice");
    }
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to"])
        .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
        .arg("--outdir")
        .args([folder.path(), &path]);
    let output = run(&mut command).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    assert_eq!(texts.len(), 20, "one file for each sheet");
    for (_, cell, text) in FILLED {
        assert!(texts.iter().any(|t| t.contains(text)), "{cell}");
    }
}
