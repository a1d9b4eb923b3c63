//! Workbooks made part by part, and what reading them finds: each code alone, its near misses,
//! tables as people keep them, texts of other systems, other formats, damage, bombs, and templates that are filled.

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
#[path = "workbook/other_formats.rs"]
mod other_formats;
#[path = "workbook/page_tables.rs"]
mod page_tables;
#[path = "workbook/people.rs"]
mod people;
#[path = "workbook/programs.rs"]
mod programs;
#[path = "workbook/second_reader.rs"]
mod second_reader;
#[path = "workbook/tables.rs"]
mod tables;
#[path = "workbook/unseen.rs"]
mod unseen;
#[path = "workbook/xlsb.rs"]
mod xlsb;
