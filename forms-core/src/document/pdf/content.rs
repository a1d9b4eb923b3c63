//! Runs the operators of a page and notes which character stands where, and which lines are drawn.

use std::collections::HashMap;
use std::rc::Rc;

use super::file::{File, Page};
use super::font::Font;
use super::matrix::Matrix;
use super::object::{Dict, Lexer, Object};
use super::path::{Paths, Rule};

/// A character whose font does not tell which one it is.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// One character on a page. Lengths are in points, from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) c: char,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// How far it reaches along its line.
    pub(super) width: f64,
    /// Its line runs downwards.
    pub(super) vertical: bool,
    /// The quarter that its line is turned by: 0 to the right, 1 upwards, 2, 3.
    pub(super) turn: u8,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) width: f64,
    pub(super) height: f64,
}

#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    between_words: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// Words that a span of glyphs is given in place of what its font says.
struct Span {
    from: usize,
    text: Option<String>,
}

/// Reads one page after another; fonts are kept.
pub(super) struct Reader<'f, 'a> {
    file: &'f File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
}

struct Run<'r, 'f, 'a> {
    reader: &'r mut Reader<'f, 'a>,
    sheet: Sheet,
    state: State,
    stack: Vec<State>,
    text: Matrix,
    line: Matrix,
    spans: Vec<Span>,
    paths: Paths,
}

/// Forms inside each other go no deeper in any real file.
const DEEPEST_FORM: usize = 12;
/// What running a form costs beside its bytes.
const FORM: u64 = 4000;
/// `q` inside each other.
const DEEPEST_STATE: usize = 512;

impl<'f, 'a> Reader<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>) -> Self {
        Self { file, fonts: HashMap::new() }
    }

    /// What stands on a page. `None` where a part of it cannot be decoded, or the budget is used up.
    pub(super) fn page(&mut self, page: &Page) -> Option<Sheet> {
        let resources = match page.get("Resources").and_then(|r| self.file.resolve(r)) {
            Some(Object::Dict(dict)) => dict,
            _ => Dict::default(),
        };
        let mut content = Vec::new();
        if let Some(contents) = page.get("Contents") {
            let parts = match self.file.resolve(contents) {
                Some(Object::Array(parts)) => parts,
                Some(Object::Null) | None => Vec::new(),
                Some(_) => vec![contents.clone()],
            };
            for part in parts {
                content.extend(self.file.stream(&part)?.1);
                content.push(b'\n');
            }
        }
        let (to_sheet, width, height) = self.frame(page);
        let mut run = Run {
            reader: self,
            sheet: Sheet { width, height, ..Sheet::default() },
            state: State {
                matrix: to_sheet,
                font: None,
                size: 0.0,
                between: 0.0,
                between_words: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            stack: Vec::new(),
            text: Matrix::NONE,
            line: Matrix::NONE,
            spans: Vec::new(),
            paths: Paths::default(),
        };
        run.content(&content, &resources, 0)?;
        let sheet = Sheet { rules: run.paths.rules, ..run.sheet };
        (!self.file.budget.spent()).then_some(sheet)
    }

    /// The matrix from the page's own lengths to those from its top left corner as it is seen, and
    /// its size.
    fn frame(&self, page: &Page) -> (Matrix, f64, f64) {
        const A4: [f64; 4] = [0.0, 0.0, 595.0, 842.0];
        let frame = |key: &str| {
            let Some(Object::Array(list)) = page.get(key).and_then(|b| self.file.resolve(b)) else {
                return None;
            };
            let mut numbers = list.iter().filter_map(|n| self.file.resolve(n)?.number());
            let corners = [numbers.next()?, numbers.next()?, numbers.next()?, numbers.next()?];
            let [a, b, c, d] = corners;
            let sound = (c - a).abs() > 1.0 && (d - b).abs() > 1.0;
            sound.then_some([a.min(c), b.min(d), a.max(c), b.max(d)])
        };
        let [left, bottom, right, top] = frame("CropBox").or(frame("MediaBox")).unwrap_or(A4);
        let (width, height) = (right - left, top - bottom);
        let rotate = page.get("Rotate").and_then(|r| self.file.resolve(r)?.number()).unwrap_or(0.0);
        match ((rotate / 90.0).round() as i64).rem_euclid(4) {
            0 => (Matrix([1.0, 0.0, 0.0, -1.0, -left, top]), width, height),
            1 => (Matrix([0.0, 1.0, 1.0, 0.0, -bottom, -left]), height, width),
            2 => (Matrix([-1.0, 0.0, 0.0, 1.0, right, -bottom]), width, height),
            _ => (Matrix([0.0, -1.0, -1.0, 0.0, top, right]), height, width),
        }
    }

    fn font(&mut self, resources: &Dict, name: &[u8]) -> Option<Rc<Font>> {
        let fonts = self.file.dict(resources, "Font")?;
        let entry = fonts.get(&String::from_utf8_lossy(name))?;
        if let Object::Ref(number) = entry
            && let Some(font) = self.fonts.get(number)
        {
            return Some(Rc::clone(font));
        }
        let Object::Dict(dict) = self.file.resolve(entry)? else { return None };
        let font = Rc::new(Font::read(self.file, &dict));
        if let Object::Ref(number) = entry {
            self.fonts.insert(*number, Rc::clone(&font));
        }
        Some(font)
    }
}

