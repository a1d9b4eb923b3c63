//! Long tables of which only the rows in view are in the document.

use gloo::events::EventListener;
use web_sys::{HtmlElement, Window};
use yew::prelude::*;

/// Rows beyond each edge of the view that are in the document too, so that scrolling does not show blanks.
const MARGIN: usize = 8;

/// Width in pixels below which rows have two lines.
const NARROW: f64 = 700.0;

/// Heights of a row in `rem`, wide and narrow, as in the style sheet.
const HEIGHTS: [f64; 2] = [2.75, 4.75];

/// The part of a table that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Seen {
    first: usize,
    count: usize,
    /// Height of a row in pixels.
    height: f64,
}

/// A table of which only the rows in view are in the document.
#[derive(Clone, PartialEq)]
pub(super) struct RowWindow {
    /// The element that scrolls.
    pub(super) frame: NodeRef,
    /// The element around the rows, which is as high as all of them.
    pub(super) body: NodeRef,
    seen: UseStateHandle<Seen>,
    total: usize,
}

fn window() -> Option<Window> {
    web_sys::window()
}

/// The height of a row in pixels: rows grow with the text size of the browser.
fn height() -> f64 {
    let measured = || {
        let window = window()?;
        let width = window.inner_width().ok()?.as_f64()?;
        let root = window.document()?.document_element()?;
        let size = window.get_computed_style(&root).ok()??.get_property_value("font-size").ok()?;
        let size: f64 = size.trim_end_matches("px").parse().ok()?;
        Some(size * HEIGHTS[usize::from(width < NARROW)])
    };
    measured().unwrap_or(44.0)
}

impl Seen {
    fn of(frame: &HtmlElement, head: f64) -> Self {
        let height = height();
        // A position within a table is far below 2^53.
        let first = ((f64::from(frame.scroll_top()) - head).max(0.0) / height) as usize;
        let count = (f64::from(frame.client_height()) / height).ceil() as usize + 1;
        // In steps, so that not each pixel draws anew.
        Self { first: first - first % (MARGIN / 2), count: count + MARGIN / 2, height }
    }
}

/// Watches a table of `total` rows.
#[hook]
pub(super) fn use_window(total: usize) -> RowWindow {
    let (frame, body) = (use_node_ref(), use_node_ref());
    let seen = use_state(|| Seen { first: 0, count: 30, height: height() });
    let rows = RowWindow { frame, body, seen, total };
    {
        let rows = rows.clone();
        use_effect(move || rows.lay_out());
    }
    {
        let rows = rows.clone();
        use_effect_with(rows.total, move |_| {
            rows.look();
            let listener =
                window().map(|window| EventListener::new(&window, "resize", move |_| rows.look()));
            move || drop(listener)
        });
    }
    rows
}

impl RowWindow {
    /// Looks again which rows are in view.
    pub(super) fn look(&self) {
        let Some(frame) = self.frame.cast::<HtmlElement>() else { return };
        let now = Seen::of(&frame, 0.0);
        if now != *self.seen {
            self.seen.set(now);
        }
    }

    /// The rows that are in the document.
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        let first = self.seen.first.saturating_sub(MARGIN).min(self.total);
        first..(self.seen.first + self.seen.count + MARGIN).min(self.total)
    }

    /// Gives the body the height of all rows. The page's policy allows no style attributes in the document.
    fn lay_out(&self) {
        let Some(body) = self.body.cast::<HtmlElement>() else { return };
        let pixels = |rows: usize| format!("{}px", rows as f64 * self.seen.height);
        // Known properties with valid values are always taken.
        let _ = body.style().set_property("height", &pixels(self.total));
        let _ = body.style().set_property("padding-block-start", &pixels(self.rows().start));
    }

    /// Scrolls so that a row is in view.
    pub(super) fn show(&self, row: usize) {
        let (Some(frame), Some(body)) =
            (self.frame.cast::<HtmlElement>(), self.body.cast::<HtmlElement>())
        else {
            return;
        };
        let head = body.offset_top();
        let top = (row as f64 * self.seen.height) as i32;
        let bottom = top + self.seen.height as i32;
        let (seen, high) = (frame.scroll_top(), frame.client_height() - head);
        if top < seen {
            frame.set_scroll_top(top);
        } else if bottom > seen + high {
            frame.set_scroll_top(bottom - high);
        }
        self.look();
    }

    /// The number of rows in view.
    pub(super) fn page(&self) -> usize {
        self.seen.count.saturating_sub(MARGIN).max(1)
    }
}
