//! Reads the content of a page: which characters are at which places, and which lines are drawn.

mod run;

use std::collections::HashMap;
use std::rc::Rc;

use super::file::{File, Page};
use super::font::Font;
use super::matrix::Matrix;
use super::object::{Dict, Object};
use super::path::Rule;
use run::Run;

/// Stands for a character whose font has no mapping to Unicode.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// One character on a page. Lengths are in points, from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) c: char,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    /// Its extent along its line.
    pub(super) width: f64,
    /// True if its line runs downwards.
    pub(super) vertical: bool,
    /// The direction of its line in quarter turns: 0 to the right, 1 upwards, 2 to the left, 3 downwards.
    pub(super) turn: u8,
}

/// The characters and drawn lines of a page.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Reads the content of pages one after another and keeps their fonts.
pub(super) struct Reader<'f, 'a> {
    file: &'f File<'a>,
    fonts: HashMap<u32, Rc<Font>>,
}

impl<'f, 'a> Reader<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>) -> Self {
        Self { file, fonts: HashMap::new() }
    }

    /// Reads the content of a page; `None` if a part of it cannot be decoded, or the budget is used up.
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
        let sheet = Run::new(self, to_sheet, width, height).page(&content, &resources)?;
        (!self.file.budget.spent()).then_some(sheet)
    }

    /// Returns the matrix from the coordinates of the page to points from the top left corner of the page as
    /// it is shown, and its width and height.
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
