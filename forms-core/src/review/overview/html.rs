//! The page of a report for the head of section.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{DayCounts, Overview};
use crate::finding::{Lang, Severity};
use crate::review::PROGRAM;
use crate::review::report::{Label, escape, page_head};
use crate::review::session::ApplicantState;
use crate::review::summary::{result_label, state_label};

/// The most bars and days that leave the page one page.
const BARS: usize = 12;
const DAYS: usize = 10;

/// The most names of a state.
const NAMES: usize = 24;

/// Sizes of the chart in its own units: width, of the words before the bars, of a bar at most, height of a line.
const WIDTH: usize = 700;
const WORDS: usize = 370;
const BAR: usize = 210;
const LINE: usize = 20;

pub(super) fn write(overview: &Overview, lang: Lang) -> String {
    let title = Label::Overview.get(lang);
    let mut out = page_head(title, include_str!("overview.css"), lang);
    let _ = write!(out, "<header><h1>{title}</h1>\n<dl>");
    fact(&mut out, Label::AsOf.get(lang), &overview.today.to_string());
    if let Some(deadline) = overview.deadline {
        fact(&mut out, Label::Deadline.get(lang), &told_deadline(deadline, overview.today, lang));
    }
    out.push_str("</dl></header>\n<main>\n<div class=\"pair\">\n");
    states(&mut out, overview, lang);
    days(&mut out, overview, lang);
    out.push_str("</div>\n");
    chart(&mut out, overview, lang);
    open(&mut out, overview, lang);
    let _ = write!(out, "</main>\n<footer>{PROGRAM}</footer>\n</body>\n</html>\n");
    out
}

fn fact(out: &mut String, label: &str, value: &str) {
    let _ = write!(out, "<div><dt>{label}</dt><dd>{}</dd></div>", escape(value));
}

fn told_deadline(deadline: Date, today: Date, lang: Lang) -> String {
    let days = today.until(deadline).map_or(0, |span| span.get_days());
    let words = match days {
        0 => Label::LastDay,
        1.. => Label::DaysLeft,
        _ => Label::DaysOver,
    };
    let rest = words.get(lang).replace("{days}", &days.unsigned_abs().to_string());
    format!("{deadline}{rest}")
}

