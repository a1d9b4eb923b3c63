//! Finds the objects of a file and decodes its streams.
//!
//! The file is read from front to back and its cross-reference table (xref) is ignored: that reads damaged
//! files as well, and takes time in proportion to the length whatever the table says.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use super::budget::Budget;
use super::filter;
use super::lexer::{Lexer, is_space};
use super::object::{Dict, Object};

/// Largest number of objects; no real file has more.
const MOST_OBJECTS: usize = 1_000_000;
/// Longest chain of references to references that is followed.
const LONGEST_CHAIN: usize = 32;

/// The place of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Offset in the file, after `obj`.
    Plain(usize),
    /// In an object stream that was unpacked.
    Packed { stream: usize, at: usize },
}

/// A file whose objects can be looked up.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    pub(super) budget: &'a Budget,
    places: HashMap<u32, Place>,
    packed: Vec<Vec<u8>>,
    root: Option<Object>,
    /// True if the file is encrypted: locked with a password or restricted in its use.
    pub(super) encrypted: bool,
    /// The pages in the order of the file, used if the page tree is broken.
    loose_pages: Vec<u32>,
}

impl<'a> File<'a> {
    /// Finds the objects of a file; `None` if there are none or too many.
    pub(super) fn open(bytes: &'a [u8], budget: &'a Budget) -> Option<Self> {
        let mut file = Self {
            bytes,
            budget,
            places: HashMap::new(),
            packed: Vec::new(),
            root: None,
            encrypted: false,
            loose_pages: Vec::new(),
        };
        let mut object_streams: BTreeMap<usize, (Dict, Range<usize>)> = BTreeMap::new();
        let mut positions: HashMap<u32, usize> = HashMap::new();
        file.scan(&mut positions, &mut object_streams)?;
        file.trailers();
        if !file.encrypted {
            for (position, (dict, range)) in object_streams {
                file.unpack(position, &dict, range, &mut positions)?;
            }
        }
        (!file.places.is_empty() && !budget.spent()).then_some(file)
    }

    /// Finds every `N G obj`; if a number occurs twice, the last object counts.
    fn scan(
        &mut self,
        positions: &mut HashMap<u32, usize>,
        object_streams: &mut BTreeMap<usize, (Dict, Range<usize>)>,
    ) -> Option<()> {
        let mut catalogue = None;
        let mut at = 0;
        while let Some(found) = find(self.bytes, b"obj", at) {
            at = found + 3;
            let Some(number) = number_before(self.bytes, found) else { continue };
            let mut lexer = Lexer::new(self.bytes, at, self.budget);
            let object = lexer.object();
            if self.budget.spent() || positions.len() > MOST_OBJECTS {
                return None;
            }
            let Some(object) = object else { continue };
            positions.insert(number, found);
            self.places.insert(number, Place::Plain(found + 3));
            at = lexer.at.max(at);
            let Object::Dict(dict) = object else { continue };
            if dict.is_a("Catalog") {
                catalogue = Some(Object::Ref(number));
            } else if dict.is_a("Page") {
                self.loose_pages.push(number);
            }
            if let Some(range) = self.stream_at(lexer.at, &dict) {
                at = range.end;
                if dict.is_a("XRef") {
                    self.trailer(&dict);
                } else if dict.is_a("ObjStm") {
                    object_streams.insert(found, (dict, range));
                }
            }
        }
        self.root = self.root.take().or(catalogue);
        Some(())
    }

    fn trailers(&mut self) {
        let mut at = 0;
        while let Some(found) = find(self.bytes, b"trailer", at) {
            at = found + 7;
            if let Some(Object::Dict(dict)) = Lexer::new(self.bytes, at, self.budget).object() {
                self.trailer(&dict);
            }
        }
    }

    fn trailer(&mut self, dict: &Dict) {
        self.encrypted |= dict.get("Encrypt").is_some_and(|e| *e != Object::Null);
        if let Some(root) = dict.get("Root") {
            self.root = Some(root.clone());
        }
    }

