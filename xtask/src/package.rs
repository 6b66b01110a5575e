//! The files of `pkg/`: those of `pkg-template/`, filled in, with a set of entries for each model.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::invented::invented;
use milesight_codec::describe::{schema, typescript};
use milesight_codec::print::formatter::literal_in;
use milesight_codec::{Device, MAX_DOWNLINK, message};
use serde_json::{Map, Value, json};

use crate::module::Module;
use crate::run::{self, Outcome, command};
use crate::template::{LICENCES, fill, folder, manifest_of_crate, names_of, template, write_types};
use crate::{
    base64, bundles, columns, departures, files, formatters, licences, node_red, objects,
    playground, sbom, tools,
};

/// The results of the earlier steps.
pub struct Built {
    pub codec: Module,
    pub simulator: Module,
    pub esbuild: PathBuf,
}

/// Writes the whole package anew.
pub fn write(built: &Built) -> Outcome {
    let package = folder();
    files::empty_folder(&package)?;
    let models: Vec<Device> = Device::all().collect();
    write_library(&package, built)?;
    for model in &models {
        write_model(&package, &built.codec.folder, &built.esbuild, *model)?;
    }
    write_index(&package, &models)?;
    write_types(&package, "types", template("types.d.ts")?)?;
    formatters::write(&package, &models, &built.esbuild)?;
    write_simulator(&package, &models, built)?;
    write_command(&package)?;
    write_events(&package, &models, &built.esbuild)?;
    write_manifest(&package, &models)?;
    files::write(&package.join("README.md"), template("README.md")?)?;
    for licence in LICENCES {
        files::write(&package.join(licence), files::read(&run::root().join(licence))?)?;
    }
    files::write(&package.join(licences::FILE), licences::of_package()?)?;
    files::write(&package.join(sbom::FILE), sbom::text()?)?;
    // For those who send them to a catalogue or put the page somewhere, not for those who install
    // the package.
    let beside = "/bundles/\n/node-red/\n/playground/\n/playground.html\n";
    files::write(&package.join(".npmignore"), beside)?;
    bundles::write()?;
    node_red::write(&package, &built.esbuild)?;
    playground::write(&package)
}

/// `lib/`: the module, its glue, and what loads it: inline for nearly all, a file for workerd.
/// Each way is one file, since every file that Node opens costs as much as many calls.
fn write_library(package: &Path, built: &Built) -> Outcome {
    let library = package.join("lib");
    let wasm = built.codec.wasm()?;
    files::write(&library.join("codec.wasm"), &wasm)?;

    let parts = &built.codec.folder.join("lib");
    files::write(&parts.join("glue.js"), built.codec.glue()?)?;
    for name in [
        "codec.js",
        "columns.js",
        "decoder.js",
        "digits.js",
        "find.js",
        "instance.js",
        "payloads.js",
        "text.js",
        "workerd.js",
    ] {
        files::write(&parts.join(name), built.codec.script(&template(&format!("lib/{name}"))?))?;
    }
    let split = json!({
        "NOT_ALLOWED": message::NOT_ALLOWED,
        "WHOLE_NUMBER": message::WHOLE_NUMBER,
        "TOO_LONG": message::TOO_LONG,
        "MOST": MAX_DOWNLINK,
    });
    let downlinks = fill(&template("lib/downlinks.js")?, &[("downlinks", &split.to_string())]);
    files::write(&parts.join("downlinks.js"), downlinks)?;
    let inline = fill(&template("lib/inline.js")?, &[("wasm", &base64::encode(&wasm))]);
    files::write(&parts.join("inline.js"), inline)?;
    for (file, format) in
        [("inline.js", "esm"), ("workerd.js", "esm"), ("find.js", "esm"), ("text.js", "esm")]
    {
        bundle(&built.esbuild, &parts.join(file), &library.join(file), format)?;
    }
    // One file that all CommonJS entries share, so that the module is in it once.
    for name in ["inline", "find", "text"] {
        let to = library.join(format!("{name}.cjs"));
        bundle(&built.esbuild, &parts.join(format!("{name}.js")), &to, "cjs")?;
    }
    Ok(())
}

