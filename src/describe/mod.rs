//! Descriptions of what decoding gives and encoding takes, made of the rows: fields, JSON Schemas,
//! TypeScript types.

pub(crate) mod fields;
pub mod schema;
pub(crate) mod shape;
pub mod typescript;
