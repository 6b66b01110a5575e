//! The cost of formatters to servers, for each message: compiled and run in a fresh runtime,
//! beyond an empty script, beside other scripts of the same devices: the hand-written ones in
//! tests/engines/baseline, or those of a folder that is given.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use milesight_codec::print::formatter::{Half, script};
use milesight_codec::{Device, from_hex};
use serde_json::{Map, Value, json};

use crate::run::{self, Outcome, command};
use crate::{engines, files};

const RUNS: &str = "300";

/// A script by its name in the table, and the files that make it.
type Script = (String, Vec<PathBuf>);

/// The calls, the kinds of their samples, and the names of other scripts' files.
const CALLS: [(&str, &str, &str); 2] =
    [("decodeUplink", "uplink", "decoder"), ("encodeDownlink", "downlink-encode", "encoder")];

/// Measures in goja, at The Things Stack's version, and in QuickJS. `given` are scripts to be
/// measured beside ours, with VS321's uplinks and downlinks. `beside` has other scripts by model:
/// `ws101.decoder.js` and `ws101.encoder.js`.
pub fn measure(given: &[PathBuf], beside: Option<&Path>) -> Outcome<Value> {
    let folder = run::target().join("bench-formatters");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let baseline = run::root().join("tests/engines/baseline");
    let beside = beside.unwrap_or(&baseline);
    let mut figures = Map::new();
    let mut ratios = Ratios::default();
    for host in engines::hosts()?
        .iter()
        .filter(|host| !host.contains("newest") && !host.starts_with("node"))
    {
        let engine = if host.contains("goja") { "goja" } else { "quickjs" };
        for device in Device::all() {
            let others = Others::prepare(beside, &folder, device)?;
            for (call, kind, role) in CALLS {
                let payloads = folder.join(format!("{}-{kind}.ndjson", device.model()));
                files::write(&payloads, cases(device, kind, call)?)?;
                let others = others.as_ref().map(|others| others.scripts(role));
                if let Some(others) = &others {
                    keep_answered(host, others, &payloads)?;
                }
                if files::read(&payloads)?.is_empty() {
                    println!("{engine}, {} {call}: the other script answers none", device.name());
                    continue;
                }
                let mut scripts = scripts(&folder, device, call, given)?;
                scripts.extend(others.into_iter().flatten());
                let rows = bench(host, &scripts, &payloads)?;
                println!("{}", table(&format!("{engine}, {} {call}", device.name()), &rows));
                ratios.add(engine, call, &rows);
                figures.insert(format!("{engine} {} {call}", device.model()), rows);
            }
        }
        let rows = history(host, &folder)?;
        println!("{}", table(&format!("{engine}, VS321 desk records of 11 bytes"), &rows));
        figures.insert(format!("{engine} vs321 history"), rows);
    }
    println!("{}", ratios.means());
    Ok(Value::Object(figures))
}

/// The costs of our scripts in those of others, by engine and what was measured.
#[derive(Default)]
struct Ratios(BTreeMap<(String, String), Vec<f64>>);

impl Ratios {
    fn add(&mut self, engine: &str, call: &str, rows: &Value) {
        for (own, what) in [("one direction", call), ("both directions", "both")] {
            if let Some(ratio) = ratio(rows, own) {
                for engine in [engine, "all engines"] {
                    let key = (engine.to_owned(), what.to_owned());
                    self.0.entry(key).or_default().push(ratio);
                }
            }
        }
    }

    fn means(&self) -> String {
        let mut text = "geometric means of the ratios to other scripts:".to_owned();
        for ((engine, what), ratios) in &self.0 {
            let mean = ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64;
            text += &format!("\n  {engine}, {what}: {:.2} of {}", mean.exp(), ratios.len());
        }
        text
    }
}

/// The cost of a script of ours in that of the other script for the same.
fn ratio(rows: &Value, own: &str) -> Option<f64> {
    let rows = rows.as_array()?;
    let net = |name: &str| rows.iter().find(|row| row["name"] == name)?["net"].as_f64();
    Some(net(own)? / net(&format!("other, {own}"))?)
}

