//! `cargo xtask bench`: how fast and how large it all is, as tables and as JSON.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::build::{self, Profile};
use crate::run::{self, Outcome, command};
use crate::{files, formatter_bench, sample, template};

/// Measures the native codec, the package in Node, beside another build of it if one is given, and
/// the formatters in the servers' engines.
pub fn bench(arguments: &[&str]) -> Outcome {
    let beside = beside(arguments)?;
    let native = native()?;
    build::build(Profile::Release)?;
    sample::write_cases()?;
    let report = run::target().join("bench-package.json");
    let mut node = command("node");
    node.arg("benches/package/bench.mjs").arg(&report).arg(template::folder()).args(beside);
    run::run(&mut node)?;
    let package: Value =
        serde_json::from_str(&files::read(&report)?).map_err(|error| error.to_string())?;
    let formatters = formatter_bench::measure(None)?;
    let all = run::target().join("bench.json");
    let results = json!({ "native": native, "package": package, "formatters": formatters });
    files::write(&all, format!("{results:#}\n"))?;
    println!("bench: all figures are in {}", all.display());
    Ok(())
}

/// Measures the formatters alone, beside the scripts of a folder if one is given.
pub fn formatters(arguments: &[&str]) -> Outcome {
    formatter_bench::measure(beside(arguments)?.as_deref()).map(drop)
}

/// Measures columns beside loops over the decoders of a folder.
pub fn columns(folder: &str) -> Outcome {
    build::build(Profile::Release)?;
    sample::write_cases()?;
    let mut node = command("node");
    node.arg("benches/package/columns.mjs").arg(template::folder()).arg(folder);
    run::run(&mut node)
}

fn beside(arguments: &[&str]) -> Outcome<Option<PathBuf>> {
    match arguments {
        [] => Ok(None),
        ["--beside", folder] => {
            std::fs::canonicalize(folder).map(Some).map_err(|error| format!("{folder}: {error}"))
        }
        other => Err(format!("bench: not understood: {}", other.join(" "))),
    }
}

/// Medians of `cargo bench`, as divan prints them.
fn native() -> Outcome<Value> {
    let printed = run::output(run::cargo().args([
        "bench",
        "--quiet",
        "--package",
        "milesight-codec",
        "--bench",
        "codec",
    ]))?;
    println!("{printed}");
    let mut medians = Map::new();
    for line in printed.lines() {
        let mut cells = line.split('│').map(str::trim);
        let name = cells.next().unwrap_or_default().trim_start_matches(['├', '╰', '─', ' ']);
        let name = name.split_whitespace().next().unwrap_or_default();
        if let (false, Some(median)) = (name.is_empty(), cells.nth(1)) {
            medians.insert(name.to_owned(), json!(median));
        }
    }
    Ok(Value::Object(medians))
}
