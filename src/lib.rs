//! Payload codec for Milesight's LoRaWAN devices: WS101, WS52x, WS523, VS321.
//!
//! One table of rows per device says what channels there are; decoding, encoding,
//! explanations and schemas are derived from it. Field names and labels are those
//! of the vendor's published codec where it has them.
//!
//! ```
//! use milesight_codec::{find, Value};
//!
//! let socket = find("WS523").unwrap();
//!
//! let uplink = socket.decode_uplink(&[0x08, 0x70, 0x01, 0x03, 0x74, 0xf5, 0x08]);
//! assert_eq!(uplink.data.get("voltage"), Some(&Value::Number(229.3)));
//! assert_eq!(uplink.data.get("socket_status"), Some(&Value::from("on")));
//!
//! let command: Value = serde_json::from_str(r#"{ "socket_status": "off" }"#).unwrap();
//! let downlink = socket.encode_downlink(&command, &Value::Undefined);
//! assert_eq!(downlink.bytes, [0x08, 0x00, 0x00, 0xff]);
//! assert_eq!(downlink.f_port, 85);
//! ```
//!
//! What counts as the API for semantic versioning: the items at the crate's root, field
//! names and labels. The texts of messages do not, nor do the modules and what a
//! [`Device`] has of them, which are for tools that make something of the rows: they
//! change with the rows' vocabulary.
//!
//! # Features
//!
//! `std`, on by default, has fields, schemas, types and formatters; without it the crate
//! needs an allocator alone. `wasm` gives the codec in JavaScript's values, to programs
//! that wasm-bindgen compiles. `package` and `console-panic` are for this repository's own
//! builds.
#![cfg_attr(not(feature = "package"), forbid(unsafe_code))]
#![cfg_attr(feature = "package", deny(unsafe_code))]
#![cfg_attr(not(feature = "std"), no_std)]
#![deny(missing_docs)]
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)
)]

extern crate alloc;

#[cfg(all(feature = "package", target_arch = "wasm32", not(feature = "std")))]
mod arena;
mod data;
pub mod decode;
mod detect;
mod devices;
mod encode;
mod explain;
#[cfg(feature = "std")]
mod fields;
mod input;
mod lookup;
pub mod message;
mod normalize;
#[cfg(all(feature = "package", target_arch = "wasm32"))]
pub mod package;
#[cfg(any(test, all(feature = "package", target_arch = "wasm32")))]
mod plain;
#[cfg(any(feature = "std", feature = "package"))]
mod plan;
mod prelude;
#[cfg(feature = "std")]
pub mod print;
mod problem;
pub mod records;
#[cfg(feature = "std")]
pub mod schema;
#[cfg(feature = "std")]
mod shape;
#[cfg(any(test, all(feature = "package", target_arch = "wasm32")))]
mod stream;
pub mod table;
mod text;
#[cfg(feature = "std")]
pub mod typescript;
mod value;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub mod wasm;

pub use data::Decoded;
pub use detect::detect;
pub use encode::{DEFAULT_PORT, Encoded, MAX_ENTRIES};
pub use explain::{Explanation, Span, SpanKind, SpanPart};
#[cfg(feature = "std")]
pub use fields::{Field, FieldKind};
pub use input::{MAX_BYTES, bytes_of};
pub use normalize::Normalized;
#[cfg(feature = "std")]
pub use print::formatter;
pub use problem::{Fault, Problem, Report};
pub use records::Recorded;
pub use table::{Device, Direction};
pub use text::{TextError, format_number, from_base64, from_hex, to_hex};
pub use value::{Object, Value};

/// Every device, by name.
///
/// ```
/// let models: Vec<_> = milesight_codec::models().iter().map(|device| device.model).collect();
/// assert!(models.contains(&"vs321") && models.is_sorted());
/// ```
pub fn models() -> &'static [&'static Device] {
    devices::DEVICES
}

/// The device of that model, in any spelling of upper and lower case; the siblings
/// WS521, WS522 and WS525 are found as `ws52x`.
///
/// ```
/// assert_eq!(milesight_codec::find("WS522").unwrap().model, "ws52x");
/// assert!(milesight_codec::find("WS999").is_none());
/// ```
pub fn find(model: &str) -> Option<&'static Device> {
    let same = |name: &str| name.eq_ignore_ascii_case(model);
    models()
        .iter()
        .copied()
        .find(|device| same(device.model) || device.aliases.iter().any(|alias| same(alias)))
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

