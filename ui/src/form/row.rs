//! One row of a list: a line with its actions, and its fields when it is open.

use forms_core::finding::Pointer;
use forms_core::pack::{List, SubList};
use yew::prelude::*;

use super::field::FormField;
use super::mark::MarkTag;
use super::problems::Problems;
use crate::browser::{field_id, focus};
use crate::draft::{Edit, Mark, row_summary};
use crate::shell::{Shell, use_arrival, use_shell};
use crate::words;

#[derive(Properties, PartialEq)]
pub(super) struct RowHeadProps {
    pub(super) list: &'static List,
    pub(super) row: usize,
    pub(super) open: bool,
    pub(super) toggle: Callback<usize>,
    pub(super) moved: Callback<(usize, isize)>,
}

/// Shows the line of a row: its summary, the number of its findings, and its actions.
#[component]
pub(super) fn RowHead(props: &RowHeadProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let (list, row) = (props.list, props.row);
    let place = list.path.index(row);
    let id = field_id(&place);
    use_arrival(&place, &id);
    let summary = row_summary(&shell.draft, &place, &list.fields, lang);
    let problems = shell.shown_within(&place).len();
    let mark = mark_of(&shell, list, row);
    let number = words::form::row_number(lang, row + 1);
    let name = format!("{} {number} {}", list.row.get(lang), summary.title);
    let act = |edit: fn(Pointer, usize) -> Edit, by: isize, said: String| {
        let (shell, moved, path) = (shell.clone(), props.moved.clone(), list.path.clone());
        Callback::from(move |_: MouseEvent| {
            shell.edit(edit(path.clone(), row));
            moved.emit((if by > 0 { row + 1 } else { row }, by));
            shell.announce.emit(said.clone());
            // The button that was pressed may be gone; the list stays.
            focus(&field_id(&path));
        })
    };
    let copied = words::list::copied(lang, &name);
    let removed = words::list::removed(lang, &name);
    let copy = act(|list, row| Edit::DuplicateRow { list, row }, 1, copied);
    let remove = act(|list, row| Edit::RemoveRow { list, row }, -1, removed);
    let toggle = props.toggle.reform(move |_: MouseEvent| row);
    let button = |text: &str, onclick: Callback<MouseEvent>| {
        let label = format!("{text}: {name}");
        html! { <button type="button" class="plain" {onclick} aria-label={label}>{ text.to_owned() }</button> }
    };
    let edit_text = if props.open { words::list::close(lang) } else { words::list::edit(lang) };
    html! {
        <div class="row-head" {id} tabindex="-1">
            <div class="row-words">
                <span class="row-number">{ number.clone() }</span>
                <span class="row-title">
                    if summary.title.is_empty() { { words::list::untitled(lang) } } else { { &summary.title } }
                </span>
                if let Some(mark) = mark {
                    <MarkTag {mark} />
                }
                <span class="row-tags">{ for summary.tags.iter().map(|t| html! { <span class="tag">{ t }</span> }) }</span>
                if !summary.details.is_empty() {
                    <span class="row-details">{ summary.details.join("　") }</span>
                }
                if problems > 0 {
                    <span class="badge attention">{ words::status::attention(lang, problems) }</span>
                }
            </div>
            <div class="row-actions">
                <button type="button" class="plain" onclick={toggle} aria-expanded={props.open.to_string()}
                    aria-label={format!("{edit_text}: {name}")}>{ edit_text }</button>
                { button(words::list::copy(lang), copy) }
                { button(words::list::remove(lang), remove) }
            </div>
        </div>
    }
}

/// Shows the mark of the registered delegation in a row.
fn mark_of(shell: &Shell, list: &List, row: usize) -> Option<Mark> {
    let reference =
        shell.draft.reference_files().filter(|_| list.path.as_str() == "/delegations")?;
    reference.mark(shell.draft.content().delegation(row)?)
}

#[derive(Properties, PartialEq)]
pub(super) struct RowFieldsProps {
    pub(super) list: &'static List,
    pub(super) place: Pointer,
}

/// Shows the fields of a row, and the rows inside it.
#[component]
pub(super) fn RowFields(props: &RowFieldsProps) -> Html {
    let shell = use_shell();
    let RowFieldsProps { list, place } = props;
    html! {
        <div class="row-fields">
            <Problems findings={shell.shown_at(place)} />
            <div class="grid">
                { for list.fields.iter().map(|field| html! {
                    <FormField {field} place={place.join(&field.path)} key={field.path.as_str()} />
                }) }
            </div>
            if let Some(inner) = &list.rows {
                <InnerRows {inner} place={place.join(&inner.path)} />
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct InnerRowsProps {
    inner: &'static SubList,
    place: Pointer,
}

/// Shows the rows inside a row, such as the legal bases of a delegation. They are few, so all are open.
#[component]
fn InnerRows(props: &InnerRowsProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let InnerRowsProps { inner, place } = props;
    let id = field_id(place);
    use_arrival(place, &id);
    let rows = shell.draft.rows(place);
    let name = inner.row.get(lang);
    let add = {
        let (shell, path) = (shell.clone(), place.clone());
        let first = inner.fields.first().map(|f| f.path.clone()).unwrap_or_default();
        Callback::from(move |_: MouseEvent| {
            shell.edit(Edit::AddRow { list: path.clone() });
            shell.go_to.emit(path.index(rows).join(&first));
        })
    };
    html! {
        <section class="inner">
            <h2 {id} tabindex="-1">{ inner.title.get(lang) }</h2>
            <Problems findings={shell.shown_at(place)} />
            if rows == 0 {
                <p class="empty">{ words::list::empty(lang, name) }</p>
            }
            { for (0..rows).map(|row| html! { <InnerRow {inner} list={place.clone()} {row} key={row} /> }) }
            <button type="button" class="add" onclick={add}>{ words::list::add(lang, name) }</button>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct InnerRowProps {
    inner: &'static SubList,
    list: Pointer,
    row: usize,
}

#[component]
fn InnerRow(props: &InnerRowProps) -> Html {
    let shell = use_shell();
    let lang = shell.lang;
    let InnerRowProps { inner, list, row } = props;
    let place = list.index(*row);
    let id = field_id(&place);
    use_arrival(&place, &id);
    let name = format!("{} {}", inner.row.get(lang), words::form::row_number(lang, row + 1));
    let act = |edit: Edit, said: String| {
        let (shell, heading) = (shell.clone(), field_id(list));
        Callback::from(move |_: MouseEvent| {
            shell.edit(edit.clone());
            shell.announce.emit(said.clone());
            focus(&heading);
        })
    };
    let copy =
        act(Edit::DuplicateRow { list: list.clone(), row: *row }, words::list::copied(lang, &name));
    let remove =
        act(Edit::RemoveRow { list: list.clone(), row: *row }, words::list::removed(lang, &name));
    html! {
        <div class="inner-row" role="group" aria-label={name.clone()} {id} tabindex="-1">
            <div class="row-head">
                <span class="row-title">{ &name }</span>
                <div class="row-actions">
                    <button type="button" class="plain" onclick={copy}
                        aria-label={format!("{}: {name}", words::list::copy(lang))}>{ words::list::copy(lang) }</button>
                    <button type="button" class="plain" onclick={remove}
                        aria-label={format!("{}: {name}", words::list::remove(lang))}>{ words::list::remove(lang) }</button>
                </div>
            </div>
            <Problems findings={shell.shown_at(&place)} />
            <div class="grid">
                { for inner.fields.iter().map(|field| html! {
                    <FormField {field} place={place.join(&field.path)} key={field.path.as_str()} />
                }) }
            </div>
        </div>
    }
}