fn bundle(esbuild: &Path, from: &Path, to: &Path, format: &str) -> Outcome {
    run::run(
        command("node")
            .arg(esbuild)
            .args(["--bundle", "--target=es2018", "--log-level=warning"])
            .args(["./codec.wasm", "./lib/inline.js", "./lib/*.schemas.js"].map(external))
            .arg(format!("--format={format}"))
            .arg(format!("--outfile={}", to.display()))
            .arg(from),
    )
}

fn external(path: &str) -> String {
    format!("--external:{path}")
}

/// Writes the entries of the tests' invented device beside the library of the built package, and its
/// examples: calls, inputs and answers.
pub fn write_invented(folder: &Path) -> Outcome {
    let esbuild = tools::npm("xtask")?.join("esbuild/bin/esbuild");
    files::empty_folder(folder)?;
    let library = self::folder().join("lib/inline.js");
    files::write(&folder.join("lib/inline.js"), files::read(&library)?)?;
    files::write(&folder.join("package.json"), json!({ "type": "module" }).to_string())?;
    write_model(folder, &run::target().join("package"), &esbuild, *invented())?;
    let examples = common::invented::examples().into_iter();
    let examples: Value = examples
        .map(|(call, input, answer)| json!({ "call": call, "input": input, "answer": answer }))
        .collect();
    files::write(&folder.join("examples.json"), examples.to_string())
}

/// Writes the entries of one model, what makes its objects, and the texts of its schemas. `work` is
/// the folder with the parts of the library.
fn write_model(package: &Path, work: &Path, esbuild: &Path, device: Device) -> Outcome {
    let name = device.model();
    let program = base64::encode(&device.program().to_bytes());
    let script = |file: &str, library: &str, folder: &str| -> Outcome<String> {
        let places = [("model", name), ("lib", library), ("folder", folder), ("program", &program)];
        Ok(fill(&template(file)?, &places))
    };
    let write = |file: &str, text: Outcome<String>| files::write(&package.join(file), text?);
    write(&format!("{name}.cjs"), script("model.cjs", "./lib/inline.cjs", "./lib"))?;
    write(&format!("workerd/{name}.js"), script("model.js", "../lib/workerd.js", "../lib"))?;

    for (name, module) in [
        (name.to_owned(), objects::module(device)),
        (format!("{name}.columns"), columns::module(device)),
    ] {
        let file = work.join("lib").join(format!("{name}.js"));
        files::write(&file, module)?;
        for (extension, format) in [("js", "esm"), ("cjs", "cjs")] {
            bundle(esbuild, &file, &package.join(format!("lib/{name}.{extension}")), format)?;
        }
    }

    // One file, but for the schemas and the module, since Node takes about a millisecond for each.
    let entry = work.join(format!("{name}.js"));
    files::write(&entry, script("model.js", "./lib/inline.js", "./lib")?)?;
    bundle(esbuild, &entry, &package.join(format!("{name}.js")), "esm")?;

    let texts = [
        ("uplink", json!(schema::uplink(device.rows()))),
        ("downlink", json!(schema::downlink(device.rows()))),
        ("list", json!(device.fields())),
    ];
    let (mut module, mut commonjs) = (String::new(), String::new());
    for (key, value) in texts {
        // In the quotes that JSON has none of.
        let literal = literal_in('\'', &value.to_string());
        let _ = writeln!(module, "export const {key} = {literal};");
        let _ = writeln!(commonjs, "exports.{key} = {literal};");
    }
    files::write(&package.join(format!("lib/{name}.schemas.js")), module)?;
    files::write(&package.join(format!("lib/{name}.schemas.cjs")), commonjs)?;

    let declarations = format!(
        "import type {{ LabelColumn, ListColumn, NumberColumn }} from \"./types.js\";\n\n{}",
        typescript::declarations(device.rows())
    );
    let types = fill(
        &template("model.d.ts")?,
        &[
            ("model", name),
            ("Model", &typescript::type_name(device.rows())),
            ("declarations", &declarations),
        ],
    );
    write_types(package, name, types)
}

