//! Puts the words of one citation together into a path, and fills in what it takes over from the
//! citation before it.

use super::marks::bare_number;
use super::unit::{Level, Unit, numbered_row, unit};
use crate::law::marker::{Marker, MarkerKind};
use crate::law::path::{Division, ProvisionPath, TableRef};
use crate::text::scan::{self, skip_spaces, starts_with_any};

/// What the citation before left behind: 及び第4号 and 同条 build on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    pub(super) path: ProvisionPath,
    /// How the item was written, where it was a bare mark.
    item_mark: Option<MarkerKind>,
    /// How the marks below 号 were written.
    subitem_marks: Vec<MarkerKind>,
}

/// What stands at a place.
#[derive(Debug)]
pub(super) enum Chain {
    /// One provision, and the place behind it.
    One(Before, usize),
    /// Several at once (各号), and the place behind; the path is what they share.
    Several(Before, usize),
    /// It builds on something that does not stand before it.
    Dangling(usize),
}

struct Builder {
    now: Before,
    level: Level,
    several: bool,
}

/// Reads one citation without its instrument. `None` where none begins here.
pub(super) fn chain(chars: &[char], start: usize, before: Option<&Before>) -> Option<Chain> {
    let in_table = before.is_some_and(|b| b.path.table.is_some());
    let (first, mut end) = Some(start)
        .filter(|_| in_table)
        .and_then(|at| numbered_row(chars, at))
        .or_else(|| unit(chars, start, Level::Nothing))
        .or_else(|| counts_on(chars, start, before?))?;
    let mut builder = Builder { now: Before::default(), level: Level::Nothing, several: false };
    if !builder.begin(first, before) {
        while let Some((_, after)) = next_unit(chars, end, Level::Article) {
            end = after;
        }
        return Some(Chain::Dangling(end));
    }
    while let Some((next, after)) = next_unit(chars, end, builder.level) {
        if !builder.push(next) {
            break;
        }
        end = after;
    }
    // A chapter alone holds many articles.
    let chapter_only = builder.level == Level::Nothing;
    Some(if builder.several || chapter_only {
        Chain::Several(builder.now, end)
    } else {
        Chain::One(builder.now, end)
    })
}

/// 2 behind 第2号イ1及び.
fn counts_on(chars: &[char], at: usize, before: &Before) -> Option<(Unit, usize)> {
    let found = bare_number(chars, at)?;
    matches!(&found.0, Unit::Mark(mark) if before.subitem_marks.contains(&mark.kind()))
        .then_some(found)
}

/// The next word of the same citation, over spaces, の and a note in brackets.
fn next_unit(chars: &[char], end: usize, level: Level) -> Option<(Unit, usize)> {
    let place = skip_spaces(chars, end);
    joined_unit(chars, place, level)
        .or_else(|| bracketed_unit(chars, place, level))
        .or_else(|| {
            let behind = note(chars, place)?;
            joined_unit(chars, skip_spaces(chars, behind), level)
        })
        .or_else(|| unit_on_next_line(chars, place, level))
}

/// 第2条（第3号）, 第2条（第3号及び第5号）: the brackets hold nothing but places.
fn bracketed_unit(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    if scan::at(chars, at) != '(' || level >= Level::Item {
        return None;
    }
    let (word, end) = unit(chars, skip_spaces(chars, at + 1), level)?;
    let counts = matches!(word, Unit::Paragraph(_) | Unit::Item(_));
    let close = skip_spaces(chars, end);
    let alone = scan::at(chars, close) == ')';
    let fits = counts && (alone || holds_only_places(chars, end));
    fits.then_some((word, if alone { close + 1 } else { end }))
}

/// Whether up to the closing bracket only places follow, and what joins them.
fn holds_only_places(chars: &[char], from: usize) -> bool {
    const LONGEST_LIST: usize = 20;
    const JOINS: &[&str] = &[
        "及び",
        "並びに",
        "又は",
        "若しくは",
        "から",
        "まで",
        "、",
        ",",
        "，",
        "・",
        "~",
        "～",
        "〜",
    ];
    let mut at = from;
    for _ in 0..LONGEST_LIST {
        at = skip_spaces(chars, at);
        if scan::at(chars, at) == ')' {
            return true;
        }
        let next = starts_with_any(chars, at, JOINS)
            .or_else(|| unit(chars, at, Level::Article).map(|(_, end)| end));
        let Some(next) = next else { return false };
        at = next;
    }
    false
}

