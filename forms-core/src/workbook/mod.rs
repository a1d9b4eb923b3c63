//! Tables and workbooks: reading tables that others wrote, bounded and row by row, and writing the
//! workbook that people read.

pub mod table;
