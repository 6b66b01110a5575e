//! The tools that Rust and Node do not bring along, each fetched once and kept in `target/` or
//! `node_modules/`.

use std::path::{Path, PathBuf};

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

/// The folder with `wasm-bindgen` and `wasm-bindgen-test-runner`, of the version in Cargo.lock: the
/// glue and the module must be made by the same one.
pub fn wasm_bindgen() -> Outcome<PathBuf> {
    let version = locked_version("wasm-bindgen")?;
    let folder = run::target().join("tools").join(format!("wasm-bindgen-{version}"));
    let programs = folder.join("bin");
    if programs.join("wasm-bindgen").is_file()
        && programs.join("wasm-bindgen-test-runner").is_file()
    {
        return Ok(programs);
    }
    println!("tools: installing wasm-bindgen-cli {version} (a few minutes, once)");
    install("wasm-bindgen-cli", &version, &folder)?;
    Ok(programs)
}

/// Installs a program with cargo: not optimised, since it works for moments, and is built in half
/// the time.
fn install(package: &str, version: &str, folder: &Path) -> Outcome {
    let install = |locked: bool| {
        let mut install = run::cargo();
        install.args(["install", "--quiet", package, "--version", version, "--root"]).arg(folder);
        install.arg("--debug").env("CARGO_PROFILE_DEV_DEBUG", "0");
        // What is built for this repository's own code says nothing about a foreign tool.
        install.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        if locked {
            install.arg("--locked");
        }
        run::run(&mut install)
    };
    // The tool's own lock file may name versions that a registry does not serve (any more).
    install(true).or_else(|problem| {
        println!("tools: {problem}; trying again without --locked");
        install(false)
    })
}

/// Cargo's further commands, and the versions that are known to work here.
const CARGO_TOOLS: [(&str, &str); 4] = [
    ("cargo-deny", "0.20.2"),
    ("cargo-fuzz", "0.13.2"),
    ("cargo-llvm-cov", "0.9.1"),
    ("cargo-mutants", "27.1.0"),
];

/// The program of one of them.
pub fn cargo_tool(name: &str) -> Outcome<PathBuf> {
    let known = CARGO_TOOLS.iter().find(|(tool, _)| *tool == name);
    let (_, version) = known.ok_or_else(|| format!("no version of {name} is chosen"))?;
    let folder = run::target().join("tools").join(format!("{name}-{version}"));
    let program = folder.join("bin").join(name);
    if !program.is_file() {
        println!("tools: installing {name} {version} (a few minutes, once)");
        install(name, version, &folder)?;
    }
    Ok(program)
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Outcome<String> {
    let lock = files::read(&run::root().join("Cargo.lock"))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock has no package {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

/// Installs the npm packages of a folder as its lock file has them, and returns its `node_modules`.
pub fn npm(folder: &str) -> Outcome<PathBuf> {
    let folder = run::root().join(folder);
    let modules = folder.join("node_modules");
    let installed = modules.join(".installed-lock.json");
    let lock = files::read(&folder.join("package-lock.json"))?;
    if files::read(&installed).is_ok_and(|text| text == lock) {
        return Ok(modules);
    }
    println!("tools: installing the npm packages of {}", shown(&folder));
    run::run(command("npm").args(["ci", "--loglevel=error"]).current_dir(&folder))?;
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
    use super::version_in;

    #[test]
    fn the_version_is_that_of_the_package_named() {
        let lock = "[[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
