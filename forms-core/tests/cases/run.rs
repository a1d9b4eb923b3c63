//! Runs a case and gives the codes found, sorted.

use forms_core::application::{Application, PackRef, Side};
use forms_core::archive::Silent;
use forms_core::carry_over::{CarryOverInput, Decisions, carry_over};
use forms_core::check::{CheckedPackage, Checker};
use forms_core::finding::{Code, Finding};
use forms_core::law::ordinance;
use forms_core::layout::Layout;
use forms_core::pack::{self, Pack, TableKind};
use forms_core::reference::Reference;
use forms_core::registry::Registry;
use forms_core::submission::{AttachmentFile, build, package_name};
use forms_core::table::read_csv;

use super::recipe::{self, Case};
use super::{package, table, zip};

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
    if let Some(table) = &case.table {
        return table::findings(table, &pack);
    }
    if !case.package.is_empty() {
        return across(case, &pack);
    }
    let app = recipe::application(&case.edit);
    let reference = reference(case, &pack);
    if case.carry_over {
        return carried(&app, &reference, &pack);
    }
    checked(case, &app, &reference, &pack).report.findings
}

/// The layouts, the registry and the earlier text of the case.
fn reference(case: &Case, pack: &Pack) -> Reference {
    let read = |text: &Option<String>, kind| {
        let table = read_csv(text.as_ref()?.as_bytes(), kind, pack).unwrap();
        assert_eq!(table.findings, []);
        Some(table)
    };
    let layout = |text| read(text, TableKind::Layout).map(|t| Layout::from_table(&t));
    let (old, target) = (layout(&case.old_layout), layout(&case.layout));
    let registry = read(&case.registry, TableKind::Registry(Side::Inquiry));
    let registry = registry.map(|t| Registry::from_table(&t));
    let earlier = case.old_ordinance.iter().map(|text| ordinance::parse(text));
    Reference::new(old, target, registry, pack).with_earlier(earlier.collect())
}

/// What is found while the draft of a change application is made from the registry.
fn carried(app: &Application, reference: &Reference, pack: &Pack) -> Vec<Finding> {
    let decisions = Decisions::default();
    let applicant = Some(&app.applicant);
    let input = CarryOverInput::new(reference, &decisions, applicant, pack).unwrap();
    carry_over(&input).findings
}

/// Builds the package without judging it, edits its entries and checks it.
fn checked(case: &Case, app: &Application, reference: &Reference, pack: &Pack) -> CheckedPackage {
    let mut zip = built(case, app, pack);
    if let Some(bytes) = &case.zip {
        zip = zip::written(bytes, &package::edited(&zip, &case.entry, pack));
    } else if case.repack || !case.entry.is_empty() {
        zip = package::packed(package::edited(&zip, &case.entry, pack));
    }
    if let Some(bytes) = &case.bytes {
        zip = bytes.make();
    }
    let name = case.name.clone().unwrap_or_else(|| package_name(app, pack));
    let today = case.today.unwrap_or(today());
    Checker::new(pack, today).with_reference(reference).package(&name, &zip, &mut Silent)
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
            Checker::new(pack, today()).package(&package.name, &zip, &mut Silent)
        })
        .collect();
    let expected = case.expected.iter().map(|code| code.parse().unwrap()).collect();
    let reference = Reference::default().with_expected(expected);
    let checker = Checker::new(pack, today()).with_reference(&reference);
    let cross = checker.across(&packages);
    let own = packages.into_iter().flat_map(|p| p.report.findings);
    own.filter(|f| f.code != Code::Pkg008).chain(cross.into_iter().map(|c| c.finding)).collect()
}
