//! What holds for any text.

use proptest::prelude::*;

use super::citations::assert_only_what_stands_is_found;
use super::*;
use crate::law::{Unresolved, marker_forms};

fn any_ordinance() -> impl Strategy<Value = String> {
    let paragraph = (0usize..5, 0usize..4, 0usize..3);
    let article = prop::collection::vec(paragraph, 1..4);
    (prop::collection::vec(article, 1..6), 0usize..4, any::<bool>(), 0usize..3).prop_map(
        |(articles, notation, branch, supplementary)| {
            marker_forms::text(&articles, notation, branch, supplementary)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn only_what_stands_is_found(text in any_ordinance()) {
        assert_only_what_stands_is_found("generated", &parse(&text));
    }
}

proptest! {
    #[test]
    fn any_text_tells_each_provision_once(text in any_ordinance()) {
        let ordinance = parse(&text);
        assert_citations_resolve(&ordinance);
        prop_assert_eq!(ordinance.provisions.len(), text.lines().filter(|l| marker_forms::counts(l)).count());
    }

    #[test]
    fn what_is_not_there_is_not_found(text in any_ordinance(), article in 20u32..99, item in 20u32..99) {
        let ordinance = parse(&text);
        for cited in [format!("第{article}条"), format!("第1条第1項第{item}号"), format!("別表第9の{item}の項"), format!("附則第{item}項")] {
            let reading = read(&cited);
            let found = ordinance.resolve(reading.single().unwrap());
            prop_assert!(matches!(found, Err(Unresolved::NotFound { .. })), "{}", cited);
        }
    }

    #[test]
    fn no_text_panics(text in "([第１２3一二条項号(（）)イロアａ\\-|　 \t。附則別表削除及びから「」規平成年月日]{0,20}\n){0,20}") {
        let ordinance = parse(&text);
        let document = ordinance.document(&[], crate::finding::Lang::Ja);
        serde_json::to_string(&document).unwrap();
    }
}
