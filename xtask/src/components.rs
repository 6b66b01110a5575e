//! The third-party software that is part of what is shipped, or that writes parts of it: the notices
//! (`licences.rs`) and the bill of materials (`sbom.rs`) list it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{self, Outcome, command};
use crate::{files, tools};

/// A package of third-party software, in one version.
pub struct Component {
    pub kind: Kind,
    pub name: String,
    pub version: String,
    /// An SPDX expression.
    pub licence: String,
    /// The folder with its licence files.
    pub folder: PathBuf,
    /// The checksum in the lock file, in hex, with the name of its algorithm.
    pub checksum: Option<(&'static str, String)>,
    /// The package URLs of the components that it is linked with.
    pub needs: Vec<String>,
}

/// The origin of a component.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Crate,
    Npm,
    /// The Rust compiler's distribution.
    Rust,
}

impl Component {
    /// The package URL.
    pub fn purl(&self) -> String {
        let kind = match self.kind {
            Kind::Crate => "cargo",
            Kind::Npm => "npm",
            Kind::Rust => "generic",
        };
        purl(kind, &self.name, &self.version)
    }

    pub fn title(&self) -> String {
        format!("{} {}", self.name, self.version)
    }
}

fn purl(kind: &str, name: &str, version: &str) -> String {
    format!("pkg:{kind}/{}@{version}", name.replace('@', "%40"))
}

/// The Rust standard library, whose crates the module uses.
pub fn standard_library() -> Outcome<Component> {
    let version = run::output(command("rustc").arg("--version"))?;
    let version = version.split(' ').nth(1).ok_or("rustc --version names no version")?;
    let sysroot = run::output(command("rustc").args(["--print", "sysroot"]))?;
    Ok(Component {
        kind: Kind::Rust,
        name: "rust-std".to_owned(),
        version: version.to_owned(),
        licence: "(MIT OR Apache-2.0) AND Unicode-3.0".to_owned(),
        folder: Path::new(sysroot.trim()).join("share/doc/rust"),
        checksum: None,
        needs: Vec::new(),
    })
}

/// The crates that the package's module is linked with, in the order of their names.
pub fn in_module() -> Outcome<Vec<Component>> {
    let target = "wasm32-unknown-unknown";
    let options = ["--filter-platform", target];
    let metadata = metadata(Path::new("Cargo.toml"), &options)?;
    let packages = list(&metadata, "packages");
    let own = packages.iter().find(|package| package["name"] == "milesight-codec-wasm");
    let own = own.ok_or("cargo metadata does not list milesight-codec-wasm")?["id"].as_str();

    let nodes = list(&metadata["resolve"], "nodes");
    let package_of = |id: &str| packages.iter().find(|package| package["id"] == id);
    // Kinds other than null are build scripts' and tests' dependencies.
    let linked_with = |id: &str| {
        let node = nodes.iter().find(|node| node["id"] == id);
        let all = node.map_or(&[][..], |node| list(node, "deps")).iter();
        let normal =
            |one: &&Value| list(one, "dep_kinds").iter().any(|kind| kind["kind"].is_null());
        let ids = all.filter(normal).filter_map(|one| one["pkg"].as_str());
        ids.filter(|id| package_of(id).is_some_and(|package| !is_macro(package)))
            .collect::<Vec<_>>()
    };
    let mut linked = BTreeSet::new();
    let mut next = own.map(linked_with).unwrap_or_default();
    while let Some(id) = next.pop() {
        if linked.insert(id) {
            next.extend(linked_with(id));
        }
    }

    let lock = files::read(&run::root().join("Cargo.lock"))?;
    let mut found = Vec::new();
    // The workspace's own crates have no source.
    let foreign = |id: &str| package_of(id).filter(|package| !package["source"].is_null());
    for package in linked.iter().copied().filter_map(foreign) {
        let mut component = crate_of(package, &lock)?;
        let id = package["id"].as_str().unwrap_or_default();
        for package in linked_with(id).into_iter().filter_map(foreign) {
            component.needs.push(crate_of(package, &lock)?.purl());
        }
        found.push(component);
    }
    found.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    Ok(found)
}

/// Macros run in the compiler. Neither they nor their dependencies are linked.
fn is_macro(package: &Value) -> bool {
    list(package, "targets")
        .iter()
        .any(|target| list(target, "kind").contains(&"proc-macro".into()))
}

