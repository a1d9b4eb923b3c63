//! LibreOffice and openpyxl read what was filled in. Where one is not installed its test says so and
//! does nothing; `cargo xtask test` installs both.

use std::path::Path;
use std::process::{Command, Output};

use forms_core::archive::Silent;
use forms_core::check::Checker;

use super::made::*;

/// The texts of the official workbook after filling, by sheet and cell.
const FILLED: [(&str, &str, &str); 6] = [
    ("様式第１号", "B3", "131121"),
    ("様式第１号", "B4", "世田谷区"),
    ("様式第２号（委任）", "A5", "1"),
    ("様式第２号（委任）", "B5", "JT01010000000001"),
    ("様式第２号（委任）", "D5", "全部"),
    ("様式第２号（委任）", "G5", "第2条第1項第1号"),
];

/// The workbooks of two packs, the built-in one with an official workbook and one that shares no
/// name with it: each in a package that was built and checks clean.
fn filled_in(folder: &Path) -> Vec<std::path::PathBuf> {
    let packs = [(application(), pack(), today()), {
        (coastal_application(), coastal(), jiff::civil::date(2031, 2, 1))
    }];
    let written = packs.into_iter().enumerate().map(|(number, (app, pack, day))| {
        let outcome = build(&app, &pack);
        assert_eq!(outcome.findings, [], "{}", pack.id);
        let built = outcome.built.unwrap();
        let checked = Checker::new(&pack, day).package(&built.name, &built.bytes, &mut Silent);
        assert_eq!(checked.report.findings, [], "{}", pack.id);
        let path = folder.join(format!("form{number}.xlsm"));
        std::fs::write(&path, file(&built.bytes, &pack.package.workbook)).unwrap();
        path
    });
    written.collect()
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
    let paths = filled_in(folder.path());
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
    let expected: String = FILLED.iter().map(|(_, _, text)| format!("{text}\n")).collect();
    for path in paths {
        let mut command = Command::new(python);
        command.env("PYTHONUTF8", "1").args(["-c", program]).arg(&path).args(&places);
        let output = run(&mut command).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
    }
}

#[test]
fn libreoffice_reads_the_values_and_all_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let paths = filled_in(folder.path());
    if run(Command::new("soffice").arg("--version")).is_none() {
        return skip("LibreOffice");
    }
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to"])
        .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
        .arg("--outdir")
        .arg(folder.path())
        .args(&paths);
    let output = run(&mut command).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    assert_eq!(texts.len(), 2 * 20, "one file for each sheet");
    for (_, cell, text) in FILLED {
        assert!(texts.iter().filter(|t| t.contains(text)).count() >= 2, "{cell}");
    }
}
