//! The devices: rows only. A new device is a file here and a line in [`DEVICES`];
//! its samples stand beside it as JSON, in the shape of TS013's examples.

mod common;
mod vs321;
mod ws101;
mod ws52x;

use crate::table::Device;

/// Every device, in the order of their names.
pub(crate) static DEVICES: &[&Device] =
    &[&vs321::VS321, &ws101::WS101, &ws52x::WS523, &ws52x::WS52X];