/// The entries of the package itself.
fn write_index(package: &Path, models: &[Device]) -> Outcome {
    let quoted: Vec<String> =
        models.iter().map(|device| format!("\"{}\"", device.model())).collect();
    let names = format!("[{}]", quoted.join(", "));
    let aliases = names_of(models).to_string();
    let namespaces: String = models
        .iter()
        .map(|device| {
            let (model, word) = (device.model(), identifier(device.model()));
            format!("import * as {word} from \"./{model}.js\";\n")
        })
        .collect();
    let members: Vec<String> = models
        .iter()
        .map(|device| {
            let (model, word) = (device.model(), identifier(device.model()));
            if model == word { word } else { format!("\"{model}\": {word}") }
        })
        .collect();
    let getters: String = models
        .iter()
        .map(|device| {
            let model = device.model();
            format!("  get \"{model}\"() {{ return require(\"./{model}.cjs\"); }},\n")
        })
        .collect();
    let script = |file: &str, library: &str, folder: &str| -> Outcome<String> {
        let places = [
            ("models", names.as_str()),
            ("names", &aliases),
            ("imports", &namespaces),
            ("members", &members.join(", ")),
            ("getters", &getters),
            ("lib", library),
            ("folder", folder),
        ];
        Ok(fill(&template(file)?, &places))
    };
    files::write(&package.join("index.js"), script("index.js", "./lib/inline.js", "./lib")?)?;
    files::write(&package.join("index.cjs"), script("index.cjs", "", "")?)?;
    let workerd = script("index.js", "../lib/workerd.js", "../lib")?;
    files::write(&package.join("workerd/index.js"), workerd)?;
    for file in ["js/index.js", "js/index.cjs"] {
        files::write(&package.join(file), script(file, "", "")?)?;
    }

    let (mut imports, mut codecs) = (String::new(), String::new());
    let (mut plain_imports, mut plain_codecs) = (String::new(), String::new());
    for device in models {
        let (name, kind) = (device.model(), typescript::type_name(device.rows()));
        let _ = writeln!(
            imports,
            "import type {{ {kind}Columns, {kind}DecodedDownlink, {kind}Downlink, {kind}Uplink }} from \"./{name}.js\";"
        );
        let _ = writeln!(
            plain_imports,
            "import type {{ {kind}DecodedDownlink, {kind}Downlink, {kind}Uplink }} from \"./{name}.js\";"
        );
        for key in std::iter::once(&name).chain(device.aliases()) {
            let _ = writeln!(
                plain_codecs,
                "  \"{key}\": PlainCodec<{kind}Uplink, {kind}Downlink, {kind}DecodedDownlink, \"{name}\">;"
            );
            let _ = writeln!(
                codecs,
                "  \"{key}\": Codec<{kind}Uplink, {kind}Downlink, {kind}DecodedDownlink, \"{name}\", {kind}Columns>;"
            );
        }
    }
    let types = fill(
        &template("index.d.ts")?,
        &[
            ("imports", &imports),
            ("union", &quoted.join(" | ")),
            ("codecs", &format!("{{\n{codecs}}}")),
        ],
    );
    write_types(package, "index", types)?;
    let types = fill(
        &template("js/index.d.ts")?,
        &[("imports", &plain_imports), ("codecs", &format!("{{\n{plain_codecs}}}"))],
    );
    write_types(package, "js/index", types)
}

/// Writes `simulate`: the encoder of uplinks, with all models' programs. It is a module of its own,
/// since it would make the codec's module a tenth larger.
fn write_simulator(package: &Path, models: &[Device], built: &Built) -> Outcome {
    let simulator = &built.simulator;
    let parts = &simulator.folder.join("lib");
    files::write(&parts.join("glue.js"), simulator.glue()?)?;
    for name in ["find.js", "instance.js"] {
        files::write(&parts.join(name), simulator.script(&template(&format!("lib/{name}"))?))?;
    }
    let programs: Map<String, Value> = models
        .iter()
        .map(|model| (model.model().to_owned(), json!(base64::encode(&model.program().to_bytes()))))
        .collect();
    let wasm = base64::encode(&simulator.wasm()?);
    let places = [
        ("wasm", wasm.as_str()),
        ("programs", &Value::Object(programs).to_string()),
        ("names", &names_of(models).to_string()),
    ];
    files::write(&parts.join("simulate.js"), fill(&template("lib/simulate.js")?, &places))?;
    for (extension, format) in [("js", "esm"), ("cjs", "cjs")] {
        let to = package.join(format!("simulate.{extension}"));
        bundle(&built.esbuild, &parts.join("simulate.js"), &to, format)?;
    }
    write_types(package, "simulate", template("simulate.d.ts")?)
}

