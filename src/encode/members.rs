//! The members of the data that are encoded.

use crate::names::{first_name, push_unique, split_path};
use crate::prelude::*;
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

/// The value of a name, where it is not undefined.
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
