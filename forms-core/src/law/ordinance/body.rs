//! Reads the provisions of a text from its lines.

mod levels;
mod marks;
mod notes;
mod sequence;
mod tables;

use std::collections::{BTreeSet, HashSet};

use super::Supplementary;
use super::head::{ArticleHead, Head};
use super::lines::Line;
use super::table::FirstColumn;
use super::table::plan::Plan;
use crate::document::Grid;
use crate::law::marker::{Marker, MarkerKind};
use crate::law::path::{Division, ProvisionPath};
use crate::law::provision::{Provision, TableRows};
use levels::Levels;
use notes::{is_amendment_history, is_amendment_note, without_note};
pub(super) use sequence::breaks_off;

/// The provisions and 附則 of a text.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) provisions: Vec<Provision>,
    pub(super) supplementary: Vec<Supplementary>,
    /// The cells of the provisions that are rows of a table, by index into `provisions`.
    pub(super) rows: TableRows,
    /// The tables that cannot be read whole.
    pub(super) unread: Vec<ProvisionPath>,
}

/// Largest number of cells of rows that are kept; a whole collection of ordinances has fewer.
const MOST_CELLS: usize = 4_000_000;

/// The part of the text at the current line.
#[derive(Debug)]
enum Place {
    /// Before the first provision of the 本則.
    Opening,
    Provisions,
    /// In a table of contents.
    Contents,
    /// In a 別表.
    Table(Box<OpenTable>),
    /// In forms, notes to a table or passages of amendments: nothing is a provision.
    Outside,
}

#[derive(Debug)]
struct OpenTable {
    name: String,
    /// Index of its first line; `None` if other words stand between its parts, so that it is not read again.
    at: Option<usize>,
    /// Number of provisions before it.
    provisions: usize,
    /// The content of the first column of its rows without bars, tabs and the like.
    column: FirstColumn,
    /// The plan of the last grid, if the next one may continue it.
    plan: Option<Plan>,
    row: Option<String>,
    /// Index of the row in the list of provisions.
    row_at: Option<usize>,
    row_keys: HashSet<String>,
    /// True if the rows count again in each band (部).
    bands: bool,
    /// The name of the open band.
    band: Option<String>,
    /// The last line of words, which heads a row if items follow it.
    words: Option<String>,
    /// True if the lists under the words are numbered 1, 2, ….
    counted_lists: bool,
    /// True once a line has words, so that some provision must come of them.
    has_words: bool,
    /// True after its remarks begin: nothing below is a row.
    closed: bool,
}

/// A table inside an article.
#[derive(Debug)]
struct InnerTable {
    /// The path of the paragraph.
    base: ProvisionPath,
    table: OpenTable,
    /// The levels of the items in its rows; those of the paragraph go on below it.
    levels: Levels,
}

struct Reader<'a> {
    lines: &'a [Line<'a>],
    grids: &'a [Grid],
    /// Number of cells of rows that may still be kept.
    cells_left: usize,
    /// The line to go on with, if it is not the next one.
    next: Option<usize>,
    /// Number of provisions when a table with one cell on each line was last looked for.
    flattened_at: Option<usize>,
    /// The first line of a table whose rows count again in each band.
    bands_at: Option<usize>,
    /// The items of tables that stand in no row.
    rowless: BTreeSet<ProvisionPath>,
    body: Body,
    place: Place,
    division: Division,
    article: Option<Vec<u32>>,
    paragraph: Option<u32>,
    /// Index of the open paragraph in the list of provisions.
    open_paragraph_at: Option<usize>,
    levels: Levels,
    heading: Option<String>,
    /// True if the 本則 has articles, so that lines before the first are no provisions.
    has_articles: bool,
    /// The last table inside the current article.
    inner: Option<InnerTable>,
}

