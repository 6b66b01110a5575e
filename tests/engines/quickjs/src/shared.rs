//! One runtime for all cases.

use crate::{Result, each_line};
use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, Context, Ctx, Function, Module, Object, Runtime, Value};

const DRIVER: &str = include_str!("../../goja/driver.js");
const FUNCTIONS: &str = include_str!("../../goja/functions.js");

/// `strict`: the script is an ES module, as ChirpStack has it; otherwise a sloppy script.
pub fn run(script: &str, strict: bool, globals: bool) -> Result<()> {
    let runtime = Runtime::new()?;
    let context = Context::full(&runtime)?;
    context.with(|ctx| {
        cases(&ctx, script, strict, globals).catch(&ctx).map_err(|error| error.to_string())?
    })
}

fn cases<'js>(
    ctx: &Ctx<'js>,
    script: &str,
    strict: bool,
    globals: bool,
) -> rquickjs::Result<Result<()>> {
    let driver: Object = sloppy(ctx, DRIVER)?;
    let call: Function = driver.get("call")?;
    let snapshot: Function = driver.get("snapshot")?;
    let compare: Function = driver.get("compare")?;

    let before: Option<Value> = globals.then(|| snapshot.call(())).transpose()?;
    let functions: Object = if strict {
        let source = format!("{script}\nexport default {FUNCTIONS}");
        let (module, done) = Module::declare(ctx.clone(), "script", source)?.eval()?;
        done.finish::<()>()?;
        module.get("default")?
    } else {
        sloppy::<Value>(ctx, script)?;
        sloppy(ctx, FUNCTIONS)?
    };
    let answered = each_line(|line| {
        let answer = call.call::<_, String>((functions.clone(), line));
        Ok(answer.catch(ctx).map_err(|error| error.to_string())?)
    });
    if answered.is_err() {
        return Ok(answered);
    }
    if let Some(before) = before {
        let after: Value = snapshot.call(())?;
        println!("{}", compare.call::<_, String>((before, after))?);
    }
    Ok(Ok(()))
}

fn sloppy<'js, T: rquickjs::FromJs<'js>>(ctx: &Ctx<'js>, source: &str) -> rquickjs::Result<T> {
    let mut options = EvalOptions::default();
    options.strict = false;
    ctx.eval_with_options(source, options)
}
