//! `cargo xtask generate` and `cargo xtask check`: the generated files that are committed, and the
//! generated parts of files that are otherwise written by hand.

use std::fmt::Write as _;
use std::path::PathBuf;

use milesight_codec::Device;
use milesight_codec::table::Class;

use crate::run::{self, Outcome};
use crate::{departures, fields_page, files};

/// A generated file: its path in the repository and its text.
struct Generated {
    path: &'static str,
    text: String,
}

/// Every generated file that is committed.
fn generated() -> Outcome<Vec<Generated>> {
    let mut files = vec![
        Generated { path: "docs/departures.md", text: departures::page() },
        Generated { path: "docs/fields.md", text: fields_page::text() },
    ];
    for path in ["README.md", "pkg-template/README.md"] {
        files.push(Generated { path, text: between_marks(path, &models())? });
    }
    Ok(files)
}

/// The table of models of the READMEs.
fn models() -> String {
    let mut table = "| model | device | also found as | class |\n|---|---|---|---|\n".to_owned();
    for device in Device::all() {
        let aliases: Vec<_> = device.aliases().iter().map(|alias| format!("`{alias}`")).collect();
        let class = match device.rows().class {
            Class::A => "A",
            Class::C => "C",
        };
        let (model, name, aliases) = (device.model(), device.name(), aliases.join(", "));
        let _ = writeln!(table, "| `{model}` | {name} | {aliases} | {class} |");
    }
    table
}

/// The text of a file with another part between its marks.
fn between_marks(path: &'static str, part: &str) -> Outcome<String> {
    const MARKS: [&str; 2] =
        ["<!-- models: by `cargo xtask generate` -->\n\n", "\n<!-- end of models -->"];
    let text = files::read(&run::root().join(path))?;
    let [start, end] = MARKS;
    let parts = text.split_once(start).and_then(|(before, rest)| {
        rest.split_once(end).map(|(_, behind)| [before, start, part, end, behind].concat())
    });
    parts.ok_or_else(|| format!("{path}: no table of models between its marks"))
}

/// Complains about the files that are out of date.
pub fn check() -> Outcome {
    let stale: Vec<&str> = generated()?
        .iter()
        .filter(|file| files::read(&path(file)).ok().as_deref() != Some(&file.text))
        .map(|file| file.path)
        .collect();
    if stale.is_empty() {
        println!("check: the generated files are current");
        Ok(())
    } else {
        Err(format!("out of date: {}; run `cargo xtask generate`", stale.join(", ")))
    }
}

/// Writes them anew.
pub fn generate() -> Outcome {
    for file in generated()? {
        println!("generate: {}", file.path);
        files::write(&path(&file), &file.text)?;
    }
    Ok(())
}

fn path(file: &Generated) -> PathBuf {
    run::root().join(file.path)
}
