//! The cost of a script to the server: a fresh runtime for each run, the scripts in turn.

use crate::server::{Case, run};
use crate::{Result, read_all};
use cpu_time::ThreadTime;
use serde_json::json;
use std::time::Duration;

/// The least that the server takes for a script.
const EMPTY: &str = "function decodeUplink() { return { data: {} } } \
                     function encodeDownlink() { return { bytes: [] } }";

const WARM_UP: usize = 20;

/// Runs every script once a round, and starts each round with another one. The clock is the
/// thread's own: what else the machine does does not count.
pub fn measure(scripts: &[String], payloads: &str, runs: usize) -> Result<()> {
    let mut named = vec![("empty", EMPTY.to_string())];
    for script in scripts {
        let (name, files) = script.split_once('=').ok_or(format!("{script} is not NAME=FILE"))?;
        named.push((name, read_all(files.split(','))?));
    }
    let text = read_all([payloads].into_iter())?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let cases = lines.map(Case::parse).collect::<Result<Vec<_>>>()?;
    if cases.is_empty() || runs == 0 {
        return Err("nothing to measure".into());
    }

    let mut times = vec![Vec::with_capacity(runs); named.len()];
    let mut failed: Vec<Option<String>> = vec![None; named.len()];
    for round in 0..WARM_UP + runs {
        let case = &cases[round % cases.len()];
        for turn in 0..named.len() {
            let which = (round + turn) % named.len();
            if failed[which].is_some() {
                continue;
            }
            let start = ThreadTime::now();
            let result = run(&named[which].1, case, Duration::from_secs(60));
            let elapsed = start.elapsed().as_secs_f64() * 1e6;
            failed[which] = result.err();
            if round >= WARM_UP {
                times[which].push(elapsed);
            }
        }
    }

    if let Some(error) = &failed[0] {
        return Err(error.clone().into());
    }
    for (((name, _), taken), failed) in named.iter().zip(&times).zip(&failed) {
        if let Some(error) = failed {
            println!("{}", json!({ "name": name, "failed": error }));
            continue;
        }
        let net: Vec<f64> = taken.iter().zip(&times[0]).map(|(taken, base)| taken - base).collect();
        let line = json!({
            "name": name, "runs": runs, "unit": "µs", "clock": "thread",
            "median": quantile(taken, 0.5), "p10": quantile(taken, 0.1), "p90": quantile(taken, 0.9),
            "net": round(quantile(taken, 0.5) - quantile(&times[0], 0.5)),
            "netP10": quantile(&net, 0.1), "netP90": quantile(&net, 0.9),
        });
        println!("{line}");
    }
    Ok(())
}

fn quantile(values: &[f64], q: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    round(sorted[(q * (sorted.len() - 1) as f64).round() as usize])
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