/// The decoder and the encoder that somebody else has written for a device.
struct Others {
    decoder: PathBuf,
    encoder: PathBuf,
    both: PathBuf,
}

impl Others {
    /// Copies them so that servers take them: ChirpStack's module has a `Buffer` already, and
    /// knows no second function of a name.
    fn prepare(from: &Path, folder: &Path, device: Device) -> Outcome<Option<Others>> {
        let find = |role: &str| {
            let names = [device.model(), if device.model() == "ws52x" { "ws523" } else { "" }];
            let files = names.map(|name| from.join(format!("{name}.{role}.js")));
            files.into_iter().find(|file| file.exists())
        };
        let (Some(decoder), Some(encoder)) = (find("decoder"), find("encoder")) else {
            return Ok(None);
        };
        let read = |file| files::read(file).map(|text| renamed(&text, "Buffer"));
        let (decoder, encoder) = (read(&decoder)?, read(&encoder)?);
        let own: Vec<&str> = functions(&encoder).collect();
        let same: Vec<&str> = functions(&decoder).filter(|name| own.contains(name)).collect();
        let apart = same.iter().fold(decoder.clone(), |text, name| renamed(&text, name));
        let write = |role: &str, text: String| {
            let file = folder.join(format!("{}-other-{role}.js", device.model()));
            files::write(&file, text).map(|()| file)
        };
        Ok(Some(Others {
            both: write("both", format!("{apart}\n{encoder}"))?,
            decoder: write("decoder", decoder)?,
            encoder: write("encoder", encoder)?,
        }))
    }

    fn scripts(&self, role: &str) -> Vec<Script> {
        let one = if role == "decoder" { &self.decoder } else { &self.encoder };
        vec![
            ("other, one direction".to_owned(), vec![one.clone()]),
            ("other, both directions".to_owned(), vec![self.both.clone()]),
        ]
    }
}

/// The names of the functions that lines begin with.
fn functions(text: &str) -> impl Iterator<Item = &str> {
    let names = text.lines().filter_map(|line| line.strip_prefix("function "));
    names.filter_map(|rest| rest.split('(').next())
}

/// The text with another name for a name.
fn renamed(text: &str, name: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(name) {
        out += before;
        let inside = out.ends_with(is_part) || behind.starts_with(is_part);
        out += name;
        out += if inside { "" } else { "Other" };
        rest = behind;
    }
    out + rest
}

/// Leaves the cases that the other scripts answer: they throw where ours say what is wrong.
fn keep_answered(host: &str, others: &[Script], payloads: &Path) -> Outcome {
    for (_, script) in others {
        let text = files::read(payloads)?;
        let mut command = command(host);
        for file in script {
            command.arg("--script").arg(file);
        }
        let input = File::open(payloads).map_err(|error| error.to_string())?;
        let answers = run::output(command.args(["--mode", "server"]).stdin(input))?;
        let kept = text.lines().zip(answers.lines()).filter(|(_, answer)| {
            !answer.starts_with(r#"{"thrown""#) && !answer.starts_with(r#"{"unsupported""#)
        });
        let kept: String = kept.map(|(case, _)| format!("{case}\n")).collect();
        files::write(payloads, kept)?;
    }
    Ok(())
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
    if device.model() == "vs321" {
        scripts.extend(given.iter().map(|file| (file.display().to_string(), vec![file.clone()])));
    }
    Ok(scripts)
}

/// The cost of longer and longer runs of history: it should grow with their length.
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
    for row in rows.as_array().into_iter().flatten() {
        let name = row["name"].as_str().unwrap_or_default();
        let ratio =
            ratio(rows, name).map_or(String::new(), |ratio| format!("  {ratio:.2} of other"));
        text += &format!(
            "\n  {name:28} {:>8} {:>8} {:>8}{ratio}",
            row["net"], row["netP10"], row["netP90"]
        );
    }
    text + "\n"
}
