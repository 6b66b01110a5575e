//! `cargo xtask prove`: what `cargo xtask test` does in a sample, in full, and what takes too long
//! for it. Prints figures and writes them to `target/prove/report.md`.

use std::time::Instant;

use serde_json::Value;

use crate::build::Profile;
use crate::run::{self, Outcome, command};
use crate::{build, files, fuzz, miri, mutants, reproducible, test, tools};

/// A part. Its function is given the words that stand after its name, and returns its figures.
struct Part {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Outcome<String>,
}

const PARTS: &[Part] = &[
    Part { name: "rows", about: "every row with one thing changed, noticed by a test", run: rows },
    Part { name: "fuzz", about: "coverage-guided fuzzing, 900 s a target", run: fuzzing },
    Part {
        name: "exhaustion",
        about: "short payloads and rows, every value, three ways",
        run: exhaustion,
    },
    Part {
        name: "reference",
        about: "a million generated cases per model against the codec in Python",
        run: reference,
    },
    Part {
        name: "mutants",
        about: "the core with one thing changed, noticed by a test (mutants:3/20 is one shard of 20, \
                mutants:walk,encode those modules)",
        run: mutate_core,
    },
    Part {
        name: "soak",
        about: "ten million calls in constant memory, and the command line under extreme input",
        run: soak,
    },
    Part { name: "miri", about: "the core's tests under Miri, for an hour", run: under_miri },
    Part { name: "coverage", about: "lines and regions of the core that tests run", run: coverage },
    Part {
        name: "dependencies",
        about: "licences, bans, sources, advisories; the registry's audit",
        run: dependencies,
    },
    Part {
        name: "reproducible",
        about: "two builds in different folders, identical to the byte",
        run: reproducible::prove,
    },
];

/// The parts' names, for the help text.
pub fn names() -> Vec<&'static str> {
    PARTS.iter().map(|part| part.name).collect()
}

/// Runs all parts, or those named. Returns whether all is well.
pub fn prove(wanted: &[String]) -> Outcome<bool> {
    let chosen = run::chosen("part", PARTS, |part| part.name, wanted)?;
    let mut report = String::from("# What `cargo xtask prove` found\n");
    let (mut passed, mut failed) = (0, 0);
    for (part, words) in &chosen {
        println!("prove: {}: {}", part.name, part.about);
        let start = Instant::now();
        let outcome = (part.run)(words);
        let took = start.elapsed().as_secs();
        let (verdict, figures) = match outcome {
            Ok(figures) => ("holds", figures),
            Err(problem) => ("FAILS", problem),
        };
        *(if verdict == "holds" { &mut passed } else { &mut failed }) += 1;
        println!("prove: {}: {verdict} ({took} s)\n{figures}", part.name);
        report += &format!(
            "\n## {}: {verdict}\n\n{}, {took} s.\n\n```text\n{}\n```\n",
            part.name,
            part.about,
            figures.trim()
        );
        // As far as it has come: the next part may take hours.
        files::write(&run::target().join("prove/report.md"), &report)?;
    }
    println!("the report is target/prove/report.md");
    println!("{passed} passed, {failed} failed, 0 skipped");
    Ok(failed == 0)
}

/// What a test prints, besides what the test harness says.
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

