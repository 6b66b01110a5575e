//! The fields that feed The Things Stack's normalized payload, as scripts read them.

use super::rows::escaped;
use crate::table::*;
use crate::text;

/// By list, `""` for the top level: `field,measure,lowest,highest` or `field,measure,label`.
pub(super) fn print(device: &Device) -> String {
    let mut targets: Vec<(Target, Vec<String>)> = Vec::new();
    for row in device.uplink {
        if matches!(row.target, Target::Object(_)) {
            continue;
        }
        for (part, _) in row.leaves() {
            let Some(measure) = part.normalized else { continue };
            let word = word(part, measure);
            match targets.iter_mut().find(|(target, _)| *target == row.target) {
                Some((_, words)) if words.contains(&word) => {}
                Some((_, words)) => words.push(word),
                None => targets.push((row.target, vec![word])),
            }
        }
    }
    let lines: Vec<_> = targets
        .into_iter()
        .map(|(target, mut words)| {
            // Whether motion can be detected is known once all that detect it have spoken.
            words.sort_by_key(|word| word.contains(",blind,"));
            let name = if let Target::List(name) = target { name } else { "" };
            format!("{}: {}", text::literal(name), text::literal(&words.join(" ")))
        })
        .collect();
    format!("{{ {} }}", lines.join(", "))
}

fn word(part: &Part, measure: Measure) -> String {
    let name = part.name;
    let bounds = part.range.map_or(String::new(), |(low, high)| {
        format!(",{},{}", text::format_number(low), text::format_number(high))
    });
    // A label behind the first one says that it is so.
    let labels = match part.coding {
        Coding::Choice { labels, .. } => {
            labels.iter().map(|(_, label)| format!(",{}", escaped(label))).collect()
        }
        _ => String::new(),
    };
    match measure {
        Measure::AirTemperature => format!("{name},air.temperature{bounds}"),
        Measure::AirHumidity => format!("{name},air.relativeHumidity{bounds}"),
        Measure::Motion => format!("{name},motion{labels}"),
        Measure::MotionStatus => format!("{name},blind{labels}"),
        Measure::Time => format!("{name},time"),
    }
}
