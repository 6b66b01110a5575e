//! `cargo xtask generate` and `cargo xtask check`: the generated files that are committed.

use std::path::PathBuf;

use crate::run::{self, Outcome};
use crate::{departures, fields_page, files};

/// A generated file: its path in the repository and its text.
struct Generated {
    path: &'static str,
    text: String,
}

/// Every generated file that is committed.
fn generated() -> Vec<Generated> {
    vec![
        Generated { path: "docs/departures.md", text: departures::page() },
        Generated { path: "docs/fields.md", text: fields_page::text() },
    ]
}

/// Complains about the files that are out of date.
pub fn check() -> Outcome {
    let stale: Vec<&str> = generated()
        .iter()
        .filter(|file| files::read(&path(file)).ok().as_deref() != Some(&file.text))
        .map(|file| file.path)
        .collect();
    if stale.is_empty() {
        println!("check: the generated files are current");
        Ok(())
    } else {
        Err(format!("out of date: {}; run `cargo xtask generate`", stale.join(", ")))
    }
}

/// Writes them anew.
pub fn generate() -> Outcome {
    for file in generated() {
        println!("generate: {}", file.path);
        files::write(&path(&file), &file.text)?;
    }
    Ok(())
}

fn path(file: &Generated) -> PathBuf {
    run::root().join(file.path)
}
