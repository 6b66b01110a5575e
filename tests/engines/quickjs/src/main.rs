//! Runs payload formatters in QuickJS, as ChirpStack v4 does.
//! ../../protocol.md says what it reads and writes.

mod server;
mod shared;

use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() {
    if let Err(error) = run() {
        eprintln!("quickjs: {error}");
        std::process::exit(1);
    }
}

fn run() -> Result<()> {
    let (mut script, mut mode) = (String::new(), "shared".to_owned());
    let (mut strict, mut globals) = (false, false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--script" => script = std::fs::read_to_string(value()?)?,
            "--mode" => mode = value()?,
            "--strict" => strict = true,
            "--globals" => globals = true,
            _ => return Err(format!("unexpected argument {argument}").into()),
        }
    }
    match mode.as_str() {
        "shared" => shared::run(&script, strict, globals),
        "server" => each_line(|line| server::answer(&script, line)),
        "time" => each_line(|line| server::time(&script, line)),
        _ => Err(format!("no mode {mode}").into()),
    }
}

/// Answers every line of standard input with one of standard output. The output is flushed
/// whenever nothing more waits to be read, so that a caller may go back and forth.
pub fn each_line(mut answer: impl FnMut(&str) -> Result<String>) -> Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let mut output = BufWriter::with_capacity(1 << 16, std::io::stdout());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        writeln!(output, "{}", answer(line.trim())?)?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
    }
    Ok(output.flush()?)
}
