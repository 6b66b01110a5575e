//! `cargo xtask prove miri`: the core's tests under Miri, as many as the time allows. The core has no unsafe
//! code, so a finding would be one in a dependency or in the compiler.

use std::time::Instant;

use crate::run::{self, Outcome, command};

/// Miri comes with nightly compilers alone.
const TOOLCHAIN: &str = "nightly-2026-10-29";

/// Modules of `tests/it`, the fastest first. Miri is some hundred times slower than the processor, so
/// it runs one in a thousand of the generated cases.
const MODULES: [&str; 9] = [
    "vocabulary::",
    "commands::",
    "api::",
    "explain::",
    "snapshot::explanations",
    "cases::every_case_holds",
    "protocol::",
    "normalize::",
    "properties::",
];

/// Runs module after module until the time is up, and returns the verdict of each.
pub fn prove(seconds: u64) -> Outcome<String> {
    let mut install = command("rustup");
    install.args(["toolchain", "install", TOOLCHAIN, "--profile", "minimal"]);
    run::run(install.args(["--component", "miri,rust-src", "--no-self-update"]))?;
    let start = Instant::now();
    let mut figures = String::new();
    for module in MODULES {
        let left = seconds.saturating_sub(start.elapsed().as_secs());
        let verdict = match left {
            0 => "NOT RUN",
            _ if judge(module, left)? => "passed",
            _ => "NOT RUN to its end",
        };
        let took = start.elapsed().as_secs();
        figures += &format!("{module:26} {verdict}, at {took} s of {seconds}\n");
    }
    Ok(figures)
}

/// Returns true if the module's tests pass, and false if they are not done in time.
fn judge(module: &str, seconds: u64) -> Outcome<bool> {
    let mut tests = command("timeout");
    tests.args([&seconds.to_string(), "cargo", &format!("+{TOOLCHAIN}"), "miri", "test"]);
    tests.args(["--package", "milesight-codec", "--test", "it", "--", module]);
    tests.env("CARGO_TARGET_DIR", run::target().join("miri"));
    // Isolation would imitate the clock and the environment. A program read from bytes is kept for
    // good, since handles of devices are `Copy`.
    tests.env("MIRIFLAGS", "-Zmiri-disable-isolation -Zmiri-ignore-leaks");
    tests.env("MILESIGHT_ONE_OF", "1000");
    let ended = tests.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&ended.stdout);
    match ended.status.code() {
        Some(0) if said.contains("running 0 tests") => Err(format!("{module}: no such test")),
        Some(0) => Ok(true),
        // The exit code of `timeout`.
        Some(124) => Ok(false),
        _ => Err(format!("{module} under Miri:\n{said}{}", String::from_utf8_lossy(&ended.stderr))),
    }
}
