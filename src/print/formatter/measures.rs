//! The fields that feed The Things Stack's normalized payload, as scripts read them.

use super::rows::escaped;
use super::template;
use crate::table::*;
use crate::text;

/// By list or the top level: the names of fields, and what they measure.
pub(super) type Measures = Vec<(Target, Vec<(String, String)>)>;

/// The measures of a device: `field+field` and `measure,lowest,highest` or labels, the first of which
/// says no.
pub(super) fn of(device: &Device) -> Measures {
    let mut targets = Measures::new();
    for row in device.uplink {
        if matches!(row.target, Target::Object(_)) {
            continue;
        }
        for part in row.parts {
            let Some(measure) = part.normalized else { continue };
            let measured = measured(part, measure);
            if targets.iter().all(|(target, _)| *target != row.target) {
                targets.push((row.target, Vec::new()));
            }
            let target = targets.iter_mut().find(|(target, _)| *target == row.target);
            let Some((_, words)) = target else { continue };
            // Fields that measure the same one behind the other share a word.
            match words.iter_mut().find(|(_, other)| *other == measured) {
                Some((names, _)) if names.split('+').any(|name| name == part.name) => {}
                Some((names, _)) => *names += &format!("+{}", part.name),
                None => words.push((part.name.to_owned(), measured)),
            }
        }
    }
    for (_, words) in &mut targets {
        // A field that says the sensor is blind comes last: it overrules those that report motion.
        words.sort_by_key(|(_, measured)| measured.starts_with("blind"));
    }
    targets
}

/// Returns true if lists have measures, too.
pub(super) fn has_lists(measures: &Measures) -> bool {
    measures.iter().any(|(target, _)| target.is_list())
}

/// The measures of the top level, or by list and `""` for the top level.
pub(super) fn print(device: &Device) -> String {
    let measures = of(device);
    let has_lists = has_lists(&measures);
    let lines = measures.into_iter().map(|(target, words)| {
        let words: Vec<_> =
            words.iter().map(|(names, measured)| format!("{names},{measured}")).collect();
        let words = template::literal(&words.join(" "));
        if has_lists { format!("{}: {words}", template::literal(target.name())) } else { words }
    });
    let lines = lines.collect::<Vec<_>>().join(", ");
    if has_lists { format!("{{ {lines} }}") } else { lines }
}

fn measured(part: &Part, measure: Measure) -> String {
    let bounds = part.range.map_or(String::new(), |(low, high)| {
        format!(",{},{}", text::format_number(low), text::format_number(high))
    });
    // A label behind the first one says that it is so.
    let labels: String =
        part.labels.iter().map(|(_, label)| format!(",{}", escaped(label))).collect();
    match measure {
        Measure::AirTemperature => format!("air.temperature{bounds}"),
        Measure::AirHumidity => format!("air.relativeHumidity{bounds}"),
        Measure::AirPressure => format!("air.pressure{bounds}"),
        Measure::AirCo2 => format!("air.co2{bounds}"),
        Measure::AirLight => format!("air.lightIntensity{bounds}"),
        Measure::Contact => format!("contact{labels}"),
        Measure::WaterLeak => format!("leak{labels}"),
        Measure::Motion => format!("motion{labels}"),
        Measure::MotionStatus => format!("blind{labels}"),
        Measure::Time => "time".to_owned(),
    }
}
