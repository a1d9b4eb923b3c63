//! The texts of attachments, made from the templates under `samples/texts`.

use crate::code::{Government, GovernmentKind};

pub(super) const EDUCATION: &str = include_str!("../../../samples/texts/education.txt");
pub(super) const WELFARE: &str = include_str!("../../../samples/texts/welfare.txt");
pub(super) const PREFECTURE: &str = include_str!("../../../samples/texts/prefecture.txt");
pub(super) const ASSESSMENT: &str = include_str!("../../../samples/texts/assessment.txt");

/// The title of the head of a government: 佐賀県知事, 佐賀市長.
pub(super) fn head(government: &Government) -> String {
    match government.kind {
        GovernmentKind::Prefecture => format!("{}知事", government.name),
        _ => format!("{}長", government.name),
    }
}

/// The word by which a rule calls its own head: 知事, 市長, 町長.
pub(super) fn short_head(government: &Government) -> String {
    match government.kind {
        GovernmentKind::Prefecture => "知事".to_owned(),
        _ => government.name.chars().last().map(|unit| format!("{unit}長")).unwrap_or_default(),
    }
}

/// Fills a template's `{key}` places.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(template.to_owned(), |text, (key, value)| text.replace(&format!("{{{key}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_called_as_they_are() {
        let of = |name: &str| *Government::called(name).first().unwrap();
        assert_eq!(
            (head(of("佐賀県")), short_head(of("佐賀県"))),
            ("佐賀県知事".into(), "知事".into())
        );
        assert_eq!(
            (head(of("北海道")), short_head(of("世田谷区"))),
            ("北海道知事".into(), "区長".into())
        );
        assert_eq!(short_head(of("ニセコ町")), "町長");
        assert_eq!(fill("{a}{b}{a}", &[("a", "1"), ("b", "2")]), "121");
    }
}
