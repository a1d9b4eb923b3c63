//! Runs a case and gives what it found.

use std::io;

use forms_core::application::{Application, PackRef, Side};
use forms_core::archive::{Silent, Source};
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

use super::expected::Found;
use super::recipe::{self, Case, Medium};
use super::table::WorkbookBytes;
use super::{package, table, zip};

fn today() -> jiff::civil::Date {
    jiff::civil::date(2019, 5, 20)
}

/// Everything that a case finds, in the order of the report.
pub(crate) fn findings(case: &Case) -> Vec<Found> {
    let text = recipe::pack_text(&case.pack);
    let workbook = |name: &str| {
        let workbook = case.workbook.as_ref().map(WorkbookBytes::make);
        workbook.ok_or_else(|| format!("the case has no workbook for {name}"))
    };
    if case.pack_only {
        return found(pack::check_with_files(&text, &workbook).findings);
    }
    let pack = Pack::from_toml_with_files(&text, &workbook).unwrap_or_else(|e| panic!("{e}"));
    if let Some(table) = &case.table {
        return found(table::findings(table, &pack));
    }
    if !case.package.is_empty() {
        return across(case, &pack);
    }
    let app = recipe::application(&case.edit);
    let reference = reference(case, &pack);
    let findings = if case.carry_over {
        carried(&app, &reference, &pack)
    } else if case.draft {
        drafted(case, &app, &reference, &pack)
    } else {
        checked(case, &app, &reference, &pack).report.findings
    };
    found(findings)
}

fn found(findings: Vec<Finding>) -> Vec<Found> {
    findings.into_iter().map(Found::from).collect()
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

/// What stops the building of a package, or what is found in it once it is built.
fn drafted(case: &Case, app: &Application, reference: &Reference, pack: &Pack) -> Vec<Finding> {
    let files = files(case);
    let checker = Checker::new(pack, case.today.unwrap_or(today())).with_reference(reference);
    checker.build(app, &attached(&files), &case.overrides, &mut Silent).unwrap().findings
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
    let checker = Checker::new(pack, today).with_reference(reference);
    match &case.medium {
        Some(medium) => checker.package(&name, &OnMedium { medium, bytes: zip }, &mut Silent),
        None => checker.package(&name, &zip, &mut Silent),
    }
}

/// A package on a medium that is slow or fails.
struct OnMedium<'c> {
    medium: &'c Medium,
    bytes: Vec<u8>,
}

impl Source for OnMedium<'_> {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let mut most = buf.len().min(self.medium.piece);
        if let Some((at, how)) = &self.medium.fails {
            if offset >= *at {
                return match how.as_str() {
                    "gone" => Err(io::ErrorKind::NotFound.into()),
                    "denied" => Err(io::ErrorKind::PermissionDenied.into()),
                    "failed" => Err(io::Error::other("cyclic redundancy check")),
                    "shorter" => Ok(0),
                    _ => panic!("no such failure: {how}"),
                };
            }
            most = most.min((at - offset) as usize);
        }
        self.bytes.read_at(offset, &mut buf[..most])
    }
}

/// The attachments of the case: those of the clean application and its own.
fn files(case: &Case) -> Vec<(String, Vec<u8>)> {
    let mut files = recipe::clean_files();
    for file in &case.file {
        files.retain(|(name, _)| *name != file.name);
        files.push((file.name.clone(), file.text.clone().into_bytes()));
    }
    files
}

fn attached(files: &[(String, Vec<u8>)]) -> Vec<AttachmentFile<'_>> {
    files.iter().map(|(name, content)| AttachmentFile { name, content }).collect()
}

fn built(case: &Case, app: &Application, pack: &Pack) -> Vec<u8> {
    let files = files(case);
    let files = attached(&files);
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
fn across(case: &Case, pack: &Pack) -> Vec<Found> {
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
    let own = packages.into_iter().flat_map(|p| {
        let about = [p.report.path];
        let findings = p.report.findings.into_iter().filter(|f| f.code != Code::Pkg008);
        findings.map(move |finding| Found { finding, packages: about.to_vec() })
    });
    let cross = cross
        .into_iter()
        .map(|c| Found { packages: c.packages().map(str::to_owned).collect(), finding: c.finding });
    own.chain(cross).collect()
}
