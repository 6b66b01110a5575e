//! The codec as plain ES5 scripts, for servers without WebAssembly.
//!
//! A script has the device's rows as text and the little code that reads them, `script/*.js`,
//! without what the device has no use for. The servers compile it for every message, which is
//! nearly its whole cost: text costs little, code a lot, and a function as much as twenty words.

mod features;
mod half;
mod measures;
mod rows;
mod template;

use features::Features;
pub use half::Half;
pub use template::literal_in;

use crate::message;
use crate::table::{Device, RESULT_LABELS};

const OUTER: &str = include_str!("script/outer.js");
const ROWS: &str = include_str!("script/rows.js");

/// The code behind the rows, and the feature that it is for; `""` is for all scripts.
const PARTS: [(&str, &str); 6] = [
    ("", include_str!("script/main.js")),
    ("", include_str!("script/common.js")),
    ("", include_str!("script/decode.js")),
    ("encoder", include_str!("script/encode.js")),
    ("encoder", include_str!("script/values.js")),
    ("measured", include_str!("script/normalize.js")),
];

/// The script of a device whose rows are those of its program: [`Device::rows`](crate::Device::rows).
pub fn script(device: &Device, half: Half) -> String {
    let features = Features::new(device, half);
    let has = &|name: &str| features.has(name);
    let mut out = header(device, half);
    out += &template::select(OUTER, has, true);
    out += "function milesightCodec(way, input) {\n";
    out += &template::select(ROWS, has, true);
    out += &rows::print(device, half);
    let wanted = |(feature, _): &&(&str, &str)| feature.is_empty() || has(feature);
    let parts = PARTS.iter().filter(wanted);
    let code: String = parts.map(|(_, part)| template::select(part, has, false)).collect();
    let code = template::with_messages(&features.unescape(&code), message::ALL);
    out += &constants(device, &code);
    out += " var notes = [];\n";
    out + &code + "}\n"
}

fn header(device: &Device, half: Half) -> String {
    let directions = match half {
        Half::Both => "uplinks and downlinks",
        Half::Uplink | Half::UplinkOnly => "uplinks",
        Half::Downlink => "downlinks",
    };
    format!(
        "// milesight-codec {}: {}, {directions}.\n// Made from the rows of the {}. MIT OR Apache-2.0.\n",
        env!("CARGO_PKG_VERSION"),
        device.name,
        device.guide,
    )
}

/// The constants that the code names.
fn constants(device: &Device, code: &str) -> String {
    let mut out = String::new();
    let mut add = |name: &str, value: String| {
        if template::uses(code, name) {
            out += &format!(" var {name} = {value};\n");
        }
    };
    let results = rows::label_list(RESULT_LABELS.get(1..).unwrap_or_default(), 0);
    add("RESULTS", template::literal(&format!(",{results}")));
    add("READABLE", template::literal(&rows::readable(device).join(" ")));
    add("FLAT", template::literal(&rows::flat(device).unwrap_or_default()));
    add("plain", "decodeURIComponent".to_owned());
    add("MEASURES", measures::print(device));
    out
}

#[cfg(test)]
mod tests;
