//! The nodes for Node-RED: `node-red/` with the package's codecs in one file, as `pkg/node-red/`.

use std::path::Path;

use crate::run::{self, Outcome, command};
use crate::{files, template};

/// The file that handles messages, in the sources and in the built package.
const CODEC: &str = "codec.js";

/// Builds the nodes' package from the codec's package, which has been built. It has no dependencies:
/// gateways often have no way to npm.
pub fn write(from: &Path, esbuild: &Path) -> Outcome {
    let (sources, folder) = (run::root().join("node-red"), from.join("node-red"));
    let this = template::manifest_of_crate()?;
    let text = |key: &str| this[key].as_str().unwrap_or_default().to_owned();
    let (version, license) = (text("version"), text("license"));
    let places = [("version", version.as_str()), ("license", license.as_str())];
    for file in files::list(&sources)?.iter().chain(&files::list(&sources.join("examples"))?) {
        let name = file.strip_prefix(&sources).map_err(|error| error.to_string())?;
        if file.is_file() && name != Path::new(CODEC) {
            files::write(&folder.join(name), template::fill(&files::read(file)?, &places))?;
        }
    }
    for licence in template::LICENCES {
        files::write(&folder.join(licence), files::read(&run::root().join(licence))?)?;
    }
    run::run(
        command("node")
            .arg(esbuild)
            .args(["--bundle", "--format=cjs", "--target=node12", "--log-level=warning"])
            .arg(format!("--outfile={}", folder.join(CODEC).display()))
            .arg(sources.join(CODEC)),
    )
}
