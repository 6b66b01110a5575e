//! The devices: rows only. A new device is a file here, its cases beside it in a file of the same
//! name, and two lines below.

mod common;
mod vs321;
mod ws101;
mod ws52x;

#[cfg(feature = "std")]
use std::sync::OnceLock;

use crate::lookup::Lookup;
#[cfg(feature = "std")]
use crate::plan::Plan;
use crate::table::{Device, Direction};

macro_rules! devices {
    ($($device:path;)*) => {
        /// Every device, in the order of their names.
        pub(crate) static DEVICES: &[&Device] = &[$(&$device),*];

        /// The first of them.
        #[cfg(any(feature = "std", feature = "package"))]
        pub(crate) static FIRST: &Device = [$(&$device),*][0];

        /// Their lookups, uplink and downlink. The npm package's module has none: they would
        /// be half of its data, and its plans have what it needs.
        #[cfg(not(feature = "package"))]
        static LOOKUPS: &[[Lookup; 2]] = &[$([
            Lookup::of(&$device, Direction::Uplink),
            Lookup::of(&$device, Direction::Downlink),
        ]),*];
    };
}

devices! {
    vs321::VS321;
    ws101::WS101;
    ws52x::WS523;
    ws52x::WS52X;
}

/// The lookup of a device, where it is made already.
#[cfg(not(feature = "package"))]
pub(crate) fn lookup(device: &Device, direction: Direction) -> Option<&'static Lookup> {
    let at = DEVICES.iter().position(|own| core::ptr::eq(*own, device))?;
    LOOKUPS.get(at)?.get(usize::from(direction == Direction::Downlink))
}

#[cfg(feature = "package")]
pub(crate) fn lookup(_: &Device, _: Direction) -> Option<&'static Lookup> {
    None
}

/// The plan of a device that is among ours, made on first use.
#[cfg(feature = "std")]
pub(crate) fn plan(device: &Device, direction: Direction) -> Option<&'static Plan> {
    static PLANS: [OnceLock<Plan>; 2 * DEVICES.len()] =
        [const { OnceLock::new() }; 2 * DEVICES.len()];
    let at = DEVICES.iter().position(|own| core::ptr::eq(*own, device))?;
    let plan = PLANS.get(2 * at + usize::from(direction == Direction::Downlink))?;
    Some(plan.get_or_init(|| Plan::of(DEVICES.get(at).copied().unwrap_or(FIRST), direction)))
}
