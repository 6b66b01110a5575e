//! The cost of formatters to servers, for each message: a script compiled and run in a fresh
//! runtime, beyond an empty script. The Things Stack's scripts have one direction, ChirpStack's
//! both.

use std::collections::BTreeMap;
use std::path::Path;

use common::host::Host;
use milesight_codec::print::formatter::{Half, script};
use milesight_codec::{Device, from_hex};
use serde_json::{Map, Value, json};

use crate::run::Outcome;
use crate::{engines, files};

const ROUNDS: usize = 300;

const EMPTY: &str = "function decodeUplink() { return { data: {} }; }
function encodeDownlink() { return { bytes: [] }; }";

/// The calls, the kinds of their samples, and the names of another's files.
const CALLS: [(&str, &str, &str); 2] =
    [("decodeUplink", "uplink", "decoder"), ("encodeDownlink", "downlink-encode", "encoder")];

/// Measures in goja, at The Things Stack's version, and in QuickJS. `beside` has other scripts by
/// model: `ws101.decoder.js` and `ws101.encoder.js`.
pub fn measure(beside: Option<&Path>) -> Outcome<Value> {
    println!("µs beyond an empty script: median, tenth and ninetieth percentile");
    let mut figures = Map::new();
    let mut ratios: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let hosts = engines::hosts()?;
    for (engine, command) in [("goja", &hosts[0]), ("quickjs", &hosts[2])] {
        for device in Device::all() {
            let others = beside.map(|folder| others(folder, device.model())).transpose()?.flatten();
            for (at, (call, kind, _)) in CALLS.into_iter().enumerate() {
                let half = match engine {
                    "quickjs" => Half::Both,
                    _ if at == 0 => Half::Uplink,
                    _ => Half::Downlink,
                };
                let mut scripts = vec![EMPTY.to_owned(), script(device.rows(), half)];
                scripts.extend(others.as_ref().map(|others| match half {
                    Half::Both => others.concat(),
                    _ => others[at].clone(),
                }));
                let name = format!("{engine}, {} {call}", device.model());
                let Some(times) = times(command, &scripts, &cases(device, kind, call)?) else {
                    println!("{name}: the other script answers none");
                    continue;
                };
                let costs: Vec<_> = times[1..].iter().map(|own| cost(own, &times[0])).collect();
                let mut line = format!("{name:36} {:8.1?}", costs[0]);
                if let Some(other) = costs.get(1) {
                    let ratio = costs[0][0] / other[0];
                    line += &format!(", other {other:8.1?}, ratio {ratio:.2}");
                    for group in [format!("{engine} {call}"), "all".to_owned()] {
                        ratios.entry(group).or_default().push(ratio);
                    }
                }
                println!("{line}");
                figures.insert(name, json!(costs));
            }
        }
    }
    for (group, ratios) in ratios {
        let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64;
        println!("{group}: {:.2}, the geometric mean of {} ratios", mean.exp(), ratios.len());
    }
    Ok(Value::Object(figures))
}

/// The decoder and the encoder that somebody else has written for a model. Each is in a function
/// of its own: both may use a name, and ChirpStack's module has a `Buffer` already.
fn others(folder: &Path, model: &str) -> Outcome<Option<[String; 2]>> {
    let scripts = CALLS.map(|(call, _, role)| (call, folder.join(format!("{model}.{role}.js"))));
    if !scripts.iter().all(|(_, file)| file.exists()) {
        return Ok(None);
    }
    let [decoder, encoder] = scripts.map(|(call, file)| {
        let text = files::read(&file);
        text.map(|text| format!("var {call} = (function () {{\n{text}\nreturn {call};\n}})();\n"))
    });
    Ok(Some([decoder?, encoder?]))
}

/// The samples of a kind, as hosts read them.
fn cases(device: Device, kind: &str, call: &str) -> Outcome<Vec<String>> {
    let samples = cases::samples(device.model()).into_iter();
    let line = |sample: Value| {
        let mut input = sample["input"].clone();
        if let Some(hex) = input["bytes"].as_str() {
            input["bytes"] = json!(from_hex(hex).map_err(|error| error.to_string())?);
        }
        Ok(json!({ "call": call, "input": input }).to_string())
    };
    samples.filter(|sample| sample["type"] == kind).map(line).collect()
}

/// The times of the scripts by rounds, in µs. A round takes the next of the cases that all of them
/// answer, and begins with another script. `None` where there is no such case.
fn times(command: &str, scripts: &[String], cases: &[String]) -> Option<Vec<Vec<f64>>> {
    let start = |script: &String| Host::start(command, script, &["--mode", "time"]);
    let mut hosts: Vec<Host> = scripts.iter().map(start).collect();
    let mut time = |which: usize, case: &str| hosts[which].ask(case)["microseconds"].as_f64();
    let answered: Vec<&String> = cases
        .iter()
        .filter(|case| (0..scripts.len()).all(|which| time(which, case).is_some()))
        .collect();
    let mut times = vec![Vec::new(); scripts.len()];
    for round in 0..ROUNDS {
        let case = answered.get(round % answered.len().max(1))?;
        for turn in 0..scripts.len() {
            let which = (round + turn) % scripts.len();
            times[which].push(time(which, case)?);
        }
    }
    hosts.into_iter().for_each(|host| drop(host.end()));
    Some(times)
}

/// Median, tenth and ninetieth percentile beyond the empty script.
fn cost(times: &[f64], empty: &[f64]) -> [f64; 3] {
    let mut net: Vec<f64> = times.iter().zip(empty).map(|(time, empty)| time - empty).collect();
    net.sort_by(f64::total_cmp);
    [0.5, 0.1, 0.9].map(|part| net[(net.len() as f64 * part) as usize])
}
