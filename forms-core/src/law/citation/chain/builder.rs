//! Builds the path of a citation unit by unit (第2条, 第1項, 第3号), with the levels above its first unit taken
//! from the citation before.

use super::Before;
use crate::law::citation::unit::{Level, Unit};
use crate::law::marker::Marker;
use crate::law::path::{Division, TableRef};

/// The citation read so far.
pub(super) struct Builder {
    pub(super) now: Before,
    /// The level of the last unit.
    pub(super) level: Level,
    /// True once a unit names several provisions.
    pub(super) several: bool,
    /// The citation before, as long as all units so far are 同条 and 同項.
    same: Option<Before>,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { now: Before::default(), level: Level::Nothing, several: false, same: None }
    }

    /// Takes the first unit; the levels above it come from the citation before. Returns `false` if the unit
    /// builds on a citation that is not there.
    pub(super) fn begin(&mut self, first: Unit, before: Option<&Before>) -> bool {
        let none = Before::default();
        let prior = before.unwrap_or(&none);
        let keep = |level: Level| truncated(prior, level);
        match first {
            Unit::Article(_) => {
                // In a 附則 that has no 条 an article can only be one of the 本則.
                if prior.path.division != Division::Main && prior.path.article.is_some() {
                    self.now = keep(Level::Division);
                }
            }
            Unit::Paragraph(_) => self.now = keep(Level::Article),
            Unit::Item(_) => self.now = keep(Level::Row),
            Unit::Row(row) => {
                self.now = keep(Level::Table);
                // 2の部の1の項及び3の項: the second row is in the same band.
                let banded = prior.path.table.as_ref().and_then(|t| t.with_row_in_band(&row));
                return self.push(Unit::Row(banded.unwrap_or(row)));
            }
            Unit::Column(_) | Unit::Part(_) => {
                if before.is_none() {
                    return false;
                }
                let column = matches!(first, Unit::Column(_));
                self.now = keep(if column { Level::Row } else { Level::Subitem });
            }
            Unit::Mark(mark) => return self.begin_with_mark(&mark, before),
            Unit::Relative(level, step) => {
                let Some(base) = before.and_then(|b| related(b, level, step)) else {
                    return false;
                };
                self.now = base;
                self.level = level;
                self.same = before.filter(|_| step == 0).cloned();
                return true;
            }
            Unit::Several => {
                if before.is_none() {
                    self.several = true;
                    self.level = Level::Item;
                    return true;
                }
                self.now = prior.clone();
            }
            Unit::Main | Unit::Supplementary(_) | Unit::Chapter | Unit::Table { .. } => {}
        }
        self.push(first)
    }

    /// Takes a mark after a conjunction, which is on the level of the last mark of its kind:
    /// 第4号イ及びロ, 第2条(4)及び(5).
    fn begin_with_mark(&mut self, mark: &Marker, before: Option<&Before>) -> bool {
        let Some(before) = before else { return self.begin_with_item_mark(mark) };
        let kind = mark.kind();
        if let Some(depth) = before.subitem_marks.iter().rposition(|k| *k == kind) {
            self.now = truncated(before, Level::Subitem);
            self.now.path.subitems.truncate(depth);
            self.now.subitem_marks.truncate(depth);
            self.level = Level::Item;
        } else if before.item_mark == Some(kind) && mark.numbers().is_some() {
            self.now = truncated(before, Level::Row);
            self.level = Level::Paragraph;
        } else {
            return false;
        }
        self.push(Unit::Mark(mark.clone()))
    }

    /// Takes (4) at the beginning of a citation: an item of a text without 条.
    fn begin_with_item_mark(&mut self, mark: &Marker) -> bool {
        self.level = Level::Paragraph;
        matches!(mark, Marker::Bracketed(_)) && self.push(Unit::Mark(mark.clone()))
    }

    /// Takes the next unit; `false` if it cannot follow the units before.
    pub(super) fn push(&mut self, unit: Unit) -> bool {
        let level = self.level;
        let same = self.same.take();
        if let (Unit::Relative(deeper, 0), Some(before)) = (&unit, same) {
            return self.push_same(*deeper, before);
        }
        let path = &mut self.now.path;
        let next = match unit {
            Unit::Main | Unit::Supplementary(_) if level != Level::Nothing => return false,
            Unit::Main => {
                path.division = Division::Main;
                Level::Division
            }
            Unit::Supplementary(division) => {
                path.division = division;
                Level::Division
            }
            Unit::Chapter if level <= Level::Division => level,
            Unit::Article(numbers) if level < Level::Article => {
                path.article = Some(numbers);
                Level::Article
            }
            Unit::Paragraph(n) if level < Level::Paragraph => {
                path.paragraph = Some(n);
                Level::Paragraph
            }
            Unit::Table { name, row } if level < Level::Table => {
                let level = if row.is_some() { Level::Row } else { Level::Table };
                path.table = Some(TableRef { name, row, column: None });
                level
            }
            Unit::Row(row) if level < Level::Row => {
                let Some(table) = &mut path.table else { return false };
                table.row = Some(row);
                Level::Row
            }
            Unit::Column(column) if level < Level::Column => {
                let Some(table) = &mut path.table else { return false };
                table.column = Some(column);
                Level::Column
            }
            Unit::Item(numbers) if level < Level::Item => {
                path.item = Some(numbers);
                Level::Item
            }
            Unit::Mark(mark) => return self.push_mark(&mark),
            Unit::Part(part) if level != Level::Nothing || !path.is_empty() => {
                path.part = Some(part);
                Level::Part
            }
            // 同条, 各号 and the rest: 第2条同条 makes no sense, 第2条各号 does.
            Unit::Several => {
                self.several = true;
                Level::Item
            }
            _ => return false,
        };
        self.level = next;
        true
    }

    /// Takes 同項 behind 同条; `before` is the citation that both repeat.
    fn push_same(&mut self, deeper: Level, before: Before) -> bool {
        let Some(base) = related(&before, deeper, 0).filter(|_| deeper > self.level) else {
            return false;
        };
        self.now = base;
        self.level = deeper;
        self.same = Some(before);
        true
    }

    fn push_mark(&mut self, mark: &Marker) -> bool {
        // 前2号イ is below no single one.
        if self.several || self.level == Level::Part {
            return false;
        }
        let below_item = matches!(self.level, Level::Item | Level::Subitem);
        if let Marker::Bracketed(numbers) | Marker::Circled(numbers) = mark
            && !below_item
        {
            self.now.path.item = Some(numbers.clone());
            self.now.item_mark = Some(mark.kind());
            self.level = Level::Item;
            return true;
        }
        // イ directly below 条 or 項, where a text goes without 号.
        let without_item = mark.numbers().is_none() && self.level != Level::Nothing;
        if !below_item && !without_item {
            return false;
        }
        self.now.path.subitems.push(mark.label());
        self.now.subitem_marks.push(mark.kind());
        self.level = Level::Subitem;
        true
    }
}

