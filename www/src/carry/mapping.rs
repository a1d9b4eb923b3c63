//! The dialog in which a person says which row is the header and what its columns are.

use std::collections::BTreeMap;

use forms_core::finding::column_letters;
use forms_core::pack::{Column, ColumnKey, TableKind};
use forms_core::table::{Mapping, SheetPreview};
use ui::client::TableFacts;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDialogElement, HtmlSelectElement};
use yew::prelude::*;

use super::remembered;
use super::session::{Session, Step};

/// Columns and letters of a cell that the picture of the table shows.
const COLUMNS: usize = 30;
const LETTERS: usize = 24;

#[derive(Properties, PartialEq)]
pub(super) struct MappingDialogProps {
    pub(super) session: UseReducerHandle<Session>,
    /// The table, by its number in the session.
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) facts: TableFacts,
    pub(super) close: Callback<()>,
}

/// What is chosen in the dialog.
#[derive(Debug, Clone, PartialEq)]
struct Chosen {
    sheet: usize,
    /// The number of the header's row.
    header: u32,
    /// Columns counted from 0, by the key that each has.
    columns: BTreeMap<ColumnKey, usize>,
}

impl Chosen {
    /// What was found, as the person finds it on opening the dialog.
    fn found(facts: &TableFacts) -> Self {
        let sheet = facts.sheets.iter().position(|s| s.name == facts.sheet).unwrap_or(0);
        let widest = facts.sheets.get(sheet).and_then(|s| {
            let texts = |row: &[String]| row.iter().filter(|t| !t.trim().is_empty()).count();
            s.rows.iter().rev().max_by_key(|(_, row)| texts(row)).map(|(number, _)| *number)
        });
        Self {
            sheet,
            header: facts.header_row.or(widest).unwrap_or(1),
            columns: facts.columns.iter().map(|(at, key)| (key.clone(), *at)).collect(),
        }
    }

    fn row<'f>(&self, sheets: &'f [SheetPreview], number: u32) -> &'f [String] {
        let rows = sheets.get(self.sheet).map_or(&[][..], |s| &s.rows);
        rows.iter().find(|(n, _)| *n == number).map_or(&[], |(_, row)| row)
    }

    /// Two keys may not share a column: their labels.
    fn twice<'p>(&self, wanted: &'p [Column]) -> Vec<&'p str> {
        let shared = |column: &&Column| {
            self.columns.get(&column.key).is_some_and(|at| {
                self.columns.iter().any(|(key, other)| *key != column.key && other == at)
            })
        };
        wanted.iter().filter(shared).map(label).collect()
    }

    /// The columns that are needed and not there: their labels.
    fn missing<'p>(&self, wanted: &'p [Column]) -> Vec<&'p str> {
        let missing = |c: &&Column| c.required && !self.columns.contains_key(&c.key);
        wanted.iter().filter(missing).map(label).collect()
    }

    fn mapping(&self, kind: TableKind, sheets: &[SheetPreview]) -> Mapping {
        let sheet = sheets.get(self.sheet).and_then(|s| s.name.clone());
        let columns = self.columns.iter().map(|(key, at)| (*at, key.clone())).collect();
        Mapping::new(kind, self.row(sheets, self.header), sheet, columns)
    }
}

fn label(column: &Column) -> &str {
    column.headers.first().map_or(column.key.as_str(), String::as_str)
}

