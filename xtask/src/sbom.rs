//! The bill of materials of the npm package, in CycloneDX. It has no time and no random number: two
//! builds of one commit are identical.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::components::{self, Component};
use crate::run::{self, Outcome, command};
use crate::{files, licences, template, tools};

/// The name of the file.
pub const FILE: &str = "sbom.cdx.json";

/// The bill of materials: what the package contains, and Binaryen, which rewrites the module.
pub fn text() -> Outcome<String> {
    let own = template::manifest_of_crate()?;
    let contained = licences::in_package()?;
    let optimiser = components::npm("xtask")?.into_iter().filter(|tool| tool.name == "binaryen");
    let optimiser: Vec<Component> = optimiser.collect();

    let purl = format!("pkg:npm/milesight-codec@{}", own["version"].as_str().unwrap_or_default());
    let needed: BTreeSet<&String> =
        contained.iter().flat_map(|component| &component.needs).collect();
    let direct = contained.iter().map(Component::purl).filter(|purl| !needed.contains(purl));
    let mut dependencies = vec![json!({ "ref": purl, "dependsOn": direct.collect::<Vec<_>>() })];
    dependencies.extend(
        contained
            .iter()
            .map(|component| json!({ "ref": component.purl(), "dependsOn": component.needs })),
    );
    let contained = contained.iter().map(|component| described(component, "required"));
    let tools = optimiser.iter().map(|component| described(component, "excluded"));
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{ "phase": "build" }],
            "component": {
                "type": "library",
                "bom-ref": purl,
                "name": own["name"],
                "version": own["version"],
                "description": own["description"],
                "licenses": [{ "expression": own["license"] }],
                "purl": purl,
            },
        },
        "components": contained.chain(tools).collect::<Vec<_>>(),
        "dependencies": dependencies,
    });
    serde_json::to_string_pretty(&bill).map(|text| text + "\n").map_err(|error| error.to_string())
}

fn described(component: &Component, scope: &str) -> Value {
    let mut all = Map::new();
    let kind = if scope == "excluded" { "application" } else { "library" };
    for (key, value) in [
        ("type", json!(kind)),
        ("bom-ref", json!(component.purl())),
        ("name", json!(component.name)),
        ("version", json!(component.version)),
        ("scope", json!(scope)),
        ("licenses", json!([{ "expression": component.licence }])),
        ("purl", json!(component.purl())),
    ] {
        all.insert(key.to_owned(), value);
    }
    if let Some((algorithm, digits)) = &component.checksum {
        all.insert("hashes".to_owned(), json!([{ "alg": algorithm, "content": digits }]));
    }
    Value::Object(all)
}

/// Checks the built package's bill of materials: by CycloneDX's schema, and that it lists every
/// crate that the module is linked with and nothing that no dependency leads to.
pub fn check() -> Outcome<String> {
    let file = template::folder().join(FILE);
    tools::npm("tests/supply")?;
    run::run(command("node").arg(Path::new("tests/supply/sbom.mjs")).arg(&file))?;

    let bill: Value =
        serde_json::from_str(&files::read(&file)?).map_err(|error| error.to_string())?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (components, edges) = (list(&bill["components"]), list(&bill["dependencies"]));
    let required = || components.iter().filter(|component| component["scope"] == "required");
    let listed: BTreeSet<_> = required().filter_map(|one| one["purl"].as_str()).collect();
    let reached: Vec<Value> = edges.iter().flat_map(|edge| list(&edge["dependsOn"])).collect();
    let reached: BTreeSet<_> = reached.iter().filter_map(Value::as_str).collect();
    if listed != reached {
        return Err(format!("{FILE}: lists {listed:?}; its dependencies lead to {reached:?}"));
    }
    licences::covers_modules(&required().filter_map(|one| one["name"].as_str()).collect())
        .map_err(|problem| format!("{FILE}: {problem}"))?;
    Ok(format!("{FILE}: {} components, valid\n", listed.len()))
}
