//! The emitted scripts in the servers' own engines. The engines' hosts (tests/engines) have to be
//! built, so `cargo xtask test` runs this as a step of its own.

mod compare;
mod engines;
mod hosts;
mod vocabulary;
