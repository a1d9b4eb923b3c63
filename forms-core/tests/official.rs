//! The official workbook of a pack: one with everything that such workbooks have is filled in, and the
//! package that holds it is built, checked and opened by other programs.

#[path = "official/judged.rs"]
mod judged;
#[path = "official/made.rs"]
mod made;
#[path = "official/opened.rs"]
mod opened;