impl Run<'_, '_, '_> {
    fn content(&mut self, bytes: &[u8], resources: &Dict, depth: usize) -> Option<()> {
        const MOST_OPERANDS: usize = 4096;
        let file = self.reader.file;
        let mut lexer = Lexer::of_content(bytes, file.budget);
        let mut operands: Vec<Object> = Vec::new();
        loop {
            match lexer.object() {
                Some(Object::Word(word)) => {
                    if word == b"BI" {
                        skip_picture(&mut lexer);
                    } else {
                        self.operator(&word, &operands, resources, depth)?;
                    }
                    operands.clear();
                }
                Some(operand) if operands.len() < MOST_OPERANDS => operands.push(operand),
                Some(_) => {}
                None => break,
            }
        }
        (!file.budget.spent()).then_some(())
    }

    fn operator(
        &mut self,
        word: &[u8],
        operands: &[Object],
        resources: &Dict,
        depth: usize,
    ) -> Option<()> {
        let n = |i: usize| operands.get(i).and_then(Object::number).unwrap_or(0.0);
        match word {
            b"q" if self.stack.len() < DEEPEST_STATE => self.stack.push(self.state.clone()),
            b"Q" => {
                if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            b"cm" => {
                let matrix = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
                self.state.matrix = matrix.then(self.state.matrix);
            }
            b"BT" => {
                self.text = Matrix::NONE;
                self.line = Matrix::NONE;
            }
            b"Tf" => {
                let name = operands.first().and_then(Object::name).unwrap_or_default();
                self.state.font = self.reader.font(resources, name);
                self.state.size = n(1);
            }
            b"Tc" => self.state.between = n(0),
            b"Tw" => self.state.between_words = n(0),
            b"Tz" => self.state.scale = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Td" => self.next_line(n(0), n(1)),
            b"TD" => {
                self.state.leading = -n(1);
                self.next_line(n(0), n(1));
            }
            b"Tm" => {
                self.line = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
                self.text = self.line;
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" => self.show(operands.first())?,
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first())?;
            }
            b"\"" => {
                self.state.between_words = n(0);
                self.state.between = n(1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2))?;
            }
            b"TJ" => {
                if let Some(Object::Array(parts)) = operands.first() {
                    for part in parts {
                        match part {
                            Object::Number(back) => self.step(-back / 1000.0 * self.state.size),
                            other => self.show(Some(other))?,
                        }
                    }
                }
            }
            b"Do" => {
                let name = operands.first().and_then(Object::name).unwrap_or_default();
                self.form(name, resources, depth)?;
            }
            b"BDC" => {
                let text = self.replacement(operands.get(1), resources);
                self.spans.push(Span { from: self.sheet.glyphs.len(), text });
            }
            b"BMC" => self.spans.push(Span { from: self.sheet.glyphs.len(), text: None }),
            b"EMC" => self.end_span(),
            _ => self.paths.operator(word, n, self.state.matrix),
        }
        Some(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    /// Moves on along the line, in lengths of the text.
    fn step(&mut self, length: f64) {
        let down = self.state.font.as_ref().is_some_and(|f| f.vertical);
        let by = if down {
            Matrix::moved(0.0, length)
        } else {
            Matrix::moved(length * self.state.scale, 0.0)
        };
        self.text = by.then(self.text);
    }

    fn show(&mut self, string: Option<&Object>) -> Option<()> {
        let Some(Object::Text(string)) = string else { return Some(()) };
        let file = self.reader.file;
        // Glyphs cost more memory than the bytes that they are read from.
        if !file.budget.work(2 * string.len() as u64) {
            return None;
        }
        let Some(font) = self.state.font.clone() else {
            // A font that is not there: its text is lost.
            self.place(Some("\u{fffd}"), 0.5, false);
            return Some(());
        };
        for code in font.codes(string) {
            self.place(code.text.as_deref(), code.width, font.vertical);
            let size = self.state.size;
            let words = if code.bytes == [b' '] { self.state.between_words } else { 0.0 };
            if font.vertical {
                self.step(-size + self.state.between + words);
            } else {
                self.step(code.width * size + self.state.between + words);
            }
        }
        Some(())
    }

    /// Notes the characters of one code where the text is.
    fn place(&mut self, text: Option<&str>, width: f64, vertical: bool) {
        let state = &self.state;
        let own = Matrix([state.size * state.scale, 0.0, 0.0, state.size, 0.0, state.rise]);
        let to_sheet = own.then(self.text).then(state.matrix);
        let [a, b, c, d, x, y] = to_sheet.0;
        let (along, size) = (a.hypot(b), c.hypot(d));
        if !(x.is_finite() && y.is_finite() && along.is_finite() && size.is_finite()) || size == 0.0
        {
            return;
        }
        let turn = if a.abs() >= b.abs() {
            if a >= 0.0 { 0 } else { 2 }
        } else if b < 0.0 {
            1
        } else {
            3
        };
        let reach = if vertical { size } else { along * width };
        let text = text.unwrap_or("\u{fffd}");
        let parts = text.chars().count().max(1) as f64;
        for (i, c) in text.chars().enumerate() {
            let done = reach * i as f64 / parts;
            let (dx, dy) = if vertical {
                (0.0, done)
            } else {
                (a / along.max(1e-9) * done, b / along.max(1e-9) * done)
            };
            let width = reach / parts;
            self.sheet.glyphs.push(Glyph { c, x: x + dx, y: y + dy, size, width, vertical, turn });
        }
    }

    fn form(&mut self, name: &[u8], resources: &Dict, depth: usize) -> Option<()> {
        let file = self.reader.file;
        let Some(objects) = file.dict(resources, "XObject") else { return Some(()) };
        let Some(entry) = objects.get(&String::from_utf8_lossy(name)) else { return Some(()) };
        let Some(Object::Dict(head)) = file.resolve(entry) else { return Some(()) };
        if head.get("Subtype").and_then(Object::name) != Some(b"Form") || depth >= DEEPEST_FORM {
            return Some(());
        }
        // Forms that call each other cost more than the few bytes they are written in.
        if !file.budget.work(FORM) {
            return None;
        }
        let (dict, data) = file.stream(entry)?;
        let own = file.dict(&dict, "Resources");
        let kept = (self.state.clone(), self.text, self.line, self.stack.len());
        if let Some(Object::Array(numbers)) = file.get(&dict, "Matrix") {
            let n = |i: usize| numbers.get(i).and_then(Object::number).unwrap_or(0.0);
            let matrix = Matrix([n(0), n(1), n(2), n(3), n(4), n(5)]);
            self.state.matrix = matrix.then(self.state.matrix);
        }
        self.content(&data, own.as_ref().unwrap_or(resources), depth + 1)?;
        self.stack.truncate(kept.3);
        (self.state, self.text, self.line) = (kept.0, kept.1, kept.2);
        Some(())
    }

    /// The text that a span says it stands for.
    fn replacement(&self, properties: Option<&Object>, resources: &Dict) -> Option<String> {
        let file = self.reader.file;
        let dict = match properties? {
            Object::Dict(dict) => dict.clone(),
            Object::Name(name) => {
                let all = file.dict(resources, "Properties")?;
                file.dict(&all, &String::from_utf8_lossy(name))?
            }
            _ => return None,
        };
        let Object::Text(bytes) = file.get(&dict, "ActualText")? else { return None };
        let units = bytes.strip_prefix(b"\xfe\xff")?;
        let units = units.chunks_exact(2).map(|p| match p {
            [a, b] => u16::from_be_bytes([*a, *b]),
            _ => 0,
        });
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    }

    /// Puts the words that a span stands for in the place of glyphs that say nothing.
    fn end_span(&mut self) {
        let Some(Span { from, text: Some(text) }) = self.spans.pop() else { return };
        let span = self.sheet.glyphs.get(from..).unwrap_or_default();
        let (Some(first), Some(last)) = (span.first().copied(), span.last().copied()) else {
            return;
        };
        if span.iter().all(|g| g.c != UNKNOWN) || text.is_empty() {
            return;
        }
        let parts = text.chars().count() as f64;
        let (dx, dy) = (last.x - first.x, last.y - first.y);
        let width = ((dx.hypot(dy) + last.width) / parts).min(first.size);
        self.sheet.glyphs.truncate(from);
        for (i, c) in text.chars().enumerate() {
            let share = i as f64 / parts;
            let (x, y) = (first.x + dx * share, first.y + dy * share);
            self.sheet.glyphs.push(Glyph { c, x, y, width, ..first });
        }
    }
}

/// Over a picture that stands in the content itself: `BI … ID … EI`.
fn skip_picture(lexer: &mut Lexer<'_>) {
    while let Some(object) = lexer.object() {
        if object == Object::Word(b"ID".to_vec()) {
            break;
        }
    }
    lexer.skip_picture();
}
