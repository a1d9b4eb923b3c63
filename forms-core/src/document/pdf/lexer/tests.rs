//! Objects as files write them, whole and broken.

use super::*;

fn read(text: &[u8]) -> Option<Object> {
    let budget = Budget::new(0);
    Lexer::new(text, 0, &budget).object()
}

#[test]
fn objects_as_they_are_written() {
    let name = |n: &str| Object::Name(n.as_bytes().to_vec());
    let text = |t: &[u8]| Object::Text(t.to_vec());
    for (written, want) in [
        (&b"-12.5"[..], Object::Number(-12.5)),
        (b" %a comment\n+7", Object::Number(7.0)),
        (b".5", Object::Number(0.5)),
        (b"--3", Object::Number(3.0)),
        (b"/A#20B/", name("A B")),
        (b"(a(b)\\)\\051\\n\\\nc)", text(b"a(b)))\nc")),
        (b"<8 2A>", text(&[0x82, 0xa0])),
        (b"5 0 R", Object::Ref(5)),
        (
            b"[1 0 R 2 0]",
            Object::Array(vec![Object::Ref(1), Object::Number(2.0), Object::Number(0.0)]),
        ),
        (
            b"<</A/B/C[null]>>",
            Object::Dict(Dict(vec![
                (b"A".to_vec(), name("B")),
                (b"C".to_vec(), Object::Array(vec![Object::Null])),
            ])),
        ),
        (b"Tj", Object::Word(b"Tj".to_vec())),
    ] {
        assert_eq!(read(written), Some(want), "{}", String::from_utf8_lossy(written));
    }
}

#[test]
fn what_does_not_close_is_nothing() {
    for text in [&b"[1 2"[..], b"<</A endobj", b"", b"  "] {
        assert_eq!(read(text), None, "{}", String::from_utf8_lossy(text));
    }
    assert_eq!(read(&b"[".repeat(100_000)), None);
    assert_eq!(read(&b"<</A".repeat(100_000)), None);
}
