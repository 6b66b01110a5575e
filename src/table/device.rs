//! Devices: names, guide and rows.

use super::row::Row;
use crate::departure::Departure;
use crate::names::{cite, first_word};
use crate::prelude::*;

/// A model, or several that share one protocol: names, guide and rows.
#[derive(Debug)]
pub struct Device {
    /// The name to find it by, in lower case: `"vs321"`.
    pub model: &'static str,
    /// The name for people: `"VS321 AI occupancy sensor"`.
    pub name: &'static str,
    /// Sibling models that speak the same protocol, in lower case.
    pub aliases: &'static [&'static str],
    /// The vendor's guide that `source` of a row refers to.
    pub guide: &'static str,
    /// When it listens for commands.
    pub class: Class,
    /// True if it is made for rooms.
    pub indoor: bool,
    /// Rows that the device sends, besides echoes of downlink rows.
    pub uplink: &'static [Row],
    /// Rows of commands, in the order in which commands are sent.
    pub downlink: &'static [Row],
    /// The differences from the vendor's published codec, besides those that all devices have.
    pub departures: &'static [Departure],
}

/// A LoRaWAN device class: when a device listens for downlinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// After each of its own uplinks.
    A,
    /// Always.
    C,
}

/// The `source` of rows and parts that no guide has: the vendor's published codec.
pub const VENDOR_CODEC: &str = "vendor's codec";

/// Which way a payload travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From the device.
    Uplink,
    /// To the device.
    Downlink,
}

impl Device {
    /// Returns true if the device may refuse commands.
    pub fn answers_with_results(&self) -> bool {
        self.downlink.iter().any(|row| row.is_refusable() && row.result.is_none())
    }

    /// The source of a row or part as people cite it: `"VS321 5.1.2"`.
    pub fn cite(&self, source: &str) -> String {
        cite(first_word(self.guide), source)
    }
}
