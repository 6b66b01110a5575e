//! The servers' own engines for the tests: goja, QuickJS and Node, each in a small host.

use std::path::PathBuf;

use crate::run::{self, Outcome, command};
use crate::tools;

/// The commands that start the hosts, built if need be. The error says what is missing.
pub fn hosts() -> Outcome<Vec<String>> {
    tools::go()?;
    let folder = run::root().join("tests/engines");
    let built = run::target().join("engines");
    std::fs::create_dir_all(&built).map_err(|error| format!("{}: {error}", built.display()))?;
    let mut hosts = Vec::new();
    for (name, module) in [("goja", "go.mod"), ("goja-newest", "newest.mod")] {
        println!("engines: building {name}");
        let program = built.join(name);
        let mut go = command("go");
        go.args(["build", "-modfile", module, "-o"]).arg(&program).arg(".");
        run::run(go.current_dir(folder.join("goja")))?;
        hosts.push(shown(program));
    }
    println!("engines: building QuickJS");
    let target = built.join("quickjs");
    let mut cargo = run::cargo();
    cargo.args(["build", "--quiet", "--release", "--locked", "--manifest-path"]);
    cargo.arg(folder.join("quickjs/Cargo.toml")).env("CARGO_TARGET_DIR", &target);
    run::run(&mut cargo)?;
    hosts.push(shown(target.join("release/quickjs")));
    hosts.push(format!("node {}", shown(folder.join("node/host.mjs"))));
    Ok(hosts)
}

fn shown(path: PathBuf) -> String {
    path.display().to_string()
}
