//! The Things Stack's normalized payload.

use crate::prelude::*;

use serde::Serialize;

use crate::encode::push_new;
use crate::problem::{Fault, Problem};
use crate::table::*;
use crate::text::{describe, integer};
use crate::value::{Object, Value};

/// Measurements in The Things Stack's terms.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Normalized {
    /// One for the payload itself, if it measures anything, and one for each
    /// history record; empty for devices whose fields have no place in it. Left out are
    /// numbers outside the guide's range, of which decoding has warned, regions that are not
    /// enabled, and motion where the sensor says that it cannot detect any.
    pub data: Vec<Object>,
    /// That the data given is no object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
}

impl Normalized {
    pub(crate) fn of(device: &Device, data: &Value) -> Normalized {
        let mut normalized = Normalized::default();
        let Value::Object(data) = data else {
            let (fault, path) = (Fault::Type, "data".to_owned());
            let (given, allowed) = (describe(data), "an object".to_owned());
            normalized.errors.push(Problem::NotAllowed { fault, path, given, allowed });
            return normalized;
        };
        normalized.data.extend(measurement(device, Target::Top, data));
        let mut lists = Vec::new();
        for row in device.uplink {
            if let Target::List(name) = row.target {
                lists = push_new(lists, name);
            }
        }
        for name in lists {
            let Some(Value::List(entries)) = data.get(name) else { continue };
            for entry in entries.iter().filter_map(Value::as_object) {
                normalized.data.extend(measurement(device, Target::List(name), entry));
            }
        }
        normalized
    }
}

impl Part {
    /// Whether a value, if it is a number, is finite and within the guide's range.
    fn is_plausible(&self, value: &Value) -> bool {
        let Value::Number(number) = value else { return true };
        let within = |(low, high)| low <= *number && *number <= high;
        number.is_finite() && self.range.is_none_or(within)
    }
}

/// What the fields of one moment measure, if anything.
fn measurement(device: &Device, target: Target, fields: &Object) -> Option<Object> {
    let mut air = Object::new();
    let mut motion = None;
    let mut detects_motion = true;
    let mut time = None;
    let rows = device.uplink.iter().filter(|row| row.target == target);
    for (part, _) in rows.flat_map(Row::leaves) {
        let (Some(measure), Some(value)) = (part.normalized, fields.get(part.name)) else {
            continue;
        };
        if !part.is_plausible(value) {
            continue;
        }
        let switch = || fields.get(&[part.name, "_enable"].concat()).and_then(Value::as_text);
        match (measure, value) {
            (Measure::AirTemperature, Value::Number(value)) => air.set("temperature", *value),
            (Measure::AirHumidity, Value::Number(value)) => air.set("relativeHumidity", *value),
            (Measure::Motion, _) if switch() == Some("disable") => {}
            (Measure::Motion, Value::Number(people)) => {
                motion = Some(motion.unwrap_or(false) || *people > 0.0);
            }
            (Measure::Motion, Value::Text(state)) => {
                motion = Some(motion.unwrap_or(false) || state == "occupied");
            }
            (Measure::MotionStatus, Value::Text(state)) => detects_motion = state != "unavailable",
            (Measure::Time, Value::Number(seconds)) => time = rfc3339(*seconds),
            _ => {}
        }
    }
    let mut measurement = Object::new();
    if !air.is_empty() {
        let mut indoor = Object::from_iter([("location", "indoor")]);
        indoor.extend(air);
        measurement.set("air", indoor);
    }
    if let Some(detected) = motion.filter(|_| detects_motion) {
        let motion = Object::from_iter([("detected", detected)]);
        measurement.set("action", Object::from_iter([("motion", motion)]));
    }
    if measurement.is_empty() {
        return None;
    }
    if let Some(time) = time {
        measurement.set("time", time);
    }
    Some(measurement)
}

/// Unix seconds as `2025-06-20T14:35:00Z`, where they are those of the wire.
fn rfc3339(seconds: f64) -> Option<String> {
    let whole = seconds as u32;
    if f64::from(whole) != seconds {
        return None;
    }
    let (days, second) = (whole / 86400, whole % 86400);
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let two = |number: u32| integer(100 + number).split_off(1);
    let date = [integer(year), two(month), two(day)].join("-");
    Some([date, "T".into(), [two(hour), two(minute), two(second)].join(":"), "Z".into()].concat())
}

/// The date of a day since 1970, by years that begin in March, so that the leap
/// day is a year's last (Howard Hinnant's `civil_from_days`).
fn civil(days: u32) -> (u32, u32, u32) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u32::from(month <= 2);
    (year, month, day)
}
