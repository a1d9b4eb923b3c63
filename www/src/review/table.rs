//! The table of packages: one row each, one of them open with its findings.

use std::rc::Rc;

use forms_core::check::{CheckedPackage, Counts, CrossFinding, PackagePlace, Status};
use forms_core::code::Government;
use forms_core::finding::{Finding, Lang, Location, Severity};
use ui::draft::place_name;
use ui::form::severity_word;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::intake::{FailureCause, IntakeFile, Stage};
use super::workbench::Workbench;

#[derive(Properties, PartialEq)]
pub(super) struct PackageTableProps {
    pub(super) bench: Workbench,
}

/// Shows the table.
#[component]
pub(super) fn PackageTable(props: &PackageTableProps) -> Html {
    let lang = use_shell().lang;
    let open = use_state(|| None::<usize>);
    let toggle = {
        let open = open.clone();
        Callback::from(move |id: usize| open.set((*open != Some(id)).then_some(id)))
    };
    let heads = [
        words::review::file(lang),
        words::review::applicant(lang),
        words::review::kind(lang),
        severity_word(Severity::Fatal, lang),
        severity_word(Severity::Error, lang),
        severity_word(Severity::Warning, lang),
        severity_word(Severity::Info, lang),
        words::review::status(lang),
    ];
    let Workbench { session, cross, intake, .. } = &props.bench;
    let by_package = CrossFinding::by_package(cross.as_ref().map_or(&[], |cross| cross));
    let names = session.package_names();
    let row = |file: &Rc<IntakeFile>| {
        let checked = match &file.stage {
            Stage::Checked { sha256, .. } => session.submission(sha256).and_then(|s| s.checked()),
            _ => None,
        };
        let name = checked.as_ref().and_then(|c| names.get(c.report.sha256.as_str()));
        let here = name.and_then(|name| by_package.get(name.as_str()));
        let cross = here.map_or(&[][..], Vec::as_slice).iter();
        let cross = cross.map(|(cross, at)| Shared::new(cross, at)).collect::<Vec<_>>();
        html! {
            <PackageRow file={Rc::clone(file)} checked={checked.map(Rc::new)} {cross} open={*open == Some(file.id)}
                toggle={toggle.clone()} key={file.id} />
        }
    };
    let files = intake.files().iter().filter(|file| file.stage != Stage::Replaced);
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label={words::review::table(lang)}>
            <table class="packages">
                <thead><tr>{ for heads.iter().map(|h| html! { <th scope="col">{ *h }</th> }) }</tr></thead>
                { for files.map(row) }
            </table>
        </div>
    }
}

/// A finding across packages as the row of one of them shows it.
#[derive(Debug, Clone, PartialEq)]
struct Shared {
    /// The finding with its place in this package.
    finding: Finding,
    /// The other packages that it is about, each with its place.
    others: Vec<PackagePlace>,
}

impl Shared {
    fn new(cross: &CrossFinding, here: &PackagePlace) -> Self {
        let others = cross.places.iter().filter(|place| place.package != here.package);
        Self {
            finding: cross.finding.clone().at(here.location.clone()),
            others: others.cloned().collect(),
        }
    }
}

#[derive(Properties, PartialEq)]
struct PackageRowProps {
    file: Rc<IntakeFile>,
    checked: Option<Rc<CheckedPackage>>,
    cross: Vec<Shared>,
    open: bool,
    toggle: Callback<usize>,
}

/// Returns the number of findings of a checked package by severity, with those across packages that are about it.
fn counts_with(checked: &CheckedPackage, cross: &[Shared]) -> Counts {
    Counts::of(checked.report.findings.iter().chain(cross.iter().map(|shared| &shared.finding)))
}

/// Returns the result of a file, as a CSS class and in words.
fn standing(
    stage: &Stage,
    checked: Option<&CheckedPackage>,
    cross: &[Shared],
    lang: Lang,
) -> (&'static str, String) {
    match stage {
        Stage::Running { done, total } => {
            let percent = (u128::from(*done) * 100).checked_div(u128::from(*total)).unwrap_or(0);
            ("running", words::review::running(lang, percent.min(100)))
        }
        Stage::Failed { cause: FailureCause::Cancelled, .. } => {
            ("waiting", words::review::cancelled(lang).to_owned())
        }
        Stage::Failed { .. } => ("crashed", words::review::failed(lang).to_owned()),
        Stage::Waiting | Stage::Checked { .. } | Stage::Replaced => {
            match checked.map(|checked| counts_with(checked, cross).status()) {
                None => ("waiting", words::review::waiting(lang).to_owned()),
                Some(Status::Valid) => ("valid", words::review::valid(lang).to_owned()),
                Some(Status::Invalid) => ("invalid", words::review::invalid(lang).to_owned()),
                Some(Status::Unreadable) => {
                    ("unreadable", words::review::unreadable(lang).to_owned())
                }
            }
        }
    }
}