impl Device {
    /// The guide's examples, as JSON: a list of `{ description, type, input, output,
    /// warnings }` in the shape of TS013's examples, with bytes in hex; `warnings` is
    /// how many come with it.
    ///
    /// ```
    /// let button = milesight_codec::find("ws101").unwrap();
    /// assert!(button.samples().contains("WS101 5.2 short press"));
    /// ```
    pub fn samples(&self) -> &'static str {
        let samples = devices::SAMPLES.iter().find(|(device, _)| device.model == self.model);
        samples.map_or("[]", |(_, samples)| samples)
    }

    /// What the device says in an uplink's payload of up to [`MAX_BYTES`] bytes.
    ///
    /// Never fails: what is not understood is told in `warnings`, or in `errors`
    /// where nothing was.
    ///
    /// ```
    /// let sensor = milesight_codec::find("vs321").unwrap();
    /// let uplink = sensor.decode_uplink(&[0x03, 0x67, 0x11, 0x01, 0x04, 0x68]);
    /// assert_eq!(serde_json::to_string(&uplink.data).unwrap(), r#"{"temperature":27.3}"#);
    /// assert_eq!(
    ///     uplink.warnings[0].to_string(),
    ///     "offset 4: channel 04 68 is cut short: it needs 3 bytes and has 2",
    /// );
    /// ```
    pub fn decode_uplink(&self, bytes: &[u8]) -> Decoded {
        Decoded::of(self, Direction::Uplink, bytes)
    }

    /// What [`Device::decode_uplink`] would tell, as numbers in slots that the caller owns,
    /// without allocating anything: for streams of payloads. [`records`] says what the slots
    /// mean. `None` where there are fewer than [`records::SLOTS_A_BYTE`] for each byte, so that
    /// nothing is lost for want of room. Of no bytes, and of too many, nothing is understood.
    ///
    /// ```
    /// let sensor = milesight_codec::find("vs321").unwrap();
    /// let mut slots = [0; 64];
    /// let recorded = sensor.record_uplink(&[0x01, 0x75, 0x64], &mut slots).unwrap();
    /// assert!(!recorded.problems && recorded.slots == 2);
    /// assert_eq!(sensor.uplink[slots[0] as usize].parts[0].name, "battery");
    /// assert_eq!(slots[1], 100);
    /// ```
    pub fn record_uplink(&self, bytes: &[u8], slots: &mut [u64]) -> Option<Recorded> {
        self.record(Direction::Uplink, bytes, slots)
    }

    /// The same for a downlink.
    pub fn record_downlink(&self, bytes: &[u8], slots: &mut [u64]) -> Option<Recorded> {
        self.record(Direction::Downlink, bytes, slots)
    }

    fn record(&self, direction: Direction, bytes: &[u8], slots: &mut [u64]) -> Option<Recorded> {
        if !input::is_payload_length(bytes.len()) {
            return Some(Recorded::NOTHING);
        }
        if slots.len() < records::SLOTS_A_BYTE * bytes.len() {
            return None;
        }
        #[cfg(feature = "std")]
        if let Some(plan) = devices::plan(self, direction) {
            return Some(plan.record(bytes, slots, &mut []));
        }
        Some(records::record(self, direction, bytes, slots))
    }

    /// What a downlink's payload asks the device to do.
    ///
    /// ```
    /// let sensor = milesight_codec::find("vs321").unwrap();
    /// let downlink = sensor.decode_downlink(&[0xff, 0x8e, 0x00, 0x05, 0x00]);
    /// assert_eq!(serde_json::to_string(&downlink.data).unwrap(), r#"{"report_interval":5}"#);
    /// ```
    pub fn decode_downlink(&self, bytes: &[u8]) -> Decoded {
        Decoded::of(self, Direction::Downlink, bytes)
    }

    /// A command's payload, for the port given: a number from 1 to 223, or
    /// undefined, null or 0 for [`DEFAULT_PORT`].
    ///
    /// ```
    /// use milesight_codec::Value;
    ///
    /// let button = milesight_codec::find("ws101").unwrap();
    /// let data: Value = serde_json::from_str(r#"{ "reporting_interval": 50 }"#).unwrap();
    /// let downlink = button.encode_downlink(&data, &Value::Undefined);
    /// assert_eq!(
    ///     downlink.errors[0].to_string(),
    ///     "reporting_interval: got 50; allowed: a whole number from 60 to 64800 s",
    /// );
    /// ```
    pub fn encode_downlink(&self, data: &Value, f_port: &Value) -> Encoded {
        Encoded::of(self, data, f_port)
    }

    /// What each byte of an uplink's payload says.
    ///
    /// ```
    /// let button = milesight_codec::find("ws101").unwrap();
    /// let explanation = button.explain_uplink(&[0x01, 0x75, 0x64]);
    /// let battery = &explanation.spans[0].parts[1];
    /// assert_eq!((battery.offset, battery.raw.as_str(), battery.unit), (2, "64", Some("%")));
    /// assert_eq!(battery.source, "WS101 5.2");
    /// ```
    pub fn explain_uplink(&self, bytes: &[u8]) -> Explanation {
        Explanation::of(self, Direction::Uplink, bytes)
    }

    /// What each byte of a downlink's payload says.
    ///
    /// ```
    /// let button = milesight_codec::find("ws101").unwrap();
    /// let explanation = button.explain_downlink(&[0xff, 0x10, 0xff]);
    /// assert_eq!(explanation.spans[0].parts[1].path.as_deref(), Some("reboot"));
    /// ```
    pub fn explain_downlink(&self, bytes: &[u8]) -> Explanation {
        Explanation::of(self, Direction::Downlink, bytes)
    }

    /// Decoded data as The Things Stack's normalized payload: a list of
    /// measurements, history records as further ones.
    ///
    /// ```
    /// let sensor = milesight_codec::find("vs321").unwrap();
    /// let uplink = sensor.decode_uplink(&[0x03, 0x67, 0x11, 0x01]);
    /// let normalized = sensor.normalize_uplink(&uplink.data.into());
    /// assert_eq!(
    ///     serde_json::to_string(&normalized.data).unwrap(),
    ///     r#"[{"air":{"location":"indoor","temperature":27.3}}]"#,
    /// );
    /// ```
    pub fn normalize_uplink(&self, data: &Value) -> Normalized {
        Normalized::of(self, data)
    }

    /// Every field of the device: path, kind, unit, labels, range.
    ///
    /// ```
    /// let sensor = milesight_codec::find("vs321").unwrap();
    /// let fields = sensor.fields();
    /// let humidity = fields.iter().find(|field| field.path == "humidity").unwrap();
    /// assert_eq!((humidity.unit, humidity.step), (Some("%RH"), Some(0.5)));
    /// ```
    #[cfg(feature = "std")]
    pub fn fields(&self) -> Vec<Field> {
        fields::of(self)
    }
}
