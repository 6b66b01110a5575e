//! The fields that feed The Things Stack's normalized payload, as scripts read them.

use super::rows::escaped;
use crate::table::*;
use crate::text;

/// By list, `""` for the top level, or that alone: `field+field,measure,lowest,highest` or labels,
/// the first of which says no.
pub(super) fn print(device: &Device) -> String {
    let mut targets: Vec<(Target, Vec<(String, String)>)> = Vec::new();
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
    let is_alone = targets.iter().all(|(target, _)| *target == Target::Top);
    let lines: Vec<_> = targets
        .into_iter()
        .map(|(target, mut words)| {
            // A field that says the sensor is blind comes last: it overrules those that report motion.
            words.sort_by_key(|(_, measured)| measured.starts_with("blind"));
            let words: Vec<_> =
                words.iter().map(|(names, measured)| format!("{names},{measured}")).collect();
            let words = text::literal(&words.join(" "));
            if is_alone { words } else { format!("{}: {words}", text::literal(target.name())) }
        })
        .collect();
    if is_alone { lines.concat() } else { format!("{{ {} }}", lines.join(", ")) }
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
