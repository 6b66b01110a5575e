//! Cases, and the comparison of what the hosts answer with the native codec.

use common::codec::{Codec, decode_text};
use common::generate::{self, Kind};
use common::host::{Host, hosts};
use common::plain;
use fastrand::Rng;
use milesight_codec::print::formatter::{Half, script};
use milesight_codec::table::{Direction, Row};
use milesight_codec::walk::record::{REFUSED, SLOTS_A_BYTE};
use milesight_codec::{Object, Value, to_hex};
use serde_json::{Value as Json, json};

pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// A host with a device's script.
pub fn start(command: &str, device: Codec, half: Half, arguments: &[&str]) -> Host {
    let mut host = Host::start(command, &script(device.rows(), half), arguments);
    host.name = format!("{} in {command}", device.model());
    host
}

/// A decoded payload, in the order of its members.
pub fn decoded(device: Codec, direction: Direction, bytes: &[u8]) -> Json {
    serde_json::from_str(&decode_text(device, direction, bytes)).expect("JSON")
}

/// The data of an uplink.
pub fn data_of(device: Codec, bytes: &[u8]) -> Object {
    device.decode_uplink(bytes).map(|decoded| decoded.data).unwrap_or_default()
}

#[derive(Debug, Clone)]
pub enum Case {
    Payload(Direction, Vec<u8>),
    Command(Value, Value),
    Normalize(Object),
}

impl Case {
    pub fn call(&self) -> &'static str {
        match self {
            Case::Payload(Direction::Uplink, _) => "decodeUplink",
            Case::Payload(Direction::Downlink, _) => "decodeDownlink",
            Case::Command(..) => "encodeDownlink",
            Case::Normalize(_) => "normalizeUplink",
        }
    }

    pub fn line(&self) -> String {
        let input = match self {
            Case::Payload(_, bytes) => json!({ "bytes": bytes, "fPort": 85 }),
            Case::Command(data, port) => json!({ "data": plain(data), "fPort": plain(port) }),
            Case::Normalize(data) => json!({ "data": plain(data) }),
        };
        json!({ "call": self.call(), "input": input }).to_string()
    }

    /// The native codec's answer, with quotations as scripts cut them.
    pub fn expected(&self, device: Codec) -> Json {
        cut(match self {
            Case::Payload(Direction::Uplink, bytes) => decoded(device, Direction::Uplink, bytes),
            Case::Payload(Direction::Downlink, bytes) => {
                decoded(device, Direction::Downlink, bytes)
            }
            Case::Command(data, port) => {
                plain(&device.program().encode(Direction::Downlink, data, port))
            }
            Case::Normalize(data) => plain(&device.program().normalize(&data.clone().into())),
        })
    }

    /// A server's answer: errors alone where there are any; ChirpStack reads no
    /// warnings, The Things Stack has the normalized payload as well.
    pub fn expected_of_server(&self, device: Codec, host: &str) -> Json {
        let mut expected = self.expected(device);
        let goja = is_goja(host);
        let fields = expected.as_object_mut().unwrap();
        if fields.contains_key("errors") {
            fields.retain(|name, _| name == "errors");
        } else if !goja {
            fields.remove("warnings");
        } else if let Case::Payload(Direction::Uplink, bytes) = self {
            let data = data_of(device, bytes);
            expected["normalized"] = plain(&device.program().normalize(&data.into()));
        }
        expected
    }

    /// The same case with less in it, in all ways that take away one thing.
    pub fn smaller(&self) -> Vec<Case> {
        match self {
            Case::Payload(direction, bytes) => (0..bytes.len())
                .map(|at| {
                    let mut bytes = bytes.clone();
                    bytes.remove(at);
                    Case::Payload(*direction, bytes)
                })
                .collect(),
            Case::Command(Value::Object(data), port) => {
                let without = |object: &Object, name: &str| {
                    let mut object = object.clone();
                    object.remove(name);
                    object
                };
                let mut smaller = Vec::new();
                for (name, value) in data.iter() {
                    smaller.push(Case::Command(without(data, name).into(), port.clone()));
                    for (member, _) in value.as_object().iter().flat_map(|object| object.iter()) {
                        let mut data = data.clone();
                        data.set(name.to_owned(), without(value.as_object().unwrap(), member));
                        smaller.push(Case::Command(data.into(), port.clone()));
                    }
                }
                smaller
            }
            _ => Vec::new(),
        }
    }
}

/// Returns true for The Things Stack's engine; a folder of the repository may have any name.
pub fn is_goja(command: &str) -> bool {
    command.rsplit(['/', '\\']).next().is_some_and(|program| program.starts_with("goja"))
}

/// Quotations of bytes end after 40 digits.
pub fn cut(json: Json) -> Json {
    const BEFORE: &str = "bytes left: ";
    match json {
        Json::String(text) => match text.split_once(BEFORE) {
            Some((before, left)) if left.len() > 40 => {
                json!(format!("{before}{BEFORE}{}...", &left[..40]))
            }
            _ => json!(text),
        },
        Json::Array(items) => items.into_iter().map(cut).collect(),
        Json::Object(members) => {
            members.into_iter().map(|(name, value)| (name, cut(value))).collect()
        }
        other => other,
    }
}

