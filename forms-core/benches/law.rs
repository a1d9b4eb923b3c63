//! How long a text as long as a statute takes, a citation, and a text of 50 MB:
//! `cargo bench -p forms-core --bench law`.
//!
//! 1,000 articles with 5,000 provisions should stay below 50 ms, a citation below 10 µs, and twice the
//! text should take twice the time.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use forms_core::law::Index;
use forms_core::law::citation::read;
use forms_core::law::ordinance::parse;

const ARTICLES: usize = 1_000;
const ROUNDS: usize = 15;

/// Makes a text with this number of articles, each with five provisions.
fn statute(articles: usize) -> String {
    let mut out = String::from("○試験市事務委任規則\n平成25年8月26日\n規則第24号\n");
    for a in 1..=articles {
        let _ = write!(
            out,
            "(見出し{a})\n第{a}条　市長は、地方自治法(昭和22年法律第67号)第153条第1項の規定により、次に掲げる事務を福祉事務所長に委任する。ただし、重要又は異例なものを除く。\n\
             \u{3000}(1)　生活保護法第{a}条に規定する保護の決定に関すること。\n　(2)　次に掲げる費用に関すること。\n　　ア　返還\n\
             2　前項の規定により委任された事務は、市長に報告しなければならない。\n"
        );
    }
    out
}

fn median<T>(mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

/// The time of one run out of many, for what is too short to be timed alone.
fn each<T>(mut run: impl FnMut() -> T) -> Duration {
    const TIMES: u32 = 2_000;
    median(|| {
        for _ in 0..TIMES {
            black_box(run());
        }
    }) / TIMES
}

fn main() {
    for factor in [1, 2, 4] {
        let text = statute(ARTICLES * factor);
        let provisions = parse(&text).provisions.len();
        println!("{provisions:>7} provisions  parse {:?}", median(|| parse(&text)));
    }
    let ordinance = parse(&statute(ARTICLES));
    println!("index {:?}", median(|| Index::new(&ordinance)));
    let index = Index::new(&ordinance);
    for text in [
        "第3条の2第1項第4号イ",
        "第五百条第一項第二号ア",
        "別表第１の６の項",
        "試験市事務委任規則（平成25年規則第24号）第２条第１項第３号及び第４号",
    ] {
        println!("read {text} {:?}", each(|| read(text)));
    }
    if let Some(citation) = read("第500条第1項第2号ア").single() {
        println!("resolve {:?}", each(|| index.resolve(citation).is_ok()));
    }
    let one = statute(ARTICLES);
    let large = one.repeat(50_000_000 / one.len() + 1);
    let start = Instant::now();
    let provisions = parse(&large).provisions.len();
    println!(
        "{} MB, {provisions} provisions  parse {:?}",
        large.len() / 1_000_000,
        start.elapsed()
    );
}
