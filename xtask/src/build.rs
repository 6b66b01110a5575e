//! `cargo xtask build`: the crate becomes WebAssembly, and with `pkg-template/` the npm package `pkg/`.

use std::path::{Path, PathBuf};

use crate::module::{self, Module, Names};
use crate::run::{self, Outcome, command};
use crate::{files, package, tools};

/// The purpose of a build.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// To be published: small, and without a trace of the machine it was built on.
    Release,
    /// To be worked on: built fast, names kept, and a panic prints itself on the console.
    Dev,
}

/// The features of WebAssembly that rustc's wasm32-unknown-unknown target uses unasked.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Builds all of `pkg/`.
pub fn build(profile: Profile) -> Outcome {
    tools::wasm_target()?;
    let wasm_bindgen = tools::wasm_bindgen()?.join("wasm-bindgen");
    let npm_tools = tools::npm("xtask")?;

    let work = run::target().join("package");
    let make = |folder: PathBuf, features: &[&str]| -> Outcome<Module> {
        files::empty_folder(&folder)?;
        let module = without_features(&npm_tools, &compile(profile, features)?, &folder)?;
        println!("build: generating the JavaScript glue");
        run::run(
            command(&wasm_bindgen)
                .args([
                    "--target",
                    "web",
                    "--omit-default-module-path",
                    "--no-typescript",
                    // For an instance that a full stack has stopped midway: pkg-template/lib/codec.js.
                    "--experimental-reset-state-function",
                    "--out-name",
                    "glue",
                ])
                .arg("--out-dir")
                .arg(&folder)
                .arg(module),
        )?;
        let names = finish(profile, &npm_tools, &folder)?;
        Ok(Module { folder, names })
    };
    // The simulator's folder is inside the codec's, which `make` empties.
    let codec = make(work.clone(), &[])?;
    let simulator = make(work.join("simulator"), &["simulate"])?;

    println!("build: writing pkg/");
    package::write(&package::Built {
        codec,
        simulator,
        esbuild: npm_tools.join("esbuild/bin/esbuild"),
    })
}

/// The module without its list of features, from which wasm-bindgen would conclude that values may
/// cross as references. V8 11 (Node 20) stops with a fatal error where it optimizes such calls, and
/// Node 16 does not compile them.
fn without_features(npm_tools: &Path, module: &Path, work: &Path) -> Outcome<PathBuf> {
    let to = work.join("plain.wasm");
    let mut optimizer = command("node");
    optimizer.arg(npm_tools.join("binaryen/bin/wasm-opt"));
    optimizer.args(WASM_FEATURES).args(["--strip-target-features", "--debuginfo", "-o"]);
    run::run(optimizer.arg(&to).arg(module))?;
    Ok(to)
}

/// Compiles the crate, and returns the module's path.
fn compile(profile: Profile, features: &[&str]) -> Outcome<PathBuf> {
    let (name, folder) = match profile {
        Profile::Release => ("release", "release"),
        Profile::Dev => ("development", "debug"),
    };
    println!("build: compiling the codec to WebAssembly ({name})");
    let mut cargo = run::cargo();
    cargo.args(["rustc", "--crate-type", "cdylib", "--package", "milesight-codec-wasm", "--lib"]);
    cargo.args(["--locked", "--target", "wasm32-unknown-unknown", "--no-default-features"]);
    cargo.args(features.iter().flat_map(|feature| ["--features", feature]));
    // See `without_features`.
    let mut flags = vec!["-Ctarget-feature=-reference-types,-multivalue".to_owned()];
    match profile {
        Profile::Release => {
            cargo.arg("--release");
            flags.extend(remapped_paths()?);
        }
        Profile::Dev => {
            cargo.args(["--features", "console-panic"]);
        }
    }
    // Encoded, because a path may hold a space.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    run::run(&mut cargo)?;
    Ok(run::target().join("wasm32-unknown-unknown").join(folder).join("milesight_codec_wasm.wasm"))
}

/// Source paths stand in panic messages: what is shipped must not name the builder's folders.
fn remapped_paths() -> Outcome<Vec<String>> {
    let sysroot = run::output(command("rustc").args(["--print", "sysroot"]))?;
    let mut flags = vec![
        format!("--remap-path-prefix={}=.", run::root().display()),
        format!("--remap-path-prefix={}/lib/rustlib/src/rust=rust", sysroot.trim()),
    ];
    let home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
        // A registry's folder is named after its address, which is of no concern to users. Of the
        // prefixes that fit, rustc takes the last.
        for registry in files::list(&home.join("registry").join("src")).unwrap_or_default() {
            flags.push(format!("--remap-path-prefix={}=cargo", registry.display()));
        }
    }
    Ok(flags)
}

/// Makes the module small: `glue_bg.wasm` becomes `codec.wasm`. The names and the target features
/// that wasm-bindgen read go only here. Returns the short names.
fn finish(profile: Profile, npm_tools: &Path, folder: &Path) -> Outcome<Names> {
    let (from, to) = (folder.join("glue_bg.wasm"), folder.join("codec.wasm"));
    if profile == Profile::Dev {
        files::write(&to, files::read_bytes(&from)?)?;
        return Ok(Names::default());
    }
    println!("build: optimising the module");
    run::run(
        command("node")
            .arg(npm_tools.join("binaryen/bin/wasm-opt"))
            .args([
                // In another order of blocks -Oz finds more; and no object is at the lowest addresses,
                // where the stack ends, so that what is added to an address can be its offset.
                "--flatten",
                "--rereloop",
                "-Oz",
                "-Oz",
                "--low-memory-unused",
                "--converge",
                // Larger functions compress better alone.
                "--one-caller-inline-max-function-size",
                "160",
                "--strip-debug",
                "--strip-producers",
                "--strip-target-features",
            ])
            .args(WASM_FEATURES)
            .arg("-o")
            .arg(&to)
            .arg(from),
    )?;
    let mut optimizer = command("node");
    optimizer.arg(npm_tools.join("binaryen/bin/wasm-opt")).args(WASM_FEATURES);
    optimizer.args(["--minify-imports-and-exports-and-modules", "-o"]);
    let names = run::output(optimizer.arg(&to).arg(&to))?;
    module::short_names(&names)
        .ok_or_else(|| format!("wasm-opt has listed no short names: {names}"))
}
