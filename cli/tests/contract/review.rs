//! `review`: what comes out of a folder of packages, and what another run changes.

use std::path::Path;
use std::process::Command;

use forms_core::archive::content::{ReadBudget, read_entry};
use forms_core::archive::{Inventory, Silent};
use forms_core::pack::Pack;
use serde_json::Value;

use super::{json, path, renkei, stderr};

/// The folder of the sample with what is sent again.
const AGAIN: &str = "再提出_2019-05-24";

/// A prefecture with its review.
struct Prefecture(tempfile::TempDir);

impl Prefecture {
    fn new(defects: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("in");
        let mut args = vec!["sample", path(&at), "--prefecture", "佐賀県", "--seed", "3"];
        args.extend(defects.then_some("--defects"));
        json(&args, 0);
        if defects {
            // What is sent again comes later.
            std::fs::rename(at.join(AGAIN), folder.path().join("later")).unwrap();
        }
        Self(folder)
    }

    /// Lets those who send again do so.
    fn again(&self) {
        std::fs::rename(self.at("later"), self.at("in").join(AGAIN)).unwrap();
    }

    fn truth(&self) -> Vec<Value> {
        let truth = std::fs::read_to_string(self.at("in/truth.json")).unwrap();
        serde_json::from_str(&truth).unwrap()
    }

    /// The rows of the summary.
    fn summary(&self) -> Vec<String> {
        let csv = std::fs::read_to_string(self.at("out/summary.csv")).unwrap();
        csv.split("\r\n").skip(1).filter(|row| !row.is_empty()).map(str::to_owned).collect()
    }

    fn at(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn review(&self, more: &[&str], exit: i32) -> Value {
        let (from, out) = (self.at("in"), self.at("out"));
        json(&[&["review", path(&from), "--out", path(&out)], more].concat(), exit)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.at(folder)).unwrap();
        let names = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

/// Extracts a bundle and verifies it as its receiver would.
fn verified(bundle: &Path, to: &Path) -> Vec<String> {
    let bytes = std::fs::read(bundle).unwrap();
    let limits = Pack::standard().limits.archive();
    let (inventory, findings) = Inventory::read(&bytes, &limits);
    assert_eq!(findings, []);
    let mut budget = ReadBudget::new(&limits);
    let mut names = Vec::new();
    for entry in &inventory.entries {
        let content = read_entry(&bytes, entry, &mut budget, 1 << 26, &mut Silent).unwrap();
        let file = to.join(&entry.name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
        names.push(entry.name.clone());
    }
    let checked = Command::new("sha256sum").args(["-c", "SHA256SUMS"]).current_dir(to).output();
    let checked = checked.expect("sha256sum runs");
    assert!(checked.status.success(), "{}", stderr(&checked));
    let lines = String::from_utf8(checked.stdout).unwrap().lines().count();
    assert_eq!(lines, names.len() - 1, "every file but the list itself");
    names
}

#[test]
fn a_clean_prefecture_is_accepted_and_bundled_the_same_way_twice() {
    let prefecture = Prefecture::new(false);
    let from = prefecture.at("in");
    let first = prefecture.review(&["--prefecture", "佐賀県", "--accept-clean"], 0);
    assert_eq!(first["schema"], "renkei.review/1");
    let bundle = std::fs::read(prefecture.at("out/bundle.zip")).unwrap();
    let names = verified(&prefecture.at("out/bundle.zip"), &prefecture.at("extracted"));
    assert_eq!(names.iter().filter(|n| n.starts_with("packages/")).count(), 21);
    assert_eq!(prefecture.names("out/notices"), [""; 0], "no letter to the clean");
    // Nothing changed: the same session and the same bytes.
    let second = prefecture.review(&["--prefecture", "佐賀県", "--accept-clean"], 0);
    assert_eq!(first, second);
    assert_eq!(std::fs::read(prefecture.at("out/bundle.zip")).unwrap(), bundle);
    let out = prefecture.at("out");
    let text = renkei(&["review", path(&from), "--out", path(&out), "--today", "2019-05-20"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.ends_with("21団体：受領21・適21\n"), "{text}");
}

#[test]
fn a_package_that_changed_after_it_was_accepted_stops_the_bundle() {
    let prefecture = Prefecture::new(false);
    prefecture.review(&["--accept-clean"], 0);
    let session = std::fs::read_to_string(prefecture.at("out/review.json")).unwrap();
    let accepted = session.matches("\"accepted\"").count();
    assert_eq!(accepted, 21);
    // The same size and time of change, other bytes: only hashing the copy tells.
    let zip = walk(&prefecture.at("in")).remove(0);
    let modified = std::fs::metadata(&zip).unwrap().modified().unwrap();
    let mut bytes = std::fs::read(&zip).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&zip, bytes).unwrap();
    std::fs::File::options().write(true).open(&zip).unwrap().set_modified(modified).unwrap();
    let (from, out) = (prefecture.at("in"), prefecture.at("out"));
    let output = renkei(&["review", path(&from), "--out", path(&out), "--today", "2019-05-20"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("is not the file that was accepted"), "{}", stderr(&output));
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path));
        } else if path.extension().is_some_and(|e| e == "zip") {
            all.push(path);
        }
    }
    all.sort();
    all
}