#[component]
fn PackageRow(props: &PackageRowProps) -> Html {
    let lang = use_shell().lang;
    let PackageRowProps { file, checked, cross, open, toggle } = props;
    let checked = checked.as_deref();
    let report = checked.map(|checked| &checked.report);
    let counts = checked.map(|checked| counts_with(checked, cross));
    let applicant = report.and_then(|r| r.applicant.as_ref());
    let who = applicant.map(|a| format!("{} {}", a.code, a.name));
    let kind = report.and_then(|r| r.kind);
    let kind = kind.map(|k| ui::pack::in_use().choice_label("kind", k.as_str(), lang).to_owned());
    let (class, standing) = standing(&file.stage, checked, cross, lang);
    let cell = |head: &str, text: Option<String>, class: &'static str| {
        html! { <td data-head={head.to_owned()} {class}>{ text.unwrap_or_else(|| "–".to_owned()) }</td> }
    };
    let count = |severity: Severity, count: Option<usize>| {
        let class = if count.unwrap_or(0) > 0 { severity.as_str() } else { "zero" };
        cell(severity_word(severity, lang), count.map(|n| n.to_string()), class)
    };
    let id = file.id;
    let details = format!("package-{id}");
    let onclick = toggle.reform(move |_: MouseEvent| id);
    html! {
        <tbody class={class}>
            <tr>
                <th scope="row">
                    <button type="button" class="plain" {onclick} aria-expanded={open.to_string()}
                        aria-controls={open.then(|| details.clone())}>{ &file.path }</button>
                </th>
                { cell(words::review::applicant(lang), who, "") }
                { cell(words::review::kind(lang), kind, "") }
                { count(Severity::Fatal, counts.map(|c| c.fatal)) }
                { count(Severity::Error, counts.map(|c| c.error)) }
                { count(Severity::Warning, counts.map(|c| c.warning)) }
                { count(Severity::Info, counts.map(|c| c.info)) }
                <td data-head={words::review::status(lang)} class="standing">{ standing }</td>
            </tr>
            if *open {
                <tr class="details" id={details}><td colspan="8"><Details file={Rc::clone(file)} checked={props.checked.clone()} cross={cross.clone()} /></td></tr>
            }
        </tbody>
    }
}

#[derive(Properties, PartialEq)]
struct DetailsProps {
    file: Rc<IntakeFile>,
    checked: Option<Rc<CheckedPackage>>,
    cross: Vec<Shared>,
}

/// Shows the findings of a package, those across packages last.
#[component]
fn Details(props: &DetailsProps) -> Html {
    let lang = use_shell().lang;
    match (&props.file.stage, &props.checked) {
        (Stage::Failed { finding, .. }, _) => {
            html! { <ol class="findings">{ finding_line(finding, &[], lang) }</ol> }
        }
        (_, None) => html! { <p>{ words::review::not_yet(lang) }</p> },
        (_, Some(checked)) => html! {
            <>
                <Facts checked={(**checked).clone()} />
                if checked.report.findings.is_empty() && props.cross.is_empty() {
                    <p>{ words::review::clean(lang) }</p>
                }
                <ol class="findings">
                    { for checked.report.findings.iter().map(|f| finding_line(f, &[], lang)) }
                    { for props.cross.iter().map(|s| finding_line(&s.finding, &s.others, lang)) }
                </ol>
            </>
        },
    }
}

#[derive(Properties, PartialEq)]
struct FactsProps {
    checked: CheckedPackage,
}

#[component]
fn Facts(props: &FactsProps) -> Html {
    let lang = use_shell().lang;
    let report = &props.checked.report;
    let code = report.applicant.as_ref().and_then(|a| a.code.parse().ok());
    let prefecture = code.and_then(Government::find).map(|g| g.prefecture);
    html! {
        <dl class="facts">
            if let Some(prefecture) = prefecture {
                <div><dt>{ words::review::prefecture(lang) }</dt><dd>{ prefecture }</dd></div>
            }
            <div><dt>{ words::build::size(lang) }</dt><dd>{ words::bytes(report.bytes) }</dd></div>
            <div><dt>{ "SHA-256" }</dt><dd class="code">{ &report.sha256 }</dd></div>
        </dl>
    }
}

