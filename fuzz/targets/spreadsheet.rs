//! Any bytes as an `.xls`, `.xlsb` or `.ods`, or as the parts of one: a table or a finding, and no panic in the crate
//! that reads what was written anew.
#![no_main]

mod made;

use forms_core::finding::Lang;
use forms_core::pack::{Limits, Pack, TableKind};
use forms_core::table::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut pack = Pack::standard().clone();
    pack.limits = Limits {
        workbook_part_bytes: 4 << 20,
        workbook_bytes: 8 << 20,
        entry_bytes: 8 << 20,
        ..pack.limits
    };
    let said = |file: &[u8]| {
        let table = read(file, TableKind::Layout, &pack).expect("the pack has the table");
        for finding in &table.findings {
            assert!(!finding.message(Lang::Ja).is_empty());
        }
    };
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return said(bytes);
    }
    said(&made::open_document(bytes));
    let [list, styles, strings, sheet] = made::pieces::<4>(bytes);
    said(&made::binary_workbook(list, styles, strings, sheet));
    said(&made::compound(bytes));
});