#[test]
fn letters_go_to_those_with_errors_and_name_both_sides_of_a_pair() {
    let prefecture = Prefecture::new(true);
    prefecture.review(&["--prefecture", "佐賀県", "--deadline", "2019-05-31"], 1);
    let letters = prefecture.names("out/notices");
    let csv = std::fs::read_to_string(prefecture.at("out/summary.csv")).unwrap();
    let wrong =
        csv.lines().filter(|l| l.contains("\"不備\"") || l.contains("\"読込不可\"")).count();
    assert!(wrong > 10);
    assert_eq!(letters.len(), 2 * wrong, "HTML and text for each");
    let to_prefecture =
        std::fs::read_to_string(prefecture.at("out/notices/410004-佐賀県.txt")).unwrap();
    assert!(
        to_prefecture.contains("佐賀県知事　様") && to_prefecture.contains("令和元年5月31日までに")
    );
    let truth = prefecture.truth();
    let missing = truth.iter().find(|d| d["code"] == "XAP-001").unwrap();
    let other = missing["packages"][1].as_str().unwrap();
    let name = other.split('_').nth(1).unwrap();
    assert!(to_prefecture.contains(&format!("{name}：該当する行なし")), "{to_prefecture}");
}

#[test]
fn a_resubmission_is_a_new_round_and_sessions_of_two_are_merged() {
    let prefecture = Prefecture::new(true);
    prefecture.review(&["--prefecture", "佐賀県", "--accept-clean", "--by", "佐藤"], 1);
    let copy = prefecture.at("colleague.json");
    std::fs::copy(prefecture.at("out/review.json"), &copy).unwrap();
    let before = prefecture.names("out/notices").len();
    assert!(before > 0);
    // Some send again, mended or not.
    prefecture.again();
    prefecture.review(&["--accept-clean", "--by", "佐藤"], 1);
    let (rows, truth) = (prefecture.summary(), prefecture.truth());
    let again: Vec<&Value> =
        truth.iter().map(|d| &d["resubmission"]).filter(|again| again.is_object()).collect();
    for again in &again {
        let package = again["package"].as_str().unwrap();
        let row = rows.iter().find(|row| row.contains(package)).unwrap();
        let second = row.contains(r#""","2","#);
        let right = row.contains("適合") && row.contains("\"適\"");
        assert!(second && right == (again["repaired"] == true), "{again}: {row}");
    }
    assert_eq!(again.len(), 4);
    // All others follow: the packages of the same prefecture without defects.
    let clean = Prefecture::new(false);
    for zip in walk(&clean.at("in")) {
        let name = zip.file_name().unwrap();
        let to = prefecture.at("in/第3回");
        std::fs::create_dir_all(&to).unwrap();
        std::fs::copy(&zip, to.join(name)).unwrap();
    }
    let more = ["--accept-clean", "--by", "高橋", "--session", path(&copy)];
    let session = prefecture.review(&more, 0);
    let rows = prefecture.summary();
    assert!(rows.iter().any(|l| l.contains("\"3\"") && l.contains("\"適\"")), "{rows:?}");
    assert!(rows.iter().all(|l| l.contains("\"適合\"")), "{rows:?}");
    let left: Vec<String> = prefecture.names("out/notices");
    assert_eq!(left, ["old"], "letters that nothing calls for are put aside");
    let by = |name: &str| {
        let events = session["events"].as_array().unwrap();
        events.iter().filter(|e| e["event"]["by"] == name).count()
    };
    assert!(by("佐藤") > 0 && by("高橋") > 0);
}

#[test]
fn files_of_one_run_have_no_order_whichever_was_checked_first() {
    let prefecture = Prefecture::new(false);
    let zip = walk(&prefecture.at("in")).remove(0);
    let name = zip.file_name().unwrap().to_owned();
    // Another package of the same applicant: its bytes differ by a comment at the end.
    let mut bytes = std::fs::read(&zip).unwrap();
    let end = bytes.len();
    bytes[end - 2] = 1;
    bytes.push(b' ');
    let to = prefecture.at("in/again");
    std::fs::create_dir_all(&to).unwrap();
    std::fs::write(to.join(name), bytes).unwrap();
    prefecture.review(&["--prefecture", "佐賀県", "--accept-clean"], 0);
    let csv = std::fs::read_to_string(prefecture.at("out/summary.csv")).unwrap();
    let row = csv.split("\r\n").find(|row| row.matches(".zip").count() == 2).unwrap();
    assert!(row.contains(r#""","1","#), "one round with two files: {row}");
    assert!(row.contains("検査済"), "nobody may accept one of the two: {row}");
}

#[test]
fn wrong_arguments_and_a_forged_session_are_usage() {
    let prefecture = Prefecture::new(false);
    let (from, out) = (prefecture.at("in"), prefecture.at("out"));
    let usage = |args: &[&str]| {
        let all = [&["review", path(&from), "--out", path(&out)], args].concat();
        assert_eq!(renkei(&all).status.code(), Some(2), "{args:?}");
    };
    usage(&["--prefecture", "佐賀"]);
    usage(&["--session", "/no/such/file"]);
    prefecture.review(&["--accept-clean"], 0);
    let session = prefecture.at("out/review.json");
    let text = std::fs::read_to_string(&session).unwrap();
    std::fs::write(&session, text.replacen("\"accepted\"", "\"returned\"", 1)).unwrap();
    usage(&[]);
    let (nowhere, out) = (prefecture.at("nowhere"), prefecture.at("out2"));
    assert_eq!(renkei(&["review", path(&nowhere), "--out", path(&out)]).status.code(), Some(2));
    assert!(!out.exists(), "nothing is written for a folder that is not there");
}

#[test]
fn an_association_is_expected_with_name_members_and_area() {
    let prefecture = Prefecture::new(false);
    let list = prefecture.at("list.csv");
    let rows = "提出団体の一覧,,,\n団体コード,団体名,構成団体,管内\n\
                412015,佐賀市,,中部\n418501,佐賀中部広域連合,佐賀市、多久市,中部\n";
    std::fs::write(&list, rows).unwrap();
    prefecture.review(&["--expected", path(&list)], 0);
    let rows = prefecture.summary();
    let row = rows.iter().find(|row| row.contains("418501")).unwrap();
    assert!(row.contains("佐賀中部広域連合") && row.contains("未着"), "{row}");
    assert!(row.ends_with(r#""中部","佐賀市、多久市""#), "{row}");
    assert!(rows.iter().any(|row| row.contains("佐賀市") && row.ends_with(r#""中部","""#)));
    let report = std::fs::read_to_string(prefecture.at("out/report.html")).unwrap();
    assert!(report.contains("佐賀中部広域連合（418501）"), "the name is that of the list");
    // A list that is read again changes nothing, another one is what now holds.
    let before = prefecture.review(&["--expected", path(&list)], 0);
    assert_eq!(before, prefecture.review(&["--expected", path(&list)], 0));
    // Every bad line at once, and no review by half a list.
    std::fs::write(&list, "佐賀氏\n佐賀市\n41201,佐賀市\n").unwrap();
    let (from, out) = (prefecture.at("in"), prefecture.at("out"));
    let output = renkei(&["review", path(&from), "--out", path(&out), "--expected", path(&list)]);
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("1行目「佐賀氏」") && told.contains("3行目「41201,佐賀市」"), "{told}");
}

#[test]
fn the_overview_and_the_evidence_say_what_holds() {
    let prefecture = Prefecture::new(true);
    let registry = prefecture.at("in/registry/inquiry-registry.csv");
    let more =
        ["--prefecture", "佐賀県", "--deadline", "2019-05-31", "--registry", path(&registry)];
    prefecture.review(&more, 1);
    let overview = std::fs::read_to_string(prefecture.at("out/overview.html")).unwrap();
    assert!(
        overview.contains("2019-05-31（あと11日）") && overview.contains("XAP-006"),
        "{overview}"
    );
    let evidence = std::fs::read_to_string(prefecture.at("out/evidence.txt")).unwrap();
    let sum = |file: &Path| {
        let output = Command::new("sha256sum").arg(file).output().expect("sha256sum runs");
        String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
    };
    for file in [registry, prefecture.at("out/review.json")] {
        assert!(evidence.contains(&sum(&file)), "{}", file.display());
    }
    for zip in walk(&prefecture.at("in")) {
        assert!(evidence.contains(&sum(&zip)), "{}", zip.display());
    }
}
