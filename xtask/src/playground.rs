//! The playground: `www/` with the built package, as the folder `pkg/playground/` for a web server
//! and as `pkg/playground.html`, one file that needs none.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{self, Outcome, command};
use crate::{files, licences, tools};

/// Where the folder for a web server is built.
pub fn folder() -> PathBuf {
    crate::template::folder().join("playground")
}

/// Builds both forms from the package, which has been built.
pub fn write(package: &Path) -> Outcome {
    tools::npm("www")?;
    let examples = run::target().join("playground-examples.json");
    files::write(&examples, examples_of_the_guides()?.to_string())?;
    let notices = run::target().join("playground-licences");
    files::write(&notices, licences::of_playground()?)?;
    run::run(
        command("node")
            .arg(run::root().join("xtask/playground.mjs"))
            .arg("--www")
            .arg(run::root().join("www"))
            .arg("--package")
            .arg(package)
            .arg("--examples")
            .arg(examples)
            .arg("--licences")
            .arg(notices),
    )?;
    println!("playground: pkg/playground/ for a web server, pkg/playground.html as one file");
    Ok(())
}

/// The uplinks and commands of all models' samples, by model. Decoded downlinks are left out: they
/// are the commands once more.
fn examples_of_the_guides() -> Outcome<Value> {
    let mut models = serde_json::Map::new();
    for device in milesight_codec::Device::all() {
        let samples = cases::samples(device.model());
        let examples = samples.iter().filter_map(|sample| {
            let name = &sample["description"];
            match sample["type"].as_str()? {
                "uplink" => Some(json!({ "name": name, "bytes": sample["input"]["bytes"] })),
                "downlink-encode" => Some(json!({ "name": name, "data": sample["input"]["data"] })),
                _ => None,
            }
        });
        models.insert(
            device.model().to_owned(),
            json!({ "device": device.name(), "examples": examples.collect::<Vec<_>>() }),
        );
    }
    Ok(Value::Object(models))
}
