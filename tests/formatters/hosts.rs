//! The hosts themselves: they notice that a script is slow or leaves something behind.

use common::host::{Host, hosts, servers};
use serde_json::json;

const SCRIPT: &str = "
var calls = 0;
function encodeDownlink(input) {
  var data = input.data;
  if (data.loop) for (;;);
  if (data.leak) Object.prototype.leaked = Math.max = 1;
  if (data.remove) delete Math.min;
  return { bytes: [++calls], fPort: 1 };
}";

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn a_host_tells_what_became_of_the_globals() {
    for command in hosts() {
        let mut host = Host::start(&command, SCRIPT, &["--globals"]);
        let ask = |data| json!({ "call": "encodeDownlink", "input": { "data": data } }).to_string();
        for (calls, data) in [(1, json!({ "leak": 1 })), (2, json!({ "remove": 1 }))] {
            assert_eq!(host.ask(&ask(data)), json!({ "bytes": [calls], "fPort": 1 }), "{command}");
        }
        let globals = host.end().expect("a line on the globals");
        let expected = json!({
            "added": ["Object.prototype.leaked", "calls", "encodeDownlink"],
            "removed": ["Math.min"],
            "changed": ["Math.max"],
        });
        assert_eq!(globals["globals"], expected, "{command}");
    }
}

#[test]
#[ignore = "needs the hosts; `cargo xtask test` runs it"]
fn a_server_begins_anew_with_each_message_and_ends_a_loop() {
    for command in &servers() {
        let mut host = Host::start(command, SCRIPT, &["--mode", "server"]);
        let mut ask = |data| {
            let line = json!({ "call": "encodeDownlink", "input": { "data": data, "fPort": 1 } });
            host.ask(&line.to_string())
        };
        for _ in 0..2 {
            assert_eq!(ask(json!({})), json!({ "bytes": [1], "fPort": 1 }), "{command}");
        }
        let thrown = ask(json!({ "loop": 1 }))["thrown"].to_string();
        assert!(thrown.contains("time limit") || thrown.contains("interrupted"), "{thrown}");
    }
}
