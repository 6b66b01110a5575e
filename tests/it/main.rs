//! The tests of the codec's core, as one program.

mod cases;
mod rows;