    /// Returns the bytes of a stream whose dictionary ends at `at`.
    fn stream_at(&self, at: usize, dict: &Dict) -> Option<Range<usize>> {
        let mut lexer = Lexer::new(self.bytes, at, self.budget);
        lexer.skip_space();
        if !lexer.accept(b"stream") {
            return None;
        }
        let _ = lexer.accept(b"\r\n") || lexer.accept(b"\n") || lexer.accept(b"\r");
        let start = lexer.at;
        if let Some(length) = dict.get("Length").and_then(Object::count) {
            let end = start.checked_add(length)?;
            let after = self.bytes.get(end..).unwrap_or_default();
            let gap = after.iter().take(4).take_while(|b| is_space(**b)).count();
            if after.get(gap..).is_some_and(|b| b.starts_with(b"endstream")) {
                return Some(start..end);
            }
        }
        let end = find(self.bytes, b"endstream", start).unwrap_or(self.bytes.len());
        self.budget.work((end - start) as u64).then_some(start..end)
    }

    /// Adds the objects of an object stream whose numbers no later object has.
    fn unpack(
        &mut self,
        position: usize,
        dict: &Dict,
        range: Range<usize>,
        positions: &mut HashMap<u32, usize>,
    ) -> Option<()> {
        let raw = self.bytes.get(range).unwrap_or_default();
        let dict = self.whole(dict);
        let data = filter::decode(raw, &dict, self.budget)?;
        let first = dict.get("First").and_then(Object::count)?;
        let count = dict.get("N").and_then(Object::count)?;
        let mut lexer = Lexer::of_content(&data, self.budget);
        let mut found = Vec::new();
        while lexer.at < first && found.len() < count.min(MOST_OBJECTS) {
            let number = lexer.object()?.count().and_then(|n| u32::try_from(n).ok())?;
            let offset = lexer.object()?.count()?;
            found.push((number, first.checked_add(offset)?));
        }
        let stream = self.packed.len();
        for (number, at) in found {
            if positions.get(&number).is_some_and(|other| *other > position) {
                continue;
            }
            positions.insert(number, position);
            self.places.insert(number, Place::Packed { stream, at });
            let object = Lexer::new(&data, at, self.budget).object();
            if let Some(Object::Dict(dict)) = object {
                if dict.is_a("Catalog") && self.root.is_none() {
                    self.root = Some(Object::Ref(number));
                } else if dict.is_a("Page") {
                    self.loose_pages.push(number);
                }
            }
        }
        self.packed.push(data);
        (self.places.len() <= MOST_OBJECTS).then_some(())
    }

    fn load(&self, number: u32) -> Option<Object> {
        match *self.places.get(&number)? {
            Place::Plain(at) => Lexer::new(self.bytes, at, self.budget).object(),
            Place::Packed { stream, at } => {
                Lexer::new(self.packed.get(stream)?, at, self.budget).object()
            }
        }
    }

    /// Follows a reference; returns any other object itself.
    pub(super) fn resolve(&self, object: &Object) -> Option<Object> {
        let mut object = object.clone();
        for _ in 0..LONGEST_CHAIN {
            let Object::Ref(number) = object else { return Some(object) };
            object = self.load(number)?;
        }
        None
    }

    /// Returns a value of a dictionary, with references followed.
    pub(super) fn get(&self, dict: &Dict, key: &str) -> Option<Object> {
        self.resolve(dict.get(key)?)
    }

    /// Returns a dictionary inside a dictionary, also that of a stream.
    pub(super) fn dict(&self, dict: &Dict, key: &str) -> Option<Dict> {
        match self.get(dict, key)? {
            Object::Dict(dict) => Some(dict),
            _ => None,
        }
    }

    /// Returns a dictionary with the references in its filters followed.
    fn whole(&self, dict: &Dict) -> Dict {
        let keys = ["Filter", "DecodeParms", "First", "N"];
        let entry = |key: &str| {
            let mut value = self.get(dict, key)?;
            if let Object::Array(items) = &mut value {
                for item in items {
                    *item = self.resolve(item).unwrap_or(Object::Null);
                }
            }
            Some((key.as_bytes().to_vec(), value))
        };
        Dict(keys.into_iter().filter_map(entry).collect())
    }

