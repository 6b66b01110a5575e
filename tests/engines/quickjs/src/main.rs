//! Runs payload formatters in QuickJS, as ChirpStack v4 does.
//! ../../protocol.md says what it reads and writes.

mod bench;
mod server;
mod shared;

use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Duration;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str =
    "quickjs --script FILE… [--mode shared|server] [--strict] [--globals] [--limit MS]
quickjs --bench --script NAME=FILE[,FILE…]… --payloads FILE [--runs N]
quickjs --version";

fn main() {
    if let Err(error) = run() {
        eprintln!("quickjs: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    let mut scripts = Vec::new();
    let mut mode = "shared".to_string();
    let (mut strict, mut globals, mut bench) = (false, false, false);
    let mut limit = Duration::from_millis(100);
    let mut payloads = String::new();
    let mut runs = 1000;

    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--script" => scripts.push(value()?),
            "--mode" => mode = value()?,
            "--strict" => strict = true,
            "--globals" => globals = true,
            "--limit" => limit = Duration::from_millis(value()?.parse()?),
            "--bench" => bench = true,
            "--payloads" => payloads = value()?,
            "--runs" => runs = value()?.parse()?,
            "--version" => {
                println!("{}", version()?);
                return Ok(());
            }
            "--help" => {
                println!("{USAGE}");
                return Ok(());
            }
            _ => return Err(format!("unexpected argument {argument}\n{USAGE}").into()),
        }
    }

    if bench {
        return bench::measure(&scripts, &payloads, runs);
    }
    let script = read_all(scripts.iter().map(String::as_str))?;
    match mode.as_str() {
        "shared" => shared::run(&script, strict, globals),
        "server" if globals => Err("--globals goes with --mode shared".into()),
        "server" => each_line(|line| server::answer(&script, line, limit)),
        _ => Err(format!("no mode {mode}").into()),
    }
}

fn version() -> Result<String> {
    // SAFETY: the engine returns a static string that ends in NUL.
    let engine = unsafe { std::ffi::CStr::from_ptr(rquickjs::qjs::JS_GetVersion()) };
    Ok(format!("quickjs-ng {} through rquickjs 0.12", engine.to_str()?))
}

pub fn read_all<'a>(files: impl Iterator<Item = &'a str>) -> Result<String> {
    let mut script = String::new();
    for file in files {
        script += &std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
        script.push('\n');
    }
    Ok(script)
}

/// Answers every line of standard input with one of standard output. What is written is flushed
/// whenever nothing more waits to be read, so that a caller may go back and forth.
pub fn each_line(mut answer: impl FnMut(&str) -> Result<String>) -> Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let mut output = BufWriter::with_capacity(1 << 16, std::io::stdout());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        if !line.trim().is_empty() {
            writeln!(output, "{}", answer(line.trim())?)?;
        }
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
    }
    Ok(output.flush()?)
}
