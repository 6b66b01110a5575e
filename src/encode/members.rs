//! The members of the data that are encoded.

use super::{Encoder, kind_of_absence};
use crate::message::{self, format_message};
use crate::prelude::*;
use crate::problem::ProblemKind;
use crate::program::{Row, first_name, push_unique, split_path};
use crate::text::{concat, join};
use crate::value::{Object, Value};

/// The names at the beginnings of paths, each once.
pub(super) fn first_names<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let mut names = Vec::new();
    for path in paths {
        push_unique(&mut names, first_name(path));
    }
    names
}

/// The names whose value is not undefined.
pub(super) fn defined(object: &Object) -> impl Iterator<Item = (&str, &Value)> {
    object.iter().filter(|(_, value)| **value != Value::Undefined)
}

pub(super) fn present<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| **value != Value::Undefined)
}

/// The value at a path whose dots go into objects.
pub(super) fn get<'a>(members: &'a Object, path: &str) -> Option<&'a Value> {
    match split_path(path) {
        (first, Some(rest)) => get(present(members, first)?.as_object()?, rest),
        (name, None) => present(members, name),
    }
}

impl Encoder<'_> {
    /// Checks the objects of names with dots. Returns true if all are objects. An object of defaults
    /// alone is needed, too.
    pub(super) fn containers(&mut self, row: &'static Row, members: &Object, prefix: &str) -> bool {
        let program = self.program;
        let paths = program.names(row);
        let mut containers = Vec::new();
        for path in &paths {
            if let (container, Some(_)) = split_path(path) {
                push_unique(&mut containers, container);
            }
        }
        let mut complete = true;
        for container in containers {
            let mut names = Vec::new();
            for path in &paths {
                if let (first, Some(rest)) = split_path(path) {
                    if first == container {
                        names.push(rest);
                    }
                }
            }
            let asks = program.leaves_of(row).iter().any(|leaf| {
                leaf.default.is_none() && first_name(program.text(leaf.name)) == container
            });
            let path = concat(&[prefix, container]);
            match present(members, container) {
                Some(Value::Object(inner)) => {
                    self.unknown_fields(inner, &concat(&[&path, "."]), &names, false);
                }
                None if asks => {}
                other => {
                    let given = other.unwrap_or(&Value::Undefined);
                    self.refuse_container(given, &path, &first_names(&names));
                    complete = false;
                }
            }
        }
        complete
    }

    pub(super) fn refuse_container(&mut self, given: &Value, path: &str, names: &[&'static str]) {
        let kind = kind_of_absence(given, ProblemKind::Type);
        let members = join(names, ", ");
        let allowed = format_message(message::OBJECT, &[&members]);
        self.refuse(kind, path.to_owned(), given, allowed);
    }
}
