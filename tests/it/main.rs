//! The tests of the codec's core, as one program. Those that need other programs are ignored here:
//! `cargo xtask test` runs them.

mod api;
mod cases;
mod commands;
mod corpus;
mod exhaustion;
mod explain;
mod invariants;
mod mutants;
mod normalize;
mod properties;
mod protocol;
mod reference;
mod rows;
mod rules;
mod schemas;
mod snapshot;
mod vocabulary;
