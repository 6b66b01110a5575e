//! `cargo xtask prove reproducible`: the package is built here, and from a clean copy elsewhere.
//! Both builds have to be identical to the byte.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build::Profile;
use crate::run::{self, Outcome, command};
use crate::{build, files, mutants, template};

/// Builds twice and returns the figures.
pub fn prove(_: &[String]) -> Outcome<String> {
    build::build(Profile::Release)?;
    // A path with a space, and most likely of another length, exposes paths embedded in the output.
    let copy = std::env::temp_dir().join(format!("built elsewhere {}", std::process::id()));
    files::empty_folder(&copy)?;
    let outcome = build_in(&copy).and_then(|()| compare(&template::folder(), &copy.join("pkg")));
    files::empty_folder(&copy)?;
    outcome
}

/// Builds the same sources in another folder, with tools of its own.
fn build_in(copy: &Path) -> Outcome {
    mutants::copy_sources(copy)?;
    let mut cargo = run::cargo();
    cargo.args(["xtask", "build"]).current_dir(copy);
    run::run(cargo.env_remove("CARGO_TARGET_DIR"))
}

/// Compares two built packages: every file, and the tarball that npm makes.
fn compare(here: &Path, there: &Path) -> Outcome<String> {
    let (files_here, files_there) = (contents(here)?, contents(there)?);
    if files_here.is_empty() {
        return Err(format!("{}: no files were built", here.display()));
    }
    let names: BTreeSet<_> = files_here.keys().chain(files_there.keys()).collect();
    let differing: Vec<_> =
        names.iter().filter(|name| files_here.get(**name) != files_there.get(**name)).collect();
    if !differing.is_empty() {
        let (differ, all) = (differing.len(), names.len());
        return Err(format!("{differ} of {all} files differ: {differing:?}"));
    }
    let (tarball, other) = (integrity(here)?, integrity(there)?);
    if tarball != other {
        return Err(format!("the tarballs differ: {tarball}, {other}"));
    }
    let bytes: usize = files_here.values().map(Vec::len).sum();
    Ok(format!("{} files, {bytes} bytes: identical; the tarball: {tarball}\n", files_here.len()))
}

/// All files below a folder, by their paths in it.
fn contents(folder: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut next = vec![folder.to_path_buf()];
    while let Some(path) = next.pop() {
        if path.is_dir() {
            next.extend(files::list(&path)?);
        } else {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
            found.insert(name, files::read_bytes(&path)?);
        }
    }
    Ok(found)
}

/// The hash of the tarball, as the registry shows it.
fn integrity(package: &Path) -> Outcome<String> {
    let mut pack = command("npm");
    pack.args(["pack", "--dry-run", "--json"]).current_dir(package);
    let report: Value = serde_json::from_str(&run::output(&mut pack)?)
        .map_err(|error| format!("npm pack: {error}"))?;
    let hash = report[0]["integrity"].as_str().map(str::to_owned);
    hash.ok_or_else(|| "npm pack reports no integrity".to_owned())
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::{files, run};

    #[test]
    fn one_byte_or_one_file_more_is_a_difference() {
        let folder = run::target().join("tests/reproducible");
        let (here, there) = (folder.join("here"), folder.join("there"));
        for package in [&here, &there] {
            files::empty_folder(package).unwrap();
            files::write(&package.join("lib/codec.wasm"), b"\0asm").unwrap();
        }
        files::write(&there.join("lib/codec.wasm"), b"\0asM").unwrap();
        assert!(compare(&here, &there).unwrap_err().contains("codec.wasm"));
        files::write(&there.join("lib/codec.wasm"), b"\0asm").unwrap();
        files::write(&there.join("more"), b"").unwrap();
        assert!(compare(&here, &there).unwrap_err().contains("more"));
    }

    #[test]
    fn differing_files_are_listed_once_each() {
        let folder = run::target().join("tests/reproducible-list");
        let (here, there) = (folder.join("here"), folder.join("there"));
        for (package, text) in [(&here, b"1"), (&there, b"2")] {
            files::empty_folder(package).unwrap();
            files::write(&package.join("a"), text).unwrap();
            files::write(&package.join("b"), text).unwrap();
        }
        assert_eq!(compare(&here, &there).unwrap_err(), r#"2 of 2 files differ: ["a", "b"]"#);
    }

    #[test]
    fn an_empty_build_is_an_error() {
        let folder = run::target().join("tests/reproducible-empty");
        files::empty_folder(&folder).unwrap();
        assert!(compare(&folder, &folder).unwrap_err().ends_with("no files were built"));
    }
}