/// Returns the location of a finding for people: entry, sheet and cell, field.
fn place(at: &Location, lang: Lang) -> String {
    let cell = match (&at.sheet, &at.cell) {
        (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
        (Some(sheet), None) => Some(sheet.clone()),
        (None, cell) => cell.map(|cell| cell.to_string()),
    };
    let field = at.pointer.as_ref().map(|p| place_name(ui::pack::in_use(), p, lang));
    [at.entry.clone(), cell, field].into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

/// Returns a place in one of several packages for people.
fn place_in(at: &PackagePlace, lang: Lang) -> String {
    let place = place(&at.location, lang);
    if place.is_empty() { at.package.clone() } else { format!("{} / {place}", at.package) }
}

/// Shows a finding; `others` are the other packages that it is about.
fn finding_line(finding: &Finding, others: &[PackagePlace], lang: Lang) -> Html {
    let place = place(&finding.location, lang);
    let others: Vec<String> = others.iter().map(|at| place_in(at, lang)).collect();
    html! {
        <li class={classes!("problem", finding.severity.as_str())}>
            <span class="severity">{ severity_word(finding.severity, lang) }</span>
            <span class="code">{ finding.code.as_str() }</span>
            if !place.is_empty() {
                <span class="place">{ place }</span>
            }
            <span class="message">{ finding.message(lang) }</span>
            <span class="hint">{ finding.hint(lang) }</span>
            if !others.is_empty() {
                <span class="packages">{ words::review::with(lang, others.join(words::check::comma(lang))) }</span>
            }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::check::PackageReport;
    use forms_core::finding::{Pointer, make, word};
    use forms_core::pack::Pack;
    use forms_core::review::session::Sha256Hex;

    use super::*;

    #[test]
    fn a_place_says_entry_cell_and_field() {
        let location = Location {
            entry: Some("申請書.xlsx".into()),
            sheet: Some("委任受任".into()),
            cell: Some("H12".parse().unwrap()),
            pointer: Some(Pointer::new("/delegations/3/bases/0/citation")),
            ..Location::default()
        };
        assert_eq!(
            place(&location, Lang::Ja),
            "申請書.xlsx / 委任受任!H12 / 委任・受任 4行目 根拠規定 1行目 条・項・号"
        );
        assert_eq!(place(&Location::default(), Lang::Ja), "");
    }

    #[test]
    fn a_crash_is_told_apart_from_an_unreadable_package() {
        let failed = |cause| {
            let finding = make::zip_026(word::Zip026::Stopped, "unreachable");
            Stage::Failed { cause, finding: finding.into() }
        };
        let class = |stage: Stage| standing(&stage, None, &[], Lang::Ja).0;
        assert_eq!(class(failed(FailureCause::Crashed)), "crashed");
        assert_eq!(class(failed(FailureCause::NotRead)), "crashed", "not the sender's mistake");
        assert_eq!(class(failed(FailureCause::Cancelled)), "waiting");
        assert_eq!(class(Stage::Running { done: 5, total: 0 }), "running");
    }

    #[test]
    fn a_party_of_a_broken_pair_is_not_without_errors() {
        let place = |package: &str, entry: &str| PackagePlace {
            package: package.into(),
            location: Location { entry: Some(entry.into()), ..Location::default() },
        };
        let places = vec![place("a.zip", "申請書.xlsx"), place("b.zip", "application.json")];
        let finding = make::xap_003("甲市", "乙市", "事務", word::Xap003::Side, "照会", "照会");
        let cross = [CrossFinding::new(finding, places)];
        let by_package = CrossFinding::by_package(&cross);
        let report = PackageReport {
            findings: vec![],
            ..PackageReport::not_checked("b.zip", 10, make::pia_001(), Pack::standard())
        };
        let checked = CheckedPackage { report, application: None, compared: Default::default() };
        let stage = Stage::Checked { sha256: Sha256Hex(String::new()), known: false };
        let class = |cross: &[Shared]| standing(&stage, Some(&checked), cross, Lang::Ja).0;
        assert_eq!(class(&[]), "valid");
        for (package, entry, other) in
            [("a.zip", "申請書.xlsx", "b.zip"), ("b.zip", "application.json", "a.zip")]
        {
            let here: Vec<Shared> =
                by_package[package].iter().map(|(cross, at)| Shared::new(cross, at)).collect();
            assert_eq!(class(&here), "invalid", "{package}");
            assert_eq!(counts_with(&checked, &here).error, 1, "{package}");
            assert_eq!(here[0].finding.location.entry.as_deref(), Some(entry));
            assert!(place_in(&here[0].others[0], Lang::Ja).starts_with(other), "{package}");
        }
    }
}
