//! Code that is made of the rows.

pub mod formatter;
