//! `renkei sample`.
