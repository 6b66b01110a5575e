//! `cargo xtask bundles`: `pkg/bundles/`, what the catalogues of codecs take: the script of each
//! model, and the guides' examples in the catalogue's own form.

use std::path::Path;

use milesight_codec::describe::schema;
use milesight_codec::print::formatter::{self, Half};
use milesight_codec::{Decoded, Device, Problem, Problems, from_hex};
use serde_json::{Map, Value, json};

use crate::files;
use crate::run::Outcome;
use crate::template;

/// The bundles of all models.
pub fn write() -> Outcome {
    let bundles = template::folder().join("bundles");
    files::empty_folder(&bundles)?;
    let version = template::manifest_of_crate()?["version"].clone();
    for device in Device::all() {
        let script = formatter::script(device.rows(), Half::Both);
        let examples = examples(device)?;
        ts013(&bundles.join("ts013").join(device.model()), device, &version, &script, &examples)?;
        ttn(&bundles.join("ttn").join(device.model()), device, &script, &examples)?;
        chirpstack(&bundles.join("chirpstack/codecs"), device, &script, &examples)?;
    }
    println!("bundles: TS013, The Things Stack and ChirpStack, of all models, in pkg/bundles/");
    Ok(())
}

/// An example: what goes in and what comes out of one function, bytes in hex.
struct Example {
    description: String,
    kind: Kind,
    input: Map<String, Value>,
    output: Map<String, Value>,
    /// The result of `normalizeUplink`.
    normalized: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Uplink,
    DownlinkEncode,
    DownlinkDecode,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Uplink, Kind::DownlinkEncode, Kind::DownlinkDecode];

    /// TS013's name of it.
    fn name(self) -> &'static str {
        match self {
            Kind::Uplink => "uplink",
            Kind::DownlinkEncode => "downlink-encode",
            Kind::DownlinkDecode => "downlink-decode",
        }
    }

    /// The name of its section in The Things Stack's repository.
    fn section(self) -> &'static str {
        match self {
            Kind::Uplink => "uplinkDecoder",
            Kind::DownlinkEncode => "downlinkEncoder",
            Kind::DownlinkDecode => "downlinkDecoder",
        }
    }
}

/// The samples of a model. They say how many warnings come with a result; which, the codec says.
fn examples(device: Device) -> Outcome<Vec<Example>> {
    cases::samples(device.model()).iter().map(|sample| example(device, sample)).collect()
}

fn example(device: Device, sample: &Value) -> Outcome<Example> {
    let description = sample["description"].as_str().unwrap_or_default().to_owned();
    let complaint = |what: &str| format!("sample {description:?} of {}: {what}", device.model());
    let object = |key: &str| {
        sample[key].as_object().cloned().ok_or_else(|| complaint(&format!("no {key} in it")))
    };
    let (input, mut output) = (object("input")?, object("output")?);
    let kind = Kind::ALL
        .into_iter()
        .find(|kind| sample["type"] == kind.name())
        .ok_or_else(|| complaint("of no known type"))?;

    let mut normalized = Vec::new();
    let warnings = if kind == Kind::DownlinkEncode {
        device
            .encode_downlink(&input["data"])
            .map_err(|problems| complaint(&problems.to_string()))?
            .warnings
    } else {
        let bytes = input.get("bytes").and_then(Value::as_str).unwrap_or_default();
        let bytes = from_hex(bytes).map_err(|error| complaint(&error.to_string()))?;
        let decoded = if kind == Kind::Uplink {
            let data = device.program().normalize(&of_json(&output["data"])?).data;
            normalized = data.iter().map(|measurement| json!(measurement)).collect();
            device.decode_uplink(&bytes)
        } else {
            device.decode_downlink(&bytes)
        };
        // The values are the sample's; their order is that in which a script gives them, since
        // ChirpStack compares texts.
        if let (Ok(decoded), Some(data)) = (&decoded, output.get_mut("data")) {
            *data = in_order_of(&json!(decoded.data), data);
        }
        warnings_of(decoded)
    };
    if sample["warnings"] != warnings.len() {
        return Err(complaint(&format!("the codec gives {} warnings", warnings.len())));
    }
    if !warnings.is_empty() {
        output.insert("warnings".to_owned(), json!(warnings));
    }
    Ok(Example { description, kind, input, output, normalized })
}

/// The same with the members in the order of another value, and those that it lacks behind them.
fn in_order_of(other: &Value, value: &Value) -> Value {
    match (other, value) {
        (Value::Object(other), Value::Object(members)) => {
            let known = other.iter().filter_map(|(name, other)| {
                Some((name.clone(), in_order_of(other, members.get(name)?)))
            });
            let rest = members.iter().filter(|(name, _)| !other.contains_key(*name));
            known.chain(rest.map(|(name, value)| (name.clone(), value.clone()))).collect()
        }
        (Value::Array(other), Value::Array(items)) => {
            let rest = items.iter().skip(other.len()).cloned();
            other.iter().zip(items).map(|(a, b)| in_order_of(a, b)).chain(rest).collect()
        }
        _ => value.clone(),
    }
}

/// The warnings of a decoded payload, or the errors of one that is not.
fn warnings_of(decoded: Result<Decoded, Problems>) -> Vec<Problem> {
    decoded.map_or_else(|problems| problems.errors, |decoded| decoded.warnings)
}

/// The lines that export a script's functions where there is a `module`.
const EXPORTS: &str = "\
if (typeof module === \"object\" && module) {
  module.exports = {
    decodeUplink: decodeUplink,
    encodeDownlink: encodeDownlink,
    decodeDownlink: decodeDownlink
  };
}
";

/// The time at which examples without one were received: validators require a time.
const RECEIVED: &str = "2026-01-01T00:00:00.000Z";

