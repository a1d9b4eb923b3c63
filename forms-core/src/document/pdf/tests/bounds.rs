//! Files that would cost too much, never end, or are damaged.

use std::io::Write;
use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn zlib(data: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(data).unwrap();
    out.finish().unwrap()
}

#[test]
fn what_grows_past_the_limits_is_refused() {
    let packed = zlib(&vec![b' '; 200 << 20]);
    for kind in ["", "/Type/ObjStm/N 1/First 10"] {
        let mut file = pdf(&[CATALOGUE, PAGES, PAGE, FONT, DESCENDANT]);
        file.extend(
            format!("6 0 obj\n<</Filter/FlateDecode/Length {}{kind}>>\nstream\n", packed.len())
                .bytes(),
        );
        file.extend(&packed);
        file.extend(b"\nendstream\nendobj\n");
        assert_eq!(read_pdf(&file), Err(DocumentError::TooLarge), "{kind}");
    }
}

#[test]
fn what_turns_in_circles_ends() {
    let circle = "<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>";
    let form = "<</Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Length 40>>\nstream\n/X Do /X Do /X Do /X Do /X Do /X Do /X Do \nendstream";
    let page = "<</Type/Page/Contents 6 0 R/Resources<</XObject<</X 6 0 R>>>>>>";
    let file = pdf(&[CATALOGUE, circle, page, FONT, DESCENDANT, form]);
    let started = Instant::now();
    let _ = read_pdf(&file);
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn time_grows_with_the_length_only() {
    for piece in [
        "1 0 obj (",
        "1 0 obj <<",
        "1 0 obj [",
        "1 0 obj\n<</Length 9>>stream\n",
        "obj ",
        "trailer<<",
        "endstream",
    ] {
        let file = format!("%PDF-1.4\n{}", piece.repeat(500_000 / piece.len()));
        let started = Instant::now();
        let _ = read_pdf(file.as_bytes());
        assert!(started.elapsed().as_secs() < 20, "{piece}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_damaged_file_panics(which in 0usize..10, at in any::<prop::sample::Index>(), with in prop::collection::vec(any::<u8>(), 0..8), cut in any::<prop::sample::Index>()) {
        let mut bytes = FIXTURES[which].1.to_vec();
        let place = at.index(bytes.len());
        bytes.splice(place..(place + with.len() / 2).min(bytes.len()), with);
        let _ = read_pdf(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        let _ = read_pdf(&bytes);
    }

    #[test]
    fn no_content_panics(content in "([0-9.\\-]{1,6} |/F |\\(a\\) |<7B2C> |\\[ |\\] |q |Q |cm |BT |ET |Tf |Td |Tm |TJ |Tj |re |f |m |l |S |Do |BI |ID |EI |T\\* |' ){0,80}") {
        let _ = read_pdf(&page(&content));
    }
}
