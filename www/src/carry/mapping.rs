//! The dialog in which a person chooses the header row of a table and assigns its columns.

use std::collections::BTreeMap;

use forms_core::finding::column_letters;
use forms_core::pack::{Column, ColumnKey, TableKind};
use forms_core::table::{Mapping, SheetPreview};
use ui::browser::input_value;
use ui::client::TableFacts;
use ui::pack::in_use;
use ui::shell::use_shell;
use ui::words;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::remembered;
use super::session::{Session, SessionStep};

/// Most columns that the preview of the table shows.
const COLUMNS: usize = 30;

/// Most characters of a cell that the dialog shows.
const LETTERS: usize = 24;

#[derive(Properties, PartialEq)]
pub(super) struct MappingDialogProps {
    pub(super) session: UseReducerHandle<Session>,
    /// The table's number in the session.
    pub(super) id: usize,
    pub(super) name: String,
    pub(super) facts: TableFacts,
    pub(super) close: Callback<()>,
}

/// The header row and columns chosen in the dialog.
#[derive(Debug, Clone, PartialEq)]
struct ChosenColumns {
    sheet: usize,
    /// Row number of the header, counted from 1 as a spreadsheet does.
    header: u32,
    /// Columns of the file, counted from 0, by the pack's key.
    columns: BTreeMap<ColumnKey, usize>,
}

impl ChosenColumns {
    /// The header and columns found when the table was read; without a header, the row with the most
    /// cells.
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

    /// Returns the cells of a row of the preview; none if it is not part of it.
    fn row<'f>(&self, sheets: &'f [SheetPreview], number: u32) -> &'f [String] {
        let rows = sheets.get(self.sheet).map_or(&[][..], |s| &s.rows);
        rows.iter().find(|(n, _)| *n == number).map_or(&[], |(_, row)| row)
    }

    /// Returns the labels of the keys that share a column of the file with another one.
    fn shared<'p>(&self, wanted: &'p [Column]) -> Vec<&'p str> {
        let shared = |column: &&Column| {
            self.columns.get(&column.key).is_some_and(|at| {
                self.columns.iter().any(|(key, other)| *key != column.key && other == at)
            })
        };
        wanted.iter().filter(shared).map(label).collect()
    }

    /// Returns the labels of the required keys without a column.
    fn missing<'p>(&self, wanted: &'p [Column]) -> Vec<&'p str> {
        let missing = |c: &&Column| c.required && !self.columns.contains_key(&c.key);
        wanted.iter().filter(missing).map(label).collect()
    }

    /// Returns the choice as the core applies it to every table with the same header.
    fn mapping(&self, kind: TableKind, sheets: &[SheetPreview]) -> Mapping {
        let sheet = sheets.get(self.sheet).and_then(|s| s.name.clone());
        let columns = self.columns.iter().map(|(key, at)| (*at, key.clone())).collect();
        Mapping::new(kind, self.row(sheets, self.header), sheet, columns)
    }
}

/// Returns the label of a column: the header that the pack expects.
fn label(column: &Column) -> &str {
    column.headers.first().map_or(column.key.as_str(), String::as_str)
}

/// Shows the dialog. It is the browser's own, which keeps the focus inside and closes with Esc.
#[component]
pub(super) fn MappingDialog(props: &MappingDialogProps) -> Html {
    let lang = use_shell().lang;
    let MappingDialogProps { session, id, name, facts, close } = props;
    let node = use_node_ref();
    let chosen = use_state(|| ChosenColumns::found(facts));
    use_show_modal(&node);
    let Some(kind) = facts.kind else { return html! {} };
    let wanted = in_use().tables.get(kind.as_str()).map_or(&[][..], |t| &t.columns);
    let save = MappingButtonsProps {
        session: session.clone(),
        id: *id,
        missing: chosen.missing(wanted),
        shared: chosen.shared(wanted),
        mapping: chosen.mapping(kind, &facts.sheets),
        close: close.clone(),
    };
    html! {
        <dialog ref={node} class="mapping" aria-labelledby="mapping-title" onclose={close.reform(|_: Event| ())}>
            <h2 id="mapping-title">{ words::mapping::title(lang) }</h2>
            <p>{ words::mapping::lead(lang, name) }</p>
            if facts.sheets.len() > 1 {
                <SheetChoice facts={facts.clone()} chosen={chosen.clone()} />
            }
            <HeaderChoice chosen={chosen.clone()} sheets={facts.sheets.clone()} />
            <fieldset class="mapping-columns">
                <legend>{ words::mapping::columns(lang) }</legend>
                { for wanted.iter().map(|column| html! {
                    <ColumnChoice {column} chosen={chosen.clone()} sheets={facts.sheets.clone()} key={column.key.to_string()} />
                }) }
            </fieldset>
            <MappingButtons ..save />
        </dialog>
    }
}

/// Opens a dialog when it is first shown.
#[hook]
fn use_show_modal(node: &NodeRef) {
    let node = node.clone();
    use_effect_with((), move |()| {
        if let Some(dialog) = node.cast::<HtmlDialogElement>() {
            // It fails only for a dialog that is open already.
            let _ = dialog.show_modal();
        }
    });
}

