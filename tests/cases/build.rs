//! Lists the case files of src/devices, so that a new one needs no line anywhere, and stops the build
//! at lines that are not as the format says.

use std::fmt::Write as _;
use std::path::Path;

use case::{Case, Check, Decode, Place, Problem};

#[allow(dead_code)] // the library uses the rest
mod case;
#[allow(dead_code)]
mod parse;

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let folder = Path::new(&root).join("../../src/devices");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("src/devices")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
        .filter(|name| name.ends_with(".cases"))
        .collect();
    names.sort();
    let mut list = String::from("&[\n");
    for name in names {
        let path = folder.join(&name);
        let text = std::fs::read_to_string(&path).expect("a file");
        for error in parse::parse(&format!("src/devices/{name}"), &text).err().unwrap_or_default() {
            println!("cargo::error={error}");
        }
        writeln!(list, "(\"src/devices/{name}\", include_str!({path:?})),").expect("a string");
    }
    list += "]\n";
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    std::fs::write(Path::new(&out).join("files.rs"), list).expect("the list");
}
