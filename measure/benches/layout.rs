//! How long it takes to import and to compare layouts of 5,000 procedures in 30,000 rows, and how
//! that grows: `cargo bench -p measure --bench layout`.

use std::time::{Duration, Instant};

use forms_core::layout::{Layout, LayoutRow};
use forms_core::layout_diff::diff;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::read_csv;

use measure::successors::{Revision, affairs, pair};

/// The time this thread has had a processor, where the system tells: a machine that others use as
/// well would measure them instead.
fn spent() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

/// The fastest of several runs.
fn fastest<T>(mut run: impl FnMut() -> T) -> Duration {
    let once = |run: &mut dyn FnMut() -> T| {
        let (start, before) = (Instant::now(), spent());
        std::hint::black_box(run());
        let wall = start.elapsed();
        before.zip(spent()).map_or(wall, |(before, after)| after - before)
    };
    (0..5).map(|_| once(&mut run)).min().unwrap_or_default()
}

/// The layout with its rows repeated until each procedure has about six.
fn widened(layout: &Layout) -> Layout {
    let six = |row: &LayoutRow| {
        (0..2)
            .map(|n| LayoutRow { version: format!("{}.{n}", row.version), ..row.clone() })
            .collect::<Vec<_>>()
    };
    Layout::from_rows(layout.rows().iter().flat_map(six))
}

fn main() {
    let statute = affairs();
    let pack = Pack::standard();
    for all_new in [false, true] {
        for (times, per_affair) in [(1, 41), (2, 83), (4, 165)] {
            let pair = pair(&statute, Revision { all_new, per_affair, seed: 7 });
            let (old, new) = (widened(&pair.old), widened(&pair.new));
            let csv = new.to_csv(pack);
            let import = fastest(|| {
                read_csv(&csv, TableKind::Layout, pack).map(|table| Layout::from_table(&table))
            });
            let compare = fastest(|| diff(&old, &new, pack));
            println!(
                "{times}x, all new {all_new}: {} procedures ({} retired), {} rows: import {import:.0?}, diff {compare:.0?}",
                old.procedures().count(),
                pair.truth.len(),
                old.rows().len(),
            );
        }
    }
}
