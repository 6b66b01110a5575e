//! The one place where tests call the codec: its results in plain data, in the shape of TS013.

use std::sync::OnceLock;

pub use milesight_codec::table::Direction;
use milesight_codec::table::{Class, Device as Rows};
use milesight_codec::{Device, FieldValue, Outcome as Encoded, Value};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// A device's handle.
pub type Codec = &'static Device;

/// A payload's data, or the reasons why there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The data, `{}` beside errors.
    pub data: Json,
    /// Problems beside which the data hold.
    pub warnings: Vec<Problem>,
    /// Problems because of which there are none.
    pub errors: Vec<Problem>,
}

impl Outcome {
    /// Warnings and errors.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.warnings.iter().chain(&self.errors)
    }
}

/// A command's bytes, or the reasons why there are none.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// The bytes, none beside errors.
    pub bytes: Vec<u8>,
    /// The port.
    pub f_port: u8,
    /// Problems beside which the command is sent.
    pub warnings: Vec<Problem>,
    /// Problems because of which it is not.
    pub errors: Vec<Problem>,
}

/// A problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// `"out_of_range"`.
    pub code: String,
    /// The field, or `""`.
    pub path: String,
    /// The byte of a payload.
    pub offset: Option<usize>,
    /// The value as given.
    pub given: String,
    /// The values that are allowed.
    pub allowed: String,
    /// The message.
    pub message: String,
}

impl Problem {
    fn new(problem: &milesight_codec::Problem) -> Problem {
        Problem {
            code: problem.kind.code().to_owned(),
            path: problem.path.clone(),
            offset: problem.offset,
            given: problem.given.clone(),
            allowed: problem.allowed.clone(),
            message: problem.to_string(),
        }
    }

    /// As case files write it: `no_label at 3`, `range report_interval`.
    pub fn brief(&self) -> String {
        match self.offset {
            Some(offset) => format!("{} at {offset}", self.code),
            None => format!("{} {}", self.code, self.path),
        }
    }
}

/// The problems as case files write them.
pub fn briefs(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::brief).collect()
}

fn problems(problems: &[milesight_codec::Problem]) -> Vec<Problem> {
    problems.iter().map(Problem::new).collect()
}

/// A span of an explanation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Span {
    pub offset: usize,
    pub length: usize,
    pub kind: String,
    pub channel: Option<u8>,
    #[serde(rename = "type")]
    pub type_byte: Option<u8>,
    pub reason: Option<String>,
    pub parts: Vec<Part>,
}

/// A part of a span.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Part {
    pub offset: usize,
    pub length: usize,
    pub bits: Option<(u32, u32)>,
    pub kind: String,
    pub path: Option<String>,
    pub raw: String,
    pub value: Option<Json>,
    pub unit: Option<String>,
    pub label: String,
    pub source: String,
}

/// A payload, byte by byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub spans: Vec<Span>,
    pub warnings: Vec<Problem>,
    pub errors: Vec<Problem>,
}

/// Every device, or its mutant.
pub fn models() -> &'static [Codec] {
    static MODELS: OnceLock<Vec<Codec>> = OnceLock::new();
    MODELS.get_or_init(|| {
        let own = Device::all().map(leak);
        let mutant = crate::mutants::chosen(own.clone().map(|device| device.written()));
        let or_mutant = |device| {
            mutant.filter(|mutant| mutant.model == rows(device).model).map_or(device, compile)
        };
        own.map(or_mutant).collect()
    })
}

/// The mutant alone where there is one, else every device: the cases of the others cannot notice it.
pub fn changed() -> impl Iterator<Item = Codec> {
    let mutant = crate::mutants::model();
    let is_changed = move |model| mutant.as_deref().is_none_or(|mutant| mutant == model);
    models().iter().copied().filter(move |device| is_changed(rows(device).model))
}

/// The device of a name; `None` where there is none.
pub fn find(name: &str) -> Option<Codec> {
    let model = Device::find(name)?.model();
    models().iter().copied().find(|device| rows(device).model == model)
}

