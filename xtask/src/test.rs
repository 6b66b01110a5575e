//! `cargo xtask test`: every test there is, in steps.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::thread;
use std::time::Instant;

use serde_json::{Value, json};

use crate::build::Profile;
use crate::run::{self, Outcome, command};
use crate::{build, engines, files, licences, package, sample, sbom, tools};

/// The outcome of one step.
enum Verdict {
    Passed,
    Failed(String),
    /// This machine cannot do it, for this reason.
    Skipped(String),
    /// The step counted its own tests.
    Counted(Counts),
}

#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
    /// The failed tests with their messages.
    failures: Vec<String>,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.failures.extend(other.failures);
    }
}

/// A step. Its function is given the words that stand after its name on the command line.
struct Step {
    name: &'static str,
    about: &'static str,
    /// Steps of a lane run one after the other, and beside those of other lanes; one without a
    /// lane has the machine to itself.
    lane: Option<&'static str>,
    /// True if the step tests `pkg/`.
    of_package: bool,
    run: fn(&[String]) -> Verdict,
}

const BUILD: Step = Step {
    name: "build",
    about: "the npm package",
    lane: None,
    of_package: false,
    run: build_package,
};

const STEPS: &[Step] = &[
    Step {
        name: "native",
        about: "the workspace's tests, natively",
        lane: None,
        of_package: false,
        run: native,
    },
    Step {
        name: "engines",
        about: "the formatter scripts in goja, QuickJS and V8, against the native codec",
        lane: None,
        of_package: false,
        run: engines,
    },
    BUILD,
    Step {
        name: "licences",
        about: "notices in the built package and the playground, and the bill of materials",
        lane: None,
        of_package: true,
        run: licences,
    },
    Step {
        name: "lint",
        about: "format and lint of the JavaScript",
        lane: None,
        of_package: false,
        run: lint,
    },
    Step {
        name: "package",
        about: "the packed npm package in every runtime, its command line, and the catalogue bundles",
        lane: Some("package"),
        of_package: true,
        run: package,
    },
    Step {
        name: "streams",
        about: "the pipelines of docs/integrate, in Benthos with a broker",
        lane: Some("package"),
        of_package: true,
        run: streams,
    },
    Step {
        name: "reference",
        about: "generated cases, against the reference codec in Python",
        lane: Some("package"),
        of_package: false,
        run: reference,
    },
    Step {
        name: "exhaustion",
        about: "short payloads and rows: native codec, package and script in V8, a sample of `prove`",
        lane: Some("package"),
        of_package: true,
        run: exhaustion,
    },
    Step {
        name: "rows",
        about: "rows with one thing changed, a sample of `prove`",
        lane: Some("package"),
        of_package: false,
        run: rows,
    },
    Step {
        name: "fuzz",
        about: "coverage-guided fuzzing, 10 s a target",
        lane: Some("package"),
        of_package: false,
        run: fuzz,
    },
    Step {
        name: "wasm",
        about: "the tests of the WebAssembly surface, in headless Chromium",
        lane: Some("browser"),
        of_package: false,
        run: wasm,
    },
    Step {
        name: "deny",
        about: "licences and sources of the dependencies",
        lane: Some("browser"),
        of_package: false,
        run: deny,
    },
    Step {
        name: "node-red",
        about: "the nodes in three versions of Node-RED, through its API and in its editor",
        lane: Some("browser"),
        of_package: true,
        run: node_red,
    },
    Step {
        name: "playground",
        about: "the built playground in Chromium and Firefox, as a person uses it",
        lane: Some("browser"),
        of_package: true,
        run: playground,
    },
    Step {
        name: "speed",
        about: "the playground's times, with nothing beside it",
        lane: None,
        of_package: true,
        run: speed,
    },
];

/// The steps' names, for the help text.
pub fn names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// Runs all steps, or those named: `package` or, with words that the step passes on,
/// `package:deno,bun`. Returns whether all is well.
pub fn test(wanted: &[String]) -> Outcome<bool> {
    let mut chosen = run::chosen("test step", STEPS, |step| step.name, wanted)?;
    // `pkg/` may be older than the sources.
    let is_build = |(step, _): &(&Step, _)| step.name == BUILD.name;
    if let Some(first) = chosen.iter().position(|(step, _)| step.of_package)
        && !chosen[..first].iter().any(is_build)
    {
        chosen.insert(first, (&BUILD, Vec::new()));
    }

    let mut total = Counts::default();
    let mut is_built = false;
    let mut rest = chosen.as_slice();
    while let Some((first, _)) = rest.first() {
        let beside = rest.iter().take_while(|(step, _)| step.lane.is_some()).count();
        let (now, later) = rest.split_at(if first.lane.is_some() { beside } else { 1 });
        let counts = run_lanes(now, is_built);
        is_built |= counts.failed == 0 && now.iter().any(is_build);
        total.add(counts);
        rest = later;
    }

    let strict = std::env::var("CI").is_ok_and(|value| value == "true");
    // Repeated here, since a log may be kept by its end alone.
    for failure in &total.failures {
        println!("test: FAILED: {failure}");
    }
    if strict && total.skipped > 0 {
        println!("test: a skip is a failure where CI=true");
    }
    println!("{} passed, {} failed, {} skipped", total.passed, total.failed, total.skipped);
    Ok(total.failed == 0 && total.passed > 0 && !(strict && total.skipped > 0))
}

