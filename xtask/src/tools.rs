//! The tools that Rust and Node do not bring along, each fetched once and kept in `target/` or
//! `node_modules/`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use crate::files;
use crate::run::{self, Outcome, command};

/// Makes sure that cargo can compile for WebAssembly.
pub fn wasm_target() -> Outcome {
    let mut libraries = command("rustc");
    libraries.args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]);
    if Path::new(run::output(&mut libraries)?.trim()).is_dir() {
        return Ok(());
    }
    println!("tools: adding the target wasm32-unknown-unknown");
    run::run(command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
}

/// Makes sure that coverage can be read: the compiler's own LLVM has to do that.
pub fn llvm_tools() -> Outcome {
    let libraries = run::output(command("rustc").args(["--print", "target-libdir"]))?;
    if Path::new(libraries.trim()).with_file_name("bin").join("llvm-cov").is_file() {
        return Ok(());
    }
    println!("tools: adding llvm-tools");
    run::run(command("rustup").args(["component", "add", "llvm-tools"]))
}

/// The folder of `wasm-bindgen` and `wasm-bindgen-test-runner`, built from `xtask/wasm-bindgen/` and
/// its lock file. wasm-bindgen writes shipped code, and the glue and the module must come from the
/// same version.
pub fn wasm_bindgen() -> Outcome<PathBuf> {
    let target = run::target().join("tools/wasm-bindgen");
    let programs = target.join("debug");
    if !programs.join("wasm-bindgen-test-runner").is_file() {
        println!("tools: building wasm-bindgen (a minute, once)");
    }
    let mut build = cargo_locked("build");
    build.arg("--manifest-path").arg(run::root().join(WASM_BINDGEN).join("Cargo.toml"));
    run::run(build.env("CARGO_TARGET_DIR", target))?;
    Ok(programs)
}

/// The package of wasm-bindgen's programs.
pub const WASM_BINDGEN: &str = "xtask/wasm-bindgen";

/// A cargo command for a tool: its dependencies come from a lock file or the command fails. The
/// compiler flags of this repository's own code do not apply.
fn cargo_locked(subcommand: &str) -> Command {
    let mut cargo = run::cargo();
    cargo.args([subcommand, "--quiet", "--locked"]);
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// Cargo's further commands. They write no shipped code; their versions are pinned all the same, and
/// they are installed from their published lock files or not at all.
const CARGO_TOOLS: [(&str, &str); 4] = [
    ("cargo-deny", "0.20.2"),
    ("cargo-fuzz", "0.13.2"),
    ("cargo-llvm-cov", "0.9.1"),
    ("cargo-mutants", "27.1.0"),
];

/// The program of one of them, installed if need be. Not optimised: it runs for moments, and is
/// built in half the time.
pub fn cargo_tool(name: &str) -> Outcome<PathBuf> {
    let known = CARGO_TOOLS.iter().find(|(tool, _)| *tool == name);
    let (_, version) = known.ok_or_else(|| format!("no version of {name} is chosen"))?;
    let folder = run::target().join("tools").join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        println!("tools: installing {name} {version} (a few minutes, once)");
        let mut install = cargo_locked("install");
        install.args([name, "--version", version, "--debug", "--root"]).arg(folder);
        run::run(install.env("CARGO_PROFILE_DEV_DEBUG", "0"))?;
    }
    Ok(program)
}

/// Installs the npm packages of a folder as its lock file has them, and returns its `node_modules`.
/// No package runs a script of its own.
pub fn npm(folder: &str) -> Outcome<PathBuf> {
    let folder = run::root().join(folder);
    let modules = folder.join("node_modules");
    let installed = modules.join(".installed-lock.json");
    let lock = files::read(&folder.join("package-lock.json"))?;
    if files::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(modules);
    }
    println!("tools: installing the npm packages of {}", shown(&folder));
    run::run(
        command("npm").args(["ci", "--ignore-scripts", "--loglevel=error"]).current_dir(&folder),
    )?;
    files::write(&installed, lock)?;
    Ok(modules)
}

fn shown(folder: &Path) -> String {
    folder.strip_prefix(run::root()).unwrap_or(folder).display().to_string()
}

/// A browser and the program that drives it.
pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

/// Chromium and ChromeDriver. The error says why there are none.
pub fn chromium() -> Outcome<Chromium> {
    found_chromium().map_or_else(
        || {
            debian("Chromium with ChromeDriver", &["chromium", "chromium-driver"])?;
            found_chromium()
                .ok_or_else(|| "Chromium was installed, but is not to be found".to_owned())
        },
        Ok,
    )
}

/// Firefox. The error says why there is none.
pub fn firefox() -> Outcome<PathBuf> {
    let found = || ["firefox-esr", "firefox"].into_iter().find_map(run::find);
    found().map_or_else(
        || {
            debian("Firefox", &["firefox-esr"])?;
            found().ok_or_else(|| "Firefox was installed, but is not to be found".to_owned())
        },
        Ok,
    )
}

/// Go. The error says that there is none: Debian's is too old for the newest goja.
pub fn go() -> Outcome {
    let found = run::find("go").map(drop);
    found.ok_or_else(|| "no Go here, which the engine of The Things Stack is written in".to_owned())
}

/// Python. The error says why there is none.
pub fn python() -> Outcome {
    if run::find("python3").is_some() { Ok(()) } else { debian("python3", &["python3"]) }
}

/// Installs Debian's packages for something that the machine lacks; only root can.
fn debian(what: &str, packages: &[&str]) -> Outcome {
    if run::find("apt-get").is_none() {
        return Err(format!("no {what} here, and no apt-get to install it with"));
    }
    if run::output(command("id").arg("-u"))?.trim() != "0" {
        return Err(format!("no {what} here, and only root can install it"));
    }
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock();
    println!("tools: installing Debian's {}", packages.join(" and "));
    let apt = || {
        let mut apt = command("apt-get");
        apt.arg("--quiet=2").env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run::run(apt().arg("update"))?;
    run::run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn found_chromium() -> Option<Chromium> {
    let browser =
        ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(run::find)?;
    Some(Chromium { browser, driver: run::find("chromedriver")? })
}

#[cfg(test)]
mod tests {
    use super::{WASM_BINDGEN, cargo_locked};
    use crate::{files, run};

    /// The version of a package in a folder's Cargo.lock.
    fn locked_version(folder: &str, package: &str) -> String {
        let lock = files::read(&run::root().join(folder).join("Cargo.lock")).unwrap();
        let (_, entry) = lock.split_once(&format!("name = \"{package}\"\n")).unwrap();
        entry.lines().next().unwrap().to_owned()
    }

    #[test]
    fn the_glue_and_the_module_come_from_one_version_of_wasm_bindgen() {
        let module = locked_version("", "wasm-bindgen");
        for package in ["wasm-bindgen-cli", "wasm-bindgen-cli-support", "wasm-bindgen-tools"] {
            assert_eq!(locked_version(WASM_BINDGEN, package), module, "{package}");
        }
    }

    #[test]
    fn tools_are_built_and_installed_from_lock_files_alone() {
        for subcommand in ["build", "install"] {
            assert!(cargo_locked(subcommand).get_args().any(|argument| argument == "--locked"));
        }
    }
}
