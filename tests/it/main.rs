//! The tests of the codec's core, as one program.

mod cases;
mod corpus;
mod detect;
mod explain;
mod normalize;
mod properties;
mod protocol;
mod rows;
mod schemas;
mod snapshot;
mod vocabulary;
