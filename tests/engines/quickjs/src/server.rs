//! A runtime, a context and a module for each case, as ChirpStack v4 has them since 4.17.

use crate::Result;
use cpu_time::ThreadTime;
use rquickjs::loader::{BuiltinLoader, BuiltinResolver};
use rquickjs::{Array, CatchResultExt, Context, Ctx, IntoJs, Module, Object, Runtime, Type};
use serde_json::{Map, Value, json};
use std::time::{Duration, SystemTime};

/// The server's own costs about 3 ms for each message; of scripts it tells nothing.
const BUFFER: &str = "export class Buffer extends Uint8Array {}";

/// The call of a case, and the input that the server gives.
struct Case {
    call: String,
    input: Value,
}

impl Case {
    fn parse(line: &str) -> Result<Case> {
        let mut case: Value = serde_json::from_str(line)?;
        let call = case["call"].as_str().ok_or("no call")?.to_owned();
        Ok(Case { call, input: case["input"].take() })
    }

    fn input<'js>(&self, ctx: &Ctx<'js>) -> rquickjs::Result<rquickjs::Value<'js>> {
        let input = Object::new(ctx.clone())?;
        if let Some(bytes) = self.input["bytes"].as_array() {
            let bytes = bytes.iter().map(Value::as_u64).map(Option::unwrap_or_default);
            input.set("bytes", bytes.collect::<Vec<u64>>())?;
            input.set("fPort", self.input["fPort"].as_u64())?;
            input.set("recvTime", SystemTime::now())?;
        } else {
            input.set("data", value(ctx, &self.input["data"])?)?;
        }
        input.set("variables", Object::new(ctx.clone())?)?;
        input.into_js(ctx)
    }
}

/// The server's answer to one line, within the time that it gives a case; of the thread's own, lest a
/// busy machine ends a script.
pub fn answer(script: &str, line: &str) -> Result<String> {
    let answer = run(script, &Case::parse(line)?, Duration::from_millis(100));
    Ok(answer.unwrap_or_else(|thrown| json!({ "thrown": thrown })).to_string())
}

/// The time of a case, in microseconds. The clock is the thread's own: what else the machine does
/// does not count.
pub fn time(script: &str, line: &str) -> Result<String> {
    let case = Case::parse(line)?;
    let start = ThreadTime::now();
    let result = run(script, &case, Duration::from_secs(60));
    let microseconds = start.elapsed().as_secs_f64() * 1e6;
    Ok(match result {
        Ok(_) => json!({ "microseconds": microseconds }),
        Err(thrown) => json!({ "thrown": thrown }),
    }
    .to_string())
}

fn run(script: &str, case: &Case, limit: Duration) -> std::result::Result<Value, String> {
    let text = |error: rquickjs::Error| error.to_string();
    let start = ThreadTime::now();
    let runtime = Runtime::new().map_err(text)?;
    runtime.set_interrupt_handler(Some(Box::new(move || start.elapsed() > limit)));
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
        case.call
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
    if case.call == "decodeUplink" {
        return match json(&result.get("data").map_err(text)?)? {
            Value::Object(data) => Ok(json!({ "data": data })),
            _ => Err("decodeUplink did not return data".into()),
        };
    }
    // A cast from float saturates, truncates, and makes NaN 0.
    let bytes: Vec<f64> = result.get("bytes").map_err(text)?;
    let bytes: Vec<u8> = bytes.into_iter().map(|byte| byte as u8).collect();
    let queued = case.input["fPort"].as_f64().unwrap_or_default();
    let f_port = result.get::<_, f64>("fPort").unwrap_or(queued) as u8;
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

/// Every number arrives as a float, members in the order of their names.
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
        Value::Object(members) => {
            let object = Object::new(ctx.clone())?;
            for (name, member) in members {
                object.set(name, value(ctx, member)?)?;
            }
            object.into_value()
        }
    })
}