fn fuzzing(words: &[String]) -> Outcome<String> {
    let seconds = words.first().map_or(Ok(900), |word| word.parse());
    fuzz_for(seconds.map_err(|_| "fuzz: not a number of seconds".to_owned())?)
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

fn exhaustion(words: &[String]) -> Outcome<String> {
    build::build(Profile::Release)?;
    exhaust(words.first().map_or("1", String::as_str))
}

/// Compares one out of so many payloads; the package has been built.
pub fn exhaust(step: &str) -> Outcome<String> {
    let package = run::root().join("pkg").display().to_string();
    let environment = [("MILESIGHT_PACKAGE", package), ("MILESIGHT_STEP", step.to_owned())];
    ignored_tests("exhaustion", &["--profile", "fast"], &environment)
}

/// A million a model, in as many runs as memory takes, each with a seed of its own.
fn reference(words: &[String]) -> Outcome<String> {
    tools::python()?;
    let runs: u64 = match words.first() {
        Some(word) => word.parse().map_err(|_| format!("reference: not a number: {word}"))?,
        None => 34,
    };
    let mut figures = String::new();
    for seed in 1..=runs {
        let cases = 10_000 * milesight_codec::Device::all().count();
        let environment =
            [("MILESIGHT_CASES", cases.to_string()), ("MILESIGHT_SEED", seed.to_string())];
        figures += &ignored_tests("reference", &["--profile", "fast"], &environment)?;
    }
    Ok(figures)
}

fn mutate_core(words: &[String]) -> Outcome<String> {
    mutants::judge(words)
}

fn soak(words: &[String]) -> Outcome<String> {
    build::build(Profile::Release)?;
    test::write_cases()?;
    let node = |script: &str, words: &[String]| {
        let mut run = command("node");
        run.args(["--expose-gc", script]).args(words);
        run::output_or_what_was_said(&mut run)
    };
    Ok(node("tests/package/soak.mjs", words)? + &node("tests/package/extremes.mjs", &[])?)
}

fn under_miri(words: &[String]) -> Outcome<String> {
    let seconds = words.first().map_or(Ok(3600), |word| word.parse());
    miri::prove(seconds.map_err(|_| "miri: not a number of seconds".to_owned())?)
}

/// The core, without rows and what only the engines run;
/// tests/coverage.md explains what is left.
fn coverage(_: &[String]) -> Outcome<String> {
    let cargo_llvm_cov = tools::cargo_tool("cargo-llvm-cov")?;
    tools::llvm_tools()?;
    let mut coverage = command(cargo_llvm_cov);
    coverage.args(["llvm-cov", "--package", "milesight-codec", "--show-missing-lines"]);
    coverage.args(["--ignore-filename-regex", "/(tests|xtask|devices|print/formatter)/"]);
    run::output(coverage.env("CARGO_TARGET_DIR", run::target().join("coverage")))
}

/// `cargo xtask test deny` checks these too: licences, bans and sources, from Cargo.lock alone.
pub fn licences() -> Outcome<String> {
    deny(&["licenses", "bans", "sources"])
}

/// The codec's workspace, two with tests only, and wasm-bindgen's programs.
fn deny(checks: &[&str]) -> Outcome<String> {
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

/// Advisories and the registry's audit have to be fetched: where they cannot be, it is said.
fn dependencies(_: &[String]) -> Outcome<String> {
    let mut figures = format!("cargo deny check licenses bans sources:\n{}", licences()?);
    let mut fetch = command(tools::cargo_tool("cargo-deny")?);
    figures += &match run::output(fetch.args(["fetch", "db"])) {
        Ok(_) => format!("cargo deny check advisories:\n{}", deny(&["advisories"])?),
        Err(_) => "cargo deny check advisories: NOT RUN, their database cannot be fetched\n".into(),
    };
    for folder in
        ["xtask", "www", "tests/package", "tests/node-red", "tests/playground", "tests/supply"]
    {
        tools::npm(folder)?;
        let mut audit = command("npm");
        audit.args(["audit", "--json"]).current_dir(run::root().join(folder));
        let said = audit.output().map_err(|error| error.to_string())?;
        let report: Value = serde_json::from_slice(&said.stdout).unwrap_or_default();
        figures += &match report["metadata"]["vulnerabilities"]["total"].as_u64() {
            Some(0) => format!("npm audit in {folder}: no vulnerabilities known\n"),
            Some(total) => return Err(format!("npm audit in {folder}: {total} vulnerabilities")),
            None => format!("npm audit in {folder}: NOT RUN, the registry has no answer to it\n"),
        };
    }
    Ok(figures)
}

fn rows(words: &[String]) -> Outcome<String> {
    mutate_rows("1", words.first().map_or("", String::as_str))
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
    let mut judges = vec!["cases::", "snapshot::", "vocabulary::", "invariants::", "commands::"];
    judges.extend(["protocol::", "api::", "explain::"]);
    if tools::python().is_ok() {
        judges.push("--ignored reference::generated");
    }
    Ok(judges.iter().map(|words| format!("{program} {words}")).collect::<Vec<_>>().join("\n"))
}
