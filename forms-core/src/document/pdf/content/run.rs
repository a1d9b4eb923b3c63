//! Runs the operators of a page and places its characters.

use std::rc::Rc;

use super::{Glyph, Reader, Sheet, UNKNOWN};
use crate::document::pdf::font::Font;
use crate::document::pdf::lexer::Lexer;
use crate::document::pdf::matrix::Matrix;
use crate::document::pdf::object::{Dict, Object};
use crate::document::pdf::path::Paths;

/// The graphics state (ISO 32000-1, 8.4), as far as text depends on it.
#[derive(Clone)]
struct GraphicsState {
    matrix: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    scale: f64,
    leading: f64,
    rise: f64,
}

/// A span of marked content, with the text that replaces that of its glyphs (`ActualText`).
struct Span {
    from: usize,
    text: Option<String>,
}

/// A run over the operators of one page.
pub(super) struct Run<'r, 'f, 'a> {
    reader: &'r mut Reader<'f, 'a>,
    sheet: Sheet,
    state: GraphicsState,
    stack: Vec<GraphicsState>,
    text: Matrix,
    line: Matrix,
    spans: Vec<Span>,
    paths: Paths,
}

/// Deepest nesting of forms that is read; no real file goes deeper.
const DEEPEST_FORM: usize = 12;

/// Cost of a form in the budget, besides its bytes.
const FORM: u64 = 4000;

/// Deepest nesting of `q` that is read.
const DEEPEST_STATE: usize = 512;

impl<'r, 'f, 'a> Run<'r, 'f, 'a> {
    pub(super) fn new(
        reader: &'r mut Reader<'f, 'a>,
        matrix: Matrix,
        width: f64,
        height: f64,
    ) -> Self {
        Self {
            reader,
            sheet: Sheet { width, height, ..Sheet::default() },
            state: GraphicsState {
                matrix,
                font: None,
                size: 0.0,
                char_spacing: 0.0,
                word_spacing: 0.0,
                scale: 1.0,
                leading: 0.0,
                rise: 0.0,
            },
            stack: Vec::new(),
            text: Matrix::NONE,
            line: Matrix::NONE,
            spans: Vec::new(),
            paths: Paths::default(),
        }
    }

    /// Runs the content of a whole page; `None` as for [`Run::content`].
    pub(super) fn page(mut self, content: &[u8], resources: &Dict) -> Option<Sheet> {
        self.content(content, resources, 0)?;
        Some(Sheet { rules: self.paths.rules, ..self.sheet })
    }

    /// Runs the operators of a content stream; `None` if the budget is used up or a form cannot be decoded.
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

    /// Runs one operator of the graphics state, of marked content or of a form; `None` as for
    /// [`Run::content`].
    fn operator(
        &mut self,
        word: &[u8],
        operands: &[Object],
        resources: &Dict,
        depth: usize,
    ) -> Option<()> {
        let n = |i: usize| operands.get(i).and_then(Object::number).unwrap_or(0.0);
        let name = || operands.first().and_then(Object::name).unwrap_or_default();
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
            b"Tf" => {
                self.state.font = self.reader.font(resources, name());
                self.state.size = n(1);
            }
            b"Tc" => self.state.char_spacing = n(0),
            b"Tw" => self.state.word_spacing = n(0),
            b"Tz" => self.state.scale = n(0) / 100.0,
            b"TL" => self.state.leading = n(0),
            b"Ts" => self.state.rise = n(0),
            b"Do" => self.form(name(), resources, depth)?,
            b"BDC" => {
                let text = self.replacement(operands.get(1), resources);
                self.spans.push(Span { from: self.sheet.glyphs.len(), text });
            }
            b"BMC" => self.spans.push(Span { from: self.sheet.glyphs.len(), text: None }),
            b"EMC" => self.end_span(),
            b"BT" | b"Td" | b"TD" | b"Tm" | b"T*" => self.position_text(word, n),
            b"Tj" | b"'" | b"\"" | b"TJ" => self.show_text(word, operands, n)?,
            _ => self.paths.operator(word, n, self.state.matrix),
        }
        Some(())
    }

    /// Runs an operator that sets the position of the next text.
    fn position_text(&mut self, word: &[u8], n: impl Fn(usize) -> f64) {
        match word {
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
            _ => {
                self.text = Matrix::NONE;
                self.line = Matrix::NONE;
            }
        }
    }

    /// Runs an operator that shows text; `None` if the budget is used up.
    fn show_text(
        &mut self,
        word: &[u8],
        operands: &[Object],
        n: impl Fn(usize) -> f64,
    ) -> Option<()> {
        match word {
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(operands.first())
            }
            b"\"" => {
                self.state.word_spacing = n(0);
                self.state.char_spacing = n(1);
                self.next_line(0.0, -self.state.leading);
                self.show(operands.get(2))
            }
            b"TJ" => {
                let Some(Object::Array(parts)) = operands.first() else { return Some(()) };
                for part in parts {
                    match part {
                        Object::Number(back) => self.step(-back / 1000.0 * self.state.size),
                        other => self.show(Some(other))?,
                    }
                }
                Some(())
            }
            _ => self.show(operands.first()),
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    /// Moves the text position along the line, in units of text space.
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
            // The font is missing, so its text cannot be read.
            self.place(Some("\u{fffd}"), 0.5, false);
            return Some(());
        };
        for code in font.codes(string) {
            self.place(code.text.as_deref(), code.width, font.vertical);
            let size = self.state.size;
            let words = if code.bytes == [b' '] { self.state.word_spacing } else { 0.0 };
            if font.vertical {
                self.step(-size + self.state.char_spacing + words);
            } else {
                self.step(code.width * size + self.state.char_spacing + words);
            }
        }
        Some(())
    }

    /// Adds the characters of one code at the text position.
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

    /// Returns the `ActualText` of a span of marked content.
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

    /// Ends a span; its `ActualText` replaces its glyphs if one of them has no mapping to Unicode.
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

/// Skips an inline image, `BI … ID … EI`.
fn skip_picture(lexer: &mut Lexer<'_>) {
    while let Some(object) = lexer.object() {
        if object == Object::Word(b"ID".to_vec()) {
            break;
        }
    }
    lexer.skip_picture();
}
