//! What the formatters cost the servers, for each message: compiled and run in a fresh runtime,
//! beyond an empty script, beside the hand-written scripts in tests/engines/baseline.

use std::path::{Path, PathBuf};

use milesight_codec::print::formatter::{Half, script};
use milesight_codec::{Device, from_hex};
use serde_json::{Map, Value, json};

use crate::run::{self, Outcome, command};
use crate::{engines, files};

const RUNS: &str = "300";

/// A script by its name in the table, and the files that make it.
type Script = (String, Vec<PathBuf>);

/// Measures in goja, at The Things Stack's version, and in QuickJS. `given` are scripts to be
/// measured beside ours, with VS321's uplinks and downlinks.
pub fn measure(given: &[PathBuf]) -> Outcome<Value> {
    let folder = run::target().join("bench-formatters");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut figures = Map::new();
    for host in engines::hosts()?
        .iter()
        .filter(|host| !host.contains("newest") && !host.starts_with("node"))
    {
        let engine = if host.contains("goja") { "goja" } else { "quickjs" };
        for device in Device::all() {
            for (kind, call) in [("uplink", "decodeUplink"), ("downlink-encode", "encodeDownlink")]
            {
                let payloads = folder.join(format!("{}-{kind}.ndjson", device.model()));
                files::write(&payloads, cases(device, kind, call)?)?;
                let rows = bench(host, &scripts(&folder, device, call, given)?, &payloads)?;
                println!("{}", table(&format!("{engine}, {} {call}", device.name()), &rows));
                figures.insert(format!("{engine} {} {call}", device.model()), rows);
            }
        }
        let rows = history(host, &folder)?;
        println!("{}", table(&format!("{engine}, VS321 desk records of 11 bytes"), &rows));
        figures.insert(format!("{engine} vs321 history"), rows);
    }
    Ok(Value::Object(figures))
}

/// The samples of a kind, as hosts read them.
fn cases(device: Device, kind: &str, call: &str) -> Outcome<String> {
    let samples = cases::samples(device.model());
    let mut lines = String::new();
    for sample in samples.iter().filter(|sample| sample["type"] == kind) {
        let input = &sample["input"];
        let input = match input["bytes"].as_str() {
            Some(hex) => {
                let bytes = from_hex(hex).map_err(|error| error.to_string())?;
                json!({ "bytes": bytes, "fPort": 85 })
            }
            None => json!({ "data": input["data"], "fPort": 85 }),
        };
        lines += &format!("{}\n", json!({ "call": call, "input": input }));
    }
    Ok(lines)
}

fn scripts(folder: &Path, device: Device, call: &str, given: &[PathBuf]) -> Outcome<Vec<Script>> {
    let half = if call == "decodeUplink" { Half::Uplink } else { Half::Downlink };
    let mut scripts = Vec::new();
    for (name, half) in [("one direction", half), ("both directions", Half::Both)] {
        let file = folder.join(format!("{}-{half:?}.js", device.model()));
        files::write(&file, script(device.rows(), half))?;
        scripts.push((name.to_owned(), vec![file]));
    }
    let baseline = run::root().join("tests/engines/baseline");
    let family = if device.model() == "ws52x" { "ws523" } else { device.model() };
    let own = |role| baseline.join(format!("{family}.{role}.js"));
    if own("decoder").exists() {
        let role = if half == Half::Uplink { "decoder" } else { "encoder" };
        scripts.push(("hand-written, one direction".to_owned(), vec![own(role)]));
        let both = vec![own("decoder"), own("encoder")];
        scripts.push(("hand-written, both".to_owned(), both));
    }
    if device.model() == "vs321" {
        scripts.extend(given.iter().map(|file| (file.display().to_string(), vec![file.clone()])));
    }
    Ok(scripts)
}

/// What longer and longer runs of history cost, to see that it grows with their length.
fn history(host: &str, folder: &Path) -> Outcome<Value> {
    let device = Device::find("vs321").ok_or("there is no vs321")?;
    let file = folder.join("history.js");
    files::write(&file, script(device.rows(), Half::Uplink))?;
    let record = [0x20, 0xce, 0xe8, 0x1b, 0x44, 0x66, 0, 3, 0, 2, 0];
    let mut rows = Vec::new();
    for records in [1, 11, 22] {
        let payloads = folder.join("history.ndjson");
        let input = json!({ "bytes": record.repeat(records), "fPort": 85 });
        files::write(&payloads, json!({ "call": "decodeUplink", "input": input }).to_string())?;
        let name = format!("{records} records, {} bytes", records * record.len());
        let measured = bench(host, &[(name, vec![file.clone()])], &payloads)?;
        rows.extend(measured.as_array().cloned().unwrap_or_default());
    }
    Ok(Value::Array(rows))
}

/// One line a script: its median beyond the empty script's, and the spread.
fn bench(host: &str, scripts: &[Script], payloads: &Path) -> Outcome<Value> {
    let mut command = command(host);
    command.arg("--bench");
    for (name, files) in scripts {
        let files: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
        command.arg("--script").arg(format!("{name}={}", files.join(",")));
    }
    let printed = run::output(command.arg("--payloads").arg(payloads).args(["--runs", RUNS]))?;
    let lines = printed.lines().map(serde_json::from_str::<Value>);
    let lines = lines.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    Ok(Value::Array(lines.into_iter().filter(|line| line["name"] != "empty").collect()))
}

fn table(title: &str, rows: &Value) -> String {
    let mut text = format!("{title}: µs beyond an empty script, tenth and ninetieth percentile");
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    let net = |name: &str| {
        rows.iter().find(|row| row["name"] == name).and_then(|row| row["net"].as_f64())
    };
    for row in rows {
        let name = row["name"].as_str().unwrap_or_default();
        let hand_written = match name {
            "one direction" => net("hand-written, one direction"),
            "both directions" => net("hand-written, both"),
            _ => None,
        };
        let ratio = match (row["net"].as_f64(), hand_written) {
            (Some(own), Some(other)) => format!("  {:.2} of hand-written", own / other),
            _ => String::new(),
        };
        text += &format!(
            "\n  {name:28} {:>8} {:>8} {:>8}{ratio}",
            row["net"], row["netP10"], row["netP90"]
        );
    }
    text + "\n"
}