    /// Returns the dictionary and the decoded bytes of a stream by its reference.
    pub(super) fn stream(&self, object: &Object) -> Option<(Dict, Vec<u8>)> {
        let mut object = object.clone();
        for _ in 0..LONGEST_CHAIN {
            let Object::Ref(number) = object else { return None };
            let Some(Place::Plain(at)) = self.places.get(&number) else { return None };
            let mut lexer = Lexer::new(self.bytes, *at, self.budget);
            match lexer.object()? {
                Object::Dict(dict) => {
                    let range = self.stream_at(lexer.at, &dict)?;
                    let raw = self.bytes.get(range)?;
                    let data = filter::decode(raw, &self.whole(&dict), self.budget)?;
                    return Some((dict, data));
                }
                next => object = next,
            }
        }
        None
    }

    /// Returns the pages in their order; `None` if there are more than are read.
    pub(super) fn pages(&self, most: usize) -> Option<Vec<Page>> {
        let mut pages = Vec::new();
        let root = self.root.as_ref().and_then(|r| self.resolve(r));
        if let Some(Object::Dict(root)) = root
            && let Some(tree) = root.get("Pages")
        {
            self.page_tree(tree, most, &mut pages)?;
        }
        if pages.is_empty() {
            for number in &self.loose_pages {
                if let Some(Object::Dict(page)) = self.load(*number) {
                    pages.push(Page { dict: page, above: Inherited::default() });
                }
            }
        }
        (pages.len() <= most).then_some(pages)
    }

    fn page_tree(&self, root: &Object, most: usize, pages: &mut Vec<Page>) -> Option<()> {
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut open = vec![(root.clone(), Inherited::default())];
        while let Some((node, above)) = open.pop() {
            if let Object::Ref(number) = node
                && !seen.insert(number)
            {
                continue;
            }
            let Some(Object::Dict(dict)) = self.resolve(&node) else { continue };
            match self.get(&dict, "Kids") {
                Some(Object::Array(kids)) => {
                    let down = above.below(&dict);
                    open.extend(kids.into_iter().rev().map(|kid| (kid, down.clone())));
                }
                _ => pages.push(Page { dict, above }),
            }
            if pages.len() > most || open.len() > most * 4 {
                return None;
            }
        }
        Some(())
    }
}

/// Keys that a page inherits from the nodes above it.
#[derive(Debug, Clone, Default)]
struct Inherited(Vec<(&'static str, Rc<Object>)>);

impl Inherited {
    const KEYS: [&'static str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

    fn below(&self, dict: &Dict) -> Self {
        let of = |key: &'static str| {
            let own = dict.get(key).map(|value| Rc::new(value.clone()));
            let above = || self.0.iter().find(|(k, _)| *k == key).map(|(_, v)| Rc::clone(v));
            own.or_else(above).map(|value| (key, value))
        };
        Self(Self::KEYS.into_iter().filter_map(of).collect())
    }
}

/// One page.
#[derive(Debug)]
pub(super) struct Page {
    dict: Dict,
    above: Inherited,
}

impl Page {
    /// Returns a value of the page or of the nodes above it.
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        let above = || self.above.0.iter().find(|(k, _)| *k == key).map(|(_, v)| v.as_ref());
        self.dict.get(key).or_else(above)
    }
}

/// Returns the object number in front of the `obj` at `at`: `12 0 obj`.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let mut place = at;
    let mut back = |wanted: fn(u8) -> bool, most: usize| {
        let end = place;
        while place > 0 && end - place < most && bytes.get(place - 1).is_some_and(|b| wanted(*b)) {
            place -= 1;
        }
        (place < end).then_some(place..end)
    };
    back(is_space, 32)?;
    back(|b| b.is_ascii_digit(), 5)?;
    back(is_space, 32)?;
    let digits = back(|b| b.is_ascii_digit(), 10)?;
    std::str::from_utf8(bytes.get(digits)?).ok()?.parse().ok()
}

/// Returns the first offset of some bytes from `at` on.
fn find(bytes: &[u8], wanted: &[u8], at: usize) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = at;
    while let Some(step) = bytes.get(from..)?.iter().position(|b| *b == first) {
        let place = from + step;
        if bytes.get(place..).is_some_and(|rest| rest.starts_with(wanted)) {
            return Some(place);
        }
        from = place + 1;
    }
    None
}
