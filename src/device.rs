//! A device's codec: the handle that everything public goes through.

use crate::prelude::*;

use core::fmt;
use core::str::FromStr;

use serde::Serialize;

use crate::decode::Decoded;
use crate::devices::{self, Entry};
use crate::encode::split::EncodedList;
use crate::encode::{self, Encoded};
use crate::input;
use crate::problem::{Problem, ProblemKind, Problems};
use crate::program::Program;
use crate::table::{self, Class, Direction};
use crate::text;
use crate::value::{Object, Value, to_value};
use crate::walk::explain::Explanation;
use crate::walk::fields::{self, FieldRef};

/// The codec of a model, or of several that share one protocol.
///
/// A small handle: copy it, keep it, compare it.
///
/// ```
/// use milesight_codec::Device;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let socket: Device = "WS523".parse()?;
///
/// let uplink = socket.decode_uplink(&[0x08, 0x70, 0x01, 0x03, 0x74, 0xf5, 0x08])?;
/// assert_eq!(uplink["voltage"], 229.3);
/// assert_eq!(uplink["socket_status"], "on");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Device(pub(crate) &'static Entry);

impl Device {
    /// Every device, by the names of the models.
    ///
    /// ```
    /// let models: Vec<_> = milesight_codec::Device::all().map(|device| device.model()).collect();
    /// assert!(models.contains(&"vs321") && models.is_sorted());
    /// ```
    pub fn all() -> impl ExactSizeIterator<Item = Device> + Clone {
        devices::ENTRIES.iter().map(Device)
    }

    /// The device of a model, in upper or lower case. The siblings WS521, WS522 and WS525 are
    /// found as `ws52x`.
    ///
    /// ```
    /// use milesight_codec::Device;
    ///
    /// assert_eq!(Device::find("WS522").unwrap().model(), "ws52x");
    /// assert!(Device::find("WS999").is_none());
    /// ```
    pub fn find(model: &str) -> Option<Device> {
        let same = |name: &str| name.eq_ignore_ascii_case(model);
        Device::all()
            .find(|device| same(device.model()) || device.aliases().iter().any(|alias| same(alias)))
    }

    /// The devices that decode the whole of an uplink: every channel has a row. A hint, not a
    /// proof: a battery report is that of many models.
    ///
    /// ```
    /// use milesight_codec::Device;
    ///
    /// let models = |bytes| Device::detect(bytes).iter().map(|d| d.model()).collect::<Vec<_>>();
    /// let of_power_factor = models(&[0x05, 0x81, 0x29]);
    /// assert!(of_power_factor.contains(&"ws523") && !of_power_factor.contains(&"ws101"));
    /// assert!(models(&[0x99, 0x99]).is_empty());
    /// ```
    pub fn detect(bytes: &[u8]) -> Vec<Device> {
        if !input::is_payload_length(bytes.len()) {
            return Vec::new();
        }
        let is_complete = |device: &Device| {
            let recorded =
                device.program().record(Direction::Uplink, bytes, bytes.len(), &mut [], None);
            recorded.is_complete()
        };
        Device::all().filter(is_complete).collect()
    }

