//! Places as people name them: sheet, number of the row, label of the column, cell.

use crate::finding::{ArgValue, Code, Lang, Location, Pointer, fill, value};
use crate::pack::{List, Pack};

/// The place of a finding in a package as a letter names it: 「委任受任」シート　No.4　委任の範囲（セルJ6）. Empty for the
/// package as a whole.
pub(super) fn letter_place(code: Code, location: &Location, pack: &Pack) -> String {
    let pointer = location.pointer.as_ref().filter(|p| !p.as_str().is_empty());
    let in_form = pointer.and_then(|pointer| match pack.list_at(pointer) {
        Some(list) => Some(in_list(code, location, pointer, list, pack)),
        None => in_section(location, pointer, pack),
    });
    in_form.unwrap_or_else(|| in_file(location, pack))
}

/// Returns whether a code is about a row that is registered and that the application lacks.
pub(super) fn is_only_registered(code: Code) -> bool {
    matches!(code, Code::Dlg012 | Code::Dlg013)
}

fn in_list(code: Code, location: &Location, pointer: &Pointer, list: &List, pack: &Pack) -> String {
    let rest = pointer.as_str().strip_prefix(list.path.as_str()).unwrap_or_default();
    let Some(row) = rest.split('/').nth(1).and_then(number) else {
        let template = match is_only_registered(code) {
            true => value::PLACE_ONLY_REGISTERED,
            false => value::PLACE_LIST,
        };
        return filled(template, &[("list", &list.title.ja)]);
    };
    // The part after the row: /bases/0/citation.
    let part = rest.get(1..).and_then(|rest| rest.get(rest.find('/')?..)).unwrap_or_default();
    let inner = list.rows.as_ref().and_then(|inner| {
        let inside = part.strip_prefix(inner.path.as_str())?;
        (inside.is_empty() || inside.starts_with('/')).then_some((inner, inside))
    });
    // Of several rows inside a row those after the first are counted; the cell tells them all apart.
    let nth = inner.and_then(|(inner, inside)| {
        let nth = inside.split('/').nth(1).and_then(number).filter(|nth| *nth > 1)?;
        let parts = [("inner", inner.row.ja.as_str()), ("nth", &nth.to_string())];
        Some(filled(value::PLACE_NTH, &parts))
    });
    let label = match (pack.field_at(pointer), inner) {
        (Some(field), _) => field.label.ja.as_str(),
        (None, Some((inner, _))) => inner.title.ja.as_str(),
        (None, None) => first_inside(list, part),
    };
    let sheet = location.sheet.as_deref().unwrap_or(&list.sheet);
    filled(
        value::PLACE_FIELD,
        &[
            ("sheet", sheet),
            ("row", &row.to_string()),
            ("label", label),
            ("detail", &detail(nth, location)),
        ],
    )
}

/// The label of the first field of a part of a row, such as the counterpart.
fn first_inside<'l>(list: &'l List, part: &str) -> &'l str {
    let prefix = format!("{part}/");
    let first =
        list.fields.iter().find(|f| !part.is_empty() && f.path.as_str().starts_with(&prefix));
    first.map_or("", |field| field.label.ja.as_str())
}

fn in_section(location: &Location, pointer: &Pointer, pack: &Pack) -> Option<String> {
    // Choices of which several hold are places of their own: /reasons/0.
    let outer = pointer.as_str().rsplit_once('/').map(|(outer, _)| Pointer::new(outer));
    let field = pack.field_at(pointer).or_else(|| pack.field_at(&outer?))?;
    let sheet = location.sheet.as_deref().unwrap_or(&pack.package.cover_sheet);
    let parts =
        [("sheet", sheet), ("label", &*field.label.ja), ("detail", &*detail(None, location))];
    Some(filled(value::PLACE_FIELD, &parts))
}

/// A file of the package, or a sheet of its workbook.
fn in_file(location: &Location, pack: &Pack) -> String {
    let entry = location.entry.as_deref().unwrap_or_default();
    // A sheet says by itself that the workbook is meant.
    let of_form = location.sheet.is_some() && entry == pack.package.workbook;
    let entry = if of_form { "" } else { entry };
    let sheet = location.sheet.as_deref().unwrap_or_default();
    let parts = [("entry", entry), ("sheet", sheet), ("cell", &*cell(location))];
    filled(value::PLACE_FILE, &parts).trim().to_owned()
}

