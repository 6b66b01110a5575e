//! The fuzz targets: built by cargo-fuzz, for stable Rust, without a sanitizer, since there is no
//! unsafe code to watch. Their corpus is kept as lines of hex in `fuzz/corpus/`, a file a target.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use milesight_codec::{Device, from_hex, to_hex};

use crate::files;
use crate::run::{self, Outcome, command};
use crate::tools;

pub const TARGETS: [&str; 4] = ["decode", "encode", "explain", "text"];

/// The outcome of fuzzing a target.
pub struct Figures {
    pub target: &'static str,
    pub seconds: u64,
    pub executions: u64,
    pub edges: u64,
    pub corpus: usize,
}

/// Builds the targets and returns the folder of their programs.
pub fn build() -> Outcome<PathBuf> {
    let cargo_fuzz = tools::cargo_tool("cargo-fuzz")?;
    let target = run::target().join("fuzz");
    let mut build = command(cargo_fuzz);
    build.args(["fuzz", "build", "--sanitizer", "none", "--fuzz-dir", "fuzz"]);
    run::run(build.env("CARGO_TARGET_DIR", &target).env_remove("RUSTFLAGS"))?;
    let built = run::output(command("rustc").arg("--print").arg("host-tuple"))?;
    Ok(target.join(built.trim()).join("release"))
}

/// Fuzzes every target for some seconds, two at a time. A failure keeps its input in
/// `target/fuzz/failures`.
pub fn run(seconds: u64) -> Outcome<Vec<Figures>> {
    let programs = build()?;
    let mut all = Vec::new();
    for pair in TARGETS.chunks(2) {
        let figures = std::thread::scope(|scope| {
            let running: Vec<_> = pair
                .iter()
                .map(|target| scope.spawn(|| fuzz(&programs, target, seconds)))
                .collect();
            running
                .into_iter()
                .map(|thread| thread.join().unwrap_or_else(|_| Err("a thread ended".to_owned())))
                .collect::<Vec<_>>()
        });
        for figures in figures {
            all.push(figures?);
        }
    }
    Ok(all)
}

fn fuzz(programs: &Path, target: &'static str, seconds: u64) -> Outcome<Figures> {
    let corpus = unpack(target)?;
    let failures = run::target().join("fuzz/failures");
    std::fs::create_dir_all(&failures).map_err(|error| error.to_string())?;
    let output = command(programs.join(target))
        .arg(&corpus)
        .arg(format!("-max_total_time={seconds}"))
        .args(["-max_len=128", "-timeout=10", "-print_final_stats=1", "-verbosity=1"])
        .arg(format!("-dict={}", dictionary()?.display()))
        .arg(format!("-artifact_prefix={}/{target}-", failures.display()))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    files::write(&failures.with_file_name(format!("{target}.log")), &said)?;
    if !output.status.success() {
        let tail: Vec<_> = said.lines().rev().take(30).collect();
        let tail: Vec<_> = tail.into_iter().rev().collect();
        return Err(format!("fuzzing {target} failed:\n{}", tail.join("\n")));
    }
    let executions = number_behind(&said, "stat::number_of_executed_units:");
    let edges = number_behind(&said, " cov:");
    if executions == 0 || edges == 0 {
        return Err(format!("fuzzing {target}: {executions} executions, {edges} edges covered"));
    }
    Ok(Figures {
        target,
        seconds,
        executions,
        edges,
        corpus: std::fs::read_dir(&corpus).map_or(0, Iterator::count),
    })
}

/// The words that commands are made of, for the fuzzer to put together.
fn dictionary() -> Outcome<PathBuf> {
    let mut words = BTreeSet::new();
    for device in Device::all() {
        for field in device.fields() {
            words.extend(field.path.split(['.', '[', ']']).map(str::to_owned));
            words.extend(field.labels.into_iter().chain(field.commands).map(str::to_owned));
        }
    }
    words.retain(|word| !word.is_empty());
    let lines: String = words.iter().map(|word| format!("\"\\\"{word}\\\"\"\n")).collect();
    let file = run::target().join("fuzz/words.dict");
    files::write(&file, lines)?;
    Ok(file)
}

/// The number behind the last occurrence of a word.
fn number_behind(text: &str, word: &str) -> u64 {
    let rest = text.rsplit_once(word).map_or("", |(_, rest)| rest).trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// The working corpus of a target: what is kept, the samples, and what earlier runs here found.
fn unpack(target: &str) -> Outcome<PathBuf> {
    let folder = run::target().join("fuzz/corpus").join(target);
    let mut inputs = seeds(target);
    for line in files::read(&kept(target)).unwrap_or_default().lines() {
        inputs.push(from_hex(line).map_err(|error| format!("{target}: {error}"))?);
    }
    for (number, input) in inputs.iter().enumerate() {
        files::write(&folder.join(format!("kept-{number}")), input)?;
    }
    Ok(folder)
}

fn kept(target: &str) -> PathBuf {
    run::root().join(format!("fuzz/corpus/{target}.txt"))
}

/// The guides' examples, as inputs of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for (number, device) in Device::all().enumerate() {
        for sample in cases::samples(device.model()) {
            let kind = sample["type"].as_str().unwrap_or_default();
            let encode = kind == "downlink-encode";
            let side = if encode { &sample["output"] } else { &sample["input"] };
            let hex = side["bytes"].as_str().unwrap_or_default();
            let bytes = from_hex(hex).unwrap_or_default();
            let model = number as u8;
            let down = Device::all().len() as u8;
            all.extend(match target {
                "decode" => {
                    let direction = if kind == "uplink" { 0 } else { down };
                    Some([&[model + direction], &bytes[..]].concat())
                }
                "encode" if encode => {
                    let data = sample["input"]["data"].to_string();
                    Some([&[model, 85], data.as_bytes()].concat())
                }
                "explain" => Some(bytes),
                "text" if encode => Some(crate::base64::encode(&bytes).into_bytes()),
                "text" => Some(to_hex(&bytes).into_bytes()),
                _ => None,
            });
        }
    }
    all
}

/// Merges the working corpora into the smallest that cover as much, and keeps those.
pub fn keep() -> Outcome {
    let programs = build()?;
    for target in TARGETS {
        let found = unpack(target)?;
        let least = found.with_file_name(format!("{target}-least"));
        let _ = std::fs::remove_dir_all(&least);
        std::fs::create_dir_all(&least).map_err(|error| error.to_string())?;
        run::output(
            command(programs.join(target))
                .args(["-merge=1", "-max_len=128"])
                .args([&least, &found]),
        )?;
        let mut lines = Vec::new();
        for file in std::fs::read_dir(&least).map_err(|error| error.to_string())? {
            let path = file.map_err(|error| error.to_string())?.path();
            lines.push(to_hex(&std::fs::read(path).map_err(|error| error.to_string())?) + "\n");
        }
        lines.sort_by_key(|line| (line.len(), line.clone()));
        files::write(&kept(target), lines.concat())?;
        println!("fuzz: {target}: {} inputs kept", lines.len());
    }
    Ok(())
}
