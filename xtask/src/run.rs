//! Starting other programs, and saying so when they fail.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Why a step could not be done, as a line for a person.
pub type Outcome<T = ()> = Result<T, String>;

/// The repository's root.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Cargo's target directory.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command that starts in the repository's root.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// A cargo command: the cargo that started this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", shown(command))) }
}

/// Runs a command to its end and returns what it printed.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("{} failed ({}): {}", shown(command), output.status, said.trim()))
    }
}

/// As [`output`], but a failure tells all that the command printed.
pub fn output_or_what_was_said(command: &mut Command) -> Outcome<String> {
    let output = command.output().map_err(|error| not_started(command, &error))?;
    let said = |stream: &[u8]| String::from_utf8_lossy(stream).into_owned();
    if output.status.success() {
        Ok(said(&output.stdout))
    } else {
        let (out, err) = (said(&output.stdout), said(&output.stderr));
        Err(format!("{} failed ({}):\n{out}{err}", shown(command), output.status))
    }
}

/// The path of a program that `PATH` finds.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("{} could not be started: {error}", shown(command))
}

/// The program's name and its first two arguments: enough to know which command it was.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut text = program.to_string_lossy().into_owned();
    for argument in command.get_args().take(2) {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

/// Those of `all` that are wanted by name, or all of them, each with the words that stand behind
/// its name: `package:deno,bun`. `kind` is what one of them is called.
pub fn chosen<'a, T>(
    kind: &str,
    all: &'a [T],
    name: fn(&T) -> &'static str,
    wanted: &[String],
) -> Outcome<Vec<(&'a T, Vec<String>)>> {
    if wanted.is_empty() {
        return Ok(all.iter().map(|one| (one, Vec::new())).collect());
    }
    let choose = |word: &String| {
        let (own, words) = word.split_once(':').unwrap_or((word, ""));
        let found = all.iter().find(|one| name(one) == own).ok_or_else(|| {
            let names: Vec<_> = all.iter().map(name).collect();
            format!("no {kind} {own:?}; there are {}", names.join(", "))
        })?;
        let words = words.split(',').filter(|word| !word.is_empty()).map(str::to_owned);
        Ok((found, words.collect()))
    };
    wanted.iter().map(choose).collect()
}
