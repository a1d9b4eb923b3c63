//! CAL: the release calendar.

use jiff::civil::Date;

use super::Context;
use crate::finding::{Finding, Pointer, make};
use crate::pack::Release;
use crate::text::{Day, is_blank};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let target = &context.app.target;
    let Some(Day(date)) = target.release.value() else { return };
    let releases = &context.pack.calendar.releases;
    let at = |key| Pointer::new("/target").key(key);
    let Some(release) = releases.iter().find(|r| r.date == *date) else {
        // After the last release that the pack knows there may be others.
        if releases.last().is_some_and(|last| *date < last.date) {
            let nearest = nearest(releases, *date);
            out.push(make::cal_001(target.release.text(), nearest).at(at("release")));
        }
        return;
    };
    let today = context.today;
    if release.opens.is_some_and(|opens| today < opens)
        || release.closes.is_some_and(|closes| closes < today)
    {
        let shown = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
        let (opens, closes) = (shown(release.opens), shown(release.closes));
        let finding = make::cal_002(date.to_string(), today.to_string(), opens, closes);
        out.push(finding.at(at("release")));
    }
    if !is_blank(&target.layout) && target.layout.trim() != release.layout {
        let finding = make::cal_003(&target.layout, date.to_string(), &release.layout);
        out.push(finding.at(at("layout")));
    }
}

/// The releases before and after a date.
fn nearest(releases: &[Release], date: Date) -> Vec<String> {
    let before = releases.iter().rfind(|r| r.date < date);
    let after = releases.iter().find(|r| r.date > date);
    [before, after].into_iter().flatten().map(|r| r.date.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use crate::finding::Code;
    use crate::pack::Pack;
    use crate::rules::testing::{clean, files, found};
    use crate::rules::{Context, check_application};

    #[test]
    fn cal_001_knows_the_releases_and_nothing_behind_the_last() {
        let mut app = clean();
        app.target.release = "2019-06-18".into();
        assert_eq!(found(&app), [(Code::Cal001, "/target/release".into())]);
        app.target.release = "2019-06-17".into();
        assert_eq!(found(&app), []);
        app.target.release = "2031-06-16".into();
        assert_eq!(found(&app), []);
    }

    #[test]
    fn cal_002_looks_at_the_window() {
        let mut app = clean();
        app.target.release = "2018-11-01".into();
        app.target.layout = "H30.7".into();
        app.assessments[0].published = "2018-03-30".into();
        let found = |year, month, day| {
            let today = jiff::civil::date(year, month, day);
            let files = files();
            let findings = check_application(&Context::new(&app, &files, Pack::standard(), today));
            findings.into_iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert_eq!(found(2018, 5, 20), [Code::Cal002]);
        assert_eq!(found(2018, 5, 21), []);
    }

    #[test]
    fn cal_002_takes_every_window_that_a_pack_knows() {
        let mut pack = Pack::standard().clone();
        for release in &mut pack.calendar.releases {
            // Half a year before, for two months.
            release.opens = release.date.checked_sub(jiff::Span::new().months(6)).ok();
            release.closes = release.date.checked_sub(jiff::Span::new().months(4)).ok();
        }
        let files = files();
        for release in pack.calendar.releases.clone() {
            let mut app = clean();
            app.target.release = release.date.to_string().as_str().into();
            app.target.layout = release.layout.clone();
            let late = |today: jiff::civil::Date| {
                let findings = check_application(&Context::new(&app, &files, &pack, today));
                findings.iter().any(|f| f.code == Code::Cal002)
            };
            let (opens, closes) = (release.opens.unwrap(), release.closes.unwrap());
            let seen = [opens.yesterday().unwrap(), opens, closes, closes.tomorrow().unwrap()];
            assert_eq!(seen.map(late), [true, false, false, true], "{}", release.date);
        }
    }

    #[test]
    fn cal_003_wants_the_layout_of_the_release() {
        let mut app = clean();
        app.target.layout = "H30.7".into();
        assert_eq!(found(&app), [(Code::Cal003, "/target/layout".into())]);
        app.target.layout = "R1.6".into();
        assert_eq!(found(&app), []);
    }
}