/// Returns a citation cut off below a level.
fn truncated(before: &Before, level: Level) -> Before {
    let mut cut = before.clone();
    let path = &mut cut.path;
    path.part = None;
    if level < Level::Subitem {
        path.subitems.clear();
        cut.subitem_marks.clear();
    }
    if level < Level::Item {
        path.item = None;
        cut.item_mark = None;
        if let Some(table) = &mut path.table {
            table.column = None;
        }
    }
    if level < Level::Row
        && let Some(table) = &mut path.table
    {
        table.row = None;
    }
    if level < Level::Table {
        path.table = None;
    }
    if level < Level::Paragraph {
        path.paragraph = None;
    }
    if level < Level::Article {
        path.article = None;
    }
    cut
}

/// Resolves 同条, 前項, 次号 and the like against the citation before: `step` is 0, -1 or 1.
fn related(before: &Before, level: Level, step: i8) -> Option<Before> {
    let mut base = truncated(before, level);
    let path = &mut base.path;
    match level {
        Level::Division => {
            if path.division == Division::Main {
                return None;
            }
        }
        Level::Article => {
            path.article = Some(stepped(path.article.as_deref()?, step)?);
        }
        Level::Paragraph => {
            path.paragraph = stepped(&[path.paragraph?], step)?.first().copied();
        }
        Level::Item => {
            path.item = Some(stepped(path.item.as_deref()?, step)?);
        }
        Level::Table => {
            path.table.as_ref()?;
        }
        _ => return None,
    }
    Some(base)
}

/// Returns the number before or after one: 第3条の2 is followed by 第3条の3 and preceded by 第3条.
fn stepped(numbers: &[u32], step: i8) -> Option<Vec<u32>> {
    let (last, head) = numbers.split_last()?;
    let mut out = head.to_vec();
    match step {
        0 => out.push(*last),
        1 => out.push(last.checked_add(1)?),
        _ if *last > 2 || (*last == 2 && head.is_empty()) => out.push(last - 1),
        _ if *last == 2 => {}
        _ => return None,
    }
    Some(out)
}
