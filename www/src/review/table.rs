//! The table of packages: one row each, one of them open with its findings.

use forms_core::check::{CheckedPackage, PackageReport, Status};
use forms_core::code::Government;
use forms_core::finding::{Finding, Lang, Severity};
use ui::client::CoreFailure;
use ui::draft::place_name;
use ui::form::severity_word;
use ui::shell::use_shell;
use ui::words;
use yew::prelude::*;

use super::batch::{BatchPackage, CheckStage};

#[derive(Properties, PartialEq)]
pub(super) struct PackageTableProps {
    pub(super) packages: Vec<BatchPackage>,
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
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label={words::review::table(lang)}>
            <table class="packages">
                <thead><tr>{ for heads.iter().map(|h| html! { <th scope="col">{ *h }</th> }) }</tr></thead>
                { for props.packages.iter().map(|package| html! {
                    <PackageRow package={package.clone()} open={*open == Some(package.id)}
                        toggle={toggle.clone()} key={package.id} />
                }) }
            </table>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PackageRowProps {
    package: BatchPackage,
    open: bool,
    toggle: Callback<usize>,
}

/// Returns the result of a package, as a CSS class and in words.
fn standing(stage: &CheckStage, lang: Lang) -> (&'static str, String) {
    match stage {
        CheckStage::Waiting => ("waiting", words::review::waiting(lang).to_owned()),
        CheckStage::Running { done, total } => {
            let percent = (u128::from(*done) * 100).checked_div(u128::from(*total)).unwrap_or(0);
            ("running", words::review::running(lang, percent.min(100)))
        }
        CheckStage::Failed(CoreFailure::Cancelled) => {
            ("waiting", words::review::cancelled(lang).to_owned())
        }
        CheckStage::Failed(_) => ("crashed", words::review::failed(lang).to_owned()),
        CheckStage::Done(checked) => match checked.report.status() {
            Status::Valid => ("valid", words::review::valid(lang).to_owned()),
            Status::Invalid => ("invalid", words::review::invalid(lang).to_owned()),
            Status::Unreadable => ("unreadable", words::review::unreadable(lang).to_owned()),
        },
    }
}

#[component]
fn PackageRow(props: &PackageRowProps) -> Html {
    let lang = use_shell().lang;
    let PackageRowProps { package, open, toggle } = props;
    let report = match &package.stage {
        CheckStage::Done(checked) => Some(&checked.report),
        _ => None,
    };
    let counts = report.map(PackageReport::counts);
    let applicant = report.and_then(|r| r.applicant.as_ref());
    let who = applicant.map(|a| format!("{} {}", a.code, a.name));
    let kind = report.and_then(|r| r.kind);
    let kind = kind.map(|k| ui::pack::in_use().choice_label("kind", k.as_str(), lang).to_owned());
    let (class, standing) = standing(&package.stage, lang);
    let cell = |head: &str, text: Option<String>, class: &'static str| {
        html! { <td data-head={head.to_owned()} {class}>{ text.unwrap_or_else(|| "–".to_owned()) }</td> }
    };
    let count = |severity: Severity, count: Option<usize>| {
        let class = if count.unwrap_or(0) > 0 { severity.as_str() } else { "zero" };
        cell(severity_word(severity, lang), count.map(|n| n.to_string()), class)
    };
    let id = package.id;
    let details = format!("package-{id}");
    let onclick = toggle.reform(move |_: MouseEvent| id);
    html! {
        <tbody class={class}>
            <tr>
                <th scope="row">
                    <button type="button" class="plain" {onclick} aria-expanded={open.to_string()}
                        aria-controls={open.then(|| details.clone())}>{ &package.path }</button>
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
                <tr class="details" id={details}><td colspan="8"><Details package={package.clone()} /></td></tr>
            }
        </tbody>
    }
}

#[derive(Properties, PartialEq)]
struct DetailsProps {
    package: BatchPackage,
}

/// Shows the findings of a package.
#[component]
fn Details(props: &DetailsProps) -> Html {
    let lang = use_shell().lang;
    match &props.package.stage {
        CheckStage::Waiting | CheckStage::Running { .. } => {
            html! { <p>{ words::review::not_yet(lang) }</p> }
        }
        CheckStage::Failed(failure) => {
            html! { <p class="notice error">{ words::failure(failure, lang) }</p> }
        }
        CheckStage::Done(checked) => html! {
            <>
                <Facts checked={(**checked).clone()} />
                if checked.report.findings.is_empty() {
                    <p>{ words::review::clean(lang) }</p>
                }
                <ol class="findings">
                    { for checked.report.findings.iter().map(|f| finding_line(f, lang)) }
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
fn place(finding: &Finding, lang: Lang) -> String {
    let at = &finding.location;
    let cell = match (&at.sheet, &at.cell) {
        (Some(sheet), Some(cell)) => Some(format!("{sheet}!{cell}")),
        (Some(sheet), None) => Some(sheet.clone()),
        (None, cell) => cell.map(|cell| cell.to_string()),
    };
    let field = at.pointer.as_ref().map(|p| place_name(ui::pack::in_use(), p, lang));
    [at.entry.clone(), cell, field].into_iter().flatten().collect::<Vec<_>>().join(" / ")
}

fn finding_line(finding: &Finding, lang: Lang) -> Html {
    let place = place(finding, lang);
    html! {
        <li class={classes!("problem", finding.severity.as_str())}>
            <span class="severity">{ severity_word(finding.severity, lang) }</span>
            <span class="code">{ finding.code.as_str() }</span>
            if !place.is_empty() {
                <span class="place">{ place }</span>
            }
            <span class="message">{ finding.message(lang) }</span>
            <span class="hint">{ finding.hint(lang) }</span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::finding::{Location, Pointer, make};

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
            place(&make::pia_001().at(location), Lang::Ja),
            "申請書.xlsx / 委任受任!H12 / 委任・受任 4行目 根拠規定 1行目 条・項・号"
        );
        assert_eq!(place(&make::pia_001(), Lang::Ja), "");
    }

    #[test]
    fn a_crash_is_told_apart_from_an_unreadable_package() {
        let crash = CoreFailure::Crashed { message: "unreachable".into() };
        assert_eq!(standing(&CheckStage::Failed(crash), Lang::Ja).0, "crashed");
        assert_eq!(standing(&CheckStage::Failed(CoreFailure::Cancelled), Lang::Ja).0, "waiting");
        assert_eq!(standing(&CheckStage::Running { done: 5, total: 0 }, Lang::Ja).0, "running");
    }
}