/// wasm-bindgen's writer of the glue, whose JavaScript is part of the package.
pub fn glue() -> Outcome<Component> {
    let manifest = Path::new(tools::WASM_BINDGEN).join("Cargo.toml");
    let metadata = metadata(&manifest, &[])?;
    let name = "wasm-bindgen-cli-support";
    let package = list(&metadata, "packages").iter().find(|package| package["name"] == name);
    let checksums = files::read(&run::root().join(manifest.with_file_name("Cargo.lock")))?;
    crate_of(package.ok_or_else(|| format!("{} has no {name}", manifest.display()))?, &checksums)
}

fn metadata(manifest: &Path, options: &[&str]) -> Outcome<Value> {
    let mut cargo = run::cargo();
    cargo.args(["metadata", "--locked", "--format-version", "1", "--manifest-path"]);
    let text = run::output(cargo.arg(run::root().join(manifest)).args(options))?;
    serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))
}

fn crate_of(package: &Value, lock: &str) -> Outcome<Component> {
    let text = |key: &str| {
        let text = package[key].as_str().map(str::to_owned);
        text.ok_or_else(|| format!("cargo metadata: {} has no {key}", package["id"]))
    };
    let (name, version) = (text("name")?, text("version")?);
    let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    let checksum = lock.split("[[package]]").find(|block| block.contains(&entry));
    let checksum =
        checksum.and_then(|block| block.split_once("checksum = \"")?.1.split('"').next());
    let checksum =
        checksum.ok_or_else(|| format!("Cargo.lock has no checksum of {name} {version}"))?;
    Ok(Component {
        kind: Kind::Crate,
        licence: text("license")?.replace('/', " OR "),
        folder: Path::new(&text("manifest_path")?).with_file_name(""),
        checksum: Some(("SHA-256", checksum.to_owned())),
        needs: Vec::new(),
        name,
        version,
    })
}

/// The npm packages of a folder's lock file, without those for other machines.
pub fn npm(folder: &str) -> Outcome<Vec<Component>> {
    let modules = tools::npm(folder)?;
    let lock = files::read(&run::root().join(folder).join("package-lock.json"))?;
    let lock: Value = serde_json::from_str(&lock)
        .map_err(|error| format!("{folder}/package-lock.json: {error}"))?;
    let packages = lock["packages"].as_object().ok_or("package-lock.json lists no packages")?;
    let installed = packages.iter().filter(|(_, package)| package["optional"] != true);
    installed
        .filter_map(|(path, package)| Some((path.rsplit_once("node_modules/")?.1, path, package)))
        .map(|(name, path, package)| {
            let text = |key: &str| {
                let text = package[key].as_str().map(str::to_owned);
                text.ok_or_else(|| format!("{folder}/package-lock.json: {name} has no {key}"))
            };
            Ok(Component {
                kind: Kind::Npm,
                name: name.to_owned(),
                version: text("version")?,
                licence: text("license")?,
                folder: modules.with_file_name("").join(path),
                checksum: Some(sha512(&text("integrity")?)?),
                needs: Vec::new(),
            })
        })
        .collect()
}

/// An npm lock file's `sha512-` and base64, in hex.
fn sha512(integrity: &str) -> Outcome<(&'static str, String)> {
    let digits =
        integrity.strip_prefix("sha512-").ok_or_else(|| format!("no SHA-512: {integrity}"))?;
    let bytes = milesight_codec::from_base64(digits).map_err(|error| error.to_string())?;
    Ok(("SHA-512", milesight_codec::to_hex(&bytes)))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{in_module, sha512};

    #[test]
    fn the_module_is_linked_with_libraries_and_not_with_macros() {
        let names: Vec<_> = in_module().unwrap().into_iter().map(|one| one.name).collect();
        for linked in ["ryu-js", "serde_core", "wasm-bindgen"] {
            assert!(names.iter().any(|name| name == linked), "{linked}: {names:?}");
        }
        for macros in ["milesight-codec", "serde_derive", "syn", "wasm-bindgen-macro", "common"] {
            assert!(!names.iter().any(|name| name == macros), "{macros}: {names:?}");
        }
    }

    #[test]
    fn a_lock_files_integrity_becomes_hex() {
        assert_eq!(sha512("sha512-AAH/"), Ok(("SHA-512", "0001ff".to_owned())));
        assert!(sha512("sha1-AAH/").is_err());
    }
}
