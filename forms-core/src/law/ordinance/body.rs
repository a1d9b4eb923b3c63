//! Goes through the lines of a text and tells its provisions apart.

mod levels;
mod notes;
mod sequence;
mod tables;

use std::collections::HashMap;
use std::rc::Rc;

use super::head::{ArticleHead, Head};
use super::lines::Line;
use super::table::{FirstColumn, Seen};
use super::{Provision, Row, Supplementary};
use crate::law::marker::{Marker, MarkerKind};
use crate::law::path::{Division, ProvisionPath};
use levels::{Levels, Step};
use notes::{is_amendment_history, is_amendment_note, without_note};

/// The provisions and 附則 of a text.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) provisions: Vec<Provision>,
    pub(super) supplementary: Vec<Supplementary>,
    /// The cells of those provisions that are rows of a table, by their place in the list.
    pub(super) rows: HashMap<usize, Row>,
}

/// Where in the text the reader is.
#[derive(Debug)]
enum Place {
    /// Before the first provision of the 本則.
    Opening,
    Provisions,
    /// In a table of contents.
    Contents,
    /// In a 別表.
    Table(OpenTable),
    /// In forms, notes to a table or passages of amendments: nothing is a provision.
    Outside,
}

#[derive(Debug)]
struct OpenTable {
    name: String,
    column: FirstColumn,
    /// What heads its columns.
    heads: Rc<[String]>,
    row: Option<String>,
    /// Where in the list of provisions the row stands.
    row_at: Option<usize>,
    seen: Seen,
    /// How many lines of cells were met.
    lines: usize,
    /// The last line of words, which heads a row where items follow it.
    words: Option<String>,
    /// Lists under the words are counted 1, 2, ….
    counted_lists: bool,
}

struct Reader<'a> {
    lines: &'a [Line<'a>],
    body: Body,
    place: Place,
    division: Division,
    article: Option<Vec<u32>>,
    paragraph: Option<u32>,
    /// Where in the list of provisions it stands.
    open_paragraph_at: Option<usize>,
    levels: Levels,
    heading: Option<String>,
    /// The 本則 has articles, so what stands before the first is no provision.
    has_articles: bool,
    /// A table inside the article at hand.
    inner: Option<OpenTable>,
}

/// Reads the provisions from the line behind the opening on.
pub(super) fn read(lines: &[Line<'_>], from: usize) -> Body {
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
    for place in 0..lines.len() {
        reader.line(place);
    }
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
            (Head::Cells, _) => self.inner_table(at),
            (Head::Text, _) => self.text(line.words),
        }
    }

    fn supplementary(
        &mut self,
        at: usize,
        number: Option<crate::law::InstrumentNumber>,
        body: usize,
    ) {
        let mut number = number;
        // The number may stand in brackets on the next line.
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

    /// The path of the paragraph at hand.
    fn base(&self) -> ProvisionPath {
        ProvisionPath {
            division: self.division.clone(),
            article: self.article.clone(),
            paragraph: self.paragraph,
            ..ProvisionPath::default()
        }
    }

    fn push(&mut self, path: ProvisionPath, words: &str) {
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

    /// Words that go on with the provision at hand.
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
        self.inner = None;
        if self.levels.innermost() == Some(MarkerKind::Ordinal)
            && let Some(last) = self.body.provisions.last_mut()
            && last.heading.is_none()
            && !last.text.ends_with('。')
        {
            // 第1　趣旨: what stands beside the number heads the words that follow.
            last.heading = Some(std::mem::take(&mut last.text));
        }
        // ただし書 and 後段 behind the items of a paragraph are words of the paragraph.
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

    /// A heading of what follows, or a note on an amendment, or words in brackets.
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

    fn mark(&mut self, at: usize) {
        let Some(line) = self.lines.get(at) else { return };
        let Head::Mark { marker, more, body } = &line.head else { return };
        let words = line.from(*body);
        if matches!(marker, Marker::Ordinal(_))
            && (self.has_articles || self.division != Division::Main)
        {
            self.text(line.words);
            return;
        }
        if let Some(open) =
            self.inner.take_if(|open| open.row.is_some() && marker.kind() != MarkerKind::Arabic)
        {
            // Items behind a row of a table in the article stand in that row.
            let found = self.levels.step(marker, None);
            if let Some(step) = found {
                self.levels.take(step, marker);
                let path = self.levels.path(open.path(self.base()));
                self.push(path, words);
                self.inner = Some(open);
                return;
            }
        }
        if let Marker::Arabic(numbers) | Marker::Circled(numbers) = marker
            && let [n] = numbers[..]
            && self.begins_paragraph(at, n, marker.kind())
        {
            self.inner = None;
            self.open_paragraph(n, words);
            return;
        }
        let nested_arabic = marker.kind() == MarkerKind::Arabic
            && self.levels.is_empty()
            && self.paragraph.is_some()
            && !self.begins_bare_items(at, marker);
        // イ stands below something; alone it has no citation.
        let alone = self.paragraph.is_none()
            && self.article.is_none()
            && self.levels.is_empty()
            && marker.numbers().is_none();
        let followed = sequence::next_of_kind(self.lines, at, marker.kind());
        match self.levels.step(marker, followed).filter(|_| !nested_arabic && !alone) {
            Some(step) => {
                self.inner = None;
                self.take_step(step, marker, words);
                for number in more {
                    let marker = match marker {
                        Marker::Kanji(_) => Marker::Kanji(number.clone()),
                        Marker::Arabic(_) => Marker::Arabic(number.clone()),
                        _ => Marker::Bracketed(number.clone()),
                    };
                    if let Some(step) = self.levels.step(&marker, None) {
                        self.take_step(step, &marker, words);
                    }
                }
            }
            None => self.text(line.words),
        }
    }

    fn begins_paragraph(&self, at: usize, n: u32, kind: MarkerKind) -> bool {
        // In an article circled numbers count paragraphs only where the first goes without one.
        let in_supplementary = self.division != Division::Main && self.levels.is_empty();
        if kind == MarkerKind::Circled
            && (n == 1 || self.levels.has(MarkerKind::Circled))
            && !(in_supplementary && self.article.is_none())
        {
            return false;
        }
        if self.levels.has(MarkerKind::Ordinal) {
            return false;
        }
        let Some(current) = self.paragraph else {
            return self.levels.is_empty() && (n == 1 || self.article.is_none());
        };
        sequence::is_next_paragraph(self.lines, at, current, n, &self.levels)
    }

    /// 1 directly below the words of a paragraph begins its 号. Below an article 2 must follow, and
    /// the sentence before must be over: a line of a sentence may begin with a number.
    fn begins_bare_items(&self, at: usize, marker: &Marker) -> bool {
        if marker.numbers() != Some(&[1]) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|i| self.lines.get(i)).map_or("", |l| l.words);
        let has_words = || self.body.provisions.last().is_some_and(|p| !p.text.is_empty());
        let second = || sequence::next_of_kind(self.lines, at, MarkerKind::Arabic);
        self.article.is_none()
            || has_words()
                && !sequence::breaks_off(before)
                && second().and_then(Marker::numbers) == Some(&[2])
    }

    fn take_step(&mut self, step: Step, marker: &Marker, words: &str) {
        self.levels.take(step, marker);
        let path = self.levels.path(self.base());
        self.push(path, words);
    }
}
