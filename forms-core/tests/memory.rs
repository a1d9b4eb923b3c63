//! Measures the peak memory of reading files that are made to fill it up.
//!
//! All in one test, since the allocator counts for the whole program.

#[path = "archive/crafted.rs"]
#[allow(dead_code)]
mod crafted;
#[path = "workbook/made.rs"]
#[allow(dead_code)]
mod made;
#[path = "workbook/xlsb.rs"]
#[allow(dead_code)]
mod xlsb;

use std::time::{Duration, Instant};

use forms_core::archive::{Silent, Source};
use forms_core::check::{CheckedPackage, Checker};
use forms_core::form_book::ReadBack;
use forms_core::pack::{Pack, TableKind};
use forms_core::table::read;
use made::Made;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes that a worker may take.
const MOST: usize = 256_000_000;

/// Longest time of one reading: unoptimised test builds on a busy machine are several times slower.
const PATIENCE: Duration = Duration::from_secs(20);

/// Runs something and returns its answer. Asserts that it took neither too much memory beyond what was
/// in use nor too much time.
fn measured<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let start = Instant::now();
    let answer = run();
    let took = MEMORY.peak_usage().saturating_sub(before);
    println!("{name}: {} MB, {:?}", took / 1_000_000, start.elapsed());
    assert!(took < MOST, "{name}: {took} bytes");
    assert!(start.elapsed() < PATIENCE, "{name}: {:?}", start.elapsed());
    answer
}

/// Reads a workbook as a table and as the form. Returns the table's codes, each once.
fn workbook(name: &str, made: Made) -> Vec<String> {
    let bytes = made.bytes();
    drop(made);
    let mut codes: Vec<String> = measured(name, || {
        let table = read(&bytes, TableKind::Layout, Pack::standard()).unwrap();
        table.findings.iter().map(|f| f.code.to_string()).collect()
    });
    measured(&format!("{name}, as the form"), || drop(ReadBack::new(&bytes, Pack::standard())));
    codes.sort();
    codes.dedup();
    codes
}

/// The XML of a sheet with a table's header and copies of `row`, at least `bytes` long.
fn sheet(bytes: usize, row: &str) -> String {
    let mut out = format!("<sheetData>{}", made::row(1, made::HEADER));
    while out.len() < bytes {
        out.push_str(row);
    }
    out + "</sheetData>"
}

fn judged(package: &dyn Source) -> CheckedPackage {
    let today = jiff::civil::date(2019, 5, 20);
    Checker::new(Pack::standard(), today).package("a.zip", package, &mut Silent)
}

#[test]
fn nothing_takes_more_than_a_worker_may() {
    cells();
    shared_strings();
    merged_ranges_and_relations();
    other_formats();
    packages();
}

const MIB: usize = 1 << 20;

#[track_caller]
fn stops(codes: &[String]) {
    assert!(codes.contains(&"XLS-010".to_owned()), "{codes:?}");
}

/// Sheets with as many cells, as long texts and as many mistakes as fit.
fn cells() {
    // As many cells as fit, each as short as can be.
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(200));
    stops(&workbook("many cells", Made::sheet(&sheet(95 * MIB, &row))));
    // Long texts in the sheet itself.
    let long = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "あ".repeat(9000));
    workbook("long texts", Made::sheet(&sheet(95 * MIB, &long)));
    // Every cell a mistake.
    let wrong =
        "<row><c t=\"str\"><v>x</v></c><c t=\"str\"><v>y</v></c><c t=\"str\"><v>z</v></c></row>";
    stops(&workbook("many mistakes", Made::sheet(&sheet(60 * MIB, wrong))));
    // Two values in the first and the last row.
    let distant = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"A1048576\"><v>1</v></c></row></sheetData>";
    workbook("far apart", Made::sheet(distant));
}

/// Shared strings, and XML that grows when it is decoded.
fn shared_strings() {
    // A string table as large as a part may be, used by as large a sheet as there is room for.
    let one = format!("<t>{}</t>", "a".repeat(95 * MIB));
    let cells = "<row><c t=\"s\"><v>0</v></c></row>".repeat(200_000);
    let made = Made::sheet(&format!("<sheetData>{cells}</sheetData>"));
    stops(&workbook("one long string", made.clone().with_strings(&[&one])));
    let some = vec![format!("<t>{}</t>", "a".repeat(MIB - 1)); 95];
    let some: Vec<&str> = some.iter().map(String::as_str).collect();
    stops(&workbook("long strings", made.with_strings(&some)));
    let items = "<t/></si><si>".repeat(7 * MIB);
    stops(&workbook("many strings", Made::sheet("<sheetData/>").with_strings(&[&items])));
    // UTF-16 grows when it is read.
    let text = format!("<worksheet><sheetData/><a>{}</a></worksheet>", "あ".repeat(40 * MIB));
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut made = Made::sheet("<sheetData/>");
    made.parts.iter_mut().find(|(name, _)| name.ends_with("sheet1.xml")).unwrap().1 = wide;
    stops(&workbook("UTF-16", made));
}

