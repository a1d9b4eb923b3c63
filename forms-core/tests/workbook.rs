//! Workbooks made part by part, and what reading them finds: each code alone, its near misses,
//! tables as people keep them, damage, bombs, and templates that are filled.

#[path = "workbook/bombs.rs"]
mod bombs;
#[path = "workbook/codes.rs"]
mod codes;
#[path = "workbook/damage.rs"]
mod damage;
#[path = "workbook/fill.rs"]
mod fill;
#[path = "workbook/made.rs"]
mod made;
#[path = "workbook/people.rs"]
mod people;
#[path = "workbook/programs.rs"]
mod programs;
#[path = "workbook/tables.rs"]
mod tables;
