//! Any bytes as a workbook, or as the parts of one: tables, the application that it shows, findings.
//!
//! An application that was read can be written into a workbook and read from it again.
#![no_main]

mod made;

use forms_core::application::Side;
use forms_core::finding::Lang;
use forms_core::form_book::{ReadBack, make_workbook};
use forms_core::pack::TableKind;
use forms_core::table::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pack = made::narrow_pack();
    let made;
    let workbook = match bytes.strip_prefix(b"PK") {
        Some(_) => bytes,
        None => {
            let [cover, list, strings, styles] = made::pieces::<4>(bytes);
            let names = [pack.package.cover_sheet.as_str(), pack.lists[1].sheet.as_str()];
            made = made::workbook(&[(names[0], cover), (names[1], list)], strings, styles);
            &made
        }
    };
    for kind in [TableKind::Layout, TableKind::Registry(Side::Inquiry)] {
        made::said(&read(&workbook, kind, &pack).expect("the pack has the table"));
    }
    let read = ReadBack::new(&workbook, &pack);
    for finding in &read.findings {
        assert!(!finding.message(Lang::En).is_empty());
    }
    if let Some(app) = read.application
        // Excel's own limit on a cell.
        && let Ok(again) = make_workbook(&app, &pack)
    {
        let once = ReadBack::new(&again, &pack).application.expect("it is our own form");
        let again = make_workbook(&once, &pack).expect("what was read fits");
        let twice = ReadBack::new(&again, &pack).application;
        assert_eq!(twice.as_ref(), Some(&once));
    }
});
