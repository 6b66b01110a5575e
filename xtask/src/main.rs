//! Builds, tests and serves the codec: `cargo xtask` prints how.

mod base64;
mod bench;
mod build;
mod bundles;
mod columns;
mod components;
mod departures;
mod engines;
mod fields;
mod fields_page;
mod files;
mod formatter_bench;
mod formatters;
mod fuzz;
mod generated;
mod imports;
mod licences;
mod miri;
mod module;
mod mutants;
mod node_red;
mod objects;
mod package;
mod playground;
mod prove;
mod reproducible;
mod run;
mod sample;
mod sbom;
mod serve;
mod template;
mod test;
mod tools;

use std::process::ExitCode;

use build::Profile;
use run::Outcome;

const HELP: &str = "\
cargo xtask build [--dev]      builds the npm package, pkg/, and the playground in it
cargo xtask bundles            writes what catalogues take, anew: pkg/bundles/
cargo xtask serve [--dev] [--port N]
                               builds it, decodes one uplink with it, serves the playground on
                               127.0.0.1:8080
cargo xtask test [STEP]...     runs all tests, or these steps of them:
                               {steps}
                               (package:deno,bun runs the package's tests in these two alone)
cargo xtask bench [--beside FOLDER]
                               measures speed and size; beside another build of the package
cargo xtask bench formatters [--beside FOLDER]
                               measures the formatters alone; beside others by model:
                               FOLDER/ws101.decoder.js, FOLDER/ws101.encoder.js
cargo xtask bench columns FOLDER
                               measures columns beside loops over these decoders, in V8
cargo xtask prove [PART]...    proves what tests can only sample, for hours; all parts, or these:
                               {parts}
                               (fuzz:600 fuzzes each target for 600 s; the report is target/prove/report.md)
cargo xtask corpus             keeps what fuzzing here has found, reduced: fuzz/corpus/
cargo xtask generate           writes the generated files that are committed
cargo xtask check              tells whether they are current, and whether files import each other

--dev builds without optimising, and a panic prints itself on the console.
Missing tools are installed: the wasm target, wasm-bindgen, cargo's further commands, npm packages,
and, by root, Chromium, Firefox and Python.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match start(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: &[String]) -> Outcome<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{}", help())
        }
        ["build"] => build::build(Profile::Release)?,
        ["build", "--dev"] => build::build(Profile::Dev)?,
        ["bundles"] => bundles::write()?,
        ["serve", options @ ..] => build_and_serve(options)?,
        ["test", ..] => return test::test(&arguments[1..]),
        ["bench", "formatters", options @ ..] => bench::formatters(options)?,
        ["bench", "columns", folder] => bench::columns(folder)?,
        ["bench", options @ ..] => bench::bench(options)?,
        ["prove", ..] => return prove::prove(&arguments[1..]),
        ["corpus"] => fuzz::keep()?,
        ["generate"] => generated::generate()?,
        ["check"] => generated::check().and_then(|()| imports::check())?,
        other => {
            return Err(format!("not understood: {}; `cargo xtask` prints help", other.join(" ")));
        }
    }
    Ok(true)
}

fn help() -> String {
    HELP.replace("{steps}", &test::names().join(", "))
        .replace("{parts}", &prove::names().join(", "))
}

fn build_and_serve(options: &[&str]) -> Outcome {
    let (mut profile, mut port) = (Profile::Release, 8080);
    let mut options = options.iter();
    while let Some(&option) = options.next() {
        match option {
            "--dev" => profile = Profile::Dev,
            "--port" => {
                let given = options.next().ok_or("--port needs a number")?;
                port = given.parse().map_err(|_| format!("not a port: {given}"))?;
            }
            other => return Err(format!("serve: not understood: {other}")),
        }
    }
    build::build(profile)?;
    serve::sample()?;
    serve::serve(port)
}
