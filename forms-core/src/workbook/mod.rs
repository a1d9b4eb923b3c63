//! Workbooks and tables: the application as a workbook for people, and tables from elsewhere.

mod people;
pub mod table;

pub use people::{CellPlan, CellStyle, SheetPlan, WorkbookError, WorkbookPlan, cell_name};
