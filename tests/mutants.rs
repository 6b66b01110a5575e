//! The rows with one thing changed, each against the other tests: a change that no
//! test notices is a gap in the tests. `cargo xtask` names the tests' programs, so this
//! is a step of its own there.

mod common;

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::mutants::{Mutant, mutants};

/// Changes that make no difference, by what their description contains, and why.
const EQUIVALENT: &[(&str, &str)] = &[];

/// One out of so many mutants is tried; `MILESIGHT_MUTANTS_OF` sets another number.
fn one_of() -> usize {
    std::env::var("MILESIGHT_MUTANTS_OF").map_or(1, |text| text.parse().expect("a number"))
}

/// The tests' programs with their arguments, a line each, the fastest first.
fn judges() -> Vec<Vec<String>> {
    let judges = std::env::var("MILESIGHT_JUDGES").expect("MILESIGHT_JUDGES names the programs");
    judges.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

const LIMIT: Duration = Duration::from_secs(120);

/// Whether a program finds something wrong, with the mutant in its device's place.
fn notices(judge: &[String], mutant: Option<&Mutant>) -> bool {
    let mut command = Command::new(&judge[0]);
    command.args(&judge[1..]).env("RUST_BACKTRACE", "0").env("MILESIGHT_CASES", "400");
    if let Some(mutant) = mutant {
        command.env("MILESIGHT_MUTANT", &mutant.id);
    }
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return !status.success();
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
#[ignore = "needs the other tests' programs; `cargo xtask test` runs it"]
fn every_change_of_a_row_is_noticed() {
    let judges = judges();
    for judge in &judges {
        assert!(!notices(judge, None), "{judge:?} fails without any change");
    }
    let all: Vec<_> = milesight_codec::models().iter().flat_map(|device| mutants(device)).collect();
    let step = one_of();
    let chosen: Vec<_> = all.iter().skip(step / 2).step_by(step).collect();
    let next = AtomicUsize::new(0);
    let survivors = Mutex::new(Vec::new());
    let kills: Vec<_> = judges.iter().map(|_| AtomicUsize::new(0)).collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(mutant) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match judges.iter().position(|judge| notices(judge, Some(mutant))) {
                        Some(judge) => drop(kills[judge].fetch_add(1, Ordering::Relaxed)),
                        None => survivors.lock().unwrap().push(mutant.what.clone()),
                    }
                }
            });
        }
    });
    for (judge, kills) in judges.iter().zip(&kills) {
        let name = judge[0].rsplit('/').next().unwrap();
        println!("{:5} noticed by {name}", kills.load(Ordering::Relaxed));
    }
    let mut survivors = survivors.into_inner().unwrap();
    survivors.sort();
    let reason = |what: &str| EQUIVALENT.iter().find(|(part, _)| what.contains(part));
    let (equivalent, missed): (Vec<_>, Vec<_>) =
        survivors.iter().partition(|what| reason(what).is_some());
    println!(
        "row mutants: {} of {}, {} noticed, {} equivalent, {} missed",
        chosen.len(),
        all.len(),
        chosen.len() - survivors.len(),
        equivalent.len(),
        missed.len()
    );
    for what in &missed {
        println!("  missed: {what}");
    }
    assert_eq!(missed.len(), 0);
    if step == 1 {
        for (part, why) in EQUIVALENT {
            let stale = !equivalent.iter().any(|what| what.contains(part));
            assert!(!stale, "no longer equivalent: {part} ({why})");
        }
    }
}
