//! Reads cells of workbooks and writes values into XLSX and XLSM. Knows no form.
//!
//! A workbook is read part by part under limits: [`Book`] opens one, [`SheetReader`] streams the
//! cells of a sheet, [`fill`] writes values into one. [`AnyBook`] opens `.xls`, `.xlsb` and `.ods` too.

mod any;
mod book;
mod container;
pub mod fill;
mod format_code;
mod limits;
mod number;
mod old;
mod sheet;
mod strings;
mod styles;

pub use any::{AnyBook, AnyReader};
pub use book::{Book, Sheet, Visibility};
pub use limits::Limits;
pub use old::Format;
pub use sheet::{CellValue, SheetCell, SheetReader, SheetRow};
