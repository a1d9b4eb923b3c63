//! How long one letter takes in an application with 3,000 delegations, while the state before it is
//! kept for undo: `cargo bench -p forms-core --bench edit`.
//!
//! Reported are the median and the 95th percentile of what a form does for each letter: it copies the
//! application, writes one field and reads the fields of a row. "as one document" is the same through
//! one JSON document of the whole application, for comparison. "whole" is what a pause in typing adds:
//! the application put together and written as the JSON text that goes to the worker.

mod large_application;

use std::time::{Duration, Instant};

use forms_core::application::{Application, SharedApplication, text_at};
use forms_core::finding::Pointer;
use large_application::{DELEGATIONS, application};

const LETTERS: usize = 2_000;
const LETTERS_AS_ONE_DOCUMENT: usize = 60;
/// How many states undo goes back to, at most.
const UNDO_STEPS: usize = 200;

/// The field that the letter goes into, and the text that it makes of it.
fn letter(n: usize) -> (Pointer, String) {
    let row = Pointer::new("/delegations").index(n / 20 * 37 % DELEGATIONS);
    (row.key("scope_note"), "あ".repeat(n % 20 + 1))
}

const READ: [&str; 12] = [
    "side",
    "direction",
    "procedure",
    "information",
    "name",
    "scope",
    "scope_note",
    "start",
    "end",
    "action",
    "counterpart/name",
    "counterpart/code",
];

fn row_of(field: &Pointer) -> Vec<Pointer> {
    let row = field.as_str().trim_end_matches("/scope_note");
    READ.iter().map(|name| Pointer::new(format!("{row}/{name}"))).collect()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("{what:<28} p50 {:>10.1?}  p95 {:>10.1?}", at(50), at(95));
}

fn shared(app: &Application) {
    let mut states = vec![SharedApplication::from(app.clone())];
    let (mut letters, mut pauses) = (Vec::new(), Vec::new());
    for n in 0..LETTERS {
        let (field, text) = letter(n);
        let fields = row_of(&field);
        let start = Instant::now();
        let mut next = states[states.len() - 1].clone();
        assert_eq!(next.set(&field, &text), Ok(true));
        let texts: Vec<_> = fields.iter().filter_map(|field| next.text(field)).collect();
        letters.push(start.elapsed());
        assert_eq!(texts.len(), READ.len());
        if n % 20 == 19 {
            let start = Instant::now();
            let json = serde_json::to_string(next.whole()).expect("it serialises");
            pauses.push(start.elapsed());
            assert!(json.len() > DELEGATIONS);
            next.forget_whole();
        }
        states.push(next);
        if states.len() > UNDO_STEPS {
            states.remove(0);
        }
    }
    report("letter", letters);
    report("whole, at a pause", pauses);
}

fn as_one_document(app: &Application) {
    let mut now = app.clone();
    let mut letters = Vec::new();
    for n in 0..LETTERS_AS_ONE_DOCUMENT {
        let (field, text) = letter(n);
        let fields = row_of(&field);
        let start = Instant::now();
        let mut json = serde_json::to_value(&now).expect("it serialises");
        *json.pointer_mut(field.as_str()).expect("a field") = text.into();
        let next: Application = serde_json::from_value(json).expect("it reads");
        assert!(next != now);
        let document = serde_json::to_value(&next).expect("it serialises");
        let texts: Vec<_> = fields.iter().filter_map(|field| text_at(&document, field)).collect();
        letters.push(start.elapsed());
        assert_eq!(texts.len(), READ.len());
        now = next;
    }
    report("letter, as one document", letters);
}

fn main() {
    let app = application();
    shared(&app);
    as_one_document(&app);
}
