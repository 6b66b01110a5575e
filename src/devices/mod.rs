//! The devices: rows only. A new device is a file here, its cases beside it in a file of the same
//! name, and two lines below. One of a family is in the family's file, with one line below.

mod common;
mod em300;
mod em310;
mod em320_th;
mod vs321;
mod ws101;
mod ws1x6;
mod ws201;
mod ws202;
mod ws203;
mod ws301;
mod ws302;
mod ws303;
mod ws52x;

use crate::program::Program;
use crate::program::broken::BrokenRules;
use crate::program::compile::program;
use crate::program::rules;
use crate::table::{Class, Device};

pub use common::GENERAL as GENERAL_DEPARTURES;

/// A device: what it is called, its rows, and the program that is made of them.
pub(crate) struct Entry {
    pub model: &'static str,
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub guide: &'static str,
    pub class: Class,
    /// With the rows of the program, for schemas, scripts and pages. Without std nothing refers to
    /// them, and no binary has them.
    #[cfg(feature = "std")]
    pub rows: Device,
    /// As it is written.
    #[cfg(feature = "std")]
    pub written: &'static Device,
    pub program: Program,
}

impl Entry {
    pub const fn new(written: &'static Device, program: Program) -> Entry {
        #[cfg(feature = "std")]
        let (uplink, downlink) = program.rows.split_at(program.uplink_rows as usize);
        Entry {
            model: written.model,
            name: written.name,
            aliases: written.aliases,
            guide: written.guide,
            class: written.class,
            #[cfg(feature = "std")]
            rows: Device { uplink, downlink, ..*written },
            #[cfg(feature = "std")]
            written,
            program,
        }
    }
}

macro_rules! devices {
    ($($device:path;)*) => {
        const BROKEN: BrokenRules = {
            let mut all = BrokenRules::NONE;
            $({
                // One evaluation a device: the compiler's limit is on one evaluation.
                const OWN: BrokenRules = rules::check(&$device);
                all.add(&OWN);
            })*
            all
        };
        const _: () = BROKEN.stop();

        /// Every device, in the order of their names.
        pub(crate) static ENTRIES: &[Entry] =
            &[$(Entry::new(&$device, program!($device, BROKEN))),*];
    };
}

devices! {
    em300::EM300_DI;
    em300::EM300_MCS;
    em300::EM300_MLD;
    em300::EM300_SLD;
    em300::EM300_TH;
    em310::EM310_TILT;
    em310::EM310_UDL;
    em320_th::EM320_TH;
    vs321::VS321;
    ws101::WS101;
    ws1x6::WS136;
    ws1x6::WS156;
    ws201::WS201;
    ws202::WS202;
    ws203::WS203;
    ws301::WS301;
    ws302::WS302;
    ws303::WS303;
    ws52x::WS523;
    ws52x::WS52X;
}