/// The words in brackets: the number of a row inside a row, the cell.
fn detail(nth: Option<String>, location: &Location) -> String {
    let cell = location.cell.map(|at| filled(value::PLACE_CELL, &[("cell", &at.to_string())]));
    nth.into_iter().chain(cell).collect::<Vec<_>>().join(Lang::Ja.comma())
}

fn cell(location: &Location) -> String {
    location.cell.map(|cell| cell.to_string()).unwrap_or_default()
}

/// The number from 1 of a row by its index.
fn number(step: &str) -> Option<usize> {
    step.parse::<usize>().ok()?.checked_add(1)
}

/// A template of `messages/values.toml` with its parts.
pub(super) fn filled(template: &str, parts: &[(&str, &str)]) -> String {
    let args: Vec<(String, ArgValue)> = parts
        .iter()
        .map(|(name, text)| ((*name).to_owned(), ArgValue::Text((*text).to_owned())))
        .collect();
    fill(template, &args, Lang::Ja)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::CellPosition;

    fn said(code: Code, pointer: &str, sheet: Option<&str>, cell: Option<(u32, u32)>) -> String {
        let location = Location {
            entry: sheet.map(|_| Pack::standard().package.workbook.clone()),
            sheet: sheet.map(str::to_owned),
            cell: cell.map(|(row, column)| CellPosition { row, column }),
            pointer: (!pointer.is_empty()).then(|| Pointer::new(pointer)),
            entry_raw_hex: None,
        };
        letter_place(code, &location, Pack::standard())
    }

    #[test]
    fn a_field_is_named_by_sheet_row_label_and_cell() {
        let sheet = Some("委任受任");
        for (pointer, cell, place) in [
            ("/delegations/3/scope", (6, 9), "「委任受任」シート　No.4　委任の範囲（セルJ6）"),
            ("/delegations/3", (6, 1), "「委任受任」シート　No.4（セルB6）"),
            (
                "/delegations/3/counterpart",
                (6, 6),
                "「委任受任」シート　No.4　相手方の団体コード（セルG6）",
            ),
            ("/delegations/3/bases", (6, 14), "「委任受任」シート　No.4　根拠規定（セルO6）"),
            (
                "/delegations/3/bases/0/citation",
                (6, 17),
                "「委任受任」シート　No.4　条・項・号（セルR6）",
            ),
            (
                "/delegations/3/bases/1/citation",
                (7, 17),
                "「委任受任」シート　No.4　条・項・号（根拠規定の2件目、セルR7）",
            ),
        ] {
            assert_eq!(said(Code::Dlg001, pointer, sheet, Some(cell)), place);
        }
        let applicant = said(Code::Org001, "/applicant/code", Some("申請書"), Some((12, 1)));
        assert_eq!(applicant, "「申請書」シート　団体コード（セルB12）");
        let reason = said(Code::Frm006, "/reasons/0", None, None);
        assert_eq!(reason, "「申請書」シート　変更の理由");
    }

    #[test]
    fn a_row_that_only_the_registry_has_is_in_no_cell() {
        let place = said(Code::Dlg012, "/delegations", Some("委任受任"), None);
        assert_eq!(place, "「委任・受任」（登録にあり、申請にない）");
        assert_eq!(
            said(Code::Pia001, "/assessments", None, None),
            "「特定個人情報保護評価書」全体"
        );
    }

    #[test]
    fn what_is_no_field_is_named_by_its_file() {
        let of = |entry: &str, sheet: Option<&str>| {
            let location = Location { sheet: sheet.map(str::to_owned), ..Location::entry(entry) };
            letter_place(Code::Pkg009, &location, Pack::standard())
        };
        assert_eq!(of("添付/規則.txt", None), "ファイル「添付/規則.txt」");
        assert_eq!(of("申請書.xlsx", Some("委任受任")), "「委任受任」シート");
        assert_eq!(of("別.xlsx", Some("A")), "ファイル「別.xlsx」　「A」シート");
        assert_eq!(letter_place(Code::Zip002, &Location::default(), Pack::standard()), "");
        let pack = said(Code::Pkg016, "/pack", None, None);
        assert_eq!(pack, "");
    }
}
