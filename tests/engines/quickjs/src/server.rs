//! A runtime, a context and a module for each case, as ChirpStack v4 has them since 4.17.

use crate::Result;
use rquickjs::loader::{BuiltinLoader, BuiltinResolver};
use rquickjs::{Array, CatchResultExt, Context, Ctx, IntoJs, Module, Object, Runtime, Type};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant, SystemTime};

const BUFFER: &str = include_str!("buffer.js");

/// The input of a case for the server.
pub enum Case {
    Uplink {
        bytes: Vec<u8>,
        f_port: u8,
    },
    /// `data` in the order of its keys, as the server's messages hold it.
    Downlink {
        data: Map<String, Value>,
        f_port: u8,
    },
    /// The same with `chirpstack_input` as an expression.
    Source {
        call: &'static str,
        source: String,
    },
    Unsupported(String),
}

impl Case {
    pub fn parse(line: &str) -> Result<Case> {
        let case: Value = serde_json::from_str(line)?;
        let call = match case["call"].as_str() {
            Some("decodeUplink") => "decodeUplink",
            Some("encodeDownlink") => "encodeDownlink",
            other => {
                let other = other.unwrap_or("nothing");
                return Ok(Case::Unsupported(format!("the server does not call {other}")));
            }
        };
        if let Some(source) = case["source"].as_str() {
            return Ok(Case::Source { call, source: source.into() });
        }
        let input = &case["input"];
        let f_port = match &input["fPort"] {
            Value::Null => 0,
            port => match port.as_u64().and_then(|port| u8::try_from(port).ok()) {
                Some(port) => port,
                None => return Ok(Case::Unsupported(format!("the server has no port {port}"))),
            },
        };
        if call == "encodeDownlink" {
            return Ok(match &input["data"] {
                Value::Object(data) => Case::Downlink { data: data.clone(), f_port },
                _ => Case::Unsupported("the server gives objects alone".into()),
            });
        }
        let byte = |value: &Value| value.as_u64().and_then(|value| u8::try_from(value).ok());
        let bytes = input["bytes"].as_array().and_then(|bytes| bytes.iter().map(byte).collect());
        Ok(match bytes {
            Some(bytes) => Case::Uplink { bytes, f_port },
            None => Case::Unsupported("the server gives bytes alone".into()),
        })
    }

    fn call(&self) -> &'static str {
        match self {
            Case::Uplink { .. } => "decodeUplink",
            Case::Downlink { .. } => "encodeDownlink",
            Case::Source { call, .. } => call,
            Case::Unsupported(_) => "",
        }
    }

    fn input<'js>(&self, ctx: &Ctx<'js>) -> rquickjs::Result<rquickjs::Value<'js>> {
        let input = Object::new(ctx.clone())?;
        match self {
            Case::Uplink { bytes, f_port } => {
                input.set("bytes", bytes.clone())?;
                input.set("fPort", *f_port)?;
                input.set("recvTime", SystemTime::now())?;
            }
            Case::Downlink { data, .. } => input.set("data", object(ctx, data)?)?,
            Case::Source { source, .. } => return ctx.eval(format!("({source})")),
            Case::Unsupported(_) => {}
        }
        input.set("variables", Object::new(ctx.clone())?)?;
        input.into_js(ctx)
    }
}

/// The server's answer to one line.
pub fn answer(script: &str, line: &str, limit: Duration) -> Result<String> {
    let answer = match Case::parse(line)? {
        Case::Unsupported(why) => json!({ "unsupported": why }),
        case => run(script, &case, limit).unwrap_or_else(|thrown| json!({ "thrown": thrown })),
    };
    Ok(answer.to_string())
}

pub fn run(script: &str, case: &Case, limit: Duration) -> std::result::Result<Value, String> {
    let text = |error: rquickjs::Error| error.to_string();
    let end = Instant::now() + limit;
    let runtime = Runtime::new().map_err(text)?;
    runtime.set_interrupt_handler(Some(Box::new(move || Instant::now() > end)));
    runtime.set_loader(
        BuiltinResolver::default().with_module("buffer"),
        BuiltinLoader::default().with_module("buffer", BUFFER),
    );
    let context = Context::full(&runtime).map_err(text)?;
    context.with(|ctx| {
        let result = evaluate(&ctx, script, case).catch(&ctx).map_err(|error| error.to_string())?;
        read(&result, case)
    })
}

