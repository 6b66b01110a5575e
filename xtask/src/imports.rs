//! `cargo xtask check`: there are no import cycles, in which a file imports itself through others.
//!
//! A file imports another one where it names an item of it, by `use` or by a path. A `pub use`
//! passes an item on and is no import of its own.

use std::collections::BTreeMap;
use std::path::Path;

use crate::files;
use crate::run::{self, Outcome};

/// A module's path from the crate's root.
type Module = Vec<String>;

/// The names that a file brings in, and the paths that it writes.
#[derive(Default)]
struct File {
    uses: Vec<Use>,
    paths: Vec<Module>,
}

struct Use {
    is_public: bool,
    path: Module,
    name: String,
}

/// Reports the first import cycle in each crate.
pub fn check() -> Outcome {
    for folder in ["src", "wasm/src", "xtask/src"] {
        let mut crate_files = BTreeMap::new();
        read(&run::root().join(folder), &mut Vec::new(), &mut crate_files)?;
        if let Some(circle) = circle(&crate_files) {
            return Err(format!("{folder}: files import each other: {}", circle.join(" -> ")));
        }
    }
    println!("check: no import cycles");
    Ok(())
}

fn read(folder: &Path, module: &mut Module, into: &mut BTreeMap<Module, File>) -> Outcome {
    for path in files::list(folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_root = matches!(name.as_str(), "mod" | "lib" | "main");
        if !is_root {
            module.push(name);
        }
        if path.is_dir() {
            read(&path, module, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.insert(module.clone(), parse(&files::read(&path)?));
        }
        if !is_root {
            module.pop();
        }
    }
    Ok(())
}

fn parse(text: &str) -> File {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let tokens = tokens(code);
    let mut file = File::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        // `use<…>` says what a type captures.
        if token == "use" && tokens.get(at).is_some_and(|next| next != "<") {
            // `pub` or `pub(…)` before it.
            let is_public = at >= 2 && matches!(tokens[at - 2].as_str(), "pub" | ")");
            at = tree(&tokens, at, &[], is_public, &mut file.uses);
        } else if tokens.get(at).is_some_and(|next| next == "::") {
            let mut path = vec![token.clone()];
            while tokens.get(at).is_some_and(|next| next == "::") {
                path.extend(tokens.get(at + 1).cloned());
                at += 2;
            }
            file.paths.push(path);
        }
    }
    file
}

/// Words and punctuation, without comments and texts.
fn tokens(code: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in code.lines() {
        let mut is_text = false;
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let mut length = first.len_utf8();
            if is_text {
                is_text = first != '"';
                length += usize::from(first == '\\' && rest.len() > 1);
            } else if rest.starts_with("//") {
                break;
            } else if first == '"' && !rest.starts_with("\"'") {
                is_text = true;
            } else if rest.starts_with("::") {
                length = 2;
                tokens.push("::".to_owned());
            } else if first.is_alphanumeric() || first == '_' {
                let is_word = |c: char| c.is_alphanumeric() || c == '_';
                length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                tokens.push(rest[..length].to_owned());
            } else if !first.is_whitespace() {
                tokens.push(first.to_string());
            }
            rest = rest.get(length..).unwrap_or_default();
        }
    }
    tokens
}

/// Reads a tree of `use` from a token on, and returns the token behind it.
fn tree(
    tokens: &[String],
    mut at: usize,
    before: &[String],
    is_public: bool,
    uses: &mut Vec<Use>,
) -> usize {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token.as_str() {
            "::" => {}
            "{" => {
                while tokens.get(at).is_some_and(|next| next != "}") {
                    at = tree(tokens, at, &path, is_public, uses);
                    at += usize::from(tokens.get(at).is_some_and(|next| next == ","));
                }
                return at + 1;
            }
            "as" => {
                let name = tokens.get(at).cloned().unwrap_or_default();
                uses.push(Use { is_public, path, name });
                return at + 1;
            }
            "self" if path.len() > before.len().min(1) => {}
            "," | ";" | "}" => {
                at -= 1;
                break;
            }
            _ => path.push(token.clone()),
        }
    }
    let name = path.last().cloned().unwrap_or_default();
    uses.push(Use { is_public, path, name });
    at
}

/// The path from the crate's root, where it is one within the crate.
fn absolute(files: &BTreeMap<Module, File>, module: &Module, path: &[String]) -> Option<Module> {
    let (first, rest) = path.split_first()?;
    let join = |start: &[String], rest: &[String]| Some([start, rest].concat());
    match first.as_str() {
        "crate" => join(&[], rest),
        "self" => join(module, rest),
        "super" => {
            let above = &module[..module.len().checked_sub(1)?];
            if rest.first().is_some_and(|next| next == "super") {
                return absolute(files, &above.to_vec(), rest);
            }
            join(above, rest)
        }
        _ => {
            let child = [module.as_slice(), std::slice::from_ref(first)].concat();
            if files.contains_key(&child) {
                return join(&child, rest);
            }
            let brought = files[module].uses.iter().find(|brought| brought.name == *first)?;
            if brought.path == path {
                return None;
            }
            join(&absolute(files, module, &brought.path)?, rest)
        }
    }
}

/// The file that has the item of a path, behind all `pub use`.
fn home(files: &BTreeMap<Module, File>, path: &[String]) -> Option<Module> {
    let length = (0..=path.len()).rev().find(|length| files.contains_key(&path[..*length]))?;
    let (module, item) = (path[..length].to_vec(), path.get(length));
    let passed_on = item.and_then(|item| {
        let named = |brought: &&Use| brought.is_public && brought.name == *item;
        let brought = files[&module].uses.iter().find(named)?;
        home(files, &absolute(files, &module, &brought.path)?)
    });
    Some(passed_on.unwrap_or(module))
}

fn circle(files: &BTreeMap<Module, File>) -> Option<Vec<String>> {
    let mut arrows: BTreeMap<&Module, Vec<Module>> = BTreeMap::new();
    for (module, file) in files {
        let uses = file.uses.iter().filter(|brought| !brought.is_public);
        let paths = uses.map(|brought| &brought.path).chain(&file.paths);
        let homes = paths.filter_map(|path| home(files, &absolute(files, module, path)?));
        arrows.insert(module, homes.filter(|home| home != module).collect());
    }
    // A file that imports none of those that are left is in no circle.
    while let Some(free) = arrows
        .iter()
        .find(|(_, homes)| homes.iter().all(|home| !arrows.contains_key(home)))
        .map(|(module, _)| *module)
    {
        arrows.remove(free);
    }
    // Each of the rest imports one of the rest.
    let mut at: Module = (*arrows.keys().next()?).clone();
    let mut seen: Vec<Module> = Vec::new();
    while !seen.contains(&at) {
        let next = arrows[&at].iter().find(|home| arrows.contains_key(home))?.clone();
        seen.push(std::mem::replace(&mut at, next));
    }
    let first = seen.iter().position(|module| *module == at)?;
    let names = seen[first..].iter().chain([&at]);
    Some(names.map(|module| module.join("/")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_type_captures_is_no_import() {
        let file = parse("fn names() -> impl Iterator + use<> { one; two }");
        assert!(file.uses.is_empty());
    }
}
