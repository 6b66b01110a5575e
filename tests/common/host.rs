//! Other programs that tests ask, a line of JSON each: above all the servers' engines, each with a
//! script in it.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// The hosts' commands, a line each, as `cargo xtask test` names them.
pub fn hosts() -> Vec<String> {
    let hosts = std::env::var("MILESIGHT_HOSTS").expect("MILESIGHT_HOSTS names the hosts");
    let hosts: Vec<_> = hosts.lines().map(str::to_owned).collect();
    assert!(!hosts.is_empty());
    hosts
}

/// Those that run a script as a network server does, in its engine: all but V8.
pub fn servers() -> Vec<String> {
    let mut servers = hosts();
    servers.retain(|command| !command.starts_with("node"));
    assert!(!servers.is_empty());
    servers
}

/// A program that answers each line of its input with a line of JSON.
pub struct Host {
    /// For messages.
    pub name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    script: Option<PathBuf>,
}

impl Host {
    /// Starts an engine by its command, with a script's text.
    pub fn start(command: &str, script: &str, arguments: &[&str]) -> Host {
        // A file of its own, lest one host reads it while it is written for the next.
        static HOSTS: AtomicUsize = AtomicUsize::new(0);
        let number = HOSTS.fetch_add(1, Ordering::Relaxed);
        let name = format!("milesight-codec-{}-{number}.js", std::process::id());
        let file = std::env::temp_dir().join(name);
        std::fs::write(&file, script).unwrap();
        let mut words = command.split(' ');
        let mut program = Command::new(words.next().unwrap());
        program.args(words).arg("--script").arg(&file).args(arguments);
        Host { script: Some(file), ..Host::of(command, &mut program) }
    }

    /// Starts any other program.
    pub fn of(name: &str, program: &mut Command) -> Host {
        let started = program.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = started.unwrap_or_else(|error| panic!("{name}: {error}"));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        Host { name: name.to_owned(), child, input, output, script: None }
    }

    /// Writes a line, whose answer is to be read later.
    pub fn tell(&mut self, line: &str) {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Reads the next answer.
    pub fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let answer = serde_json::from_str(&line);
        plain(answer.unwrap_or_else(|error| panic!("{}: {error}: {line}", self.name)))
    }

    /// The answer to a line.
    pub fn ask(&mut self, line: &str) -> Value {
        self.tell(line);
        self.answer()
    }

    /// Asks many at once; a thread writes, so that neither side waits for the other.
    pub fn ask_all(&mut self, lines: impl IntoIterator<Item = String>) -> Vec<Value> {
        let lines: Vec<_> = lines.into_iter().map(|line| line + "\n").collect();
        let (count, text) = (lines.len(), lines.concat());
        let mut input = self.input.take().unwrap();
        let writer = std::thread::spawn(move || {
            input.write_all(text.as_bytes()).expect("the host reads all lines");
            input
        });
        let answers = (0..count).map(|_| self.answer()).collect();
        self.input = Some(writer.join().unwrap());
        answers
    }

    /// Closes the input, and gives the line that `--globals` asks for.
    pub fn end(mut self) -> Option<Value> {
        self.input = None;
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert!(self.child.wait().unwrap().success(), "{}", self.name);
        if let Some(script) = self.script {
            std::fs::remove_file(script).unwrap();
        }
        (!line.is_empty()).then(|| serde_json::from_str(&line).expect("JSON"))
    }
}

/// JavaScript writes numbers up to 1e21 without an exponent; beyond 2 to the 53rd they are floats.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.abs() >= 9_007_199_254_740_992.0 => float.into(),
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, plain(value))).collect()
        }
        other => other,
    }
}
