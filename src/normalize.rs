//! The Things Stack's normalized payload.

use crate::prelude::*;

use serde::Serialize;

use crate::names::push_unique;
use crate::problem::{Problem, ProblemKind};
use crate::program::Program;
use crate::table::{Direction, Measure, Part, Target};
use crate::text::{concat, integer};
use crate::value::{Object, Value};

/// Measurements in The Things Stack's terms.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(into = "Value")]
#[must_use]
#[non_exhaustive]
pub struct Normalized {
    /// One for the payload itself, if it measures anything, and one for each history record; empty
    /// for devices whose fields have no place in it. Left out are numbers outside the guide's
    /// range, regions that are not enabled, and motion where the sensor reports that it cannot
    /// detect any.
    pub data: Vec<Object>,
    /// The problem of data that is no object.
    pub errors: Vec<Problem>,
}

impl From<Normalized> for Value {
    fn from(normalized: Normalized) -> Value {
        let mut object = Object::new();
        object.set("data", normalized.data);
        object.set_unless_empty("errors", normalized.errors);
        object.into()
    }
}

impl Program {
    /// Normalizes what should be decoded data.
    pub fn normalize(&self, data: &Value) -> Normalized {
        let Some(data) = data.members() else {
            let (kind, given) = (ProblemKind::Type, data.describe());
            let problem = Problem::not_allowed(kind, "data", given, "an object");
            return Normalized { data: Vec::new(), errors: vec![problem] };
        };
        Normalized { data: self.measurements(data), errors: Vec::new() }
    }

    /// The measurements that decoded data make.
    pub(crate) fn measurements(&self, data: &Object) -> Vec<Object> {
        let mut measurements = Vec::new();
        measurements.extend(measurement(self, Target::Top, data));
        let mut lists = Vec::new();
        for row in self.rows_of(Direction::Uplink).1 {
            if let Target::List(name) = row.target {
                push_unique(&mut lists, name);
            }
        }
        for name in lists {
            let Some(Value::List(entries)) = data.get(name) else { continue };
            for entry in entries {
                let Some(entry) = entry.members() else { continue };
                measurements.extend(measurement(self, Target::List(name), entry));
            }
        }
        measurements
    }
}

/// The measurements of one moment.
#[derive(Default)]
struct Moment {
    indoor: bool,
    air: Object,
    water: Object,
    contact: Option<&'static str>,
    motion: Option<bool>,
    no_motion: bool,
    time: Option<String>,
}

/// The measurement that the fields of one moment make, if any: those of a list's entry, or those at
/// the top level.
fn measurement(program: &Program, target: Target, fields: &Object) -> Option<Object> {
    let mut moment = Moment { indoor: program.indoor, ..Moment::default() };
    let mut seen = Vec::new();
    for row in program.rows_of(Direction::Uplink).1 {
        if row.target != target {
            continue;
        }
        for leaf in row.parts {
            let Some(measure) = leaf.normalized else { continue };
            let name = leaf.name;
            let Some(value) = fields.get(name) else { continue };
            // Several rows may have the field: the first whose range and labels fit decides.
            if seen.contains(&name) || !is_plausible(leaf, value) {
                continue;
            }
            seen.push(name);
            let switch = fields.get(&concat(&[name, "_enable"])).and_then(Value::as_text);
            if switch != Some("disable") {
                moment.add(measure, value, place(leaf, value));
            }
        }
    }
    moment.finish()
}

/// Returns true unless the value is a number outside the guide's range.
fn is_plausible(leaf: &Part, value: &Value) -> bool {
    let Value::Number(number) = value else { return true };
    let within = |(low, high)| low <= *number && *number <= high;
    number.is_finite() && leaf.range.is_none_or(within)
}

/// The place of a label among a leaf's.
fn place(leaf: &Part, value: &Value) -> Option<usize> {
    let text = value.as_text()?;
    leaf.read_labels().position(|(_, label)| *label == text)
}

impl Moment {
    fn add(&mut self, measure: Measure, value: &Value, place: Option<usize>) {
        let air = match measure {
            Measure::AirTemperature => "temperature",
            Measure::AirHumidity => "relativeHumidity",
            Measure::AirPressure => "pressure",
            Measure::AirCo2 => "co2",
            Measure::AirLight => "lightIntensity",
            _ => "",
        };
        match (measure, value, place) {
            (Measure::Motion, Value::Number(count), _) => self.detect(*count > 0.0),
            (Measure::Motion, _, Some(place)) => self.detect(place > 0),
            (Measure::MotionStatus, _, Some(place)) => self.no_motion = place > 0,
            (Measure::WaterLeak, _, Some(place)) => self.water.set("leak", place > 0),
            (Measure::Contact, _, Some(place)) => {
                self.contact = Some(if place > 0 { "open" } else { "closed" });
            }
            (Measure::Time, Value::Number(seconds), _) => self.time = rfc3339(*seconds),
            (_, Value::Number(value), _) if !air.is_empty() => {
                if self.indoor && self.air.is_empty() {
                    self.air.set("location", "indoor");
                }
                self.air.set(air, *value);
            }
            _ => {}
        }
    }

    fn detect(&mut self, motion: bool) {
        self.motion = Some(self.motion.unwrap_or(false) || motion);
    }

    fn finish(self) -> Option<Object> {
        let mut motion = Object::new();
        if let Some(detected) = self.motion.filter(|_| !self.no_motion) {
            motion.set("detected", detected);
        }
        let mut action = Object::new();
        set_unless_empty(&mut action, "motion", motion);
        if let Some(contact) = self.contact {
            action.set("contactState", contact);
        }
        let mut measurement = Object::new();
        for (name, members) in [("air", self.air), ("water", self.water), ("action", action)] {
            set_unless_empty(&mut measurement, name, members);
        }
        if measurement.is_empty() {
            return None;
        }
        if let Some(time) = self.time {
            measurement.set("time", time);
        }
        Some(measurement)
    }
}

fn set_unless_empty(object: &mut Object, name: &'static str, members: Object) {
    if !members.is_empty() {
        object.set(name, members);
    }
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
    let mut text = String::new();
    for (before, number) in
        [("", year), ("-", month), ("-", day), ("T", hour), (":", minute), (":", second)]
    {
        text.push_str(before);
        if number < 10 {
            text.push('0');
        }
        text.push_str(&integer(number));
    }
    text.push('Z');
    Some(text)
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