#[derive(Properties, PartialEq)]
struct MappingButtonsProps {
    session: UseReducerHandle<Session>,
    id: usize,
    /// Labels of the required columns that are not chosen.
    missing: Vec<&'static str>,
    /// Labels of the columns that share a column of the file.
    shared: Vec<&'static str>,
    mapping: Mapping,
    close: Callback<()>,
}

/// Shows the problems of the choice, and the buttons that save it and close the dialog.
#[component]
fn MappingButtons(props: &MappingButtonsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let MappingButtonsProps { session, id, missing, shared, mapping, close } = props;
    let save = {
        let (session, mapping, close) = (session.clone(), mapping.clone(), close.clone());
        let (announce, id) = (shell.announce.clone(), *id);
        Callback::from(move |_: MouseEvent| {
            let mappings = remembered::with(session.mappings(), mapping.clone());
            let kept = remembered::remember(&mappings);
            announce.emit(
                if kept { words::mapping::saved(lang) } else { words::mapping::not_kept(lang) }
                    .to_owned(),
            );
            session.dispatch(SessionStep::Mappings(mappings));
            session.dispatch(SessionStep::Reread { id });
            close.emit(());
        })
    };
    let cancel = close.reform(|_: MouseEvent| ());
    let comma = words::check::comma(lang);
    html! {
        <>
            <div role="status">
                if !missing.is_empty() {
                    <p class="notice warning">{ words::mapping::still(lang, missing.join(comma)) }</p>
                }
                if !shared.is_empty() {
                    <p class="notice error">{ words::mapping::twice(lang, shared.join(comma)) }</p>
                }
            </div>
            <div class="buttons">
                <button type="button" class="primary" disabled={!missing.is_empty() || !shared.is_empty()} onclick={save}>
                    { words::mapping::save(lang) }
                </button>
                <button type="button" onclick={cancel}>{ words::common::cancel(lang) }</button>
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct SheetChoiceProps {
    facts: TableFacts,
    chosen: UseStateHandle<ChosenColumns>,
}

/// Shows the sheets of the workbook as a drop-down list.
#[component]
fn SheetChoice(props: &SheetChoiceProps) -> Html {
    let lang = use_shell().lang;
    let SheetChoiceProps { facts, chosen } = props;
    let onchange = {
        let (chosen, facts) = (chosen.clone(), facts.clone());
        Callback::from(move |event: Event| {
            let sheet = input_value(&event).and_then(|v| v.parse::<usize>().ok());
            let Some(sheet) = sheet else { return };
            let other = TableFacts {
                sheet: facts.sheets.get(sheet).and_then(|s: &SheetPreview| s.name.clone()),
                header_row: None,
                columns: BTreeMap::new(),
                ..facts.clone()
            };
            chosen.set(ChosenColumns::found(&other));
        })
    };
    html! {
        <div class="field">
            <label for="mapping-sheet">{ words::mapping::sheet(lang) }</label>
            <select id="mapping-sheet" {onchange}>
                { for facts.sheets.iter().enumerate().map(|(at, sheet)| html! {
                    <option value={at.to_string()} selected={at == chosen.sheet}>
                        { sheet.name.clone().unwrap_or_default() }
                    </option>
                }) }
            </select>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct HeaderChoiceProps {
    chosen: UseStateHandle<ChosenColumns>,
    sheets: Vec<SheetPreview>,
}

/// Shows the first rows of the table, each with a button to choose it as header.
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
                chosen.set(ChosenColumns { header: number, ..(*chosen).clone() })
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

/// Returns the text on one line, cut off after [`LETTERS`] characters.
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
    chosen: UseStateHandle<ChosenColumns>,
    sheets: Vec<SheetPreview>,
}

/// Shows the columns of the file as a drop-down list for one of the pack's columns.
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
            match input_value(&event).and_then(|value| value.parse().ok()) {
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
        let chosen = ChosenColumns::found(&facts());
        assert_eq!(chosen.header, 3);
        let wanted = &in_use().tables["layout"].columns;
        assert_eq!(chosen.missing(wanted), ["事務手続名"]);
        let mut chosen = chosen;
        chosen.columns.insert(LayoutColumn::ProcedureName.into(), 0);
        assert_eq!(chosen.shared(wanted), ["事務手続コード", "事務手続名"]);
        chosen.columns.insert(LayoutColumn::ProcedureName.into(), 1);
        assert!(chosen.shared(wanted).is_empty() && chosen.missing(wanted).is_empty());
        let mapping = chosen.mapping(TableKind::Layout, &facts().sheets);
        assert_eq!(mapping.columns.len(), 2);
    }

    #[test]
    fn long_texts_are_shortened_between_letters() {
        assert_eq!(shortened("事務\n手続  コード"), "事務 手続 コード");
        assert_eq!(shortened(&"手".repeat(30)).chars().count(), LETTERS + 1);
    }
}
