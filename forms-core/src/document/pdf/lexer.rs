//! Reads the objects and operators of a PDF from its bytes.

use super::budget::Budget;
use super::object::{Dict, Object};

/// Deepest nesting of arrays and dictionaries that is read; no real file goes deeper.
const DEEPEST: usize = 64;

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte)
        && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Reads the objects in a file or a content stream one after another.
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
    budget: &'a Budget,
    /// True if `5 0 R` is a reference, which content streams do not have.
    references: bool,
}

impl<'a> Lexer<'a> {
    /// Creates a lexer for the objects of a file, from byte `at` on.
    pub(super) fn new(bytes: &'a [u8], at: usize, budget: &'a Budget) -> Self {
        Self { bytes, at, budget, references: true }
    }

    /// Creates a lexer for a content stream.
    pub(super) fn of_content(bytes: &'a [u8], budget: &'a Budget) -> Self {
        Self { bytes, at: 0, budget, references: false }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Skips white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|b| !matches!(b, b'\n' | b'\r')) {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    /// Skips a word; `false` if the next bytes are not that word.
    pub(super) fn accept(&mut self, word: &[u8]) -> bool {
        let here = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if here {
            self.at += word.len();
        }
        here
    }

    /// Skips the bytes of an inline image up to the word `EI`.
    pub(super) fn skip_picture(&mut self) {
        let start = self.at;
        while let Some(rest) = self.bytes.get(self.at..).filter(|r| !r.is_empty()) {
            let end = match rest {
                [before, b'E', b'I', after, ..] => is_space(*before) && is_space(*after),
                [before, b'E', b'I'] => is_space(*before),
                _ => false,
            };
            self.at += 1;
            if end {
                self.at += 2;
                break;
            }
        }
        self.budget.work((self.at - start) as u64);
    }

    /// Returns the next object; `None` at the end, if nothing can be read, or if the budget is used up.
    pub(super) fn object(&mut self) -> Option<Object> {
        if self.budget.spent() {
            return None;
        }
        let start = self.at;
        let found = self.value(0);
        self.budget.work((self.at - start) as u64 + 1).then_some(found).flatten()
    }

    fn value(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        let first = self.peek()?;
        match first {
            b'/' => {
                self.at += 1;
                Some(Object::Name(self.name()))
            }
            b'(' => {
                self.at += 1;
                Some(Object::Text(self.literal()))
            }
            b'<' if self.accept(b"<<") => self.dict(depth),
            b'<' => {
                self.at += 1;
                Some(Object::Text(self.hex()))
            }
            b'[' => {
                self.at += 1;
                self.array(depth)
            }
            b'>' if self.accept(b">>") => Some(Object::Word(b">>".to_vec())),
            b')' | b'>' | b']' | b'{' | b'}' => {
                self.at += 1;
                Some(Object::Word(vec![first]))
            }
            _ => Some(self.word()),
        }
    }

    fn array(&mut self, depth: usize) -> Option<Object> {
        let mut items = Vec::new();
        while let Some(item) = self.inner(depth)? {
            match item {
                Object::Word(word) if word == b"]" => return Some(Object::Array(items)),
                Object::Word(word) if is_end(&word) => return None,
                Object::Word(_) => {}
                item => items.push(item),
            }
        }
        None
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        let mut entries = Vec::new();
        while let Some(key) = self.inner(depth)? {
            match key {
                Object::Name(key) => match self.inner(depth)?? {
                    Object::Word(word) if word == b">>" => break,
                    Object::Word(word) if is_end(&word) => return None,
                    Object::Word(_) => {}
                    value => entries.push((key, value)),
                },
                Object::Word(word) if word == b">>" => break,
                Object::Word(word) if is_end(&word) => return None,
                _ => {}
            }
        }
        Some(Object::Dict(Dict(entries)))
    }

    /// Reads an object one level down; the outer `None` means that it is nested too deeply.
    #[allow(clippy::option_option)]
    fn inner(&mut self, depth: usize) -> Option<Option<Object>> {
        (depth < DEEPEST).then(|| self.value(depth + 1))
    }

    fn name(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        while let Some(byte) = self.peek().filter(|b| is_regular(*b)) {
            self.at += 1;
            let pair = (self.bytes.get(self.at).copied(), self.bytes.get(self.at + 1).copied());
            if byte == b'#'
                && let (Some(a), Some(b)) = (pair.0.and_then(hex), pair.1.and_then(hex))
            {
                out.push(a * 16 + b);
                self.at += 2;
            } else {
                out.push(byte);
            }
        }
        out
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 0usize;
        while let Some(byte) = self.take() {
            match byte {
                b'\\' => self.escape(&mut out),
                b'(' => {
                    depth += 1;
                    out.push(byte);
                }
                b')' if depth == 0 => break,
                b')' => {
                    depth -= 1;
                    out.push(byte);
                }
                _ => out.push(byte),
            }
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        match self.take() {
            Some(b'n') => out.push(b'\n'),
            Some(b'r') => out.push(b'\r'),
            Some(b't') => out.push(b'\t'),
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'\r') => {
                self.accept(b"\n");
            }
            Some(b'\n') | None => {}
            Some(digit @ b'0'..=b'7') => {
                let mut code = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(next) = self.peek().filter(|b| (b'0'..=b'7').contains(b)) else {
                        break;
                    };
                    code = code * 8 + u32::from(next - b'0');
                    self.at += 1;
                }
                out.push(code as u8);
            }
            Some(other) => out.push(other),
        }
    }

    fn hex(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut half = None;
        while let Some(byte) = self.take() {
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match half.take() {
                Some(high) => out.push(high * 16 + digit),
                None => half = Some(digit),
            }
        }
        out.extend(half.map(|high: u8| high * 16));
        out
    }

    /// Reads a number, a reference or a bare word.
    fn word(&mut self) -> Object {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if let Some(n) = number(word) {
            if self.references && word.iter().all(u8::is_ascii_digit) {
                return self.reference(n).unwrap_or(Object::Number(n));
            }
            return Object::Number(n);
        }
        match word {
            b"null" | b"true" | b"false" => Object::Null,
            _ => Object::Word(word.to_vec()),
        }
    }

    fn reference(&mut self, number: f64) -> Option<Object> {
        let start = self.at;
        let found = (|| {
            self.skip_space();
            let digits = self.at;
            while self.peek().is_some_and(|b| b.is_ascii_digit()) {
                self.at += 1;
            }
            if self.at == digits || self.at > digits + 5 {
                return None;
            }
            self.skip_space();
            let here = self.accept(b"R") && self.peek().is_none_or(|b| !is_regular(b));
            here.then_some(Object::Ref(number as u32))
        })();
        if found.is_none() {
            self.at = start;
        }
        found
    }
}

/// True for a word that cannot occur inside an array or dictionary, so that an unclosed one ends there.
fn is_end(word: &[u8]) -> bool {
    matches!(
        word,
        b"endobj" | b"stream" | b"endstream" | b"obj" | b"xref" | b"trailer" | b"startxref"
    )
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

fn number(word: &[u8]) -> Option<f64> {
    let plain = word.first().is_some_and(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.'));
    if !plain || !word.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
        return None;
    }
    let text = std::str::from_utf8(word).ok()?;
    // Some programs double the sign, or write one inside the number.
    let text = text.trim_start_matches("--").trim_start_matches('+');
    text.parse().ok().or_else(|| {
        let whole = text.split_once('-').map(|(whole, _)| whole)?;
        whole.parse().ok()
    })
}

#[cfg(test)]
mod tests;