/// Runs the lanes beside each other. Steps that test `pkg/` fail unless it has been built.
fn run_lanes(steps: &[(&Step, Vec<String>)], is_built: bool) -> Counts {
    let mut lanes: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (step, words) in steps {
        lanes.entry(step.lane).or_default().push((*step, words));
    }
    let mut total = Counts::default();
    thread::scope(|scope| {
        let run_all = |steps: Vec<(&Step, &Vec<String>)>| {
            steps.iter().map(|(step, words)| run_step(step, words, is_built)).collect::<Vec<_>>()
        };
        let lanes: Vec<_> =
            lanes.into_values().map(|steps| scope.spawn(move || run_all(steps))).collect();
        for lane in lanes {
            let counts = lane.join().expect("a step gives a verdict");
            counts.into_iter().for_each(|counts| total.add(counts));
        }
    });
    total
}

/// Runs a step and says what came of it.
fn run_step(step: &Step, words: &[String], is_built: bool) -> Counts {
    let name = step.name;
    println!("test: {name}: {}", step.about);
    let start = Instant::now();
    let verdict = if step.of_package && !is_built {
        Verdict::Failed("not run: the package is not built".to_owned())
    } else {
        (step.run)(words)
    };
    let seconds = start.elapsed().as_secs_f64();
    match verdict {
        Verdict::Passed => {
            println!("test: {name}: passed ({seconds:.1} s)");
            Counts { passed: 1, ..Counts::default() }
        }
        Verdict::Failed(why) => {
            println!("test: {name}: FAILED ({seconds:.1} s): {why}");
            Counts { failed: 1, failures: vec![format!("{name}: {why}")], ..Counts::default() }
        }
        Verdict::Skipped(why) => {
            println!("test: {name}: SKIPPED: {why}");
            Counts { skipped: 1, ..Counts::default() }
        }
        Verdict::Counted(mut counts) => {
            let Counts { passed, failed, skipped, failures } = &mut counts;
            println!(
                "test: {name}: {passed} passed, {failed} failed, {skipped} skipped ({seconds:.1} s)"
            );
            for failure in failures {
                *failure = format!("{name}: {failure}");
            }
            counts
        }
    }
}

fn verdict(outcome: Outcome) -> Verdict {
    outcome.map_or_else(Verdict::Failed, |()| Verdict::Passed)
}

fn native(_: &[String]) -> Verdict {
    verdict(run::run(run::cargo().args(["test", "--quiet", "--workspace", "--no-fail-fast"])))
}

fn reference(_: &[String]) -> Verdict {
    match tools::python() {
        Err(why) => Verdict::Skipped(why),
        Ok(()) => match sample::ignored_tests("reference", &[], &[]) {
            Err(why) => Verdict::Failed(why),
            Ok(figures) => {
                print!("{figures}");
                let is_skip = |line: &&str| line.contains(": SKIPPED: ");
                let skipped = figures.lines().filter(is_skip).count() as u64;
                Verdict::Counted(Counts { passed: 1, skipped, ..Counts::default() })
            }
        },
    }
}

fn engines(_: &[String]) -> Verdict {
    let missing = tools::go().err();
    if let Some(why) = missing {
        return Verdict::Skipped(why);
    }
    let check = || -> Outcome {
        let hosts = engines::hosts()?;
        run::run(
            run::cargo()
                .args(["test", "--profile", "fast", "--package", "milesight-codec"])
                .args(["--test", "formatters"])
                .args(["--", "--ignored", "--nocapture"])
                .env("MILESIGHT_HOSTS", hosts.join("\n")),
        )
    };
    verdict(check())
}

fn wasm(_: &[String]) -> Verdict {
    match tools::chromium() {
        Err(why) => Verdict::Skipped(why),
        Ok(chromium) => verdict(wasm_in(&chromium)),
    }
}

