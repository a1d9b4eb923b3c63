//! Finds the elements that a page hides: by attributes, by their style, by the rules of the page's own style sheets.

use super::tag::{Kind, Tag};

/// The names of the attributes that shape the text.
pub(super) const READ: [&str; 14] = [
    "aria-hidden",
    "class",
    "colspan",
    "hidden",
    "href",
    "id",
    "open",
    "reversed",
    "role",
    "rowspan",
    "start",
    "style",
    "type",
    "value",
];

/// The attributes of a tag that shape the text.
#[derive(Debug, Default)]
pub(super) struct Attributes<'t> {
    list: Vec<(&'t [u8], &'t [u8])>,
}

impl<'t> Attributes<'t> {
    pub(super) fn of(attributes: impl Iterator<Item = (&'t [u8], &'t [u8])>) -> Self {
        Self { list: attributes.collect() }
    }

    fn value(&self, name: &str) -> Option<&'t [u8]> {
        debug_assert!(READ.contains(&name), "{name} is not kept");
        self.list.iter().find(|(n, _)| *n == name.as_bytes()).map(|(_, value)| *value)
    }

    /// Returns an attribute without surrounding spaces, in small letters.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let value = self.value(name)?;
        Some(String::from_utf8_lossy(value).trim().to_lowercase())
    }

    pub(super) fn number(&self, name: &str) -> Option<i32> {
        self.get(name)?.parse().ok()
    }

    /// Returns the letter of an attribute as written.
    pub(super) fn letter(&self, name: &str) -> Option<char> {
        self.value(name)?.first().map(|b| char::from(*b))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Largest number of rules that are kept; the later ones of a longer sheet are not looked at.
const MOST_RULES: usize = 64;

/// A rule that shows or hides the elements that it names.
#[derive(Debug)]
struct Rule {
    tag: Option<Tag>,
    id: Option<String>,
    classes: Vec<String>,
    hides: bool,
}

impl Rule {
    fn weight(&self) -> (usize, usize, usize) {
        (usize::from(self.id.is_some()), self.classes.len(), usize::from(self.tag.is_some()))
    }

    fn fits(&self, tag: Tag, id: Option<&str>, classes: &[&str]) -> bool {
        self.tag.is_none_or(|t| t == tag)
            && self.id.as_deref().is_none_or(|i| id == Some(i))
            && self.classes.iter().all(|c| classes.contains(&c.as_str()))
    }
}

/// The rules of a page's style sheets that show or hide elements.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Rule>);

impl Styles {
    /// Adds the rules of a sheet; those for printing or for some screens only are left out.
    pub(super) fn add(&mut self, sheet: &str) {
        let mut rest = sheet;
        while let Some((head, body)) = rest.split_once('{') {
            let selector = head.rsplit([';', '}', '>']).next().unwrap_or_default();
            let selector = selector.rsplit("*/").next().unwrap_or_default().trim();
            let end = if selector.starts_with('@') { block_end(body) } else { body.find('}') };
            let Some(end) = end else { return };
            if !selector.starts_with('@') && !head.trim_end().ends_with('>') {
                self.rule(selector, body.get(..end).unwrap_or_default());
            }
            rest = body.get(end + 1..).unwrap_or_default();
        }
    }

    fn rule(&mut self, selectors: &str, declarations: &str) {
        let Some(hides) = hides(declarations) else { return };
        for selector in selectors.split(',').map(str::trim) {
            if self.0.len() >= MOST_RULES {
                return;
            }
            let simple =
                selector.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_'));
            if !simple || selector.is_empty() {
                continue;
            }
            let mut rule = Rule { tag: None, id: None, classes: Vec::new(), hides };
            let name_end = selector.find(['.', '#']).unwrap_or(selector.len());
            let (name, mut parts) = selector.split_at(name_end);
            if !name.is_empty() {
                rule.tag = Some(Tag::of(name.to_ascii_lowercase().as_bytes()));
            }
            while let Some(sign) = parts.chars().next() {
                let from = parts.get(1..).unwrap_or_default();
                let (word, next) = from.split_at(from.find(['.', '#']).unwrap_or(from.len()));
                match sign {
                    '#' => rule.id = Some(word.to_lowercase()),
                    _ => rule.classes.push(word.to_lowercase()),
                }
                parts = next;
            }
            self.0.push(rule);
        }
    }

    /// True if the page does not show an element.
    pub(super) fn hide(&self, tag: Tag, attributes: &Attributes<'_>) -> bool {
        if tag.name() == "dialog" && !attributes.has("open") {
            return true;
        }
        if attributes.is_empty() && self.0.iter().all(|r| !r.classes.is_empty() || r.id.is_some()) {
            return false;
        }
        if matches!(tag.kind(), Kind::Root) {
            return false;
        }
        if let Some(hides) = attributes.get("style").as_deref().and_then(hides) {
            return hides;
        }
        if attributes.has("hidden") {
            return true;
        }
        // An inline element that is hidden from a screen reader is seen all the same.
        let unread = tag.kind() != Kind::Inline && tag.kind() != Kind::Link;
        if unread && attributes.get("aria-hidden").as_deref() == Some("true") {
            return true;
        }
        const ASIDE: &[&str] = &[
            "navigation",
            "complementary",
            "contentinfo",
            "search",
            "menu",
            "menubar",
            "dialog",
            "alertdialog",
        ];
        if attributes.get("role").is_some_and(|r| ASIDE.contains(&r.as_str())) {
            return true;
        }
        if self.0.is_empty() {
            return false;
        }
        let id = attributes.get("id");
        let class = attributes.get("class").unwrap_or_default();
        let classes: Vec<&str> = class.split_whitespace().take(16).collect();
        let fitting = self.0.iter().filter(|r| r.fits(tag, id.as_deref(), &classes));
        fitting.max_by_key(|r| r.weight()).is_some_and(|r| r.hides)
    }
}

/// Returns the end of a block that holds other blocks.
fn block_end(body: &str) -> Option<usize> {
    let mut depth = 1usize;
    body.char_indices().find_map(|(at, c)| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// Returns whether declarations hide an element; `None` if they do not say.
fn hides(declarations: &str) -> Option<bool> {
    let (mut display, mut visibility) = (None, None);
    for declaration in declarations.split(';') {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "display" => display = Some(value == "none"),
            "visibility" => visibility = Some(matches!(value, "hidden" | "collapse")),
            _ => {}
        }
    }
    match (display, visibility) {
        (None, None) => None,
        _ => Some(display == Some(true) || visibility == Some(true)),
    }
}

/// True if a style keeps the line breaks of the text.
pub(super) fn keeps_breaks(style: &str) -> bool {
    style.split(';').any(|d| {
        d.split_once(':').is_some_and(|(name, value)| {
            name.trim() == "white-space"
                && matches!(value.trim(), "pre" | "pre-wrap" | "pre-line" | "break-spaces")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_hides() {
        let mut styles = Styles::default();
        styles.add(
            "<!-- /* x */ .off, p.gone { display : none } .tab{display:none}.tab.on{display:block} @media print{.paper{display:none}} #menu{visibility:hidden} .a .b{display:none} -->",
        );
        let hidden = |tag: &str, attributes: &[(&str, &str)]| {
            let attributes =
                Attributes::of(attributes.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())));
            styles.hide(Tag::of(tag.as_bytes()), &attributes)
        };
        for (tag, attributes) in [
            ("div", &[("class", "x off")][..]),
            ("p", &[("class", "gone")]),
            ("div", &[("class", "tab")]),
            ("div", &[("id", "menu")]),
            ("div", &[("hidden", "")]),
            ("span", &[("style", "color:red; DISPLAY: none !important")]),
            ("div", &[("style", "visibility:hidden")]),
            ("div", &[("aria-hidden", "true")]),
            ("div", &[("role", "navigation")]),
            ("dialog", &[]),
        ] {
            assert!(hidden(tag, attributes), "{tag} {attributes:?}");
        }
        for (tag, attributes) in [
            ("div", &[("class", "gone")][..]),
            ("div", &[("class", "tab on")]),
            ("div", &[("class", "paper")]),
            ("div", &[("class", "b")]),
            ("div", &[("style", "display:block")]),
            ("span", &[("aria-hidden", "true")]),
            ("body", &[("style", "visibility:hidden")]),
            ("div", &[]),
        ] {
            assert!(!hidden(tag, attributes), "{tag} {attributes:?}");
        }
    }
}