/// The dialog. It is the browser's own, which keeps the focus inside and closes with Esc.
#[component]
pub(super) fn MappingDialog(props: &MappingDialogProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let MappingDialogProps { session, id, name, facts, close } = props;
    let node = use_node_ref();
    let chosen = use_state(|| Chosen::found(facts));
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>() {
                // It was made a moment ago and is not open.
                let _ = dialog.show_modal();
            }
        });
    }
    let Some(kind) = facts.kind else { return html! {} };
    let wanted = in_use().tables.get(kind.as_str()).map_or(&[][..], |t| &t.columns);
    let (missing, twice) = (chosen.missing(wanted), chosen.twice(wanted));
    let save = {
        let (session, chosen, facts) = (session.clone(), chosen.clone(), facts.clone());
        let (close, announce, id) = (close.clone(), shell.announce.clone(), *id);
        Callback::from(move |_: MouseEvent| {
            let said = chosen.mapping(kind, &facts.sheets);
            let mappings = remembered::with(session.mappings(), said);
            let kept = remembered::remember(&mappings);
            announce.emit(
                if kept { words::mapping::saved(lang) } else { words::mapping::not_kept(lang) }
                    .to_owned(),
            );
            session.dispatch(Step::Mappings(mappings));
            session.dispatch(Step::Reread { id });
            close.emit(());
        })
    };
    let cancel = close.reform(|_: MouseEvent| ());
    let onclose = close.reform(|_: Event| ());
    let on_sheet = {
        let (chosen, facts) = (chosen.clone(), facts.clone());
        Callback::from(move |event: Event| {
            let sheet = value_of(&event).and_then(|v| v.parse::<usize>().ok());
            let Some(sheet) = sheet else { return };
            let other = TableFacts {
                sheet: facts.sheets.get(sheet).and_then(|s: &SheetPreview| s.name.clone()),
                header_row: None,
                columns: BTreeMap::new(),
                ..facts.clone()
            };
            chosen.set(Chosen::found(&other));
        })
    };
    let comma = words::check::comma(lang);
    let several = facts.sheets.len() > 1;
    html! {
        <dialog ref={node} class="mapping" aria-labelledby="mapping-title" {onclose}>
            <h2 id="mapping-title">{ words::mapping::title(lang) }</h2>
            <p>{ words::mapping::lead(lang, name) }</p>
            if several {
                <div class="field">
                    <label for="mapping-sheet">{ words::mapping::sheet(lang) }</label>
                    <select id="mapping-sheet" onchange={on_sheet}>
                        { for facts.sheets.iter().enumerate().map(|(at, sheet)| html! {
                            <option value={at.to_string()} selected={at == chosen.sheet}>
                                { sheet.name.clone().unwrap_or_default() }
                            </option>
                        }) }
                    </select>
                </div>
            }
            <HeaderChoice chosen={chosen.clone()} sheets={facts.sheets.clone()} />
            <fieldset class="mapping-columns">
                <legend>{ words::mapping::columns(lang) }</legend>
                { for wanted.iter().map(|column| html! {
                    <ColumnChoice {column} chosen={chosen.clone()} sheets={facts.sheets.clone()} key={column.key.to_string()} />
                }) }
            </fieldset>
            <div role="status">
                if !missing.is_empty() {
                    <p class="notice warning">{ words::mapping::still(lang, missing.join(comma)) }</p>
                }
                if !twice.is_empty() {
                    <p class="notice error">{ words::mapping::twice(lang, twice.join(comma)) }</p>
                }
            </div>
            <div class="buttons">
                <button type="button" class="primary" disabled={!missing.is_empty() || !twice.is_empty()} onclick={save}>
                    { words::mapping::save(lang) }
                </button>
                <button type="button" onclick={cancel}>{ words::common::cancel(lang) }</button>
            </div>
        </dialog>
    }
}

fn value_of(event: &Event) -> Option<String> {
    let select = event.target()?.dyn_into::<HtmlSelectElement>().ok()?;
    Some(select.value())
}

#[derive(Properties, PartialEq)]
struct HeaderChoiceProps {
    chosen: UseStateHandle<Chosen>,
    sheets: Vec<SheetPreview>,
}

/// The first rows as they are, each of which can be the header.
#[component]
fn HeaderChoice(props: &HeaderChoiceProps) -> Html {
    let lang = use_shell().lang;
    let HeaderChoiceProps { chosen, sheets } = props;
    let rows = sheets.get(chosen.sheet).map_or(&[][..], |s| &s.rows);
    let line = |(number, row): &(u32, Vec<String>)| {
        let number = *number;
        let onchange = {
            let chosen = chosen.clone();
            Callback::from(move |_: Event| {
                chosen.set(Chosen { header: number, ..(*chosen).clone() })
            })
        };
        let is_header = chosen.header == number;
        html! {
            <tr class={is_header.then_some("header")} key={number}>
                <th scope="row">
                    <label class="option">
                        <input type="radio" name="mapping-header" checked={is_header} {onchange}
                            aria-label={words::mapping::header_row(lang, number)} />
                        { number }
                    </label>
                </th>
                { for row.iter().take(COLUMNS).map(|text| html! { <td>{ shortened(text) }</td> }) }
            </tr>
        }
    };
    html! {
        <fieldset class="mapping-header">
            <legend>{ words::mapping::header(lang) }</legend>
            <div class="table-frame" tabindex="0" role="region" aria-label={words::mapping::preview(lang)}>
                <table class="preview"><tbody>{ for rows.iter().map(line) }</tbody></table>
            </div>
        </fieldset>
    }
}

fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[derive(Properties, PartialEq)]
struct ColumnChoiceProps {
    column: &'static Column,
    chosen: UseStateHandle<Chosen>,
    sheets: Vec<SheetPreview>,
}

/// Which column of the file is one of the pack's.
#[component]
fn ColumnChoice(props: &ColumnChoiceProps) -> Html {
    let lang = use_shell().lang;
    let ColumnChoiceProps { column, chosen, sheets } = props;
    let header = chosen.row(sheets, chosen.header);
    let rows = sheets.get(chosen.sheet).map_or(&[][..], |s| &s.rows);
    let first = |at: usize| {
        let below = rows.iter().filter(|(number, _)| *number > chosen.header);
        below.filter_map(|(_, row)| row.get(at)).find(|text| !text.trim().is_empty())
    };
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let now = chosen.columns.get(&column.key).copied();
    let onchange = {
        let (chosen, key) = (chosen.clone(), column.key.clone());
        Callback::from(move |event: Event| {
            let mut next = (*chosen).clone();
            match value_of(&event).and_then(|value| value.parse().ok()) {
                Some(at) => drop(next.columns.insert(key.clone(), at)),
                None => drop(next.columns.remove(&key)),
            }
            chosen.set(next);
        })
    };
    let option = |at: usize| {
        let text = header.get(at).map(|t| shortened(t)).unwrap_or_default();
        let sample = first(at).map(|t| words::mapping::sample(lang, shortened(t)));
        if text.is_empty() && sample.is_none() {
            return html! {};
        }
        let name = words::mapping::column(lang, column_letters(at), text);
        let name = [Some(name), sample].into_iter().flatten().collect::<Vec<_>>().join("　");
        html! { <option value={at.to_string()} selected={now == Some(at)}>{ name }</option> }
    };
    let id = format!("mapping-{}", column.key);
    html! {
        <div class="field">
            <label for={id.clone()}>
                { label(column) }
                if column.required {
                    <span class="mark required">{ words::mapping::required(lang) }</span>
                }
            </label>
            <select {id} {onchange}>
                <option value="" selected={now.is_none()}>{ words::mapping::none(lang) }</option>
                { for (0..width).map(option) }
            </select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use forms_core::pack::LayoutColumn;

    use super::*;

    fn facts() -> TableFacts {
        let row = |number, texts: &[&str]| {
            (number, texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>())
        };
        TableFacts {
            kind: Some(TableKind::Layout),
            columns: BTreeMap::from([(0, LayoutColumn::ProcedureId.into())]),
            sheets: vec![SheetPreview {
                name: None,
                rows: vec![
                    row(1, &["題名"]),
                    row(3, &["事務手続コード", "なまえ"]),
                    row(4, &["JT01010000000001", "認定"]),
                ],
            }],
            ..TableFacts::default()
        }
    }

    #[test]
    fn the_widest_first_row_is_offered_as_header_and_what_was_found_stays() {
        let chosen = Chosen::found(&facts());
        assert_eq!(chosen.header, 3);
        let wanted = &in_use().tables["layout"].columns;
        assert_eq!(chosen.missing(wanted), ["事務手続名"]);
        let mut chosen = chosen;
        chosen.columns.insert(LayoutColumn::ProcedureName.into(), 0);
        assert_eq!(chosen.twice(wanted), ["事務手続コード", "事務手続名"]);
        chosen.columns.insert(LayoutColumn::ProcedureName.into(), 1);
        assert!(chosen.twice(wanted).is_empty() && chosen.missing(wanted).is_empty());
        let mapping = chosen.mapping(TableKind::Layout, &facts().sheets);
        assert_eq!(mapping.columns.len(), 2);
    }

    #[test]
    fn long_texts_are_shortened_between_letters() {
        assert_eq!(shortened("事務\n手続  コード"), "事務 手続 コード");
        assert_eq!(shortened(&"手".repeat(30)).chars().count(), LETTERS + 1);
    }
}
