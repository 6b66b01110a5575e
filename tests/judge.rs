//! The tests of the core as one program, which is built and linked in a fraction of the time
//! that they take one by one: for `cargo xtask prove mutants`, where each change of the core
//! has to be built anew. `cargo test` leaves it out.

#[path = "api.rs"]
mod api;
#[path = "corpus.rs"]
mod corpus;
#[path = "detect.rs"]
mod detect;
#[path = "explain.rs"]
mod explain;
#[path = "invariants.rs"]
mod invariants;
#[path = "messages.rs"]
mod messages;
#[path = "normalize.rs"]
mod normalize;
#[path = "properties.rs"]
mod properties;
#[path = "records.rs"]
mod records;
#[path = "rules.rs"]
mod rules;
#[path = "samples.rs"]
mod samples;
#[path = "schemas.rs"]
mod schemas;
#[path = "table.rs"]
mod table;
#[path = "wire.rs"]
mod wire;