    /// The name to find it by, in lower case: `"vs321"`.
    pub fn model(self) -> &'static str {
        self.0.model
    }

    /// The product's name: `"VS321 AI occupancy sensor"`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Sibling models with the same protocol, in lower case.
    pub fn aliases(self) -> &'static [&'static str] {
        self.0.aliases
    }

    /// The vendor's guide whose sections explanations cite.
    pub fn guide(self) -> &'static str {
        self.0.guide
    }

    /// The LoRaWAN class: when the device listens for commands.
    pub fn class(self) -> Class {
        self.0.class
    }

    /// Decodes an uplink's payload of 1 to 4096 bytes.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sensor: milesight_codec::Device = "vs321".parse()?;
    /// let uplink = sensor.decode_uplink(&[0x03, 0x67, 0x11, 0x01, 0x04, 0x68])?;
    /// assert_eq!(serde_json::to_string(&uplink.data)?, r#"{"temperature":27.3}"#);
    /// assert_eq!(uplink.warnings[0].offset, Some(4));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Nothing was decoded: the payload is empty, too long, or begins with a channel that is
    /// unknown or cut short. With a channel decoded, or skipped by its known length, problems are warnings.
    pub fn decode_uplink(self, bytes: &[u8]) -> Result<Decoded, Problems> {
        self.program().decode(Direction::Uplink, bytes)
    }

    /// Decodes a downlink's payload.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sensor: milesight_codec::Device = "vs321".parse()?;
    /// let downlink = sensor.decode_downlink(&[0xff, 0x8e, 0x00, 0x05, 0x00])?;
    /// assert_eq!(downlink["report_interval"], 5.0);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Device::decode_uplink`].
    pub fn decode_downlink(self, bytes: &[u8]) -> Result<Decoded, Problems> {
        self.program().decode(Direction::Downlink, bytes)
    }

    /// Encodes a command for port 85: a map, a struct, a `serde_json::Value`, or a
    /// [`Value`].
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// #[derive(serde::Serialize)]
    /// struct Settings {
    ///     reporting_interval: u32,
    /// }
    ///
    /// let button: milesight_codec::Device = "ws101".parse()?;
    /// let downlink = button.encode_downlink(&Settings { reporting_interval: 3600 })?;
    /// assert_eq!(downlink.bytes, [0xff, 0x03, 0x10, 0x0e]);
    ///
    /// let refused = button.encode_downlink(&Settings { reporting_interval: 50 }).unwrap_err();
    /// assert_eq!(refused.errors[0].path, "reporting_interval");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The command is refused as a whole, with every reason, each under the path of its field.
    pub fn encode_downlink(self, data: &(impl Serialize + ?Sized)) -> Result<Encoded, Problems> {
        self.encode_downlink_for(data, encode::DEFAULT_PORT)
    }

    /// Encodes a command for another port, from 1 to 223.
    ///
    /// # Errors
    /// As [`Device::encode_downlink`].
    pub fn encode_downlink_for(
        self,
        data: &(impl Serialize + ?Sized),
        f_port: u8,
    ) -> Result<Encoded, Problems> {
        self.encode_for(Direction::Downlink, data, f_port)
    }

    /// Encodes an uplink, for simulators and tests: data as [`Device::decode_uplink`] gives them.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sensor: milesight_codec::Device = "vs321".parse()?;
    /// let uplink = sensor.encode_uplink(&serde_json::json!({ "temperature": 27.3 }))?;
    /// assert_eq!(uplink.bytes, [0x03, 0x67, 0x11, 0x01]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Device::encode_downlink`]. Nothing encodes to a refused command, whose data are in
    /// `device_response_result`, nor to a value that is `"unknown"`.
    #[cfg(feature = "simulate")]
    pub fn encode_uplink(self, data: &(impl Serialize + ?Sized)) -> Result<Encoded, Problems> {
        self.encode_for(Direction::Uplink, data, encode::DEFAULT_PORT)
    }

    fn encode_for(
        self,
        direction: Direction,
        data: &(impl Serialize + ?Sized),
        f_port: u8,
    ) -> Result<Encoded, Problems> {
        let data = value_of(data)?;
        self.program().encode(direction, &data, &u32::from(f_port).into()).into()
    }

    /// Encodes a command for port 85 in as few payloads as fit, of at most `max_bytes` bytes each:
    /// 51 for the lowest data rates of EU868, 11 for those of US915, 242 at most. Their order is
    /// that in which they are to be sent: `reset` and `reboot` are last. A command is never split,
    /// and each entry of a list is one.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use serde_json::json;
    ///
    /// let sensor: milesight_codec::Device = "vs321".parse()?;
    /// let command = json!({ "report_interval": 5, "d2d_key": "0123456789abcdef", "reboot": "yes" });
    /// let downlinks = sensor.encode_downlinks(&command, 11)?;
    /// assert_eq!(downlinks.payloads, [
    ///     &[0xff, 0x8e, 0x00, 0x05, 0x00][..],
    ///     &[0xff, 0x35, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef],
    ///     &[0xff, 0x10, 0xff],
    /// ]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Device::encode_downlink`]; and where a command does not fit by itself, under its field.
    pub fn encode_downlinks(
        self,
        data: &(impl Serialize + ?Sized),
        max_bytes: usize,
    ) -> Result<EncodedList, Problems> {
        self.program().encode_split(&value_of(data)?, max_bytes)
    }

    /// Explains an uplink's payload byte by byte.
    ///
    /// ```
    /// let button = milesight_codec::Device::find("ws101").unwrap();
    /// let explanation = button.explain_uplink(&[0x01, 0x75, 0x64]);
    /// let battery = &explanation.spans[0].parts[1];
    /// assert_eq!((battery.offset, battery.raw.as_str(), battery.unit), (2, "64", Some("%")));
    /// assert_eq!(battery.source, "WS101 5.2");
    /// ```
    #[must_use]
    pub fn explain_uplink(self, bytes: &[u8]) -> Explanation {
        self.program().explain(Direction::Uplink, bytes)
    }

    /// Explains a downlink's payload byte by byte.
    #[must_use]
    pub fn explain_downlink(self, bytes: &[u8]) -> Explanation {
        self.program().explain(Direction::Downlink, bytes)
    }

    /// Returns decoded data as The Things Stack's normalized payload: a list of measurements,
    /// history records as further ones.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sensor: milesight_codec::Device = "vs321".parse()?;
    /// let uplink = sensor.decode_uplink(&[0x03, 0x67, 0x11, 0x01])?;
    /// let measurements = sensor.normalize_uplink(&uplink.data);
    /// assert_eq!(
    ///     serde_json::to_string(&measurements)?,
    ///     r#"[{"air":{"location":"indoor","temperature":27.3}}]"#,
    /// );
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn normalize_uplink(self, data: &Object) -> Vec<Object> {
        self.program().measurements(data)
    }

    /// Calls a function with every field of an uplink, in the payload's order, without
    /// allocating anything: for streams of payloads. Returns true if every byte was decoded.
    ///
    /// ```
    /// let socket = milesight_codec::Device::find("ws523").unwrap();
    /// let mut volts = None;
    /// let complete = socket.for_each_field(&[0x03, 0x74, 0xf5, 0x08], |field| {
    ///     if field.name == "voltage" {
    ///         volts = field.number();
    ///     }
    /// });
    /// assert!(complete && volts == Some(229.3));
    /// ```
    pub fn for_each_field(self, bytes: &[u8], each: impl FnMut(FieldRef)) -> bool {
        fields::for_each(self.program(), Direction::Uplink, bytes, each)
    }

    /// Every field of the device: path, kind, unit, labels, range.
    ///
    /// ```
    /// let sensor = milesight_codec::Device::find("vs321").unwrap();
    /// let fields = sensor.fields();
    /// let humidity = fields.iter().find(|field| field.path == "humidity").unwrap();
    /// assert_eq!((humidity.unit, humidity.step), (Some("%RH"), Some(0.5)));
    /// ```
    #[cfg(feature = "schema")]
    #[must_use]
    pub fn fields(self) -> Vec<crate::Field> {
        crate::describe::fields::list(&self.0.rows)
    }
}

