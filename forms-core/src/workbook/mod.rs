//! Reads cells of XLSX and XLSM workbooks and writes values into them. Knows no form.
//!
//! A workbook is read part by part under limits: [`Book`] opens one, [`SheetReader`] streams the
//! cells of a sheet, [`fill`] writes values into one.

mod book;
mod container;
pub mod fill;
mod format_code;
mod limits;
mod number;
mod sheet;
mod strings;
mod styles;

pub use book::{Book, Sheet, Visibility};
pub use limits::Limits;
pub use sheet::{CellValue, SheetCell, SheetReader, SheetRow};
