//! Runs each program of `examples/` on sample files and compares what it prints.

use std::path::{Path, PathBuf};

use forms_core::archive::Silent;
use forms_core::finding::Code;
use forms_core::pack::Pack;
use forms_core::sample::{self, LAYOUTS, Member};
use forms_core::submission::{AttachmentFile, build};

#[path = "../examples/check_zip.rs"]
#[expect(dead_code, reason = "only `run` of an example is called here")]
mod check_zip;
#[path = "../examples/diff_layouts.rs"]
#[expect(dead_code, reason = "only `run` of an example is called here")]
mod diff_layouts;
#[path = "../examples/read_ordinance.rs"]
#[expect(dead_code, reason = "only `run` of an example is called here")]
mod read_ordinance;

/// Writes a file and returns its path as an argument.
fn written(folder: &Path, name: &str, content: &[u8]) -> String {
    let path: PathBuf = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The name and the bytes of the sample city's package.
fn package(city: &Member) -> (String, Vec<u8>) {
    let files: Vec<AttachmentFile<'_>> =
        city.files.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
    let built = build(&city.application, &files, &[], Pack::standard(), &mut Silent).unwrap();
    (built.name, built.bytes)
}

#[test]
fn check_zip_prints_the_findings_of_a_package() {
    let folder = tempfile::tempdir().unwrap();
    let (name, bytes) = package(&sample::demo().unwrap());
    let today = "2019-05-20".to_owned();

    let good = written(folder.path(), &name, &bytes);
    let printed = check_zip::run(&[good, today.clone()]).unwrap();
    assert_eq!(printed, "0 fatal, 0 errors, 0 warnings\n");

    let renamed = written(folder.path(), "a.zip", &bytes);
    let printed = check_zip::run(&[renamed, today.clone()]).unwrap();
    assert!(printed.starts_with(&format!("{} ", Code::Pkg008)), "{printed}");

    let cut = written(folder.path(), &name, &bytes[..bytes.len() / 2]);
    let printed = check_zip::run(&[cut, today]).unwrap();
    assert!(printed.starts_with(&format!("{} fatal: ", Code::Zip002)), "{printed}");
    assert!(printed.ends_with("1 fatal, 0 errors, 0 warnings\n"), "{printed}");

    assert!(check_zip::run(&["a.zip".to_owned()]).is_err());
}

#[test]
fn read_ordinance_prints_the_provisions_and_what_they_delegate() {
    let folder = tempfile::tempdir().unwrap();
    let text = "中央市教育委員会に対する事務の委任及び補助執行に関する規則\n\
        （平成27年中央市規則第12号）\n\
        （委任）\n\
        第1条　市長は、次に掲げる事務を教育委員会に委任する。\n\
        (1)　就学援助に関すること。\n\
        （補助執行）\n\
        第2条　市長は、奨学金に関する事務を教育委員会の職員に補助執行させる。\n";
    let rule = written(folder.path(), "規則.txt", text.as_bytes());
    let printed = read_ordinance::run(&[rule]).unwrap();
    let expected = "中央市教育委員会に対する事務の委任及び補助執行に関する規則\n\
        第1条第1項\t市長は、次に掲げる事務を教育委員会に委任する。\n\
        \t→ delegates to 教育委員会\n\
        第1条第1項第1号\t就学援助に関すること。\n\
        \t→ delegates to 教育委員会\n\
        第2条第1項\t市長は、奨学金に関する事務を教育委員会の職員に補助執行させる。\n\
        \t→ lends staff of 教育委員会の職員\n";
    assert_eq!(printed, expected);

    let absent = folder.path().join("absent.txt").to_str().unwrap().to_owned();
    assert!(read_ordinance::run(&[absent]).is_err());
}

#[test]
fn diff_layouts_prints_retired_procedures_with_their_candidates() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = LAYOUTS.map(|(name, text)| written(folder.path(), name, text.as_bytes()));
    let printed = diff_layouts::run(&[old.clone(), new]).unwrap();
    let one_renamed_and_one_abolished = "\
        JT99010000000001 養育里親の登録の申請に係る事実についての審査\n    \
        1.00 JT99010000000201 養育里親の登録の申請に係る事実についての審査(地方税関係情報等を照会)\n\
        JT99010000000007 保育所における保育の実施の解除に係る事実についての審査\n\
        JT99010000000013 ";
    assert!(printed.starts_with(one_renamed_and_one_abolished), "{printed}");
    assert!(printed.ends_with("\n7 retired, 9 added, 36 changed\n"), "{printed}");

    let printed = diff_layouts::run(&[old.clone(), old.clone()]).unwrap();
    assert_eq!(printed, "0 retired, 0 added, 0 changed\n");

    let other = written(folder.path(), "list.csv", "品名,数量\nりんご,3\n".as_bytes());
    assert!(diff_layouts::run(&[old, other]).is_err());
}
