//! The objects of a PDF: numbers, names, strings, arrays, dictionaries.

/// One object, or a word of a content stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    /// A reference to an object by its number.
    Ref(u32),
    /// An operator, or any other bare word.
    Word(Vec<u8>),
}

/// A dictionary; if a key occurs twice, the first one counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(Vec<u8>, Object)>);

impl Dict {
    pub(super) fn get(&self, key: &str) -> Option<&Object> {
        self.0.iter().find(|(k, _)| k == key.as_bytes()).map(|(_, v)| v)
    }

    /// True if `/Type` is this name.
    pub(super) fn is_a(&self, kind: &str) -> bool {
        self.get("Type").and_then(Object::name) == Some(kind.as_bytes())
    }
}

impl Object {
    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// Returns a count or an index: a number that is not negative, without its fraction.
    pub(super) fn count(&self) -> Option<usize> {
        self.number().filter(|n| (0.0..9e15).contains(n)).map(|n| n as usize)
    }
}
