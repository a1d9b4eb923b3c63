//! A report as one page: no script, nothing loaded, made to be read on screen and printed on A4.

use std::fmt::Write as _;

use super::{
    Group, Label, Listed, Reader, counts_with_cross, cross_groups, groups, is_direction, place,
    place_in, verdict,
};
use crate::check::{Counts, Report};
use crate::finding::{Lang, Severity};
use crate::review::PROGRAM;

/// The page for a reader, an applicant where only a language is given. Every value in it is escaped, and its policy
/// allows no script even if one were not.
#[must_use]
pub fn html(report: &Report, reader: impl Into<Reader>) -> String {
    let reader = reader.into();
    let lang = reader.lang;
    let mut page = Page { out: String::new(), lang, reader, folder: common_folder(report) };
    let title = Label::Title.get(lang);
    page.out.push_str(&page_head(title, include_str!("report.css"), lang));
    let _ = writeln!(page.out, "<header><h1>{title}</h1>");
    page.facts(report);
    page.out.push_str("</header>\n<main>\n");
    page.summary(report);
    let by_package = report.cross_by_package();
    for (i, package) in report.packages.iter().enumerate() {
        let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
        let groups = groups(&package.findings, cross);
        if !groups.is_empty() {
            let path = page.within(&package.path).to_owned();
            page.section(&format!("p{i}"), &path, &groups);
        }
    }
    if !report.cross.is_empty() {
        page.section("cross", Label::Cross.get(lang), &cross_groups(&report.cross));
    }
    page.out.push_str("</main>\n</body>\n</html>\n");
    page.out
}

/// The beginning of a page up to `<body>`: no script may run and nothing may be loaded.
pub(in crate::review) fn page_head(title: &str, css: &str, lang: Lang) -> String {
    let code = match lang {
        Lang::Ja => "ja",
        Lang::En => "en",
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>\n{css}</style>\n</head>\n<body>\n",
        escape(title)
    )
}

struct Page {
    out: String,
    lang: Lang,
    reader: Reader,
    /// The folder that all packages lie in, with its last separator; said once, at the top.
    folder: String,
}

/// The folder that all of several packages lie in.
fn common_folder(report: &Report) -> String {
    let mut paths = report.packages.iter().map(|p| p.path.as_str());
    let Some(first) = paths.next().filter(|_| report.packages.len() > 1) else {
        return String::new();
    };
    let shared = paths.fold(first, |shared, path| {
        let same = shared.char_indices().zip(path.chars()).take_while(|((_, a), b)| a == b);
        let end = same.last().map_or(0, |((at, c), _)| at + c.len_utf8());
        shared.get(..end).unwrap_or_default()
    });
    shared.rfind(['/', '\\']).and_then(|at| shared.get(..=at)).unwrap_or_default().to_owned()
}