/// The LoRa Alliance's TS013: a package of five files, bytes in hex.
fn ts013(
    folder: &Path,
    device: Device,
    version: &Value,
    script: &str,
    examples: &[Example],
) -> Outcome {
    files::write(&folder.join("index.js"), format!("{script}{EXPORTS}"))?;
    // The alliance gives the codec and the vendor their numbers, and who submits has the address.
    let metadata = json!({
        "name": format!("milesight-{}", device.model()),
        "version": version,
        "main": "index.js",
        "description": format!("Codec for the {}", device.name()),
        "codecId": "",
        "sourceUrl": "",
        "vendorId": "",
        "specVersion": "1.0.0",
        "codec": {
            "encodeDownlink": true,
            "decodeDownlink": true,
            "examples": true,
            "jsonSchemas": true,
        },
    });
    write_json(&folder.join("metadata.json"), &metadata)?;
    let examples: Vec<Value> = examples
        .iter()
        .map(|Example { description, kind, input, output, .. }| {
            let mut input = input.clone();
            if *kind != Kind::DownlinkEncode {
                input.entry("recvTime").or_insert_with(|| json!(RECEIVED));
            }
            json!({
                "description": description,
                "type": kind.name(),
                "input": input,
                "output": output,
            })
        })
        .collect();
    write_json(&folder.join("examples.json"), &Value::Array(examples))?;
    write_json(&folder.join("uplink.schema.json"), &json!(schema::uplink(device.rows())))?;
    write_json(&folder.join("downlink.schema.json"), &json!(schema::downlink(device.rows())))
}

/// The Things Stack's device repository: the script, and a YAML file that says what it does.
fn ttn(folder: &Path, device: Device, script: &str, examples: &[Example]) -> Outcome {
    let file = format!("{}.js", device.model());
    files::write(&folder.join(&file), script)?;
    let mut yaml = String::new();
    for kind in Kind::ALL {
        yaml += &format!("{}:\n  fileName: {file}\n  examples:\n", kind.section());
        for example in examples.iter().filter(|example| example.kind == kind) {
            yaml += &format!("    - description: {}\n", scalar(&json!(example.description)));
            yaml += &member("input", &json!(with_bytes(&example.input)?), 6);
            yaml += &member("output", &json!(with_bytes(&example.output)?), 6);
            if !example.normalized.is_empty() {
                let normalized = json!({ "data": example.normalized });
                yaml += &member("normalizedOutput", &normalized, 6);
            }
        }
    }
    files::write(&folder.join(format!("{}-codec.yaml", device.model())), yaml)
}

/// The width at which the repository's prettier breaks a list of bytes.
const WIDTH: usize = 200;

/// A member of a mapping in YAML as prettier writes it, in so many columns from the left.
fn member(name: &str, value: &Value, column: usize) -> String {
    let blanks = " ".repeat(column);
    match value {
        Value::Object(members) if !members.is_empty() => {
            let members = members.iter().map(|(name, value)| member(name, value, column + 2));
            format!("{blanks}{name}:\n{}", members.collect::<String>())
        }
        Value::Array(items) if items.first().is_some_and(Value::is_object) => {
            let items = items.iter().flat_map(Value::as_object).map(|item| {
                let members = item.iter().map(|(name, value)| member(name, value, column + 4));
                let text: String = members.collect();
                format!("{blanks}  - {}", text.trim_start())
            });
            format!("{blanks}{name}:\n{}", items.collect::<String>())
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(scalar).collect();
            let line = format!("{blanks}{name}: [{}]\n", items.join(", "));
            if line.chars().count() <= WIDTH {
                return line;
            }
            let items: String = items.iter().map(|item| format!("{blanks}    {item},\n")).collect();
            format!("{blanks}{name}:\n{blanks}  [\n{items}{blanks}  ]\n")
        }
        plain => format!("{blanks}{name}: {}\n", scalar(plain)),
    }
}

/// A value without members: a text in the quotes that prettier prefers there.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) if !text.contains(['\'', '\\']) && !text.contains(char::is_control) => {
            format!("'{text}'")
        }
        plain => plain.to_string(),
    }
}

/// ChirpStack's device profiles: the script and its tests. It calls no `decodeDownlink`.
fn chirpstack(folder: &Path, device: Device, script: &str, examples: &[Example]) -> Outcome {
    let model = device.model();
    files::write(&folder.join(format!("{model}.js")), script)?;
    for (name, kind) in [("decode", Kind::Uplink), ("encode", Kind::DownlinkEncode)] {
        let tests: Vec<Value> = examples
            .iter()
            .filter(|example| example.kind == kind)
            .map(|example| {
                Ok(json!({
                    "name": example.description,
                    "input": with_bytes(&example.input)?,
                    "expected": with_bytes(&example.output)?,
                }))
            })
            .collect::<Outcome<_>>()?;
        write_json(&folder.join(format!("test_{name}_{model}.json")), &Value::Array(tests))?;
    }
    Ok(())
}

/// The same with the bytes as a list of numbers.
fn with_bytes(object: &Map<String, Value>) -> Outcome<Map<String, Value>> {
    let mut object = object.clone();
    if let Some(bytes) = object.get_mut("bytes") {
        let hex = bytes.as_str().unwrap_or_default();
        *bytes = json!(from_hex(hex).map_err(|error| error.to_string())?);
    }
    Ok(object)
}

fn write_json(path: &Path, value: &Value) -> Outcome {
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())?;
    files::write(path, text + "\n")
}

fn of_json(value: &Value) -> Outcome<milesight_codec::Value> {
    serde_json::from_value(value.clone()).map_err(|error| error.to_string())
}