/// A model's name as a word of JavaScript: `am319-hcho` is `am319_hcho`.
fn identifier(model: &str) -> String {
    model.replace('-', "_")
}

/// Writes `bin/`, the command line, with the departures for `compare`.
fn write_command(package: &Path) -> Outcome {
    let departures = departures::data().to_string();
    let bin = run::root().join("pkg-template/bin");
    for from in files::list(&bin)? {
        let to = package.join("bin").join(from.file_name().unwrap_or_default());
        files::write(&to, fill(&files::read(&from)?, &[("departures", &departures)]))?;
    }
    Ok(())
}

/// `events/`: what stands between network servers and the codec. Modules, which the command line
/// shares, and one file of them for CommonJS, in a syntax that goja reads.
fn write_events(package: &Path, models: &[Device], esbuild: &Path) -> Outcome {
    let names = names_of(models).to_string();
    let folder = package.join("events");
    for from in files::list(&run::root().join("pkg-template/events"))? {
        let name = from.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name != "index.d.ts" {
            files::write(&folder.join(name), fill(&files::read(&from)?, &[("names", &names)]))?;
        }
    }
    run::run(
        command("node")
            .arg(esbuild)
            .args(["--bundle", "--format=cjs", "--target=es2018", "--log-level=warning"])
            .arg(format!("--outfile={}", folder.join("index.cjs").display()))
            .arg(folder.join("index.js")),
    )?;
    write_types(package, "events/index", template("events/index.d.ts")?)
}

/// package.json: what Cargo.toml already says is taken from there.
fn write_manifest(package: &Path, models: &[Device]) -> Outcome {
    let this = manifest_of_crate()?;
    let mut manifest = Map::new();
    for key in ["name", "version", "description", "license"] {
        manifest.insert(key.to_owned(), this[key].clone());
    }
    let rest: Map<String, Value> = serde_json::from_str(&template("package.json")?)
        .map_err(|error| format!("package.json: {error}"))?;
    manifest.extend(rest);
    let mut exports = Map::new();
    exports.insert(".".to_owned(), entry("index"));
    exports.insert("./js".to_owned(), plain_entry("js/index"));
    for device in models {
        exports.insert(format!("./{}", device.model()), entry(device.model()));
        let plain = format!("js/{}", device.model());
        exports.insert(format!("./{plain}"), plain_entry(&plain));
    }
    exports.insert("./formatters".to_owned(), plain_entry("formatters"));
    exports.insert("./events".to_owned(), plain_entry("events/index"));
    exports.insert("./simulate".to_owned(), plain_entry("simulate"));
    exports.insert("./formatters/*.js".to_owned(), json!("./formatters/*.js"));
    exports.insert("./package.json".to_owned(), json!("./package.json"));
    manifest.insert("exports".to_owned(), Value::Object(exports));

    let text = serde_json::to_string_pretty(&manifest).map_err(|error| error.to_string())?;
    files::write(&package.join("package.json"), text + "\n")
}

/// Where one entry is found, by condition; the first that holds is taken.
fn entry(name: &str) -> Value {
    let mut conditions = Map::new();
    conditions.insert(
        "workerd".to_owned(),
        json!({ "types": format!("./{name}.d.ts"), "default": format!("./workerd/{name}.js") }),
    );
    if let Value::Object(others) = plain_entry(name) {
        conditions.extend(others);
    }
    Value::Object(conditions)
}

/// The same for an entry without WebAssembly, which is one file for all runtimes.
fn plain_entry(name: &str) -> Value {
    json!({
        "import": { "types": format!("./{name}.d.ts"), "default": format!("./{name}.js") },
        "require": { "types": format!("./{name}.d.cts"), "default": format!("./{name}.cjs") },
    })
}
