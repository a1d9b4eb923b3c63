//! The rules: pure functions from a context to findings, one file for each family of the catalogue.
//!
//! A rule never reads what another found and never changes the application. What the edge could
//! not parse is a finding here, in the words of the person who typed it.

mod cal;
mod dlg;
mod frm;
mod law;
mod law_shift;
mod org;
mod pia;
mod pkg;
mod places;
mod prc;
mod registered;
mod settle;
mod xls;
pub mod zip;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::application::Application;
use crate::finding::{Finding, Pointer};
use crate::pack::Pack;
use crate::reference::Reference;
use crate::registry::Relation;
use crate::submission::FileFacts;

pub use law::check_instruments;
pub use law_shift::{check_shift, check_shifts};
pub use pkg::{check_attachments, check_package, check_workbook};
pub use places::{place_findings, place_in_workbook, place_where_read};
pub use settle::{Codes, DECIDED_WHERE_FOUND, NotMade, Place, SILENCINGS, Silencing, settle};
pub use zip::check as check_archive;

/// Everything a rule about the application may look at. It is built once for all rules.
pub struct Context<'a> {
    /// The form pack.
    pub pack: &'a Pack,
    /// The day taken as today.
    pub today: Date,
    /// The application.
    pub app: &'a Application,
    /// The files that are really there, under the names the application uses.
    pub files: &'a [FileFacts],
    names: BTreeSet<&'a str>,
    reference: Option<&'a Reference>,
    relations: Vec<Relation<'a>>,
}

impl<'a> Context<'a> {
    /// A context without reference data. `files` are the attachments that are really there.
    #[must_use]
    pub fn new(app: &'a Application, files: &'a [FileFacts], pack: &'a Pack, today: Date) -> Self {
        let names = files.iter().map(|f| f.name.as_str()).collect();
        Self { pack, today, app, files, names, reference: None, relations: Vec::new() }
    }

    /// Adds the layouts and the registry that the application is compared with.
    #[must_use]
    pub fn with_reference(mut self, reference: &'a Reference) -> Self {
        let registered = reference.registry().map_or(&[][..], |r| &r.registrations);
        self.relations = registered.iter().filter_map(|r| r.seen_by(&self.app.applicant)).collect();
        self.reference = Some(reference);
        self
    }

    /// The layouts and the registry, if there are any.
    pub(crate) fn reference(&self) -> Option<&'a Reference> {
        self.reference
    }

    /// Returns whether there is a registry, so that it is known what is registered.
    pub(crate) fn has_registry(&self) -> bool {
        self.reference.is_some_and(|r| r.registry().is_some())
    }

    /// The registered delegations of the applicant, from its side.
    pub(crate) fn relations(&self) -> &[Relation<'a>] {
        &self.relations
    }

    /// Returns whether an attachment is really there.
    #[must_use]
    pub fn has_file(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

/// Runs one family of rules and adds what it finds.
type Family = fn(&Context<'_>, &mut Vec<Finding>);

const FAMILIES: &[Family] = &[
    frm::check,
    org::check,
    prc::check,
    dlg::check,
    registered::check,
    law::check,
    pia::check,
    cal::check,
    xls::check,
];

/// Runs every rule about the application.
#[must_use]
pub fn check_application(context: &Context<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for family in FAMILIES {
        family(context, &mut out);
    }
    out
}

/// The JSON pointer of one row of a list.
pub(crate) fn row(list: &str, index: usize) -> Pointer {
    Pointer::root().key(list).index(index)
}

#[cfg(test)]
pub(crate) mod testing {
    //! A small application without any fault, to plant single faults in.

    use super::*;
    use crate::application::{
        Applicant, Assessment, Attachment, AttachmentRole, ChangeReason, Contact, Delegation,
        InstrumentKind, Kind, LegalBasis, Organ, Party, ProcedureUse, Side, Target,
    };
    use crate::finding::{ArgValue, Code};
    use crate::layout::Layout;
    use crate::pack::TableKind;
    use crate::registry::Registry;
    use crate::table::read_csv;

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

    /// The same as a change application: only there can rows be kept, changed or ended.
    pub(crate) fn clean_change() -> Application {
        Application { kind: Kind::Change, reasons: vec![ChangeReason::Layout], ..clean() }
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

    fn settled(context: &Context<'_>) -> Vec<Finding> {
        let mut findings = check_application(context);
        settle(&mut findings, None);
        findings
    }

    /// The settled findings about an application whose files are all there.
    pub(crate) fn findings(app: &Application) -> Vec<Finding> {
        let today = jiff::civil::date(2019, 5, 20);
        settled(&Context::new(app, &files(), Pack::standard(), today))
    }

    /// Codes and pointers with reference data, and the candidates that a finding names.
    pub(crate) fn found_against<'a>(
        app: &'a Application,
        reference: &'a Reference,
    ) -> Vec<(Code, String, Option<ArgValue>)> {
        let (today, files) = (jiff::civil::date(2019, 5, 20), files());
        let context = Context::new(app, &files, Pack::standard(), today);
        let findings = settled(&context.with_reference(reference));
        let list = |f: &Finding| f.arg("candidates").cloned();
        let pointer = |f: &Finding| f.location.pointer.clone().unwrap_or_default().to_string();
        findings.iter().map(|f| (f.code, pointer(f), list(f))).collect()
    }

    /// A layout of rows that name affair, procedure, provision, parties, information and first day.
    pub(crate) fn layout(rows: &str) -> Layout {
        let header = "事務番号,事務名,事務手続コード,事務手続名,根拠規定,情報照会者,情報提供者,特定個人情報番号,適用開始日\n";
        let text = format!("{header}{rows}");
        let table = read_csv(text.as_bytes(), TableKind::Layout, Pack::standard()).unwrap();
        assert_eq!(table.findings, []);
        Layout::from_table(&table)
    }

    /// A revision: the first procedure stays, the second returns under another code.
    pub(crate) fn layouts() -> (Layout, Layout) {
        let row = |id: &str, name: &str, item: &str, from: &str| {
            format!("74,児童手当,{id},{name},第四十条第{item}号,市町村長,市町村長,2,{from}\n")
        };
        let old = row("JT01010000000001", "認定の請求の受理", "一", "2018-07-01")
            + &row("JT01010000000002", "現況の届出の受理", "二", "2018-07-01");
        let renamed = "現況の届出の受理（市町村長への照会）";
        let new = row("JT01010000000001", "認定の請求の受理", "一", "2019-06-17")
            + &row("JT01010000000009", renamed, "二", "2019-06-17");
        (layout(&old), layout(&new))
    }

    /// A registry of the inquiry side: side, giver, taker, procedure, scope, note and last day.
    pub(crate) fn registry(rows: &str) -> Registry {
        let header = "側,委任元機関名,受任者機関名,事務手続コード,委任範囲,範囲の説明,終了日\n";
        let (text, kind) = (format!("{header}{rows}"), TableKind::Registry(Side::Inquiry));
        let table = read_csv(text.as_bytes(), kind, Pack::standard()).unwrap();
        assert_eq!(table.findings, []);
        Registry::from_table(&table)
    }

    pub(crate) fn found_with(app: &Application, files: &[FileFacts]) -> Vec<(Code, String)> {
        let today = jiff::civil::date(2019, 5, 20);
        let findings = settled(&Context::new(app, files, Pack::standard(), today));
        let pointer = |f: &Finding| f.location.pointer.clone().unwrap_or_default().to_string();
        findings.iter().map(|f| (f.code, pointer(f))).collect()
    }

    #[test]
    fn the_clean_application_is_clean() {
        assert_eq!(found(&clean()), []);
    }
}
