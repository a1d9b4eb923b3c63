//! The application as a workbook for people, and read back from one that was filled in by hand.
//!
//! The workbook is ours, laid out by the pack's sections and lists, or the pack's own template filled
//! in. What is shown in which cell is planned once and used for writing, comparing and locating.

mod people;
mod reading;
mod shown;
mod template;

pub use people::{CellPlan, CellStyle, SheetPlan, WorkbookError, WorkbookPlan, cell_name};
pub use reading::ReadBack;
pub use shown::{EmptyRows, MakeError, Overflow, Role, ShownApplication, ShownCell, make_workbook};
