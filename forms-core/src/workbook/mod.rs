//! Workbooks and tables: the application as a workbook for people, and tables from elsewhere.
//!
//! Foreign workbooks are read part by part under limits: [`Book`] opens one, [`SheetReader`] streams
//! the cells of a sheet, [`fill`] writes values into one.

mod book;
mod container;
pub mod fill;
mod format_code;
mod number;
mod people;
mod position;
mod reading;
mod sheet;
mod shown;
mod strings;
mod styles;
pub mod table;
mod xml;

pub use book::{Book, Sheet, Visibility};
pub use people::{CellPlan, CellStyle, SheetPlan, WorkbookError, WorkbookPlan, cell_name};
pub use position::{
    CellPosition, CellRange, ColumnName, MAX_COLUMNS, MAX_ROWS, NoCell, column_letters,
};
pub use reading::ReadBack;
pub use sheet::{CellValue, SheetCell, SheetReader, SheetRow};
pub use shown::{EmptyRows, MakeError, Overflow, Role, ShownApplication, ShownCell, make_workbook};
