//! One runtime for all cases.

use crate::{Result, each_line};
use rquickjs::context::EvalOptions;
use rquickjs::{CatchResultExt, Context, Ctx, Function, Module, Object, Runtime, Value};

const DRIVER: &str = include_str!("../../goja/driver.js");

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

    let before: Value = snapshot.call(())?;
    let find: String = driver.get("functions")?;
    let functions: Value = if strict {
        let source = format!("{script}\nexport default {find}");
        let (module, done) = Module::declare(ctx.clone(), "script", source)?.eval()?;
        done.finish::<()>()?;
        module.get("default")?
    } else {
        sloppy::<Value>(ctx, script)?;
        sloppy(ctx, &find)?
    };
    let answered = each_line(|line| {
        let answer = call.call::<_, String>((functions.clone(), line));
        Ok(answer.catch(ctx).map_err(|error| error.to_string())?)
    });
    if answered.is_ok() && globals {
        println!("{}", compare.call::<_, String>((before,))?);
    }
    Ok(answered)
}

fn sloppy<'js, T: rquickjs::FromJs<'js>>(ctx: &Ctx<'js>, source: &str) -> rquickjs::Result<T> {
    let mut options = EvalOptions::default();
    options.strict = false;
    ctx.eval_with_options(source, options)
}
