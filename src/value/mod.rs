//! Values: decoded data and commands, as JavaScript and JSON know them.

mod from_serde;
#[cfg(test)]
mod tests;
mod to_serde;

pub(crate) use from_serde::to_value;
pub use to_serde::ValueError;

use crate::prelude::*;

use crate::message;
use crate::text::{format_number, list_of, quote};
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;

/// The most names that an object of a command may have: a field that is not known takes some time,
/// since it is compared with all that are.
pub(crate) const MOST_NAMES: usize = 500;

/// A value as JavaScript and JSON know them, and what callers may pass instead.
///
/// Decoding gives numbers, texts, lists and objects only. Encoding takes any
/// value, and refuses what a field cannot take.
///
/// ```
/// use milesight_codec::Value;
///
/// let data: Value = serde_json::from_str(r#"{ "report_interval": 5 }"#).unwrap();
/// assert_eq!(data.get("report_interval"), Some(&Value::Number(5.0)));
/// assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"report_interval":5}"#);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Absent, though named.
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number: NaN, the infinities and −0 too.
    Number(f64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Object),
    /// Something else, described: `"a function"`.
    Other(Cow<'static, str>),
}

/// Names and values, in the order in which they were set; objects that differ in that order
/// alone are equal.
///
/// ```
/// use milesight_codec::Object;
///
/// let one = Object::from_iter([("a", 1), ("b", 2)]);
/// let other = Object::from_iter([("b", 2), ("a", 1)]);
/// assert!(one == other && one != Object::from_iter([("a", 1)]));
/// assert_eq!(one.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b"]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Object(Vec<(Cow<'static, str>, Value)>);

impl Object {
    /// An object without names.
    pub const fn new() -> Object {
        Object(Vec::new())
    }

    /// Makes an object of names and values; of equal names the last value holds.
    pub(crate) fn from_members(members: Vec<(Cow<'static, str>, Value)>) -> Object {
        let mut places = BTreeMap::new();
        let mut object = Object::new();
        for (name, value) in members {
            let place = *places.entry(name.clone()).or_insert(object.0.len());
            match object.0.get_mut(place) {
                Some(member) => member.1 = value,
                None => object.0.push((name, value)),
            }
        }
        object
    }

    /// Makes an object of names and values; each name occurs once.
    #[doc(hidden)]
    pub const fn from_unique(members: Vec<(Cow<'static, str>, Value)>) -> Object {
        Object(members)
    }

    /// The value of `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The value of `name`, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Sets `name`, replacing its value where it has one.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) {
        self.put(name.into(), value.into());
    }

    /// Sets `name` to a list, if there is anything in it.
    pub(crate) fn set_unless_empty(&mut self, name: &'static str, list: Vec<impl Into<Value>>) {
        if !list.is_empty() {
            self.set(name, list);
        }
    }

    #[inline(never)]
    fn put(&mut self, name: Cow<'static, str>, value: Value) {
        match self.get_mut(&name) {
            Some(slot) => *slot = value,
            None => self.0.push((name, value)),
        }
    }

    /// Takes `name` away.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(key, _)| key != name);
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_ref(), value))
    }

    /// The members sorted by name. Sorting keeps comparison of large objects fast.
    fn sorted(&self) -> Vec<&(Cow<'static, str>, Value)> {
        let mut members: Vec<_> = self.0.iter().collect();
        members.sort_by(|(one, _), (other, _)| one.cmp(other));
        members
    }

    /// The number of names.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns true if there are no names.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.len() == other.len() && self.sorted() == other.sorted()
    }
}

impl<K: Into<Cow<'static, str>>, V: Into<Value>> Extend<(K, V)> for Object {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, pairs: I) {
        for (name, value) in pairs {
            self.set(name, value);
        }
    }
}

impl<K: Into<Cow<'static, str>>, V: Into<Value>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Object {
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into()));
        Object::from_members(pairs.collect())
    }
}

impl IntoIterator for Object {
    type Item = (Cow<'static, str>, Value);
    type IntoIter = alloc::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Value {
    /// The value of `name`, where this is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.as_object()?.get(name)
    }

    /// The value as messages quote it: texts quoted, containers named.
    pub(crate) fn describe(&self) -> String {
        match self {
            Value::Undefined => "nothing".to_owned(),
            Value::Null => "null".to_owned(),
            Value::Bool(flag) => if *flag { "true" } else { "false" }.to_owned(),
            Value::Number(value) => format_number(*value),
            Value::Text(text) => quote(text),
            Value::List(list) => list_of(list.len()),
            Value::Object(_) if self.members().is_none() => message::TOO_MANY_NAMES.to_owned(),
            Value::Object(_) => "an object".to_owned(),
            Value::Other(what) => what.clone().into_owned(),
        }
    }

    /// The object, where this is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The object, where this is one that is small enough for a command.
    pub(crate) fn members(&self) -> Option<&Object> {
        self.as_object().filter(|object| object.len() <= MOST_NAMES)
    }

    /// The number, where this is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The text, where this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl PartialEq<f64> for Value {
    fn eq(&self, number: &f64) -> bool {
        self.as_number() == Some(*number)
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, text: &str) -> bool {
        self.as_text() == Some(text)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, text: &&str) -> bool {
        self.as_text() == Some(*text)
    }
}

macro_rules! from_numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Value {
            fn from(number: $number) -> Value {
                Value::Number(number.into())
            }
        })*
    };
}

from_numbers! { f64 i32 u8 u32 }

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Bool(flag)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Value {
        Value::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(Cow::Owned(text))
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Value {
        Value::Object(object)
    }
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(list: Vec<V>) -> Value {
        let mut items = Vec::new();
        for item in list {
            items.push(item.into());
        }
        Value::List(items)
    }
}

impl<V: Into<Value>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Value {
        value.map_or(Value::Undefined, Into::into)
    }
}
