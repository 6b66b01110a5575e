//! A WebAssembly module as wasm-bindgen and wasm-opt leave it, and the scripts that go with it.

use std::path::PathBuf;

use serde_json::Value;

use crate::files;
use crate::run::Outcome;

/// A module and its glue, `codec.wasm` and `glue.js`, in a folder.
pub struct Module {
    /// The folder, which is also for what is written on the way.
    pub folder: PathBuf,
    pub names: Names,
}

/// Pieces of a script that name imports and exports of a module, and the short ones instead.
pub type Names = Vec<(String, String)>;

impl Module {
    pub fn wasm(&self) -> Outcome<Vec<u8>> {
        files::read_bytes(&self.folder.join("codec.wasm"))
    }

    /// wasm-bindgen's script between the module and others.
    pub fn glue(&self) -> Outcome<String> {
        Ok(self.script(&files::read(&self.folder.join("glue.js"))?))
    }

    /// The text of a script that calls the module, or is called by it, with the short names.
    pub fn script(&self, text: &str) -> String {
        let shorten = |text: String, (own, short): &(String, String)| text.replace(own, short);
        self.names.iter().fold(text.to_owned(), shorten)
    }
}

/// Reads wasm-opt's list of short names. Scripts have the module's exports as members of `wasm`, its
/// imports in wasm-bindgen's list.
pub fn short_names(list: &str) -> Option<Names> {
    let list: Value = serde_json::from_str(list).ok()?;
    let mut names = Names::new();
    let mut add = |before: &str, own: &str, short: &str, after: &str| {
        names.push((format!("{before}{own}{after}"), format!("{before}{short}{after}")));
    };
    // All imports are of one module, which has a short name, too.
    add("\"", list["imports"][0][0].as_str()?, "a", "\": import0");
    for import in list["imports"].as_array()? {
        add("", import[1].as_str()?, import[2].as_str()?, ": function");
    }
    for export in list["exports"].as_array()? {
        add("wasm.", export[0].as_str()?, export[1].as_str()?, "");
    }
    // `decodeMany` before `decode`, which it begins with.
    names.sort_by_key(|(own, _)| std::cmp::Reverse(own.len()));
    Some(names)
}
