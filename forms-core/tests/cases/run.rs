//! Runs a case and gives the codes found, sorted.

use forms_core::application::{Application, PackRef};
use forms_core::archive::Silent;
use forms_core::finding::{Code, Finding};
use forms_core::layout::Layout;
use forms_core::pack::{self, Pack};
use forms_core::review::{CheckedPackage, CrossOptions, check_package, cross_check_with};
use forms_core::rules::{Background, Context, check_application};
use forms_core::submission::{AttachmentFile, build, package_name};
use forms_core::workbook::table::{TableKind, read_csv};

use super::package;
use super::recipe::{self, Case};

fn today() -> jiff::civil::Date {
    jiff::civil::date(2019, 5, 20)
}

pub(crate) fn codes(case: &Case) -> Vec<Code> {
    let mut codes: Vec<Code> = findings(case).iter().map(|f| f.code).collect();
    codes.sort();
    codes
}

fn findings(case: &Case) -> Vec<Finding> {
    let text = recipe::pack_text(&case.pack);
    if case.pack_only {
        return pack::check(&text).findings;
    }
    let pack = Pack::from_toml(&text).unwrap_or_else(|e| panic!("{e}"));
    if !case.package.is_empty() {
        return across(case, &pack);
    }
    let app = recipe::application(&case.edit);
    if let Some(layout) = &case.layout {
        return against(&app, layout, &pack);
    }
    checked(case, &app, &pack).report.findings
}

/// What the application shows against a layout.
fn against(app: &Application, layout: &str, pack: &Pack) -> Vec<Finding> {
    let table = read_csv(layout.as_bytes(), TableKind::Layout, pack).unwrap();
    assert_eq!(table.findings, []);
    let layout = Layout::from_table(&table);
    let files: Vec<_> = recipe::clean_files()
        .into_iter()
        .map(|(name, content)| forms_core::submission::FileFacts {
            name,
            bytes: content.len() as u64,
            sha256: None,
        })
        .collect();
    let background = Background::new(None, Some(&layout), None, pack);
    check_application(&Context::new(app, &files, pack, today()).with_background(&background))
}

/// Builds the package without judging it, edits its entries and checks it.
fn checked(case: &Case, app: &Application, pack: &Pack) -> CheckedPackage {
    let mut zip = built(case, app, pack);
    if case.repack || !case.entry.is_empty() {
        zip = package::edited(&zip, &case.entry);
    }
    let name = case.name.clone().unwrap_or_else(|| package_name(app, pack));
    check_package(&name, &zip, pack, today(), &mut Silent)
}

fn built(case: &Case, app: &Application, pack: &Pack) -> Vec<u8> {
    let mut files = recipe::clean_files();
    for file in &case.file {
        files.retain(|(name, _)| *name != file.name);
        files.push((file.name.clone(), file.text.clone().into_bytes()));
    }
    let files: Vec<AttachmentFile<'_>> =
        files.iter().map(|(name, content)| AttachmentFile { name, content }).collect();
    // A package of an earlier pack is one that this pack laid out and that names the earlier one.
    let made_with = case.made_with.as_deref().map(|made| {
        let (id, version) = made.split_once(' ').unwrap();
        PackRef { id: id.to_owned(), version: version.to_owned() }
    });
    let mut maker = pack.clone();
    if let Some(made) = made_with {
        (maker.id, maker.version) = (made.id, made.version);
    }
    build(app, &files, &case.overrides, &maker, &mut Silent).unwrap().bytes
}

/// The findings of several packages, each alone and against each other. Their names are for the
/// report only, so PKG-008 is left out of account.
fn across(case: &Case, pack: &Pack) -> Vec<Finding> {
    let packages: Vec<CheckedPackage> = case
        .package
        .iter()
        .map(|package| {
            let app = recipe::application(&package.edit);
            let zip = built(case, &app, pack);
            check_package(&package.name, &zip, pack, today(), &mut Silent)
        })
        .collect();
    let options = CrossOptions {
        expected: case.expected.iter().map(|code| code.parse().unwrap()).collect(),
        ..Default::default()
    };
    let cross = cross_check_with(&packages, pack, &options);
    let own = packages.into_iter().flat_map(|p| p.report.findings);
    own.filter(|f| f.code != Code::Pkg008).chain(cross.into_iter().map(|c| c.finding)).collect()
}
