//! Places whose rows are named by what they say, in words.

use crate::code::{Government, MunicipalityCode};
use crate::finding::Lang;
use crate::pack::{Field, List, Pack};

/// A place as [`Fingerprint`](crate::review::session::Fingerprint) and
/// [`RowChange`](crate::review::session::RowChange) name it, in words: 委任・受任 照会 受任 JT01010000000001 小樽市 委任の範囲.
/// A place that the pack does not know stays as it is.
#[must_use]
pub fn place_words(place: &str, pack: &Pack, lang: Lang) -> String {
    let fields = pack.form.iter().flat_map(|s| s.fields.iter().map(move |f| (s, f)));
    for (section, field) in fields {
        // Choices of which several hold are places of their own: /reasons/law.
        let rest = place.strip_prefix(field.path.as_str());
        if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
            return words(&[section.title.get(lang), field.label.get(lang)]);
        }
    }
    let list = pack.lists.iter().find_map(|list| {
        let rest = place.strip_prefix(list.path.as_str())?;
        Some((list, rest.strip_prefix('/').unwrap_or(rest)))
    });
    match list {
        Some((list, rest)) => in_list(list, rest, pack, lang),
        None => place.to_owned(),
    }
}

/// The text at such a place in words: choices by their labels.
#[must_use]
pub(super) fn value_words(place: &str, text: &str, pack: &Pack, lang: Lang) -> String {
    let of_form = pack.form.iter().flat_map(|section| &section.fields);
    let alone = of_form.filter(|field| place.starts_with(field.path.as_str()));
    let list = pack.lists.iter().find(|list| place.starts_with(list.path.as_str()));
    let fields = list.map(|list| inner_fields(place, list).unwrap_or(&list.fields));
    let in_rows = fields.into_iter().flatten().filter(|f| place.ends_with(f.path.as_str()));
    let field = alone.chain(in_rows).max_by_key(|field| field.path.as_str().len());
    match field.and_then(|field| field.control.choice()) {
        Some(choice) => pack.choice_label(choice, text, lang).to_owned(),
        None => text.to_owned(),
    }
}

/// The fields of a list's inner rows, if a place leads into one.
fn inner_fields<'p>(place: &str, list: &'p List) -> Option<&'p Vec<Field>> {
    let inner = list.rows.as_ref()?;
    let rest = place.strip_prefix(list.path.as_str())?;
    rest.contains(&format!("{}/", inner.path)).then_some(&inner.fields)
}

fn in_list(list: &List, rest: &str, pack: &Pack, lang: Lang) -> String {
    let title = list.title.get(lang);
    let whole = format!("/{rest}");
    if let Some(inner) = &list.rows
        && let Some((row, inside)) = whole.split_once(&format!("{}/", inner.path))
    {
        let (inner_row, label) = field_at_end(&inner.fields, inside, lang);
        let name = row_words(row.trim_start_matches('/'), list, pack, lang);
        return words(&[title, &name, inner.row.get(lang), inner_row, label]);
    }
    let (row, label) = field_at_end(&list.fields, rest, lang);
    words(&[title, &row_words(row, list, pack, lang), label])
}

/// Splits a row's name from the field after it. A row's name may hold strokes itself.
fn field_at_end<'a>(fields: &'a [Field], place: &'a str, lang: Lang) -> (&'a str, &'a str) {
    let longest = fields.iter().filter(|f| place.ends_with(f.path.as_str()));
    match longest.max_by_key(|f| f.path.as_str().len()) {
        Some(field) => {
            let row = place.strip_suffix(field.path.as_str()).unwrap_or(place);
            (row, field.label.get(lang))
        }
        None => (place, ""),
    }
}

/// The name of a row with its choices by their labels and its organisations by their names.
fn row_words(row: &str, list: &List, pack: &Pack, lang: Lang) -> String {
    let choices: Vec<&str> = list.fields.iter().filter_map(|f| f.control.choice()).collect();
    let one = |word: &str| {
        let labels = choices.iter().map(|choice| pack.choice_label(choice, word, lang));
        let label = labels.into_iter().find(|label| *label != word).map(str::to_owned);
        let government = || {
            let code: MunicipalityCode = word.parse().ok()?;
            Government::find(code).map(|g| g.name.to_owned())
        };
        label.or_else(government).unwrap_or_else(|| word.to_owned())
    };
    row.split(' ').map(one).collect::<Vec<_>>().join(" ")
}

fn words(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