/// Numbers as JavaScript has them: engines write large whole ones with and without an exponent.
pub fn as_floats(json: Json) -> Json {
    match json {
        Json::Number(number) => json!(number.as_f64()),
        Json::Array(items) => items.into_iter().map(as_floats).collect(),
        Json::Object(members) => {
            members.into_iter().map(|(name, value)| (name, as_floats(value))).collect()
        }
        other => other,
    }
}

/// Makes a failing case as small as it gets, and tells of it.
pub fn complain(host: &mut Host, device: Codec, mut case: Case) -> ! {
    while let Some(smaller) = case
        .smaller()
        .into_iter()
        .find(|smaller| as_floats(host.ask(&smaller.line())) != as_floats(smaller.expected(device)))
    {
        case = smaller;
    }
    let answer = host.ask(&case.line());
    panic!(
        "{}\n  case   {}\n  native {}\n  script {answer}",
        host.name,
        case.line(),
        case.expected(device),
    );
}

/// Compares all hosts at once.
pub fn compare(hosts: &mut [Host], device: Codec, cases: &[Case]) {
    let expected: Vec<Json> = cases.iter().map(|case| as_floats(case.expected(device))).collect();
    std::thread::scope(|scope| {
        for host in hosts {
            scope.spawn(|| {
                let answers = host.ask_all(cases.iter().map(Case::line));
                let answers: Vec<_> = answers.into_iter().map(as_floats).collect();
                let differing = answers.iter().zip(&expected).position(|(own, other)| own != other);
                if let Some(at) = differing {
                    complain(host, device, cases[at].clone());
                }
            });
        }
    });
}

/// The same, in hosts of its own.
pub fn compare_in_all(device: Codec, cases: &[Case]) {
    let mut hosts: Vec<_> =
        hosts().iter().map(|command| start(command, device, Half::Both, &[])).collect();
    compare(&mut hosts, device, cases);
    hosts.into_iter().for_each(|host| drop(host.end()));
}

/// A case of a call, and, for a decoded uplink, the one of its normalized form.
pub fn generated(rng: &mut Rng, device: Codec, call: &str, kind: Kind) -> Vec<Case> {
    match call {
        "encodeDownlink" => {
            let port = match rng.u8(0..8) {
                0 => Value::Number(rng.i32(-3..230).into()),
                1 => Value::Null,
                2 => rng.choice([1.5.into(), "85".into(), true.into(), 1e300.into()]).unwrap(),
                _ => Value::Number(85.0),
            };
            // Values that JSON lacks are another test's.
            let command = generate::command(rng, device.rows(), kind);
            vec![Case::Command(common::json(&plain(&command).to_string()), port)]
        }
        "decodeDownlink" => {
            let bytes = generate::payload(rng, device.rows(), Direction::Downlink, kind);
            vec![Case::Payload(Direction::Downlink, bytes)]
        }
        _ => {
            let bytes = generate::payload(rng, device.rows(), Direction::Uplink, kind);
            let normalize = Case::Normalize(data_of(device, &bytes));
            let mut cases = vec![Case::Payload(Direction::Uplink, bytes)];
            cases.extend((rng.u8(0..8) == 0).then_some(normalize));
            cases
        }
    }
}

/// So often each row is met at least.
pub fn met() -> usize {
    setting("MILESIGHT_MET", 100) as usize
}

/// How often each row has been met.
pub struct Hits<'a>(Vec<(&'a Row, usize)>);

impl<'a> Hits<'a> {
    pub fn of(rows: impl Iterator<Item = &'a Row>) -> Hits<'a> {
        Hits(rows.map(|row| (row, 0)).collect())
    }

    /// Counts by what a payload explains to, or a command encodes to.
    pub fn count(&mut self, device: Codec, case: &Case) {
        let (direction, bytes) = match case {
            Case::Payload(direction, bytes) => (*direction, bytes.clone()),
            Case::Command(data, port) => (
                Direction::Downlink,
                device.program().encode(Direction::Downlink, data, port).bytes,
            ),
            Case::Normalize(_) => return,
        };
        for row in rows_in(device, direction, &bytes) {
            if let Some((_, count)) = self.0.iter_mut().find(|(other, _)| std::ptr::eq(*other, row))
            {
                *count += 1;
            }
        }
    }

    pub fn least(&self) -> usize {
        self.0.iter().map(|(_, count)| *count).min().unwrap_or_default()
    }

    pub fn check(&self, device: Codec, call: &str) {
        for (row, count) in &self.0 {
            let head = to_hex(&[row.channel, row.type_byte.unwrap_or_default()]);
            assert!(*count >= met(), "{} {call}: row {head} met {count} times", device.model());
        }
    }
}

/// The rows of a payload.
pub fn rows_in(device: Codec, direction: Direction, bytes: &[u8]) -> Vec<&'static Row> {
    let mut slots = vec![0; SLOTS_A_BYTE * bytes.len()];
    let recorded = device.program().record(direction, bytes, bytes.len(), &mut slots, None);
    let (program, rows) = (device.program(), device.rows());
    let mut found = Vec::new();
    let mut at = 0;
    while at < recorded.slots() {
        let id = (slots[at] % REFUSED) as usize;
        found.push(rows.uplink.iter().chain(rows.downlink).nth(id).expect("a row"));
        at += usize::from(program.rows[id].slots) + usize::from(slots[at] >= REFUSED);
    }
    found
}