fn wasm_in(chromium: &tools::Chromium) -> Outcome {
    tools::wasm_target()?;
    let runner = tools::wasm_bindgen()?.join("wasm-bindgen-test-runner");
    // The runner itself adds --headless and --no-sandbox. These keep the browser from calling home.
    let capabilities = json!({ "goog:chromeOptions": {
        "binary": chromium.browser,
        "args": [
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }});
    let webdriver = run::target().join("webdriver.json");
    files::write(&webdriver, capabilities.to_string())?;
    run::run(
        run::cargo()
            .args(["test", "--package", "milesight-codec-wasm", "--test", "surface"])
            .args(["--target", "wasm32-unknown-unknown"])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", webdriver)
            // On a machine that does other work, 20 s are too few for a browser to start.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
            .env("CHROMEDRIVER", &chromium.driver),
    )
}

fn build_package(_: &[String]) -> Verdict {
    verdict(build::build(Profile::Release))
}

fn shown(figures: Outcome<String>) -> Verdict {
    verdict(figures.map(|figures| print!("{figures}")))
}

fn exhaustion(_: &[String]) -> Verdict {
    shown(sample::exhaust("997"))
}

fn rows(_: &[String]) -> Verdict {
    shown(sample::mutate_rows("40", ""))
}

fn fuzz(_: &[String]) -> Verdict {
    shown(sample::fuzz_for(10))
}

fn deny(_: &[String]) -> Verdict {
    shown(sample::licences())
}

fn licences(_: &[String]) -> Verdict {
    shown(licences::check().and_then(|notices| Ok(notices + &sbom::check()?)))
}

fn lint(_: &[String]) -> Verdict {
    let check = || {
        let biome = tools::npm("xtask")?.join("@biomejs/biome/bin/biome");
        run::run(command("node").arg(biome).args(["ci", "--error-on-warnings"]))
    };
    verdict(check())
}

/// Hands over to `tests/package/run.mjs`.
fn package(words: &[String]) -> Verdict {
    match package::write_invented(&run::target().join("invented")) {
        Ok(()) => with_chromium("tests/package", words),
        Err(why) => Verdict::Failed(why),
    }
}

fn streams(_: &[String]) -> Verdict {
    if let Err(why) = tools::go() {
        return Verdict::Skipped(why);
    }
    let folder = run::root().join("tests/engines/streams");
    verdict(run::run(command("go").args(["test", "-count=1", "."]).current_dir(folder)))
}

/// Hands over to `tests/node-red/run.mjs`.
fn node_red(words: &[String]) -> Verdict {
    with_chromium("tests/node-red", words)
}

/// Runs a folder's tests, of which some are in Chromium.
fn with_chromium(folder: &str, words: &[String]) -> Verdict {
    let browser = tools::chromium().map(|chromium| chromium.browser);
    let mut options = Vec::new();
    match &browser {
        Ok(browser) => options.extend(["--chromium".into(), browser.clone().into_os_string()]),
        Err(why) => options.extend(["--no-chromium".into(), why.into()]),
    }
    script(folder, &options, words).map_or_else(Verdict::Failed, Verdict::Counted)
}

/// Hands over to `tests/playground/run.mjs`, without the tests of `speed` unless they are named.
fn playground(words: &[String]) -> Verdict {
    let without = if words.is_empty() { &["--without", SPEED][..] } else { &[] };
    in_browsers(without, words)
}

fn speed(_: &[String]) -> Verdict {
    in_browsers(&[], &[SPEED.to_owned()])
}

/// The names of the playground's tests that other work would disturb begin with it.
const SPEED: &str = "speed: ";

fn in_browsers(own: &[&str], words: &[String]) -> Verdict {
    match tools::chromium() {
        Err(why) => Verdict::Skipped(why),
        Ok(chromium) => {
            let mut options = vec!["--chromium".into(), chromium.browser.into_os_string()];
            match tools::firefox() {
                Ok(firefox) => options.extend(["--firefox".into(), firefox.into_os_string()]),
                Err(why) => println!("test: {why}"),
            }
            options.extend(own.iter().map(OsString::from));
            script("tests/playground", &options, words)
                .map_or_else(Verdict::Failed, Verdict::Counted)
        }
    }
}

/// Runs a folder's `run.mjs`, which leaves its counts in a file.
fn script(folder: &str, options: &[OsString], words: &[String]) -> Outcome<Counts> {
    tools::npm(folder)?;
    sample::write_cases()?;
    let report = run::target().join(folder.replace('/', "-")).with_extension("json");
    let _ = std::fs::remove_file(&report);
    let mut tests = command("node");
    tests.arg(format!("{folder}/run.mjs")).arg("--report").arg(&report).args(options);
    let ended = run::run(tests.args(words));
    let report: Value = files::read(&report)
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
        .map_err(|problem| ended.clone().err().unwrap_or(problem))?;
    let count = |key: &str| {
        report[key].as_u64().ok_or_else(|| format!("the tests in {folder} report no {key}"))
    };
    let failures = report["failures"].as_array().into_iter().flatten();
    let counts = Counts {
        passed: count("passed")?,
        failed: count("failed")?,
        skipped: count("skipped")?,
        failures: failures.filter_map(Value::as_str).map(str::to_owned).collect(),
    };
    // A run that ends badly without naming a failure must not pass for a good one.
    if counts.failed == 0 { ended.map(|()| counts) } else { Ok(counts) }
}
