//! A device's rows, linked: what every interpreter runs.
//!
//! `compile` makes the leaves of a device's rows at compile time, one static per device. `bytes`
//! writes a program as the few kilobytes that stand beside each npm model, and reads them. Both hand
//! rows and leaves, which are decisions, to `link`, which derives the rest: places, masks, slots,
//! and where a channel and type are found.

pub(crate) mod broken;
pub(crate) mod bytes;
pub(crate) mod compile;
pub(crate) mod link;
mod op;
mod query;
pub(crate) mod rules;

use crate::table::{Row, Usage};
pub use op::{Code, Op};

/// A device's rows, ready to be walked.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    /// The channels and types of an uplink, echoes included.
    pub uplink: &'static [Head],
    /// The channels and types of a downlink.
    pub downlink: &'static [Head],
    /// Uplink rows, then downlink rows.
    pub rows: &'static [Row],
    /// The number of uplink rows.
    pub uplink_rows: u16,
    /// The device is made for rooms.
    pub indoor: bool,
    /// The word that a section's number is cited with: `"VS321"`.
    pub guide: &'static str,
}

impl Program {
    /// A program without rows.
    pub(crate) const EMPTY: Program =
        Program { uplink: &[], downlink: &[], rows: &[], uplink_rows: 0, indoor: false, guide: "" };
}

/// A channel and type, and the first row that has them.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    /// The two bytes as a little-endian number.
    pub key: u16,
    /// The direction's use of them.
    pub usage: Usage,
    /// The row's index.
    pub row: u16,
    /// Derived from the row, so that most channels need no look at it: how its leaves are read,
    pub ops: &'static [Op],
    /// the bytes of channel, type and data,
    pub length: u16,
    /// the slots of its record,
    pub slots: u16,
    /// and that nothing else has to be known: the row has no siblings and no count of entries,
    /// and no result follows.
    pub is_plain: bool,
}