/// The device's rows.
pub fn rows(device: Codec) -> &'static Rows {
    device.rows()
}

/// A device without rows, for tests that add their own.
pub const INVENTED: Rows = Rows {
    model: "invented",
    name: "Invented",
    aliases: &[],
    guide: "Invented guide",
    class: Class::A,
    indoor: false,
    uplink: &[],
    downlink: &[],
    departures: &[],
};

/// A device of rows that no model has.
pub fn compile(rows: &'static Rows) -> Codec {
    leak(Device::compile(rows))
}

fn leak(device: Device) -> Codec {
    Box::leak(Box::new(device))
}

/// A payload's data.
pub fn decode(device: Codec, direction: Direction, bytes: &[u8]) -> Outcome {
    match decoded(device, direction, bytes) {
        Ok(decoded) => Outcome {
            data: plain(&decoded.data),
            warnings: problems(&decoded.warnings),
            errors: Vec::new(),
        },
        Err(refused) => Outcome {
            data: json!({}),
            warnings: problems(&refused.warnings),
            errors: problems(&refused.errors),
        },
    }
}

/// The same as JSON text, as the JavaScript surfaces give it.
pub fn decode_text(device: Codec, direction: Direction, bytes: &[u8]) -> String {
    let text = match decoded(device, direction, bytes) {
        Ok(decoded) => serde_json::to_string(&decoded),
        Err(refused) => serde_json::to_string(&json!({ "data": {}, "errors": refused.errors })),
    };
    text.expect("JSON")
}

fn decoded(
    device: Codec,
    direction: Direction,
    bytes: &[u8],
) -> Result<milesight_codec::Decoded, milesight_codec::Problems> {
    match direction {
        Direction::Uplink => device.decode_uplink(bytes),
        Direction::Downlink => device.decode_downlink(bytes),
    }
}

/// A command's bytes, for the default port.
pub fn encode(device: Codec, data: &Json) -> Sent {
    encode_to(device, data, &Json::Null)
}

/// A command's bytes, for a port.
pub fn encode_to(device: Codec, data: &Json, f_port: &Json) -> Sent {
    encode_wild(device, data, f_port, f64::NAN)
}

/// The text in whose place [`encode_wild`] puts a number that JSON cannot write.
pub const WILD: &str = "a number that JSON cannot write";

/// An uplink's bytes.
pub fn encode_uplink(device: Codec, data: &Json) -> Sent {
    sent(device.program().encode(Direction::Uplink, &value(data, f64::NAN), &Value::Undefined))
}

/// As [`encode_to`], with a number for each [`WILD`].
pub fn encode_wild(device: Codec, data: &Json, f_port: &Json, wild: f64) -> Sent {
    sent(device.program().encode(Direction::Downlink, &value(data, wild), &value(f_port, wild)))
}

fn sent(encoded: Encoded) -> Sent {
    Sent {
        bytes: encoded.bytes,
        f_port: encoded.f_port,
        warnings: problems(&encoded.warnings),
        errors: problems(&encoded.errors),
    }
}

/// A command in payloads of at most so many bytes, with warnings, or errors; a number for each
/// [`WILD`].
pub fn split(
    device: Codec,
    data: &Json,
    most: usize,
    wild: f64,
) -> (Vec<Vec<u8>>, Vec<Problem>, Vec<Problem>) {
    match device.program().encode_split(&value(data, wild), most) {
        Ok(sent) => (sent.payloads, problems(&sent.warnings), Vec::new()),
        Err(refused) => (Vec::new(), problems(&refused.warnings), problems(&refused.errors)),
    }
}

