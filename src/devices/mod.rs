//! The devices: rows only. A new device is a file here, its samples beside it as
//! JSON, and two lines below; README.md has the steps around it.

mod common;
mod vs321;
mod ws101;
mod ws52x;

use crate::device::Entry;
use crate::program::compile::program;

macro_rules! devices {
    ($($device:path, $samples:literal;)*) => {
        /// Every device, in the order of their names.
        pub(crate) static ENTRIES: &[Entry] =
            &[$(Entry { rows: &$device, program: program!($device) }),*];

        /// Their samples.
        #[cfg(feature = "std")]
        pub(crate) static SAMPLES: &[(&str, &str)] =
            &[$(($device.model, include_str!($samples))),*];
    };
}

devices! {
    vs321::VS321, "vs321.json";
    ws101::WS101, "ws101.json";
    ws52x::WS523, "ws52x.json";
    ws52x::WS52X, "ws52x.json";
}
