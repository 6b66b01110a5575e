//! The vocabulary in which devices are written down.
//!
//! A [`Row`] is one line of a guide's table: a channel, its type and the
//! [`Part`]s its data is made of, in wire order. Rows state decisions only; a
//! [program](crate::program) links them, and everything else is made from its rows.

mod device;
mod part;
mod row;
mod rule;
mod wire;
mod words;

pub use crate::departure::{Departure, departure};
pub use device::{Class, Device, Direction, VENDOR_CODEC};
pub use part::{Coding, Labels, Measure, Part, SpecialValue, UNKNOWN};
pub(crate) use row::length;
pub use row::{
    OwnResult, Pick, REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS, Row, Target, Usage, list, object,
    row, typeless,
};
pub use rule::{Constraint, Rule};
pub use wire::Wire;
pub use words::*;
