//! The core with one thing changed, again and again, by cargo-mutants: a test must notice.

use std::path::Path;

use serde_json::Value;

use crate::run::{self, Outcome, command};
use crate::{files, tools};

/// One out of so many generated cases is tried for each mutant: most fall to a test by example.
const ONE_OF: &str = "40";

/// The tests that notice most mutants in the least time. All tests judge those that are left.
const FIRST: &[&str] = &[
    "cases::every_case",
    "api::",
    "commands::",
    "explain::",
    "invariants::",
    "normalize::",
    "protocol::",
    "rules::",
    "schemas::",
    "snapshot::",
    "vocabulary::",
];

/// The mutants that some tests have judged.
#[derive(Default)]
struct Judged {
    total: u64,
    /// Noticed by a test that failed.
    failed: u64,
    /// Noticed since a test had no end.
    endless: u64,
    /// Not compiled, since they are no Rust.
    refused: u64,
    /// Not compiled within 300 s.
    unfinished: u64,
    missed: Vec<String>,
}

/// Judges all mutants, those of a shard, `3/20`, or those of some of the core's modules, `walk`, and
/// tells the figures.
pub fn judge(words: &[String]) -> Outcome<String> {
    let folder = run::target().join("mutants");
    let tree = folder.join("tree");
    copy_sources(&tree)?;
    let mut chosen = Vec::new();
    for word in words {
        if word.contains('/') {
            // Round robin: a shard has some of every file.
            chosen.extend(["--sharding", "round-robin", "--shard", word].map(str::to_owned));
        } else {
            let (file, folder) = (format!("src/{word}.rs"), format!("src/{word}"));
            let files = if tree.join(&file).is_file() {
                file
            } else if tree.join(&folder).is_dir() {
                format!("{folder}/**/*.rs")
            } else {
                return Err(format!("mutants: no shard and no module: {word}"));
            };
            chosen.extend(["--file".to_owned(), files]);
        }
    }
    let first = run_tests(&folder, &chosen, &["--cargo-arg=--test=it", "--"], FIRST)?;
    let mut rest = Judged::default();
    if !first.missed.is_empty() {
        let left: Vec<_> =
            first.missed.iter().map(|name| format!("--re={}", exactly(name))).collect();
        rest = run_tests(&folder, &left, &["--cargo-arg=--lib", "--cargo-arg=--test=it"], &[])?;
    }
    let failed = first.failed + rest.failed;
    if failed == 0 {
        return Err("no mutant was noticed by a test: none was judged".to_owned());
    }
    let mut figures = format!(
        "{} mutants: {failed} noticed by a failure, {} by a loop without an end, {} not at all; {} do \
         not compile\n",
        first.total,
        first.endless + rest.endless,
        rest.missed.len(),
        first.refused
    );
    let unfinished = first.unfinished + rest.unfinished;
    if unfinished > 0 {
        figures += &format!("NOT RUN: {unfinished} were not compiled within 300 s\n");
    }
    if !rest.missed.is_empty() {
        return Err(figures + &rest.missed.join("\n"));
    }
    Ok(figures)
}

/// Has cargo-mutants judge the chosen mutants by some of the tests.
fn run_tests(
    folder: &Path,
    chosen: &[String],
    options: &[&str],
    tests: &[&str],
) -> Outcome<Judged> {
    let mut mutants = command(tools::cargo_tool("cargo-mutants")?);
    mutants.current_dir(folder.join("tree"));
    mutants.args(["mutants", "--package", "milesight-codec", "--in-place", "--no-times"]);
    mutants.arg("--output").arg(folder);
    // .cargo/mutants.toml has what ends constants without an end; nothing else takes so long.
    mutants.args(["--build-timeout", "300"]).args(chosen).args(options).args(tests);
    mutants.env("CARGO_TARGET_DIR", folder.join("target")).env("MILESIGHT_ONE_OF", ONE_OF);
    // In CI cargo compiles from scratch, which here would be for each mutant.
    mutants.env("CARGO_INCREMENTAL", "1");
    let results = folder.join("mutants.out");
    let outcomes = results.join("outcomes.json");
    let _ = std::fs::remove_file(&outcomes);
    let said = mutants.output().map_err(|error| format!("cargo-mutants: {error}"))?;
    // All noticed, some missed, some without an end. Another code: it has not come to its end.
    if !matches!(said.status.code(), Some(0 | 2 | 3)) {
        let [out, err] = [&said.stdout, &said.stderr].map(|text| String::from_utf8_lossy(text));
        return Err(format!("cargo-mutants ended with {}:\n{out}{err}", said.status));
    }
    let outcomes: Value = serde_json::from_str(&files::read(&outcomes)?)
        .map_err(|error| format!("outcomes.json: {error}"))?;
    let count = |kind: &str| {
        outcomes[kind].as_u64().ok_or_else(|| format!("outcomes.json has no number of {kind}"))
    };
    let is_endless = |outcome: &&Value| {
        let last = outcome["phase_results"].as_array().and_then(|phases| phases.last());
        outcome["summary"] == "Timeout" && last.is_some_and(|last| last["phase"] == "Test")
    };
    let endless =
        outcomes["outcomes"].as_array().into_iter().flatten().filter(is_endless).count() as u64;
    let missed = files::read(&results.join("missed.txt"))?.lines().map(str::to_owned).collect();
    Ok(Judged {
        total: count("total_mutants")?,
        failed: count("caught")?,
        endless,
        refused: count("unviable")?,
        unfinished: count("timeout")? - endless,
        missed,
    })
}

/// A pattern of one name alone.
fn exactly(name: &str) -> String {
    let mut pattern = String::from("^");
    for letter in name.chars() {
        // These two are no pattern as they are, and one behind a backslash.
        if letter.is_ascii_punctuation() && !"<>".contains(letter) {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern + "$"
}

/// Copies what git knows or would add, where it differs: the mutants are made in the copy, and
/// what is built of it stays for the next time.
pub fn copy_sources(tree: &Path) -> Outcome {
    let known = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let known = run::output(command("git").args(known))?;
    // A second configuration of the linter in the repository is a mistake to it.
    for name in known.split_terminator('\0').filter(|name| *name != "biome.json") {
        let (from, to) = (run::root().join(name), tree.join(name));
        if !from.is_file() {
            if to.is_file() {
                std::fs::remove_file(&to).map_err(|error| format!("{}: {error}", to.display()))?;
            }
            continue;
        }
        let content = files::read_bytes(&from)?;
        if !files::read_bytes(&to).is_ok_and(|own| own == content) {
            files::write(&to, content)?;
        }
    }
    Ok(())
}
