//! Any bytes as an `.xls`, `.xlsb` or `.ods`, or as the parts of one: a table or a finding, and no panic in the crate
//! that reads what was written anew.
#![no_main]

mod made;

use forms_core::pack::TableKind;
use forms_core::table::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let pack = made::narrow_pack();
    let said = |file: &[u8]| {
        made::said(&read(file, TableKind::Layout, &pack).expect("the pack has the table"));
    };
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return said(bytes);
    }
    said(&made::open_document(bytes));
    let [list, styles, strings, sheet] = made::pieces::<4>(bytes);
    said(&made::binary_workbook(list, styles, strings, sheet));
    said(&made::compound(bytes));
});