/// The fields of an uplink one by one: paths without places in lists, and values. And true if every
/// byte was decoded.
pub fn stream(device: Codec, bytes: &[u8]) -> (Vec<(String, Json)>, bool) {
    let mut fields = Vec::new();
    let mut next = 0;
    let is_complete = device.for_each_field(bytes, |field| {
        if let Some(entry) = field.entry {
            assert!(
                entry == next || entry + 1 == next,
                "entry {entry} of {field:?}, {next} entries"
            );
            next = entry + 1;
        }
        let list = if field.entry.is_some() { "[]" } else { "" };
        let parent = field.parent.map(|parent| format!("{parent}{list}.")).unwrap_or_default();
        let value = match field.value {
            FieldValue::Number(number) => plain(&Value::Number(number)),
            FieldValue::Label(label) => label.into(),
            FieldValue::Bytes(bytes) => bytes.to_string().into(),
            _ => panic!("a kind of value that this test does not know"),
        };
        fields.push((format!("{parent}{}", field.name), value));
    });
    (fields, is_complete)
}

/// Every byte of a payload.
pub fn explain(device: Codec, direction: Direction, bytes: &[u8]) -> Explanation {
    let explanation = match direction {
        Direction::Uplink => device.explain_uplink(bytes),
        Direction::Downlink => device.explain_downlink(bytes),
    };
    Explanation {
        spans: serde_json::from_value(plain(&explanation.spans)).expect("spans"),
        warnings: problems(&explanation.warnings),
        errors: problems(&explanation.errors),
    }
}

/// The list of normalized measurements.
pub fn normalize(device: Codec, data: &Json) -> Json {
    normalize_wild(device, data, f64::NAN)
}

/// As [`normalize`], with a number for each [`WILD`].
pub fn normalize_wild(device: Codec, data: &Json, wild: f64) -> Json {
    plain(&device.program().normalize(&value(data, wild)).data)
}

/// The models that a payload may be from.
pub fn detect(bytes: &[u8]) -> Vec<&'static str> {
    Device::detect(bytes).iter().map(|device| device.model()).collect()
}

/// The JSON Schema of decoded uplinks, or of commands.
pub fn schema(device: Codec, direction: Direction) -> Json {
    plain(&match direction {
        Direction::Uplink => milesight_codec::describe::schema::uplink(device.rows()),
        Direction::Downlink => milesight_codec::describe::schema::downlink(device.rows()),
    })
}

/// The device's TypeScript declarations.
pub fn declarations(device: Codec) -> String {
    milesight_codec::describe::typescript::declarations(device.rows())
}

/// The list of fields.
pub fn fields(device: Codec) -> Vec<Json> {
    device.fields().iter().map(plain).collect()
}

/// The field of a path.
pub fn field(device: Codec, path: &str) -> Json {
    let found = fields(device).into_iter().find(|field| field["path"] == path);
    found.unwrap_or_else(|| panic!("{} has no field {path}", rows(device).model))
}

/// A value as JSON.
pub fn plain(value: &(impl Serialize + ?Sized)) -> Json {
    serde_json::to_value(value).expect("JSON")
}

/// The bytes of a list, or the message that it is no payload.
pub fn bytes_of(json: &Json) -> Result<Vec<u8>, String> {
    use milesight_codec::input::{byte_of, check_length, not_a_list};
    let given = value(json, f64::NAN);
    let read = || {
        let Value::List(list) = &given else { return Err(not_a_list(&given, "")) };
        check_length(list.len())?;
        list.iter().enumerate().map(|(index, item)| byte_of(index, item)).collect()
    };
    read().map_err(|problem: milesight_codec::Problem| problem.to_string())
}

/// A value for the codec.
fn value(json: &Json, wild: f64) -> Value {
    match json {
        Json::String(text) if text == WILD => wild.into(),
        Json::Array(list) if is_wild(json) => {
            Value::List(list.iter().map(|item| value(item, wild)).collect())
        }
        Json::Object(members) if is_wild(json) => Value::Object(
            members.iter().map(|(name, member)| (name.clone(), value(member, wild))).collect(),
        ),
        _ => Value::deserialize(json).expect("a value"),
    }
}

fn is_wild(json: &Json) -> bool {
    match json {
        Json::String(text) => text == WILD,
        Json::Array(list) => list.iter().any(is_wild),
        Json::Object(members) => members.values().any(is_wild),
        _ => false,
    }
}
