//! Measures the law engine on a text as long as a statute: `cargo run --release -p forms-core --example law_speed`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use forms_core::law::Index;
use forms_core::law::citation::read;
use forms_core::law::ordinance::parse;

/// A text of so many articles with five provisions each.
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

fn best_of(times: usize, mut work: impl FnMut()) -> Duration {
    (0..times)
        .map(|_| {
            let started = Instant::now();
            work();
            started.elapsed()
        })
        .min()
        .unwrap_or_default()
}

fn main() {
    for articles in [250, 500, 1000, 2000, 4000] {
        let text = statute(articles);
        let ordinance = parse(&text);
        let parsing = best_of(5, || drop(parse(&text)));
        let indexing = best_of(5, || drop(Index::new(&ordinance)));
        println!(
            "{articles} articles, {} provisions: parse {parsing:?}, index {indexing:?}",
            ordinance.provisions.len()
        );
    }
    let ordinance = parse(&statute(1000));
    let index = Index::new(&ordinance);
    for text in [
        "第3条の2第1項第4号イ",
        "第五百条第一項第二号ア",
        "試験市事務委任規則（平成25年規則第24号）第２条第１項第３号及び第４号",
    ] {
        let reading = best_of(1000, || drop(read(text)));
        println!("{text}: read {reading:?}");
    }
    if let Some(citation) = read("第500条第1項第2号ア").single() {
        println!("resolve {:?}", best_of(1000, || drop(index.resolve(citation))));
    }
}
