//! Writes the application as a workbook for people, and reads it back from one filled in by hand.
//!
//! The workbook is ours, laid out by the pack's sections and lists, or the pack's own template filled
//! in. One plan of the cells serves writing, comparing and locating.

mod people;
mod reading;
mod shown;
mod template;

pub use people::{CellPlan, CellStyle, SheetPlan, WorkbookError, WorkbookPlan, cell_name};
pub use reading::ReadBack;
pub use shown::{
    CellRole, EmptyRows, MakeError, Overflow, ShownApplication, ShownCell, make_workbook,
};
