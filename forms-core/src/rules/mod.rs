//! The rules: pure functions from a context to findings, one file for each family of the catalogue.
//!
//! A rule never reads what another found and never changes the application. What the edge could
//! not parse is a finding here, in the words of the person who typed it.

mod dlg;
mod frm;
mod law;
mod org;
mod pia;
mod pkg;
mod prc;
pub mod zip;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::application::Application;
use crate::finding::{Finding, Pointer};
use crate::layout::Layout;
use crate::pack::Pack;
use crate::submission::FileFacts;
use crate::workbook::WorkbookPlan;

pub use law::{InstrumentText, check_instruments, check_shift};
pub use pkg::{check_attachments, check_package};
pub use zip::check as check_archive;

/// What a rule about the application may look at. Built once for all rules.
pub struct Context<'a> {
    /// The form pack.
    pub pack: &'a Pack,
    /// The day taken as today.
    pub today: Date,
    /// The application.
    pub app: &'a Application,
    /// The files that are really there, under the names the application uses.
    pub files: &'a [FileFacts],
    /// The layout that the application is for, where it is at hand.
    pub layout: Option<&'a Layout>,
    names: BTreeSet<&'a str>,
}

impl<'a> Context<'a> {
    /// Gathers what the rules look at.
    #[must_use]
    pub fn new(app: &'a Application, files: &'a [FileFacts], pack: &'a Pack, today: Date) -> Self {
        let names = files.iter().map(|f| f.name.as_str()).collect();
        Self { pack, today, app, files, layout: None, names }
    }

    /// The same with the layout that the application is for.
    #[must_use]
    pub fn with_layout(self, layout: &'a Layout) -> Self {
        Self { layout: Some(layout), ..self }
    }

    /// Whether a file is really there.
    #[must_use]
    pub fn has_file(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// A family of rules.
type Family = fn(&Context<'_>, &mut Vec<Finding>);

const FAMILIES: &[Family] =
    &[frm::check, org::check, prc::check, dlg::check, law::check, pia::check];

/// Runs every rule about the application; severities follow the pack.
#[must_use]
pub fn check_application(context: &Context<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for family in FAMILIES {
        family(context, &mut out);
    }
    apply_severities(&mut out, context.pack);
    out
}

/// Gives every finding the severity that the pack wants.
pub fn apply_severities(findings: &mut [Finding], pack: &Pack) {
    for finding in findings {
        finding.severity = pack.severity(finding.code);
    }
}

/// Adds sheet and cell to findings that point at a field.
pub fn place_in_workbook(findings: &mut [Finding], app: &Application, pack: &Pack) {
    if findings.iter().all(|f| f.location.pointer.is_none()) {
        return;
    }
    let plan = WorkbookPlan::new(app, pack);
    let places = plan.places();
    for finding in findings {
        let Some(pointer) = &finding.location.pointer else { continue };
        let mut place = places.get(pointer.as_str());
        // A row as a whole stands where its first field does.
        let mut first = BTreeMap::new();
        if place.is_none() {
            let prefix = format!("{pointer}/");
            first.extend(
                places.iter().filter(|(p, _)| p.starts_with(&prefix)).map(|(p, at)| (at, *p)),
            );
            place = first.keys().next().copied();
        }
        if let Some((sheet, cell)) = place {
            finding.location.sheet = Some((*sheet).to_owned());
            finding.location.cell = Some(cell.clone());
            finding.location.entry = Some(pack.package.workbook.clone());
        }
    }
}

/// Where a row of a list stands.
pub(crate) fn row(list: &str, index: usize) -> Pointer {
    Pointer::root().key(list).index(index)
}

#[cfg(test)]
pub(crate) mod testing {
    //! A small application without any fault, to plant single faults in.

    use super::*;
    use crate::application::{
        Applicant, Assessment, Attachment, AttachmentRole, Contact, Delegation, InstrumentKind,
        LegalBasis, Organ, Party, ProcedureUse, Target,
    };
    use crate::finding::Code;

    /// 世田谷区 entrusts one procedure to its board of education.
    pub(crate) fn clean() -> Application {
        Application {
            target: Target { layout: "R1.6".into(), release: "2019-06-17".into() },
            applicant: Applicant {
                code: "131121".into(),
                name: "世田谷区".into(),
                organ: Organ::Head,
                ..Default::default()
            },
            contact: Contact {
                department: "情報政策課".into(),
                telephone: "03-0000-0000".into(),
                mail: "joho@example.lg.jp".into(),
            },
            procedures: vec![ProcedureUse {
                procedure: "JT01010000000001".into(),
                name: "認定の請求の受理".into(),
                ..Default::default()
            }],
            delegations: vec![delegation()],
            assessments: vec![Assessment {
                number: "1".into(),
                name: "児童手当".into(),
                organisation: "世田谷区長".into(),
                published: "2019-03-29".into(),
                document: "評価書.txt".into(),
                ..Default::default()
            }],
            attachments: vec![
                Attachment {
                    file: "規則.txt".into(),
                    role: AttachmentRole::Instrument,
                    title: "委任規則".into(),
                },
                Attachment {
                    file: "評価書.txt".into(),
                    role: AttachmentRole::Assessment,
                    title: "評価書".into(),
                },
            ],
            ..Default::default()
        }
    }

    pub(crate) fn delegation() -> Delegation {
        Delegation {
            procedure: "JT01010000000001".into(),
            name: "認定の請求の受理".into(),
            counterpart: Party {
                code: "131121".into(),
                name: "世田谷区教育委員会".into(),
                organ: Organ::BoardOfEducation,
            },
            bases: vec![LegalBasis {
                kind: InstrumentKind::Rule,
                title: "委任規則".into(),
                number: "平成25年規則第24号".into(),
                citation: "第2条第1号".into(),
                document: "規則.txt".into(),
            }],
            start: "2019-06-17".into(),
            ..Default::default()
        }
    }

    pub(crate) fn files() -> Vec<FileFacts> {
        ["規則.txt", "評価書.txt"]
            .map(|name| FileFacts { name: name.into(), bytes: 1, sha256: None })
            .into()
    }

    /// The codes found in an application, with their pointers.
    pub(crate) fn found(app: &Application) -> Vec<(Code, String)> {
        found_with(app, &files())
    }

    /// What is found in an application whose files are all there.
    pub(crate) fn findings(app: &Application) -> Vec<Finding> {
        let today = jiff::civil::date(2019, 5, 20);
        check_application(&Context::new(app, &files(), Pack::standard(), today))
    }

    pub(crate) fn found_with(app: &Application, files: &[FileFacts]) -> Vec<(Code, String)> {
        let today = jiff::civil::date(2019, 5, 20);
        let findings = check_application(&Context::new(app, files, Pack::standard(), today));
        let pointer = |f: &Finding| f.location.pointer.clone().unwrap_or_default().to_string();
        findings.iter().map(|f| (f.code, pointer(f))).collect()
    }

    #[test]
    fn the_clean_application_is_clean() {
        assert_eq!(found(&clean()), []);
    }
}
