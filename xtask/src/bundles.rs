//! `cargo xtask bundles`: `pkg/bundles/`, what the catalogues of codecs take: the script of each
//! model, and the guides' examples in the catalogue's own form.

use std::path::Path;

use milesight_codec::describe::schema;
use milesight_codec::print::formatter::{self, Half};
use milesight_codec::{Decoded, Device, Problem, Problems, from_hex};
use serde_json::{Map, Value, json};

use crate::files;
use crate::package;
use crate::run::Outcome;

/// The bundles of all models.
pub fn write() -> Outcome {
    let bundles = package::folder().join("bundles");
    files::empty_folder(&bundles)?;
    let version = package::manifest_of_crate()?["version"].clone();
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
    /// What `normalizeUplink` makes of the data.
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
        if kind == Kind::Uplink {
            let data = device.normalize(&of_json(&output["data"])?).data;
            normalized = data.iter().map(|measurement| json!(measurement)).collect();
            warnings_of(device.decode_uplink(&bytes))
        } else {
            warnings_of(device.decode_downlink(&bytes))
        }
    };
    if sample["warnings"] != warnings.len() {
        return Err(complaint(&format!("the codec gives {} warnings", warnings.len())));
    }
    if !warnings.is_empty() {
        output.insert("warnings".to_owned(), json!(warnings));
    }
    Ok(Example { description, kind, input, output, normalized })
}

/// The warnings of a decoded payload, or the errors of one that is not.
fn warnings_of(decoded: Result<Decoded, Problems>) -> Vec<Problem> {
    decoded.map_or_else(|problems| problems.errors, |decoded| decoded.warnings)
}

/// The LoRa Alliance's TS013: a package of five files, bytes in hex.
fn ts013(
    folder: &Path,
    device: Device,
    version: &Value,
    script: &str,
    examples: &[Example],
) -> Outcome {
    files::write(&folder.join("index.js"), script)?;
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
            yaml += &format!("    - description: {}\n", flow(&json!(example.description)));
            yaml += &format!("      input: {}\n", flow(&json!(with_bytes(&example.input)?)));
            yaml += &format!("      output: {}\n", flow(&json!(with_bytes(&example.output)?)));
            if !example.normalized.is_empty() {
                let normalized = flow(&json!({ "data": example.normalized }));
                yaml += &format!("      normalizedOutput: {normalized}\n");
            }
        }
    }
    files::write(&folder.join(format!("{}-codec.yaml", device.model())), yaml)
}

/// A value in one line of YAML, which JSON is too: it needs no rules of quoting.
fn flow(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let member = |(name, value)| format!("{}: {}", json!(name), flow(value));
            format!("{{ {} }}", members.iter().map(member).collect::<Vec<_>>().join(", "))
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
