//! The rows with one thing changed, each against the other tests: a change that no
//! test notices is a gap in the tests. `cargo xtask` names the tests' programs, so this
//! is a step of its own there.

use std::borrow::Borrow;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::codec::models;
use common::mutants::{Mutant, mutants};

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

/// Why a change makes no difference, if it is such a one.
fn reason(what: &str) -> Option<&'static str> {
    EQUIVALENT.iter().find(|(pattern, _)| is_like(what, pattern)).map(|(_, why)| *why)
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

/// Returns true if a program fails, or does not end, with the mutant of this id in its device's place.
fn notices(judge: &[String], mutant: &str) -> bool {
    let mut command = Command::new(&judge[0]);
    let few = [("RUST_BACKTRACE", "0"), ("MILESIGHT_CASES", "1600"), ("MILESIGHT_MET", "1")];
    command.args(&judge[1..]).envs(few).env("MILESIGHT_MUTANT", mutant);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.code().is_some(), "{judge:?} was killed beside {mutant}: {status}");
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

/// The first judge that notices each mutant, if one does.
fn verdicts(judges: &[Vec<String>], mutants: &[impl Borrow<Mutant> + Sync]) -> Vec<Option<usize>> {
    let next = AtomicUsize::new(0);
    let verdicts: Vec<_> = mutants.iter().map(|_| OnceLock::new()).collect();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(at) else { break };
                    let id = &mutant.borrow().id;
                    let verdict = judges.iter().position(|judge| notices(judge, id));
                    verdicts[at].set(verdict).expect("one verdict each");
                }
            });
        }
    });
    verdicts.into_iter().map(|verdict| verdict.into_inner().expect("a verdict")).collect()
}

#[test]
#[ignore = "needs the other tests' programs; `cargo xtask test` runs it"]
fn every_change_of_a_row_is_noticed() {
    let judges = judges();
    let (step, with) = (one_of(), with());
    let all: Vec<_> = models().iter().flat_map(|device| mutants(device.written())).collect();
    let mut chosen: Vec<_> = all.iter().filter(|mutant| mutant.what.contains(&with)).collect();
    assert!(!chosen.is_empty(), "no mutant has {with:?}");
    // The equivalent ones always: a test that fails beside any change would notice them, too.
    let mut number = step / 2;
    chosen.retain(|mutant| {
        number += 1;
        number % step == 0 || reason(&mutant.what).is_some()
    });
    let tried = chosen.len();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    chosen.retain(|mutant| mutant.compiles());
    std::panic::set_hook(hook);
    // And it would fail beside a copy of the device without any change.
    let of_models = models().iter().map(|device| device.written());
    let of_chosen = of_models.filter(|own| chosen.iter().any(|mutant| mutant.is_of(own.model)));
    let unchanged: Vec<_> = of_chosen.map(Mutant::unchanged).collect();
    for (mutant, judge) in unchanged.iter().zip(verdicts(&judges, &unchanged)) {
        let judge = judge.map(|judge| &judges[judge]);
        assert_eq!(judge, None, "it fails without any change: {}", mutant.id);
    }
    let verdicts = verdicts(&judges, &chosen);
    for (at, judge) in judges.iter().enumerate() {
        let kills = verdicts.iter().filter(|verdict| **verdict == Some(at)).count();
        println!("{kills:5} noticed by {}", judge[1..].join(" "));
    }
    let survivors = chosen.iter().zip(&verdicts).filter(|(_, verdict)| verdict.is_none());
    let (equivalent, missed): (Vec<_>, Vec<_>) =
        survivors.map(|(mutant, _)| &mutant.what).partition(|what| reason(what).is_some());
    println!(
        "row mutants: {tried} of {}, {} refused by the compiler, {} noticed, {} equivalent, {} missed",
        all.len(),
        tried - chosen.len(),
        chosen.len() - equivalent.len() - missed.len(),
        equivalent.len(),
        missed.len()
    );
    for what in &missed {
        println!("  missed: {what}");
    }
    assert_eq!(missed.len(), 0);
    for mutant in chosen.iter().filter(|mutant| !equivalent.contains(&&mutant.what)) {
        let stale = reason(&mutant.what);
        assert!(stale.is_none(), "no longer equivalent: {} ({stale:?})", mutant.what);
    }
}
