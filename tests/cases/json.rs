//! Cases as JSON, for surfaces that are not Rust.

use std::path::Path;

use serde_json::{Value, json};

use crate::{Case, Check, Place, Problem};

const PORT: u8 = 85;

fn hex(channels: &[Vec<u8>]) -> String {
    channels.iter().flatten().map(|byte| format!("{byte:02x}")).collect()
}

/// A problem as `{ code, offset }` or `{ code, path }`.
fn problem_json(problem: &Problem) -> Value {
    match &problem.at {
        Place::Offset(offset) => json!({ "code": problem.code, "offset": offset }),
        Place::Path(path) => json!({ "code": problem.code, "path": path }),
    }
}

/// A payload or a command; other lines have no such form.
pub(crate) fn case_json(case: &Case) -> Option<Value> {
    let (kind, input, output, problems) = match &case.check {
        Check::Decode(decode) => {
            let kind = if decode.up { "uplink" } else { "downlink-decode" };
            let output = match &decode.data {
                Some(data) if decode.partial => json!({ "data": data, "partial": true }),
                Some(data) => json!({ "data": data }),
                None => json!({ "errors": decode.problems.len() }),
            };
            let input = json!({ "bytes": hex(&decode.channels), "fPort": PORT });
            (kind, input, output, &decode.problems)
        }
        Check::Encode { data, channels, problems } => (
            "downlink-encode",
            json!({ "data": data }),
            json!({ "bytes": hex(channels), "fPort": PORT }),
            problems,
        ),
        Check::Refuse { data, problems } => (
            "downlink-encode",
            json!({ "data": data }),
            json!({ "errors": problems.len() }),
            problems,
        ),
        Check::Range { .. } | Check::Unit { .. } | Check::Normalized { .. } => return None,
    };
    let refused = output.get("errors").is_some();
    let description = case.example.as_deref().unwrap_or(&case.heading);
    Some(json!({
        "description": description,
        "place": case.place,
        "type": kind,
        "input": input,
        "output": output,
        "warnings": if refused { 0 } else { problems.len() },
        "problems": problems.iter().map(problem_json).collect::<Vec<_>>(),
    }))
}

/// Writes a file for each of these models: `{ samples, vectors }`, as [`crate::samples`] and
/// [`crate::vectors`] give them.
///
/// # Errors
///
/// Returns the problem of writing.
pub fn write<'a>(folder: &Path, models: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for model in models {
        let all = json!({ "samples": crate::samples(model), "vectors": crate::vectors(model) });
        std::fs::write(folder.join(model).with_extension("json"), all.to_string())?;
    }
    Ok(())
}
