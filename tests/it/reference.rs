//! The codec against an independent one in Python, which was written from the
//! guides and shares nothing with the rows. Needs `python3`, so `cargo xtask test`
//! runs it as a step of its own. A model that only one of the two covers is named
//! and left out; where CI=true, each model of the rows needs a reference.

use std::process::{Command, Output};

use common::codec::{Codec, Direction, decode, encode_to, models, rows};
use common::generate::{self, KINDS};
use common::host::Host;
use fastrand::Rng;
use milesight_codec::to_hex;
use serde_json::{Value as Json, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference");

/// Cases per model and call: all models share `MILESIGHT_CASES`.
fn cases() -> usize {
    let all = std::env::var("MILESIGHT_CASES").map(|text| text.parse().expect("a number"));
    common::share(all.unwrap_or(40_000))
}

#[test]
#[ignore = "needs python3; `cargo xtask test` runs it"]
fn generated_payloads_and_commands_agree_with_the_reference() {
    let seed = std::env::var("MILESIGHT_SEED").map_or(321, |text| text.parse().expect("a number"));
    println!("seed {seed}, {} cases per model and call", cases());
    let mut rng = Rng::with_seed(seed);
    let mut questions = Vec::new();
    for device in covered() {
        for call in ["decodeUplink", "decodeDownlink", "encodeDownlink"] {
            for number in 0..cases() {
                let kind = KINDS[number % KINDS.len()];
                let direction = match call {
                    "decodeUplink" => Direction::Uplink,
                    _ => Direction::Downlink,
                };
                let mut question = json!({ "model": rows(device).model, "call": call });
                let answer = if call == "encodeDownlink" {
                    let data = generate::command(&mut rng, rows(device), kind);
                    let port = match rng.u8(0..8) {
                        0 => rng.i32(-3..230).into(),
                        1 => Json::Null,
                        _ => 85.into(),
                    };
                    let encoded = encode_to(device, &data, &port);
                    question["data"] = data;
                    question["fPort"] = port;
                    let mut paths: Vec<_> =
                        encoded.errors.into_iter().map(|error| error.path).collect();
                    paths.sort();
                    json!({
                        "bytes": to_hex(&encoded.bytes),
                        "fPort": encoded.f_port,
                        "warnings": encoded.warnings.len(),
                        "error_paths": paths,
                    })
                } else {
                    let bytes = generate::payload(&mut rng, rows(device), direction, kind);
                    question["bytes"] = to_hex(&bytes).into();
                    let decoded = decode(device, direction, &bytes);
                    json!({
                        "data": decoded.data,
                        "warnings": decoded.warnings.len(),
                        "errors": decoded.errors.len(),
                    })
                };
                questions.push((question, answer));
            }
        }
    }
    let mut reference = Host::of("the reference", &mut python(&["serve.py"]));
    let reference = reference.ask_all(questions.iter().map(|(question, _)| question.to_string()));
    assert_eq!(reference.len(), questions.len());
    let differences: Vec<_> =
        questions.iter().zip(&reference).filter(|((_, ours), theirs)| ours != *theirs).collect();
    for ((question, ours), theirs) in differences.iter().take(12) {
        println!("{question}\n  codec     {ours}\n  reference {theirs}");
    }
    println!("{} cases compared, {} differ", questions.len(), differences.len());
    assert!(differences.is_empty());
}

/// The reference is right by itself: its own tests, and the case files, all worked out by hand.
#[test]
#[ignore = "needs python3; `cargo xtask test` runs it"]
fn the_reference_passes_the_cases() {
    let folder = concat!(env!("CARGO_TARGET_TMPDIR"), "/cases");
    // An earlier run's models may be gone.
    let _ = std::fs::remove_dir_all(folder);
    let models = models().iter().map(|device| rows(device).model);
    cases::write(std::path::Path::new(folder), models).unwrap();
    let Output { status, stdout, stderr } =
        python(&["vectors.py", folder]).output().expect("python3");
    print!("{}{}", text(&stdout), text(&stderr));
    assert!(status.success());
}

/// The models that have a reference; the others are named.
fn covered() -> Vec<Codec> {
    let Output { status, stdout, stderr } = python(&["codec.py"]).output().expect("python3");
    assert!(status.success(), "{}", text(&stderr));
    let names: Vec<_> = text(&stdout).split_whitespace().map(str::to_owned).collect();
    for name in &names {
        if !models().iter().any(|device| rows(device).model == name) {
            println!("{name}: only the reference has it, not compared");
        }
    }
    let (covered, without): (Vec<Codec>, Vec<Codec>) =
        models().iter().partition(|device| names.iter().any(|name| name == rows(device).model));
    let missing: Vec<_> = without.into_iter().map(|device| rows(device).model).collect();
    let is_strict = std::env::var("CI").as_deref() == Ok("true");
    assert!(
        missing.is_empty() || !is_strict,
        "no reference in tests/reference/devices: {}",
        missing.join(", ")
    );
    assert!(!covered.is_empty(), "no model has a reference");
    for model in missing {
        let file = model.replace('-', "_");
        println!("{model}: SKIPPED: no reference; add tests/reference/devices/{file}.py");
    }
    covered
}

fn python(arguments: &[&str]) -> Command {
    let mut python = Command::new("python3");
    python.args(arguments).current_dir(FOLDER).env("PYTHONDONTWRITEBYTECODE", "1");
    python
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
