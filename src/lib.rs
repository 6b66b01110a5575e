//! Payload codec for Milesight's LoRaWAN devices.
//!
//! One table of rows per device states the channels of its payloads; decoding, encoding,
//! explanations and schemas are derived from it. Field names and labels are those of the vendor's
//! published codec where it has them.
//!
//! ```
//! use milesight_codec::Device;
//! use serde_json::json;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let socket: Device = "WS523".parse()?;
//!
//! let uplink = socket.decode_uplink(&[0x08, 0x70, 0x01, 0x03, 0x74, 0xf5, 0x08])?;
//! assert_eq!(uplink["voltage"], 229.3);
//! assert_eq!(uplink["socket_status"], "on");
//!
//! let downlink = socket.encode_downlink(&json!({ "socket_status": "off" }))?;
//! assert_eq!(downlink.bytes, [0x08, 0x00, 0x00, 0xff]);
//!
//! let refused = socket.encode_downlink(&json!({ "report_interval": 5 })).unwrap_err();
//! assert_eq!(
//!     refused.to_string(),
//!     "report_interval: got 5; allowed: a whole number from 60 to 64800 s",
//! );
//! # Ok(())
//! # }
//! ```
//!
//! | to | call |
//! |---|---|
//! | decode a payload | [`Device::decode_uplink`], [`Device::decode_downlink`] |
//! | decode without allocating | [`Device::for_each_field`] |
//! | make a command | [`Device::encode_downlink`] |
//! | make a command for a low data rate | [`Device::encode_downlinks`] |
//! | show every byte with its meaning | [`Device::explain_uplink`] |
//! | find the model of a payload | [`Device::detect`] |
//! | read hex or base64 | [`from_hex`], [`from_base64`] |
//!
//! For semantic versioning, the API is the items at the crate's root, field names and labels. The
//! texts of messages may change in any version.
//!
//! # Features
//!
//! Features add, and change nothing that is there without them. `std` (default) is std's errors
//! and threads; without it the crate needs an allocator only. `schema` (default) adds fields, JSON
//! Schemas and TypeScript types. `formatter` (default) adds the scripts for network servers.
#![forbid(unsafe_code)]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

extern crate alloc;

mod bits;
mod decode;
#[doc(hidden)]
pub mod departure;
#[cfg(feature = "schema")]
#[doc(hidden)]
pub mod describe;
mod device;
mod devices;
mod encode;
mod enums;
mod float;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod message;
mod names;
mod normalize;
mod prelude;
#[cfg(feature = "formatter")]
#[doc(hidden)]
pub mod print;
mod problem;
#[doc(hidden)]
pub mod program;
#[doc(hidden)]
pub mod table;
mod text;
mod value;
#[doc(hidden)]
pub mod walk;

pub use decode::Decoded;
#[cfg(feature = "schema")]
pub use describe::fields::Field;
#[cfg(feature = "schema")]
pub use describe::shape::FieldKind;
pub use device::{Device, UnknownModel};
pub use encode::split::EncodedList;
pub use encode::{DEFAULT_PORT, Encoded, MAX_DOWNLINK, MAX_ENTRIES};
pub use input::MAX_BYTES;
pub use problem::{Problem, ProblemKind, Problems};
pub use table::{Class, UNKNOWN};
pub use text::{TextError, format_number, from_base64, from_hex, to_hex};
pub use value::{Object, Value, ValueError};
pub use walk::explain::{Explanation, Span, SpanPart};
pub use walk::fields::{BytesRef, FieldRef, FieldValue};
pub use walk::visitor::{PartKind, SpanKind};

#[doc(hidden)]
pub use encode::Outcome;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