/// Reads the provisions; `from` is the index of the first line after the opening.
pub(super) fn read(lines: &[Line<'_>], grids: &[Grid], from: usize) -> Body {
    let lines = lines.get(from..).unwrap_or_default();
    let has_articles = lines
        .iter()
        .take_while(|l| !matches!(l.head, Head::Supplementary { .. }))
        .any(|l| matches!(&l.head, Head::Article(a) if !a.weak) && l.is_own())
        || lines
            .iter()
            .any(|l| matches!(&l.head, Head::Article(a) if a.number == [1]) && !l.quoted);
    let mut reader = Reader {
        lines,
        grids,
        cells_left: MOST_CELLS,
        next: None,
        flattened_at: None,
        bands_at: None,
        rowless: BTreeSet::new(),
        body: Body::default(),
        place: if has_articles { Place::Opening } else { Place::Provisions },
        division: Division::Main,
        article: None,
        paragraph: None,
        open_paragraph_at: None,
        levels: Levels::default(),
        heading: None,
        has_articles,
        inner: None,
    };
    let mut place = 0;
    while place < lines.len() {
        reader.line(place);
        place = reader.next.take().unwrap_or(place + 1);
    }
    reader.leave_table();
    reader.body
}

impl Reader<'_> {
    fn line(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        if line.quoted {
            return;
        }
        if line.inside && !matches!(line.head, Head::Blank) {
            if !matches!(self.place, Place::Outside | Place::Opening) {
                self.append(line.words);
            }
            return;
        }
        match (&line.head, &mut self.place) {
            (Head::Blank, _) => {}
            (Head::Supplementary { number, body }, place) => {
                if !matches!(place, Place::Contents) {
                    self.supplementary(at, number.clone(), *body);
                }
            }
            (Head::Table { name }, place) => {
                if !matches!(place, Place::Contents | Place::Opening) {
                    self.open_table(at, name.clone());
                }
            }
            (Head::Form, place) => {
                if !matches!(place, Place::Contents | Place::Opening) {
                    self.leave_table();
                    self.place = Place::Outside;
                }
            }
            (Head::Contents, _) => self.place = Place::Contents,
            (_, Place::Table(_)) => self.table_line(at),
            (_, Place::Outside) => {}
            (Head::Article(article), _) => self.article(at, article),
            (_, Place::Opening | Place::Contents) => {
                if matches!(line.head, Head::Bracketed) {
                    self.bracketed(at);
                }
            }
            (Head::Chapter, _) => self.heading = None,
            (Head::Bracketed, _) => self.bracketed(at),
            (Head::Mark { .. }, _) => self.mark(at),
            (Head::Cells | Head::Text | Head::Grid(_), _) => {
                if !self.item_with_taker(at) && !self.inner_table(at) {
                    self.text_or_grid(at);
                }
            }
        }
    }

    /// Takes words, or the words of a grid that stands where no table can be.
    fn text_or_grid(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        match line.head {
            Head::Text => self.text(line.words),
            Head::Cells => self.append(line.words),
            _ => {}
        }
    }

    fn supplementary(
        &mut self,
        at: usize,
        number: Option<crate::law::InstrumentNumber>,
        body: usize,
    ) {
        self.leave_table();
        let mut number = number;
        // The number may be in brackets on the next line.
        if number.is_none()
            && let Some(next) = self.lines.get(at + 1)
            && matches!(next.head, Head::Bracketed)
        {
            let inside: Vec<char> = next.words.chars().skip(1).collect();
            number = crate::law::number_prefix_of(&inside).map(|(n, _)| n);
        }
        self.body.supplementary.push(Supplementary { number });
        let n = u32::try_from(self.body.supplementary.len()).unwrap_or(u32::MAX);
        self.division = Division::Supplementary(n);
        self.place = Place::Provisions;
        self.article = None;
        self.paragraph = None;
        self.heading = None;
        self.inner = None;
        self.levels = Levels::default();
        if let Some(words) = self.lines.get(at).map(|l| l.from(body)).filter(|w| !w.is_empty()) {
            self.text(words);
        }
    }

    fn article(&mut self, at: usize, head: &ArticleHead) {
        let Some(line) = self.lines.get(at) else { return };
        if !sequence::is_next_article(self.lines, at, self.article.as_deref(), head) {
            if matches!(self.place, Place::Provisions) {
                self.append(line.words);
            }
            return;
        }
        self.place = Place::Provisions;
        self.inner = None;
        let own = head.heading.map(|(from, to)| line.between(from, to));
        let heading = own.or_else(|| self.heading.take());
        self.heading = None;
        for number in std::iter::once(&head.number).chain(&head.more) {
            self.article = Some(number.clone());
            self.open_paragraph(1, line.from(head.body));
            if let Some(last) = self.body.provisions.last_mut() {
                last.heading.clone_from(&heading);
            }
        }
    }

    fn open_paragraph(&mut self, n: u32, words: &str) {
        self.paragraph = Some(n);
        self.levels = Levels::default();
        let heading = self.body.provisions.last().and_then(|p| {
            (p.path.article == self.article && p.path.division == self.division)
                .then(|| p.heading.clone())
                .flatten()
        });
        let heading = self.heading.take().or(heading);
        self.open_paragraph_at = Some(self.body.provisions.len());
        self.push(self.base(), words);
        if let Some(last) = self.body.provisions.last_mut() {
            last.heading = heading;
        }
    }

    /// Returns the path of the current paragraph.
    fn base(&self) -> ProvisionPath {
        ProvisionPath {
            division: self.division.clone(),
            article: self.article.clone(),
            paragraph: self.paragraph,
            ..ProvisionPath::default()
        }
    }

    fn push(&mut self, path: ProvisionPath, words: &str) {
        let rowless = path.table.as_ref().is_some_and(|table| table.row.is_none());
        if rowless && !self.rowless.insert(path.clone()) {
            // It counts again without a row that tells which: no table that can be cited.
            self.body.unread.push(ProvisionPath { item: None, subitems: Vec::new(), ..path });
            self.append(words);
            return;
        }
        self.body.provisions.push(Provision {
            path,
            citation: String::new(),
            text: without_note(words).to_owned(),
            leaf: true,
            deleted: false,
            effect: None,
            counterpart: None,
            heading: None,
        });
    }

    /// Adds words to the current provision.
    fn append(&mut self, words: &str) {
        let division = &self.division;
        if let Some(last) = self.body.provisions.last_mut()
            && (last.path.division == *division || last.path.table.is_some())
        {
            last.text.push_str(without_note(words));
        } else {
            self.text(words);
        }
    }

    fn text(&mut self, words: &str) {
        if words == "記" || is_amendment_history(words) || notes::is_note_line(words) {
            return;
        }
        if self.paragraph.is_none() && self.levels.is_empty() {
            // The first paragraph of a 附則 or of a text without 条.
            if self.article.is_none() && (self.division != Division::Main || !self.has_articles) {
                self.open_paragraph(1, words);
            }
            return;
        }
        self.close_inner();
        if self.levels.innermost() == Some(MarkerKind::Ordinal)
            && let Some(last) = self.body.provisions.last_mut()
            && last.heading.is_none()
            && !last.text.ends_with('。')
        {
            // 第1　趣旨: the words on the line of the number are the heading of those that follow.
            last.heading = Some(std::mem::take(&mut last.text));
        }
        // ただし書 and 後段 after the items of a paragraph are words of the paragraph.
        let of_paragraph = !self.levels.is_empty()
            && ["ただし、", "ただし,", "この場合において"].iter().any(|w| words.starts_with(w))
            && self.body.provisions.last().is_some_and(|p| !sequence::breaks_off(&p.text));
        if of_paragraph {
            let open = self.open_paragraph_at;
            if let Some(paragraph) = open.and_then(|at| self.body.provisions.get_mut(at)) {
                paragraph.text.push_str(without_note(words));
                return;
            }
        }
        self.append(words);
    }

    /// Takes a line in brackets: a heading, a note on an amendment, or words of the current provision.
    fn bracketed(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        if is_amendment_note(line.words) {
            return;
        }
        let next = self.lines.get(at + 1).map(|l| &l.head);
        let heads_next = matches!(
            next,
            Some(Head::Article(_) | Head::Mark { marker: Marker::Arabic(_), .. } | Head::Bracketed)
        );
        let begins = self.paragraph.is_none();
        if heads_next || begins {
            let length = line.words.chars().count();
            self.heading = Some(line.between(1, length.saturating_sub(1)));
        } else if matches!(self.place, Place::Provisions) {
            self.append(line.words);
        }
    }
}
