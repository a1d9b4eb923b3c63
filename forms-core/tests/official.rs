//! The workbook of a package. The official one of a pack, with everything that such workbooks have, is
//! filled in, and the package that holds it is built, checked and opened by other programs; and the
//! application is read out of a workbook that came without one.

#[path = "official/by_hand.rs"]
mod by_hand;
#[path = "official/judged.rs"]
mod judged;
#[path = "official/made.rs"]
mod made;
#[path = "official/opened.rs"]
mod opened;
