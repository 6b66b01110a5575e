//! Case files: `src/devices/<name>.cases`, beside the rows of the same name.
//!
//! A case is one line. An indented line continues it.
//!
//! ```text
//! device vs321
//!
//! # VS321 5.1.3 example
//! up   8367130101   temperature=27.5 temperature_alarm=threshold_alarm
//!
//! ## battery: 1 to 100 % (5.1.2)
//! up   017565 0367ffff   battery=101 temperature_sensor_status=read_failed
//!      ! out_of_range at 0   ! no_reading at 3
//! up   9901   ! unknown_channel at 0
//! down report_interval=5 <-> ff8e000500
//! down report_interval=1   ! range report_interval
//! range report_interval 2 1440 1
//! unit min report_interval
//! ```
//!
//! | line | meaning |
//! |---|---|
//! | `device A B` | the cases below are those of each of these models |
//! | `# TEXT` | the next case is an example, with this description: bundles, playground and the package's tests show it |
//! | `## TEXT` | a heading for the cases below, with the section that they are from |
//! | `up BYTES DATA` | an uplink decodes to this data |
//! | `down DATA <-> BYTES` | a command encodes to these bytes, and they decode to it |
//! | `down DATA -> BYTES` | it encodes; what comes back is another case's matter |
//! | `down DATA <- BYTES` | a downlink decodes |
//! | `down DATA ! …` | a command is refused |
//! | `range PATH LOW HIGH STEP` | the numbers that a command takes; `with DATA` adds what it needs besides |
//! | `unit UNIT PATH…` | the fields' unit; fields that no line names have none |
//! | `normalized BYTES VALUE` | The Things Stack's normalized payload of an uplink |
//!
//! - **Bytes** are hex, a word for each channel. The words tell the tests where channels end, so
//!   that every prefix of the payload is tried as well.
//! - **Data** are `path=value` words, `alarm.enable=on` and `history[0].timestamp=5` too, or one
//!   JSON value; `region_{1..3}=vacant` sets three fields. Of two values for a path the later one
//!   counts. A value that begins with a letter is text; anything else is JSON, whose names and
//!   texts may go without quotes and whose `:` may be `=`. `...` behind the data means that there
//!   are further fields.
//! - **Problems** are `! code at OFFSET` of a payload and `! code PATH` of a command, in their
//!   order. They are warnings where there are data (`{}` for none) or bytes, else errors.

mod case;
mod json;
mod parse;

use std::sync::OnceLock;

pub use case::{Case, Check, Decode, Place, Problem};
pub use json::write;
pub use parse::{parse, set};
use serde_json::Value;

/// The files' names and texts, in the order of their names.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Every case of every file.
///
/// # Panics
///
/// Panics where a file is not as the format says; the build of this crate has refused it before.
pub fn all() -> &'static [Case] {
    static ALL: OnceLock<Vec<Case>> = OnceLock::new();
    ALL.get_or_init(|| {
        let parsed = FILES.iter().map(|(file, text)| parse(file, text));
        parsed.flat_map(|cases| cases.unwrap_or_else(|errors| panic!("{errors:?}"))).collect()
    })
}

/// The cases of a model.
///
/// # Panics
///
/// Panics as [`all`].
pub fn of(model: &str) -> Vec<Case> {
    all().iter().filter(|case| case.models.iter().any(|own| own == model)).cloned().collect()
}

/// The examples of a model in the shape of TS013: `{ description, type, input, output, warnings }`,
/// with bytes in hex; `warnings` is their number.
///
/// # Panics
///
/// Panics as [`all`].
pub fn samples(model: &str) -> Vec<Value> {
    of(model).iter().filter(|case| case.example.is_some()).filter_map(json::case_json).collect()
}

/// Every payload and command of a model in the shape of [`samples`], for tests of other surfaces.
/// `output` is `{ data }`, with `partial` where there may be more, `{ bytes, fPort }` or
/// `{ errors }`; `problems` are `{ code, offset }` or `{ code, path }`.
///
/// # Panics
///
/// Panics as [`all`].
pub fn vectors(model: &str) -> Vec<Value> {
    of(model).iter().filter_map(json::case_json).collect()
}
