//! Reading and writing files with the file's name in every complaint.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::Outcome;

pub fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub fn read_bytes(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file, and the folders it stands in.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

/// Makes a folder that is empty, whatever was there.
pub fn empty_folder(path: &Path) -> Outcome {
    if path.exists() {
        fs::remove_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// The paths in a folder, in the order of the names.
pub fn list(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let complain = |error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(complain)? {
        found.push(entry.map_err(complain)?.path());
    }
    found.sort();
    Ok(found)
}
