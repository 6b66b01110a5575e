//! Runs of which `cargo xtask test` takes a sample and `cargo xtask prove` the whole.

use std::sync::OnceLock;

use serde_json::Value;

use crate::run::{self, Outcome, command};
use crate::{fuzz, tools};

/// Writes the case files as JSON, for the tests in JavaScript.
pub fn write_cases() -> Outcome {
    // Once: the steps of another lane may be reading them.
    static WRITTEN: OnceLock<Outcome> = OnceLock::new();
    WRITTEN.get_or_init(write_all_cases).clone()
}

fn write_all_cases() -> Outcome {
    let models = milesight_codec::Device::all().map(|device| device.model());
    cases::write(&run::target().join("cases"), models).map_err(|error| error.to_string())
}

/// The output of a test, without the test harness's.
fn figures(said: &str) -> String {
    let harness = ["running ", "test ", "test result:", "successes:"];
    said.lines()
        .filter(|line| !line.is_empty() && !harness.iter().any(|start| line.starts_with(start)))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Runs the ignored tests of a module and returns the figures that they print.
pub fn ignored_tests(
    module: &str,
    profile: &[&str],
    environment: &[(&str, String)],
) -> Outcome<String> {
    let mut tests = run::cargo();
    tests.args(["test", "--quiet", "--package", "milesight-codec", "--test", "it"]).args(profile);
    tests.args(["--", "--ignored", "--nocapture", "--test-threads=1", &format!("{module}::")]);
    tests.envs(environment.iter().map(|(name, value)| (*name, value)));
    let said = run::output_or_what_was_said(&mut tests)?;
    if said.contains("running 0 tests") {
        return Err(format!("{module}: no test of that name"));
    }
    Ok(figures(&said))
}

/// Fuzzes and tells the figures, a line a target.
pub fn fuzz_for(seconds: u64) -> Outcome<String> {
    let all = fuzz::run(seconds)?;
    let line = |one: &fuzz::Figures| {
        format!(
            "{:8} {:4} s, {:9} executions, {:5} edges covered, {:5} inputs in the corpus\n",
            one.target, one.seconds, one.executions, one.edges, one.corpus
        )
    };
    Ok(all.iter().map(line).collect())
}

/// Compares one out of so many payloads; the package has been built.
pub fn exhaust(step: &str) -> Outcome<String> {
    let package = run::root().join("pkg").display().to_string();
    let environment = [("MILESIGHT_PACKAGE", package), ("MILESIGHT_STEP", step.to_owned())];
    ignored_tests("exhaustion", &["--profile", "fast"], &environment)
}

/// `cargo xtask test deny` checks these too: licences, bans and sources, from Cargo.lock alone.
pub fn licences() -> Outcome<String> {
    deny(&["licenses", "bans", "sources"])
}

/// The codec's workspace, two with tests only, and wasm-bindgen's programs.
pub fn deny(checks: &[&str]) -> Outcome<String> {
    let program = tools::cargo_tool("cargo-deny")?;
    let mut figures = String::new();
    for workspace in ["", "fuzz/", "tests/engines/quickjs/", "xtask/wasm-bindgen/"] {
        let mut deny = command(&program);
        deny.args(["--log-level", "error", "--manifest-path", &format!("{workspace}Cargo.toml")]);
        deny.args(["--config", "deny.toml", "check", "--hide-inclusion-graph"]).args(checks);
        let said = run::output_or_what_was_said(&mut deny)?;
        figures += &format!("{workspace}Cargo.toml: {}\n", said.trim());
    }
    Ok(figures)
}

/// Tries one out of so many changes of rows, of those whose description has a text.
pub fn mutate_rows(one_of: &str, with: &str) -> Outcome<String> {
    let environment = [
        ("MILESIGHT_JUDGES", judges()?),
        ("MILESIGHT_MUTANTS_OF", one_of.to_owned()),
        ("MILESIGHT_MUTANTS_WITH", with.to_owned()),
    ];
    ignored_tests("mutants", &[], &environment)
}

/// The tests that look at rows, as the program with its arguments, the fastest first; the reference
/// in Python only where Python is.
fn judges() -> Outcome<String> {
    let mut build = run::cargo();
    build.args(["test", "--no-run", "--package", "milesight-codec", "--test", "it"]);
    let built = run::output(build.arg("--message-format=json"))?;
    let mut program = None;
    for line in built.lines() {
        let message: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if message["target"]["name"] == "it" {
            program = message["executable"].as_str().map(str::to_owned).or(program);
        }
    }
    let program = program.ok_or("the tests' program is not built")?;
    let mut judges = vec![
        "cases::every_case cases::coverage",
        "cases::",
        "snapshot::",
        "vocabulary::",
        "invariants::",
        "commands::",
    ];
    judges.extend(["protocol::", "api::", "explain::"]);
    if tools::python().is_ok() {
        judges.push("--ignored reference::generated");
    }
    Ok(judges.iter().map(|words| format!("{program} {words}")).collect::<Vec<_>>().join("\n"))
}
