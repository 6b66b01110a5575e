//! Shared by the writers of `pkg/`: its folder, the files of `pkg-template/`, and facts of the crate.

use std::path::{Path, PathBuf};

use milesight_codec::Device;
use serde_json::{Map, Value, json};

use crate::files;
use crate::run::{self, Outcome};

/// The texts of both licences, which every package has.
pub const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// The package's folder.
pub fn folder() -> PathBuf {
    run::root().join("pkg")
}

/// Every model by each of its names.
pub fn names_of(models: &[Device]) -> Value {
    let mut names = Map::new();
    for device in models {
        for name in std::iter::once(&device.model()).chain(device.aliases()) {
            names.insert((*name).to_owned(), json!(device.model()));
        }
    }
    Value::Object(names)
}

/// The types of one entry, for ES modules and for CommonJS.
pub fn write_types(package: &Path, name: &str, types: String) -> Outcome {
    files::write(&package.join(format!("{name}.d.cts")), types.replace(".js\"", ".cjs\""))?;
    files::write(&package.join(format!("{name}.d.ts")), types)
}

/// The codec's entry in Cargo.toml.
pub fn manifest_of_crate() -> Outcome<Value> {
    let crates =
        run::output(run::cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let crates: Value =
        serde_json::from_str(&crates).map_err(|error| format!("cargo metadata: {error}"))?;
    crates["packages"]
        .as_array()
        .and_then(|list| list.iter().find(|package| package["name"] == "milesight-codec"))
        .cloned()
        .ok_or_else(|| "cargo metadata does not list milesight-codec".to_owned())
}

/// A file of `pkg-template/`.
pub fn template(file: &str) -> Outcome<String> {
    files::read(&run::root().join("pkg-template").join(file))
}

/// Puts values in the places that a template marks `$name$`, or `/* $name$ */` where a name alone
/// would not be JavaScript: the templates are checked and formatted like any other script.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("/* ${name}$ */"), value.trim()).replace(&format!("${name}$"), value)
    })
}
