//! The vocabulary in which devices are written down.
//!
//! A [`Row`] is one line of a guide's table: a channel, its type and the
//! [`Part`]s its data is made of, in wire order. Rows state decisions only;
//! lengths, offsets, reserved bits, paths and bounds are derived here, and
//! everything else (decoder, encoder, explanations, schemas, types) from rows.

mod device;
mod part;
mod row;
mod rule;
mod wire;
mod words;

pub use crate::departure::{Departure, departure};
pub use device::{Class, Device, Direction, VENDOR_CODEC};
pub(crate) use part::BOOLEANS;
pub use part::{Coding, Labels, Measure, Part, SpecialValue, SubKind};
pub use row::{
    Echo, OwnResult, REQUEST_FIELD, RESULT_FIELD, RESULT_LABELS, Row, Target, list, object, row,
    typeless,
};
pub use rule::{Constraint, Rule};
pub use wire::{Slot, Version, Wire};
pub use words::*;
