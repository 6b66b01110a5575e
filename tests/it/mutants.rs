//! The rows with one thing changed, each against the other tests: a change that no
//! test notices is a gap in the tests. `cargo xtask` names the tests' programs, so this
//! is a step of its own there.

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::codec::models;
use common::mutants::{SAME, mutants};

/// Changes that make no difference, `*` standing for any text, and why.
const EQUIVALENT: &[(&str, &str)] = &[
    ("ws5* uplink ff 24: gone", "the command's own row, repeated on ff, says the same"),
    ("ws5* uplink ff 26: gone", "the command's own row, repeated on ff, says the same"),
    ("ws5* uplink ff 30: gone", "the command's own row, repeated on ff, says the same"),
];

/// Returns true if a text matches a pattern with `*`.
fn is_like(text: &str, pattern: &str) -> bool {
    match pattern.split_once('*') {
        None => text == pattern,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|behind| {
            (0..=behind.len()).any(|skipped| is_like(&behind[skipped..], rest))
        }),
    }
}

/// One out of so many mutants is tried; `MILESIGHT_MUTANTS_OF` sets another number.
fn one_of() -> usize {
    std::env::var("MILESIGHT_MUTANTS_OF").map_or(1, |text| text.parse().expect("a number"))
}

/// Only those whose description has this text are tried, with `MILESIGHT_MUTANTS_WITH`.
fn with() -> String {
    std::env::var("MILESIGHT_MUTANTS_WITH").unwrap_or_default()
}

/// The tests' programs with their arguments, a line each, the fastest first.
fn judges() -> Vec<Vec<String>> {
    let judges = std::env::var("MILESIGHT_JUDGES").expect("MILESIGHT_JUDGES names the programs");
    judges.lines().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

const LIMIT: Duration = Duration::from_secs(120);

/// Returns true if a program fails, with the mutant of this id in its device's place.
fn notices(judge: &[String], mutant: &str) -> bool {
    let mut command = Command::new(&judge[0]);
    let few = [("RUST_BACKTRACE", "0"), ("MILESIGHT_CASES", "1600"), ("MILESIGHT_MET", "1")];
    command.args(&judge[1..]).envs(few).env("MILESIGHT_MUTANT", mutant);
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
    let step = one_of();
    // A test that fails beside any mutant would seem to notice all of them.
    for device in models().iter().step_by(step) {
        let same = format!("{}{SAME}", device.model());
        for judge in &judges {
            assert!(!notices(judge, &same), "{judge:?} fails without any change of {same}");
        }
    }
    let all: Vec<_> = models().iter().flat_map(|device| mutants(device.written())).collect();
    let with = with();
    let chosen = all.iter().filter(|mutant| mutant.what.contains(&with));
    let chosen: Vec<_> = chosen.skip(step / 2).step_by(step).collect();
    assert!(!chosen.is_empty(), "no mutant has {with:?}");
    let next = AtomicUsize::new(0);
    let survivors = Mutex::new(Vec::new());
    let kills: Vec<_> = judges.iter().map(|_| AtomicUsize::new(0)).collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(mutant) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match judges.iter().position(|judge| notices(judge, &mutant.id)) {
                        Some(judge) => drop(kills[judge].fetch_add(1, Ordering::Relaxed)),
                        None => survivors.lock().unwrap().push(mutant.what.clone()),
                    }
                }
            });
        }
    });
    for (judge, kills) in judges.iter().zip(&kills) {
        let name = judge[1..].join(" ");
        println!("{:5} noticed by {name}", kills.load(Ordering::Relaxed));
    }
    let mut survivors = survivors.into_inner().unwrap();
    survivors.sort();
    let reason = |what: &str| EQUIVALENT.iter().find(|(pattern, _)| is_like(what, pattern));
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
    if step == 1 && with.is_empty() {
        for (pattern, why) in EQUIVALENT {
            let stale = !equivalent.iter().any(|what| is_like(what, pattern));
            assert!(!stale, "no longer equivalent: {pattern} ({why})");
        }
    }
}
