//! The formatter scripts in the package: as files to paste, as texts, and as modules.

use std::path::Path;

use milesight_codec::Device;
use milesight_codec::describe::typescript;
use milesight_codec::print::formatter::{self, Half};
use serde_json::{Map, Value, json};

use crate::files;
use crate::run::{self, Outcome, command};
use crate::template::{fill, names_of, template, write_types};

/// The scripts of a model: the name in `formatter()`, what stands in the file's name, the half.
const SCRIPTS: [(&str, &str, Half); 3] = [
    ("both", "", Half::Both),
    ("uplink", ".uplink", Half::Uplink),
    ("downlink", ".downlink", Half::Downlink),
];

/// `formatters/`, `formatters.js` and `js/`.
pub fn write(package: &Path, models: &[Device], esbuild: &Path) -> Outcome {
    for device in models {
        // Without normalizeUplink, for older servers: a file alone.
        let older = package.join(format!("formatters/{}.uplink-only.js", device.model()));
        files::write(&older, formatter::script(device.rows(), Half::UplinkOnly))?;
        for (_, suffix, half) in SCRIPTS {
            let file = format!("formatters/{}{suffix}.js", device.model());
            files::write(&package.join(file), formatter::script(device.rows(), half))?;
        }
        write_module(package, *device)?;
    }
    // The scripts are no ES modules, which .js files of this package are elsewhere.
    files::write(&package.join("formatters/package.json"), template("formatters/package.json")?)?;
    write_texts(package, models, esbuild)
}

/// `js/`: a script with exports behind it.
fn write_module(package: &Path, device: Device) -> Outcome {
    let name = device.model();
    let script = formatter::script(device.rows(), Half::Both);
    let functions = "decodeUplink, encodeDownlink, decodeDownlink, normalizeUplink";
    let module = format!("{script}\nexport const model = \"{name}\";\nexport {{ {functions} }};\n");
    let commonjs = format!("{script}\nmodule.exports = {{ model: \"{name}\", {functions} }};\n");
    files::write(&package.join(format!("js/{name}.js")), module)?;
    files::write(&package.join(format!("js/{name}.cjs")), commonjs)?;
    let types = fill(
        &template("js/model.d.ts")?,
        &[("model", name), ("Model", &typescript::type_name(device.rows()))],
    );
    write_types(package, &format!("js/{name}"), types)
}

/// `formatters.js`: all scripts as texts.
fn write_texts(package: &Path, models: &[Device], esbuild: &Path) -> Outcome {
    let mut texts = Map::new();
    for device in models {
        let scripts: Map<String, Value> = SCRIPTS
            .iter()
            .map(|(key, _, half)| {
                ((*key).to_owned(), json!(formatter::script(device.rows(), *half)))
            })
            .collect();
        texts.insert(device.model().to_owned(), Value::Object(scripts));
    }
    let (texts, names) = (Value::Object(texts).to_string(), names_of(models).to_string());
    let module = package.join("formatters.js");
    let filled = fill(&template("formatters.js")?, &[("texts", &texts), ("names", &names)]);
    files::write(&module, filled)?;
    run::run(
        command("node")
            .arg(esbuild)
            .args(["--bundle", "--format=cjs", "--target=node18", "--log-level=warning"])
            .arg(format!("--outfile={}", package.join("formatters.cjs").display()))
            .arg(&module),
    )?;
    write_types(package, "formatters", template("formatters.d.ts")?)
}
