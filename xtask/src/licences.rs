//! `THIRD-PARTY-LICENSES`: the notices of the third-party software in the npm package and in the
//! playground. Minifiers and compilers strip them, and every licence here asks for them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::components::{self, Component, Kind};
use crate::run::{self, Outcome};
use crate::{files, template};

/// The name of the file.
pub const FILE: &str = "THIRD-PARTY-LICENSES";

/// The notices of what the npm package contains.
pub fn of_package() -> Outcome<String> {
    notices("this package", &in_package()?)
}

/// The notices of what the playground contains: the package, and the libraries of the page.
pub fn of_playground() -> Outcome<String> {
    let mut all = in_package()?;
    all.extend(components::npm("www")?);
    notices("this page", &all)
}

/// The crates in the module, and the programs that write code of their own into the package's
/// scripts.
pub fn in_package() -> Outcome<Vec<Component>> {
    let mut all = vec![components::standard_library()?];
    all.extend(components::in_module()?);
    all.push(components::glue()?);
    all.extend(components::npm("xtask")?.into_iter().filter(|tool| tool.name == "esbuild"));
    Ok(all)
}

/// The notices of some components, each text once, with the names of those that it applies to.
fn notices(what: &str, components: &[Component]) -> Outcome<String> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for component in components {
        for text in texts_of(component)? {
            texts.entry(text).or_default().insert(component.title());
        }
    }
    let mut all = format!("Third-party software in {what}:\n\n");
    for component in components {
        all += &format!("- {} ({})\n", component.title(), component.licence);
    }
    let rule = "-".repeat(80);
    let mut ordered: Vec<_> = texts.iter().collect();
    ordered.sort_by_key(|(_, titles)| *titles);
    for (text, titles) in ordered {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        all += &format!("\n{rule}\n{}\n{rule}\n\n{text}\n", titles.join("\n"));
    }
    Ok(all)
}

/// The licence texts of a component.
fn texts_of(component: &Component) -> Outcome<Vec<String>> {
    if component.kind == Kind::Rust {
        return texts_of_rust(&component.folder);
    }
    let mut found = Vec::new();
    for path in files::list(&component.folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
        let starts = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
        if path.is_file() && starts.iter().any(|start| name.starts_with(start)) {
            found.push((name, files::read(&path)?));
        }
    }
    // Where the licence offers a choice, Apache's text, by far the longest, is not the one chosen.
    let others = |(name, _): &(String, String)| !name.contains("APACHE");
    if component.licence.contains(" OR ") && found.iter().any(others) {
        found.retain(others);
    }
    if found.is_empty() {
        return Err(format!(
            "{}: no licence file in {}",
            component.title(),
            component.folder.display()
        ));
    }
    Ok(found.into_iter().map(|(_, text)| tidy(&text)).collect())
}

/// Lines end in a line feed alone, without spaces before it.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

const RUST_HOLDERS: &str = "The Rust Project Developers (see https://thanks.rust-lang.org)";

/// The holders of the standard library's channels.
const CHANNEL_HOLDERS: &str = "The Crossbeam Project Developers";

/// The crates that the standard library brings to this target, by the names of their symbols.
const OF_STD: [&str; 5] = ["cfg_if", "dlmalloc", "foldhash", "hashbrown", "rustc_demangle"];

/// The notice of one of them, as the compiler's documentation has it.
fn notice_of(copyright: &str, name: &str) -> Outcome<String> {
    let title = format!("<h3>📦 {}-", name.replace('_', "-"));
    let text = copyright.split_once(&title).and_then(|(_, rest)| {
        let own = rest.split_once("<h3>").map_or(rest, |(own, _)| own);
        // Each licence is a summary with its text; Apache's is the one not chosen.
        let chosen = own.split("<summary>").skip(1).find(|text| !text.contains("APACHE</code>"))?;
        let text = chosen.split_once("<pre>")?.1.split_once("</pre>")?.0;
        Some(
            text.replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&#60;", "<")
                .replace("&#62;", ">"),
        )
    });
    let text = text.ok_or_else(|| format!("COPYRIGHT-library.html has no notice of {name}"))?;
    Ok(tidy(&text.replace("&amp;", "&")))
}

/// The texts for std, core, alloc, compiler_builtins and std's dependencies, from the documentation of the Rust compiler. Its
/// list of the standard library's exceptions has to be one that these texts cover.
fn texts_of_rust(documentation: &Path) -> Outcome<Vec<String>> {
    let copyright = files::read(&documentation.join("COPYRIGHT-library.html"))?;
    let own = copyright.split_once("<h2 id=\"in-tree-files\">").map_or("", |(_, rest)| rest);
    let own = own.split_once("<h2 id=\"out-of-tree").map_or("", |(own, _)| own);
    let paths = own.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
    let ours = |path: &&str| {
        ["core", "alloc", "std", "compiler-builtins"]
            .iter()
            .any(|library| path.starts_with(&format!("library/{library}/")))
    };
    let exceptions: Vec<&str> = paths.filter(ours).collect();
    // The mutex is Fuchsia's alone.
    let known = [
        "library/core/src/unicode/unicode_data.rs",
        "library/std/src/sync/mpmc",
        "library/std/src/sys/sync/mutex/fuchsia.rs",
    ];
    let holders = [RUST_HOLDERS, CHANNEL_HOLDERS];
    if exceptions != known || !holders.iter().all(|holder| own.contains(holder)) {
        return Err(format!(
            "COPYRIGHT-library.html: the licences of the standard library are not those that licences.rs \
             writes; exceptions: {exceptions:?}"
        ));
    }
    let mit = files::read(&documentation.join("licenses/MIT.txt"))?;
    let unicode = files::read(&documentation.join("licenses/Unicode-3.0.txt"))?;
    let holder = "<year> <copyright holders>";
    if !mit.contains(holder) {
        return Err(format!("licenses/MIT.txt has no place for {holder}"));
    }
    let mut texts: Vec<_> = holders.map(|own| tidy(&mit.replace(holder, own))).into();
    texts.push(tidy(&unicode));
    for name in OF_STD {
        texts.push(notice_of(&copyright, name)?);
    }
    Ok(texts)
}

