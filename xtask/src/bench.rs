//! `cargo xtask bench`: how fast and how large it all is, as tables and as JSON.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::build::{self, Profile};
use crate::run::{self, Outcome, command};
use crate::{files, formatter_bench, sample, template, tools};

/// Measures the native codec, the package in Node, and the formatters in the servers' engines,
/// against the hand-written scripts and those given.
pub fn bench(scripts: &[String]) -> Outcome {
    let native = native()?;
    build::build(Profile::Release)?;
    sample::write_cases()?;
    let report = run::target().join("bench-package.json");
    let scripts: Vec<PathBuf> = scripts.iter().map(|script| from_here(script)).collect();
    run::run(
        command("node")
            .args(["--expose-gc", "benches/package/bench.mjs"])
            .arg(template::folder())
            .arg(&report)
            .arg(tools::npm("tests/package")?)
            .arg(tools::chromium().map(|chromium| chromium.browser).unwrap_or_default())
            .args(&scripts),
    )?;
    let mut results: Map<String, Value> =
        serde_json::from_str(&files::read(&report)?).map_err(|error| error.to_string())?;
    results.insert("native".to_owned(), native);
    results.insert("formatters".to_owned(), formatter_bench::measure(&scripts, None)?);
    let all = run::target().join("bench.json");
    let text = serde_json::to_string_pretty(&results).map_err(|error| error.to_string())?;
    files::write(&all, text + "\n")?;
    println!("bench: all figures are in {}", all.display());
    Ok(())
}

/// Measures the formatters alone, beside the scripts of a folder if one is given.
pub fn formatters(arguments: &[String]) -> Outcome {
    let (beside, scripts) = match arguments {
        [option, folder, scripts @ ..] if option == "--beside" => {
            (Some(from_here(folder)), scripts)
        }
        scripts => (None, scripts),
    };
    let scripts: Vec<PathBuf> = scripts.iter().map(|script| from_here(script)).collect();
    formatter_bench::measure(&scripts, beside.as_deref()).map(drop)
}

fn from_here(path: &str) -> PathBuf {
    std::env::current_dir().unwrap_or_default().join(Path::new(path))
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
