//! Reads ZIPs that are made byte by byte: each code alone, its near misses, archives of real
//! programs, damage at every byte, and bombs.

#[path = "archive/ambiguous.rs"]
mod ambiguous;
#[path = "archive/bombs.rs"]
mod bombs;
#[path = "archive/codes.rs"]
mod codes;
#[path = "archive/crafted.rs"]
mod crafted;
#[path = "archive/damage.rs"]
mod damage;
#[path = "archive/judged.rs"]
mod judged;
#[path = "archive/large.rs"]
mod large;
#[path = "archive/name_codes.rs"]
mod name_codes;
#[path = "archive/one_cause.rs"]
mod one_cause;
#[path = "archive/programs.rs"]
mod programs;
#[path = "archive/views.rs"]
mod views;