fn evaluate<'js>(ctx: &Ctx<'js>, script: &str, case: &Case) -> rquickjs::Result<Object<'js>> {
    ctx.globals().set("chirpstack_input", case.input(ctx)?)?;
    let source = format!(
        "import {{ Buffer }} from \"buffer\";\n{script}\nexport default {}(chirpstack_input);\n",
        case.call()
    );
    let (module, done) = Module::declare(ctx.clone(), "script", source)?.eval()?;
    done.finish::<()>()?;
    module.get("default")
}

/// The server's part of the result: errors alone where there are any, warnings never.
fn read(result: &Object, case: &Case) -> std::result::Result<Value, String> {
    let text = |error: rquickjs::Error| error.to_string();
    // Anything but an array of strings is no errors.
    let errors: Vec<String> = result.get("errors").unwrap_or_default();
    if !errors.is_empty() {
        return Ok(json!({ "errors": errors }));
    }
    if case.call() == "decodeUplink" {
        return match json(&result.get("data").map_err(text)?)? {
            Value::Object(data) => Ok(json!({ "data": data })),
            _ => Err("decodeUplink did not return data".into()),
        };
    }
    // A cast from float saturates, truncates, and makes NaN 0.
    let bytes: Vec<f64> = result.get("bytes").map_err(text)?;
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| byte as u8).collect();
    let queued = match case {
        Case::Downlink { f_port, .. } => *f_port,
        _ => 0,
    };
    let f_port = result.get::<_, f64>("fPort").unwrap_or(queued.into()) as u8;
    Ok(json!({ "bytes": bytes, "fPort": f_port }))
}

/// Into the server's messages, which hold what JSON holds.
fn json(value: &rquickjs::Value) -> std::result::Result<Value, String> {
    let text = |error: rquickjs::Error| error.to_string();
    Ok(match value.type_of() {
        Type::Bool => json!(value.as_bool()),
        Type::Int => json!(value.as_int()),
        Type::Float => json!(value.as_float()),
        Type::String => {
            let string = value.as_string().map(|string| string.to_string());
            json!(string.transpose().map_err(text)?)
        }
        Type::Array => {
            let mut items = Vec::new();
            for item in value.as_array().into_iter().flat_map(Array::iter) {
                items.push(json(&item.map_err(text)?)?);
            }
            Value::Array(items)
        }
        Type::Object => {
            let mut members = Map::new();
            for member in value.as_object().into_iter().flat_map(Object::props::<String, _>) {
                let (name, member) = member.map_err(text)?;
                members.insert(name, json(&member)?);
            }
            Value::Object(members)
        }
        _ => Value::Null,
    })
}

/// Every number arrives as a float.
fn object<'js>(ctx: &Ctx<'js>, members: &Map<String, Value>) -> rquickjs::Result<Object<'js>> {
    let object = Object::new(ctx.clone())?;
    for (name, member) in members {
        object.set(name, value(ctx, member)?)?;
    }
    Ok(object)
}

fn value<'js>(ctx: &Ctx<'js>, from: &Value) -> rquickjs::Result<rquickjs::Value<'js>> {
    Ok(match from {
        Value::Null => rquickjs::Value::new_null(ctx.clone()),
        Value::Bool(value) => rquickjs::Value::new_bool(ctx.clone(), *value),
        Value::Number(number) => {
            rquickjs::Value::new_float(ctx.clone(), number.as_f64().unwrap_or(f64::NAN))
        }
        Value::String(string) => string.into_js(ctx)?,
        Value::Array(items) => {
            let array = Array::new(ctx.clone())?;
            for (index, item) in items.iter().enumerate() {
                array.set(index, value(ctx, item)?)?;
            }
            array.into_value()
        }
        Value::Object(members) => object(ctx, members)?.into_value(),
    })
}
