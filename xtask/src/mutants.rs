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
struct Judged {
    /// Noticed: a test failed, or had no end.
    noticed: usize,
    /// Not compiled, since they are no Rust.
    refused: usize,
    /// Not compiled within 300 s.
    unfinished: usize,
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
    let first = run_tests(&folder, &chosen, &["--cargo-arg=--test=it", "--", "--"], FIRST)?;
    let mut missed = first.missed;
    let mut noticed = first.noticed + missed.len();
    let mut unfinished = first.unfinished;
    if !missed.is_empty() {
        // It leaves out a field of a struct whatever the patterns are: the files keep these few.
        let of_name = |name: &String| {
            let file = name.split(':').next().unwrap_or_default();
            [format!("--file={file}"), format!("--re={}", exactly(name))]
        };
        let left: Vec<_> = missed.iter().flat_map(of_name).collect();
        let rest = run_tests(&folder, &left, &["--cargo-arg=--lib", "--cargo-arg=--test=it"], &[])?;
        missed.retain(|name| rest.missed.contains(name));
        noticed -= rest.unfinished;
        unfinished += rest.unfinished;
    }
    noticed -= missed.len();
    if noticed == 0 {
        return Err("no mutant was noticed by a test: none was judged".to_owned());
    }
    let mut figures = format!(
        "{noticed} mutants noticed by a failure or a loop without an end, {} not at all; {} do not \
         compile\n",
        missed.len(),
        first.refused
    );
    if unfinished > 0 {
        figures += &format!("NOT RUN: {unfinished} were not compiled within 300 s\n");
    }
    if !missed.is_empty() {
        return Err(figures + &missed.join("\n"));
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
    let outcomes = outcomes["outcomes"].as_array().ok_or("outcomes.json has no outcomes")?;
    let count = |summary: &str, last_phase: &str| {
        let is_one = |outcome: &&Value| {
            let last = outcome["phase_results"].as_array().and_then(|phases| phases.last());
            outcome["summary"] == summary && last.is_some_and(|last| last["phase"] == last_phase)
        };
        outcomes.iter().filter(is_one).count()
    };
    Ok(Judged {
        noticed: count("CaughtMutant", "Test") + count("Timeout", "Test"),
        refused: count("Unviable", "Build"),
        unfinished: count("Timeout", "Build"),
        missed: files::read(&results.join("missed.txt"))?.lines().map(str::to_owned).collect(),
    })
}

/// A pattern of one name alone.
fn exactly(name: &str) -> String {
    let mut pattern = String::from("^");
    for letter in name.chars() {
        // `\<` and `\>` match at the ends of words; the two match themselves without a backslash.
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