impl Page {
    /// A package's path as it is shown, from the folder that they all lie in.
    fn within<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.folder.as_str()).unwrap_or(path)
    }

    fn facts(&mut self, report: &Report) {
        let today = report.today.to_string();
        let program = PROGRAM.to_owned();
        let pack = format!("{} {}", report.pack.0, report.pack.1);
        self.out.push_str("<dl>");
        let folder = self.folder.clone();
        let all = [
            (Label::Today, &today),
            (Label::Pack, &pack),
            (Label::Program, &program),
            (Label::Folder, &folder),
        ];
        for (label, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            let label = label.get(self.lang);
            let _ = write!(self.out, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(value));
        }
        self.out.push_str("</dl>\n");
    }

    fn summary(&mut self, report: &Report) {
        let heads = [
            Label::Status,
            Label::Package,
            Label::Applicant,
            Label::Fatal,
            Label::Error,
            Label::Warning,
            Label::Info,
        ];
        let _ = write!(
            self.out,
            "<section id=\"summary\">\n<h2>{}</h2>\n<table>\n<thead><tr>",
            Label::Summary.get(self.lang)
        );
        for head in heads {
            let _ = write!(self.out, "<th scope=\"col\">{}</th>", head.get(self.lang));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        let by_package = report.cross_by_package();
        for (i, package) in report.packages.iter().enumerate() {
            let cross = by_package.get(package.path.as_str()).map_or(&[][..], Vec::as_slice);
            let counts = counts_with_cross(package, cross);
            let status = counts.status();
            let word = verdict(package, counts).get(self.lang);
            let path = self.within(&package.path);
            let nothing = package.findings.is_empty() && cross.is_empty();
            let name = link(&format!("p{i}"), path, nothing);
            let who = package.applicant.as_ref().map(|a| format!("{} {}", a.code, a.name));
            let _ = write!(
                self.out,
                "<tr><td class=\"status {status:?}\">{word}</td><th scope=\"row\">{name}{}</th><td class=\"who\">{}</td>",
                sha256(&package.sha256),
                escape(&who.unwrap_or_default())
            );
            self.counts(counts);
        }
        if !report.cross.is_empty() {
            let name = link("cross", Label::Cross.get(self.lang), false);
            let _ = write!(self.out, "<tr><td></td><th scope=\"row\">{name}</th><td></td>");
            self.counts(Counts::of(report.cross.iter().map(|c| &c.finding)));
        }
        self.out.push_str("</tbody>\n</table>\n");
        let nothing =
            report.cross.is_empty() && report.packages.iter().all(|p| p.findings.is_empty());
        if nothing {
            let _ = writeln!(self.out, "<p>{}</p>", Label::Nothing.get(self.lang));
        }
        self.out.push_str("</section>\n");
    }

    fn counts(&mut self, counts: Counts) {
        for count in [counts.fatal, counts.error, counts.warning, counts.info] {
            let _ = write!(self.out, "<td class=\"count\">{count}</td>");
        }
        self.out.push_str("</tr>\n");
    }

    /// The findings of one package: links to each kind, then each kind with its findings.
    fn section(&mut self, id: &str, title: &str, groups: &[Group<'_>]) {
        let lang = self.lang;
        let _ = write!(
            self.out,
            "<section id=\"{id}\" class=\"package\">\n<h2>{}</h2>\n<ul class=\"kinds\">\n",
            escape(title)
        );
        for group in groups {
            let (code, title) = (group.code, group.code.text(lang).title);
            let count = group.findings.len();
            let _ = writeln!(
                self.out,
                "<li><a href=\"#{id}-{code}\">{code} {}</a> {count}{}</li>",
                escape(title),
                Label::Times.get(lang)
            );
        }
        self.out.push_str("</ul>\n");
        for group in groups {
            self.group(id, group);
        }
        let _ = write!(
            self.out,
            "<p class=\"back\"><a href=\"#summary\">{}</a></p>\n</section>\n",
            Label::Back.get(lang)
        );
    }

    fn group(&mut self, id: &str, group: &Group<'_>) {
        let lang = self.lang;
        let code = group.code;
        let severity = Label::severity(group.severity).get(lang);
        let _ = write!(
            self.out,
            "<section class=\"kind\" id=\"{id}-{code}\">\n<h3><span class=\"severity {}\">{severity}</span> {code} {}</h3>\n",
            class(group.severity),
            escape(code.text(lang).title)
        );
        let shared = group.shared_advice(self.reader);
        if let Some(hint) = &shared {
            let _ = writeln!(
                self.out,
                "<p class=\"hint\"><b>{}</b> {}</p>",
                self.reader.advice_label().get(lang),
                escape(hint)
            );
        }
        self.out.push_str("<ol>\n");
        for Listed { finding, location, others } in &group.findings {
            let _ = write!(self.out, "<li><p>{}</p>", escape(&finding.message(lang)));
            let here = location.map(|at| place(code, at, lang)).filter(|at| !at.is_empty());
            let there =
                others.iter().map(|other| place_in(self.within(&other.package), code, other, lang));
            let places: Vec<String> = here.into_iter().chain(there).collect();
            for at in places {
                let _ = write!(self.out, "<p class=\"place\">{}</p>", escape(&at));
            }
            if shared.is_none() {
                let hint = escape(&self.reader.advice(finding));
                let _ = write!(self.out, "<p class=\"hint\">{hint}</p>");
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The SHA-256 below the name of a file.
fn sha256(hash: &str) -> String {
    if hash.is_empty() {
        return String::new();
    }
    format!("<small class=\"hash\">SHA-256 {}</small>", escape(hash))
}

fn link(id: &str, text: &str, nowhere: bool) -> String {
    let text = escape(text);
    if nowhere { text } else { format!("<a href=\"#{id}\">{text}</a>") }
}

fn class(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A text as the content of an element or of a quoted attribute.
pub(in crate::review) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            '\t' | '\r' => out.push(' '),
            c if c.is_control() || is_direction(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