/// A table of words and numbers.
fn counts(out: &mut String, head: Label, rows: &[(&str, usize)], lang: Lang) {
    let (head, count) = (head.get(lang), Label::NumberOfApplicants.get(lang));
    let _ = write!(
        out,
        "<table>\n<thead><tr><th scope=\"col\">{head}</th><th scope=\"col\">{count}</th></tr></thead>\n<tbody>\n"
    );
    for (word, count) in rows {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"count\">{count}</td></tr>",
            escape(word)
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn states(out: &mut String, overview: &Overview, lang: Lang) {
    let heading = Label::State.get(lang);
    let _ = writeln!(out, "<section>\n<h2>{heading}</h2>");
    let totals = &overview.totals;
    let of = |state: &ApplicantState| (state_label(*state).get(lang), totals.count(*state));
    let mut rows: Vec<(&str, usize)> =
        ApplicantState::ALL.iter().map(of).filter(|(_, count)| *count > 0).collect();
    rows.push((Label::Total.get(lang), totals.all()));
    counts(out, Label::State, &rows, lang);
    let results = overview.results.iter();
    let results: Vec<(&str, usize)> =
        results.map(|(result, count)| (result_label(*result).get(lang), *count)).collect();
    if !results.is_empty() {
        counts(out, Label::Result, &results, lang);
    }
    out.push_str("</section>\n");
}

fn days(out: &mut String, overview: &Overview, lang: Lang) {
    let _ = write!(out, "<section>\n<h2>{}</h2>\n<table>\n<thead><tr>", Label::ByDay.get(lang));
    let heads = [
        Label::Day,
        Label::Arrived,
        Label::Accepted,
        Label::Returned,
        Label::SentLetters,
        Label::Calls,
    ];
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{}</th>", head.get(lang));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let mut row = |day: &str, counts: DayCounts| {
        let DayCounts { received, accepted, returned, letters, calls } = counts;
        let _ = write!(out, "<tr><th scope=\"row\">{day}</th>");
        for count in [received, accepted, returned, letters, calls] {
            let _ = write!(out, "<td class=\"count\">{count}</td>");
        }
        out.push_str("</tr>\n");
    };
    let before = overview.days.len().saturating_sub(DAYS);
    if before > 0 {
        let earlier = overview.days.values().take(before).copied();
        row(Label::BeforeThat.get(lang), earlier.fold(DayCounts::default(), DayCounts::plus));
    }
    for (day, counts) in overview.days.iter().skip(before) {
        row(&day.to_string(), *counts);
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

/// The bars of the codes, each with its words and numbers.
fn chart(out: &mut String, overview: &Overview, lang: Lang) {
    let heading = Label::ByCode.get(lang);
    let _ = writeln!(out, "<section>\n<h2>{heading}</h2>");
    let mut bars: Vec<(String, Severity, usize, String)> = Vec::new();
    let numbers = |findings: usize, applicants: usize| {
        let text = Label::CodeCount.get(lang).replace("{findings}", &findings.to_string());
        text.replace("{applicants}", &applicants.to_string())
    };
    for count in overview.codes.iter().take(BARS) {
        let words = format!("{} {}", count.code, count.code.text(lang).title);
        let severity = Label::severity(count.severity).get(lang);
        let told = format!("{} {severity}", numbers(count.findings, count.applicants));
        bars.push((words, count.severity, count.findings, told));
    }
    let rest = overview.codes.get(BARS..).unwrap_or_default();
    if !rest.is_empty() {
        let findings: usize = rest.iter().map(|count| count.findings).sum();
        let words = Label::OtherCodes.get(lang).replace("{kinds}", &rest.len().to_string());
        // No kind, so no bar to compare with those above.
        bars.push((words, Severity::Info, 0, findings.to_string()));
    }
    if bars.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", Label::Nothing.get(lang));
    } else {
        draw(out, heading, &bars);
    }
    if overview.infos > 0 {
        let told = Label::Infos.get(lang).replace("{count}", &overview.infos.to_string());
        let _ = writeln!(out, "<p class=\"remark\">{told}</p>");
    }
    out.push_str("</section>\n");
}

fn draw(out: &mut String, heading: &str, bars: &[(String, Severity, usize, String)]) {
    let height = bars.len() * LINE;
    let most = bars.iter().map(|(_, _, count, _)| *count).max().unwrap_or(1).max(1);
    let _ = writeln!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">",
        escape(heading)
    );
    for (line, (words, severity, count, told)) in bars.iter().enumerate() {
        let top = line * LINE;
        let length = count * BAR / most;
        let (base, bar_top, bar_height) = (top + 14, top + 3, LINE - 6);
        let _ = writeln!(
            out,
            "<text x=\"0\" y=\"{base}\">{}</text><rect class=\"{}\" x=\"{WORDS}\" y=\"{bar_top}\" width=\"{length}\" \
             height=\"{bar_height}\"/><text x=\"{}\" y=\"{base}\">{}</text>",
            escape(&shortened(words)),
            severity.as_str(),
            WORDS + length + 6,
            escape(told)
        );
    }
    out.push_str("</svg>\n");
}

/// Words cut to what stands before a bar: a wide letter is 12 units, another one 7.
fn shortened(words: &str) -> String {
    let mut room = WORDS - 24;
    let mut out = String::new();
    for c in words.chars() {
        let width = if c.is_ascii() { 7 } else { 12 };
        if width > room {
            out.push('…');
            break;
        }
        room -= width;
        out.push(c);
    }
    out
}

fn open(out: &mut String, overview: &Overview, lang: Lang) {
    let _ = writeln!(out, "<section>\n<h2>{}</h2>", Label::WhoIsOpen.get(lang));
    if overview.open.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", Label::NobodyOpen.get(lang));
    } else {
        out.push_str("<dl class=\"open\">\n");
        for (state, names) in &overview.open {
            let shown: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
            let mut told = shown.join(lang.comma());
            if names.len() > NAMES {
                let others = (names.len() - NAMES).to_string();
                let others = Label::AndOthers.get(lang).replace("{count}", &others);
                told = [told, others].join(lang.comma());
            }
            let state = state_label(*state).get(lang);
            let _ = writeln!(
                out,
                "<div><dt>{state} {}</dt><dd>{}</dd></div>",
                names.len(),
                escape(&told)
            );
        }
        out.push_str("</dl>\n");
    }
    let Overview { of_nobody, not_read, .. } = overview;
    if of_nobody + not_read > 0 {
        let told = Label::FilesOfNobody.get(lang).replace("{count}", &of_nobody.to_string());
        let told = told.replace("{failed}", &not_read.to_string());
        let _ = writeln!(out, "<p class=\"remark\">{told}</p>");
    }
    out.push_str("</section>\n");
}