/// Checks that the built package and the playground contain the notices of what is in them. The
/// module and the lock file of the page say what that is, not the lists that the notices are made of.
pub fn check() -> Outcome<String> {
    let mut figures = String::new();
    let libraries = components::npm("www")?;
    for (form, libraries) in [
        (FILE, &[][..]),
        (&format!("playground/{FILE}"), &libraries),
        ("playground.html", &libraries),
    ] {
        let notices = files::read(&template::folder().join(form))?;
        let entries = notices.lines().filter_map(|line| line.strip_prefix("- ")?.split(' ').next());
        let listed: BTreeSet<&str> = entries.collect();
        covers_modules(&listed).map_err(|problem| format!("{form}: {problem}"))?;
        for library in libraries {
            for text in texts_of(library)? {
                if !notices.contains(&text) {
                    return Err(format!("{form}: no notice of {}", library.title()));
                }
            }
        }
        figures += &format!("{form}: complete, {} components\n", listed.len());
    }
    Ok(figures)
}

/// Checks that a list of components names all crates in the built modules.
pub fn covers_modules(listed: &BTreeSet<&str>) -> Outcome {
    for module in ["package/plain.wasm", "package/simulator/plain.wasm"] {
        let module = run::target().join(module);
        let crates = crates_in(&files::read_bytes(&module)?);
        if !crates.contains("milesight_codec") || !crates.contains("core") {
            return Err(format!("{}: no names of crates in it", module.display()));
        }
        covers(listed, &crates)?;
    }
    Ok(())
}

fn covers(listed: &BTreeSet<&str>, crates: &BTreeSet<String>) -> Outcome {
    for name in crates {
        let expected = match name.as_str() {
            // The last is the name of symbols that the compiler itself makes.
            "core" | "alloc" | "std" | "compiler_builtins" | "__rustc" => "rust-std".to_owned(),
            // The standard library's own dependencies.
            name if OF_STD.contains(&name) => "rust-std".to_owned(),
            "milesight_codec" | "milesight_codec_wasm" => continue,
            other => other.replace('_', "-"),
        };
        if !listed.contains(expected.as_str()) {
            return Err(format!("the module contains the crate {name}; {expected} is not listed"));
        }
    }
    Ok(())
}

/// The crates whose functions a module names, in either of rustc's ways to mangle them.
fn crates_in(module: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(module);
    let legacy = text.split("_ZN").skip(1);
    // `Cs`, a disambiguator, `_`, and the name with its length before it.
    let v0 = text.split("Cs").skip(1).filter_map(|rest| {
        let (disambiguator, rest) = rest.split_once('_')?;
        disambiguator.chars().all(|digit| digit.is_ascii_alphanumeric()).then_some(rest)
    });
    // A legacy name that begins with `_$` is a type in an impl, not a crate.
    let is_crate = |name: &&str| {
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    legacy.chain(v0).filter_map(counted).filter(is_crate).map(str::to_owned).collect()
}

/// A name with its length before it. v0 puts `_` before a name that begins with a digit or with `_`.
fn counted(text: &str) -> Option<&str> {
    let (length, rest) = text.split_at(text.find(|character: char| !character.is_ascii_digit())?);
    let escaped = |name: &&str| name.starts_with(|c: char| c == '_' || c.is_ascii_digit());
    rest.strip_prefix('_').filter(escaped).unwrap_or(rest).get(..length.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{covers, crates_in};

    #[test]
    fn notices_are_asked_for_by_the_symbols_in_a_module() {
        let symbols = b"\0_RNvCsfLfy6EI15iL_7___rustc14___rust_realloc\0\
            _RNvNtNtCsgXGp5Oqx2Ny_4core3str8converts9from_utf8\0\
            _ZN15milesight_codec5plain4Sent4bits17h865518328bc86c5aE\0\
            _ZN86_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$core..fmt..Write$GT$E\0\
            _ZN12wasm_bindgen9externref5alloc17h1E";
        let crates = crates_in(symbols);
        let expected = ["__rustc", "core", "milesight_codec", "wasm_bindgen"];
        assert_eq!(crates, BTreeSet::from(expected.map(str::to_owned)));
        assert_eq!(covers(&BTreeSet::from(["rust-std", "wasm-bindgen"]), &crates), Ok(()));
        let problem = covers(&BTreeSet::from(["rust-std", "wasm-bindgen-shared"]), &crates);
        assert!(problem.unwrap_err().contains("wasm_bindgen"));
    }
}