/// Merged ranges and relations.
fn merged_ranges_and_relations() {
    let merged = "<mergeCell ref=\"A1:B2\"/>".repeat(3 * MIB);
    let merged = format!("<sheetData/><mergeCells>{merged}</mergeCells>");
    stops(&workbook("merged cells", Made::sheet(&merged)));
    let mut made = Made::sheet("<sheetData/>");
    let relation = "<Relationship Id=\"a\" Type=\"b\" Target=\"c\"/>".repeat(MIB);
    made.change("xl/_rels/workbook.xml.rels", |text| {
        text.replace("</Rel", &format!("{relation}</Rel"))
    });
    stops(&workbook("relations", made));
}

/// Spreadsheets of other formats with as much as fits.
fn other_formats() {
    let ods = |name: &str, rows: &str, bytes: usize| {
        let kind = "application/vnd.oasis.opendocument.spreadsheet";
        let mut content = String::from("<o:o><table:table table:name=\"s\">");
        content.push_str(rows);
        while content.len() < bytes {
            content.push_str(rows);
        }
        content.push_str("</table:table></o:o>");
        let parts =
            [("mimetype", kind), ("META-INF/manifest.xml", "<m/>"), ("content.xml", &content)];
        let parts = parts.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).to_vec();
        let bytes = Made { parts }.bytes();
        drop(content);
        let table = measured(name, || read(&bytes, TableKind::Layout, Pack::standard()).unwrap());
        table.findings.iter().map(|f| f.code.to_string()).collect::<Vec<_>>()
    };
    let cell =
        "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
    let row = format!("<table:table-row>{}</table:table-row>", cell.repeat(14));
    ods("ods with many cells", &row, 30 * MIB);
    let repeated = format!(
        "<table:table-row table:number-rows-repeated=\"1000000\">{}</table:table-row>",
        cell.replace(
            "<table:table-cell",
            "<table:table-cell table:number-columns-repeated=\"16384\""
        )
    );
    stops(&ods("ods with a million repeated rows", &repeated, 1));
    let wide = repeated.replace("16384", "2").replace("1000000", "200000");
    ods("ods with as many repeated cells as fit", &wide, 1);
    let long = format!(
        "<table:table-row>{}</table:table-row>",
        cell.replace(">a<", &format!(">{}<", "あ".repeat(9000)))
    );
    ods("ods with long texts", &long, 40 * MIB);
    let string = "𠮷".repeat(4000);
    let long = xlsb::Cell::Shared(0);
    let rows: Vec<_> = (0..60_000).map(|n| (n, false, vec![long.clone(); 8])).collect();
    let bytes = xlsb::book(xlsb::sheet(&rows), &[&string]).bytes();
    drop(rows);
    measured("xlsb with one string in many cells", || {
        drop(read(&bytes, TableKind::Layout, Pack::standard()));
    });
    let rows: Vec<_> = (0..60_000).map(|n| (n, false, vec![xlsb::Cell::Small(1); 16])).collect();
    let bytes = xlsb::book(xlsb::sheet(&rows), &[]).bytes();
    drop(rows);
    measured("xlsb with many cells", || drop(read(&bytes, TableKind::Layout, Pack::standard())));
}

/// Packages with entries that expand far, and with many entries.
fn packages() {
    let zeros = {
        use flate2::{Compress, Compression, FlushCompress};
        let mut piece = Vec::with_capacity(4096);
        let mut deflater = Compress::new(Compression::best(), false);
        deflater.compress_vec(&vec![0; MIB], &mut piece, FlushCompress::Full).unwrap();
        [piece.repeat(10 * 1024), vec![3, 0]].concat()
    };
    for name in ["a.txt", "application.json", "申請書.xlsx"] {
        let item = crafted::Item::deflated(name, b"").with(|i| i.data = zeros.clone()).both(|h| {
            h.compressed = u32::try_from(zeros.len()).unwrap();
            h.size = u32::MAX - 1;
        });
        let bytes = crafted::Crafted::new([item]).bytes();
        measured(name, || judged(&bytes));
    }
    let items: Vec<_> =
        (0..2000).map(|n| crafted::Item::stored(&format!("{n}.pdf"), &[7; 5000])).collect();
    let bytes = crafted::Crafted::new(items).bytes();
    measured("many files", || judged(&bytes));
}