/// For this repository's tools and tests; not part of the API.
#[doc(hidden)]
impl Device {
    /// Where the vendor's published codecs of all devices do otherwise.
    pub const GENERAL_DEPARTURES: &'static [table::Departure] = devices::GENERAL_DEPARTURES;

    /// The rows of the program.
    #[cfg(feature = "std")]
    pub fn rows(self) -> &'static table::Device {
        &self.0.rows
    }

    /// The rows as they are written.
    #[cfg(feature = "std")]
    pub fn written(self) -> &'static table::Device {
        self.0.written
    }

    /// The program.
    pub fn program(self) -> &'static Program {
        &self.0.program
    }

    /// A device of other rows.
    #[cfg(feature = "std")]
    pub fn compile(rows: &'static table::Device) -> Device {
        let program = crate::program::compile::compile(rows);
        Device(Box::leak(Box::new(Entry::new(rows, program))))
    }
}

/// A command as a value; a problem where it cannot be one.
fn value_of(data: &(impl Serialize + ?Sized)) -> Result<Value, Problems> {
    to_value(data).map_err(|error| {
        let (kind, given) = (ProblemKind::Type, error.to_string());
        let problem = Problem::not_allowed(kind, "data", given, "an object");
        Problems { errors: vec![problem], warnings: Vec::new() }
    })
}

impl PartialEq for Device {
    fn eq(&self, other: &Device) -> bool {
        core::ptr::eq(self.0, other.0)
    }
}

impl Eq for Device {}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.debug_tuple("Device").field(&self.model()).finish()
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no device has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownModel {
    given: String,
}

impl fmt::Display for UnknownModel {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "unknown model {}; known:", self.given)?;
        for (at, device) in Device::all().enumerate() {
            write!(f, "{} {}", if at > 0 { "," } else { "" }, device.model())?;
        }
        Ok(())
    }
}

impl core::error::Error for UnknownModel {}

impl FromStr for Device {
    type Err = UnknownModel;

    fn from_str(model: &str) -> Result<Device, UnknownModel> {
        Device::find(model).ok_or_else(|| UnknownModel { given: text::quote(model) })
    }
}
