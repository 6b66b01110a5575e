//! `cargo xtask prove`: what `cargo xtask test` does in a sample, in full, and what takes too long
//! for it. Prints figures and writes them to `target/prove/report.md`.

use std::num::{NonZeroU64, NonZeroUsize};
use std::time::Instant;

use serde_json::Value;

use crate::build::Profile;
use crate::run::{self, Outcome, command};
use crate::sample::{deny, exhaust, fuzz_for, ignored_tests, licences, mutate_rows, write_cases};
use crate::{build, files, miri, mutants, reproducible, tools};

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
    let (mut passed, mut failed, mut skipped) = (0, 0, 0);
    for (part, words) in &chosen {
        println!("prove: {}: {}", part.name, part.about);
        let start = Instant::now();
        let outcome = (part.run)(words);
        let took = start.elapsed().as_secs();
        let (verdict, figures) = match outcome {
            Ok(figures) if figures.contains("NOT RUN") => ("NOT RUN in full", figures),
            Ok(figures) => ("holds", figures),
            Err(problem) => ("FAILS", problem),
        };
        *match verdict {
            "holds" => &mut passed,
            "FAILS" => &mut failed,
            _ => &mut skipped,
        } += 1;
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
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(failed == 0)
}

fn fuzzing(words: &[String]) -> Outcome<String> {
    let seconds = words.first().map_or(Ok(900), |word| word.parse());
    fuzz_for(seconds.map_err(|_| "fuzz: not a number of seconds".to_owned())?)
}

fn exhaustion(words: &[String]) -> Outcome<String> {
    build::build(Profile::Release)?;
    exhaust(words.first().map_or("1", String::as_str))
}

/// A million a model, in as many runs as memory takes, each with a seed of its own.
fn reference(words: &[String]) -> Outcome<String> {
    tools::python()?;
    let runs = match words.first() {
        Some(word) => word
            .parse::<NonZeroU64>()
            .map_err(|_| format!("reference: not a number above 0: {word}"))?
            .get(),
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
    write_cases()?;
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

/// The core, without rows, which are constants, and without the scripts' printer, which the engines
/// run.
fn coverage(_: &[String]) -> Outcome<String> {
    let cargo_llvm_cov = tools::cargo_tool("cargo-llvm-cov")?;
    tools::llvm_tools()?;
    let mut coverage = command(cargo_llvm_cov);
    coverage.args(["llvm-cov", "--package", "milesight-codec", "--show-missing-lines"]);
    coverage.args(["--ignore-filename-regex", "/(tests|xtask|devices|print/formatter)/"]);
    run::output(coverage.env("CARGO_TARGET_DIR", run::target().join("coverage")))
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

/// All changes; with a number one of so many, with another word those that have it.
fn rows(words: &[String]) -> Outcome<String> {
    match words.first().map_or("", String::as_str) {
        number if number.parse::<NonZeroUsize>().is_ok() => mutate_rows(number, ""),
        word => mutate_rows("1", word),
    }
}