/// A cell may break a citation between two words: 第2条, and 第3号 on the next line.
fn unit_on_next_line(chars: &[char], at: usize, level: Level) -> Option<(Unit, usize)> {
    let next = behind_line_break(chars, at)?;
    let (word, end) = unit(chars, next, level)?;
    let deeper = match word {
        Unit::Paragraph(_) => level == Level::Article,
        Unit::Item(_) => matches!(level, Level::Article | Level::Paragraph),
        Unit::Row(_) => level == Level::Table,
        // (3) alone on its line; with words behind it, it counts the entries of the cell.
        Unit::Mark(Marker::Bracketed(_)) => {
            matches!(level, Level::Article | Level::Paragraph)
                && matches!(scan::at(chars, end), '\0' | '\n' | '\r')
        }
        _ => false,
    };
    deeper.then_some((word, end))
}

/// Behind one line break.
pub(super) fn behind_line_break(chars: &[char], at: usize) -> Option<usize> {
    let next = starts_with_any(chars, at, &["\r\n", "\n", "\r"])?;
    Some(skip_spaces(chars, next))
}

/// A word, alone or behind の.
fn joined_unit(chars: &[char], place: usize, level: Level) -> Option<(Unit, usize)> {
    unit(chars, place, level).or_else(|| {
        let joined = starts_with_any(chars, place, &["のうち", "の", "中", "ノ"])?;
        unit(chars, skip_spaces(chars, joined), level)
    })
}

/// Behind a short remark in brackets, such as （委任事務）.
pub(super) fn note(chars: &[char], at: usize) -> Option<usize> {
    const LONGEST_NOTE: usize = 200;
    if scan::at(chars, at) != '(' {
        return None;
    }
    let mut depth = 0usize;
    for place in at..at + LONGEST_NOTE {
        match scan::at(chars, place) {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(place + 1),
            ')' => depth -= 1,
            '\0' | '\n' => return None,
            _ => {}
        }
    }
    None
}

impl Builder {
    /// Takes the first word; what stands above it comes from the citation before.
    fn begin(&mut self, first: Unit, before: Option<&Before>) -> bool {
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
            Unit::Row(_) => self.now = keep(Level::Table),
            Unit::Column(_) | Unit::Part(_) => {
                if before.is_none() {
                    return false;
                }
                self.now = keep(Level::Subitem);
                if matches!(first, Unit::Column(_)) {
                    self.now = keep(Level::Row);
                }
            }
            Unit::Mark(mark) => return self.begin_with_mark(&mark, before),
            Unit::Relative(level, step) => {
                let Some(base) = before.and_then(|b| related(b, level, step)) else {
                    return false;
                };
                self.now = base;
                self.level = level;
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

    /// A mark after a conjunction stands on the level of the last mark of its kind:
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

    /// (4) at the very beginning is an item of a text without 条.
    fn begin_with_item_mark(&mut self, mark: &Marker) -> bool {
        self.level = Level::Paragraph;
        matches!(mark, Marker::Bracketed(_)) && self.push(Unit::Mark(mark.clone()))
    }

    /// Takes the next word; `false` where it cannot follow what stands already.
    fn push(&mut self, unit: Unit) -> bool {
        let level = self.level;
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

    fn push_mark(&mut self, mark: &Marker) -> bool {
        match self.level {
            Level::Item | Level::Subitem if !self.several => {
                self.now.path.subitems.push(mark.label());
                self.now.subitem_marks.push(mark.kind());
                self.level = Level::Subitem;
                true
            }
            Level::Part => false,
            // 前2号イ is below no single one.
            _ if self.several => false,
            _ => {
                let numbered = matches!(mark, Marker::Bracketed(_) | Marker::Circled(_));
                let Some(numbers) = mark.numbers().filter(|_| numbered) else {
                    // イ directly below 条 or 項, where a text goes without 号.
                    if mark.numbers().is_none() && self.level != Level::Nothing {
                        self.now.path.subitems.push(mark.label());
                        self.now.subitem_marks.push(mark.kind());
                        self.level = Level::Subitem;
                        return true;
                    }
                    return false;
                };
                self.now.path.item = Some(numbers.to_vec());
                self.now.item_mark = Some(mark.kind());
                self.level = Level::Item;
                true
            }
        }
    }
}

/// A path cut off below a level.
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

/// 同条 is the article named before, 前項 the paragraph before the one named, and so on.
fn related(before: &Before, level: Level, step: i8) -> Option<Before> {
    let mut base = truncated(before, if level == Level::Item { Level::Item } else { level });
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
            path.subitems.clear();
            base.subitem_marks.clear();
        }
        Level::Table => {
            path.table.as_ref()?;
        }
        _ => return None,
    }
    Some(base)
}

/// The number before or after one: 第3条の3 follows 第3条の2, and before 第3条の2 stands 第3条.
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
